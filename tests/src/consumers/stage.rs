//! A scene with markets in it: borrowers who were there before, one who borrows whatever the market lends against tokens bought cheaply, and
//! liquidators who act when it pays.

use lending_market::{
    Pricing, Quote, RiskParams,
    state::{Market, Position},
};
use price_reader::{
    builder::PriceBuilder,
    layout::SCALE,
    lending::{Liquidation, Seizure},
};
use solana_pubkey::Pubkey;

use super::{
    backing::{self, Books},
    baseline::{Baseline, Reading, Record},
    incidents::Incident,
    lending::{self, Deed, Lending},
    path::Path,
    tally::Tally,
    tokens::Actor,
    view::USD_DECIMALS,
};
use crate::{
    Scene,
    scene::{ONE, Source, Surroundings, account::owned, keys},
};

/// What borrowers owe at the story's beginning, in percent of what the market would lend them.
const USAGE: [u64; 3] = [100, 90, 75];
/// What each of them has deposited.
const DEPOSITED: u64 = 1_000 * ONE;
/// What the opportunist brings at a time, while the token sells anywhere for a price that is off NAV by more than [`OFF`].
const BOUGHT: u64 = 100 * ONE;
/// Distance from NAV at which it acts.
const OFF: f64 = 0.005;
/// What an ordinary borrower takes at a time, on a deposit that is good for all of it.
const ORDINARY: u64 = ONE / 1_000;
/// How often both try, in seconds, while the incident is followed closely; and afterwards.
const TRIES_EVERY: [i64; 2] = [60, 300];
/// What a market has to lend.
const LIQUIDITY: u64 = 20_000 * ONE;
/// What the price loses on its way through a pool's square root and ticks.
const ROUNDING: f64 = 1e-4;
/// Steps in which a position is closed at most at one moment.
const LIQUIDATIONS_AT_ONCE: usize = 12;

/// Seconds of an epoch, about.
const EPOCH: i64 = 172_800;
/// Seconds between two refreshes before the story, and how long that takes.
const BEFORE: [i64; 2] = [60, 3 * 3_600];

/// How a market values collateral.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Valued {
    /// By the feed's own price.
    Feed(Pricing),
    /// Without the oracle: by a price that somebody posts.
    Posted(Baseline),
}

impl From<Pricing> for Valued {
    fn from(pricing: Pricing) -> Self {
        Self::Feed(pricing)
    }
}

/// A market and those in it.
pub struct Book {
    /// The market.
    pub lending: Lending,
    /// Borrowers who were there before.
    pub honest: Vec<Actor>,
    /// Borrows all it can, on tokens bought at the market's price.
    pub opportunist: Actor,
    /// Borrows a little now and then: whether lending is open.
    pub ordinary: Actor,
    /// Liquidates when it pays.
    pub liquidator: Actor,
    /// What happened.
    pub tally: Tally,
    hurt: Vec<bool>,
    /// Since when each position has been due without paying; the opportunist's is the last.
    waiting: Vec<Option<i64>>,
}

/// A scene with markets, and the price of the token in it.
pub struct Stage {
    /// The scene.
    pub scene: Scene,
    /// The markets.
    pub books: Vec<Book>,
    /// NAV before the story, SOL per token.
    nav: f64,
    /// What a token sells for now, SOL.
    rate: f64,
    /// The surroundings before the story.
    before: Surroundings,
    /// Base units of what is lent for a lamport.
    unit: f64,
    /// What prices without the oracle have seen, and where they are posted.
    record: Record,
    posts: Vec<(Baseline, Pubkey)>,
    /// Chain time at which the story begins.
    begun: i64,
    last_try: Option<i64>,
}

/// A market of these parameters, with the bonus and close factor that the stories use and the cap that docs/integration.md advises.
pub fn risk(ltv_bps: u16, threshold_bps: u16) -> RiskParams {
    RiskParams { ltv_bps, threshold_bps, bonus_bps: 500, close_factor_bps: 5_000, borrow_cap: 5_000 * ONE }
}

impl Stage {
    /// A normal feed of the scene's own sources, markets of these parameters and valuations that lend SOL, and their borrowers.
    pub fn set<V: Into<Valued> + Copy>(markets: &[(V, RiskParams)]) -> Self {
        Self::of(&Incident::calm(), markets)
    }

    /// The same with the sources that the incident is about, in markets that lend what it says.
    pub fn of<V: Into<Valued> + Copy>(incident: &Incident, markets: &[(V, RiskParams)]) -> Self {
        let mut stage = Self::quiet((incident.sources)());
        lending::deploy(&mut stage.scene.world);
        if incident.quote == Quote::Usd {
            let usd_per_sol = stage.before.pyth.price as f64 * 10f64.powi(stage.before.pyth.exponent);
            stage.unit = usd_per_sol * 10f64.powi(USD_DECIMALS.into()) / ONE as f64;
        }
        for (id, (valued, risk)) in (0..).zip(markets) {
            let (pricing, price) = match (*valued).into() {
                Valued::Feed(pricing) => (pricing, stage.scene.price),
                Valued::Posted(baseline) => (Pricing::SpotAlone, stage.post_from_now(baseline)),
            };
            let kind = (incident.quote, pricing);
            let lending =
                Lending::open_by(&mut stage.scene, price, id, kind, *risk, LIQUIDITY).expect("a market opens");
            stage.books.push(Book::open(&mut stage.scene, lending));
        }
        stage
    }

    /// A feed over `sources` that has been refreshed for three hours in which nothing happened.
    fn quiet(sources: Vec<Source>) -> Self {
        let scene = Scene::draft();
        let before = scene.around.clone();
        let (begun, nav) = (scene.world.time().unix, before.orca_rate);
        let record = Record::begin(Reading { time: begun, spot: nav, nav });
        let (books, posts) = (Vec::new(), Vec::new());
        let mut stage = Self { scene, books, nav, rate: nav, before, unit: 1.0, record, posts, begun, last_try: None };
        let calm = Incident::calm();
        stage.arrange(&calm);
        for source in sources {
            stage.scene.add_source(source).expect("the source is sound");
        }
        stage.scene.activate().expect("the table is complete");
        let [cadence, seconds] = BEFORE;
        while stage.second() < seconds {
            stage.scene.refresh().expect("a refresh lands");
            stage.pass(&calm, cadence);
        }
        stage.scene.refresh().expect("a refresh lands");
        stage.begun = stage.scene.world.time().unix;
        stage
    }

    /// Posts the price of `baseline` now and after each refresh, as an account of the oracle that says nothing else. Where it is.
    fn post_from_now(&mut self, baseline: Baseline) -> Pubkey {
        let address = keys::made_up(&format!("posted {baseline:?}"));
        if !self.posts.contains(&(baseline, address)) {
            self.posts.push((baseline, address));
            self.post();
        }
        address
    }

    fn post(&mut self) {
        let now = self.scene.world.time().unix;
        for (baseline, address) in &self.posts {
            let rate = (self.record.rate(*baseline) * SCALE as f64) as u64;
            let price =
                PriceBuilder::new(now).feed(self.scene.feed.to_bytes()).mint(self.scene.mint.to_bytes()).spot(rate);
            self.scene.world.put(*address, owned(glowsol_oracle::ID.to_bytes(), price.build().to_vec()));
        }
    }

    /// Seconds since the story began.
    pub fn second(&self) -> i64 {
        self.scene.world.time().unix - self.begun
    }

    /// What a token sells for in the Orca pool, SOL.
    pub fn market_rate(&self) -> f64 {
        self.scene.around.orca_rate
    }

    /// The whole incident.
    pub fn play(mut self, incident: &Incident) -> Vec<Tally> {
        self.play_until(incident, incident.ends);
        self.end()
    }

    /// The incident until `second`. Everybody acts after each refresh.
    pub fn play_until(&mut self, incident: &Incident, second: i64) {
        while self.second() < second {
            let closely = self.second() < incident.closely_until;
            let [cadence, tries_every] = if closely { [20, TRIES_EVERY[0]] } else { [60, TRIES_EVERY[1]] };
            self.pass(incident, cadence);
            self.scene.refresh().expect("a refresh lands");
            self.post();
            self.act(tries_every);
        }
    }

    /// Lets `seconds` of the incident pass, and lays out what it looks like then.
    fn pass(&mut self, incident: &Incident, seconds: i64) {
        let time = self.scene.world.time();
        if time.unix + seconds >= time.epoch_start + EPOCH {
            self.scene.world.at(time.next_epoch());
            self.scene.around.stake_pool.last_update_epoch = self.scene.world.time().epoch;
        }
        self.scene.world.pass(seconds);
        self.scene.around.live_to(self.scene.world.time());
        self.arrange(incident);
        let nav = self.nav * incident.books.at(self.second());
        self.record.take(Reading { time: self.scene.world.time().unix, spot: self.scene.around.raydium_rate, nav });
    }

    /// Lays out what the incident looks like now.
    fn arrange(&mut self, incident: &Incident) {
        let second = self.second();
        let part = |amount: u64, path: &Path| (amount as f64 * path.at(second)) as u64;
        let (before, around) = (&self.before, &mut self.scene.around);
        let [orca, raydium] = &incident.pools;
        around.orca_rate = self.nav * orca.at(second);
        around.raydium_rate = self.nav * raydium.at(second);
        around.orca_depth = part(before.orca_depth, &incident.depth);
        around.raydium_depth = part(before.raydium_depth, &incident.depth);
        around.wallet = part(before.wallet, &incident.books);
        around.ssol = part(before.ssol, &incident.books);
        self.rate = self.nav * incident.path.at(second);
        self.scene.arrange();
        let books = Books { nav: self.nav * incident.books.at(second), second_usd: incident.second_usd.at(second) };
        backing::arrange(&mut self.scene, books);
    }

    /// Everybody acts.
    fn act(&mut self, tries_every: i64) {
        let second = self.second();
        let [rate, nav] = [self.rate, self.nav].map(|sol| sol * self.unit);
        let tries = self.last_try.is_none_or(|last| second - last >= tries_every);
        let Surroundings { orca_rate, raydium_rate, .. } = self.scene.around;
        let off = [self.rate, orca_rate, raydium_rate].iter().any(|sells| (sells / self.nav - 1.0).abs() > OFF);
        for book in &mut self.books {
            book.liquidate(&mut self.scene, second, rate);
            if tries {
                book.borrow_a_little(&mut self.scene, second);
            }
            if tries && off {
                book.take_advantage(&mut self.scene, second, rate, nav);
            }
        }
        if tries {
            self.last_try = Some(second);
        }
    }

    /// Ends the story: counts what suppliers have lost.
    pub fn end(mut self) -> Vec<Tally> {
        let rate = self.rate * self.unit;
        for book in &mut self.books {
            book.close(&self.scene, rate);
        }
        self.books.into_iter().map(|book| book.tally).collect()
    }
}

impl Book {
    fn open(scene: &mut Scene, lending: Lending) -> Self {
        let mut honest = Vec::new();
        let mut tally = Tally::default();
        for usage in USAGE {
            let actor = lending.actor(&mut scene.world, 2 * DEPOSITED, 2 * DEPOSITED);
            lending.act(&mut scene.world, &actor, Deed::Deposit(DEPOSITED)).expect("a deposit");
            let data = lending.price_data(&scene.world);
            let view = lending.view(&scene.world, &data);
            let terms = lending.risk().terms().expect("sound parameters");
            let limit = terms.borrow_limit(view.collateral(DEPOSITED).expect("a normal feed"));
            let amount = limit / 100 * usage;
            lending.act(&mut scene.world, &actor, Deed::Borrow(amount)).expect("a loan");
            tally.lent += amount;
            honest.push(actor);
        }
        let opportunist = lending.actor(&mut scene.world, 1_000_000 * ONE, 0);
        let ordinary = lending.actor(&mut scene.world, 100 * ONE, 0);
        lending.act(&mut scene.world, &ordinary, Deed::Deposit(100 * ONE)).expect("a deposit");
        let liquidator = lending.actor(&mut scene.world, 0, 100_000 * ONE);
        let hurt = vec![false; honest.len()];
        let waiting = vec![None; honest.len() + 1];
        Self { lending, honest, opportunist, ordinary, liquidator, tally, hurt, waiting }
    }

    /// The market as it stands.
    pub fn market(&self, scene: &Scene) -> Market {
        self.lending.state(&scene.world)
    }

    /// Liquidates everyone it may, as long as it pays at the market's price.
    fn liquidate(&mut self, scene: &mut Scene, second: i64, rate: f64) {
        for index in 0..=self.honest.len() {
            for _ in 0..LIQUIDATIONS_AT_ONCE {
                let owner = self.honest.get(index).unwrap_or(&self.opportunist);
                let Position { deposited, owed, .. } = self.lending.position(&scene.world, owner);
                let Some(expected) = self.due(scene, deposited, owed) else {
                    self.waiting[index] = None;
                    break;
                };
                let profit = worth(expected.seized, rate) as i64 - expected.repaid as i64;
                if profit < 0 {
                    let since = *self.waiting[index].get_or_insert(second);
                    self.tally.longest_wait = self.tally.longest_wait.max(second - since);
                    break;
                }
                self.waiting[index] = None;
                let receipt = self.lending.act(&mut scene.world, &self.liquidator, Deed::Liquidate(owner));
                receipt.expect("what the reader says off chain is what the program does");
                let after = self.lending.position(&scene.world, owner);
                assert_eq!(deposited - after.deposited, expected.seized, "seized");
                self.tally.repaid += expected.repaid;
                self.tally.profit += profit;
                let margin = profit * 10_000 / expected.repaid as i64;
                self.tally.least_margin_bps =
                    Some(self.tally.least_margin_bps.map_or(margin, |least| least.min(margin)));
                if let Some(hurt) = self.hurt.get_mut(index) {
                    *hurt = true;
                    self.tally.first_liquidation.get_or_insert(second);
                }
            }
        }
        self.tally.liquidated = self.hurt.iter().filter(|hurt| **hurt).count();
    }

    /// What liquidating would do now; `None` while it may not be.
    fn due(&self, scene: &Scene, deposited: u64, owed: u64) -> Option<Seizure> {
        let data = self.lending.price_data(&scene.world);
        let view = self.lending.view(&scene.world, &data);
        let terms = self.lending.risk().terms().expect("sound parameters");
        if terms.is_healthy(owed, view.liquidation(deposited).ok()?) || deposited == 0 {
            return None;
        }
        terms.seizure(Liquidation { repay: u64::MAX, owed, deposited, worth: view.seized(deposited).ok()? })
    }

    /// An ordinary loan, to see whether lending is open.
    fn borrow_a_little(&mut self, scene: &mut Scene, second: i64) {
        if self.lending.act(&mut scene.world, &self.ordinary, Deed::Borrow(ORDINARY)).is_err() {
            self.tally.closed.get_or_insert(second);
            self.tally.reopened = None;
            return;
        }
        self.tally.lent += ORDINARY;
        if self.tally.closed.is_some() {
            self.tally.reopened.get_or_insert(second);
        }
    }

    /// Deposits tokens bought at the market's price and borrows as much as the market lends on them: tries what they would be good for
    /// at NAV, and what the market says itself, the larger one first.
    fn take_advantage(&mut self, scene: &mut Scene, second: i64, rate: f64, nav: f64) {
        let risk = self.lending.risk();
        let terms = risk.terms().expect("sound parameters");
        let at_nav = terms.borrow_limit(worth(BOUGHT, nav));
        if self.market(scene).borrowed + at_nav > risk.borrow_cap {
            return;
        }
        let Position { deposited, owed, .. } = self.lending.position(&scene.world, &self.opportunist);
        let deposited = deposited + BOUGHT;
        let offered = {
            let data = self.lending.price_data(&scene.world);
            let view = self.lending.view(&scene.world, &data);
            view.collateral(deposited).map_or(0, |value| terms.borrowable(value, owed))
        };
        for amount in [at_nav.max(offered), at_nav.min(offered)] {
            let (world, opportunist) = (&mut scene.world, &self.opportunist);
            if amount == 0 || self.lending.deposit_and_borrow(world, opportunist, BOUGHT, amount).is_err() {
                continue;
            }
            self.tally.lent += amount;
            if owed + amount > terms.borrow_limit(worth(deposited, rate * (1.0 + ROUNDING))) {
                self.tally.wrong_loans += 1;
                self.tally.wrongly_lent += amount;
                self.tally.last_wrong_loan = Some(second);
            }
            return;
        }
    }

    fn close(&mut self, scene: &Scene, rate: f64) {
        let shortfall = |actor: &Actor| {
            let Position { deposited, owed, .. } = self.lending.position(&scene.world, actor);
            owed.saturating_sub(worth(deposited, rate))
        };
        let open: u64 = self.honest.iter().chain([&self.opportunist]).map(shortfall).sum();
        self.tally.loss = self.market(scene).bad_debt + open;
    }
}

/// Lamports that an amount fetches at a rate.
fn worth(amount: u64, rate: f64) -> u64 {
    (amount as f64 * rate) as u64
}

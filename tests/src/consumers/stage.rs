//! A scene with markets in it: borrowers who were there before, one who borrows whatever the market lends against tokens bought cheaply, and
//! liquidators who act when it pays.

use lending_market::{
    Pricing, Quote, RiskParams,
    risk::Seizure,
    state::{Market, Position},
};

use super::{
    incidents::Incident,
    lending::{self, Deed, Lending},
    tally::Tally,
    tokens::Actor,
    view::View,
};
use crate::{Scene, scene::ONE};

/// What borrowers owe at the story's beginning, in percent of what the market would lend them.
const USAGE: [u64; 3] = [100, 90, 75];
/// What each of them has deposited.
const DEPOSITED: u64 = 1_000 * ONE;
/// What the opportunist brings at a time, while the token sells below NAV by more than [`CHEAP`].
const BOUGHT: u64 = 100 * ONE;
/// Discount from which it buys.
const CHEAP: f64 = 0.005;
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
    /// NAV, SOL per token.
    nav: f64,
    /// Chain time at which the story begins.
    begun: i64,
    last_try: Option<i64>,
}

/// A market of these parameters, with the bonus and close factor that the stories use and the cap that docs/integration.md advises.
pub fn risk(ltv_bps: u16, threshold_bps: u16) -> RiskParams {
    RiskParams { ltv_bps, threshold_bps, bonus_bps: 500, close_factor_bps: 5_000, borrow_cap: 5_000 * ONE }
}

impl Stage {
    /// A normal feed, markets of these parameters and valuations, and their borrowers.
    pub fn set(markets: &[(Pricing, RiskParams)]) -> Self {
        let mut scene = Scene::standard();
        scene.refresh().expect("the first refresh lands");
        scene.live(3 * 3_600, 60);
        lending::deploy(&mut scene.world);
        let nav = scene.around.orca_rate;
        let mut books = Vec::new();
        for (id, (pricing, risk)) in markets.iter().enumerate() {
            let kind = (Quote::Sol, *pricing);
            let lending = Lending::open(&mut scene, id as u16, kind, *risk, LIQUIDITY).expect("a market opens");
            books.push(Book::open(&mut scene, lending));
        }
        let begun = scene.world.time().unix;
        Self { scene, books, nav, begun, last_try: None }
    }

    /// Seconds since the story began.
    pub fn second(&self) -> i64 {
        self.scene.world.time().unix - self.begun
    }

    /// What a token sells for, SOL.
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
            let share = incident.path.at(self.second() + cadence);
            self.scene.around.orca_rate = self.nav * share;
            self.scene.around.raydium_rate = self.nav * share;
            incident.arrange(&mut self.scene.around, share);
            self.scene.pass(cadence);
            self.scene.refresh().expect("a refresh lands");
            self.act(tries_every);
        }
    }

    /// Everybody acts.
    fn act(&mut self, tries_every: i64) {
        let (second, rate, nav) = (self.second(), self.market_rate(), self.nav);
        let tries = self.last_try.is_none_or(|last| second - last >= tries_every);
        for book in &mut self.books {
            book.liquidate(&mut self.scene, second, rate);
            if tries {
                book.borrow_a_little(&mut self.scene, second);
            }
            if tries && rate < nav * (1.0 - CHEAP) {
                book.take_advantage(&mut self.scene, second, rate, nav);
            }
        }
        if tries {
            self.last_try = Some(second);
        }
    }

    /// Ends the story: counts what suppliers have lost.
    pub fn end(mut self) -> Vec<Tally> {
        let rate = self.market_rate();
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
            let data = scene.world.data(&scene.price);
            let view = View::read(&data, lending.pricing(), scene.world.time().unix);
            let limit = lending.risk().borrow_limit(view.collateral(DEPOSITED).expect("a normal feed"));
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
        let data = scene.world.data(&scene.price);
        let view = View::read(&data, self.lending.pricing(), scene.world.time().unix);
        let risk = self.lending.risk();
        let limit = risk.liquidation_limit(view.liquidation(deposited).ok()?);
        if owed <= limit || deposited == 0 {
            return None;
        }
        risk.seizure(u64::MAX, owed, deposited, view.seized(deposited).ok()?).ok()
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

    /// Deposits tokens bought at the market's price and borrows as much as the market lends on them: first what they would be good for
    /// at NAV, then what the market says itself.
    fn take_advantage(&mut self, scene: &mut Scene, second: i64, rate: f64, nav: f64) {
        let risk = self.lending.risk();
        let at_nav = risk.borrow_limit(worth(BOUGHT, nav));
        if self.market(scene).borrowed + at_nav > risk.borrow_cap {
            return;
        }
        let Position { deposited, owed, .. } = self.lending.position(&scene.world, &self.opportunist);
        let deposited = deposited + BOUGHT;
        let offered = {
            let data = scene.world.data(&scene.price);
            let view = View::read(&data, self.lending.pricing(), scene.world.time().unix);
            view.collateral(deposited).map_or(0, |value| risk.borrow_limit(value)).saturating_sub(owed)
        };
        for amount in [at_nav, offered.min(at_nav)] {
            let (world, opportunist) = (&mut scene.world, &self.opportunist);
            if amount == 0 || self.lending.deposit_and_borrow(world, opportunist, BOUGHT, amount).is_err() {
                continue;
            }
            self.tally.lent += amount;
            if owed + amount > risk.borrow_limit(worth(deposited, rate * (1.0 + ROUNDING))) {
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

//! A scenario as it goes on: what the feed reads at each moment, and what is true.

use crate::{
    noise::Noisy,
    oracle::{Clock, Look, Market, Nav, Usd},
    path::Walk,
    scenario::{Capture, Missing, NavSource, Proof, Scenario, Tick},
};

/// Seconds of an epoch, about.
const EPOCH: f64 = 172_800.0;
/// The epoch in which a scenario begins.
const FIRST_EPOCH: u64 = 900;
/// The slot at which a scenario begins.
const FIRST_SLOT: u64 = 400_000_000;
/// Uncertainty of SOL/USD, as a share.
const USD_CONFIDENCE: f64 = 5e-4;

struct NavWalk<'a> {
    source: &'a NavSource,
    value: Walk<'a>,
    supply: Walk<'a>,
    backed: Walk<'a>,
}

struct MarketWalk<'a> {
    price: Walk<'a>,
    of_books: bool,
    depth: Walk<'a>,
    one_sided: Option<Walk<'a>>,
    noise: Noisy,
}

/// A scenario at one moment, which moves on.
pub struct World<'a> {
    scenario: &'a Scenario,
    navs: Vec<NavWalk<'a>>,
    markets: Vec<MarketWalk<'a>>,
    sells_for: Option<Walk<'a>>,
    worth_walk: Option<Walk<'a>>,
    usds: Vec<Walk<'a>>,
    /// What a refresh reads.
    pub look: Look,
    /// What a token sells for, SOL.
    pub market: f64,
    /// What a token is worth, SOL.
    pub worth: f64,
    /// What the books say that it is worth, SOL: the primary source of NAV.
    pub books: f64,
    /// What a SOL sells for, USD; 1 where there is none.
    pub usd: f64,
}

impl<'a> World<'a> {
    /// At the beginning of the time in which everything has stood.
    pub fn new(scenario: &'a Scenario) -> Self {
        let nav = |source: &'a NavSource| NavWalk {
            source,
            value: Walk::new(&source.value),
            supply: Walk::new(&source.supply),
            backed: Walk::new(&source.backed),
        };
        let markets = scenario.markets.iter().enumerate().map(|(place, market)| MarketWalk {
            price: Walk::new(&market.price),
            of_books: market.of_books,
            depth: Walk::new(&market.depth),
            one_sided: market.one_sided.as_ref().map(Walk::new),
            noise: Noisy::new(market.noise, scenario.seed, place),
        });
        let mut world = Self {
            scenario,
            navs: scenario.navs.iter().map(nav).collect(),
            markets: markets.collect(),
            sells_for: scenario.sells_for.as_ref().map(Walk::new),
            worth_walk: scenario.worth.as_ref().map(Walk::new),
            usds: scenario.usds.iter().map(Walk::new).collect(),
            look: Look::default(),
            market: 0.0,
            worth: 0.0,
            books: 0.0,
            usd: 1.0,
        };
        world.be_at(-scenario.settled, 0, 1.0);
        world
    }

    /// Moves on to a refresh; `kept` is what selling pressure leaves of every market's price.
    pub fn advance(&mut self, tick: &Tick, kept: f64) {
        self.be_at(tick.second(), FIRST_SLOT + tick.slot, kept);
        if let Some(capture) = tick.capture.and_then(|place| self.scenario.captures.get(place as usize)) {
            self.capture(capture);
        }
    }

    /// Moves on to a second before the beginning.
    pub fn settle(&mut self, second: f64) {
        self.be_at(second, (FIRST_SLOT as f64 + second * 2.5) as u64, 1.0);
    }

    fn be_at(&mut self, second: f64, slot: u64, kept: f64) {
        let into = second - self.scenario.epoch_in;
        let epochs = (into / EPOCH).floor();
        let since_epoch_start = into - epochs * EPOCH;
        let epoch = (FIRST_EPOCH as f64 + 1.0 + epochs) as u64;
        let time = self.scenario.starts + second.floor() as i64;
        let paying = self.navs.first().is_some_and(|nav| since_epoch_start < nav.source.updated_after);
        self.look.clock =
            Clock { time, slot, epoch, since_epoch_start: since_epoch_start as u32, rewards_active: paying };
        let down = |what: Missing| {
            let within =
                |outage: &crate::scenario::Outage| outage.of == what && (outage.from..outage.until).contains(&second);
            self.scenario.outages.iter().any(within)
        };

        self.look.navs.clear();
        for (place, walk) in self.navs.iter_mut().enumerate() {
            let source = walk.source;
            let updated = if since_epoch_start < source.updated_after { epoch - 1 } else { epoch };
            let grown = 1.0 + source.rewards * (updated as f64 - FIRST_EPOCH as f64);
            let value = walk.value.at(second) * grown;
            let (supply, backed) = (walk.supply.at(second), walk.backed.at(second));
            if place == 0 {
                self.books = value * backed / supply;
            }
            self.look.navs.push(match source.proof {
                _ if place == 0 && down(Missing::Nav) => Nav::Unreadable,
                Proof::Counted => Nav::Counted { assets: value * backed, supply, custodial: source.custodial, updated },
                Proof::Attested => Nav::Attested { rate: value, published: time },
            });
        }

        self.look.markets.clear();
        let mut first = None;
        for (place, walk) in self.markets.iter_mut().enumerate() {
            let (noise, depth_noise) = walk.noise.at(second);
            let unit = if walk.of_books { self.books } else { 1.0 };
            let price = walk.price.at(second) * unit * noise * kept;
            let depth = walk.depth.at(second) * depth_noise;
            first.get_or_insert(price);
            let one_sided = walk.one_sided.as_mut().is_some_and(|path| path.at(second) > 0.5);
            let gone = depth <= 0.0;
            self.look.markets.push(match () {
                () if down(Missing::Market(place)) => Market::Missing,
                () if gone => Market::Closed,
                () => Market::Price { price, depth, one_sided },
            });
        }

        self.look.usds.clear();
        for (place, walk) in self.usds.iter_mut().enumerate() {
            let price = walk.at(second);
            if place == 0 {
                self.usd = price;
            }
            self.look.usds.push(Some(Usd { price, confidence: price * USD_CONFIDENCE, published: time }));
        }
        self.worth = self.worth_walk.as_mut().map_or(self.books, |walk| walk.at(second));
        self.market = self.sells_for.as_mut().map(|walk| walk.at(second) * kept).or(first).unwrap_or(self.worth);
    }

    fn capture(&mut self, capture: &Capture) {
        for place in &capture.markets {
            if let Some(Market::Price { price, depth, .. }) = self.look.markets.get_mut(*place) {
                *price *= capture.price;
                *depth *= capture.depth;
            }
        }
    }
}

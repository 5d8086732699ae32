//! An honest market that is refreshed honestly at some slots, and captured at others.

use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

/// Slots a second, as a fraction: a slot takes 0.4 s, and the chain's clock shows whole seconds.
const SLOTS: (u64, u64) = (5, 2);
/// Slots of a cadence of 20 s, and of the honest heartbeat unless a test says otherwise.
pub const HEARTBEAT: u64 = 50;
/// The keeper's own default: 15 s.
pub const KEEPER: u64 = 38;
/// SOL that move the pool's price by 1 %, unless a test says otherwise.
pub const DEPTH: f64 = 200.0;
pub const MINUTE: u64 = 60;
pub const HOUR: u64 = 3_600;

/// Slots until a second.
pub fn slots(seconds: u64) -> u64 {
    seconds * SLOTS.0 / SLOTS.1
}

/// Piecewise linear over seconds; level before the first point and after the last. Two points at one second are a step.
#[derive(Clone, Debug)]
pub struct Path(Vec<(f64, f64)>);

impl Path {
    pub fn through(points: &[(f64, f64)]) -> Self {
        assert!(points.is_sorted_by_key(|(second, _)| *second), "points in the order of time");
        Self(points.to_vec())
    }

    pub fn level(value: f64) -> Self {
        Self(vec![(0.0, value)])
    }

    /// One value before a second, another from then on.
    pub fn step(before: f64, second: f64, after: f64) -> Self {
        Self::through(&[(second, before), (second, after)])
    }

    /// At `bottom` from the first second to the second one, 1 before and after.
    pub fn crash(bottom: f64, from: f64, until: f64) -> Self {
        Self::through(&[(from, 1.0), (from, bottom), (until, bottom), (until, 1.0)])
    }

    pub fn at(&self, second: f64) -> f64 {
        let next = self.0.partition_point(|(time, _)| *time <= second);
        match (next.checked_sub(1).map(|last| self.0[last]), self.0.get(next)) {
            (None, first) => first.map_or(1.0, |(_, value)| *value),
            (Some((_, value)), None) => value,
            (Some((from, start)), Some((to, end))) => start + (end - start) * (second - from) / (to - from),
        }
    }
}

/// A pool's honest price, as a rate, and depth, in SOL.
#[derive(Clone, Debug)]
pub struct Pool {
    pub price: Path,
    pub depth: Path,
}

impl Pool {
    pub fn new(price: Path) -> Self {
        Self { price, depth: Path::level(DEPTH) }
    }

    pub fn deep(price: Path, depth: f64) -> Self {
        Self { price, depth: Path::level(depth) }
    }

    fn reading(&self, second: f64) -> Says {
        Says::Price { price: self.price.at(second), depth: self.depth.at(second) }
    }
}

/// What a pool says in one reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Says {
    Price { price: f64, depth: f64 },
    OneSided { price: f64, depth: f64 },
    Closed,
    Missing,
}

impl Says {
    pub fn reading(self) -> Option<MarketReading> {
        let sol = |depth: f64| Lamports::new((depth * SOL as f64).round() as u64);
        match self {
            Self::Price { price, depth } => Some(MarketReading { depth: sol(depth), ..pool(price) }),
            Self::OneSided { price, depth } => {
                Some(MarketReading { depth: sol(depth), one_sided: true, ..pool(price) })
            }
            Self::Closed => Some(MarketReading::CLOSED),
            Self::Missing => None,
        }
    }
}

/// A slot in which the attacker sets pools, refreshes, and puts them back.
#[derive(Clone, Debug)]
pub struct Capture {
    pub slot: u64,
    /// Where the slot is the honest refresh's too: whether the captured refresh comes before it.
    pub first: bool,
    /// The pools that are set, by index, and what they say. The others say what they honestly do.
    pub says: Vec<(usize, Says)>,
}

impl Capture {
    /// The first pool set to a price, its depth unchanged, after the honest refresh where there is one.
    pub fn price(slot: u64, price: f64) -> Self {
        Self::says(slot, Says::Price { price, depth: DEPTH })
    }

    pub fn says(slot: u64, says: Says) -> Self {
        Self { slot, first: false, says: vec![(0, says)] }
    }

    pub fn first(self) -> Self {
        Self { first: true, ..self }
    }
}

/// What was published after one refresh.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    pub slot: u64,
    /// Of the chain's clock, since the story began.
    pub second: u64,
    pub captured: bool,
    pub outcome: Outcome,
}

impl Seen {
    pub fn open(&self, action: Action) -> bool {
        self.outcome.gates.allows(action)
    }

    pub fn borrow(&self) -> bool {
        self.open(Action::Borrow)
    }

    pub fn fair(&self) -> f64 {
        float(self.outcome.fair)
    }

    pub fn collateral(&self) -> f64 {
        float(self.outcome.collateral)
    }

    pub fn liquidation(&self) -> f64 {
        float(self.outcome.liquidation)
    }

    pub fn seized(&self) -> f64 {
        seized(&self.outcome)
    }
}

/// What readers value seized collateral by: as `price-reader` does.
pub fn seized(outcome: &Outcome) -> f64 {
    let estimates = [outcome.raw_nav, outcome.short.mean(), outcome.long.mean(), outcome.liquidation];
    let lowest = estimates.into_iter().filter(|rate| *rate != Rate::ZERO).min().unwrap_or(Rate::ZERO);
    let sellable = float(lowest) - float(outcome.confidence);
    sellable.min(float(outcome.liquidation)).max(float(outcome.collateral))
}

/// A feed that has run for hours with its pools at a price and their depth.
pub fn settled(price: f64, depths: &[f64]) -> World {
    let mut world = World::settled(&vec![1.0; depths.len()]);
    for (market, depth) in world.markets.iter_mut().zip(depths) {
        *market = Says::Price { price, depth: *depth }.reading();
    }
    world.run(3 * HOUR as u32, 20);
    world
}

/// A market and who refreshes when. Slots and seconds count from the story's beginning.
#[derive(Clone)]
pub struct Story {
    pub world: World,
    pub pools: Vec<Pool>,
    /// What the backing is worth; as the world has it where there is none.
    pub nav: Option<Path>,
    /// Slots of honest refreshes, ascending.
    pub honest: Vec<u64>,
    /// In the order in which they land.
    pub captures: Vec<Capture>,
}

impl Story {
    /// One that begins in a settled feed and is refreshed honestly every [`HEARTBEAT`].
    pub fn new(pools: &[Pool], seconds: u64) -> Self {
        let depths: Vec<f64> = pools.iter().map(|pool| pool.depth.at(-1.0)).collect();
        let start = pools.first().map_or(1.0, |pool| pool.price.at(-1.0));
        Self {
            world: settled(start, &depths),
            pools: pools.to_vec(),
            nav: None,
            honest: rhythm(HEARTBEAT, seconds),
            captures: Vec::new(),
        }
    }

    /// The same with captured slots.
    pub fn captured(mut self, captures: Vec<Capture>) -> Self {
        self.captures = captures;
        self
    }

    pub fn every(mut self, heartbeat: u64) -> Self {
        let last = self.honest.last().copied().unwrap_or(0);
        self.honest = (1..).map(|beat| beat * heartbeat).take_while(|slot| *slot <= last).collect();
        self
    }

    pub fn by_honest_readings_alone(&self) -> Vec<Seen> {
        let mut alone = self.clone();
        alone.captures.clear();
        alone.play()
    }

    pub fn play(&self) -> Vec<Seen> {
        let mut all = Vec::with_capacity(self.honest.len() + self.captures.len());
        self.clone().run(|seen, _| all.push(*seen));
        all
    }

    /// Plays it, handing on each publication. Gives the world as it is then.
    pub fn run(mut self, mut each: impl FnMut(&Seen, &World)) -> World {
        #[derive(PartialEq, PartialOrd)]
        struct Event {
            slot: u64,
            order: u8,
            capture: Option<usize>,
        }
        let honest = self.honest.iter().map(|slot| Event { slot: *slot, order: 1, capture: None });
        let captures = self.captures.iter().enumerate().map(|(index, capture)| Event {
            slot: capture.slot,
            order: if capture.first { 0 } else { 2 },
            capture: Some(index),
        });
        let mut events: Vec<Event> = honest.chain(captures).collect();
        events.sort_by_key(|event| (event.slot, event.order, event.capture));
        let origin = self.world.now;
        let mut last = None;
        for event in events {
            self.world.be_at(&origin, event.slot);
            let exact = event.slot as f64 * SLOTS.1 as f64 / SLOTS.0 as f64;
            if let Some(nav) = &self.nav {
                self.world.set_nav(nav.at(exact));
            }
            let mut says: Vec<Says> = self.pools.iter().map(|pool| pool.reading(exact)).collect();
            for (index, said) in event.capture.map(|index| &self.captures[index].says).into_iter().flatten() {
                says[*index] = *said;
            }
            self.world.markets = says.into_iter().map(Says::reading).collect();
            let outcome = match self.world.try_refresh() {
                Ok(Step::Publish(outcome)) => outcome,
                // Nothing new: the account shows what it showed.
                Ok(Step::NothingDue) => last.expect("something was published before"),
                Err(error) => panic!("{error:?}"),
            };
            last = Some(outcome);
            let second = (self.world.now.time.get() - origin.time.get()) as u64;
            each(&Seen { slot: event.slot, second, captured: event.capture.is_some(), outcome }, &self.world);
        }
        self.world
    }
}

/// Slots of refreshes every so many, for so many seconds.
pub fn rhythm(every: u64, seconds: u64) -> Vec<u64> {
    (1..=slots(seconds) / every).map(|beat| beat * every).collect()
}

impl World {
    /// Sets the clock to so many slots after `origin`; attesters keep publishing.
    fn be_at(&mut self, origin: &Now, slot: u64) {
        let seconds = slot * SLOTS.1 / SLOTS.0;
        let before = self.now.time;
        self.now.slot = Slot::new(origin.slot.get() + slot);
        self.now.time = UnixTime::new(origin.time.get() + seconds as i64);
        self.now.since_epoch_start = Seconds::new(origin.since_epoch_start.get() + seconds as u32);
        if self.now.time != before {
            self.publish_attested();
            if let Some(NavReading::Attested(attested)) = &mut self.nav {
                attested.published = self.now.time;
            }
        }
    }
}

/// Numbers that look random and are always the same.
#[derive(Clone)]
pub struct Dice(pub u64);

impl Dice {
    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to just below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// From 0 to just below 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Normal, mean 0, deviation 1.
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }
}

/// What an attacker does in every heartbeat, or in some.
#[derive(Clone, Debug)]
pub struct Habit {
    /// Slots after the honest refresh, whether before it where that is 0, and what the pool says: a factor of its
    /// honest price and of its depth.
    pub moves: Vec<(u64, bool, f64, f64)>,
    /// In how many of ten heartbeats.
    pub often: u64,
    pub seed: u64,
}

impl Habit {
    /// The captures, of all pools in `which`.
    pub fn captures(&self, story: &Story, which: &[usize]) -> Vec<Capture> {
        let mut dice = Dice(self.seed);
        let mut captures = Vec::new();
        for honest in &story.honest {
            if dice.below(10) >= self.often {
                continue;
            }
            for (offset, first, price, depth) in &self.moves {
                let slot = honest + offset;
                let second = slot as f64 * 0.4;
                let says = which.iter().map(|index| {
                    let pool = &story.pools[*index];
                    let (price, depth) = (pool.price.at(second) * price, pool.depth.at(second) * depth);
                    (*index, Says::Price { price, depth })
                });
                captures.push(Capture { slot, first: *first, says: says.collect() });
            }
        }
        captures
    }
}

/// Habits whose depths are these factors of the honest one.
pub fn habits(depths: impl Strategy<Value = f64> + Clone) -> impl Strategy<Value = Habit> {
    // Right before and right after the honest refresh, in its slot, at the last moment that counts for nothing,
    // anywhere.
    let offset = prop_oneof![Just(0), Just(1), Just(7), Just(8), Just(HEARTBEAT - 1), 0..HEARTBEAT];
    let price = prop_oneof![0.2_f64..1.0, 1.0_f64..5.0, 0.97_f64..1.03];
    let moves = prop::collection::vec((offset, any::<bool>(), price, depths), 1..5);
    (moves, prop_oneof![Just(10_u64), 1_u64..10], any::<u64>()).prop_map(|(moves, often, seed)| Habit {
        moves,
        often,
        seed,
    })
}

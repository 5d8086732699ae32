//! The memory of earlier versions becomes the present one, and nothing that protects anybody is lost on the way.

use fair_value::state::migrate::{LEN_V1, LEN_V2, v1_to_v2, v2_to_v3};
use fair_value::state::{BreakerState, MarketState, Marks, NavState, SourceState, State};
use fair_value::units::*;
use fair_value::*;

use crate::world::*;

/// Points that a ring of version 2 had.
const POINTS: u32 = 16;
/// Marks of version 2: a pool that was read and sampled, or whose last reading was thin.
const READ: u32 = 1;
const SAMPLED: u32 = 2;
const ONE_SIDED: u32 = 4;
const THIN: u32 = 32;

/// An account's bytes, field by field.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn long(&mut self, values: &[u64]) -> &mut Self {
        self.0.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        self
    }

    fn short(&mut self, values: &[u32]) -> &mut Self {
        self.0.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        self
    }
}

/// A logarithm's bits.
fn log(value: f64) -> i64 {
    math::log2(rate(value)).unwrap().to_bits()
}

fn bits(value: f64) -> u64 {
    rate(value).to_bits()
}

/// A pool that stood at `early` until half an hour ago and has stood at `late` since, sampled every 20 s.
struct Pool {
    early: f64,
    late: f64,
    depth: u64,
    marks: u32,
}

impl Pool {
    fn total(&self, seconds_ago: u32) -> i64 {
        let (before, after) = (7_200 - i64::from(seconds_ago.max(1_800)), 1_800 - i64::from(seconds_ago.min(1_800)));
        log(self.early) * before + log(self.late) * after
    }

    /// A ring whose newest points are `spacing` apart, as it lay in memory: not beginning with the oldest.
    fn ring(&self, bytes: &mut Bytes, spacing: u32) {
        let next = 5;
        for place in 0..POINTS {
            let age = (next + POINTS - 1 - place) % POINTS * spacing;
            bytes.long(&[self.total(age) as u64]).short(&[7_200 - age, START as u32 - age]);
        }
        bytes.short(&[next, POINTS]);
    }

    fn write(&self, bytes: &mut Bytes, version: u8) {
        let now = START as u32;
        // reading, pending, sample, total, own_short, own_long
        bytes.long(&[log(self.late) as u64, 0, log(self.late) as u64, self.total(0) as u64, log(0.5) as u64, 0]);
        // depth, short_mean, long_mean
        bytes.long(&[self.depth, log(self.late) as u64, 0]);
        // short_covered, long_covered, read, sampled, credited, covered, confidence, marks
        bytes.short(&[300, 3_600, now, now, 0, 7_200, 7, self.marks]);
        if version > 1 {
            bytes.short(&[now - 3, 0]);
        }
        self.ring(bytes, 20);
        self.ring(bytes, 240);
    }
}

const POOLS: [Pool; 3] = [
    Pool { early: 1.0, late: 0.99, depth: 500 * SOL, marks: READ | SAMPLED },
    Pool { early: 0.995, late: 0.985, depth: 20 * SOL, marks: READ | SAMPLED | THIN },
    Pool { early: 1.0, late: 1.0, depth: 20 * SOL - 1, marks: READ | SAMPLED | ONE_SIDED },
];

/// The memory of a feed with one NAV source and these pools, as version 1 or 2 laid it out.
fn memory(version: u8) -> Vec<u8> {
    let now = START as u32;
    let mut bytes = Bytes::default();
    // slot, fair, time, beyond
    bytes.long(&[4_321, bits(0.993)]).short(&[now, 1_234]);
    // nav, raw, counted, accepted, anchor, base, allowance, drop_high, supply, assets, last_assets
    bytes.long(&[bits(1.0), bits(0.9), bits(0.9), bits(1.0), bits(1.001), bits(0.999), 5_000_000, bits(0.91)]);
    bytes.long(&[SUPPLY, SUPPLY, SUPPLY / 10 * 9]);
    if version > 1 {
        // last_supply, updated
        bytes.long(&[SUPPLY, 900]);
    }
    // transit, epoch, seven days
    bytes.long(&[77, 900]).long(&[1, 2, 3, 4, 5, 6, 7].map(|day| bits(0.9 + f64::from(day) / 1_000.0)));
    // day, drop_held, transit_until, fresh, good, marks
    bytes.short(&[now / 86_400, 3_000, now + 500, now - 5, now, NavState::DROP | NavState::DROP_SEEN]);
    if version > 1 {
        // apart, reserved
        bytes.short(&[12, 0]);
    }
    // windows, held values, spot
    bytes.long(&[0.99, 0.991, 0.994, 0.995, 0.4, 0.98, 0.97, 0.99].map(|value| log(value) as u64));
    bytes.long(&[10, 20, 30, 40, 50, 60, 70, 80]).long(&[4_000]);
    // peak, hold_until, valid, time, deviation, voted, marks, width, hold_width, reserved
    bytes.short(&[now / 450, now + 900, now - 1, now, 60, 0b10, 0b11_1111, 11, 22, 0]);
    // USD
    bytes.long(&[149.9, 150.1, 150.0, 0.1].map(bits)).short(&[now - 9, 3]);
    // level, since, clear, guardian_until, barred_since, barred_last, marks, reserved
    bytes.short(&[3, now - 100, 0, now + 50, now - 90, now - 80, BreakerState::WARM | BreakerState::MARKET_HALT, 0]);
    let none = Pool { early: 1.0, late: 1.0, depth: 0, marks: 0 };
    for place in 0..8 {
        match place {
            1..=3 => POOLS[place - 1].write(&mut bytes, version),
            _ => {
                let mut empty = Bytes::default();
                none.write(&mut empty, version);
                bytes.0.extend(vec![0; empty.0.len()]);
            }
        }
    }
    bytes.0
}

fn migrated(old: &[u8]) -> State {
    let mut state = State::new();
    assert_eq!(v2_to_v3(old, &Params::default(), &mut state), Some(()));
    state
}

#[test]
fn version_1_lacked_what_it_did_not_know() {
    let (one, two) = (memory(1), memory(2));
    assert_eq!((one.len(), two.len()), (LEN_V1, LEN_V2));
    let mut found = vec![0; LEN_V2];
    assert_eq!(v1_to_v2(&one, &mut found), Some(()));
    let (found, expected) = (migrated(&found), migrated(&two));
    // What it did not know is zero; all the rest is the same.
    let mut known = expected;
    (known.nav.last_supply, known.nav.updated, known.nav.apart) = (TokenAmount::ZERO, Epoch::default(), Bps::ZERO);
    known.nav.marks = Marks::from_bits(known.nav.marks.bits() & !NavState::PROVABLE);
    for source in &mut known.sources {
        source.published = Moment::NEVER;
    }
    assert_eq!(found, known);
}

#[test]
fn other_lengths_are_refused() {
    let mut state = State::new();
    for len in [0, LEN_V1, LEN_V2 - 1, LEN_V2 + 1] {
        assert_eq!(v2_to_v3(&vec![1; len], &Params::default(), &mut state), None, "{len}");
        assert_eq!(state, State::new());
    }
    for (old, new) in [(LEN_V1 - 1, LEN_V2), (LEN_V1 + 1, LEN_V2), (LEN_V1, LEN_V2 - 1), (LEN_V1, LEN_V2 + 1)] {
        assert_eq!(v1_to_v2(&vec![1; old], &mut vec![0; new]), None);
    }
}

/// NAV, levels, halts, USD and the feed's own time go over as they are.
#[test]
fn what_protects_stays() {
    let state = migrated(&memory(2));
    let now = START as u32;
    assert_eq!((state.slot, state.fair, state.time), (Slot::new(4_321), rate(0.993), Moment::from_seconds(now)));
    assert_eq!((state.beyond, state.disputed), (Seconds::new(1_234), Seconds::ZERO));
    let nav = state.nav;
    assert_eq!([nav.nav, nav.raw, nav.counted, nav.accepted], [1.0, 0.9, 0.9, 1.0].map(rate));
    assert_eq!([nav.anchor, nav.base, nav.drop_high], [1.001, 0.999, 0.91].map(rate));
    assert_eq!((nav.allowance, nav.supply, nav.assets), (5_000_000, TokenAmount::new(SUPPLY), Lamports::new(SUPPLY)));
    assert_eq!(
        (nav.last_assets, nav.last_supply, nav.updated),
        (Lamports::new(SUPPLY / 10 * 9), TokenAmount::new(SUPPLY), Epoch::new(900))
    );
    assert_eq!(
        (nav.transit, nav.transit_until, nav.epoch),
        (Lamports::new(77), Moment::from_seconds(now + 500), Epoch::new(900))
    );
    assert_eq!(nav.recent, [1, 2, 3, 4, 5, 6, 7].map(|day| rate(0.9 + f64::from(day) / 1_000.0)));
    assert_eq!(
        (nav.day, nav.fresh, nav.good, nav.apart),
        (now / 86_400, Moment::from_seconds(now - 5), Moment::from_seconds(now), Bps::new(12))
    );
    // A fall that waits goes on waiting, from the level that it was measured from.
    assert_eq!((nav.drop_held, nav.drop_agreed, nav.drop_from), (Seconds::new(3_000), Seconds::ZERO, rate(1.001)));
    assert_eq!((nav.drop_epoch, nav.drop_since), (Epoch::new(900), Moment::from_seconds(now)));
    assert_eq!(nav.marks, Marks::from_bits(NavState::DROP | NavState::DROP_SEEN | NavState::PROVABLE));
    let breaker = state.breaker;
    assert_eq!((breaker.level, breaker.since, breaker.clear), (3, Moment::from_seconds(now - 100), Seconds::ZERO));
    assert_eq!(breaker.guardian_until, Moment::from_seconds(now + 50));
    assert_eq!(
        (breaker.barred_since, breaker.barred_last),
        (Moment::from_seconds(now - 90), Moment::from_seconds(now - 80))
    );
    assert_eq!(breaker.marks, Marks::from_bits(BreakerState::WARM | BreakerState::MARKET_HALT));
    let usd_state = state.usd;
    let prices = [usd_state.low, usd_state.high, usd_state.price, usd_state.confidence];
    assert_eq!(prices, [149.9, 150.1, 150.0, 0.1].map(usd));
    assert_eq!((usd_state.time, usd_state.apart), (Moment::from_seconds(now - 9), Bps::new(3)));
}

/// What had one side has both; a spot that was held for a missing voter stays the low side.
#[test]
fn one_side_becomes_both() {
    let state = migrated(&memory(2));
    let now = START as u32;
    let market = state.market;
    let logs =
        [market.short_low, market.short_high, market.long_low, market.long_high, market.hold_short, market.hold_long];
    assert_eq!(logs.map(|log| log.to_bits()), [0.99, 0.991, 0.994, 0.995, 0.98, 0.97].map(log));
    assert_eq!([market.spot_low, market.spot_high].map(|spot| spot.to_bits()), [0.4, 0.99].map(log));
    assert_eq!(
        (market.above.since, market.below.since, market.spot_time),
        (Moment::NEVER, Moment::NEVER, Moment::NEVER)
    );
    assert_eq!((market.depth_peaks, market.peak), ([10, 20, 30, 40, 50, 60, 70, 80].map(Lamports::new), now / 450));
    assert_eq!(
        (market.hold_until, market.valid, market.time),
        (Moment::from_seconds(now + 900), Moment::from_seconds(now - 1), Moment::from_seconds(now))
    );
    assert_eq!(
        (market.deviation, market.voted, market.width, market.hold_width),
        (Bps::new(60), 0b10, Bps::new(11), Bps::new(22))
    );
    let marks = MarketState::SHORT | MarketState::LONG | MarketState::SPOT | MarketState::SEEN;
    assert_eq!(market.marks, Marks::from_bits(marks));
    let common = SourceState::READ | SourceState::SAMPLED | SourceState::MEASURED;
    // The first has its vote; the second was thin, the third a lamport short.
    for (place, marks) in [
        (1, common | SourceState::VOTES | SourceState::VOTED | SourceState::DEEP),
        (2, common),
        (3, common | SourceState::ONE_SIDED),
    ] {
        let (pool, source) = (&POOLS[place - 1], state.sources[place]);
        let sides = [source.reading, source.low, source.high, source.sample_low, source.sample_high];
        assert_eq!(sides.map(|side| side.to_bits()), [log(pool.late); 5]);
        assert_eq!((source.total_low, source.total_high), (pool.total(0), pool.total(0)));
        assert_eq!((source.depth, source.depth_read), (Lamports::new(pool.depth), Lamports::new(pool.depth)));
        assert_eq!(
            (source.read, source.sampled, source.covered),
            (Moment::from_seconds(now), Moment::from_seconds(now), Seconds::new(7_200))
        );
        assert_eq!(
            (source.confidence, source.published, source.marks),
            (Bps::new(7), Moment::from_seconds(now - 3), Marks::from_bits(marks)),
            "{place}"
        );
        assert_eq!(source.own_short.to_bits(), log(0.5));
        assert_eq!((source.apart, source.falling_time), (Seconds::ZERO, Moment::NEVER));
    }
    assert_eq!(state.sources[0], bytemuck::Zeroable::zeroed());
    assert_eq!(state.sources[4], bytemuck::Zeroable::zeroed());
}

/// The next refresh finds both windows covered, at the means that the old rules would have given.
#[test]
fn windows_go_on() {
    let mut world = World::new(&[0.99]);
    world.state = migrated(&memory(2));
    // A feed with the first pool alone, at rest.
    world.state.sources[2] = bytemuck::Zeroable::zeroed();
    world.state.sources[3] = bytemuck::Zeroable::zeroed();
    world.state.market.hold_until = Moment::NEVER;
    world.state.sources[1].published = Moment::NEVER;
    world.now.slot = Slot::new(4_321);
    let outcome = world.next(20);
    assert_eq!(
        (outcome.short_coverage, outcome.long_coverage, outcome.voted),
        (Bps::new(10_000), Bps::new(10_000), 0b11)
    );
    let long = (log(1.0) as f64 * 1_780.0 + log(0.99) as f64 * 1_820.0) / 3_600.0 / (1_u64 << 40) as f64;
    for (sides, expected) in [(outcome.short, 0.99), (outcome.long, long.exp2())] {
        assert!(relative(sides.low, expected) < 2e-4 && sides.low == sides.high, "{} {expected}", float(sides.low));
    }
    assert!(relative(outcome.short.low, 0.99) < 1e-9);
    assert!(!outcome.reasons.has(Reason::WindowInvalid) && !outcome.reasons.has(Reason::Warmup));
}

//! What the market alone proves, how fast `fair` then moves, and what people may do where its sides disagree or it is gone.

use fair_value::governance::GovernanceError;
use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

const HOUR: u32 = 3_600;
/// The most evidence that is kept.
const MOST: u32 = 6 * HOUR;

/// Whether a value lies beyond the depegged threshold; `None` too near to tell by floats.
fn beyond(outcome: &Outcome, value: Rate) -> Option<bool> {
    let distance = 1.0 - float(value) / float(outcome.nav) - 0.025;
    (distance.abs() > 1e-9).then_some(distance > 0.0)
}

fn all(outcome: &Outcome, side: fn(Sides) -> Rate) -> Option<bool> {
    [outcome.short, outcome.long, outcome.spot]
        .into_iter()
        .try_fold(true, |all, sides| Some(all & beyond(outcome, side(sides))?))
}

fn fall(before: &Outcome, after: &Outcome) -> f64 {
    float(before.fair) - float(after.fair)
}

/// A real fall with a captured reading at par in every cadence, for so long.
fn stalled(world: &mut World, to: f64, seconds: u32) -> Outcome {
    let mut outcome = None;
    for _ in 0..seconds / 20 {
        world.set_markets(1.0);
        world.next(10);
        world.set_markets(to);
        outcome = Some(world.next(10));
    }
    outcome.unwrap()
}

proptest! {
    #![proptest_config(cases(512))]

    /// Evidence and dispute, second for second, by what is published: evidence up while all three of the high side are beyond the threshold,
    /// dispute up while only all three of the low side are, both down while low spot is not, both still in between. Six hours are kept.
    #[test]
    fn evidence_is_counted_by_both_sides(
        path in prop::collection::vec((prop_oneof![0.85_f64..0.97, Just(0.9), 0.98_f64..1.02], 1_u32..90, 1_u32..60), 1..40),
    ) {
        let mut world = World::settled(&[1.0]);
        let (mut evidence, mut dispute) = (0_u32, 0_u32);
        for (value, seconds, stretch) in path {
            world.set_markets(value);
            for _ in 0..stretch {
                let outcome = world.next(seconds);
                let credit = seconds.min(60);
                let told = (beyond(&outcome, outcome.spot.low), all(&outcome, |sides| sides.high), all(&outcome, |sides| sides.low));
                let (Some(spot), Some(high), Some(low)) = told else { return Ok(()) };
                // A lost market spends what it had: below.
                if outcome.reasons.has(Reason::MarketLost) {
                    return Ok(());
                }
                if !outcome.reasons.has(Reason::WindowInvalid) {
                    match (spot, high, low) {
                        (false, ..) => (evidence, dispute) = (evidence.saturating_sub(credit), dispute.saturating_sub(credit)),
                        (true, true, _) => evidence = (evidence + credit).min(MOST),
                        (true, false, true) => dispute = (dispute + credit).min(MOST),
                        _ => {}
                    }
                }
                prop_assert_eq!((world.state.beyond, world.state.disputed), (Seconds::new(evidence), Seconds::new(dispute)));
                prop_assert_eq!(outcome.reasons.has(Reason::Disputed), dispute >= 4 * HOUR);
            }
        }
    }

    /// After a crash that is over nothing lowers `fair`: from the first reading at par on, while what it proved is forgotten.
    #[test]
    fn a_crash_that_is_over_lowers_nothing(left in 0.1_f64..0.97, minutes in 1_u32..240, to in 0.98_f64..1.02) {
        let mut world = World::settled(&[1.0]);
        world.set_markets(left);
        world.run(minutes * 60, 20);
        world.set_markets(to);
        let mut fair = world.next(20).fair;
        for _ in 0..3 * minutes {
            let outcome = world.next(20);
            prop_assert!(float(outcome.fair) >= float(fair).min(to) - 1e-9, "{} {}", float(outcome.fair), float(fair));
            fair = outcome.fair;
        }
    }

    /// Moves only where both sides agree: never below all that the high side says, never up beyond what the low side says.
    #[test]
    fn fair_moves_where_both_sides_agree(path in prop::collection::vec((0.8_f64..1.05, 1_u32..60, 1_u32..90), 1..30)) {
        let mut world = World::settled(&[0.97]);
        let mut fair = float(world.next(20).fair);
        for (value, seconds, stretch) in path {
            world.set_markets(value);
            for _ in 0..stretch {
                let outcome = world.next(seconds);
                let best = |side: fn(Sides) -> Rate| {
                    let best = [outcome.short, outcome.long, outcome.spot].map(side).into_iter().max().unwrap();
                    float(best.min(outcome.nav))
                };
                let (low, high, now) = (best(|sides| sides.low), best(|sides| sides.high), float(outcome.fair));
                prop_assert!(now >= fair.min(high) - 1e-9 && now <= fair.max(low) + 1e-9, "{fair} {now} {low} {high}");
                prop_assert!(!outcome.reasons.has(Reason::WindowInvalid));
                if low < fair && fair < high {
                    prop_assert_eq!(now, fair);
                } else if high < fair - 1e-9 {
                    prop_assert!(now < fair);
                } else if low > fair + 1e-9 {
                    prop_assert!(now > fair);
                }
                fair = now;
            }
        }
    }
}

/// Both windows must be beyond, not one.
#[test]
fn confirmation_waits_for_the_long_window() {
    let mut world = World::settled(&[1.0]);
    world.set_markets(0.9);
    let mut outcome = world.next(20);
    let mut waited = 0;
    while float(outcome.long.low) > 0.9755 {
        assert_eq!(world.state.beyond, Seconds::ZERO);
        waited += u32::from(float(outcome.short.low) < 0.97);
        outcome = world.next(20);
    }
    assert!(waited > 10);
    world.run(600, 20);
    assert!(world.state.beyond > Seconds::ZERO);
}

/// Six hours are kept, and forgotten in as much time: not a second sooner.
#[test]
fn evidence_is_forgotten_as_slowly_as_it_came() {
    let mut world = World::settled(&[1.0]);
    world.set_markets(0.5);
    world.run(12 * HOUR, 20);
    assert_eq!(world.state.beyond, Seconds::new(MOST));
    world.set_markets(1.0);
    // Low spot takes a run longer than a cadence; until then nothing counts.
    world.run(40, 20);
    assert_eq!(world.state.beyond, Seconds::new(MOST));
    world.run(MOST - 20, 20);
    assert_eq!(world.state.beyond, Seconds::new(20));
    world.next(20);
    assert_eq!(world.state.beyond, Seconds::ZERO);
}

/// Before four hours 100 bps an hour, from then on a 7,200th of the gap a second, and only where that is more. Where NAV is attested or over a
/// tenth of it custodial: two and a half hours, and a 3,600th.
#[test]
fn a_confirmed_depeg_is_followed_faster() {
    let custody = |lamports: u64| move |world: &mut World| world.backing().custodial = Lamports::new(lamports);
    let attested = |world: &mut World| world.nav = Some(world.attested(1.0));
    /// What it is counted from, how long it takes, and the time constant.
    type Kind<'a> = (&'a dyn Fn(&mut World), u32, f64);
    let kinds: [Kind<'_>; 4] = [
        (&custody(0), 14_400, 7_200.0),
        (&custody(SUPPLY / 10), 14_400, 7_200.0),
        (&custody(SUPPLY / 10 + 1), 9_000, 3_600.0),
        (&attested, 9_000, 3_600.0),
    ];
    for (kind, confirm, constant) in kinds {
        let mut world = World::settled(&[1.0]);
        kind(&mut world);
        world.set_markets(0.5);
        while world.state.beyond == Seconds::ZERO {
            world.next(20);
        }
        let mut before = world.run(confirm - 60, 20);
        assert_eq!(world.state.beyond, Seconds::new(confirm - 40));
        let after = world.next(20);
        let slow = float(before.fair) * 0.01 * 20.0 / 3_600.0;
        assert!((fall(&before, &after) - slow).abs() < 1e-9, "{confirm}");
        before = after;
        let after = world.next(20);
        let high = |outcome: &Outcome| float(outcome.short.high.max(outcome.long.high).max(outcome.spot.high));
        let fast = (float(before.fair) - high(&after)) * 20.0 / constant;
        assert!((fall(&before, &after) - fast).abs() < 1e-9, "{confirm} {} {fast}", fall(&before, &after));
        // Near its aim the common speed is more.
        while float(before.fair) > 0.502 {
            before = world.next(20);
        }
        let after = world.next(20);
        let slow = float(before.fair) * 0.01 * 20.0 / 3_600.0;
        assert!((fall(&before, &after) - slow).abs() < 1e-9);
    }
}

/// Which of the two is decided at each refresh, and evidence counted already stays.
#[test]
fn provability_is_of_the_present() {
    let mut world = World::settled(&[1.0]);
    world.set_markets(0.5);
    while world.state.beyond < Seconds::new(10_000) {
        world.next(20);
    }
    let before = world.next(20);
    world.backing().custodial = Lamports::new(SUPPLY / 10 + 1);
    let after = world.next(20);
    let gap = float(before.fair) - float(after.short.high.max(after.long.high));
    assert!((fall(&before, &after) - gap * 20.0 / 3_600.0).abs() < 1e-9);
    world.backing().custodial = Lamports::new(SUPPLY / 10);
    let again = world.next(20);
    assert!((fall(&after, &again) - float(after.fair) * 0.01 * 20.0 / 3_600.0).abs() < 1e-9);
}

/// How much lies where one signer can take it is published, rounded up.
#[test]
fn custody_is_published() {
    let mut world = World::settled(&[1.0]);
    for (custodial, found) in
        [(0, 0), (1, 1), (SUPPLY / 10_000 * 1_234 + 1, 1_235), (SUPPLY, 10_000), (u64::MAX, 10_000)]
    {
        world.backing().custodial = Lamports::new(custodial);
        let outcome = world.next(20);
        assert_eq!(outcome.custodial, Bps::new(found), "{custodial}");
        assert_eq!(outcome.flags.has(Flags::CUSTODIAL), custodial > 0);
    }
    world.nav = Some(world.attested(1.0));
    let outcome = world.next(20);
    assert_eq!((outcome.custodial, outcome.assets, outcome.supply), (Bps::ZERO, Lamports::ZERO, TokenAmount::ZERO));
}

/// A captured reading at par in each cadence of a real fall stops evidence and `fair`, takes nothing of it away, and opens nothing.
#[test]
fn a_captured_reading_resets_no_evidence() {
    let mut world = World::settled(&[1.0]);
    world.set_markets(0.8);
    while world.state.beyond < Seconds::new(3_600) {
        world.next(20);
    }
    let before = world.next(20);
    let outcome = stalled(&mut world, 0.8, 2 * HOUR);
    assert_eq!((outcome.fair, world.state.beyond), (before.fair, Seconds::new(3_620)));
    assert!(!outcome.gates.allows(Action::Borrow) && float(outcome.collateral) < 0.8);
    world.run(7_200, 20);
    assert!(world.state.beyond > Seconds::new(3_620 + 2_000) && world.state.beyond < Seconds::new(3_620 + 7_200));
}

/// Whoever makes the last reading before the liquidity goes does not stop what was on its way: `fair` goes on toward the larger of the high side's last
/// windows, downward only, for as long as there is evidence, which is spent meanwhile; all the way where it is confirmed.
#[test]
fn a_lost_market_is_followed_where_it_was_going() {
    let mut world = World::settled(&[1.0]);
    world.set_markets(0.5);
    let before = world.run(5 * HOUR, 20);
    world.markets[0] = Some(MarketReading::CLOSED);
    world.run(60, 20);
    let evidence = world.state.beyond;
    let aim = before.short.high.max(before.long.high);
    assert!(evidence >= Seconds::new(4 * HOUR));
    let outcome = world.run(80 * HOUR, 60);
    assert!(relative(outcome.fair, float(aim)) < 1e-6 && world.state.beyond == evidence);
    for last in [0.5, 1.0] {
        let mut world = World::settled(&[1.0]);
        world.set_markets(0.5);
        world.run(3 * HOUR, 20);
        world.set_markets(last);
        let before = world.next(1);
        world.markets[0] = Some(MarketReading::CLOSED);
        world.run(40, 20);
        let mut previous = world.next(20);
        assert!(previous.reasons.has(Reason::MarketLost));
        let (evidence, aim) = (world.state.beyond, before.short.high.max(before.long.high));
        assert!(evidence < Seconds::new(4 * HOUR) && evidence > Seconds::new(2 * HOUR));
        let outcome = world.next(20);
        assert!((fall(&previous, &outcome) - float(previous.fair) * 0.01 * 20.0 / 3_600.0).abs() < 1e-9, "{last}");
        for _ in 0..80 * 60 {
            let outcome = world.next(60);
            assert!(outcome.fair <= previous.fair && outcome.fair >= aim);
            previous = outcome;
        }
        assert_eq!(world.state.beyond, Seconds::ZERO);
        let (fell, most) = (float(before.fair) - float(previous.fair), 0.01 * f64::from(evidence.get() + 60) / 3_600.0);
        assert!(fell > most * 0.95 && fell <= most, "{fell} {most}");
    }
}

/// Authority and guardian may take a lost market for true at once, if it had said anything.
#[test]
fn a_lost_market_can_be_acknowledged() {
    let mut world = World::settled(&[1.0]);
    let params = world.params;
    assert_eq!(world.state.acknowledge_market(&params), Err(GovernanceError::NothingToAcknowledge));
    let mut silent = world.clone();
    world.set_markets(0.5);
    let before = world.run(2 * HOUR, 20);
    // A market that is there speaks for itself.
    assert!(world.state.beyond > Seconds::ZERO);
    assert_eq!(world.state.acknowledge_market(&params), Err(GovernanceError::NothingToAcknowledge));
    world.set_markets(1.0);
    let pumped = world.next(1);
    world.markets[0] = Some(MarketReading::CLOSED);
    assert!(world.run(60, 20).reasons.has(Reason::MarketLost));
    let aim = pumped.short.high.max(pumped.long.high);
    assert!(aim < before.fair);
    assert_eq!(world.state.acknowledge_market(&params), Ok(aim));
    let outcome = world.next(20);
    assert_eq!((outcome.fair, outcome.liquidation), (aim, aim));
    assert_eq!(world.run(24 * HOUR, 60).fair, aim);
    // Twice is no further.
    assert_eq!(world.state.acknowledge_market(&params), Ok(aim));
    // One that never said that the token is depegged proves nothing by its absence.
    silent.markets[0] = Some(MarketReading::CLOSED);
    assert!(silent.run(60, 20).reasons.has(Reason::MarketLost));
    let unchanged = silent.state;
    assert_eq!(silent.state.acknowledge_market(&params), Err(GovernanceError::NothingToAcknowledge));
    assert_eq!(silent.state, unchanged);
}

/// Sides that have disagreed for four hours, to the second, are said to; then authority and guardian may take the mean for true.
#[test]
fn a_dispute_can_be_settled() {
    let mut world = World::settled(&[1.0]);
    let params = world.params;
    while world.state.disputed < Seconds::new(14_390) {
        let outcome = stalled(&mut world, 0.8, 20);
        assert!(!outcome.reasons.has(Reason::Disputed));
        assert_eq!(world.state.beyond, Seconds::ZERO);
        assert_eq!(world.state.acknowledge_market(&params), Err(GovernanceError::NothingToAcknowledge));
    }
    world.set_markets(1.0);
    let outcome = world.next(10);
    assert_eq!(world.state.disputed, Seconds::new(14_400));
    assert!(outcome.reasons.has(Reason::Disputed) && relative(outcome.fair, 1.0) < 1e-9);
    // Between the two sides, which are 0.8 and 1.
    let believed = outcome.short.mean().max(outcome.long.mean()).max(outcome.spot.mean());
    assert!(relative(believed, 0.9) < 1e-9);
    assert_eq!(world.state.acknowledge_market(&params), Ok(believed));
    assert_eq!(world.state.acknowledge_market(&params), Err(GovernanceError::NothingToAcknowledge));
    let outcome = stalled(&mut world, 0.8, 1_200);
    // Between the two sides it stands still.
    assert_eq!(outcome.fair, believed);
    assert!(!outcome.reasons.has(Reason::Disputed));
}

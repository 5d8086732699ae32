//! Any input at all: no panic, no overflow, a result or a typed error; and an error changes nothing.

use bytemuck::Zeroable;
use fair_value::input::MAX_SOURCES;
use fair_value::state::State;
use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

fn any_rate() -> impl Strategy<Value = Rate> {
    prop_oneof![any::<u64>(), (0_u32..64).prop_map(|shift| 1_u64 << shift)].prop_map(Rate::from_bits)
}

fn any_log() -> impl Strategy<Value = Option<LogRate>> {
    prop::option::of(any::<i64>().prop_map(LogRate::from_bits))
}

fn any_reading() -> impl Strategy<Value = Reading> {
    prop_oneof![
        (any::<u64>(), any::<u64>(), any::<u8>(), any::<u64>(), any::<u64>(), any::<[bool; 2]>(), any_rate()).prop_map(
            |(assets, supply, decimals, updated, custodial, [undercovered, unbacked], firm)| Reading::Nav(
                NavReading::Backing(Backing {
                    assets: Lamports::new(assets),
                    supply: TokenAmount::new(supply),
                    decimals,
                    updated: Epoch::new(updated),
                    custodial: Lamports::new(custodial),
                    undercovered,
                    unbacked,
                    firm,
                })
            )
        ),
        (any_rate(), any::<u32>(), any::<i64>()).prop_map(|(rate, confidence, published)| Reading::Nav(
            NavReading::Attested(Attested {
                rate,
                confidence: Bps::new(confidence),
                published: UnixTime::new(published)
            })
        )),
        (any_rate(), any::<u64>(), any::<u32>(), any_log(), any_log(), any::<bool>(), prop::option::of(any::<i64>()))
            .prop_map(|(spot, depth, confidence, short, long, one_sided, published)| Reading::Market(MarketReading {
                spot,
                depth: Lamports::new(depth),
                confidence: Bps::new(confidence),
                history: Some(History { short, long }),
                one_sided,
                published: published.map(UnixTime::new),
            })),
        (any_rate(), any_rate(), any::<i64>()).prop_map(|(price, confidence, published)| Reading::Usd(UsdReading {
            price: Price::from_bits(price.to_bits()),
            confidence: Price::from_bits(confidence.to_bits()),
            published: UnixTime::new(published),
        })),
    ]
}

fn any_observation() -> impl Strategy<Value = Observation> {
    let leg = prop_oneof![Just(Leg::Nav), Just(Leg::Market), Just(Leg::Usd)];
    (leg, prop::option::weighted(0.9, any_reading())).prop_map(|(leg, reading)| Observation { leg, reading })
}

fn any_now() -> impl Strategy<Value = Now> {
    let time = prop_oneof![any::<i64>(), START..START + 100_000, 0_i64..5, 4_294_967_290_i64..4_294_967_300];
    (time, any::<u64>(), any::<u64>(), any::<u32>(), any::<bool>()).prop_map(
        |(time, slot, epoch, since, rewards_active)| Now {
            time: UnixTime::new(time),
            slot: Slot::new(slot),
            epoch: Epoch::new(epoch),
            since_epoch_start: Seconds::new(since),
            rewards_active,
        },
    )
}

fn check(params: &Params, state: &mut State, now: Now, observations: &[Observation]) -> Result<(), TestCaseError> {
    let before = *state;
    match step(params, state, &Inputs { now, observations }) {
        Ok(Step::Publish(outcome)) => {
            prop_assert!(outcome.collateral <= outcome.fair && outcome.fair <= outcome.nav);
            prop_assert!(outcome.nav <= outcome.debt);
            prop_assert!(outcome.gates.allows(Action::Repay) && outcome.gates.allows(Action::TopUp));
            prop_assert_eq!(state.slot, now.slot);
        }
        Ok(Step::NothingDue) => {
            prop_assert!(!due(&before, &now) || before.slot == now.slot);
            prop_assert_eq!(bytemuck::bytes_of(&before), bytemuck::bytes_of(state));
        }
        Err(_) => prop_assert_eq!(bytemuck::bytes_of(&before), bytemuck::bytes_of(state)),
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(2_048))]

    #[test]
    fn any_sequence_of_inputs(
        steps in prop::collection::vec((any_now(), prop::collection::vec(any_observation(), 0..10)), 1..12),
    ) {
        let params = Params::default();
        let mut state = State::new();
        for (now, observations) in steps {
            check(&params, &mut state, now, &observations)?;
        }
    }

    /// Plausible time, so that most steps are due and windows fill.
    #[test]
    fn any_readings_in_order(
        steps in prop::collection::vec((1_u32..5_000, prop::collection::vec(any_observation(), MAX_SOURCES)), 1..12),
    ) {
        let params = Params::default();
        let mut state = State::new();
        let mut now = World::new(&[]).now;
        for (seconds, observations) in steps {
            now.time = UnixTime::new(now.time.get() + i64::from(seconds));
            now.slot = Slot::new(now.slot.get() + 1 + u64::from(seconds));
            check(&params, &mut state, now, &observations)?;
        }
    }

    /// Any memory and any parameters, as if the account had been scribbled over: still no panic.
    #[test]
    fn any_memory_and_parameters(
        memory in prop::collection::vec(any::<u64>(), size_of::<State>() / 8),
        parameters in prop::collection::vec(any::<u64>(), size_of::<Params>() / 8),
        defaults: bool,
        now in any_now(),
        observations in prop::collection::vec(any_observation(), 0..=MAX_SOURCES),
    ) {
        let mut state: State = *bytemuck::from_bytes(bytemuck::cast_slice(&memory));
        let params: Params =
            if defaults { Params::default() } else { *bytemuck::from_bytes(bytemuck::cast_slice(&parameters)) };
        let before = state;
        let result = step(&params, &mut state, &Inputs { now, observations: &observations });
        if !matches!(result, Ok(Step::Publish(_))) {
            prop_assert_eq!(before, state);
        }
        let _ = state.pause(&params, &now);
        let _ = state.announce_transit(&params, &now, Lamports::new(7), UnixTime::new(now.time.get().saturating_add(9)));
        let _ = state.acknowledge_nav();
        let _ = state.acknowledge_market(&params);
        state.arrange_sources(&[Some(7), Some(7), None, Some(99), Some(0), None, Some(1), Some(2)]);
        let _ = params.validate();
    }
}

/// Not for a slot before the last one.
#[test]
fn slots_do_not_run_backwards() {
    let mut world = World::settled(&[1.0]);
    world.pass(20);
    assert!(due(&world.state, &world.now));
    world.refresh();
    let before = world.state;
    world.now.slot = Slot::new(world.now.slot.get() - 1);
    assert!(!due(&world.state, &world.now));
    world.set_markets(0.5);
    assert_eq!(world.try_refresh(), Ok(Step::NothingDue));
    assert_eq!(bytemuck::bytes_of(&world.state), bytemuck::bytes_of(&before));
    world.now.slot = Slot::new(world.now.slot.get() + 1);
    assert!(due(&world.state, &world.now));
    assert!(due(&State::zeroed(), &Now { slot: Slot::new(0), ..world.now }));
}

#[test]
fn errors_name_what_is_wrong() {
    let mut world = World::new(&[1.0; 8]);
    assert_eq!(world.try_refresh(), Err(StepError::TooManySources { found: 9 }));
    world.markets.pop();
    world.now.time = UnixTime::new(0);
    assert_eq!(world.try_refresh(), Err(StepError::ClockOutOfRange { time: UnixTime::new(0) }));
    world.now.time = UnixTime::new(1 << 32);
    assert_eq!(world.try_refresh(), Err(StepError::ClockOutOfRange { time: UnixTime::new(1 << 32) }));
    world.now.time = UnixTime::new((1 << 32) - 1);
    assert!(world.try_refresh().is_ok());
    assert_eq!(world.state.time.seconds(), u32::MAX);
}

/// A clock that stands still or runs backwards credits nothing and loses nothing.
#[test]
fn time_never_runs_backwards() {
    let mut world = World::settled(&[1.0]);
    let before = world.state;
    world.now.slot = Slot::new(world.now.slot.get() + 1);
    world.now.time = UnixTime::new(world.now.time.get() - 500);
    let outcome = world.refresh();
    assert_eq!(world.state.time, before.time);
    assert_eq!(world.state.sources[1].covered, before.sources[1].covered);
    assert_eq!(outcome.level, Level::Normal);
    assert_eq!(outcome.fair, before.fair);
    world.now.time = UnixTime::new(world.now.time.get() + 520);
    world.now.slot = Slot::new(world.now.slot.get() + 1);
    world.refresh();
    assert_eq!(world.state.time.seconds(), before.time.seconds() + 20);
}

/// A reading of another leg than the configured one is a rejected reading.
#[test]
fn a_reading_of_the_wrong_leg_is_rejected() {
    let mut world = World::settled(&[1.0]);
    world.pass(20);
    let mut observations = world.observations();
    observations[1].reading = Some(Reading::Nav(NavReading::Backing(backing(1.0))));
    let result = step(&world.params, &mut world.state, &Inputs { now: world.now, observations: &observations });
    let Ok(Step::Publish(outcome)) = result else { panic!("{result:?}") };
    assert!(outcome.reasons.has(Reason::SourceRejected));
    world.pass(20);
    let mut observations = world.observations();
    observations[0].reading = Some(Reading::Market(pool(1.0)));
    let result = step(&world.params, &mut world.state, &Inputs { now: world.now, observations: &observations });
    let Ok(Step::Publish(outcome)) = result else { panic!("{result:?}") };
    assert!(outcome.reasons.has(Reason::NavFault));
}

/// A rate in the market's place is no second NAV, and a price in NAV's place no quote.
#[test]
fn a_reading_counts_for_its_own_leg_only() {
    let world = World::settled(&[1.0]);
    for (leg, reading) in [
        (Leg::Usd, Reading::Nav(NavReading::Backing(backing(0.5)))),
        (Leg::Market, Reading::Nav(NavReading::Backing(backing(0.5)))),
        (Leg::Nav, Reading::Usd(UsdReading { price: usd(150.0), confidence: usd(0.1), published: world.now.time })),
        (Leg::Nav, Reading::Market(pool(0.5))),
        (Leg::Usd, Reading::Market(pool(0.5))),
    ] {
        let mut world = world.clone();
        world.pass(20);
        let mut observations = world.observations();
        observations.push(Observation { leg, reading: Some(reading) });
        let result = step(&world.params, &mut world.state, &Inputs { now: world.now, observations: &observations });
        let Ok(Step::Publish(outcome)) = result else { panic!("{result:?}") };
        let expected = World::settled(&[1.0]).next(20);
        assert_eq!(outcome.voted, expected.voted, "{leg:?}");
        assert_eq!(
            (outcome.collateral, outcome.debt, outcome.level),
            (expected.collateral, expected.debt, expected.level)
        );
        assert_eq!((outcome.sol_usd, outcome.spot.low), (Price::ZERO, expected.spot.low));
    }
}

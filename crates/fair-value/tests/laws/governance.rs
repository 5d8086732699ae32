//! What guardian, authority and configuration may do.

use fair_value::governance::GovernanceError;
use fair_value::state::State;
use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

const DAY: u32 = 86_400;

#[test]
fn a_guardians_halt_expires() {
    let mut world = World::settled(&[1.0]);
    let (params, now) = (world.params, world.now);
    let until = world.state.pause(&params, &now).unwrap();
    assert_eq!(until.unix().get(), now.time.get() + i64::from(DAY));
    assert_eq!(world.next(20).causes, Causes::GUARDIAN);
    let outcome = world.run(DAY - 60, 20);
    assert_eq!(outcome.level, Level::Halted);
    let mut at = world.now;
    at.time = UnixTime::new(until.unix().get() - 1);
    assert_eq!(world.state.is_paused(&at), Ok(true));
    at.time = until.unix();
    assert_eq!(world.state.is_paused(&at), Ok(false));
    let outcome = world.run(60, 20);
    assert_eq!(outcome.level, Level::Depegged);
    assert!(!outcome.reasons.has(Reason::Guardian));
    assert_eq!(world.state.breaker.guardian_until, Moment::NEVER);
    let now = world.now;
    assert_eq!(world.state.resume(&now), Err(GovernanceError::NotPaused));
}

/// At the very second it expires it no longer halts.
#[test]
fn a_guardians_halt_ends_on_time() {
    let mut world = World::settled(&[1.0]);
    let (params, now) = (world.params, world.now);
    world.state.pause(&params, &now).unwrap();
    world.run(DAY - 1, 20);
    assert!(world.state.breaker.guardian_until > Moment::NEVER);
    let outcome = world.next(1);
    assert!(!outcome.reasons.has(Reason::Guardian));
}

#[test]
fn the_authority_renews_and_resumes() {
    let mut world = World::settled(&[1.0]);
    let (params, now) = (world.params, world.now);
    world.state.pause(&params, &now).unwrap();
    world.next(3_600);
    let now = world.now;
    assert_eq!(world.state.pause(&params, &now).unwrap().unix().get(), now.time.get() + i64::from(DAY));
    world.state.resume(&now).unwrap();
    let outcome = world.next(20);
    assert!(!outcome.reasons.has(Reason::Guardian));
    assert_ne!(outcome.level, Level::Normal);
}

/// `resume` clears only the guardian's halt.
#[test]
fn resume_clears_nothing_else() {
    let mut world = World::settled(&[1.0]);
    let (params, now) = (world.params, world.now);
    world.nav = None;
    world.state.pause(&params, &now).unwrap();
    world.next(20);
    let now = world.now;
    world.state.resume(&now).unwrap();
    assert_eq!(world.next(20).causes, Causes::NAV);
}

/// A second pause never shortens the first.
#[test]
fn a_pause_never_shortens_another() {
    let mut world = World::settled(&[1.0]);
    let (mut params, now) = (world.params, world.now);
    let first = world.state.pause(&params, &now).unwrap();
    params.guardian_halt = Seconds::new(3_600);
    assert_eq!(world.state.pause(&params, &now), Ok(first));
}

#[test]
fn acts_need_a_clock() {
    let mut world = World::settled(&[1.0]);
    let (params, mut now) = (world.params, world.now);
    now.time = UnixTime::new(-1);
    let refused = GovernanceError::ClockOutOfRange { time: UnixTime::new(-1) };
    assert_eq!(world.state.pause(&params, &now), Err(refused));
    assert_eq!(world.state.resume(&now), Err(refused));
    assert_eq!(world.state.is_paused(&now), Err(refused));
    assert_eq!(world.state.announce_transit(&params, &now, Lamports::new(1), UnixTime::new(5)), Err(refused));
}

#[test]
fn a_fall_can_be_acknowledged_and_nothing_else() {
    let mut world = World::settled(&[1.0]);
    assert_eq!(world.state.acknowledge_nav(), Err(GovernanceError::NothingToAcknowledge));
    world.set_nav(0.9);
    world.next(20);
    world.set_nav(0.88);
    world.next(20);
    world.state.acknowledge_nav().unwrap();
    // The latest reading is believed, and there NAV goes at 400 bps an hour.
    assert!(relative(world.state.nav.accepted, 0.88) < 1e-9);
    let outcome = world.next(60);
    assert!(!outcome.reasons.has(Reason::NavDrop));
    assert!(relative(outcome.nav, 1.0 - 0.04 / 60.0) < 1e-9);
    let outcome = world.run(4 * 3_600, 60);
    assert!(relative(outcome.nav, 0.88) < 1e-9);
    assert_eq!(world.state.acknowledge_nav(), Err(GovernanceError::NothingToAcknowledge));
}

#[test]
fn an_upgrade_halts_until_acknowledged() {
    let mut world = World::settled(&[1.0]);
    assert_eq!(world.state.acknowledge_program(), Err(GovernanceError::NoProgramChange));
    world.state.program_changed();
    world.run(3 * DAY, 60);
    assert_eq!(world.next(20).level, Level::Halted);
    world.state.acknowledge_program().unwrap();
    let outcome = world.next(20);
    assert_eq!(outcome.level, Level::Depegged);
    assert!(!outcome.reasons.has(Reason::ProgramChanged));
}

proptest! {
    #![proptest_config(cases(2_048))]

    /// At most a fifth of all assets, at most ten days.
    #[test]
    fn transit_is_limited(share in 0.0_f64..0.5, days in 0.0_f64..20.0) {
        let mut world = World::settled(&[1.0]);
        let (params, now, before) = (world.params, world.now, world.state);
        let amount = Lamports::new((share * SUPPLY as f64) as u64);
        let until = UnixTime::new(now.time.get() + if days < 1.0 { 0 } else { (days * f64::from(DAY)) as i64 });
        let result = world.state.announce_transit(&params, &now, amount, until);
        // t / (assets + t) <= 20 %.
        if amount.get() > SUPPLY / 4 {
            prop_assert_eq!(result, Err(GovernanceError::TransitTooLarge { amount, limit: Lamports::new(SUPPLY / 4) }));
        } else if until.get() <= now.time.get() || until.get() > now.time.get() + 10 * i64::from(DAY) {
            let latest = UnixTime::new(now.time.get() + 10 * i64::from(DAY));
            prop_assert_eq!(result, Err(GovernanceError::TransitExpiry { until, latest }));
        } else {
            prop_assert_eq!(result, Ok(()));
            let outcome = world.next(20);
            let raw = (SUPPLY + amount.get()) as f64 / SUPPLY as f64;
            prop_assert!(relative(outcome.raw_nav, raw) < 1e-9);
            return Ok(());
        }
        prop_assert_eq!(world.state, before);
    }

    /// An announcement never counts for more than its share, however assets shrink afterwards.
    #[test]
    fn transit_shrinks_with_the_assets(left in 0.2_f64..1.0) {
        let mut world = World::settled(&[1.0]);
        let (params, now) = (world.params, world.now);
        let until = UnixTime::new(now.time.get() + i64::from(DAY));
        world.state.announce_transit(&params, &now, Lamports::new(SUPPLY / 4), until).unwrap();
        world.set_nav(left);
        let outcome = world.next(20);
        prop_assert!(relative(outcome.raw_nav, left * 1.25) < 1e-8);
    }

    /// Moving sources about moves nothing else: same prices, same masks but for the places.
    #[test]
    fn sources_can_be_rearranged(order in Just(vec![1_usize, 2, 3, 4]).prop_shuffle()) {
        let mut world = World::settled(&[1.0, 0.995, 0.99, 0.985]);
        let mut moved = world.clone();
        let mut from = [None; 8];
        from[0] = Some(0);
        for (place, origin) in order.iter().enumerate() {
            from[place + 1] = Some(*origin);
        }
        moved.state.arrange_sources(&from);
        moved.markets = order.iter().map(|origin| world.markets[origin - 1]).collect();
        prop_assert_eq!(moved.state.market.voted, world.state.market.voted);
        let (a, b) = (world.next(20), moved.next(20));
        prop_assert_eq!(a, b);
        for (place, origin) in order.iter().enumerate() {
            prop_assert_eq!(moved.state.sources[place + 1], world.state.sources[*origin]);
        }
    }
}

/// A new source in between moves the others on, and nothing is lost.
#[test]
fn sources_can_make_room() {
    let mut world = World::settled(&[1.0]);
    let mut moved = world.clone();
    moved.state.arrange_sources(&[Some(0), None, Some(1), None, None, None, None, None]);
    assert_eq!(moved.state.sources[1], bytemuck::Zeroable::zeroed());
    assert_eq!(moved.state.sources[2], world.state.sources[1]);
    moved.markets.insert(0, None);
    let (a, b) = (world.next(20), moved.next(20));
    assert_eq!(b.voted, 0b101);
    assert_eq!(Outcome { reasons: a.reasons, voted: a.voted, ..b }, a);
    // Asked for twice it stays where it is put first; out of range it is new.
    world.state.arrange_sources(&[Some(1), Some(1), Some(9), None, None, None, None, None]);
    assert_eq!(world.state.sources[0].marks, moved.state.sources[2].marks);
    assert_eq!(world.state.sources[1], bytemuck::Zeroable::zeroed());
    assert_eq!(world.state.market.voted & 1, 1);
}

/// A source that is taken out leaves a gap in the vote: what it said last binds for a while.
#[test]
fn a_removed_voter_is_missed() {
    let mut world = World::settled(&[0.99, 1.0]);
    let before = world.next(20);
    // The second market moves to the first one's place; the first is gone.
    world.state.arrange_sources(&[Some(0), Some(2), None, None, None, None, None, None]);
    assert_eq!(world.state.sources[2], bytemuck::Zeroable::zeroed());
    assert_ne!(world.state.sources[1], bytemuck::Zeroable::zeroed());
    world.markets = vec![Some(pool(1.0))];
    let after = world.next(20);
    assert!(after.collateral <= before.collateral, "{} {}", float(after.collateral), float(before.collateral));
    assert_eq!(after.voted, 0b11);
    let hour = world.run(3_560, 20);
    assert!(hour.collateral <= before.collateral);
    let later = world.run(60, 20);
    assert!(later.collateral > before.collateral);
}

#[test]
fn a_replaced_source_starts_over() {
    let mut world = World::settled(&[1.0]);
    assert_eq!(world.state.reset_source(8), Err(GovernanceError::NoSuchSource { index: 8 }));
    world.state.reset_source(1).unwrap();
    assert_eq!(world.state.sources[1], bytemuck::Zeroable::zeroed());
    let outcome = world.next(20);
    assert_eq!(outcome.level, Level::Depegged);
    assert_eq!(world.run(3 * 3_600, 20).level, Level::Normal);
}

#[test]
fn a_fresh_state_is_all_zero() {
    assert_eq!(State::new(), bytemuck::Zeroable::zeroed());
    assert_eq!(State::default(), State::new());
    assert!(!State::new().is_started());
    assert!(World::settled(&[1.0]).state.is_started());
    assert!(size_of::<State>() <= 7_000);
    assert_eq!(align_of::<State>(), 8);
    assert_eq!(align_of::<Params>(), 8);
}

/// An announcement that would lapse this very second is in the past.
#[test]
fn transit_must_lie_ahead() {
    let mut world = World::settled(&[1.0]);
    let (params, now) = (world.params, world.now);
    let latest = UnixTime::new(now.time.get() + 10 * i64::from(DAY));
    let refused = Err(GovernanceError::TransitExpiry { until: now.time, latest });
    assert_eq!(world.state.announce_transit(&params, &now, Lamports::new(1), now.time), refused);
    assert_eq!(
        world.state.announce_transit(&params, &now, Lamports::new(1), UnixTime::new(now.time.get() + 1)),
        Ok(())
    );
    assert_eq!(world.state.announce_transit(&params, &now, Lamports::new(1), latest), Ok(()));
}

/// Those who did not vote are not missed, wherever they are moved.
#[test]
fn only_voters_are_missed() {
    let mut world = World::settled(&[1.0, 1.0]);
    world.markets[1] = Some(MarketReading { depth: Lamports::new(SOL), ..pool(1.0) });
    // The second reading confirms the first.
    assert_eq!(world.run(40, 20).voted, 0b011);
    let voted = world.state.market.voted;
    assert_eq!(voted, 0b010);
    world.state.arrange_sources(&[Some(0), Some(2), Some(1), None, None, None, None, None]);
    assert_eq!(world.state.market.voted, 0b100);
    world.state.arrange_sources(&[Some(0), Some(1), Some(2), None, None, None, None, None]);
    assert_eq!(world.state.market.voted, 0b100);
}

/// What is stored in accounts has fixed numbers and places.
#[test]
fn the_memorys_layout_is_fixed() {
    use fair_value::state::{BreakerState, MarketState, NavState, SourceState};
    let bits = |marks: &[u32]| marks.iter().enumerate().all(|(bit, mark)| *mark == 1 << bit);
    assert!(bits(&[
        NavState::DROP,
        NavState::UNBACKED,
        NavState::PROGRAM,
        NavState::DESCENT,
        NavState::DROP_SEEN,
        NavState::AGREED,
        NavState::PROVABLE,
        NavState::UNDERCOVERED,
        NavState::CUSTODIAL,
    ]));
    assert!(bits(&[
        SourceState::READ,
        SourceState::SAMPLED,
        SourceState::ONE_SIDED,
        SourceState::OWN_SHORT,
        SourceState::OWN_LONG,
        SourceState::VOTES,
        SourceState::COMPUTED,
        SourceState::MEASURED,
        SourceState::VOTED,
        SourceState::DEEP,
    ]));
    assert!(bits(&[MarketState::SHORT, MarketState::LONG, MarketState::SPOT, MarketState::SEEN, MarketState::LOST,]));
    assert!(bits(&[BreakerState::CLEARING, BreakerState::MARKET_HALT, BreakerState::WARM]));
}

/// Pauses that follow each other bar liquidation for a day in all, and what a program may ask beforehand is what the refresh then does.
#[test]
fn liquidation_is_barred_for_a_day_in_all() {
    let mut world = World::settled(&[1.0]);
    assert_eq!(world.state.may_bar_liquidation(&world.now), Ok(true));
    let params = world.params;
    let mut barred = 0;
    for _ in 0..26 * 6 {
        world.state.pause(&params, &world.now).unwrap();
        world.pass(600);
        let may = world.state.may_bar_liquidation(&world.now).unwrap();
        let outcome = world.refresh();
        assert_eq!(outcome.gates.allows(Action::Liquidate), !may);
        barred += u32::from(may);
    }
    // From the first halted refresh on, for a day: to its last second, and not at its end.
    assert_eq!(barred, 24 * 6);
    world.state.resume(&world.now).unwrap();
    world.pass(86_399);
    assert_eq!(world.state.may_bar_liquidation(&world.now), Ok(false));
    world.pass(1);
    assert_eq!(world.state.may_bar_liquidation(&world.now), Ok(true));
}

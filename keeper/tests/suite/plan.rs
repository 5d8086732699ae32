//! Laws of planning, on a market that exists only in memory.

use std::time::Duration;

use fair_value::units::UnixTime;
use glowsol_oracle::state::FeedStatus;
use keeper::{
    fetch::Fetched,
    plan::{Decision, Field, Idle, PlanError, Policy, Why, expect, plan},
    units::Bps,
};
use localnet::{Scenario, market::Market};
use proptest::prelude::*;

use crate::memory::Memory;

fn policy(heartbeat: u64, deviation: u32) -> Policy {
    Policy { heartbeat: Duration::from_secs(heartbeat), deviation: Bps::new(deviation) }
}

fn decision(memory: &Memory, policy: &Policy) -> Decision {
    plan(&memory.snapshot, policy, memory.refreshed()).expect("plans").decision
}

#[test]
fn a_draft_is_left_alone() {
    let mut memory = Memory::open(Scenario::Calm, 1);
    memory.snapshot.feed.status = FeedStatus::Draft as u8;
    assert_eq!(decision(&memory, &policy(20, 25)), Decision::Wait(Idle::Draft));
}

#[test]
fn a_feed_that_never_published_is_refreshed_at_once() {
    let memory = Memory::open(Scenario::Calm, 1);
    assert_eq!(decision(&memory, &policy(60, 10_000)), Decision::Refresh(Why::First));
}

#[test]
fn nothing_is_due_in_a_slot_already_published() {
    let mut memory = Memory::open(Scenario::Calm, 1);
    memory.refresh();
    assert_eq!(decision(&memory, &policy(1, 0)), Decision::Wait(Idle::NothingDue));
}

#[test]
fn a_publication_that_nobody_confirms_is_replaced_at_once() {
    let mut memory = Memory::open(Scenario::Calm, 1);
    memory.refresh();
    memory.pass(2);
    let policy = policy(60, 10_000);
    assert!(matches!(decision(&memory, &policy), Decision::Wait(Idle::Fresh { age: 2, .. })));
    // Nor by a refresh of a time that is yet to come.
    for confirmed in [None, Some(UnixTime::new(memory.market.time + 61))] {
        let plan = plan(&memory.snapshot, &policy, confirmed).unwrap();
        assert_eq!(plan.decision, Decision::Refresh(Why::Unconfirmed));
    }
    let behind = plan(&memory.snapshot, &policy, Some(UnixTime::new(memory.market.time + 2))).unwrap();
    assert!(matches!(behind.decision, Decision::Wait(Idle::Fresh { age: 0, .. })));
}

#[test]
fn a_depeg_is_noticed_long_before_the_heartbeat() {
    let mut memory = Memory::open(Scenario::Calm, 1);
    // Until the markets have the depth to vote.
    for _ in 0..45 {
        memory.pass(20);
        memory.refresh();
    }
    memory.market = Market::open(1, Scenario::FlashDepeg, memory.market.time, 7);
    // Sixty-five minutes of calm, six of panic.
    let falling = (0..426).find(|_| {
        memory.pass(10);
        matches!(decision(&memory, &policy(600_000, 100)), Decision::Refresh(Why::Deviation { .. } | Why::Level { .. }))
    });
    assert!(falling.is_some());
}

#[test]
fn accounts_that_do_not_fit_are_an_error_and_no_decision() {
    let mut memory = Memory::open(Scenario::Calm, 1);
    memory.snapshot.accounts.swap(0, 1);
    assert!(matches!(plan(&memory.snapshot, &policy(20, 25), None), Err(PlanError::Accounts(_))));
    memory.snapshot.accounts.clear();
    assert!(matches!(plan(&memory.snapshot, &policy(20, 25), None), Err(PlanError::Accounts(_))));
}

#[test]
fn a_dead_source_is_named_and_does_not_stop_planning() {
    let mut memory = Memory::open(Scenario::Calm, 1);
    // The Whirlpool stands behind the seven accounts of the vault.
    memory.snapshot.accounts[7] = Fetched::nothing(memory.snapshot.accounts[7].key);
    let expected = expect(&memory.snapshot).unwrap().unwrap();
    let faulty: Vec<_> = expected.faults.iter().map(Option::is_some).collect();
    assert_eq!(faulty, [false, true, false, false]);
}

/// A feed that was refreshed twenty times, and what a keeper decides when it sees the market moved.
fn decision_on(moved: impl Fn(&mut Market)) -> Decision {
    let mut memory = Memory::open(Scenario::Calm, 1);
    for _ in 0..200 {
        memory.pass(20);
        memory.refresh();
    }
    memory.pass(1);
    memory.show(moved);
    decision(&memory, &policy(60, 25))
}

#[test]
fn whatever_is_published_is_a_reason_to_refresh_when_it_would_change() {
    let calm = decision_on(|_| {});
    assert!(matches!(calm, Decision::Wait(Idle::Fresh { .. })), "{calm:?}");
    for moved in [0.8, 0.99, 1.01, 1.2] {
        let dollars = decision_on(|market| market.sol_usd *= moved);
        assert!(
            matches!(dollars, Decision::Refresh(Why::Deviation { field, .. }) if field != Field::Nav),
            "{dollars:?}"
        );
    }
    // Half a basis point is none.
    assert!(matches!(decision_on(|market| market.sol_usd *= 1.000_05), Decision::Wait(_)));
}

#[test]
fn other_reasons_and_gates_are_refreshed_for_unless_a_stranger_made_them() {
    use price_reader::layout::offset::{GATES, REASONS};
    let mut memory = Memory::open(Scenario::Calm, 1);
    memory.refresh();
    memory.pass(1);
    let calm = memory.snapshot.price.data.clone();
    // A reason more, and an open gate less: what somebody sees who was there in a captured slot.
    let published = price_reader::Published::read_unchecked(&calm).unwrap();
    let open = published.gates().bits();
    let one_less = open & !(1 << (15 - open.leading_zeros()));
    let strict: [(usize, Vec<u8>); 2] =
        [(REASONS, (published.reasons().bits() ^ 1).to_le_bytes().to_vec()), (GATES, one_less.to_le_bytes().to_vec())];
    for (at, bytes) in strict {
        memory.snapshot.price.data.clone_from(&calm);
        memory.snapshot.price.data[at..at + bytes.len()].copy_from_slice(&bytes);
        let own = decision(&memory, &policy(60, 10_000));
        assert!(matches!(own, Decision::Refresh(Why::Reasons { .. } | Why::Gates { .. })), "{own:?}");
        let confirmed = Some(UnixTime::new(memory.refreshed().unwrap().get() - 1));
        let captured = plan(&memory.snapshot, &policy(60, 10_000), confirmed).unwrap().decision;
        assert!(matches!(captured, Decision::Wait(_)), "{captured:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_expected_is_what_the_program_publishes(seed: u64, rounds in 1..40_u32, pause in 1..60_u32) {
        let mut memory = Memory::open(Scenario::Drift, seed);
        for _ in 0..rounds {
            memory.refresh();
            memory.pass(pause);
        }
        let expected = expect(&memory.snapshot).unwrap().unwrap();
        memory.refresh();
        let published = price_reader::Published::read_unchecked(&memory.snapshot.price.data).unwrap();
        let rates = keeper::plan::Rates::published(&published);
        // Debt is rounded up when published, down when compared: a difference of 10^-12.
        prop_assert!(rates.debt.unwrap() - expected.rates.debt.unwrap() <= 1);
        prop_assert!(rates.debt_usd.unwrap() - expected.rates.debt_usd.unwrap() <= 1);
        let without = |rates| keeper::plan::Rates { debt: None, debt_usd: None, ..rates };
        prop_assert_eq!(without(rates), without(expected.rates));
        prop_assert_eq!(published.gates().bits(), expected.gates);
        prop_assert_eq!((published.level() as u8, published.reasons().bits()), (expected.level, expected.reasons));
    }

    #[test]
    fn planning_changes_nothing_and_repeats_itself(seed: u64, pause in 1..600_u32) {
        let mut memory = Memory::open(Scenario::Calm, seed);
        memory.refresh();
        memory.pass(pause);
        let before = bytemuck::bytes_of(&*memory.snapshot.feed).to_vec();
        let decisions = [(); 2].map(|()| decision(&memory, &policy(20, 25)));
        prop_assert_eq!(decisions[0], decisions[1]);
        prop_assert_eq!(bytemuck::bytes_of(&*memory.snapshot.feed), before.as_slice());
    }

    #[test]
    fn a_stricter_policy_never_waits_where_a_laxer_one_refreshes(
        seed: u64, pause in 1..120_u32, heartbeat in 1..60_u64, sooner in 0..60_u64, bps in 1..200_u32, less in 0..200_u32,
    ) {
        let mut memory = Memory::open(Scenario::Calm, seed);
        memory.refresh();
        memory.pass(pause);
        let lax = decision(&memory, &policy(heartbeat, bps));
        let strict = decision(&memory, &policy(heartbeat.saturating_sub(sooner), bps.saturating_sub(less)));
        if matches!(lax, Decision::Refresh(_)) {
            prop_assert!(matches!(strict, Decision::Refresh(_)), "{lax:?} but {strict:?}");
        }
    }

    #[test]
    fn no_refresh_that_counts_outlives_the_heartbeat(seed: u64, heartbeat in 1..60_u64, extra in 0..100_u32) {
        let mut memory = Memory::open(Scenario::Calm, seed);
        memory.refresh();
        memory.pass(u32::try_from(heartbeat).unwrap() + extra);
        prop_assert!(matches!(decision(&memory, &policy(heartbeat, 10_000)), Decision::Refresh(_)));
    }
}

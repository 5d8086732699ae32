//! Which refreshes count for the heartbeat: strangers refresh whenever they like, in slots of their own.

use std::sync::Arc;

use keeper::{
    plan::{Decision, Disagreement, Policy, Witness, plan},
    units::Bps,
};
use localnet::{Scenario, market::Market};

use crate::memory::Memory;

/// Sources of the local feed, in configured order.
const WHIRLPOOL: usize = 1;
const CLMM: usize = 2;

/// A feed whose pools vote with all of their depth, and a keeper that has seen the last refresh.
fn watched() -> (Memory, Witness) {
    let mut memory = Memory::open(Scenario::Calm, 1);
    for _ in 0..200 {
        memory.pass(20);
        memory.refresh();
    }
    memory.pass(1);
    let mut witness = Witness::default();
    look(&memory, &mut witness).expect("agrees");
    (memory, witness)
}

fn look(memory: &Memory, witness: &mut Witness) -> Result<(), Disagreement> {
    witness.saw(&Arc::new(memory.snapshot.clone()))
}

/// What a look after a captured refresh says of it.
fn after_capture(moved: impl Fn(&mut Market)) -> Result<(), Disagreement> {
    let (mut memory, mut witness) = watched();
    let before = witness.confirmed();
    memory.pass(1);
    memory.capture(moved);
    memory.pass(1);
    let verdict = look(&memory, &mut witness);
    assert_eq!(witness.confirmed() == before, verdict.is_err(), "{verdict:?}");
    verdict
}

#[test]
fn a_refresh_counts_if_it_stored_what_the_keeper_saw() {
    assert_eq!(after_capture(|_| {}), Ok(()));
    // Within what the market itself does from one slot to the next.
    assert_eq!(after_capture(|market| market.whirlpool.price *= 0.999_5), Ok(()));
}

#[test]
fn every_market_source_is_compared_for_itself() {
    for moved in [0.5, 0.95, 0.998, 1.002, 1.05, 2.0] {
        let whirlpool = after_capture(|market| market.whirlpool.price *= moved);
        assert_eq!(whirlpool, Err(Disagreement::Spot { source: WHIRLPOOL }), "{moved}");
        let clmm = after_capture(|market| market.clmm.price *= moved);
        assert_eq!(clmm, Err(Disagreement::Spot { source: CLMM }), "{moved}");
    }
    // What the two say together is what it was.
    let opposite = after_capture(|market| {
        market.whirlpool.price *= 0.98;
        market.clmm.price *= 1.02;
    });
    assert_eq!(opposite, Err(Disagreement::Spot { source: WHIRLPOOL }));
}

#[test]
fn a_refresh_that_took_no_reading_is_none() {
    for part in [0.0, 0.001] {
        let emptied = after_capture(|market| market.clmm.depth *= part);
        assert_eq!(emptied, Err(Disagreement::Spot { source: CLMM }), "{part}");
    }
    let closed = after_capture(|market| market.conditions.whirlpool = false);
    assert_eq!(closed, Err(Disagreement::Spot { source: WHIRLPOOL }));
}

#[test]
fn depth_and_nav_are_compared_too() {
    let (mut memory, mut witness) = watched();
    // A fall may take two readings to be believed; it is seen when it is.
    let verdicts = [(); 2].map(|()| {
        memory.pass(10);
        memory.capture(|market| market.whirlpool.depth *= 0.5);
        memory.pass(1);
        look(&memory, &mut witness)
    });
    assert!(verdicts.contains(&Err(Disagreement::Depth { source: WHIRLPOOL })), "{verdicts:?}");
    assert_eq!(after_capture(|market| market.vault.lamports *= 1.01), Err(Disagreement::Nav));
}

#[test]
fn a_pool_left_moved_until_the_keeper_looks_is_not_believed() {
    let (mut memory, mut witness) = watched();
    let before = witness.confirmed();
    let moved = |market: &mut Market| market.whirlpool.price *= 0.9;
    memory.pass(1);
    memory.show(moved);
    memory.refresh();
    // In the refresh's slot itself nothing is decided.
    assert_eq!(look(&memory, &mut witness), Ok(()));
    assert_eq!(witness.confirmed(), before);
    // Afterwards the moved pool agrees with what was stored, and the look before does not.
    memory.pass(1);
    memory.show(moved);
    assert_eq!(look(&memory, &mut witness), Err(Disagreement::Spot { source: WHIRLPOOL }));
    assert_eq!(witness.confirmed(), before);
}

#[test]
fn an_endpoint_that_is_behind_is_not_heard() {
    let (mut memory, mut witness) = watched();
    let old = memory.clone();
    memory.pass(1);
    memory.refresh();
    memory.pass(1);
    look(&memory, &mut witness).expect("agrees");
    let confirmed = witness.confirmed();
    assert_eq!(confirmed, memory.refreshed());
    look(&old, &mut witness).expect("nothing to judge");
    assert_eq!(witness.confirmed(), confirmed);
}

/// Refreshes that a keeper sends in ten minutes, looking every second, beside a stranger who refreshes `every` so many seconds.
fn sent_beside_stranger(every: u32, moved: impl Fn(&mut Market)) -> u32 {
    let (mut memory, mut witness) = watched();
    // By heartbeat alone.
    let policy = Policy { heartbeat: std::time::Duration::from_secs(15), deviation: Bps::new(u32::MAX) };
    let (mut sent, end) = (0, memory.market.time + 600);
    while memory.market.time < end {
        memory.pass(1);
        if memory.market.time % i64::from(every) == 0 {
            memory.capture(&moved);
            memory.pass(1);
        }
        let _ = look(&memory, &mut witness);
        if let Decision::Refresh(_) = plan(&memory.snapshot, &policy, witness.confirmed()).unwrap().decision {
            memory.refresh();
            witness.landed(memory.snapshot.now.time);
            sent += 1;
        }
    }
    sent
}

#[test]
fn captured_refreshes_do_not_silence_the_keeper_and_honest_ones_save_it_the_fee() {
    for every in [1, 5, 14, 19] {
        let sent = sent_beside_stranger(every, |market| market.clmm.price *= 0.8);
        assert!((30..=50).contains(&sent), "{sent} beside a captured refresh every {every} s");
    }
    let sent = sent_beside_stranger(5, |_| {});
    assert!(sent <= 10, "{sent} beside honest ones");
}

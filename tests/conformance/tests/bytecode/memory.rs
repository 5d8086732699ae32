//! Copies, moves, fills and comparisons, against the host.

use conformance::Request;
use conformance::memory::{Step, run};
use proptest::prelude::*;

use crate::machine::Machine;
use crate::operands::draw;

/// Bytes the steps work in, behind the four of the tally.
const BUFFER: u16 = 4_096;
const ROUNDS: usize = 100;
const STEPS: usize = 20;

/// Lengths around the thresholds between inlined loops and system calls, and well beyond 1 KB.
fn length() -> impl Strategy<Value = u16> {
    prop_oneof![3 => 0u16..100, 1 => 100u16..1_100, 2 => 1_100u16..2_048]
}

fn step() -> impl Strategy<Value = Step> {
    // Half of the destinations overlap their source by a few bytes, to either side.
    let near = (0u16..=2_048, -70i16..=70).prop_map(|(from, by)| (from, from.saturating_add_signed(by).min(2_048)));
    let far = (0u16..=2_048, 0u16..=2_048);
    (0u8..5, any::<u8>(), prop_oneof![near, far], length()).prop_map(|(kind, fill, (from, to), length)| Step {
        kind,
        fill,
        from,
        to,
        length,
    })
}

#[test]
fn memory_ends_as_on_the_host() {
    let mut machine = Machine::new();
    let all = draw(&step(), ROUNDS * STEPS);
    for (round, steps) in all.chunks(STEPS).enumerate() {
        let bytes: Vec<u8> = steps.iter().flat_map(|step| step.to_bytes()).collect();
        // Repeats, so that comparisons find equal stretches; and one odd byte a round, so that they find unequal ones.
        let mut expected: Vec<u8> = (0..4 + BUFFER).map(|at| (at % 64) as u8).collect();
        expected[4 + round * 37 % usize::from(BUFFER)] ^= 0x80;
        let (found, _) = machine.transform(Request::Memory, &[], bytes.clone(), expected.clone());
        run(&bytes, &mut expected).expect("every step is inside the buffer");
        let differs = found.iter().zip(&expected).position(|(a, b)| a != b);
        assert_eq!(differs, None, "round {round}, {steps:?}");
    }
}

#[test]
fn the_sample_covers_what_it_should() {
    let all = draw(&step(), ROUNDS * STEPS);
    let overlaps = |step: &Step| step.from.abs_diff(step.to) < step.length && step.from != step.to;
    for kind in 0..5 {
        let long = |step: &&Step| step.kind == kind && step.length > 1_024;
        assert!(
            all.iter().filter(long).filter(|step| overlaps(step)).count() > 20,
            "too few long overlapping steps of kind {kind}"
        );
    }
}

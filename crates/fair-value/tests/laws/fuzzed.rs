//! Any input at all: a bounded run of what `fuzz` runs without end.

use arbitrary::{Arbitrary, Unstructured};
use proptest::prelude::*;

use crate::world::cases;

#[path = "../../fuzz/cases/mod.rs"]
mod fuzz;

/// Makes a case of bytes as the fuzzer does; too few bytes make none.
fn made<'a, T: Arbitrary<'a>>(bytes: &'a [u8]) -> Option<T> {
    T::arbitrary_take_rest(Unstructured::new(bytes)).ok()
}

proptest! {
    #![proptest_config(cases(4_096))]

    #[test]
    fn any_life(bytes in prop::collection::vec(any::<u8>(), 0..2_048)) {
        if let Some(events) = made(&bytes) {
            fuzz::sequence::run(events);
        }
    }

    #[test]
    fn any_memory(bytes in prop::collection::vec(any::<u8>(), 64..2_048)) {
        if let Some(case) = made(&bytes) {
            fuzz::memory::run(case);
        }
    }

    #[test]
    fn any_numbers(bytes in prop::collection::vec(any::<u8>(), 25)) {
        if let Some(case) = made(&bytes) {
            fuzz::arithmetic::run(case);
        }
    }
}

//! Operands for the operations: every bit length equally often, and the neighbours of every power of two. Uniform numbers
//! would nearly all be 128 bits long.

use conformance::record::Operands;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// The same numbers on every machine and every run.
const SEED: [u8; 32] = *b"conformance of the sBPF compiler";

/// `count` operands drawn from a strategy.
pub fn draw<T: Clone + std::fmt::Debug>(strategy: &impl Strategy<Value = T>, count: usize) -> Vec<T> {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &SEED));
    (0..count)
        .map(|_| strategy.new_tree(&mut runner).expect("strategies without filters always give a value").current())
        .collect()
}

pub fn word() -> BoxedStrategy<u64> {
    prop_oneof![
        4 => (any::<u64>(), 0u32..64).prop_map(|(value, shift)| value >> shift),
        2 => (0u32..64, -1i64..=1).prop_map(|(bit, by)| (1u64 << bit).wrapping_add_signed(by)),
        1 => prop_oneof![Just(0), Just(1), Just(u64::MAX), Just(i64::MIN as u64), Just(i32::MIN as i64 as u64), Just(i8::MIN as i64 as u64)],
    ]
    .boxed()
}

pub fn wide() -> BoxedStrategy<u128> {
    prop_oneof![
        4 => (any::<u128>(), 0u32..128).prop_map(|(value, shift)| value >> shift),
        2 => (0u32..128, -1i128..=1).prop_map(|(bit, by)| (1u128 << bit).wrapping_add_signed(by)),
        1 => prop_oneof![Just(0), Just(1), Just(u128::MAX), Just(i128::MIN as u128), Just(i128::MAX as u128)],
        1 => (any::<i128>(), 0u32..128).prop_map(|(value, shift)| (value >> shift) as u128),
    ]
    .boxed()
}

/// A number of exactly this many bits.
fn of_length(bits: std::ops::RangeInclusive<u32>) -> BoxedStrategy<u128> {
    (any::<u128>(), bits).prop_map(|(value, bits)| (value | 1 << 127) >> (128 - bits)).boxed()
}

fn operands(a: BoxedStrategy<u128>, b: BoxedStrategy<u128>) -> BoxedStrategy<Operands> {
    (a, b, word()).prop_map(|(a, b, c)| Operands { a, b, c }).boxed()
}

/// Anything.
pub fn any_operands() -> BoxedStrategy<Operands> {
    let free = operands(wide(), wide());
    // Quotients that are nearly whole are where an estimate goes wrong.
    let near = (wide(), wide(), -1i128..=1, word()).prop_map(|(q, b, by, c)| Operands {
        a: q.wrapping_mul(b).wrapping_add_signed(by),
        b,
        c,
    });
    prop_oneof![3 => free, 1 => near].boxed()
}

/// `a` and `b` of these lengths in bits.
pub fn lengths(a: std::ops::RangeInclusive<u32>, b: std::ops::RangeInclusive<u32>) -> BoxedStrategy<Operands> {
    operands(of_length(a), of_length(b))
}

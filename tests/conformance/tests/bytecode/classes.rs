//! Classes of operations whose results are compared and whose compute units are printed: every operation on anything, and the
//! costly ones on operands of a certain size.

use conformance::operation::Operation;
use conformance::record::Operands;
use proptest::strategy::BoxedStrategy;

use crate::operands::{any_operands, lengths};

pub struct Class {
    pub operation: Operation,
    pub about: &'static str,
    pub operands: BoxedStrategy<Operands>,
    /// Compute units that no single operation may exceed where `sbf-runtime` does the arithmetic.
    pub ceiling: Option<u64>,
}

/// All classes, in the order they are printed.
pub fn all() -> Vec<Class> {
    let everything = Operation::ALL.iter().map(|&operation| Class {
        operation,
        about: "any",
        operands: any_operands(),
        ceiling: None,
    });
    let limited = |operation, about, operands, ceiling| Class { operation, about, operands, ceiling: Some(ceiling) };
    let sized = [
        limited(Operation::Multiply, "128 by 128 bits", lengths(65..=128, 65..=128), 50),
        limited(Operation::CheckedMultiply, "64 by 64 bits", lengths(1..=64, 1..=64), 190),
        limited(Operation::CheckedMultiplySigned, "64 by 63 bits", lengths(1..=64, 1..=63), 260),
        limited(Operation::Divide, "64 by 64 bits", lengths(1..=64, 1..=64), 35),
        limited(Operation::Divide, "128 by 32 bits", lengths(65..=128, 1..=32), 60),
        limited(Operation::Divide, "128 by 64 bits", lengths(65..=128, 33..=64), 180),
        limited(Operation::Remainder, "128 by 64 bits", lengths(65..=128, 33..=64), 180),
        limited(Operation::Divide, "128 by 128 bits", lengths(65..=128, 65..=128), 250),
        limited(Operation::Remainder, "128 by 128 bits", lengths(65..=128, 65..=128), 250),
        limited(Operation::DivideSigned, "127 by 64 bits", lengths(65..=127, 33..=64), 240),
        limited(Operation::DivideSigned, "127 by 127 bits", lengths(65..=127, 65..=127), 300),
        limited(Operation::SquareRoot, "128 bits", lengths(120..=128, 1..=2), 900),
    ];
    everything.chain(sized).collect()
}

//! Operations a batch may ask for, one function each, compiled for hosts and for the virtual machine from this one source.

use crate::error::ConformanceError;
use crate::record::{INPUT, OUTPUT, Operands, Results, results_to_bytes};
use crate::{arguments, control, narrow, wide};

/// Declares the operations: their number on the wire, name and function.
macro_rules! operations {
    ($($number:literal $name:ident $function:path),* $(,)?) => {
        /// An operation, by its number on the wire.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Operation { $(#[doc = stringify!($function)] $name = $number),* }

        impl Operation {
            /// Every operation.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The operation of this number.
            pub fn from_number(number: u8) -> Result<Self, ConformanceError> {
                match number {
                    $($number => Ok(Self::$name),)*
                    _ => Err(ConformanceError::UnknownOperation),
                }
            }

            /// Runs the operation on every record of `input`, writing the results to `output`. The choice is made once, outside
            /// the loop, so that the compute units measured are the operation's.
            pub fn run(self, input: &[u8], output: &mut [u8]) -> Result<(), ConformanceError> {
                match self { $(Self::$name => each(input, output, $function)),* }
            }
        }
    };
}

operations! {
    0 Copy copy,
    1 Add wide::add,
    2 Subtract wide::subtract,
    3 Multiply wide::multiply,
    4 CheckedMultiply wide::checked_multiply,
    5 Divide wide::divide,
    6 Remainder wide::remainder,
    7 DivideByWord wide::divide_by_word,
    8 ShiftLeft wide::shift_left,
    9 ShiftRight wide::shift_right,
    10 Rotate wide::rotate,
    11 CountBits wide::count_bits,
    12 Compare wide::compare,
    13 MultiplySigned wide::multiply_signed,
    14 CheckedMultiplySigned wide::checked_multiply_signed,
    15 DivideSigned wide::divide_signed,
    16 RemainderSigned wide::remainder_signed,
    17 ShiftRightSigned wide::shift_right_signed,
    18 CompareSigned wide::compare_signed,
    32 WordMultiply narrow::multiply,
    33 WordCheckedMultiply narrow::checked_multiply,
    34 WordMultiplyWide narrow::multiply_wide,
    35 WordDivide narrow::divide,
    36 WordDivideSigned narrow::divide_signed,
    37 HalfDivide narrow::divide_half,
    38 HalfDivideSigned narrow::divide_half_signed,
    39 ByteDivideSigned narrow::divide_byte_signed,
    40 LeadingZeros narrow::leading_zeros,
    41 CountWordBits narrow::count_bits,
    42 WordShift narrow::shift,
    43 HalfShift narrow::shift_half,
    44 SwapBytes narrow::swap_bytes,
    45 ExtendSign narrow::extend_sign,
    46 SquareRoot narrow::square_root,
    64 ManyArguments arguments::many,
    65 ManyArgumentsByPointer arguments::many_by_pointer,
    66 StructByValue arguments::struct_by_value,
    67 WideByValue arguments::wide_by_value,
    68 Recurse arguments::recurse,
    80 Branch control::branch,
    81 LookUp control::look_up,
    82 Dispatch control::dispatch,
    83 Allocate control::allocate,
    84 Sort control::sort,
    85 Atomic control::atomic,
}

/// What the others are measured against: reads and writes a record, and computes nothing.
fn copy(x: Operands) -> Results {
    (x.a, x.b)
}

#[inline(always)]
fn each(input: &[u8], output: &mut [u8], operation: impl Fn(Operands) -> Results) -> Result<(), ConformanceError> {
    let (inputs, _) = input.as_chunks::<INPUT>();
    let (outputs, _) = output.as_chunks_mut::<OUTPUT>();
    if outputs.len() < inputs.len() {
        return Err(ConformanceError::Accounts);
    }
    for (from, to) in inputs.iter().zip(outputs) {
        *to = results_to_bytes(operation(Operands::from_bytes(from)));
    }
    Ok(())
}

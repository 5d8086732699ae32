//! 128-bit arithmetic: what upstream LLVM turns into calls of the functions in `sbf-runtime`, and what it expands itself.

use core::cmp::Ordering;

use crate::record::{Operands, Results};

/// An optional value as two results.
pub(crate) fn optional(value: Option<u128>) -> Results {
    (value.unwrap_or_default(), u128::from(value.is_some()))
}

/// An ordering as a result.
fn ordering(ordering: Ordering) -> u128 {
    match ordering {
        Ordering::Less => 1,
        Ordering::Equal => 2,
        Ordering::Greater => 3,
    }
}

/// Bits to shift by: 0 to 127.
fn bits(x: Operands) -> u32 {
    (x.c % 128) as u32
}

pub(crate) fn add(x: Operands) -> Results {
    let (sum, carry) = x.a.overflowing_add(x.b);
    (sum, u128::from(carry))
}

pub(crate) fn subtract(x: Operands) -> Results {
    let (difference, borrow) = x.a.overflowing_sub(x.b);
    (difference, u128::from(borrow))
}

pub(crate) fn multiply(x: Operands) -> Results {
    (x.a.wrapping_mul(x.b), 0)
}

pub(crate) fn checked_multiply(x: Operands) -> Results {
    optional(x.a.checked_mul(x.b))
}

pub(crate) fn divide(x: Operands) -> Results {
    optional(x.a.checked_div(x.b))
}

pub(crate) fn remainder(x: Operands) -> Results {
    optional(x.a.checked_rem(x.b))
}

pub(crate) fn divide_by_word(x: Operands) -> Results {
    optional(x.a.checked_div(u128::from(x.c)))
}

pub(crate) fn shift_left(x: Operands) -> Results {
    (x.a << bits(x), u128::from(x.b.checked_shl(x.c as u32).is_some()))
}

pub(crate) fn shift_right(x: Operands) -> Results {
    (x.a >> bits(x), x.b.unbounded_shr((x.c % 200) as u32))
}

pub(crate) fn rotate(x: Operands) -> Results {
    (x.a.rotate_left(bits(x)), x.b.rotate_right(bits(x)))
}

pub(crate) fn count_bits(x: Operands) -> Results {
    (u128::from(x.a.leading_zeros()), u128::from(x.b.trailing_zeros() + 256 * x.b.count_ones()))
}

pub(crate) fn compare(x: Operands) -> Results {
    (ordering(x.a.cmp(&x.b)), x.a.max(x.b))
}

pub(crate) fn multiply_signed(x: Operands) -> Results {
    ((x.a as i128).wrapping_mul(x.b as i128) as u128, 0)
}

pub(crate) fn checked_multiply_signed(x: Operands) -> Results {
    optional((x.a as i128).checked_mul(x.b as i128).map(|product| product as u128))
}

pub(crate) fn divide_signed(x: Operands) -> Results {
    optional((x.a as i128).checked_div(x.b as i128).map(|quotient| quotient as u128))
}

pub(crate) fn remainder_signed(x: Operands) -> Results {
    optional((x.a as i128).checked_rem(x.b as i128).map(|remainder| remainder as u128))
}

pub(crate) fn shift_right_signed(x: Operands) -> Results {
    (((x.a as i128) >> bits(x)) as u128, 0)
}

pub(crate) fn compare_signed(x: Operands) -> Results {
    (ordering((x.a as i128).cmp(&(x.b as i128))), (x.a as i128).min(x.b as i128) as u128)
}

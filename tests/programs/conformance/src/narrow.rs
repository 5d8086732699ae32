//! Arithmetic of 64 bits and fewer: instructions the virtual machine has, lacks (signed division, counting bits), or has with
//! another meaning than BPF (sign extension of 32-bit results).

use crate::record::{Operands, Results};
use crate::wide::optional;

/// 64-bit operands.
fn words(x: Operands) -> (u64, u64) {
    (x.a as u64, x.b as u64)
}

/// 32-bit operands.
fn halves(x: Operands) -> (u32, u32) {
    (x.a as u32, x.b as u32)
}

/// Quotient and remainder in one result each, plus one so that "none" is distinct.
fn pair<T: Into<i128>>(quotient: Option<T>, remainder: Option<T>) -> Results {
    let result = |value: Option<T>| value.map_or(0, |value| (value.into().wrapping_add(1)) as u128);
    (result(quotient), result(remainder))
}

pub(crate) fn multiply(x: Operands) -> Results {
    let (a, b) = words(x);
    (a.wrapping_mul(b).into(), u128::from((a as u32).wrapping_mul(b as u32)))
}

pub(crate) fn checked_multiply(x: Operands) -> Results {
    let (a, b) = words(x);
    optional(a.checked_mul(b).map(u128::from))
}

pub(crate) fn multiply_wide(x: Operands) -> Results {
    let (a, b) = words(x);
    (u128::from(a) * u128::from(b), (i128::from(a as i64) * i128::from(b as i64)) as u128)
}

pub(crate) fn divide(x: Operands) -> Results {
    let (a, b) = words(x);
    pair(a.checked_div(b), a.checked_rem(b))
}

pub(crate) fn divide_signed(x: Operands) -> Results {
    let (a, b) = (x.a as i64, x.b as i64);
    pair(a.checked_div(b), a.checked_rem(b))
}

pub(crate) fn divide_half(x: Operands) -> Results {
    let (a, b) = halves(x);
    pair(a.checked_div(b), a.checked_rem(b))
}

pub(crate) fn divide_half_signed(x: Operands) -> Results {
    let (a, b) = (x.a as i32, x.b as i32);
    pair(a.checked_div(b), a.checked_rem(b))
}

pub(crate) fn divide_byte_signed(x: Operands) -> Results {
    let (a, b) = (x.a as i8, x.b as i16);
    pair(i16::from(a).checked_div(b), i16::from(a).checked_rem(b))
}

pub(crate) fn leading_zeros(x: Operands) -> Results {
    let (a, b) = words(x);
    (a.leading_zeros().into(), (b as u32).leading_zeros().into())
}

pub(crate) fn count_bits(x: Operands) -> Results {
    let (a, b) = words(x);
    (a.trailing_zeros().into(), b.count_ones().into())
}

pub(crate) fn shift(x: Operands) -> Results {
    let (a, b) = words(x);
    let by = (x.c % 64) as u32;
    (u128::from(a << by) << 64 | u128::from(b >> by), ((x.a as i64) >> by) as u128)
}

pub(crate) fn shift_half(x: Operands) -> Results {
    let (a, b) = halves(x);
    let by = (x.c % 32) as u32;
    (u128::from(a << by) << 64 | u128::from(b >> by), ((x.a as i32) >> by) as u128)
}

pub(crate) fn swap_bytes(x: Operands) -> Results {
    let (a, b) = words(x);
    let halves = u128::from((b as u32).swap_bytes()) << 64;
    (u128::from(a.swap_bytes()) << 64 | u128::from((b as u16).swap_bytes()), halves | u128::from(x.c.to_be()))
}

pub(crate) fn extend_sign(x: Operands) -> Results {
    let (a, b) = words(x);
    let first = i64::from(a as i8).wrapping_add(i64::from(b as i16).wrapping_mul(3));
    let second = i64::from(a as i32).wrapping_sub(i64::from((b as i32).wrapping_add(a as i32)));
    (first as u128, second as u128)
}

pub(crate) fn square_root(x: Operands) -> Results {
    (x.a.isqrt(), x.c.isqrt().into())
}

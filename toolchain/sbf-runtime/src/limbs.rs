//! 128-bit numbers as two 64-bit limbs. Nothing here multiplies, divides or shifts a `u128`: the code generator would turn that
//! into a call of the very functions this crate defines.

/// Low 32 bits of a limb.
pub(crate) const HALF: u64 = 0xffff_ffff;

/// `(high, low)` limbs of a number.
#[inline(always)]
pub(crate) fn split(value: u128) -> (u64, u64) {
    ((value >> 64) as u64, value as u64)
}

/// The number with these limbs.
#[inline(always)]
pub(crate) fn join(high: u64, low: u64) -> u128 {
    (u128::from(high) << 64) | u128::from(low)
}

/// Whether `(high, low)` of the first is at least that of the second.
#[inline(always)]
pub(crate) fn at_least(a: (u64, u64), b: (u64, u64)) -> bool {
    a.0 > b.0 || (a.0 == b.0 && a.1 >= b.1)
}

/// Difference modulo 2^128.
#[inline(always)]
pub(crate) fn subtract(a: (u64, u64), b: (u64, u64)) -> (u64, u64) {
    let borrow = u64::from(a.1 < b.1);
    (a.0.wrapping_sub(b.0).wrapping_sub(borrow), a.1.wrapping_sub(b.1))
}

/// Number of zero bits above the highest set bit of a nonzero limb. A search by halves: the virtual machine cannot count, and
/// the code generator's own expansion is twice as long.
#[inline(always)]
pub(crate) fn leading_zeros(limb: u64) -> u32 {
    let mut rest = limb;
    let mut count = 0;
    if rest >> 32 == 0 {
        count = 32;
        rest <<= 32;
    }
    if rest >> 48 == 0 {
        count += 16;
        rest <<= 16;
    }
    if rest >> 56 == 0 {
        count += 8;
        rest <<= 8;
    }
    if rest >> 60 == 0 {
        count += 4;
        rest <<= 4;
    }
    if rest >> 62 == 0 {
        count += 2;
        rest <<= 2;
    }
    if rest >> 63 == 0 {
        count += 1;
    }
    count
}

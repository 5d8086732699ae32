//! Sums and differences that stop at their bounds, for numbers that hardly ever reach them.
//!
//! Bytecode cannot choose between two values without a jump, so the compiler's own saturation takes eight instructions where these take
//! three.

use core::hint::black_box;

/// `a` + `b`, at most what fits.
#[inline(always)]
pub(crate) fn sum(a: u64, b: u64) -> u64 {
    a.checked_add(b).unwrap_or_else(|| bound(u64::MAX))
}

/// `a` - `b`, at least zero.
#[inline(always)]
pub(crate) fn rest(a: u64, b: u64) -> u64 {
    a.checked_sub(b).unwrap_or_else(|| bound(0))
}

/// The same of 32 bits.
#[inline(always)]
pub(crate) fn rest32(a: u32, b: u32) -> u32 {
    a.checked_sub(b).unwrap_or_else(|| bound(0) as u32)
}

/// The bound itself. Opaque, or the compiler would see the choice again and make it its own.
#[cold]
#[inline(never)]
fn bound(value: u64) -> u64 {
    black_box(value)
}

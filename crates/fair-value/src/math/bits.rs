//! Counting bits, which bytecode cannot.

/// Zero bits above the highest set one. Slow in bytecode, which cannot count, and long: callers spare themselves the usual cases.
#[cold]
#[inline(never)]
pub(crate) fn zeros(bits: u64) -> u32 {
    bits.leading_zeros()
}

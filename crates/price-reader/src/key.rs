//! Comparing addresses.

/// Whether two addresses are equal: four 64-bit comparisons in line, where `==` on arrays may become a call to `memcmp`.
#[inline(always)]
pub(crate) fn same(a: &[u8; 32], b: &[u8; 32]) -> bool {
    let word = |bytes: &[u8]| <[u8; 8]>::try_from(bytes).map_or(0, u64::from_le_bytes);
    a.chunks_exact(8).zip(b.chunks_exact(8)).all(|(a, b)| word(a) == word(b))
}

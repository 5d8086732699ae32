//! Comparing addresses.

/// Whether two addresses are equal: four 64-bit comparisons in line, where `==` on arrays may become a call to `memcmp`.
#[inline(always)]
pub(crate) fn same(a: &[u8; 32], b: &[u8; 32]) -> bool {
    let (a, b) = (a.as_chunks::<8>().0, b.as_chunks::<8>().0);
    a.iter().zip(b).all(|(a, b)| u64::from_le_bytes(*a) == u64::from_le_bytes(*b))
}

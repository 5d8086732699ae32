//! Fields out of account data. Offsets and lengths are checked when the program is compiled, so reading cannot fail.

use crate::Key;

/// The `N` bytes at offset `AT` of an account of exactly `LEN` bytes.
pub(crate) fn field<const AT: usize, const N: usize, const LEN: usize>(data: &[u8; LEN]) -> &[u8; N] {
    const {
        assert!(AT <= LEN && N <= LEN - AT, "field beyond the end of its account");
    }
    match data.split_at_checked(AT).and_then(|(_, tail)| tail.first_chunk()) {
        Some(bytes) => bytes,
        // Unreachable by the assertion above; the compiler removes it.
        None => const { &[0; N] },
    }
}

pub(crate) fn u8_at<const AT: usize, const LEN: usize>(data: &[u8; LEN]) -> u8 {
    u8::from_le_bytes(*field::<AT, 1, LEN>(data))
}

pub(crate) fn u16_at<const AT: usize, const LEN: usize>(data: &[u8; LEN]) -> u16 {
    u16::from_le_bytes(*field::<AT, 2, LEN>(data))
}

pub(crate) fn u32_at<const AT: usize, const LEN: usize>(data: &[u8; LEN]) -> u32 {
    u32::from_le_bytes(*field::<AT, 4, LEN>(data))
}

pub(crate) fn i32_at<const AT: usize, const LEN: usize>(data: &[u8; LEN]) -> i32 {
    i32::from_le_bytes(*field::<AT, 4, LEN>(data))
}

pub(crate) fn u64_at<const AT: usize, const LEN: usize>(data: &[u8; LEN]) -> u64 {
    u64::from_le_bytes(*field::<AT, 8, LEN>(data))
}

pub(crate) fn i64_at<const AT: usize, const LEN: usize>(data: &[u8; LEN]) -> i64 {
    i64::from_le_bytes(*field::<AT, 8, LEN>(data))
}

pub(crate) fn u128_at<const AT: usize, const LEN: usize>(data: &[u8; LEN]) -> u128 {
    u128::from_le_bytes(*field::<AT, 16, LEN>(data))
}

pub(crate) fn key_at<const AT: usize, const LEN: usize>(data: &[u8; LEN]) -> &Key {
    field::<AT, 32, LEN>(data)
}

/// Reads a sequence of fields whose places depend on those before them.
pub(crate) struct Cursor<'a> {
    data: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(data: &'a [u8], at: usize) -> Self {
        Self { data, at }
    }

    pub(crate) fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes);
    }

    pub(crate) fn take<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        let bytes = self.data.get(self.at..)?.first_chunk()?;
        self.at = self.at.saturating_add(N);
        Some(bytes)
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.take::<1>().map(|b| u8::from_le_bytes(*b))
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        self.take().map(|b| u64::from_le_bytes(*b))
    }
}

/// Writes a field at its offset; what would lie beyond the account is dropped.
#[cfg(feature = "encode")]
pub(crate) fn put(data: &mut [u8], at: usize, bytes: &[u8]) {
    for (to, from) in data.iter_mut().skip(at).zip(bytes) {
        *to = *from;
    }
}

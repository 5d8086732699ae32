//! Bytes on the stack, for what is logged or returned.

use core::{mem::MaybeUninit, slice};

/// Bytes that are written one after the other: those that fit.
pub struct Record<const N: usize> {
    bytes: [MaybeUninit<u8>; N],
    len: usize,
}

impl<const N: usize> Default for Record<N> {
    /// An empty one.
    #[inline(always)]
    fn default() -> Self {
        Self { bytes: [MaybeUninit::uninit(); N], len: 0 }
    }
}

impl<const N: usize> Record<N> {
    /// All of it.
    #[inline(always)]
    pub fn bytes(&self) -> &[u8] {
        // SAFETY: `push` wrote as many.
        unsafe { slice::from_raw_parts(self.bytes.as_ptr().cast(), self.len) }
    }

    /// Appends `bytes`, if there is room for them.
    #[inline(always)] // places are known when the program is compiled
    pub fn push(&mut self, bytes: &[u8]) {
        let end = self.len.saturating_add(bytes.len());
        if let Some(place) = self.bytes.get_mut(self.len..end) {
            // SAFETY: a place of that length, in another array.
            unsafe { place.as_mut_ptr().cast::<u8>().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
            self.len = end;
        }
    }
}

impl<const N: usize> std::io::Write for Record<N> {
    #[inline(always)]
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.push(bytes);
        Ok(bytes.len())
    }

    #[inline(always)]
    fn write_all(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.push(bytes);
        Ok(())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

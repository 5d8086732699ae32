//! Bytes on the stack, for what is logged or returned.

use std::{io, mem::MaybeUninit};

use anchor_lang::error::ErrorCode;

use crate::error::Result;

/// Bytes that are written one after the other. Where something has no room nothing is appended any more, and the end says so: an error of
/// every step would cost more than the steps.
pub struct Record<const N: usize> {
    bytes: [MaybeUninit<u8>; N],
    /// How many were written; beyond all once something had no room.
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
    ///
    /// # Errors
    /// `InstructionDidNotSerialize`, if something had no room.
    #[inline(always)]
    pub fn bytes(&self) -> Result<&[u8]> {
        let bytes = self.bytes.get(..self.len).ok_or(ErrorCode::InstructionDidNotSerialize)?;
        // SAFETY: PUSHED.
        Ok(unsafe { bytes.assume_init_ref() })
    }

    /// Appends `bytes`.
    #[inline(always)] // places are known when the program is compiled
    pub fn push(&mut self, bytes: &[u8]) {
        let end = self.len.saturating_add(bytes.len());
        self.len = match self.bytes.get_mut(self.len..end) {
            Some(place) => {
                place.write_copy_of_slice(bytes);
                end
            }
            None => usize::MAX,
        };
    }
}

impl<const N: usize> io::Write for Record<N> {
    #[inline(always)]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.push(bytes);
        Ok(bytes.len())
    }

    #[inline(always)]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.push(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

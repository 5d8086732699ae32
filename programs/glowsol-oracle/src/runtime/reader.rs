//! Values as Borsh writes them: arguments of instructions, and what a proposal says.
//!
//! Borsh's own reader makes an error with a text wherever something can be wrong, and that brings formatting along: a tenth of the
//! program. This one reads on, notes that something was wrong, and says so at the end.

use anchor_lang::{error::ErrorCode, prelude::Pubkey};

use crate::error::Result;

/// Bytes that are being read. What is not there reads as zero.
pub struct Reader<'a> {
    rest: &'a [u8],
    failed: bool,
}

/// What can be read.
pub trait Decode: Sized {
    /// Reads a value; if it is not there, or none of its type, `from` has failed.
    fn decode(from: &mut Reader<'_>) -> Self;
}

impl<'a> Reader<'a> {
    /// Reads `bytes` as one value, with nothing left over.
    ///
    /// # Errors
    /// `InstructionDidNotDeserialize`.
    pub fn all<T: Decode>(bytes: &'a [u8]) -> Result<T> {
        let mut reader = Self { rest: bytes, failed: false };
        let value = T::decode(&mut reader);
        ensure!(!reader.failed && reader.rest.is_empty(), ErrorCode::InstructionDidNotDeserialize);
        Ok(value)
    }

    /// Says that what was read is no value of its type.
    pub fn fail(&mut self) {
        self.failed = true;
    }

    fn take<const N: usize>(&mut self) -> [u8; N] {
        match self.rest.split_first_chunk() {
            Some((bytes, rest)) => {
                self.rest = rest;
                *bytes
            }
            None => {
                self.failed = true;
                [0; N]
            }
        }
    }
}

impl Decode for () {
    fn decode(_: &mut Reader<'_>) -> Self {}
}

impl<A: Decode, B: Decode> Decode for (A, B) {
    fn decode(from: &mut Reader<'_>) -> Self {
        (A::decode(from), B::decode(from))
    }
}

/// Numbers.
macro_rules! decode_numbers {
    ($($number:ty),*) => {
        $(impl Decode for $number {
            #[inline(never)] // everywhere the same
            fn decode(from: &mut Reader<'_>) -> Self {
                Self::from_le_bytes(from.take())
            }
        })*
    };
}
decode_numbers!(u8, u16, u32, u64);

impl Decode for i64 {
    fn decode(from: &mut Reader<'_>) -> Self {
        u64::decode(from).cast_signed()
    }
}

impl Decode for bool {
    fn decode(from: &mut Reader<'_>) -> Self {
        let byte = u8::decode(from);
        if byte > 1 {
            from.fail();
        }
        byte == 1
    }
}

impl Decode for Pubkey {
    #[inline(never)] // everywhere the same
    fn decode(from: &mut Reader<'_>) -> Self {
        Self::new_from_array(from.take())
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(from: &mut Reader<'_>) -> Self {
        bool::decode(from).then(|| T::decode(from))
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(from: &mut Reader<'_>) -> Self {
        let len = u32::decode(from) as usize;
        // Nothing has less than a byte: a count beyond what is there takes neither time nor memory.
        if len > from.rest.len() {
            from.fail();
            return Self::new();
        }
        (0..len).map(|_| T::decode(from)).collect()
    }
}

/// Structures, by their fields in order.
macro_rules! decode_fields {
    ($($name:path { $($field:ident),* $(,)? }),* $(,)?) => {
        $(impl crate::runtime::Decode for $name {
            fn decode(from: &mut crate::runtime::Reader<'_>) -> Self {
                $(let $field = crate::runtime::Decode::decode(from);)*
                Self { $($field),* }
            }
        })*
    };
}
pub(crate) use decode_fields;

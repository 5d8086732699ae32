//! What a decoder relies on, as data.

use crate::{Key, programs};

/// Names constants together with their values.
macro_rules! offsets {
    ($($name:ident),* $(,)?) => { &[ $( (stringify!($name), $name) ),* ] };
}
pub(crate) use offsets;

/// How long an account is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Length {
    /// Exactly so many bytes.
    Exact(usize),
    /// So many bytes or more.
    AtLeast(usize),
    /// So many bytes, or more with Token-2022 extensions.
    Extensible(usize),
    /// A head, then so many bytes for each of a stated number of items.
    Ring {
        /// Bytes before the items.
        head: usize,
        /// Bytes of an item.
        item: usize,
    },
}

/// One type of account that is decoded.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The account's type as its program names it.
    pub name: &'static str,
    /// The programs that may own it.
    pub owners: &'static [Key],
    /// Its first bytes, where they tell its type.
    pub discriminator: Option<[u8; 8]>,
    /// Its length.
    pub length: Length,
    /// The fields that are read.
    pub offsets: &'static [(&'static str, usize)],
}

/// The programs of the token interface.
pub(crate) const TOKEN_PROGRAMS: &[Key] = &programs::TOKENS;

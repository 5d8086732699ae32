//! Which side of a pool is the token, and which SOL.

use core::hint::black_box;

use crate::{
    Key,
    account::Part,
    fault::{Condition, SourceFault},
    programs::WRAPPED_SOL,
};

/// Whether two addresses are in byte order. They differ in their first byte, mostly: a loop that is left there, and not unrolled.
#[inline(never)]
fn is_before(first: &Key, second: &Key) -> bool {
    let differing = black_box(&first[..]).iter().zip(second).find(|(first, second)| first != second);
    differing.is_some_and(|(first, second)| first < second)
}

/// The order of a pool's two mints.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Orientation {
    /// Token first, wrapped SOL second: the pool's price is SOL per token.
    TokenFirst,
    /// Wrapped SOL first, token second: the pool's price is tokens per SOL.
    SolFirst,
}

impl Orientation {
    /// From a pool's two mints: one must be the token, the other wrapped SOL.
    #[inline(never)]
    pub(crate) fn of(part: Part<'_>, token: &Key, first: &Key, second: &Key) -> Result<Self, SourceFault> {
        if first == token && *second == WRAPPED_SOL {
            Ok(Self::TokenFirst)
        } else if *first == WRAPPED_SOL && second == token {
            Ok(Self::SolFirst)
        } else {
            Err(part.fault(Condition::WrongMints))
        }
    }

    /// The same for a pool whose program refuses mints that are not in byte order: one that has them the other way round is no pool
    /// of that program, and its price would be read upside down.
    pub(crate) fn of_ordered(part: Part<'_>, token: &Key, first: &Key, second: &Key) -> Result<Self, SourceFault> {
        if is_before(first, second) {
            Self::of(part, token, first, second)
        } else {
            Err(part.fault(Condition::WrongMints))
        }
    }

    /// Of what a pool lists for its first and second token: the token's, then SOL's.
    pub(crate) fn token_then_sol<T>(self, first: T, second: T) -> (T, T) {
        match self {
            Self::TokenFirst => (first, second),
            Self::SolFirst => (second, first),
        }
    }
}

//! Which markets there are mirrors for.

use crate::{pyth, scope};

/// A market, and the shape in which it reads a price. The number is part of the mirror's address.
///
/// | profile | normal, caution | no new risk, liquidation open | shut: NAV fault, guardian, stale, no USD |
/// |---|---|---|---|
/// | `klend-scope` | price `liquidation`, TWAP `collateral` | TWAP at half the price | the same, and the time a day back |
/// | `klend-pyth` | price `liquidation`, EMA `collateral` | EMA at half the price | the same, and the time a day back |
/// | `p0-pyth` | price `liquidation`, EMA `collateral` | EMA's confidence as large as the EMA | the same, verification partial, the time stands |
/// | `jupiter-pyth` | price `liquidation` | confidence 3 % | the same, verification partial, the time stands |
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(u8)]
pub enum Profile {
    /// Kamino's klend, by an account of Scope's shape: entry 0 is the price, entry 1 the TWAP.
    KlendScope = 0,
    /// Kamino's klend, by an account of Pyth's shape.
    KlendPyth = 1,
    /// P0, formerly marginfi.
    P0Pyth = 2,
    /// Jupiter Lend.
    JupiterPyth = 3,
}

impl Profile {
    /// Every profile, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::KlendScope, Self::KlendPyth, Self::P0Pyth, Self::JupiterPyth];

    /// The profile of this number.
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            0 => Some(Self::KlendScope),
            1 => Some(Self::KlendPyth),
            2 => Some(Self::P0Pyth),
            3 => Some(Self::JupiterPyth),
            _ => None,
        }
    }

    /// The profile of this name, as configurations have it.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.name() == name)
    }

    /// Its number.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Its name, as configurations have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::KlendScope => "klend-scope",
            Self::KlendPyth => "klend-pyth",
            Self::P0Pyth => "p0-pyth",
            Self::JupiterPyth => "jupiter-pyth",
        }
    }

    /// Bytes of its mirror.
    pub const fn size(self) -> usize {
        match self {
            Self::KlendScope => scope::LEN,
            Self::KlendPyth | Self::P0Pyth | Self::JupiterPyth => pyth::LEN,
        }
    }
}

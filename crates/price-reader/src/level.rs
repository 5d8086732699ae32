//! How bad things are: the breaker's level and what halted it.

/// The breaker's level.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[repr(u8)]
pub enum Level {
    /// Everything may be done.
    #[default]
    Normal = 0,
    /// Everything may be done; AMMs widen their fee.
    Caution = 1,
    /// No new risk: no borrowing, no withdrawing with debt, no swaps at the oracle's price.
    Depegged = 2,
    /// As depegged, or stricter: see [`HaltCause`].
    Halted = 3,
}

impl Level {
    /// Every level, from the least to the most.
    pub const ALL: [Self; 4] = [Self::Normal, Self::Caution, Self::Depegged, Self::Halted];

    /// From the account's byte; `None` if version 1 knows no such level.
    #[inline]
    pub const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Normal),
            1 => Some(Self::Caution),
            2 => Some(Self::Depegged),
            3 => Some(Self::Halted),
            _ => None,
        }
    }

    /// The name used in configuration, logs and events.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Caution => "caution",
            Self::Depegged => "depegged",
            Self::Halted => "halted",
        }
    }
}

/// What halted the feed: a set of bits, meaningful at [`Level::Halted`] only.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(transparent))]
pub struct HaltCause(u8);

impl HaltCause {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// The token's value fell: a market discount, a fall of a well-formed NAV, an unbacked mint.
    pub const MARKET: Self = Self(1 << 0);
    /// The backing is in doubt: it cannot be read, or a program that keeps it was upgraded.
    pub const NAV: Self = Self(1 << 1);
    /// The guardian.
    pub const GUARDIAN: Self = Self(1 << 2);

    /// From the account's byte. Unknown bits are kept and count as strict.
    #[inline]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// As in the account.
    #[inline]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Both causes.
    #[inline]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether every bit of `other` is set.
    #[inline]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether anything other than the market halted the feed: then even deposits and deleveraging stop.
    #[inline]
    pub const fn is_strict(self) -> bool {
        self.0 & !Self::MARKET.0 != 0
    }
}

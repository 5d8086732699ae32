//! How alarmed a feed is, and what halts it. Numbers are part of the published account.

/// How alarmed a feed is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
#[repr(u8)]
pub enum Level {
    /// Everything is open.
    #[default]
    Normal = 0,
    /// Everything is open, but swaps should cost more.
    Caution = 1,
    /// No new risk on this token.
    Depegged = 2,
    /// As depegged, or only repaying, by cause.
    Halted = 3,
}

impl Level {
    /// From its number; anything above is [`Level::Halted`].
    pub fn from_number(number: u32) -> Self {
        match number {
            0 => Self::Normal,
            1 => Self::Caution,
            2 => Self::Depegged,
            _ => Self::Halted,
        }
    }

    /// One level down.
    pub(crate) fn below(self) -> Self {
        match self {
            Self::Normal | Self::Caution => Self::Normal,
            Self::Depegged => Self::Caution,
            Self::Halted => Self::Depegged,
        }
    }
}

/// What halts a feed, as bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Causes(pub u8);

impl Causes {
    /// The token's value fell: a market discount, a fall of a well-formed NAV, an unbacked mint.
    pub const MARKET: Self = Self(1);
    /// The backing is in doubt: it cannot be read, or a program that keeps it was upgraded.
    pub const NAV: Self = Self(2);
    /// The guardian.
    pub const GUARDIAN: Self = Self(4);

    /// Whether all of `other` are among them.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether liquidation is barred for a while.
    pub(crate) fn bars_liquidation(self) -> bool {
        self.0 & (Self::NAV.0 | Self::GUARDIAN.0) != 0
    }
}

//! What can go wrong, with the facts. Every kind has a stable number for on-chain logs: see [`ReadError::code`].

use core::fmt;

use crate::gates::Action;
use crate::layout;
use crate::level::{HaltCause, Level};
use crate::staleness::Stale;

/// A published value that the account may lack.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Field {
    /// NAV.
    Nav,
    /// Fair value.
    Fair,
    /// Collateral price in SOL.
    Collateral,
    /// Debt price in SOL.
    Debt,
    /// Liquidation price in SOL.
    Liquidation,
    /// Collateral price in USD.
    CollateralUsd,
    /// Debt price in USD.
    DebtUsd,
    /// Liquidation price in USD.
    LiquidationUsd,
}

impl Field {
    /// Every field, in the order of their numbers.
    pub const ALL: [Self; 8] = [
        Self::Nav,
        Self::Fair,
        Self::Collateral,
        Self::Debt,
        Self::Liquidation,
        Self::CollateralUsd,
        Self::DebtUsd,
        Self::LiquidationUsd,
    ];

    /// The name used in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nav => "NAV",
            Self::Fair => "fair value",
            Self::Collateral => "collateral price",
            Self::Debt => "debt price",
            Self::Liquidation => "liquidation price",
            Self::CollateralUsd => "collateral price in USD",
            Self::DebtUsd => "debt price in USD",
            Self::LiquidationUsd => "liquidation price in USD",
        }
    }
}

/// Why an action is not allowed now.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Denied {
    /// The published gates bar it.
    Level {
        /// What was asked for.
        action: Action,
        /// The breaker's level.
        level: Level,
        /// What halted the feed, at [`Level::Halted`].
        cause: HaltCause,
    },
    /// The published gates allow it, the price is too old for it.
    Stale {
        /// What was asked for.
        action: Action,
        /// What is too old.
        stale: Stale,
    },
}

/// Why there is no price to use.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ReadError {
    /// The account belongs to another program.
    WrongOwner {
        /// Its owner.
        found: [u8; 32],
    },
    /// The account is shorter than version 1.
    TooShort {
        /// Its length in bytes; at least [`layout::LEN`] are needed.
        found: usize,
    },
    /// Not a price account.
    WrongDiscriminator {
        /// Its first eight bytes.
        found: [u8; 8],
    },
    /// A layout that this crate does not know.
    UnknownVersion {
        /// The version byte; this crate reads [`layout::VERSION`].
        found: u8,
    },
    /// A level that version 1 does not have.
    UnknownLevel {
        /// The level byte.
        found: u8,
    },
    /// The gates contradict the level: see [`Gates::fit`](crate::Gates::fit).
    MalformedGates {
        /// The breaker's level.
        level: Level,
        /// What halted the feed, at [`Level::Halted`].
        cause: HaltCause,
        /// The gate bits.
        found: u16,
    },
    /// Published later than the reader's clock and its tolerance.
    FromFuture {
        /// Time of the publication.
        published_at: i64,
        /// The reader's time.
        now: i64,
    },
    /// The price of another feed.
    WrongFeed {
        /// The feed that the account names.
        found: [u8; 32],
    },
    /// The price of another token.
    WrongMint {
        /// The mint that the account names.
        found: [u8; 32],
    },
    /// Too old for the use.
    Stale(Stale),
    /// The use belongs to an action that is not allowed now.
    Denied(Denied),
    /// The account has no such value: not configured, or never published.
    Absent(Field),
    /// Collateral, liquidation and debt price are not in this order.
    Disordered {
        /// Collateral price as published.
        collateral: u64,
        /// Liquidation price as published.
        liquidation: u64,
        /// Debt price as published.
        debt: u64,
    },
    /// The value does not fit 64 bits in the unit asked for.
    Overflow,
}

impl ReadError {
    /// Numbers count from here: far above those that Anchor and most programs use.
    pub const CODE_BASE: u32 = 0x5052_4300;

    /// A stable number for a program's custom error, that tells action, level and leg apart: `docs/errors.md` explains each.
    ///
    /// | from `CODE_BASE` on | |
    /// |---|---|
    /// | 1 to 9, 13, 14 | the variants that are not listed below, in their order |
    /// | 0x10 + leg | [`ReadError::Stale`] |
    /// | 0x18 + field | [`ReadError::Absent`] |
    /// | 0x20 + 4 x action + leg | [`Denied::Stale`] |
    /// | 0x40 + 8 x action + level, 4 for a halt that is not the market's alone | [`Denied::Level`] |
    pub const fn code(&self) -> u32 {
        let number = match *self {
            Self::WrongOwner { .. } => 1,
            Self::TooShort { .. } => 2,
            Self::WrongDiscriminator { .. } => 3,
            Self::UnknownVersion { .. } => 4,
            Self::UnknownLevel { .. } => 5,
            Self::MalformedGates { .. } => 6,
            Self::FromFuture { .. } => 7,
            Self::WrongFeed { .. } => 8,
            Self::WrongMint { .. } => 9,
            Self::Stale(stale) => 0x10 | stale.leg as u32,
            Self::Denied(Denied::Stale { action, stale }) => 0x20 | (action as u32) << 2 | stale.leg as u32,
            Self::Denied(Denied::Level { action, level: Level::Halted, cause }) if cause.is_strict() => {
                0x40 | (action as u32) << 3 | 4
            }
            Self::Denied(Denied::Level { action, level, .. }) => 0x40 | (action as u32) << 3 | level as u32,
            Self::Absent(field) => 0x18 | field as u32,
            Self::Disordered { .. } => 13,
            Self::Overflow => 14,
        };
        Self::CODE_BASE | number
    }
}

impl From<Denied> for ReadError {
    #[inline]
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { leg, age, limit } = self;
        write!(f, "{} is {age} s old, the limit is {limit} s", leg.as_str())
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Level { action, level, cause } => {
                write!(f, "{} is not allowed at level {}", action.as_str(), level.as_str())?;
                if *level == Level::Halted {
                    write!(f, " (cause {:#05b})", cause.bits())
                } else {
                    Ok(())
                }
            }
            Self::Stale { action, stale } => write!(f, "{} is not allowed: {stale}", action.as_str()),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongOwner { found } => write!(f, "account is owned by {}, not by the oracle", Hex(found)),
            Self::TooShort { found } => write!(f, "account has {found} bytes, a price has {}", layout::LEN),
            Self::WrongDiscriminator { found } => {
                write!(f, "account starts with {}, a price with {}", Hex(found), Hex(&layout::DISCRIMINATOR))
            }
            Self::UnknownVersion { found } => {
                write!(f, "account has layout version {found}, this reader knows {}", layout::VERSION)
            }
            Self::UnknownLevel { found } => write!(f, "level {found} is not one of version {}", layout::VERSION),
            Self::MalformedGates { level, cause, found } => {
                write!(f, "gates {found:#011b} contradict level {} (halt cause {:#05b})", level.as_str(), cause.bits())
            }
            Self::FromFuture { published_at, now } => write!(f, "published at {published_at}, but it is {now}"),
            Self::WrongFeed { found } => write!(f, "price of feed {}", Hex(found)),
            Self::WrongMint { found } => write!(f, "price of mint {}", Hex(found)),
            Self::Stale(stale) => stale.fmt(f),
            Self::Denied(denied) => denied.fmt(f),
            Self::Absent(field) => write!(f, "the account has no {}", field.as_str()),
            Self::Disordered { collateral, liquidation, debt } => write!(
                f,
                "collateral price {collateral}, liquidation price {liquidation} and debt price {debt} are out of order"
            ),
            Self::Overflow => f.write_str("value does not fit 64 bits in the unit asked for"),
        }
    }
}

#[cfg(feature = "std")]
impl std::error::Error for Denied {}

#[cfg(feature = "std")]
impl std::error::Error for ReadError {}

#[cfg(feature = "std")]
impl std::error::Error for crate::lending::BadTerms {}

/// Bytes in hexadecimal: base58 would need a dependency or a page of code.
struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

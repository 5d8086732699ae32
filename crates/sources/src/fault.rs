//! What can be wrong with a refresh, and whose doing it is.
//!
//! The caller of a refresh chooses which accounts to pass, so a missing or a wrong account is the caller's mistake and fails
//! the refresh. What an account at its pinned address contains is not the caller's doing but that of whoever controls the
//! source: it is recorded, and the refresh goes on without that source. Otherwise one broken source would silence the feed.
//!
//! Codes: 1 to 15 [`CallerFault`], 16 to 63 [`Condition`], from 64 [`crate::TableError`].

use core::fmt;

use crate::coded::coded;

coded! {
    /// The caller passed wrong accounts. Fails the refresh.
    pub enum CallerFault {
        1 "The number of accounts passed is not that of the table."
        AccountCount { expected: u8, found: u8 },
        2 "The account passed is not the one that is pinned in its place."
        WrongAddress { source_index: u8, account: u8 },
        3 "The table has no source of this index."
        NoSuchSource { source_index: u8, count: u8 },
        4 "The table was never valid: check it before it is used."
        InvalidTable { source_index: u8 },
    }
}

coded! {
    /// What is wrong with a source, for reasons that the caller of a refresh does not control.
    pub enum Condition {
        16 "The account does not exist any more: the system program owns it, and it has no data."
        Gone,
        17 "The account belongs to another program."
        WrongOwner,
        18 "The account is of another type: its discriminator is wrong."
        WrongDiscriminator,
        19 "The account's data has another length than its type has."
        WrongLength,
        20 "The account was allocated but never initialised."
        Uninitialised,
        21 "The pool does not trade the token against wrapped SOL, or lists the two in an order that its program never has."
        WrongMints,
        22 "The source states other decimals than are configured."
        WrongDecimals,
        23 "The source names another companion account than the one that is pinned, or the companion another source."
        WrongSibling,
        24 "The reserve is controlled by another authority than the pinned one."
        WrongAuthority,
        25 "The token account holds another token."
        WrongMint,
        26 "The price account carries another feed."
        WrongFeedId,
        27 "The feed belongs to another oracle queue."
        WrongQueue,
        28 "The price update was verified by fewer guardians than a full quorum."
        PartiallyVerified,
        29 "The reading claims a time (or epoch, or slot) that has not come yet."
        FromFuture,
        30 "The reading is older than acceptable: time, epoch or slot of its making before the oldest acceptable one."
        Stale,
        31 "The price is zero or negative."
        NonPositive,
        32 "The confidence interval is wider than acceptable."
        TooWide,
        33 "The value cannot be represented, or lies outside what its type allows."
        OutOfRange,
        34 "The venue has disabled trading."
        Disabled,
        35 "There is no liquidity in range, or one side of the pool is empty."
        ZeroLiquidity,
        36 "The supply is zero."
        ZeroSupply,
        37 "The assets are zero."
        ZeroAssets,
        38 "The stake pool's withdrawal fee is above the configured ceiling."
        FeeTooHigh,
        39 "The feed's value rests on fewer samples than required."
        TooFewSamples,
        40 "The token account is frozen."
        Frozen,
        41 "The account's data contradicts its own format."
        Malformed,
        42 "The venue has not opened for trading yet."
        NotOpen,
        43 "The feed can be written by its authority alone, without oracles."
        WritableByAuthority,
        44 "Part of the mint's supply is hidden by confidential minting."
        HiddenSupply,
        45 "The venue works in a mode whose price is not known to be read rightly."
        UnsupportedMode,
        46 "The venue has never traded: its price is what its creator set."
        NeverTraded,
    }
}

impl Condition {
    /// What means of a pool that nobody can sell into it. Prices that cannot be represented are among it: a pool without
    /// liquidity can be moved to any price for nothing, and must not become a missing sample by that.
    pub const CLOSED_MARKET: [Self; 8] = [
        Self::Gone,
        Self::NonPositive,
        Self::OutOfRange,
        Self::Disabled,
        Self::ZeroLiquidity,
        Self::Frozen,
        Self::NotOpen,
        Self::NeverTraded,
    ];

    /// Whether it means of a pool that nobody can sell into it.
    pub fn is_closed_market(self) -> bool {
        Self::CLOSED_MARKET.contains(&self)
    }
}

/// A [`Condition`] of one account of a source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SourceFault {
    /// Index of the account among those of its source.
    pub account: u8,
    /// What is wrong with it.
    pub condition: Condition,
}

impl SourceFault {
    /// The code of the condition.
    pub const fn code(&self) -> u8 {
        self.condition.code()
    }

    /// The name of the condition.
    pub fn name(&self) -> &'static str {
        self.condition.name()
    }
}

impl fmt::Display for SourceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "account {} of the source: {}", self.account, self.condition)
    }
}

impl core::error::Error for SourceFault {}

/// Why one source gave no reading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The caller's mistake.
    Caller(CallerFault),
    /// The source's condition.
    Source(SourceFault),
}

impl Fault {
    /// The stable code.
    pub const fn code(&self) -> u8 {
        match self {
            Self::Caller(fault) => fault.code(),
            Self::Source(fault) => fault.code(),
        }
    }

    /// The name that goes with the code.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Caller(fault) => fault.name(),
            Self::Source(fault) => fault.name(),
        }
    }
}

impl From<CallerFault> for Fault {
    fn from(fault: CallerFault) -> Self {
        Self::Caller(fault)
    }
}

impl From<SourceFault> for Fault {
    fn from(fault: SourceFault) -> Self {
        Self::Source(fault)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Caller(fault) => fault.fmt(f),
            Self::Source(fault) => fault.fmt(f),
        }
    }
}

impl core::error::Error for Fault {}

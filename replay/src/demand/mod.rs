//! How a scenario must end: written with it, looked at in each run, and told with the figure that was measured.

mod check;
mod words;

use serde::{Deserialize, Serialize};

use crate::{
    oracle::{Level, Published},
    span::Span,
};

pub use check::Check;
pub use words::span;

/// A level by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LevelName {
    /// Everything is open.
    Normal,
    /// Everything is open, swaps cost more.
    Caution,
    /// No new risk.
    Depegged,
    /// As depegged, or only repaying.
    Halted,
}

impl LevelName {
    fn level(self) -> Level {
        match self {
            Self::Normal => Level::Normal,
            Self::Caution => Level::Caution,
            Self::Depegged => Level::Depegged,
            Self::Halted => Level::Halted,
        }
    }
}

/// A price that is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Value {
    /// What liquidation judges by.
    Fair,
    /// What loans are made on.
    Collateral,
    /// NAV.
    Nav,
    /// What debt in the token weighs.
    Debt,
    /// Either side of spot, the lower one.
    Spot,
    /// The low side of the short window.
    Short,
    /// The low side of the long window.
    Long,
}

impl Value {
    fn of(self, published: &Published) -> f64 {
        match self {
            Self::Fair => published.fair(),
            Self::Collateral => published.collateral(),
            Self::Nav => published.nav(),
            Self::Debt => published.debt(),
            Self::Spot => published.spot()[0],
            Self::Short => published.short()[0],
            Self::Long => published.long()[0],
        }
    }
}

/// What must hold in one run of this oracle. Basis points are counted from what was published at the beginning, unless
/// it is said.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(tag = "that", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Demand {
    /// The level is at most this, throughout or within a time.
    Level {
        /// The highest.
        at_most: LevelName,
        /// From when on.
        #[serde(default)]
        from: Span,
        /// Until when.
        until: Option<Span>,
    },
    /// The level reaches this.
    Reaches {
        /// The level.
        level: LevelName,
        /// By when.
        by: Span,
    },
    /// The level rises to depegged or higher so many times.
    Trips {
        /// How many.
        times: usize,
        /// From when on.
        from: Option<Span>,
        /// Until when.
        until: Option<Span>,
    },
    /// Lending is never closed.
    NeverClosed,
    /// Lending is closed for at most so long, all in all.
    ClosedAtMost {
        /// How long.
        #[serde(rename = "for")]
        long: Span,
    },
    /// Lending is closed within so long of the first reading of a market that votes beyond the depeg threshold.
    ClosesWithin {
        /// How long.
        of_depeg: Span,
    },
    /// Lending is closed by then, and was open before.
    ClosesBy {
        /// When.
        at: Span,
    },
    /// Lending is closed from then on until the end, or until.
    StaysClosed {
        /// When.
        from: Span,
        /// Until when.
        until: Option<Span>,
    },
    /// Lending opens again by then, and stays open.
    OpenBy {
        /// When.
        at: Span,
    },
    /// When lending opens again, every market that votes has been within the discount for so long.
    OpensAfter {
        /// How long.
        calm: Span,
        /// In basis points below NAV.
        within: f64,
    },
    /// A published value is at least this, in SOL.
    AtLeast {
        /// Which.
        value: Value,
        /// The least.
        sol: f64,
    },
    /// A published value never lies further below what it was at the beginning.
    FallsAtMost {
        /// Which.
        value: Value,
        /// In basis points.
        bps: f64,
    },
    /// A published value never lies further below the published NAV of the same moment.
    DiscountAtMost {
        /// Which.
        value: Value,
        /// In basis points.
        bps: f64,
    },
    /// A published value never lies further above what it was at the beginning.
    RisesAtMost {
        /// Which.
        value: Value,
        /// In basis points.
        bps: f64,
    },
    /// A published value falls at least so far.
    Falls {
        /// Which.
        value: Value,
        /// In basis points.
        bps: f64,
        /// By when.
        by: Span,
    },
    /// A published value is within so much of the market's price from then on.
    NearMarket {
        /// Which.
        value: Value,
        /// In basis points of NAV, as discounts are.
        bps: f64,
        /// From when on.
        from: Span,
    },
    /// The same, so long after each step of the market by more than a hundredth.
    NearMarketAfterSteps {
        /// Which.
        value: Value,
        /// In basis points of NAV, as discounts are.
        bps: f64,
        /// How long after.
        after: Span,
    },
    /// Collateral is at or below the market's price from when lending first closed.
    CollateralAtMarketOnceClosed,
    /// None of these reasons is ever given.
    Never {
        /// Their names.
        reasons: Vec<String>,
    },
    /// A reason is given at some time.
    Gives {
        /// Its name.
        reason: String,
        /// By when.
        by: Span,
    },
    /// The market of this name has no vote from then on.
    Voteless {
        /// Its place among the markets.
        market: usize,
        /// From when on.
        from: Span,
    },
    /// Every change of parameters is refused.
    Refused,
    /// Nobody who was there before is liquidated in markets of these terms.
    NobodyLiquidated {
        /// Such as "80/85".
        at: Vec<String>,
    },
    /// No loan is further above the market's own loan-to-value, at what tokens sold for; nothing at all unless it is
    /// demanded otherwise.
    AboveValueAtMost {
        /// In basis points of what it should have been.
        bps: f64,
    },
    /// In markets of these terms bad debt is at most such a share of what was lent.
    BadDebtAtMost {
        /// Such as "80/85".
        at: Vec<String>,
        /// In percent.
        percent: f64,
    },
}

/// How a demand ended.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    /// The demand, in words.
    pub demand: String,
    /// Whether it holds.
    pub kept: bool,
    /// What was measured.
    pub measured: String,
}

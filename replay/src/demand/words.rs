//! Demands in words.

use super::{Demand, LevelName, Value};
use crate::span::Span;

/// Seconds as people say them.
pub fn span(seconds: f64) -> String {
    match seconds {
        s if s < 120.0 => format!("{s:.0} s"),
        s if s < 7_200.0 => format!("{:.0} min", s / 60.0),
        s if s < 172_800.0 => format!("{:.1} h", s / 3_600.0),
        s => format!("{:.1} d", s / 86_400.0),
    }
}

impl std::fmt::Display for Demand {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = |value: &Value| format!("{value:?}").to_lowercase();
        let level = |level: &LevelName| format!("{level:?}").to_lowercase();
        let during = |from: &Span, until: &Option<Span>| match until {
            Some(until) => format!(" from {} to {}", span(from.0), span(until.0)),
            None if from.0 > 0.0 => format!(" from {} on", span(from.0)),
            None => String::new(),
        };
        match self {
            Self::Level { at_most, from, until } => write!(out, "at most {}{}", level(at_most), during(from, until)),
            Self::Reaches { level: reached, by } => write!(out, "{} by {}", level(reached), span(by.0)),
            Self::Trips { times, from, until } => {
                write!(out, "depegged {times} times{}", during(&from.unwrap_or_default(), until))
            }
            Self::NeverClosed => write!(out, "lending is never closed"),
            Self::ClosedAtMost { long } => write!(out, "lending is closed for at most {}", span(long.0)),
            Self::ClosesWithin { of_depeg } => {
                write!(out, "lending is closed within {} of the first voter beyond 250 bps", span(of_depeg.0))
            }
            Self::ClosesBy { at } => write!(out, "lending is closed by {}", span(at.0)),
            Self::StaysClosed { from, until } => write!(out, "lending is closed{}", during(from, until)),
            Self::OpenBy { at } => write!(out, "lending is open again by {}", span(at.0)),
            Self::OpensAfter { calm, within } => {
                write!(out, "lending opens after {} within {within} bps, no sooner", span(calm.0))
            }
            Self::AtLeast { value, sol } => write!(out, "{} is never below {sol} SOL", name(value)),
            Self::FallsAtMost { value, bps } => write!(out, "{} falls by at most {bps} bps", name(value)),
            Self::DiscountAtMost { value, bps } => {
                write!(out, "{} is at most {bps} bps below NAV", name(value))
            }
            Self::RisesAtMost { value, bps } => write!(out, "{} rises by at most {bps} bps", name(value)),
            Self::Falls { value, bps, by } => write!(out, "{} falls by {bps} bps by {}", name(value), span(by.0)),
            Self::NearMarket { value, bps, from } => {
                write!(out, "{} is within {bps} bps of the market from {} on", name(value), span(from.0))
            }
            Self::NearMarketAfterSteps { value, bps, after } => {
                write!(out, "{} is within {bps} bps of the market {} after each step", name(value), span(after.0))
            }
            Self::CollateralAtMarketOnceClosed => write!(out, "collateral is at or below the market once closed"),
            Self::Never { reasons } => write!(out, "never {}", reasons.join(", ")),
            Self::Gives { reason, by } => write!(out, "{reason} by {}", span(by.0)),
            Self::Voteless { market, from } => {
                write!(out, "market {} has no vote from {} on", market + 1, span(from.0))
            }
            Self::Refused => write!(out, "the change is refused"),
            Self::NobodyLiquidated { at } => write!(out, "nobody is liquidated at {}", at.join(", ")),
            Self::AboveValueAtMost { bps } => write!(out, "no loan is more than {bps} bps above value"),
            Self::BadDebtAtMost { at, percent } => {
                write!(out, "bad debt of at most {percent} % at {}", at.join(", "))
            }
        }
    }
}

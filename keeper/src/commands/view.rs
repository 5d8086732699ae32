//! What commands show of prices and outcomes, for people and as JSON.

use std::fmt::Write;

use price_reader::{Action, Price, Published, Staleness};
use serde::Serialize;

use crate::{plan::Rates, submit::Outcome};

/// A published price, judged at the chain's time.
#[derive(Clone, Debug, Serialize)]
pub struct PriceView {
    /// Publications so far.
    pub sequence: u64,
    /// Slot of the publication.
    pub slot: u64,
    /// Unix time of the publication.
    pub published_at: i64,
    /// Its age in seconds, by the chain's clock.
    pub age: u64,
    /// `fresh`, `soft`, `hard` or `expired`.
    pub staleness: &'static str,
    /// Breaker level.
    pub level: &'static str,
    /// Unix time at which it was entered.
    pub level_since: i64,
    /// Actions that level and age together allow.
    pub allowed: Vec<&'static str>,
    /// Why it is as it is.
    pub reasons: Vec<&'static str>,
    /// Rates, SOL per whole token scaled by 10^12.
    pub rates: Rates,
    /// Their confidence, same unit.
    pub confidence: u64,
    /// USD per SOL scaled by 10^12.
    pub sol_usd: Option<u64>,
    /// Lamports that move the voting markets by 1 %.
    pub depth: u64,
    /// Coverage of the short and the long window, basis points.
    pub coverage_bps: [u16; 2],
}

impl PriceView {
    /// Of a price account's content.
    pub fn of(price: &Price<'_>) -> Self {
        let published: &Published<'_> = price.published();
        Self {
            sequence: published.sequence(),
            slot: published.slot(),
            published_at: published.published_at(),
            age: price.age(),
            staleness: match price.staleness() {
                Staleness::Fresh => "fresh",
                Staleness::Soft => "soft",
                Staleness::Hard => "hard",
                Staleness::Expired => "expired",
            },
            level: price.level().as_str(),
            level_since: price.level_since(),
            allowed: Action::ALL.into_iter().filter(|action| price.may(*action)).map(Action::as_str).collect(),
            reasons: price.reasons().map(|reason| reason.as_str()).collect(),
            rates: Rates::published(published),
            confidence: published.confidence(),
            sol_usd: published.sol_usd().map(price_reader::UsdPrice::get),
            depth: published.depth(),
            coverage_bps: [published.short_coverage_bps(), published.long_coverage_bps()],
        }
    }

    /// For people, one fact a line.
    pub fn text(&self) -> String {
        let rates = &self.rates;
        let mut text = String::new();
        let mut line = |name: &str, value: String| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{name:<12} {value}");
        };
        line("level", self.level.to_owned());
        line(
            "age",
            format!("{} s ({}), publication {} in slot {}", self.age, self.staleness, self.sequence, self.slot),
        );
        for (name, rate) in [
            ("raw NAV", rates.raw_nav),
            ("NAV", rates.nav),
            ("spot", rates.spot),
            ("short", rates.short),
            ("long", rates.long),
            ("fair", rates.fair),
            ("collateral", rates.collateral),
            ("debt", rates.debt),
            ("liquidation", rates.liquidation),
        ] {
            line(name, rate.map_or_else(|| "absent".to_owned(), |rate| format!("{} SOL", decimal(rate))));
        }
        line("SOL/USD", self.sol_usd.map_or_else(|| "absent".to_owned(), decimal));
        line("depth", format!("{:.1} SOL for 1 %", self.depth as f64 / 1e9));
        line("allowed", self.allowed.join(", "));
        line("reasons", if self.reasons.is_empty() { "none".to_owned() } else { self.reasons.join(", ") });
        text.truncate(text.trim_end().len());
        text
    }
}

/// An integer scaled by 10^12 as a decimal with nine places, rounded down.
pub fn decimal(scaled: u64) -> String {
    format!("{}.{:09}", scaled / 1_000_000_000_000, scaled % 1_000_000_000_000 / 1_000)
}

/// What became of a transaction.
#[derive(Clone, Debug, Serialize)]
pub struct OutcomeView {
    /// `landed`, `failed`, `expired`, `published` or `unknown`.
    pub outcome: &'static str,
    /// Its signature, if it was sent.
    pub signature: Option<String>,
    /// The slot it landed in.
    pub slot: Option<u64>,
    /// Compute units it used.
    pub compute_units: Option<u32>,
    /// Lamports it cost.
    pub fee: Option<u64>,
    /// Why it failed.
    pub failure: Option<String>,
}

impl OutcomeView {
    /// Of an outcome.
    pub fn of(outcome: &Outcome) -> Self {
        let landed = outcome.landed();
        let (signature, failure) = match outcome {
            Outcome::Landed(landed) => (Some(landed.signature), None),
            Outcome::Failed { signature, failure } => (*signature, Some(failure.to_string())),
            Outcome::Published { .. } => (None, None),
            Outcome::Expired { signature } | Outcome::Unknown { signature } => (Some(*signature), None),
        };
        Self {
            outcome: outcome.kind().as_str(),
            signature: signature.map(|signature| signature.to_string()),
            slot: landed.map(|landed| landed.slot.get()),
            compute_units: landed.and_then(|landed| landed.units).map(|units| units.0),
            fee: landed.map(|landed| landed.fee.get()),
            failure,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn decimals_are_rounded_down() {
        assert_eq!(decimal(1_023_456_789_999_999), "1023.456789999");
        assert_eq!(decimal(999), "0.000000000");
    }
}

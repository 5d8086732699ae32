//! What befalls the local market, by the chain's time since it opened.

use clap::ValueEnum;

/// A story for the market. Each begins with [`WARM_UP`] minutes of calm, so that the feed's windows are valid when something
/// happens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Scenario {
    /// Trades a few basis points below NAV.
    #[default]
    Calm,
    /// From minute 65, and every hour again, the price falls by 12 % for six minutes.
    FlashDepeg,
    /// From minute 65 the discount widens by 300 basis points an hour, up to 30 %.
    Drift,
    /// The Whirlpool's account is closed from minute 65 to 85, the SOL/USD feed is silent from minute 72 to 85.
    SourceDies,
}

/// Minutes of calm before a story begins: depth is counted as a vote after 15, the long window is valid 48 later.
pub const WARM_UP: u64 = 65;

/// What holds at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conditions {
    /// Discount to NAV that prices are drawn to, as a share.
    pub discount: f64,
    /// Seconds in which a distance from it shrinks to 37 %.
    pub pull: f64,
    /// Liquidity, as a multiple of the usual.
    pub depth: f64,
    /// Whether the Whirlpool exists.
    pub whirlpool: bool,
    /// Whether the SOL/USD feed is updated.
    pub usd: bool,
}

const USUAL: Conditions = Conditions { discount: 0.0006, pull: 180.0, depth: 1.0, whirlpool: true, usd: true };
const MINUTE: u64 = 60;

impl Scenario {
    /// The conditions so many seconds after the market opened.
    pub fn at(self, elapsed: u64) -> Conditions {
        let Some(since) = elapsed.checked_sub(WARM_UP * MINUTE) else { return USUAL };
        let minute = since / MINUTE;
        match self {
            Self::Calm => USUAL,
            Self::FlashDepeg => match minute % 60 {
                0..6 => Conditions { discount: 0.12, pull: 20.0, depth: 0.5, ..USUAL },
                _ => USUAL,
            },
            Self::Drift => {
                let hours = since as f64 / 3600.0;
                Conditions { discount: (USUAL.discount + 0.03 * hours).min(0.30), ..USUAL }
            }
            Self::SourceDies => Conditions { whirlpool: minute >= 20, usd: !(7..20).contains(&minute), ..USUAL },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_story_begins_calm() {
        for scenario in Scenario::value_variants() {
            assert_eq!(scenario.at(0), USUAL, "{scenario:?}");
            assert_eq!(scenario.at(WARM_UP * MINUTE - 1), USUAL, "{scenario:?}");
        }
    }

    #[test]
    fn stories_happen_when_they_say() {
        assert_eq!(Scenario::FlashDepeg.at(67 * MINUTE).discount, 0.12);
        assert_eq!(Scenario::FlashDepeg.at(72 * MINUTE), USUAL);
        assert_eq!(Scenario::FlashDepeg.at(126 * MINUTE).discount, 0.12);
        assert!(Scenario::Drift.at(125 * MINUTE).discount > 0.03);
        assert_eq!(Scenario::Drift.at(1_000 * MINUTE).discount, 0.30);
        assert!(!Scenario::SourceDies.at(66 * MINUTE).whirlpool && Scenario::SourceDies.at(66 * MINUTE).usd);
        assert!(!Scenario::SourceDies.at(73 * MINUTE).usd);
        assert_eq!(Scenario::SourceDies.at(86 * MINUTE), USUAL);
    }
}

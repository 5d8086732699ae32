//! The incidents as market paths: published levels, with the times between them filled in.

use super::path::Path;
use crate::scene::{ONE, Surroundings};

/// An incident: the market's path as a share of NAV, and how long its consequences are followed.
pub struct Incident {
    /// Its name in docs/rules.md.
    pub name: &'static str,
    /// What happens, in a line.
    pub what: &'static str,
    /// Price as a share of NAV.
    pub path: Path,
    /// Seconds until the story ends.
    pub ends: i64,
    /// Until when it is followed at twenty seconds; at sixty from there on.
    pub closely_until: i64,
    /// SOL that moves a pool's price by 1 % at a share of NAV.
    pub depth: fn(f64) -> u64,
}

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;

/// Depth that does not care.
fn steady(_: f64) -> u64 {
    400 * ONE
}

/// Depth that leaves with the price: 27 million to 10 million of ezETH's pools.
fn fleeing(share: f64) -> u64 {
    let left = 10.0 / 27.0 + (1.0 - 10.0 / 27.0) * ((share - 0.22) / 0.78).clamp(0.0, 1.0);
    (400.0 * ONE as f64 * left) as u64
}

impl Incident {
    /// ezETH, 24 April 2024: 1.0 to 0.22 within an hour, back as fast, NAV intact.
    pub fn ezeth() -> Self {
        Self {
            name: "ezeth-2024-04",
            what: "1.00 to 0.22 of NAV within an hour and back within the next",
            path: Path::through(&[
                (0, 1.0),
                (20 * MINUTE, 0.95),
                (50 * MINUTE, 0.60),
                (58 * MINUTE, 0.22),
                (62 * MINUTE, 0.22),
                (75 * MINUTE, 0.80),
                (2 * HOUR, 0.99),
                (3 * HOUR, 0.998),
            ]),
            ends: 10 * HOUR,
            closely_until: 4 * HOUR,
            depth: fleeing,
        }
    }

    /// mSOL, 12 December 2023: 1.15 to 0.99 with a spike to 0.70 SOL, back within half an hour.
    pub fn msol() -> Self {
        Self {
            name: "msol-2023-12",
            what: "1.15 to 0.99 SOL, a spike to 0.70, and back within half an hour",
            path: Path::through(&[
                (0, 1.0),
                (2 * MINUTE, 0.99 / 1.15),
                (8 * MINUTE, 0.99 / 1.15),
                (9 * MINUTE, 0.70 / 1.15),
                (11 * MINUTE, 0.70 / 1.15),
                (13 * MINUTE, 0.99 / 1.15),
                (25 * MINUTE, 0.997),
            ]),
            ends: 8 * HOUR,
            closely_until: 2 * HOUR,
            depth: steady,
        }
    }

    /// xUSD, 3 November 2025: the backing is gone, the books keep saying 1.26; the market 1.26 to 1.15 to 0.30 to 0.11.
    pub fn xusd() -> Self {
        Self {
            name: "xusd-2025-11",
            what: "1.26 to 1.15 to 0.30 to 0.11 within a day, the books still at 1.26",
            path: Path::through(&[
                (0, 1.0),
                (2 * HOUR, 1.15 / 1.26),
                (8 * HOUR, 0.30 / 1.26),
                (24 * HOUR, 0.11 / 1.26),
            ]),
            ends: 30 * HOUR,
            closely_until: 2 * HOUR,
            depth: steady,
        }
    }

    /// A loss of backing of `bps` that the market knows within `seconds` and the books never show.
    pub fn loss(bps: u16, seconds: i64) -> Self {
        let left = 1.0 - f64::from(bps) / 10_000.0;
        Self {
            name: "loss",
            what: "a loss of backing that the market prices and the books do not show",
            path: Path::through(&[(0, 1.0), (seconds, left)]),
            ends: seconds + 24 * HOUR,
            closely_until: HOUR.min(seconds),
            depth: steady,
        }
    }

    /// Makes the surroundings those of the incident at a share of NAV.
    pub fn arrange(&self, around: &mut Surroundings, share: f64) {
        around.orca_depth = (self.depth)(share);
        around.raydium_depth = (self.depth)(share) / 4 * 3;
    }
}

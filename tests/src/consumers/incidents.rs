//! The incidents as market paths: published levels, with the times between them filled in.

use lending_market::Quote;

use super::{backing, path::Path};
use crate::scene::{Source, standard_sources, three_pools};

/// An incident: what the market and the books say, and how long its consequences are followed.
pub struct Incident {
    /// Its name; that in docs/rules.md where it is recorded there.
    pub name: String,
    /// What happens, in a line.
    pub what: &'static str,
    /// What a token sells for, as a share of the NAV before.
    pub path: Path,
    /// What the Orca pools and the Raydium pool show, as such a share.
    pub pools: [Path; 2],
    /// What the accounts show of the backing, as a share of what there was.
    pub books: Path,
    /// The pools' depth, as a share of what it was.
    pub depth: Path,
    /// What the second SOL/USD source says, as a share of the price.
    pub second_usd: Path,
    /// Seconds until the story ends.
    pub ends: i64,
    /// Until when it is followed at twenty seconds; at sixty from there on.
    pub closely_until: i64,
    /// What the feed reads.
    pub sources: fn() -> Vec<Source>,
    /// What the markets lend.
    pub quote: Quote,
}

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;

impl Incident {
    /// Nothing happens, for an hour.
    pub fn calm() -> Self {
        Self {
            name: "calm".into(),
            what: "nothing happens",
            path: Path::level(),
            pools: [Path::level(), Path::level()],
            books: Path::level(),
            depth: Path::level(),
            second_usd: Path::level(),
            ends: HOUR,
            closely_until: HOUR,
            sources: standard_sources,
            quote: Quote::Sol,
        }
    }

    /// The token sells along `path` in every pool; the books say nothing of it.
    fn depeg(name: impl Into<String>, what: &'static str, path: Path) -> Self {
        Self { name: name.into(), what, pools: [path.clone(), path.clone()], path, ..Self::calm() }
    }

    /// ezETH, 24 April 2024: 1.0 to 0.22 within an hour, back as fast, NAV intact.
    pub fn ezeth() -> Self {
        let path = Path::through(&[
            (0, 1.0),
            (20 * MINUTE, 0.95),
            (50 * MINUTE, 0.60),
            (58 * MINUTE, 0.22),
            (62 * MINUTE, 0.22),
            (75 * MINUTE, 0.80),
            (2 * HOUR, 0.99),
            (3 * HOUR, 0.998),
        ]);
        // Depth leaves with the price: 27 million to 10 million of its pools.
        let depth = path.map(|share| 10.0 / 27.0 + (1.0 - 10.0 / 27.0) * (share - 0.22) / 0.78);
        let what = "1.00 to 0.22 of NAV within an hour and back within the next; half of the pools' depth leaves";
        Self { depth, ends: 10 * HOUR, closely_until: 4 * HOUR, ..Self::depeg("ezeth-2024-04", what, path) }
    }

    /// mSOL, 12 December 2023: 1.15 to 0.99 with a spike to 0.70 SOL, back within half an hour.
    pub fn msol() -> Self {
        let path = Path::through(&[
            (0, 1.0),
            (2 * MINUTE, 0.99 / 1.15),
            (8 * MINUTE, 0.99 / 1.15),
            (9 * MINUTE, 0.70 / 1.15),
            (11 * MINUTE, 0.70 / 1.15),
            (13 * MINUTE, 0.99 / 1.15),
            (25 * MINUTE, 0.997),
        ]);
        let what = "1.15 to 0.99 SOL, a spike to 0.70, and back within half an hour";
        Self { ends: 8 * HOUR, closely_until: 2 * HOUR, ..Self::depeg("msol-2023-12", what, path) }
    }

    /// bnSOL, 10 October 2025: one venue of several at -88 %, the others at par. Here the smallest of three, for an hour.
    pub fn bnsol() -> Self {
        let pools = [Path::level(), Path::between(MINUTE, HOUR, 0.12)];
        let what = "one pool of three at -88 % for an hour, the others at NAV";
        Self {
            what,
            pools,
            ends: 6 * HOUR,
            closely_until: 2 * HOUR,
            sources: three_pools,
            ..Self::named("bnsol-2025-10")
        }
    }

    /// The whole market 10 % lower for two hours.
    pub fn dip() -> Self {
        let path = Path::between(MINUTE, 2 * HOUR, 0.90);
        let what = "the market at -10 % for two hours";
        Self { ends: 10 * HOUR, closely_until: 3 * HOUR, ..Self::depeg("-10 % for 2 h", what, path) }
    }

    /// The whole market 90 % lower for three hours.
    pub fn crash() -> Self {
        let path = Path::between(MINUTE, 3 * HOUR, 0.10);
        let what = "the market at -90 % for three hours";
        Self { ends: 16 * HOUR, closely_until: 4 * HOUR, ..Self::depeg("-90 % for 3 h", what, path) }
    }

    /// The feed's only venue shows `share` of the price for three hours; elsewhere the token sells at NAV.
    pub fn wrong_venue(name: &str, what: &'static str, share: f64) -> Self {
        let pools = [Path::level(), Path::between(MINUTE, 3 * HOUR, share)];
        Self { what, pools, ends: 16 * HOUR, closely_until: 4 * HOUR, sources: backing::one_venue, ..Self::named(name) }
    }

    /// `bps` are missing from the books of the token's stake pool for an epoch, as when validators are removed; the market knows better.
    pub fn hole(bps: u16) -> Self {
        let path = Path::between(HOUR, 49 * HOUR, left_of(bps));
        let what = "a stake pool's books miss a part for an epoch, the market stays at NAV";
        let name = format!("books -{} % for an epoch", bps / 100);
        Self { what, books: path, ends: 60 * HOUR, closely_until: 0, sources: backing::stake_pool, ..Self::named(name) }
    }

    /// xUSD, 3 November 2025: the backing is gone, the books keep saying 1.26; the market 1.26 to 1.15 to 0.30 to 0.11.
    pub fn xusd() -> Self {
        let path =
            Path::through(&[(0, 1.0), (2 * HOUR, 1.15 / 1.26), (8 * HOUR, 0.30 / 1.26), (24 * HOUR, 0.11 / 1.26)]);
        let what = "1.26 to 1.15 to 0.30 to 0.11 within a day, the accounts that NAV is counted from still at 1.26";
        Self { ends: 30 * HOUR, closely_until: 2 * HOUR, ..Self::depeg("xusd-2025-11", what, path) }
    }

    /// The same, while the accounts show all of it as it happens.
    pub fn xusd_shown() -> Self {
        let xusd = Self::xusd();
        let what = "the same path, and the accounts show the loss as the market does";
        Self { name: "xusd, shown".into(), what, books: xusd.path.clone(), ..xusd }
    }

    /// The same, hidden, where NAV is a feed's word.
    pub fn xusd_attested() -> Self {
        let what = "the same path, NAV a Pyth feed that keeps saying 1.26";
        Self { name: "xusd, attested".into(), what, sources: backing::attested, ..Self::xusd() }
    }

    /// Pools dry up along the way: a tenth of their depth is left after eight hours, nothing after twelve.
    #[must_use]
    pub fn drying(self) -> Self {
        let depth = Path::through(&[(0, 1.0), (2 * HOUR, 0.6), (8 * HOUR, 0.1), (12 * HOUR, 0.0)]);
        let what = "the same, and the pools dry up: a tenth of their depth after eight hours, none after twelve";
        Self { name: format!("{}, dry", self.name), what, depth, ..self }
    }

    /// After three hours nearly all depth leaves at once: of 400 and 300 SOL, `left` and three quarters of that stay.
    #[must_use]
    pub fn deserted(self, left: u32) -> Self {
        let depth = Path::through(&[(3 * HOUR, 1.0), (3 * HOUR, f64::from(left) / 400.0)]);
        let what = "the same, and all depth but so much leaves the pools at once after three hours";
        Self { name: format!("{}, {left} SOL deep", self.name), what, depth, ..self }
    }

    /// A loss of backing of `bps` that the market knows within `seconds` and the books never show.
    pub fn loss(bps: u16, seconds: i64) -> Self {
        let path = Path::through(&[(0, 1.0), (seconds, left_of(bps))]);
        let what = "a loss of backing that the market prices and the books do not show";
        let hours = seconds / HOUR;
        let name =
            format!("{} % within {}", bps / 100, if hours == 1 { "an hour".into() } else { format!("{hours} h") });
        Self { ends: seconds + 24 * HOUR, closely_until: HOUR.min(seconds), ..Self::depeg(name, what, path) }
    }

    /// The accounts lose 0.9 %, which passes at once, while `struck` pools (the last ones) show twice the price for an hour.
    pub fn pumped(struck: usize) -> Self {
        let path = Path::through(&[(10 * MINUTE, 1.0), (10 * MINUTE, 0.991)]);
        let pumped = Path::between(MINUTE, HOUR, 2.0);
        let mut pools = [path.clone(), path.clone()];
        pools.iter_mut().rev().take(struck).for_each(|pool| *pool = pumped.clone());
        let name = ["no pool pumped", "one of two pools pumped", "both pools pumped"][struck];
        let what = "pools show twice the price for an hour; meanwhile the backing loses 0.9 %";
        let books = path.clone();
        Self { name: name.into(), what, path, pools, books, ends: 3 * HOUR, closely_until: 2 * HOUR, ..Self::calm() }
    }

    /// One of two SOL/USD sources says 1.12 instead of 152 for an hour; loans are in USD.
    pub fn wrong_usd() -> Self {
        let second_usd = Path::between(10 * MINUTE, 70 * MINUTE, 1.12 / 152.0);
        let what = "one of two SOL/USD sources says 1.12 instead of 152 for an hour";
        let (sources, quote) = (backing::two_usd as fn() -> _, Quote::Usd);
        Self {
            what,
            second_usd,
            ends: 3 * HOUR,
            closely_until: 2 * HOUR,
            sources,
            quote,
            ..Self::named("wrong SOL/USD")
        }
    }

    fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::calm() }
    }
}

/// What is left after a loss.
fn left_of(bps: u16) -> f64 {
    1.0 - f64::from(bps) / 10_000.0
}

//! Account bytes for the tests of those who integrate (feature `builder`).

use crate::flags::Flags;
use crate::gates::Gates;
use crate::layout::{self, offset, LEN, SCALE};
use crate::level::{HaltCause, Level};
use crate::published::Published;
use crate::reason::{LargestReason, Reasons};
use crate::units::{Bps, Reserves, Sides};

/// Makes price accounts. It starts with a valid, fresh one at par; every field can be changed, to what is wrong too: nothing is
/// checked, so that a lender can test what it does with a bad account.
///
/// Rates are SOL per whole token and prices USD per whole token (or per SOL), scaled by 10^12; 0 is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceBuilder {
    bytes: [u8; LEN],
}

/// One setter a field, by its kind: rates and prices as integers, 0 for absent.
macro_rules! setters {
    ($( $(#[$doc:meta])* $constant:ident = $offset:literal, $name:ident: $storage:tt $kind:ident; )*) => {
        impl PriceBuilder {
            $( setters! { @$kind $(#[$doc])* $constant $name $storage } )*
        }
    };
    (@number $(#[$doc:meta])* $constant:ident $name:ident $storage:tt) => {
        setters! { @set $(#[$doc])* $constant $name: $storage, |value| value.to_le_bytes() }
    };
    (@rate $($field:tt)*) => { setters! { @number $($field)* } };
    (@price $($field:tt)*) => { setters! { @number $($field)* } };
    (@key $(#[$doc:meta])* $constant:ident $name:ident $storage:tt) => {
        setters! { @set $(#[$doc])* $constant $name: [u8; 32], |value| value }
    };
    (@gates $(#[$doc:meta])* $constant:ident $name:ident $storage:tt) => {
        setters! { @set $(#[$doc])* $constant $name: Gates, |value| value.bits().to_le_bytes() }
    };
    (@flags $(#[$doc:meta])* $constant:ident $name:ident $storage:tt) => {
        setters! { @set $(#[$doc])* $constant $name: Flags, |value| value.bits().to_le_bytes() }
    };
    (@reasons $(#[$doc:meta])* $constant:ident $name:ident $storage:tt) => {
        setters! { @set $(#[$doc])* $constant $name: Reasons, |value| value.bits().to_le_bytes() }
    };
    // Set together: by hand, below.
    (@level $($rest:tt)*) => {};
    (@cause $($rest:tt)*) => {};
    (@largest $($rest:tt)*) => {};
    (@pad $($rest:tt)*) => {};
    (@set $(#[$doc:meta])* $constant:ident $name:ident: $type:ty, |$value:ident| $bytes:expr) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name(mut self, $value: $type) -> Self {
            self.put(offset::$constant, $bytes);
            self
        }
    };
}

crate::price_account!(setters);

impl PriceBuilder {
    /// A fresh account at `now`: level normal, one SOL per token with a confidence of 10 basis points, 150 USD per SOL, nine
    /// decimals, default limits, all legs in use.
    pub fn new(now: i64) -> Self {
        let mut builder = Self { bytes: [0; LEN] };
        builder.put(offset::DISCRIMINATOR, layout::DISCRIMINATOR);
        let sol_usd = 150 * SCALE;
        builder
            .version(layout::VERSION)
            .bump(255)
            .level(Level::Normal, HaltCause::NONE)
            .flags(Flags::USD.union(Flags::MARKET))
            .largest_reason(None)
            .token_decimals(9)
            .sources(2)
            .sequence(1)
            .published_at(now)
            .level_since(now)
            .nav_time(now)
            .market_time(now)
            .sol_usd_time(now)
            .soft_limit(60)
            .hard_limit(600)
            .liquidation_limit(3_600)
            .nav_limit(600)
            .market_limit(600)
            .usd_limit(150)
            .stale_decay_bps_per_hour(100)
            .sol_usd(sol_usd)
            .sol_usd_confidence(sol_usd / 1_000)
            .rates(SCALE, SCALE / 1_000)
            .usd_prices(150 * (SCALE - SCALE / 1_000), 150 * SCALE, 150 * (SCALE + SCALE / 1_000))
            .voted(0b11)
            .market_sources(1)
            .last_good_nav(SCALE)
            .last_good_nav_time(now)
            .last_good_market(SCALE)
            .last_good_market_time(now)
            .depth(1_000_000_000_000)
            .short_coverage_bps(10_000)
            .long_coverage_bps(10_000)
    }

    /// An existing record, to change.
    pub const fn copy_of(record: &Published<'_>) -> Self {
        Self { bytes: *record.bytes() }
    }

    /// The account's bytes.
    #[must_use]
    pub const fn build(self) -> [u8; LEN] {
        self.bytes
    }

    /// The level and what the gate table allows at it. The cause counts at [`Level::Halted`] only.
    #[must_use]
    pub fn level(mut self, level: Level, cause: HaltCause) -> Self {
        self.put(offset::LEVEL, [level as u8]);
        self.put(offset::HALT_CAUSE, [cause.bits()]);
        self.gates(Gates::at(level, cause))
    }

    /// The reason that weighs most.
    #[must_use]
    pub fn largest_reason(mut self, largest: Option<LargestReason>) -> Self {
        let (bit, bps) = largest.map_or((layout::NO_REASON, 0), |largest| (largest.bit, largest.bps));
        self.put(offset::LARGEST_REASON, [bit]);
        self.put(offset::LARGEST_REASON_BPS, bps.to_le_bytes());
        self
    }

    /// What backs the token.
    #[must_use]
    pub fn reserves(self, reserves: Option<Reserves>) -> Self {
        let none = Reserves { assets: 0, supply: 0, transit: 0, custodial: Bps::ZERO };
        let Reserves { assets, supply, transit, custodial } = reserves.unwrap_or(none);
        self.assets(assets).supply(supply).transit(transit).custodial_bps(custodial.get())
    }

    /// Both sides of the spot rate; the mean between them is a field of its own.
    #[must_use]
    pub fn spot_sides(self, sides: Option<Sides>) -> Self {
        let [low, high] = scaled(sides);
        self.spot_low(low).spot_high(high)
    }

    /// Both sides of the short window.
    #[must_use]
    pub fn short_sides(self, sides: Option<Sides>) -> Self {
        let [low, high] = scaled(sides);
        self.short_low(low).short_high(high)
    }

    /// Both sides of the long window.
    #[must_use]
    pub fn long_sides(self, sides: Option<Sides>) -> Self {
        let [low, high] = scaled(sides);
        self.long_low(low).long_high(high)
    }

    /// All rates from one: every estimate at `rate`, collateral and debt `confidence` below and above it.
    #[must_use]
    pub fn rates(self, rate: u64, confidence: u64) -> Self {
        self.raw_nav(rate)
            .nav(rate)
            .spot(rate)
            .short(rate)
            .long(rate)
            .fair(rate)
            .confidence(confidence)
            .collateral(rate.saturating_sub(confidence))
            .debt(rate.saturating_add(confidence))
            .liquidation(rate)
    }

    /// The three USD prices.
    #[must_use]
    pub fn usd_prices(self, collateral: u64, liquidation: u64, debt: u64) -> Self {
        self.collateral_usd(collateral).liquidation_usd(liquidation).debt_usd(debt)
    }

    /// The level byte alone, any value.
    #[must_use]
    pub fn level_byte(mut self, level: u8) -> Self {
        self.put(offset::LEVEL, [level]);
        self
    }

    fn put<const N: usize>(&mut self, offset: usize, value: [u8; N]) {
        if let Some(field) = self.bytes.get_mut(offset..offset.saturating_add(N)) {
            field.copy_from_slice(&value);
        }
    }
}

fn scaled(sides: Option<Sides>) -> [u64; 2] {
    sides.map_or([0; 2], |sides| [sides.low.get(), sides.high.get()])
}

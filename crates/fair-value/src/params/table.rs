//! The table of parameters. Struct, defaults, bounds and documentation all come from these lines.

use core::mem::offset_of;
use core::ops::Range;

use bytemuck::{Pod, Zeroable};

use crate::units::{Bps, Count, Lamports, Seconds, TokenAmount};

/// Layout version of [`Params`].
pub const PARAMS_VERSION: u8 = 1;

/// Which way a parameter may move at once, without the timelock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tighter {
    /// Not at all: "stricter" here could silence a source or a leg.
    Never,
    /// A lower value is tighter.
    Lower,
    /// A higher value is tighter.
    Higher,
}

/// What is known about a parameter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldInfo {
    /// Which one.
    pub field: Field,
    /// Its name, as in [`Params`].
    pub name: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Its default.
    pub default: u64,
    /// The lowest value that is accepted.
    pub min: u64,
    /// The highest value that is accepted.
    pub max: u64,
    /// Which way is tighter.
    pub tighter: Tighter,
}

/// What is asked of a parameter.
pub(super) struct Bounds {
    pub(super) field: Field,
    pub(super) tighter: Tighter,
    /// Where it lies, and its bytes there: four or eight.
    offset: usize,
    size: usize,
    pub(super) min: u64,
    pub(super) max: u64,
}

impl Field {
    /// From its number.
    pub fn from_number(number: u8) -> Option<Self> {
        BOUNDS.get(usize::from(number)).map(|bounds| bounds.field)
    }

    fn place(self) -> Range<usize> {
        let (offset, size) = BOUNDS.get(self as usize).map_or((0, 0), |bounds| (bounds.offset, bounds.size));
        offset..offset.wrapping_add(size)
    }
}

impl Params {
    /// The value of a parameter as a bare number, for tables and messages.
    #[inline(never)]
    pub fn get(&self, field: Field) -> u64 {
        let bytes = bytemuck::bytes_of(self).get(field.place()).unwrap_or_default();
        match <[u8; 4]>::try_from(bytes) {
            Ok(short) => u32::from_ne_bytes(short).into(),
            Err(_) => <[u8; 8]>::try_from(bytes).map_or(0, u64::from_ne_bytes),
        }
    }

    /// Sets a parameter from a bare number. False, and nothing set, if its type cannot hold it.
    pub fn set(&mut self, field: Field, value: u64) -> bool {
        let place = bytemuck::bytes_of_mut(self).get_mut(field.place()).unwrap_or_default();
        if place.len() == size_of::<u64>() {
            place.copy_from_slice(&value.to_ne_bytes());
            return true;
        }
        let Ok(short) = u32::try_from(value) else { return false };
        place.copy_from_slice(&short.to_ne_bytes());
        true
    }
}

macro_rules! params {
    ($(
        $(#[$doc:meta])*
        $name:ident / $variant:ident : $unit:ident = $default:literal in $min:literal ..= $max:literal, $tighter:ident;
    )*) => {
        /// Every adjustable value of the rules.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Pod, Zeroable)]
        #[repr(C)]
        pub struct Params {
            $( $(#[$doc])* pub $name: $unit, )*
            /// Layout version, [`PARAMS_VERSION`].
            pub version: u8,
            /// For later versions; zero.
            pub reserved: [u8; 35],
        }

        /// Names a parameter in errors and events.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Field {
            $( $(#[$doc])* $variant, )*
        }

        /// All parameters, in the order of their layout.
        pub const FIELDS: &[FieldInfo] = &[
            $( FieldInfo {
                field: Field::$variant,
                name: stringify!($name),
                unit: stringify!($unit),
                default: $default,
                min: $min,
                max: $max,
                tighter: Tighter::$tighter,
            }, )*
        ];

        /// The same for the rules themselves, by the numbers of the fields: without what only people read.
        pub(super) static BOUNDS: &[Bounds] = &[
            $( Bounds {
                field: Field::$variant,
                tighter: Tighter::$tighter,
                offset: offset_of!(Params, $name),
                size: size_of::<$unit>(),
                min: $min,
                max: $max,
            }, )*
        ];

        impl Default for Params {
            fn default() -> Self {
                Self {
                    $( $name: $unit::new($default), )*
                    version: PARAMS_VERSION,
                    reserved: [0; 35],
                }
            }
        }
    };
}

params! {
    /// Depth from which a source votes. It loses its vote at half of that, and a reading below half of it has no price.
    min_depth / MinDepth: Lamports = 20_000_000_000 in 1_000_000_000 ..= 1_000_000_000_000_000, Never;
    /// Supply below which a rate means nothing (a first depositor sets it at will).
    min_supply / MinSupply: TokenAmount = 100_000_000_000 in 1_000_000 ..= 1_000_000_000_000_000_000, Never;

    /// Speed limit of the published NAV upward: refill of its bucket, a year.
    growth_per_year / GrowthPerYear: Bps = 1_500 in 100 ..= 5_000, Lower;
    /// Size of that bucket: room for one epoch's reward.
    growth_per_epoch / GrowthPerEpoch: Bps = 15 in 1 ..= 100, Lower;
    /// Fall of NAV within an epoch that passes at once.
    max_drop / MaxDrop: Bps = 100 in 10 ..= 1_000, Never;
    /// How long every reading must have held below before a larger fall is accepted.
    drop_confirm / DropConfirm: Seconds = 43_200 in 3_600 ..= 86_400, Never;
    /// Speed at which NAV moves to an accepted lower level, an hour.
    nav_descent / NavDescent: Bps = 400 in 50 ..= 2_000, Never;
    /// Supply that may be minted within an epoch without assets, of the supply at its beginning.
    max_supply_jump / MaxSupplyJump: Bps = 1_000 in 100 ..= 5_000, Never;
    /// How far two NAV sources may differ.
    nav_agreement / NavAgreement: Bps = 50 in 5 ..= 500, Never;
    /// How long after an epoch boundary the previous epoch's NAV is taken as fresh.
    nav_grace / NavGrace: Seconds = 3_600 in 300 ..= 21_600, Never;
    /// Room above NAV within which raw NAV and the long window raise `debt`.
    debt_margin / DebtMargin: Bps = 200 in 50 ..= 1_000, Never;
    /// Announced assets in transit, of all assets, at most.
    max_transit / MaxTransit: Bps = 2_000 in 100 ..= 3_000, Never;
    /// Longest validity of an announcement of transit.
    max_transit_time / MaxTransitTime: Seconds = 864_000 in 86_400 ..= 1_209_600, Never;

    /// Time between two samples.
    cadence / Cadence: Seconds = 20 in 5 ..= 60, Never;
    /// Step of a sample from the last one, a cadence.
    max_step / MaxStep: Bps = 50 in 10 ..= 200, Never;
    /// Short window.
    short_window / ShortWindow: Seconds = 300 in 120 ..= 900, Never;
    /// Long window.
    long_window / LongWindow: Seconds = 3_600 in 1_800 ..= 14_400, Never;
    /// Part of a window that must be credited for it to be valid.
    min_coverage / MinCoverage: Bps = 8_000 in 6_000 ..= 9_500, Never;
    /// Speed at which a source's depth counts as a vote, a minute.
    depth_rise / DepthRise: Bps = 1_000 in 100 ..= 2_500, Never;
    /// Depth that a voter needs among three or more, of the second deepest's.
    min_share / MinShare: Bps = 1_000 in 100 ..= 3_000, Never;
    /// Voters that make a market.
    min_sources / MinSources: Count = 1 in 1 ..= 8, Never;
    /// How long a market may be missing for want of samples alone.
    market_grace / MarketGrace: Seconds = 21_600 in 900 ..= 43_200, Never;
    /// One: the feed lives without a market, in permanent caution.
    nav_only / NavOnly: Count = 0 in 0 ..= 1, Never;

    /// Speed of `fair` downward, an hour.
    fair_fall / FairFall: Bps = 100 in 20 ..= 500, Never;
    /// Speed of `fair` upward, an hour.
    fair_rise / FairRise: Bps = 400 in 50 ..= 2_000, Never;
    /// Evidence by the market alone from which `fair` may fall faster, where NAV is counted from accounts.
    depeg_confirm / DepegConfirm: Seconds = 14_400 in 3_600 ..= 43_200, Never;
    /// Then the gap closes with this time constant.
    depeg_close / DepegClose: Seconds = 7_200 in 3_600 ..= 86_400, Never;
    /// Confidence of a feed whose sources agree perfectly.
    min_confidence / MinConfidence: Bps = 10 in 1 ..= 100, Never;
    /// Confidence without a market.
    blind_confidence / BlindConfidence: Bps = 100 in 20 ..= 500, Never;
    /// Least confidence of a NAV_ONLY feed.
    nav_only_confidence / NavOnlyConfidence: Bps = 200 in 100 ..= 1_000, Never;
    /// Added to every confidence.
    extra_confidence / ExtraConfidence: Bps = 0 in 0 ..= 1_000, Higher;
    /// Age from which SOL/USD is stale.
    usd_max_age / UsdMaxAge: Seconds = 150 in 30 ..= 600, Never;
    /// How far two SOL/USD sources may differ.
    usd_agreement / UsdAgreement: Bps = 100 in 10 ..= 500, Never;

    /// Discount at which caution begins.
    caution_enter / CautionEnter: Bps = 150 in 20 ..= 500, Lower;
    /// Discount below which caution may end.
    caution_clear / CautionClear: Bps = 90 in 5 ..= 400, Lower;
    /// Time below it before caution ends.
    caution_dwell / CautionDwell: Seconds = 600 in 300 ..= 86_400, Higher;
    /// Discount at which the token counts as depegged.
    depegged_enter / DepeggedEnter: Bps = 250 in 50 ..= 1_000, Lower;
    /// Discount below which that may end.
    depegged_clear / DepeggedClear: Bps = 125 in 10 ..= 800, Lower;
    /// Time below it before depegged ends.
    depegged_dwell / DepeggedDwell: Seconds = 1_800 in 600 ..= 172_800, Higher;
    /// Discount at which everything but leaving halts.
    halted_enter / HaltedEnter: Bps = 1_000 in 200 ..= 3_000, Lower;
    /// Discount below which a market halt may end.
    halted_clear / HaltedClear: Bps = 500 in 50 ..= 2_500, Lower;
    /// Time below it before a market halt ends.
    halted_dwell / HaltedDwell: Seconds = 7_200 in 1_800 ..= 604_800, Higher;
    /// Slots between two spot readings beyond the depegged threshold that trip it (a leader owns four in a row).
    spot_confirm / SpotConfirm: Count = 8 in 5 ..= 150, Never;
    /// Loss of depth within an hour that means depegged, together with `depth_loss_discount`.
    depth_loss / DepthLoss: Bps = 6_000 in 2_000 ..= 9_000, Never;
    /// Discount from which a loss of depth counts.
    depth_loss_discount / DepthLossDiscount: Bps = 75 in 10 ..= 200, Never;
    /// Premium at which caution begins.
    premium_caution / PremiumCaution: Bps = 250 in 50 ..= 1_000, Never;
    /// Premium at which swaps pause.
    premium_pause / PremiumPause: Bps = 1_000 in 200 ..= 5_000, Never;
    /// How long a guardian's halt lasts.
    guardian_halt / GuardianHalt: Seconds = 86_400 in 3_600 ..= 86_400, Never;

    /// As `depeg_confirm`, where NAV is attested or over a tenth of it custodial; the shorter of the two counts.
    attested_confirm / AttestedConfirm: Seconds = 9_000 in 3_600 ..= 43_200, Never;
    /// As `depeg_close`, where NAV is attested or over a tenth of it custodial; the shorter of the two counts.
    attested_close / AttestedClose: Seconds = 3_600 in 3_600 ..= 86_400, Never;
    /// How long the market must have agreed with a fall of NAV for both to be believed.
    fall_agree / FallAgree: Seconds = 1_800 in 900 ..= 14_400, Never;
    /// Then NAV and `fair` close the gap with this time constant.
    fall_close / FallClose: Seconds = 3_600 in 3_600 ..= 43_200, Never;
    /// How far ahead of the chain's clock a quote may claim to be; it then counts as of now.
    clock_tolerance / ClockTolerance: Seconds = 15 in 1 ..= 60, Never;
}

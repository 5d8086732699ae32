//! The values of a source's configuration, kind by kind.

use core::ops::RangeInclusive;

use super::{
    entry::{Entry, is_set},
    error::TableError,
};
use crate::{
    Key,
    account::same,
    members::place,
    programs, stake_pool,
    table::{Role, SourceKind},
};

/// More decimals than any token needs; powers of ten beyond do not fit 64 bits.
const MAX_DECIMALS: u8 = 18;
const ONE_BPS: u16 = 10_000;

/// Seconds. A market price that is repeated counts as fresh evidence each time: no longer than half the short window. Feeds of
/// markets update within a minute.
const MAX_MARKET_AGE: u32 = 150;
/// Seconds: what the rules bound `usd_max_age` by.
const MAX_USD_AGE: u32 = 600;
/// Seconds. A redemption rate moves once an epoch; feeds of it update within an hour, and one of yesterday checks nothing.
const MAX_RATE_AGE: u32 = 86_400;

/// Lamports: what the rules bound `min_depth` by. With less a source could never vote, and no pool of a token has more:
/// whatever lies beyond was meant in another unit.
const DEPTHS: RangeInclusive<u64> = 1_000_000_000..=1_000_000_000_000_000;

/// Whether a kind's depth is configured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// It has none.
    Absent,
    /// It has its own, which may have a ceiling.
    Bounded,
    /// What it counts for must be said.
    Stated,
}

/// Which fields a kind uses.
struct Uses {
    programs: &'static [Key],
    pin: bool,
    /// Always; a wrapper has one besides.
    second_pin: bool,
    /// The greatest age that a reading may be allowed, seconds; zero for kinds that state no time.
    max_age: u32,
    samples: bool,
    fees: bool,
    depth: Depth,
    custody: bool,
}

const POOL: Uses = Uses {
    programs: &[],
    pin: false,
    second_pin: false,
    max_age: 0,
    samples: false,
    fees: false,
    depth: Depth::Bounded,
    custody: false,
};

const PYTH: Uses = Uses {
    programs: &[programs::PYTH_RECEIVER, programs::PYTH_RECEIVER_PRO],
    pin: true,
    max_age: MAX_USD_AGE,
    depth: Depth::Absent,
    ..POOL
};

const SWITCHBOARD: Uses = Uses {
    programs: &[programs::SWITCHBOARD, programs::SWITCHBOARD_DEVNET],
    pin: true,
    second_pin: true,
    max_age: MAX_USD_AGE,
    samples: true,
    depth: Depth::Absent,
    ..POOL
};

const QUOTE: Uses = Uses { programs: &[programs::SWITCHBOARD_QUOTE], ..SWITCHBOARD };

/// A feed of a redemption rate.
const fn rate(feed: Uses) -> Uses {
    Uses { max_age: MAX_RATE_AGE, ..feed }
}

/// A feed of a market price: it stands for a depth.
const fn market(feed: Uses) -> Uses {
    Uses { max_age: MAX_MARKET_AGE, depth: Depth::Stated, ..feed }
}

/// What a kind uses. A static each, since what is chosen is then an address.
fn uses(kind: SourceKind) -> &'static Uses {
    match kind {
        SourceKind::StakePool => &Uses { programs: &programs::STAKE_POOLS, fees: true, depth: Depth::Absent, ..POOL },
        SourceKind::Vault => {
            &Uses { programs: &programs::TOKENS, pin: true, fees: true, depth: Depth::Absent, custody: true, ..POOL }
        }
        SourceKind::Chain => &Uses { programs: &programs::STEPS, fees: true, depth: Depth::Absent, ..POOL },
        SourceKind::LookThrough => &Uses {
            programs: &[
                programs::WHIRLPOOL,
                programs::WHIRLPOOL_IMMUTABLE,
                programs::RAYDIUM_CLMM,
                programs::METEORA_DAMM_V2,
            ],
            pin: true,
            ..POOL
        },
        SourceKind::Whirlpool => &Uses { programs: &programs::WHIRLPOOLS, ..POOL },
        SourceKind::RaydiumClmm => &Uses { programs: &[programs::RAYDIUM_CLMM], ..POOL },
        SourceKind::MeteoraDlmm => &Uses { programs: &[programs::METEORA_DLMM], depth: Depth::Stated, ..POOL },
        SourceKind::MeteoraDammV2 => &Uses { programs: &[programs::METEORA_DAMM_V2], ..POOL },
        SourceKind::PythUsd => &PYTH,
        SourceKind::PythRate => const { &rate(PYTH) },
        SourceKind::PythMarket => const { &market(PYTH) },
        SourceKind::SwitchboardUsd => &SWITCHBOARD,
        SourceKind::SwitchboardRate => const { &rate(SWITCHBOARD) },
        SourceKind::SwitchboardMarket => const { &market(SWITCHBOARD) },
        SourceKind::SwitchboardQuoteUsd => &QUOTE,
        SourceKind::SwitchboardQuoteRate => const { &rate(QUOTE) },
        SourceKind::SwitchboardQuoteMarket => const { &market(QUOTE) },
    }
}

pub(super) fn check(entry: &Entry<'_>) -> Result<(), TableError> {
    let (config, source_index) = (entry.config, entry.index);
    let uses = uses(entry.kind);
    if config.reserved != 0 {
        return Err(TableError::ReservedNotZero { source_index });
    }
    if !uses.programs.iter().any(|program| same(program, &config.program)) {
        return Err(TableError::WrongProgram { source_index });
    }
    check_pins(entry, uses)?;
    if (config.max_age != 0) != (uses.max_age != 0) || config.max_age > uses.max_age {
        return Err(TableError::MaxAge { source_index });
    }
    if (config.max_confidence_bps != 0) != (uses.max_age != 0) || config.max_confidence_bps > ONE_BPS {
        return Err(TableError::MaxConfidence { source_index });
    }
    if (config.min_samples != 0) != uses.samples {
        return Err(TableError::MinSamples { source_index, found: config.min_samples });
    }
    let fees_set = config.max_fee_bps != 0 || config.net_withdrawal_fee != 0;
    if config.max_fee_bps > ONE_BPS || (fees_set && !uses.fees) {
        return Err(TableError::MaxFee { source_index });
    }
    let depth_fits = match (uses.depth, config.feed_depth) {
        (Depth::Absent | Depth::Bounded, 0) => true,
        (Depth::Absent, _) => false,
        (_, depth) => DEPTHS.contains(&depth),
    };
    if !depth_fits {
        return Err(TableError::FeedDepth { source_index });
    }
    if config.custodial_authority != 0 && !uses.custody {
        return Err(TableError::UnusedCustody { source_index });
    }
    check_decimals(entry)
}

fn check_pins(entry: &Entry<'_>, uses: &Uses) -> Result<(), TableError> {
    let source_index = entry.index;
    // Only a wrapper's vault has an authority of its own.
    let wrapped = || place(entry.roles, Role::WrapperVault) < entry.roles.len();
    let may_wrap = matches!(entry.kind, SourceKind::Vault | SourceKind::Chain);
    let second_pin = uses.second_pin || (may_wrap && wrapped());
    match (is_set(&entry.config.pin), uses.pin) {
        (false, true) => return Err(TableError::NoPin { source_index }),
        (true, false) => return Err(TableError::UnusedPin { source_index }),
        _ => {}
    }
    match (is_set(&entry.config.second_pin), second_pin) {
        (false, true) => Err(TableError::NoSecondPin { source_index }),
        (true, false) => Err(TableError::UnusedSecondPin { source_index }),
        _ => Ok(()),
    }
}

fn check_decimals(entry: &Entry<'_>) -> Result<(), TableError> {
    let (source_index, found) = (entry.index, entry.config.token_decimals);
    let required = match entry.kind {
        SourceKind::StakePool => stake_pool::DECIMALS,
        _ if found > MAX_DECIMALS => MAX_DECIMALS,
        _ => found,
    };
    if found == required { Ok(()) } else { Err(TableError::Decimals { source_index, required, found }) }
}

//! The price account's layout for TypeScript, from `price_reader::layout`.

use std::fmt::Write as _;

use anchor_lang_idl_spec::{Idl, IdlDefinedFields, IdlField, IdlTypeDefTy};
use anyhow::{Context, Result, ensure};
use price_reader::layout::{DISCRIMINATOR, LEN, NO_REASON, SCALE, SCALE_DIGITS, VERSION, offset};

use super::{HEADER, camel, comment};

/// How a field's bytes are read: `rate` and `price` are `u64` scaled by 10^12 with 0 for absent, `key` is an address.
struct Field {
    name: &'static str,
    kind: &'static str,
    offset: usize,
}

macro_rules! fields {
    ($($name:ident: $kind:ident = $offset:ident,)*) => {
        &[ $( Field { name: stringify!($name), kind: stringify!($kind), offset: offset::$offset } ),* ]
    };
}

const FIELDS: &[Field] = fields! {
    version: u8 = VERSION,
    bump: u8 = BUMP,
    level: u8 = LEVEL,
    halt_cause: u8 = HALT_CAUSE,
    gates: u16 = GATES,
    flags: u16 = FLAGS,
    reasons: u64 = REASONS,
    largest_reason: u8 = LARGEST_REASON,
    token_decimals: u8 = TOKEN_DECIMALS,
    sources: u8 = SOURCES,
    largest_reason_bps: u32 = LARGEST_REASON_BPS,
    feed: key = FEED,
    mint: key = MINT,
    sequence: u64 = SEQUENCE,
    slot: u64 = SLOT,
    published_at: i64 = PUBLISHED_AT,
    epoch: u64 = EPOCH,
    level_since: i64 = LEVEL_SINCE,
    soft_limit: u32 = SOFT_LIMIT,
    hard_limit: u32 = HARD_LIMIT,
    liquidation_limit: u32 = LIQUIDATION_LIMIT,
    nav_limit: u32 = NAV_LIMIT,
    market_limit: u32 = MARKET_LIMIT,
    usd_limit: u32 = USD_LIMIT,
    stale_decay_bps_per_hour: u32 = STALE_DECAY_BPS_PER_HOUR,
    raw_nav: rate = RAW_NAV,
    nav: rate = NAV,
    spot: rate = SPOT,
    short: rate = SHORT,
    long: rate = LONG,
    fair: rate = FAIR,
    collateral: rate = COLLATERAL,
    debt: rate = DEBT,
    liquidation: rate = LIQUIDATION,
    confidence: u64 = CONFIDENCE,
    nav_time: i64 = NAV_TIME,
    market_time: i64 = MARKET_TIME,
    sol_usd: price = SOL_USD,
    sol_usd_confidence: u64 = SOL_USD_CONFIDENCE,
    sol_usd_time: i64 = SOL_USD_TIME,
    collateral_usd: price = COLLATERAL_USD,
    debt_usd: price = DEBT_USD,
    liquidation_usd: price = LIQUIDATION_USD,
    voted: u16 = VOTED,
    market_sources: u8 = MARKET_SOURCES,
    last_good_nav: rate = LAST_GOOD_NAV,
    last_good_nav_time: i64 = LAST_GOOD_NAV_TIME,
    last_good_market: rate = LAST_GOOD_MARKET,
    last_good_market_time: i64 = LAST_GOOD_MARKET_TIME,
    depth: u64 = DEPTH,
    short_coverage_bps: u16 = SHORT_COVERAGE_BPS,
    long_coverage_bps: u16 = LONG_COVERAGE_BPS,
    assets: u64 = ASSETS,
    supply: u64 = SUPPLY,
    transit: u64 = TRANSIT,
    spot_low: rate = SPOT_LOW,
    spot_high: rate = SPOT_HIGH,
    short_low: rate = SHORT_LOW,
    short_high: rate = SHORT_HIGH,
    long_low: rate = LONG_LOW,
    long_high: rate = LONG_HIGH,
    custodial_bps: u16 = CUSTODIAL_BPS,
};

impl Field {
    fn len(&self) -> usize {
        match self.kind {
            "u8" => 1,
            "u16" => 2,
            "u32" => 4,
            "key" => 32,
            _ => 8,
        }
    }
}

/// The file. Every field's documentation is the program's.
///
/// # Errors
/// Fields overlap or leave a gap that is not zero padding in the program's own struct.
pub fn layout(idl: &Idl) -> Result<String> {
    let documented = price_fields(idl)?;
    tiles(documented)?;
    let mut text = format!(
        "{HEADER}\n\
         /** Bytes of the account that version {VERSION} defines. */\nexport const LEN = {LEN};\n\n\
         /** First bytes of every price account. */\nexport const DISCRIMINATOR: readonly number[] = {DISCRIMINATOR:?};\n\n\
         /** The layout version that this client reads. */\nexport const VERSION = {VERSION};\n\n\
         /** Decimals of rates and prices, and their scale, 10^{SCALE_DIGITS}. */\n\
         export const SCALE_DIGITS = {SCALE_DIGITS};\nexport const SCALE = {SCALE}n;\n\n\
         /** Largest-reason byte of an account that states no reason. */\nexport const NO_REASON = {NO_REASON};\n\n\
         /**\n * Where each field begins and how it is read, little-endian. Rates are SOL per whole token, prices USD per whole token or\n \
         * SOL, both scaled by 10^{SCALE_DIGITS}, 0 absent. Times are unix seconds.\n */\nexport const LAYOUT = {{\n"
    );
    for field in FIELDS {
        let docs = documented.iter().find(|one| one.name == field.name);
        let docs = docs.with_context(|| format!("the program's Price has no field {}", field.name))?;
        let _ = writeln!(
            text,
            "{}  {}: {{ offset: {}, type: \"{}\" }},",
            comment("  ", &docs.docs),
            camel(field.name),
            field.offset,
            field.kind
        );
    }
    text.push_str("} as const;\n");
    Ok(text)
}

fn price_fields(idl: &Idl) -> Result<&[IdlField]> {
    let price = idl.types.iter().find(|ty| ty.name == "Price").context("the IDL has no account Price")?;
    match &price.ty {
        IdlTypeDefTy::Struct { fields: Some(IdlDefinedFields::Named(fields)) } => Ok(fields),
        _ => anyhow::bail!("the account Price has no named fields"),
    }
}

/// The fields follow each other without overlapping, and what lies between them is padding in the program's struct, too.
fn tiles(documented: &[IdlField]) -> Result<()> {
    let mut end = DISCRIMINATOR.len();
    let mut gaps = 0;
    for field in FIELDS {
        ensure!(field.offset >= end, "field {} begins at {}, before {end}", field.name, field.offset);
        gaps += usize::from(field.offset > end);
        end = field.offset + field.len();
    }
    gaps += usize::from(offset::RESERVED > end);
    let padding = documented.iter().filter(|field| field.name.starts_with("padding")).count();
    ensure!(
        gaps == padding,
        "the layout has {gaps} gaps, the program's Price {padding} fields of padding: is a field missing here?"
    );
    let named =
        documented.iter().filter(|field| !field.name.starts_with("padding") && field.name != "reserved").count();
    ensure!(named == FIELDS.len(), "the program's Price has {named} fields, this layout {}", FIELDS.len());
    Ok(())
}

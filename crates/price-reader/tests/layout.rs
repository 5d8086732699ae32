//! The layout as fixed: identity, offsets, golden bytes.

use price_reader::builder::PriceBuilder;
use price_reader::layout::{self, offset, LEN};
use price_reader::{
    Bps, Flags, Gates, HaltCause, LargestReason, Level, Published, Rate, Reason, Reasons, Reserves, Sides, UsdPrice,
};
use sha2::{Digest, Sha256};

const GOLDEN: &[u8; LEN] = include_bytes!("golden/price-v1.bin");
/// The same account with reserves and sides.
const GOLDEN_SIDES: &[u8; LEN] = include_bytes!("golden/price-v1-sides.bin");

#[test]
fn discriminator_is_anchors_for_an_account_named_price() {
    assert_eq!(layout::DISCRIMINATOR[..], Sha256::digest(b"account:Price")[..8]);
}

#[test]
fn program_id_is_the_documented_address() {
    let address = bs58::decode("GSofmXZ9XeYLjatTjTerp4zP5pmdpD5KeZ9RXeTHAjis").into_vec().unwrap();
    assert_eq!(layout::PROGRAM_ID[..], address[..]);
}

/// Offset and size of what version 1 began with, as the program and other languages have them: what was added since comes behind.
const FIRST: [(usize, usize, usize); 66] = [
    (offset::DISCRIMINATOR, 0, 8),
    (offset::VERSION, 8, 1),
    (offset::BUMP, 9, 1),
    (offset::LEVEL, 10, 1),
    (offset::HALT_CAUSE, 11, 1),
    (offset::GATES, 12, 2),
    (offset::FLAGS, 14, 2),
    (offset::REASONS, 16, 8),
    (offset::LARGEST_REASON, 24, 1),
    (offset::TOKEN_DECIMALS, 25, 1),
    (offset::SOURCES, 26, 1),
    (offset::LARGEST_REASON_BPS, 28, 4),
    (offset::FEED, 32, 32),
    (offset::MINT, 64, 32),
    (offset::SEQUENCE, 96, 8),
    (offset::SLOT, 104, 8),
    (offset::PUBLISHED_AT, 112, 8),
    (offset::EPOCH, 120, 8),
    (offset::LEVEL_SINCE, 128, 8),
    (offset::SOFT_LIMIT, 136, 4),
    (offset::HARD_LIMIT, 140, 4),
    (offset::LIQUIDATION_LIMIT, 144, 4),
    (offset::NAV_LIMIT, 148, 4),
    (offset::MARKET_LIMIT, 152, 4),
    (offset::USD_LIMIT, 156, 4),
    (offset::STALE_DECAY_BPS_PER_HOUR, 160, 4),
    (offset::RAW_NAV, 168, 8),
    (offset::NAV, 176, 8),
    (offset::SPOT, 184, 8),
    (offset::SHORT, 192, 8),
    (offset::LONG, 200, 8),
    (offset::FAIR, 208, 8),
    (offset::COLLATERAL, 216, 8),
    (offset::DEBT, 224, 8),
    (offset::LIQUIDATION, 232, 8),
    (offset::CONFIDENCE, 240, 8),
    (offset::NAV_TIME, 248, 8),
    (offset::MARKET_TIME, 256, 8),
    (offset::SOL_USD, 264, 8),
    (offset::SOL_USD_CONFIDENCE, 272, 8),
    (offset::SOL_USD_TIME, 280, 8),
    (offset::COLLATERAL_USD, 288, 8),
    (offset::DEBT_USD, 296, 8),
    (offset::LIQUIDATION_USD, 304, 8),
    (offset::VOTED, 312, 2),
    (offset::MARKET_SOURCES, 314, 1),
    (offset::LAST_GOOD_NAV, 320, 8),
    (offset::LAST_GOOD_NAV_TIME, 328, 8),
    (offset::LAST_GOOD_MARKET, 336, 8),
    (offset::LAST_GOOD_MARKET_TIME, 344, 8),
    (offset::DEPTH, 352, 8),
    (offset::SHORT_COVERAGE_BPS, 360, 2),
    (offset::LONG_COVERAGE_BPS, 362, 2),
    (offset::ASSETS, 368, 8),
    (offset::SUPPLY, 376, 8),
    (offset::TRANSIT, 384, 8),
    (offset::SPOT_LOW, 392, 8),
    (offset::SPOT_HIGH, 400, 8),
    (offset::SHORT_LOW, 408, 8),
    (offset::SHORT_HIGH, 416, 8),
    (offset::LONG_LOW, 424, 8),
    (offset::LONG_HIGH, 432, 8),
    (offset::CUSTODIAL_BPS, 440, 2),
    // Padding, which no constant names.
    (27, 27, 1),
    (164, 164, 4),
    (364, 364, 4),
];

#[test]
fn offsets_are_fixed() {
    for (constant, fixed, size) in FIRST {
        assert_eq!(constant, fixed);
        assert!(
            fixed == 0 || layout::FIELDS.iter().any(|field| (field.offset, field.size) == (fixed, size)),
            "{fixed}"
        );
    }
}

#[test]
fn golden_bytes_decode_to_what_was_written() {
    let record = Published::read_unchecked(GOLDEN).unwrap();
    assert_eq!(record.version(), 1);
    assert_eq!(record.bump(), 254);
    assert_eq!(record.level(), Level::Halted);
    assert_eq!(record.halt_cause(), HaltCause::MARKET);
    assert_eq!(record.gates(), Gates::at(Level::Depegged, HaltCause::NONE));
    assert_eq!(record.flags(), Flags::CUSTODIAL.union(Flags::USD).union(Flags::MARKET));
    assert_eq!(
        record.reasons().collect::<Vec<_>>(),
        [Reason::Custodial, Reason::DiscountShort, Reason::DiscountLong, Reason::DiscountSpot]
    );
    assert_eq!(record.reasons().unknown(), 1 << 40);
    assert_eq!(
        record.largest_reason(),
        Some(LargestReason { reason: Some(Reason::DiscountSpot), bit: 11, bps: 1_234 })
    );
    assert_eq!((record.token_decimals(), record.sources()), (9, 5));
    assert_eq!(record.feed()[..], (1..=32).collect::<Vec<u8>>()[..]);
    assert_eq!(record.mint()[..], (101..=132).collect::<Vec<u8>>()[..]);
    assert_eq!((record.sequence(), record.slot(), record.epoch()), (987_654_321, 371_234_567, 871));
    assert_eq!((record.published_at(), record.level_since()), (1_764_000_000, 1_763_999_000));
    assert_eq!((record.soft_limit(), record.hard_limit(), record.liquidation_limit()), (60, 600, 3_600));
    assert_eq!((record.nav_limit(), record.market_limit(), record.usd_limit()), (172_800, 450, 150));
    assert_eq!(record.stale_decay_bps_per_hour(), 100);
    assert_eq!(record.raw_nav(), Rate::new(1_083_412_345_678));
    assert_eq!(record.nav(), Rate::new(1_083_312_345_678));
    assert_eq!(record.spot(), Rate::new(951_234_567_891));
    assert_eq!(record.short(), Rate::new(962_345_678_912));
    assert_eq!(record.long(), Rate::new(973_456_789_123));
    assert_eq!(record.fair(), Rate::new(1_050_000_000_000));
    assert_eq!(record.collateral(), Rate::new(946_012_345_678));
    assert_eq!(record.debt(), Rate::new(1_084_312_345_679));
    assert_eq!(record.liquidation(), Rate::new(1_050_000_000_000));
    assert_eq!(record.confidence(), 5_222_222_213);
    assert_eq!((record.nav_time(), record.market_time()), (1_763_990_000, 1_763_999_980));
    assert_eq!(record.sol_usd(), UsdPrice::new(142_123_456_789_012));
    assert_eq!(record.sol_usd_confidence(), 71_061_728_394);
    assert_eq!(record.sol_usd_time(), 1_763_999_995);
    assert_eq!(record.collateral_usd(), UsdPrice::new(134_383_200_000_001));
    assert_eq!(record.debt_usd(), UsdPrice::new(154_182_600_000_002));
    assert_eq!(record.liquidation_usd(), UsdPrice::new(149_229_600_000_003));
    assert_eq!((record.voted(), record.market_sources()), (0b10111, 3));
    assert_eq!(record.last_good_nav(), Rate::new(1_083_312_345_678));
    assert_eq!(record.last_good_nav_time(), 1_763_990_000);
    assert_eq!(record.last_good_market(), Rate::new(1_082_000_000_000));
    assert_eq!(record.last_good_market_time(), 1_763_998_000);
    assert_eq!(record.depth(), 812_345_678_901);
    assert_eq!((record.short_coverage_bps(), record.long_coverage_bps()), (9_800, 9_375));
}

/// What was published before reserves and sides were is read as it was, and states none.
#[test]
fn golden_bytes_of_the_first_days_state_neither_reserves_nor_sides() {
    let record = Published::read_unchecked(GOLDEN).unwrap();
    assert_eq!(record.reserves(), None);
    assert_eq!([record.spot_sides(), record.short_sides(), record.long_sides()], [None; 3]);
}

#[test]
fn golden_bytes_with_reserves_and_sides_decode_to_what_was_written() {
    let record = Published::read_unchecked(GOLDEN_SIDES).unwrap();
    let custodial = Bps::new(1_250).unwrap();
    assert_eq!(
        record.reserves(),
        Some(Reserves { assets: 106_000_123_456_789, supply: 100_000_987_654_321, transit: 1_234_567_890, custodial })
    );
    let sides = |low, high| Some(Sides { low: Rate::new(low).unwrap(), high: Rate::new(high).unwrap() });
    assert_eq!(record.spot_sides(), sides(951_234_567_880, 951_234_567_902));
    assert_eq!(record.short_sides(), sides(962_345_678_800, 962_345_679_024));
    assert_eq!(record.long_sides(), sides(973_456_788_000, 973_456_790_246));
    // All else is what a reader of the first days finds there.
    assert_eq!(GOLDEN_SIDES[..368], GOLDEN[..368]);
}

#[test]
fn golden_bytes_survive_decoding_and_encoding() {
    for golden in [GOLDEN, GOLDEN_SIDES] {
        let record = Published::read_unchecked(golden).unwrap();
        assert_eq!(PriceBuilder::copy_of(&record).build()[..], golden[..]);
    }
}

type Setter = fn(PriceBuilder) -> PriceBuilder;

/// A setter a field, with all bits set.
macro_rules! setters {
    ($( $(#[$doc:meta])* $constant:ident = $offset:literal, $name:ident: $storage:tt $kind:ident; )*) => {
        &[$(setters!(@$kind $name $storage),)*]
    };
    (@pad $name:ident $storage:tt) => { None };
    (@level $name:ident $storage:tt) => { Some(|builder| builder.level_byte(0xff)) };
    (@cause $name:ident $storage:tt) => { Some(|builder| builder.level(Level::Normal, HaltCause::from_bits(0xff))) };
    (@largest $name:ident $storage:tt) => {
        Some(|builder| builder.largest_reason(Some(LargestReason { reason: None, bit: 7, bps: 0 })))
    };
    (@key $name:ident $storage:tt) => { Some(|builder| builder.$name([0xff; 32])) };
    (@gates $name:ident $storage:tt) => { Some(|builder| builder.$name(Gates::from_bits(0xffff))) };
    (@flags $name:ident $storage:tt) => { Some(|builder| builder.$name(Flags::from_bits(0xffff))) };
    (@reasons $name:ident $storage:tt) => { Some(|builder| builder.$name(Reasons::from_bits(u64::MAX))) };
    (@$number:ident $name:ident $storage:tt) => { Some(|builder| builder.$name(!0)) };
}

#[test]
fn each_setter_writes_its_field_and_nothing_else() {
    let setters: &[Option<Setter>] = price_reader::price_account!(setters);
    assert_eq!(setters.len(), layout::FIELDS.len());
    let base = PriceBuilder::new(0).bump(0);
    let before = base.clone().build();
    for (set, field) in setters.iter().zip(layout::FIELDS) {
        let Some(set) = set else { continue };
        let after = set(base.clone()).build();
        let (at, end) = (field.offset, field.offset + field.size);
        assert_ne!(before[at..end], after[at..end], "the setter of {} wrote nothing", field.name);
        assert_eq!(before[..at], after[..at], "the setter of {} wrote before its field", field.name);
        assert_eq!(before[end..], after[end..], "the setter of {} wrote behind its field", field.name);
    }
}

#[test]
fn unpublished_values_are_absent_not_zero() {
    let bytes = PriceBuilder::new(0).rates(0, 0).usd_prices(0, 0, 0).sol_usd(0).build();
    let record = Published::read_unchecked(&bytes).unwrap();
    assert_eq!((record.nav(), record.collateral(), record.debt()), (None, None, None));
    assert_eq!((record.sol_usd(), record.collateral_usd()), (None, None));
}

#[test]
fn a_longer_account_is_read_by_its_first_bytes() {
    let mut longer = GOLDEN.to_vec();
    longer.extend([0xee; 100]);
    assert!(Published::read_unchecked(&longer).unwrap() == Published::read_unchecked(GOLDEN).unwrap());
}

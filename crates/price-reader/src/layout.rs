//! The account, byte by byte: little-endian, fixed offsets, version 1. The program that writes the account checks its own
//! struct against these constants; the golden file in `tests/golden` fixes every value.

/// Bytes of the account that version 1 defines. A longer account is read by its first `LEN` bytes.
pub const LEN: usize = 512;

/// First eight bytes of SHA-256 over `account:Price`.
pub const DISCRIMINATOR: [u8; 8] = [0x32, 0x6b, 0x7f, 0x3d, 0x53, 0x24, 0x27, 0x4b];

/// The layout version that this crate reads.
pub const VERSION: u8 = 1;

/// The oracle program, owner of every price account: `GSofmXZ9XeYLjatTjTerp4zP5pmdpD5KeZ9RXeTHAjis`.
pub const PROGRAM_ID: [u8; 32] = [
    0xe5, 0x7b, 0x97, 0x9e, 0x5b, 0x57, 0x7a, 0x69, 0xdd, 0x48, 0x76, 0xe9, 0xd4, 0x6d, 0xd2, 0x10, //
    0xf6, 0x14, 0xe9, 0x91, 0x19, 0x01, 0x4f, 0xd3, 0xe3, 0x21, 0x04, 0x5a, 0x3b, 0x21, 0x12, 0x4c,
];

/// Rates and prices are integers scaled by this: 10^12.
pub const SCALE: u64 = 1_000_000_000_000;

/// [`SCALE`] as a power of ten.
pub const SCALE_DIGITS: u32 = 12;

/// Largest-reason byte of an account that states no reason.
pub const NO_REASON: u8 = 255;

/// Where each field begins, with its type.
///
/// Rates are SOL per whole token and prices USD per whole token (or per SOL), both as `u64` scaled by [`SCALE`];
/// 0 is absent. Times are unix seconds of the chain's clock.
pub mod offset {
    /// `[u8; 8]`, equal to [`DISCRIMINATOR`](super::DISCRIMINATOR).
    pub const DISCRIMINATOR: usize = 0;
    /// `u8`, equal to [`VERSION`](super::VERSION).
    pub const VERSION: usize = 8;
    /// `u8`: bump of the account's address.
    pub const BUMP: usize = 9;
    /// `u8`: [`Level`](crate::Level).
    pub const LEVEL: usize = 10;
    /// `u8`: bits of [`HaltCause`](crate::HaltCause).
    pub const HALT_CAUSE: usize = 11;
    /// `u16`: bits of [`Gates`](crate::Gates).
    pub const GATES: usize = 12;
    /// `u16`: bits of [`Flags`](crate::Flags).
    pub const FLAGS: usize = 14;
    /// `u64`: bits of [`Reasons`](crate::Reasons).
    pub const REASONS: usize = 16;
    /// `u8`: bit number of the reason with the largest magnitude, [`NO_REASON`](super::NO_REASON) for none.
    pub const LARGEST_REASON: usize = 24;
    /// `u8`: decimals of the token's mint.
    pub const TOKEN_DECIMALS: usize = 25;
    /// `u8`: sources configured.
    pub const SOURCES: usize = 26;
    /// `u32`: magnitude of the largest reason in basis points.
    pub const LARGEST_REASON_BPS: usize = 28;
    /// `[u8; 32]`: address of the feed account.
    pub const FEED: usize = 32;
    /// `[u8; 32]`: the token's mint.
    pub const MINT: usize = 64;
    /// `u64`: publications so far.
    pub const SEQUENCE: usize = 96;
    /// `u64`: slot of this publication.
    pub const SLOT: usize = 104;
    /// `i64`: time of this publication.
    pub const PUBLISHED_AT: usize = 112;
    /// `u64`: epoch of this publication.
    pub const EPOCH: usize = 120;
    /// `i64`: time at which the level was entered.
    pub const LEVEL_SINCE: usize = 128;
    /// `u32`, seconds: an older publication is softly stale.
    pub const SOFT_LIMIT: usize = 136;
    /// `u32`, seconds: an older publication is stale.
    pub const HARD_LIMIT: usize = 140;
    /// `u32`, seconds: an older publication does not even serve liquidation.
    pub const LIQUIDATION_LIMIT: usize = 144;
    /// `u32`, seconds: an older NAV leg is softly stale; 0 = leg not used.
    pub const NAV_LIMIT: usize = 148;
    /// `u32`, seconds: an older market leg is softly stale; 0 = leg not used.
    pub const MARKET_LIMIT: usize = 152;
    /// `u32`, seconds: with an older SOL/USD there are no USD values.
    pub const USD_LIMIT: usize = 156;
    /// `u32`, basis points an hour of age by which a stale price is lowered for liquidation.
    pub const STALE_DECAY_BPS_PER_HOUR: usize = 160;
    /// `u64` rate: assets by supply as last read.
    pub const RAW_NAV: usize = 168;
    /// `u64` rate: NAV, bounded in speed.
    pub const NAV: usize = 176;
    /// `u64` rate: unclamped median of the last refresh, the mean of its two sides.
    pub const SPOT: usize = 184;
    /// `u64` rate: short window, the mean of its two sides.
    pub const SHORT: usize = 192;
    /// `u64` rate: long window, the mean of its two sides.
    pub const LONG: usize = 200;
    /// `u64` rate: fair value.
    pub const FAIR: usize = 208;
    /// `u64` rate: low estimate, for the token as collateral.
    pub const COLLATERAL: usize = 216;
    /// `u64` rate: high estimate, for the token as debt.
    pub const DEBT: usize = 224;
    /// `u64` rate: for testing health.
    pub const LIQUIDATION: usize = 232;
    /// `u64` rate: confidence, the same unit as the rates around it.
    pub const CONFIDENCE: usize = 240;
    /// `i64`: oldest time that entered NAV.
    pub const NAV_TIME: usize = 248;
    /// `i64`: oldest time that entered the market leg.
    pub const MARKET_TIME: usize = 256;
    /// `u64` price: USD per SOL.
    pub const SOL_USD: usize = 264;
    /// `u64` price: confidence of USD per SOL.
    pub const SOL_USD_CONFIDENCE: usize = 272;
    /// `i64`: time of USD per SOL.
    pub const SOL_USD_TIME: usize = 280;
    /// `u64` price: as [`COLLATERAL`], in USD.
    pub const COLLATERAL_USD: usize = 288;
    /// `u64` price: as [`DEBT`], in USD.
    pub const DEBT_USD: usize = 296;
    /// `u64` price: as [`LIQUIDATION`], in USD.
    pub const LIQUIDATION_USD: usize = 304;
    /// `u16`: one bit per configured source, set if it voted.
    pub const VOTED: usize = 312;
    /// `u8`: market sources that voted.
    pub const MARKET_SOURCES: usize = 314;
    /// `u64` rate: last NAV that passed every check.
    pub const LAST_GOOD_NAV: usize = 320;
    /// `i64`: time of [`LAST_GOOD_NAV`].
    pub const LAST_GOOD_NAV_TIME: usize = 328;
    /// `u64` rate: last market rate from valid windows.
    pub const LAST_GOOD_MARKET: usize = 336;
    /// `i64`: time of [`LAST_GOOD_MARKET`].
    pub const LAST_GOOD_MARKET_TIME: usize = 344;
    /// `u64`, lamports: depth of the voting sources together.
    pub const DEPTH: usize = 352;
    /// `u16`, basis points of the short window that samples cover.
    pub const SHORT_COVERAGE_BPS: usize = 360;
    /// `u16`, basis points of the long window that samples cover.
    pub const LONG_COVERAGE_BPS: usize = 362;
    // What follows was reserved at first: an account that was published before is zero there, which is "absent".
    /// `u64`, lamports: what backs the token, without what is in transit; 0 where NAV is attested.
    pub const ASSETS: usize = 368;
    /// `u64`, base units of the token in issue; 0 where NAV is attested.
    pub const SUPPLY: usize = 376;
    /// `u64`, lamports: announced assets in transit, which no account shows.
    pub const TRANSIT: usize = 384;
    /// `u64` rate: low side of [`SPOT`].
    pub const SPOT_LOW: usize = 392;
    /// `u64` rate: high side of [`SPOT`].
    pub const SPOT_HIGH: usize = 400;
    /// `u64` rate: low side of [`SHORT`].
    pub const SHORT_LOW: usize = 408;
    /// `u64` rate: high side of [`SHORT`].
    pub const SHORT_HIGH: usize = 416;
    /// `u64` rate: low side of [`LONG`].
    pub const LONG_LOW: usize = 424;
    /// `u64` rate: high side of [`LONG`].
    pub const LONG_HIGH: usize = 432;
    /// `u16`, basis points of [`ASSETS`] that lie where one signer can take them, rounded up.
    pub const CUSTODIAL_BPS: usize = 440;
    /// Zero from here to [`LEN`](super::LEN).
    pub const RESERVED: usize = 448;
}

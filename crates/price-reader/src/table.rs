//! The price account, field by field: the one list that offsets, getters, builder and serialisation of this crate, the program's struct, and
//! the layouts of other languages are made of. A new field is a line here, and less of `reserved`.

/// Calls `$callback!` with what follows it and then with every field behind the discriminator, in order, without gaps:
/// `/// meaning`, `CONSTANT = offset, name: storage kind;`.
///
/// Kinds say what a field is: `number`; `rate` (SOL per whole token) and `price` (USD per whole token, or per SOL), both scaled by
/// 10^12 with 0 for absent; `key`, an address; `level`, `cause`, `gates`, `flags` and `reasons`, bits and numbers of this crate's types of
/// these names; `largest`, the bit number of a reason; `pad`, zero. Numbers are little-endian. Times are unix seconds of the
/// chain's clock, amounts of SOL lamports, shares basis points.
#[doc(hidden)]
#[macro_export]
macro_rules! price_account {
    ($callback:ident $($context:tt)*) => {
        $callback! {
            $($context)*
            /// Layout version.
            VERSION = 8, version: u8 number;
            /// Bump of this account's address.
            BUMP = 9, bump: u8 number;
            /// Breaker level, 0 normal to 3 halted.
            LEVEL = 10, level: u8 level;
            /// Why it is halted: bit 0 market, 1 NAV fault, 2 guardian.
            HALT_CAUSE = 11, halt_cause: u8 cause;
            /// Bit per allowed action; bit 8: swaps widen their fee.
            GATES = 12, gates: u16 gates;
            /// Mode flags.
            FLAGS = 14, flags: u16 flags;
            /// Reason bits.
            REASONS = 16, reasons: u64 reasons;
            /// The reason with the largest magnitude, 255 for none.
            LARGEST_REASON = 24, largest_reason: u8 largest;
            /// Decimals of the token's mint.
            TOKEN_DECIMALS = 25, token_decimals: u8 number;
            /// Configured sources.
            SOURCES = 26, sources: u8 number;
            /// Zero.
            PADDING_0 = 27, padding_0: u8 pad;
            /// Magnitude of the largest reason, basis points.
            LARGEST_REASON_BPS = 28, largest_reason_bps: u32 number;
            /// The feed this price belongs to.
            FEED = 32, feed: Pubkey key;
            /// The token's mint.
            MINT = 64, mint: Pubkey key;
            /// Publications so far.
            SEQUENCE = 96, sequence: u64 number;
            /// Slot of this publication.
            SLOT = 104, slot: u64 number;
            /// Unix time of this publication.
            PUBLISHED_AT = 112, published_at: i64 number;
            /// Epoch of this publication.
            EPOCH = 120, epoch: u64 number;
            /// Unix time at which the level was entered.
            LEVEL_SINCE = 128, level_since: i64 number;
            /// Soft staleness, seconds.
            SOFT_LIMIT = 136, soft_limit: u32 number;
            /// Hard staleness, seconds.
            HARD_LIMIT = 140, hard_limit: u32 number;
            /// Age to which a stale price still serves liquidation, seconds.
            LIQUIDATION_LIMIT = 144, liquidation_limit: u32 number;
            /// Soft limit of the NAV leg, seconds.
            NAV_LIMIT = 148, nav_limit: u32 number;
            /// Soft limit of the market leg, seconds; 0 without one.
            MARKET_LIMIT = 152, market_limit: u32 number;
            /// Limit of SOL/USD, seconds.
            USD_LIMIT = 156, usd_limit: u32 number;
            /// What a stale price loses for liquidation, basis points an hour.
            STALE_DECAY_BPS_PER_HOUR = 160, stale_decay_bps_per_hour: u32 number;
            /// Zero.
            PADDING_1 = 164, padding_1: u32 pad;
            /// Assets by supply as last read.
            RAW_NAV = 168, raw_nav: u64 rate;
            /// NAV, bounded in speed.
            NAV = 176, nav: u64 rate;
            /// Unclamped median of this refresh, the mean of its sides.
            SPOT = 184, spot: u64 rate;
            /// Short window, the mean of its sides.
            SHORT = 192, short: u64 rate;
            /// Long window, the mean of its sides.
            LONG = 200, long: u64 rate;
            /// Fair value.
            FAIR = 208, fair: u64 rate;
            /// Low estimate, for the token as collateral.
            COLLATERAL = 216, collateral: u64 rate;
            /// High estimate, for the token as debt.
            DEBT = 224, debt: u64 rate;
            /// For testing health.
            LIQUIDATION = 232, liquidation: u64 rate;
            /// Uncertainty of the above.
            CONFIDENCE = 240, confidence: u64 number;
            /// Time of the NAV leg.
            NAV_TIME = 248, nav_time: i64 number;
            /// Time of the market leg.
            MARKET_TIME = 256, market_time: i64 number;
            /// USD per SOL.
            SOL_USD = 264, sol_usd: u64 price;
            /// Uncertainty of USD per SOL.
            SOL_USD_CONFIDENCE = 272, sol_usd_confidence: u64 number;
            /// Time of USD per SOL.
            SOL_USD_TIME = 280, sol_usd_time: i64 number;
            /// Collateral in USD.
            COLLATERAL_USD = 288, collateral_usd: u64 price;
            /// Debt in USD.
            DEBT_USD = 296, debt_usd: u64 price;
            /// Liquidation in USD.
            LIQUIDATION_USD = 304, liquidation_usd: u64 price;
            /// Bit per configured source that voted.
            VOTED = 312, voted: u16 number;
            /// Market sources that voted.
            MARKET_SOURCES = 314, market_sources: u8 number;
            /// Zero.
            PADDING_2 = 315, padding_2: [u8; 5] pad;
            /// Last NAV that passed every check.
            LAST_GOOD_NAV = 320, last_good_nav: u64 rate;
            /// Its time.
            LAST_GOOD_NAV_TIME = 328, last_good_nav_time: i64 number;
            /// Last market rate from valid windows.
            LAST_GOOD_MARKET = 336, last_good_market: u64 rate;
            /// Its time.
            LAST_GOOD_MARKET_TIME = 344, last_good_market_time: i64 number;
            /// Depth of the voters together, lamports.
            DEPTH = 352, depth: u64 number;
            /// Coverage of the short window, basis points.
            SHORT_COVERAGE_BPS = 360, short_coverage_bps: u16 number;
            /// Coverage of the long window, basis points.
            LONG_COVERAGE_BPS = 362, long_coverage_bps: u16 number;
            /// Zero.
            PADDING_3 = 364, padding_3: u32 pad;
            /// What backs the token, lamports, without what is in transit; 0 where NAV is attested.
            ASSETS = 368, assets: u64 number;
            /// Base units of the token in issue; 0 where NAV is attested.
            SUPPLY = 376, supply: u64 number;
            /// Announced assets in transit, lamports.
            TRANSIT = 384, transit: u64 number;
            /// Low side of `spot`.
            SPOT_LOW = 392, spot_low: u64 rate;
            /// High side of `spot`.
            SPOT_HIGH = 400, spot_high: u64 rate;
            /// Low side of `short`.
            SHORT_LOW = 408, short_low: u64 rate;
            /// High side of `short`.
            SHORT_HIGH = 416, short_high: u64 rate;
            /// Low side of `long`.
            LONG_LOW = 424, long_low: u64 rate;
            /// High side of `long`.
            LONG_HIGH = 432, long_high: u64 rate;
            /// Part of `assets` that lies where one signer can take it, basis points rounded up.
            CUSTODIAL_BPS = 440, custodial_bps: u16 number;
            /// Zero.
            PADDING_4 = 442, padding_4: [u8; 6] pad;
            /// Zero, for later versions.
            RESERVED = 448, reserved: [u64; 8] pad;
        }
    };
}

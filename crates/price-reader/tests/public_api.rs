//! The public interface, item by item: what a release may add to, and neither change nor take away. A function that disappears or changes its
//! signature, a field, a constant or an enum's variant that does (or is added to an enum that users match) does not compile here.
//!
//! A change that fails here is a breaking one: it takes a new minor version before 1.0 and a new major one after. New items are added here.

use price_reader::adapters::{DatedPrice, GradedPrice, LowHigh, PythPrice, ScopePrice, Side, Validity};
use price_reader::builder::PriceBuilder;
use price_reader::layout::{self, LEN};
use price_reader::*;

/// Each function has exactly this type.
macro_rules! functions {
    ($($owner:ty { $($name:ident: $type:ty;)* })*) => {
        $($({
            let _: $type = <$owner>::$name;
        })*)*
    };
}

#[test]
fn functions_keep_their_signatures() {
    functions();
}

#[allow(clippy::extra_unused_lifetimes)]
#[allow(clippy::type_complexity)] // written out in full is the point
fn functions<'p, 'a: 'p>() {
    functions! {
        Price<'a> {
            read: fn(&'a [u8], &[u8; 32], &[u8; 32], i64) -> Result<Price<'a>, ReadError>;
            read_from: fn(&'a [u8], &[u8; 32], &[u8; 32], &[u8; 32], i64) -> Result<Price<'a>, ReadError>;
            read_any_feed: fn(&'a [u8], &[u8; 32], i64) -> Result<Price<'a>, ReadError>;
            judge: fn(Published<'a>, i64) -> Result<Price<'a>, ReadError>;
            for_feed: fn(Price<'a>, &[u8; 32]) -> Result<Price<'a>, ReadError>;
            for_mint: fn(Price<'a>, &[u8; 32]) -> Result<Price<'a>, ReadError>;
            gates: fn(&Price<'a>) -> Gates;
            may: fn(&Price<'a>, Action) -> bool;
            require: fn(&Price<'a>, Action) -> Result<(), Denied>;
            swap: fn(&Price<'a>) -> Swap;
            level: fn(&Price<'a>) -> Level;
            halt_cause: fn(&Price<'a>) -> HaltCause;
            level_since: fn(&Price<'a>) -> i64;
            reasons: fn(&Price<'a>) -> Reasons;
            flags: fn(&Price<'a>) -> Flags;
            age: fn(&Price<'a>) -> u64;
            staleness: fn(&Price<'a>) -> Staleness;
            stale: fn(&Price<'a>) -> Option<Stale>;
            published: for<'r> fn(&'r Price<'a>) -> &'r Published<'a>;
        }
        Permit<'p, 'a, permit::Borrow> {
            purpose: fn(&Permit<'p, 'a, permit::Borrow>) -> permit::Borrow;
            price: fn(&Permit<'p, 'a, permit::Borrow>) -> &'p Price<'a>;
            collateral: fn(&Permit<'p, 'a, permit::Borrow>) -> Result<Rate, ReadError>;
            collateral_usd: fn(&Permit<'p, 'a, permit::Borrow>) -> Result<UsdPrice, ReadError>;
            collateral_value: fn(&Permit<'p, 'a, permit::Borrow>, u64) -> Result<u64, ReadError>;
            collateral_value_usd: fn(&Permit<'p, 'a, permit::Borrow>, u64, u8) -> Result<u64, ReadError>;
            debt: fn(&Permit<'p, 'a, permit::Borrow>) -> Result<Rate, ReadError>;
            debt_usd: fn(&Permit<'p, 'a, permit::Borrow>) -> Result<UsdPrice, ReadError>;
            debt_value: fn(&Permit<'p, 'a, permit::Borrow>, u64) -> Result<u64, ReadError>;
            debt_value_usd: fn(&Permit<'p, 'a, permit::Borrow>, u64, u8) -> Result<u64, ReadError>;
            haircut: fn(&Permit<'p, 'a, permit::Borrow>, Bps) -> Result<Bps, ReadError>;
        }
        Permit<'p, 'a, permit::Withdraw> {
            purpose: fn(&Permit<'p, 'a, permit::Withdraw>) -> permit::Withdraw;
            price: fn(&Permit<'p, 'a, permit::Withdraw>) -> &'p Price<'a>;
            collateral: fn(&Permit<'p, 'a, permit::Withdraw>) -> Result<Rate, ReadError>;
            collateral_usd: fn(&Permit<'p, 'a, permit::Withdraw>) -> Result<UsdPrice, ReadError>;
            collateral_value: fn(&Permit<'p, 'a, permit::Withdraw>, u64) -> Result<u64, ReadError>;
            collateral_value_usd: fn(&Permit<'p, 'a, permit::Withdraw>, u64, u8) -> Result<u64, ReadError>;
            debt: fn(&Permit<'p, 'a, permit::Withdraw>) -> Result<Rate, ReadError>;
            debt_usd: fn(&Permit<'p, 'a, permit::Withdraw>) -> Result<UsdPrice, ReadError>;
            debt_value: fn(&Permit<'p, 'a, permit::Withdraw>, u64) -> Result<u64, ReadError>;
            debt_value_usd: fn(&Permit<'p, 'a, permit::Withdraw>, u64, u8) -> Result<u64, ReadError>;
        }
        Permit<'p, 'a, permit::Deleverage> {
            purpose: fn(&Permit<'p, 'a, permit::Deleverage>) -> permit::Deleverage;
            price: fn(&Permit<'p, 'a, permit::Deleverage>) -> &'p Price<'a>;
            collateral: fn(&Permit<'p, 'a, permit::Deleverage>) -> Result<Rate, ReadError>;
            collateral_usd: fn(&Permit<'p, 'a, permit::Deleverage>) -> Result<UsdPrice, ReadError>;
            collateral_value: fn(&Permit<'p, 'a, permit::Deleverage>, u64) -> Result<u64, ReadError>;
            collateral_value_usd: fn(&Permit<'p, 'a, permit::Deleverage>, u64, u8) -> Result<u64, ReadError>;
            debt: fn(&Permit<'p, 'a, permit::Deleverage>) -> Result<Rate, ReadError>;
            debt_usd: fn(&Permit<'p, 'a, permit::Deleverage>) -> Result<UsdPrice, ReadError>;
            debt_value: fn(&Permit<'p, 'a, permit::Deleverage>, u64) -> Result<u64, ReadError>;
            debt_value_usd: fn(&Permit<'p, 'a, permit::Deleverage>, u64, u8) -> Result<u64, ReadError>;
        }
        Permit<'p, 'a, permit::Liquidate> {
            purpose: fn(&Permit<'p, 'a, permit::Liquidate>) -> permit::Liquidate;
            price: fn(&Permit<'p, 'a, permit::Liquidate>) -> &'p Price<'a>;
            collateral: fn(&Permit<'p, 'a, permit::Liquidate>) -> Result<Rate, ReadError>;
            collateral_usd: fn(&Permit<'p, 'a, permit::Liquidate>) -> Result<UsdPrice, ReadError>;
            collateral_value: fn(&Permit<'p, 'a, permit::Liquidate>, u64) -> Result<u64, ReadError>;
            collateral_value_usd: fn(&Permit<'p, 'a, permit::Liquidate>, u64, u8) -> Result<u64, ReadError>;
            debt: fn(&Permit<'p, 'a, permit::Liquidate>) -> Result<Rate, ReadError>;
            debt_usd: fn(&Permit<'p, 'a, permit::Liquidate>) -> Result<UsdPrice, ReadError>;
            debt_value: fn(&Permit<'p, 'a, permit::Liquidate>, u64) -> Result<u64, ReadError>;
            debt_value_usd: fn(&Permit<'p, 'a, permit::Liquidate>, u64, u8) -> Result<u64, ReadError>;
            seized_value: fn(&Permit<'p, 'a, permit::Liquidate>, u64) -> Result<u64, ReadError>;
            seized_value_usd: fn(&Permit<'p, 'a, permit::Liquidate>, u64, u8) -> Result<u64, ReadError>;
        }
        Permit<'p, 'a, permit::Swap> {
            fair: fn(&Permit<'p, 'a, permit::Swap>) -> Result<Rate, ReadError>;
        }
        lending::Terms {
            new: fn(lending::Risk) -> Result<lending::Terms, lending::BadTerms>;
            risk: fn(&lending::Terms) -> lending::Risk;
            borrow_limit: fn(&lending::Terms, u64) -> u64;
            borrowable: fn(&lending::Terms, u64, u64) -> u64;
            liquidation_limit: fn(&lending::Terms, u64) -> u64;
            is_healthy: fn(&lending::Terms, u64, u64) -> bool;
            seizure: fn(&lending::Terms, lending::Liquidation) -> Option<lending::Seizure>;
        }
        lending::Position {
            loan_to_value_falls: fn(lending::Position, lending::Position) -> bool;
        }
        Published<'a> {
            read_unchecked: fn(&'a [u8]) -> Result<Published<'a>, ReadError>;
            level: fn(&Published<'a>) -> Level;
            halt_cause: fn(&Published<'a>) -> HaltCause;
            gates: fn(&Published<'a>) -> Gates;
            flags: fn(&Published<'a>) -> Flags;
            reasons: fn(&Published<'a>) -> Reasons;
            largest_reason: fn(&Published<'a>) -> Option<LargestReason>;
            version: fn(&Published<'a>) -> u8;
            bump: fn(&Published<'a>) -> u8;
            token_decimals: fn(&Published<'a>) -> u8;
            sources: fn(&Published<'a>) -> u8;
            feed: fn(&Published<'a>) -> &'a [u8; 32];
            mint: fn(&Published<'a>) -> &'a [u8; 32];
            sequence: fn(&Published<'a>) -> u64;
            slot: fn(&Published<'a>) -> u64;
            published_at: fn(&Published<'a>) -> i64;
            epoch: fn(&Published<'a>) -> u64;
            level_since: fn(&Published<'a>) -> i64;
            soft_limit: fn(&Published<'a>) -> u32;
            hard_limit: fn(&Published<'a>) -> u32;
            liquidation_limit: fn(&Published<'a>) -> u32;
            nav_limit: fn(&Published<'a>) -> u32;
            market_limit: fn(&Published<'a>) -> u32;
            usd_limit: fn(&Published<'a>) -> u32;
            stale_decay_bps_per_hour: fn(&Published<'a>) -> u32;
            raw_nav: fn(&Published<'a>) -> Option<Rate>;
            nav: fn(&Published<'a>) -> Option<Rate>;
            spot: fn(&Published<'a>) -> Option<Rate>;
            short: fn(&Published<'a>) -> Option<Rate>;
            long: fn(&Published<'a>) -> Option<Rate>;
            fair: fn(&Published<'a>) -> Option<Rate>;
            collateral: fn(&Published<'a>) -> Option<Rate>;
            debt: fn(&Published<'a>) -> Option<Rate>;
            liquidation: fn(&Published<'a>) -> Option<Rate>;
            confidence: fn(&Published<'a>) -> u64;
            nav_time: fn(&Published<'a>) -> i64;
            market_time: fn(&Published<'a>) -> i64;
            sol_usd: fn(&Published<'a>) -> Option<UsdPrice>;
            sol_usd_confidence: fn(&Published<'a>) -> u64;
            sol_usd_time: fn(&Published<'a>) -> i64;
            collateral_usd: fn(&Published<'a>) -> Option<UsdPrice>;
            debt_usd: fn(&Published<'a>) -> Option<UsdPrice>;
            liquidation_usd: fn(&Published<'a>) -> Option<UsdPrice>;
            voted: fn(&Published<'a>) -> u16;
            market_sources: fn(&Published<'a>) -> u8;
            last_good_nav: fn(&Published<'a>) -> Option<Rate>;
            last_good_nav_time: fn(&Published<'a>) -> i64;
            last_good_market: fn(&Published<'a>) -> Option<Rate>;
            last_good_market_time: fn(&Published<'a>) -> i64;
            depth: fn(&Published<'a>) -> u64;
            short_coverage_bps: fn(&Published<'a>) -> u16;
            long_coverage_bps: fn(&Published<'a>) -> u16;
            reserves: fn(&Published<'a>) -> Option<Reserves>;
            spot_sides: fn(&Published<'a>) -> Option<Sides>;
            short_sides: fn(&Published<'a>) -> Option<Sides>;
            long_sides: fn(&Published<'a>) -> Option<Sides>;
        }
        Gates {
            at: fn(Level, HaltCause) -> Gates;
            when: fn(Staleness) -> Gates;
            from_bits: fn(u16) -> Gates;
            bits: fn(Gates) -> u16;
            fit: fn(Gates, Level, HaltCause) -> bool;
            allows: fn(Gates, Action) -> bool;
            intersect: fn(Gates, Gates) -> Gates;
            with: fn(Gates, Action) -> Gates;
            without: fn(Gates, Action) -> Gates;
            widens: fn(Gates) -> bool;
        }
        Action {
            as_str: fn(Action) -> &'static str;
        }
        Level {
            from_byte: fn(u8) -> Option<Level>;
            as_str: fn(Level) -> &'static str;
        }
        HaltCause {
            from_bits: fn(u8) -> HaltCause;
            bits: fn(HaltCause) -> u8;
            union: fn(HaltCause, HaltCause) -> HaltCause;
            has: fn(HaltCause, HaltCause) -> bool;
            is_strict: fn(HaltCause) -> bool;
        }
        Flags {
            from_bits: fn(u16) -> Flags;
            bits: fn(Flags) -> u16;
            union: fn(Flags, Flags) -> Flags;
            has: fn(Flags, Flags) -> bool;
        }
        Reason {
            bit: fn(Reason) -> u8;
            from_bit: fn(u8) -> Option<Reason>;
            as_str: fn(Reason) -> &'static str;
            explanation: fn(Reason) -> &'static str;
        }
        Reasons {
            from_bits: fn(u64) -> Reasons;
            bits: fn(Reasons) -> u64;
            has: fn(Reasons, Reason) -> bool;
            with: fn(Reasons, Reason) -> Reasons;
            unknown: fn(Reasons) -> u64;
        }
        Leg {
            as_str: fn(Leg) -> &'static str;
        }
        Field {
            as_str: fn(Field) -> &'static str;
        }
        ReadError {
            code: fn(&ReadError) -> u32;
        }
        Rate {
            new: fn(u64) -> Option<Rate>;
            get: fn(Rate) -> u64;
        }
        UsdPrice {
            new: fn(u64) -> Option<UsdPrice>;
            get: fn(UsdPrice) -> u64;
        }
        Bps {
            new: fn(u16) -> Option<Bps>;
            get: fn(Bps) -> u16;
        }
        PythPrice {
            quote: fn(Permit<'_, '_, permit::Borrow>, Unit) -> Result<PythPrice, ReadError>;
        }
        DatedPrice {
            quote: fn(Permit<'_, '_, permit::Borrow>, Unit, Side) -> Result<DatedPrice, ReadError>;
        }
        LowHigh {
            quote: fn(Permit<'_, '_, permit::Borrow>, Unit) -> Result<LowHigh, ReadError>;
        }
        GradedPrice {
            quote: fn(&Price<'_>, Unit) -> Result<GradedPrice, ReadError>;
        }
        Validity {
            of: fn(&Price<'_>) -> Validity;
        }
        PriceBuilder {
            new: fn(i64) -> PriceBuilder;
            copy_of: fn(&Published<'_>) -> PriceBuilder;
            build: fn(PriceBuilder) -> [u8; LEN];
            level: fn(PriceBuilder, Level, HaltCause) -> PriceBuilder;
            gates: fn(PriceBuilder, Gates) -> PriceBuilder;
            flags: fn(PriceBuilder, Flags) -> PriceBuilder;
            reasons: fn(PriceBuilder, Reasons) -> PriceBuilder;
            largest_reason: fn(PriceBuilder, Option<LargestReason>) -> PriceBuilder;
            rates: fn(PriceBuilder, u64, u64) -> PriceBuilder;
            usd_prices: fn(PriceBuilder, u64, u64, u64) -> PriceBuilder;
            version: fn(PriceBuilder, u8) -> PriceBuilder;
            bump: fn(PriceBuilder, u8) -> PriceBuilder;
            level_byte: fn(PriceBuilder, u8) -> PriceBuilder;
            token_decimals: fn(PriceBuilder, u8) -> PriceBuilder;
            sources: fn(PriceBuilder, u8) -> PriceBuilder;
            feed: fn(PriceBuilder, [u8; 32]) -> PriceBuilder;
            mint: fn(PriceBuilder, [u8; 32]) -> PriceBuilder;
            sequence: fn(PriceBuilder, u64) -> PriceBuilder;
            slot: fn(PriceBuilder, u64) -> PriceBuilder;
            published_at: fn(PriceBuilder, i64) -> PriceBuilder;
            epoch: fn(PriceBuilder, u64) -> PriceBuilder;
            level_since: fn(PriceBuilder, i64) -> PriceBuilder;
            soft_limit: fn(PriceBuilder, u32) -> PriceBuilder;
            hard_limit: fn(PriceBuilder, u32) -> PriceBuilder;
            liquidation_limit: fn(PriceBuilder, u32) -> PriceBuilder;
            nav_limit: fn(PriceBuilder, u32) -> PriceBuilder;
            market_limit: fn(PriceBuilder, u32) -> PriceBuilder;
            usd_limit: fn(PriceBuilder, u32) -> PriceBuilder;
            stale_decay_bps_per_hour: fn(PriceBuilder, u32) -> PriceBuilder;
            raw_nav: fn(PriceBuilder, u64) -> PriceBuilder;
            nav: fn(PriceBuilder, u64) -> PriceBuilder;
            spot: fn(PriceBuilder, u64) -> PriceBuilder;
            short: fn(PriceBuilder, u64) -> PriceBuilder;
            long: fn(PriceBuilder, u64) -> PriceBuilder;
            fair: fn(PriceBuilder, u64) -> PriceBuilder;
            collateral: fn(PriceBuilder, u64) -> PriceBuilder;
            debt: fn(PriceBuilder, u64) -> PriceBuilder;
            liquidation: fn(PriceBuilder, u64) -> PriceBuilder;
            confidence: fn(PriceBuilder, u64) -> PriceBuilder;
            nav_time: fn(PriceBuilder, i64) -> PriceBuilder;
            market_time: fn(PriceBuilder, i64) -> PriceBuilder;
            sol_usd: fn(PriceBuilder, u64) -> PriceBuilder;
            sol_usd_confidence: fn(PriceBuilder, u64) -> PriceBuilder;
            sol_usd_time: fn(PriceBuilder, i64) -> PriceBuilder;
            collateral_usd: fn(PriceBuilder, u64) -> PriceBuilder;
            debt_usd: fn(PriceBuilder, u64) -> PriceBuilder;
            liquidation_usd: fn(PriceBuilder, u64) -> PriceBuilder;
            voted: fn(PriceBuilder, u16) -> PriceBuilder;
            market_sources: fn(PriceBuilder, u8) -> PriceBuilder;
            last_good_nav: fn(PriceBuilder, u64) -> PriceBuilder;
            last_good_nav_time: fn(PriceBuilder, i64) -> PriceBuilder;
            last_good_market: fn(PriceBuilder, u64) -> PriceBuilder;
            last_good_market_time: fn(PriceBuilder, i64) -> PriceBuilder;
            depth: fn(PriceBuilder, u64) -> PriceBuilder;
            short_coverage_bps: fn(PriceBuilder, u16) -> PriceBuilder;
            long_coverage_bps: fn(PriceBuilder, u16) -> PriceBuilder;
            assets: fn(PriceBuilder, u64) -> PriceBuilder;
            supply: fn(PriceBuilder, u64) -> PriceBuilder;
            transit: fn(PriceBuilder, u64) -> PriceBuilder;
            custodial_bps: fn(PriceBuilder, u16) -> PriceBuilder;
            reserves: fn(PriceBuilder, Option<Reserves>) -> PriceBuilder;
            spot_low: fn(PriceBuilder, u64) -> PriceBuilder;
            spot_high: fn(PriceBuilder, u64) -> PriceBuilder;
            spot_sides: fn(PriceBuilder, Option<Sides>) -> PriceBuilder;
            short_low: fn(PriceBuilder, u64) -> PriceBuilder;
            short_high: fn(PriceBuilder, u64) -> PriceBuilder;
            short_sides: fn(PriceBuilder, Option<Sides>) -> PriceBuilder;
            long_low: fn(PriceBuilder, u64) -> PriceBuilder;
            long_high: fn(PriceBuilder, u64) -> PriceBuilder;
            long_sides: fn(PriceBuilder, Option<Sides>) -> PriceBuilder;
        }
    }
}
/// Every variant and nothing else: a match without a wildcard, as users write it.
macro_rules! variants {
    ($($type:ident { $($variant:ident)* })*) => {
        $(const _: fn($type) = |value| match value { $($type::$variant { .. } => {})* };)*
    };
}

variants! {
    Action { Repay Deposit TopUp Deleverage Withdraw Borrow Liquidate Swap }
    Swap { Open Widen Paused }
    Level { Normal Caution Depegged Halted }
    Staleness { Fresh Soft Hard Expired }
    Leg { Publication Nav Market Usd }
    Unit { Sol Usd }
    Field { Nav Fair Collateral Debt Liquidation CollateralUsd DebtUsd LiquidationUsd }
    Side { Collateral Debt }
    Validity { Unusable LiquidateOnly ReduceOnly Widen Valid }
    Denied { Level Stale }
    ReadError {
        WrongOwner TooShort WrongDiscriminator UnknownVersion UnknownLevel MalformedGates FromFuture WrongFeed WrongMint Stale
        Denied Absent Disordered Overflow
    }
    Reason {
        NavStale NavGrace NavCapped NavFault NavDrop UnbackedMint NavDisagreement Transit Custodial DiscountShort DiscountLong
        DiscountSpot DepthLoss MarketLost Premium Warmup WindowInvalid MarketGrace NavOnly UsdStale UsdDisagreement Guardian
        ProgramChanged SourceRejected SourceThin OneSided Dwell ConfidenceWide LstUndercovered NavDescent Disputed SourceOutvoted
    }
}

/// The fields of what users build and take apart: all of them, public, of these types.
#[test]
fn fields_keep_their_types() {
    let _ = |value: Denied| match value {
        Denied::Level { action, level, cause } => {
            let _: (Action, Level, HaltCause) = (action, level, cause);
        }
        Denied::Stale { action, stale } => {
            let _: (Action, Stale) = (action, stale);
        }
    };
    let _ = |error: ReadError| match error {
        ReadError::WrongOwner { found } | ReadError::WrongFeed { found } | ReadError::WrongMint { found } => {
            let _: [u8; 32] = found;
        }
        ReadError::TooShort { found } => {
            let _: usize = found;
        }
        ReadError::WrongDiscriminator { found } => {
            let _: [u8; 8] = found;
        }
        ReadError::UnknownVersion { found } | ReadError::UnknownLevel { found } => {
            let _: u8 = found;
        }
        ReadError::MalformedGates { level, cause, found } => {
            let _: (Level, HaltCause, u16) = (level, cause, found);
        }
        ReadError::FromFuture { published_at, now } => {
            let _: [i64; 2] = [published_at, now];
        }
        ReadError::Stale(stale) => {
            let _: Stale = stale;
        }
        ReadError::Denied(denied) => {
            let _: Denied = denied;
        }
        ReadError::Absent(field) => {
            let _: Field = field;
        }
        ReadError::Disordered { collateral, liquidation, debt } => {
            let _: [u64; 3] = [collateral, liquidation, debt];
        }
        ReadError::Overflow => {}
    };
    let Stale { leg, age, limit } = Stale { leg: Leg::Nav, age: 1, limit: 0 };
    let _: (Leg, i64, u32) = (leg, age, limit);
    let _ = |Sides { low, high }| -> [Rate; 2] { [low, high] };
    let _ =
        |Reserves { assets, supply, transit, custodial }| -> ([u64; 3], Bps) { ([assets, supply, transit], custodial) };
    let _ = |LargestReason { reason, bit, bps }| -> (Option<Reason>, u8, u32) { (reason, bit, bps) };
    let _ = |PythPrice { price, conf, exponent, publish_time }| -> (i64, u64, i32, i64) {
        (price, conf, exponent, publish_time)
    };
    let _ = |ScopePrice { value, exp }| -> [u64; 2] { [value, exp] };
    let _ = |DatedPrice { price, last_updated_slot, unix_timestamp }| -> (ScopePrice, u64, u64) {
        (price, last_updated_slot, unix_timestamp)
    };
    let _ = |LowHigh { low, high, published_at, slot }| -> (u64, u64, i64, u64) { (low, high, published_at, slot) };
    let _ = |GradedPrice { price, confidence, validity, published_at, slot }| -> (u64, u64, Validity, i64, u64) {
        (price, confidence, validity, published_at, slot)
    };
}

/// Constants that others have built on: of these types, and where the number is part of the layout, of these values
/// (tests/layout.rs has the offsets).
const _: ([u8; 32], [u8; 8], u8, usize, u64, u32, u8, i64, u32) = (
    PROGRAM_ID,
    layout::DISCRIMINATOR,
    layout::VERSION,
    LEN,
    layout::SCALE,
    layout::SCALE_DIGITS,
    layout::NO_REASON,
    CLOCK_TOLERANCE,
    ReadError::CODE_BASE,
);
const _: ([Action; 8], [Reason; 32], Bps, Gates, [HaltCause; 4], [Flags; 5]) = (
    Action::ALL,
    Reason::ALL,
    Bps::ONE,
    Gates::WITHOUT_PRICE,
    [HaltCause::NONE, HaltCause::MARKET, HaltCause::NAV, HaltCause::GUARDIAN],
    [Flags::NAV_ONLY, Flags::CUSTODIAL, Flags::WARMUP, Flags::USD, Flags::MARKET],
);

/// What users rely on without naming it.
#[test]
fn traits_stay() {
    fn value<T: Copy + Eq + core::fmt::Debug + Send + Sync + 'static>() {}
    fn ordered<T: Copy + Ord + core::hash::Hash + Send + Sync>() {}
    fn error<T: std::error::Error + Copy + Send + Sync + 'static>() {}
    fn converts<T: From<Denied>>() {}
    fn collects<T: FromIterator<Reason> + ExactSizeIterator<Item = Reason> + Default>() {}
    fn displays<T: core::fmt::Display>() {}
    fn copies<T: Copy + Eq>() {}
    copies::<Price<'static>>();
    copies::<Published<'static>>();
    value::<Gates>();
    value::<Action>();
    value::<Swap>();
    value::<HaltCause>();
    value::<Flags>();
    value::<Reasons>();
    value::<LargestReason>();
    value::<Leg>();
    value::<Stale>();
    value::<Unit>();
    value::<Field>();
    value::<Side>();
    value::<ScopePrice>();
    value::<DatedPrice>();
    value::<PythPrice>();
    value::<LowHigh>();
    value::<GradedPrice>();
    ordered::<Level>();
    ordered::<Staleness>();
    ordered::<Reason>();
    ordered::<Rate>();
    ordered::<UsdPrice>();
    ordered::<Bps>();
    ordered::<Validity>();
    error::<ReadError>();
    error::<Denied>();
    converts::<ReadError>();
    collects::<Reasons>();
    displays::<Reason>();
    displays::<Stale>();
}

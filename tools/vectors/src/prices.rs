//! Random price accounts, and what the reader says of each at several clocks.

use anchor_lang::prelude::Pubkey;
use price_reader::{
    Action, Bps, Denied, Flags, Gates, HaltCause, LargestReason, Level, PROGRAM_ID, Permit, Price, Published,
    ReadError, Reason, Reasons, Reserves, Sides, Stale, Swap,
    builder::PriceBuilder,
    layout::{LEN, NO_REASON},
    permit,
};
use serde_json::{Map, Value, json};

use crate::{
    json::{address, big, hex},
    random::Random,
};

/// A time like those on chain.
const TIME: i64 = 1_760_000_000;

/// An account, what it says unjudged, and the reader's answers.
pub fn vector(random: &mut Random) -> Value {
    let data = account(random);
    let data = if random.once_in(50) { &data[..random.below(LEN as u64) as usize] } else { &data[..] };
    let owner = if random.once_in(30) { random.key() } else { PROGRAM_ID };
    said(random, data, owner)
}

/// As [`vector`] for the committed accounts of version 1, without and with reserves and sides, which clients read from their files, too.
pub fn golden(random: &mut Random) -> [Value; 2] {
    const FIRST: &[u8] = include_bytes!("../../../crates/price-reader/tests/golden/price-v1.bin");
    const SIDES: &[u8] = include_bytes!("../../../crates/price-reader/tests/golden/price-v1-sides.bin");
    [("price-v1.bin", FIRST), ("price-v1-sides.bin", SIDES)].map(|(name, data)| {
        let mut vector = said(random, data, PROGRAM_ID);
        vector["golden"] = format!("crates/price-reader/tests/golden/{name}").into();
        vector
    })
}

fn said(random: &mut Random, data: &[u8], owner: [u8; 32]) -> Value {
    let published = Published::read_unchecked(data);
    let clocks = clocks(random, published.as_ref().ok());
    let answers: Vec<Value> = clocks.into_iter().map(|now| answers(random, data, &owner, now)).collect();
    json!({
        "data": hex(data),
        "owner": address(owner),
        "published": published.as_ref().map_or_else(fact, fields),
        "proof": published.as_ref().map_or(Value::Null, proof),
        "answers": answers,
    })
}

/// Mostly an account as the program writes it, sometimes one that it never would.
fn account(random: &mut Random) -> [u8; LEN] {
    let level = random.pick(&[Level::Normal, Level::Caution, Level::Depegged, Level::Halted]);
    let cause = HaltCause::from_bits(random.pick(&[1, 2, 3, 4, 5, 8]));
    let mut prices = [0; 6].map(|_| random.magnitude() >> random.below(8));
    if !random.once_in(8) {
        prices[..3].sort_unstable();
        prices[3..].sort_unstable();
    }
    if random.once_in(2) {
        // Plausible rates, near one and a half; USD near 200.
        prices = [0, 0, 0, 7, 7, 7].map(|shift| 1_500_000_000_000_u64 << shift);
        prices.iter_mut().for_each(|price| *price += random.below(1_000_000_000));
        prices[..3].sort_unstable();
        prices[3..].sort_unstable();
    }
    // Equal rates at the end of their range: what rounding does to a haircut shows there.
    let huge = random.once_in(8);
    if huge {
        prices[..3].fill(random.bits() | 1 << 63);
    }
    let [collateral, liquidation, debt, collateral_usd, liquidation_usd, debt_usd] = prices;
    let limits = [[60, 600, 3_600], [60, 600, 600], [0, 0, 0], [10, 3_600, 7_200]];
    let [soft, hard, last] = random.pick(&limits);
    let mut leg = |scale: u64| {
        if random.once_in(25) { random.pick(&[i64::MIN, i64::MAX, 0]) } else { TIME - random.below(scale) as i64 }
    };
    let (nav_time, market_time, usd_time) = (leg(1_000), leg(1_000), leg(400));
    let any_nav = random.magnitude();
    let mut builder = PriceBuilder::new(TIME)
        .level(level, cause)
        .flags(Flags::from_bits(random.bits() as u16))
        .reasons(Reasons::from_bits(random.bits() >> random.below(64)))
        .largest_reason((!random.once_in(4)).then(|| {
            let bit = random.below(40) as u8;
            LargestReason { reason: Reason::from_bit(bit), bit, bps: random.bits() as u32 }
        }))
        .token_decimals(if random.once_in(3) { random.bits() as u8 } else { random.pick(&[6, 9, 18]) })
        .sources(random.bits() as u8)
        .bump(random.bits() as u8)
        .feed(random.key())
        .mint(random.key())
        .sequence(random.bits())
        .slot(random.bits())
        .epoch(random.magnitude())
        .level_since(TIME - random.below(100_000) as i64)
        .soft_limit(soft)
        .hard_limit(hard)
        .liquidation_limit(last)
        .nav_limit(random.pick(&[0, 300, 176_400]))
        .market_limit(random.pick(&[0, 300, 21_600]))
        .usd_limit(random.pick(&[30, 150, 600]))
        .stale_decay_bps_per_hour(random.pick(&[0, 100, 2_000, u32::MAX]))
        .raw_nav(random.magnitude())
        .nav(if huge { collateral } else { random.pick(&[0, collateral, debt, liquidation, any_nav]) })
        .spot(random.magnitude())
        .short(random.magnitude())
        .long(random.magnitude())
        .fair(random.magnitude())
        .collateral(collateral)
        .debt(debt)
        .liquidation(liquidation)
        .confidence(random.magnitude())
        .nav_time(nav_time)
        .market_time(market_time)
        .sol_usd(random.magnitude())
        .sol_usd_confidence(random.magnitude())
        .sol_usd_time(usd_time)
        .collateral_usd(collateral_usd)
        .debt_usd(debt_usd)
        .liquidation_usd(liquidation_usd)
        .voted(random.bits() as u16)
        .market_sources(random.bits() as u8)
        .last_good_nav(random.magnitude())
        .last_good_nav_time(random.bits() as i64)
        .last_good_market(random.magnitude())
        .last_good_market_time(random.bits() as i64)
        .depth(random.bits())
        .short_coverage_bps(random.bits() as u16)
        .long_coverage_bps(random.bits() as u16)
        .assets(random.magnitude())
        .supply(if random.once_in(8) { 0 } else { random.magnitude() })
        .transit(random.magnitude())
        .custodial_bps(random.bits() as u16);
    if !random.once_in(4) {
        let mut side = || random.magnitude();
        builder = builder.spot_low(side()).spot_high(side()).short_low(side()).short_high(side());
        builder = builder.long_low(side()).long_high(side());
    }
    if random.once_in(4) {
        builder = builder.gates(Gates::from_bits(random.bits() as u16 & 0x1ff | 5));
    }
    let mut bytes = builder.build();
    if random.once_in(6) {
        bytes[random.below(LEN as u64) as usize] = random.bits() as u8;
    }
    bytes
}

/// Clocks at and around every limit, and beyond all reason.
fn clocks(random: &mut Random, published: Option<&Published<'_>>) -> Vec<i64> {
    let Some(record) = published else { return vec![TIME] };
    let at = record.published_at();
    let edges = [record.soft_limit(), record.hard_limit(), record.liquidation_limit()].map(i64::from);
    let legs = [
        (record.nav_time(), record.nav_limit()),
        (record.market_time(), record.market_limit()),
        (record.sol_usd_time(), record.usd_limit()),
    ];
    let mut clocks = vec![at, at.saturating_sub(30), at.saturating_sub(31)];
    clocks.extend(edges.iter().flat_map(|edge| [at.saturating_add(*edge), at.saturating_add(edge + 1)]));
    clocks
        .extend(legs.iter().flat_map(|(time, limit)| [0, 1].map(|more| time.saturating_add(i64::from(*limit) + more))));
    clocks.push(random.pick(&[i64::MIN, i64::MAX, -1, 0]));
    clocks.push(at.saturating_add(random.below(5_000) as i64));
    (0..5).map(|_| random.pick(&clocks)).collect()
}

/// Everything that the reader can be asked at a moment.
fn answers(random: &mut Random, data: &[u8], owner: &[u8; 32], now: i64) -> Value {
    let amount = match random.below(8) {
        0 => 0,
        1..=4 => random.magnitude(),
        _ => random.below(1_000_000_000_000),
    };
    let decimals = random.pick(&[0, 6, 9, 18, 40, 255]);
    let ltv = random.below(10_001) as u16;
    let mut answer = json!({ "now": big(now), "amount": big(amount), "decimals": decimals, "ltv": ltv });
    let said = match Price::read_any_feed(data, owner, now) {
        Ok(price) => judged(&price, amount, decimals, ltv),
        Err(error) => fact(&error),
    };
    answer["said"] = said;
    answer
}

fn judged(price: &Price<'_>, amount: u64, decimals: u8, ltv: u16) -> Value {
    let mut said = Map::new();
    let mut say = |name: &str, value: Value| said.insert(name.into(), value);
    say("age", big(price.age()));
    say("staleness", small(&price.staleness()));
    say("gates", price.gates().bits().into());
    let swap = match price.swap() {
        Swap::Widen { least } => json!({ "kind": "widen", "leastBps": least.get() }),
        other => json!({ "kind": small(&other) }),
    };
    say("swap", swap);
    say("level", price.level().as_str().into());
    say("stale", price.stale().map_or(Value::Null, |stale| stale_facts(&stale)));
    say("reasons", price.reasons().map(|reason| reason.as_str()).collect());
    let denials = Action::ALL
        .map(|action| (small_name(&action), price.require(action).map_or_else(|one| denied(&one), Value::from)));
    say("denials", Value::Object(denials.into_iter().collect()));
    let amount = (amount, decimals);
    say("borrow", values(price.permit(permit::Borrow), price.without_gate(permit::Borrow), amount));
    say("withdraw", values(price.permit(permit::Withdraw), price.without_gate(permit::Withdraw), amount));
    say("deleverage", values(price.permit(permit::Deleverage), price.without_gate(permit::Deleverage), amount));
    say("liquidate", values(price.permit(permit::Liquidate), price.without_gate(permit::Liquidate), amount));
    let seized = price.without_gate(permit::Liquidate);
    say("seizedValue", number(seized.seized_value(amount.0)));
    say("seizedValueUsd", number(seized.seized_value_usd(amount.0, decimals)));
    say("fair", number(price.without_gate(permit::Swap).fair().map(price_reader::Rate::get)));
    let haircut = Bps::new(ltv).map(|ltv| price.without_gate(permit::Borrow).haircut(ltv));
    say("haircut", haircut.map_or(Value::Null, |ltv| ltv.map_or_else(|error| fact(&error), |ltv| ltv.get().into())));
    Value::Object(said)
}

/// Whether something is permitted, and its values without regard to that.
fn values<P: permit::Valuing>(
    permitted: Result<Permit<'_, '_, P>, ReadError>,
    values: Permit<'_, '_, P>,
    (amount, decimals): (u64, u8),
) -> Value {
    let rate = |rate: Result<price_reader::Rate, ReadError>| number(rate.map(price_reader::Rate::get));
    let usd = |price: Result<price_reader::UsdPrice, ReadError>| number(price.map(price_reader::UsdPrice::get));
    json!({
        "permitted": permitted.map_or_else(|error| fact(&error), |_| true.into()),
        "collateral": rate(values.collateral()),
        "debt": rate(values.debt()),
        "collateralUsd": usd(values.collateral_usd()),
        "debtUsd": usd(values.debt_usd()),
        "collateralValue": number(values.collateral_value(amount)),
        "debtValue": number(values.debt_value(amount)),
        "collateralValueUsd": number(values.collateral_value_usd(amount, decimals)),
        "debtValueUsd": number(values.debt_value_usd(amount, decimals)),
    })
}

fn number(value: Result<u64, ReadError>) -> Value {
    value.map_or_else(|error| fact(&error), big)
}

fn small_name(value: &impl std::fmt::Debug) -> String {
    let name = format!("{value:?}");
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

fn small(value: &impl std::fmt::Debug) -> Value {
    small_name(value).into()
}

fn stale_facts(stale: &Stale) -> Value {
    json!({ "leg": small(&stale.leg), "age": big(stale.age), "limit": stale.limit })
}

fn denied(denied: &Denied) -> Value {
    match denied {
        Denied::Level { action, level, cause } => {
            json!({ "by": "level", "action": small(action), "level": level.as_str(), "cause": cause.bits() })
        }
        Denied::Stale { action, stale } => json!({ "by": "age", "action": small(action), "stale": stale_facts(stale) }),
    }
}

/// An error with its facts and its number.
fn fact(error: &ReadError) -> Value {
    let fact = match error {
        ReadError::WrongOwner { found } => json!({ "kind": "wrongOwner", "found": address(*found) }),
        ReadError::TooShort { found } => json!({ "kind": "tooShort", "found": found }),
        ReadError::WrongDiscriminator { found } => json!({ "kind": "wrongDiscriminator", "found": hex(found) }),
        ReadError::UnknownVersion { found } => json!({ "kind": "unknownVersion", "found": found }),
        ReadError::UnknownLevel { found } => json!({ "kind": "unknownLevel", "found": found }),
        ReadError::MalformedGates { level, cause, found } => {
            json!({ "kind": "malformedGates", "level": level.as_str(), "cause": cause.bits(), "found": found })
        }
        ReadError::FromFuture { published_at, now } => {
            json!({ "kind": "fromFuture", "publishedAt": big(published_at), "now": big(now) })
        }
        ReadError::WrongFeed { found } => json!({ "kind": "wrongFeed", "found": address(*found) }),
        ReadError::WrongMint { found } => json!({ "kind": "wrongMint", "found": address(*found) }),
        ReadError::Stale(stale) => json!({ "kind": "stale", "stale": stale_facts(stale) }),
        ReadError::Denied(one) => json!({ "kind": "denied", "denied": denied(one) }),
        ReadError::Absent(field) => json!({ "kind": "absent", "field": small(field) }),
        ReadError::Disordered { collateral, liquidation, debt } => json!({
            "kind": "disordered", "collateral": big(collateral), "liquidation": big(liquidation), "debt": big(debt),
        }),
        ReadError::Overflow => json!({ "kind": "overflow" }),
    };
    json!({ "error": fact, "code": error.code() })
}

/// What the record says of reserves and of both sides of its rates.
fn proof(record: &Published<'_>) -> Value {
    let sides = |sides: Option<Sides>| {
        sides.map_or(Value::Null, |Sides { low, high }| json!({ "low": big(low.get()), "high": big(high.get()) }))
    };
    let reserves = record.reserves().map_or(Value::Null, |Reserves { assets, supply, transit, custodial }| {
        json!({
            "assets": big(assets), "supply": big(supply), "transit": big(transit), "custodialBps": custodial.get(),
        })
    });
    json!({
        "reserves": reserves, "spot": sides(record.spot_sides()), "short": sides(record.short_sides()),
        "long": sides(record.long_sides()),
    })
}

/// One entry a field of the account, by the name that TypeScript gives it.
macro_rules! fields {
    ($record:ident $all:ident; $( $(#[$doc:meta])* $constant:ident = $offset:literal, $name:ident: $storage:tt $kind:ident; )*) => {
        $( fields!(@$kind $record $all $name $storage); )*
    };
    (@pad $($rest:tt)*) => {};
    (@number $record:ident $all:ident $name:ident u64) => { $all.insert(camel(stringify!($name)), big($record.$name())) };
    (@number $record:ident $all:ident $name:ident i64) => { $all.insert(camel(stringify!($name)), big($record.$name())) };
    (@number $record:ident $all:ident $name:ident $storage:tt) => { $all.insert(camel(stringify!($name)), $record.$name().into()) };
    (@key $record:ident $all:ident $name:ident $storage:tt) => {
        $all.insert(camel(stringify!($name)), address(Pubkey::new_from_array(*$record.$name())))
    };
    (@level $record:ident $all:ident $name:ident $storage:tt) => {
        $all.insert(camel(stringify!($name)), $record.$name().as_str().into())
    };
    (@largest $record:ident $all:ident $name:ident $storage:tt) => {
        $all.insert(camel(stringify!($name)), $record.$name().map_or(NO_REASON, |largest| largest.bit).into())
    };
    (@reasons $record:ident $all:ident $name:ident $storage:tt) => {
        $all.insert(camel(stringify!($name)), big($record.$name().bits()))
    };
    (@cause $($rest:tt)*) => { fields!(@gates $($rest)*) };
    (@flags $($rest:tt)*) => { fields!(@gates $($rest)*) };
    (@gates $record:ident $all:ident $name:ident $storage:tt) => {
        $all.insert(camel(stringify!($name)), $record.$name().bits().into())
    };
    // A rate or a price.
    (@$kind:ident $record:ident $all:ident $name:ident $storage:tt) => {
        $all.insert(camel(stringify!($name)), $record.$name().map_or(Value::Null, |value| big(value.get())))
    };
}

/// The record unjudged.
pub fn fields(record: &Published<'_>) -> Value {
    let mut all = Map::new();
    price_reader::price_account!(fields record all;);
    all.into()
}

/// `nav_time` as `navTime`.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        camel.push_str(&word[..1].to_ascii_uppercase());
        camel.push_str(&word[1..]);
    }
    camel
}

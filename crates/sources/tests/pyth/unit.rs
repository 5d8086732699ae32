use fair_value::{
    Attested, MarketReading, NavReading, Reading, UsdReading,
    units::{Bps, Lamports, Price, Rate, Seconds, UnixTime},
};
use sources::{SourceKind, check, encode::PriceUpdateAccount, programs};

use super::case::{good, of, update};
use crate::common::{Case, NOW};

fn usd(case: &Case) -> UsdReading {
    match case.read() {
        Ok(Reading::Usd(reading)) => reading,
        other => panic!("not a price: {other:?}"),
    }
}

#[test]
fn reads_sol_in_usd() {
    let expected = UsdReading {
        price: Price::from_decimal(180_000_000_000_000).unwrap(),
        confidence: Price::from_decimal(90_000_000_000).unwrap(),
        published: UnixTime::new(NOW - 10),
    };
    assert_eq!(usd(&good()), expected);
}

#[test]
fn reads_a_redemption_rate() {
    let update = PriceUpdateAccount { price: 1_052_345_678, conf: 526_173, exponent: -9, ..update() };
    let expected = Attested {
        rate: Rate::from_bits(((1_052_345_678u128 << 44) / 1_000_000_000) as u64),
        // 5.0000015 bps, rounded up.
        confidence: Bps::new(6),
        published: UnixTime::new(NOW - 10),
    };
    assert_eq!(of(SourceKind::PythRate, update).read(), Ok(Reading::Nav(NavReading::Attested(expected))));
}

#[test]
fn reads_a_market_price_with_the_depth_it_is_configured_to_stand_for() {
    let update = PriceUpdateAccount { price: 2, conf: 0, exponent: 0, ..update() };
    let expected = MarketReading {
        spot: Rate::from_decimal(2_000_000_000_000).unwrap(),
        depth: Lamports::new(1_000_000_000_000),
        confidence: Bps::ZERO,
        history: None,
        one_sided: false,
        published: Some(UnixTime::new(NOW - 10)),
    };
    assert_eq!(of(SourceKind::PythMarket, update).read(), Ok(Reading::Market(expected)));
}

#[test]
fn both_receivers_are_allowed_but_only_the_pinned_one_counts() {
    let mut case = good();
    case.accounts[0].owner = programs::PYTH_RECEIVER_PRO;
    assert_eq!(case.verdict(), "WrongOwner");
    case.config().program = programs::PYTH_RECEIVER_PRO;
    assert_eq!(case.verdict(), "reads");
}

#[test]
fn the_edges_of_time() {
    for (age, verdict) in [(60, "reads"), (61, "Stale"), (-5, "reads"), (-6, "FromFuture")] {
        let update = PriceUpdateAccount { publish_time: NOW - age, ..update() };
        assert_eq!(of(SourceKind::PythUsd, update).verdict(), verdict, "age {age}");
    }
}

#[test]
fn a_time_just_ahead_counts_as_now() {
    let update = PriceUpdateAccount { publish_time: NOW + 3, ..update() };
    assert_eq!(usd(&of(SourceKind::PythUsd, update)).published, UnixTime::new(NOW));
}

#[test]
fn the_edge_of_the_confidence() {
    for (conf, verdict) in [(180_000_000, "reads"), (180_000_001, "TooWide")] {
        assert_eq!(of(SourceKind::PythUsd, PriceUpdateAccount { conf, ..update() }).verdict(), verdict);
    }
}

#[test]
fn tables_of_each_kind_are_valid() {
    for kind in [SourceKind::PythRate, SourceKind::PythMarket, SourceKind::PythUsd] {
        let mut case = of(kind, update());
        // On its own a market or USD table has no NAV; as a second source it is fine.
        let expected = if kind == SourceKind::PythRate { None } else { Some("NoNav") };
        assert_eq!(check(&case.table).err().map(|fault| fault.name()), expected);
        case.config().pin = [0; 32];
        if kind == SourceKind::PythRate {
            assert_eq!(check(&case.table).err().map(|fault| fault.name()), Some("NoPin"));
        }
    }
}

/// The chain's clock may be further behind the world than usual.
#[test]
fn how_far_a_time_may_be_ahead_is_given() {
    for (tolerance, ahead, verdict) in [
        (0, 0, "reads"),
        (0, 1, "FromFuture"),
        (30, 30, "reads"),
        (30, 31, "FromFuture"),
        (u32::MAX, i64::MAX - NOW, "FromFuture"),
    ] {
        let mut case = of(SourceKind::PythUsd, PriceUpdateAccount { publish_time: NOW + ahead, ..update() });
        case.params.clock_tolerance = Seconds::new(tolerance);
        assert_eq!(case.verdict(), verdict, "{tolerance} {ahead}");
    }
}

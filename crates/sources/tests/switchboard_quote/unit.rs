use fair_value::{
    NavReading, Reading, UsdReading,
    units::{Bps, Lamports, Price, UnixTime},
};
use sources::{
    SourceKind, check,
    encode::{QuoteAccount, QuotedFeed},
};

use super::case::{ONE, feed, good, of, of_feed, quote, usd};
use crate::common::{NOW, SLOT};

#[test]
fn reads_sol_in_usd_as_wide_as_configured() {
    let expected = UsdReading {
        price: Price::from_decimal(180_000_000_000_000).unwrap(),
        // 50 bps of it.
        confidence: Price::from_decimal(900_000_000_000).unwrap(),
        // 50 slots of 0.4 s.
        published: UnixTime::new(NOW - 20),
    };
    assert_eq!(good().read(), Ok(Reading::Usd(expected)));
}

#[test]
fn reads_a_rate_and_a_market_price() {
    let quote = of_feed(QuotedFeed { feed_value: ONE * 5 / 4, ..feed() });
    match of(SourceKind::SwitchboardQuoteRate, &quote).read() {
        Ok(Reading::Nav(NavReading::Attested(attested))) => {
            assert_eq!(attested.rate.to_decimal_floor(), 1_250_000_000_000);
            // 50 bps in steps of 2^-44, rounded up, are a little more than 50 bps.
            assert_eq!(attested.confidence, Bps::new(51));
        }
        other => panic!("{other:?}"),
    }
    match of(SourceKind::SwitchboardQuoteMarket, &quote).read() {
        Ok(Reading::Market(market)) => {
            assert_eq!(market.spot.to_decimal_floor(), 1_250_000_000_000);
            assert_eq!(market.depth, Lamports::new(1_000_000_000_000));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn can_be_configured() {
    for kind in [SourceKind::SwitchboardQuoteRate, SourceKind::SwitchboardQuoteMarket, SourceKind::SwitchboardQuoteUsd]
    {
        let verdict = check(&of(kind, &quote()).table).map_err(|error| error.name());
        // Alone, a source of another leg than NAV is no table.
        assert_eq!(verdict, if kind == SourceKind::SwitchboardQuoteRate { Ok(()) } else { Err("NoNav") });
    }
    for (name, damage) in [
        ("NoPin", (|case| case.config().pin = [0; 32]) as fn(&mut crate::common::Case)),
        ("NoSecondPin", |case| case.config().second_pin = [0; 32]),
        ("MaxAge", |case| case.config().max_age = 0),
        ("MaxConfidence", |case| case.config().max_confidence_bps = 0),
        ("MinSamples", |case| case.config().min_samples = 0),
        ("WrongProgram", |case| case.config().program = sources::programs::SWITCHBOARD),
    ] {
        let mut case = of(SourceKind::SwitchboardQuoteRate, &quote());
        damage(&mut case);
        assert_eq!(check(&case.table).map_err(|error| error.name()), Err(name));
    }
}

#[test]
fn the_edges_of_slots() {
    // 60 s are 150 slots.
    for (behind, verdict) in [(0, "reads"), (150, "reads"), (151, "Stale")] {
        assert_eq!(usd(&QuoteAccount { slot: SLOT - behind, ..quote() }).verdict(), verdict, "{behind}");
    }
    assert_eq!(usd(&QuoteAccount { slot: SLOT + 1, ..quote() }).verdict(), "FromFuture");
}

#[test]
fn age_counts_in_slots_and_rounds_up() {
    for (behind, seconds) in [(0, 0), (1, 1), (2, 1), (3, 2), (5, 2), (6, 3), (150, 60)] {
        match usd(&QuoteAccount { slot: SLOT - behind, ..quote() }).read() {
            Ok(Reading::Usd(usd)) => assert_eq!(usd.published, UnixTime::new(NOW - seconds), "{behind}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn oracles_must_satisfy_both_the_feed_and_the_configuration() {
    for (oracles, own, configured, verdict) in [
        (vec![4, 0], 1, 2, "reads"),
        (vec![4], 1, 2, "TooFewSamples"),
        (vec![4, 0], 3, 2, "TooFewSamples"),
        (vec![4, 0, 1], 3, 2, "reads"),
        // One oracle that signs twice is one oracle.
        (vec![4, 4], 1, 2, "TooFewSamples"),
        (vec![4, 0, 4, 0], 3, 2, "TooFewSamples"),
        (vec![0, 1, 2, 3, 4, 5, 6, 7], 8, 2, "reads"),
    ] {
        let quote = of_feed(QuotedFeed { min_oracle_samples: own, ..feed() });
        let mut case = usd(&QuoteAccount { oracles: oracles.clone(), ..quote });
        case.config().min_samples = configured;
        assert_eq!(case.verdict(), verdict, "{oracles:?} {own} {configured}");
    }
}

#[test]
fn the_pinned_feed_is_found_wherever_it_stands() {
    let mut quote = quote();
    for _ in 0..3 {
        quote.feeds.rotate_left(1);
        assert_eq!(usd(&quote).read(), good().read());
    }
    quote.feeds.retain(|other| other.feed_id != feed().feed_id);
    assert_eq!(usd(&quote).verdict(), "WrongFeedId");
    quote.feeds.clear();
    assert_eq!(usd(&quote).verdict(), "WrongFeedId");
}

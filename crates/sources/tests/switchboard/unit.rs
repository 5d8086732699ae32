use fair_value::units::Slot;
use fair_value::{
    NavReading, Reading, UsdReading,
    units::{Bps, Lamports, Price, UnixTime},
};
use sources::{SourceKind, encode::PullFeedAccount};

use super::case::{ONE, feed, good, of};
use crate::common::{NOW, SLOT};

#[test]
fn reads_sol_in_usd() {
    let expected = UsdReading {
        price: Price::from_decimal(180_000_000_000_000).unwrap(),
        confidence: Price::from_decimal(90_000_000_000).unwrap(),
        published: UnixTime::new(NOW - 20),
    };
    assert_eq!(good().read(), Ok(Reading::Usd(expected)));
}

#[test]
fn reads_a_rate_and_a_market_price() {
    let feed = PullFeedAccount { value: ONE * 5 / 4, std_dev: ONE / 10_000, ..feed() };
    match of(SourceKind::SwitchboardRate, feed).read() {
        Ok(Reading::Nav(NavReading::Attested(attested))) => {
            assert_eq!(attested.rate.to_decimal_floor(), 1_250_000_000_000);
            // 0.8 bps, rounded up.
            assert_eq!(attested.confidence, Bps::new(1));
        }
        other => panic!("{other:?}"),
    }
    match of(SourceKind::SwitchboardMarket, feed).read() {
        Ok(Reading::Market(market)) => {
            assert_eq!(market.spot.to_decimal_floor(), 1_250_000_000_000);
            assert_eq!(market.depth, Lamports::new(1_000_000_000_000));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_edges_of_slots() {
    // 60 s are 150 slots; the feed itself allows 250.
    for (behind, verdict) in [(0, "reads"), (150, "reads"), (151, "Stale")] {
        let feed = PullFeedAccount { slot: SLOT - behind, ..feed() };
        assert_eq!(of(SourceKind::SwitchboardUsd, feed).verdict(), verdict, "{behind}");
    }
    let feed = PullFeedAccount { max_staleness: 40, ..feed() };
    assert_eq!(of(SourceKind::SwitchboardUsd, feed).verdict(), "Stale");
    let feed = PullFeedAccount { slot: SLOT + 1, ..feed };
    assert_eq!(of(SourceKind::SwitchboardUsd, feed).verdict(), "FromFuture");
}

#[test]
fn the_first_slots_of_a_chain_do_not_underflow() {
    let mut case = of(SourceKind::SwitchboardUsd, PullFeedAccount { slot: 3, ..feed() });
    case.now.slot = Slot::new(5);
    assert_eq!(case.verdict(), "reads");
}

#[test]
fn samples_must_satisfy_both_the_feed_and_the_configuration() {
    for (samples, own, configured, verdict) in
        [(2, 1, 2, "reads"), (1, 1, 2, "TooFewSamples"), (2, 3, 2, "TooFewSamples"), (3, 3, 2, "reads")]
    {
        let mut case =
            of(SourceKind::SwitchboardUsd, PullFeedAccount { num_samples: samples, min_sample_size: own, ..feed() });
        case.config().min_samples = configured;
        assert_eq!(case.verdict(), verdict, "{samples} {own} {configured}");
    }
}

#[test]
fn how_far_a_time_may_be_ahead_is_given() {
    for (tolerance, ahead, verdict) in
        [(5, 5, "reads"), (5, 6, "FromFuture"), (30, 30, "reads"), (30, 31, "FromFuture")]
    {
        let feed = PullFeedAccount { last_update_timestamp: NOW + ahead, ..feed() };
        let mut case = of(SourceKind::SwitchboardUsd, feed);
        case.params.clock_tolerance = fair_value::units::Seconds::new(tolerance);
        assert_eq!(case.verdict(), verdict, "{tolerance} {ahead}");
    }
}

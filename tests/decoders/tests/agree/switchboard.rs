use bytemuck::Zeroable;
use decoders::{
    Case,
    case::{NOW, SLOT},
    switchboard::retold,
};
use fair_value::Reading;
use proptest::prelude::*;
use sources::{Key, Role, SourceKind, programs, switchboard};
use switchboard_on_demand::on_demand::accounts::pull_feed::PullFeedAccountData;

const QUEUE: Key = [0xc1; 32];
const HASH: Key = [0xc2; 32];

/// A feed with noise wherever the source does not look.
fn feed() -> impl Strategy<Value = PullFeedAccountData> {
    let bytes = prop::collection::vec(any::<u8>(), size_of::<PullFeedAccountData>());
    (bytes, 1..10i128.pow(24), 0..100i128, 0..5u8, 0..400u64, -20..100i64, 0..500u32).prop_map(
        |(bytes, value, spread, samples, behind, age, max_staleness)| {
            let mut feed = PullFeedAccountData::zeroed();
            bytemuck::bytes_of_mut(&mut feed).copy_from_slice(&bytes);
            (feed.queue, feed.feed_hash) = (QUEUE.into(), HASH);
            (feed.permit_write_by_authority, feed.min_sample_size) = (0, 1);
            (feed.result.value, feed.result.std_dev) = (value, value / 10_000 * spread);
            (feed.result.num_samples, feed.result.slot) = (samples, SLOT - behind);
            (feed.last_update_timestamp, feed.max_staleness) = (NOW - age, max_staleness);
            feed
        },
    )
}

fn serialised(feed: &PullFeedAccountData) -> Vec<u8> {
    [&switchboard::DISCRIMINATOR[..], bytemuck::bytes_of(feed)].concat()
}

fn case(data: Vec<u8>) -> Case {
    let mut case = Case::new(SourceKind::SwitchboardUsd, programs::SWITCHBOARD, vec![(Role::Main, data)]);
    let config = case.config();
    (config.pin, config.second_pin) = (QUEUE, HASH);
    (config.max_age, config.max_confidence_bps, config.min_samples) = (60, 50, 2);
    case
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_sdk_would_give_the_same_value(feed in feed()) {
        let data = serialised(&feed);
        let case = case(data.clone());
        prop_assert!(case.is_valid());
        let read = case.agree(retold(&data).expect("the SDK's own bytes"));
        let theirs = feed.value(SLOT);
        if let Ok(reading) = read {
            let (Reading::Usd(usd), Ok(value)) = (reading, theirs) else { panic!("{reading:?}") };
            let expected = value.mantissa() as f64 / 1e18;
            let found = usd.price.fixed().to_num::<f64>();
            prop_assert!((found - expected).abs() <= expected * 1e-13 + 2f64.powi(-44), "{found} {expected}");
            let deviation = feed.std_dev().expect("a result").mantissa() as f64 / 1e18;
            let found = usd.confidence.fixed().to_num::<f64>();
            prop_assert!((found - deviation).abs() <= deviation * 1e-13 + 2f64.powi(-44), "{found} {deviation}");
        } else if theirs.is_err() {
            prop_assert!(read.is_err());
        }
    }

    #[test]
    fn damaged_feeds_read_alike(feed in feed(), at in 8..switchboard::LEN, value in any::<u8>()) {
        let mut data = serialised(&feed);
        data[at] = value;
        let _ = case(data.clone()).agree(retold(&data).expect("any bytes of this length"));
    }
}

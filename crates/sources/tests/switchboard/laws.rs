use core::mem::{offset_of, size_of};

use fair_value::Reading;
use num_bigint::BigUint;
use proptest::prelude::*;
use sources::{SourceKind, encode::PullFeedAccount, switchboard};
use switchboard_on_demand::on_demand::accounts::pull_feed::{CurrentResult, PullFeedAccountData};

use super::case::{FEED_HASH, QUEUE, feed, good, of};
use crate::common::SLOT;

/// The offsets that real accounts have, whatever the target's alignment.
#[test]
fn layout_is_that_of_real_accounts() {
    assert_eq!(switchboard::LEN, 3208);
    assert_eq!(size_of::<CurrentResult>(), 128);
    assert_eq!(8 + offset_of!(PullFeedAccountData, queue), 2088);
    assert_eq!(8 + offset_of!(PullFeedAccountData, feed_hash), 2120);
    assert_eq!(8 + offset_of!(PullFeedAccountData, last_update_timestamp), 2216);
    assert_eq!(8 + offset_of!(PullFeedAccountData, result), 2264);
    assert_eq!(8 + offset_of!(PullFeedAccountData, max_staleness), 2392);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// The value rounds down and the deviation up, exactly; what does not fit is refused.
    #[test]
    fn scaling_is_exact(value in 1..=i128::MAX, std_dev in 0..=i128::MAX, shift in 0..127u32) {
        let (value, std_dev) = ((value >> shift).max(1), std_dev >> shift);
        let mut case = of(SourceKind::SwitchboardUsd, PullFeedAccount { value, std_dev, ..feed() });
        case.config().max_confidence_bps = 10_000;
        let scale = BigUint::from(10u8).pow(18);
        let floor = u64::try_from((BigUint::from(value as u128) << 44) / &scale).ok();
        let ceil = u64::try_from(((BigUint::from(std_dev as u128) << 44) + &scale - 1u8) / &scale).ok();
        let expected = match (floor, ceil) {
            (None, _) => Err("OutOfRange"),
            (Some(0), _) => Err("NonPositive"),
            (_, None) => Err("OutOfRange"),
            (Some(price), Some(confidence)) if confidence > price => Err("TooWide"),
            (Some(price), Some(confidence)) => Ok((price, confidence)),
        };
        let found = match case.read() {
            Ok(Reading::Usd(reading)) => Ok((reading.price.to_bits(), reading.confidence.to_bits())),
            Ok(other) => panic!("{other:?}"),
            Err(fault) => Err(fault.name()),
        };
        prop_assert_eq!(found, expected);
    }

    /// Our layout is what Switchboard's own type reads.
    #[test]
    fn layout_is_switchboards(
        keys: ([u8; 32], [u8; 32]),
        numbers: (u8, u8, i64, i128, i128, u8, u64, u32),
    ) {
        let (permit, min_sample_size, last_update_timestamp, value, std_dev, num_samples, slot, max_staleness) = numbers;
        let ours = PullFeedAccount {
            queue: keys.0, feed_hash: keys.1, permit_write_by_authority: permit, min_sample_size,
            last_update_timestamp, value, std_dev, num_samples, slot, max_staleness,
        };
        let theirs: PullFeedAccountData = bytemuck::pod_read_unaligned(&ours.encode()[8..]);
        prop_assert_eq!(theirs.queue.to_bytes(), keys.0);
        prop_assert_eq!(theirs.feed_hash, keys.1);
        prop_assert_eq!(theirs.permit_write_by_authority, permit);
        prop_assert_eq!(theirs.min_sample_size, min_sample_size);
        prop_assert_eq!(theirs.last_update_timestamp, last_update_timestamp);
        prop_assert_eq!((theirs.result.value, theirs.result.std_dev), (value, std_dev));
        prop_assert_eq!((theirs.result.num_samples, theirs.result.slot), (num_samples, slot));
        prop_assert_eq!(theirs.max_staleness, max_staleness);
    }

    /// Where their own reader, called with care, accepts a value, it is the value that we read.
    #[test]
    fn values_are_switchboards(value in 1..1i128 << 79, slot in SLOT - 150..=SLOT) {
        let account = PullFeedAccount { value, std_dev: 0, slot, ..feed() };
        let theirs: PullFeedAccountData = bytemuck::pod_read_unaligned(&account.encode()[8..]);
        let decimal = theirs.value(SLOT).unwrap();
        prop_assert_eq!(decimal.mantissa(), value);
        if let Ok(Reading::Usd(reading)) = of(SourceKind::SwitchboardUsd, account).read() {
            let exact = value as f64 / 1e18;
            let found = reading.price.fixed().to_num::<f64>();
            prop_assert!((found - exact).abs() <= exact * 1e-15 + 6e-14, "{} for {}", found, exact);
        }
    }

    /// Noise behind a valid head never panics.
    #[test]
    fn noise_is_harmless(noise in prop::collection::vec(any::<u8>(), 3200..=3200)) {
        let mut case = good();
        case.accounts[0].data[8..].copy_from_slice(&noise);
        case.accounts[0].data[2088..2120].copy_from_slice(&QUEUE);
        case.accounts[0].data[2120..2152].copy_from_slice(&FEED_HASH);
        let _ = case.read();
    }
}

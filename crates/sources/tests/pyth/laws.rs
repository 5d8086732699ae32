use anchor_lang::AccountSerialize;
use fair_value::{NavReading, Reading};
use num_bigint::BigUint;
use proptest::prelude::*;
use pyth_solana_receiver_sdk::price_update::{PriceFeedMessage, PriceUpdateV2, VerificationLevel};
use sources::{SourceKind, encode::PriceUpdateAccount};

use super::case::{FEED_ID, good, of, update};
use crate::common::NOW;

/// value x 10^exponent in steps of 2^-44, as a fraction.
fn scaled(value: u64, exponent: i32) -> (BigUint, BigUint) {
    let power = BigUint::from(10u8).pow(exponent.unsigned_abs());
    let value = BigUint::from(value) << 44;
    if exponent >= 0 { (value * power, BigUint::from(1u8)) } else { (value, power) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// The price rounds down and the confidence up, exactly; what does not fit is refused.
    #[test]
    fn scaling_is_exact(price in 1..=i64::MAX, conf: u64, shift in 0..63u32, exponent in -25..=12i32) {
        let (price, conf) = ((price >> shift).max(1), conf >> shift);
        let mut case = of(SourceKind::PythUsd, PriceUpdateAccount { price, conf, exponent, ..update() });
        case.config().max_confidence_bps = 10_000;
        let (n, d) = scaled(price as u64, exponent);
        let (cn, cd) = scaled(conf, exponent);
        let floor = u64::try_from(&n / &d).ok();
        let ceil = u64::try_from((&cn + &cd - 1u8) / &cd).ok();
        let expected = match (floor, ceil) {
            _ if conf > price as u64 => Err("TooWide"),
            _ if exponent < -19 => Err("OutOfRange"),
            (Some(0), Some(_)) => Err("NonPositive"),
            (Some(price), Some(conf)) => Ok((price, conf)),
            _ => Err("OutOfRange"),
        };
        let found = match case.read() {
            Ok(Reading::Usd(reading)) => Ok((reading.price.to_bits(), reading.confidence.to_bits())),
            Ok(other) => panic!("{other:?}"),
            Err(fault) => Err(fault.name()),
        };
        prop_assert_eq!(found, expected);
    }

    /// Our layout is what Pyth's own crate writes, whatever the values.
    #[test]
    fn layout_is_pyths(
        keys: ([u8; 32], [u8; 32]),
        numbers: (i64, u64, i32, i64, i64, i64, u64, u64),
        signatures: Option<u8>,
    ) {
        let (price, conf, exponent, publish_time, prev_publish_time, ema_price, ema_conf, posted_slot) = numbers;
        let theirs = PriceUpdateV2 {
            write_authority: keys.0.into(),
            verification_level: match signatures {
                None => VerificationLevel::Full,
                Some(num_signatures) => VerificationLevel::Partial { num_signatures },
            },
            price_message: PriceFeedMessage {
                feed_id: keys.1, price, conf, exponent, publish_time, prev_publish_time, ema_price, ema_conf,
            },
            posted_slot,
        };
        let mut expected = Vec::new();
        theirs.try_serialize(&mut expected).unwrap();
        expected.resize(PriceUpdateV2::LEN, 0);
        let ours = PriceUpdateAccount {
            write_authority: keys.0, partial_signatures: signatures, feed_id: keys.1, price, conf, exponent,
            publish_time, prev_publish_time, ema_price, ema_conf, posted_slot,
        };
        prop_assert_eq!(ours.encode(), expected);
    }

    /// The confidence in basis points rounds up.
    #[test]
    fn basis_points_round_up(price in 1_000_000..1i64 << 40, parts in 0..=100u64) {
        let conf = price as u64 / 10_000 * parts;
        let case = of(SourceKind::PythRate, PriceUpdateAccount { price, conf, exponent: -9, ..update() });
        let Ok(Reading::Nav(NavReading::Attested(attested))) = case.read() else {
            // Below one step of the rate.
            return Ok(());
        };
        let exact = conf as f64 * 10_000.0 / price as f64;
        let bps = f64::from(attested.confidence.get());
        prop_assert!(bps >= exact - 1e-6 && bps <= exact + 1.001, "{} for {}", bps, exact);
    }

    /// Noise behind a valid head never panics.
    #[test]
    fn noise_is_harmless(noise in prop::collection::vec(any::<u8>(), 94..=94), level in 0..3u8) {
        let mut case = good();
        case.accounts[0].data[40..].copy_from_slice(&noise);
        case.accounts[0].data[40] = level;
        case.accounts[0].data[41..73].copy_from_slice(&FEED_ID);
        case.accounts[0].data[93..101].copy_from_slice(&NOW.to_le_bytes());
        let _ = case.read();
    }
}

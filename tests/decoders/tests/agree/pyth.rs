use anchor_lang::prelude::Clock;
use borsh::BorshDeserialize;
use decoders::{Case, case::NOW, pyth::retold};
use fair_value::Reading;
use proptest::prelude::*;
use pyth_solana_receiver_sdk::price_update::PriceUpdateV2;
use sources::{Role, SourceKind, encode::PriceUpdateAccount, programs};

const FEED: [u8; 32] = [0xef; 32];
const MAX_AGE: u32 = 60;

prop_compose! {
    fn update()(
        (write_authority, other) in any::<([u8; 32], [u8; 32])>(),
        which in 0..8u8,
        partial in prop_oneof![3 => Just(None), 1 => any::<u8>().prop_map(Some)],
        price in prop_oneof![1..1_000_000_000_000i64, any::<i64>()],
        conf_part in 0..300u64,
        exponent in -12..=-4i32,
        age in -20..200i64,
        rest in any::<(i64, i64, u64, u64)>(),
    ) -> PriceUpdateAccount {
        PriceUpdateAccount {
            write_authority,
            partial_signatures: partial,
            feed_id: if which == 0 { other } else { FEED },
            price,
            conf: price.unsigned_abs() / 10_000 * conf_part,
            exponent,
            publish_time: NOW - age,
            prev_publish_time: rest.0,
            ema_price: rest.1,
            ema_conf: rest.2,
            posted_slot: rest.3,
        }
    }
}

fn case(data: Vec<u8>) -> Case {
    let mut case = Case::new(SourceKind::PythUsd, programs::PYTH_RECEIVER, vec![(Role::Main, data)]);
    let config = case.config();
    (config.pin, config.max_age, config.max_confidence_bps) = (FEED, MAX_AGE, 200);
    case
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// What the SDK's own checked getter refuses is refused; what is read is what the getter gives; and what is refused beyond that has
    /// one of the reasons that the getter does not look at.
    #[test]
    fn the_sdk_would_give_the_same_price(update in update()) {
        let data = update.encode();
        let sdk = PriceUpdateV2::deserialize(&mut &data[8..]).expect("the encoder's own bytes");
        let clock = Clock { unix_timestamp: NOW, ..Clock::default() };
        let theirs = sdk.get_price_no_older_than(&clock, MAX_AGE.into(), &FEED);
        let case = case(data.clone());
        prop_assert!(case.is_valid());
        match (case.agree(retold(&data).expect("the encoder's own bytes")), theirs) {
            (Ok(Reading::Usd(usd)), Ok(price)) => {
                let scale = 10f64.powi(price.exponent);
                let (found, expected) = (usd.price.fixed().to_num::<f64>(), price.price as f64 * scale);
                prop_assert!((found - expected).abs() <= expected * 1e-13 + 2f64.powi(-44), "{found} {expected}");
                let (found, expected) = (usd.confidence.fixed().to_num::<f64>(), price.conf as f64 * scale);
                prop_assert!((found - expected).abs() <= expected * 1e-13 + 2f64.powi(-44), "{found} {expected}");
            }
            (Ok(other), _) => panic!("not a price: {other:?}"),
            (Err(_), Err(_)) => {}
            (Err(fault), Ok(_)) => {
                let beyond = ["FromFuture", "NonPositive", "TooWide", "OutOfRange"];
                prop_assert!(beyond.contains(&fault.name()), "{}", fault.name());
            }
        }
    }
}

use core::mem::size_of;

use fair_value::Reading;
use num_bigint::BigUint;
use proptest::prelude::*;
use sources::{
    encode::{QuoteAccount, QuotedFeed},
    switchboard_quote::DISCRIMINATOR,
};
use switchboard_on_demand::{
    QUOTE_PROGRAM_ID,
    on_demand::oracle_quote::{
        authority_quote::AuthorityQuotePayload,
        feed_info::{PackedFeedInfo, PackedQuoteHeader},
        instruction_parser::ParsedEd25519Instruction,
        quote_account::QUOTE_DISCRIMINATOR,
    },
    sysvar::ed25519_sysvar::Ed25519SignatureOffsets,
};

use super::case::{FEED_ID, QUEUE, feed, good, of_feed, quote, usd};
use crate::common::SLOT;

#[test]
fn constants_are_switchboards() {
    assert_eq!(&DISCRIMINATOR, QUOTE_DISCRIMINATOR);
    assert_eq!(sources::programs::SWITCHBOARD_QUOTE, QUOTE_PROGRAM_ID.to_bytes());
    assert_eq!(size_of::<PackedFeedInfo>(), PackedFeedInfo::PACKED_SIZE);
    assert_eq!(size_of::<PackedQuoteHeader>(), 32);
    assert_eq!(size_of::<Ed25519SignatureOffsets>(), 14);
}

prop_compose! {
    fn any_quote()(
        oracles in prop::collection::vec(any::<u8>(), 1..=8),
        feeds in prop::collection::vec(any::<([u8; 32], i128, u8)>(), 0..=7),
        at in any::<prop::sample::Index>(),
        slot in SLOT - 200..=SLOT + 2,
        padding in 0..300usize,
    ) -> QuoteAccount {
        let packed = |(feed_id, feed_value, min_oracle_samples)| QuotedFeed { feed_id, feed_value, min_oracle_samples };
        let mut feeds: Vec<_> = feeds.into_iter().map(packed).collect();
        feeds.insert(at.index(feeds.len() + 1), feed());
        QuoteAccount { queue: QUEUE, oracles, feeds, slot, padding }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// The value rounds down and the assumed width up, exactly; what does not fit is refused.
    #[test]
    fn scaling_is_exact(value in 1..=i128::MAX, shift in 0..127u32, bps in 1..=10_000u16) {
        let value = (value >> shift).max(1);
        let mut case = usd(&of_feed(QuotedFeed { feed_value: value, ..feed() }));
        case.config().max_confidence_bps = bps;
        let floor = u64::try_from((BigUint::from(value as u128) << 44) / BigUint::from(10u8).pow(18)).ok();
        let expected = match floor {
            None => Err("OutOfRange"),
            Some(0) => Err("NonPositive"),
            Some(price) => Ok((price, (u128::from(price) * u128::from(bps)).div_ceil(10_000) as u64)),
        };
        let found = match case.read() {
            Ok(Reading::Usd(reading)) => Ok((reading.price.to_bits(), reading.confidence.to_bits())),
            Ok(other) => panic!("{other:?}"),
            Err(fault) => Err(fault.name()),
        };
        prop_assert_eq!(found, expected);
    }

    /// Our layout is what Switchboard's own parser reads, and what it reads decides.
    #[test]
    fn quotes_are_read_as_switchboard_parses_them(quote in any_quote()) {
        let data = quote.encode();
        let length = usize::from(u16::from_le_bytes([data[40], data[41]]));
        let theirs = ParsedEd25519Instruction::parse(&data[42..42 + length]).unwrap();
        prop_assert_eq!(&theirs.oracle_idxs, &quote.oracles);
        prop_assert_eq!((theirs.slot, &theirs.discriminator), (quote.slot, b"SBOD"));
        prop_assert_eq!(theirs.feeds.len(), quote.feeds.len());

        let distinct = theirs.oracle_idxs.iter().collect::<std::collections::HashSet<_>>().len();
        let wanted = theirs.feeds.iter().find(|feed| *feed.feed_id() == FEED_ID).unwrap();
        let expected = if distinct < usize::from(wanted.min_oracle_samples().max(2)) {
            Err("TooFewSamples")
        } else if theirs.slot > SLOT {
            Err("FromFuture")
        } else if theirs.slot < SLOT - 150 {
            Err("Stale")
        } else {
            Ok(wanted.feed_value())
        };
        match (usd(&quote).read(), expected) {
            (Ok(Reading::Usd(usd)), Ok(value)) => {
                let exact = value as f64 / 1e18;
                prop_assert!((usd.price.fixed().to_num::<f64>() - exact).abs() <= exact * 1e-15 + 6e-14);
            }
            (Err(fault), Err(name)) => prop_assert_eq!(fault.name(), name),
            (found, expected) => panic!("{found:?} {expected:?}"),
        }
    }

    /// What Switchboard's own parser takes for an authority's payload is never read.
    #[test]
    fn authorities_are_never_read(quote in any_quote()) {
        let data = quote.encode_by_authority();
        prop_assert!(AuthorityQuotePayload::parse(&data[42..data.len() - quote.padding]).is_ok());
        let mut case = good();
        case.accounts[0].data = data;
        prop_assert_eq!(case.verdict(), "WritableByAuthority");
    }

    /// A byte changed anywhere: no panic, and what is still read is what Switchboard's own parser sees.
    #[test]
    fn damage_is_seen_alike(at in 40..500usize, value in any::<u8>()) {
        let mut case = good();
        let at = at.min(case.accounts[0].data.len() - 1);
        case.accounts[0].data[at] = value;
        let data = &case.accounts[0].data;
        let length = usize::from(u16::from_le_bytes([data[40], data[41]]));
        if let (Ok(Reading::Usd(usd)), Some(body)) = (case.read(), data.get(42..42 + length)) {
            let theirs = ParsedEd25519Instruction::parse(body).unwrap();
            let wanted = theirs.feeds.iter().find(|feed| *feed.feed_id() == FEED_ID).unwrap();
            let exact = wanted.feed_value() as f64 / 1e18;
            prop_assert!((usd.price.fixed().to_num::<f64>() - exact).abs() <= exact * 1e-15 + 6e-14);
        }
    }

    /// Noise behind a valid head never panics.
    #[test]
    fn noise_is_harmless(noise in prop::collection::vec(any::<u8>(), 0..700), length in any::<u16>()) {
        let mut data = quote().encode();
        data.truncate(40);
        data.extend_from_slice(&length.to_le_bytes());
        data.extend_from_slice(&noise);
        let mut case = good();
        case.accounts[0].data = data;
        let _ = case.read();
    }
}

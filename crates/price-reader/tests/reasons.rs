//! Reasons: names, bits, and tolerance of what later versions may add.

use price_reader::{Reason, Reasons};
use proptest::prelude::*;

/// The stable names in the order of the bits.
const NAMES: [&str; 32] = [
    "NAV_STALE",
    "NAV_GRACE",
    "NAV_CAPPED",
    "NAV_FAULT",
    "NAV_DROP",
    "UNBACKED_MINT",
    "NAV_DISAGREEMENT",
    "TRANSIT",
    "CUSTODIAL",
    "DISCOUNT_SHORT",
    "DISCOUNT_LONG",
    "DISCOUNT_SPOT",
    "DEPTH_LOSS",
    "MARKET_LOST",
    "PREMIUM",
    "WARMUP",
    "WINDOW_INVALID",
    "MARKET_GRACE",
    "NAV_ONLY",
    "USD_STALE",
    "USD_DISAGREEMENT",
    "GUARDIAN",
    "PROGRAM_CHANGED",
    "SOURCE_REJECTED",
    "SOURCE_THIN",
    "ONE_SIDED",
    "DWELL",
    "CONFIDENCE_WIDE",
    "LST_UNDERCOVERED",
    "NAV_DESCENT",
    "DISPUTED",
    "SOURCE_OUTVOTED",
];

#[test]
fn names_and_bits_are_fixed() {
    for (bit, name) in NAMES.into_iter().enumerate() {
        let reason = Reason::from_bit(bit as u8).unwrap();
        assert_eq!((reason.as_str(), reason.bit() as usize, Reason::ALL[bit]), (name, bit, reason));
        assert_eq!(reason.to_string(), name);
    }
    assert!((32..=u8::MAX).all(|bit| Reason::from_bit(bit).is_none()));
}

#[test]
fn explanations_are_one_sentence_each_and_differ() {
    let mut seen = std::collections::HashSet::new();
    for reason in Reason::ALL {
        let text = reason.explanation();
        assert!(text.ends_with('.') && text.matches(". ").count() == 0, "{text}");
        assert!(seen.insert(text));
    }
}

proptest! {
    /// Iterating gives each known bit once, in order, and unknown bits never get in the way.
    #[test]
    fn iteration_is_the_known_bits(bits in any::<u64>()) {
        let reasons = Reasons::from_bits(bits);
        let expected: Vec<_> = Reason::ALL.into_iter().filter(|reason| bits >> reason.bit() & 1 == 1).collect();
        prop_assert_eq!(reasons.len(), expected.len());
        prop_assert_eq!(reasons.collect::<Vec<_>>(), expected.clone());
        prop_assert!(Reason::ALL.into_iter().all(|reason| reasons.has(reason) == expected.contains(&reason)));
        let known: Reasons = expected.into_iter().collect();
        prop_assert_eq!(known.bits() | reasons.unknown(), bits);
        prop_assert_eq!(known.bits() & reasons.unknown(), 0);
    }
}

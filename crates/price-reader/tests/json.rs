//! The record as JSON (feature `serde`).
#![cfg(feature = "serde")]

use price_reader::layout::{self, LEN};
use price_reader::Published;
use serde_json::json;

const GOLDEN: &[u8; LEN] = include_bytes!("golden/price-v1.bin");

#[test]
fn names_are_words_and_absent_is_null() {
    let record = serde_json::to_value(Published::read_unchecked(GOLDEN).unwrap()).unwrap();
    assert_eq!(record["level"], json!("halted"));
    assert_eq!(record["halt_cause"], json!(1));
    assert_eq!(record["reasons"], json!(["CUSTODIAL", "DISCOUNT_SHORT", "DISCOUNT_LONG", "DISCOUNT_SPOT"]));
    assert_eq!(record["unknown_reasons"], json!(1_u64 << 40));
    assert_eq!(record["largest_reason"], json!({"reason": "DISCOUNT_SPOT", "bit": 11, "bps": 1_234}));
    assert_eq!(record["collateral"], json!(946_012_345_678_u64));
    assert_eq!(record["sol_usd"], json!(142_123_456_789_012_u64));
    assert_eq!(record["published_at"], json!(1_764_000_000));
    assert_eq!(record["feed"], json!((1..=32).collect::<Vec<u8>>()));
    assert_eq!(
        record.as_object().unwrap().len(),
        layout::FIELDS.iter().filter(|field| field.kind != "pad").count() + 1
    );

    let bytes = price_reader::builder::PriceBuilder::new(0).rates(0, 0).largest_reason(None).build();
    let record = serde_json::to_value(Published::read_unchecked(&bytes).unwrap()).unwrap();
    assert_eq!((&record["nav"], &record["largest_reason"]), (&json!(null), &json!(null)));
}

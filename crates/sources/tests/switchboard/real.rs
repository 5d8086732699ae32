use fair_value::{
    Reading,
    units::{Slot, UnixTime},
};
use sources::{Role, SourceKind, programs};

use crate::{
    Tests,
    common::{
        Case,
        fixture::{address, bare},
        key,
    },
};

pub const TESTS: Tests = &[("sol_usd_of_august_2024", sol_usd)];

fn sol_usd() {
    let account = bare("switchboard/pullfeed-sol-marginfi.bin", key(1), programs::SWITCHBOARD);
    let hash = account.data[2120..2152].try_into().unwrap();
    let mut case = Case::new(SourceKind::SwitchboardUsd, programs::SWITCHBOARD, vec![(Role::Main, account)]);
    (case.now.slot, case.now.time) = (Slot::new(282_612_980), UnixTime::new(1_723_244_194));
    let config = case.config();
    config.pin = address("A43DyUGA7s8eXPxqEjJY6EBu1KKbNgfxF8h17VAHn13w");
    config.second_pin = hash;
    (config.max_age, config.max_confidence_bps, config.min_samples) = (60, 100, 2);
    let Ok(Reading::Usd(reading)) = case.read() else { panic!("{:?}", case.read()) };
    assert!(reading.price.to_decimal_floor().abs_diff(155_594_045_270_000) <= 1);
    assert!(reading.confidence.to_decimal_floor().abs_diff(240_161_790_000) <= 10_000);
    assert_eq!(reading.published, UnixTime::new(1_723_244_190));

    case.config().min_samples = 3;
    assert_eq!(case.verdict(), "TooFewSamples");
    case.config().min_samples = 2;
    case.config().max_confidence_bps = 15;
    assert_eq!(case.verdict(), "TooWide");
    case.config().max_confidence_bps = 100;
    case.now.slot = Slot::new(282_612_970 + 151);
    assert_eq!(case.verdict(), "Stale");
}

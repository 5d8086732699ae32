//! Levels, halt causes and flags: their bytes, and that the judged price hands them on.

mod common;

use common::{aged, NOW};
use price_reader::builder::PriceBuilder;
use price_reader::{Flags, HaltCause, Level, Reason, Reasons};

#[test]
fn bytes_and_names_of_levels_are_fixed() {
    let levels = [
        (Level::Normal, "normal"),
        (Level::Caution, "caution"),
        (Level::Depegged, "depegged"),
        (Level::Halted, "halted"),
    ];
    for (byte, (level, name)) in (0..).zip(levels) {
        assert_eq!((Level::from_byte(byte), level as u8, level.as_str()), (Some(level), byte, name));
    }
    assert_eq!(Level::from_byte(4), None);
}

#[test]
fn halt_causes_are_sets() {
    let (market, fault, guardian) = (HaltCause::MARKET, HaltCause::NAV, HaltCause::GUARDIAN);
    assert_eq!((market.bits(), fault.bits(), guardian.bits()), (1, 2, 4));
    let both = market.union(guardian);
    assert_eq!(both, HaltCause::from_bits(5));
    assert!(both.has(market) && both.has(guardian) && both.has(both));
    assert!(!both.has(fault) && !market.has(both) && !HaltCause::NONE.has(market));
    assert!(market.has(HaltCause::NONE));
    assert!(both.is_strict() && fault.is_strict() && guardian.is_strict());
    assert!(!market.is_strict() && !HaltCause::NONE.is_strict());
}

#[test]
fn flags_are_sets() {
    let all = [Flags::NAV_ONLY, Flags::CUSTODIAL, Flags::WARMUP, Flags::USD, Flags::MARKET];
    for (bit, flag) in all.into_iter().enumerate() {
        assert_eq!(flag.bits(), 1 << bit);
        assert!(all.into_iter().all(|other| flag.has(other) == (flag == other)));
    }
    assert_eq!(all.into_iter().fold(Flags::default(), Flags::union), Flags::from_bits(0b11111));
}

#[test]
fn a_judged_price_hands_on_what_the_record_says() {
    let flags = Flags::CUSTODIAL.union(Flags::MARKET);
    let reasons: Reasons = [Reason::Guardian, Reason::Custodial].into_iter().collect();
    let account = PriceBuilder::new(NOW)
        .level(Level::Halted, HaltCause::GUARDIAN)
        .level_since(NOW - 77)
        .flags(flags)
        .reasons(reasons);
    aged(account.clone(), 5, |price| {
        assert_eq!((price.level(), price.halt_cause()), (Level::Halted, HaltCause::GUARDIAN));
        assert_eq!((price.level_since(), price.age()), (NOW - 77, 5));
        assert_eq!((price.flags(), price.reasons()), (flags, reasons));
        assert_eq!(price.published().published_at(), NOW);
    });
    aged(account.level(Level::Depegged, HaltCause::GUARDIAN), 0, |price| {
        assert_eq!(price.halt_cause(), HaltCause::NONE, "a cause counts when halted only");
    });
}

//! Every bad header has an error of its own.

mod common;

use common::{read_aged, NOW};
use price_reader::builder::PriceBuilder;
use price_reader::layout::LEN;
use price_reader::{Action, Gates, HaltCause, Level, Price, Published, ReadError, PROGRAM_ID};

fn error(account: PriceBuilder) -> Option<ReadError> {
    read_aged(account, 0, |price| price.err())
}

#[test]
fn a_good_account_is_read() {
    assert_eq!(error(PriceBuilder::new(NOW)), None);
}

#[test]
fn wrong_owner_in_any_byte() {
    let bytes = PriceBuilder::new(NOW).build();
    for at in 0..32 {
        let mut owner = PROGRAM_ID;
        owner[at] ^= 1;
        assert_eq!(Price::read_any_feed(&bytes, &owner, NOW).err(), Some(ReadError::WrongOwner { found: owner }));
    }
}

#[test]
fn own_deployment_accepts_its_program_and_no_other() {
    let bytes = PriceBuilder::new(NOW).build();
    let own = [9; 32];
    assert!(Price::read_from(&bytes, &own, &own, &[0; 32], NOW).is_ok());
    assert_eq!(
        Price::read_from(&bytes, &PROGRAM_ID, &own, &[0; 32], NOW).err(),
        Some(ReadError::WrongOwner { found: PROGRAM_ID })
    );
}

#[test]
fn every_shorter_length() {
    let bytes = PriceBuilder::new(NOW).build();
    for len in 0..LEN {
        assert_eq!(
            Price::read_any_feed(&bytes[..len], &PROGRAM_ID, NOW).err(),
            Some(ReadError::TooShort { found: len })
        );
    }
}

#[test]
fn wrong_discriminator_in_any_byte() {
    for at in 0..8 {
        let mut bytes = PriceBuilder::new(NOW).build();
        bytes[at] ^= 0x80;
        let found = *bytes.first_chunk().unwrap();
        assert_eq!(Price::read_any_feed(&bytes, &PROGRAM_ID, NOW).err(), Some(ReadError::WrongDiscriminator { found }));
    }
    assert!(matches!(Published::read_unchecked(&[0; LEN]), Err(ReadError::WrongDiscriminator { .. })));
}

#[test]
fn every_other_version() {
    for found in (0..=u8::MAX).filter(|version| *version != 1) {
        assert_eq!(error(PriceBuilder::new(NOW).version(found)), Some(ReadError::UnknownVersion { found }));
    }
}

#[test]
fn every_level_beyond_halted() {
    for found in 4..=u8::MAX {
        assert_eq!(error(PriceBuilder::new(NOW).level_byte(found)), Some(ReadError::UnknownLevel { found }));
    }
}

/// What gates an account may carry, for every 16-bit pattern, level and cause: at least repay and top up, no unknown bit, no
/// action beyond the level's row; liquidation at a strict halt excepted, which may resume after its 24 hours.
#[test]
fn gates_that_contradict_the_level() {
    const WIDEN: u16 = 1 << 8;
    let liquidate: u16 = 1 << Action::Liquidate as u16;
    for level in [Level::Normal, Level::Caution, Level::Depegged, Level::Halted] {
        for cause in (0..=u8::MAX).step_by(17).chain(0..8).map(HaltCause::from_bits) {
            let row = Gates::at(level, cause).bits();
            let most = row | WIDEN | if level == Level::Halted { liquidate } else { 0 };
            for bits in 0..=u16::MAX {
                let fits = bits & !most == 0 && bits & 0b101 == 0b101;
                assert_eq!(Gates::from_bits(bits).fit(level, cause), fits, "{level:?} {cause:?} {bits:#b}");
            }
            assert_eq!(error(PriceBuilder::new(NOW).level(level, cause)), None);
        }
    }
    let found = 0xff;
    let account = PriceBuilder::new(NOW).level(Level::Depegged, HaltCause::GUARDIAN).gates(Gates::from_bits(found));
    assert_eq!(
        error(account),
        Some(ReadError::MalformedGates { level: Level::Depegged, cause: HaltCause::NONE, found })
    );
}

#[test]
fn published_in_the_future() {
    for ahead in 0..=30 {
        assert!(read_aged(PriceBuilder::new(NOW), -ahead, |price| price.is_ok_and(|price| price.age() == 0)));
    }
    for ahead in [31, 60, 1_000_000, i64::MAX / 2] {
        let now = (NOW - ahead).max(0); // a clock before 1970 counts as 1970
        assert_eq!(
            read_aged(PriceBuilder::new(NOW), -ahead, |price| price.err()),
            Some(ReadError::FromFuture { published_at: NOW, now })
        );
    }
    let bytes = PriceBuilder::new(i64::MAX).build();
    assert!(matches!(Price::read_any_feed(&bytes, &PROGRAM_ID, i64::MIN), Err(ReadError::FromFuture { .. })));
}

#[test]
fn another_feed_or_mint_in_any_byte() {
    let (feed, mint) = ([3; 32], [4; 32]);
    let bytes = PriceBuilder::new(NOW).feed(feed).mint(mint).build();
    let price = Price::read_any_feed(&bytes, &PROGRAM_ID, NOW).unwrap();
    assert!(Price::read(&bytes, &PROGRAM_ID, &feed, NOW).is_ok());
    assert!(price.for_feed(&feed).and_then(|price| price.for_mint(&mint)).is_ok());
    for at in 0..32 {
        let (mut other_feed, mut other_mint) = (feed, mint);
        other_feed[at] ^= 0x10;
        other_mint[at] ^= 0x10;
        let wrong_feed = Some(ReadError::WrongFeed { found: feed });
        assert_eq!(Price::read(&bytes, &PROGRAM_ID, &other_feed, NOW).err(), wrong_feed);
        assert_eq!(price.for_feed(&other_feed).err(), wrong_feed);
        assert_eq!(price.for_mint(&other_mint).err(), Some(ReadError::WrongMint { found: mint }));
    }
}

//! The account type for Anchor (feature `anchor`).
#![cfg(feature = "anchor")]

mod common;

use anchor_lang::prelude::{Account, Pubkey};
use anchor_lang::solana_program::account_info::AccountInfo;
use anchor_lang::{AccountSerialize, Owner};
use common::NOW;
use price_reader::anchor::PriceAccount;
use price_reader::builder::PriceBuilder;
use price_reader::permit::Borrow;
use price_reader::{Action, Denied, HaltCause, Level, ReadError, PROGRAM_ID};

/// What a field `Account<'info, PriceAccount>` does with an account of these bytes and this owner. What Anchor borrows is leaked:
/// it wants the lifetime of a whole instruction.
fn load(bytes: &[u8], owner: Pubkey) -> anchor_lang::Result<Account<'static, PriceAccount>> {
    let info = AccountInfo::new(
        Box::leak(Box::new(Pubkey::new_unique())),
        false,
        false,
        Box::leak(Box::new(1)),
        bytes.to_vec().leak(),
        Box::leak(Box::new(owner)),
        false,
    );
    Account::try_from(Box::leak(Box::new(info)))
}

/// The builder's feed.
const FEED: [u8; 32] = [0; 32];

fn custom(error: ReadError) -> String {
    format!("{:?}", anchor_lang::prelude::ProgramError::Custom(error.code()))
}

#[test]
fn owner_is_the_program() {
    assert_eq!(PriceAccount::owner().to_bytes(), PROGRAM_ID);
}

#[test]
fn a_good_account_is_loaded_and_judged() {
    let bytes = PriceBuilder::new(NOW).rates(1_050_000_000_000, 0).build();
    let account = load(&bytes, PriceAccount::owner()).unwrap();
    assert_eq!(
        account.at(&FEED, NOW).unwrap().permit(Borrow).unwrap().collateral_value(1_000_000_000),
        Ok(1_050_000_000)
    );
    assert!(!account.at(&FEED, NOW + 61).unwrap().may(Action::Borrow));
    assert!(matches!(account.at(&FEED, NOW - 31), Err(ReadError::FromFuture { .. })));
    assert!(matches!(account.at(&[1; 32], NOW), Err(ReadError::WrongFeed { .. })));
}

#[test]
fn anchor_refuses_another_owner() {
    let bytes = PriceBuilder::new(NOW).build();
    let error = load(&bytes, Pubkey::new_from_array([1; 32])).err().unwrap();
    assert!(error.to_string().contains("AccountOwnedByWrongProgram"), "{error}");
}

#[test]
fn a_bad_record_is_refused_with_its_number() {
    let short = load(&[0; 100], PriceAccount::owner()).err().unwrap();
    assert!(format!("{short:?}").contains(&custom(ReadError::TooShort { found: 100 })), "{short:?}");
    let bytes = PriceBuilder::new(NOW).version(2).build();
    let newer = load(&bytes, PriceAccount::owner()).err().unwrap();
    assert!(format!("{newer:?}").contains(&custom(ReadError::UnknownVersion { found: 2 })), "{newer:?}");
}

#[test]
fn a_denial_is_a_program_error() {
    let denied = Denied::Level { action: Action::Borrow, level: Level::Depegged, cause: HaltCause::NONE };
    let error = anchor_lang::error::Error::from(denied);
    assert!(format!("{error:?}").contains(&custom(ReadError::Denied(denied))), "{error:?}");
}

#[test]
fn nothing_is_written_back() {
    let bytes = PriceBuilder::new(NOW).build();
    let account = load(&bytes, PriceAccount::owner()).unwrap();
    let mut written = Vec::new();
    account.try_serialize(&mut written).unwrap();
    assert!(written.is_empty());
}

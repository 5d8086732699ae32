//! What a refusal was for.

use lending_market::error::LendingError;
use price_reader::{Action, Denied, HaltCause, Leg, Level, ReadError, Stale};
use tests::{Failure, Receipt};

/// The reader's number for an action that a level bars; a halt is the market's.
pub fn by_level(action: Action, level: Level) -> Option<u32> {
    Some(ReadError::Denied(Denied::Level { action, level, cause: HaltCause::MARKET }).code())
}

/// The reader's number for an action that the age of the publication bars.
pub fn by_age(action: Action) -> Option<u32> {
    let stale = Stale { leg: Leg::Publication, age: 0, limit: 0 };
    Some(ReadError::Denied(Denied::Stale { action, stale }).code())
}

/// The market's number.
pub fn market(error: LendingError) -> Option<u32> {
    Some(u32::from(error))
}

/// Fails unless it was refused with this number.
#[track_caller]
pub fn expect(result: Result<Receipt, Failure>, code: Option<u32>) {
    let failure = result.expect_err("this must be refused");
    assert_eq!(failure.code(), code, "{:?}", failure.logs);
}

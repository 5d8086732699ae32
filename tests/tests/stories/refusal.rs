//! What a refusal was for.

use lending_market::error::LendingError;
use price_reader::{Action, Denied, HaltCause, Level, ReadError};
use tests::{Failure, Receipt};

/// The reader's number for an action that is not allowed now.
pub fn denied() -> Option<u32> {
    let denied = Denied::Level { action: Action::Borrow, level: Level::Depegged, cause: HaltCause::NONE };
    Some(ReadError::Denied(denied).code())
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

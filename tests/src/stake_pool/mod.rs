//! A stake pool of the real program with one validator, for tests that follow a pool through its life.

mod bank;
mod feed;
mod pool;
mod validator;

pub use bank::Bank;
pub use feed::{Feed, Seen};
pub use pool::Pool;
pub use validator::Validator;

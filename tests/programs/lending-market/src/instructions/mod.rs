//! One instruction a file: its accounts, and what it does with them.

mod borrow;
mod create_market;
mod deleverage;
mod health;
mod liquidate;
mod move_collateral;
mod open_position;
mod repay;
mod supply;
mod top_up;

pub use borrow::*;
pub use create_market::*;
pub use deleverage::*;
pub use health::*;
pub use liquidate::*;
pub use move_collateral::*;
pub use open_position::*;
pub use repay::*;
pub use supply::*;
pub use top_up::*;

//! Programs that use the price, with money in them: a lending market, an AMM, and those who deal with them.

pub mod amm;
pub mod backing;
pub mod baseline;
pub mod incidents;
pub mod lending;
pub mod path;
pub mod stage;
pub mod survival;
pub mod tally;
pub mod tokens;
pub mod view;

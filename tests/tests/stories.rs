//! Incidents with money in the market: the oracle's bytecode, a lending market and an AMM that read it, and the SPL token program.

#[path = "stories/amm.rs"]
mod amm;
#[path = "stories/flash.rs"]
mod flash;
#[path = "stories/loss.rs"]
mod loss;
#[path = "stories/market.rs"]
mod market;

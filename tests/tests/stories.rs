//! Incidents with money in the market: bytecode of the oracle, of a lending market and an AMM that read it, and of the SPL token program.

#[path = "stories/amm.rs"]
mod amm;
#[path = "stories/flash.rs"]
mod flash;
#[path = "stories/loss.rs"]
mod loss;
#[path = "stories/market.rs"]
mod market;
#[path = "stories/refusal.rs"]
mod refusal;

//! Fair value of a liquid staking token, as pure code: no Solana types, no clock, no allocation, no I/O.
//!
//! The path of a number reads from top to bottom:
//! [`Reading`]s of one refresh go into [`input::Inputs`]; NAV, market windows, combination and breaker make of them
//! and of the stored state what is published.
//!
//! | module | section of the rules |
//! |---|---|
//! | [`units`], [`input`] | what a number is, and what a refresh observes |
//! | [`params`] | every adjustable value: default, bounds, which way is tighter |
//! | [`state`] | everything remembered between refreshes |
//! | `findings` | level, reasons and causes: the words in which the legs write what they found |
//! | `nav` | redemption rate: floors, speed limit, falls, mint guard, freshness, agreement |
//! | `market` | readings, samples, windows, votes, medians, loss of market |
//! | `combine` | fair, collateral, debt, confidence, USD |
//! | [`breaker`] | from findings to a level, from a level to gates |
//! | [`governance`] | what guardian and authority may do to the state |
//! | [`step`](mod@step) | one refresh, and the [`Outcome`] it publishes |
#![no_std]
#![forbid(unsafe_code)]
#![deny(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

pub mod breaker;
mod combine;
mod findings;
pub mod governance;
pub mod input;
mod market;
pub mod math;
mod nav;
pub mod outcome;
pub mod params;
mod scene;
mod sorted;
pub mod state;
pub mod step;
mod tick;
pub mod units;

pub use breaker::{Action, Gates};
pub use findings::{Causes, Level, Reason, Reasons};
pub use governance::{Binding, would_bind};
pub use input::{
    Attested, Backing, History, Inputs, Leg, MarketReading, NavReading, Now, Observation, Reading, UsdReading,
};
pub use market::Sides;
pub use nav::freshness::{Freshness, freshness};
pub use outcome::{Flags, Outcome};
pub use params::{Field, NotTighter, ParamError, Params};
pub use state::State;
pub use step::{Step, StepError, due, step};

//! Fair value of a liquid staking token, as pure code: no Solana types, no clock, no allocation, no I/O.
//!
//! The path of a number reads from top to bottom:
//! [`Reading`]s of one refresh go into [`input::Inputs`]; NAV, market windows, combination and breaker make of them
//! and of the stored state what is published.
#![no_std]
#![forbid(unsafe_code)]

pub mod input;
pub mod units;

pub use input::{
    Attested, Backing, History, Inputs, Leg, MarketReading, NavReading, Now, Observation, Reading, UsdReading,
};

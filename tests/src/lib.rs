//! Worlds in which the program's bytecode runs: a virtual machine with mainnet's features, its clock in our hands, and the accounts
//! of a token's whole surroundings laid out as the real programs would.

#![allow(clippy::missing_panics_doc)] // a test harness says what is wrong by panicking

pub mod bytecode;
pub mod clock;
pub mod consumers;
pub mod costs;
pub mod costs_reading;
pub mod costs_step;
pub mod dump;
pub mod exact;
pub mod instructions;
pub mod markets;
pub mod meter;
pub mod report;
pub mod scene;
pub mod stake_pool;
pub mod world;

pub use clock::Time;
pub use scene::Scene;
pub use world::{Failure, Receipt, World};

/// The README's code compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// The integrator's guide compiles, and its tests pass.
#[cfg(doctest)]
#[doc = include_str!("../../docs/integration.md")]
struct Integration;

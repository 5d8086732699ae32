#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
#![deny(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

pub mod adapters;
#[cfg(feature = "anchor")]
pub mod anchor;
#[cfg(feature = "builder")]
pub mod builder;
mod error;
mod flags;
mod gates;
mod key;
pub mod layout;
mod level;
mod math;
mod price;
mod published;
mod reason;
#[cfg(feature = "serde")]
mod serialize;
mod staleness;
mod units;
mod value;

pub use error::{Denied, Field, ReadError};
pub use flags::Flags;
pub use gates::{Action, Gates, Swap};
pub use layout::PROGRAM_ID;
pub use level::{HaltCause, Level};
pub use price::Price;
pub use published::Published;
pub use reason::{LargestReason, Reason, Reasons};
pub use staleness::{CLOCK_TOLERANCE, Leg, Stale, Staleness};
pub use units::{Bps, Rate, Reserves, Sides, Unit, UsdPrice};

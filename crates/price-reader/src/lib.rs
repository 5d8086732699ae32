#![doc = include_str!("../README.md")]
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![warn(missing_docs, unused_qualifications)]
#![deny(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

#[cfg(feature = "std")]
extern crate std;

pub mod adapters;
#[doc(hidden)]
pub mod anchor;
#[cfg(feature = "builder")]
pub mod builder;
mod error;
mod flags;
mod gates;
mod key;
pub mod layout;
pub mod lending;
mod level;
mod math;
pub mod permit;
mod price;
mod published;
mod reason;
#[cfg(feature = "serde")]
mod serialize;
mod staleness;
mod table;
mod units;
mod value;

pub use error::{Denied, Field, ReadError};
pub use flags::Flags;
pub use gates::{Action, Gates, Swap};
pub use layout::PROGRAM_ID;
pub use level::{HaltCause, Level};
pub use permit::Permit;
pub use price::Price;
pub use published::Published;
pub use reason::{LargestReason, Reason, Reasons};
pub use staleness::{Leg, Stale, Staleness, CLOCK_TOLERANCE};
pub use units::{Bps, Rate, Reserves, Sides, Unit, UsdPrice};

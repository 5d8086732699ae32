//! Arithmetic that several sources share: exact, without floats, without signed 128-bit division.

pub(crate) mod depth;
pub mod log;
pub(crate) mod ratio;
pub(crate) mod sqrt_price;
pub(crate) mod wide;

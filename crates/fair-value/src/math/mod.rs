//! Fixed-point arithmetic for bytecode that has 64-bit registers, cheap 64-bit division, and costly 128-bit division.
//!
//! The workspace compiles with overflow checks, and a checked 64-bit multiplication becomes a 128-bit one on sBPF. So
//! products here are `wrapping_mul` with the range that makes them exact written beside them.

mod bits;
pub(crate) mod bounded;
pub mod exp;
pub mod log;
pub mod mul;
mod ratio;

pub use bits::leading_zeros;
pub use exp::exp2;
pub use log::{log_step, log2};
pub use ratio::rate_of;

//! The price in the shapes that other oracles have made common, for consumers whose code expects one of them.
//!
//! Each takes a [`Permit`](crate::Permit) for what it is to be used for, because none of these shapes can say itself what may be done. A consumer that caches the result gives up that judgement: quote anew in each instruction.
//! Each module says what else is lost in translation.

mod low_high;
mod pyth;
mod scope;
mod validity;

pub use low_high::LowHigh;
pub use pyth::PythPrice;
pub use scope::{DatedPrice, ScopePrice, Side};
pub use validity::{GradedPrice, Validity};

//! The price in the shapes that other oracles have made common, for consumers whose code expects one of them.
//!
//! Each takes the [`Action`](crate::Action) it is for and is an error while that action is not allowed, because none of these
//! shapes can say so itself. A consumer that caches the result gives up that judgement: quote anew in each instruction.
//! Each module says what else is lost in translation.

mod low_high;
mod pyth;
mod scope;
mod validity;

pub use low_high::LowHigh;
pub use pyth::PythPrice;
pub use scope::{DatedPrice, ScopePrice, Side};
pub use validity::{GradedPrice, Validity};

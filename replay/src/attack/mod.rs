//! What moving published prices costs, and what it could bring.

mod hold;
mod pool;
mod slots;

pub use hold::{BreakEven, break_evens, table as hold_table};
pub use pool::Pool;
pub use slots::{Moved, moves, table as slots_table};

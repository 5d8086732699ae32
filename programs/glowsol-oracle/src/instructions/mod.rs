//! One instruction a file: its accounts, its arguments, its handler.

pub mod activate_feed;
pub mod add_source;
pub mod check_source;
pub mod initialize_feed;
pub mod refresh;

pub use activate_feed::*;
pub use add_source::*;
pub use check_source::*;
pub use initialize_feed::*;
pub use refresh::*;

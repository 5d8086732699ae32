//! One instruction a file: its handler, which takes arguments and accounts. Which instructions there are, [`crate::interface`] lists.
//!
//! A handler reads in three blocks: it takes its accounts and checks what they are and who signed; it works out what follows, and whether it
//! may; it writes that down and says so. What the authority alone may do takes its accounts by [`govern`].
//!
//! Handlers are not inlined: the stack has one frame a function, of 4,096 bytes, and the dispatch would need that of all.

pub mod acknowledge;
pub mod activate_feed;
pub mod add_source;
pub mod announce_transit;
pub mod apply_config;
pub mod authority;
pub mod cancel_config;
pub mod check_programs;
pub mod check_source;
pub mod close_feed;
pub mod govern;
pub mod grow_history;
pub mod initialize_feed;
pub mod migrate_feed;
pub mod mirror;
pub mod pause;
pub mod propose_config;
pub mod refresh;
pub mod register_reserve;
pub mod resume;
pub mod tighten_config;

pub use acknowledge::*;
pub use activate_feed::*;
pub use add_source::*;
pub use announce_transit::*;
pub use apply_config::*;
pub use authority::*;
pub use cancel_config::*;
pub use check_programs::*;
pub use check_source::*;
pub use close_feed::*;
pub use govern::*;
pub use grow_history::*;
pub use initialize_feed::*;
pub use migrate_feed::*;
pub use mirror::*;
pub use pause::*;
pub use propose_config::*;
pub use refresh::*;
pub use register_reserve::*;
pub use resume::*;
pub use tighten_config::*;

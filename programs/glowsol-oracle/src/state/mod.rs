//! What the program stores: the feed it keeps, the price that others read, the history of prices, and proposals.

mod feed;
mod history;
mod limits;
mod price;
mod proposal;
mod settings;

pub use feed::{
    FEED_VERSION, Feed, FeedStatus, MAX_POSTING_PROGRAMS, MAX_WATCHED, RETIREMENT, TIMELOCK, TIMELOCKS, WatchedProgram,
};
pub use history::{HISTORY_VERSION, History, Point, SPACING};
pub use limits::Limits;
pub use price::Price;
pub use proposal::{Change, PROPOSAL_VERSION, Proposal};
pub use settings::{InitializeFeedArgs, ParamValue, SourceSpec, set_values};

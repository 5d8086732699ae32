//! What the program stores: the feed it keeps, and the price that others read.

mod feed;
mod limits;
mod price;

pub use feed::{FEED_VERSION, Feed, FeedStatus, MAX_POSTING_PROGRAMS};
pub use limits::Limits;
pub use price::Price;

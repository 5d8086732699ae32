//! One moment of a run, as everybody who watches sees it.

use crate::{baseline::Quote, oracle::Published, world::World};

/// A publication, and what was true when people saw it.
pub struct Moment<'a, 'b> {
    /// Seconds since the beginning.
    pub second: f64,
    /// Whether somebody captured its slot.
    pub captured: bool,
    /// Whether a refresh landed; if not, this is what was published before.
    pub landed: bool,
    /// Seconds since it was published.
    pub age: f64,
    /// What was published last.
    pub published: &'a Published,
    /// What was read, and what is true.
    pub world: &'a World<'b>,
    /// What the market makes of it.
    pub quote: Quote,
}

//! What a run shows, whatever it is shown on.

use super::{driver::Truth, plain::Plain, screen::Screen};
use crate::{commands::view::PriceView, plan::Why, submit::Outcome};

/// A refresh and the price after it.
#[derive(Clone, Debug)]
pub struct Update {
    /// Why it was made.
    pub why: Why,
    /// What became of it.
    pub outcome: Outcome,
    /// The price afterwards, where it can be read.
    pub price: Option<PriceView>,
    /// Seconds of the chain since the market opened.
    pub elapsed: u64,
}

/// Where a run is shown.
pub enum View {
    /// As lines.
    Plain(Plain),
    /// On a screen of its own.
    Screen(Box<Screen>),
}

impl View {
    /// A refresh.
    pub fn update(&mut self, update: &Update) {
        match self {
            Self::Plain(plain) => plain.update(update),
            Self::Screen(screen) => screen.update(update),
        }
    }

    /// Something went wrong.
    pub fn trouble(&mut self, message: &str) {
        match self {
            Self::Plain(plain) => plain.trouble(message),
            Self::Screen(screen) => screen.trouble(message),
        }
    }

    /// Time passed. Returns whether the one who watches wants to stop.
    ///
    /// # Errors
    /// The terminal's.
    pub fn tick(&mut self, truth: &Truth) -> std::io::Result<bool> {
        match self {
            Self::Plain(_) => Ok(false),
            Self::Screen(screen) => screen.tick(truth),
        }
    }
}

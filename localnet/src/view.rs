//! What a run shows, whatever it is shown on.

use crate::{driver::Truth, plain::Plain, screen::Screen, update::Update};

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

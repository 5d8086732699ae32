//! What the program refuses.

use crate::ERRORS;

/// An error of the program's, as `docs/errors.md` lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgramError {
    /// Its number, which the caller gets: stable.
    pub number: u32,
    /// Its name, which the program logs; with a prefix where it is a fault of a source's.
    pub name: &'static str,
    /// What is wrong, and what to do.
    pub meaning: &'static str,
}

impl ProgramError {
    /// The error of a number.
    pub fn of(number: u32) -> Option<&'static Self> {
        ERRORS.iter().find(|error| error.number == number)
    }
}

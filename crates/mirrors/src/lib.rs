//! The published price as lending markets that exist read it, unchanged: each [`Profile`] is a market and the account
//! that it reads.
//!
//! These markets pin an oracle account by its address and do not ask who owns it. What [`update`] writes there is the
//! published price, judged by `price-reader` at one moment, and the gates as checks that the market makes anyway: where
//! an action is barred, the market's own check for that action fails. Nothing is written that `price-reader` would not
//! say.
//!
//! A price has 8 significant digits at least and is never 0, which klend would take for a price. The time of a mirror
//! never runs backwards, but for the halt of klend's profiles. Its own bytes say that it is not what it looks like:
//! where Pyth's have the authority that wrote them and the id of the feed, and Scope's the table of its sources, it has
//! the address of the price account.

#![no_std]
#![forbid(unsafe_code)]
#![deny(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

mod bytes;
mod market;
mod profile;
mod pyth;
mod scope;
mod verdict;

pub use profile::Profile;
pub use verdict::{Gate, Prices, Verdict};

use price_reader::Price;

/// Why a mirror cannot be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MirrorError {
    /// It has not the length of its profile.
    Length,
    /// There is no price in USD now, and it has none from before: an empty account is what no market reads.
    NoPrice,
}

/// Writes `price`, published in the account `source`, into the mirror's data. Gives what the market may do by it from
/// now on.
///
/// `price` must be judged at the time of writing: age is part of the verdict.
///
/// # Errors
/// [`MirrorError`]; then nothing was written.
pub fn update(profile: Profile, price: &Price<'_>, source: &[u8; 32], mirror: &mut [u8]) -> Result<Gate, MirrorError> {
    let verdict = Verdict::of(price);
    match profile {
        Profile::KlendScope => scope::write(mirror, source, &verdict, market::klend::scope)?,
        Profile::KlendPyth => pyth::write(mirror, source, &verdict, market::klend::pyth)?,
        Profile::P0Pyth => pyth::write(mirror, source, &verdict, market::p0::pyth)?,
        Profile::JupiterPyth => pyth::write(mirror, source, &verdict, market::jupiter::pyth)?,
    }
    Ok(verdict.gate)
}

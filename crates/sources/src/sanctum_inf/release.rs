//! How withheld gains become the tokens' own, slot by slot: `yields/release.rs` and `typedefs/uq0f63.rs` of the
//! program, to the unit.

use fair_value::{
    Now,
    units::{Lamports, Slot},
};

use crate::{
    fault::Condition,
    math::{
        ratio::{Round, scaled_bits},
        wide::widening,
    },
};

/// One, as the program writes shares: in steps of 2^-63.
const ONE: u64 = 1 << 63;
/// The least share per slot that the program accepts, about 10^-12.
const LEAST_SHARE: u64 = 9_223_372;
/// Fees are in billionths.
const NANOS: u64 = 1_000_000_000;

/// How what is withheld is released.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Schedule {
    /// Of what is withheld, the share that is released in each slot, in steps of 2^-63: 9,223,372 to 2^63, by default
    /// 39,328,803,111,936 (half within 18 hours, 99.99 % within five epochs).
    pub share: u64,
    /// Of what is released, the protocol's share in billionths, at most one.
    pub fee_nanos: u32,
    /// The last slot at which something was released, or the slot of the account's migration.
    pub since: Slot,
}

/// A release, lamports. The three parts add up to what was withheld before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Release {
    /// What becomes the tokens' own.
    pub released: Lamports,
    /// What the protocol takes of it; it is owed from then on.
    pub to_protocol: Lamports,
    /// What stays withheld.
    pub withheld: Lamports,
}

impl Release {
    /// Of a pool that withholds nothing.
    pub const NOTHING: Self = Self { released: Lamports::ZERO, to_protocol: Lamports::ZERO, withheld: Lamports::ZERO };
}

impl Schedule {
    /// Within the program's own bounds, and begun.
    pub(super) fn check(&self, now: &Now) -> Result<(), Condition> {
        if self.since > now.slot {
            Err(Condition::FromFuture)
        } else if self.share < LEAST_SHARE || self.share > ONE || u64::from(self.fee_nanos) > NANOS {
            Err(Condition::OutOfRange)
        } else {
            Ok(())
        }
    }

    /// What would be released of `withheld` at this slot: what remains is rounded up, and so is the protocol's share.
    ///
    /// Two releases one after the other leave what one over both times leaves, or one lamport more, for what is
    /// withheld in practice: up to 2^50 lamports (a million SOL). Nothing is released at slots that are not behind the
    /// last release.
    pub fn release(&self, withheld: Lamports, slot: Slot) -> Release {
        let remaining = power(ONE.saturating_sub(self.share), slot.since(self.since));
        // Below 2^64 x 2^63, and rounded up at most what it was.
        let product = widening(withheld.get(), remaining).saturating_add((ONE - 1).into());
        let left = Lamports::new(product.wrapping_shr(63) as u64);
        let gross = withheld.minus(left);
        // At most all of it.
        let fee = scaled_bits(widening(gross.get(), self.fee_nanos.into()), NANOS, Round::Up);
        let to_protocol = Lamports::new(fee.unwrap_or(gross.get()));
        Release { released: gross.minus(to_protocol), to_protocol, withheld: left }
    }
}

/// A share to this power, by squaring; each product is rounded to the nearest step, as the program does.
fn power(mut base: u64, mut exponent: u64) -> u64 {
    let mut result = ONE;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = times(result, base);
        }
        base = times(base, base);
        exponent = exponent.wrapping_shr(1);
    }
    result
}

/// The product of two shares, each at most one.
fn times(a: u64, b: u64) -> u64 {
    // At most 2^126 + 2^62.
    widening(a, b).wrapping_add(1 << 62).wrapping_shr(63) as u64
}

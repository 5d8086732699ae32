//! Fees on withdrawals, and where those of a stake pool lie behind its options.

use crate::{
    bytes::Cursor,
    math::wide::{mul_div_floor, widening},
};

/// A fraction; a zero denominator means no fee.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Fee {
    /// Of so many parts,
    pub denominator: u64,
    /// so many are taken.
    pub numerator: u64,
}

/// A fee that is to be set at one of the next epoch boundaries.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum FutureFee {
    /// Nothing announced.
    #[default]
    None,
    /// At the next boundary.
    One(Fee),
    /// At the one after it.
    Two(Fee),
}

impl Fee {
    const fn is_none(&self) -> bool {
        self.numerator == 0 || self.denominator == 0
    }

    /// Whether this takes no more than so many basis points.
    pub(crate) fn at_most(&self, bps: u16) -> bool {
        self.is_none() || widening(self.numerator, 10_000) <= widening(self.denominator, bps.into())
    }

    /// What this fee leaves of an amount, rounded down.
    pub(crate) fn net_of(&self, amount: u64) -> u64 {
        if self.is_none() {
            return amount;
        }
        let kept = self.denominator.saturating_sub(self.numerator);
        mul_div_floor(amount, kept, self.denominator).unwrap_or(0)
    }
}

fn fee(cursor: &mut Cursor<'_>) -> Option<Fee> {
    Some(Fee { denominator: cursor.u64()?, numerator: cursor.u64()? })
}

fn future_fee(cursor: &mut Cursor<'_>) -> Option<FutureFee> {
    Some(match cursor.u8()? {
        0 => FutureFee::None,
        1 => FutureFee::One(fee(cursor)?),
        2 => FutureFee::Two(fee(cursor)?),
        _ => return None,
    })
}

fn skip_optional_key(cursor: &mut Cursor<'_>) -> Option<()> {
    match cursor.u8()? {
        0 => {}
        1 => cursor.skip(32),
        _ => return None,
    }
    Some(())
}

/// The stake withdrawal fee and its announced successor, walked to from `next_epoch_fee`. `None` where the data is malformed.
#[inline(always)]
pub(super) fn withdrawal_fees(cursor: &mut Cursor<'_>) -> Option<(Fee, Option<Fee>)> {
    future_fee(cursor)?; // next_epoch_fee
    skip_optional_key(cursor)?; // preferred_deposit_validator_vote_address
    skip_optional_key(cursor)?; // preferred_withdraw_validator_vote_address
    cursor.skip(16); // stake_deposit_fee
    let today = fee(cursor)?;
    let announced = match future_fee(cursor)? {
        FutureFee::None => None,
        FutureFee::One(fee) | FutureFee::Two(fee) => Some(fee),
    };
    Some((today, announced))
}

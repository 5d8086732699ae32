//! What the time until maturity takes off, by the clock alone.

use fair_value::units::{Bps, Rate, UnixTime};

use crate::{
    fault::Condition,
    math::{
        ratio::{FRACTION_BITS, Round, scaled_bits},
        wide::widening,
    },
};

/// Seconds of a year of 365 days, in parts of a basis point.
const YEAR_PARTS: u64 = 31_536_000 * 10_000;

/// A discount that shrinks linearly to nothing at maturity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LinearDiscount {
    per_year: Bps,
    maturity: UnixTime,
}

impl LinearDiscount {
    /// The discount of a token that matures at `maturity`, taking off so much per year of 365 days until then; asked
    /// about no time before `from`. `None` if it could reach zero.
    pub fn new(per_year: Bps, maturity: UnixTime, from: UnixTime) -> Option<Self> {
        let discount = Self { per_year, maturity };
        discount.factor(from).ok()?;
        Some(discount)
    }

    /// What one SOL at maturity counts for at this time, SOL rounded down: exactly 1 from maturity on, never zero.
    ///
    /// # Errors
    /// [`Condition::OutOfRange`] so long before maturity that nothing would be left.
    pub fn factor(&self, time: UnixTime) -> Result<Rate, Condition> {
        const ONE: u64 = 1 << FRACTION_BITS;
        let left = self.maturity.get().saturating_sub(time.get());
        // The clock of the chain and the vault's dates are seconds of 32 bits.
        let Ok(left) = u32::try_from(left.max(0)) else { return Err(Condition::OutOfRange) };
        // Below 2^64.
        let parts = u64::from(self.per_year.get()).wrapping_mul(left.into());
        let off = scaled_bits(widening(parts, ONE), YEAR_PARTS, Round::Up).ok_or(Condition::OutOfRange)?;
        match ONE.checked_sub(off) {
            None | Some(0) => Err(Condition::OutOfRange),
            Some(factor) => Ok(Rate::from_bits(factor)),
        }
    }
}

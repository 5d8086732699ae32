//! What an amount of the token is worth, for each use and rounded against the one who could gain: what permits are made of.

use core::num::NonZeroU32;

use crate::error::{Field, ReadError};
use crate::layout::SCALE_DIGITS;
use crate::math::{self, Rounding};
use crate::price::Price;
use crate::staleness::Staleness;
use crate::units::{Rate, Sides, Unit, UsdPrice};

/// Basis points in one times seconds in an hour: the unit of `bps an hour x seconds`.
const BPS_SECONDS: NonZeroU32 = match NonZeroU32::new(10_000 * 3_600) {
    Some(unit) => unit,
    None => unreachable!(),
};

/// The three prices of one unit as published; 0 is absent.
#[derive(Clone, Copy)]
struct Prices {
    collateral: u64,
    liquidation: u64,
    debt: u64,
}

impl Prices {
    /// Fails where one that is present is out of order.
    #[inline]
    fn ordered(self) -> Result<Self, ReadError> {
        let Self { collateral, liquidation, debt } = self;
        let above = |low: u64, high: u64| high != 0 && low > high;
        if above(collateral, liquidation) || above(liquidation, debt) || above(collateral, debt) {
            return Err(ReadError::Disordered { collateral, liquidation, debt });
        }
        Ok(self)
    }
}

/// Which price a value is taken at.
#[derive(Clone, Copy, Debug)]
pub enum Use {
    /// The lowest of all estimates less the confidence.
    Collateral,
    /// The highest of all estimates plus the confidence.
    Debt,
    /// Fair value, lowered with age.
    Liquidation,
    /// Fair value.
    LiquidationDebt,
    /// What the collateral can be sold for, lowered with age.
    Seized,
}

impl Use {
    const fn rounding(self) -> Rounding {
        match self {
            Self::Collateral | Self::Liquidation | Self::Seized => Rounding::Down,
            Self::Debt | Self::LiquidationDebt => Rounding::Up,
        }
    }

    const fn field(self, unit: Unit) -> Field {
        match (self, unit) {
            (Self::Collateral | Self::Seized, Unit::Sol) => Field::Collateral,
            (Self::Collateral | Self::Seized, Unit::Usd) => Field::CollateralUsd,
            (Self::Debt, Unit::Sol) => Field::Debt,
            (Self::Debt, Unit::Usd) => Field::DebtUsd,
            (Self::Liquidation | Self::LiquidationDebt, Unit::Sol) => Field::Liquidation,
            (Self::Liquidation | Self::LiquidationDebt, Unit::Usd) => Field::LiquidationUsd,
        }
    }
}

/// A window's mean with each side capped at raw NAV, where there is one: the mean as published by a program that showed no sides yet.
#[inline]
fn within(raw_nav: Option<Rate>, mean: Option<Rate>, sides: Option<Sides>) -> Option<u64> {
    let capped = |rate: Rate| raw_nav.map_or(rate, |raw_nav| raw_nav.min(rate)).get();
    match sides {
        Some(Sides { low, high }) => Some(math::midpoint(capped(low), capped(high))),
        None => mean.map(capped),
    }
}

impl Price<'_> {
    #[inline]
    pub(crate) fn rate(&self, by: Use) -> Result<Rate, ReadError> {
        Rate::new(self.scaled(by, Unit::Sol)?).ok_or(ReadError::Absent(by.field(Unit::Sol)))
    }

    #[inline]
    pub(crate) fn usd_price(&self, by: Use) -> Result<UsdPrice, ReadError> {
        UsdPrice::new(self.scaled(by, Unit::Usd)?).ok_or(ReadError::Absent(by.field(Unit::Usd)))
    }

    #[inline]
    pub(crate) fn value(&self, amount: u64, by: Use, unit: Unit, decimals: u8) -> Result<u64, ReadError> {
        let price = self.scaled(by, unit)?;
        // A base unit of the token is 10^-token_decimals of it, the price is scaled by 10^12, the result counts 10^-decimals.
        let digits = i32::from(self.published().token_decimals())
            .saturating_add(SCALE_DIGITS as i32)
            .saturating_sub(i32::from(decimals));
        math::multiply_scaled(amount, price, digits, by.rounding()).ok_or(ReadError::Overflow)
    }

    /// The price for a use, scaled by 10^12, judged. Not zero.
    #[inline]
    pub(crate) fn scaled(&self, by: Use, unit: Unit) -> Result<u64, ReadError> {
        match by {
            Use::Collateral | Use::Debt => self.not_beyond_hard()?,
            Use::Liquidation | Use::LiquidationDebt | Use::Seized => self.not_expired()?,
        }
        let field = by.field(unit);
        let prices = match unit {
            Unit::Sol => self.sol_prices(),
            Unit::Usd => {
                self.usd_in_time(field)?;
                self.usd_prices()
            }
        }
        .ordered()?;
        let scaled = match by {
            Use::Collateral => prices.collateral,
            Use::Debt => prices.debt,
            Use::Liquidation => self.lowered_with_age(prices.liquidation),
            Use::LiquidationDebt => prices.liquidation,
            Use::Seized => self.lowered_with_age(self.seized(unit, prices)),
        };
        if scaled == 0 {
            Err(ReadError::Absent(field))
        } else {
            Ok(scaled)
        }
    }

    /// What seized collateral is valued at; 0 where there is no collateral price.
    #[inline]
    fn seized(&self, unit: Unit, prices: Prices) -> u64 {
        let record = self.published();
        if prices.collateral == 0 {
            return 0;
        }
        let raw_nav = record.raw_nav();
        let windows = [(record.short(), record.short_sides()), (record.long(), record.long_sides())];
        let windows = windows.map(|(mean, sides)| within(raw_nav, mean, sides));
        let estimates = [raw_nav, record.liquidation()].map(|rate| rate.map(Rate::get));
        let lowest = windows.into_iter().chain(estimates).flatten().min().unwrap_or(0);
        // Of NAV, so a little more than in proportion to a price below it.
        let sellable = lowest.saturating_sub(record.confidence());
        let sellable = match unit {
            Unit::Sol => Some(sellable),
            Unit::Usd => {
                let low = record.sol_usd().map_or(0, UsdPrice::get).saturating_sub(record.sol_usd_confidence());
                math::multiply_scaled(sellable, low, SCALE_DIGITS as i32, Rounding::Down)
            }
        };
        // Never above the price that makes the account unhealthy.
        sellable.unwrap_or(0).min(prices.liquidation).max(prices.collateral)
    }

    #[inline]
    fn sol_prices(&self) -> Prices {
        let record = self.published();
        Prices {
            collateral: record.collateral().map_or(0, Rate::get),
            liquidation: record.liquidation().map_or(0, Rate::get),
            debt: record.debt().map_or(0, Rate::get),
        }
    }

    #[inline]
    fn usd_prices(&self) -> Prices {
        let record = self.published();
        Prices {
            collateral: record.collateral_usd().map_or(0, UsdPrice::get),
            liquidation: record.liquidation_usd().map_or(0, UsdPrice::get),
            debt: record.debt_usd().map_or(0, UsdPrice::get),
        }
    }

    /// The price less `stale_decay_bps_per_hour` x age, rounded down, once the publication is beyond the hard limit.
    #[inline]
    fn lowered_with_age(&self, scaled: u64) -> u64 {
        if self.staleness() < Staleness::Hard {
            return scaled;
        }
        let lost = self.age().saturating_mul(u64::from(self.published().stale_decay_bps_per_hour()));
        let left = BPS_SECONDS.get().saturating_sub(u32::try_from(lost).unwrap_or(u32::MAX));
        math::share_floor(scaled, left, BPS_SECONDS)
    }
}

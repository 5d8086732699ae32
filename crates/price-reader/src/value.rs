//! What an amount of the token is worth, for each use and rounded against the one who could gain.

use core::num::NonZeroU32;

use crate::error::{Field, ReadError};
use crate::gates::Action;
use crate::layout::SCALE_DIGITS;
use crate::math::{self, Rounding};
use crate::price::Price;
use crate::staleness::Staleness;
use crate::units::{Rate, Sides, Unit, UsdPrice};

/// Lamports in a SOL as a power of ten.
const LAMPORT_DIGITS: u8 = 9;

/// Basis points in one times seconds in an hour: the unit of `bps an hour x seconds`.
const BPS_SECONDS: NonZeroU32 = match NonZeroU32::new(10_000 * 3_600) {
    Some(unit) => unit,
    None => NonZeroU32::MAX,
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
#[derive(Clone, Copy)]
enum Use {
    Collateral,
    Debt,
    Liquidation,
    LiquidationDebt,
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
        Some(Sides { low, high }) => Some(capped(low).midpoint(capped(high))),
        None => mean.map(capped),
    }
}

/// Rates and values. Amounts are base units of the token, as its mint counts them. Values in SOL are lamports; values in USD are
/// base units of the caller's USD, of `decimals` decimals.
///
/// All of them fail with [`ReadError::Stale`] where the price is too old for the use, [`ReadError::Absent`] where the account has
/// no such price, [`ReadError::Disordered`] where its prices contradict each other, and [`ReadError::Overflow`] where the value
/// does not fit 64 bits. USD values also fail with [`ReadError::Stale`] once SOL/USD is beyond its own limit; a lender that keeps
/// a SOL/USD price of its own takes the value in lamports instead.
///
/// The three for liquidation also fail with [`ReadError::Denied`] while the publication bars liquidation.
impl Price<'_> {
    /// Collateral price: the lowest of all estimates less the confidence.
    ///
    /// # Errors
    /// See above; stale beyond the hard limit.
    #[inline]
    pub fn collateral(&self) -> Result<Rate, ReadError> {
        self.rate(Use::Collateral)
    }

    /// Debt price: the highest of all estimates plus the confidence.
    ///
    /// # Errors
    /// See above; stale beyond the hard limit.
    #[inline]
    pub fn debt(&self) -> Result<Rate, ReadError> {
        self.rate(Use::Debt)
    }

    /// Liquidation price: fair value, lowered with age once the publication is beyond the hard limit.
    ///
    /// # Errors
    /// See above; stale beyond the liquidation limit.
    #[inline]
    pub fn liquidation(&self) -> Result<Rate, ReadError> {
        self.rate(Use::Liquidation)
    }

    /// Collateral price in USD.
    ///
    /// # Errors
    /// See above; stale beyond the hard limit.
    #[inline]
    pub fn collateral_usd(&self) -> Result<UsdPrice, ReadError> {
        self.usd_price(Use::Collateral)
    }

    /// Debt price in USD.
    ///
    /// # Errors
    /// See above; stale beyond the hard limit.
    #[inline]
    pub fn debt_usd(&self) -> Result<UsdPrice, ReadError> {
        self.usd_price(Use::Debt)
    }

    /// Liquidation price in USD.
    ///
    /// # Errors
    /// See above; stale beyond the liquidation limit.
    #[inline]
    pub fn liquidation_usd(&self) -> Result<UsdPrice, ReadError> {
        self.usd_price(Use::Liquidation)
    }

    /// What the token counts as collateral when borrowing, withdrawing or deleveraging, in lamports, rounded down.
    ///
    /// # Errors
    /// See above; stale beyond the hard limit.
    #[inline]
    pub fn collateral_value(&self, amount: u64) -> Result<u64, ReadError> {
        self.value(amount, Use::Collateral, Unit::Sol, LAMPORT_DIGITS)
    }

    /// What the token counts as debt when borrowing, withdrawing or deleveraging, in lamports, rounded up.
    ///
    /// # Errors
    /// See above; stale beyond the hard limit.
    #[inline]
    pub fn debt_value(&self, amount: u64) -> Result<u64, ReadError> {
        self.value(amount, Use::Debt, Unit::Sol, LAMPORT_DIGITS)
    }

    /// What the token counts as collateral when testing whether an account may be liquidated, in lamports, rounded down.
    ///
    /// # Errors
    /// See above; denied while liquidation is barred, stale beyond the liquidation limit.
    #[inline]
    pub fn liquidation_value(&self, amount: u64) -> Result<u64, ReadError> {
        self.value(amount, Use::Liquidation, Unit::Sol, LAMPORT_DIGITS)
    }

    /// What the token counts as debt when testing whether an account may be liquidated, in lamports, rounded up. Never lowered
    /// with age: that would favour the debtor.
    ///
    /// # Errors
    /// See above; denied while liquidation is barred, stale beyond the liquidation limit.
    #[inline]
    pub fn liquidation_debt_value(&self, amount: u64) -> Result<u64, ReadError> {
        self.value(amount, Use::LiquidationDebt, Unit::Sol, LAMPORT_DIGITS)
    }

    /// What seized collateral pays for, in lamports, rounded down; lowered with age as the liquidation price is.
    ///
    /// At the lowest of raw NAV, both windows and the liquidation price, less the confidence: what it can be sold for, so that
    /// liquidators are paid in a real loss too (the short window shows half of the price lost within an hour, while the liquidation
    /// price falls by 1 % an hour). A window counts as the mean of its two sides, each capped at raw NAV: a captured reading moves it
    /// half as far as the side that it moves, in either direction, and a premium is no reason to pay liquidators less. This refresh's
    /// spot is left out, which one captured reading would lower for a moment to seize more. The collateral price where that is higher.
    ///
    /// # Errors
    /// See above; denied while liquidation is barred, stale beyond the liquidation limit.
    #[inline]
    pub fn seized_value(&self, amount: u64) -> Result<u64, ReadError> {
        self.value(amount, Use::Seized, Unit::Sol, LAMPORT_DIGITS)
    }

    /// [`Price::collateral_value`] in USD.
    ///
    /// # Errors
    /// See above; stale beyond the hard limit.
    #[inline]
    pub fn collateral_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError> {
        self.value(amount, Use::Collateral, Unit::Usd, decimals)
    }

    /// [`Price::debt_value`] in USD.
    ///
    /// # Errors
    /// See above; stale beyond the hard limit.
    #[inline]
    pub fn debt_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError> {
        self.value(amount, Use::Debt, Unit::Usd, decimals)
    }

    /// [`Price::liquidation_value`] in USD.
    ///
    /// # Errors
    /// See above; denied while liquidation is barred, stale beyond the liquidation limit.
    #[inline]
    pub fn liquidation_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError> {
        self.value(amount, Use::Liquidation, Unit::Usd, decimals)
    }

    /// [`Price::liquidation_debt_value`] in USD.
    ///
    /// # Errors
    /// See above; denied while liquidation is barred, stale beyond the liquidation limit.
    #[inline]
    pub fn liquidation_debt_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError> {
        self.value(amount, Use::LiquidationDebt, Unit::Usd, decimals)
    }

    /// [`Price::seized_value`] in USD.
    ///
    /// # Errors
    /// See above; denied while liquidation is barred, stale beyond the liquidation limit.
    #[inline]
    pub fn seized_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError> {
        self.value(amount, Use::Seized, Unit::Usd, decimals)
    }

    /// What a consumer who knows only a low and a high price takes for an action: collateral and debt price, for a liquidation
    /// the liquidation price with and without its loss by age. Scaled by 10^12, not zero, `low <= high`.
    pub(crate) fn band(&self, unit: Unit, action: Action) -> Result<(u64, u64), ReadError> {
        self.require(action)?;
        let (low, high) = match action {
            Action::Liquidate => (Use::Liquidation, Use::LiquidationDebt),
            _ => (Use::Collateral, Use::Debt),
        };
        Ok((self.scaled(low, unit)?, self.scaled(high, unit)?))
    }

    #[inline]
    fn rate(&self, by: Use) -> Result<Rate, ReadError> {
        Rate::new(self.scaled(by, Unit::Sol)?).ok_or(ReadError::Absent(by.field(Unit::Sol)))
    }

    #[inline]
    fn usd_price(&self, by: Use) -> Result<UsdPrice, ReadError> {
        UsdPrice::new(self.scaled(by, Unit::Usd)?).ok_or(ReadError::Absent(by.field(Unit::Usd)))
    }

    #[inline]
    fn value(&self, amount: u64, by: Use, unit: Unit, decimals: u8) -> Result<u64, ReadError> {
        let price = self.scaled(by, unit)?;
        // A base unit of the token is 10^-token_decimals of it, the price is scaled by 10^12, the result counts 10^-decimals.
        let digits = i32::from(self.published().token_decimals())
            .saturating_add(SCALE_DIGITS.cast_signed())
            .saturating_sub(i32::from(decimals));
        math::multiply_scaled(amount, price, digits, by.rounding()).ok_or(ReadError::Overflow)
    }

    /// The price for a use, scaled by 10^12, judged. Not zero.
    #[inline]
    fn scaled(&self, by: Use, unit: Unit) -> Result<u64, ReadError> {
        match by {
            Use::Collateral | Use::Debt => self.not_beyond_hard()?,
            Use::Liquidation | Use::LiquidationDebt | Use::Seized => self.liquidable()?,
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
        if scaled == 0 { Err(ReadError::Absent(field)) } else { Ok(scaled) }
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
                math::multiply_scaled(sellable, low, SCALE_DIGITS.cast_signed(), Rounding::Down)
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

    /// Fails while liquidation is barred.
    #[inline]
    fn liquidable(&self) -> Result<(), ReadError> {
        if self.staleness() == Staleness::Expired {
            return Err(ReadError::Stale(self.publication_beyond(self.published().liquidation_limit())));
        }
        Ok(self.require(Action::Liquidate)?)
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

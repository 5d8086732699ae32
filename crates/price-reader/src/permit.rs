//! What may be done now, with the prices that it is done at: see [`Price::permit`](crate::Price::permit).
//!
//! | to do | permit | value what is owned by | value what is owed by |
//! |---|---|---|---|
//! | repay, top up | none: always allowed, needs no price | | |
//! | deposit, owing nothing | [`Deposit`] | | |
//! | borrow | [`Borrow`] | `collateral_value` | `debt_value` |
//! | withdraw while owing | [`Withdraw`] | `collateral_value` | `debt_value` |
//! | deleverage: repay and withdraw together | [`Deleverage`] | `collateral_value` | `debt_value` |
//! | liquidate: is the account unhealthy? | [`Liquidate`] | `collateral_value` | `debt_value` |
//! | liquidate: what does the collateral pay for? | [`Liquidate`] | `seized_value` | |
//! | swap | [`Swap`] | `fair` | |
//!
//! The same name is another price in another permit: for a liquidation, collateral and debt are valued at fair value, which no spike moves
//! far, for everything else at the lowest and the highest of all estimates.

use crate::error::{Field, ReadError};
use crate::gates::Action;
use crate::price::Price;
use crate::units::{Bps, Rate, Unit, UsdPrice};
use crate::value::Use;

/// Decimals of lamports.
const LAMPORT_DECIMALS: u8 = 9;

/// Something that is done at a price. Sealed.
pub trait Purpose: Copy + sealed::Purpose {
    /// Its gate.
    const ACTION: Action;
}

/// A purpose that values what is owned and what is owed. Sealed.
pub trait Valuing: Purpose + sealed::Valuing {}

mod sealed {
    use super::Use;

    pub trait Purpose {}

    pub trait Valuing {
        const COLLATERAL: Use;
        const DEBT: Use;
    }
}

macro_rules! purposes {
    ($( $(#[$doc:meta])* $name:ident $(($collateral:ident, $debt:ident))?; )*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
            pub struct $name;

            impl sealed::Purpose for $name {}

            impl Purpose for $name {
                const ACTION: Action = Action::$name;
            }

            $(
                impl sealed::Valuing for $name {
                    const COLLATERAL: Use = Use::$collateral;
                    const DEBT: Use = Use::$debt;
                }

                impl Valuing for $name {}
            )?
        )*
    };
}

purposes! {
    /// [`Action::Deposit`]. Needs no price.
    Deposit;
    /// [`Action::Deleverage`]: at collateral and debt price the loan-to-value must fall.
    Deleverage(Collateral, Debt);
    /// [`Action::Withdraw`], at collateral and debt price.
    Withdraw(Collateral, Debt);
    /// [`Action::Borrow`], at collateral and debt price.
    Borrow(Collateral, Debt);
    /// [`Action::Liquidate`], at the liquidation price.
    Liquidate(Liquidation, LiquidationDebt);
    /// [`Action::Swap`], around fair value.
    Swap;
}

/// Leave to do something at this moment, with its prices. It cannot outlive the [`Price`] that gave it.
///
/// Amounts are base units of the token, as its mint counts them. Values in SOL are lamports; values in USD are base units of the caller's
/// USD, of `decimals` decimals. What is owned is rounded down, what is owed up.
///
/// Prices and values fail with [`ReadError::Stale`] where the publication is too old for the purpose, [`ReadError::Absent`] where the
/// account has no such price, [`ReadError::Disordered`] where its prices contradict each other, and [`ReadError::Overflow`] where the value
/// does not fit 64 bits. Those in USD also fail with [`ReadError::Stale`] once SOL/USD is beyond its own limit; a lender that keeps a
/// SOL/USD price of its own takes the value in lamports instead.
#[derive(Clone, Copy)]
pub struct Permit<'p, 'a, P> {
    price: &'p Price<'a>,
    purpose: P,
}

impl<'a> Price<'a> {
    /// Leave to do something now, and with it the prices that it is to be done at.
    ///
    /// ```
    /// use price_reader::{permit::Borrow, Price, ReadError};
    ///
    /// fn limit(price: &Price<'_>, deposited: u64) -> Result<u64, ReadError> {
    ///     price.permit(Borrow)?.collateral_value(deposited)
    /// }
    /// ```
    ///
    /// # Errors
    /// [`ReadError::Denied`], as [`Price::require`].
    #[inline]
    pub fn permit<P: Purpose>(&self, purpose: P) -> Result<Permit<'_, 'a, P>, ReadError> {
        self.require(P::ACTION)?;
        Ok(self.without_gate(purpose))
    }

    /// The prices of a purpose without asking its gate: to show what a position would be worth. **Nothing may be done by them.** Ages are
    /// still judged.
    #[inline]
    pub const fn without_gate<P: Purpose>(&self, purpose: P) -> Permit<'_, 'a, P> {
        Permit::new(self, purpose)
    }
}

impl<'p, 'a, P: Purpose> Permit<'p, 'a, P> {
    #[inline]
    pub(crate) const fn new(price: &'p Price<'a>, purpose: P) -> Self {
        Self { price, purpose }
    }

    /// What it is for.
    #[inline]
    pub const fn purpose(&self) -> P {
        self.purpose
    }

    /// The price that gave it.
    #[inline]
    pub const fn price(&self) -> &'p Price<'a> {
        self.price
    }
}

impl<P: Valuing> Permit<'_, '_, P> {
    /// What a whole token counts as collateral.
    ///
    /// # Errors
    /// See [`Permit`].
    #[inline]
    pub fn collateral(&self) -> Result<Rate, ReadError> {
        self.price.rate(P::COLLATERAL)
    }

    /// What a whole token counts as debt.
    ///
    /// # Errors
    /// See [`Permit`].
    #[inline]
    pub fn debt(&self) -> Result<Rate, ReadError> {
        self.price.rate(P::DEBT)
    }

    /// [`Permit::collateral`] in USD.
    ///
    /// # Errors
    /// See [`Permit`].
    #[inline]
    pub fn collateral_usd(&self) -> Result<UsdPrice, ReadError> {
        self.price.usd_price(P::COLLATERAL)
    }

    /// [`Permit::debt`] in USD.
    ///
    /// # Errors
    /// See [`Permit`].
    #[inline]
    pub fn debt_usd(&self) -> Result<UsdPrice, ReadError> {
        self.price.usd_price(P::DEBT)
    }

    /// What an amount counts as collateral, in lamports, rounded down. For a liquidation at fair value, lowered with age once the
    /// publication is beyond the hard limit; else at the lowest of all estimates less the confidence.
    ///
    /// # Errors
    /// See [`Permit`].
    #[inline]
    pub fn collateral_value(&self, amount: u64) -> Result<u64, ReadError> {
        self.price.value(amount, P::COLLATERAL, Unit::Sol, LAMPORT_DECIMALS)
    }

    /// What an amount counts as debt, in lamports, rounded up. For a liquidation at fair value, never lowered with age, which would favour
    /// the debtor; else at the highest of all estimates plus the confidence.
    ///
    /// # Errors
    /// See [`Permit`].
    #[inline]
    pub fn debt_value(&self, amount: u64) -> Result<u64, ReadError> {
        self.price.value(amount, P::DEBT, Unit::Sol, LAMPORT_DECIMALS)
    }

    /// [`Permit::collateral_value`] in USD.
    ///
    /// # Errors
    /// See [`Permit`].
    #[inline]
    pub fn collateral_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError> {
        self.price.value(amount, P::COLLATERAL, Unit::Usd, decimals)
    }

    /// [`Permit::debt_value`] in USD.
    ///
    /// # Errors
    /// See [`Permit`].
    #[inline]
    pub fn debt_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError> {
        self.price.value(amount, P::DEBT, Unit::Usd, decimals)
    }

    /// What a consumer who knows only a low and a high price takes, scaled by 10^12: not zero, `low <= high`.
    pub(crate) fn band(&self, unit: Unit) -> Result<(u64, u64), ReadError> {
        Ok((self.price.scaled(P::COLLATERAL, unit)?, self.price.scaled(P::DEBT, unit)?))
    }
}

impl Permit<'_, '_, Borrow> {
    /// The loan-to-value that a lender who keeps valuing the token at NAV may grant without lending more than `ltv` of the
    /// collateral price: `ltv x collateral / NAV`, rounded down. The collateral price is the lowest of all estimates less the
    /// confidence, so discount and confidence both reduce it, each once.
    ///
    /// For borrow limits only. Applied to a liquidation threshold it would liquidate by the spot price; applied to a value that
    /// is already at the collateral price it would count the discount twice.
    ///
    /// # Errors
    /// See [`Permit`].
    #[inline]
    pub fn haircut(&self, ltv: Bps) -> Result<Bps, ReadError> {
        let nav = self.price.published().nav().ok_or(ReadError::Absent(Field::Nav))?.get();
        let collateral = self.collateral()?.get();
        // Both shifted until `ltv x collateral` fits 64 bits (`ltv` has 14), NAV rounded up: the result is only ever lower for it.
        // Below 1,125 SOL per token nothing is shifted.
        let shift = 14_u32.saturating_sub(nav.max(collateral).leading_zeros());
        let nav = (nav >> shift).saturating_add(u64::from(shift > 0));
        let share = u64::from(ltv.get()).wrapping_mul(collateral >> shift).checked_div(nav).unwrap_or(0);
        let share = u16::try_from(share).unwrap_or(u16::MAX).min(ltv.get());
        Bps::new(share).ok_or(ReadError::Overflow)
    }
}

impl Permit<'_, '_, Liquidate> {
    /// What seized collateral pays for, in lamports, rounded down; lowered with age as the liquidation price is.
    ///
    /// At the lowest of raw NAV, both windows and the liquidation price, less the confidence: what it can be sold for, so that
    /// liquidators are paid in a real loss too (the short window shows half of the price lost within an hour, while the liquidation
    /// price falls by 1 % an hour). A window counts as the mean of its two sides, each capped at raw NAV: a captured reading moves it
    /// half as far as the side that it moves, in either direction, and a premium is no reason to pay liquidators less. This refresh's
    /// spot is left out, which one captured reading would lower for a moment to seize more. The collateral price where that is higher.
    ///
    /// # Errors
    /// See [`Permit`].
    #[inline]
    pub fn seized_value(&self, amount: u64) -> Result<u64, ReadError> {
        self.price.value(amount, Use::Seized, Unit::Sol, LAMPORT_DECIMALS)
    }

    /// [`Permit::seized_value`] in USD.
    ///
    /// # Errors
    /// See [`Permit`].
    #[inline]
    pub fn seized_value_usd(&self, amount: u64, decimals: u8) -> Result<u64, ReadError> {
        self.price.value(amount, Use::Seized, Unit::Usd, decimals)
    }
}

impl Permit<'_, '_, Swap> {
    /// Fair value: never above NAV, slow to follow the market. What an AMM quotes around, at the fee that
    /// [`Price::swap`](crate::Price::swap) says.
    ///
    /// # Errors
    /// See [`Permit`].
    #[inline]
    pub fn fair(&self) -> Result<Rate, ReadError> {
        self.price.not_beyond_hard()?;
        self.price.published().fair().ok_or(ReadError::Absent(Field::Fair))
    }
}

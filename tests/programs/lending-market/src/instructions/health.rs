//! Says how a position stands.

use anchor_lang::prelude::*;
use price_reader::permit::{Borrow, Liquidate};

use crate::{
    state::{Health, Market, Position},
    valuation::Valuation,
};

/// Accounts.
#[derive(Accounts)]
pub struct ReadHealth<'info> {
    /// The market.
    #[account(has_one = price)]
    pub market: Box<Account<'info, Market>>,
    /// The position.
    #[account(has_one = market)]
    pub position: Account<'info, Position>,
    /// CHECK: pinned by the market; the reader checks owner, layout, feed and age.
    pub price: UncheckedAccount<'info>,
}

impl ReadHealth<'_> {
    /// For bots and frontends, by simulation.
    ///
    /// # Errors
    /// The reader's.
    pub fn handle(ctx: Context<Self>) -> Result<Health> {
        let ReadHealth { market, position, price } = ctx.accounts;
        let data = price.try_borrow_data()?;
        let valuation = Valuation::read(market, price, &data)?;
        let terms = market.risk.terms()?;
        Ok(Health {
            owed: position.owed,
            borrow_limit: terms.borrow_limit(valuation.shown(Borrow, position.deposited)?),
            liquidation_limit: valuation
                .collateral(Liquidate, position.deposited)
                .ok()
                .map(|value| terms.liquidation_limit(value)),
        })
    }
}

//! Transfers in and out of the market's token accounts.

use anchor_lang::prelude::*;
use anchor_spl::token::{self, Mint, Token, TokenAccount, TransferChecked};

use crate::state::{Market, seed};

/// One token of a market on its way: mint, and the accounts at both ends.
pub struct Transfer<'a, 'info> {
    /// The token program.
    pub program: &'a Program<'info, Token>,
    /// What moves.
    pub mint: &'a Account<'info, Mint>,
    /// From here.
    pub from: &'a Account<'info, TokenAccount>,
    /// To here.
    pub to: &'a Account<'info, TokenAccount>,
}

impl<'info> Transfer<'_, 'info> {
    /// Moves what `payer` signed for.
    ///
    /// # Errors
    /// The token program's.
    pub fn signed_by(self, payer: &Signer<'info>, amount: u64) -> Result<()> {
        self.transfer(payer.to_account_info(), &[], amount)
    }

    /// Moves what is the market's.
    ///
    /// # Errors
    /// The token program's.
    pub fn signed_as(self, market: &Account<'info, Market>, amount: u64) -> Result<()> {
        let id = market.id.to_le_bytes();
        let seeds: &[&[u8]] = &[seed::MARKET, market.authority.as_ref(), &id, &[market.bump]];
        self.transfer(market.to_account_info(), &[seeds], amount)
    }

    fn transfer(self, authority: AccountInfo<'info>, seeds: &[&[&[u8]]], amount: u64) -> Result<()> {
        let accounts = TransferChecked {
            from: self.from.to_account_info(),
            mint: self.mint.to_account_info(),
            to: self.to.to_account_info(),
            authority,
        };
        let call = CpiContext::new_with_signer(self.program.key(), accounts, seeds);
        token::transfer_checked(call, amount, self.mint.decimals)
    }
}

//! What the lender keeps.

use anchor_lang::prelude::*;
use price_reader::lending::{self, Terms};
use price_reader::Bps;

use crate::LenderError;

/// What is lent against one token by one feed.
#[account]
#[derive(InitSpace)]
pub struct Reserve {
    /// Address of the price account.
    pub price: Pubkey,
    /// The feed that is trusted, which the price account must name.
    pub feed: Pubkey,
    pub risk: Risk,
}

/// What somebody has and owes.
#[account]
#[derive(InitSpace)]
pub struct Position {
    pub reserve: Pubkey,
    pub owner: Pubkey,
    /// Base units of glowSOL.
    pub deposited: u64,
    /// Lamports.
    pub owed: u64,
}

/// Shares are basis points.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy)]
pub struct Risk {
    pub ltv: u16,
    pub threshold: u16,
    pub bonus: u16,
    pub close_factor: u16,
    /// Lamports.
    pub dust: u64,
}

impl Risk {
    /// The reader's form of it, found to be in order.
    ///
    /// # Errors
    /// [`LenderError::Terms`].
    pub fn terms(&self) -> Result<Terms> {
        let share = |bps| Bps::new(bps).ok_or(LenderError::Terms);
        let risk = lending::Risk {
            ltv: share(self.ltv)?,
            threshold: share(self.threshold)?,
            bonus: share(self.bonus)?,
            close_factor: share(self.close_factor)?,
            dust: self.dust,
        };
        Ok(Terms::new(risk).map_err(|_| LenderError::Terms)?)
    }
}

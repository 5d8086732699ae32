//! Where a feed lives, and what is asked of it most.

use solana_instruction::Instruction;
use solana_pubkey::Pubkey;

use crate::{CheckPrograms, Refresh, pda};

/// The program.
pub const ID: Pubkey = Pubkey::new_from_array(price_reader::PROGRAM_ID);

/// The loader of programs that can be upgraded: an address derived from a program's keeps its code.
const UPGRADEABLE_LOADER: Pubkey = Pubkey::from_str_const("BPFLoaderUpgradeab1e11111111111111111111111");

/// Where a feed lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedAddress {
    /// Who opened it.
    pub creator: Pubkey,
    /// The token it prices.
    pub mint: Pubkey,
    /// The feed account.
    pub feed: Pubkey,
    /// The price account.
    pub price: Pubkey,
    /// The history account.
    pub history: Pubkey,
}

impl FeedAddress {
    /// Derives its accounts.
    pub fn new(creator: Pubkey, mint: Pubkey) -> Self {
        let feed = pda::feed(&creator, &mint);
        Self { creator, mint, feed, price: pda::price(&feed), history: pda::history(&feed) }
    }

    /// Publishes.
    pub fn refresh(&self, source_accounts: &[Pubkey]) -> Instruction {
        Refresh { feed: self.feed, price: self.price, history: self.history }.instruction(source_accounts)
    }

    /// Looks at one of the watched programs, and at where the upgradeable loader would keep its code.
    pub fn check_programs(&self, program: Pubkey) -> Instruction {
        let (code, _) = Pubkey::find_program_address(&[program.as_ref()], &UPGRADEABLE_LOADER);
        CheckPrograms { feed: self.feed }.instruction(&[program, code])
    }
}

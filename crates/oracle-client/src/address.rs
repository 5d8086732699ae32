//! Where a feed lives, and what is asked of it most.

use mirrors::Profile;
use solana_instruction::Instruction;
use solana_pubkey::Pubkey;

use crate::{CheckPrograms, OpenMirror, Refresh, UpdateMirror, pda};

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

    /// The price's mirror for a market, with its bump.
    pub fn mirror(&self, profile: Profile) -> (Pubkey, u8) {
        Pubkey::find_program_address(&[b"mirror", self.price.as_ref(), &[profile.number()]], &ID)
    }

    /// Opens a mirror, or gives it more room: 10,240 bytes a call.
    pub fn open_mirror(&self, profile: Profile, payer: Pubkey) -> Instruction {
        let (mirror, _) = self.mirror(profile);
        OpenMirror { price: self.price, mirror, payer, profile: profile.number() }.instruction(&[])
    }

    /// Writes a mirror.
    pub fn update_mirror(&self, profile: Profile) -> Instruction {
        let (mirror, bump) = self.mirror(profile);
        UpdateMirror { price: self.price, mirror, profile: profile.number(), bump }.instruction(&[])
    }
}

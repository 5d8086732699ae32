//! A feed's addresses, its account, and the instructions on it. Pure.

use anchor_lang::{Discriminator, InstructionData, ToAccountMetas};
use glowsol_oracle::{InitializeFeedArgs, SourceSpec, accounts, instruction, pda, state::Feed};
use solana_account::Account;
use solana_instruction::{AccountMeta, Instruction};
use solana_pubkey::Pubkey;

use crate::fetch::sysvars;

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
        let (feed, _) = pda::feed(&creator, &mint);
        let (price, _) = pda::price(&feed);
        let (history, _) = pda::history(&feed);
        Self { creator, mint, feed, price, history }
    }

    /// Opens the feed as a draft.
    pub fn initialize(&self, args: InitializeFeedArgs) -> Instruction {
        let accounts = accounts::InitializeFeed {
            feed: self.feed,
            price: self.price,
            history: self.history,
            mint: self.mint,
            creator: self.creator,
            system_program: Pubkey::default(),
        };
        instruction(accounts.to_account_metas(None), &[], instruction::InitializeFeed { args }.data())
    }

    /// Adds a source to the draft.
    pub fn add_source(&self, authority: Pubkey, spec: SourceSpec, source_accounts: &[Pubkey]) -> Instruction {
        let accounts = accounts::AddSource { feed: self.feed, authority };
        instruction(accounts.to_account_metas(None), source_accounts, instruction::AddSource { spec }.data())
    }

    /// Looks at one of the watched programs, and at where the upgradeable loader would keep its code.
    pub fn check_programs(&self, program: Pubkey) -> Instruction {
        let accounts = accounts::CheckPrograms { feed: self.feed };
        let (code, _) = Pubkey::find_program_address(&[program.as_ref()], &UPGRADEABLE_LOADER);
        instruction(accounts.to_account_metas(None), &[program, code], instruction::CheckPrograms {}.data())
    }

    /// Ends the draft.
    pub fn activate(&self, authority: Pubkey) -> Instruction {
        let accounts = accounts::Govern { feed: self.feed, authority };
        instruction(accounts.to_account_metas(None), &[], instruction::ActivateFeed {}.data())
    }

    /// Publishes.
    pub fn refresh(&self, source_accounts: &[Pubkey]) -> Instruction {
        let accounts = accounts::Refresh {
            feed: self.feed,
            price: self.price,
            history: self.history,
            instructions: sysvars::INSTRUCTIONS,
        };
        instruction(accounts.to_account_metas(None), source_accounts, instruction::Refresh {}.data())
    }

    /// Asks what one source says. For simulation: it changes nothing.
    pub fn check_source(&self, index: u8, source_accounts: &[Pubkey]) -> Instruction {
        let accounts = accounts::CheckSource { feed: self.feed };
        instruction(accounts.to_account_metas(None), source_accounts, instruction::CheckSource { index }.data())
    }
}

fn instruction(mut accounts: Vec<AccountMeta>, source_accounts: &[Pubkey], data: Vec<u8>) -> Instruction {
    accounts.extend(source_accounts.iter().map(|key| AccountMeta::new_readonly(*key, false)));
    Instruction { program_id: glowsol_oracle::ID, accounts, data }
}

/// A feed account's content; `None` where the account is another program's, another type's or too short.
pub fn decode(account: &Account) -> Option<Box<Feed>> {
    if account.owner != glowsol_oracle::ID {
        return None;
    }
    let body = account.data.strip_prefix(Feed::DISCRIMINATOR)?;
    let mut feed: Box<Feed> = bytemuck::allocation::zeroed_box();
    bytemuck::bytes_of_mut(&mut *feed).copy_from_slice(body.get(..size_of::<Feed>())?);
    Some(feed)
}

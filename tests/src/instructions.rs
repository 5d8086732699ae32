//! The program's instructions, as a client builds them.

use anchor_lang::{InstructionData, ToAccountMetas};
use glowsol_oracle::{InitializeFeedArgs, SourceSpec, accounts, instruction, pda, transaction};
use solana_instruction::{AccountMeta, Instruction};
use solana_pubkey::Pubkey;

fn build(accounts: impl ToAccountMetas, data: impl InstructionData, sources: &[Pubkey]) -> Instruction {
    let mut metas = accounts.to_account_metas(None);
    metas.extend(sources.iter().map(|key| AccountMeta::new_readonly(*key, false)));
    Instruction { program_id: glowsol_oracle::ID, accounts: metas, data: data.data() }
}

/// Opens `creator`'s feed for `mint`.
pub fn initialize_feed(creator: Pubkey, mint: Pubkey, args: InitializeFeedArgs) -> Instruction {
    let feed = pda::feed(&creator, &mint).0;
    let accounts = accounts::InitializeFeed {
        feed,
        price: pda::price(&feed).0,
        history: pda::history(&feed).0,
        mint,
        creator,
        system_program: anchor_lang::solana_program::system_program::ID,
    };
    build(accounts, instruction::InitializeFeed { args }, &[])
}

/// Adds a source to a draft.
pub fn add_source(feed: Pubkey, authority: Pubkey, spec: SourceSpec, sources: &[Pubkey]) -> Instruction {
    build(accounts::AddSource { feed, authority }, instruction::AddSource { spec }, sources)
}

/// Ends a draft.
pub fn activate_feed(feed: Pubkey, authority: Pubkey) -> Instruction {
    build(accounts::ActivateFeed { feed, authority }, instruction::ActivateFeed {}, &[])
}

/// Publishes.
pub fn refresh(feed: Pubkey, sources: &[Pubkey]) -> Instruction {
    let accounts = accounts::Refresh {
        feed,
        price: pda::price(&feed).0,
        history: pda::history(&feed).0,
        instructions: transaction::INSTRUCTIONS_SYSVAR,
    };
    build(accounts, instruction::Refresh {}, sources)
}

/// Asks what the program makes of one source.
pub fn check_source(feed: Pubkey, index: u8, sources: &[Pubkey]) -> Instruction {
    build(accounts::CheckSource { feed }, instruction::CheckSource { index }, sources)
}

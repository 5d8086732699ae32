//! The program's instructions, as a client builds them.

use anchor_lang::{InstructionData, ToAccountMetas, solana_program::system_program};
use glowsol_oracle::{Change, InitializeFeedArgs, SourceSpec, accounts, instruction, pda};
use mirrors::Profile;
use solana_instruction::{AccountMeta, Instruction};
use solana_pubkey::Pubkey;

fn build(accounts: impl ToAccountMetas, data: impl InstructionData, sources: &[Pubkey]) -> Instruction {
    let mut metas = accounts.to_account_metas(None);
    metas.extend(sources.iter().map(|key| AccountMeta::new_readonly(*key, false)));
    Instruction { program_id: glowsol_oracle::ID, accounts: metas, data: data.data() }
}

/// The compute units that a transaction may use.
pub fn compute_limit(units: u32) -> Instruction {
    compute_budget(2, &units.to_le_bytes())
}

/// What a compute unit is worth to the sender, in millionths of a lamport.
pub fn compute_price(micro_lamports: u64) -> Instruction {
    compute_budget(3, &micro_lamports.to_le_bytes())
}

fn compute_budget(tag: u8, value: &[u8]) -> Instruction {
    const COMPUTE_BUDGET: Pubkey = Pubkey::from_str_const("ComputeBudget111111111111111111111111111111");
    Instruction { program_id: COMPUTE_BUDGET, accounts: vec![], data: [&[tag], value].concat() }
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
        system_program: system_program::ID,
    };
    build(accounts, instruction::InitializeFeed { args }, &[])
}

/// Adds a source to a draft.
pub fn add_source(feed: Pubkey, authority: Pubkey, spec: SourceSpec, sources: &[Pubkey]) -> Instruction {
    build(accounts::AddSource { feed, authority }, instruction::AddSource { spec }, sources)
}

/// Ends a draft.
pub fn activate_feed(feed: Pubkey, authority: Pubkey) -> Instruction {
    build(accounts::Govern { feed, authority }, instruction::ActivateFeed {}, &[])
}

/// Publishes.
pub fn refresh(feed: Pubkey, sources: &[Pubkey]) -> Instruction {
    let accounts = accounts::Refresh {
        feed,
        price: pda::price(&feed).0,
        history: pda::history(&feed).0,
        instructions: pda::INSTRUCTIONS_SYSVAR,
    };
    build(accounts, instruction::Refresh {}, sources)
}

/// Asks what the program makes of one source.
pub fn check_source(feed: Pubkey, index: u8, sources: &[Pubkey]) -> Instruction {
    build(accounts::CheckSource { feed }, instruction::CheckSource { index }, sources)
}

/// Looks at a watched program; `pair` is the program and what keeps its code.
pub fn check_programs(feed: Pubkey, pair: &[Pubkey]) -> Instruction {
    build(accounts::CheckPrograms { feed }, instruction::CheckPrograms {}, pair)
}

/// Registers a reserve.
pub fn register_reserve(feed: Pubkey, source: u8, reserve: Pubkey) -> Instruction {
    build(accounts::RegisterReserve { feed, reserve }, instruction::RegisterReserve { source }, &[])
}

/// Strikes a reserve out.
pub fn release_reserve(feed: Pubkey, source: u8, reserve: Pubkey) -> Instruction {
    build(accounts::RegisterReserve { feed, reserve }, instruction::ReleaseReserve { source }, &[])
}

/// Gives the history more room.
pub fn grow(feed: Pubkey, payer: Pubkey) -> Instruction {
    let system_program = system_program::ID;
    let accounts = accounts::Grow { history: pda::history(&feed).0, payer, system_program };
    build(accounts, instruction::Grow {}, &[])
}

/// Opens a price's mirror, or gives it more room.
pub fn open_mirror(price: Pubkey, profile: Profile, payer: Pubkey) -> Instruction {
    let (mirror, system_program) = (pda::mirror(&price, profile).0, system_program::ID);
    let profile = profile.number();
    build(accounts::OpenMirror { price, mirror, payer, system_program }, instruction::OpenMirror { profile }, &[])
}

/// Writes the price into its mirror.
pub fn update_mirror(price: Pubkey, profile: Profile) -> Instruction {
    let (mirror, bump) = pda::mirror(&price, profile);
    let profile = profile.number();
    build(accounts::UpdateMirror { price, mirror }, instruction::UpdateMirror { profile, bump }, &[])
}

/// Announces changes.
pub fn propose_config(feed: Pubkey, authority: Pubkey, changes: Vec<Change>) -> Instruction {
    let (proposal, system_program) = (pda::proposal(&feed).0, system_program::ID);
    build(
        accounts::ProposeConfig { feed, proposal, authority, system_program },
        instruction::ProposeConfig { changes },
        &[],
    )
}

/// Applies a proposal; `sources` are the accounts of the feed as it will be.
pub fn apply_config(feed: Pubkey, authority: Pubkey, sources: &[Pubkey]) -> Instruction {
    let accounts = accounts::ApplyConfig {
        feed,
        price: pda::price(&feed).0,
        history: pda::history(&feed).0,
        proposal: pda::proposal(&feed).0,
        authority,
        instructions: pda::INSTRUCTIONS_SYSVAR,
    };
    build(accounts, instruction::ApplyConfig {}, sources)
}

/// Withdraws a proposal.
pub fn cancel_config(feed: Pubkey, authority: Pubkey, signer: Pubkey) -> Instruction {
    let proposal = pda::proposal(&feed).0;
    build(accounts::CancelConfig { feed, proposal, authority, signer }, instruction::CancelConfig {}, &[])
}

/// What the authority alone may do.
pub fn govern(feed: Pubkey, authority: Pubkey, act: impl InstructionData) -> Instruction {
    build(accounts::Govern { feed, authority }, act, &[])
}

/// Takes a lost or disputed market for true.
pub fn acknowledge_market(feed: Pubkey, authority: Pubkey, guardian: Pubkey, least: u64) -> Instruction {
    build(accounts::AcknowledgeMarket { feed, authority, guardian }, instruction::AcknowledgeMarket { least }, &[])
}

/// Halts the feed.
pub fn pause(feed: Pubkey, signer: Pubkey) -> Instruction {
    build(accounts::Pause { feed, price: pda::price(&feed).0, signer }, instruction::Pause {}, &[])
}

/// Makes the nominee the authority.
pub fn accept_authority(feed: Pubkey, nominee: Pubkey) -> Instruction {
    build(accounts::AcceptAuthority { feed, nominee }, instruction::AcceptAuthority {}, &[])
}

/// Withdraws a nomination.
pub fn cancel_nomination(feed: Pubkey, signer: Pubkey) -> Instruction {
    build(accounts::CancelNomination { feed, signer }, instruction::CancelNomination {}, &[])
}

/// Closes a feed.
pub fn close_feed(feed: Pubkey, authority: Pubkey) -> Instruction {
    let accounts = accounts::CloseFeed {
        feed,
        price: pda::price(&feed).0,
        history: pda::history(&feed).0,
        proposal: pda::proposal(&feed).0,
        authority,
    };
    build(accounts, instruction::CloseFeed {}, &[])
}

/// Brings a feed up to date.
pub fn migrate_feed(feed: Pubkey, payer: Pubkey) -> Instruction {
    let (history, system_program) = (pda::history(&feed).0, system_program::ID);
    build(accounts::MigrateFeed { feed, history, payer, system_program }, instruction::MigrateFeed {}, &[])
}

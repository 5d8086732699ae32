//! The accounts of every instruction, as clients see them.

use anchor_lang::prelude::*;

#[allow(unused_imports, reason = "named in the documentation")]
use crate::state::SourceSpec;
use crate::{
    pda,
    state::{Feed, History, Price, Proposal},
};

/// Accounts.
#[derive(Accounts)]
pub struct InitializeFeed<'info> {
    /// The new feed.
    #[account(mut, seeds = [pda::FEED, creator.key.as_ref(), mint.key.as_ref()], bump)]
    pub feed: AccountLoader<'info, Feed>,
    /// Its price account.
    #[account(mut, seeds = [pda::PRICE, feed.key().as_ref()], bump)]
    pub price: AccountLoader<'info, Price>,
    /// Its history.
    #[account(mut, seeds = [pda::HISTORY, feed.key().as_ref()], bump)]
    pub history: AccountLoader<'info, History>,
    /// The token.
    /// CHECK: its owner and state are checked when its decimals are read.
    pub mint: UncheckedAccount<'info>,
    /// Pays for the accounts, is part of their addresses, and becomes the authority.
    #[account(mut)]
    pub creator: Signer<'info>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

/// Accounts; the source's own follow as remaining accounts, in the order of [`SourceSpec::roles`].
#[derive(Accounts)]
pub struct AddSource<'info> {
    /// The draft.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
    /// Who configures it.
    pub authority: Signer<'info>,
}

/// Accounts; the source's own follow as remaining accounts, in configured order.
#[derive(Accounts)]
pub struct CheckSource<'info> {
    /// The feed that has the source.
    pub feed: AccountLoader<'info, Feed>,
}

/// Accounts; all source accounts follow as remaining accounts, in configured order.
#[derive(Accounts)]
pub struct Refresh<'info> {
    /// The feed.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
    /// Its price.
    #[account(mut)]
    pub price: AccountLoader<'info, Price>,
    /// Its history.
    #[account(mut)]
    pub history: AccountLoader<'info, History>,
    /// What else is in the transaction.
    /// CHECK: pinned by address; parsed by `transaction`.
    #[account(address = pda::INSTRUCTIONS_SYSVAR)]
    pub instructions: UncheckedAccount<'info>,
}

/// Accounts; the program and the account that keeps its code follow as remaining accounts (the program twice, if it cannot be upgraded).
#[derive(Accounts)]
pub struct CheckPrograms<'info> {
    /// The feed.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
}

/// Accounts.
#[derive(Accounts)]
pub struct RegisterReserve<'info> {
    /// The feed.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
    /// The stake account.
    /// CHECK: looked at by the handler.
    pub reserve: UncheckedAccount<'info>,
}

/// Accounts.
#[derive(Accounts)]
pub struct Grow<'info> {
    /// The history.
    #[account(mut)]
    pub history: AccountLoader<'info, History>,
    /// Pays for the room.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Moves the payment.
    pub system_program: Program<'info, System>,
}

/// Accounts.
#[derive(Accounts)]
#[instruction(profile: u8)]
pub struct OpenMirror<'info> {
    /// The price that is mirrored.
    pub price: AccountLoader<'info, Price>,
    /// The mirror.
    /// CHECK: of no type of this program's.
    #[account(mut, seeds = [pda::MIRROR, price.key().as_ref(), profile.to_le_bytes().as_ref()], bump)]
    pub mirror: UncheckedAccount<'info>,
    /// Pays for it.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Creates it.
    pub system_program: Program<'info, System>,
}

/// Accounts.
#[derive(Accounts)]
#[instruction(profile: u8)]
pub struct UpdateMirror<'info> {
    /// The price that is mirrored.
    pub price: AccountLoader<'info, Price>,
    /// The mirror.
    /// CHECK: of no type of this program's.
    #[account(mut, seeds = [pda::MIRROR, price.key().as_ref(), profile.to_le_bytes().as_ref()], bump)]
    pub mirror: UncheckedAccount<'info>,
}

/// Accounts.
#[derive(Accounts)]
pub struct ProposeConfig<'info> {
    /// The feed.
    pub feed: AccountLoader<'info, Feed>,
    /// The proposal.
    #[account(mut, seeds = [pda::PROPOSAL, feed.key().as_ref()], bump)]
    pub proposal: Account<'info, Proposal>,
    /// The feed's authority; pays for the proposal and gets that back.
    #[account(mut)]
    pub authority: Signer<'info>,
    /// Creates the proposal.
    pub system_program: Program<'info, System>,
}

/// Accounts; the source accounts of the feed as it will be follow as remaining accounts, in configured order. None, for one that
/// retires.
#[derive(Accounts)]
pub struct ApplyConfig<'info> {
    /// The feed.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
    /// Its price.
    #[account(mut)]
    pub price: AccountLoader<'info, Price>,
    /// Its history.
    #[account(mut)]
    pub history: AccountLoader<'info, History>,
    /// The proposal.
    #[account(mut, seeds = [pda::PROPOSAL, feed.key().as_ref()], bump)]
    pub proposal: Account<'info, Proposal>,
    /// The feed's authority, which need not sign: it did when it proposed. Gets what was paid for the proposal.
    /// CHECK: compared with the feed's authority.
    #[account(mut)]
    pub authority: UncheckedAccount<'info>,
    /// What else is in the transaction.
    /// CHECK: pinned by address; parsed by `transaction`.
    #[account(address = pda::INSTRUCTIONS_SYSVAR)]
    pub instructions: UncheckedAccount<'info>,
}

/// Accounts.
#[derive(Accounts)]
pub struct CancelConfig<'info> {
    /// The feed.
    pub feed: AccountLoader<'info, Feed>,
    /// The proposal.
    #[account(mut, seeds = [pda::PROPOSAL, feed.key().as_ref()], bump)]
    pub proposal: Account<'info, Proposal>,
    /// Gets what was paid for the proposal.
    /// CHECK: compared with the feed's authority.
    #[account(mut)]
    pub authority: UncheckedAccount<'info>,
    /// The feed's authority or guardian.
    pub signer: Signer<'info>,
}

/// Accounts.
#[derive(Accounts)]
pub struct Govern<'info> {
    /// The feed.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
    /// Its authority.
    pub authority: Signer<'info>,
}

/// Accounts.
#[derive(Accounts)]
pub struct Pause<'info> {
    /// The feed.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
    /// Its price, whose gates shut at once.
    #[account(mut)]
    pub price: AccountLoader<'info, Price>,
    /// The feed's guardian or authority.
    pub signer: Signer<'info>,
}

/// Accounts.
#[derive(Accounts)]
pub struct AcknowledgeMarket<'info> {
    /// The feed.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
    /// Its authority.
    pub authority: Signer<'info>,
    /// Its guardian.
    pub guardian: Signer<'info>,
}

/// Accounts.
#[derive(Accounts)]
pub struct AcceptAuthority<'info> {
    /// The feed.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
    /// Who was nominated.
    pub nominee: Signer<'info>,
}

/// Accounts.
#[derive(Accounts)]
pub struct CancelNomination<'info> {
    /// The feed.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
    /// The feed's authority or guardian.
    pub signer: Signer<'info>,
}

/// Accounts.
#[derive(Accounts)]
pub struct CloseFeed<'info> {
    /// The feed.
    /// CHECK: loaded as a feed by the handler; what is left of it is none.
    #[account(mut)]
    pub feed: UncheckedAccount<'info>,
    /// Its price.
    #[account(mut)]
    pub price: AccountLoader<'info, Price>,
    /// Its history.
    #[account(mut)]
    pub history: AccountLoader<'info, History>,
    /// Where a proposal would be: a feed that is opened again must not find one.
    /// CHECK: empty.
    #[account(seeds = [pda::PROPOSAL, feed.key().as_ref()], bump)]
    pub proposal: UncheckedAccount<'info>,
    /// The feed's authority; gets the lamports.
    #[account(mut)]
    pub authority: Signer<'info>,
}

/// Accounts.
#[derive(Accounts)]
pub struct MigrateFeed<'info> {
    /// The feed, as the earlier version wrote it.
    /// CHECK: owner, type, version and length are checked by the handler.
    #[account(mut)]
    pub feed: UncheckedAccount<'info>,
    /// Its history, which the first version had not: it is created then.
    #[account(mut, seeds = [pda::HISTORY, feed.key().as_ref()], bump)]
    pub history: AccountLoader<'info, History>,
    /// Pays for what is added.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Creates the history.
    pub system_program: Program<'info, System>,
}

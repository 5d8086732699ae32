//! Announces changes of a feed's configuration. They wait for the timelock, so that who depends on the feed can see them coming.

use anchor_lang::prelude::*;

use super::govern;
use crate::{
    error::OracleError,
    event::ConfigProposed,
    pda,
    state::{Change, Feed, PROPOSAL_VERSION, Proposal},
};

/// Accounts.
#[derive(Accounts)]
#[instruction(changes: Vec<Change>)]
pub struct ProposeConfig<'info> {
    /// The feed.
    pub feed: AccountLoader<'info, Feed>,
    /// The proposal.
    #[account(init, payer = authority, space = Proposal::space(&changes)?, seeds = [pda::PROPOSAL, feed.key().as_ref()], bump)]
    pub proposal: Account<'info, Proposal>,
    /// The feed's authority; pays for the proposal and gets that back.
    #[account(mut)]
    pub authority: Signer<'info>,
    /// Creates the proposal.
    pub system_program: Program<'info, System>,
}

impl Proposal {
    /// Bytes of a proposal of `changes`.
    fn space(changes: &Vec<Change>) -> Result<usize> {
        let mut counter = Counter(0);
        changes.serialize(&mut counter)?;
        // Discriminator, version, bump, feed, version of the configuration, time.
        Ok(counter.0.saturating_add(8 + 1 + 1 + 32 + 8 + 8))
    }
}

/// Counts what is written to it.
struct Counter(usize);

impl std::io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 = self.0.saturating_add(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Announces `changes`, bound to the present version of the configuration.
///
/// # Errors
/// [`OracleError::NotTheAuthority`], [`OracleError::NotActive`], [`OracleError::EmptyProposal`]; the system program's if one is pending.
pub fn propose_config(ctx: Context<ProposeConfig>, changes: Vec<Change>) -> Result<()> {
    let ProposeConfig { feed: feed_account, proposal, authority, .. } = ctx.accounts;
    let feed = govern::look(feed_account)?;
    ensure!(feed.authority == authority.key(), OracleError::NotTheAuthority);
    ensure!(feed.is_active(), OracleError::NotActive);
    let retires = changes.iter().any(|change| matches!(change, Change::Retire));
    ensure!(!changes.is_empty() && (!retires || changes.len() == 1), OracleError::EmptyProposal);
    let ready_at = Clock::get()?.unix_timestamp.saturating_add(feed.timelock.into());
    emit!(ConfigProposed { feed: feed_account.key(), config_version: feed.config_version, ready_at });
    proposal.set_inner(Proposal {
        version: PROPOSAL_VERSION,
        bump: ctx.bumps.proposal,
        feed: feed_account.key(),
        config_version: feed.config_version,
        ready_at,
        changes,
    });
    Ok(())
}

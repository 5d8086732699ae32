//! Announces changes of a feed's configuration. They wait for the timelock, so that who depends on the feed can see them coming.

use anchor_lang::prelude::*;

use super::govern;
use crate::{
    clock,
    error::{OracleError, Result},
    event::{self, ConfigProposed, Record},
    instruction, pda,
    runtime::Accounts,
    state::{Change, Feed, PROPOSAL_VERSION, Proposal},
};

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

/// Announces `changes`, bound to the present version of the configuration.
///
/// # Errors
/// [`OracleError::NotTheAuthority`], [`OracleError::NotActive`], [`OracleError::EmptyProposal`]; the system program's if one is pending.
pub fn propose_config(
    mut accounts: Accounts<'_>,
    instruction::ProposeConfig { changes }: instruction::ProposeConfig,
) -> Result {
    let (key, feed) = govern::look(&mut accounts)?;
    let proposal = accounts.vacant()?;
    let authority = accounts.payer()?;
    accounts.system_program()?;
    ensure!(feed.authority == *authority.key(), OracleError::NotTheAuthority);
    ensure!(feed.is_active(), OracleError::NotActive);
    let retires = changes.iter().any(|change| matches!(change, Change::Retire));
    ensure!(!changes.is_empty() && (!retires || changes.len() == 1), OracleError::EmptyProposal);
    let ready_at = clock::now()?.time.0.saturating_add(feed.timelock.into());
    let config_version = feed.config_version;

    let mut proposed = Record::new(&[]);
    proposed.push(&changes);
    let (len, seeds) = (Proposal::HEAD.saturating_add(proposed.bytes().len()), [pda::PROPOSAL, key.as_ref()]);
    let (mut proposal, bump) = proposal.create(len, Proposal::DISCRIMINATOR, &seeds, &authority)?;
    let mut content = Record::new(Proposal::DISCRIMINATOR);
    content.push(&Proposal { version: PROPOSAL_VERSION, bump, feed: *key, config_version, ready_at, changes });
    proposal.data().copy_from_slice(content.bytes());
    event::log(&ConfigProposed { feed: *key, config_version, ready_at });
    Ok(())
}

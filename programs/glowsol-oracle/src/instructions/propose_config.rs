//! Announces changes of a feed's configuration. They wait for the timelock, so that who depends on the feed can see them coming.

use anchor_lang::Discriminator;

use super::govern;
use crate::{
    clock,
    error::{OracleError, Result},
    event::{self, ConfigProposed},
    pda::{self, same},
    runtime::{Accounts, Reader},
    state::{Change, Proposal},
};

/// Announces `changes`, bound to the present version of the configuration.
///
/// # Errors
/// [`OracleError::NotTheAuthority`], [`OracleError::NotActive`], [`OracleError::EmptyProposal`]; the system program's if one is pending.
#[inline(never)]
pub fn propose_config(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let changes = Reader::all::<Vec<Change>>(arguments)?;
    let (key, feed) = govern::look(&mut accounts)?;
    let proposal = accounts.vacant()?;
    let authority = accounts.payer()?;
    accounts.system_program()?;
    ensure!(same(&feed.authority, authority.key()), OracleError::NotTheAuthority);
    ensure!(feed.is_active(), OracleError::NotActive);

    let alone = changes.iter().any(Change::stands_alone);
    ensure!(!changes.is_empty() && (!alone || changes.len() == 1), OracleError::EmptyProposal);
    let ready_at = clock::now()?.time.get().saturating_add(feed.timelock.into());
    let config_version = feed.config_version;

    let (len, seeds) = (Proposal::HEAD.saturating_add(arguments.len()), [pda::PROPOSAL, key.as_ref()]);
    let (mut proposal, bump) = proposal.create(len, Proposal::DISCRIMINATOR, &seeds, &authority)?;
    let head = Proposal::head(bump, key, config_version, ready_at);
    if let Some((place, changes)) = proposal.data().split_first_chunk_mut() {
        *place = head;
        // As they came: they were read to the end, and Borsh writes nothing in two ways.
        changes.copy_from_slice(arguments);
    }
    let changes_hash = solana_sha256_hasher::hash(arguments).to_bytes();
    event::log(&ConfigProposed { feed: *key, config_version, ready_at, changes_hash })?;
    Ok(())
}

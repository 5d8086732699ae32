//! Whether the programs behind the backing are the ones that were looked at.

use anchor_lang::prelude::*;

use super::govern;
use crate::{error::OracleError, event::ProgramSeen, state::Feed};

/// The loader of programs that can be upgraded.
const UPGRADEABLE_LOADER: Pubkey = pubkey!("BPFLoaderUpgradeab1e11111111111111111111111");
/// Loaders of programs that cannot.
const FINAL_LOADERS: [Pubkey; 2] =
    [pubkey!("BPFLoader2111111111111111111111111111111111"), pubkey!("BPFLoader1111111111111111111111111111111111")];

/// State of a program account of the upgradeable loader: a u32 tag of 2, then where its code is kept.
const PROGRAM: u32 = 2;
/// State of that account: a u32 tag of 3, then the slot of the deployment.
const PROGRAM_DATA: u32 = 3;
/// What stands for the deployment of a program that cannot be upgraded.
const FINAL: u64 = u64::MAX;

/// Accounts; for each watched program, in order, the program and the account that keeps its code follow as remaining accounts (the
/// program twice, if it cannot be upgraded).
#[derive(Accounts)]
pub struct CheckPrograms<'info> {
    /// The feed.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
}

/// Compares the deployment slots of all watched programs with those last seen. A changed one halts the feed at its next refresh, until the
/// authority acknowledges it. Anybody may ask.
///
/// # Errors
/// [`OracleError::WrongProgramAccount`], [`OracleError::WrongAccountCount`].
pub fn check_programs<'info>(ctx: Context<'info, CheckPrograms<'info>>) -> Result<()> {
    let feed_account = &ctx.accounts.feed;
    let mut feed = govern::open(feed_account)?;
    let feed = &mut *feed;
    let (pairs, rest) = ctx.remaining_accounts.as_chunks::<2>();
    ensure!(pairs.len() == usize::from(feed.watched_count) && rest.is_empty(), OracleError::WrongAccountCount);
    for (watched, [program, code]) in feed.watched.iter_mut().zip(pairs) {
        ensure!(watched.program == program.key(), OracleError::WrongProgramAccount);
        let deployed = deployed(program, code)?;
        if deployed == watched.deployed {
            continue;
        }
        // The first look only takes note.
        if watched.deployed != 0 {
            feed.engine.program_changed();
        }
        emit!(ProgramSeen { feed: feed_account.key(), program: watched.program, before: watched.deployed, deployed });
        watched.deployed = deployed;
    }
    Ok(())
}

/// Slot of a program's deployment.
fn deployed(program: &AccountInfo, code: &AccountInfo) -> Result<u64> {
    if FINAL_LOADERS.contains(program.owner) && program.executable {
        return Ok(FINAL);
    }
    ensure!(*program.owner == UPGRADEABLE_LOADER, OracleError::WrongProgramAccount);
    ensure!(*code.owner == UPGRADEABLE_LOADER, OracleError::WrongProgramAccount);
    let kept_at = tagged::<32>(&program.try_borrow_data()?, PROGRAM)?;
    ensure!(kept_at == code.key.to_bytes(), OracleError::WrongProgramAccount);
    Ok(u64::from_le_bytes(tagged(&code.try_borrow_data()?, PROGRAM_DATA)?))
}

fn tagged<const N: usize>(data: &[u8], tag: u32) -> Result<[u8; N]> {
    let (found, rest) = data.split_first_chunk().ok_or(OracleError::WrongProgramAccount)?;
    ensure!(u32::from_le_bytes(*found) == tag, OracleError::WrongProgramAccount);
    Ok(*rest.first_chunk().ok_or(OracleError::WrongProgramAccount)?)
}

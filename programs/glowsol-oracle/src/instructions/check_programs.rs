//! Whether the programs behind the backing are the ones that were looked at.

use anchor_lang::prelude::*;

use super::govern;
use crate::{
    error::OracleError,
    event::ProgramSeen,
    state::{Feed, WatchedProgram},
};

/// The loader of programs that can be upgraded.
const UPGRADEABLE_LOADER: Pubkey = pubkey!("BPFLoaderUpgradeab1e11111111111111111111111");
/// Loaders of programs that cannot.
const FINAL_LOADERS: [Pubkey; 2] =
    [pubkey!("BPFLoader2111111111111111111111111111111111"), pubkey!("BPFLoader1111111111111111111111111111111111")];

/// State of a program account of the upgradeable loader: a u32 tag of 2, then where its code is kept.
const PROGRAM: u32 = 2;
/// State of that account: a u32 tag of 3, then the slot of the deployment; the code begins at [`CODE`].
const PROGRAM_DATA: u32 = 3;
const CODE: usize = 45;
/// What stands for the deployment of a program that cannot be upgraded.
const FINAL: u64 = u64::MAX;
/// What stands for the deployment of a program that is not there any more.
const GONE: u64 = u64::MAX - 1;

/// Accounts; for each watched program, in order, the program and the account that keeps its code follow as remaining accounts (the
/// program twice, if it cannot be upgraded).
#[derive(Accounts)]
pub struct CheckPrograms<'info> {
    /// The feed.
    #[account(mut)]
    pub feed: AccountLoader<'info, Feed>,
}

/// Compares all watched programs with what was last seen of them. Other code, or none, halts the feed at its next refresh, until the
/// authority acknowledges it. Anybody may ask. Another slot of deployment alone is no alarm: anybody can bring that about by lengthening a
/// program's account.
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
        let first = watched.deployed == 0;
        // What was never a program is none to watch.
        ensure!(!first || deployed != GONE, OracleError::WrongProgramAccount);
        let (code_len, hash) = hashed(deployed, code, watched.code_len)?;
        // The first look only takes note.
        if !first && hash != watched.code {
            feed.engine.program_changed();
        }
        emit!(ProgramSeen { feed: feed_account.key(), program: watched.program, before: watched.deployed, deployed });
        *watched = WatchedProgram { program: watched.program, deployed, code_len, code: hash };
    }
    Ok(())
}

/// Slot of a program's deployment, or what stands for it.
fn deployed(program: &AccountInfo, code: &AccountInfo) -> Result<u64> {
    if FINAL_LOADERS.contains(program.owner) && program.executable {
        return Ok(FINAL);
    }
    let data = program.try_borrow_data()?;
    let Some(kept_at) = tagged::<32>(program, &data, PROGRAM) else { return Ok(GONE) };
    ensure!(kept_at == code.key.to_bytes(), OracleError::WrongProgramAccount);
    // The program passed as its own code, for one that is gone, is borrowed for reading twice.
    let data = code.try_borrow_data()?;
    Ok(tagged(code, &data, PROGRAM_DATA).map_or(GONE, u64::from_le_bytes))
}

/// Length and hash of a program's code: of as many bytes as were seen before, if any were, since what is appended to an ELF file that stays
/// the same is not part of the program.
fn hashed(deployed: u64, code: &AccountInfo, before: u64) -> Result<(u64, [u8; 32])> {
    if deployed >= GONE {
        return Ok((0, [deployed as u8; 32]));
    }
    let data = code.try_borrow_data()?;
    let bytes = data.get(CODE..).unwrap_or_default();
    // Fewer than before is another program in any case.
    let seen = bytes.get(..before as usize).filter(|seen| !seen.is_empty()).unwrap_or(bytes);
    Ok((seen.len() as u64, solana_sha256_hasher::hash(seen).to_bytes()))
}

/// What follows a tag in an account of the upgradeable loader.
fn tagged<const N: usize>(account: &AccountInfo, data: &[u8], tag: u32) -> Option<[u8; N]> {
    let (found, rest) = data.split_first_chunk()?;
    let known = *account.owner == UPGRADEABLE_LOADER && u32::from_le_bytes(*found) == tag;
    known.then_some(*rest.first_chunk()?)
}

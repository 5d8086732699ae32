//! Whether the programs behind the backing are the ones that were looked at.

use anchor_lang::prelude::*;
use sources::Account as View;

use super::govern;
use crate::{
    error::{OracleError, Result},
    event::{self, ProgramSeen},
    pda::is,
    runtime::{Accounts, Reader, Written},
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
#[inline(never)]
pub fn check_programs(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    Reader::all::<()>(arguments)?;
    let Written { key, content: feed, .. } = govern::open(&mut accounts)?;
    ensure!(accounts.left() == usize::from(feed.watched_count).saturating_mul(2), OracleError::WrongAccountCount);
    for watched in feed.watched.iter_mut().take(feed.watched_count.into()) {
        let (executable, program) = accounts.read_program()?;
        let code = accounts.read()?;
        ensure!(is(&watched.program, program.key), OracleError::WrongProgramAccount);
        let deployed = deployed(&program, executable, &code)?;
        if deployed == watched.deployed {
            continue;
        }
        let first = watched.deployed == 0;
        // What was never a program is none to watch.
        ensure!(!first || deployed != GONE, OracleError::WrongProgramAccount);
        let (code_len, hash) = hashed(deployed, &code, watched.code_len);
        // The first look only takes note.
        if !first && hash != watched.code {
            feed.engine.program_changed();
        }
        event::log(&ProgramSeen { feed: *key, program: watched.program, before: watched.deployed, deployed });
        *watched = WatchedProgram { program: watched.program, deployed, code_len, code: hash };
    }
    Ok(())
}

/// Slot of a program's deployment, or what stands for it.
fn deployed(program: &View<'_>, executable: bool, code: &View<'_>) -> Result<u64> {
    if executable && FINAL_LOADERS.iter().any(|loader| is(loader, program.owner)) {
        return Ok(FINAL);
    }
    let Some(kept_at) = tagged(program, PROGRAM).and_then(|rest| rest.first_chunk()) else { return Ok(GONE) };
    ensure!(is(&Pubkey::new_from_array(*kept_at), code.key), OracleError::WrongProgramAccount);
    let slot = tagged(code, PROGRAM_DATA).and_then(|rest| rest.first_chunk());
    Ok(slot.map_or(GONE, |slot| u64::from_le_bytes(*slot)))
}

/// Length and hash of a program's code: of as many bytes as were seen before, if any were, since what is appended to an ELF file that stays
/// the same is not part of the program.
#[inline(never)]
fn hashed(deployed: u64, code: &View<'_>, before: u64) -> (u64, [u8; 32]) {
    if deployed >= GONE {
        return (0, [deployed as u8; 32]);
    }
    let bytes = code.data.get(CODE..).unwrap_or_default();
    // Fewer than before is another program in any case.
    let seen = bytes.get(..before as usize).filter(|seen| !seen.is_empty()).unwrap_or(bytes);
    (seen.len() as u64, solana_sha256_hasher::hash(seen).to_bytes())
}

/// What follows a tag in an account of the upgradeable loader.
#[inline(never)]
fn tagged<'a>(account: &View<'a>, tag: u32) -> Option<&'a [u8]> {
    let (found, rest) = account.data.split_first_chunk()?;
    (is(&UPGRADEABLE_LOADER, account.owner) && u32::from_le_bytes(*found) == tag).then_some(rest)
}

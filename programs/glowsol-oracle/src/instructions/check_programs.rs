//! Whether a program behind the backing is the one that was looked at.

use anchor_lang::prelude::{Pubkey, pubkey};
use sources::Account as View;

use super::govern;
use crate::{
    error::{OracleError, Result},
    event::{self, ProgramSeen},
    pda::is,
    runtime::{Accounts, Reader, Written},
    state::WatchedProgram,
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

/// The longest code that is hashed, bytes: half a compute unit each, within what a transaction may have.
const LONGEST: usize = 2_600_000;

/// Compares a watched program with what was last seen of it. Another deployment, or none, halts the feed at its next refresh, until the
/// authority acknowledges it. Anybody may ask. It is no alarm where the account grew and the code is the same up to its last byte: anybody
/// can lengthen a program's account, which counts as a deployment.
///
/// # Errors
/// [`OracleError::WrongProgramAccount`], [`OracleError::WrongAccountCount`].
#[inline(never)]
pub fn check_programs(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    Reader::all::<()>(arguments)?;
    let Written { key, content: feed, .. } = govern::open(&mut accounts)?;
    let (executable, program) = accounts.read_program()?;
    let code = accounts.read()?;
    ensure!(accounts.left() == 0, OracleError::WrongAccountCount);
    let watched = feed.watched.iter_mut().take(feed.watched_count.into());
    let watched = watched.into_iter().find(|watched| is(&watched.program, program.key));
    let watched = watched.ok_or(OracleError::WrongProgramAccount)?;

    let deployed = deployed(&program, executable, &code)?;
    let before = watched.deployed;
    // An earlier version of this program noted other things of the same deployment.
    let noted = watched.code_len != 0 || deployed >= GONE;
    if deployed == before && noted {
        return Ok(());
    }
    let first = before == 0;
    // What was never a program is none to watch.
    ensure!(!first || deployed != GONE, OracleError::WrongProgramAccount);
    let (code_len, hash) = hashed(deployed, &code);
    let grew_alone = code_len > watched.code_len && hash == watched.code && hash != UNHASHED;

    // The first look only takes note.
    if !first && deployed != before && !grew_alone {
        feed.engine.program_changed();
    }
    event::log(&ProgramSeen { feed: *key, program: watched.program, before, deployed })?;
    *watched = WatchedProgram { program: watched.program, deployed, code_len, code: hash };
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

/// What stands for the hash of code that is too long for one: every deployment of it is an alarm.
const UNHASHED: [u8; 32] = [0; 32];

/// Bytes that the account has for code, and the hash of the code: of all up to the last that is not zero, so that room behind it, which a
/// longer account has more of, makes no difference.
#[inline(never)]
fn hashed(deployed: u64, code: &View<'_>) -> (u64, [u8; 32]) {
    if deployed >= GONE {
        return (0, [deployed as u8; 32]);
    }
    let room = code.data.get(CODE..).unwrap_or_default();
    let code = trimmed(room);
    let hash = if code.len() > LONGEST { UNHASHED } else { solana_sha256_hasher::hash(code).to_bytes() };
    (room.len() as u64, hash)
}

/// `bytes` without the zeros at their end. By blocks first, since a comparison of memory costs next to nothing.
fn trimmed(bytes: &[u8]) -> &[u8] {
    const BLOCK: usize = 1_024;
    const ZEROS: [u8; BLOCK] = [0; BLOCK];
    let mut rest = bytes;
    while let Some((before, last)) = rest.split_last_chunk::<BLOCK>() {
        if *last != ZEROS {
            break;
        }
        rest = before;
    }
    let end = rest.iter().rposition(|byte| *byte != 0).map_or(0, |last| last.saturating_add(1));
    rest.get(..end).unwrap_or_default()
}

/// What follows a tag in an account of the upgradeable loader.
#[inline(never)]
fn tagged<'a>(account: &View<'a>, tag: u32) -> Option<&'a [u8]> {
    let (found, rest) = account.data.split_first_chunk()?;
    (is(&UPGRADEABLE_LOADER, account.owner) && u32::from_le_bytes(*found) == tag).then_some(rest)
}

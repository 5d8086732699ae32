//! Brings a feed that an earlier version of the program wrote up to date.
//!
//! Version 2 is version 1 with gaps in the rules' memory filled and a tail behind it; version 3 is version 2 with another memory of the
//! rules, of another length, and with more parameters in the place that was reserved for them.

use core::mem::offset_of;

use anchor_lang::{Discriminator, error::ErrorCode};
use fair_value::{Params, state::migrate};

use crate::{
    clock,
    error::{OracleError, Result},
    event::{self, FeedMigrated},
    pda::{self, same},
    runtime::{Accounts, Reader},
    state::{FEED_VERSION, Feed, History, TIMELOCK},
};

/// Where the rules' memory began in all versions, behind the discriminator.
const ENGINE: usize = offset_of!(Feed, engine);
/// Bytes of the parameters that version 2 had.
const PARAMS_V2: usize = 200;
// What lies before and behind the rules' memory is as long as in version 2.
const _: () = assert!(Feed::LEN - size_of::<fair_value::State>() == Feed::LEN_V2 - migrate::LEN_V2);

/// Migrates the feed. What it was configured to, and what its rules remember, stays as it is; new parameters have their defaults. Anybody
/// may pay for it.
///
/// # Errors
/// [`OracleError::NothingToMigrate`], [`OracleError::OtherVersion`], [`OracleError::WrongHistory`].
#[inline(never)]
pub fn migrate_feed(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    Reader::all::<()>(arguments)?;
    let mut feed = accounts.own()?;
    let key = feed.key();
    let mut old = feed.content_of::<Feed>()?.to_vec();
    let from = *old.first().ok_or(OracleError::OtherVersion)?;
    ensure!(from != FEED_VERSION, OracleError::NothingToMigrate);
    let first = match (from, feed.data().len()) {
        (1, Feed::LEN_V1) => true,
        (2, Feed::LEN_V2) => false,
        _ => return Err(OracleError::OtherVersion.into()),
    };
    let (unopened, opened) = if first { (Some(accounts.vacant()?), None) } else { (None, Some(accounts.own()?)) };
    let payer = accounts.payer()?;
    accounts.system_program()?;

    if first {
        old = as_version_2(&old)?;
    }

    feed.lengthen(Feed::LEN, &payer)?;
    let feed = feed.load::<Feed>()?.content;
    take_over(feed, &old)?;
    feed.version = FEED_VERSION;
    if let Some(history) = unopened {
        feed.history = *history.key();
        feed.timelock = TIMELOCK;
        let (history, bump) =
            history.create(History::LEN, History::DISCRIMINATOR, &[pda::HISTORY, key.as_ref()], &payer)?;
        history.load::<History>()?.content.open(*key, bump);
    }
    if let Some(mut history) = opened {
        history.content_of::<History>()?;
        ensure!(same(&feed.history, history.key()), OracleError::WrongHistory);
    }
    // A nomination waits from here on; programs are looked at anew.
    feed.nominated_at = clock::now()?.time.get();
    for watched in &mut feed.watched {
        (watched.code_len, watched.code) = (0, [0; 32]);
    }
    event::log(&FeedMigrated { feed: *key, from, to: FEED_VERSION })?;
    Ok(())
}

/// Version 1's content as version 2 would have written it; what came with version 2 is zero.
fn as_version_2(old: &[u8]) -> Result<Vec<u8>> {
    let mut new = vec![0; Feed::LEN_V2.saturating_sub(Feed::DISCRIMINATOR.len())];
    let parts = old.split_at_checked(ENGINE).zip(new.split_at_mut_checked(ENGINE));
    let ((head, rest), (new_head, new_rest)) = parts.ok_or(ErrorCode::AccountDidNotDeserialize)?;
    let parts = rest.split_at_checked(migrate::LEN_V1).zip(new_rest.split_at_mut_checked(migrate::LEN_V2));
    let ((engine, tail), (new_engine, new_tail)) = parts.ok_or(ErrorCode::AccountDidNotDeserialize)?;
    new_head.copy_from_slice(head);
    migrate::v1_to_v2(engine, new_engine).ok_or(ErrorCode::AccountDidNotDeserialize)?;
    new_tail.get_mut(..tail.len()).ok_or(ErrorCode::AccountDidNotDeserialize)?.copy_from_slice(tail);
    Ok(new)
}

/// Writes what version 2 kept in `old` where it belongs now; what lies before the parameters is there already.
fn take_over(feed: &mut Feed, old: &[u8]) -> Result {
    let fields = old.get(offset_of!(Feed, params)..).and_then(|rest| rest.get(..PARAMS_V2));
    let (engine, tail) =
        old.split_at_checked(ENGINE).and_then(|(_, rest)| rest.split_at_checked(migrate::LEN_V2)).unzip();
    let place = bytemuck::bytes_of_mut(feed).get_mut(offset_of!(Feed, faults)..);
    let (Some(fields), Some(engine), Some(tail), Some(place)) = (fields, engine, tail, place) else {
        return Err(ErrorCode::AccountDidNotDeserialize.into());
    };
    ensure!(place.len() == tail.len(), ErrorCode::AccountDidNotDeserialize);
    place.copy_from_slice(tail);
    feed.params = Params::default();
    bytemuck::bytes_of_mut(&mut feed.params).get_mut(..PARAMS_V2).unwrap_or_default().copy_from_slice(fields);
    bytemuck::bytes_of_mut(&mut feed.engine).fill(0);
    migrate::v2_to_v3(engine, &feed.params, &mut feed.engine).ok_or(ErrorCode::AccountDidNotDeserialize)?;
    Ok(())
}

//! Ends a feed for good.

use anchor_lang::error::ErrorCode;

use super::govern;
use crate::{
    clock,
    error::{OracleError, Result},
    event::{self, FeedClosed},
    pda::{self, same},
    runtime::{Accounts, Own, Purse, Reader},
    state::{FeedStatus, History, Price, RETIREMENT},
};

/// What is left of a feed that was active: no discriminator of anything.
const TOMBSTONE: [u8; 8] = [0xff; 8];

/// Closes a draft, or a feed that has been retired for a day. Of an active feed a stone remains: somebody may still trust its address, and
/// nobody is to open another one there. Nobody trusts a draft's.
///
/// # Errors
/// [`OracleError::NotTheAuthority`], [`OracleError::NotRetired`], [`OracleError::ProposalPending`].
#[inline(never)]
pub fn close_feed(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    Reader::all::<()>(arguments)?;
    let Taken { mut feed_account, price, history, mut authority } = Taken::take(&mut accounts)?;
    let (key, feed) = (feed_account.key(), govern::inspect(&mut feed_account)?);

    let retired = feed.status == FeedStatus::Retired as u8
        && clock::now()?.time.get().saturating_sub(feed.retired_at) >= RETIREMENT;
    let draft = feed.is_draft();
    ensure!(draft || retired, OracleError::NotRetired);

    event::log(&FeedClosed { feed: *key, sequence: feed.sequence })?;
    price.close(&mut authority)?;
    history.close(&mut authority)?;
    if draft { feed_account.close(&mut authority) } else { feed_account.bury(&TOMBSTONE, &mut authority) }
}

/// Its accounts, as they have to be.
struct Taken<'a> {
    /// A feed.
    feed_account: Own<'a>,
    price: Own<'a>,
    history: Own<'a>,
    /// Gets the lamports.
    authority: Purse<'a>,
}

impl<'a> Taken<'a> {
    fn take(accounts: &mut Accounts<'a>) -> Result<Self> {
        let mut feed_account = accounts.own()?;
        let (key, feed) = (feed_account.key(), govern::inspect(&mut feed_account)?);
        let mut price = accounts.own()?;
        price.content_of::<Price>()?;
        let mut history = accounts.own()?;
        history.content_of::<History>()?;
        let proposal = accounts.read()?;
        let authority = accounts.payer()?;
        ensure!(same(&feed.authority, authority.key()), OracleError::NotTheAuthority);
        ensure!(same(&feed.price, price.key()), OracleError::WrongPrice);
        ensure!(same(&feed.history, history.key()), OracleError::WrongHistory);
        ensure!(proposal.key == pda::proposal(key).0.as_array(), ErrorCode::ConstraintSeeds);
        ensure!(proposal.data.is_empty(), OracleError::ProposalPending);
        Ok(Self { feed_account, price, history, authority })
    }
}

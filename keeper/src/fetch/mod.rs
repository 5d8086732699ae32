//! Reading the chain: one call a round, so that all of it is of one slot.

mod snapshot;
pub mod sysvars;

use std::sync::Arc;

use oracle_client::{Feed, FeedAddress};
use solana_account::Account;
use solana_account_decoder_client_types::UiAccountEncoding;
use solana_commitment_config::CommitmentConfig;
use solana_pubkey::Pubkey;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_rpc_client_api::{
    client_error::{Error as ClientError, ErrorKind},
    config::RpcAccountInfoConfig,
};

pub use snapshot::{Fetched, Snapshot};

use crate::{
    rpc::{At, Endpoints, RpcError},
    units::{Lamports, Slot},
};

/// Why the chain could not be read as a feed.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The endpoints.
    #[error(transparent)]
    Rpc(#[from] RpcError),
    /// Nothing at the feed's address.
    #[error("no feed at {feed} (mint {mint}, creator {creator}); check both, or create it with `init`")]
    NoFeed {
        /// The address.
        feed: Pubkey,
        /// The mint it is derived from.
        mint: Pubkey,
        /// The creator it is derived from.
        creator: Pubkey,
    },
    /// The account is no feed of this program's version.
    #[error("{feed} is no feed of this version: owner {owner}, {len} bytes; use the keeper that matches the program")]
    NotAFeed {
        /// The address.
        feed: Pubkey,
        /// Its owner.
        owner: Pubkey,
        /// Its length.
        len: usize,
    },
    /// An endpoint answers without a usable Clock sysvar.
    #[error("the endpoint shows no Clock sysvar; use another --rpc")]
    NoClock,
    /// The table changed between two calls twice in a row.
    #[error("the feed's sources change while they are read; try again")]
    Unsettled,
}

/// Reads one feed, remembering which accounts it needs.
pub struct Fetcher {
    endpoints: Endpoints,
    address: FeedAddress,
    payer: Pubkey,
    source_accounts: Vec<Pubkey>,
}

const METHOD: &str = "getMultipleAccounts";

/// Accounts of a round before those of the sources: clock, epoch rewards, payer, feed, price.
const FIXED: usize = 5;

impl Fetcher {
    /// For one feed and one signer.
    pub fn new(endpoints: Endpoints, address: FeedAddress, payer: Pubkey) -> Self {
        Self { endpoints, address, payer, source_accounts: Vec::new() }
    }

    /// The feed's state with everything its refresh reads.
    ///
    /// # Errors
    /// [`FetchError`] as documented there.
    pub async fn fetch(&mut self) -> Result<Snapshot, FetchError> {
        // The first round does not know the sources yet; a later one finds them changed only after a configuration.
        for _ in 0..3 {
            let snapshot = self.round().await?;
            let wanted = source_accounts(&snapshot.feed);
            if wanted == self.source_accounts {
                return Ok(snapshot);
            }
            self.source_accounts = wanted;
        }
        Err(FetchError::Unsettled)
    }

    async fn round(&self) -> Result<Snapshot, FetchError> {
        let mut keys = vec![sysvars::CLOCK, sysvars::EPOCH_REWARDS, self.payer, self.address.feed, self.address.price];
        keys.extend(&self.source_accounts);
        let (slot, accounts) = accounts(&self.endpoints, &keys).await?;
        let [clock, rewards, payer, feed, price] = accounts.first_chunk::<FIXED>().ok_or(FetchError::NoClock)?;
        let now = clock
            .as_ref()
            .and_then(|clock| sysvars::now(&clock.data, rewards.as_ref().map(|account| account.data.as_slice())))
            .ok_or(FetchError::NoClock)?;
        let feed = decode(&self.address, feed.as_ref())?;
        let sources = keys.iter().zip(&accounts).skip(FIXED);
        Ok(Snapshot {
            slot,
            now,
            feed,
            price: fetched(self.address.price, price.as_ref()),
            accounts: sources.map(|(key, account)| fetched(*key, account.as_ref())).collect(),
            payer: Lamports::new(payer.as_ref().map_or(0, |account| account.lamports)),
        })
    }
}

/// A feed's configuration and memory, without what its refresh reads.
///
/// # Errors
/// [`FetchError::Rpc`], [`FetchError::NoFeed`], [`FetchError::NotAFeed`].
pub async fn feed(endpoints: &Endpoints, address: &FeedAddress) -> Result<Box<Feed>, FetchError> {
    let (_, accounts) = accounts(endpoints, &[address.feed]).await?;
    decode(address, accounts.first().and_then(Option::as_ref))
}

/// The same from every endpoint that shows it.
///
/// # Errors
/// As [`feed`], where none does.
pub async fn feed_on_each(endpoints: &Endpoints, address: &FeedAddress) -> Result<Vec<Box<Feed>>, FetchError> {
    let keys = [address.feed];
    let answers = endpoints.call_each(METHOD, |client, least| ask(client, least, keys.to_vec())).await;
    let (mut feeds, mut error, mut attempts) = (Vec::new(), None, Vec::new());
    for (endpoint, answer) in answers {
        match answer {
            Ok(accounts) => match decode(address, accounts.value.first().and_then(Option::as_ref)) {
                Ok(feed) => feeds.push(feed),
                Err(fault) => error = Some(fault),
            },
            Err(fault) => attempts.push((endpoint, fault)),
        }
    }
    if feeds.is_empty() {
        return Err(error.unwrap_or_else(|| RpcError::Unavailable { method: METHOD, attempts }.into()));
    }
    Ok(feeds)
}

fn decode(address: &FeedAddress, account: Option<&Account>) -> Result<Box<Feed>, FetchError> {
    let FeedAddress { feed, mint, creator, .. } = *address;
    account.ok_or(FetchError::NoFeed { feed, mint, creator }).and_then(|account| content(address, account))
}

/// What the account at a feed's address holds.
///
/// # Errors
/// [`FetchError::NotAFeed`].
pub fn content(address: &FeedAddress, account: &Account) -> Result<Box<Feed>, FetchError> {
    let Account { owner, data, .. } = account;
    Feed::read(owner, data).ok_or(FetchError::NotAFeed { feed: address.feed, owner: *owner, len: data.len() })
}

/// Several accounts at one slot, `None` where nothing is.
///
/// # Errors
/// [`RpcError`] where no endpoint answers.
pub async fn accounts(endpoints: &Endpoints, keys: &[Pubkey]) -> Result<(Slot, Vec<Option<Account>>), RpcError> {
    let answer = endpoints.call(METHOD, |client, least| ask(client, least, keys.to_vec())).await?;
    Ok((answer.slot.unwrap_or_default(), answer.value))
}

async fn ask(client: Arc<RpcClient>, least: u64, keys: Vec<Pubkey>) -> Result<At<Vec<Option<Account>>>, ClientError> {
    let config = RpcAccountInfoConfig {
        encoding: Some(UiAccountEncoding::Base64Zstd),
        commitment: Some(CommitmentConfig::confirmed()),
        min_context_slot: Some(least),
        ..RpcAccountInfoConfig::default()
    };
    let answer = client.get_multiple_ui_accounts_with_config(&keys, config).await?;
    let decoded = answer.value.into_iter().map(|account| match account {
        Some(account) => account.to_account().map(Some),
        None => Some(None),
    });
    let accounts: Option<Vec<Option<Account>>> = decoded.collect();
    let whole = accounts.filter(|accounts| accounts.len() == keys.len());
    let accounts = whole.ok_or_else(|| ErrorKind::Custom("other accounts than were asked for".to_owned()))?;
    // Accounts are as old as the clock among them, whatever the node says.
    let clock =
        keys.iter().zip(&accounts).find(|(key, _)| **key == sysvars::CLOCK).and_then(|(_, account)| account.as_ref());
    let shown =
        clock.and_then(|clock| sysvars::now(&clock.data, None)).map_or(answer.context.slot, |now| now.slot.get());
    Ok(At::slot(shown.min(answer.context.slot), accounts))
}

fn fetched(key: Pubkey, account: Option<&Account>) -> Fetched {
    account.map_or_else(|| Fetched::nothing(key), |account| Fetched::of(key, account))
}

fn source_accounts(feed: &Feed) -> Vec<Pubkey> {
    let used = usize::from(feed.sources.account_count);
    feed.sources.accounts.iter().take(used).copied().map(Pubkey::new_from_array).collect()
}

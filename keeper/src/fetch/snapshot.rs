//! The chain at one slot, as far as a feed is concerned.

use fair_value::Now;
use oracle_client::Feed;
use solana_account::Account;
use solana_pubkey::Pubkey;

use crate::units::{Lamports, Slot};

/// An account as fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Its address.
    pub key: Pubkey,
    /// Its owner.
    pub owner: Pubkey,
    /// Its balance.
    pub lamports: u64,
    /// Its data.
    pub data: Vec<u8>,
}

impl Fetched {
    /// What stands at an address where nothing is: an empty account of the system program, as the runtime shows it.
    pub fn nothing(key: Pubkey) -> Self {
        Self { key, owner: Pubkey::default(), lamports: 0, data: Vec::new() }
    }

    /// What was found at an address.
    pub fn of(key: Pubkey, account: &Account) -> Self {
        Self { key, owner: account.owner, lamports: account.lamports, data: account.data.clone() }
    }

    /// As the source parsers see it.
    pub fn view(&self) -> sources::Account<'_> {
        sources::Account {
            key: self.key.as_array(),
            owner: self.owner.as_array(),
            lamports: self.lamports,
            data: &self.data,
        }
    }
}

/// A feed and all that its refresh reads, at one slot.
#[derive(Clone)]
pub struct Snapshot {
    /// Slot at which the endpoint answered.
    pub slot: Slot,
    /// The chain's time.
    pub now: Now,
    /// The feed.
    pub feed: Box<Feed>,
    /// Its price account.
    pub price: Fetched,
    /// Accounts of all sources in table order.
    pub accounts: Vec<Fetched>,
    /// Balance of the signer.
    pub payer: Lamports,
}

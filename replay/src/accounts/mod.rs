//! A scenario's sources as a validator shows them: accounts, byte for byte as the programs that own them write them.
//!
//! | source | accounts |
//! |---|---|
//! | counted NAV | the token's own stake pool |
//! | counted NAV, a part of it custodial | a vault: the mint, a wallet with that part, and tokens of a stake pool |
//! | attested NAV, SOL/USD | a Pyth price account |
//! | market | a pool of its venue, with its two vaults where the scenario says what lies on which side |
//!
//! What cannot be read is there, but a byte too short, as after an upgrade of its program that changed its layout. A
//! market that nobody can sell into is a pool without liquidity.

mod market;
mod nav;
pub mod price;
mod pyth;

use anyhow::Context;
use market::Pool;
use nav::Backing;
use sources::{Account, Key, Role, SourceConfig, SourceTable, programs, token::MintAccount};

use crate::{
    oracle::{Look, Nav},
    scenario::{Proof, Scenario},
};

/// Decimals of the token.
pub const DECIMALS: u8 = 9;
/// Lamports in a SOL, base units in a token.
const ONE: f64 = 1e9;

/// An account as it is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laid {
    /// Its address.
    pub key: Key,
    /// The program that owns it.
    pub owner: Key,
    /// Its balance.
    pub lamports: u64,
    /// Its data.
    pub data: Vec<u8>,
}

impl Laid {
    /// An account of this program, rent-exempt.
    fn owned(key: Key, owner: Key, data: Vec<u8>) -> Self {
        // Solana's rent: 3,480 lamports a byte-year, times two years, with 128 bytes of overhead.
        Self { key, owner, lamports: (data.len() as u64 + 128) * 6_960, data }
    }

    /// As decoders see it.
    pub fn view(&self) -> Account<'_> {
        Account { key: &self.key, owner: &self.owner, lamports: self.lamports, data: &self.data }
    }

    /// What is left of an account that decoders no longer know.
    fn unreadable(&mut self) {
        self.data.pop();
    }
}

impl From<recording::Account> for Laid {
    fn from(recording::Account { key, owner, lamports, data }: recording::Account) -> Self {
        Self { key, owner, lamports, data }
    }
}

impl From<Laid> for recording::Account {
    fn from(Laid { key, owner, lamports, data }: Laid) -> Self {
        Self { key, owner, lamports, data }
    }
}

/// A made-up address, the same for the same name.
pub fn made_up(name: &str) -> Key {
    let mut bytes = [0x40; 32];
    for (slot, byte) in bytes.iter_mut().zip(name.bytes()) {
        *slot = byte;
    }
    bytes
}

/// The token's mint.
pub fn mint() -> Key {
    made_up("mint of the token")
}

/// Base units of so many tokens, lamports of so many SOL.
fn units(amount: f64) -> u64 {
    (amount * ONE) as u64
}

/// What a source is made of.
enum Source {
    Nav(Backing),
    Rate(Key),
    Market(Pool),
    Usd(Key),
}

/// How the sources of a scenario are laid out.
pub struct Layout {
    table: SourceTable,
    sources: Vec<Source>,
}

impl Layout {
    /// Sources in the order of [`Look`]: NAV, markets, SOL/USD.
    ///
    /// # Errors
    /// More sources, or other ones, than a feed may have.
    pub fn of(scenario: &Scenario) -> anyhow::Result<Self> {
        let mut layout = Self { table: SourceTable { mint: mint(), ..SourceTable::default() }, sources: Vec::new() };
        for (place, nav) in scenario.navs.iter().enumerate() {
            let (source, configured) = match nav.proof {
                Proof::Counted => {
                    let backing = Backing::of(place, nav.custodial > 0.0);
                    let configured = backing.configured();
                    (Source::Nav(backing), configured)
                }
                Proof::Attested => {
                    let key = made_up(&format!("rate {place}"));
                    (Source::Rate(key), pyth::rate(key))
                }
            };
            layout.add(source, &configured)?;
        }
        for (place, market) in scenario.markets.iter().enumerate() {
            let pool = Pool::of(place, market.venue, market.one_sided.is_some());
            let configured = pool.configured();
            layout.add(Source::Market(pool), &configured)?;
        }
        for place in 0..scenario.usds.len() {
            let key = made_up(&format!("SOL/USD {place}"));
            layout.add(Source::Usd(key), &pyth::usd(key))?;
        }
        sources::check(&layout.table).map_err(|error| anyhow::anyhow!("{error}")).context("its sources")?;
        Ok(layout)
    }

    fn add(&mut self, source: Source, configured: &Configured) -> anyhow::Result<()> {
        let Configured { config, roles, keys } = configured;
        let roles: Vec<u8> = roles.iter().map(|role| *role as u8).collect();
        let inserted = self.table.insert(self.table.source_count, config, &roles, keys);
        inserted.map_err(|error| anyhow::anyhow!("{error}")).context("too many sources")?;
        self.sources.push(source);
        Ok(())
    }

    /// The table that a feed over them has.
    pub fn table(&self) -> &SourceTable {
        &self.table
    }

    /// Every account of the table, in its order.
    pub fn lay_out(&self, look: &Look, laid: &mut Vec<Laid>) {
        laid.clear();
        let (mut navs, mut markets, mut usds) = (look.navs.iter(), look.markets.iter(), look.usds.iter());
        for source in &self.sources {
            match source {
                Source::Nav(backing) => backing.lay_out(navs.next(), laid),
                Source::Rate(key) => laid.push(match navs.next() {
                    Some(Nav::Attested { rate, published }) => pyth::account(*key, *rate, 0.0, *published),
                    _ => pyth::unreadable(*key),
                }),
                Source::Market(pool) => pool.lay_out(markets.next(), laid),
                Source::Usd(key) => laid.push(match usds.next() {
                    Some(Some(usd)) => pyth::account(*key, usd.price, usd.confidence, usd.published),
                    _ => pyth::unreadable(*key),
                }),
            }
        }
    }

    /// The token's mint, which a feed is opened for, whether one of its sources reads it or not.
    pub fn mint(&self, supply: f64) -> Laid {
        mint_of(mint(), supply)
    }
}

fn mint_of(key: Key, supply: f64) -> Laid {
    let mint = MintAccount { supply: units(supply), decimals: DECIMALS, ..MintAccount::default() };
    Laid::owned(key, programs::TOKEN, mint.encode())
}

/// A source as a feed is configured with it.
struct Configured {
    config: SourceConfig,
    roles: Vec<Role>,
    keys: Vec<Key>,
}

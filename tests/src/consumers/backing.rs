//! What a token's worth can be read from besides the scene's vault: a feed that attests it, and a stake pool of its own. And a second
//! source of SOL/USD, for stories in which one is wrong.

use glowsol_oracle::SourceSpec;
use solana_pubkey::Pubkey;
use sources::{SourceKind, programs, pyth::PriceUpdateAccount, stake_pool::StakePoolAccount};

use crate::{
    Scene,
    scene::{Source, account::owned, keys, mint, own_stake_pool, standard_sources},
};

/// Fractional digits of Pyth's prices here.
const DIGITS: i32 = 8;

/// What the accounts say, as shares of what they said before the story.
#[derive(Clone, Copy, Debug)]
pub struct Books {
    /// What a token is worth, SOL.
    pub nav: f64,
    /// The second SOL/USD source's price, as a share of the first one's.
    pub second_usd: f64,
}

/// The scene's own sources with NAV by a Pyth feed: somebody's word.
pub fn attested() -> Vec<Source> {
    let mut rate = Source::pyth_usd(rate_account());
    rate.spec = SourceSpec { kind: SourceKind::PythRate as u8, pin: rate_feed(), ..rate.spec };
    with_nav_by(rate)
}

/// The same with NAV by the books of the token's own stake pool.
pub fn stake_pool() -> Vec<Source> {
    with_nav_by(Source::stake_pool(programs::STAKE_POOL, own_stake_pool()))
}

/// The scene's vault and SOL/USD, and one venue alone: Raydium's.
pub fn one_venue() -> Vec<Source> {
    let mut sources = standard_sources();
    sources.remove(1);
    sources
}

/// The scene's own sources and one more of SOL/USD.
pub fn two_usd() -> Vec<Source> {
    let mut sources = standard_sources();
    sources.push(Source::pyth_usd(second_usd_account()));
    sources
}

fn with_nav_by(source: Source) -> Vec<Source> {
    let mut sources = standard_sources();
    // NAV comes first.
    sources[0] = source;
    sources
}

/// Lays out what these sources read. The vault of the scene is changed by whoever tells the story.
pub fn arrange(scene: &mut Scene, books: Books) {
    let pyth = scene.around.pyth;
    let supply = scene.around.supply;
    let rate = PriceUpdateAccount {
        feed_id: rate_feed().to_bytes(),
        price: (books.nav * 10f64.powi(DIGITS)) as i64,
        conf: 0,
        exponent: -DIGITS,
        ..pyth
    };
    let second_usd = PriceUpdateAccount {
        price: (pyth.price as f64 * books.second_usd) as i64,
        conf: (pyth.conf as f64 * books.second_usd) as u64,
        ..pyth
    };
    let pool = StakePoolAccount {
        pool_mint: mint().to_bytes(),
        total_lamports: (supply as f64 * books.nav) as u64,
        pool_token_supply: supply,
        ..scene.around.stake_pool
    };
    scene.world.put(rate_account(), owned(programs::PYTH_RECEIVER, rate.encode()));
    scene.world.put(second_usd_account(), owned(programs::PYTH_RECEIVER, second_usd.encode()));
    scene.world.put(own_stake_pool(), owned(programs::STAKE_POOL, pool.encode()));
}

fn rate_account() -> Pubkey {
    keys::made_up("glowSOL redemption rate")
}

fn rate_feed() -> Pubkey {
    keys::made_up("redemption rate's feed id")
}

fn second_usd_account() -> Pubkey {
    keys::made_up("another SOL/USD")
}

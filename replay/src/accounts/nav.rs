//! What backs the token, where it is counted.

use sources::{Key, Role, SourceConfig, SourceKind, programs, stake_pool::StakePoolAccount, token::TokenHolding};

use super::{Configured, DECIMALS, Laid, made_up, mint, mint_of, units};
use crate::oracle::Nav;

/// Lamports and tokens of the stake pool whose tokens a vault holds: one each.
const OTHER_POOL: u64 = 1_000_000_000_000_000_000;

/// The accounts that show the backing.
pub(super) enum Backing {
    /// The token's own stake pool.
    Pool(Key),
    /// A vault of which a part lies in a wallet that one signer controls, and the rest in tokens of a stake pool.
    Vault,
}

impl Backing {
    /// Of the NAV source of this place.
    pub(super) fn of(place: usize, custodial: bool) -> Self {
        if custodial { Self::Vault } else { Self::Pool(made_up(&format!("stake pool {place}"))) }
    }

    pub(super) fn configured(&self) -> Configured {
        let config = SourceConfig { token_decimals: DECIMALS, ..SourceConfig::default() };
        match self {
            Self::Pool(key) => Configured {
                config: SourceConfig { kind: SourceKind::StakePool as u8, program: programs::STAKE_POOL, ..config },
                roles: vec![Role::Main],
                keys: vec![*key],
            },
            Self::Vault => Configured {
                config: SourceConfig {
                    kind: SourceKind::Vault as u8,
                    program: programs::TOKEN,
                    pin: authority(),
                    ..config
                },
                roles: vec![Role::Mint, Role::LamportReserve, Role::ReservePool, Role::TokenReserve],
                keys: vec![mint(), wallet(), other_pool(), reserve()],
            },
        }
    }

    pub(super) fn lay_out(&self, nav: Option<&Nav>, laid: &mut Vec<Laid>) {
        let (assets, supply, custodial, updated) = match nav {
            Some(Nav::Counted { assets, supply, custodial, updated }) => (*assets, *supply, *custodial, *updated),
            _ => (1.0, 1.0, 0.0, 0),
        };
        let first = laid.len();
        match self {
            Self::Pool(key) => laid.push(pool(*key, mint(), [units(assets), units(supply)], updated)),
            Self::Vault => {
                let in_wallet = units(assets * custodial);
                let elsewhere = units(assets).saturating_sub(in_wallet);
                let holding =
                    TokenHolding { mint: other_mint(), owner: authority(), amount: elsewhere, ..Default::default() };
                laid.extend([
                    mint_of(mint(), supply),
                    Laid { key: wallet(), owner: programs::SYSTEM, lamports: in_wallet, data: Vec::new() },
                    pool(other_pool(), other_mint(), [OTHER_POOL; 2], updated),
                    Laid::owned(reserve(), programs::TOKEN, holding.encode()),
                ]);
            }
        }
        if let (false, Some(account)) = (matches!(nav, Some(Nav::Counted { .. })), laid.get_mut(first)) {
            account.unreadable();
        }
    }
}

fn pool(key: Key, pool_mint: Key, [total_lamports, pool_token_supply]: [u64; 2], last_update_epoch: u64) -> Laid {
    let pool = StakePoolAccount {
        pool_mint,
        token_program_id: programs::TOKEN,
        total_lamports,
        pool_token_supply,
        last_update_epoch,
        ..StakePoolAccount::default()
    };
    Laid::owned(key, programs::STAKE_POOL, pool.encode())
}

/// Who controls the vault.
fn authority() -> Key {
    made_up("authority of the vault")
}

fn wallet() -> Key {
    made_up("wallet of the vault")
}

fn other_pool() -> Key {
    made_up("another stake pool")
}

fn other_mint() -> Key {
    made_up("mint of another stake pool")
}

fn reserve() -> Key {
    made_up("tokens in the vault")
}

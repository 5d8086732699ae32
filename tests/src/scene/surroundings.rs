//! Everything outside the program that a feed of glowSOL reads.

use solana_account::Account;
use solana_pubkey::Pubkey;
use sources::{
    programs,
    pyth::PriceUpdateAccount,
    raydium_clmm::{ClmmObservationsAccount, ClmmPoolAccount},
    stake_pool::StakePoolAccount,
    token::{MintAccount, TokenHolding},
    whirlpool::WhirlpoolAccount,
};

use super::{
    account::{holding, owned},
    keys, price,
};
use crate::Time;

/// Lamports in a SOL, base units in a token of nine decimals.
pub const ONE: u64 = 1_000_000_000;

/// What the outside world looks like; change it and [`super::Scene::arrange`].
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// Base units of glowSOL in issue.
    pub supply: u64,
    /// Lamports in the vault's wallet (an address derived by the issuer's program).
    pub wallet: u64,
    /// Base units of sSOL in the vault.
    pub ssol: u64,
    /// Solayer's stake pool.
    pub stake_pool: StakePoolAccount,
    /// SOL per glowSOL on Orca.
    pub orca_rate: f64,
    /// Lamports that move it by 1 %.
    pub orca_depth: u64,
    /// SOL per glowSOL on Raydium.
    pub raydium_rate: f64,
    /// Lamports that move it by 1 %.
    pub raydium_depth: u64,
    /// Raydium's record of its own past.
    pub observations: ClmmObservationsAccount,
    /// Pyth's SOL/USD.
    pub pyth: PriceUpdateAccount,
}

impl Surroundings {
    /// 100,000 glowSOL backed by 70,000 SOL and 30,000 sSOL at 1.2: NAV 1.06, both pools at NAV.
    pub fn at(time: Time) -> Self {
        Self {
            supply: 100_000 * ONE,
            wallet: 70_000 * ONE,
            ssol: 30_000 * ONE,
            stake_pool: StakePoolAccount {
                pool_mint: keys::SOLAYER_LST.to_bytes(),
                token_program_id: programs::TOKEN,
                total_lamports: 600_000 * ONE,
                pool_token_supply: 500_000 * ONE,
                last_update_epoch: time.epoch,
                ..StakePoolAccount::default()
            },
            orca_rate: 1.06,
            orca_depth: 400 * ONE,
            raydium_rate: 1.06,
            raydium_depth: 300 * ONE,
            observations: ClmmObservationsAccount::new(raydium_pool().to_bytes()),
            pyth: PriceUpdateAccount {
                feed_id: keys::SOL_USD_FEED_ID,
                price: 152_00000000,
                conf: 6_000000,
                exponent: -8,
                publish_time: time.unix,
                prev_publish_time: time.unix - 1,
                ema_price: 151_00000000,
                ema_conf: 7_000000,
                posted_slot: time.slot,
                ..PriceUpdateAccount::default()
            },
        }
    }

    /// Pyth publishes and Raydium trades up to `time`.
    pub fn live_to(&mut self, time: Time) {
        self.pyth.publish_time = time.unix;
        self.pyth.posted_slot = time.slot;
        self.observations.update(time.unix as u32, price::tick(self.raydium_rate, token_first()));
    }

    /// All of it, laid out as accounts.
    pub fn accounts(&self) -> Vec<(Pubkey, Account)> {
        let token_mint = MintAccount { supply: self.supply, decimals: 9, ..MintAccount::default() };
        let ssol_mint = MintAccount { supply: 500_000 * ONE, decimals: 9, ..MintAccount::default() };
        let restaking = keys::SOLAYER_RESTAKING_POOL.to_bytes();
        let cover = TokenHolding {
            mint: keys::SOLAYER_LST.to_bytes(),
            owner: restaking,
            amount: 500_000 * ONE,
            ..TokenHolding::default()
        };
        let ssol = TokenHolding {
            mint: keys::SSOL.to_bytes(),
            owner: vault_authority().to_bytes(),
            amount: self.ssol,
            ..TokenHolding::default()
        };
        let own_pool = StakePoolAccount {
            pool_mint: mint().to_bytes(),
            total_lamports: self.supply / 100 * 106,
            pool_token_supply: self.supply,
            ..self.stake_pool
        };
        let mut accounts = vec![
            (mint(), owned(programs::TOKEN, token_mint.encode())),
            (vault_wallet(), holding(self.wallet, programs::SYSTEM, Vec::new())),
            (vault_ssol(), owned(programs::TOKEN, ssol.encode())),
            (keys::SSOL, owned(programs::TOKEN, ssol_mint.encode())),
            (keys::SOLAYER_LST_VAULT, owned(programs::TOKEN, cover.encode())),
            (keys::SOLAYER_STAKE_POOL, owned(programs::STAKE_POOL, self.stake_pool.encode())),
            (own_stake_pool(), owned(programs::STAKE_POOL, own_pool.encode())),
            (orca_pool(), owned(programs::WHIRLPOOL, self.whirlpool().encode())),
            (raydium_pool(), owned(programs::RAYDIUM_CLMM, self.clmm().encode())),
            (raydium_observations(), owned(programs::RAYDIUM_CLMM, self.observations.encode())),
            (keys::PYTH_SOL_USD, owned(programs::PYTH_RECEIVER, self.pyth.encode())),
        ];
        // The same market on more pools, and wallets with next to nothing, for feeds that are configured with them.
        for n in 1..=MORE_POOLS {
            let observations =
                ClmmObservationsAccount { pool_id: more(raydium_pool(), n).to_bytes(), ..self.observations };
            let clmm = ClmmPoolAccount { observation_key: more(raydium_observations(), n).to_bytes(), ..self.clmm() };
            accounts.extend([
                (more(orca_pool(), n), owned(programs::WHIRLPOOL, self.whirlpool().encode())),
                (more(raydium_pool(), n), owned(programs::RAYDIUM_CLMM, clmm.encode())),
                (more(raydium_observations(), n), owned(programs::RAYDIUM_CLMM, observations.encode())),
            ]);
        }
        accounts.extend(more_wallets().map(|wallet| (wallet, holding(1, programs::SYSTEM, vec![]))));
        accounts
    }

    /// The Orca pool's state.
    pub fn whirlpool(&self) -> WhirlpoolAccount {
        let [first, second] = in_order();
        WhirlpoolAccount {
            tick_spacing: 1,
            fee_rate: 100,
            liquidity: price::liquidity(self.orca_depth, self.orca_rate),
            sqrt_price: price::sqrt_price(self.orca_rate, token_first()),
            tick_current_index: price::tick(self.orca_rate, token_first()),
            token_mint_a: first,
            token_mint_b: second,
            ..WhirlpoolAccount::default()
        }
    }

    /// The Raydium pool's state.
    pub fn clmm(&self) -> ClmmPoolAccount {
        let [first, second] = in_order();
        ClmmPoolAccount {
            token_mint_0: first,
            token_mint_1: second,
            observation_key: raydium_observations().to_bytes(),
            mint_decimals_0: 9,
            mint_decimals_1: 9,
            tick_spacing: 1,
            liquidity: price::liquidity(self.raydium_depth, self.raydium_rate),
            sqrt_price_x64: price::sqrt_price(self.raydium_rate, token_first()),
            tick_current: price::tick(self.raydium_rate, token_first()),
            ..ClmmPoolAccount::default()
        }
    }
}

/// The token's mint.
pub fn mint() -> Pubkey {
    keys::made_up("glowSOL mint")
}
/// Who controls the vault.
pub fn vault_authority() -> Pubkey {
    keys::made_up("vault authority")
}
/// The vault's SOL.
pub fn vault_wallet() -> Pubkey {
    keys::made_up("vault wallet")
}
/// The vault's sSOL.
pub fn vault_ssol() -> Pubkey {
    keys::made_up("vault sSOL")
}
/// A stake pool of which the token is the pool token: what NAV would be counted from if the token were a plain LST.
pub fn own_stake_pool() -> Pubkey {
    keys::made_up("glowSOL stake pool")
}
/// The Orca pool.
pub fn orca_pool() -> Pubkey {
    keys::made_up("orca pool")
}
/// The Raydium pool.
pub fn raydium_pool() -> Pubkey {
    keys::made_up("raydium pool")
}
/// Its observations.
pub fn raydium_observations() -> Pubkey {
    keys::made_up("raydium observations")
}

/// Pools of each venue besides the first.
pub const MORE_POOLS: u8 = 2;

/// The `n`th account of a sort; the first for zero.
pub fn more(first: Pubkey, n: u8) -> Pubkey {
    let mut bytes = first.to_bytes();
    bytes[31] = bytes[31].wrapping_add(n);
    Pubkey::new_from_array(bytes)
}

/// Wallets of the vault besides the first, as many as a feed has room for; nobody has a key of theirs.
pub fn more_wallets() -> impl Iterator<Item = Pubkey> {
    (1..).map(|n| more(vault_wallet(), n)).filter(|wallet| !wallet.is_on_curve()).take(8)
}

/// Pools hold their mints in byte order.
fn token_first() -> bool {
    mint().to_bytes() < programs::WRAPPED_SOL
}

fn in_order() -> [[u8; 32]; 2] {
    if token_first() { [mint().to_bytes(), programs::WRAPPED_SOL] } else { [programs::WRAPPED_SOL, mint().to_bytes()] }
}

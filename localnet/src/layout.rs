//! The economy as accounts: owners, sizes and layouts as on mainnet.

use keeper::units::Slot;
use solana_pubkey::Pubkey;
use sources::{
    encode::{
        ClmmObservationsAccount, ClmmPoolAccount, Fee, MintAccount, PriceUpdateAccount, StakeHolding, StakePoolAccount,
        TokenHolding, WhirlpoolAccount,
    },
    programs,
};

use crate::{
    AccountImage,
    address::{self, Addresses, derived},
    market::{Market, WHOLE},
    pool::PoolState,
};

/// Lamports that keep a stake account rent-exempt.
const STAKE_RENT: u64 = 2_282_880;
/// Tick spacing of both pools, as pools of correlated assets have it.
const TICK_SPACING: u16 = 1;
/// Observations of a pool that traded before the run, and how far apart they lie, seconds.
const PAST_OBSERVATIONS: u32 = 100;
const PAST_SPACING: u32 = 40;

/// Lays out accounts, and keeps what a pool keeps between swaps.
#[derive(Clone, Debug)]
pub struct Layout {
    addresses: Addresses,
    observations: ClmmObservationsAccount,
    tick: i32,
}

impl Layout {
    /// For a market that has traded at its present price for a while.
    pub fn new(addresses: Addresses, market: &Market) -> Self {
        let mut observations = ClmmObservationsAccount::new(addresses.clmm.to_bytes());
        let tick = PoolState::of(&market.clmm, &addresses.mint).tick;
        let now = u32::try_from(market.time).unwrap_or(u32::MAX);
        for steps in (1..=PAST_OBSERVATIONS).rev() {
            observations.update(now.saturating_sub(steps * PAST_SPACING), tick);
        }
        Self { addresses, observations, tick }
    }

    /// Every account as it is now.
    pub fn accounts(&mut self, market: &Market, slot: Slot) -> Vec<AccountImage> {
        let mut accounts = self.vault(market);
        accounts.extend(stake_pool(market));
        accounts.push(self.whirlpool(market));
        accounts.extend(self.clmm(market));
        accounts.push(sol_usd(market, slot));
        accounts
    }

    fn vault(&self, market: &Market) -> Vec<AccountImage> {
        let Addresses { mint, vault_authority, lamport_reserve, stake_reserve, token_reserve, .. } = self.addresses;
        let (vault, authority) = (&market.vault, vault_authority.to_bytes());
        let stake = StakeHolding {
            rent_exempt_reserve: STAKE_RENT,
            staker: authority,
            withdrawer: authority,
            delegation: Some((derived("validator").to_bytes(), vault.stake as u64, 0)),
        };
        vec![
            token_mint(mint, vault.supply as u64, vault_authority),
            AccountImage::closed(lamport_reserve).with_lamports(vault.lamports as u64),
            AccountImage::with_data(stake_reserve, Pubkey::new_from_array(programs::STAKE), stake.encode())
                .with_lamports(vault.stake as u64 + STAKE_RENT),
            token_account(token_reserve, address::SSOL_MINT, vault_authority, vault.ssol as u64),
        ]
    }

    fn whirlpool(&self, market: &Market) -> AccountImage {
        if !market.conditions.whirlpool {
            return AccountImage::closed(self.addresses.whirlpool);
        }
        let state = PoolState::of(&market.whirlpool, &self.addresses.mint);
        let [token_mint_a, token_mint_b] = state.mints;
        let pool = WhirlpoolAccount {
            whirlpools_config: derived("whirlpools config").to_bytes(),
            tick_spacing: TICK_SPACING,
            fee_tier_index: TICK_SPACING,
            fee_rate: 100,
            protocol_fee_rate: 1_300,
            liquidity: state.liquidity,
            sqrt_price: state.sqrt_price,
            tick_current_index: state.tick,
            token_mint_a,
            token_vault_a: derived("whirlpool vault a").to_bytes(),
            token_mint_b,
            token_vault_b: derived("whirlpool vault b").to_bytes(),
            reward_last_updated_timestamp: market.time.unsigned_abs(),
            ..WhirlpoolAccount::default()
        };
        let owner = Pubkey::new_from_array(programs::WHIRLPOOL);
        AccountImage::with_data(self.addresses.whirlpool, owner, pool.encode())
    }

    fn clmm(&mut self, market: &Market) -> [AccountImage; 2] {
        let state = PoolState::of(&market.clmm, &self.addresses.mint);
        if state.tick != self.tick {
            self.observations.update(u32::try_from(market.time).unwrap_or(u32::MAX), self.tick);
            self.observations.recent_epoch = market.epoch;
            self.tick = state.tick;
        }
        let [token_mint_0, token_mint_1] = state.mints;
        let pool = ClmmPoolAccount {
            amm_config: derived("amm config").to_bytes(),
            owner: derived("clmm creator").to_bytes(),
            token_mint_0,
            token_mint_1,
            token_vault_0: derived("clmm vault 0").to_bytes(),
            token_vault_1: derived("clmm vault 1").to_bytes(),
            observation_key: self.addresses.clmm_observations.to_bytes(),
            mint_decimals_0: 9,
            mint_decimals_1: 9,
            tick_spacing: TICK_SPACING,
            liquidity: state.liquidity,
            sqrt_price_x64: state.sqrt_price,
            tick_current: state.tick,
            recent_epoch: market.epoch,
            ..ClmmPoolAccount::default()
        };
        let owner = Pubkey::new_from_array(programs::RAYDIUM_CLMM);
        [
            AccountImage::with_data(self.addresses.clmm, owner, pool.encode()),
            AccountImage::with_data(self.addresses.clmm_observations, owner, self.observations.encode()),
        ]
    }
}

/// Solayer's stake pool, the two mints around it, and what covers the wrapper.
fn stake_pool(market: &Market) -> [AccountImage; 4] {
    let supply = market.pool.supply as u64;
    let total_lamports = market.pool.total_lamports as u64;
    let pool = StakePoolAccount {
        manager: derived("pool manager").to_bytes(),
        staker: derived("pool staker").to_bytes(),
        stake_deposit_authority: derived("pool deposits").to_bytes(),
        validator_list: derived("validator list").to_bytes(),
        reserve_stake: derived("pool reserve").to_bytes(),
        pool_mint: address::LST_MINT.to_bytes(),
        manager_fee_account: derived("manager fees").to_bytes(),
        token_program_id: programs::TOKEN,
        total_lamports,
        pool_token_supply: supply,
        last_update_epoch: market.pool.updated,
        epoch_fee: Fee { denominator: 100, numerator: 5 },
        last_epoch_pool_token_supply: supply,
        last_epoch_total_lamports: total_lamports,
        ..StakePoolAccount::default()
    };
    let wrapped = (1_100_000.0 * WHOLE) as u64;
    [
        AccountImage::with_data(address::STAKE_POOL, Pubkey::new_from_array(programs::STAKE_POOL), pool.encode()),
        token_mint(address::LST_MINT, supply, derived("pool withdraw authority")),
        token_mint(address::SSOL_MINT, wrapped, address::RESTAKING_POOL),
        token_account(address::LST_VAULT, address::LST_MINT, address::RESTAKING_POOL, wrapped + 1_000_000_000),
    ]
}

fn sol_usd(market: &Market, slot: Slot) -> AccountImage {
    /// Pyth's exponent of SOL/USD.
    const EXPONENT: i32 = -8;
    let price = (market.sol_usd * 1e8) as i64;
    let update = PriceUpdateAccount {
        write_authority: derived("pyth shard").to_bytes(),
        feed_id: address::SOL_USD_FEED,
        price,
        conf: price.unsigned_abs() / 2_000,
        exponent: EXPONENT,
        publish_time: market.usd_time,
        prev_publish_time: market.usd_time.saturating_sub(1),
        ema_price: price,
        ema_conf: price.unsigned_abs() / 2_000,
        posted_slot: slot.get(),
        ..PriceUpdateAccount::default()
    };
    AccountImage::with_data(address::PYTH_SOL_USD, Pubkey::new_from_array(programs::PYTH_RECEIVER), update.encode())
}

fn token_mint(key: Pubkey, supply: u64, authority: Pubkey) -> AccountImage {
    let mint = MintAccount {
        mint_authority: Some(authority.to_bytes()),
        supply,
        decimals: 9,
        freeze_authority: None,
        extension: None,
    };
    AccountImage::with_data(key, Pubkey::new_from_array(programs::TOKEN), mint.encode())
}

fn token_account(key: Pubkey, mint: Pubkey, owner: Pubkey, amount: u64) -> AccountImage {
    let holding = TokenHolding { mint: mint.to_bytes(), owner: owner.to_bytes(), amount, ..TokenHolding::default() };
    AccountImage::with_data(key, Pubkey::new_from_array(programs::TOKEN), holding.encode())
}

//! Markets as pools of their venues.

use sources::{
    Key, Role, SourceConfig, SourceKind, meteora_damm_v2::DammV2PoolAccount, programs, raydium_clmm::ClmmPoolAccount,
    token::TokenHolding, whirlpool::WhirlpoolAccount,
};

use super::{Configured, DECIMALS, Laid, made_up, mint, price, units};
use crate::{oracle::Market, scenario::Venue};

/// A decoder's depth is low by one part in 2^28 at most: pools are laid out so much deeper that a depth on a limit is
/// not read below it.
const DEEPER: f64 = 1.0 + 1.0 / (1_u64 << 27) as f64;
/// Value on each side of a balanced pool, as a multiple of its depth.
const RESERVES: f64 = 4.0;
/// Of a one-sided pool the tokens are worth so many times the SOL: above four, where decoders draw the line.
const LOPSIDED: f64 = 20.0;
/// Liquidity of DAMM v2 is scaled by 2^64.
const DAMM_SHIFT: u32 = 64;
/// Smallest and greatest square-root price of a full-range DAMM v2 pool.
const DAMM_RANGE: [u128; 2] = [4_295_048_016, 79_226_673_521_066_979_257_578_248_091];

/// A pool, and its two vaults where they are listed.
pub(super) struct Pool {
    venue: Venue,
    key: Key,
    vaults: Option<[Key; 2]>,
}

impl Pool {
    /// The pool of the market of this place.
    pub(super) fn of(place: usize, venue: Venue, shows_sides: bool) -> Self {
        let vaults = ["token", "SOL"].map(|side| made_up(&format!("{side} vault {place}")));
        Self { venue, key: made_up(&format!("pool {place}")), vaults: shows_sides.then_some(vaults) }
    }

    pub(super) fn configured(&self) -> Configured {
        let (kind, program) = match self.venue {
            Venue::Whirlpool => (SourceKind::Whirlpool, programs::WHIRLPOOL),
            Venue::RaydiumClmm => (SourceKind::RaydiumClmm, programs::RAYDIUM_CLMM),
            Venue::MeteoraDammV2 => (SourceKind::MeteoraDammV2, programs::METEORA_DAMM_V2),
        };
        let config = SourceConfig { kind: kind as u8, program, token_decimals: DECIMALS, ..SourceConfig::default() };
        let (mut roles, mut keys) = (vec![Role::Main], vec![self.key]);
        if let Some(vaults) = self.vaults {
            roles.extend([Role::TokenVault, Role::SolVault]);
            keys.extend(vaults);
        }
        Configured { config, roles, keys }
    }

    pub(super) fn lay_out(&self, market: Option<&Market>, laid: &mut Vec<Laid>) {
        let (rate, depth, one_sided) = match market {
            Some(Market::Price { price, depth, one_sided, .. }) => (*price, *depth, *one_sided),
            _ => (1.0, 0.0, false),
        };
        let first = laid.len();
        laid.push(self.pool(rate, depth));
        if let (Some(Market::Missing) | None, Some(pool)) = (market, laid.get_mut(first)) {
            pool.unreadable();
        }
        let Some([token_vault, sol_vault]) = self.vaults else { return };
        let tokens = units(depth * RESERVES * if one_sided { LOPSIDED } else { 1.0 } / rate);
        let holding = |key, mint, amount| {
            let holding = TokenHolding { mint, owner: self.key, amount, ..TokenHolding::default() };
            Laid::owned(key, programs::TOKEN, holding.encode())
        };
        laid.push(holding(token_vault, mint(), tokens));
        laid.push(holding(sol_vault, programs::WRAPPED_SOL, units(depth * RESERVES)));
    }

    fn pool(&self, rate: f64, depth: f64) -> Laid {
        // Pools hold their mints in byte order.
        let token_first = mint() < programs::WRAPPED_SOL;
        let ordered = |[token, sol]: [Key; 2]| if token_first { [token, sol] } else { [sol, token] };
        let [first_mint, second_mint] = ordered([mint(), programs::WRAPPED_SOL]);
        let [first_vault, second_vault] = ordered(self.vaults.unwrap_or_default());
        let liquidity = price::liquidity(units(depth * DEEPER), rate);
        let sqrt_price = price::sqrt_price(rate, token_first);
        let tick = price::tick(rate, token_first);
        match self.venue {
            Venue::Whirlpool => {
                let pool = WhirlpoolAccount {
                    tick_spacing: 1,
                    liquidity,
                    sqrt_price,
                    tick_current_index: tick,
                    token_mint_a: first_mint,
                    token_vault_a: first_vault,
                    token_mint_b: second_mint,
                    token_vault_b: second_vault,
                    ..WhirlpoolAccount::default()
                };
                Laid::owned(self.key, programs::WHIRLPOOL, pool.encode())
            }
            Venue::RaydiumClmm => {
                let pool = ClmmPoolAccount {
                    token_mint_0: first_mint,
                    token_mint_1: second_mint,
                    token_vault_0: first_vault,
                    token_vault_1: second_vault,
                    mint_decimals_0: DECIMALS,
                    mint_decimals_1: DECIMALS,
                    tick_spacing: 1,
                    liquidity,
                    sqrt_price_x64: sqrt_price,
                    tick_current: tick,
                    ..ClmmPoolAccount::default()
                };
                Laid::owned(self.key, programs::RAYDIUM_CLMM, pool.encode())
            }
            Venue::MeteoraDammV2 => {
                let [sqrt_min_price, sqrt_max_price] = DAMM_RANGE;
                let pool = DammV2PoolAccount {
                    token_a_mint: first_mint,
                    token_b_mint: second_mint,
                    token_a_vault: first_vault,
                    token_b_vault: second_vault,
                    liquidity: liquidity.checked_shl(DAMM_SHIFT).unwrap_or(u128::MAX),
                    sqrt_min_price,
                    sqrt_max_price,
                    sqrt_price,
                    ..DammV2PoolAccount::default()
                };
                Laid::owned(self.key, programs::METEORA_DAMM_V2, pool.encode())
            }
        }
    }
}

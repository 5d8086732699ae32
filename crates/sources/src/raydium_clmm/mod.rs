//! Raydium CLMM pools with their observations.
//!
//! Layout: `PoolState` of Raydium's open-source `raydium-clmm`, packed, behind the account's discriminator.

#[cfg(feature = "encode")]
mod encode;
mod observations;

use fair_value::{Now, Params, Reading};

#[cfg(feature = "encode")]
pub use encode::{ClmmObservation, ClmmObservationsAccount, ClmmPoolAccount};
pub(crate) use observations::LAYOUT as OBSERVATIONS_LAYOUT;

use crate::{
    Key, Role,
    account::Part,
    bytes::{i32_at, key_at, u8_at, u64_at, u128_at},
    fault::{Condition, Fault, SourceFault},
    history::{NO_HISTORY, Scale},
    layout::{Layout, Length, offsets},
    math::{depth::Liquidity, log::Step, sqrt_price},
    members::Members,
    pair::Orientation,
    pool::Pool,
    programs,
};

/// First eight bytes of a pool.
pub const DISCRIMINATOR: [u8; 8] = [0xf7, 0xed, 0xe3, 0xf5, 0xd7, 0xc3, 0xde, 0x46];
/// Length of a pool.
pub const LEN: usize = 1544;
const TOKEN_MINT_0: usize = 73;
const TOKEN_MINT_1: usize = 105;
const TOKEN_VAULT_0: usize = 137;
const TOKEN_VAULT_1: usize = 169;
const OBSERVATION_KEY: usize = 201;
const MINT_DECIMALS_0: usize = 233;
const MINT_DECIMALS_1: usize = 234;
const LIQUIDITY: usize = 237;
const SQRT_PRICE_X64: usize = 253;
const TICK_CURRENT: usize = 269;
const FEE_GROWTH_GLOBAL_0: usize = 277;
const FEE_GROWTH_GLOBAL_1: usize = 293;
const STATUS: usize = 389;
const OPEN_TIME: usize = 1080;

/// Bit of the status that stops swaps.
const SWAP_DISABLED: u8 = 1 << 4;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "PoolState",
    owners: &[programs::RAYDIUM_CLMM],
    discriminator: Some(DISCRIMINATOR),
    length: Length::Exact(LEN),
    offsets: offsets![
        TOKEN_MINT_0,
        TOKEN_MINT_1,
        TOKEN_VAULT_0,
        TOKEN_VAULT_1,
        OBSERVATION_KEY,
        MINT_DECIMALS_0,
        MINT_DECIMALS_1,
        LIQUIDITY,
        SQRT_PRICE_X64,
        TICK_CURRENT,
        FEE_GROWTH_GLOBAL_0,
        FEE_GROWTH_GLOBAL_1,
        STATUS,
        OPEN_TIME
    ],
};

/// What a pool says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClmmPool<'a> {
    /// The two mints, in the pool's order.
    pub mints: [&'a Key; 2],
    /// The pool's two token accounts, in the same order.
    pub vaults: [&'a Key; 2],
    /// Decimals of the two mints.
    pub decimals: [u8; 2],
    /// Where the pool's observations are.
    pub observation_key: &'a Key,
    /// Liquidity in range.
    pub liquidity: u128,
    /// Square root of base units of the second token per base unit of the first, x 2^64.
    pub sqrt_price: u128,
    /// The tick that the price lies in.
    pub tick: i32,
    /// Whether swaps are stopped.
    pub disabled: bool,
    /// Unix time from which swaps are allowed.
    pub open_time: u64,
    /// Whether a swap ever paid a fee.
    pub traded: bool,
}

impl<'a> ClmmPool<'a> {
    /// Decodes a pool: owner, type and length are checked, nothing else.
    pub(crate) fn decode(part: Part<'a>) -> Result<Self, SourceFault> {
        let data = part.typed::<LEN>(&programs::RAYDIUM_CLMM, &DISCRIMINATOR)?;
        let fees = u128_at::<FEE_GROWTH_GLOBAL_0, LEN>(data) | u128_at::<FEE_GROWTH_GLOBAL_1, LEN>(data);
        Ok(Self {
            mints: [key_at::<TOKEN_MINT_0, LEN>(data), key_at::<TOKEN_MINT_1, LEN>(data)],
            vaults: [key_at::<TOKEN_VAULT_0, LEN>(data), key_at::<TOKEN_VAULT_1, LEN>(data)],
            decimals: [u8_at::<MINT_DECIMALS_0, LEN>(data), u8_at::<MINT_DECIMALS_1, LEN>(data)],
            observation_key: key_at::<OBSERVATION_KEY, LEN>(data),
            liquidity: u128_at::<LIQUIDITY, LEN>(data),
            sqrt_price: u128_at::<SQRT_PRICE_X64, LEN>(data),
            tick: i32_at::<TICK_CURRENT, LEN>(data),
            disabled: u8_at::<STATUS, LEN>(data) & SWAP_DISABLED != 0,
            open_time: u64_at::<OPEN_TIME, LEN>(data),
            traded: fees != 0,
        })
    }

    fn check_tradable(&self, orientation: Orientation, token_decimals: u8, now: &Now) -> Result<(), Condition> {
        let [first, second] = self.decimals;
        let (token, sol) = orientation.token_then_sol(first, second);
        if token != token_decimals || sol != sqrt_price::SOL_DECIMALS {
            Err(Condition::WrongDecimals)
        } else if self.disabled {
            Err(Condition::Disabled)
        } else if i64::try_from(self.open_time).unwrap_or(i64::MAX) > now.time.get() {
            Err(Condition::NotOpen)
        } else if self.liquidity == 0 {
            Err(Condition::ZeroLiquidity)
        } else if !self.traded {
            Err(Condition::NeverTraded)
        } else {
            Ok(())
        }
    }
}

/// Spot, depth and, where its account is listed, the pool's own history of the token in SOL.
#[inline(never)]
pub(crate) fn observe(members: &Members<'_>, now: &Now, params: &Params) -> Result<Reading, Fault> {
    let part = members.main()?;
    let pool = ClmmPool::decode(part)?;
    let token_decimals = members.token_decimals;
    let [first, second] = pool.mints;
    let orientation = Orientation::of_ordered(part, members.mint, first, second)?;
    let spot = sqrt_price::rate(pool.sqrt_price, orientation, token_decimals);
    let spot = spot.map_err(|condition| part.fault(condition))?;
    pool.check_tradable(orientation, token_decimals, now).map_err(|condition| part.fault(condition))?;

    let history = match members.behind(part, Role::History) {
        None => None,
        Some(history) if !history.is_at(pool.observation_key) => {
            return Err(part.fault(Condition::WrongSibling).into());
        }
        Some(history) => {
            let scale = Scale { step: Step::TICK, orientation, token_decimals };
            let ring = observations::decode(history, part.account.key)?;
            Some(ring.map_or(NO_HISTORY, |ring| ring.windows(pool.tick, now, params, scale)))
        }
    };
    let common = Pool { orientation, vaults: pool.vaults, spot, history };
    let liquidity = Liquidity { value: pool.liquidity, shift: 0, sqrt_price: pool.sqrt_price };
    common.market(members, &liquidity, false)
}

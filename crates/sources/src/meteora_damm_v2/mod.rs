//! Meteora DAMM v2 pools.
//!
//! Layout: `Pool` of Meteora's `cp-amm` (repository MeteoraAg/damm-v2), behind the account's discriminator. Liquidity there is scaled by
//! 2^64; a pool spans one fixed range, usually all prices, and keeps no history.

#[cfg(feature = "encode")]
mod encode;

use fair_value::{Now, Reading};

#[cfg(feature = "encode")]
pub use encode::DammV2PoolAccount;

use crate::{
    Key,
    account::Part,
    activation,
    bytes::{key_at, u8_at, u64_at, u128_at},
    fault::{Condition, Fault, SourceFault},
    layout::{Layout, Length, offsets},
    math::{depth::Liquidity, sqrt_price},
    members::Members,
    pair::Orientation,
    pool::Pool,
    programs,
};

/// First eight bytes of the account.
pub const DISCRIMINATOR: [u8; 8] = [0xf1, 0x9a, 0x6d, 0x04, 0x11, 0xb1, 0x6d, 0xbc];
/// Length of the account.
pub const LEN: usize = 1112;
const TOKEN_A_MINT: usize = 168;
const TOKEN_B_MINT: usize = 200;
const TOKEN_A_VAULT: usize = 232;
const TOKEN_B_VAULT: usize = 264;
const LIQUIDITY: usize = 360;
const SQRT_MIN_PRICE: usize = 424;
const SQRT_MAX_PRICE: usize = 440;
const SQRT_PRICE: usize = 456;
const ACTIVATION_POINT: usize = 472;
const ACTIVATION_TYPE: usize = 480;
const POOL_STATUS: usize = 481;
const COLLECT_FEE_MODE: usize = 484;
const TOTAL_LP_A_FEE: usize = 568;
const TOTAL_LP_B_FEE: usize = 584;

const LIQUIDITY_SHIFT: i32 = 64;
const ENABLED: u8 = 0;
/// Fees in both tokens (0) or in the second only (1) leave the curve alone. Compounding (2) lets part of them enter the
/// reserves: the price is always that of the reserves, while the liquidity counts shares and bounds the depth from below.
const LAST_KNOWN_FEE_MODE: u8 = 2;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "Pool",
    owners: &[programs::METEORA_DAMM_V2],
    discriminator: Some(DISCRIMINATOR),
    length: Length::Exact(LEN),
    offsets: offsets![
        TOKEN_A_MINT,
        TOKEN_B_MINT,
        TOKEN_A_VAULT,
        TOKEN_B_VAULT,
        LIQUIDITY,
        SQRT_MIN_PRICE,
        SQRT_MAX_PRICE,
        SQRT_PRICE,
        ACTIVATION_POINT,
        ACTIVATION_TYPE,
        POOL_STATUS,
        COLLECT_FEE_MODE,
        TOTAL_LP_A_FEE,
        TOTAL_LP_B_FEE
    ],
};

/// What a pool says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DammV2Pool<'a> {
    /// The two mints, in the pool's order.
    pub mints: [&'a Key; 2],
    /// The pool's two token accounts, in the same order.
    pub vaults: [&'a Key; 2],
    /// Liquidity, scaled by 2^64.
    pub liquidity: u128,
    /// The range of square-root prices, x 2^64.
    pub range: [u128; 2],
    /// Square root of base units of the second token per base unit of the first, x 2^64.
    pub sqrt_price: u128,
    /// Slot or time from which anyone may trade.
    pub activation_point: u64,
    /// Whether that is a slot (0) or a time (1).
    pub activation_type: u8,
    /// Zero: trading is enabled.
    pub status: u8,
    /// Which fees are taken how.
    pub fee_mode: u8,
    /// Whether a swap ever paid a fee.
    pub traded: bool,
}

impl<'a> DammV2Pool<'a> {
    /// Decodes a pool: owner, type and length are checked, nothing else.
    pub(crate) fn decode(part: Part<'a>) -> Result<Self, SourceFault> {
        let data = part.typed::<LEN>(&programs::METEORA_DAMM_V2, &DISCRIMINATOR)?;
        let fees = u128_at::<TOTAL_LP_A_FEE, LEN>(data) | u128_at::<TOTAL_LP_B_FEE, LEN>(data);
        Ok(Self {
            mints: [key_at::<TOKEN_A_MINT, LEN>(data), key_at::<TOKEN_B_MINT, LEN>(data)],
            vaults: [key_at::<TOKEN_A_VAULT, LEN>(data), key_at::<TOKEN_B_VAULT, LEN>(data)],
            liquidity: u128_at::<LIQUIDITY, LEN>(data),
            range: [u128_at::<SQRT_MIN_PRICE, LEN>(data), u128_at::<SQRT_MAX_PRICE, LEN>(data)],
            sqrt_price: u128_at::<SQRT_PRICE, LEN>(data),
            activation_point: u64_at::<ACTIVATION_POINT, LEN>(data),
            activation_type: u8_at::<ACTIVATION_TYPE, LEN>(data),
            status: u8_at::<POOL_STATUS, LEN>(data),
            fee_mode: u8_at::<COLLECT_FEE_MODE, LEN>(data),
            traded: fees != 0,
        })
    }

    fn check_tradable(&self, now: &Now) -> Result<(), Condition> {
        let open = activation::has_come(self.activation_point, self.activation_type, now)?;
        if self.status != ENABLED {
            Err(Condition::Disabled)
        } else if self.fee_mode > LAST_KNOWN_FEE_MODE {
            Err(Condition::UnsupportedMode)
        } else if !open {
            Err(Condition::NotOpen)
        } else if self.liquidity == 0 {
            Err(Condition::ZeroLiquidity)
        } else if !self.traded {
            Err(Condition::NeverTraded)
        } else {
            Ok(())
        }
    }

    /// At an end of its range a pool holds one of its tokens only.
    fn is_exhausted(&self) -> bool {
        let [least, greatest] = self.range;
        self.sqrt_price <= least || self.sqrt_price >= greatest
    }
}

/// Spot and depth of the token in SOL.
#[inline(never)]
pub(crate) fn observe(members: &Members<'_>, now: &Now) -> Result<Reading, Fault> {
    let part = members.main()?;
    let pool = DammV2Pool::decode(part)?;
    let [first, second] = pool.mints;
    let orientation = Orientation::of(part, members.mint, first, second)?;
    let spot = sqrt_price::rate(pool.sqrt_price, orientation, members.token_decimals)
        .map_err(|condition| part.fault(condition))?;
    pool.check_tradable(now).map_err(|condition| part.fault(condition))?;
    let common = Pool { orientation, vaults: pool.vaults, spot, history: None };
    let liquidity = Liquidity { value: pool.liquidity, shift: LIQUIDITY_SHIFT, sqrt_price: pool.sqrt_price };
    common.market(members, &liquidity, pool.is_exhausted())
}

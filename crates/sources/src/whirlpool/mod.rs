//! Orca Whirlpools.
//!
//! Layout: Borsh of `Whirlpool` in <https://docs.rs/orca_whirlpools_client>, behind the account's discriminator. A Whirlpool keeps
//! no price history: its `Oracle` account, which few have, serves adaptive fees and says when the pool opens. There is no
//! switch that would stop trading. The second deployment of the program is immutable and has the same layout.

#[cfg(feature = "encode")]
mod encode;
mod oracle;

use fair_value::{Now, Reading};

#[cfg(feature = "encode")]
pub use encode::{WhirlpoolAccount, WhirlpoolOracleAccount};
pub(crate) use oracle::LAYOUT as ORACLE_LAYOUT;

use crate::{
    Key, Role,
    account::Part,
    bytes::{i32_at, key_at, u64_at, u128_at},
    fault::{Condition, Fault, SourceFault},
    layout::{Layout, Length, offsets},
    math::{depth::Liquidity, sqrt_price},
    members::Members,
    pair::Orientation,
    pool::Pool,
    programs,
};

/// First eight bytes of the account.
pub const DISCRIMINATOR: [u8; 8] = [0x3f, 0x95, 0xd1, 0x0c, 0xe1, 0x80, 0x63, 0x09];
/// Length of the account.
pub const LEN: usize = 653;
const LIQUIDITY: usize = 49;
const SQRT_PRICE: usize = 65;
const TICK_CURRENT_INDEX: usize = 81;
const TOKEN_MINT_A: usize = 101;
const TOKEN_VAULT_A: usize = 133;
const FEE_GROWTH_GLOBAL_A: usize = 165;
const TOKEN_MINT_B: usize = 181;
const TOKEN_VAULT_B: usize = 213;
const FEE_GROWTH_GLOBAL_B: usize = 245;
const REWARD_LAST_UPDATED: usize = 261;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "Whirlpool",
    owners: &programs::WHIRLPOOLS,
    discriminator: Some(DISCRIMINATOR),
    length: Length::Exact(LEN),
    offsets: offsets![
        LIQUIDITY,
        SQRT_PRICE,
        TICK_CURRENT_INDEX,
        TOKEN_MINT_A,
        TOKEN_VAULT_A,
        FEE_GROWTH_GLOBAL_A,
        TOKEN_MINT_B,
        TOKEN_VAULT_B,
        FEE_GROWTH_GLOBAL_B,
        REWARD_LAST_UPDATED
    ],
};

/// What a Whirlpool says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Whirlpool<'a> {
    /// The two mints, in the pool's order.
    pub mints: [&'a Key; 2],
    /// The pool's two token accounts, in the same order.
    pub vaults: [&'a Key; 2],
    /// Liquidity in range.
    pub liquidity: u128,
    /// Square root of base units of the second token per base unit of the first, x 2^64.
    pub sqrt_price: u128,
    /// The tick that the price lies in.
    pub tick: i32,
    /// Unix time of the last swap or change of liquidity.
    pub last_activity: u64,
    /// Whether a swap ever paid a fee.
    pub traded: bool,
}

impl<'a> Whirlpool<'a> {
    /// Decodes a Whirlpool: owner, type and length are checked, nothing else.
    pub(crate) fn decode(part: Part<'a>, program: &Key) -> Result<Self, SourceFault> {
        let data = part.typed::<LEN>(program, &DISCRIMINATOR)?;
        let fees = u128_at::<FEE_GROWTH_GLOBAL_A, LEN>(data) | u128_at::<FEE_GROWTH_GLOBAL_B, LEN>(data);
        Ok(Self {
            mints: [key_at::<TOKEN_MINT_A, LEN>(data), key_at::<TOKEN_MINT_B, LEN>(data)],
            vaults: [key_at::<TOKEN_VAULT_A, LEN>(data), key_at::<TOKEN_VAULT_B, LEN>(data)],
            liquidity: u128_at::<LIQUIDITY, LEN>(data),
            sqrt_price: u128_at::<SQRT_PRICE, LEN>(data),
            tick: i32_at::<TICK_CURRENT_INDEX, LEN>(data),
            last_activity: u64_at::<REWARD_LAST_UPDATED, LEN>(data),
            traded: fees != 0,
        })
    }
}

/// Spot and depth of the token in SOL.
#[inline(never)]
pub(crate) fn observe(members: &Members<'_>, now: &Now) -> Result<Reading, Fault> {
    let part = members.main()?;
    let program = &members.config.program;
    let pool = Whirlpool::decode(part, program)?;
    let [first, second] = pool.mints;
    let orientation = Orientation::of_ordered(part, members.mint, first, second)?;
    let spot = sqrt_price::rate(pool.sqrt_price, orientation, members.token_decimals)
        .map_err(|condition| part.fault(condition))?;
    if let Some(oracle) = members.behind(part, Role::History) {
        oracle::check_open(oracle, program, part.account.key, now)?;
    }
    if pool.liquidity == 0 {
        return Err(part.fault(Condition::ZeroLiquidity).into());
    }
    if !pool.traded {
        return Err(part.fault(Condition::NeverTraded).into());
    }
    let common = Pool { orientation, vaults: pool.vaults, spot, history: None };
    let liquidity = Liquidity { value: pool.liquidity, shift: 0, sqrt_price: pool.sqrt_price };
    common.market(members, &liquidity, false)
}

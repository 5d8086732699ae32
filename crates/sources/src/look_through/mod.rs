//! The market price of a token that has no market of its own, from the market of what backs it:
//! (SOL reserves + token reserves x their market rate) / supply.
//!
//! Accounts: the token's mint, reserves of SOL, then the pool of the backing token against SOL, that token's mint, and its reserves. The
//! depth is the pool's: to move this rate by 1 % its price must move by 1 % or more.

use fair_value::{
    MarketReading, Now, Params, Reading,
    units::{Lamports, Rate, TokenAmount},
};

use crate::{
    Key, Role,
    account::same,
    fault::{Condition, Fault},
    math::{
        ratio::{FRACTION_BITS, power_of_ten, rate_of, value_at},
        wide::checked_times,
    },
    members::Members,
    meteora_damm_v2, programs, raydium_clmm,
    token::Mint,
    vault::reserve,
    whirlpool,
};

/// Spot of the token in SOL and the depth of the pool that it is looked through to.
#[inline(never)]
pub(crate) fn observe(members: &Members<'_>, now: &Now, params: &Params) -> Result<Reading, Fault> {
    let config = members.config;
    let mint_part = members.find(Role::Mint).ok_or_else(|| members.invalid())?;
    let backing_part = members.find(Role::WrapperMint).ok_or_else(|| members.invalid())?;
    let mint = Mint::issued(mint_part, members.token_decimals)?;
    let backing = Mint::decode(backing_part)?;
    let Reading::Market(market) = pool(members, backing_part.account.key, backing.decimals, now, params)? else {
        return Err(members.invalid());
    };

    let (mut lamports, mut tokens) = (Lamports::ZERO, TokenAmount::ZERO);
    for (role, part) in members.iter() {
        let overflow = || part.fault(Condition::OutOfRange);
        let held = match role {
            Some(Role::LamportReserve) => reserve::lamports(part, config)?.0,
            Some(Role::DerivedReserve) => reserve::derived(part)?,
            Some(Role::StakeReserve) => reserve::stake(part, &config.pin),
            Some(Role::TokenReserve) => {
                let held = reserve::tokens(part, backing_part.account.key, &config.pin)?;
                tokens = tokens.checked_add(held).ok_or_else(overflow)?;
                continue;
            }
            Some(Role::Mint | Role::Main | Role::WrapperMint) => continue,
            _ => return Err(members.invalid()),
        };
        lamports = lamports.checked_add(held).ok_or_else(overflow)?;
    }
    let assets = value_at(tokens, market.spot, backing.decimals).saturating_add(lamports.get().into());
    let spot = per_token(assets, mint).map_err(|condition| mint_part.fault(condition))?;
    Ok(Reading::Market(MarketReading { spot, history: None, ..market }))
}

/// The market of the backing token.
fn pool(members: &Members<'_>, backing: &Key, decimals: u8, now: &Now, params: &Params) -> Result<Reading, Fault> {
    let inner = Members { mint: backing, token_decimals: decimals, ..*members };
    let program = &members.config.program;
    if programs::WHIRLPOOLS.iter().any(|deployment| same(program, deployment)) {
        whirlpool::observe(&inner, now)
    } else if same(program, &programs::RAYDIUM_CLMM) {
        raydium_clmm::observe(&inner, now, params)
    } else if same(program, &programs::METEORA_DAMM_V2) {
        meteora_damm_v2::observe(&inner, now)
    } else {
        Err(members.invalid())
    }
}

/// Lamports over all tokens as a rate, rounded down.
fn per_token(assets: u128, mint: Mint) -> Result<Rate, Condition> {
    let assets = u64::try_from(assets).map_err(|_| Condition::OutOfRange)?;
    // 64 + 44 bits, and at most 30 more where there is room.
    let scaled = u128::from(assets).wrapping_shl(FRACTION_BITS);
    let supply = u128::from(mint.supply.get());
    let power = power_of_ten(mint.decimals.abs_diff(9).into()).ok_or(Condition::OutOfRange)?;
    let raised = |value: u128| checked_times(value, power).ok_or(Condition::OutOfRange);
    let (numerator, denominator) =
        if mint.decimals >= 9 { (raised(scaled)?, supply) } else { (scaled, raised(supply)?) };
    let bits = numerator.checked_div(denominator).ok_or(Condition::ZeroSupply)?;
    if bits == 0 { Err(Condition::ZeroAssets) } else { rate_of(u64::try_from(bits).ok()) }
}

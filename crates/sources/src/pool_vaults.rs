//! The reserve share of a full-range pool, from the vaults that its configuration lists.

use fair_value::units::Rate;

use crate::{
    Key, Role,
    account::Part,
    fault::{Condition, Fault, SourceFault},
    members::Members,
    pair::Orientation,
    programs::WRAPPED_SOL,
    token::TokenAccount,
};

/// Whether over 80 % of the pool's value lies on one side. Only pools whose vaults are listed are judged: where liquidity is
/// concentrated, the vaults say nothing about what is in range.
pub(crate) fn one_sided(
    members: &Members<'_>,
    orientation: Orientation,
    first_vault: &Key,
    second_vault: &Key,
    spot: Rate,
) -> Result<bool, Fault> {
    let (Some(token_part), Some(sol_part)) = (members.find(Role::TokenVault), members.find(Role::SolVault)) else {
        return Ok(false);
    };
    let (token_vault, sol_vault) = orientation.token_then_sol(first_vault, second_vault);
    let tokens = balance(&token_part, token_vault, members.mint)?;
    let lamports = balance(&sol_part, sol_vault, &WRAPPED_SOL)?;
    Ok(lopsided(tokens, lamports, spot, members.config.token_decimals))
}

fn balance(part: &Part<'_>, named_by_pool: &Key, mint: &Key) -> Result<u64, SourceFault> {
    if part.account.key != named_by_pool {
        let condition = Condition::WrongSibling { expected: *part.account.key, found: *named_by_pool };
        return Err(part.fault(condition));
    }
    let holding = TokenAccount::decode(part)?;
    holding.of_mint(part, mint)?;
    Ok(holding.amount)
}

/// Over 80 % on one side: one value is more than four times the other. Values in lamports.
fn lopsided(tokens: u64, lamports: u64, spot: Rate, token_decimals: u8) -> bool {
    // (2^64 x 2^64) >> 44 = 2^84, times 10^9 at most: 114 bits.
    let value = u128::from(tokens).wrapping_mul(u128::from(spot.0.to_bits())).wrapping_shr(44);
    let value = match token_decimals.checked_sub(9) {
        None => value.saturating_mul(power(9u8.saturating_sub(token_decimals))),
        Some(0) => value,
        Some(more) => value.checked_div(power(more)).unwrap_or(0),
    };
    let lamports = u128::from(lamports);
    value > lamports.wrapping_mul(4) || lamports > value.saturating_mul(4)
}

fn power(exponent: u8) -> u128 {
    crate::math::ratio::power_of_ten(u32::from(exponent)).map_or(u128::MAX, u128::from)
}

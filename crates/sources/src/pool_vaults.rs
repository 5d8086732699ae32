//! What a pool's two token accounts hold.

use fair_value::{
    MarketReading,
    units::{Lamports, Rate},
};

use crate::{
    Key, Role,
    account::Part,
    fault::{Condition, Fault, SourceFault},
    math::ratio::value_at,
    members::Members,
    pair::Orientation,
    programs::WRAPPED_SOL,
    token::TokenAccount,
};

/// The balances of a pool's token accounts.
#[derive(Clone, Copy)]
pub(crate) struct Reserves {
    tokens: u64,
    lamports: u64,
}

/// The pool's balances, where its token accounts are listed. `first_vault` and `second_vault` are those that the pool names.
pub(crate) fn reserves(
    members: &Members<'_>,
    orientation: Orientation,
    first_vault: &Key,
    second_vault: &Key,
) -> Result<Option<Reserves>, Fault> {
    let (Some(token_part), Some(sol_part)) = (members.find(Role::TokenVault), members.find(Role::SolVault)) else {
        return Ok(None);
    };
    let (token_vault, sol_vault) = orientation.token_then_sol(first_vault, second_vault);
    Ok(Some(Reserves {
        tokens: balance(&token_part, token_vault, members.mint)?,
        lamports: balance(&sol_part, sol_vault, &WRAPPED_SOL)?,
    }))
}

/// What the vaults make of a market, where they are listed: its depth is no more than the poorer of them holds, whatever the liquidity in
/// range is said to be; and over 80 % of the value on one side makes it one-sided.
pub(crate) fn judge(
    members: &Members<'_>,
    orientation: Orientation,
    first_vault: &Key,
    second_vault: &Key,
    market: MarketReading,
) -> Result<MarketReading, Fault> {
    let Some(reserves) = reserves(members, orientation, first_vault, second_vault)? else { return Ok(market) };
    let decimals = members.config.token_decimals;
    let held = Lamports(reserves.smaller_side(market.spot, decimals));
    Ok(MarketReading {
        depth: market.depth.min(held),
        one_sided: market.one_sided || reserves.lopsided(market.spot, decimals),
        ..market
    })
}

impl Reserves {
    /// Over 80 % on one side: one value is more than four times the other.
    fn lopsided(&self, spot: Rate, token_decimals: u8) -> bool {
        let value = value_at(self.tokens, spot, token_decimals);
        let lamports = u128::from(self.lamports);
        value > lamports.wrapping_mul(4) || lamports > value.saturating_mul(4)
    }

    /// The lamports of the poorer side.
    pub(crate) fn smaller_side(&self, spot: Rate, token_decimals: u8) -> u64 {
        let value = value_at(self.tokens, spot, token_decimals);
        u64::try_from(value).map_or(self.lamports, |value| value.min(self.lamports))
    }
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

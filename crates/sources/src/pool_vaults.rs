//! What pools have in common: a price, liquidity, and two token accounts.

use fair_value::{
    History, MarketReading,
    units::{Bps, Lamports, Rate},
};

use crate::{
    Key, Role,
    account::Part,
    fault::{Condition, Fault, SourceFault},
    math::{
        depth::{self, Liquidity},
        ratio::value_at,
    },
    members::Members,
    pair::Orientation,
    programs::WRAPPED_SOL,
    token::TokenAccount,
};

/// What a pool says of itself, whatever its venue.
pub(crate) struct Pool<'a> {
    pub(crate) orientation: Orientation,
    /// The two token accounts, in the pool's order.
    pub(crate) vaults: [&'a Key; 2],
    pub(crate) spot: Rate,
    pub(crate) history: Option<History>,
}

/// The balances of a pool's token accounts.
pub(crate) struct Reserves {
    /// What the tokens are worth in lamports.
    value: u128,
    lamports: u64,
}

impl Pool<'_> {
    /// The pool's balances, where its token accounts are listed.
    #[inline(never)]
    pub(crate) fn reserves(&self, members: &Members<'_>) -> Result<Option<Reserves>, Fault> {
        let (Some(token_part), Some(sol_part)) = (members.find(Role::TokenVault), members.find(Role::SolVault)) else {
            return Ok(None);
        };
        let [first, second] = self.vaults;
        let (token_vault, sol_vault) = self.orientation.token_then_sol(first, second);
        let tokens = balance(&token_part, token_vault, members.mint)?;
        let lamports = balance(&sol_part, sol_vault, &WRAPPED_SOL)?;
        Ok(Some(Reserves { value: value_at(tokens, self.spot, members.config.token_decimals), lamports }))
    }

    /// The market of a pool with so much liquidity in range. The vaults, where they are listed, bound its depth: it is no more than the poorer
    /// of them holds, whatever the liquidity is said to be; and over 80 % of the value on one side makes it one-sided.
    #[inline(never)]
    pub(crate) fn market(
        &self,
        members: &Members<'_>,
        liquidity: &Liquidity,
        exhausted: bool,
    ) -> Result<MarketReading, Fault> {
        let (mut depth, mut one_sided) = (depth::one_percent(liquidity, self.orientation), exhausted);
        if let Some(reserves) = self.reserves(members)? {
            depth = depth.min(reserves.smaller_side());
            one_sided |= reserves.lopsided();
        }
        Ok(self.reading(depth, one_sided))
    }

    /// The market of a pool of this depth.
    pub(crate) fn reading(&self, depth: u64, one_sided: bool) -> MarketReading {
        MarketReading {
            spot: self.spot,
            depth: Lamports(depth),
            confidence: Bps(0),
            history: self.history,
            one_sided,
            published: None,
        }
    }
}

impl Reserves {
    /// Over 80 % on one side: one value is more than four times the other.
    fn lopsided(&self) -> bool {
        let quarter = u128::from(self.lamports.div_ceil(4));
        self.value < quarter || self.value > u128::from(self.lamports).wrapping_shl(2)
    }

    /// The lamports of the poorer side.
    pub(crate) fn smaller_side(&self) -> u64 {
        u64::try_from(self.value).map_or(self.lamports, |value| value.min(self.lamports))
    }
}

fn balance(part: &Part<'_>, named_by_pool: &Key, mint: &Key) -> Result<u64, SourceFault> {
    if part.account.key != named_by_pool {
        return Err(part.fault(Condition::WrongSibling));
    }
    let holding = TokenAccount::decode(part)?;
    holding.of_mint(part, mint)?;
    Ok(holding.amount)
}

//! What pools have in common: a price, liquidity, and two token accounts.

use fair_value::{
    History, MarketReading, Reading,
    units::{Bps, Lamports, Rate, TokenAmount},
};

use crate::{
    Key,
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

/// What a pool's token accounts hold.
pub(crate) struct Reserves {
    /// What the poorer side is worth.
    pub(crate) poorer: Lamports,
    /// Over 80 % on one side: one value is more than four times the other.
    lopsided: bool,
}

impl Pool<'_> {
    /// The pool's balances, where its token accounts are listed.
    #[inline(never)]
    pub(crate) fn reserves(&self, members: &Members<'_>) -> Result<Option<Reserves>, Fault> {
        let Some([token_part, sol_part]) = members.vaults() else { return Ok(None) };
        let [first, second] = self.vaults;
        let (token_vault, sol_vault) = self.orientation.token_then_sol(first, second);
        let tokens = balance(token_part, token_vault, members.mint)?;
        let lamports = balance(sol_part, sol_vault, &WRAPPED_SOL)?.get();
        let value = value_at(tokens, self.spot, members.token_decimals);
        Ok(Some(Reserves {
            poorer: Lamports::new(u64::try_from(value).map_or(lamports, |value| value.min(lamports))),
            lopsided: value < u128::from(lamports.div_ceil(4)) || value > u128::from(lamports).wrapping_shl(2),
        }))
    }

    /// The market of a pool with so much liquidity in range. The vaults, where they are listed, bound its depth: it is no more than the poorer
    /// of them holds, whatever the liquidity is said to be; and over 80 % of the value on one side makes it one-sided.
    #[inline(never)]
    pub(crate) fn market(
        &self,
        members: &Members<'_>,
        liquidity: &Liquidity,
        exhausted: bool,
    ) -> Result<Reading, Fault> {
        let (mut depth, mut one_sided) = (depth::one_percent(liquidity, self.orientation), exhausted);
        if let Some(reserves) = self.reserves(members)? {
            depth = depth.min(reserves.poorer);
            one_sided |= reserves.lopsided;
        }
        self.reading(members, depth, one_sided)
    }

    /// The reading of a pool of this depth, or of the configured ceiling where that is lower.
    pub(crate) fn reading(&self, members: &Members<'_>, depth: Lamports, one_sided: bool) -> Result<Reading, Fault> {
        let depth = match members.config.feed_depth {
            0 => depth,
            ceiling => depth.min(Lamports::new(ceiling)),
        };
        if depth == Lamports::ZERO {
            return Err(members.main()?.fault(Condition::ZeroLiquidity).into());
        }
        Ok(Reading::Market(MarketReading {
            spot: self.spot,
            depth,
            confidence: Bps::ZERO,
            history: self.history,
            one_sided,
            published: None,
        }))
    }
}

fn balance(part: Part<'_>, named_by_pool: &Key, mint: &Key) -> Result<TokenAmount, SourceFault> {
    if !part.is_at(named_by_pool) {
        return Err(part.fault(Condition::WrongSibling));
    }
    TokenAccount::amount(part, mint, None)
}

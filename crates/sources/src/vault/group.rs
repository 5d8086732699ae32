//! Token reserves that one stake pool values, wrapped or not.

use fair_value::{
    Now,
    units::{Lamports, TokenAmount},
};

use super::reserve;
use crate::{
    Key,
    account::Part,
    fault::{Condition, SourceFault},
    stake_pool::{DECIMALS, StakePool},
    table::SourceConfig,
    token::{Mint, TokenAccount},
};

/// A stake pool with the reserves of its token that follow it.
pub(super) struct Group<'a> {
    /// The stake pool's account.
    pub(super) part: Part<'a>,
    pub(super) pool: StakePool<'a>,
    /// The token that its reserves hold: the pool's own, or what wraps it.
    token: &'a Key,
    /// Over all reserves.
    amount: TokenAmount,
    /// Supply of the wrapping token, with its mint's account, and what covers it.
    wrapped: Option<(Part<'a>, TokenAmount)>,
    cover: Option<TokenAmount>,
}

impl<'a> Group<'a> {
    pub(super) fn open(part: Part<'a>, now: &Now) -> Result<Self, SourceFault> {
        let pool = StakePool::decode(part, now)?;
        Ok(Self { part, pool, token: pool.mint, amount: TokenAmount::ZERO, wrapped: None, cover: None })
    }

    /// The reserves hold a token that wraps the pool's 1:1.
    pub(super) fn wrap(&mut self, part: Part<'a>) -> Result<(), SourceFault> {
        let mint = Mint::decode(part)?;
        if mint.decimals != DECIMALS {
            return Err(part.fault(Condition::WrongDecimals));
        }
        self.token = part.account.key;
        self.wrapped = Some((part, mint.supply));
        Ok(())
    }

    /// The token account that holds what is wrapped.
    pub(super) fn cover(&mut self, part: Part<'a>, config: &SourceConfig) -> Result<(), SourceFault> {
        self.cover = Some(TokenAccount::amount(part, self.pool.mint, Some(&config.second_pin))?);
        Ok(())
    }

    /// One more reserve.
    pub(super) fn add(&mut self, part: Part<'a>, authority: &Key) -> Result<(), SourceFault> {
        let amount = reserve::tokens(part, self.token, authority)?;
        self.amount = self.amount.checked_add(amount).ok_or_else(|| part.fault(Condition::OutOfRange))?;
        Ok(())
    }

    /// What the reserves are worth.
    pub(super) fn value(&self, config: &SourceConfig) -> Result<Lamports, SourceFault> {
        self.pool.value(self.amount, config).map_err(|condition| self.part.fault(condition))
    }

    /// Whether the wrapping token is in issue beyond what it wraps. A wrapper without a vault would be a table never checked.
    pub(super) fn undercovered(&self) -> Result<bool, SourceFault> {
        match (self.wrapped, self.cover) {
            (None, _) => Ok(false),
            (Some((_, supply)), Some(cover)) => Ok(cover < supply),
            (Some((part, _)), None) => Err(part.fault(Condition::Gone)),
        }
    }
}

//! One step of a chain: what a program gives for a token, in the token that the step before it prices.

use super::Quality;
use crate::{Key, account::Part, fault::Condition, math::wide::mul_div_floor, stake_pool::Fee, table::SourceConfig};

/// What a program gives for its token.
#[derive(Clone, Copy)]
pub(crate) struct Step<'a> {
    /// The account that says so; faults of the numbers name it.
    pub(crate) part: Part<'a>,
    /// The mint that is priced.
    pub(crate) token: &'a Key,
    pub(crate) terms: Terms,
    /// Decimals of the token.
    pub(crate) decimals: u8,
    pub(crate) quality: Quality,
}

/// So much for so many tokens, both in base units.
#[derive(Clone, Copy)]
pub(crate) struct Terms {
    pub(crate) assets: u64,
    pub(crate) supply: u64,
    /// What a withdrawal costs today.
    pub(crate) fee: Fee,
    /// What it was announced to cost.
    pub(crate) announced: Option<Fee>,
}

impl Terms {
    /// Of a program whose books hold both: neither may be zero.
    pub(crate) fn of_books(assets: u64, supply: u64, fee: Fee) -> Result<Self, Condition> {
        if supply == 0 {
            Err(Condition::ZeroSupply)
        } else if assets == 0 {
            Err(Condition::ZeroAssets)
        } else {
            Ok(Self { assets, supply, fee, announced: None })
        }
    }

    /// What so many tokens are worth, rounded down: less the withdrawal fee if that is configured, which then is the
    /// higher of today's and the announced one. A fee above the ceiling is refused either way.
    #[inline(always)]
    pub(crate) fn value(&self, tokens: u64, config: &SourceConfig) -> Result<u64, Condition> {
        if !self.fee.at_most(config.max_fee_bps) {
            return Err(Condition::FeeTooHigh);
        }
        let gross =
            if tokens == self.supply { Some(self.assets) } else { mul_div_floor(tokens, self.assets, self.supply) };
        let gross = gross.ok_or(Condition::OutOfRange)?;
        if config.net_withdrawal_fee == 0 {
            return Ok(gross);
        }
        let today = self.fee.net_of(gross);
        Ok(self.announced.map_or(today, |fee| fee.net_of(gross).min(today)))
    }
}

//! One step of a chain: what a program gives for a token, in the token that the step before it prices.

use fair_value::units::Epoch;

use crate::{
    Key,
    account::Part,
    fault::{Condition, SourceFault},
    math::wide::mul_div_floor,
    stake_pool::Fee,
    table::SourceConfig,
};

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
    /// The epoch that the numbers are of.
    pub(crate) updated: Epoch,
    /// More of a wrapper is in issue than it wraps.
    pub(crate) undercovered: bool,
    /// More of the token is in issue than the program's books say.
    pub(crate) unbacked: bool,
    /// No instruction of the program lowers this rate.
    pub(crate) is_firm: bool,
}

/// So much for so many tokens, both in base units.
#[derive(Clone, Copy)]
pub(crate) struct Terms {
    pub(crate) assets: u64,
    /// Zero only of a wrapper.
    pub(crate) supply: u64,
    /// What a withdrawal costs today.
    pub(crate) fee: Fee,
    /// What it was announced to cost.
    pub(crate) announced: Option<Fee>,
}

impl Terms {
    /// Of a program whose books hold both: neither may be zero. Where more is in issue than they say, that divides.
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
    fn value(&self, tokens: u64, config: &SourceConfig) -> Result<u64, Condition> {
        if !self.fee.at_most(config.max_fee_bps) {
            return Err(Condition::FeeTooHigh);
        }
        let gross = if tokens == self.supply {
            Some(self.assets)
        } else if self.assets == self.supply {
            Some(tokens)
        } else {
            mul_div_floor(tokens, self.assets, self.supply)
        };
        let gross = gross.ok_or(Condition::OutOfRange)?;
        if config.net_withdrawal_fee == 0 {
            return Ok(gross);
        }
        let today = self.fee.net_of(gross);
        Ok(self.announced.map_or(today, |fee| fee.net_of(gross).min(today)))
    }
}

impl Step<'_> {
    /// What so many tokens are worth.
    pub(crate) fn value(&self, tokens: u64, config: &SourceConfig) -> Result<u64, SourceFault> {
        self.terms.value(tokens, config).map_err(|condition| self.part.fault(condition))
    }
}

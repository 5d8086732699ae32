//! A token's rate as a chain of programs' own rates, from SOL outward: a stake pool's token, its deposit in a vault, what wraps that.
//!
//! Each step prices a token in the one that the step before it prices, the first in SOL. The chain's value of an amount goes through the steps
//! backwards and is rounded down at each, as their programs would redeem it; a step's withdrawal fee can be netted. The oldest epoch of all
//! steps is the chain's.

mod link;
mod step;
mod wrapper;

use fair_value::{
    Backing, NavReading, Now, Reading,
    units::{Epoch, Lamports, Rate, TokenAmount},
};

pub(crate) use link::{Link, Place, place};
pub(crate) use step::{Step, Terms};

use crate::{
    account::{Part, same},
    fault::{Condition, Fault, SourceFault},
    math::{
        ratio::FRACTION_BITS,
        wide::{divided, widening},
    },
    members::Members,
    table::{Role, SourceConfig},
};

/// Steps that a chain may have: the token of a vault that holds a wrapped stake-pool token needs as many.
pub const MAX_STEPS: usize = 3;

/// Steps in order, the first priced in SOL.
pub(crate) struct Chain<'a> {
    first: Step<'a>,
    further: [Option<Step<'a>>; MAX_STEPS - 1],
}

impl<'a> Chain<'a> {
    /// Begins with what an account that stands first in a chain says.
    pub(crate) fn begin(members: &Members<'a>, (role, part): (Role, Part<'a>), now: &Now) -> Result<Self, Fault> {
        let first = link::read(role, &Link { members, part, now, inner: None })?;
        Ok(Self { first, further: [None; MAX_STEPS - 1] })
    }

    /// Goes on with what a further one says.
    pub(crate) fn extend(
        &mut self,
        members: &Members<'a>,
        (role, part): (Role, Part<'a>),
        now: &Now,
    ) -> Result<(), Fault> {
        let step = link::read(role, &Link { members, part, now, inner: Some(self.last()) })?;
        let free = self.further.iter_mut().find(|step| step.is_none()).ok_or_else(|| members.invalid())?;
        *free = Some(step);
        Ok(())
    }

    /// The step that prices the chain's token.
    pub(crate) fn last(&self) -> &Step<'a> {
        self.further().next_back().unwrap_or(&self.first)
    }

    /// What so many of the chain's tokens are worth, rounded down.
    pub(crate) fn value(&self, tokens: TokenAmount, config: &SourceConfig) -> Result<Lamports, SourceFault> {
        let mut amount = tokens.get();
        for step in self.further().rev() {
            amount = step.value(amount, config)?;
        }
        self.first.value(amount, config).map(Lamports::new)
    }

    /// What of a reading does not depend on the amount.
    pub(crate) fn quality(&self) -> Result<Quality, SourceFault> {
        let mut all = self.first.quality()?;
        for step in self.further() {
            all.add(step.quality()?).map_err(|condition| step.part.fault(condition))?;
        }
        Ok(all)
    }

    fn further(&self) -> impl DoubleEndedIterator<Item = &Step<'a>> {
        self.further.iter().flatten()
    }
}

/// How good a rate is, or several together.
#[derive(Clone, Copy)]
pub(crate) struct Quality {
    /// The oldest epoch of its steps.
    pub(crate) updated: Epoch,
    /// A wrapper is in issue beyond what it wraps.
    pub(crate) undercovered: bool,
    /// A token is in issue beyond its program's books.
    pub(crate) unbacked: bool,
    /// Product of the rates that no program lowers; zero without any.
    pub(crate) firm: Rate,
}

impl Quality {
    /// Of what needs no rate.
    pub(crate) fn of(now: &Now) -> Self {
        Self { updated: now.epoch, undercovered: false, unbacked: false, firm: Rate::ZERO }
    }

    /// Both together.
    pub(crate) fn add(&mut self, other: Self) -> Result<(), Condition> {
        self.updated = self.updated.min(other.updated);
        self.undercovered |= other.undercovered;
        self.unbacked |= other.unbacked;
        if self.firm == Rate::ZERO {
            self.firm = other.firm;
        } else if other.firm != Rate::ZERO {
            let product = widening(self.firm.to_bits(), other.firm.to_bits()).wrapping_shr(FRACTION_BITS);
            self.firm = firm(u64::try_from(product).ok())?;
        }
        Ok(())
    }
}

/// A rate of these steps of 2^-44 that is not zero.
fn firm(steps: Option<u64>) -> Result<Rate, Condition> {
    steps.filter(|steps| *steps != 0).map(Rate::from_bits).ok_or(Condition::OutOfRange)
}

impl Step<'_> {
    fn quality(&self) -> Result<Quality, SourceFault> {
        let Terms { assets, supply, .. } = self.terms;
        let firm = if self.is_firm {
            firm(divided(u128::from(assets).wrapping_shl(FRACTION_BITS), supply))
                .map_err(|condition| self.part.fault(condition))?
        } else {
            Rate::ZERO
        };
        Ok(Quality { updated: self.updated, undercovered: self.undercovered, unbacked: self.unbacked, firm })
    }
}

/// The backing that the programs' books show, all tokens of the last step over its supply.
#[inline(never)]
pub(crate) fn observe(members: &Members<'_>, now: &Now) -> Result<Reading, Fault> {
    let mut chain: Option<Chain<'_>> = None;
    for (role, part) in members.iter() {
        let role = role.ok_or_else(|| members.invalid())?;
        match (place(role), chain.as_mut()) {
            (Some(Place::First), None) => chain = Some(Chain::begin(members, (role, part), now)?),
            (Some(Place::Further), Some(chain)) => chain.extend(members, (role, part), now)?,
            (Some(Place::Companion), Some(_)) => {}
            _ => return Err(members.invalid()),
        }
    }
    let chain = chain.ok_or_else(|| members.invalid())?;
    let last = chain.last();
    backing(members, last, chain.value(TokenAmount::new(last.terms.supply), members.config)?, chain.quality()?)
}

/// The reading of a source whose token the last step prices.
#[inline(always)]
pub(crate) fn backing(
    members: &Members<'_>,
    last: &Step<'_>,
    assets: Lamports,
    quality: Quality,
) -> Result<Reading, Fault> {
    let part = last.part;
    part.owned_by(&members.config.program)?;
    if !same(last.token, members.mint) {
        return Err(part.fault(Condition::WrongMint).into());
    }
    if last.decimals != members.token_decimals {
        return Err(part.fault(Condition::WrongDecimals).into());
    }
    if last.terms.supply == 0 {
        return Err(part.fault(Condition::ZeroSupply).into());
    }
    if assets == Lamports::ZERO {
        return Err(part.fault(Condition::ZeroAssets).into());
    }
    Ok(Reading::Nav(NavReading::Backing(Backing {
        assets,
        supply: TokenAmount::new(last.terms.supply),
        decimals: last.decimals,
        updated: quality.updated,
        custodial: Lamports::ZERO,
        undercovered: quality.undercovered,
        unbacked: quality.unbacked,
        firm: quality.firm,
    })))
}

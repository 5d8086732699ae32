//! A token's rate as a chain of programs' own rates, from SOL outward: a stake pool's token, its deposit in a vault,
//! what wraps that.
//!
//! Each step prices a token in the one that the step before it prices, the first in SOL. The chain's value of an amount
//! goes through the steps backwards and is rounded down at each, as their programs would redeem it; a step's withdrawal
//! fee can be netted. The oldest epoch of all steps is the chain's.

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
    Key,
    account::{Part, same},
    fault::{Condition, Fault, SourceFault},
    jito_vault, marinade,
    math::{
        ratio::FRACTION_BITS,
        wide::{divided, widening},
    },
    members::Members,
    sanctum_inf, stake_pool,
    table::{Role, SourceConfig},
    vault::reserve,
};

/// Steps that a chain may have: the token of a vault that holds a wrapped stake-pool token needs as many.
pub const MAX_STEPS: usize = 3;

/// A chain as far as it was read. Of a step before the last one only its terms are needed.
pub(crate) struct Chain<'a> {
    /// The account of the step that prices the chain's token.
    part: Part<'a>,
    /// The chain's token.
    token: &'a Key,
    decimals: u8,
    supply: u64,
    /// What the reserves that followed hold of the token.
    held: TokenAmount,
    first: Priced,
    further: [Option<Priced>; MAX_STEPS - 1],
}

/// Terms, and which account faults of them name.
#[derive(Clone, Copy)]
struct Priced {
    terms: Terms,
    account: u8,
}

impl Priced {
    #[inline(always)] // once for the first step, which every chain has, once for the others
    fn value(&self, tokens: u64, config: &SourceConfig) -> Result<u64, SourceFault> {
        self.terms.value(tokens, config).map_err(|condition| SourceFault { account: self.account, condition })
    }
}

impl<'a> Chain<'a> {
    /// Begins with what an account that stands first in a chain says, and adds to `quality` what is to be said of that.
    /// In place: a chain is long.
    #[inline(never)]
    pub(crate) fn begin(
        chain: &mut Option<Self>,
        role: Role,
        link: &Link<'a, '_>,
        quality: &mut Quality,
    ) -> Result<(), Fault> {
        let step = match role {
            Role::ReservePool => stake_pool::step(link.part, link.now)?,
            Role::Marinade => marinade::step(link)?,
            Role::InfPool => sanctum_inf::step(link)?,
            _ => return Err(link.members.invalid()),
        };
        *chain = Some(Self {
            part: step.part,
            token: step.token,
            decimals: step.decimals,
            supply: step.terms.supply,
            held: TokenAmount::ZERO,
            first: Priced { terms: step.terms, account: step.part.index },
            further: [None; MAX_STEPS - 1],
        });
        Ok(quality.add(step.quality).map_err(|condition| link.part.fault(condition))?)
    }

    /// Goes on with what a further one says of the chain's token.
    #[inline(never)]
    pub(crate) fn extend(&mut self, role: Role, link: &Link<'a, '_>, quality: &mut Quality) -> Result<(), Fault> {
        let part = link.part;
        let step = match role {
            Role::WrapperMint => return self.wrap(link, quality),
            Role::JitoVault => jito_vault::step(link, self.token)?,
            _ => return Err(link.members.invalid()),
        };
        let free = self.further.iter_mut().find(|step| step.is_none()).ok_or_else(|| link.members.invalid())?;
        *free = Some(Priced { terms: step.terms, account: part.index });
        (self.part, self.token, self.decimals, self.supply) = (part, step.token, step.decimals, step.terms.supply);
        Ok(quality.add(step.quality).map_err(|condition| part.fault(condition))?)
    }

    /// One more reserve of the chain's token, which this authority controls.
    pub(crate) fn add(&mut self, part: Part<'a>, authority: &Key) -> Result<(), SourceFault> {
        let amount = reserve::tokens(part, self.token, authority)?;
        self.held = self.held.checked_add(amount).ok_or_else(|| part.fault(Condition::OutOfRange))?;
        Ok(())
    }

    /// What the reserves are worth, with the account that prices them.
    pub(crate) fn reserves(&self, config: &SourceConfig) -> Result<(Part<'a>, Lamports), SourceFault> {
        Ok((self.part, self.value(self.held, config)?))
    }

    /// What so many of the chain's tokens are worth, rounded down.
    fn value(&self, tokens: TokenAmount, config: &SourceConfig) -> Result<Lamports, SourceFault> {
        let (mut amount, [second, third]) = (tokens.get(), &self.further);
        for step in [third, second] {
            amount = step.as_ref().map_or(Ok(amount), |step| step.value(amount, config))?;
        }
        self.first.value(amount, config).map(Lamports::new)
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
    /// Of this epoch, with nothing against it.
    pub(crate) const fn of(updated: Epoch) -> Self {
        Self { updated, undercovered: false, unbacked: false, firm: Rate::ZERO }
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

impl Quality {
    /// With a rate that no program lowers.
    pub(crate) fn with_firm(self, terms: &Terms) -> Result<Self, Condition> {
        let firm = firm(divided(u128::from(terms.assets).wrapping_shl(FRACTION_BITS), terms.supply))?;
        Ok(Self { firm, ..self })
    }
}

/// The backing that the programs' books show, all tokens of the last step over its supply.
#[inline(never)]
pub(crate) fn observe(members: &Members<'_>, now: &Now) -> Result<Reading, Fault> {
    let (mut chain, mut quality): (Option<Chain<'_>>, _) = (None, Quality::of(now.epoch));
    for (role, part) in members.iter() {
        let role = role.ok_or_else(|| members.invalid())?;
        let link = Link { members, part, now };
        match (place(role), chain.as_mut()) {
            (Some(Place::First), None) => Chain::begin(&mut chain, role, &link, &mut quality)?,
            (Some(Place::Further), Some(chain)) => chain.extend(role, &link, &mut quality)?,
            (Some(Place::Companion), Some(_)) => {}
            _ => return Err(members.invalid()),
        }
    }
    let chain = chain.as_ref().ok_or_else(|| members.invalid())?;
    let part = chain.part;
    part.owned_by(&members.config.program)?;
    if !same(chain.token, members.mint) {
        return Err(part.fault(Condition::WrongMint).into());
    }
    if chain.decimals != members.token_decimals {
        return Err(part.fault(Condition::WrongDecimals).into());
    }
    let supply = TokenAmount::new(chain.supply);
    if supply == TokenAmount::ZERO {
        return Err(part.fault(Condition::ZeroSupply).into());
    }
    let assets = chain.value(supply, members.config)?;
    if assets == Lamports::ZERO {
        return Err(part.fault(Condition::ZeroAssets).into());
    }
    let Quality { updated, undercovered, unbacked, firm } = quality;
    let custodial = Lamports::ZERO;
    let decimals = chain.decimals;
    Ok(Reading::Nav(NavReading::Backing(Backing {
        assets,
        supply,
        decimals,
        updated,
        custodial,
        undercovered,
        unbacked,
        firm,
    })))
}

//! A vault: reserves counted from public accounts over the supply of the token's mint.
//!
//! Counted are, each once:
//! - of wallets and program accounts their lamports, of wrapped SOL the amount;
//! - of stake accounts all lamports: delegated stake, rent-exempt reserve and what is unstaked, since all of it can be withdrawn
//!   by the pinned authority in the end;
//! - of tokens what the chain of rates before them makes of the sum of all amounts, rounded down.
//!
//! A reserve that does not exist (a stake account withdrawn to its end, an empty wallet) holds nothing; its absence is no fault.

pub(crate) mod reserve;

use fair_value::{Backing, NavReading, Now, Reading, units::Lamports};

use crate::{
    Role,
    account::Part,
    chain::{Chain, Link, Quality},
    fault::{Condition, Fault, SourceFault},
    members::Members,
    table::SourceConfig,
    token::Mint,
};

/// Running sums over the reserves.
struct Sums {
    assets: Lamports,
    custodial: Lamports,
    quality: Quality,
}

impl Sums {
    #[inline(never)]
    fn add(&mut self, part: Part<'_>, held: Lamports, custodial: bool) -> Result<(), SourceFault> {
        let overflow = || part.fault(Condition::OutOfRange);
        self.assets = self.assets.checked_add(held).ok_or_else(overflow)?;
        if custodial {
            self.custodial = self.custodial.checked_add(held).ok_or_else(overflow)?;
        }
        Ok(())
    }

    /// A chain's reserves.
    #[inline(never)]
    fn close(&mut self, chain: &Chain<'_>, config: &SourceConfig) -> Result<(), SourceFault> {
        let (part, lamports) = chain.reserves(config)?;
        self.add(part, lamports, config.custodial_authority != 0)
    }
}

/// The backing that the vault's accounts show.
#[inline(never)]
pub(crate) fn observe(members: &Members<'_>, now: &Now) -> Result<Reading, Fault> {
    let config = members.config;
    let mint_part = members.find(Role::Mint).ok_or_else(|| members.invalid())?;
    mint_part.owned_by(&config.program)?;
    let mint = Mint::issued(mint_part, members.token_decimals)?;

    let mut sums = Sums { assets: Lamports::ZERO, custodial: Lamports::ZERO, quality: Quality::of(now.epoch) };
    let mut chain: Option<Chain<'_>> = None;
    for (role, part) in members.iter() {
        match (role, chain.as_mut()) {
            (Some(Role::Mint), _) => {}
            (Some(Role::LamportReserve), _) => {
                let (lamports, custodial) = reserve::lamports(part, config)?;
                sums.add(part, lamports, custodial)?;
            }
            (Some(Role::DerivedReserve), _) => sums.add(part, reserve::derived(part)?, false)?,
            (Some(Role::StakeReserve), _) => {
                let lamports = reserve::stake(part, &config.pin);
                sums.add(part, lamports, config.custodial_authority != 0)?;
            }
            (Some(role @ (Role::ReservePool | Role::Marinade | Role::InfPool)), _) => {
                if let Some(chain) = &chain {
                    sums.close(chain, config)?;
                }
                Chain::begin(&mut chain, role, &Link { members, part, now }, &mut sums.quality)?;
            }
            (Some(role @ (Role::WrapperMint | Role::JitoVault)), Some(chain)) => {
                chain.extend(role, &Link { members, part, now }, &mut sums.quality)?;
            }
            // Read with the account before it.
            (Some(Role::WrapperVault | Role::StepMint | Role::StakeList), Some(_)) => {}
            (Some(Role::TokenReserve), Some(chain)) => chain.add(part, &config.pin)?,
            _ => return Err(members.invalid()),
        }
    }
    if let Some(chain) = &chain {
        sums.close(chain, config)?;
    }

    if sums.assets == Lamports::ZERO {
        return Err(mint_part.fault(Condition::ZeroAssets).into());
    }
    Ok(Reading::Nav(NavReading::Backing(Backing {
        assets: sums.assets,
        supply: mint.supply,
        decimals: mint.decimals,
        updated: sums.quality.updated,
        custodial: sums.custodial,
        undercovered: sums.quality.undercovered,
        unbacked: sums.quality.unbacked,
        firm: sums.quality.firm,
    })))
}

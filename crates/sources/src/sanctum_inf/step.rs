//! INF as the first step of a chain.

use super::{DECIMALS, InfPool};
use crate::{
    chain::{Link, Quality, Step, Terms},
    fault::Fault,
    stake_pool::Fee,
    table::Role,
};

/// INF in SOL by what is released, the low side. It has no time: each member's value is of its last synchronisation.
/// The fee of a redemption is another program's to say, so that none is netted.
#[inline(always)] // only in a chain
pub(crate) fn step<'a>(link: &Link<'a, '_>) -> Result<Step<'a>, Fault> {
    let pool = InfPool::decode(link.part, link.companion(Role::StepMint)?, link.now)?;
    let fee = Fee { denominator: 0, numerator: 0 };
    Ok(Step {
        part: link.part,
        token: pool.mint,
        // Neither is zero: checked when they were decoded.
        terms: Terms { assets: pool.assets().get(), supply: pool.supply.get(), fee, announced: None },
        decimals: DECIMALS,
        quality: Quality::of(link.now.epoch),
    })
}

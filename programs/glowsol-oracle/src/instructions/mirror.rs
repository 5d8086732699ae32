//! Mirrors: the price where lending markets that exist look for it. Anybody may open and write them; nothing is
//! remembered but what they show. What they show, and why, `mirrors` says.

use anchor_lang::error::ErrorCode;
use mirrors::Profile;

use crate::{
    clock,
    error::{OracleError, Result},
    event::{self, MirrorOpened, MirrorUpdated},
    pda::{self, ID},
    runtime::{Accounts, Reader, content},
    state::Price,
};

/// Room that an account can be given in one call, bytes.
const STEP: usize = 10_240;

/// Opens a price's mirror for a market, or gives it more room. Until the first update it is zero, which no market
/// reads.
///
/// # Errors
/// [`OracleError::UnknownProfile`], [`OracleError::MirrorOpen`].
#[inline(never)]
pub fn open_mirror(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let profile = profile(Reader::all::<u8>(arguments)?)?;
    let (price, data) = accounts.read_own()?;
    content::<Price>(data)?;
    let mirror = accounts.vacant()?;
    let payer = accounts.payer()?;
    accounts.system_program()?;

    let key = *mirror.key();
    let len = match mirror.existing() {
        Ok(mut mirror) => {
            ensure!(key == pda::mirror(price, profile).0, ErrorCode::ConstraintSeeds);
            let before = mirror.data().len();
            let len = before.saturating_add(STEP).min(profile.size());
            ensure!(len > before, OracleError::MirrorOpen);
            mirror.lengthen(len, &payer)?;
            len
        }
        Err(mirror) => {
            let len = STEP.min(profile.size());
            mirror.create(len, &[], &[pda::MIRROR, price.as_ref(), &[profile.number()]], &payer)?;
            len
        }
    };
    event::log(&MirrorOpened { price: *price, mirror: key, profile: profile.number(), len: len as u32 })?; // at most 28,712
    Ok(())
}

/// Writes the price into its mirror, judged now.
///
/// # Errors
/// [`OracleError::UnknownProfile`], [`OracleError::UnreadablePrice`], [`OracleError::MirrorNotOpen`], [`OracleError::NothingToMirror`].
#[inline(never)]
pub fn update_mirror(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let (number, bump) = Reader::all::<(u8, u8)>(arguments)?;
    let profile = profile(number)?;
    let (source, data) = accounts.read_own()?;
    let mut mirror = accounts.own()?;
    ensure!(pda::is_mirror(mirror.key(), source, profile, bump), ErrorCode::ConstraintSeeds);
    let price = price_reader::Price::read_any_feed(data, ID.as_array(), clock::time()?);
    let price = price.map_err(|_| OracleError::UnreadablePrice)?;

    let gate = mirrors::update(profile, &price, source.as_array(), mirror.data())?;
    event::log(&MirrorUpdated { mirror: *mirror.key(), gate: gate as u8 })?;
    Ok(())
}

fn profile(number: u8) -> Result<Profile> {
    Ok(Profile::from_number(number).ok_or(OracleError::UnknownProfile)?)
}

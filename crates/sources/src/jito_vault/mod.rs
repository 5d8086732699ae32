//! Vaults of Jito's restaking, whose receipts (VRT) stand for one other token.
//!
//! Layout: `Vault` of the vault program <https://github.com/jito-foundation/restaking>, packed; a tag of one byte in a
//! header of eight. Receipts that wait for a withdrawal stay in the books on both sides.
//!
//! No instruction of the program takes supported tokens out but a withdrawal, which rounds down: a receipt's rate falls
//! only under another program. It rises by whatever anybody sends the vault, as soon as anybody has it counted.

#[cfg(feature = "encode")]
mod encode;

#[cfg(feature = "encode")]
pub use encode::JitoVaultAccount;

use fair_value::{Now, units::Epoch};

use crate::{
    Key,
    account::same,
    bytes::{key_at, u8_at, u16_at, u64_at},
    chain::{Link, Quality, Step, Terms},
    fault::{Condition, Fault},
    layout::{Layout, Length, offsets},
    programs,
    stake_pool::{Fee, MAX_EPOCHS_BEHIND},
    token::is_minted_by,
};

/// Length of the account.
pub const LEN: usize = 1_111;
/// What the first eight bytes of a vault are; other accounts of the program have 1 and 3 to 8 there.
pub const DISCRIMINATOR: [u8; 8] = [2, 0, 0, 0, 0, 0, 0, 0];
const VRT_MINT: usize = 40;
const SUPPORTED_MINT: usize = 72;
const VRT_SUPPLY: usize = 104;
const TOKENS_DEPOSITED: usize = 112;
const LAST_FULL_STATE_UPDATE_SLOT: usize = 832;
const WITHDRAWAL_FEE_BPS: usize = 842;
const NEXT_WITHDRAWAL_FEE_BPS: usize = 844;
const PROGRAM_FEE_BPS: usize = 848;
const IS_PAUSED: usize = 851;

/// Slots between two updates, by the program's configuration on mainnet: an epoch of the chain's.
const SLOTS_PER_EPOCH: u64 = 432_000;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "Vault (Jito)",
    owners: &[programs::JITO_VAULT],
    discriminator: Some(DISCRIMINATOR),
    length: Length::Exact(LEN),
    offsets: offsets![
        VRT_MINT,
        SUPPORTED_MINT,
        VRT_SUPPLY,
        TOKENS_DEPOSITED,
        LAST_FULL_STATE_UPDATE_SLOT,
        WITHDRAWAL_FEE_BPS,
        NEXT_WITHDRAWAL_FEE_BPS,
        PROGRAM_FEE_BPS,
        IS_PAUSED
    ],
};

/// A vault's receipt in the token that it holds, which must be `inner`, by the vault's books and the receipt's mint.
#[inline(always)]
pub(crate) fn step<'a>(link: &Link<'a, '_>, inner: &Key) -> Result<Step<'a>, Fault> {
    let part = link.part;
    let data = part.typed::<LEN>(&programs::JITO_VAULT, &DISCRIMINATOR)?;
    if !same(key_at::<SUPPORTED_MINT, LEN>(data), inner) {
        return Err(part.fault(Condition::WrongMint).into());
    }
    let token = key_at::<VRT_MINT, LEN>(data);
    let (mint_part, mint) = link.mint(token)?;
    if !is_minted_by(mint_part, part.account.key) {
        return Err(mint_part.fault(Condition::WrongAuthority).into());
    }
    let supply = u64_at::<VRT_SUPPLY, LEN>(data);
    // Both may be taken of one withdrawal.
    let fee = |withdrawal: u16| Fee {
        denominator: 10_000,
        numerator: u64::from(withdrawal).saturating_add(u16_at::<PROGRAM_FEE_BPS, LEN>(data).into()),
    };
    let terms =
        Terms::of_books(u64_at::<TOKENS_DEPOSITED, LEN>(data), supply, fee(u16_at::<WITHDRAWAL_FEE_BPS, LEN>(data)))
            .map_err(|condition| part.fault(condition))?;
    let announced = Some(fee(u16_at::<NEXT_WITHDRAWAL_FEE_BPS, LEN>(data)));
    let updated = updated(u64_at::<LAST_FULL_STATE_UPDATE_SLOT, LEN>(data), link.now)
        .map_err(|condition| part.fault(condition))?;
    let is_running = match u8_at::<IS_PAUSED, LEN>(data) {
        0 => true,
        1 => false,
        _ => return Err(part.fault(Condition::Malformed).into()),
    };
    let terms = Terms { supply: supply.max(mint.supply.get()), announced, ..terms };
    let quality = Quality {
        unbacked: mint.supply.get() > supply,
        ..Quality::of(if is_running { updated } else { link.stopped(updated) })
    };
    let quality = quality.with_firm(&terms).map_err(|condition| part.fault(condition))?;
    Ok(Step { part, token, terms, decimals: mint.decimals, quality })
}

/// The chain's epoch of an update in this slot.
fn updated(slot: u64, now: &Now) -> Result<Epoch, Condition> {
    let present = now.slot.get();
    if slot > present {
        return Err(Condition::FromFuture);
    }
    let behind = (present / SLOTS_PER_EPOCH).wrapping_sub(slot / SLOTS_PER_EPOCH);
    if behind > MAX_EPOCHS_BEHIND {
        Err(Condition::Stale)
    } else {
        Ok(Epoch::new(now.epoch.get().saturating_sub(behind)))
    }
}

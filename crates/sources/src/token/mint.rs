//! A mint: how many tokens are in issue.

use fair_value::units::TokenAmount;

use super::{TYPE_OFFSET, extension, is_extended};
use crate::{
    Key,
    account::{Account, Part, same},
    bytes::{u8_at, u64_at},
    fault::{Condition, SourceFault},
    layout::{Layout, Length, TOKEN_PROGRAMS, offsets},
    programs,
};

/// Length of a mint without extensions.
pub(super) const LEN: usize = 82;
pub(super) const MINT_AUTHORITY: usize = 0;
const SUPPLY: usize = 36;
const DECIMALS: usize = 44;
const IS_INITIALIZED: usize = 45;
/// What the byte at [`TYPE_OFFSET`] says of a mint.
pub(super) const TYPE: u8 = 1;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "Mint",
    owners: TOKEN_PROGRAMS,
    discriminator: None,
    length: Length::Extensible(LEN),
    offsets: offsets![MINT_AUTHORITY, SUPPLY, DECIMALS, IS_INITIALIZED, TYPE_OFFSET],
};

/// What a mint says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mint {
    /// Tokens in issue.
    pub supply: TokenAmount,
    /// Decimals of a whole token.
    pub decimals: u8,
}

/// Whether this address, and nobody else, can mint the token of a mint that was decoded.
pub(crate) fn is_minted_by(part: Part<'_>, authority: &Key) -> bool {
    let (some, key) = (1_u32.to_le_bytes(), part.account.data.get(MINT_AUTHORITY..));
    key.and_then(|data| data.split_first_chunk())
        .is_some_and(|(tag, rest)| *tag == some && rest.first_chunk().is_some_and(|minter| same(minter, authority)))
}

impl Mint {
    /// Reads a mint of either token program outside any source.
    ///
    /// # Errors
    /// What is wrong with the account, as account 0.
    pub fn read(account: &Account<'_>) -> Result<Self, SourceFault> {
        Self::decode(Part { account, index: 0 })
    }

    /// Decodes the token's own mint, of which some must be in issue.
    #[inline(never)]
    pub(crate) fn issued(part: Part<'_>, token_decimals: u8) -> Result<Self, SourceFault> {
        let mint = Self::decode(part)?;
        if mint.decimals != token_decimals {
            Err(part.fault(Condition::WrongDecimals))
        } else if mint.supply == TokenAmount::ZERO {
            Err(part.fault(Condition::ZeroSupply))
        } else {
            Ok(mint)
        }
    }

    /// Decodes a mint of either token program. Refuses one whose supply is partly hidden.
    #[inline(never)]
    pub(crate) fn decode(part: Part<'_>) -> Result<Self, SourceFault> {
        part.owned_by_any(&programs::TOKENS)?;
        let data = part.account.data;
        if data.len() != LEN {
            if !is_extended(part.account, TYPE) {
                return Err(part.fault(Condition::WrongLength));
            }
            extension::check_mint(part)?;
        }
        let Some(data) = data.first_chunk::<LEN>() else { return Err(part.fault(Condition::WrongLength)) };
        match u8_at::<IS_INITIALIZED, LEN>(data) {
            1 => {}
            0 => return Err(part.fault(Condition::Uninitialised)),
            _ => return Err(part.fault(Condition::Malformed)),
        }
        Ok(Self { supply: TokenAmount::new(u64_at::<SUPPLY, LEN>(data)), decimals: u8_at::<DECIMALS, LEN>(data) })
    }
}

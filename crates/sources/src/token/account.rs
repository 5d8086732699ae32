//! A token account: who holds how much of what.

use fair_value::units::TokenAmount;

use super::{TYPE_OFFSET, is_extended};
use crate::{
    Key,
    account::{Part, same},
    bytes::{key_at, u8_at, u64_at},
    fault::{Condition, SourceFault},
    layout::{Layout, Length, TOKEN_PROGRAMS, offsets},
    programs,
};

/// Length of a token account without extensions.
pub(super) const LEN: usize = 165;
const MINT: usize = 0;
const OWNER: usize = 32;
const AMOUNT: usize = 64;
const STATE: usize = 108;
/// What the byte at [`TYPE_OFFSET`] says of a token account.
pub(super) const TYPE: u8 = 2;

const UNINITIALIZED: u8 = 0;
const INITIALIZED: u8 = 1;
const FROZEN: u8 = 2;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "Account (token)",
    owners: TOKEN_PROGRAMS,
    discriminator: None,
    length: Length::Extensible(LEN),
    offsets: offsets![MINT, OWNER, AMOUNT, STATE, TYPE_OFFSET],
};

/// What a token account says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TokenAccount<'a> {
    /// The token it holds.
    pub mint: &'a Key,
    /// Who may move it.
    pub owner: &'a Key,
    /// What it holds.
    pub amount: TokenAmount,
    /// Whether the mint's freeze authority has blocked it.
    pub frozen: bool,
}

impl<'a> TokenAccount<'a> {
    /// Decodes a token account of either token program.
    fn decode(part: Part<'a>) -> Result<Self, SourceFault> {
        part.owned_by_any(&programs::TOKENS)?;
        let data = part.account.data;
        let Some(chunk) = data.first_chunk::<LEN>() else { return Err(part.fault(Condition::WrongLength)) };
        if data.len() != LEN && !is_extended(part.account, TYPE) {
            return Err(part.fault(Condition::WrongLength));
        }
        let frozen = match u8_at::<STATE, LEN>(chunk) {
            INITIALIZED => false,
            FROZEN => true,
            UNINITIALIZED => return Err(part.fault(Condition::Uninitialised)),
            _ => return Err(part.fault(Condition::Malformed)),
        };
        Ok(Self {
            mint: key_at::<MINT, LEN>(chunk),
            owner: key_at::<OWNER, LEN>(chunk),
            amount: TokenAmount::new(u64_at::<AMOUNT, LEN>(chunk)),
            frozen,
        })
    }

    /// The amount of this token that an account holds and that can be moved, by this authority where one is given.
    #[inline(never)]
    pub(crate) fn amount(part: Part<'a>, mint: &Key, authority: Option<&Key>) -> Result<TokenAmount, SourceFault> {
        let holding = Self::decode(part)?;
        if !same(holding.mint, mint) {
            return Err(part.fault(Condition::WrongMint));
        }
        if authority.is_some_and(|authority| !same(holding.owner, authority)) {
            return Err(part.fault(Condition::WrongAuthority));
        }
        if holding.frozen { Err(part.fault(Condition::Frozen)) } else { Ok(holding.amount) }
    }
}

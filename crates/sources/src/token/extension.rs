//! Token-2022 extensions that would make base units mean something else.
//!
//! Extensions follow offset 166 as {type u16, length u16, value}. Types: <https://docs.rs/spl-token-2022-interface>,
//! `extension::ExtensionType`.

use super::TYPE_OFFSET;
use crate::{
    account::Part,
    bytes::Cursor,
    fault::{Condition, SourceFault},
};

/// Extensions start behind the type byte.
const FIRST: usize = TYPE_OFFSET + 1;
/// More than a mint can have: bounds the walk.
const MOST: usize = 32;
/// Unused space: ends the walk.
const UNINITIALIZED: u16 = 0;
/// Confidential minting and burning hides part of the supply.
const CONFIDENTIAL_MINT_BURN: u16 = 24;

/// Walks a mint's extensions and refuses what hides supply.
pub(super) fn check_mint(part: Part<'_>) -> Result<(), SourceFault> {
    let mut cursor = Cursor::new(part.account.data, FIRST);
    for _ in 0..MOST {
        let (Some(kind), Some(length)) = (cursor.take(), cursor.take()) else { return Ok(()) };
        match u16::from_le_bytes(*kind) {
            UNINITIALIZED => return Ok(()),
            CONFIDENTIAL_MINT_BURN => return Err(part.fault(Condition::HiddenSupply)),
            _ => cursor.skip(usize::from(u16::from_le_bytes(*length))),
        }
    }
    Ok(())
}

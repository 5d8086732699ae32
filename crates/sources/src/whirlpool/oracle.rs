//! The oracle of a Whirlpool's adaptive fees: from when the pool may be traded.
//!
//! A pool of a permissioned tier may be set to open up to 72 h after it was made. Layout: Borsh of `Oracle` in
//! <https://docs.rs/orca_whirlpools_client>, behind the account's discriminator, which is that of Meteora's oracle, too.

use fair_value::Now;

use crate::{
    Key,
    account::{Part, same},
    bytes::{key_at, u64_at},
    fault::{Condition, SourceFault},
    layout::{Layout, Length, offsets},
    programs,
};

/// First eight bytes of the account.
pub const DISCRIMINATOR: [u8; 8] = [0x8b, 0xc2, 0x83, 0xb3, 0x8c, 0xb3, 0xe5, 0xf4];
/// Length of the account.
pub const LEN: usize = 254;
pub(super) const WHIRLPOOL: usize = 8;
pub(super) const TRADE_ENABLE_TIMESTAMP: usize = 40;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "Oracle (Whirlpool)",
    owners: &programs::WHIRLPOOLS,
    discriminator: Some(DISCRIMINATOR),
    length: Length::Exact(LEN),
    offsets: offsets![WHIRLPOOL, TRADE_ENABLE_TIMESTAMP],
};

/// The oracle belongs to this pool, and its time has come.
#[inline(never)]
pub(super) fn check_open(part: Part<'_>, program: &Key, pool: &Key, now: &Now) -> Result<(), SourceFault> {
    let data = part.typed::<LEN>(program, &DISCRIMINATOR)?;
    if !same(key_at::<WHIRLPOOL, LEN>(data), pool) {
        return Err(part.fault(Condition::WrongSibling));
    }
    let opens = i64::try_from(u64_at::<TRADE_ENABLE_TIMESTAMP, LEN>(data)).unwrap_or(i64::MAX);
    if opens > now.time.get() { Err(part.fault(Condition::NotOpen)) } else { Ok(()) }
}

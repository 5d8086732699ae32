//! The data of the ed25519 instruction that a quote account keeps.

use core::mem::{offset_of, size_of};

use fair_value::units::Slot;

use switchboard_on_demand::{
    on_demand::oracle_quote::feed_info::{PackedFeedInfo, PackedQuoteHeader},
    sysvar::ed25519_sysvar::{
        ED25519_PUBKEY_SERIALIZED_SIZE as KEY_LEN, ED25519_SIGNATURE_SERIALIZED_SIZE as SIGNATURE_LEN,
        Ed25519SignatureOffsets,
    },
};

use crate::{bytes::u16_at, fault::Condition};

/// A payload that begins with this was written by one authority, without any oracle.
pub(super) const AUTHORITY_TAG: [u8; 4] = *b"AUTH";
/// What every payload ends with.
pub(super) const TAIL: [u8; 4] = *b"SBOD";
/// Signatures, and feeds, that the quote program takes.
pub(super) const MAX_SIGNATURES: u8 = 8;
const MAX_FEEDS: usize = 8;

/// Number of signatures, and a byte of padding.
pub(super) const HEADER_LEN: usize = 2;
pub(super) const OFFSETS_LEN: usize = size_of::<Ed25519SignatureOffsets>();
const SIGNATURE_OFFSET: usize = offset_of!(Ed25519SignatureOffsets, signature_offset);
const PUBLIC_KEY_OFFSET: usize = offset_of!(Ed25519SignatureOffsets, public_key_offset);
const MESSAGE_DATA_OFFSET: usize = offset_of!(Ed25519SignatureOffsets, message_data_offset);
const MESSAGE_DATA_SIZE: usize = offset_of!(Ed25519SignatureOffsets, message_data_size);
/// Behind the oracles' indices: the slot, a version, the tail.
const SUFFIX_LEN: usize = 8 + 1 + TAIL.len();

/// What the instruction says.
pub(super) struct Instruction<'a> {
    /// An index in the queue for each signature.
    pub(super) oracles: &'a [u8],
    /// The feeds that were signed, one behind the other.
    pub(super) feeds: &'a [u8],
    /// The slot whose hash was signed.
    pub(super) slot: Slot,
}

impl<'a> Instruction<'a> {
    /// Takes the instruction apart: every signature lies inside and is about the same message.
    pub(super) fn parse(data: &'a [u8]) -> Result<Self, Condition> {
        if data.starts_with(&AUTHORITY_TAG) {
            return Err(Condition::WritableByAuthority);
        }
        let malformed = Condition::Malformed;
        let count = *data.first().ok_or(malformed)?;
        if count == 0 || count > MAX_SIGNATURES {
            return Err(malformed);
        }
        let (head, suffix) = data.split_last_chunk::<SUFFIX_LEN>().ok_or(malformed)?;
        let (slot, tail) = suffix.split_first_chunk::<8>().ok_or(malformed)?;
        if !tail.ends_with(&TAIL) {
            return Err(malformed);
        }
        let signed_len = head.len().checked_sub(usize::from(count)).ok_or(malformed)?;
        let (signed, oracles) = head.split_at_checked(signed_len).ok_or(malformed)?;
        let message = message(signed, count).ok_or(malformed)?;
        let feeds = message.get(size_of::<PackedQuoteHeader>()..).ok_or(malformed)?;
        let (whole, rest) = feeds.as_chunks::<{ size_of::<PackedFeedInfo>() }>();
        if !rest.is_empty() || whole.len() > MAX_FEEDS {
            return Err(malformed);
        }
        Ok(Self { oracles, feeds, slot: Slot::new(u64::from_le_bytes(*slot)) })
    }

    /// How many oracles signed, each counted once.
    pub(super) fn distinct_oracles(&self) -> u8 {
        let first = |(at, oracle): &(usize, &u8)| self.oracles.iter().position(|other| other == *oracle) == Some(*at);
        self.oracles.iter().enumerate().filter(first).count() as u8 // at most MAX_SIGNATURES
    }
}

/// The message that all `count` signatures are about; `None` where they differ or point outside.
fn message(signed: &[u8], count: u8) -> Option<&[u8]> {
    let (offsets, _) = signed.get(HEADER_LEN..)?.as_chunks::<OFFSETS_LEN>();
    let offsets = offsets.get(..usize::from(count))?;
    let of = |offsets: &[u8; OFFSETS_LEN]| {
        (u16_at::<MESSAGE_DATA_OFFSET, OFFSETS_LEN>(offsets), u16_at::<MESSAGE_DATA_SIZE, OFFSETS_LEN>(offsets))
    };
    let (at, size) = of(offsets.first()?);
    for offsets in offsets {
        let signature = usize::from(u16_at::<SIGNATURE_OFFSET, OFFSETS_LEN>(offsets));
        let key = usize::from(u16_at::<PUBLIC_KEY_OFFSET, OFFSETS_LEN>(offsets));
        signed.get(signature..signature.checked_add(SIGNATURE_LEN)?)?;
        signed.get(key..key.checked_add(KEY_LEN)?)?;
        if of(offsets) != (at, size) {
            return None;
        }
    }
    let at = usize::from(at);
    signed.get(at..at.checked_add(usize::from(size))?)
}

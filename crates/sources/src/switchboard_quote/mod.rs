//! Switchboard quotes: what several oracles signed together, as the quote program stored it.
//!
//! Layout: `SwitchboardQuote` of <https://docs.rs/switchboard-on-demand>. Behind discriminator and queue lies, with its length in front, the data of
//! the ed25519 instruction that brought the quote: for each signature seven offsets, then signatures and keys, then the signed message (a
//! slot's hash, and 49 bytes a feed), then an index in the queue for each oracle, the slot, a version and a tail. That crate's own
//! reader follows offsets through raw pointers, so that only its types are used.
//!
//! **What this trusts.** An account cannot show that its signatures were verified: the ed25519 program checks those of a transaction only, and
//! which keys are oracles' stands in the queue. Verified here are the owner, the pinned address, the queue, the feed, the slot, the number of
//! distinct oracles, and that no single authority wrote it; that the signatures are theirs is the quote program's word.

#[cfg(feature = "encode")]
mod encode;
mod instruction;

use core::mem::{offset_of, size_of};

use fair_value::{
    Now,
    units::{BPS_PER_ONE, Slot, UnixTime},
};
use switchboard_on_demand::on_demand::oracle_quote::feed_info::PackedFeedInfo;

#[cfg(feature = "encode")]
pub use encode::{QuoteAccount, QuotedFeed};
use instruction::Instruction;

use crate::{
    Key,
    account::{Part, same},
    bytes::{field, key_at, u8_at, u16_at},
    fault::{Condition, Fault, SourceFault},
    feed::Quote,
    layout::{Layout, Length, offsets},
    math::{
        ratio::{Round, scaled_bits},
        wide::widening,
    },
    members::Members,
    programs, switchboard,
    table::SourceConfig,
};

/// First eight bytes of the account.
pub const DISCRIMINATOR: [u8; 8] = *b"SBOracle";
/// What the account holds before the instruction.
pub const HEAD_LEN: usize = 42;
const QUEUE: usize = 8;
const INSTRUCTION_LEN: usize = 40;

const FEED_LEN: usize = size_of::<PackedFeedInfo>();
const FEED_ID: usize = offset_of!(PackedFeedInfo, feed_id);
const FEED_VALUE: usize = offset_of!(PackedFeedInfo, feed_value);
const MIN_ORACLE_SAMPLES: usize = offset_of!(PackedFeedInfo, min_oracle_samples);

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "SwitchboardQuote",
    owners: &[programs::SWITCHBOARD_QUOTE],
    discriminator: Some(DISCRIMINATOR),
    length: Length::AtLeast(HEAD_LEN),
    offsets: offsets![QUEUE, INSTRUCTION_LEN],
};

/// Decodes the quote and applies every check to its pinned feed.
#[inline(never)]
pub(crate) fn decode(members: &Members<'_>, now: &Now) -> Result<Quote, Fault> {
    let part = members.main()?;
    let (queue, body) = body(part, members.config)?;
    let quote = || {
        if !same(queue, &members.config.pin) {
            return Err(Condition::WrongQueue);
        }
        let instruction = Instruction::parse(body)?;
        let feed = feed(&instruction, members.config)?;
        let required = members.config.min_samples.max(u8_at::<MIN_ORACLE_SAMPLES, FEED_LEN>(feed));
        let found = instruction.distinct_oracles();
        if found < required {
            return Err(Condition::TooFewSamples);
        }
        let published = published(instruction.slot, members.config, now)?;
        let value = i128::from_le_bytes(*field::<FEED_VALUE, 16, FEED_LEN>(feed));
        let price = switchboard::bits(value, Round::Down)?;
        Quote::checked(price, assumed_confidence(price, members.config), published)
    };
    Ok(quote().map_err(|condition| part.fault(condition))?)
}

/// The queue, and the instruction that the account carries.
fn body<'a>(part: Part<'a>, config: &SourceConfig) -> Result<(&'a Key, &'a [u8]), SourceFault> {
    part.owned_by(&config.program)?;
    let data = part.account.data;
    let Some((head, rest)) = data.split_first_chunk::<HEAD_LEN>() else {
        return Err(part.fault(Condition::WrongLength));
    };
    if *field::<0, 8, HEAD_LEN>(head) != DISCRIMINATOR {
        return Err(part.fault(Condition::WrongDiscriminator));
    }
    let length = usize::from(u16_at::<INSTRUCTION_LEN, HEAD_LEN>(head));
    let body = rest.get(..length).ok_or_else(|| part.fault(Condition::WrongLength))?;
    Ok((key_at::<QUEUE, HEAD_LEN>(head), body))
}

/// The pinned feed among those that were signed.
fn feed<'a>(instruction: &Instruction<'a>, config: &SourceConfig) -> Result<&'a [u8; FEED_LEN], Condition> {
    let (feeds, _) = instruction.feeds.as_chunks::<FEED_LEN>();
    let pinned = |feed: &&[u8; FEED_LEN]| same(key_at::<FEED_ID, FEED_LEN>(feed), &config.second_pin);
    feeds.iter().find(pinned).ok_or(Condition::WrongFeedId)
}

/// A quote states its slot only: its time is as long ago as so many slots take when nothing stops the chain.
fn published(slot: Slot, config: &SourceConfig, now: &Now) -> Result<UnixTime, Condition> {
    switchboard::check_slot(slot, u32::MAX, config, now)?;
    // At most what 2^32 seconds take.
    let behind = now.slot.since(slot);
    let seconds = behind.wrapping_mul(switchboard::SECONDS).div_ceil(switchboard::SLOTS);
    Ok(UnixTime::new(now.time.get().saturating_sub_unsigned(seconds)))
}

/// A quote states no deviation: it counts as uncertain as the configuration would accept.
fn assumed_confidence(price: u64, config: &SourceConfig) -> u64 {
    let parts = widening(price, config.max_confidence_bps.into());
    // At most 10,000 basis points, so no more than the price.
    scaled_bits(parts, BPS_PER_ONE.into(), Round::Up).unwrap_or(price)
}

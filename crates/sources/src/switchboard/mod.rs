//! Switchboard On-Demand feeds.
//!
//! The account is `PullFeedAccountData` of <https://docs.rs/switchboard-on-demand>, whose layout gives the offsets below. That crate's own
//! readers subtract slots unchecked, need aligned bytes and ignore the number of samples, so that only its types are used.

#[cfg(feature = "encode")]
mod encode;

use fair_value::{Now, Params, units::Slot};

use core::mem::{offset_of, size_of};

#[cfg(feature = "encode")]
pub use encode::PullFeedAccount;
use switchboard_on_demand::on_demand::accounts::pull_feed::{CurrentResult, PullFeedAccountData};

use crate::{
    account::same,
    bytes::{field, i64_at, key_at, u8_at, u32_at, u64_at},
    fault::{Condition, Fault},
    feed::{self, Quote},
    layout::{Layout, Length, offsets},
    math::ratio::{Round, atto_bits},
    members::Members,
    programs,
    table::SourceConfig,
};

/// First eight bytes of the account.
pub const DISCRIMINATOR: [u8; 8] = [0xc4, 0x1b, 0x6c, 0xc4, 0x0a, 0xd7, 0xdb, 0x28];
/// Length of the account.
pub const LEN: usize = DISCRIMINATOR.len() + size_of::<PullFeedAccountData>();
const QUEUE: usize = 8 + offset_of!(PullFeedAccountData, queue);
const FEED_HASH: usize = 8 + offset_of!(PullFeedAccountData, feed_hash);
const PERMIT_WRITE_BY_AUTHORITY: usize = 8 + offset_of!(PullFeedAccountData, permit_write_by_authority);
const MIN_SAMPLE_SIZE: usize = 8 + offset_of!(PullFeedAccountData, min_sample_size);
const LAST_UPDATE_TIMESTAMP: usize = 8 + offset_of!(PullFeedAccountData, last_update_timestamp);
const RESULT: usize = 8 + offset_of!(PullFeedAccountData, result);
const VALUE: usize = RESULT + offset_of!(CurrentResult, value);
const STD_DEV: usize = RESULT + offset_of!(CurrentResult, std_dev);
const NUM_SAMPLES: usize = RESULT + offset_of!(CurrentResult, num_samples);
const SLOT: usize = RESULT + offset_of!(CurrentResult, slot);
const MAX_STALENESS: usize = 8 + offset_of!(PullFeedAccountData, max_staleness);

/// Slots a second, as a fraction: 0.4 s each.
pub(crate) const SLOTS: u64 = 5;
pub(crate) const SECONDS: u64 = 2;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "PullFeedAccountData",
    owners: &[programs::SWITCHBOARD, programs::SWITCHBOARD_DEVNET],
    discriminator: Some(DISCRIMINATOR),
    length: Length::Exact(LEN),
    offsets: offsets![
        QUEUE,
        FEED_HASH,
        PERMIT_WRITE_BY_AUTHORITY,
        MIN_SAMPLE_SIZE,
        LAST_UPDATE_TIMESTAMP,
        VALUE,
        STD_DEV,
        NUM_SAMPLES,
        SLOT,
        MAX_STALENESS
    ],
};

/// Decodes the feed and applies every check to it.
#[inline(never)]
pub(crate) fn decode(members: &Members<'_>, now: &Now, params: &Params) -> Result<Quote, Fault> {
    let part = members.main()?;
    let config = members.config;
    let data = part.typed::<LEN>(&config.program, &DISCRIMINATOR)?;
    let quote = || {
        let queue = key_at::<QUEUE, LEN>(data);
        if !same(queue, &config.pin) {
            return Err(Condition::WrongQueue);
        }
        let hash = key_at::<FEED_HASH, LEN>(data);
        if !same(hash, &config.second_pin) {
            return Err(Condition::WrongFeedId);
        }
        if u8_at::<PERMIT_WRITE_BY_AUTHORITY, LEN>(data) != 0 {
            return Err(Condition::WritableByAuthority);
        }
        let samples = u8_at::<NUM_SAMPLES, LEN>(data);
        let required = config.min_samples.max(u8_at::<MIN_SAMPLE_SIZE, LEN>(data));
        if samples < required {
            return Err(Condition::TooFewSamples);
        }
        check_slot(Slot::new(u64_at::<SLOT, LEN>(data)), u32_at::<MAX_STALENESS, LEN>(data), config, now)?;
        let published = feed::check_time(i64_at::<LAST_UPDATE_TIMESTAMP, LEN>(data), config, now, params)?;
        let price = bits(i128::from_le_bytes(*field::<VALUE, 16, LEN>(data)), Round::Down)?;
        if price == 0 {
            return Err(Condition::NonPositive);
        }
        let confidence = bits(i128::from_le_bytes(*field::<STD_DEV, 16, LEN>(data)), Round::Up)?;
        feed::check_width(confidence, price, config)?;
        Quote::checked(price, confidence, published)
    };
    Ok(quote().map_err(|condition| part.fault(condition))?)
}

/// The slot at which the value was signed is neither to come nor older than the feed itself allows nor than configured.
pub(crate) fn check_slot(slot: Slot, max_staleness: u32, config: &SourceConfig, now: &Now) -> Result<(), Condition> {
    if slot > now.slot {
        return Err(Condition::FromFuture);
    }
    let configured = u64::from(config.max_age).wrapping_mul(SLOTS).wrapping_div(SECONDS);
    if now.slot.since(slot) > configured.min(u64::from(max_staleness)) {
        return Err(Condition::Stale);
    }
    Ok(())
}

/// A value scaled by 10^18 in steps of 2^-44.
pub(crate) fn bits(value: i128, round: Round) -> Result<u64, Condition> {
    if value < 0 {
        return Err(Condition::NonPositive);
    }
    atto_bits(value.unsigned_abs(), round).ok_or(Condition::OutOfRange)
}

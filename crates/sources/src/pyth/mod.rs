//! Pyth price updates.
//!
//! The account is `PriceUpdateV2` of <https://docs.rs/pyth-solana-receiver-sdk>, decoded by that crate. Its
//! `get_price_no_older_than` checks verification, feed and age; checked here besides: address, owner, length, a time from the future, a
//! price that is not positive, and the width of the confidence interval.

#[cfg(feature = "encode")]
mod encode;

use fair_value::{Now, Params};

use borsh::BorshDeserialize;
use pyth_solana_receiver_sdk::price_update::{PriceUpdateV2, VerificationLevel};

#[cfg(feature = "encode")]
pub use encode::PriceUpdateAccount;

use crate::{
    account::Part,
    bytes::u8_at,
    fault::{Condition, Fault, SourceFault},
    feed::{self, Quote},
    layout::{Layout, Length, offsets},
    members::Members,
    programs,
};

/// First eight bytes of the account.
pub const DISCRIMINATOR: [u8; 8] = [0x22, 0xf1, 0x23, 0x63, 0x9d, 0x7e, 0xf4, 0xcd];
/// Length of the account.
pub const LEN: usize = PriceUpdateV2::LEN;
/// The verification level's tag, behind discriminator and write authority. A partial verification takes one byte more than a
/// full one and so shifts whatever follows.
const LEVEL: usize = 40;
/// The highest tag.
const FULL: u8 = 1;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "PriceUpdateV2",
    owners: &[programs::PYTH_RECEIVER, programs::PYTH_RECEIVER_PRO],
    discriminator: Some(DISCRIMINATOR),
    length: Length::Exact(LEN),
    offsets: offsets![LEVEL],
};

/// Decodes the update and applies every check to it.
#[inline(never)]
pub(crate) fn decode(members: &Members<'_>, now: &Now, params: &Params) -> Result<Quote, Fault> {
    let part = members.main()?;
    let data = part.typed::<LEN>(&members.config.program, &DISCRIMINATOR)?;
    let update = decode_update(part, data)?;
    if update.verification_level != VerificationLevel::Full {
        return Err(part.fault(Condition::PartiallyVerified).into());
    }
    let message = &update.price_message;
    if message.feed_id != members.config.pin {
        return Err(part.fault(Condition::WrongFeedId).into());
    }
    let quote = || {
        let published = feed::check_time(message.publish_time, members.config, now, params)?;
        let mantissa = u64::try_from(message.price).ok().filter(|price| *price > 0);
        let mantissa = mantissa.ok_or(Condition::NonPositive)?;
        feed::check_width(message.conf, mantissa, members.config)?;
        Quote::from_decimal(mantissa, message.conf, message.exponent, published)
    };
    Ok(quote().map_err(|condition| part.fault(condition))?)
}

fn decode_update(part: Part<'_>, data: &[u8; LEN]) -> Result<PriceUpdateV2, SourceFault> {
    let malformed = part.fault(Condition::Malformed);
    let (_, mut body) = data.split_first_chunk::<8>().ok_or(malformed)?;
    // Decoding would refuse another tag, too, but with a message that nobody reads and that takes a formatter to write.
    if u8_at::<LEVEL, LEN>(data) > FULL {
        return Err(malformed);
    }
    PriceUpdateV2::deserialize(&mut body).map_err(|_| malformed)
}

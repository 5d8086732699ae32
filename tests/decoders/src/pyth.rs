//! `pyth-solana-receiver-sdk`: Pyth's own crate, with which the source itself decodes; here its checked getter is the other opinion.

use borsh::BorshDeserialize;
use pyth_solana_receiver_sdk::price_update::{PriceUpdateV2, VerificationLevel};
use sources::encode::PriceUpdateAccount;

/// The update with nothing in it but what is relied on; `None` if the SDK cannot decode it.
pub fn retold(data: &[u8]) -> Option<Vec<u8>> {
    let update = PriceUpdateV2::deserialize(&mut data.get(8..)?).ok()?;
    let message = update.price_message;
    let account = PriceUpdateAccount {
        partial_signatures: match update.verification_level {
            VerificationLevel::Full => None,
            VerificationLevel::Partial { num_signatures } => Some(num_signatures),
        },
        feed_id: message.feed_id,
        price: message.price,
        conf: message.conf,
        exponent: message.exponent,
        publish_time: message.publish_time,
        ..PriceUpdateAccount::default()
    };
    Some(account.encode())
}

//! The two shapes, by their layouts.

use super::Refused;

/// `PriceUpdateV2`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Update {
    /// Who may write it.
    pub authority: [u8; 32],
    /// Whether enough of Wormhole's guardians signed; else how many did.
    pub verified: Result<(), u8>,
    /// Which feed.
    pub feed_id: [u8; 32],
    /// The price.
    pub price: i64,
    /// Its confidence.
    pub conf: u64,
    /// Power of ten of both.
    pub exponent: i32,
    /// Unix time.
    pub publish_time: i64,
    /// The one before.
    pub prev_publish_time: i64,
    /// The moving average.
    pub ema_price: i64,
    /// Its confidence.
    pub ema_conf: u64,
    /// Slot.
    pub posted_slot: u64,
}

/// Decodes it.
///
/// # Errors
/// Where it has another discriminator or is too short.
pub fn update(data: &[u8]) -> Result<Update, Refused> {
    let short = Refused("too short");
    let rest = data.strip_prefix(&[34, 241, 35, 99, 157, 126, 244, 205]).ok_or(Refused("discriminator"))?;
    let (authority, rest) = rest.split_first_chunk::<32>().ok_or(short)?;
    let (verified, rest) = match rest {
        [0, signatures, rest @ ..] => (Err(*signatures), rest),
        [1, rest @ ..] => (Ok(()), rest),
        _ => return Err(Refused("verification level")),
    };
    let (feed_id, rest) = rest.split_first_chunk::<32>().ok_or(short)?;
    let (numbers, _) = rest.split_first_chunk::<60>().ok_or(short)?;
    let word = |at: usize| <[u8; 8]>::try_from(&numbers[at..at + 8]).expect("eight bytes");
    Ok(Update {
        authority: *authority,
        verified,
        feed_id: *feed_id,
        price: i64::from_le_bytes(word(0)),
        conf: u64::from_le_bytes(word(8)),
        exponent: i32::from_le_bytes(numbers[16..20].try_into().expect("four bytes")),
        publish_time: i64::from_le_bytes(word(20)),
        prev_publish_time: i64::from_le_bytes(word(28)),
        ema_price: i64::from_le_bytes(word(36)),
        ema_conf: u64::from_le_bytes(word(44)),
        posted_slot: u64::from_le_bytes(word(52)),
    })
}

/// An entry of `OraclePrices`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dated {
    /// Value.
    pub value: u64,
    /// Decimals of it.
    pub exponent: u64,
    /// Slot.
    pub slot: u64,
    /// Unix time.
    pub time: u64,
}

/// Decodes entry `index`.
///
/// # Errors
/// Where the account has another discriminator or length.
pub fn dated(data: &[u8], index: usize) -> Result<Dated, Refused> {
    let rest = data.strip_prefix(&[89, 128, 118, 221, 6, 72, 180, 146]).ok_or(Refused("discriminator"))?;
    let entries = rest.get(32..).filter(|entries| entries.len() == 512 * 56).ok_or(Refused("length"))?;
    let entry = &entries[index * 56..][..56];
    let word = |at: usize| u64::from_le_bytes(entry[at..at + 8].try_into().expect("eight bytes"));
    Ok(Dated { value: word(0), exponent: word(8), slot: word(16), time: word(24) })
}

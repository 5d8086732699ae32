//! `PriceUpdateV2` of Pyth's receiver program, as `pyth-solana-receiver-sdk` 2.0.0 lays it out: Borsh behind Anchor's
//! discriminator. A full verification takes a byte and a partial one two, so that what follows lies a byte apart.

use crate::{
    Gate, MirrorError, Verdict,
    bytes::{put, take},
    verdict::DECIMALS,
};

/// Bytes of the account: discriminator, authority, verification, feed id, and the numbers.
pub const LEN: usize = 8 + 32 + 2 + 32 + 60;

const DISCRIMINATOR: [u8; 8] = [34, 241, 35, 99, 157, 126, 244, 205];
const EXPONENT: i32 = -(DECIMALS as i32);

/// How many of Wormhole's guardians signed, as Pyth has it: markets take a full verification alone.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Verification {
    /// None did.
    #[default]
    Partial,
    /// Enough did.
    Full,
}

impl Verification {
    /// Full, but for a gate that is shut.
    pub fn unless_shut(gate: Gate) -> Self {
        if gate == Gate::Shut { Self::Partial } else { Self::Full }
    }

    /// As Borsh writes it.
    const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Partial => &[0, 0],
            Self::Full => &[1],
        }
    }
}

/// What the account says, besides whose it is. Prices are scaled by 10^12 and fit `i64`; times are unix seconds.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Message {
    pub verification: Verification,
    pub price: u64,
    pub confidence: u64,
    pub time: i64,
    pub last_time: i64,
    pub ema: u64,
    pub ema_confidence: u64,
    pub slot: u64,
}

impl Message {
    /// Liquidation price and collateral price, without confidence. It is of `time`, if that is later than what was said
    /// `before`; shut, it is as old as that.
    pub fn by(verdict: &Verdict, before: Option<Self>, time: i64) -> Option<Self> {
        let last = before.unwrap_or_default();
        let (price, ema) = match verdict.prices {
            Some(prices) => (prices.liquidation, prices.collateral),
            None => before.map(|message| (message.price, message.ema))?,
        };
        let shut = verdict.gate == Gate::Shut;
        let (time, slot) = if shut { (last.time, last.slot) } else { (time.max(last.time), verdict.slot) };
        let verification = Verification::unless_shut(verdict.gate);
        Some(Self { verification, price, ema, time, slot, last_time: last.time, ..Self::default() })
    }

    /// What was written last, if anything was.
    fn decode(data: &[u8; LEN]) -> Option<Self> {
        let mut rest = data.strip_prefix(&DISCRIMINATOR)?.get(32..)?;
        let [tag] = take(&mut rest);
        let verification = if tag == 0 { Verification::Partial } else { Verification::Full };
        rest = rest.get(verification.bytes().len().saturating_sub(1)..)?.get(32..)?;
        let [price, confidence] = [take(&mut rest), take(&mut rest)].map(u64::from_le_bytes);
        let _: [u8; 4] = take(&mut rest);
        let [time, last_time] = [take(&mut rest), take(&mut rest)].map(i64::from_le_bytes);
        let [ema, ema_confidence, slot] = [take(&mut rest), take(&mut rest), take(&mut rest)].map(u64::from_le_bytes);
        Some(Self { verification, price, confidence, time, last_time, ema, ema_confidence, slot })
    }

    fn encode(&self, source: &[u8; 32], mut data: &mut [u8]) {
        data.fill(0);
        put(&mut data, &DISCRIMINATOR);
        put(&mut data, source);
        put(&mut data, self.verification.bytes());
        put(&mut data, source);
        put(&mut data, &self.price.to_le_bytes());
        put(&mut data, &self.confidence.to_le_bytes());
        put(&mut data, &EXPONENT.to_le_bytes());
        put(&mut data, &self.time.to_le_bytes());
        put(&mut data, &self.last_time.to_le_bytes());
        put(&mut data, &self.ema.to_le_bytes());
        put(&mut data, &self.ema_confidence.to_le_bytes());
        put(&mut data, &self.slot.to_le_bytes());
    }
}

/// What a market is told: of a verdict, and of what it was told last. Nothing, if there is no price.
pub type Says = fn(&Verdict, Option<Message>) -> Option<Message>;

/// Writes what the market is told.
pub fn write(data: &mut [u8], source: &[u8; 32], verdict: &Verdict, says: Says) -> Result<(), MirrorError> {
    let data: &mut [u8; LEN] = data.try_into().map_err(|_| MirrorError::Length)?;
    let says = says(verdict, Message::decode(data)).ok_or(MirrorError::NoPrice)?;
    says.encode(source, data);
    Ok(())
}

//! Exponent's principal tokens (PT): a claim on one unit of an accounting asset at a date.
//!
//! Layout: Borsh of `Vault` of <https://github.com/exponent-finance/exponent-core>,
//! `programs/exponent_core/src/state/vault.rs`. The fields that are read lie before the first one whose length varies.
//!
//! A vault splits a yield-bearing token (SY) into a principal token, which redeems for SY worth one unit of the
//! accounting asset at maturity, and a yield token, which takes what accrues until then. The accounting asset must be
//! SOL: the vault does not name it, so that whoever configures a feed vouches for it.
//!
//! # What the token is worth, and how to combine it
//! Two numbers, which a caller must keep apart until the end:
//!
//! 1. [`PrincipalVault::backing`]: SOL per token that the vault's SY would pay if the token matured now, at most 1. The
//!    rate of the SY is the caller's, from the underlying's own source and for its low side; the rate in the vault
//!    moves only when somebody uses it, and comes from a program whose source is closed. A backing of 1 is the rule;
//!    anything less is a loss. It is this number that falls, floors and the speed limit are for. Growth of the SY
//!    beyond the promise is not the token's, so that a whole backing does not grow at all.
//! 2. [`LinearDiscount::factor`]: what the time until maturity takes off, by the clock alone: nothing that is traded
//!    moves it. It rises to 1 at the configured discount, which a limit on growth meant for staking yield (some 15 %
//!    per year) would take for a pump. So it multiplies what has passed the rules, and never goes through them.
//!
//! [`present_value`] is the product, rounded down: worth = rules(backing) x factor. A market's own discount is larger
//! or smaller than the configured one; that difference belongs to the market leg. Where the debt side must not be
//! understated, take the factor as 1 for it: the token cannot be worth more than its backing.
//!
//! # What is said beside it
//! - [`PrincipalVault::emergency`]: the SY has fallen below its highest rate. The program refuses redemptions as long
//!   as that lasts (by its source of August 2026), whatever the vault holds: treat it as a stop of redemptions, not as
//!   a price.
//! - [`PrincipalVault::unbacked`]: more tokens are in issue than the vault knows of; the backing is then divided by all
//!   of them.
//!
//! Before maturity a token alone cannot be redeemed: its yield token must be burned with it.

mod discount;
#[cfg(feature = "encode")]
mod encode;

use fair_value::units::{Rate, TokenAmount, UnixTime};

pub use discount::LinearDiscount;
#[cfg(feature = "encode")]
pub use encode::ExponentVaultAccount;

use crate::{
    Account, Key,
    account::{Part, same},
    bytes::{field, key_at, u8_at, u32_at, u64_at},
    fault::{Condition, SourceFault},
    layout::{Layout, Length, offsets},
    math::{
        ratio::{FRACTION_BITS, Round, decimal_bits, rate_of},
        wide::{mul_div_floor, widening},
    },
    programs,
    token::Mint,
};

/// First eight bytes of the account.
pub const DISCRIMINATOR: [u8; 8] = [0xd3, 0x08, 0xe8, 0x2b, 0x02, 0x98, 0x75, 0x77];
/// Bytes up to the first field whose length varies.
pub const HEAD: usize = 524;
const SY_PROGRAM: usize = 8;
const MINT_SY: usize = 40;
const MINT_PT: usize = 104;
const START_TS: usize = 264;
const DURATION: usize = 268;
const LAST_SEEN_SY_EXCHANGE_RATE: usize = 337;
const ALL_TIME_HIGH_SY_EXCHANGE_RATE: usize = 369;
const TOTAL_SY_IN_ESCROW: usize = 433;
const SY_FOR_PT: usize = 441;
const PT_SUPPLY: usize = 449;
const TREASURY_SY: usize = 457;
const UNCOLLECTED_SY: usize = 465;
const STATUS: usize = 523;

/// The bit of the status that allows redemption.
const CAN_MERGE: u8 = 0b10;
/// Rates are written in steps of 10^-12.
const RATE_EXPONENT: i32 = -12;
const RATE_SCALE: u64 = 1_000_000_000_000;

/// Decimals of the token and of the SY: those of SOL, since both sides of the promise are counted in base units.
pub const DECIMALS: u8 = 9;

/// One SOL per token.
const ONE: Rate = Rate::from_bits(1 << FRACTION_BITS);

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "Vault (Exponent)",
    owners: &[programs::EXPONENT],
    discriminator: Some(DISCRIMINATOR),
    length: Length::AtLeast(HEAD),
    offsets: offsets![
        SY_PROGRAM,
        MINT_SY,
        MINT_PT,
        START_TS,
        DURATION,
        LAST_SEEN_SY_EXCHANGE_RATE,
        ALL_TIME_HIGH_SY_EXCHANGE_RATE,
        TOTAL_SY_IN_ESCROW,
        SY_FOR_PT,
        PT_SUPPLY,
        TREASURY_SY,
        UNCOLLECTED_SY,
        STATUS
    ],
};

/// What is configured of a principal token and must be found in its vault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terms {
    /// The mint of the SY, whose rate the caller has.
    pub sy_mint: Key,
    /// When the token matures.
    pub maturity: UnixTime,
}

/// What the vault of a principal token says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PrincipalVault<'a> {
    /// The token's mint.
    pub mint: &'a Key,
    /// The mint of the SY that backs it.
    pub sy_mint: &'a Key,
    /// The program that issues the SY and tells the vault its rate.
    pub sy_program: &'a Key,
    /// SY set aside for the token and there, base units; nonzero.
    pub set_aside: TokenAmount,
    /// Tokens in issue, by the vault's book or the mint, whichever says more; nonzero.
    pub supply: TokenAmount,
    /// Whether the mint knows of more tokens than the vault's book.
    pub unbacked: bool,
    /// Whether the SY's rate, as the vault saw it last, is below the highest it ever saw.
    pub emergency: bool,
    /// The rate of the SY as the vault saw it last, units of the accounting asset per SY, in steps of 10^-12; nonzero.
    last_seen: u64,
}

impl<'a> PrincipalVault<'a> {
    /// Reads a vault with the mint of its principal token outside any source.
    ///
    /// # Errors
    /// What is wrong with the vault, as account 0, or with the mint, as account 1.
    pub fn read(vault: &'a Account<'a>, mint: &Account<'_>, terms: &Terms) -> Result<Self, SourceFault> {
        Self::decode(Part { account: vault, index: 0 }, Part { account: mint, index: 1 }, terms)
    }

    /// Decodes a vault and the mint of its principal token, and checks that it is the one of these terms, that it
    /// redeems, and that what it sets aside follows from its own books.
    #[inline(never)]
    pub(crate) fn decode(part: Part<'a>, mint: Part<'_>, terms: &Terms) -> Result<Self, SourceFault> {
        let data = part.headed::<HEAD>(&programs::EXPONENT, &DISCRIMINATOR)?;
        let mut vault = Self {
            mint: key_at::<MINT_PT, HEAD>(data),
            sy_mint: key_at::<MINT_SY, HEAD>(data),
            sy_program: key_at::<SY_PROGRAM, HEAD>(data),
            set_aside: TokenAmount::ZERO,
            supply: TokenAmount::new(u64_at::<PT_SUPPLY, HEAD>(data)),
            unbacked: false,
            emergency: false,
            last_seen: 0,
        };
        vault.check(data, terms).map_err(|condition| part.fault(condition))?;
        if !mint.is_at(vault.mint) {
            return Err(part.fault(Condition::WrongMint));
        }
        let issued = Mint::issued(mint, DECIMALS)?.supply;
        if issued > vault.supply {
            (vault.unbacked, vault.supply) = (true, issued);
        }
        Ok(vault)
    }

    /// Checks the books and fills in what follows from them.
    fn check(&mut self, data: &[u8; HEAD], terms: &Terms) -> Result<(), Condition> {
        if !same(self.sy_mint, &terms.sy_mint) {
            return Err(Condition::WrongMint);
        }
        let (start, duration) = (u32_at::<START_TS, HEAD>(data), u32_at::<DURATION, HEAD>(data));
        if i64::from(start).checked_add(duration.into()) != Some(terms.maturity.get()) {
            // Another series than the configured one.
            return Err(Condition::WrongSibling);
        }
        if u8_at::<STATUS, HEAD>(data) & CAN_MERGE == 0 {
            return Err(Condition::Disabled);
        }
        if self.supply == TokenAmount::ZERO {
            return Err(Condition::ZeroSupply);
        }
        self.last_seen = rate(field::<LAST_SEEN_SY_EXCHANGE_RATE, 32, HEAD>(data))?;
        if self.last_seen == 0 {
            return Err(Condition::NonPositive);
        }
        self.emergency = self.last_seen < rate(field::<ALL_TIME_HIGH_SY_EXCHANGE_RATE, 32, HEAD>(data))?;

        // What is the yield token's and the treasury's does not back the principal. The program's own subtraction stops
        // at zero.
        let escrow = TokenAmount::new(u64_at::<TOTAL_SY_IN_ESCROW, HEAD>(data));
        let theirs = TokenAmount::new(u64_at::<TREASURY_SY, HEAD>(data));
        let there = escrow.minus(theirs).minus(TokenAmount::new(u64_at::<UNCOLLECTED_SY, HEAD>(data)));
        let stated = u64_at::<SY_FOR_PT, HEAD>(data);
        // Nothing that fits is as much as a rate so small would take.
        let promised = mul_div_floor(self.supply.get(), RATE_SCALE, self.last_seen).unwrap_or(u64::MAX);
        // While there is enough, exactly what is promised is set aside. Where there is not, an interest that was booked
        // since makes what is there less than what is stated.
        let least = promised.min(there.get());
        if stated < least || stated > promised {
            return Err(Condition::Malformed);
        }
        self.set_aside = TokenAmount::new(least);
        if least == 0 { Err(Condition::ZeroAssets) } else { Ok(()) }
    }

    /// SOL per token that the SY set aside is worth at this rate of the SY (SOL per SY), rounded down, at most 1.
    pub fn backing(&self, sy_rate: Rate) -> Rate {
        // What does not fit is more than 1.
        let bits = mul_div_floor(self.set_aside.get(), sy_rate.to_bits(), self.supply.get());
        bits.map_or(ONE, |bits| Rate::from_bits(bits).min(ONE))
    }

    /// The rate of the SY as the vault saw it last, SOL per SY rounded down: a cross-check of the caller's rate, no
    /// more.
    ///
    /// # Errors
    /// [`Condition::OutOfRange`] if it does not fit a rate.
    pub fn last_seen(&self) -> Result<Rate, Condition> {
        rate_of(decimal_bits(self.last_seen, RATE_EXPONENT, Round::Down))
    }
}

/// SOL per token today: what it is backed by, less what the time to its maturity takes off, rounded down.
pub fn present_value(backing: Rate, factor: Rate) -> Rate {
    let product = widening(backing.min(ONE).to_bits(), factor.min(ONE).to_bits());
    // Both at most 2^44.
    Rate::from_bits(product.wrapping_shr(FRACTION_BITS) as u64)
}

/// A rate as the program writes it: 256 bits, of which one that can be read fills 64.
fn rate(number: &[u8; 32]) -> Result<u64, Condition> {
    if u64_at::<8, 32>(number) | u64_at::<16, 32>(number) | u64_at::<24, 32>(number) == 0 {
        Ok(u64_at::<0, 32>(number))
    } else {
        Err(Condition::OutOfRange)
    }
}

//! Fragmetric's restaking funds (fragSOL): what the program itself states of its receipt token.
//!
//! Layout: `FundAccount`, repr(C) behind a discriminator, of <https://github.com/fragmetric-labs/fragmetric-contracts>,
//! `programs/restaking/src/modules/fund/fund_account.rs`, data version 19.
//!
//! # What the stated rate is
//! *Attested*, not counted. [`FragmetricFund::rate`] is what the program computed when somebody, whoever it was, asked
//! it to, from the books of the fund and from its members' own accounts, without asking any of these how old it is; for
//! some funds one of them is the spot price of a pool. The issuer calls the field informative. Take it as a cross-check
//! or as a fallback, never as a primary source.
//!
//! [`FragmetricFund::updated`] does **not** prove it fresh: the program sets that slot together with the composition,
//! and the rate only in some of its calls. A slot long ago proves the rate old; a recent one proves nothing.
//!
//! # The sounder way
//! [`FragmetricFund::entries`] are the fund's members with their amounts, as of that slot: for a caller who has a
//! source of its own for each of them. SOL counts at par, a token by that source, and the sum is divided by
//! [`FragmetricFund::composed_for`]. A member whose kind of pricing the caller does not know makes the sum unknown, not
//! smaller. The amounts are the program's books, not balances.

#[cfg(feature = "encode")]
mod encode;
mod entry;

use fair_value::{
    Now,
    units::{Rate, Slot, TokenAmount},
};

#[cfg(feature = "encode")]
pub use encode::{FragmetricFundAccount, FundEntry};
pub use entry::{Entry, Pricing};

use crate::{
    Account, Key,
    account::Part,
    bytes::{field, key_at, u8_at, u16_at, u64_at},
    fault::{Condition, SourceFault},
    layout::{Layout, Length, offsets},
    math::ratio::{Round, decimal_bits, rate_of},
    programs,
    token::Mint,
};

/// First eight bytes of the account.
pub const DISCRIMINATOR: [u8; 8] = [0x31, 0x68, 0xa8, 0xd6, 0x86, 0xb4, 0xad, 0x9a];
/// Length of the account.
pub const LEN: usize = 163_840;
/// The only data version whose layout is known here.
pub const VERSION: u16 = 19;
const DATA_VERSION: usize = 8;
const RECEIPT_TOKEN_MINT: usize = 120;
const RECEIPT_TOKEN_DECIMALS: usize = 184;
const RECEIPT_TOKEN_SUPPLY_AMOUNT: usize = 192;
const ONE_RECEIPT_TOKEN_AS_SOL: usize = 200;
const RECEIPT_TOKEN_VALUE_UPDATED_SLOT: usize = 208;
const NUMERATOR: usize = 216;
const NUM_NUMERATOR: usize = 3384;
const DENOMINATOR: usize = 3392;
const WITHDRAWAL_FEE_RATE_BPS: usize = 3408;
const WITHDRAWAL_ENABLED: usize = 3410;

/// Members that an account has room for.
pub const MAX_ENTRIES: usize = 33;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "FundAccount",
    owners: &[programs::FRAGMETRIC],
    discriminator: Some(DISCRIMINATOR),
    length: Length::Exact(LEN),
    offsets: offsets![
        DATA_VERSION,
        RECEIPT_TOKEN_MINT,
        RECEIPT_TOKEN_DECIMALS,
        RECEIPT_TOKEN_SUPPLY_AMOUNT,
        ONE_RECEIPT_TOKEN_AS_SOL,
        RECEIPT_TOKEN_VALUE_UPDATED_SLOT,
        NUMERATOR,
        NUM_NUMERATOR,
        DENOMINATOR,
        WITHDRAWAL_FEE_RATE_BPS,
        WITHDRAWAL_ENABLED
    ],
};

/// What a fund says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FragmetricFund<'a> {
    /// The receipt token's mint.
    pub mint: &'a Key,
    /// Tokens in issue, by the fund's book or the mint, whichever says more; nonzero.
    pub supply: TokenAmount,
    /// Whether the mint knows of more tokens than the fund's book.
    pub unbacked: bool,
    /// The stated rate, SOL per whole token rounded down; attested, and no older than it looks only by the program's
    /// word.
    pub rate: Rate,
    /// When the composition was written: the rate is of that slot or older.
    pub updated: Slot,
    /// Base units of the token that the composition is divided by; nonzero where there are members.
    pub composed_for: TokenAmount,
    /// The fee on withdrawals, basis points.
    pub withdrawal_fee_bps: u16,
    /// Whether tokens can be redeemed at all.
    pub withdrawals_enabled: bool,
    /// Only as many as are in use.
    entries: &'a [[u8; entry::LEN]],
}

impl<'a> FragmetricFund<'a> {
    /// Reads a fund with the mint of its receipt token outside any source.
    ///
    /// # Errors
    /// What is wrong with the fund, as account 0, or with the mint, as account 1.
    pub fn read(fund: &'a Account<'a>, mint: &Account<'_>, now: &Now) -> Result<Self, SourceFault> {
        Self::decode(Part { account: fund, index: 0 }, Part { account: mint, index: 1 }, now)
    }

    /// Decodes a fund and the mint of its receipt token, and checks that it is of the known version, that its time has
    /// come, and that it states a rate of tokens in issue.
    #[inline(never)]
    pub(crate) fn decode(part: Part<'a>, mint: Part<'_>, now: &Now) -> Result<Self, SourceFault> {
        let data = part.typed::<LEN>(&programs::FRAGMETRIC, &DISCRIMINATOR)?;
        let fund = || {
            match u16_at::<DATA_VERSION, LEN>(data) {
                VERSION => {}
                0 => return Err(Condition::Uninitialised),
                _ => return Err(Condition::UnsupportedMode),
            }
            let updated = Slot::new(u64_at::<RECEIPT_TOKEN_VALUE_UPDATED_SLOT, LEN>(data));
            if updated > now.slot {
                return Err(Condition::FromFuture);
            }
            let supply = TokenAmount::new(u64_at::<RECEIPT_TOKEN_SUPPLY_AMOUNT, LEN>(data));
            if supply == TokenAmount::ZERO {
                return Err(Condition::ZeroSupply);
            }
            let composed_for = TokenAmount::new(u64_at::<DENOMINATOR, LEN>(data));
            let (all, _) = field::<NUMERATOR, { MAX_ENTRIES * entry::LEN }, LEN>(data).as_chunks();
            let used = usize::try_from(u64_at::<NUM_NUMERATOR, LEN>(data)).ok();
            let entries = used.and_then(|used| all.get(..used)).ok_or(Condition::Malformed)?;
            if !entries.is_empty() && composed_for == TokenAmount::ZERO {
                return Err(Condition::Malformed);
            }
            Ok(Self {
                mint: key_at::<RECEIPT_TOKEN_MINT, LEN>(data),
                supply,
                unbacked: false,
                // Lamports per whole token.
                rate: rate_of(decimal_bits(u64_at::<ONE_RECEIPT_TOKEN_AS_SOL, LEN>(data), -9, Round::Down))?,
                updated,
                composed_for,
                withdrawal_fee_bps: u16_at::<WITHDRAWAL_FEE_RATE_BPS, LEN>(data),
                withdrawals_enabled: u8_at::<WITHDRAWAL_ENABLED, LEN>(data) != 0,
                entries,
            })
        };
        let mut fund = fund().map_err(|condition| part.fault(condition))?;
        if !mint.is_at(fund.mint) {
            return Err(part.fault(Condition::WrongMint));
        }
        let issued = Mint::issued(mint, u8_at::<RECEIPT_TOKEN_DECIMALS, LEN>(data))?.supply;
        if issued > fund.supply {
            (fund.unbacked, fund.supply) = (true, issued);
        }
        Ok(fund)
    }

    /// The fund's members as of [`Self::updated`], in the order of the account.
    ///
    /// # Errors
    /// Of a member that is neither SOL nor a token, or whose pricing contradicts its own format:
    /// [`Condition::Malformed`].
    pub fn entries(&self) -> impl Iterator<Item = Result<Entry<'a>, Condition>> + use<'a> {
        self.entries.iter().map(Entry::decode)
    }
}

//! One member of a fund's composition: `AssetPod` and `TokenPricingSourcePod` below
//! `programs/restaking/src/modules/pricing`.

use fair_value::units::{Lamports, TokenAmount};

use crate::{
    Key,
    bytes::{key_at, u8_at, u64_at},
    fault::Condition,
};

/// Bytes of one member.
pub(super) const LEN: usize = 96;
pub(super) const KIND: usize = 0;
pub(super) const SOL_AMOUNT: usize = 8;
pub(super) const TOKEN_AMOUNT: usize = 16;
pub(super) const TOKEN_MINT: usize = 24;
pub(super) const PRICING_KIND: usize = 56;
pub(super) const PRICING_ADDRESS: usize = 64;

pub(super) const SOL: u8 = 1;
pub(super) const TOKEN: u8 = 2;

/// What a fund holds of one asset, by its own books.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entry<'a> {
    /// SOL.
    Sol(Lamports),
    /// A token.
    Token {
        /// Its mint.
        mint: &'a Key,
        /// Base units of it.
        amount: TokenAmount,
        /// What the program prices it by; `None` if it does not know.
        pricing: Option<Pricing<'a>>,
    },
}

/// Where the program takes a token's price from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pricing<'a> {
    /// 1 SPL stake pool, 2 Marinade, 3 Jito vault, 4 normalised token pool, 5 another fund, 6 Orca pool, 7
    /// single-validator stake pool of Sanctum, 8 pegged token, 9 SolvBTC vault, 10 multi-validator stake pool of
    /// Sanctum, 11 virtual vault; others were unknown when this was written.
    pub kind: u8,
    /// The account that it reads.
    pub address: &'a Key,
}

impl<'a> Entry<'a> {
    pub(super) fn decode(bytes: &'a [u8; LEN]) -> Result<Self, Condition> {
        match u8_at::<KIND, LEN>(bytes) {
            SOL => Ok(Self::Sol(Lamports::new(u64_at::<SOL_AMOUNT, LEN>(bytes)))),
            TOKEN => Ok(Self::Token {
                mint: key_at::<TOKEN_MINT, LEN>(bytes),
                amount: TokenAmount::new(u64_at::<TOKEN_AMOUNT, LEN>(bytes)),
                pricing: match u8_at::<PRICING_KIND, LEN>(bytes) {
                    0 => None,
                    kind => Some(Pricing { kind, address: key_at::<PRICING_ADDRESS, LEN>(bytes) }),
                },
            }),
            _ => Err(Condition::Malformed),
        }
    }
}

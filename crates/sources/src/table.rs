//! The configured sources of a feed, as the Feed account stores them.

use bytemuck::{Pod, Zeroable};
use fair_value::{Leg, input::MAX_SOURCES};

use crate::Key;

/// Source accounts in one feed: what one transaction without a lookup table can carry.
pub const MAX_ACCOUNTS: usize = 24;

/// The kinds of source, as stored in [`SourceConfig::kind`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum SourceKind {
    /// NAV: the token is the pool token of an SPL stake pool.
    StakePool = 1,
    /// NAV: reserves of a vault over the token's mint supply.
    Vault = 2,
    /// NAV: a Pyth redemption-rate feed.
    PythRate = 3,
    /// NAV: a Switchboard redemption-rate feed.
    SwitchboardRate = 4,
    /// NAV: a Switchboard quote of a redemption rate.
    SwitchboardQuoteRate = 5,
    /// NAV: a chain of one to three programs' own rates, from SOL to the token.
    Chain = 6,
    /// Market: an Orca Whirlpool.
    Whirlpool = 10,
    /// Market: a Raydium CLMM pool with its observations.
    RaydiumClmm = 11,
    /// Market: a Meteora DLMM pair with its oracle.
    MeteoraDlmm = 12,
    /// Market: a Meteora DAMM v2 pool.
    MeteoraDammV2 = 13,
    /// Market: a Pyth feed of the token in SOL.
    PythMarket = 14,
    /// Market: a Switchboard feed of the token in SOL.
    SwitchboardMarket = 15,
    /// Market: the backing's own market, looked through to the token.
    LookThrough = 16,
    /// Market: a Switchboard quote of the token in SOL.
    SwitchboardQuoteMarket = 17,
    /// USD: Pyth SOL/USD.
    PythUsd = 20,
    /// USD: Switchboard SOL/USD.
    SwitchboardUsd = 21,
    /// USD: a Switchboard quote of SOL/USD.
    SwitchboardQuoteUsd = 22,
}

impl SourceKind {
    /// Every kind, in the order of its codes.
    pub const ALL: [Self; 17] = [
        Self::StakePool,
        Self::Vault,
        Self::PythRate,
        Self::SwitchboardRate,
        Self::SwitchboardQuoteRate,
        Self::Chain,
        Self::Whirlpool,
        Self::RaydiumClmm,
        Self::MeteoraDlmm,
        Self::MeteoraDammV2,
        Self::PythMarket,
        Self::SwitchboardMarket,
        Self::LookThrough,
        Self::SwitchboardQuoteMarket,
        Self::PythUsd,
        Self::SwitchboardUsd,
        Self::SwitchboardQuoteUsd,
    ];

    /// From the stored code.
    pub const fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            1 => Self::StakePool,
            2 => Self::Vault,
            3 => Self::PythRate,
            4 => Self::SwitchboardRate,
            5 => Self::SwitchboardQuoteRate,
            6 => Self::Chain,
            10 => Self::Whirlpool,
            11 => Self::RaydiumClmm,
            12 => Self::MeteoraDlmm,
            13 => Self::MeteoraDammV2,
            14 => Self::PythMarket,
            15 => Self::SwitchboardMarket,
            16 => Self::LookThrough,
            17 => Self::SwitchboardQuoteMarket,
            20 => Self::PythUsd,
            21 => Self::SwitchboardUsd,
            22 => Self::SwitchboardQuoteUsd,
            _ => return None,
        })
    }

    /// The leg that this kind speaks about.
    pub const fn leg(self) -> Leg {
        match self {
            Self::StakePool
            | Self::Vault
            | Self::PythRate
            | Self::SwitchboardRate
            | Self::SwitchboardQuoteRate
            | Self::Chain => Leg::Nav,
            Self::PythUsd | Self::SwitchboardUsd | Self::SwitchboardQuoteUsd => Leg::Usd,
            _ => Leg::Market,
        }
    }
}

/// What an account is to its source, as stored in [`SourceTable::roles`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Role {
    /// The account that names the source: pool, pair, price account, stake pool of a [`SourceKind::StakePool`].
    Main = 1,
    /// What the venue keeps beside the pool: Raydium's observations, Meteora's oracle, that of a Whirlpool's adaptive fees.
    History = 2,
    /// The pool's token account of the token.
    TokenVault = 3,
    /// The pool's token account of SOL.
    SolVault = 4,
    /// A vault's mint: its supply divides the assets.
    Mint = 5,
    /// A vault's account whose lamports count: a wallet, which counts as custodial, a program's account, or a token account of
    /// wrapped SOL.
    LamportReserve = 6,
    /// A vault's stake account: withdraw authority pinned, lamports count.
    StakeReserve = 7,
    /// A stake pool whose rate begins a chain. In a vault the chain values the [`Role::TokenReserve`]s that follow, up to the next one.
    ReservePool = 8,
    /// Chain and vault: the mint of a token that wraps the preceding step's token 1:1 (sSOL over Solayer's LST). Look-through: the mint
    /// of the token that the pool trades.
    WrapperMint = 9,
    /// The wrapper's token account that holds what it wraps: must cover the wrapper's supply.
    WrapperVault = 10,
    /// A vault's token account, valued by the preceding chain, or by the market of a look-through.
    TokenReserve = 11,
    /// As [`Role::LamportReserve`], but an address that no private key signs for (a program-derived address owned by the system
    /// program): not custodial. Whoever configures it verifies that it lies off the curve: [`crate::check_derived`].
    DerivedReserve = 12,
    /// The mint of the token that the preceding [`Role::Marinade`], [`Role::InfPool`] or [`Role::JitoVault`] prices: its supply is compared with their
    /// books, or is their supply.
    StepMint = 13,
    /// Marinade's state, whose rate begins a chain.
    Marinade = 14,
    /// Marinade's list of stake accounts, which says of what epoch its rate is.
    StakeList = 15,
    /// A vault of Jito's restaking, whose receipt is priced in the preceding step's token.
    JitoVault = 16,
    /// Sanctum's Infinity pool, whose rate begins a chain.
    InfPool = 17,
}

impl Role {
    /// Every role, in the order of its codes.
    pub const ALL: [Self; 17] = [
        Self::Main,
        Self::History,
        Self::TokenVault,
        Self::SolVault,
        Self::Mint,
        Self::LamportReserve,
        Self::StakeReserve,
        Self::ReservePool,
        Self::WrapperMint,
        Self::WrapperVault,
        Self::TokenReserve,
        Self::DerivedReserve,
        Self::StepMint,
        Self::Marinade,
        Self::StakeList,
        Self::JitoVault,
        Self::InfPool,
    ];

    /// From the stored code.
    pub const fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            1 => Self::Main,
            2 => Self::History,
            3 => Self::TokenVault,
            4 => Self::SolVault,
            5 => Self::Mint,
            6 => Self::LamportReserve,
            7 => Self::StakeReserve,
            8 => Self::ReservePool,
            9 => Self::WrapperMint,
            10 => Self::WrapperVault,
            11 => Self::TokenReserve,
            12 => Self::DerivedReserve,
            13 => Self::StepMint,
            14 => Self::Marinade,
            15 => Self::StakeList,
            16 => Self::JitoVault,
            17 => Self::InfPool,
            _ => return None,
        })
    }
}

/// One configured source.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct SourceConfig {
    /// A [`SourceKind`].
    pub kind: u8,
    /// Index of its first account in [`SourceTable::accounts`].
    pub first_account: u8,
    /// How many accounts it has.
    pub accounts: u8,
    /// Decimals of the token (not of SOL): cross-checked where the source says them itself.
    pub token_decimals: u8,
    /// Oldest acceptable reading of a feed, seconds.
    pub max_age: u32,
    /// Widest acceptable confidence of a feed, basis points of its value. A Switchboard quote, which states none, counts as this wide.
    pub max_confidence_bps: u16,
    /// Fewest samples of a Switchboard feed, fewest oracles behind a quote.
    pub min_samples: u8,
    /// Nonzero: net the withdrawal fee of each program whose rate is used.
    pub net_withdrawal_fee: u8,
    /// Highest acceptable withdrawal fee of each of them, basis points.
    pub max_fee_bps: u16,
    /// Nonzero: the pinned authority of a vault's reserves is a wallet that one signer controls, so that what it holds is custodial.
    pub custodial_authority: u8,
    /// Reserved, zero.
    pub reserved: u8,
    /// Lamports, 1 to 1,000,000 SOL. Market feeds: the depth they stand for. Pools: the most that the pool may count for, or
    /// zero for no ceiling; Meteora DLMM, whose liquidity lies in accounts that change with the price, needs one. Otherwise zero.
    pub feed_depth: u64,
    /// The program that owns the main account, of those the kind allows; of a chain the one of its last step.
    pub program: Key,
    /// Pyth: feed id. Switchboard: queue. Vault: the authority of its reserves. Pools: zero.
    pub pin: Key,
    /// Switchboard: hash of the feed's definition, which its authority could change; in a quote, the feed's id. Vault or chain with a wrapped token: the
    /// authority of the wrapper's token account. Otherwise zero.
    pub second_pin: Key,
}

/// All sources of a feed, with the addresses of their accounts in the order in which a refresh passes them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Pod, Zeroable)]
#[repr(C)]
pub struct SourceTable {
    /// How many of `sources` are in use.
    pub source_count: u8,
    /// How many of `accounts` are in use.
    pub account_count: u8,
    /// Reserved, zero.
    pub reserved: [u8; 6],
    /// The token's mint.
    pub mint: Key,
    /// Sources in order; NAV first, its first one primary.
    pub sources: [SourceConfig; MAX_SOURCES],
    /// A [`Role`] for each account.
    pub roles: [u8; MAX_ACCOUNTS],
    /// Pinned addresses.
    pub accounts: [Key; MAX_ACCOUNTS],
}

impl Default for SourceConfig {
    /// All zero: valid for no kind.
    fn default() -> Self {
        Self::zeroed()
    }
}

impl Default for SourceTable {
    /// Without sources: to be filled.
    fn default() -> Self {
        Self::zeroed()
    }
}

//! A source as a configuration file describes it.

use serde::{Deserialize, Serialize};
use solana_pubkey::Pubkey;
use sources::{Role, SourceKind, programs};

use super::Address;

/// One `[[feed.source]]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// What it is.
    #[serde(with = "KindName")]
    pub kind: SourceKind,
    /// The program that owns its main account; needed only for kinds that several programs serve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<Address>,
    /// Pyth: feed id. Switchboard: queue. Vault: the authority of its reserves. Pools: absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<Address>,
    /// Oldest acceptable reading of a feed, seconds.
    #[serde(default)]
    pub max_age: u32,
    /// Widest acceptable confidence of a feed, basis points.
    #[serde(default)]
    pub max_confidence_bps: u16,
    /// Fewest samples of a Switchboard feed.
    #[serde(default)]
    pub min_samples: u8,
    /// Whether the withdrawal fees of the programs whose rates are used are netted.
    #[serde(default)]
    pub net_withdrawal_fee: bool,
    /// Highest acceptable withdrawal fee of each of them, basis points.
    #[serde(default)]
    pub max_fee_bps: u16,
    /// Whether one signer controls the pinned authority of a vault's reserves.
    #[serde(default)]
    pub custodial_authority: bool,
    /// Depth a feed without a pool stands for, lamports.
    #[serde(default)]
    pub feed_depth: u64,
    /// Hash of a Switchboard feed; authority of a wrapper's token account; otherwise absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_pin: Option<Address>,
    /// Its accounts, in the order of their roles.
    pub accounts: Vec<AccountEntry>,
}

/// One account of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AccountEntry {
    /// What it is to the source.
    #[serde(with = "RoleName")]
    pub role: Role,
    /// Where it is.
    pub address: Address,
}

/// Names of [`SourceKind`] in files.
#[derive(Deserialize, Serialize)]
#[serde(remote = "SourceKind", rename_all = "kebab-case")]
enum KindName {
    StakePool,
    Vault,
    PythRate,
    SwitchboardRate,
    SwitchboardQuoteRate,
    Chain,
    Whirlpool,
    RaydiumClmm,
    MeteoraDlmm,
    MeteoraDammV2,
    PythMarket,
    SwitchboardMarket,
    LookThrough,
    SwitchboardQuoteMarket,
    PythUsd,
    SwitchboardUsd,
    SwitchboardQuoteUsd,
}

/// Names of [`Role`] in files.
#[derive(Deserialize, Serialize)]
#[serde(remote = "Role", rename_all = "kebab-case")]
enum RoleName {
    Main,
    History,
    TokenVault,
    SolVault,
    Mint,
    LamportReserve,
    StakeReserve,
    ReservePool,
    WrapperMint,
    WrapperVault,
    TokenReserve,
    DerivedReserve,
    StepMint,
    Marinade,
    StakeList,
    JitoVault,
    InfPool,
}

/// A kind that several programs serve, without the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("source {index}: several programs serve {kind:?}; name one with `program`")]
pub struct MissingProgram {
    /// Position of the source in the file, from 0.
    pub index: usize,
    /// Its kind.
    pub kind: SourceKind,
}

impl SourceEntry {
    /// The program that owns the main account.
    ///
    /// # Errors
    /// [`MissingProgram`]; `index` is only for the message.
    pub fn program(&self, index: usize) -> Result<Pubkey, MissingProgram> {
        match self.program {
            Some(program) => Ok(program.0),
            None => only_program(self.kind).ok_or(MissingProgram { index, kind: self.kind }),
        }
    }

    /// The instruction's view of it.
    ///
    /// # Errors
    /// [`MissingProgram`].
    pub fn spec(&self, index: usize) -> Result<oracle_client::SourceSpec, MissingProgram> {
        Ok(oracle_client::SourceSpec {
            kind: self.kind as u8,
            program: self.program(index)?,
            pin: self.pin.unwrap_or_default().0,
            roles: self.accounts.iter().map(|account| account.role as u8).collect(),
            max_age: self.max_age,
            max_confidence_bps: self.max_confidence_bps,
            min_samples: self.min_samples,
            net_withdrawal_fee: self.net_withdrawal_fee,
            max_fee_bps: self.max_fee_bps,
            custodial_authority: self.custodial_authority,
            feed_depth: self.feed_depth,
            second_pin: self.second_pin.unwrap_or_default().0,
        })
    }

    /// Its accounts' addresses.
    pub fn addresses(&self) -> Vec<Pubkey> {
        self.accounts.iter().map(|account| account.address.0).collect()
    }
}

/// The program of the kinds that only one serves.
fn only_program(kind: SourceKind) -> Option<Pubkey> {
    let program = match kind {
        SourceKind::Whirlpool => programs::WHIRLPOOL,
        SourceKind::RaydiumClmm => programs::RAYDIUM_CLMM,
        SourceKind::MeteoraDlmm => programs::METEORA_DLMM,
        SourceKind::MeteoraDammV2 => programs::METEORA_DAMM_V2,
        SourceKind::SwitchboardQuoteRate | SourceKind::SwitchboardQuoteMarket | SourceKind::SwitchboardQuoteUsd => {
            programs::SWITCHBOARD_QUOTE
        }
        // Two Pyth receivers, two Switchboard clusters, three stake-pool programs; a vault's mint is of either token
        // program, and a chain ends in any program's step.
        _ => return None,
    };
    Some(Pubkey::new_from_array(program))
}

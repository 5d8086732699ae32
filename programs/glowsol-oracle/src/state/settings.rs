//! A configuration as instructions take it and proposals keep it.

use anchor_lang::prelude::*;
use fair_value::{Field, Params};
use sources::SourceConfig;

use super::Limits;
use crate::{
    error::{OracleError, Result},
    runtime::decode_fields,
};

/// What a feed starts with.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct InitializeFeedArgs {
    /// Who may halt the feed besides the authority; the zero address for nobody.
    pub guardian: Pubkey,
    /// Programs that may precede a refresh in its transaction, at most [`crate::state::MAX_POSTING_PROGRAMS`].
    pub posting_programs: Vec<Pubkey>,
    /// Programs whose upgrade halts the feed, at most [`crate::state::MAX_WATCHED`]: those that keep the backing.
    pub watched_programs: Vec<Pubkey>,
    /// How old its prices may be for what; `None` for the defaults.
    pub limits: Option<Limits>,
    /// Parameters that differ from the defaults.
    pub overrides: Vec<ParamValue>,
}

/// One parameter of the rules.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug)]
pub struct ParamValue {
    /// Its stable number: its place in `fair_value::params::FIELDS`.
    pub id: u8,
    /// Its value in the parameter's unit.
    pub value: u64,
}

/// A source as it is configured. Fields as in `sources::SourceConfig`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct SourceSpec {
    /// A `sources::SourceKind`.
    pub kind: u8,
    /// The program that owns the main account.
    pub program: Pubkey,
    /// Feed id, queue or vault authority; zero for pools.
    pub pin: Pubkey,
    /// A `sources::Role` for each remaining account.
    pub roles: Vec<u8>,
    /// Oldest acceptable reading of a feed, seconds.
    pub max_age: u32,
    /// Widest acceptable confidence of a feed, basis points.
    pub max_confidence_bps: u16,
    /// Fewest samples of a Switchboard feed.
    pub min_samples: u8,
    /// Whether a stake pool's withdrawal fee is netted.
    pub net_withdrawal_fee: bool,
    /// Highest acceptable withdrawal fee of a stake pool, basis points.
    pub max_fee_bps: u16,
    /// Whether one signer controls the pinned authority of a vault's reserves.
    pub custodial_authority: bool,
    /// Depth a feed without a pool stands for, lamports.
    pub feed_depth: u64,
    /// Hash of a Switchboard feed; authority of a wrapper's token account; otherwise zero.
    pub second_pin: Pubkey,
}

decode_fields! {
    InitializeFeedArgs { guardian, posting_programs, watched_programs, limits, overrides },
    ParamValue { id, value },
    SourceSpec {
        kind, program, pin, roles, max_age, max_confidence_bps, min_samples, net_withdrawal_fee, max_fee_bps,
        custodial_authority, feed_depth, second_pin,
    },
}

impl SourceSpec {
    /// As a table stores it, which says where its accounts are.
    pub fn config(&self, token_decimals: u8) -> SourceConfig {
        SourceConfig {
            kind: self.kind,
            first_account: 0,
            accounts: 0,
            token_decimals,
            max_age: self.max_age,
            max_confidence_bps: self.max_confidence_bps,
            min_samples: self.min_samples,
            net_withdrawal_fee: self.net_withdrawal_fee.into(),
            max_fee_bps: self.max_fee_bps,
            custodial_authority: self.custodial_authority.into(),
            reserved: 0,
            feed_depth: self.feed_depth,
            program: self.program.to_bytes(),
            pin: self.pin.to_bytes(),
            second_pin: self.second_pin.to_bytes(),
        }
    }
}

/// Gives parameters other values; with those, all of them have to be valid together.
///
/// # Errors
/// [`OracleError::UnknownParameter`], [`OracleError::ParameterOutOfBounds`].
#[inline(never)]
pub fn set_values(params: &mut Params, values: &[ParamValue]) -> Result {
    for ParamValue { id, value } in values {
        let field = Field::from_number(*id).ok_or(OracleError::UnknownParameter)?;
        ensure!(params.set(field, *value), OracleError::ParameterOutOfBounds);
    }
    params.validate().map_err(|_| OracleError::ParameterOutOfBounds)?;
    Ok(())
}

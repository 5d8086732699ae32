//! What the program refuses. Numbers are stable: clients and alerts match them.
//!
//! 6000 to 6099 are the program's own, in the order below. From 6100 on they are faults of sources, 6100 plus the code in
//! [`sources::fault`]: the same code that `Feed::faults` records when a refresh goes on without a source.

use anchor_lang::{
    error::{AnchorError, ComparedValues, Error},
    prelude::*,
};
use fair_value::StepError;
use sources::{CallerFault, Condition, Fault, TableError};

/// First error number of a source's fault.
pub const SOURCE_FAULTS: u32 = 6_100;

/// The program's own errors.
#[error_code]
pub enum OracleError {
    /// 6000
    #[msg("Only the feed's authority may do this.")]
    NotTheAuthority,
    /// 6001
    #[msg("The feed is active: its sources can no longer be added at once.")]
    AlreadyActive,
    /// 6002
    #[msg("The feed is a draft: activate it before refreshing.")]
    NotActive,
    /// 6003
    #[msg("This price account does not belong to this feed.")]
    WrongPrice,
    /// 6004
    #[msg("At most four price-posting programs can be allowed.")]
    TooManyPostingPrograms,
    /// 6005
    #[msg("There is no parameter of this number.")]
    UnknownParameter,
    /// 6006
    #[msg("A parameter is outside its bounds, or in conflict with another: see docs/rules.md.")]
    ParameterOutOfBounds,
    /// 6007
    #[msg("A feed has at most eight sources.")]
    TooManySources,
    /// 6008
    #[msg("A feed has at most 24 source accounts: what a refresh carries in one transaction.")]
    TooManyAccounts,
    /// 6009
    #[msg("The source needs one role for each account that is passed.")]
    WrongAccountCount,
    /// 6010
    #[msg("The feed has no source of this index.")]
    UnknownSource,
    /// 6011
    #[msg("A refresh is a top-level instruction: no program may call it.")]
    CalledByProgram,
    /// 6012
    #[msg("Only compute-budget and allowed price-posting instructions may precede a refresh in its transaction.")]
    PrecededByProgram,
    /// 6013
    #[msg("A counter is at its end.")]
    Overflow,
    /// 6014
    #[msg("The staleness limits are out of order or out of bounds.")]
    LimitsOutOfBounds,
    /// 6015
    #[msg("The feed is new and its NAV cannot be read yet: check_source says why.")]
    NoNav,
    /// 6016
    #[msg("The chain's clock shows no time that can be stored.")]
    ClockOutOfRange,
    /// 6017
    #[msg("The feed was written by another version of the program: migrate_feed brings it up to date.")]
    OtherVersion,
    /// 6018
    #[msg("This history account does not belong to this feed.")]
    WrongHistory,
    /// 6019
    #[msg("This cannot be a refresh: it has too many accounts, or passes one that it writes twice.")]
    MalformedRefresh,
}

/// A refresh that the rules refuse, as the error of an instruction.
pub fn step_error(error: StepError) -> Error {
    match error {
        StepError::NoNav => OracleError::NoNav.into(),
        StepError::ClockOutOfRange { .. } => OracleError::ClockOutOfRange.into(),
        StepError::TooManySources { .. } => OracleError::TooManySources.into(),
    }
}

/// A fault of a source as the error of an instruction, with the facts where they are two addresses.
pub fn source_error(fault: Fault) -> Error {
    let compared = expected_and_found(&fault).map(|(expected, found)| {
        ComparedValues::Pubkeys((Pubkey::new_from_array(found), Pubkey::new_from_array(expected)))
    });
    AnchorError { compared_values: compared, ..numbered(fault.name(), fault.code(), fault.to_string()) }.into()
}

/// A table that cannot be used, as the error of an instruction.
pub fn table_error(fault: TableError) -> Error {
    numbered(fault.name(), fault.code(), fault.meaning().into()).into()
}

fn numbered(name: &str, code: u8, message: String) -> AnchorError {
    AnchorError {
        error_name: name.into(),
        error_code_number: SOURCE_FAULTS.saturating_add(code.into()),
        error_msg: message,
        error_origin: None,
        compared_values: None,
    }
}

fn expected_and_found(fault: &Fault) -> Option<([u8; 32], [u8; 32])> {
    match fault {
        Fault::Caller(CallerFault::WrongAddress { expected, found, .. }) => Some((*expected, *found)),
        Fault::Source(fault) => match fault.condition {
            Condition::WrongOwner { expected, found }
            | Condition::WrongSibling { expected, found }
            | Condition::WrongAuthority { expected, found }
            | Condition::WrongMint { expected, found }
            | Condition::WrongFeedId { expected, found }
            | Condition::WrongQueue { expected, found } => Some((expected, found)),
            _ => None,
        },
        Fault::Caller(_) => None,
    }
}

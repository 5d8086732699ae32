//! What the program refuses. Numbers are stable: clients and alerts match them.
//!
//! 6000 to 6099 are the program's own, in the order below. From 6100 on they are faults of sources, 6100 plus the code in
//! [`sources::fault`]: the same code that `Feed::faults` records when a refresh goes on without a source.

#[cfg(not(feature = "idl-build"))]
use anchor_lang::solana_program::log::sol_log;
use anchor_lang::{
    error::{AnchorError, Error},
    prelude::*,
};
use fair_value::{StepError, governance::GovernanceError};
use sources::{CallerFault, Fault, TableError};

/// First error number of a source's fault.
pub const SOURCE_FAULTS: u32 = 6_100;

/// Declares the program's own errors, once as what runs on chain and once as what Anchor's macros describe in the IDL. Their own
/// conversion carries strings and source lines along: a fifth of the program.
macro_rules! oracle_errors {
    ($($number:literal $name:ident: $message:literal,)*) => {
        /// The program's own errors.
        #[cfg(not(feature = "idl-build"))]
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u32)]
        pub enum OracleError {
            $(#[doc = $message] $name = $number,)*
        }

        /// The program's own errors.
        #[cfg(feature = "idl-build")]
        #[error_code]
        #[derive(PartialEq, Eq)]
        pub enum OracleError {
            $(#[msg($message)] $name,)*
        }

        impl OracleError {
            /// What is wrong, and what to do.
            pub fn message(self) -> &'static str {
                match self {
                    $(Self::$name => $message,)*
                }
            }
        }
    };
}

oracle_errors! {
    6000 NotTheAuthority: "Only the feed's authority may do this.",
    6001 AlreadyActive: "The feed is active: its sources can no longer be added at once.",
    6002 NotActive: "The feed is a draft: activate it before refreshing.",
    6003 WrongPrice: "This price account does not belong to this feed.",
    6004 TooManyPostingPrograms: "At most four price-posting programs can be allowed.",
    6005 UnknownParameter: "There is no parameter of this number.",
    6006 ParameterOutOfBounds: "A parameter is outside its bounds, or in conflict with another: see docs/rules.md.",
    6007 TooManySources: "A feed has at most eight sources.",
    6008 TooManyAccounts: "A feed has at most 24 source accounts: what a refresh carries in one transaction.",
    6009 WrongAccountCount: "The source needs one role for each account that is passed.",
    6010 UnknownSource: "The feed has no source of this index.",
    6011 CalledByProgram: "A refresh is a top-level instruction: no program may call it.",
    6012 PrecededByProgram: "Only compute-budget and allowed price-posting instructions may precede a refresh in its transaction.",
    6013 Overflow: "A counter is at its end.",
    6014 LimitsOutOfBounds: "The staleness limits are out of order or out of bounds.",
    6015 NoNav: "The feed is new and its NAV cannot be read yet: check_source says why.",
    6016 ClockOutOfRange: "The chain's clock shows no time that can be stored.",
    6017 OtherVersion: "The feed was written by another version of the program: migrate_feed brings it up to date.",
    6018 WrongHistory: "This history account does not belong to this feed.",
    6019 MalformedRefresh: "This cannot be a refresh: it has too many accounts, or passes one that it writes twice.",
    6020 SlotTaken: "This slot is published already: try again in the next one.",
    6021 NotTheGuardian: "Only the feed's guardian or authority may do this.",
    6022 AlreadyPaused: "The feed is halted by its guardian already: only the authority can prolong that.",
    6023 NotPaused: "The guardian has not halted the feed, or its halt has expired.",
    6024 NothingToAcknowledge: "There is no fall of NAV and no unbacked mint to acknowledge.",
    6025 NoProgramChange: "No upgrade of a watched program is waiting to be acknowledged.",
    6026 TransitTooLarge: "More assets in transit than may be announced: see max_transit in docs/rules.md.",
    6027 TransitExpiry: "The announcement would lapse in the past, or later than max_transit_time in docs/rules.md allows.",
    6028 Timelocked: "The proposal must wait until its timelock has passed.",
    6029 OutdatedProposal: "The proposal was made for another version of the configuration: cancel it and propose again.",
    6030 ProposalPending: "A proposal is pending: apply or cancel it first.",
    6031 EmptyProposal: "A proposal names at least one change, and retiring stands alone.",
    6032 TimelockOutOfBounds: "The timelock is outside its bounds: one to thirty days.",
    6033 NotTighter: "This is no tightening: a parameter would be looser, or is not on the list of those that may change at once.",
    6034 WouldTrip: "The change would raise the level or close a gate at once: see the logged reason.",
    6035 WouldBind: "The change would bind at once, on what was read last: see the logged reason.",
    6036 TooManyWatchedPrograms: "At most four programs can be watched, each once.",
    6037 UnseenProgram: "A watched program was never looked at: run check_programs first.",
    6038 WrongProgramAccount: "This is not the watched program, or not where its code is kept.",
    6039 NotTheNominee: "Nobody, or somebody else, was nominated.",
    6040 NotAVault: "The source is no vault.",
    6041 NoReserve: "A reserve that anybody may register is a stake account that the vault's authority alone can split and empty, without lockup, and more than a thousandth of the assets.",
    6042 TooManyReserves: "At most eight stake accounts can be registered, each once.",
    6043 ReserveNotEmpty: "A registered stake account leaves only when it is gone, or the vault's no more.",
    6044 NotRetired: "The feed is not retired, or not for long enough: a day.",
    6045 HistoryFull: "The history has its full length.",
    6046 NothingToMigrate: "The feed is of this version already.",
    6047 InvalidGuardian: "Guardian and authority must be two keys.",
    6048 ExpiredProposal: "The proposal was not applied within a week after its timelock: cancel it and propose again.",
    6049 NotLive: "The feed is halted by its guardian, or was not refreshed in the last minute: there is nothing to compare the change with.",
    6050 GuardianSet: "The feed has a guardian: only a proposal replaces it, since it watches the authority.",
    6051 NotWhatWasSeen: "What is to be acknowledged is not what was looked at any more.",
}

#[cfg(not(feature = "idl-build"))]
impl From<OracleError> for u32 {
    fn from(error: OracleError) -> Self {
        error as Self
    }
}

#[cfg(not(feature = "idl-build"))]
impl From<OracleError> for Error {
    /// Logs what is wrong; the number is what clients get.
    #[cold]
    #[inline(never)]
    fn from(error: OracleError) -> Self {
        sol_log(error.message());
        ProgramError::Custom(error.into()).into()
    }
}

/// A refresh that the rules refuse, as the error of an instruction.
pub fn step_error(error: StepError) -> Error {
    match error {
        StepError::NoNav => OracleError::NoNav.into(),
        StepError::ClockOutOfRange { .. } => OracleError::ClockOutOfRange.into(),
        StepError::TooManySources { .. } => OracleError::TooManySources.into(),
    }
}

/// An act on a feed's memory that is refused, as the error of an instruction.
pub fn act_error(error: GovernanceError) -> Error {
    match error {
        GovernanceError::ClockOutOfRange { .. } => OracleError::ClockOutOfRange,
        GovernanceError::NotPaused => OracleError::NotPaused,
        GovernanceError::NothingToAcknowledge => OracleError::NothingToAcknowledge,
        GovernanceError::NoProgramChange => OracleError::NoProgramChange,
        GovernanceError::TransitTooLarge { .. } => OracleError::TransitTooLarge,
        GovernanceError::TransitExpiry { .. } => OracleError::TransitExpiry,
        GovernanceError::NoSuchSource { .. } => OracleError::UnknownSource,
    }
    .into()
}

/// A fault of a source as the error of an instruction.
pub fn source_error(fault: Fault) -> Error {
    numbered(fault.name(), fault.code(), fault.to_string()).into()
}

/// A mistake of whoever passed the accounts, as the error of an instruction.
#[inline(never)]
pub fn caller_error(fault: CallerFault) -> Error {
    source_error(Fault::Caller(fault))
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

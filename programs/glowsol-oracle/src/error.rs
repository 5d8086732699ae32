//! What the program refuses. Numbers are stable: clients and alerts match them.
//!
//! 6000 to 6099 are the program's own, in the order below. From 6100 on they are faults of sources, 6100 plus the code in
//! [`sources::fault`]: the same code that `Feed::faults` records when a refresh goes on without a source. Below 6000 they are
//! Anchor's, whose clients know them.

use core::num::NonZeroU32;

use anchor_lang::error::ErrorCode;
#[cfg(feature = "idl-build")]
use anchor_lang::prelude::*;
use fair_value::{StepError, governance::GovernanceError};
use mirrors::MirrorError;
use sources::{CallerFault, Condition, Fault, TableError};

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
            /// The name that goes with a number: what the program logs.
            pub fn name_of(number: u32) -> Option<&'static str> {
                const NAMES: &[&str] = &[$(stringify!($name),)*];
                NAMES.get(number.checked_sub(6_000)? as usize).copied()
            }

            /// What is wrong, and what to do, for the number of such an error.
            pub fn message_of(number: u32) -> Option<&'static str> {
                const MESSAGES: &[&str] = &[$($message,)*];
                MESSAGES.get(number.checked_sub(6_000)? as usize).copied()
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
    6012 PrecededByProgram: "Only compute-budget and allowed price-posting instructions, and refreshes, may precede a refresh in its transaction.",
    6013 Overflow: "A counter is at its end.",
    6014 LimitsOutOfBounds: "The staleness limits are out of order or out of bounds.",
    6015 NoNav: "The feed is new and its NAV cannot be read yet: check_source says why.",
    6016 ClockOutOfRange: "The chain's clock shows no time that can be stored.",
    6017 OtherVersion: "The feed was written by another version of the program: migrate_feed brings it up to date.",
    6018 WrongHistory: "This history account does not belong to this feed.",
    6019 WrittenTwice: "An account that the instruction writes is passed twice.",
    6020 NoGuardian: "The feed has no guardian to sign with the authority: propose the acknowledgement, which then waits for the timelock.",
    6021 NotTheGuardian: "Only the feed's guardian or authority may do this.",
    6022 AlreadyPaused: "The feed is halted by its guardian already: only the authority can prolong that.",
    6023 NotPaused: "The guardian has not halted the feed, or its halt has expired.",
    6024 NothingToAcknowledge: "There is no fall of NAV, no unbacked mint, and no lost or disputed market to acknowledge.",
    6025 NoProgramChange: "No upgrade of a watched program is waiting to be acknowledged.",
    6026 TransitTooLarge: "More assets in transit than may be announced: see max_transit in docs/rules.md.",
    6027 TransitExpiry: "The announcement would lapse in the past, or later than max_transit_time in docs/rules.md allows.",
    6028 Timelocked: "The proposal or nomination must wait until its timelock has passed.",
    6029 OutdatedProposal: "The proposal was made for another version of the configuration: cancel it and propose again.",
    6030 ProposalPending: "A proposal is pending: apply or cancel it first.",
    6031 EmptyProposal: "A proposal names at least one change, and retiring or acknowledging a market stands alone.",
    6032 TimelockOutOfBounds: "The timelock is outside its bounds: one to thirty days.",
    6033 NotTighter: "This is no tightening: a parameter would be looser, or is not on the list of those that may change at once.",
    6034 WouldTrip: "The change would raise the level or close a gate at once: see the logged reason.",
    6035 WouldBind: "The change would bind at once, on what was read last: see the logged reason.",
    6036 TooManyWatchedPrograms: "At most four programs can be watched, each once.",
    6037 UnseenProgram: "A watched program was never looked at: run check_programs first.",
    6038 WrongProgramAccount: "This is not the watched program, or not where its code is kept.",
    6039 NotTheNominee: "Nobody, or somebody else, was nominated.",
    6040 NotAVault: "The source counts no reserves: it is no vault, and no market that looks through one.",
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
    6052 NoSysvar: "The chain's clock or rent cannot be read, or means something new.",
    6053 UnknownProfile: "There is no mirror of this number: see docs/integration.md.",
    6054 MirrorOpen: "The mirror has its full length.",
    6055 MirrorNotOpen: "The mirror has not its full length yet: open_mirror goes on with it.",
    6056 NothingToMirror: "There is no price in USD yet that the mirror could show.",
    6057 UnreadablePrice: "The price account cannot be read now: it is of another version, or ahead of the chain's clock.",
}

#[cfg(not(feature = "idl-build"))]
impl From<OracleError> for u32 {
    fn from(error: OracleError) -> Self {
        error as Self
    }
}

/// Why an instruction fails: the number that its caller gets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Failure(NonZeroU32);

/// What a number of this program's own means, in words: for those who get it.
pub fn meaning(number: u32) -> Option<&'static str> {
    let of_source = |code| {
        let lists = [CallerFault::ALL, Condition::ALL, TableError::ALL];
        lists.into_iter().flatten().find(|(known, ..)| u32::from(*known) == code).map(|(.., meaning)| *meaning)
    };
    OracleError::message_of(number).or_else(|| of_source(number.checked_sub(SOURCE_FAULTS)?))
}

/// What an instruction, or a step of it, comes to.
pub type Result<T = (), E = Failure> = core::result::Result<T, E>;

impl Failure {
    fn numbered(number: u32) -> Self {
        Self(NonZeroU32::new(number).unwrap_or(NonZeroU32::MAX))
    }

    /// The number.
    pub fn number(self) -> u32 {
        self.0.get()
    }
}

impl From<OracleError> for Failure {
    fn from(error: OracleError) -> Self {
        Self::numbered(error.into())
    }
}

impl From<ErrorCode> for Failure {
    fn from(error: ErrorCode) -> Self {
        Self::numbered(error.into())
    }
}

impl From<StepError> for Failure {
    fn from(error: StepError) -> Self {
        match error {
            StepError::NoNav => OracleError::NoNav,
            StepError::ClockOutOfRange { .. } => OracleError::ClockOutOfRange,
            StepError::TooManySources { .. } => OracleError::TooManySources,
        }
        .into()
    }
}

impl From<GovernanceError> for Failure {
    fn from(error: GovernanceError) -> Self {
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
}

impl From<MirrorError> for Failure {
    fn from(error: MirrorError) -> Self {
        match error {
            MirrorError::Length => OracleError::MirrorNotOpen,
            MirrorError::NoPrice => OracleError::NothingToMirror,
        }
        .into()
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::source(fault.code())
    }
}

impl From<CallerFault> for Failure {
    fn from(fault: CallerFault) -> Self {
        Self::source(fault.code())
    }
}

impl From<TableError> for Failure {
    fn from(fault: TableError) -> Self {
        Self::source(fault.code())
    }
}

impl Failure {
    fn source(code: u8) -> Self {
        Self::numbered(SOURCE_FAULTS.saturating_add(code.into()))
    }
}

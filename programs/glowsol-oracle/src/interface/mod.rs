//! What clients see of the program: instructions, their accounts and arguments, as Anchor describes them in the IDL.
//!
//! **Nothing here is checked, and nothing here runs.** Every `#[account(...)]` tells clients which flags to set and which addresses to
//! derive. What an instruction requires of its accounts, its handler in [`crate::instructions`] says and checks.

use anchor_lang::prelude::*;

mod contexts;
#[cfg(all(test, feature = "idl-build"))]
mod print;

pub use contexts::*;

use crate::{
    pda::ID,
    reading::SourceReading,
    state::{Change, InitializeFeedArgs, ParamValue, SourceSpec},
};

/// All instructions, handed to a macro: `Name: handler(Accounts, arguments) -> answer`. What keepers send comes first, the rest is rare.
macro_rules! instructions {
    ($reader:ident) => {
        $reader! { {
            /// Reads all sources and publishes.
            Refresh: refresh(Refresh) -> ();
        } {
            /// Opens a feed, its price account and its history, as a draft.
            InitializeFeed: initialize_feed(InitializeFeed, args: InitializeFeedArgs) -> ();
            /// Reads a source and adds it to a draft.
            AddSource: add_source(AddSource, spec: SourceSpec) -> SourceReading;
            /// Ends a draft.
            ActivateFeed: activate_feed(Govern) -> ();
            /// Says what the program makes of one source now.
            CheckSource: check_source(CheckSource, index: u8) -> SourceReading;
            /// Looks whether a watched program was upgraded: one program a call.
            CheckPrograms: check_programs(CheckPrograms) -> ();
            /// Registers a stake account of a vault's authority as a reserve.
            RegisterReserve: register_reserve(RegisterReserve, source: u8) -> ();
            /// Strikes out a registered stake account that is gone.
            ReleaseReserve: release_reserve(RegisterReserve, source: u8) -> ();
            /// Gives the history more room.
            Grow: grow(Grow) -> ();
            /// Opens a price's mirror for a market, 10,240 bytes a call.
            OpenMirror: open_mirror(OpenMirror, profile: u8) -> ();
            /// Writes the price into the mirror, with its gates as the market's own checks. `bump` is that of the mirror's address.
            UpdateMirror: update_mirror(UpdateMirror, profile: u8, bump: u8) -> ();
            /// Announces changes of the configuration.
            ProposeConfig: propose_config(ProposeConfig, changes: Vec<Change>) -> ();
            /// Applies a proposal after its timelock, and publishes by it.
            ApplyConfig: apply_config(ApplyConfig) -> ();
            /// Withdraws a proposal.
            CancelConfig: cancel_config(CancelConfig) -> ();
            /// Makes parameters stricter at once.
            TightenConfig: tighten_config(Govern, values: Vec<ParamValue>) -> ();
            /// Halts the feed.
            Pause: pause(Pause) -> ();
            /// Ends the guardian's halt.
            Resume: resume(Govern) -> ();
            /// Takes the latest reading of NAV for true, if it is no lower than the one that was looked at.
            AcknowledgeNav: acknowledge_nav(Govern, least: u64) -> ();
            /// Takes a lost or disputed market for true, if that leaves fair value no lower than what was looked at. Authority and guardian sign.
            AcknowledgeMarket: acknowledge_market(AcknowledgeMarket, least: u64) -> ();
            /// Takes the watched programs for sound as they were deployed in these slots.
            AcknowledgePrograms: acknowledge_programs(Govern, deployed: Vec<u64>) -> ();
            /// Announces assets in transit.
            AnnounceTransit: announce_transit(Govern, amount: u64, until: i64) -> ();
            /// Names who may become the authority once the timelock has passed.
            NominateAuthority: nominate_authority(Govern, nominee: Pubkey) -> ();
            /// Withdraws a nomination.
            CancelNomination: cancel_nomination(CancelNomination) -> ();
            /// Makes the nominee the authority.
            AcceptAuthority: accept_authority(AcceptAuthority) -> ();
            /// Names who may halt the feed, where nobody may yet.
            SetGuardian: set_guardian(Govern, guardian: Pubkey) -> ();
            /// Closes a draft or a retired feed.
            CloseFeed: close_feed(CloseFeed) -> ();
            /// Brings a feed of an earlier version up to date.
            MigrateFeed: migrate_feed(MigrateFeed) -> ();
        } }
    };
}
#[cfg_attr(
    not(all(target_os = "solana", feature = "entrypoint")),
    allow(unused_imports, reason = "only the entrypoint runs them")
)]
pub(crate) use instructions;

/// Declares the instructions to Anchor.
macro_rules! declare {
    ($({ $(
        $(#[doc = $doc:tt])*
        $name:ident: $handler:ident($accounts:ident $(, $argument:ident: $type:ident $(<$of:ident>)?)*) -> $answer:tt;
    )* })*) => {
        /// The program's instructions.
        #[program]
        #[allow(unused_variables, reason = "names are for clients")]
        pub mod glowsol_oracle {
            use super::*;

            $($(
                $(#[doc = $doc])*
                pub fn $handler(ctx: Context<$accounts> $(, $argument: $type $(<$of>)?)*) -> Result<$answer> {
                    declared()
                }
            )*)*
        }
    };
}
instructions!(declare);

/// What Anchor would run.
fn declared<T>() -> Result<T> {
    Err(ErrorCode::InstructionMissing.into())
}

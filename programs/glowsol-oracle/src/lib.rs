//! Publishes a manipulation-resistant fair value of a liquid staking token.
//!
//! [`refresh`](instructions::refresh()) is the path of a number: account bytes become readings (`sources`), readings and
//! memory become an outcome (`fair_value`), the outcome becomes the price account ([`state::Price`]).

#![allow(missing_docs, reason = "Anchor's macros generate items that nobody can document")]

use sbf_runtime as _;

/// Fails with an error unless a condition holds. Anchor's `require!` would carry strings and the source line along.
macro_rules! ensure {
    ($condition:expr, $error:expr $(,)?) => {
        if !$condition {
            return Err($error.into());
        }
    };
}

pub mod clock;
#[cfg(all(target_os = "solana", feature = "entrypoint"))]
mod entrypoint;
pub mod error;
pub mod event;
#[cfg(feature = "idl-build")]
pub mod idl;
pub mod instructions;
pub mod interface;
#[cfg_attr(not(target_os = "solana"), allow(dead_code, reason = "only bytecode fails"))]
mod log;
pub mod pda;
mod publish;
pub mod reading;
pub mod runtime;
pub mod state;
pub mod transaction;

#[allow(clippy::wildcard_imports, reason = "Anchor's macros look for what they generated here")]
use interface::*;
pub use interface::{accounts, instruction};
pub use pda::{ID, check_id, id};
pub use state::{Change, InitializeFeedArgs, ParamValue, SourceSpec};

/// The program that readers expect to own a price is this one.
const _: () = {
    let (here, reader) = (ID.to_bytes(), price_reader::PROGRAM_ID);
    let mut at = 0;
    while at < here.len() {
        assert!(here[at] == reader[at]);
        at += 1;
    }
};

#[cfg(all(target_os = "solana", feature = "entrypoint"))]
solana_security_txt::security_txt! {
    name: "glowSOL oracle",
    project_url: "the repository this program was built from",
    contacts: "other:the authority of the feed concerned, by its address",
    policy: "docs/threat-model.md in that repository says what is and what is not prevented"
}

//! What became of a transaction. Unknown is an outcome of its own, and no success.

use std::fmt;

use oracle_client::ProgramError;
use serde::Serialize;
use solana_instruction_error::InstructionError;
use solana_signature::Signature;
use solana_transaction_error::TransactionError;

use super::fee::FeeError;
use crate::units::{ComputeUnits, Lamports, Slot};

/// What became of a transaction.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Confirmed, and it did what it should.
    Landed(Landed),
    /// It was refused, or ran and failed.
    Failed {
        /// Its signature, where it was sent at all.
        signature: Option<Signature>,
        /// Where and why.
        failure: Failure,
    },
    /// Its blockhash died before it was in a block: it can never land, and nothing was paid.
    Expired {
        /// Its signature.
        signature: Signature,
    },
    /// The feed was refreshed and is as it should be; whether by this transaction is not known, nor whether it was paid
    /// for.
    Published {
        /// The slot of that refresh.
        slot: Slot,
    },
    /// It was sent, and whether it landed could not be found out: it may have been paid for.
    Unknown {
        /// Its signature.
        signature: Signature,
    },
}

/// A confirmed transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Landed {
    /// Its signature.
    pub signature: Signature,
    /// The slot it is in.
    pub slot: Slot,
    /// What it used, where an endpoint tells.
    pub units: Option<ComputeUnits>,
    /// What it was sent with.
    pub fee: Lamports,
}

/// Where and why a transaction failed.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// Simulation says that it would fail, so it was not sent.
    Simulation {
        /// The runtime's error.
        error: TransactionError,
        /// What the programs logged.
        logs: Vec<String>,
    },
    /// The caps do not allow it, so it was not sent.
    Fee(FeeError),
    /// Every endpoint that answered refused to take it.
    Refused {
        /// The last node's words.
        message: String,
    },
    /// It cannot be remembered, so it was not sent: after a restart it might be paid for again.
    State(String),
    /// It is in a block, failed, and was paid for.
    Chain {
        /// The runtime's error.
        error: TransactionError,
        /// The slot it is in.
        slot: Slot,
    },
}

impl From<FeeError> for Failure {
    fn from(error: FeeError) -> Self {
        Self::Fee(error)
    }
}

/// One word for each kind of outcome, as metrics and JSON name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    /// See [`Outcome::Landed`].
    Landed,
    /// See [`Outcome::Failed`].
    Failed,
    /// See [`Outcome::Expired`].
    Expired,
    /// See [`Outcome::Published`].
    Published,
    /// See [`Outcome::Unknown`].
    Unknown,
}

impl OutcomeKind {
    /// All of them, in the order of [`Outcome`].
    pub const ALL: [Self; 5] = [Self::Landed, Self::Failed, Self::Expired, Self::Published, Self::Unknown];

    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Landed => "landed",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Published => "published",
            Self::Unknown => "unknown",
        }
    }
}

impl Outcome {
    /// Its kind.
    pub fn kind(&self) -> OutcomeKind {
        match self {
            Self::Landed(_) => OutcomeKind::Landed,
            Self::Failed { .. } => OutcomeKind::Failed,
            Self::Expired { .. } => OutcomeKind::Expired,
            Self::Published { .. } => OutcomeKind::Published,
            Self::Unknown { .. } => OutcomeKind::Unknown,
        }
    }

    /// The confirmed transaction, if it is one.
    pub fn landed(&self) -> Option<&Landed> {
        match self {
            Self::Landed(landed) => Some(landed),
            _ => None,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Landed(landed) => {
                write!(f, "landed in slot {}", landed.slot.get())?;
                if let Some(units) = landed.units {
                    write!(f, " with {units}")?;
                }
                write!(f, ": {}", landed.signature)
            }
            Self::Failed { failure, .. } => write!(f, "failed: {failure}"),
            Self::Expired { signature } => write!(f, "expired before it landed: {signature}"),
            Self::Published { slot } => {
                write!(f, "the feed was refreshed in slot {}, by this transaction or another", slot.get())
            }
            Self::Unknown { signature } => {
                write!(f, "unknown: no endpoint could tell whether {signature} landed; look it up before relying on it")
            }
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Simulation { error, .. } => write!(f, "simulation: {error}{}", Meaning(error)),
            Self::Fee(error) => write!(f, "not sent: {error}"),
            Self::State(error) => write!(f, "not sent: {error}"),
            Self::Refused { message } => write!(f, "no endpoint takes it: {message}"),
            Self::Chain { error, slot } => write!(f, "in slot {}: {error}{}", slot.get(), Meaning(error)),
        }
    }
}

/// What the oracle means by the number in an error, in brackets.
struct Meaning<'a>(&'a TransactionError);

impl fmt::Display for Meaning<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TransactionError::InstructionError(_, InstructionError::Custom(number)) = self.0 else { return Ok(()) };
        match ProgramError::of(*number) {
            Some(error) if ACCOUNTS_CHANGED.contains(&error.name) => f.write_str(READ_ANEW),
            Some(error) => write!(f, " ({})", error.meaning),
            None => Ok(()),
        }
    }
}

/// Errors of a caller that passes other accounts than the feed's, which a keeper has just read.
const ACCOUNTS_CHANGED: [&str; 2] = ["CallerAccountCount", "CallerWrongAddress"];

/// What they mean to a keeper.
const READ_ANEW: &str = " (the feed's accounts changed after the keeper had read them: a reserve was registered or released, of which \
                         a vault has at most eight, or a proposal was applied; the next round reads them anew)";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_errors_that_are_explained_exist() {
        for name in ACCOUNTS_CHANGED {
            assert!(oracle_client::ERRORS.iter().any(|error| error.name == name), "{name}");
        }
    }
}

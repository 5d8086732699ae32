//! Why a call to an endpoint failed.

use std::fmt;

use solana_rpc_client_api::{
    client_error::{Error as ClientError, ErrorKind},
    custom_error, request,
};

use super::sender::RATE_LIMITED;
use crate::units::Slot;

/// One failed call, without the endpoint's URL: that may carry an API key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No answer within the limit.
    Timeout,
    /// Another endpoint, asked later, answered sooner.
    Slow,
    /// No connection.
    Connect,
    /// HTTP 429, or within the pause that one asked for.
    RateLimited,
    /// Another HTTP status that is no success.
    Status(u16),
    /// The connection broke, or the answer was no JSON-RPC.
    Garbled,
    /// The node says that it is behind, starting, or cannot serve this yet.
    NotReady {
        /// JSON-RPC error code.
        code: i64,
    },
    /// The answer is older than what is known already.
    Behind {
        /// Its slot.
        slot: Slot,
        /// The slot that it must have reached.
        least: Slot,
    },
    /// The answer is of a slot that the chain cannot have reached.
    Ahead {
        /// Its slot.
        slot: Slot,
    },
    /// The answers have been of one slot for too long.
    Stands {
        /// For so many seconds.
        seconds: u64,
    },
    /// The node answered with another error. Where every endpoint does, it is the call that is at fault.
    Refused {
        /// JSON-RPC error code.
        code: i64,
        /// The node's own words.
        message: String,
    },
}

/// What some providers answer instead of HTTP 429.
const RATE_LIMITED_BY_PROVIDER: i64 = -32429;

impl Fault {
    /// What the client library reports, reduced to what it means.
    pub fn of(error: &ClientError) -> Self {
        match error.kind() {
            ErrorKind::Reqwest(error) if error.is_timeout() => Self::Timeout,
            ErrorKind::Reqwest(error) if error.is_connect() => Self::Connect,
            ErrorKind::Reqwest(error) => error.status().map_or(Self::Garbled, |status| Self::Status(status.as_u16())),
            ErrorKind::RpcError(request::RpcError::RpcResponseError { code, message, .. }) => match *code {
                RATE_LIMITED | RATE_LIMITED_BY_PROVIDER => Self::RateLimited,
                custom_error::JSON_RPC_SERVER_ERROR_NODE_UNHEALTHY
                | custom_error::JSON_RPC_SERVER_ERROR_MIN_CONTEXT_SLOT_NOT_REACHED => Self::NotReady { code: *code },
                code => Self::Refused { code, message: message.clone() },
            },
            _ => Self::Garbled,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timeout => f.write_str("no answer in time"),
            Self::Slow => f.write_str("another endpoint was faster"),
            Self::Connect => f.write_str("no connection"),
            Self::RateLimited => f.write_str("rate limited (429)"),
            Self::Status(status) => write!(f, "HTTP status {status}"),
            Self::Garbled => f.write_str("broken or unreadable answer"),
            Self::NotReady { code } => write!(f, "not ready (code {code})"),
            Self::Behind { slot, least } => write!(f, "answer of slot {}, behind slot {}", slot.get(), least.get()),
            Self::Ahead { slot } => write!(f, "answer of slot {}, which the chain cannot have reached", slot.get()),
            Self::Stands { seconds } => write!(f, "its slot has stood for {seconds} s"),
            Self::Refused { code, message } => write!(f, "refused (code {code}): {message}"),
        }
    }
}

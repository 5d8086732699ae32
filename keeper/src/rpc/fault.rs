//! Why a call to an endpoint failed, told apart by what helps: asking another endpoint, or not.

use std::fmt;

use solana_rpc_client_api::{
    client_error::{Error as ClientError, ErrorKind},
    custom_error, request,
};

/// One failed call, without the endpoint's URL: that may carry an API key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No answer within the limit.
    Timeout,
    /// No connection.
    Connect,
    /// HTTP 429.
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
    /// The node understood the call and refuses it: another endpoint would say the same.
    Refused {
        /// JSON-RPC error code.
        code: i64,
        /// The node's own words.
        message: String,
    },
}

impl Fault {
    /// What the client library reports, reduced to what it means.
    pub fn of(error: &ClientError) -> Self {
        match error.kind() {
            ErrorKind::Reqwest(error) if error.is_timeout() => Self::Timeout,
            ErrorKind::Reqwest(error) if error.is_connect() => Self::Connect,
            ErrorKind::Reqwest(error) => match error.status().map(|status| status.as_u16()) {
                Some(429) => Self::RateLimited,
                Some(status) => Self::Status(status),
                None => Self::Garbled,
            },
            ErrorKind::RpcError(request::RpcError::RpcResponseError { code, message, .. }) => match *code {
                custom_error::JSON_RPC_SERVER_ERROR_NODE_UNHEALTHY
                | custom_error::JSON_RPC_SERVER_ERROR_MIN_CONTEXT_SLOT_NOT_REACHED
                | custom_error::JSON_RPC_SERVER_ERROR_BLOCK_STATUS_NOT_AVAILABLE_YET
                | custom_error::JSON_RPC_SERVER_ERROR_LONG_TERM_STORAGE_UNREACHABLE
                | INTERNAL_ERROR
                | METHOD_NOT_FOUND => Self::NotReady { code: *code },
                429 => Self::RateLimited,
                code => Self::Refused { code, message: message.clone() },
            },
            _ => Self::Garbled,
        }
    }
}

/// JSON-RPC 2.0: internal error.
const INTERNAL_ERROR: i64 = -32603;
/// JSON-RPC 2.0: method not found. Providers switch methods off, so another one may know it.
const METHOD_NOT_FOUND: i64 = -32601;

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timeout => f.write_str("no answer in time"),
            Self::Connect => f.write_str("no connection"),
            Self::RateLimited => f.write_str("rate limited (429)"),
            Self::Status(status) => write!(f, "HTTP status {status}"),
            Self::Garbled => f.write_str("broken or unreadable answer"),
            Self::NotReady { code } => write!(f, "not ready (code {code})"),
            Self::Refused { code, message } => write!(f, "refused (code {code}): {message}"),
        }
    }
}

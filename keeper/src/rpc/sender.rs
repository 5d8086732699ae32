//! One JSON-RPC call over HTTP, once: no retries behind the caller's back, and no call while the endpoint has asked for
//! a pause.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use async_trait::async_trait;
use reqwest::{
    Response, StatusCode,
    header::{CONTENT_TYPE, RETRY_AFTER},
};
use serde_json::Value;
use solana_rpc_client::rpc_sender::{RpcSender, RpcTransportStats};
use solana_rpc_client_api::{
    client_error::Result,
    error_object::RpcErrorObject,
    request::{RpcError, RpcRequest, RpcResponseErrorData},
};

/// The longest pause that is obeyed: an endpoint does not silence itself for good.
const LONGEST_PAUSE: Duration = Duration::from_secs(120);

/// HTTP 429, as the code of an error.
pub const RATE_LIMITED: i64 = 429;

/// Until when an endpoint wants to be left alone.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<Option<Instant>>);

impl Throttle {
    /// Whether it wants that now.
    pub fn holds(&self, now: Instant) -> bool {
        // A panic elsewhere leaves an instant that is at worst out of date.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|until| now < until)
    }

    fn hold(&self, until: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(until);
    }
}

/// Sends to one URL.
pub struct Sender {
    http: reqwest::Client,
    url: String,
    throttle: std::sync::Arc<Throttle>,
    id: AtomicU64,
}

impl Sender {
    /// For a URL, whose pauses `throttle` keeps.
    pub fn new(http: reqwest::Client, url: String, throttle: std::sync::Arc<Throttle>) -> Self {
        Self { http, url, throttle, id: AtomicU64::new(0) }
    }

    /// A 429 that names a pause is about the endpoint; without one it may be about this method alone.
    fn rate_limited(&self, response: &Response) -> RpcError {
        let named = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        if let Some(pause) = named.map(Duration::from_secs) {
            self.throttle.hold(Instant::now() + pause.min(LONGEST_PAUSE));
        }
        wait()
    }
}

fn wait() -> RpcError {
    let (message, data) = ("the endpoint asks for a pause".to_owned(), RpcResponseErrorData::Empty);
    RpcError::RpcResponseError { code: RATE_LIMITED, message, data }
}

#[async_trait]
impl RpcSender for Sender {
    async fn send(&self, request: RpcRequest, params: Value) -> Result<Value> {
        if self.throttle.holds(Instant::now()) {
            return Err(wait().into());
        }
        let body = request.build_request_json(self.id.fetch_add(1, Ordering::Relaxed), params).to_string();
        let post = self.http.post(&self.url).header(CONTENT_TYPE, "application/json").body(body);
        let response = post.send().await?;
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            return Err(self.rate_limited(&response).into());
        }
        let mut answer: Value = response.error_for_status()?.json().await?;
        if answer.get("error").is_some_and(Value::is_object) {
            let RpcErrorObject { code, message } = serde_json::from_value(answer["error"].take())?;
            return Err(RpcError::RpcResponseError { code, message, data: RpcResponseErrorData::Empty }.into());
        }
        match answer.get_mut("result") {
            Some(result) => Ok(result.take()),
            None => Err(RpcError::RpcRequestError("an answer without result or error".to_owned()).into()),
        }
    }

    fn get_transport_stats(&self) -> RpcTransportStats {
        RpcTransportStats::default()
    }

    fn url(&self) -> String {
        self.url.clone()
    }
}

//! An endpoint that misbehaves on command in front of one that does not.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use serde_json::{Value, json};
use solana_transaction::Transaction;
use tokio::net::TcpListener;

/// What becomes of a call.
#[derive(Clone, Copy, Debug)]
pub enum Treat {
    /// Passed on.
    Pass,
    /// Answered with this HTTP status.
    Status(u16),
    /// Never answered.
    Hang,
    /// Answered with what is no JSON.
    Garbage,
    /// Answered as a node that is behind.
    Behind,
    /// Refused as any node would refuse it.
    Refuse,
    /// Answered with this JSON-RPC error under HTTP 200, as providers do.
    Code(i64),
    /// Answered with HTTP 429 and a `Retry-After` of so many seconds.
    RetryAfter(u32),
    /// Answered as JSON-RPC with nothing as its result.
    Null,
    /// Answered with the first half of the answer.
    Truncated,
    /// The connection breaks before the answer is whole.
    Broken,
    /// Answered as this call was when it was last passed on.
    Frozen,
    /// Answered as by a node that is so many slots behind: with its slot, and what stood there when this call was last
    /// passed on.
    SlotsBehind(u64),
    /// The answer is passed on with a change.
    Edit(fn(&mut Value)),
    /// A transaction is taken, and dropped.
    Swallow,
    /// A transaction is taken, and dropped unless it pays so many millionths of a lamport for a compute unit.
    Demand(u64),
    /// Passed on twice.
    Twice,
    /// What programs logged as data is left out of a simulation.
    Conceal,
    /// The blockhash is given a life of two blocks only.
    ShortLife,
}

/// What becomes of a call of a method that was called so often before.
pub type Rule = Box<dyn Fn(&str, u32) -> Treat + Send>;

struct Inner {
    target: String,
    client: reqwest::Client,
    rule: Rule,
    calls: Vec<String>,
    /// The last answer to each call that was passed on, by its method and what it asked for.
    last: HashMap<String, Value>,
}

/// A misbehaving endpoint.
#[derive(Clone)]
pub struct Proxy {
    pub url: String,
    inner: Arc<Mutex<Inner>>,
}

impl Proxy {
    /// Before `target`. `rule` is asked with each call's method and how often that method was called before.
    pub async fn start(target: String, rule: impl Fn(&str, u32) -> Treat + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let client = reqwest::Client::new();
        let inner = Arc::new(Mutex::new(Inner {
            target,
            client,
            rule: Box::new(rule),
            calls: Vec::new(),
            last: HashMap::new(),
        }));
        let router = Router::new().route("/", post(handle)).with_state(Arc::clone(&inner));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, inner }
    }

    /// How often a method was called.
    pub fn calls(&self, method: &str) -> usize {
        self.inner.lock().unwrap().calls.iter().filter(|call| *call == method).count()
    }
}

async fn handle(State(inner): State<Arc<Mutex<Inner>>>, body: Bytes) -> Response {
    let request: Value = serde_json::from_slice(&body).unwrap();
    let method = request["method"].as_str().unwrap().to_owned();
    let (treat, target, client) = {
        let mut inner = inner.lock().unwrap();
        let before = inner.calls.iter().filter(|call| **call == method).count();
        let treat = (inner.rule)(&method, u32::try_from(before).unwrap());
        inner.calls.push(method.clone());
        (treat, inner.target.clone(), inner.client.clone())
    };
    let pass = async || -> Value {
        let answer = client.post(&target).header(header::CONTENT_TYPE, "application/json").body(body.clone()).send();
        serde_json::from_slice(&answer.await.unwrap().bytes().await.unwrap()).unwrap()
    };
    let repeated = async || -> Value {
        let call = format!("{method} {}", request["params"][0]);
        let known = inner.lock().unwrap().last.get(&call).cloned();
        let mut real = match known {
            Some(known) => known,
            None => {
                let real = pass().await;
                inner.lock().unwrap().last.entry(call).or_insert(real).clone()
            }
        };
        real["id"] = request["id"].clone();
        real
    };
    match treat {
        Treat::Pass => {
            let real = pass().await;
            let call = format!("{method} {}", request["params"][0]);
            inner.lock().unwrap().last.insert(call, real.clone());
            answer(&real)
        }
        Treat::Code(code) => {
            let error = json!({"code": code, "message": "as a provider words it"});
            answer(&json!({"jsonrpc": "2.0", "id": request["id"], "error": error}))
        }
        Treat::RetryAfter(seconds) => {
            (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds.to_string())]).into_response()
        }
        Treat::Null => answer(&json!({"jsonrpc": "2.0", "id": request["id"], "result": null})),
        Treat::Truncated => {
            let whole = pass().await.to_string();
            ([(header::CONTENT_TYPE, "application/json")], whole[..whole.len() / 2].to_owned()).into_response()
        }
        Treat::Broken => ([(header::CONTENT_LENGTH, "1000")], axum::body::Body::from_stream(Cut)).into_response(),
        Treat::Frozen => answer(&repeated().await),
        Treat::SlotsBehind(slots) => answer(&behind(repeated().await, slots, pass().await)),
        Treat::Edit(change) => {
            let mut real = pass().await;
            change(&mut real);
            answer(&real)
        }
        Treat::Status(status) => StatusCode::from_u16(status).unwrap().into_response(),
        Treat::Hang => {
            tokio::time::sleep(Duration::from_secs(600)).await;
            StatusCode::OK.into_response()
        }
        Treat::Garbage => "<html>hello</html>".into_response(),
        Treat::Behind => {
            let error =
                json!({"code": -32005, "message": "Node is behind by 42 slots", "data": {"numSlotsBehind": 42}});
            answer(&json!({"jsonrpc": "2.0", "id": request["id"], "error": error}))
        }
        Treat::Refuse => {
            let error = json!({"code": -32602, "message": "Invalid params"});
            answer(&json!({"jsonrpc": "2.0", "id": request["id"], "error": error}))
        }
        Treat::Swallow => answer(&json!({"jsonrpc": "2.0", "id": request["id"], "result": signature(&request)})),
        Treat::Demand(least) if price(&request) >= least => answer(&pass().await),
        Treat::Demand(_) => answer(&json!({"jsonrpc": "2.0", "id": request["id"], "result": signature(&request)})),
        Treat::Twice => {
            let first = pass().await;
            pass().await;
            answer(&first)
        }
        Treat::Conceal => {
            let mut real = pass().await;
            let logs = real["result"]["value"]["logs"].as_array_mut().unwrap();
            logs.retain(|line| !line.as_str().unwrap().starts_with("Program data: "));
            answer(&real)
        }
        Treat::ShortLife => {
            let mut real = pass().await;
            let height = real["result"]["value"]["lastValidBlockHeight"].as_u64().unwrap();
            real["result"]["value"]["lastValidBlockHeight"] = json!(height.saturating_sub(149));
            answer(&real)
        }
    }
}

/// An old answer to a call as a node would give it now that is so many slots behind the one that gave `real`.
fn behind(mut old: Value, slots: u64, real: Value) -> Value {
    let less = |value: &Value| json!(value.as_u64().unwrap_or_default().saturating_sub(slots));
    if real["result"]["context"].is_object() {
        old["result"]["context"]["slot"] = less(&real["result"]["context"]["slot"]);
    } else if real["result"].is_u64() {
        old["result"] = less(&real["result"]);
    }
    old
}

/// A body that breaks.
struct Cut;

impl futures_util::Stream for Cut {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionReset.into())))
    }
}

fn answer(value: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

/// The transaction that a `sendTransaction` carries.
fn transaction(request: &Value) -> Transaction {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let bytes = STANDARD.decode(request["params"][0].as_str().unwrap()).unwrap();
    wincode::deserialize(&bytes).unwrap()
}

fn signature(request: &Value) -> String {
    transaction(request).signatures[0].to_string()
}

/// What it pays for a compute unit, millionths of a lamport: the instruction of the compute budget program with the
/// number 3.
fn price(request: &Value) -> u64 {
    let instructions = transaction(request).message.instructions;
    let price = instructions.iter().find(|instruction| instruction.data.len() == 9 && instruction.data[0] == 3);
    price.map_or(0, |instruction| u64::from_le_bytes(instruction.data[1..].try_into().unwrap()))
}

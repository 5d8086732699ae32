//! Faults that real providers have, each before the first or the only endpoint of a keeper of its own.

use std::time::Duration;

use keeper::config::{Config, Span};
use serde_json::json;

use crate::{
    fleet::{Ship, sail},
    proxy::Treat::{self, Code, Edit, Frozen, Null, Pass, RetryAfter, Status, Swallow},
    support::Local,
};

const BEAT: Duration = Duration::from_secs(4);
const RUN: Duration = Duration::from_secs(32);

fn quick(config: &mut Config) {
    config.cadence.heartbeat = Span(BEAT);
    config.cadence.deviation_bps = 10_000;
}

/// One method is treated so, every other passed on.
fn only(method: &'static str, treat: Treat) -> impl Fn(&str, u32) -> Treat + Send {
    move |called, _| if called == method { treat } else { Pass }
}

/// One method is treated so after the first calls to it.
fn later(method: &'static str, calls: u32, treat: Treat) -> impl Fn(&str, u32) -> Treat + Send {
    move |called, before| if called == method && before >= calls { treat } else { Pass }
}

/// A blockhash that died long ago, told as news of that time.
const DEAD_BLOCKHASH: Treat = Edit(|answer| {
    answer["result"]["value"]["blockhash"] = json!("EkSnNWid2cvwEVnVx9aBqawnmiCNiDgp3gUdkDPTKN1N");
    let slot = answer["result"]["context"]["slot"].as_u64().unwrap();
    answer["result"]["context"]["slot"] = json!(slot.saturating_sub(300));
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn publication_goes_on_whatever_ails_one_endpoint() {
    let local = Local::open().await;
    let launch = |name: &'static str, alone: bool, rule: Box<dyn Fn(&str, u32) -> Treat + Send>| {
        Ship::launch_with(&local, name, alone, rule, quick)
    };
    let fees = "getRecentPrioritizationFees";
    let (first_of_two, alone) = (false, true);
    let mut ships = futures_util::future::join_all([
        launch("accounts frozen", first_of_two, Box::new(later("getMultipleAccounts", 8, Frozen))),
        launch("fees 500", alone, Box::new(only(fees, Status(500)))),
        launch("fees as text", alone, Box::new(only(fees, Treat::Garbage))),
        launch("fees unknown", alone, Box::new(only(fees, Code(-32601)))),
        launch("fees refused", alone, Box::new(only(fees, Code(-32602)))),
        launch("accounts -32429", first_of_two, Box::new(only("getMultipleAccounts", Code(-32429)))),
        launch("accounts -32007", first_of_two, Box::new(only("getMultipleAccounts", Code(-32007)))),
        launch("accounts -32000", first_of_two, Box::new(only("getMultipleAccounts", Code(-32000)))),
        launch("simulation -32015", first_of_two, Box::new(only("simulateTransaction", Code(-32015)))),
        launch("blockhash -32052", first_of_two, Box::new(only("getLatestBlockhash", Code(-32052)))),
        launch("sends dropped", first_of_two, Box::new(only("sendTransaction", Swallow))),
        launch("blockhash dead", first_of_two, Box::new(only("getLatestBlockhash", DEAD_BLOCKHASH))),
        launch("height 500", alone, Box::new(only("getBlockHeight", Status(500)))),
        launch("status concealed", alone, Box::new(only("getSignatureStatuses", CONCEALED))),
        launch("units null", alone, Box::new(only("simulateTransaction", UNITS_NULL))),
        launch("units of nothing done", alone, Box::new(only("simulateTransaction", UNITS_FEW))),
        launch("accounts old", first_of_two, Box::new(later("getMultipleAccounts", 2, Treat::SlotsBehind(10)))),
        launch("accounts 429", first_of_two, Box::new(only("getMultipleAccounts", RetryAfter(7)))),
        launch("transaction null", first_of_two, Box::new(only("getTransaction", Null))),
    ])
    .await;
    sail(&local, &mut ships, RUN).await;

    let mut wrong = Vec::new();
    for ship in &ships {
        let Ship { name, publications, oldest, .. } = ship;
        println!("{name:24} {publications:3} publications, oldest {} s", oldest.as_secs());
        // One a heartbeat, and one more where another endpoint had to be found; what is paid for twice shows as many more.
        if !(4..=11).contains(publications) || *oldest > Duration::from_secs(16) {
            wrong.push(name.as_str());
        }
    }
    let find = |name: &str| ships.iter().find(|ship| ship.name == name).unwrap();
    let asked = find("accounts 429").proxy.calls("getMultipleAccounts");
    if asked > 6 {
        wrong.push("429 obeyed");
        println!("asked {asked} times within 32 s with a Retry-After of 7 s");
    }
    let faults = find("transaction null").context.endpoints.all()[0].faults();
    if faults > 0 {
        wrong.push("null is no fault");
        println!("{faults} faults of an endpoint that has none");
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

const CONCEALED: Treat = Edit(|answer| answer["result"]["value"] = json!([null]));
const UNITS_NULL: Treat = Edit(|answer| answer["result"]["value"]["unitsConsumed"] = json!(null));
const UNITS_FEW: Treat = Edit(|answer| answer["result"]["value"]["unitsConsumed"] = json!(1_091));

//! Faults that real providers have, each before the first or the only endpoint of a keeper of its own.

use std::time::{Duration, SystemTime};

use keeper::{
    config::{Config, Span},
    metrics::NotReady,
    units::SIGNATURE_FEE,
};
use serde_json::json;

use crate::{
    fleet::{Ship, sail},
    proxy::{
        Proxy, Rule,
        Treat::{self, Code, Demand, Edit, Frozen, Null, Pass, RetryAfter, Status, Swallow},
    },
    support::{self, Local},
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
    let launch = |name: &'static str, alone: bool, rule: Rule| Ship::launch(&local, name, alone, rule, quick);
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
        launch("accounts 429 bare", first_of_two, Box::new(only("getMultipleAccounts", Status(429)))),
        launch("market demands", alone, Box::new(only("sendTransaction", Demand(2_000_000)))),
        launch("transaction null", first_of_two, Box::new(only("getTransaction", Null))),
    ])
    .await;
    let direct = local.rpc_url();
    let by_sender = move |config: &mut Config| {
        quick(config);
        config.rpc.senders = vec![direct];
    };
    ships.push(Ship::launch(&local, "sent by a sender", alone, only("sendTransaction", Swallow), by_sender).await);
    sail(&local, &mut ships, RUN).await;

    let mut wrong = Vec::new();
    for ship in &ships {
        let Ship { name, publications, oldest, .. } = ship;
        println!("{name:24} {publications:3} publications, oldest {} s", oldest.as_secs());
        // One a heartbeat, and one more where another endpoint had to be found; what is paid for twice shows as many
        // more. What has to get dearer first takes two times eight slots.
        let least = if name == "market demands" { 3 } else { 4 };
        if !(least..=11).contains(publications) || *oldest > Duration::from_secs(16) {
            wrong.push(name.as_str());
        }
    }
    let find = |name: &str| ships.iter().find(|ship| ship.name == name).unwrap();
    for name in ["accounts 429", "accounts 429 bare"] {
        let asked = find(name).proxy.calls("getMultipleAccounts");
        println!("{name}: asked {asked} times");
        // Once, and once more whenever its rest of 10 s is over; never again within one call.
        if asked > 5 {
            wrong.push("429 obeyed");
        }
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

/// The hour's fees are spent after two refreshes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_keeper_without_money_says_so_and_is_not_ready() {
    let local = Local::open().await;
    let poor = |config: &mut Config| {
        quick(config);
        config.fees.max_lamports_per_hour = 12_000;
    };
    let mut ships = [Ship::launch(&local, "poor", true, |_, _| Pass, poor).await];
    sail(&local, &mut ships, Duration::from_secs(25)).await;
    let [ship] = &ships;
    let text = ship.metrics.text().unwrap();
    assert_eq!(ship.publications, 2, "{text}");
    assert!(text.contains("result=\"unpaid\""), "{text}");
    // Nothing is due for 4 s after the last refresh, and 12 s later it is an outage.
    assert!(ship.last_ready < Duration::from_secs(22), "{:?}", ship.last_ready);
    assert!(matches!(ship.metrics.ready(), Err(NotReady::Overdue { .. })));
}

/// Killed between sending and knowing, and started again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_keeper_left_under_way_is_not_paid_for_twice() {
    let local = Local::with_feed().await;
    let hole = Proxy::start(local.rpc_url(), only("sendTransaction", Swallow)).await;
    let keeper = |urls: Vec<String>| {
        let mut context = local.context_over(urls);
        context.config.signer.state = local.folder.path().join("state");
        context.config.cadence.heartbeat = Span::secs(15);
        context.config.cadence.deviation_bps = 10_000;
        let submitter = context.remembering_submitter(context.signer().unwrap()).unwrap();
        (submitter.budget().clone(), support::service_of(&context, submitter))
    };
    let (spent, mut killed) = keeper(vec![hole.url.clone()]);
    let running = tokio::spawn(async move { killed.run(std::future::pending()).await });
    while hole.calls("sendTransaction") == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    running.abort();
    let _ = running.await;
    let before = spent.spent(SystemTime::now());
    assert!(before >= SIGNATURE_FEE, "{before:?}");

    let direct = local.context();
    let balance = async || support::fetcher(&direct).fetch().await.unwrap().payer.get();
    let at_first = balance().await;
    let (remembered, mut again) = keeper(vec![local.rpc_url()]);
    assert_eq!(remembered.spent(SystemTime::now()), before);
    let running = tokio::spawn(async move { again.run(std::future::pending()).await });
    tokio::time::sleep(Duration::from_secs(8)).await;
    running.abort();
    assert_eq!(support::sequence(&direct).await, 1, "one refresh within a heartbeat");
    assert_eq!(at_first - balance().await, before.get(), "paid once");
    assert_eq!(remembered.spent(SystemTime::now()), before);
    assert_eq!(remembered.unsettled(), []);
}

//! Every RPC method of the keeper's with every fault that an endpoint can have, before the first of two endpoints and
//! before the only one.
//!
//! All run side by side, each on a feed of its own, with the default heartbeat and at the pace of real time.
//! `GLOWSOL_FAULT_MATRIX` says which: `tenth` (the default) takes a tenth by `GLOWSOL_FAULT_SEED`, `all` takes all.

use std::{fmt, time::Duration};

use crate::{
    fleet::{Ship, sail},
    proxy::Treat,
    support::Local,
};

/// What the keeper calls.
const METHODS: [&str; 9] = [
    "getMultipleAccounts",
    "getLatestBlockhash",
    "getRecentPrioritizationFees",
    "simulateTransaction",
    "sendTransaction",
    "getSignatureStatuses",
    "getBlockHeight",
    "getTransaction",
    "getSlot",
];

/// What an endpoint may do instead of answering.
const FAULTS: [(&str, Treat); 11] = [
    ("500", Treat::Status(500)),
    ("429", Treat::Status(429)),
    ("-32429", Treat::Code(-32429)),
    ("-32005", Treat::Behind),
    ("hang", Treat::Hang),
    ("garbage", Treat::Garbage),
    ("truncated", Treat::Truncated),
    ("null", Treat::Null),
    ("frozen", Treat::Frozen),
    ("refused", Treat::Broken),
    ("200 slots behind", Treat::SlotsBehind(200)),
];

/// Without these there is nothing to publish, or no way to.
const VITAL: [&str; 2] = ["getMultipleAccounts", "sendTransaction"];

/// The fault begins when the keeper has found its feed and published once.
const BEGINS_AFTER: u32 = 6;
const RUN: Duration = Duration::from_secs(60);
/// The oldest that a price may get while another endpoint works.
const OLDEST: Duration = Duration::from_secs(30);
/// After which a keeper without any endpoint says so: 15 s, and the fault begins some seconds after the start.
const NOT_READY_AFTER: Duration = Duration::from_secs(15);
/// Keepers that run side by side.
const AT_ONCE: usize = 22;

#[derive(Clone, Copy)]
struct Case {
    method: &'static str,
    fault: &'static str,
    treat: Treat,
    alone: bool,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, fault, alone, .. } = self;
        write!(f, "{method} {fault}{}", if *alone { ", alone" } else { "" })
    }
}

fn cases() -> Vec<Case> {
    let both = [false, true].into_iter();
    let all = both.flat_map(|alone| {
        METHODS
            .into_iter()
            .flat_map(move |method| FAULTS.into_iter().map(move |(fault, treat)| Case { method, fault, treat, alone }))
    });
    all.collect()
}

/// A tenth, another one for each seed.
fn tenth(cases: Vec<Case>, seed: u64) -> Vec<Case> {
    let mut state = seed.wrapping_mul(2).wrapping_add(1);
    let mut next = move || {
        // Knuth's generator; only its high bits are any good.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let mut keyed: Vec<_> = cases.into_iter().map(|case| (next(), case)).collect();
    keyed.sort_by_key(|(key, _)| *key);
    let some = keyed.len().div_ceil(10);
    keyed.into_iter().take(some).map(|(_, case)| case).collect()
}

async fn launch(local: &Local, case: Case) -> Ship {
    let Case { method, treat, alone, .. } = case;
    let begins = if VITAL.contains(&method) { BEGINS_AFTER } else { 1 };
    let begins = if method == "sendTransaction" { 1 } else { begins };
    Ship::launch(
        local,
        case.to_string(),
        alone,
        move |called, before| {
            if called == method && before >= begins { treat } else { Treat::Pass }
        },
        |_| {},
    )
    .await
}

/// What is wrong with how a keeper did.
fn verdict(case: &Case, ship: &Ship) -> Option<String> {
    let Ship { publications, oldest, last_ready, .. } = ship;
    if case.alone && VITAL.contains(&case.method) {
        // A send that is lost may still have arrived; what counts is that nothing is claimed.
        let quiet = *oldest <= OLDEST && *publications >= 3;
        let limit = Duration::from_secs(15) + NOT_READY_AFTER + Duration::from_secs(6);
        (!quiet && *last_ready > limit).then(|| format!("still ready after {} s", last_ready.as_secs()))
    } else if *oldest > OLDEST {
        Some(format!("the price was {} s old", oldest.as_secs()))
    } else {
        (*publications < 3).then(|| format!("{publications} publications"))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_fault_of_one_endpoint_lets_the_price_get_old() {
    let seed = std::env::var("GLOWSOL_FAULT_SEED").map_or(1, |seed| seed.parse().expect("a number"));
    let chosen = match std::env::var("GLOWSOL_FAULT_MATRIX").as_deref() {
        Ok("all") => cases(),
        Ok("tenth") | Err(_) => tenth(cases(), seed),
        Ok(other) => panic!("GLOWSOL_FAULT_MATRIX is {other}, must be tenth or all"),
    };
    let local = Local::open().await;
    let mut wrong = Vec::new();
    for some in chosen.chunks(AT_ONCE) {
        let mut ships = futures_util::future::join_all(some.iter().map(|case| launch(&local, *case))).await;
        sail(&local, &mut ships, RUN).await;
        for (case, ship) in some.iter().zip(&ships) {
            let verdict = verdict(case, ship);
            println!(
                "| {case} | {} publications | oldest {} s | last ready at {} s | {} |",
                ship.publications,
                ship.oldest.as_secs(),
                ship.last_ready.as_secs(),
                verdict.as_deref().unwrap_or("ok")
            );
            wrong.extend(verdict.map(|verdict| format!("{case}: {verdict}")));
        }
    }
    println!("seed {seed}: {} of {} cases", chosen.len(), cases().len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

//! Endpoints that fail, each in its own way.

use std::time::{Duration, Instant};

use keeper::{fetch, rpc::RpcError};

use crate::{
    proxy::{Proxy, Treat},
    support::{Local, NOWHERE, fetcher, sequence, service},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_ails_one_endpoint_the_next_answers() {
    let local = Local::with_feed().await;
    for treat in [Treat::Status(500), Treat::Status(429), Treat::Hang, Treat::Garbage, Treat::Behind] {
        let faulty = Proxy::start(local.rpc_url(), move |_, _| treat).await;
        let context = local.context_over(vec![faulty.url.clone(), local.rpc_url()]);
        let snapshot = fetcher(&context).fetch().await.unwrap_or_else(|error| panic!("{treat:?}: {error}"));
        assert!(snapshot.feed.is_active());
        let [first, second] = context.endpoints.all() else { panic!("two endpoints") };
        assert!(first.faults() > 0 && second.faults() == 0, "{treat:?}");
        assert!(first.rests("getMultipleAccounts", Instant::now()), "{treat:?}: a faulty endpoint is asked last");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_is_healthy_but_cannot_do_what_is_needed_is_passed_over() {
    let local = Local::with_feed().await;
    // `getHealth` would say ok all the time.
    let lame = Proxy::start(local.rpc_url(), |method, _| match method {
        "sendTransaction" | "simulateTransaction" => Treat::Status(503),
        _ => Treat::Pass,
    })
    .await;
    let context = local.context_over(vec![lame.url.clone(), local.rpc_url()]);
    let round = service(&context).round().await.unwrap();
    assert!(round.outcome.unwrap().landed().is_some());
    assert_eq!(sequence(&context).await, 1);
    assert_eq!(lame.calls("getHealth"), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_all_fail_the_error_names_each_and_comes_in_time() {
    let local = Local::open().await;
    let hanging = Proxy::start(local.rpc_url(), |_, _| Treat::Hang).await;
    let context = local.context_over(vec![hanging.url.clone(), NOWHERE.to_owned()]);
    let started = Instant::now();
    let error = fetch::accounts(&context.endpoints, &[]).await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(8), "took {:?}", started.elapsed());
    let RpcError::Unavailable { attempts, .. } = error else { panic!("{error}") };
    let labels: Vec<_> = attempts.iter().map(|(label, _)| format!("http://{label}")).collect();
    assert_eq!(labels, [hanging.url, NOWHERE.to_owned()]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_counts_only_if_nobody_answers() {
    let local = Local::open().await;
    let refusing = async || Proxy::start(local.rpc_url(), |_, _| Treat::Refuse).await;
    let (first, second) = (refusing().await, refusing().await);
    let context = local.context_over(vec![first.url.clone(), second.url.clone()]);
    let error = fetch::accounts(&context.endpoints, &[fetch::sysvars::CLOCK]).await.unwrap_err();
    assert!(matches!(error, RpcError::Refused { code: -32602, .. }), "{error}");
    assert_eq!(second.calls("getMultipleAccounts"), 1);
    let faults = |context: &keeper::commands::Context| context.endpoints.all()[0].faults();
    assert_eq!(faults(&context), 0, "a refusal by all is the fault of none");

    let context = local.context_over(vec![first.url, local.rpc_url()]);
    fetch::accounts(&context.endpoints, &[fetch::sysvars::CLOCK]).await.expect("the second answers");
    assert_eq!(faults(&context), 1, "what another answers was refused without reason");
}

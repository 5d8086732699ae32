//! What becomes of transactions when the network between loses, repeats or conceals them.

use std::time::SystemTime;

use keeper::{
    config::Span,
    submit::{Failure, Outcome, Purpose},
    units::{Lamports, SIGNATURE_FEE},
};

use crate::{
    proxy::{Proxy, Treat},
    support::{Local, address, fetcher, sequence, service, slots, submitter},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_transaction_is_sent_again() {
    let local = Local::with_feed().await;
    let lossy = Proxy::start(local.rpc_url(), |method, before| match method {
        "sendTransaction" if before < 3 => Treat::Swallow,
        _ => Treat::Pass,
    })
    .await;
    let context = local.context_over(vec![lossy.url.clone()]);
    let outcome = service(&context).round().await.unwrap().outcome.unwrap();
    let landed = outcome.landed().unwrap_or_else(|| panic!("{outcome}"));
    assert!(landed.units.is_some_and(|units| units.0 > 0));
    assert!(lossy.calls("sendTransaction") >= 4);
    assert_eq!(sequence(&context).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_duplicated_transaction_counts_once() {
    let local = Local::with_feed().await;
    let echo = Proxy::start(local.rpc_url(), |method, _| match method {
        "sendTransaction" => Treat::Twice,
        _ => Treat::Pass,
    })
    .await;
    let context = local.context_over(vec![echo.url.clone()]);
    let submitter = submitter(&context);
    let snapshot = fetcher(&context).fetch().await.unwrap();
    let accounts: Vec<_> = snapshot.accounts.iter().map(|account| account.key).collect();
    let outcome = submitter.submit(&[address(&context).refresh(&accounts)]).await.unwrap();
    assert!(outcome.landed().is_some(), "{outcome}");
    slots(3).await;
    assert_eq!(sequence(&context).await, 1);
    assert_eq!(submitter.budget().spent(SystemTime::now()), SIGNATURE_FEE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twins_with_one_signer_both_see_their_common_transaction_land() {
    let local = Local::with_feed().await;
    let context = local.context();
    let snapshot = fetcher(&context).fetch().await.unwrap();
    let accounts: Vec<_> = snapshot.accounts.iter().map(|account| account.key).collect();
    let refresh = [address(&context).refresh(&accounts)];
    let (one, other) = (submitter(&context), submitter(&context));
    let (one, other) = tokio::join!(one.submit(&refresh), other.submit(&refresh));
    let (one, other) = (one.unwrap(), other.unwrap());
    assert!(one.landed().is_some() && other.landed().is_some(), "{one}; {other}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transaction_that_no_node_takes_is_a_failure() {
    let local = Local::with_feed().await;
    let closed = Proxy::start(local.rpc_url(), |method, _| match method {
        "sendTransaction" => Treat::Refuse,
        _ => Treat::Pass,
    })
    .await;
    let context = local.context_over(vec![closed.url.clone()]);
    let outcome = service(&context).round().await.unwrap().outcome.unwrap();
    assert!(matches!(outcome, Outcome::Failed { failure: Failure::Refused { .. }, .. }), "{outcome}");
    assert!(closed.calls("sendTransaction") > 2, "one refusal is no proof");
    assert_eq!(sequence(&context).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn not_knowing_is_no_success_and_counts_as_spent() {
    let local = Local::with_feed().await;
    let blind = Proxy::start(local.rpc_url(), |method, _| match method {
        "getSignatureStatuses" => Treat::Status(500),
        _ => Treat::Pass,
    })
    .await;
    let mut context = local.context_over(vec![blind.url.clone()]);
    context.config.fees.give_up = Span::secs(2);
    let submitter = submitter(&context);
    let snapshot = fetcher(&context).fetch().await.unwrap();
    let accounts: Vec<_> = snapshot.accounts.iter().map(|account| account.key).collect();
    let outcome = submitter.submit(&[address(&context).refresh(&accounts)]).await.unwrap();
    assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome}");
    assert_eq!(submitter.budget().spent(SystemTime::now()), SIGNATURE_FEE);
    // It did land, which nobody could tell.
    assert_eq!(sequence(&context).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_blockhash_is_reported_and_costs_nothing() {
    let local = Local::with_feed().await;
    let black_hole = Proxy::start(local.rpc_url(), |method, _| match method {
        "sendTransaction" => Treat::Swallow,
        "getLatestBlockhash" => Treat::ShortLife,
        _ => Treat::Pass,
    })
    .await;
    let context = local.context_over(vec![black_hole.url.clone()]);
    let submitter = submitter(&context);
    let snapshot = fetcher(&context).fetch().await.unwrap();
    let accounts: Vec<_> = snapshot.accounts.iter().map(|account| account.key).collect();
    let outcome = submitter.submit(&[address(&context).refresh(&accounts)]).await.unwrap();
    assert!(matches!(outcome, Outcome::Expired { .. }), "{outcome}");
    assert_eq!(submitter.budget().spent(SystemTime::now()), Lamports::new(0));
    assert_eq!(sequence(&context).await, 0);
    // The next attempt, over an endpoint that does its work, is a transaction of its own.
    let outcome = service(&local.context()).round().await.unwrap().outcome.unwrap();
    assert!(outcome.landed().is_some(), "{outcome}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_fails_in_simulation_is_not_sent() {
    let local = Local::with_feed().await;
    let watching = Proxy::start(local.rpc_url(), |_, _| Treat::Pass).await;
    let context = local.context_over(vec![watching.url.clone()]);
    let submitter = submitter(&context);
    // A refresh without its source accounts.
    let outcome = submitter.submit(&[address(&context).refresh(&[])]).await.unwrap();
    let Outcome::Failed { signature: None, failure: Failure::Simulation { logs, .. } } = outcome else {
        panic!("{outcome}")
    };
    assert!(!logs.is_empty());
    assert_eq!(watching.calls("sendTransaction"), 0);
    assert_eq!(
        submitter.budget().left(Purpose::Level, SystemTime::now()),
        Lamports::new(context.config.fees.max_lamports_per_hour)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_hourly_cap_stops_sending() {
    let local = Local::with_feed().await;
    let mut context = local.context();
    context.config.fees.max_lamports_per_hour = SIGNATURE_FEE.get() * 3 / 2;
    let mut service = service(&context);
    let (snapshot, _) = service.look().await.unwrap();
    let first = service.refresh(&snapshot).await.unwrap();
    assert!(first.landed().is_some(), "{first}");
    slots(2).await;
    let second = service.refresh(&snapshot).await.unwrap();
    assert!(matches!(second, Outcome::Failed { failure: Failure::Fee(_), .. }), "{second}");
    assert_eq!(sequence(&context).await, 1);
}

//! The loop.

use std::{sync::Arc, time::Duration};

use keeper::{
    metrics::{self, Metrics, NotReady},
    plan::{Decision, Idle, plan},
    service::Event,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

use crate::{
    proxy::{Proxy, Treat},
    support::{Local, fetcher, sequence, service},
};

/// Plain HTTP/1.0: the body after an empty line, the end at the end.
async fn get(address: std::net::SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(format!("GET {path} HTTP/1.0\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_service_keeps_publishing_and_reports_it() {
    let local = Local::with_feed().await;
    local.world.set_speed(30);
    let context = local.context();
    let metrics = Arc::new(Metrics::new(&context.config.metrics).unwrap());
    assert_eq!(metrics.ready(), Err(NotReady::NothingRead));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(metrics::serve(listener, Arc::clone(&metrics), std::future::pending()));

    let (events, mut received) = mpsc::unbounded_channel();
    let mut kept = service(&context).with_metrics(Arc::clone(&metrics)).with_events(events);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(async move { kept.run(async move { drop(stopped.await) }).await });
    let mut landed = 0;
    while landed < 5 {
        let event = tokio::time::timeout(Duration::from_secs(60), received.recv()).await.expect("events in time");
        if let Some(Event::Round(round)) = event {
            landed += u64::from(round.outcome.is_some_and(|outcome| outcome.landed().is_some()));
        }
    }
    assert!(get(address, "/readyz").await.starts_with("HTTP/1.0 200"));
    assert!(get(address, "/healthz").await.starts_with("HTTP/1.0 200"));
    let text = get(address, "/metrics").await;
    for line in
        ["glowsol_keeper_rate_sol{field=\"nav\",replica=\"0\"} 1.04", "outcome=\"landed\"", "signer_balance_sol"]
    {
        assert!(text.contains(line), "no {line} in {text}");
    }
    stop.send(()).unwrap();
    running.await.unwrap();
    assert!(sequence(&context).await >= landed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gauges_outlive_an_outage() {
    let local = Local::with_feed().await;
    // Reading works twice (the second time with the sources known), and never again.
    let dying = Proxy::start(local.rpc_url(), |method, before| match method {
        "getMultipleAccounts" if before >= 2 => Treat::Status(500),
        _ => Treat::Pass,
    })
    .await;
    let context = local.context_over(vec![dying.url.clone()]);
    let metrics = Arc::new(Metrics::new(&context.config.metrics).unwrap());
    let mut service = service(&context).with_metrics(Arc::clone(&metrics));
    service.look().await.unwrap();
    let balance = |text: &str| text.lines().find(|line| line.contains("signer_balance_sol{")).map(str::to_owned);
    let before = balance(&metrics.text().unwrap()).expect("a balance");
    assert!(!before.ends_with(" 0"), "{before}");
    assert!(service.look().await.is_err());
    assert_eq!(balance(&metrics.text().unwrap()).as_ref(), Some(&before));
    assert_eq!(metrics.ready(), Err(NotReady::NothingPublished));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_leaves_a_fresh_price_alone() {
    let local = Local::with_feed().await;
    let context = local.context();
    assert!(service(&context).round().await.unwrap().outcome.is_some());
    // A second keeper, a moment later.
    let mut second = local.context();
    second.config.cadence.deviation_bps = 1_000;
    second.config.cadence.stagger = keeper::config::Span::secs(5);
    let round = service(&second).round().await.unwrap();
    let Decision::Wait(idle) = round.plan.decision else { panic!("{:?}", round.plan.decision) };
    assert!(matches!(idle, Idle::Fresh { .. } | Idle::NothingDue), "{idle:?}");
    assert!(round.outcome.is_none());
    // And planning from one snapshot twice says the same twice.
    let snapshot = fetcher(&context).fetch().await.unwrap();
    let policy = context.config.policy();
    assert_eq!(plan(&snapshot, &policy).unwrap().decision, plan(&snapshot, &policy).unwrap().decision);
}

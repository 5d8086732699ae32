//! The loop.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use keeper::{
    commands::{
        init::{self, InitArgs},
        run::{self, RunArgs},
    },
    config::{Mirror, Span},
    fetch,
    metrics::{self, Metrics, NotReady},
    plan::{Decision, Idle, plan},
    service::Event,
    submit::Outcome,
};
use localnet::{AccountImage, address::derived};
use oracle_client::{Profile, RegisterReserve};
use solana_signer::Signer;
use sources::programs;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

use crate::{
    proxy::{Proxy, Treat},
    support::{Local, address, fetcher, sequence, service, slots, submitter},
};

/// Where a Whirlpool's account keeps the root of its price.
const WHIRLPOOL_SQRT_PRICE: usize = 65;

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
    second.config.cadence.stagger = Span::secs(5);
    let round = service(&second).round().await.unwrap();
    let Decision::Wait(idle) = round.plan.decision else { panic!("{:?}", round.plan.decision) };
    assert!(matches!(idle, Idle::Fresh { .. } | Idle::NothingDue), "{idle:?}");
    assert!(round.outcome.is_none());
    // And planning from one snapshot twice says the same twice.
    let snapshot = fetcher(&context).fetch().await.unwrap();
    let policy = context.config.policy();
    let again = || plan(&snapshot, &policy, None).unwrap().decision;
    assert_eq!(again(), again());
}

/// A mirror that is not open keeps no refresh from the chain; `init` opens it, and from then on both are one transaction.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mirrors_are_written_with_the_refresh_once_they_are_open() {
    let local = Local::with_feed().await;
    let mut context = local.context();
    context.config.feed.mirrors = [Profile::P0Pyth, Profile::KlendScope].map(Mirror).to_vec();
    let (feed, before) = (address(&context), sequence(&context).await);
    let snapshot = fetcher(&context).fetch().await.unwrap();
    assert!(service(&context).refresh(&snapshot).await.unwrap().landed().is_some());
    assert_eq!(sequence(&context).await, before + 1);

    init::execute(&context, &InitArgs {}).await.unwrap();
    let mirrors = || async {
        let keys = [Profile::P0Pyth, Profile::KlendScope].map(|profile| feed.mirror(profile).0);
        fetch::accounts(&context.endpoints, &keys).await.unwrap().1
    };
    let data = |accounts: Vec<Option<solana_account::Account>>| -> Vec<_> {
        accounts.into_iter().map(|account| account.expect("it was opened").data).collect()
    };
    let opened = data(mirrors().await);
    assert_eq!(opened, [vec![0; 134], vec![0; 28_712]]);
    // What is open is not opened again.
    init::execute(&context, &InitArgs {}).await.unwrap();

    slots(2).await;
    let snapshot = fetcher(&context).fetch().await.unwrap();
    assert!(service(&context).refresh(&snapshot).await.unwrap().landed().is_some());
    let written = data(mirrors().await);
    assert!(written.iter().all(|data| data[8..40] == feed.price.to_bytes()), "the price account's address");
}

/// Refreshes of a stranger with a key of his own; if `moved`, in slots in which he has moved a pool.
struct Stranger {
    submitter: keeper::submit::Submitter,
    moved: bool,
}

impl Stranger {
    async fn arrive(local: &Local, moved: bool) -> Self {
        let key = solana_keypair::Keypair::new();
        let purse = AccountImage::closed(key.pubkey()).with_lamports(1_000_000_000);
        local.world.network.set(&purse).await.unwrap();
        Self { submitter: local.context().submitter(key), moved }
    }

    async fn refresh(&mut self, local: &Local) {
        let context = local.context();
        let snapshot = fetcher(&context).fetch().await.unwrap();
        let accounts: Vec<_> = snapshot.accounts.iter().map(|account| account.key).collect();
        if self.moved {
            // Behind the seven accounts of the vault. The market puts it back within a slot.
            let pool = &snapshot.accounts[7];
            let mut image = AccountImage::with_data(pool.key, pool.owner, pool.data.clone());
            let price: &mut [u8; 16] = image.data[WHIRLPOOL_SQRT_PRICE..].first_chunk_mut().unwrap();
            *price = (u128::from_le_bytes(*price) / 100 * 95).to_le_bytes();
            local.world.network.set(&image).await.unwrap();
        }
        let outcome = self.submitter.submit(&[address(&context).refresh(&accounts)]).await.unwrap();
        assert!(outcome.landed().is_some(), "{outcome}");
    }
}

/// Refreshes of a keeper with a heartbeat of 4 s in as many seconds, beside a stranger who makes one before each is due.
async fn sent_beside(local: &Local, mut stranger: Stranger, seconds: u64) -> u32 {
    let mut context = local.context();
    context.config.cadence.heartbeat = Span::secs(4);
    context.config.cadence.deviation_bps = u32::MAX;
    let mut keeper = service(&context);
    let (snapshot, _) = keeper.look().await.unwrap();
    keeper.refresh(&snapshot).await.unwrap();
    let (began, mut arrival, mut sent) = (Instant::now(), Instant::now(), 0);
    while began.elapsed() < Duration::from_secs(seconds) {
        if arrival.elapsed() >= Duration::from_millis(2_000) {
            arrival = Instant::now();
            stranger.refresh(local).await;
        }
        sent += u32::from(keeper.round().await.unwrap().outcome.is_some_and(|outcome| outcome.landed().is_some()));
        tokio::time::sleep(context.config.cadence.poll.0).await;
    }
    sent
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_who_refreshes_before_every_heartbeat_does_not_silence_the_keeper() {
    let local = Local::with_feed().await;
    let captor = Stranger::arrive(&local, true).await;
    let sent = sent_beside(&local, captor, 20).await;
    assert!(sent >= 3, "{sent} refreshes beside captured ones");
    // One who refreshes honestly saves the keeper its fees.
    let helper = Stranger::arrive(&local, false).await;
    let sent = sent_beside(&local, helper, 15).await;
    assert!(sent <= 1, "{sent} refreshes beside honest ones");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_heartbeat_that_leaves_cadences_unread_is_refused() {
    let local = Local::with_feed().await;
    let mut context = local.context();
    context.config.cadence.heartbeat = Span::secs(20);
    let refused = run::execute(context, RunArgs::default()).await.unwrap_err();
    assert_eq!(refused.code(), 2);
    assert!(refused.to_string().contains("set it to 15s or less"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reserve_registered_in_between_costs_one_refresh_and_is_explained() {
    let local = Local::with_feed().await;
    let context = local.context();
    let mut service = service(&context);
    service.round().await.unwrap().outcome.unwrap();
    slots(2).await;
    let (before, _) = service.look().await.unwrap();
    // The vault unstakes: half of its stake in an account of its own.
    let staked = before.accounts.iter().find(|account| account.owner.to_bytes() == programs::STAKE).unwrap();
    let reserve = AccountImage::with_data(derived("unstaking"), staked.owner, staked.data.clone());
    local.world.network.set(&reserve.clone().with_lamports(staked.lamports / 2)).await.unwrap();
    let register = RegisterReserve { feed: address(&context).feed, reserve: reserve.key, source: 0 }.instruction(&[]);
    let registered = submitter(&context).submit(&[register]).await.unwrap();
    assert!(registered.landed().is_some(), "{registered}");

    let outcome = service.refresh(&before).await.unwrap();
    assert!(matches!(outcome, Outcome::Failed { .. }), "{outcome}");
    assert!(outcome.to_string().contains("a reserve was registered or released"), "{outcome}");
    let (after, _) = service.look().await.unwrap();
    assert_eq!(after.accounts.len(), before.accounts.len() + 1);
    let outcome = service.refresh(&after).await.unwrap();
    assert!(outcome.landed().is_some(), "{outcome}");
}

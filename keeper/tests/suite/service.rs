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

/// A mirror that is not open keeps no refresh from the chain; `init` opens it, and from then on both are one
/// transaction.
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

/// The built binary on the local network.
fn run_binary(local: &Local, arguments: &[&str]) -> std::process::Child {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_glowsol-keeper"));
    command.arg("--config").arg(local.world.config_file()).arg("run").args(arguments);
    command.stderr(std::process::Stdio::piped()).spawn().expect("the binary runs")
}

/// Its exit code within so many seconds; `None` if it is still alive.
async fn exit_within(process: &mut std::process::Child, seconds: u64) -> Option<Option<i32>> {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(seconds) {
        if let Some(status) = process.try_wait().unwrap() {
            return Some(status.code());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    process.kill().unwrap();
    None
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn half_a_request_for_metrics_does_not_hold_up_the_end() {
    let local = Local::with_feed().await;
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut process = run_binary(&local, &["--metrics", &port.to_string()]);
    let mut stream = loop {
        match TcpStream::connect(port).await {
            Ok(stream) => break stream,
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    };
    stream.write_all(b"GET /metrics HT").await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let terminated = std::process::Command::new("kill").args(["-TERM", &process.id().to_string()]).status().unwrap();
    assert!(terminated.success());
    assert_eq!(exit_within(&mut process, 5).await, Some(Some(0)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_is_nothing_to_run_for_a_mint_without_a_feed() {
    let local = Local::open().await;
    for arguments in [&[][..], &["--for", "3s"]] {
        let mut process = run_binary(&local, arguments);
        assert_eq!(exit_within(&mut process, 10).await, Some(Some(7)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_that_dies_is_told_in_words_and_numbers_and_so_is_its_return() {
    let local = Local::with_feed().await;
    let context = local.context();
    let metrics = Arc::new(Metrics::new(&context.config.metrics).unwrap());
    let (events, mut received) = mpsc::unbounded_channel();
    let mut kept = service(&context).with_metrics(Arc::clone(&metrics)).with_events(events);
    let (snapshot, _) = kept.look().await.unwrap();
    let pool = snapshot.accounts[7].key;
    let mut next = async |dead: bool| {
        for _ in 0..100 {
            if dead {
                // The market puts it back within a slot.
                local.world.network.set(&AccountImage::closed(pool)).await.unwrap();
            }
            kept.look().await.unwrap();
            if let Ok(Event::Source(message)) = received.try_recv() {
                return message;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("nothing was said")
    };
    let message = next(true).await;
    assert!(message.starts_with("source 1 (Whirlpool) cannot be read: "), "{message}");
    let faulty = |value: u32| format!("source_faulty{{kind=\"Whirlpool\",source=\"1\",replica=\"0\"}} {value}");
    assert!(metrics.text().unwrap().contains(&faulty(1)), "{}", metrics.text().unwrap());
    let message = next(false).await;
    assert_eq!(message, "source 1 (Whirlpool) can be read again");
    assert!(metrics.text().unwrap().contains(&faulty(0)));
}

/// Replicas with keys of their own, on a feed whose market moves all the time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replicas_do_not_pay_for_the_same_move() {
    let local = Local::with_feed().await;
    local.world.set_speed(10);
    let creator = local.context().config.feed.creator;
    let mut paid = Vec::new();
    let mut running = Vec::new();
    for place in 0..2 {
        let (_, keypair) = local.purse().await;
        let mut context = local.context();
        (context.config.signer.keypair, context.config.feed.creator) = (keypair, creator);
        context.config.cadence.deviation_bps = 1;
        context.config.cadence.stagger = Span::secs(3 * place);
        let (events, received) = mpsc::unbounded_channel();
        let mut kept = service(&context).with_events(events);
        running.push(tokio::spawn(async move { kept.run(std::future::pending()).await }));
        paid.push(received);
    }
    tokio::time::sleep(Duration::from_secs(20)).await;
    running.iter().for_each(tokio::task::JoinHandle::abort);
    let landed = |received: &mut mpsc::UnboundedReceiver<Event>| {
        let events = std::iter::from_fn(|| received.try_recv().ok());
        events.filter(|event| matches!(event, Event::Round(round) if round.outcome.as_ref().is_some_and(|outcome| outcome.landed().is_some()))).count()
    };
    let landed: Vec<_> = paid.iter_mut().map(landed).collect();
    assert!(landed[0] >= 4, "{landed:?}");
    assert!(landed[1] * 20 <= landed[0], "{landed:?}");
}

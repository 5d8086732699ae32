//! The look at watched programs.

use std::{sync::Arc, time::Duration};

use keeper::{
    commands::{
        Context,
        init::{self, InitArgs},
    },
    config::{Address, Span},
    fetch,
    metrics::Metrics,
    programs::{Look, LookError, Lookout, Why},
    submit::{Failure, Outcome},
};
use localnet::{AccountImage, address};
use solana_pubkey::Pubkey;

use crate::{
    proxy::{Proxy, Treat},
    support::{self, Local, NOWHERE, submitter},
};

const LOADER: Pubkey = Pubkey::from_str_const("BPFLoaderUpgradeab1e11111111111111111111111");

fn program() -> Pubkey {
    address::derived("vault program")
}

/// Puts a program there as the upgradeable loader keeps it: where its code is; the slot of the deployment, no authority, and the code.
async fn deploy(local: &Local, slot: u64, elf: &[u8]) {
    let (code_at, _) = Pubkey::find_program_address(&[program().as_ref()], &LOADER);
    let named = [&2_u32.to_le_bytes()[..], code_at.as_ref()].concat();
    let code = [&3_u32.to_le_bytes()[..], &slot.to_le_bytes(), &[0; 33], elf].concat();
    for (key, data) in [(program(), named), (code_at, code)] {
        local.world.network.set(&AccountImage::with_data(key, LOADER, data)).await.expect("the network takes it");
    }
}

/// A network with a feed that watches a program.
async fn watching() -> (Local, Context) {
    let local = Local::open().await;
    deploy(&local, 1_000, b"code").await;
    let mut context = local.context();
    context.config.feed.watched_programs = vec![Address(program())];
    init::execute(&context, &InitArgs {}).await.expect("the feed opens");
    (local, context)
}

fn lookout(context: &Context) -> Lookout {
    let address = support::address(context);
    Lookout::new(&context.config, context.endpoints.clone(), address, &submitter(context))
}

async fn look(context: &Context) -> Look {
    let (looked_at, look) = lookout(context).look().await.expect("endpoints answer").expect("a program is watched");
    assert_eq!(looked_at, program());
    look
}

/// Slot of the deployment that the feed knows.
async fn known(context: &Context) -> u64 {
    fetch::feed(&context.endpoints, &support::address(context)).await.expect("there").watched()[0].deployed
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_is_paid_for_when_there_is_news_or_nobody_to_vouch_that_there_is_none() {
    let (local, direct) = watching().await;
    let pass = Proxy::start(local.rpc_url(), |_, _| Treat::Pass).await;
    let two = local.context_over(vec![pass.url.clone(), local.rpc_url()]);
    assert!(matches!(look(&two).await, Look::Unchanged));
    assert_eq!(pass.calls("sendTransaction"), 0);

    // The only endpoint's word is not enough, nor is that of one beside a dead one.
    for urls in [vec![local.rpc_url()], vec![NOWHERE.to_owned(), local.rpc_url()]] {
        let Look::Sent { why, outcome } = look(&local.context_over(urls)).await else { panic!("not sent") };
        assert_eq!(why, Why::Unproven { endpoints: 1 });
        assert!(outcome.landed().is_some(), "{outcome}");
    }

    // An upgrade, which one endpoint conceals.
    deploy(&local, 2_000, b"evil").await;
    let liar = Proxy::start(local.rpc_url(), |method, _| match method {
        "simulateTransaction" => Treat::Conceal,
        _ => Treat::Pass,
    })
    .await;
    assert_eq!(known(&direct).await, 1_000);
    let Look::Sent { why, outcome } = look(&local.context_over(vec![liar.url, pass.url])).await else {
        panic!("not sent")
    };
    assert!(matches!(why, Why::News { .. }), "{why}");
    assert!(outcome.landed().is_some(), "{outcome}");
    assert_eq!(known(&direct).await, 2_000);
    assert!(matches!(look(&two).await, Look::Unchanged), "news once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_that_fails_says_how() {
    let (local, direct) = watching().await;
    let unread = lookout(&local.context_over(vec![NOWHERE.to_owned()])).look().await.unwrap_err();
    assert!(matches!(unread, LookError::Feed(_)), "{unread}");

    // The program's account names another place for its code than the loader would.
    let named = [&2_u32.to_le_bytes()[..], address::derived("elsewhere").as_ref()].concat();
    local.world.network.set(&AccountImage::with_data(program(), LOADER, named)).await.unwrap();
    let Look::Sent { outcome, .. } = look(&direct).await else { panic!("not sent") };
    assert!(matches!(outcome, Outcome::Failed { signature: None, failure: Failure::Simulation { .. } }), "{outcome}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_watched_program_is_looked_at_again_and_again() {
    let (local, direct) = watching().await;
    let pass = Proxy::start(local.rpc_url(), |_, _| Treat::Pass).await;
    let mut two = local.context_over(vec![pass.url.clone(), local.rpc_url()]);
    two.config.cadence.programs = Span::millis(300);
    let metrics = Arc::new(Metrics::new(&two.config.metrics).unwrap());
    let mut lookout = lookout(&two).with_metrics(Arc::clone(&metrics));
    let looking = tokio::spawn(async move { lookout.run(std::future::pending()).await });
    tokio::time::timeout(Duration::from_secs(20), async {
        while pass.calls("simulateTransaction") < 3 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        deploy(&local, 2_000, b"evil").await;
        while known(&direct).await != 2_000 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        while !metrics.text().unwrap().contains("result=\"landed\"") {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
    .unwrap_or_else(|_| panic!("too late: {}", metrics.text().unwrap()));
    looking.abort();
    let text = metrics.text().unwrap();
    assert!(text.contains("result=\"unchanged\""), "{text}");
}

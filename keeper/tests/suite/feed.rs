//! Creating a feed, and looking at it.

use keeper::{
    commands::{
        check::{self, CheckArgs},
        init::{self, InitArgs},
        once::{self, OnceArgs},
        status,
    },
    config::Address,
    exit::Failure,
};
use localnet::address;

use crate::support::{Local, address as feed_address, fetcher, sequence};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_feed_is_opened_refreshed_and_read() {
    let local = Local::open().await;
    let context = local.context();
    let nothing = once::execute(&context, &OnceArgs::default()).await.unwrap_err();
    assert_eq!(nothing.code(), 7, "{nothing}");

    init::execute(&context, &InitArgs {}).await.unwrap();
    let unpublished = status::read(&context.endpoints, &feed_address(&context)).await.unwrap_err();
    assert!(matches!(unpublished, Failure::NothingPublished), "{unpublished}");

    once::execute(&context, &OnceArgs::default()).await.unwrap();
    assert_eq!(sequence(&context).await, 1);
    let view = status::read(&context.endpoints, &feed_address(&context)).await.unwrap();
    assert_eq!((view.sequence, view.level), (1, "depegged"), "a new feed warms up");
    let nav = view.rates.nav.unwrap();
    assert!((1_040_000_000_000..1_050_000_000_000).contains(&nav), "NAV {nav}");
    assert!(view.rates.collateral.unwrap() <= view.rates.fair.unwrap());
    assert!(view.rates.fair.unwrap() <= view.rates.debt.unwrap());

    once::execute(&context, &OnceArgs { force: true }).await.unwrap();
    assert_eq!(sequence(&context).await, 2);
    check::execute(&context, &CheckArgs {}).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn init_again_changes_nothing_and_refuses_another_configuration() {
    let local = Local::with_feed().await;
    let mut context = local.context();
    let before = fetcher(&context).fetch().await.unwrap().feed.config_version;
    init::execute(&context, &InitArgs {}).await.unwrap();
    assert_eq!(fetcher(&context).fetch().await.unwrap().feed.config_version, before);

    context.config.feed.source.pop();
    let differs = init::execute(&context, &InitArgs {}).await.unwrap_err();
    assert!(matches!(differs, Failure::OtherSources { .. }), "{differs}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dry_run_sends_nothing() {
    let local = Local::open().await;
    let mut context = local.context();
    context.dry_run = true;
    init::execute(&context, &InitArgs {}).await.unwrap();
    let absent = fetcher(&context).fetch().await.map(|_| ()).unwrap_err();
    assert!(matches!(absent, keeper::fetch::FetchError::NoFeed { .. }), "{absent}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_that_cannot_be_read_stops_init_and_says_so() {
    let local = Local::open().await;
    let mut context = local.context();
    // The account that observes the CLMM pool, in the Whirlpool's place.
    let wrong = context.config.feed.source[2].accounts[1].address;
    context.config.feed.source[1].accounts[0].address = wrong;
    let failure = init::execute(&context, &InitArgs {}).await.unwrap_err();
    assert_eq!(failure.code(), 4);
    let message = failure.to_string();
    assert!(message.contains("add source 1") && message.contains("simulation"), "{message}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_creator_opens_its_feed() {
    let local = Local::open().await;
    let mut context = local.context();
    context.config.feed.creator = Some(Address(address::derived("somebody else")));
    let refused = init::execute(&context, &InitArgs {}).await.unwrap_err();
    assert!(matches!(refused, Failure::NotTheCreator { .. }), "{refused}");

    context.config.feed.creator = None;
    context.config.feed.mint = Some(Address(address::derived("no mint")));
    context.config.feed.source[0].accounts[0].address = Address(address::derived("no mint"));
    let refused = init::execute(&context, &InitArgs {}).await.unwrap_err();
    assert!(matches!(refused, Failure::NotAMint { .. }), "{refused}");
}

//! A local network for a test.

use std::time::Duration;

use clap::Parser;
use keeper::{
    commands::{
        Context,
        init::{self, InitArgs},
    },
    config::{Config, Span},
    fetch::Fetcher,
    output::Output,
    service::Service,
    submit::Submitter,
};
use localnet::{Cli, World};
use oracle_client::FeedAddress;
use solana_signer::Signer;
use tokio::sync::{Mutex, MutexGuard};

/// Networks run one after the other: two slow cores serve one well.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

/// A network with a market, alone on the machine.
pub struct Local {
    pub world: World,
    /// Files of this test.
    pub folder: tempfile::TempDir,
    _alone: MutexGuard<'static, ()>,
}

impl Local {
    /// A network at the pace of real time, with the feed not yet opened.
    pub async fn open() -> Self {
        let alone = ONE_AT_A_TIME.lock().await;
        let Cli { args, .. } = Cli::parse_from(["glowsol-localnet"]);
        let world = World::open(&Config::default(), &args).await.expect("the network starts");
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { world, folder, _alone: alone }
    }

    /// The same with the feed open and active.
    pub async fn with_feed() -> Self {
        let local = Self::open().await;
        init::execute(&local.context(), &InitArgs {}).await.expect("the feed opens");
        local
    }

    /// What commands work with, on the network's own endpoint.
    pub fn context(&self) -> Context {
        Context::new(self.config(), Output::Json, false)
    }

    /// The same over other endpoints.
    pub fn context_over(&self, urls: Vec<String>) -> Context {
        let mut config = self.config();
        config.rpc.urls = urls;
        Context::new(config, Output::Json, false)
    }

    fn config(&self) -> Config {
        let mut config = self.world.config.clone();
        config.rpc.timeout = Span::secs(2);
        config.fees.resend = Span::millis(300);
        // A fee is then that of the signature alone.
        config.fees.min_price = 0;
        config
    }

    pub fn rpc_url(&self) -> String {
        self.world.network.rpc_url().to_owned()
    }
}

pub fn address(context: &Context) -> FeedAddress {
    context.address_without_signer().expect("the mint is configured")
}

pub fn submitter(context: &Context) -> Submitter {
    context.submitter(context.signer().expect("the keypair was written"))
}

pub fn fetcher(context: &Context) -> Fetcher {
    let signer = context.signer().expect("the keypair was written");
    Fetcher::new(context.endpoints.clone(), address(context), signer.pubkey())
}

pub fn service(context: &Context) -> Service {
    service_of(context, submitter(context))
}

pub fn service_of(context: &Context, submitter: Submitter) -> Service {
    Service::new(&context.config, context.endpoints.clone(), address(context), submitter)
}

/// Publications of the feed so far.
pub async fn sequence(context: &Context) -> u64 {
    fetcher(context).fetch().await.expect("the feed can be read").feed.sequence
}

/// A port nobody listens on.
pub const NOWHERE: &str = "http://127.0.0.1:9";

pub async fn slots(count: u64) {
    tokio::time::sleep(Duration::from_millis(400 * count)).await;
}

//! Many keepers on one network, each with a feed of its own and behind an endpoint that misbehaves in its own way.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use keeper::{
    commands::{
        Context,
        init::{self, InitArgs},
    },
    config::{Address, Span},
    fetch::{self, sysvars},
    metrics::Metrics,
};
use localnet::AccountImage;
use price_reader::Published;
use solana_signer::Signer;
use tokio::{sync::oneshot, task::JoinHandle};

use crate::{
    proxy::{Proxy, Treat},
    support::{Local, address, service},
};

/// Between two looks at every feed's price.
const LOOK: Duration = Duration::from_millis(500);

/// One keeper of a fleet.
pub struct Ship {
    /// What it is about, for messages.
    pub name: String,
    /// Its commands, over its own endpoints.
    pub context: Context,
    /// What misbehaves before the first of its endpoints.
    pub proxy: Proxy,
    pub metrics: Arc<Metrics>,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
    began: Instant,
    /// Publications so far, and the oldest that the price was seen at.
    pub publications: u64,
    pub oldest: Duration,
    /// For how long after it began, at most, the keeper has said to be ready.
    pub last_ready: Duration,
}

impl Ship {
    /// A keeper with a key and a feed of its own: the faulty endpoint first, and the healthy one after it unless it is
    /// `alone`.
    pub async fn launch(
        local: &Local,
        name: impl Into<String>,
        alone: bool,
        rule: impl Fn(&str, u32) -> Treat + Send + 'static,
        configure: impl FnOnce(&mut keeper::config::Config),
    ) -> Self {
        let proxy = Proxy::start(local.rpc_url(), rule).await;
        let mut urls = vec![proxy.url.clone()];
        urls.extend((!alone).then(|| local.rpc_url()));
        let keypair = local.purse().await;
        let own = |urls| {
            let mut config = local.context_over(urls).config;
            config.signer.keypair = keypair.1.clone();
            config.feed.creator = Some(Address(keypair.0.pubkey()));
            config.cadence.poll = Span::millis(800);
            config.fees = keeper::config::FeeConfig {
                max_lamports_per_hour: config.fees.max_lamports_per_hour,
                ..keeper::config::FeeConfig::default()
            };
            Context::new(config, keeper::output::Output::Json, false)
        };
        // All open their feeds at once, and the network is in no hurry.
        let mut opening = own(vec![local.rpc_url()]).config;
        opening.rpc.timeout = Span::secs(30);
        let opening = Context::new(opening, keeper::output::Output::Json, false);
        init::execute(&opening, &InitArgs {}).await.expect("the feed opens");
        let mut config = own(urls).config;
        configure(&mut config);
        let context = Context::new(config, keeper::output::Output::Json, false);
        let metrics = Arc::new(Metrics::new(&context.config.metrics).unwrap());
        Self {
            name: name.into(),
            context,
            proxy,
            metrics,
            running: None,
            began: Instant::now(),
            publications: 0,
            oldest: Duration::ZERO,
            last_ready: Duration::ZERO,
        }
    }

    /// Starts the service.
    pub fn sail(&mut self) {
        let mut kept = service(&self.context).with_metrics(Arc::clone(&self.metrics));
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(async move { kept.run(async move { drop(stopped.await) }).await });
        self.running = Some((stop, running));
        self.began = Instant::now();
    }

    async fn dock(&mut self) {
        if let Some((stop, running)) = self.running.take() {
            let _ = stop.send(());
            running.await.expect("the service ends in order");
        }
    }

    /// Notes what a look from outside finds, `now` by the chain's clock.
    fn note(&mut self, price: &[u8], now: i64) {
        let published = Published::read_unchecked(price).ok().filter(|price| price.sequence() != 0);
        let age = published.as_ref().map_or(self.began.elapsed(), |price| {
            Duration::from_secs(now.saturating_sub(price.published_at()).max(0).unsigned_abs())
        });
        self.publications = published.map_or(0, |price| price.sequence());
        self.oldest = self.oldest.max(age);
        if self.metrics.ready().is_ok() {
            self.last_ready = self.began.elapsed();
        }
    }
}

/// Lets keepers run side by side, watched from outside of their endpoints.
pub async fn sail(local: &Local, ships: &mut [Ship], duration: Duration) {
    let direct = local.context();
    for ship in ships.iter_mut() {
        ship.sail();
    }
    let began = Instant::now();
    while began.elapsed() < duration {
        tokio::time::sleep(LOOK).await;
        for some in ships.chunks_mut(50) {
            let mut keys = vec![sysvars::CLOCK];
            keys.extend(some.iter().map(|ship| address(&ship.context).price));
            // A network that is busy for a moment is looked at again in the next one.
            let Ok((_, accounts)) = fetch::accounts(&direct.endpoints, &keys).await else { continue };
            let clock = accounts[0].as_ref().expect("there is a clock");
            let now = sysvars::now(&clock.data, None).expect("it is one").time.get();
            for (ship, price) in some.iter_mut().zip(&accounts[1..]) {
                ship.note(&price.as_ref().expect("a feed has one").data, now);
            }
        }
    }
    for ship in ships.iter_mut() {
        ship.dock().await;
    }
}

impl Local {
    /// A key with lamports, and the file that holds it.
    pub async fn purse(&self) -> (solana_keypair::Keypair, std::path::PathBuf) {
        let key = solana_keypair::Keypair::new();
        let purse = AccountImage::closed(key.pubkey()).with_lamports(100_000_000_000);
        self.world.network.set(&purse).await.expect("the network takes it");
        let file = self.folder.path().join(format!("{}.json", key.pubkey()));
        let numbers: Vec<String> = key.to_bytes().iter().map(u8::to_string).collect();
        std::fs::write(&file, format!("[{}]", numbers.join(","))).expect("a temporary folder takes files");
        (key, file)
    }
}

//! Network, market and files of a run, ready for `init`.

use std::sync::Arc;

use keeper::{
    config::{Address, CadenceConfig, Config, FeeConfig, Span},
    units::Slot,
};
use tokio::{sync::watch, task::JoinHandle};

use crate::{
    LocalnetArgs, LocalnetError, Network,
    address::Addresses,
    driver::{Driver, Truth},
    dumps, feed,
    files::Files,
    forward::forward,
    layout::Layout,
    market::Market,
    network::SLOT_MS,
};

/// Network, market and files. The market stops with the value.
pub struct World {
    /// The network.
    pub network: Arc<Network>,
    /// A configuration for the local feed on the local endpoint, also to be found in [`World::config_file`].
    pub config: Config,
    pub(crate) truth: watch::Receiver<Truth>,
    speed: watch::Sender<u32>,
    files: Files,
    driver: JoinHandle<()>,
}

impl World {
    /// Starts the network with the program on it, lays out the market, and sets it moving at the pace of real time. `base` gives
    /// what the local feed does not prescribe; its sources, if it has any, are used instead of the simulated ones.
    ///
    /// # Errors
    /// [`LocalnetError`].
    pub async fn open(base: &Config, args: &LocalnetArgs) -> Result<Self, LocalnetError> {
        let program = args.program();
        if !program.is_file() {
            return Err(LocalnetError::NoProgram { path: program });
        }
        let files = Files::open(args.dir.as_deref())?;
        let dumps = args.accounts.as_deref().map(dumps::load).transpose()?.unwrap_or_default();
        let network = Arc::new(Network::start(args.fork.as_deref()).await?);
        if let Some(port) = args.port {
            forward(port, network.rpc_url()).await?;
            forward(port.saturating_add(1), network.ws_url()).await?;
        }
        network.deploy(oracle_client::ID, &program)?;
        if args.fork.is_none() {
            approach_epoch_end(&network, args).await?;
        }

        let now = network.now().await?;
        let addresses = Addresses::default();
        let market = Market::open(args.seed, args.scenario, now.time.get(), now.epoch.get());
        let layout = Layout::new(addresses, &market);
        let (speed, speed_seen) = watch::channel(1);
        let (driver, truth) = Driver::open(Arc::clone(&network), market, layout, dumps, speed_seen).await?;

        let signer = network.signer();
        files.write_keypair(&signer)?;
        let config = local_config(base, &network, &addresses, &files, &signer);
        files.write_config(&config)?;
        Ok(Self { network, config, truth, speed, files, driver: tokio::spawn(driver.run()) })
    }

    /// Sets how many seconds of the chain pass in one.
    pub fn set_speed(&self, speed: u32) {
        self.speed.send_replace(speed.max(1));
    }

    /// Where the configuration was written.
    pub fn config_file(&self) -> std::path::PathBuf {
        self.files.config()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

/// Moves the chain to shortly before the end of its epoch.
async fn approach_epoch_end(network: &Network, args: &LocalnetArgs) -> Result<(), LocalnetError> {
    /// As on mainnet.
    const SLOTS_PER_EPOCH: u64 = 432_000;
    let now = network.now().await?;
    let real_slots = args.epoch_in.0.as_millis() as u64 / SLOT_MS;
    let left = (real_slots * u64::from(args.speed)).min(SLOTS_PER_EPOCH / 2);
    let end = (now.slot.get() / SLOTS_PER_EPOCH + 1) * SLOTS_PER_EPOCH;
    network.travel_to(Slot::new(end - left)).await
}

fn local_config(
    base: &Config,
    network: &Network,
    addresses: &Addresses,
    files: &Files,
    signer: &solana_keypair::Keypair,
) -> Config {
    let mut config = base.clone();
    config.rpc.urls = vec![network.rpc_url().to_owned()];
    config.signer.keypair = files.keypair();
    config.signer.state = files.state();
    if config.feed.source.is_empty() {
        config.feed = feed::feed(addresses);
    }
    config.feed.creator = Some(Address(solana_signer::Signer::pubkey(signer)));
    if config.cadence == CadenceConfig::default() {
        // Blocks are near and lamports free: look often.
        config.cadence.poll = Span::millis(250);
    }
    if config.fees == FeeConfig::default() {
        config.fees.confirm_poll = Span::millis(100);
        config.fees.max_lamports_per_hour = 1_000_000_000;
    }
    config
}

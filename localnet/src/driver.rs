//! Moves the network's time and market.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use fair_value::Now;
use keeper::units::Slot;
use solana_pubkey::Pubkey;
use tokio::sync::watch;

use crate::{
    AccountImage, LocalnetError,
    freshen::freshened,
    layout::Layout,
    market::Market,
    network::{Network, SLOT_MS},
};

/// The market as it really is, which the oracle has to find out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Truth {
    /// The chain's time.
    pub now: Now,
    /// Seconds of the chain since the market opened.
    pub elapsed: u64,
    /// Backing of a token, SOL.
    pub nav: f64,
    /// Price on the Whirlpool, SOL; `None` where it is closed.
    pub whirlpool: Option<f64>,
    /// Price on the CLMM pool, SOL.
    pub clmm: f64,
    /// USD per SOL.
    pub sol_usd: f64,
}

/// Drives one network.
pub struct Driver {
    network: Arc<Network>,
    market: Market,
    layout: Layout,
    written: HashMap<Pubkey, AccountImage>,
    dumps: Vec<AccountImage>,
    dumped: HashSet<Pubkey>,
    speed: watch::Receiver<u32>,
    truth: watch::Sender<Truth>,
}

impl Driver {
    /// Lays out the market and the dumps, which take precedence at their addresses. `speed` is how many seconds of the chain
    /// pass in one.
    ///
    /// # Errors
    /// [`LocalnetError`] where the network refuses.
    pub async fn open(
        network: Arc<Network>,
        market: Market,
        layout: Layout,
        dumps: Vec<AccountImage>,
        speed: watch::Receiver<u32>,
    ) -> Result<(Self, watch::Receiver<Truth>), LocalnetError> {
        let now = network.now().await?;
        let (truth, seen) = watch::channel(truth(&market, now));
        let dumped = dumps.iter().map(|dump| dump.key).collect();
        let mut driver = Self { network, market, layout, written: HashMap::new(), dumps, dumped, speed, truth };
        for dump in &driver.dumps {
            driver.network.set(dump).await?;
        }
        driver.write(&now).await?;
        Ok((driver, seen))
    }

    /// Moves on, a slot time at a time, until the task is dropped. A refused step is logged and the next one tried.
    pub async fn run(mut self) {
        let mut ticks = tokio::time::interval(Duration::from_millis(SLOT_MS));
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(error) = self.step().await {
                tracing::warn!(%error, "the local market stands still");
            }
        }
    }

    async fn step(&mut self) -> Result<(), LocalnetError> {
        let speed = *self.speed.borrow();
        let mut now = self.network.now().await?;
        if speed > 1 {
            // One slot passes by itself.
            self.network.travel_to(Slot::new(now.slot.get() + u64::from(speed - 1))).await?;
            now = self.network.now().await?;
        }
        self.market.advance(now.time.get(), now.epoch.get());
        self.write(&now).await?;
        self.truth.send_replace(truth(&self.market, now));
        Ok(())
    }

    /// Writes what has changed.
    async fn write(&mut self, now: &Now) -> Result<(), LocalnetError> {
        let mut accounts = self.layout.accounts(&self.market, now.slot);
        accounts.retain(|account| !self.dumped.contains(&account.key));
        accounts.extend(self.dumps.iter().filter_map(|dump| freshened(dump, now)));
        for account in accounts {
            if self.written.get(&account.key) != Some(&account) {
                self.network.set(&account).await?;
                self.written.insert(account.key, account);
            }
        }
        Ok(())
    }
}

fn truth(market: &Market, now: Now) -> Truth {
    Truth {
        now,
        elapsed: market.elapsed(),
        nav: market.nav(),
        whirlpool: market.conditions.whirlpool.then_some(market.whirlpool.price),
        clmm: market.clmm.price,
        sol_usd: market.sol_usd,
    }
}

//! Numbers for Prometheus. A gauge keeps its last value when the chain cannot be read: an outage is no zero balance.

mod server;

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use price_reader::Published;
use prometheus::{
    Encoder, Gauge, GaugeVec, Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts,
    Registry, TextEncoder,
};

pub use server::serve;

use crate::{
    config::MetricsConfig,
    fetch::Snapshot,
    plan::Rates,
    rpc::Endpoints,
    submit::{Outcome, OutcomeKind},
    units::{Lamports, Slot},
};

/// What the service reports.
pub struct Metrics {
    registry: Registry,
    ready_max_age: Duration,
    last: Mutex<Option<LastSeen>>,
    wanted: Mutex<Option<Instant>>,
    rate: GaugeVec,
    level: IntGauge,
    sequence: IntGauge,
    price_age: Gauge,
    chain_read_age: Gauge,
    balance: Gauge,
    spent_last_hour: Gauge,
    units: Histogram,
    transactions: IntCounterVec,
    rounds: IntCounterVec,
    disagreements: IntCounter,
    looks: IntCounterVec,
    endpoint_faults: GaugeVec,
    highest_slot: IntGauge,
    source_faulty: IntGaugeVec,
}

/// The chain not read anew, or a refresh not made, for as long is an outage.
const OUTAGE: Duration = Duration::from_secs(12);

/// The publication as last read, and when that was.
#[derive(Clone, Copy)]
struct LastSeen {
    /// When the chain was first seen at this slot: what is read again and again while it stands is no news.
    at: Instant,
    slot: Slot,
    /// Age of the publication then, by the chain's clock; `None` if nothing is published.
    age: Option<Duration>,
}

/// A fault in the names or labels below: never at run time, since they are constant.
pub type SetupError = prometheus::Error;

impl Metrics {
    /// All metrics, labelled with the replica.
    ///
    /// # Errors
    /// [`SetupError`] if a name were invalid or taken twice.
    pub fn new(config: &MetricsConfig) -> Result<Self, SetupError> {
        let labels = [("replica".to_owned(), config.replica.clone())].into();
        let registry = Registry::new_custom(Some("glowsol_keeper".to_owned()), Some(labels))?;
        let buckets = [5e3, 1e4, 1.5e4, 2e4, 3e4, 5e4, 1e5, 2e5, 4e5].to_vec();
        let histogram = HistogramOpts::new("compute_units", "Compute units of landed refreshes.").buckets(buckets);
        let metrics = Self {
            ready_max_age: config.ready_max_age.0,
            last: Mutex::new(None),
            wanted: Mutex::new(None),
            rate: GaugeVec::new(Opts::new("rate_sol", "Published rate, SOL per whole token."), &["field"])?,
            level: IntGauge::new("level", "Published level: 0 normal, 1 caution, 2 depegged, 3 halted.")?,
            sequence: IntGauge::new("sequence", "Publications of the feed so far.")?,
            price_age: Gauge::new("price_age_seconds", "Age of the publication, counted on between reads.")?,
            chain_read_age: Gauge::new("chain_read_age_seconds", "Time since the chain was last read.")?,
            balance: Gauge::new("signer_balance_sol", "Balance of the signer as last read.")?,
            spent_last_hour: Gauge::new("fees_last_hour_sol", "Fees paid within the last hour.")?,
            units: Histogram::with_opts(histogram)?,
            transactions: IntCounterVec::new(
                Opts::new("transactions_total", "Transactions by outcome."),
                &["outcome"],
            )?,
            rounds: IntCounterVec::new(Opts::new("rounds_total", "Rounds by result."), &["result"])?,
            disagreements: IntCounter::new(
                "disagreements_total",
                "Refreshes that did not count, since they stored otherwise than the keeper saw.",
            )?,
            looks: IntCounterVec::new(
                Opts::new("program_looks_total", "Looks at watched programs by result."),
                &["result"],
            )?,
            endpoint_faults: GaugeVec::new(
                Opts::new("endpoint_faults", "Faults of an endpoint's own since start."),
                &["endpoint"],
            )?,
            highest_slot: IntGauge::new("highest_slot", "Highest slot that any endpoint has shown.")?,
            source_faulty: IntGaugeVec::new(
                Opts::new("source_faulty", "1 while a source cannot be read."),
                &["source", "kind"],
            )?,
            registry,
        };
        metrics.register()?;
        Ok(metrics)
    }

    fn register(&self) -> Result<(), SetupError> {
        for kind in OutcomeKind::ALL {
            // Present from the start, so that a rate over them has a beginning.
            self.transactions.with_label_values(&[kind.as_str()]);
        }
        let registry = &self.registry;
        registry.register(Box::new(self.rate.clone()))?;
        registry.register(Box::new(self.level.clone()))?;
        registry.register(Box::new(self.sequence.clone()))?;
        registry.register(Box::new(self.price_age.clone()))?;
        registry.register(Box::new(self.chain_read_age.clone()))?;
        registry.register(Box::new(self.balance.clone()))?;
        registry.register(Box::new(self.spent_last_hour.clone()))?;
        registry.register(Box::new(self.units.clone()))?;
        registry.register(Box::new(self.transactions.clone()))?;
        registry.register(Box::new(self.rounds.clone()))?;
        registry.register(Box::new(self.disagreements.clone()))?;
        registry.register(Box::new(self.looks.clone()))?;
        registry.register(Box::new(self.endpoint_faults.clone()))?;
        registry.register(Box::new(self.highest_slot.clone()))?;
        registry.register(Box::new(self.source_faulty.clone()))
    }

    /// Notes what was read.
    pub fn saw(&self, snapshot: &Snapshot) {
        self.balance.set(sol(snapshot.payer));
        let published = Published::read_unchecked(&snapshot.price.data).ok().filter(|price| price.sequence() != 0);
        if let Some(published) = &published {
            self.level.set(i64::from(published.level() as u8));
            self.sequence.set(published.sequence().cast_signed());
            self.set_rates(&Rates::published(published));
        }
        let age = published.map(|price| Duration::from_secs(u64::from(crate::plan::age(&price, snapshot).get())));
        let mut last = self.last();
        let slot = snapshot.now.slot;
        if last.is_none_or(|last| slot > last.slot) {
            *last = Some(LastSeen { at: Instant::now(), slot, age });
        }
    }

    fn set_rates(&self, rates: &Rates) {
        let fields = [
            ("raw_nav", rates.raw_nav),
            ("nav", rates.nav),
            ("spot", rates.spot),
            ("short", rates.short),
            ("long", rates.long),
            ("fair", rates.fair),
            ("collateral", rates.collateral),
            ("debt", rates.debt),
            ("liquidation", rates.liquidation),
        ];
        for (field, rate) in fields {
            match rate {
                Some(rate) => self.rate.with_label_values(&[field]).set(rate as f64 / 1e12),
                // Absent is not zero.
                None => drop(self.rate.remove_label_values(&[field])),
            }
        }
    }

    /// Notes what became of a transaction.
    pub fn sent(&self, outcome: &Outcome, spent_last_hour: Lamports) {
        self.transactions.with_label_values(&[outcome.kind().as_str()]).inc();
        self.spent_last_hour.set(sol(spent_last_hour));
        if let Some(units) = outcome.landed().and_then(|landed| landed.units) {
            self.units.observe(f64::from(units.0));
        }
    }

    /// Notes since when a refresh has been wanted and not been made.
    pub fn wanted(&self, since: Option<Instant>) {
        *self.wanted.lock().unwrap_or_else(PoisonError::into_inner) = since;
    }

    /// Notes whether a source can be read.
    pub fn source(&self, index: usize, kind: &str, faulty: bool) {
        self.source_faulty.with_label_values(&[&index.to_string(), kind]).set(i64::from(faulty));
    }

    /// Notes a refresh that does not count for the heartbeat.
    pub fn disagreed(&self) {
        self.disagreements.inc();
    }

    /// Notes what a look at a watched program came to.
    pub fn looked(&self, result: &str) {
        self.looks.with_label_values(&[result]).inc();
    }

    /// Notes the end of a round: `ok`, `failed`, or `unpaid` where there was no money for the refresh that it wanted.
    pub fn round(&self, result: &str, endpoints: &Endpoints) {
        self.rounds.with_label_values(&[result]).inc();
        self.highest_slot.set(endpoints.highest().get().cast_signed());
        for endpoint in endpoints.all() {
            self.endpoint_faults.with_label_values(&[endpoint.label()]).set(endpoint.faults() as f64);
        }
    }

    /// Whether consumers have a fresh price and the keeper sees the chain; otherwise why not.
    ///
    /// # Errors
    /// [`NotReady`].
    pub fn ready(&self) -> Result<(), NotReady> {
        let limit = self.ready_max_age;
        let Some(last) = *self.last() else { return Err(NotReady::NothingRead) };
        let since_read = last.at.elapsed();
        if since_read > OUTAGE.min(limit) {
            return Err(NotReady::Blind { since_read, limit: OUTAGE.min(limit) });
        }
        let wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner).map(|since| since.elapsed());
        if let Some(overdue) = wanted.filter(|overdue| *overdue > OUTAGE) {
            return Err(NotReady::Overdue { overdue });
        }
        match last.age.map(|age| age + since_read) {
            None => Err(NotReady::NothingPublished),
            Some(age) if age > limit => Err(NotReady::Stale { age, limit }),
            Some(_) => Ok(()),
        }
    }

    /// All metrics in Prometheus' text format.
    ///
    /// # Errors
    /// [`SetupError`] where encoding fails.
    pub fn text(&self) -> Result<String, SetupError> {
        if let Some(last) = *self.last() {
            let since_read = last.at.elapsed();
            self.chain_read_age.set(since_read.as_secs_f64());
            if let Some(age) = last.age {
                self.price_age.set((age + since_read).as_secs_f64());
            }
        }
        let mut buffer = Vec::new();
        TextEncoder::new().encode(&self.registry.gather(), &mut buffer)?;
        Ok(String::from_utf8_lossy(&buffer).into_owned())
    }

    fn last(&self) -> std::sync::MutexGuard<'_, Option<LastSeen>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why the service is not ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// The chain was not read yet.
    #[error("the chain was not read yet")]
    NothingRead,
    /// The chain was not read for too long.
    #[error("the chain was last read {} s ago, limit {} s", since_read.as_secs(), limit.as_secs())]
    Blind {
        /// Since when.
        since_read: Duration,
        /// The configured limit.
        limit: Duration,
    },
    /// A refresh is wanted, and was not made.
    #[error("a refresh has been due for {} s and was not made", overdue.as_secs())]
    Overdue {
        /// For how long.
        overdue: Duration,
    },
    /// Nothing has been published.
    #[error("the feed has published nothing yet")]
    NothingPublished,
    /// What is published is too old.
    #[error("the published price is {} s old, limit {} s", age.as_secs(), limit.as_secs())]
    Stale {
        /// Its age.
        age: Duration,
        /// The configured limit.
        limit: Duration,
    },
}

fn sol(lamports: Lamports) -> f64 {
    lamports.get() as f64 / 1e9
}

//! One RPC endpoint and its recent behaviour.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use solana_commitment_config::CommitmentConfig;
use solana_rpc_client::{nonblocking::rpc_client::RpcClient, rpc_client::RpcClientConfig};

use super::{
    fault::Fault,
    sender::{Sender, Throttle},
    tip::STANDS,
};
use crate::units::Slot;

/// How long a method that failed is asked of this endpoint last.
const REST: Duration = Duration::from_secs(10);

/// An endpoint: its client, and what it lately failed to do.
pub struct Endpoint {
    label: String,
    client: Arc<RpcClient>,
    throttle: Arc<Throttle>,
    recent: Mutex<Recent>,
    faults: AtomicU64,
}

/// A node may be able to do one thing and not another, so all of it is kept for each method.
#[derive(Default)]
struct Recent {
    /// Whether nobody was there at the last attempt.
    down: bool,
    rests_until: HashMap<&'static str, Instant>,
    /// The highest slot that a method has answered with, and since when.
    slots: HashMap<&'static str, (Slot, Instant)>,
}

impl Endpoint {
    /// For a URL. Calls read at `confirmed`: what a block that may yet be dropped says is no evidence.
    pub fn new(http: &reqwest::Client, url: &str) -> Self {
        let throttle = Arc::new(Throttle::default());
        let sender = Sender::new(http.clone(), url.to_owned(), Arc::clone(&throttle));
        let config = RpcClientConfig::with_commitment(CommitmentConfig::confirmed());
        Self {
            label: label(url),
            client: Arc::new(RpcClient::new_sender(sender, config)),
            throttle,
            recent: Mutex::default(),
            faults: AtomicU64::new(0),
        }
    }

    /// Host and port: safe to log, unlike the URL, whose path or query may be an API key.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The client that speaks to it.
    pub fn client(&self) -> Arc<RpcClient> {
        Arc::clone(&self.client)
    }

    /// Faults of its own since start.
    pub fn faults(&self) -> u64 {
        self.faults.load(Ordering::Relaxed)
    }

    /// Whether a method is to be asked of it only when no other endpoint is left.
    pub fn rests(&self, method: &str, now: Instant) -> bool {
        let recent = self.recent();
        recent.down || recent.rests_until.get(method).is_some_and(|until| now < *until) || self.throttle.holds(now)
    }

    /// Notes the slot of an answer.
    ///
    /// # Errors
    /// [`Fault::Stands`] where the method has shown no later one for too long.
    pub(super) fn moved(&self, method: &'static str, slot: Slot, now: Instant) -> Result<(), Fault> {
        let mut recent = self.recent();
        let (highest, since) = recent.slots.entry(method).or_insert((slot, now));
        if slot > *highest {
            (*highest, *since) = (slot, now);
        }
        let stands = now.duration_since(*since);
        if stands > STANDS { Err(Fault::Stands { seconds: stands.as_secs() }) } else { Ok(()) }
    }

    /// Notes a failed call; returns whether it is the first of this rest, worth a line in the log.
    pub(super) fn failed(&self, method: &'static str, fault: &Fault, now: Instant) -> bool {
        let mut recent = self.recent();
        recent.down |= matches!(fault, Fault::Connect | Fault::Timeout);
        let before = recent.rests_until.insert(method, now + REST);
        self.faults.fetch_add(1, Ordering::Relaxed);
        before.is_none_or(|until| until + REST < now)
    }

    pub(super) fn answered(&self, method: &str) {
        let mut recent = self.recent();
        recent.down = false;
        recent.rests_until.remove(method);
    }

    fn recent(&self) -> MutexGuard<'_, Recent> {
        // A panic elsewhere leaves instants that are at worst out of date.
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The host and port of a URL; for anything else a placeholder, never the text itself.
pub(crate) fn label(url: &str) -> String {
    let Some((_, rest)) = url.split_once("://") else { return "endpoint".to_owned() };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // `user:password@host`
    authority.rsplit('@').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_never_carry_keys() {
        for (url, expected) in [
            ("https://rpc.example.com/v1/SECRET", "rpc.example.com"),
            ("https://rpc.example.com:8899?api-key=SECRET", "rpc.example.com:8899"),
            ("https://user:SECRET@rpc.example.com/", "rpc.example.com"),
            ("SECRET", "endpoint"),
        ] {
            assert_eq!(label(url), expected);
        }
    }

    #[test]
    fn a_method_that_failed_rests_and_the_others_do_not() {
        let endpoint = Endpoint::new(&reqwest::Client::new(), "http://127.0.0.1:9");
        let now = Instant::now();
        assert!(endpoint.failed("a", &Fault::Status(500), now), "news");
        assert!(!endpoint.failed("a", &Fault::Status(500), now), "none");
        assert!(endpoint.rests("a", now) && !endpoint.rests("b", now) && !endpoint.rests("a", now + REST));
        endpoint.failed("a", &Fault::Connect, now);
        assert!(endpoint.rests("b", now + REST), "nobody is there");
        endpoint.answered("b");
        assert!(endpoint.rests("a", now) && !endpoint.rests("b", now));
    }

    #[test]
    fn a_slot_that_stands_is_noticed_for_each_method() {
        let endpoint = Endpoint::new(&reqwest::Client::new(), "http://127.0.0.1:9");
        let start = Instant::now();
        let later = |milliseconds| start + Duration::from_millis(milliseconds);
        assert_eq!(endpoint.moved("a", Slot::new(7), start), Ok(()));
        assert_eq!(endpoint.moved("a", Slot::new(7), later(8_000)), Ok(()));
        assert_eq!(endpoint.moved("a", Slot::new(7), later(8_001)), Err(Fault::Stands { seconds: 8 }));
        assert_eq!(endpoint.moved("a", Slot::new(6), later(9_000)), Err(Fault::Stands { seconds: 9 }), "nor back");
        assert_eq!(endpoint.moved("b", Slot::new(7), later(9_000)), Ok(()));
        assert_eq!(endpoint.moved("a", Slot::new(8), later(9_001)), Ok(()));
    }
}

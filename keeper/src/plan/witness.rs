//! Which refreshes count for the heartbeat: the keeper's own, and those that stored what the keeper itself saw.
//!
//! Anybody may refresh, in a slot of his choosing: one in which he has moved a pool. Were that to count, a stranger who does so a second
//! before every heartbeat would leave the feed without an honest reading. A refresh that the keeper does not believe costs it nothing but
//! the refresh that it would have sent without the stranger.

use std::{fmt, sync::Arc};

use fair_value::{
    Leg, Now, State,
    input::MAX_SOURCES,
    math::exp2,
    units::{Bps, Slot, UnixTime},
};

use super::expect::rehearse;
use crate::fetch::Snapshot;

/// Spots that lie no further apart are the same: the least confidence that the rules publish by default.
const SPOT: Bps = Bps::new(10);
/// Depths that differ by no more are the same: liquidity comes and goes.
const DEPTH: Bps = Bps::new(1_000);
/// NAVs that differ by no more are the same: rewards trickle in, deposits round.
const NAV: Bps = Bps::new(1);

/// What a refresh stored otherwise than the keeper saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disagreement {
    /// The rules cannot refresh on what the keeper saw: it saw other sources, or accounts that cannot be read.
    Unreadable,
    /// NAV.
    Nav,
    /// A market's spot, or that it was read at all.
    Spot {
        /// The source's place in the feed.
        source: usize,
    },
    /// A market's depth.
    Depth {
        /// The source's place in the feed.
        source: usize,
    },
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable => f.write_str("what cannot be compared with what the keeper saw"),
            Self::Nav => f.write_str("another NAV than the keeper saw"),
            Self::Spot { source } => write!(f, "another spot of source {source} than the keeper saw"),
            Self::Depth { source } => write!(f, "another depth of source {source} than the keeper saw"),
        }
    }
}

/// What the keeper remembers between two looks at the chain.
#[derive(Clone, Default)]
pub struct Witness {
    /// The last two looks, the newest first: one of them is older than the slot of a refresh that the next look finds.
    looks: [Option<Arc<Snapshot>>; 2],
    judged: Slot,
    confirmed: Option<UnixTime>,
}

impl Witness {
    /// When the newest refresh that counts was made; `None` before there was one.
    pub fn confirmed(&self) -> Option<UnixTime> {
        self.confirmed
    }

    /// The keeper's own refresh landed, which it decided on at `time`. It counts whatever the feed remembers of it: in its slot, and right
    /// after it, a stranger may have been as well.
    pub fn landed(&mut self, time: UnixTime) {
        self.confirmed = Some(time);
    }

    /// Notes a look, and judges the newest refresh by it, once, and not in the refresh's own slot: who moves a pool may well leave it
    /// moved until that slot is over.
    ///
    /// # Errors
    /// [`Disagreement`] where that refresh does not count.
    pub fn saw(&mut self, snapshot: &Arc<Snapshot>) -> Result<(), Disagreement> {
        // An endpoint that is behind the one asked before has nothing to say about what came since.
        if self.looks[0].as_ref().is_some_and(|newest| snapshot.now.slot <= newest.now.slot) {
            return Ok(());
        }
        let refreshed = snapshot.feed.engine.slot;
        let verdict = if refreshed == self.judged || snapshot.now.slot <= refreshed {
            Ok(())
        } else {
            self.judged = refreshed;
            self.judge(snapshot).map(|()| {
                self.confirmed = self.confirmed.max(Some(snapshot.feed.engine.time.unix()));
            })
        };
        let newest = self.looks[0].replace(Arc::clone(snapshot));
        self.looks[1] = newest;
        verdict
    }

    /// Both the last look before a refresh and the first one after it must agree with what it stored: to be believed, a moved pool would
    /// have to stay where it is for as long as lies between them, for everybody to trade against.
    fn judge(&self, after: &Snapshot) -> Result<(), Disagreement> {
        let refreshed = after.feed.engine.slot;
        match self.looks.iter().flatten().find(|look| look.now.slot < refreshed) {
            Some(before) => {
                let then = Now { slot: refreshed, time: after.feed.engine.time.unix(), ..after.now };
                let memory = &before.feed.engine;
                agrees(memory, then, before, after)?;
                agrees(memory, then, after, after)
            }
            // The keeper has just begun: what was stored is compared with what would be stored now.
            None => agrees(&after.feed.engine, after.now, after, after),
        }
    }
}

/// Whether a refresh at `then`, on a `memory` and on accounts as they were `seen`, leaves what `after` shows that the feed remembers.
fn agrees(memory: &State, then: Now, seen: &Snapshot, after: &Snapshot) -> Result<(), Disagreement> {
    let mut expected = Box::new(*memory);
    let (observed, _) = rehearse(&after.feed, &mut expected, then, seen).map_err(|_| Disagreement::Unreadable)?;
    let (expected, found) = (Stored::by(&expected), Stored::by(&after.feed.engine));
    if !within(expected.nav, found.nav, NAV) {
        return Err(Disagreement::Nav);
    }
    let markets = expected.markets.iter().zip(&found.markets).zip(observed.entries()).enumerate();
    for (source, ((expected, found), observation)) in markets {
        if observation.leg != Leg::Market {
            continue;
        }
        if expected.taken != found.taken || !within(expected.spot, found.spot, SPOT) {
            return Err(Disagreement::Spot { source });
        }
        if !within(expected.depth, found.depth, DEPTH) {
            return Err(Disagreement::Depth { source });
        }
    }
    Ok(())
}

/// What a feed remembers of its last readings. Rates are SOL per whole token scaled by 10^12.
struct Stored {
    nav: u64,
    markets: [StoredMarket; MAX_SOURCES],
}

struct StoredMarket {
    /// Whether the last refresh took a reading.
    taken: bool,
    spot: u64,
    /// As a vote, lamports.
    depth: u64,
}

impl Stored {
    /// The only place that knows how a feed remembers.
    fn by(state: &State) -> Self {
        let market = |source: &fair_value::state::SourceState| StoredMarket {
            taken: source.read == state.time,
            spot: exp2(source.reading).to_decimal_floor(),
            depth: source.depth_read.get(),
        };
        Self { nav: state.nav.raw.to_decimal_floor(), markets: state.sources.each_ref().map(market) }
    }
}

/// Whether two values differ by no more than a part of the lower one.
fn within(one: u64, other: u64, tolerance: Bps) -> bool {
    u128::from(one.abs_diff(other)) * 10_000 <= u128::from(one.min(other)) * u128::from(tolerance.get())
}

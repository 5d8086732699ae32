//! Which sources can be read, and a word when that changes.

use oracle_client::Feed;
use sources::{SourceFault, SourceKind};

/// A source that can no longer be read, or can again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its place in the feed.
    pub index: usize,
    /// What kind of source it is.
    pub kind: String,
    /// What is wrong with it now.
    pub fault: Option<SourceFault>,
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { index, kind, fault } = self;
        match fault {
            Some(fault) => write!(f, "source {index} ({kind}) cannot be read: {fault}"),
            None => write!(f, "source {index} ({kind}) can be read again"),
        }
    }
}

/// What was last known of each source.
#[derive(Default)]
pub struct Sources(Vec<Option<SourceFault>>);

impl Sources {
    /// Notes what a look found; returns what is new. At first every source is taken to be well.
    pub fn saw(&mut self, feed: &Feed, faults: &[Option<SourceFault>]) -> Vec<Change> {
        self.0.resize(faults.len(), None);
        let known = self.0.iter_mut().zip(faults).enumerate();
        let changed = known.filter(|(_, (known, found))| known.is_some() != found.is_some());
        changed
            .map(|(index, (known, found))| {
                known.clone_from(found);
                let kind = feed.sources.sources.get(index).and_then(|source| SourceKind::from_code(source.kind));
                Change {
                    index,
                    kind: kind.map_or_else(|| "unknown".to_owned(), |kind| format!("{kind:?}")),
                    fault: *found,
                }
            })
            .collect()
    }
}

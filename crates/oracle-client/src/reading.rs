//! What the program says of a source.

use borsh::BorshDeserialize;

use crate::SourceReading;

impl SourceReading {
    /// From what `check_source` returns; `None` for anything else.
    pub fn read(returned: &[u8]) -> Option<Self> {
        Self::try_from_slice(returned).ok()
    }
}

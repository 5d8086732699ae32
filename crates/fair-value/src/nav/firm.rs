//! Rates that no instruction of their programs lowers: that one fell, however little, is another program's doing.

use super::raw::Read;
use crate::math::log2;
use crate::state::SourceState;
use crate::units::{LogRate, Rate};

/// A basis point down, as a logarithm: log2(10,000 / 9,999) in steps of 2^-40. Rounding takes less.
const TOLERANCE: i64 = 158633929;

/// The primary source's firm rate and its memory of it.
pub(super) struct Firm<'a> {
    rate: LogRate,
    source: &'a mut SourceState,
}

impl<'a> Firm<'a> {
    /// What was read now; `None` of a source that has no such rate, or cannot be read.
    pub(super) fn of(read: &Read<'_>, sources: &'a mut [SourceState]) -> Option<Self> {
        let firm = read.primary.as_ref()?.backing?.firm;
        if firm == Rate::ZERO {
            return None;
        }
        Some(Self { rate: log2(firm)?, source: sources.get_mut(read.index?)? })
    }

    /// Whether it lies more than a basis point below the highest that was accepted.
    pub(super) fn fell(&self) -> bool {
        self.source.marks.has(SourceState::FIRM)
            && self.source.reading.to_bits().saturating_sub(self.rate.to_bits()) > TOLERANCE
    }

    /// Remembers it: once a fall is accepted the lower rate, until then what it fell from.
    pub(super) fn keep(&mut self, waits: bool) {
        if !self.source.marks.has(SourceState::FIRM) || (self.fell() && !waits) {
            self.source.marks.set(SourceState::FIRM, true);
            self.source.reading = self.rate;
        }
        self.source.reading = self.source.reading.max(self.rate);
    }
}

//! The history account: a ring of published points, for charts and audits. No rule reads it.

use anchor_lang::prelude::*;

use super::Price;

/// Version of [`History`]'s layout.
pub const HISTORY_VERSION: u8 = 1;

/// Seconds between two points of an even course; a change of level is recorded at once.
pub const SPACING: i64 = 300;

/// What stands before the points. The account is as long as it was grown: see [`History::capacity`].
#[account(zero_copy)]
#[repr(C)]
pub struct History {
    /// [`HISTORY_VERSION`] of the program that wrote it.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Zero.
    pub padding: [u8; 2],
    /// Where the next point goes.
    pub next: u32,
    /// Points written so far.
    pub written: u64,
    /// Its feed.
    pub feed: Pubkey,
    /// Time of the newest point.
    pub newest: i64,
    /// Its slot; zero where an earlier program wrote it.
    pub newest_slot: u64,
    /// Zero, for later versions.
    pub reserved: [u8; 56],
}

/// One point. Rates are SOL per whole token scaled by 10^12. A sequence of zero marks a place that was never written; the order of
/// points is that of their sequences, since a ring that grew continues where it was.
#[zero_copy]
#[derive(PartialEq, Eq, Debug)]
#[repr(C)]
pub struct Point {
    /// The publication's sequence.
    pub sequence: u64,
    /// Its unix time.
    pub time: i64,
    /// NAV, bounded in speed.
    pub nav: u64,
    /// Unclamped median.
    pub spot: u64,
    /// Short window.
    pub short: u64,
    /// Fair value.
    pub fair: u64,
    /// For the token as collateral.
    pub collateral: u64,
    /// For the token as debt.
    pub debt: u64,
    /// Why: reason bits.
    pub reasons: u64,
    /// Breaker level.
    pub level: u8,
    /// What halted it.
    pub halt_cause: u8,
    /// Gates.
    pub gates: u16,
    /// Magnitude of the largest reason, basis points.
    pub largest_reason_bps: u32,
}

impl History {
    /// Bytes before the first point.
    pub const HEADER: usize = Self::DISCRIMINATOR.len() + size_of::<Self>();
    /// Bytes of a new account: the most that one instruction can create.
    pub const LEN: usize = 10_240;
    /// Bytes by which it grows at a time: the most that the runtime allows an instruction.
    pub const STEP: usize = 10_240;
    /// Bytes to which it can grow: four and a half days of points.
    pub const MAX_LEN: usize = 102_400;

    /// Points that an account of this length holds.
    pub fn capacity(len: usize) -> usize {
        len.saturating_sub(Self::HEADER).checked_div(size_of::<Point>()).unwrap_or(0)
    }

    /// Begins an empty history of `feed`.
    pub fn open(&mut self, feed: Pubkey, bump: u8) {
        self.version = HISTORY_VERSION;
        self.bump = bump;
        self.feed = feed;
    }

    /// Notes what was published, if it is time, or if the level changed; a slot has one point, its last publication. `tail` is what
    /// follows the header.
    pub fn record(&mut self, tail: &mut [u8], price: &Price, level_before: u8) {
        // Times that a clock showed: of 32 bits, both.
        let due = price.published_at.wrapping_sub(self.newest) >= SPACING;
        if due || price.level != level_before || price.slot == self.newest_slot {
            self.append(tail, price);
        }
    }

    /// Writes a point over the oldest one, or over the newest if that is of the same slot.
    #[cold] // one refresh in sixty
    #[inline(never)]
    fn append(&mut self, tail: &mut [u8], price: &Price) {
        let again = price.slot == self.newest_slot;
        let next = if again { self.next.saturating_sub(1) } else { self.next };
        let at = (next as usize).saturating_mul(size_of::<Point>());
        let (place, next) = match tail.get_mut(at..at.saturating_add(size_of::<Point>())) {
            Some(place) => (Some(place), next.saturating_add(1)),
            None => (tail.get_mut(..size_of::<Point>()), 1),
        };
        let Some(place) = place else { return };
        place.copy_from_slice(bytemuck::bytes_of(&Point::of(price)));
        self.next = next;
        self.written = self.written.saturating_add(u64::from(!again));
        self.newest = price.published_at;
        self.newest_slot = price.slot;
    }
}

impl Point {
    fn of(price: &Price) -> Self {
        Self {
            sequence: price.sequence,
            time: price.published_at,
            nav: price.nav,
            spot: price.spot,
            short: price.short,
            fair: price.fair,
            collateral: price.collateral,
            debt: price.debt,
            reasons: price.reasons,
            level: price.level,
            halt_cause: price.halt_cause,
            gates: price.gates,
            largest_reason_bps: price.largest_reason_bps,
        }
    }
}

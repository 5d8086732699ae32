//! The memory of earlier versions of the program, as the present rules remember it.
//!
//! Version 2 had one side of everything; it becomes both. Version 1 was version 2 with bytes missing.

use core::mem::offset_of;

use bytemuck::{Pod, Zeroable};

use super::{
    BreakerState, DEPTH_PEAKS, MarketState, Marks, Moment, NavState, Point, RECENT_DAYS, Ring, SourceState, State,
    UsdState,
};
use crate::input::MAX_SOURCES;
use crate::market;
use crate::params::Params;
use crate::units::{Bps, Epoch, Lamports, LogRate, Rate, Seconds, TokenAmount};

/// Bytes of the memory in version 2.
pub const LEN_V2: usize = size_of::<StateV2>();
/// Bytes of the memory in version 1.
pub const LEN_V1: usize = LEN_V2 - 24 - 8 * MAX_SOURCES;

/// Points in a ring of version 2.
const RING_V2: usize = 16;

#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct StateV2 {
    slot: u64,
    fair: Rate,
    time: Moment,
    beyond: Seconds,
    nav: NavV2,
    market: MarketV2,
    usd: UsdState,
    breaker: BreakerState,
    sources: [SourceV2; MAX_SOURCES],
}

#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct NavV2 {
    nav: Rate,
    raw: Rate,
    counted: Rate,
    accepted: Rate,
    anchor: Rate,
    base: Rate,
    allowance: u64,
    drop_high: Rate,
    supply: u64,
    assets: u64,
    last_assets: u64,
    last_supply: u64,
    updated: u64,
    transit: u64,
    epoch: u64,
    recent: [Rate; RECENT_DAYS],
    day: u32,
    drop_held: Seconds,
    transit_until: Moment,
    fresh: Moment,
    good: Moment,
    marks: Marks,
    apart: Bps,
    reserved: u32,
}

#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct MarketV2 {
    short_low: LogRate,
    short_high: LogRate,
    long_low: LogRate,
    long_high: LogRate,
    hold_spot: LogRate,
    hold_short: LogRate,
    hold_long: LogRate,
    spot: LogRate,
    depth_peaks: [u64; DEPTH_PEAKS],
    spot_slot: u64,
    peak: u32,
    hold_until: Moment,
    valid: Moment,
    time: Moment,
    deviation: Bps,
    voted: u32,
    marks: Marks,
    width: Bps,
    hold_width: Bps,
    reserved: u32,
}

#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct SourceV2 {
    reading: LogRate,
    pending: i64,
    sample: LogRate,
    total: i64,
    own_short: LogRate,
    own_long: LogRate,
    depth: u64,
    short_mean: LogRate,
    long_mean: LogRate,
    short_covered: Seconds,
    long_covered: Seconds,
    read: Moment,
    sampled: Moment,
    credited: Seconds,
    covered: Seconds,
    confidence: Bps,
    marks: Marks,
    published: Moment,
    reserved: u32,
    short: RingV2,
    long: RingV2,
}

impl MarketV2 {
    /// The held values include a spot.
    const HOLD_SPOT: u32 = 1 << 5;
}

impl SourceV2 {
    /// The last reading was too thin to be averaged.
    const THIN: u32 = 1 << 5;
}

#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct PointV2 {
    total: i64,
    covered: Seconds,
    time: Moment,
}

#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct RingV2 {
    points: [PointV2; RING_V2],
    next: u32,
    len: u32,
}

/// Where version 1 lacked bytes, as offsets and lengths in version 2, in ascending order. Zero there means what it knew: nothing.
#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)] // Evaluated by the compiler only.
const SINCE_V1: [(usize, usize); 2 + MAX_SOURCES] = {
    let nav = offset_of!(StateV2, nav);
    let mut gaps = [(0, 8); 2 + MAX_SOURCES];
    gaps[0] = (nav + offset_of!(NavV2, last_supply), 16);
    gaps[1] = (nav + offset_of!(NavV2, apart), 8);
    let mut index = 0;
    while index < MAX_SOURCES {
        let source = offset_of!(StateV2, sources) + index * size_of::<SourceV2>();
        gaps[2 + index] = (source + offset_of!(SourceV2, published), 8);
        index += 1;
    }
    gaps
};

/// Brings the memory of version 1 ([`LEN_V1`] bytes) to that of version 2 ([`LEN_V2`] bytes, all zero before). `None` for other lengths.
pub fn v1_to_v2(mut old: &[u8], new: &mut [u8]) -> Option<()> {
    if old.len() != LEN_V1 || new.len() != LEN_V2 {
        return None;
    }
    let mut at = 0_usize;
    for (gap, len) in SINCE_V1.into_iter().chain([(LEN_V2, 0)]) {
        let (kept, rest) = old.split_at_checked(gap.checked_sub(at)?)?;
        new.get_mut(at..gap)?.copy_from_slice(kept);
        old = rest;
        at = gap.checked_add(len)?;
    }
    Some(())
}

/// Brings the memory of version 2 ([`LEN_V2`] bytes) to the present one. `params` are those of the feed. `None` for another length.
pub fn v2_to_v3(old: &[u8], params: &Params, new: &mut State) -> Option<()> {
    // In parts, each copied where it is used: all of it does not fit a frame of bytecode.
    let (head, sources) = old.split_at_checked(offset_of!(StateV2, sources))?;
    if sources.len() != size_of::<[SourceV2; MAX_SOURCES]>() {
        return None;
    }
    rest(head, new)?;
    for (old, new) in sources.chunks_exact(size_of::<SourceV2>()).zip(&mut new.sources) {
        source(&bytemuck::pod_read_unaligned(old), params, new);
    }
    Some(())
}

/// Everything but the sources.
#[inline(never)]
fn rest(head: &[u8], new: &mut State) -> Option<()> {
    new.slot = read(head, offset_of!(StateV2, slot))?;
    new.fair = read(head, offset_of!(StateV2, fair))?;
    new.time = read(head, offset_of!(StateV2, time))?;
    new.beyond = read(head, offset_of!(StateV2, beyond))?;
    new.disputed = Seconds::ZERO;
    nav(&read(head, offset_of!(StateV2, nav))?, &mut new.nav);
    across(&read(head, offset_of!(StateV2, market))?, &mut new.market);
    new.usd = read(head, offset_of!(StateV2, usd))?;
    new.breaker = read(head, offset_of!(StateV2, breaker))?;
    Some(())
}

fn read<T: Pod>(bytes: &[u8], offset: usize) -> Option<T> {
    let bytes = bytes.get(offset..offset.checked_add(size_of::<T>())?)?;
    Some(bytemuck::pod_read_unaligned(bytes))
}

#[inline(never)]
fn nav(old: &NavV2, new: &mut NavState) {
    *new = NavState {
        nav: old.nav,
        raw: old.raw,
        counted: old.counted,
        accepted: old.accepted,
        anchor: old.anchor,
        base: old.base,
        allowance: old.allowance,
        drop_high: old.drop_high,
        drop_from: old.anchor,
        supply: TokenAmount::new(old.supply),
        assets: Lamports::new(old.assets),
        last_assets: Lamports::new(old.last_assets),
        last_supply: TokenAmount::new(old.last_supply),
        updated: Epoch::new(old.updated),
        transit: Lamports::new(old.transit),
        epoch: Epoch::new(old.epoch),
        drop_epoch: Epoch::new(old.epoch),
        recent: old.recent,
        day: old.day,
        drop_held: old.drop_held,
        drop_agreed: Seconds::ZERO,
        drop_since: old.good,
        transit_until: old.transit_until,
        fresh: old.fresh,
        good: old.good,
        marks: old.marks,
        apart: old.apart,
        custodial: Bps::ZERO,
    };
    // Whether a tenth of it is custodial was not remembered; the next refresh reads it.
    new.marks.set(NavState::PROVABLE, old.last_supply != 0);
}

#[inline(never)]
fn across(old: &MarketV2, new: &mut MarketState) {
    *new = MarketState {
        short_low: old.short_low,
        short_high: old.short_high,
        long_low: old.long_low,
        long_high: old.long_high,
        hold_short: old.hold_short,
        hold_long: old.hold_long,
        spot_low: old.spot,
        spot_high: old.spot,
        depth_peaks: old.depth_peaks.map(Lamports::new),
        peak: old.peak,
        hold_until: old.hold_until,
        valid: old.valid,
        time: old.time,
        heard: old.time,
        deviation: old.deviation,
        voted: old.voted,
        width: old.width,
        hold_width: old.hold_width,
        ..MarketState::zeroed()
    };
    for mark in [MarketState::SHORT, MarketState::LONG, MarketState::SPOT, MarketState::SEEN] {
        new.marks.set(mark, old.marks.has(mark));
    }
    // A spot that was held for a missing voter stays the low side.
    if old.marks.has(MarketV2::HOLD_SPOT) && old.time < old.hold_until {
        new.spot_low = old.spot.min(old.hold_spot);
    }
}

#[inline(never)]
fn source(old: &SourceV2, params: &Params, new: &mut SourceState) {
    *new = SourceState {
        reading: old.reading,
        low: old.reading,
        high: old.reading,
        sample_low: old.sample,
        sample_high: old.sample,
        before_low: old.sample,
        before_high: old.sample,
        total_low: old.total,
        total_high: old.total,
        own_short: old.own_short,
        own_long: old.own_long,
        depth: Lamports::new(old.depth),
        depth_read: Lamports::new(old.depth),
        read: old.read,
        sampled: old.sampled,
        covered: old.covered,
        confidence: old.confidence,
        published: old.published,
        ..SourceState::zeroed()
    };
    for mark in
        [SourceState::READ, SourceState::SAMPLED, SourceState::ONE_SIDED, SourceState::OWN_SHORT, SourceState::OWN_LONG]
    {
        new.marks.set(mark, old.marks.has(mark));
    }
    // What was never read stays all zero, as a source of another leg.
    let was_read = old.marks != Marks::default();
    let is_deep = !old.marks.has(SourceV2::THIN) && old.depth >= params.min_depth.get();
    new.marks.set(SourceState::MEASURED, was_read);
    for mark in [SourceState::VOTES, SourceState::VOTED, SourceState::DEEP] {
        new.marks.set(mark, was_read && is_deep);
    }
    ring(&old.short, market::spacing(params.short_window), &mut new.short);
    ring(&old.long, market::spacing(params.long_window), &mut new.long);
}

/// As many of the points as there is room for, at the distance that the present rules keep.
fn ring(old: &RingV2, spacing: Seconds, new: &mut Ring) {
    let oldest = (old.next as usize).wrapping_sub(old.len.min(RING_V2 as u32) as usize);
    for age in 0..old.len.min(RING_V2 as u32) as usize {
        let Some(point) = old.points.get(oldest.wrapping_add(age) % RING_V2) else { continue };
        let PointV2 { total, covered, time } = *point;
        market::push(new, Point { low: total, high: total, covered, time }, spacing);
    }
}

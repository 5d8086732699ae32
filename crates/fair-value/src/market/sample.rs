//! From readings to samples: the stored reading is credited for the time passed, never the incoming one.

use super::window;
use crate::input::MarketReading;
use crate::math::mul::quotient;
use crate::params::Params;
use crate::state::SourceState;
use crate::tick::{Moment, Tick};
use crate::units::{LogRate, Seconds, UnixTime};

/// A sample may step by this many times the step of one cadence, for a credit that long.
pub(super) const MAX_STEPS: u32 = 2;

/// Whether a reading says anything that the stored one did not. A feed's quote that is read again, or an older one that somebody posted
/// again, proves nothing about the time since.
pub(super) fn is_new(source: &SourceState, reading: &MarketReading, tick: &Tick) -> bool {
    reading.published.is_none_or(|time| published(time, tick) > source.published)
}

/// A time that is out of range is no time; one ahead of the clock is now, or nothing newer would ever come.
fn published(time: UnixTime, tick: &Tick) -> Moment {
    Moment::new(time).unwrap_or(Moment::NEVER).min(tick.now)
}

/// Takes a reading with its logarithm: credits the stored one, makes a sample when one is due, stores the new one. `step` is that of one
/// cadence, as a logarithm.
#[inline(never)]
pub(super) fn take(
    params: &Params,
    source: &mut SourceState,
    reading: (&MarketReading, LogRate),
    step: u64,
    tick: &Tick,
) {
    let (reading, log) = reading;
    if source.marks.has(SourceState::READ) {
        let credit = tick.now.since(source.read).min(tick.max_credit);
        credit_stored(source, credit);
        if source.credited.0 > 0 && tick.now.since(source.sampled) >= params.cadence {
            sample(params, source, step, tick);
        }
    } else {
        source.marks.set(SourceState::READ, true);
        source.sampled = tick.now;
        // Where the first sample's time begins.
        record(params, source);
    }
    source.reading = log;
    source.read = tick.now;
    source.published = reading.published.map_or(Moment::NEVER, |time| published(time, tick));
    source.confidence = reading.confidence;
    let own = reading.history;
    let (own_short, own_long) = own.map_or((None, None), |own| (own.short, own.long));
    source.marks.set(SourceState::OWN_SHORT, own_short.is_some());
    source.marks.set(SourceState::OWN_LONG, own_long.is_some());
    source.own_short = own_short.unwrap_or_default();
    source.own_long = own_long.unwrap_or_default();
}

/// |log| < 2^46 and at most a few hundred seconds: no overflow.
fn credit_stored(source: &mut SourceState, credit: Seconds) {
    let product = source.reading.0.to_bits().wrapping_mul(i64::from(credit.0));
    source.pending = source.pending.wrapping_add(product);
    source.credited = Seconds(source.credited.0.saturating_add(credit.0));
}

/// The credited mean of the readings, clamped to a step from the last sample, becomes the sample.
fn sample(params: &Params, source: &mut SourceState, step: u64, tick: &Tick) {
    let credited = source.credited;
    let mean = window::divide(source.pending, credited);
    let value = if source.marks.has(SourceState::SAMPLED) {
        let last = source.sample.0.to_bits();
        let reach = reach(params, step, credited);
        // A sample lies within +-2^46, and what it may step below 2^41.
        mean.max(last.wrapping_sub(reach)).min(last.wrapping_add(reach))
    } else {
        mean
    };
    source.marks.set(SourceState::SAMPLED, true);
    source.marks.set(SourceState::COMPUTED, false);
    source.sample = LogRate(fixed::types::I24F40::from_bits(value));
    source.total = source.total.wrapping_add(value.wrapping_mul(i64::from(credited.0)));
    source.covered = Seconds(source.covered.0.wrapping_add(credited.0));
    source.pending = 0;
    source.credited = Seconds(0);
    source.sampled = tick.now;
    record(params, source);
}

/// Puts the cumulative samples into the rings.
#[inline(never)]
fn record(params: &Params, source: &mut SourceState) {
    let point = window::end_of(source);
    window::push(&mut source.short, point, params.short_spacing());
    window::push(&mut source.long, point, params.long_spacing());
}

/// The step of one cadence, in proportion to the time credited, at most [`MAX_STEPS`].
fn reach(params: &Params, step: u64, credited: Seconds) -> i64 {
    let cadence = params.cadence.0;
    // The last only binds for parameters that do not validate.
    let credited = credited.0.min(cadence.saturating_mul(MAX_STEPS)).min(1 << 24);
    // A step is below 2^39.
    let product = step.wrapping_mul(u64::from(credited));
    quotient(product, u64::from(cadence)) as i64
}

//! From readings to samples. Whoever refreshes chooses when a reading is taken, so none is an average's word: each side of a sample is the
//! lowest or the highest of everything that was read in its time.

use super::window;
use crate::input::MarketReading;
use crate::math::mul::quotient;
use crate::params::Params;
use crate::state::SourceState;
use crate::tick::Tick;
use crate::units::{LogRate, Moment, Seconds, UnixTime};

/// A sample may step by this many times the step of one cadence, for a credit that long.
pub(super) const MAX_STEPS: u32 = 2;

/// Whether a reading says anything that the stored one did not. A feed's quote that is read again, or an older one that somebody posted
/// again, proves nothing about the time since.
pub(super) fn is_new(source: &SourceState, reading: &MarketReading, tick: &Tick) -> bool {
    reading.published.is_none_or(|time| published(time, tick) > source.published)
}

/// When a reading was published, as it is stored: [`Moment::NEVER`] for a pool's, which is read as it stands.
pub(super) fn publication(reading: &MarketReading, tick: &Tick) -> Moment {
    reading.published.map_or(Moment::NEVER, |time| published(time, tick))
}

/// A time that is out of range is no time; one ahead of the clock is now, or nothing newer would ever come.
fn published(time: UnixTime, tick: &Tick) -> Moment {
    Moment::new(time).unwrap_or(Moment::NEVER).min(tick.now)
}

/// Takes a reading with its logarithm: widens the extremes, makes a sample when one is due. `step` is that of one cadence, as a logarithm.
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
        source.low = source.low.min(log);
        source.high = source.high.max(log);
        let passed = tick.now.since(source.sampled);
        if passed >= params.cadence {
            sample(params, source, passed.min(tick.max_credit), step, tick);
            (source.low, source.high) = (log, log);
        }
    } else {
        source.marks.set(SourceState::READ, true);
        source.sampled = tick.now;
        (source.low, source.high) = (log, log);
        // Where the first sample's time begins.
        record(params, source);
    }
    source.reading = log;
    source.read = tick.now;
    source.published = publication(reading, tick);
    source.confidence = reading.confidence;
    let own = reading.history;
    let (own_short, own_long) = own.map_or((None, None), |own| (own.short, own.long));
    source.marks.set(SourceState::OWN_SHORT, own_short.is_some());
    source.marks.set(SourceState::OWN_LONG, own_long.is_some());
    source.own_short = own_short.unwrap_or_default();
    source.own_long = own_long.unwrap_or_default();
}

/// The extremes of the readings, each clamped to a step from its side's last sample, become the sample and stand for the time credited.
///
/// A guarding side also returns at once to the sample before the last one. Whoever chooses when samples are taken makes captured cadences long and honest ones
/// short: his step would be larger than the one that takes it back.
fn sample(params: &Params, source: &mut SourceState, credited: Seconds, step: u64, tick: &Tick) {
    let (mut low, mut high) = (source.low.to_bits(), source.high.to_bits());
    let (last_low, last_high) = (source.sample_low.to_bits(), source.sample_high.to_bits());
    if source.marks.has(SourceState::SAMPLED) {
        let reach = reach(params, step, credited);
        // Samples lie within +-2^46, and what they may step below 2^41.
        let (lowest, highest) = (last_low.wrapping_sub(reach), last_high.wrapping_add(reach));
        low = low.min(last_low.wrapping_add(reach)).max(lowest.min(source.before_low.to_bits()));
        high = high.max(last_high.wrapping_sub(reach)).min(highest.max(source.before_high.to_bits()));
        (source.before_low, source.before_high) = (source.sample_low, source.sample_high);
    } else {
        (source.before_low, source.before_high) = (source.low, source.high);
    }
    source.marks.set(SourceState::SAMPLED, true);
    source.marks.set(SourceState::COMPUTED, false);
    source.sample_low = LogRate::from_bits(low);
    source.sample_high = LogRate::from_bits(high);
    // |low| < 2^46 and at most a few hundred seconds: no overflow of the product.
    let seconds = i64::from(credited.get());
    source.total_low = source.total_low.wrapping_add(low.wrapping_mul(seconds));
    source.total_high = source.total_high.wrapping_add(high.wrapping_mul(seconds));
    source.covered = source.covered.wrapping_plus(credited);
    source.sampled = tick.now;
    record(params, source);
}

/// Puts the cumulative samples into the rings.
#[inline(never)]
fn record(params: &Params, source: &mut SourceState) {
    let point = window::end_of(source);
    window::push(&mut source.short, point, window::spacing(params.short_window));
    window::push(&mut source.long, point, window::spacing(params.long_window));
}

/// The step of one cadence, in proportion to the time credited, at most [`MAX_STEPS`].
fn reach(params: &Params, step: u64, credited: Seconds) -> i64 {
    let cadence = params.cadence;
    // The last only binds for parameters that do not validate.
    let credited = credited.min(cadence.times(MAX_STEPS)).min(Seconds::new(1 << 24));
    // A step is below 2^39.
    let product = step.wrapping_mul(credited.get().into());
    quotient(product, cadence.get().into()) as i64
}

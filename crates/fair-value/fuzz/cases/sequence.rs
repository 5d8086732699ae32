//! A feed's life: refreshes with any readings, acts of governance and changes of parameters in between, from a fresh state.

use arbitrary::Arbitrary;
use fair_value::params::FIELDS;
use fair_value::units::*;
use fair_value::*;

use super::readings::{RawObservation, check};

/// What happens to a feed.
#[derive(Arbitrary, Debug)]
pub enum Event {
    Refresh {
        seconds: i16,
        slots: u8,
        observations: Vec<RawObservation>,
    },
    /// The same readings again and again, so that windows fill.
    Repeat {
        seconds: u8,
        times: u8,
        observations: Vec<RawObservation>,
    },
    Epoch,
    Rewards(bool),
    Pause,
    Resume,
    Acknowledge,
    AcknowledgeMarket,
    Transit {
        amount: u64,
        until: i64,
    },
    Program(bool),
    Reset(u8),
    Arrange([Option<u8>; 8]),
    /// A parameter takes a value within its bounds, if the whole then validates.
    Configure {
        field: u8,
        value: u64,
    },
}

/// Lives it. Panics where a law is broken.
pub fn run(events: Vec<Event>) {
    let mut params = Params::default();
    let mut state = State::new();
    let mut now = Now {
        time: UnixTime::new(1_790_000_000),
        slot: Slot::new(1),
        epoch: Epoch::new(900),
        since_epoch_start: Seconds::new(9_000),
        rewards_active: false,
    };
    for event in events {
        match event {
            Event::Refresh { seconds, slots, observations } => {
                now.time = UnixTime::new(now.time.get() + i64::from(seconds));
                now.slot = Slot::new(now.slot.get() + u64::from(slots));
                refresh(&params, &mut state, &now, &observations);
            }
            Event::Repeat { seconds, times, observations } => {
                for _ in 0..times {
                    now.time = UnixTime::new(now.time.get() + i64::from(seconds));
                    now.slot = Slot::new(now.slot.get() + 1 + u64::from(seconds) * 2);
                    refresh(&params, &mut state, &now, &observations);
                }
            }
            Event::Epoch => now.epoch = Epoch::new(now.epoch.get() + 1),
            Event::Rewards(active) => now.rewards_active = active,
            Event::Pause => {
                let _ = state.pause(&params, &now);
            }
            Event::Resume => {
                let _ = state.resume(&now);
            }
            Event::Acknowledge => {
                let _ = state.acknowledge_nav();
            }
            Event::AcknowledgeMarket => {
                let before = state;
                // It never makes anything dearer.
                match state.acknowledge_market(&params) {
                    Ok(fair) => assert!(fair <= before.fair && state.fair == fair),
                    Err(_) => assert_eq!(before, state),
                }
            }
            Event::Transit { amount, until } => {
                let _ = state.announce_transit(&params, &now, Lamports::new(amount), UnixTime::new(until));
            }
            Event::Program(true) => state.program_changed(),
            Event::Program(false) => {
                let _ = state.acknowledge_program();
            }
            Event::Reset(index) => {
                let _ = state.reset_source(usize::from(index));
            }
            Event::Configure { field, value } => configure(&mut params, &mut state, &now, field, value),
            Event::Arrange(from) => state.arrange_sources(&from.map(|from| from.map(usize::from))),
        }
    }
}

fn refresh(params: &Params, state: &mut State, now: &Now, observations: &[RawObservation]) {
    let observations: Vec<Observation> = observations.iter().map(|raw| raw.build(now)).collect();
    let before = *state;
    match step(params, state, &Inputs { now: *now, observations: &observations }) {
        Ok(Step::Publish(outcome)) => check(&outcome),
        Ok(Step::NothingDue) | Err(_) => assert_eq!(before, *state),
    }
}

fn configure(params: &mut Params, state: &mut State, now: &Now, field: u8, value: u64) {
    let Some(info) = FIELDS.get(usize::from(field) % FIELDS.len()) else { return };
    let mut new = *params;
    new.set(info.field, info.min + value % (info.max - info.min + 1));
    if new.validate().is_err() {
        return;
    }
    let before = *state;
    assert!(
        !matches!(would_bind(params, params, state, now), Err(binding) if !matches!(binding, Binding::NotLive { .. }))
    );
    let _ = would_bind(params, &new, state, now);
    assert_eq!(before, *state);
    state.reconfigured(params, &new);
    *params = new;
}

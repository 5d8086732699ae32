//! Any bytes as memory and as parameters: no panic, and nothing changes without an outcome.

use arbitrary::Arbitrary;
use fair_value::units::*;
use fair_value::*;

use super::readings::RawObservation;

/// A memory, parameters, and one refresh.
#[derive(Arbitrary, Debug)]
pub struct Case {
    time: i64,
    slot: u64,
    epoch: u64,
    since_epoch_start: u32,
    rewards_active: bool,
    observations: Vec<RawObservation>,
    params: Option<Vec<u8>>,
    state: Vec<u8>,
}

/// Tries it. Panics where a law is broken.
pub fn run(case: Case) {
    let mut params = Params::default();
    if let Some(bytes) = &case.params {
        fill(bytemuck::bytes_of_mut(&mut params), bytes);
    }
    let mut state = State::new();
    fill(bytemuck::bytes_of_mut(&mut state), &case.state);
    let now = Now {
        time: UnixTime::new(case.time),
        slot: Slot::new(case.slot),
        epoch: Epoch::new(case.epoch),
        since_epoch_start: Seconds::new(case.since_epoch_start),
        rewards_active: case.rewards_active,
    };
    let observations: Vec<Observation> = case.observations.iter().map(|raw| raw.build(&now)).collect();
    let before = state;
    if !matches!(step(&params, &mut state, &Inputs { now, observations: &observations }), Ok(Step::Publish(_))) {
        assert_eq!(before, state);
    }
    let _ = params.validate();
    let _ = params.tighten(&Params::default());
    let _ = state.pause(&params, &now);
    let _ = state.acknowledge_nav();
    let _ = state.acknowledge_market(&params);
    let _ = would_bind(&params, &Params::default(), &state, &now);
    state.reconfigured(&Params::default(), &params);
    let _ = would_bind(&Params::default(), &params, &state, &now);
}

/// Repeats the bytes over the whole.
fn fill(target: &mut [u8], bytes: &[u8]) {
    for (place, byte) in target.iter_mut().zip(bytes.iter().cycle()) {
        *place = *byte;
    }
}

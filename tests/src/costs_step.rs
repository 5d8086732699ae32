//! What one step of the rules costs, without reading accounts and without publishing.

use bytemuck::Zeroable;
use fair_value::{Params, State};
use solana_instruction::{AccountMeta, Instruction};
use solana_pubkey::Pubkey;

use crate::{
    World, bytecode,
    costs::{Cost, UNITS},
    meter,
    scene::account::owned,
};

/// Refreshes until both windows are full, then those of which the dearest counts.
const STEPS: u64 = 1_000;
/// Seconds between two of them.
const CADENCE: u64 = 5;

/// Measures with no market and with several.
///
/// # Panics
/// When the bytecode is missing or a step fails.
pub fn measure() -> Vec<Cost> {
    let mut world = World::new();
    let program = Pubkey::new_unique();
    world.svm.add_program(program, &bytecode::load("step_meter")).expect("the bytecode loads");
    [(0, 2_700), (1, 5_000), (3, 9_500), (6, 14_100)]
        .map(|(markets, limit)| Cost {
            what: format!("step of the rules: NAV, {markets} markets, USD"),
            amount: dearest(&mut world, program, markets),
            unit: UNITS,
            limit,
        })
        .to_vec()
}

fn dearest(world: &mut World, program: Pubkey, markets: u64) -> u64 {
    let memory = Pubkey::new_unique();
    let (params, state) = (Params::default(), State::zeroed());
    let data = [bytemuck::bytes_of(&params), bytemuck::bytes_of(&state)].concat();
    world.put(memory, owned(program.to_bytes(), data));
    let step = |at: u64| {
        let numbers = [1_700_000_000 + at * CADENCE, 1_000 + at * 12, markets];
        let receipt = world
            .send(Instruction {
                program_id: program,
                accounts: vec![AccountMeta::new(memory, false)],
                data: numbers.iter().flat_map(|number| number.to_le_bytes()).collect(),
            })
            .expect("a step");
        meter::between(&receipt.logs).expect("three looks at the meter")
    };
    (0..STEPS).map(step).skip(900).max().expect("some steps")
}

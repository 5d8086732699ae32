//! What reading the price costs a consumer: the difference of two instructions, one with the reading and one without.

use anchor_lang::{InstructionData, ToAccountMetas};
use reader_cost::Request;
use reader_cost_anchor::{accounts, instruction};
use solana_instruction::{AccountMeta, Instruction};
use solana_pubkey::Pubkey;

use crate::{
    Receipt, Scene, bytecode,
    costs::{Cost, UNITS},
};

/// An amount that takes the whole arithmetic: a thousand tokens.
const AMOUNT: u64 = 1_000_000_000_000;

/// Measures at a scene whose price may be lent against.
///
/// # Panics
/// When the bytecode is missing, a reading fails, or one allocates.
pub fn measure(scene: &mut Scene) -> Vec<Cost> {
    let native = made_up_id("reader-cost");
    scene.world.svm.add_program(native, &bytecode::load("reader_cost")).expect("the bytecode loads");
    let anchor = bytecode::load("reader_cost_anchor");
    scene.world.svm.add_program(reader_cost_anchor::ID, &anchor).expect("the bytecode loads");
    let (price, feed) = (scene.price, scene.feed);

    let mut run = |request: Request| send(scene, native_instruction(native, request, price, feed));
    let [bare, clock, gate, value] =
        [Request::Bare, Request::Clock, Request::Gate, Request::Value].map(|request| run(request).units);
    let allocated = run(Request::Allocation).returned;
    // The runtime drops trailing zeros of return data: nothing left is nothing allocated.
    assert!(allocated.iter().all(|byte| *byte == 0), "reading allocated: {allocated:?}");

    let amount = AMOUNT;
    let untyped = accounts::Untyped { price };
    let anchor_bare = send(scene, anchor_instruction(untyped, instruction::Bare { feed, amount }));
    let untyped = accounts::Untyped { price };
    let in_place = send(scene, anchor_instruction(untyped, instruction::GateInPlace { feed, amount }));
    let untyped = accounts::Untyped { price };
    let valued = send(scene, anchor_instruction(untyped, instruction::ValueInPlace { feed, amount }));
    let typed = send(scene, anchor_instruction(accounts::Typed { price }, instruction::GateTyped { feed, amount }));

    let over = |units: u64, base: u64| units.saturating_sub(base);
    [
        ("reading, native: read, verify, gate", over(gate, clock), 150),
        ("reading, native: value an amount besides", over(value, gate), 150),
        ("reading, native: the clock, if not at hand", over(clock, bare), 250),
        ("reading, Anchor: read, verify, gate in place", over(in_place.units, anchor_bare.units), 500),
        ("reading, Anchor: value an amount besides", over(valued.units, in_place.units), 150),
        ("reading, Anchor: read, verify, gate by Account<PriceAccount>", over(typed.units, anchor_bare.units), 500),
    ]
    .map(|(what, amount, limit)| Cost { what: what.into(), amount, unit: UNITS, limit })
    .to_vec()
}

fn send(scene: &mut Scene, instruction: Instruction) -> Receipt {
    scene.world.send(instruction).expect("the price may be lent against")
}

fn native_instruction(program_id: Pubkey, request: Request, price: Pubkey, feed: Pubkey) -> Instruction {
    let mut data = vec![request as u8];
    data.extend_from_slice(feed.as_array());
    Instruction { program_id, accounts: vec![AccountMeta::new_readonly(price, false)], data }
}

fn anchor_instruction(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: reader_cost_anchor::ID, accounts: accounts.to_account_metas(None), data: data.data() }
}

fn made_up_id(name: &str) -> Pubkey {
    crate::scene::keys::made_up(name)
}

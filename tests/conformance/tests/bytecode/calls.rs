//! Calls between programs, errors, and what happens when arithmetic overflows.

use conformance::Request;
use conformance::call::VAULT_SEED;
use conformance::error::ConformanceError;
use solana_instruction::AccountMeta;
use solana_instruction_error::InstructionError;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use solana_transaction_error::TransactionError;

use crate::machine::{Machine, Outcome};

/// The system program's address is all zeros.
const SYSTEM: Pubkey = Pubkey::new_from_array([0; 32]);

/// The error of the request itself, which is the transaction's second instruction.
fn error(outcome: Outcome) -> InstructionError {
    match outcome.map_err(|failed| failed.err) {
        Err(TransactionError::InstructionError(1, error)) => error,
        other => panic!("the request did not fail: {other:?}"),
    }
}

fn transfer_accounts(from: Pubkey, signs: bool, to: Pubkey) -> Vec<AccountMeta> {
    vec![AccountMeta::new(from, signs), AccountMeta::new(to, false), AccountMeta::new_readonly(SYSTEM, false)]
}

#[test]
fn calls_the_system_program() {
    let mut machine = Machine::new();
    let to = Pubkey::new_unique();
    let accounts = transfer_accounts(machine.payer.pubkey(), true, to);
    machine.send(Request::Transfer, &123_456_789u64.to_le_bytes(), accounts).expect("the transfer succeeds");
    assert_eq!(machine.lamports(&to), 123_456_789);
}

#[test]
fn signs_for_a_derived_address() {
    let mut machine = Machine::new();
    let (vault, bump) = Pubkey::find_program_address(&[VAULT_SEED], &machine.program);
    let to = Pubkey::new_unique();
    machine.fund(vault, 5_000_000_000);
    let data = [&2_000_000_000u64.to_le_bytes()[..], &[bump]].concat();
    machine
        .send(Request::TransferFromVault, &data, transfer_accounts(vault, false, to))
        .expect("the transfer succeeds");
    assert_eq!((machine.lamports(&vault), machine.lamports(&to)), (3_000_000_000, 2_000_000_000));
}

#[test]
fn a_wrong_seed_does_not_sign() {
    let mut machine = Machine::new();
    let (vault, bump) = Pubkey::find_program_address(&[VAULT_SEED], &machine.program);
    machine.fund(vault, 5_000_000_000);
    let data = [&2_000_000_000u64.to_le_bytes()[..], &[bump.wrapping_sub(1)]].concat();
    let failed = machine.send(Request::TransferFromVault, &data, transfer_accounts(vault, false, Pubkey::new_unique()));
    failed.expect_err("the vault did not sign");
    assert_eq!(machine.lamports(&vault), 5_000_000_000);
}

#[test]
fn calls_itself_and_reads_what_it_returned() {
    let mut machine = Machine::new();
    for (depth, factor) in [(0u8, 5u64), (1, 7), (3, 1_000_000_007), (3, u64::from(u32::MAX))] {
        let data = [&[depth][..], &factor.to_le_bytes()].concat();
        let accounts = vec![AccountMeta::new_readonly(machine.program, false)];
        let done = machine.send(Request::Nest, &data, accounts).expect("the call succeeds");
        let mut returned = done.return_data.data;
        returned.resize(16, 0); // The chain drops trailing zeros.
        assert_eq!(returned, u128::from(factor).pow(u32::from(depth) + 1).to_le_bytes());
    }
}

#[test]
fn an_error_below_reaches_the_top() {
    let mut machine = Machine::new();
    // (2^64 - 1)^3 does not fit 128 bits: the second level's checked multiplication refuses it.
    let data = [&[3u8][..], &u64::MAX.to_le_bytes()].concat();
    let accounts = vec![AccountMeta::new_readonly(machine.program, false)];
    let failed = machine.send(Request::Nest, &data, accounts);
    assert_eq!(error(failed), InstructionError::ArithmeticOverflow);
}

#[test]
fn errors_keep_their_codes() {
    let mut machine = Machine::new();
    for code in [0u32, 1, 6_000, 0x8000_0000, u32::MAX] {
        let failed = machine.send(Request::Fail, &code.to_le_bytes(), vec![]);
        assert_eq!(error(failed), InstructionError::Custom(code));
    }
    let failed = machine.send(Request::Batch, &[255], vec![]);
    assert_eq!(error(failed), InstructionError::Custom(ConformanceError::UnknownOperation as u32));
    let failed = machine.send(Request::Fail, &[1, 2], vec![]);
    assert_eq!(error(failed), InstructionError::InvalidInstructionData);
}

#[test]
fn arithmetic_that_overflows_aborts() {
    let mut machine = Machine::new();
    let add = |machine: &mut Machine, a: u64, b: u64| {
        machine.send(Request::AddOrAbort, &[a.to_le_bytes(), b.to_le_bytes()].concat(), vec![])
    };
    let done = add(&mut machine, u64::MAX - 1, 1).expect("the sum fits");
    assert_eq!(done.return_data.data, u64::MAX.to_le_bytes());
    let failed = add(&mut machine, u64::MAX, 1);
    assert_eq!(error(failed), InstructionError::ProgramFailedToComplete);
}

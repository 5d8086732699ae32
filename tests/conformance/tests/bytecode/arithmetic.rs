//! Every operation on a thousand records, against the host.

use std::io::Write;

use conformance::Request;
use conformance::operation::Operation;
use conformance::record::{INPUT, OUTPUT, Operands};

use crate::classes::{self, Class};
use crate::machine::Machine;
use crate::operands::draw;

/// Records compared for each class, sent this many a transaction.
const RECORDS: usize = 1_000;
const BATCH: usize = 50;
/// Records measured alone, for the costliest one.
const SINGLES: usize = 200;

fn input(records: &[Operands]) -> Vec<u8> {
    records.iter().flat_map(|record| record.to_bytes()).collect()
}

/// Runs an operation in the machine; returns its output and compute units.
fn as_bytecode(machine: &mut Machine, operation: Operation, records: &[Operands]) -> (Vec<u8>, u64) {
    machine.transform(Request::Batch, &[operation as u8], input(records), vec![0; records.len() * OUTPUT])
}

fn natively(operation: Operation, records: &[Operands]) -> Vec<u8> {
    let mut output = vec![0; records.len() * OUTPUT];
    operation.run(&input(records), &mut output).expect("the output is long enough");
    output
}

/// The results in these bytes, to be read by a person.
fn results(bytes: &[u8]) -> (u128, u128) {
    let half = |at: usize| u128::from_le_bytes(bytes[at..at + OUTPUT / 2].try_into().expect("a result is 16 bytes"));
    (half(0), half(OUTPUT / 2))
}

/// Compares the class with the host; returns the mean cost of a record.
fn compare(machine: &mut Machine, class: &Class, records: &[Operands]) -> f64 {
    let mut cost = 0;
    for batch in records.chunks(BATCH) {
        let (found, units) = as_bytecode(machine, class.operation, batch);
        let expected = natively(class.operation, batch);
        for ((record, found), expected) in batch.iter().zip(found.chunks(OUTPUT)).zip(expected.chunks(OUTPUT)) {
            let (found, expected) = (results(found), results(expected));
            assert_eq!(found, expected, "{:?} of {record:#x?} is not what the host computes", class.operation);
        }
        cost += units.saturating_sub(as_bytecode(machine, Operation::Copy, batch).1);
    }
    cost as f64 / records.len() as f64
}

/// Compute units of the costliest of these records, each alone.
fn worst(machine: &mut Machine, class: &Class, records: &[Operands]) -> u64 {
    let cost = |machine: &mut Machine, record: Operands| {
        as_bytecode(machine, class.operation, &[record])
            .1
            .saturating_sub(as_bytecode(machine, Operation::Copy, &[record]).1)
    };
    records.iter().map(|record| cost(machine, *record)).max().unwrap_or_default()
}

#[test]
fn bytecode_computes_what_the_host_computes() {
    let mut machine = Machine::new();
    let mut table =
        format!("\n{:<24} {:<16} {:>8} {:>6}  compute units beyond a copy\n", "operation", "operands", "mean", "worst");
    let mut over = Vec::new();
    for class in classes::all() {
        let records = draw(&class.operands, RECORDS);
        let mean = compare(&mut machine, &class, &records);
        let worst = worst(&mut machine, &class, &records[..SINGLES]);
        table += &format!("{:<24} {:<16} {mean:>8.1} {worst:>6}\n", format!("{:?}", class.operation), class.about);
        if class.ceiling.is_some_and(|ceiling| worst > ceiling) {
            over.push(format!(
                "{:?} ({}) takes {worst}, its ceiling is {:?}",
                class.operation, class.about, class.ceiling
            ));
        }
    }
    // Past the test harness, which would keep it to itself.
    let _ = std::io::stderr().write_all(table.as_bytes());
    // Solana's own compiler brings its own arithmetic, to which the ceilings do not apply.
    assert!(over.is_empty() || !machine.has_own_runtime(), "operations over their ceilings:\n{}", over.join("\n"));
}

#[test]
fn a_batch_reads_whole_records_and_leaves_the_rest() {
    let mut machine = Machine::new();
    let record = Operands { a: 7, b: 5, c: 3 };
    let torn = [record.to_bytes().as_slice(), &[0xff; INPUT - 1]].concat();
    let (found, _) = machine.transform(Request::Batch, &[Operation::Divide as u8], torn, vec![0xee; 2 * OUTPUT]);
    assert_eq!(found[..OUTPUT], natively(Operation::Divide, &[record]));
    assert_eq!(found[OUTPUT..], [0xee; OUTPUT]);
}

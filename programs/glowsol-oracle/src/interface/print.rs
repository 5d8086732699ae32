//! What the IDL says beyond what Anchor's macros print: a type that no instruction names, and the numbers of sources' faults. `make idl`
//! collects it.

use anchor_lang::idl::{
    IdlBuild, serde_json,
    types::{IdlErrorCode, IdlTypeDef},
};
use sources::{CallerFault, Condition, TableError};

use crate::{error::SOURCE_FAULTS, state::Point};

/// What follows the history's header: no account or instruction names the type.
#[test]
fn __anchor_private_print_idl_types() {
    let types: Vec<IdlTypeDef> = <Point as IdlBuild>::create_type().into_iter().collect();
    println!("--- IDL begin types ---");
    println!("{}", serde_json::to_string_pretty(&types).unwrap());
    println!("--- IDL end types ---");
}

/// Errors from [`SOURCE_FAULTS`] on. Names are prefixed with whose fault it is: the IDL needs them unique.
#[test]
fn __anchor_private_print_idl_source_errors() {
    let lists = [("Caller", CallerFault::ALL), ("Source", Condition::ALL), ("Table", TableError::ALL)];
    let errors: Vec<_> = lists
        .iter()
        .flat_map(|(prefix, faults)| faults.iter().map(move |fault| (prefix, fault)))
        .map(|(prefix, (code, name, meaning))| IdlErrorCode {
            code: SOURCE_FAULTS + u32::from(*code),
            name: format!("{prefix}{name}"),
            msg: Some((*meaning).into()),
        })
        .collect();
    println!("--- IDL begin source errors ---");
    println!("{}", serde_json::to_string_pretty(&errors).unwrap());
    println!("--- IDL end source errors ---");
}

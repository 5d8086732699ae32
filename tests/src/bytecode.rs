//! The compiled programs.

use std::{fs, path::PathBuf};

/// Bytecode of a program of this workspace.
///
/// # Panics
/// When it was not built, with the command that builds it.
pub fn load(program: &str) -> Vec<u8> {
    let path = path(program);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}. Build the programs with: make program", path.display()))
}

/// Where the build puts a program's bytecode.
pub fn path(program: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/deploy")).join(program).with_extension("so")
}

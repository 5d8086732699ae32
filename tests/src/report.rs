//! Harnesses of their own for tables in the documentation: they print what was measured, compare it with what is committed, and write it
//! when told to.

use std::{fs, io::ErrorKind, process::ExitCode};

use anyhow::Context;
use clap::{CommandFactory, FromArgMatches, Parser};

/// What such a harness takes.
#[derive(Parser)]
#[command(after_help = "Examples:\n  make test\n  make bench")]
struct Args {
    /// Write the table instead of comparing with it
    #[arg(long)]
    write: bool,
    /// What cargo passes to every test
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// What was measured.
pub struct Page {
    /// What is printed.
    pub shown: String,
    /// The whole file as it would be written.
    pub file: String,
    /// How many things were compared.
    pub checks: usize,
    /// What is wrong with what is committed, or with what was measured.
    pub complaints: Vec<String>,
}

/// Runs a harness: `about` is for its help, `doing` says what takes its time, `path` is the committed file, and `measure` gets its content,
/// empty for one that is to be written and is not there yet.
///
/// # Errors
/// The file's, and those of `measure`.
pub fn run(
    about: &'static str,
    doing: &str,
    path: &str,
    measure: impl FnOnce(&str) -> anyhow::Result<Page>,
) -> anyhow::Result<ExitCode> {
    let args = Args::from_arg_matches(&Args::command().about(about).get_matches())?;
    eprintln!("{doing}");
    let committed = match fs::read_to_string(path) {
        Err(error) if args.write && error.kind() == ErrorKind::NotFound => String::new(),
        read => read.with_context(|| format!("reading {path}: 'make bench' writes it"))?,
    };
    let Page { shown, file, checks, complaints } = measure(&committed)?;
    println!("{shown}");
    if args.write {
        fs::write(path, file).with_context(|| format!("writing {path}"))?;
        return Ok(ExitCode::SUCCESS);
    }
    for complaint in &complaints {
        eprintln!("error: {complaint}");
    }
    let same = complaints.is_empty();
    if !same {
        eprintln!("If this is meant: 'make bench' writes a new table to commit, with the reason in the message.");
    }
    let verdict = if same { "ok" } else { "FAILED" };
    println!("test result: {verdict}. {} passed; {} failed", checks.saturating_sub(complaints.len()), complaints.len());
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

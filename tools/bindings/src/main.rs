//! `bindings` writes the generated files, `bindings --check` fails if one of them is stale.

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "usage: bindings [--check]

Without options, builds the program's IDL and writes idl/, the generated files of crates/oracle-client and clients/ts, docs/errors.md and
integrations/switchboard.
--check changes nothing and fails if one of them is not what it would write.";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("bindings: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = bindings::root()?;
    match arguments.as_slice() {
        [] => {
            for path in bindings::write(&root)? {
                println!("wrote {}", path.display());
            }
            Ok(ExitCode::SUCCESS)
        }
        ["--check"] => {
            let stale = bindings::stale(&root)?;
            for path in &stale {
                eprintln!("{} is stale: run make idl and commit", path.display());
            }
            Ok(if stale.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        ["--help" | "-h"] => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        _ => bail!("unknown arguments: {}\n{USAGE}", arguments.join(" ")),
    }
}

//! What clients are built from, generated from the program: nothing here is written by hand twice.
//!
//! The program prints its IDL from a feature-gated test build ([`program_idl`]); this crate assembles it, writes it as
//! JSON, and makes Rust ([`rust`]), TypeScript ([`typescript`]) and a list of errors and events ([`errors`]) of it.
//! Switchboard's job files ([`switchboard`]) are made of the price account's layout alone.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

mod collect;
mod errors;
mod names;
mod program_idl;
mod reader_errors;
mod rust;
mod switchboard;
mod typescript;

pub use collect::assemble;
pub use program_idl::printed;

/// A file as it should be.
pub struct Output {
    /// Below the root of the checkout.
    pub path: PathBuf,
    /// Its content.
    pub text: String,
}

/// The checkout that this tool was compiled in.
///
/// # Errors
/// It is no longer there.
pub fn root() -> Result<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().with_context(|| format!("no checkout at {}", root.display()))
}

/// Every generated file.
///
/// # Errors
/// The program's IDL build failed, or says something that the clients cannot express.
pub fn outputs(root: &Path) -> Result<Vec<Output>> {
    let idl = assemble(&printed(root)?)?;
    let mut json = serde_json::to_string_pretty(&idl)?;
    json.push('\n');
    let client = Path::new("clients/ts/src");
    let mut outputs = vec![
        Output { path: "idl/glowsol_oracle.json".into(), text: json },
        Output { path: "crates/oracle-client/src/generated.rs".into(), text: rust::client(&idl)? },
        Output { path: client.join("idl.generated.ts"), text: typescript::idl(&idl)? },
        Output { path: client.join("program.generated.ts"), text: typescript::program(&idl)? },
        Output { path: client.join("web3js/instructions.generated.ts"), text: typescript::web3js(&idl) },
        Output { path: client.join("layout.generated.ts"), text: typescript::layout(&idl)? },
        Output { path: client.join("vocabulary.generated.ts"), text: typescript::vocabulary() },
        Output { path: client.join("reader-errors.generated.ts"), text: reader_errors::typescript(typescript::HEADER) },
        Output { path: "docs/errors.md".into(), text: errors::page(&idl) },
    ];
    outputs.extend(switchboard::jobs()?);
    Ok(outputs)
}

/// Writes the generated files and returns which changed.
///
/// # Errors
/// As [`outputs`], or a file cannot be written.
pub fn write(root: &Path) -> Result<Vec<PathBuf>> {
    let mut changed = vec![];
    for Output { path, text } in outputs(root)? {
        let file = root.join(&path);
        if fs::read_to_string(&file).is_ok_and(|found| found == text) {
            continue;
        }
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        }
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
        changed.push(path);
    }
    Ok(changed)
}

/// The generated files that are not what [`write()`] would write.
///
/// # Errors
/// As [`outputs`].
pub fn stale(root: &Path) -> Result<Vec<PathBuf>> {
    let fresh = |output: &Output| fs::read_to_string(root.join(&output.path)).is_ok_and(|found| found == output.text);
    Ok(outputs(root)?.into_iter().filter(|output| !fresh(output)).map(|output| output.path).collect())
}

//! `client-vectors DIR [SEED]` writes what Rust says of many inputs, one JSON object a line, for clients in other
//! languages to agree with: `prices.jsonl` and `lending.jsonl` from `price-reader`, `interface.jsonl` from the
//! program's own encoders.
//!
//! Integers of 64 bits are texts with a final `n`, bytes `{"$hex": "..."}`, addresses base58.

mod accounts;
mod args;
mod instructions;
mod json;
mod lending;
mod prices;
mod random;

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::Path,
};

use anyhow::{Context, Result, bail};
use random::Random;
use serde_json::Value;

/// Random price accounts; each is judged at several clocks.
const PRICES: usize = 800;
/// Random loans.
const LOANS: usize = 2_000;
/// Random feeds, events and argument lists, each.
const INTERFACE: usize = 25;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (directory, seed) = match arguments.as_slice() {
        [directory] => (directory, 1),
        [directory, seed] => (directory, seed.parse().context("the seed is a number")?),
        _ => bail!("usage: client-vectors DIR [SEED]"),
    };
    let directory = Path::new(directory);
    fs::create_dir_all(directory).with_context(|| format!("cannot create {}", directory.display()))?;
    let mut random = Random::new(seed);
    let golden = prices::golden(&mut random);
    write(&directory.join("prices.jsonl"), (0..PRICES).map(|_| prices::vector(&mut random)).chain(golden))?;
    write(&directory.join("lending.jsonl"), (0..LOANS).map(|_| lending::vector(&mut random)))?;
    let mut lines = vec![];
    for _ in 0..INTERFACE {
        lines.extend(instructions::vectors(&mut random));
        lines.extend(accounts::vectors(&mut random));
    }
    write(&directory.join("interface.jsonl"), lines.into_iter())
}

fn write(path: &Path, lines: impl Iterator<Item = Value>) -> Result<()> {
    let failed = || format!("cannot write {}", path.display());
    let mut file = BufWriter::new(File::create(path).with_context(failed)?);
    for line in lines {
        writeln!(file, "{line}").with_context(failed)?;
    }
    file.flush().with_context(failed)
}

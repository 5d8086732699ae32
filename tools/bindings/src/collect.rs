//! The printed parts of the IDL, put together.

use std::collections::{BTreeMap, BTreeSet};

use anchor_lang_idl_spec::{Idl, IdlErrorCode, IdlEvent, IdlTypeDef};
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::names;

/// The IDL from what the program's build printed: accounts, events, instructions and types by name, errors by number.
///
/// # Errors
/// A part is missing or malformed, or names or numbers are not unique.
pub fn assemble(printed: &str) -> Result<Idl> {
    let mut idl: Value = serde_json::from_str(one(printed, "program")?)?;
    let mut types: BTreeMap<String, Value> = BTreeMap::new();
    let mut events = vec![];
    for section in sections(printed, "event")? {
        let mut section: Value = serde_json::from_str(section)?;
        events.push(section["event"].take());
        keep(&mut types, section["types"].take())?;
    }
    keep(&mut types, serde_json::from_str(one(printed, "types")?)?)?;
    let constants = sections(printed, "const")?.into_iter().map(serde_json::from_str);
    idl["constants"] = constants.collect::<Result<Vec<Value>, _>>()?.into();
    keep(&mut types, idl["types"].take())?;
    idl["types"] = types.into_values().collect();
    idl["events"] = events.into();
    idl["address"] = serde_json::from_str(one(printed, "address")?)?;
    names::shorten(&mut idl)?;

    let mut idl: Idl = serde_json::from_value(idl).context("the printed IDL is not of this version of its format")?;
    for part in ["errors", "source errors"] {
        idl.errors.extend(serde_json::from_str::<Vec<IdlErrorCode>>(one(printed, part)?)?);
    }
    idl.accounts.sort_by(|a, b| a.name.cmp(&b.name));
    idl.constants.sort_by(|a, b| a.name.cmp(&b.name));
    idl.events.sort_by(|a, b| a.name.cmp(&b.name));
    idl.instructions.sort_by(|a, b| a.name.cmp(&b.name));
    idl.types.sort_by(|a, b| a.name.cmp(&b.name));
    idl.errors.sort_by_key(|error| error.code);
    check(&idl)?;
    Ok(idl)
}

/// Adds type definitions by their full names.
fn keep(types: &mut BTreeMap<String, Value>, definitions: Value) -> Result<()> {
    let Value::Array(definitions) = definitions else { bail!("a part of the IDL has no list of types") };
    for definition in definitions {
        let name = definition["name"].as_str().context("a type has no name")?.to_owned();
        types.insert(name, definition);
    }
    Ok(())
}

/// Everything between the marks of a part, in the order of printing.
fn sections<'a>(printed: &'a str, part: &str) -> Result<Vec<&'a str>> {
    let (begin, end) = (format!("--- IDL begin {part} ---\n"), format!("--- IDL end {part} ---"));
    let mut found = vec![];
    let mut rest = printed;
    while let Some((_, tail)) = rest.split_once(&begin) {
        let (section, tail) =
            tail.split_once(&end).with_context(|| format!("part '{part}' of the IDL does not end"))?;
        found.push(section);
        rest = tail;
    }
    Ok(found)
}

fn one<'a>(printed: &'a str, part: &str) -> Result<&'a str> {
    match sections(printed, part)?.as_slice() {
        [section] => Ok(section),
        found => bail!("the program's build printed part '{part}' of the IDL {} times, not once", found.len()),
    }
}

fn check(idl: &Idl) -> Result<()> {
    unique("instruction", idl.instructions.iter().map(|instruction| &instruction.name))?;
    unique("account", idl.accounts.iter().map(|account| &account.name))?;
    unique("event", idl.events.iter().map(|event| &event.name))?;
    unique("type", idl.types.iter().map(|ty| &ty.name))?;
    unique("error", idl.errors.iter().map(|error| &error.name))?;
    unique("error number", idl.errors.iter().map(|error| error.code))?;
    unique("instruction's discriminator", idl.instructions.iter().map(|instruction| &instruction.discriminator))?;
    unique("account's discriminator", idl.accounts.iter().map(|account| &account.discriminator))?;
    unique("event's discriminator", idl.events.iter().map(|event| &event.discriminator))?;
    let has_type = |name: &String| idl.types.iter().any(|IdlTypeDef { name: found, .. }| found == name);
    for name in
        idl.accounts.iter().map(|account| &account.name).chain(idl.events.iter().map(|IdlEvent { name, .. }| name))
    {
        ensure!(has_type(name), "the IDL names {name} but does not define it");
    }
    Ok(())
}

fn unique<T: Ord + std::fmt::Debug>(what: &str, items: impl Iterator<Item = T>) -> Result<()> {
    let mut seen = BTreeSet::new();
    for item in items {
        ensure!(!seen.contains(&item), "the IDL has {what} {item:?} twice");
        seen.insert(item);
    }
    Ok(())
}

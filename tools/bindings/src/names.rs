//! Type names in the IDL: Rust paths shortened to their last part.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use serde_json::Value;

/// Shortens every type's name.
///
/// # Errors
/// Two types have the same last part: a client could not tell them apart.
pub fn shorten(idl: &mut Value) -> Result<()> {
    let mut paths = BTreeMap::new();
    walk(idl, &mut |name| {
        let short = name.rsplit("::").next().unwrap_or(name).to_owned();
        let path = paths.entry(short.clone()).or_insert_with(|| name.to_owned());
        ensure!(!name.contains("::") || path == name, "types {path} and {name} would have the same name in the IDL");
        *name = short;
        Ok(())
    })
}

/// Calls `rename` for the `name` of every definition and of every reference to one.
fn walk(value: &mut Value, rename: &mut impl FnMut(&mut String) -> Result<()>) -> Result<()> {
    match value {
        Value::Array(items) => items.iter_mut().try_for_each(|item| walk(item, rename)),
        Value::Object(fields) => fields.iter_mut().try_for_each(|(key, value)| match value {
            // Only types have paths for names.
            Value::String(name) if key == "name" && name.contains("::") => rename(name),
            _ => walk(value, rename),
        }),
        _ => Ok(()),
    }
}

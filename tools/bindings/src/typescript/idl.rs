//! The IDL as the TypeScript client carries it: without prose, which only readers of the JSON need.

use anchor_lang_idl_spec::Idl;
use anyhow::Result;
use serde_json::Value;

use super::HEADER;

/// The file.
///
/// # Errors
/// The IDL cannot be written as JSON.
pub fn idl(idl: &Idl) -> Result<String> {
    let json = serde_json::to_string(&without_docs(serde_json::to_value(idl)?))?;
    // A line a definition, so that a change shows as one.
    let json = json.replace("{\"accounts\":", "\n{\"accounts\":").replace("},{\"", "},\n{\"");
    Ok(format!(
        "{HEADER}\n\
         import type {{ Idl }} from \"./idl/spec.js\";\n\n\
         /** The program's interface, without its documentation: idl/glowsol_oracle.json has it whole. */\n\
         export const IDL: Idl = {};\n",
        json.trim_start()
    ))
}

/// Without documentation, and with keys in alphabetical order whatever the features of `serde_json` are.
fn without_docs(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(without_docs).collect(),
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.into_iter().filter(|(key, _)| key != "docs").collect();
            fields.sort_by(|(a, _), (b, _)| a.cmp(b));
            fields.into_iter().map(|(key, value)| (key, without_docs(value))).collect()
        }
        other => other,
    }
}

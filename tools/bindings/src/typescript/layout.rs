//! The price account's layout for TypeScript, from `price_reader::layout`.

use std::fmt::Write as _;

use anchor_lang_idl_spec::{Idl, IdlDefinedFields, IdlField, IdlTypeDefTy};
use anyhow::{Context, Result};
use price_reader::layout::{DISCRIMINATOR, FIELDS, LEN, NO_REASON, SCALE, SCALE_DIGITS, VERSION};

use super::{HEADER, camel, comment};

/// The file. Every field's documentation is the program's.
///
/// # Errors
/// The IDL lacks a field.
pub fn layout(idl: &Idl) -> Result<String> {
    let documented = price_fields(idl)?;
    let mut text = format!(
        "{HEADER}\n\
         import type {{ Address }} from \"./address.js\";\n\n\
         /** The oracle program, owner of every price account. */\nexport const PROGRAM_ADDRESS = \"{}\" as Address;\n\n\
         /** Bytes of the account that version {VERSION} defines. */\nexport const LEN = {LEN};\n\n\
         /** First bytes of every price account. */\nexport const DISCRIMINATOR: readonly number[] = {DISCRIMINATOR:?};\n\n\
         /** The layout version that this client reads. */\nexport const VERSION = {VERSION};\n\n\
         /** Decimals of rates and prices, and their scale, 10^{SCALE_DIGITS}. */\n\
         export const SCALE_DIGITS = {SCALE_DIGITS};\nexport const SCALE = {SCALE}n;\n\n\
         /** Largest-reason byte of an account that states no reason. */\nexport const NO_REASON = {NO_REASON};\n\n\
         /**\n * Where each field begins and how it is read, little-endian. Rates are SOL per whole token, prices USD per whole token or\n \
         * SOL, both scaled by 10^{SCALE_DIGITS}, 0 absent; a key is an address. Times are unix seconds.\n */\nexport const LAYOUT = {{\n",
        idl.address
    );
    for field in FIELDS.iter().filter(|field| field.kind != "pad") {
        let docs = documented.iter().find(|one| one.name == field.name);
        let docs = docs.with_context(|| format!("the program's Price has no field {}", field.name))?;
        let _ = writeln!(
            text,
            "{}  {}: [{}, \"{}\"],",
            comment("  ", &docs.docs),
            camel(field.name),
            field.offset,
            match field.kind {
                "rate" | "price" | "key" => field.kind,
                _ => field.storage,
            }
        );
    }
    text.push_str("} as const;\n");
    Ok(text)
}

fn price_fields(idl: &Idl) -> Result<&[IdlField]> {
    let price = idl.types.iter().find(|ty| ty.name == "Price").context("the IDL has no account Price")?;
    match &price.ty {
        IdlTypeDefTy::Struct { fields: Some(IdlDefinedFields::Named(fields)) } => Ok(fields),
        _ => anyhow::bail!("the account Price has no named fields"),
    }
}

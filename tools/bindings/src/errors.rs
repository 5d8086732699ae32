//! `docs/errors.md`: what the program refuses and what it says, for those who watch it.

use anchor_lang_idl_spec::{Idl, IdlDefinedFields, IdlType, IdlTypeDefTy};

use crate::{
    reader_errors::{self, Numbered},
    typescript::type_name,
};

/// The page.
pub fn page(idl: &Idl) -> String {
    let mut page = String::from(
        "# Errors and events\n\n\
         Generated from the program by `make idl`; do not edit.\n\n\
         ## Errors\n\n\
         Numbers of custom program errors, stable. From 6100 on they are what is wrong with a source, with the accounts passed for\n\
         it (`Caller...`), or with the table of sources (`Table...`): 6100 plus the code that `Feed::faults` records when a refresh\n\
         goes on without the source. Logs name these without the prefix.\n\n\
         | number | hex | name | meaning |\n|---|---|---|---|\n",
    );
    for error in &idl.errors {
        let meaning = error.msg.as_deref().unwrap_or_default().replace('|', "\\|");
        page.push_str(&format!("| {} | 0x{:x} | `{}` | {meaning} |\n", error.code, error.code, error.name));
    }
    page.push_str(&format!(
        "\n## Errors of the reader\n\n\
         What a program that links `price-reader` fails with where it passes on `ReadError::code`: 0x{:x} plus 1 to 0x7f. Action, level and\n\
         leg can be told apart: 0x10 plus the leg, 0x18 plus the field, 0x20 plus four times the action plus the leg, 0x40 plus eight times\n\
         the action plus the level (4 for a halt that is not the market's alone).\n\n\
         | number | hex | name | meaning |\n|---|---|---|---|\n",
        price_reader::ReadError::CODE_BASE
    ));
    for Numbered { code, name, meaning } in reader_errors::all() {
        page.push_str(&format!("| {code} | 0x{code:x} | {name} | {meaning} |\n"));
    }
    page.push_str("\n## Events\n\nAnchor events, logged as `Program data: BASE64`.\n");
    for event in &idl.events {
        let Some(definition) = idl.types.iter().find(|ty| ty.name == event.name) else { continue };
        let hex: String = event.discriminator.iter().map(|byte| format!("{byte:02x}")).collect();
        page.push_str(&format!("\n### {}\n\n{} Discriminator `{hex}`.\n", event.name, definition.docs.join(" ")));
        if let IdlTypeDefTy::Struct { fields: Some(IdlDefinedFields::Named(fields)) } = &definition.ty {
            page.push_str("\n| field | type | meaning |\n|---|---|---|\n");
            for field in fields {
                let meaning = field.docs.join(" ").replace('|', "\\|");
                page.push_str(&format!("| `{}` | {} | {meaning} |\n", field.name, rust_name(&field.ty)));
            }
        }
    }
    page
}

fn rust_name(ty: &IdlType) -> String {
    match ty {
        IdlType::Bool | IdlType::Bytes | IdlType::String | IdlType::Pubkey => format!("{ty:?}").to_lowercase(),
        IdlType::Option(inner) => format!("option of {}", rust_name(inner)),
        IdlType::Vec(inner) => format!("list of {}", rust_name(inner)),
        IdlType::Array(..) | IdlType::Defined { .. } | IdlType::Generic(_) => format!("`{}`", type_name(ty)),
        number => format!("{number:?}").to_lowercase(),
    }
}

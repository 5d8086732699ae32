//! The IDL's types as TypeScript's.

use std::fmt::Write as _;

use anchor_lang_idl_spec::{
    IdlArrayLen, IdlDefinedFields, IdlEnumVariant, IdlField, IdlType, IdlTypeDef, IdlTypeDefTy,
};
use anyhow::{Result, bail};

use super::{camel, comment};

/// The type of a value in TypeScript: 64 bits and more are `bigint`, addresses base58, bytes `Uint8Array`.
pub fn type_name(ty: &IdlType) -> String {
    match ty {
        IdlType::Bool => "boolean".into(),
        IdlType::U8
        | IdlType::I8
        | IdlType::U16
        | IdlType::I16
        | IdlType::U32
        | IdlType::I32
        | IdlType::F32
        | IdlType::F64 => "number".into(),
        IdlType::String => "string".into(),
        IdlType::Pubkey => "Address".into(),
        IdlType::Bytes => "Uint8Array".into(),
        IdlType::Option(inner) => format!("{} | null", type_name(inner)),
        IdlType::Array(inner, _) | IdlType::Vec(inner) if **inner == IdlType::U8 => "Uint8Array".into(),
        IdlType::Array(inner, IdlArrayLen::Value(_)) | IdlType::Vec(inner) => {
            let inner = type_name(inner);
            if inner.contains(' ') { format!("readonly ({inner})[]") } else { format!("readonly {inner}[]") }
        }
        IdlType::Defined { name, .. } => name.clone(),
        // The wide integers; generics are refused before.
        _ => "bigint".into(),
    }
}

/// A type's declaration.
///
/// # Errors
/// The type is generic: no client code is made for those.
pub fn declaration(definition: &IdlTypeDef) -> Result<String> {
    let IdlTypeDef { name, docs, generics, ty, .. } = definition;
    if !generics.is_empty() {
        bail!("type {name} is generic, which the TypeScript generator does not know");
    }
    let docs = comment("", docs);
    Ok(match ty {
        IdlTypeDefTy::Struct { fields: Some(IdlDefinedFields::Named(fields)) } => {
            format!("{docs}export interface {name} {{\n{}}}\n", fields.iter().map(field).collect::<String>())
        }
        IdlTypeDefTy::Struct { fields: None } => format!("{docs}export type {name} = Record<string, never>;\n"),
        IdlTypeDefTy::Struct { fields: Some(IdlDefinedFields::Tuple(types)) } => {
            format!("{docs}export type {name} = {};\n", tuple(types))
        }
        IdlTypeDefTy::Enum { variants } => {
            let variants: String = variants.iter().map(|one| format!("\n  | {}", variant(one))).collect();
            format!("{docs}export type {name} ={variants};\n")
        }
        IdlTypeDefTy::Type { alias } => format!("{docs}export type {name} = {};\n", type_name(alias)),
    })
}

fn field(field: &IdlField) -> String {
    format!("{}  readonly {}: {};\n", comment("  ", &field.docs), camel(&field.name), type_name(&field.ty))
}

fn tuple(types: &[IdlType]) -> String {
    format!("readonly [{}]", types.iter().map(type_name).collect::<Vec<_>>().join(", "))
}

fn variant(variant: &IdlEnumVariant) -> String {
    let mut text = format!("{{ readonly kind: \"{}\"", variant.name);
    match &variant.fields {
        None => {}
        Some(IdlDefinedFields::Named(fields)) => {
            for field in fields {
                let _ = write!(text, "; readonly {}: {}", camel(&field.name), type_name(&field.ty));
            }
        }
        Some(IdlDefinedFields::Tuple(types)) => {
            let _ = write!(text, "; readonly fields: {}", tuple(types));
        }
    }
    text + " }"
}

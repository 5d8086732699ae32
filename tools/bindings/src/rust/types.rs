//! The types of instructions and accounts, as the program stores and sends them.

use std::{collections::BTreeSet, fmt::Write as _};

use anchor_lang_idl_spec::{
    Idl, IdlArrayLen, IdlDefinedFields, IdlField, IdlRepr, IdlSerialization, IdlType, IdlTypeDef, IdlTypeDefTy,
};
use anyhow::{Result, bail};

use super::comment;

/// Accounts that a client reads as a whole. `price-reader` reads prices.
const ACCOUNTS: [&str; 1] = ["Feed"];

/// Types that are not made again, since the program has them from crates that clients use as well.
const SHARED: [(&str, &str); 3] =
    [("EngineState", "fair_value::State"), ("Params", "fair_value::Params"), ("SourceTable", "sources::SourceTable")];

/// The types that instructions take and return and of which the accounts consist, and what the accounts begin with.
///
/// # Errors
/// One of them has no form here.
pub fn types(idl: &Idl) -> Result<String> {
    let mut used = ACCOUNTS.map(str::to_owned).into();
    for one in &idl.instructions {
        one.args.iter().map(|arg| &arg.ty).chain(&one.returns).for_each(|ty| reach(idl, ty, &mut used));
    }
    for name in ACCOUNTS {
        reach_inside(idl, name, &mut used);
    }
    let mut text = String::new();
    for definition in idl.types.iter().filter(|definition| used.contains(&definition.name)) {
        let _ = write!(text, "\n{}", declaration(definition)?);
    }
    for account in idl.accounts.iter().filter(|account| used.contains(&account.name)) {
        let (name, discriminator) = (&account.name, &account.discriminator);
        let _ = write!(
            text,
            "\nimpl {name} {{\n    /// What the account's data begins with.\n    \
             pub const DISCRIMINATOR: [u8; {}] = {discriminator:?};\n}}\n",
            discriminator.len()
        );
    }
    Ok(text)
}

/// Notes every type that a value of this type consists of.
fn reach(idl: &Idl, ty: &IdlType, used: &mut BTreeSet<String>) {
    match ty {
        IdlType::Option(inner) | IdlType::Vec(inner) | IdlType::Array(inner, _) => reach(idl, inner, used),
        IdlType::Defined { name, .. } if shared(name).is_none() && used.insert(name.clone()) => {
            reach_inside(idl, name, used);
        }
        _ => {}
    }
}

fn reach_inside(idl: &Idl, name: &str, used: &mut BTreeSet<String>) {
    let mut fields = vec![];
    match idl.types.iter().find(|definition| definition.name == name).map(|definition| &definition.ty) {
        Some(IdlTypeDefTy::Struct { fields: Some(IdlDefinedFields::Named(own)) }) => fields.extend(own),
        Some(IdlTypeDefTy::Enum { variants }) => {
            for variant in variants {
                if let Some(IdlDefinedFields::Named(own)) = &variant.fields {
                    fields.extend(own);
                }
            }
        }
        _ => {}
    }
    fields.into_iter().for_each(|field: &IdlField| reach(idl, &field.ty, used));
}

fn shared(name: &str) -> Option<&'static str> {
    SHARED.iter().find(|(known, _)| *known == name).map(|(_, path)| *path)
}

/// The type of a value in Rust.
///
/// # Errors
/// It is generic.
pub fn type_name(ty: &IdlType) -> Result<String> {
    Ok(match ty {
        IdlType::Pubkey => "Pubkey".into(),
        IdlType::String => "String".into(),
        IdlType::Bytes => "Vec<u8>".into(),
        IdlType::Option(inner) => format!("Option<{}>", type_name(inner)?),
        IdlType::Vec(inner) => format!("Vec<{}>", type_name(inner)?),
        IdlType::Array(inner, IdlArrayLen::Value(len)) => format!("[{}; {len}]", type_name(inner)?),
        IdlType::Defined { name, generics } if generics.is_empty() => shared(name).unwrap_or(name).to_owned(),
        IdlType::Array(..) | IdlType::Defined { .. } | IdlType::Generic(_) => bail!("{ty:?} is generic"),
        // What is left are the numbers and `bool`, which Rust calls the same.
        plain => format!("{plain:?}").to_lowercase(),
    })
}

fn declaration(definition: &IdlTypeDef) -> Result<String> {
    let IdlTypeDef { name, docs, serialization, repr, ty, .. } = definition;
    let (docs, in_place) = (comment("", docs), matches!(repr, Some(IdlRepr::C(_))));
    let mut derives = "Clone".to_owned();
    if in_place {
        derives += ", Copy, Pod, Zeroable";
    }
    if *serialization == IdlSerialization::Borsh {
        derives += ", Debug, PartialEq, Eq, BorshDeserialize, BorshSerialize";
    }
    let head = format!("{docs}#[derive({derives})]\n{}", if in_place { "#[repr(C)]\n" } else { "" });
    Ok(match ty {
        IdlTypeDefTy::Struct { fields: Some(IdlDefinedFields::Named(own)) } => {
            format!("{head}pub struct {name} {{\n{}}}\n", fields("    ", "pub ", own)?)
        }
        IdlTypeDefTy::Enum { variants } => {
            let mut text = format!("{head}pub enum {name} {{\n");
            for variant in variants {
                match &variant.fields {
                    None => text += &format!("    {},\n", variant.name),
                    Some(IdlDefinedFields::Named(own)) => {
                        text += &format!("    {} {{\n{}    }},\n", variant.name, fields("        ", "", own)?);
                    }
                    Some(IdlDefinedFields::Tuple(_)) => bail!("{name}::{} has fields without names", variant.name),
                }
            }
            text + "}\n"
        }
        _ => bail!("type {name} is neither a struct nor an enum with named fields"),
    })
}

fn fields(indent: &str, visibility: &str, fields: &[IdlField]) -> Result<String> {
    let field = |field: &IdlField| {
        let docs = comment(indent, &field.docs);
        Ok(format!("{docs}{indent}{visibility}{}: {},\n", field.name, type_name(&field.ty)?))
    };
    fields.iter().map(field).collect()
}

//! What the IDL says beyond what Anchor's macros know (feature `idl-build`, never on chain): the plain types of crates that know
//! no Anchor.

use std::collections::BTreeMap;

use anchor_lang::{
    idl::types::{
        IdlArrayLen, IdlDefinedFields, IdlField, IdlRepr, IdlReprModifier, IdlSerialization, IdlType, IdlTypeDef,
        IdlTypeDefTy,
    },
    prelude::Pubkey,
};
use fair_value::{
    Params, State,
    input::MAX_SOURCES,
    params::{FIELDS, FieldInfo, Tighter},
};
use sources::{SourceConfig, SourceTable, table::MAX_ACCOUNTS};

/// Anchor's `IdlBuild` for types of other crates, which only their crates could implement. Anchor's macros call these functions by
/// name alone: where this trait is in scope they find it.
pub trait ForeignType {
    /// The type's definition.
    fn create_type() -> Option<IdlTypeDef>;
    /// Adds the definitions it refers to.
    fn insert_types(_types: &mut BTreeMap<String, IdlTypeDef>) {}
    /// Its unique name.
    fn get_full_path() -> String;
}

/// The IDL's name of a type without padding.
trait Plain {
    fn idl() -> IdlType;
}

macro_rules! plain {
    ($($type:ty = $idl:ident),*) => {
        $( impl Plain for $type { fn idl() -> IdlType { IdlType::$idl } } )*
    };
}
plain!(u8 = U8, u16 = U16, u32 = U32, u64 = U64, Pubkey = Pubkey);

impl<T: Plain, const N: usize> Plain for [T; N] {
    fn idl() -> IdlType {
        IdlType::Array(Box::new(T::idl()), IdlArrayLen::Value(N))
    }
}

impl Plain for SourceConfig {
    fn idl() -> IdlType {
        IdlType::Defined { name: <Self as ForeignType>::get_full_path(), generics: vec![] }
    }
}

fn field(name: &str, ty: IdlType, docs: Vec<String>) -> IdlField {
    IdlField { name: name.into(), docs, ty }
}

/// A structure of plain data; `align` where its fields do not imply it.
fn structure(name: String, doc: &str, align: Option<usize>, fields: Vec<IdlField>) -> IdlTypeDef {
    IdlTypeDef {
        name,
        docs: vec![doc.into()],
        serialization: IdlSerialization::Bytemuck,
        repr: Some(IdlRepr::C(IdlReprModifier { packed: false, align })),
        generics: vec![],
        ty: IdlTypeDefTy::Struct { fields: Some(IdlDefinedFields::Named(fields)) },
    }
}

/// Describes a structure by its fields. One that is added or removed there does not compile here; one that has another size fails.
macro_rules! describe {
    ($type:ident, $doc:literal, { $($name:ident: $idl:ty),* $(,)? }) => {
        impl ForeignType for $type {
            fn create_type() -> Option<IdlTypeDef> {
                let Self { $($name),* } = Self::default();
                let mut fields = vec![$({
                    assert_eq!(size_of_val(&$name), size_of::<$idl>(), "{}", stringify!($type::$name));
                    (std::mem::offset_of!(Self, $name), field(stringify!($name), <$idl>::idl(), vec![]))
                }),*];
                fields.sort_by_key(|(offset, _)| *offset);
                let fields = fields.into_iter().map(|(_, field)| field).collect();
                Some(structure(<Self as ForeignType>::get_full_path(), $doc, None, fields))
            }

            fn insert_types(types: &mut BTreeMap<String, IdlTypeDef>) {
                describe!(@insert types, $type);
            }

            fn get_full_path() -> String {
                concat!("sources::", stringify!($type)).into()
            }
        }
    };
    (@insert $types:ident, SourceTable) => {
        $types.extend(<SourceConfig as ForeignType>::create_type().map(|ty| (ty.name.clone(), ty)));
    };
    (@insert $types:ident, SourceConfig) => { let _ = $types; };
}

describe!(SourceConfig, "One configured source: `sources::SourceConfig` has the meaning and unit of every field.", {
    kind: u8, first_account: u8, accounts: u8, token_decimals: u8, max_age: u32, max_confidence_bps: u16, min_samples: u8,
    net_withdrawal_fee: u8, max_fee_bps: u16, custodial_authority: u8, reserved: u8, feed_depth: u64, program: Pubkey,
    pin: [u8; 32], second_pin: [u8; 32],
});

describe!(SourceTable, "All sources of a feed, with the addresses of their accounts in the order in which a refresh passes them.", {
    source_count: u8, account_count: u8, reserved: [u8; 6], mint: Pubkey, sources: [SourceConfig; MAX_SOURCES],
    roles: [u8; MAX_ACCOUNTS], accounts: [Pubkey; MAX_ACCOUNTS],
});

impl ForeignType for Params {
    fn create_type() -> Option<IdlTypeDef> {
        let Params { reserved, .. } = Params::default();
        let mut fields: Vec<_> =
            FIELDS.iter().map(|info| field(info.name, parameter_type(info), vec![parameter_doc(info)])).collect();
        fields.push(field("version", IdlType::U8, vec!["Layout version.".into()]));
        let reserved = IdlType::Array(Box::new(IdlType::U8), IdlArrayLen::Value(reserved.len()));
        fields.push(field("reserved", reserved, vec!["Zero, for later versions.".into()]));
        Some(structure(<Self as ForeignType>::get_full_path(), "Every adjustable value of the rules.", None, fields))
    }

    fn get_full_path() -> String {
        "fair_value::Params".into()
    }
}

/// The narrowest type that holds what the parameter can be set to.
fn parameter_type(info: &FieldInfo) -> IdlType {
    let holds = |value| Params::default().set(info.field, value);
    if !holds(1 << 8) {
        IdlType::U8
    } else if !holds(1 << 16) {
        IdlType::U16
    } else if !holds(1 << 32) {
        IdlType::U32
    } else {
        IdlType::U64
    }
}

fn parameter_doc(info: &FieldInfo) -> String {
    let FieldInfo { unit, default, min, max, tighter, .. } = info;
    let tighter = match tighter {
        Tighter::Never => "",
        Tighter::Lower => "; lower is tighter",
        Tighter::Higher => "; higher is tighter",
    };
    format!("{unit}, {min} to {max}, {default} by default{tighter}.")
}

impl ForeignType for State {
    fn create_type() -> Option<IdlTypeDef> {
        let bytes = IdlType::Array(Box::new(IdlType::U8), IdlArrayLen::Value(size_of::<Self>()));
        Some(structure(
            <Self as ForeignType>::get_full_path(),
            "What the rules remember. Its inside is `fair_value::State`'s alone and no interface.",
            Some(align_of::<Self>()),
            vec![field("bytes", bytes, vec![])],
        ))
    }

    fn get_full_path() -> String {
        "fair_value::EngineState".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every byte of the parameters is described: there is no padding, so the sizes of the fields add up.
    #[test]
    fn parameters_are_described_to_the_last_byte() {
        let Some(IdlTypeDef { ty: IdlTypeDefTy::Struct { fields: Some(IdlDefinedFields::Named(fields)) }, .. }) =
            <Params as ForeignType>::create_type()
        else {
            panic!("parameters are a structure with named fields");
        };
        let size = |ty: &IdlType| match ty {
            IdlType::U8 => 1,
            IdlType::U16 => 2,
            IdlType::U32 => 4,
            IdlType::U64 => 8,
            IdlType::Array(_, IdlArrayLen::Value(len)) => *len,
            other => panic!("{other:?} is no type of a parameter"),
        };
        assert_eq!(fields.iter().map(|field| size(&field.ty)).sum::<usize>(), size_of::<Params>());
    }
}

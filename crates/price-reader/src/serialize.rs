//! The record for JSON and the like (feature `serde`).

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::layout::FIELDS;
use crate::published::Published;

/// One call a field of a kind that has a getter.
macro_rules! serialize_fields {
    ($( $(#[$doc:meta])* $constant:ident = $offset:literal, $name:ident: $storage:tt $kind:ident; )*) => {
        /// Field names as the getters'. Rates and prices are integers scaled by 10^12, absent ones `null`; they exceed the 2^53 that
        /// JavaScript's numbers hold exactly only from 9,007 units upward. Addresses are arrays of bytes. `unknown_reasons` has
        /// the bits of `reasons` that this crate has no name for.
        impl Serialize for Published<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut record = serializer.serialize_struct("Published", FIELDS.len())?;
                $( serialize_fields!(@$kind record, self, $name); )*
                record.serialize_field("unknown_reasons", &self.reasons().unknown())?;
                record.end()
            }
        }
    };
    (@pad $record:ident, $this:ident, $name:ident) => {};
    (@$kind:ident $record:ident, $this:ident, $name:ident) => {
        $record.serialize_field(stringify!($name), &$this.$name())?;
    };
}

crate::price_account!(serialize_fields);

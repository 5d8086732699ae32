//! A bounded run of what `cargo fuzz` runs without end: the same code over random bytes, and over sound tables with bytes changed.

use arbitrary::{Arbitrary, Unstructured};
use proptest::prelude::*;

#[path = "../fuzz/src/accounts.rs"]
mod accounts;
mod common;
#[path = "../fuzz/src/table.rs"]
mod table;
mod stake_pool {
    #![allow(dead_code, reason = "only a sound table is taken from here")]
    pub mod case;
}
mod jito_vault {
    #![allow(dead_code, reason = "only a sound table is taken from here")]
    pub mod case;
}
mod sanctum_inf {
    #![allow(dead_code, reason = "only a sound table is taken from here")]
    pub mod case;
}
mod chain {
    #![allow(dead_code, reason = "only a sound table is taken from here")]
    pub mod case;
}
mod vault {
    #![allow(dead_code, reason = "only a sound table is taken from here")]
    pub mod case;
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn accounts_of_any_bytes(bytes in prop::collection::vec(any::<u8>(), 64..8_000)) {
        if let Ok(input) = accounts::Input::arbitrary_take_rest(Unstructured::new(&bytes)) {
            accounts::run(input);
        }
    }

    #[test]
    fn tables_of_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2_048)) {
        table::run(&bytes);
    }

    #[test]
    fn sound_tables_with_bytes_changed(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6)) {
        for sound in [vault::case::good(), chain::case::good()] {
            let mut bytes = bytemuck::bytes_of(&sound.table).to_vec();
            for (at, value) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *value;
            }
            table::run(&bytes);
        }
    }
}

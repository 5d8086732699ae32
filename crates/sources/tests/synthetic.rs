//! Made-up accounts: for each source single readings, laws over random ones, and the list of bad behaviours.

mod common;

mod chain {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}
mod exponent {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}
mod fragmetric {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}
mod jito_vault {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}
mod look_through {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}
mod marinade {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}
mod meteora_damm_v2 {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}
mod meteora_dlmm {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}
mod pools {
    mod ceiling;
    mod closed;
}
mod pyth {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}
mod raydium_clmm {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}
mod sanctum_inf {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}
mod stake_pool {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}
mod switchboard {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}
mod switchboard_quote {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}
mod table {
    pub mod unit;
}
mod vault {
    mod bounds;
    pub mod case;
    mod laws;
    mod official;
    mod unit;
}
mod whirlpool {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}

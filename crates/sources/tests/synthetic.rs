//! Made-up accounts: for each source single readings, laws over random ones, and the list of bad behaviours.

mod common;

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
mod stake_pool {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}
mod table {
    mod unit;
}
mod vault {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}
mod whirlpool {
    mod bounds;
    pub mod case;
    mod laws;
    mod unit;
}

//! What the programs' own SDKs say of an account, retold through this project's encoders.
//!
//! Each `retold` decodes bytes with the SDK, picks the fields that the source relies on by their names there, and lays out an account
//! that holds nothing but these. A source that reads both accounts alike takes every field from where the SDK has it, and
//! nothing from anywhere else.

pub mod case;
pub mod fixture;
pub mod meteora_dlmm;
pub mod pyth;
pub mod raydium_clmm;
pub mod stake_pool;
pub mod switchboard;
pub mod whirlpool;

pub use case::Case;

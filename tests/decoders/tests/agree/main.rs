//! Each source reads random accounts, as the programs' SDKs serialise them, like these SDKs read them.

mod meteora_dlmm;
mod mirrors;
mod pyth;
mod raydium_clmm;
mod stake_pool;
mod switchboard;
mod whirlpool;

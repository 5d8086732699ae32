//! What all decoders rely on: for the documentation, and for whoever audits it against the programs themselves.

use crate::{
    exponent, fragmetric, jito_vault, layout::Layout, marinade, meteora_damm_v2, meteora_dlmm, pyth, raydium_clmm,
    sanctum_inf, stake_account, stake_pool, switchboard, switchboard_quote, token, whirlpool,
};

/// Every type of account that is decoded.
pub const ALL: [Layout; 22] = [
    stake_pool::LAYOUT,
    marinade::LAYOUT,
    marinade::LIST_LAYOUT,
    jito_vault::LAYOUT,
    token::MINT_LAYOUT,
    token::ACCOUNT_LAYOUT,
    stake_account::LAYOUT,
    whirlpool::LAYOUT,
    whirlpool::ORACLE_LAYOUT,
    raydium_clmm::LAYOUT,
    raydium_clmm::OBSERVATIONS_LAYOUT,
    meteora_dlmm::LAYOUT,
    meteora_dlmm::ORACLE_LAYOUT,
    meteora_damm_v2::LAYOUT,
    pyth::LAYOUT,
    switchboard::LAYOUT,
    switchboard_quote::LAYOUT,
    sanctum_inf::LAYOUT,
    sanctum_inf::LAYOUT_V2,
    sanctum_inf::LIST_LAYOUT,
    exponent::LAYOUT,
    fragmetric::LAYOUT,
];

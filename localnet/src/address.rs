//! Where the local network's accounts lie: real addresses where they are public, derived ones for what only the issuer knows.

use solana_pubkey::Pubkey;
use sources::{Key, programs};

/// Solayer's sSOL.
pub const SSOL_MINT: Pubkey = Pubkey::from_str_const("sSo14endRuUbvQaJS3dq36Q829a3A6BEfoeeRGJywEh");
/// The LST that sSOL wraps.
pub const LST_MINT: Pubkey = Pubkey::from_str_const("sSo1wxKKr6zW2hqf5hZrp2CawLibcwi1pMBqk5bg2G4");
/// The token account that holds what sSOL wraps.
pub const LST_VAULT: Pubkey = Pubkey::from_str_const("4eimDGZonDS41b7YEEtxuX1JbSRLanH2BLJfG5sqbCsB");
/// Solayer's restaking pool: authority of both.
pub const RESTAKING_POOL: Pubkey = Pubkey::from_str_const("3sk58CzpitB9jsnVzZWwqeCn2zcXVherhALBh88Uw9GQ");
/// Solayer's stake pool, of the SPL stake-pool program.
pub const STAKE_POOL: Pubkey = Pubkey::from_str_const("po1osKDWYF9oiVEGmzKA4eTs8eMveFRMox3bUKazGN2");
/// Pyth's sponsored SOL/USD account.
pub const PYTH_SOL_USD: Pubkey = Pubkey::from_str_const("7UVimffxr9ow1uXYxsr4LHAcV58mLzhmwaeKvJ1pjLiE");
/// Pyth's SOL/USD feed.
pub const SOL_USD_FEED: Key = [
    0xef, 0x0d, 0x8b, 0x6f, 0xda, 0x2c, 0xeb, 0xa4, 0x1d, 0xa1, 0x5d, 0x40, 0x95, 0xd1, 0xda, 0x39, 0x2a, 0x0d, 0x2f,
    0x8e, 0xd0, 0xc6, 0xc7, 0xbc, 0x0f, 0x4c, 0xfa, 0xc8, 0xc2, 0x80, 0xb5, 0x6d,
];

/// Addresses of what is public on mainnet and stands here for something that is not.
#[derive(Clone, Copy, Debug)]
pub struct Addresses {
    /// The token.
    pub mint: Pubkey,
    /// Authority of the vault's reserves.
    pub vault_authority: Pubkey,
    /// The vault's lamports.
    pub lamport_reserve: Pubkey,
    /// The vault's stake account.
    pub stake_reserve: Pubkey,
    /// The vault's sSOL.
    pub token_reserve: Pubkey,
    /// The Whirlpool.
    pub whirlpool: Pubkey,
    /// The CLMM pool.
    pub clmm: Pubkey,
    /// Its observations.
    pub clmm_observations: Pubkey,
}

impl Default for Addresses {
    fn default() -> Self {
        Self {
            mint: derived("mint"),
            vault_authority: derived("vault authority"),
            lamport_reserve: derived("lamport reserve"),
            stake_reserve: derived("stake reserve"),
            token_reserve: derived("token reserve"),
            whirlpool: derived("whirlpool"),
            clmm: derived("clmm"),
            clmm_observations: derived("clmm observations"),
        }
    }
}

/// An address that no key signs for, the same in every run.
pub fn derived(label: &str) -> Pubkey {
    Pubkey::find_program_address(&[b"localnet", label.as_bytes()], &Pubkey::new_from_array(programs::SYSTEM)).0
}

//! Addresses: those of mainnet where they are known, made-up ones for what the issuer has not published.

use solana_pubkey::{Pubkey, pubkey};
use sources::programs;

/// Wrapped SOL.
pub const SOL: Pubkey = Pubkey::new_from_array(programs::WRAPPED_SOL);
/// Pyth's sponsored SOL/USD account.
pub const PYTH_SOL_USD: Pubkey = pubkey!("7UVimffxr9ow1uXYxsr4LHAcV58mLzhmwaeKvJ1pjLiE");
/// sSOL.
pub const SSOL: Pubkey = pubkey!("sSo14endRuUbvQaJS3dq36Q829a3A6BEfoeeRGJywEh");
/// The LST that sSOL wraps.
pub const SOLAYER_LST: Pubkey = pubkey!("sSo1wxKKr6zW2hqf5hZrp2CawLibcwi1pMBqk5bg2G4");
/// Solayer's token account of that LST.
pub const SOLAYER_LST_VAULT: Pubkey = pubkey!("4eimDGZonDS41b7YEEtxuX1JbSRLanH2BLJfG5sqbCsB");
/// Solayer's restaking pool: the authority of that account.
pub const SOLAYER_RESTAKING_POOL: Pubkey = pubkey!("3sk58CzpitB9jsnVzZWwqeCn2zcXVherhALBh88Uw9GQ");
/// Solayer's stake pool.
pub const SOLAYER_STAKE_POOL: Pubkey = pubkey!("po1osKDWYF9oiVEGmzKA4eTs8eMveFRMox3bUKazGN2");

/// Pyth's id of SOL/USD.
pub const SOL_USD_FEED_ID: [u8; 32] = [
    0xef, 0x0d, 0x8b, 0x6f, 0xda, 0x2c, 0xeb, 0xa4, 0x1d, 0xa1, 0x5d, 0x40, 0x95, 0xd1, 0xda, 0x39, 0x2a, 0x0d, 0x2f,
    0x8e, 0xd0, 0xc6, 0xc7, 0xbc, 0x0f, 0x4c, 0xfa, 0xc8, 0xc2, 0x80, 0xb5, 0x6d,
];

/// A made-up address, the same for the same name.
pub fn made_up(name: &str) -> Pubkey {
    Pubkey::new_from_array(replay::accounts::made_up(name))
}

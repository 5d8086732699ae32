//! Addresses of the programs and mints that sources belong to.

use five8_const::decode_32_const;

use crate::Key;

/// The system program: owner of wallets, and of addresses at which nothing exists.
pub const SYSTEM: Key = [0; 32];
/// Solana's stake program.
pub const STAKE: Key = decode_32_const("Stake11111111111111111111111111111111111111");
/// SPL Token.
pub const TOKEN: Key = decode_32_const("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
/// SPL Token-2022.
pub const TOKEN_2022: Key = decode_32_const("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
/// The mint of wrapped SOL.
pub const WRAPPED_SOL: Key = decode_32_const("So11111111111111111111111111111111111111112");

/// The SPL stake-pool program.
pub const STAKE_POOL: Key = decode_32_const("SPoo1Ku8WFXoNDMHPsrGSTSG1Y47rzgn41SLUNakuHy");
/// Sanctum's deployment of the stake-pool program for single-validator pools.
pub const STAKE_POOL_SANCTUM_SINGLE: Key = decode_32_const("SP12tWFxD9oJsVWNavTTBZvMbA6gkAmxtVgxdqvyvhY");
/// Sanctum's deployment of the stake-pool program for multi-validator pools.
pub const STAKE_POOL_SANCTUM_MULTI: Key = decode_32_const("SPMBzsVUuoHA4Jm6KunbsotaahvVikZs1JyTW6iJvbn");

/// Marinade's liquid staking.
pub const MARINADE: Key = decode_32_const("MarBmsSgKXdrN1egZf5sqe1TMai9K1rChYNDJgjq7aD");
/// The vault program of Jito's restaking.
pub const JITO_VAULT: Key = decode_32_const("Vau1t6sLNxnzB7ZDsef8TLbPLfyZMYXH8WTNqUdm9g8");
/// Sanctum's Infinity pool.
pub const SANCTUM_INF: Key = decode_32_const("5ocnV1qiCgaQR8Jb8xWnVbApfaygJ8tNoZfgPwsgx9kx");
/// Exponent, which splits yield-bearing tokens into principal and yield.
pub const EXPONENT: Key = decode_32_const("ExponentnaRg3CQbW6dqQNZKXp7gtZ9DGMp1cwC4HAS7");
/// Fragmetric's restaking funds.
pub const FRAGMETRIC: Key = decode_32_const("fragnAis7Bp6FTsMoa6YcH8UffhEw43Ph79qAiK3iF3");

/// Orca Whirlpools.
pub const WHIRLPOOL: Key = decode_32_const("whirLbMiicVdio4qvUfM5KAg6Ct8VwpYzGff3uctyCc");
/// Orca's second deployment of the Whirlpool program, which nobody can change.
pub const WHIRLPOOL_IMMUTABLE: Key = decode_32_const("iwhrLHdsgrvmnwU8GF2FSmyabSMjfHwFGJAX2ufJ3ZN");
/// Raydium's concentrated-liquidity program.
pub const RAYDIUM_CLMM: Key = decode_32_const("CAMMCzo5YL8w4VFF8KVHrK22GGUsp5VTaW7grrKgrWqK");
/// Meteora DLMM.
pub const METEORA_DLMM: Key = decode_32_const("LBUZKhRxPF3XUpBCjp4YzTKgLccjZhTSDM9YuVaPwxo");
/// Meteora DAMM v2.
pub const METEORA_DAMM_V2: Key = decode_32_const("cpamdpZCGKUy5JxQXB4dcpGPiikHawvSWAd6mEn1sGG");

/// Pyth's receiver program.
pub const PYTH_RECEIVER: Key = decode_32_const("rec5EKMGg6MxZYaMdyBfgwp4d5rB9T1VQH5pJv5LtFJ");
/// Pyth's second deployment of the receiver program ("pro-compatible").
pub const PYTH_RECEIVER_PRO: Key = decode_32_const("rec2HHDDnjLfj4kE7VyEtFA1HPGQLK33259532cRyHp");

/// Switchboard On-Demand on mainnet.
pub const SWITCHBOARD: Key = decode_32_const("SBondMDrcV3K4kxZR1HNVT7osZxAHVHgYXL5Ze1oMUv");
/// Switchboard On-Demand on devnet.
pub const SWITCHBOARD_DEVNET: Key = decode_32_const("Aio4gaXjXzJNVLtzwtNVmSqGKpANtXhybbkhtAC94ji2");

/// Switchboard's quote program.
pub const SWITCHBOARD_QUOTE: Key = decode_32_const("orac1eFjzWL5R3RbbdMV68K9H6TaCVVcL6LjvQQWAbz");

/// The deployments of the stake-pool program whose accounts count as stake pools.
pub const STAKE_POOLS: [Key; 3] = [STAKE_POOL, STAKE_POOL_SANCTUM_SINGLE, STAKE_POOL_SANCTUM_MULTI];
/// The programs that price the token of a chain's last step: a wrapper is a mint of either token program.
pub const STEPS: [Key; 8] = [
    STAKE_POOL,
    STAKE_POOL_SANCTUM_SINGLE,
    STAKE_POOL_SANCTUM_MULTI,
    MARINADE,
    SANCTUM_INF,
    JITO_VAULT,
    TOKEN,
    TOKEN_2022,
];
/// The deployments of the Whirlpool program.
pub const WHIRLPOOLS: [Key; 2] = [WHIRLPOOL, WHIRLPOOL_IMMUTABLE];
/// The token programs.
pub const TOKENS: [Key; 2] = [TOKEN, TOKEN_2022];

//! The configuration of the local feed: what a file for a real one would say.

use keeper::config::{AccountEntry, Address, FeedConfig, SourceEntry};
use solana_pubkey::Pubkey;
use sources::{Role, SourceKind, programs};

use crate::address::{self, Addresses};

/// The local token's feed: vault NAV, two pools, SOL/USD.
pub fn feed(addresses: &Addresses) -> FeedConfig {
    let source = vec![vault(addresses), whirlpool(addresses), clmm(addresses), sol_usd()];
    FeedConfig { mint: Some(Address(addresses.mint)), source, ..FeedConfig::default() }
}

fn vault(addresses: &Addresses) -> SourceEntry {
    SourceEntry {
        program: Some(Address(Pubkey::new_from_array(programs::TOKEN))),
        pin: Some(Address(addresses.vault_authority)),
        second_pin: Some(Address(address::RESTAKING_POOL)),
        max_fee_bps: 100,
        ..source(
            SourceKind::Vault,
            &[
                (Role::Mint, addresses.mint),
                (Role::DerivedReserve, addresses.lamport_reserve),
                (Role::StakeReserve, addresses.stake_reserve),
                (Role::ReservePool, address::STAKE_POOL),
                (Role::WrapperMint, address::SSOL_MINT),
                (Role::WrapperVault, address::LST_VAULT),
                (Role::TokenReserve, addresses.token_reserve),
            ],
        )
    }
}

fn whirlpool(addresses: &Addresses) -> SourceEntry {
    source(SourceKind::Whirlpool, &[(Role::Main, addresses.whirlpool)])
}

fn clmm(addresses: &Addresses) -> SourceEntry {
    source(SourceKind::RaydiumClmm, &[(Role::Main, addresses.clmm), (Role::History, addresses.clmm_observations)])
}

fn sol_usd() -> SourceEntry {
    SourceEntry {
        program: Some(Address(Pubkey::new_from_array(programs::PYTH_RECEIVER))),
        pin: Some(Address(Pubkey::new_from_array(address::SOL_USD_FEED))),
        max_age: 150,
        max_confidence_bps: 100,
        ..source(SourceKind::PythUsd, &[(Role::Main, address::PYTH_SOL_USD)])
    }
}

fn source(kind: SourceKind, accounts: &[(Role, Pubkey)]) -> SourceEntry {
    SourceEntry {
        kind,
        program: None,
        pin: None,
        max_age: 0,
        max_confidence_bps: 0,
        min_samples: 0,
        net_withdrawal_fee: false,
        max_fee_bps: 0,
        custodial_authority: false,
        feed_depth: 0,
        second_pin: None,
        accounts: accounts.iter().map(|(role, key)| AccountEntry { role: *role, address: Address(*key) }).collect(),
    }
}

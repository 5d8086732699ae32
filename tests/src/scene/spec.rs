//! Sources as an operator would configure them.

use glowsol_oracle::SourceSpec;
use solana_pubkey::Pubkey;
use sources::{Key, Role, SourceKind, programs};

use super::keys;

/// A source with its accounts, in the order of their roles.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its configuration.
    pub spec: SourceSpec,
    /// Its accounts.
    pub accounts: Vec<Pubkey>,
}

impl Source {
    fn new(kind: SourceKind, program: Key, members: &[(Role, Pubkey)]) -> Self {
        Self {
            spec: SourceSpec {
                kind: kind as u8,
                program: program.into(),
                pin: Pubkey::default(),
                roles: members.iter().map(|(role, _)| *role as u8).collect(),
                max_age: 0,
                max_confidence_bps: 0,
                min_samples: 0,
                net_withdrawal_fee: false,
                max_fee_bps: 0,
                custodial_authority: false,
                feed_depth: 0,
                second_pin: Pubkey::default(),
            },
            accounts: members.iter().map(|(_, key)| *key).collect(),
        }
    }

    /// A token that is the pool token of a stake pool of `program`.
    pub fn stake_pool(program: Key, pool: Pubkey) -> Self {
        let mut source = Self::new(SourceKind::StakePool, program, &[(Role::Main, pool)]);
        source.spec.max_fee_bps = 60;
        source
    }

    /// A chain of programs' own rates, whose last step is of `program`.
    pub fn chain(program: Key, members: &[(Role, Pubkey)]) -> Self {
        let mut source = Self::new(SourceKind::Chain, program, members);
        source.spec.max_fee_bps = 50;
        source
    }

    /// A vault: mint, then reserves.
    pub fn vault(authority: Pubkey, members: &[(Role, Pubkey)]) -> Self {
        let mut source = Self::new(SourceKind::Vault, programs::TOKEN, members);
        source.spec.pin = authority;
        source.spec.second_pin = keys::SOLAYER_RESTAKING_POOL;
        source.spec.max_fee_bps = 60;
        source
    }

    /// The market of a vault's token as that of what backs it, on a Whirlpool.
    pub fn look_through(authority: Pubkey, members: &[(Role, Pubkey)]) -> Self {
        let mut source = Self::new(SourceKind::LookThrough, programs::WHIRLPOOL, members);
        source.spec.pin = authority;
        source
    }

    /// An Orca Whirlpool.
    pub fn whirlpool(pool: Pubkey) -> Self {
        Self::new(SourceKind::Whirlpool, programs::WHIRLPOOL, &[(Role::Main, pool)])
    }

    /// A Raydium CLMM pool with its observations.
    pub fn raydium_clmm(pool: Pubkey, observations: Pubkey) -> Self {
        let members = [(Role::Main, pool), (Role::History, observations)];
        Self::new(SourceKind::RaydiumClmm, programs::RAYDIUM_CLMM, &members)
    }

    /// Pyth's SOL/USD.
    pub fn pyth_usd(account: Pubkey) -> Self {
        let mut source = Self::new(SourceKind::PythUsd, programs::PYTH_RECEIVER, &[(Role::Main, account)]);
        source.spec.pin = keys::SOL_USD_FEED_ID.into();
        source.spec.max_age = 120;
        source.spec.max_confidence_bps = 100;
        source
    }
}

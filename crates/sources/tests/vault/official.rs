//! The layouts of reserves against the official crates: what those write we read, and what we lay out they read.

#![allow(deprecated, reason = "the rent-exempt reserve is still laid out, though nobody should compute with it")]

use proptest::prelude::*;
use solana_program_pack::Pack;
use solana_stake_interface::{
    stake_flags::StakeFlags,
    state::{Authorized, Delegation, Lockup, Meta, Stake, StakeStateV2},
};
use sources::encode::{MintAccount, StakeHolding, TokenHolding};
use spl_token_interface::state::{Account, AccountState, Mint};

use super::case::{AUTHORITY, STAKE_AT, STAKED, good};

proptest! {
    /// A mint as we lay it out is a mint to SPL Token, field by field, and packs to the same bytes.
    #[test]
    fn mints(authority: Option<[u8; 32]>, freeze: Option<[u8; 32]>, supply: u64, decimals: u8) {
        let ours = MintAccount { mint_authority: authority, supply, decimals, freeze_authority: freeze, extension: None };
        let theirs = Mint::unpack(&ours.encode()).unwrap();
        prop_assert_eq!((theirs.supply, theirs.decimals, theirs.is_initialized), (supply, decimals, true));
        let mut packed = [0; Mint::LEN];
        Mint::pack(theirs, &mut packed).unwrap();
        prop_assert_eq!(packed.to_vec(), ours.encode());
    }

    /// The same for a token account.
    #[test]
    fn token_accounts(mint: [u8; 32], owner: [u8; 32], amount: u64, frozen: bool, native_reserve: Option<u64>) {
        let ours = TokenHolding { mint, owner, amount, frozen, native_reserve, extension: None };
        let theirs = Account::unpack(&ours.encode()).unwrap();
        prop_assert_eq!((theirs.mint.to_bytes(), theirs.owner.to_bytes(), theirs.amount), (mint, owner, amount));
        prop_assert_eq!(theirs.state, if frozen { AccountState::Frozen } else { AccountState::Initialized });
        let mut packed = [0; Account::LEN];
        Account::pack(theirs, &mut packed).unwrap();
        prop_assert_eq!(packed.to_vec(), ours.encode());
    }

    /// A stake account as the stake program writes it counts with all its lamports, whatever it says inside.
    #[test]
    fn stake_accounts(staker: [u8; 32], rent: u64, voter: [u8; 32], stake: u64, epochs: (u64, u64), credits: u64) {
        let meta = Meta {
            rent_exempt_reserve: rent,
            authorized: Authorized { staker: staker.into(), withdrawer: AUTHORITY.into() },
            lockup: Lockup::default(),
        };
        let delegation = Delegation {
            voter_pubkey: voter.into(), stake, activation_epoch: epochs.0, deactivation_epoch: epochs.1,
            ..Delegation::default()
        };
        let state = StakeStateV2::Stake(meta, Stake { delegation, credits_observed: credits }, StakeFlags::empty());
        let mut case = good();
        let mut data = bincode::serialize(&state).unwrap();
        data.resize(200, 0);
        case.accounts[STAKE_AT].data = data;
        prop_assert_eq!(case.read(), good().read());

        let ours = StakeHolding {
            rent_exempt_reserve: rent, staker, withdrawer: AUTHORITY, delegation: Some((voter, stake, epochs.0)),
        };
        let theirs: StakeStateV2 = bincode::deserialize(&ours.encode()).unwrap();
        prop_assert_eq!(theirs.meta().unwrap(), meta);
        prop_assert_eq!(theirs.delegation().unwrap().stake, stake);
        prop_assert_eq!(theirs.delegation().unwrap().voter_pubkey.to_bytes(), voter);
        prop_assert!(case.accounts[STAKE_AT].lamports == STAKED);
    }
}

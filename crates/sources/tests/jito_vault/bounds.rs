use sources::encode::{JitoVaultAccount, MintAccount};

use super::case::*;
use crate::common::{
    Case, SLOT,
    bad::{Bad, Expect, callers_mistakes, every_bad_behaviour, step_mint, structural},
    key,
};

#[test]
fn bad_behaviours_of_the_vault() {
    every_bad_behaviour(good, damage_vault);
}

#[test]
fn bad_behaviours_of_the_receipts_mint() {
    every_bad_behaviour(good, |bad, case: &mut Case| step_mint(bad, case, MINT_AT, mint(SUPPLY)));
}

#[test]
fn wrong_accounts_are_the_callers_mistake() {
    callers_mistakes(good);
}

#[test]
fn the_other_accounts_of_the_program_are_no_vaults() {
    for tag in (0..=8).filter(|tag| *tag != 2) {
        let mut case = good();
        case.accounts[VAULT_AT].data[0] = tag;
        assert_eq!(case.verdict(), "WrongDiscriminator", "tag {tag}");
    }
}

#[test]
fn a_vault_of_another_token_is_not_priced_by_this_pool() {
    assert_eq!(of(JitoVaultAccount { supported_mint: key(0x77), ..vault() }).verdict(), "WrongMint");
}

#[test]
fn a_receipt_that_somebody_else_can_mint_is_refused() {
    for authority in [None, Some(key(0x77))] {
        let mut case = good();
        case.accounts[MINT_AT].data = MintAccount { mint_authority: authority, ..mint(SUPPLY) }.encode();
        assert_eq!(case.verdict(), "WrongAuthority");
    }
}

#[test]
fn epochs_at_the_edge() {
    for (slot, verdict) in [(SLOT + 1, "FromFuture"), (347_760_000, "reads"), (347_759_999, "Stale"), (0, "Stale")] {
        let case = of(JitoVaultAccount { last_full_state_update_slot: slot, ..vault() });
        assert_eq!(case.verdict(), verdict, "slot {slot}");
    }
}

fn damage_vault(bad: Bad, case: &mut Case) -> Expect {
    let mut set = |vault: JitoVaultAccount| case.accounts[VAULT_AT].data = vault.encode();
    match bad {
        Bad::WrongOwner | Bad::WrongDiscriminator | Bad::TooShort | Bad::TooLong | Bad::AllZero | Bad::AllOnes => {
            structural(bad, case, VAULT_AT);
        }
        Bad::ZeroPrice => set(JitoVaultAccount { tokens_deposited: 0, ..vault() }),
        Bad::ZeroSupply => set(JitoVaultAccount { vrt_supply: 0, ..vault() }),
        Bad::MaximumValues => set(JitoVaultAccount { tokens_deposited: u64::MAX, ..vault() }),
        Bad::Stale => set(JitoVaultAccount { last_full_state_update_slot: 0, ..vault() }),
        Bad::FromTheFuture => set(JitoVaultAccount { last_full_state_update_slot: u64::MAX, ..vault() }),
        Bad::WrongMints => set(JitoVaultAccount { supported_mint: key(0x77), ..vault() }),
        Bad::WrongSibling => set(JitoVaultAccount { vrt_mint: key(0x77), ..vault() }),
        Bad::Disabled => {
            set(JitoVaultAccount { is_paused: true, ..vault() });
            return Expect::Differs;
        }
        // Allocated and marked, but never filled.
        Bad::HalfInitialised => case.accounts[VAULT_AT].data[8..].fill(0),
        Bad::ZeroLiquidity | Bad::WrongOrientation | Bad::WrongDecimals => return Expect::Cannot,
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => "WrongDiscriminator",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::ZeroPrice => "ZeroAssets",
        Bad::ZeroSupply => "ZeroSupply",
        Bad::MaximumValues => "OutOfRange",
        Bad::Stale => "Stale",
        Bad::FromTheFuture => "FromFuture",
        Bad::WrongSibling => "WrongSibling",
        _ => "WrongMint",
    })
}

use sources::encode::FragmetricFundAccount;

use super::case::{Case, SUPPLY, fund, good, mint, of};
use crate::common::{
    SLOT,
    bad::{Bad, Expect, every_bad_behaviour, structural},
    key,
};

#[test]
fn bad_behaviours() {
    every_bad_behaviour(good, damage);
}

#[test]
fn another_version() {
    for (data_version, verdict) in
        [(0, "Uninitialised"), (18, "UnsupportedMode"), (19, "reads"), (20, "UnsupportedMode")]
    {
        assert_eq!(of(&FragmetricFundAccount { data_version, ..fund() }).verdict(), verdict, "{data_version}");
    }
}

#[test]
fn a_count_beyond_the_room() {
    for (count, verdict) in [(33, "reads"), (34, "Malformed"), (1 << 32, "Malformed"), (u64::MAX, "Malformed")] {
        let mut case = good();
        case.accounts[0].data[3384..3392].copy_from_slice(&count.to_le_bytes());
        assert_eq!(case.verdict(), verdict, "{count}");
    }
}

#[test]
fn members_of_no_tokens() {
    assert_eq!(of(&FragmetricFundAccount { denominator: 0, ..fund() }).verdict(), "Malformed");
}

#[test]
fn a_slot_at_the_edge() {
    for (slot, verdict) in [(SLOT, "reads"), (SLOT + 1, "FromFuture")] {
        let fund = FragmetricFundAccount { receipt_token_value_updated_slot: slot, ..fund() };
        assert_eq!(of(&fund).verdict(), verdict);
    }
}

#[test]
fn another_mint_or_none() {
    let mut case = good();
    case.accounts[1].key = key(0x77);
    assert_eq!(case.verdict(), "WrongMint");
    for account in 0..2 {
        let mut case = good();
        case.accounts[account].close();
        assert_eq!(case.verdict(), "Gone");
    }
}

fn set(case: &mut Case, fund: &FragmetricFundAccount) {
    case.accounts[0].data = fund.encode();
}

fn damage(bad: Bad, case: &mut Case) -> Expect {
    match bad {
        Bad::WrongOwner | Bad::WrongDiscriminator | Bad::TooShort | Bad::TooLong | Bad::AllZero | Bad::AllOnes => {
            structural(bad, case, 0);
        }
        Bad::ZeroPrice => set(case, &FragmetricFundAccount { one_receipt_token_as_sol: 0, ..fund() }),
        Bad::ZeroSupply => set(case, &FragmetricFundAccount { receipt_token_supply_amount: 0, ..fund() }),
        Bad::MaximumValues => set(case, &FragmetricFundAccount { one_receipt_token_as_sol: u64::MAX, ..fund() }),
        Bad::FromTheFuture => {
            set(case, &FragmetricFundAccount { receipt_token_value_updated_slot: u64::MAX, ..fund() })
        }
        Bad::WrongMints => set(case, &FragmetricFundAccount { receipt_token_mint: key(0x77), ..fund() }),
        Bad::WrongDecimals => case.accounts[1] = mint(SUPPLY, 8),
        Bad::HalfInitialised => {
            let new = FragmetricFundAccount { data_version: 19, receipt_token_decimals: 9, ..Default::default() };
            set(case, &new);
        }
        // Its slot is told, not judged; a stop of its withdrawals is said.
        Bad::Stale | Bad::ZeroLiquidity | Bad::WrongOrientation | Bad::Disabled | Bad::WrongSibling => {
            return Expect::Cannot;
        }
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => "WrongDiscriminator",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::ZeroPrice => "NonPositive",
        Bad::ZeroSupply | Bad::HalfInitialised => "ZeroSupply",
        Bad::MaximumValues => "OutOfRange",
        Bad::FromTheFuture => "FromFuture",
        Bad::WrongDecimals => "WrongDecimals",
        _ => "WrongMint",
    })
}

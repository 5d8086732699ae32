use sources::{
    encode::{DlmmOracleAccount, DlmmPairAccount},
    programs,
};

use super::case::{good, of, oracle, pair, with};
use crate::common::{
    Case, NOW,
    bad::{Bad, Expect, callers_mistakes, every_bad_behaviour, structural},
    key,
};

#[test]
fn bad_behaviours_of_the_pair() {
    every_bad_behaviour(good, damage_pair);
}

#[test]
fn bad_behaviours_of_the_oracle() {
    every_bad_behaviour(good, damage_oracle);
}

#[test]
fn wrong_accounts_are_the_callers_mistake() {
    callers_mistakes(good);
}

#[test]
fn orcas_oracle_has_the_same_discriminator_but_another_owner() {
    let mut case = good();
    case.accounts[1].owner = programs::WHIRLPOOL;
    assert_eq!(case.verdict(), "WrongOwner");
}

#[test]
fn ids_and_steps_beyond_all_bins_are_refused() {
    for (active_id, bin_step, verdict) in [
        (443_637, 1, "OutOfRange"),
        (i32::MIN, 1, "OutOfRange"),
        (i32::MAX, 10, "OutOfRange"),
        (0, 0, "OutOfRange"),
        (0, u16::MAX, "OutOfRange"),
        (-443_636, 100, "NonPositive"),
        (443_636, 1, "OutOfRange"),
    ] {
        let mut case = good();
        case.accounts[0].data = DlmmPairAccount { active_id, bin_step, ..pair() }.encode();
        assert_eq!(case.verdict(), verdict, "{active_id} {bin_step}");
    }
}

#[test]
fn a_drained_pair_has_no_liquidity() {
    for (tokens, lamports) in [(0, 1_000_000_000), (1_000_000_000, 0), (0, 0)] {
        assert_eq!(with(pair(), oracle(), tokens, lamports).verdict(), "ZeroLiquidity");
    }
}

fn damage_pair(bad: Bad, case: &mut Case) -> Expect {
    let turned = DlmmPairAccount {
        token_x_mint: pair().token_y_mint,
        token_y_mint: pair().token_x_mint,
        reserve_x: pair().reserve_y,
        reserve_y: pair().reserve_x,
        ..pair()
    };
    let mut set = |pair: DlmmPairAccount| case.accounts[0].data = pair.encode();
    match bad {
        Bad::ZeroPrice => set(DlmmPairAccount { active_id: -400_000, ..pair() }),
        Bad::ZeroLiquidity => *case = with(pair(), oracle(), 0, 0),
        Bad::MaximumValues => set(DlmmPairAccount { active_id: i32::MAX, bin_step: u16::MAX, ..pair() }),
        Bad::WrongMints => set(DlmmPairAccount { token_x_mint: key(0x77), ..pair() }),
        Bad::Disabled => set(DlmmPairAccount { status: 1, ..pair() }),
        Bad::FromTheFuture => {
            set(DlmmPairAccount { pair_type: 1, activation_type: 1, activation_point: NOW as u64 + 60, ..pair() });
        }
        Bad::WrongSibling => set(DlmmPairAccount { oracle: key(0x77), ..pair() }),
        Bad::HalfInitialised => {
            *case = of(DlmmPairAccount { last_update_timestamp: 0, ..pair() }, DlmmOracleAccount::new(100));
        }
        Bad::WrongOrientation => {
            set(turned);
            return Expect::Differs;
        }
        Bad::WrongDecimals => {
            case.config().token_decimals = 8;
            return Expect::Differs;
        }
        Bad::ZeroSupply | Bad::Stale => return Expect::Cannot,
        Bad::WrongOwner | Bad::WrongDiscriminator | Bad::TooShort | Bad::TooLong | Bad::AllZero | Bad::AllOnes => {
            structural(bad, case, 0)
        }
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => "WrongDiscriminator",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::ZeroPrice => "NonPositive",
        Bad::ZeroLiquidity => "ZeroLiquidity",
        Bad::MaximumValues => "OutOfRange",
        Bad::Disabled => "Disabled",
        Bad::FromTheFuture => "NotOpen",
        Bad::WrongSibling => "WrongSibling",
        Bad::HalfInitialised => "NeverTraded",
        _ => "WrongMints",
    })
}

fn damage_oracle(bad: Bad, case: &mut Case) -> Expect {
    match bad {
        Bad::HalfInitialised => {
            case.accounts[1].data = DlmmOracleAccount { active_size: 0, ..oracle() }.encode();
            return Expect::Differs;
        }
        Bad::FromTheFuture => {
            let mut account = oracle();
            account.update(NOW + 3600, 0);
            case.accounts[1].data = account.encode();
            return Expect::Differs;
        }
        Bad::MaximumValues => {
            case.accounts[1].data = DlmmOracleAccount { idx: u64::MAX, active_size: u64::MAX, ..oracle() }.encode();
        }
        Bad::WrongOwner | Bad::WrongDiscriminator | Bad::TooShort | Bad::TooLong | Bad::AllZero | Bad::AllOnes => {
            structural(bad, case, 1)
        }
        _ => return Expect::Cannot,
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::MaximumValues => "Malformed",
        _ => "WrongDiscriminator",
    })
}

use sources::encode::ExponentVaultAccount;

use super::case::{Case, MATURITY, RATE, SET_ASIDE, SUPPLY, TERMS, good, mint, of, short, vault};
use crate::common::{
    bad::{Bad, Expect, every_bad_behaviour, structural},
    key,
};

/// First bytes of a market of the same program.
const MARKET: [u8; 8] = [0xd4, 0x04, 0x84, 0x7e, 0xa9, 0x79, 0x79, 0x14];

#[test]
fn bad_behaviours() {
    every_bad_behaviour(good, damage);
}

#[test]
fn books_that_do_not_add_up() {
    let stated = |vault, sy_for_pt| of(ExponentVaultAccount { sy_for_pt, ..vault }).verdict();
    // Enough is there: exactly what is promised.
    assert_eq!(stated(vault(), SET_ASIDE), "reads");
    assert_eq!(stated(vault(), SET_ASIDE + 1), "Malformed");
    assert_eq!(stated(vault(), SET_ASIDE - 1), "Malformed");
    // Less is there: no less than that, and no more than what is promised.
    let lacking = short(100, 0);
    assert_eq!(stated(lacking, SET_ASIDE - 101), "Malformed");
    assert_eq!(stated(lacking, SET_ASIDE - 100), "reads");
    assert_eq!(stated(lacking, SET_ASIDE), "reads");
    assert_eq!(stated(lacking, SET_ASIDE + 1), "Malformed");
}

#[test]
fn each_number_of_the_books_counts() {
    let verdict = |change: fn(&mut ExponentVaultAccount)| {
        let mut vault = vault();
        change(&mut vault);
        of(vault).verdict()
    };
    assert_eq!(verdict(|it| it.last_seen_sy_exchange_rate[0] += 1_000), "Malformed");
    assert_eq!(verdict(|it| it.pt_supply += 1_000), "Malformed");
    // A shortage that the vault has not noticed: each of the three parts of what is there.
    let shorter = |change: fn(&mut ExponentVaultAccount, u64)| {
        let mut vault = vault();
        change(&mut vault, super::case::SPARE + 5);
        of(vault).with(|vault| vault.set_aside.get())
    };
    assert_eq!(shorter(|it, by| it.total_sy_in_escrow -= by), Ok(SET_ASIDE - 5));
    assert_eq!(shorter(|it, by| it.treasury_sy += by), Ok(SET_ASIDE - 5));
    assert_eq!(shorter(|it, by| it.uncollected_sy += by), Ok(SET_ASIDE - 5));
}

#[test]
fn claims_beyond_the_escrow_leave_nothing() {
    for vault in [
        ExponentVaultAccount { treasury_sy: u64::MAX, ..vault() },
        ExponentVaultAccount { uncollected_sy: u64::MAX, ..vault() },
        ExponentVaultAccount { total_sy_in_escrow: 0, ..vault() },
    ] {
        assert_eq!(of(vault).verdict(), "ZeroAssets");
    }
}

#[test]
fn rates_of_any_width() {
    for word in 1..4 {
        let mut wide = [RATE, 0, 0, 0];
        wide[word] = 1;
        assert_eq!(of(ExponentVaultAccount { last_seen_sy_exchange_rate: wide, ..vault() }).verdict(), "OutOfRange");
        assert_eq!(
            of(ExponentVaultAccount { all_time_high_sy_exchange_rate: wide, ..vault() }).verdict(),
            "OutOfRange"
        );
        // The final rate is not relied on.
        assert_eq!(of(ExponentVaultAccount { final_sy_exchange_rate: wide, ..vault() }).verdict(), "reads");
    }
    // A rate so small that what it promises does not fit: only what is there can be set aside.
    let there = vault().total_sy_in_escrow - vault().treasury_sy - vault().uncollected_sy;
    let small = ExponentVaultAccount { last_seen_sy_exchange_rate: [1, 0, 0, 0], sy_for_pt: there, ..vault() };
    assert_eq!(of(small).with(|vault| vault.set_aside.get()), Ok(there));
}

#[test]
fn another_series() {
    for by in [-1, 1] {
        let mut case = good();
        case.terms.maturity = fair_value::units::UnixTime::new(MATURITY + by);
        assert_eq!(case.verdict(), "WrongSibling");
    }
    // A date that would wrap round to the configured one.
    let wrapped = ExponentVaultAccount { start_ts: MATURITY as u32 + 5, duration: u32::MAX - 4, ..vault() };
    assert_eq!(of(wrapped).verdict(), "WrongSibling");
    let mut case = good();
    case.terms.sy_mint = key(0x77);
    assert_eq!(case.verdict(), "WrongMint");
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

#[test]
fn a_market_of_the_same_program() {
    let mut case = good();
    case.accounts[0].data[..8].copy_from_slice(&MARKET);
    assert_eq!(case.verdict(), "WrongDiscriminator");
}

#[test]
fn what_follows_the_head_may_have_any_length() {
    for length in [524, 868, 5_000] {
        let mut case = good();
        case.accounts[0].data.resize(length, 0xff);
        assert_eq!(case.verdict(), "reads");
    }
    let mut case = good();
    case.accounts[0].data.truncate(523);
    assert_eq!(case.verdict(), "WrongLength");
    case.accounts[0].data.clear();
    assert_eq!(case.verdict(), "WrongLength");
}

fn set(case: &mut Case, vault: ExponentVaultAccount) {
    case.accounts[0].data = vault.encode();
}

fn damage(bad: Bad, case: &mut Case) -> Expect {
    match bad {
        Bad::WrongOwner | Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => structural(bad, case, 0),
        Bad::TooShort => case.accounts[0].data.truncate(523),
        Bad::ZeroPrice => set(case, ExponentVaultAccount { last_seen_sy_exchange_rate: [0; 4], ..vault() }),
        Bad::ZeroLiquidity => set(case, ExponentVaultAccount { total_sy_in_escrow: 0, sy_for_pt: 0, ..vault() }),
        Bad::ZeroSupply => set(case, ExponentVaultAccount { pt_supply: 0, sy_for_pt: 0, ..vault() }),
        Bad::MaximumValues => {
            set(case, ExponentVaultAccount { all_time_high_sy_exchange_rate: [u64::MAX; 4], ..vault() });
        }
        Bad::WrongMints => set(case, ExponentVaultAccount { mint_pt: key(0x77), ..vault() }),
        Bad::WrongDecimals => case.accounts[1].data = encoded_mint(6),
        Bad::Disabled => set(case, ExponentVaultAccount { status: 0b11_1101, ..vault() }),
        Bad::HalfInitialised => {
            let terms = (vault().start_ts, vault().duration);
            let new = ExponentVaultAccount {
                mint_sy: TERMS.sy_mint,
                start_ts: terms.0,
                duration: terms.1,
                status: 0b11_1111,
                ..ExponentVaultAccount::default()
            };
            set(case, new);
        }
        Bad::WrongSibling => set(case, ExponentVaultAccount { duration: vault().duration + 1, ..vault() }),
        // Longer is what a vault with more emissions is; it states no time of its own.
        Bad::TooLong | Bad::Stale | Bad::FromTheFuture | Bad::WrongOrientation => return Expect::Cannot,
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => "WrongDiscriminator",
        Bad::TooShort => "WrongLength",
        Bad::ZeroPrice => "NonPositive",
        Bad::ZeroLiquidity => "ZeroAssets",
        Bad::ZeroSupply | Bad::HalfInitialised => "ZeroSupply",
        Bad::MaximumValues => "OutOfRange",
        Bad::WrongDecimals => "WrongDecimals",
        Bad::Disabled => "Disabled",
        Bad::WrongSibling => "WrongSibling",
        _ => "WrongMint",
    })
}

fn encoded_mint(decimals: u8) -> Vec<u8> {
    sources::encode::MintAccount { decimals, ..mint(SUPPLY) }.encode()
}

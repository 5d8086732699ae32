use fair_value::units::{Bps, Rate, TokenAmount, UnixTime};
use sources::{
    encode::ExponentVaultAccount,
    exponent::{LinearDiscount, PrincipalVault, present_value},
};

use super::case::{Case, MATURITY, RATE, SET_ASIDE, SUPPLY, SY_MINT, good, mint, of, rate, short, vault};
use crate::common::{NOW, TOKEN, key};

const ONE: Rate = Rate::from_bits(1 << 44);

fn read<T>(case: &Case, use_it: impl FnOnce(PrincipalVault<'_>) -> T) -> T {
    case.with(use_it).expect("it reads")
}

fn discount(bps: u32) -> LinearDiscount {
    LinearDiscount::new(Bps::new(bps), UnixTime::new(MATURITY), UnixTime::new(NOW)).expect("it leaves something")
}

fn at(discount: LinearDiscount, time: i64) -> Rate {
    discount.factor(UnixTime::new(time)).expect("it leaves something")
}

#[test]
fn reads_the_books() {
    read(&good(), |vault| {
        assert_eq!((vault.mint, vault.sy_mint, vault.sy_program), (&TOKEN, &SY_MINT, &key(0x31)));
        assert_eq!((vault.set_aside.get(), vault.supply.get()), (SET_ASIDE, SUPPLY));
        assert_eq!((vault.unbacked, vault.emergency), (false, false));
        let last_seen = vault.last_seen().unwrap();
        assert!(last_seen <= rate(RATE) && last_seen.to_bits() + 1 >= rate(RATE).to_bits());
    });
}

#[test]
fn a_whole_backing_is_one_and_never_more() {
    read(&good(), |vault| {
        // What the program rounded off is less than a step.
        assert!(vault.backing(rate(RATE)).to_bits() >= ONE.to_bits() - 1);
        assert_eq!(vault.backing(rate(RATE + 1_000)), ONE);
        assert_eq!(vault.backing(rate(2 * RATE)), ONE);
        assert_eq!(vault.backing(Rate::MAX), ONE);
    });
}

#[test]
fn a_fall_of_the_sy_shows_whatever_the_vault_saw_last() {
    read(&good(), |vault| {
        // Half the rate is half the backing.
        let half = vault.backing(rate(RATE / 2)).to_decimal_ceil();
        assert_eq!(half, 500_000_000_000);
        assert_eq!(vault.backing(Rate::ZERO), Rate::ZERO);
    });
}

#[test]
fn what_is_missing_from_the_escrow_is_missing_from_the_backing() {
    // A tenth is gone; afterwards, interest that was booked takes another.
    for (booked, worth) in [(0, 900_000_000_000), (SET_ASIDE / 10, 800_000_000_000)] {
        read(&of(short(SET_ASIDE / 10, booked)), |vault| {
            assert_eq!(vault.backing(rate(RATE)).to_decimal_ceil(), worth);
        });
    }
}

#[test]
fn an_emergency_is_said() {
    let high = ExponentVaultAccount { all_time_high_sy_exchange_rate: [RATE + 1, 0, 0, 0], ..vault() };
    read(&of(high), |vault| assert!(vault.emergency));
    let low = ExponentVaultAccount { all_time_high_sy_exchange_rate: [RATE - 1, 0, 0, 0], ..vault() };
    read(&of(low), |vault| assert!(!vault.emergency));
}

#[test]
fn tokens_that_the_vault_does_not_know_of_share_the_backing() {
    let mut case = good();
    case.accounts[1].data = mint(2 * SUPPLY).encode();
    read(&case, |vault| {
        assert!(vault.unbacked);
        assert_eq!(vault.supply, TokenAmount::new(2 * SUPPLY));
        assert_eq!(vault.backing(rate(RATE)).to_decimal_ceil(), 500_000_000_000);
    });
    // Burned by hand: nobody gets what backed them.
    case.accounts[1].data = mint(SUPPLY / 2).encode();
    read(&case, |vault| assert_eq!((vault.unbacked, vault.supply.get()), (false, SUPPLY)));
}

#[test]
fn what_redeems_is_the_one_bit_of_the_status() {
    for status in 0..=u8::MAX {
        let verdict = if status & 2 == 2 { "reads" } else { "Disabled" };
        assert_eq!(of(ExponentVaultAccount { status, ..vault() }).verdict(), verdict, "{status:#b}");
    }
}

#[test]
fn the_discount_ends_at_maturity() {
    let discount = discount(1_460);
    // 100 of 365 days at 14.6 %: 4 %.
    assert_eq!(at(discount, NOW).to_decimal_ceil(), 960_000_000_000);
    assert_eq!(at(discount, MATURITY - 1).to_decimal_floor(), 999_999_995_370);
    for time in [MATURITY, MATURITY + 1, i64::MAX] {
        assert_eq!(at(discount, time), ONE);
    }
}

#[test]
fn without_a_discount_it_is_one_all_the_time() {
    for time in [NOW, MATURITY - 1, MATURITY] {
        assert_eq!(at(discount(0), time), ONE);
    }
}

#[test]
fn a_discount_that_could_reach_zero_is_refused() {
    // 100 days of 365: 365 % per year would be all of it.
    let of = |bps, from| LinearDiscount::new(Bps::new(bps), UnixTime::new(MATURITY), UnixTime::new(from));
    assert_eq!(of(36_500, NOW), None);
    assert!(of(36_499, NOW).is_some());
    assert!(of(36_500, NOW + 1).is_some());
    assert_eq!(of(u32::MAX, NOW), None);
    // What was accepted as of a time is still asked about an earlier one.
    let early = UnixTime::new(NOW - 1_000_000_000);
    assert_eq!(discount(1_460).factor(early).map_err(|condition| condition.name()), Err("OutOfRange"));
    assert_eq!(discount(0).factor(UnixTime::new(i64::MIN)).map_err(|condition| condition.name()), Err("OutOfRange"));
}

#[test]
fn worth_is_the_product() {
    let worth = |backing, factor| present_value(rate(backing), rate(factor)).to_decimal_floor();
    assert_eq!(worth(1_000_000_000_000, 960_000_000_000), 960_000_000_000);
    assert_eq!(worth(500_000_000_000, 500_000_000_000), 250_000_000_000);
    assert_eq!(worth(0, 960_000_000_000), 0);
    // Neither is ever more than one.
    assert_eq!(present_value(Rate::MAX, Rate::MAX), ONE);
}

#[test]
fn a_fault_names_the_vault_or_the_mint() {
    let mut case = good();
    case.accounts[1].data = mint(0).encode();
    let fault = case.with(|_| ()).unwrap_err();
    assert_eq!((fault.account, fault.name()), (1, "ZeroSupply"));
    let fault = of(ExponentVaultAccount { status: 0, ..vault() }).with(|_| ()).unwrap_err();
    assert_eq!((fault.account, fault.name()), (0, "Disabled"));
}

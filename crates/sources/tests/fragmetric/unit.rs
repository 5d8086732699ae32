use fair_value::units::{Lamports, Slot, TokenAmount};
use sources::{
    encode::{FragmetricFundAccount, FundEntry},
    fragmetric::{Entry, FragmetricFund, Pricing},
};

use super::case::{Case, RATE, SUPPLY, fund, good, mint, of};
use crate::common::{SLOT, TOKEN, key};

fn read<T>(case: &Case, use_it: impl FnOnce(FragmetricFund<'_>) -> T) -> T {
    case.with(use_it).expect("it reads")
}

#[test]
fn reads_what_is_stated() {
    read(&good(), |fund| {
        assert_eq!((fund.mint, fund.supply, fund.unbacked), (&TOKEN, TokenAmount::new(SUPPLY), false));
        assert_eq!(fund.rate.to_decimal_ceil(), RATE * 1_000);
        assert_eq!((fund.updated, fund.composed_for.get()), (Slot::new(SLOT - 100), SUPPLY));
        assert_eq!((fund.withdrawal_fee_bps, fund.withdrawals_enabled), (10, true));
    });
    let stopped = FragmetricFundAccount { withdrawal_enabled: 0, withdrawal_fee_rate_bps: 500, ..fund() };
    read(&of(&stopped), |fund| assert_eq!((fund.withdrawal_fee_bps, fund.withdrawals_enabled), (500, false)));
}

#[test]
fn tells_the_members() {
    read(&good(), |fund| {
        let entries: Result<Vec<_>, _> = fund.entries().collect();
        let keys = [0x41, 0x42, 0x43, 0x51, 0x52].map(key);
        let [first, second, third, pool, vault] = &keys;
        let token = |mint, amount, pricing| Entry::Token { mint, amount: TokenAmount::new(amount), pricing };
        let expected = vec![
            Entry::Sol(Lamports::new(20_000_000_000_000)),
            token(first, 200_000_000_000_000, Some(Pricing { kind: 1, address: pool })),
            token(second, 50_000_000_000_000, Some(Pricing { kind: 3, address: vault })),
            token(third, 1, None),
        ];
        assert_eq!(entries, Ok(expected));
    });
}

#[test]
fn a_fund_has_room_for_thirty_three_members() {
    let full = FragmetricFundAccount { numerator: (0..33).map(FundEntry::Sol).collect(), ..fund() };
    read(&of(&full), |fund| {
        assert_eq!(fund.entries().count(), 33);
        assert_eq!(fund.entries().last(), Some(Ok(Entry::Sol(Lamports::new(32)))));
    });
    read(&of(&FragmetricFundAccount { numerator: vec![], denominator: 0, ..fund() }), |fund| {
        assert_eq!(fund.entries().count(), 0);
    });
}

#[test]
fn a_member_of_no_kind_spoils_itself_alone() {
    let mut case = good();
    case.accounts[0].data[216 + 96] = 3;
    read(&case, |fund| {
        let wrong: Vec<_> = fund.entries().map(|entry| entry.is_err()).collect();
        assert_eq!(wrong, [false, true, false, false]);
    });
}

#[test]
fn an_old_rate_is_told_and_judged_elsewhere() {
    let old = FragmetricFundAccount { receipt_token_value_updated_slot: 1, ..fund() };
    read(&of(&old), |fund| assert_eq!(fund.updated, Slot::new(1)));
}

#[test]
fn tokens_that_the_fund_does_not_know_of_are_said() {
    let mut case = good();
    case.accounts[1] = mint(SUPPLY + 1, 9);
    read(&case, |fund| assert_eq!((fund.unbacked, fund.supply.get()), (true, SUPPLY + 1)));
    case.accounts[1] = mint(SUPPLY - 1, 9);
    read(&case, |fund| assert_eq!((fund.unbacked, fund.supply.get()), (false, SUPPLY)));
}

use fair_value::{
    Now,
    units::{Slot, TokenAmount},
};
use sources::{encode::MintAccount, fragmetric::FragmetricFund, programs};

use crate::{
    Tests,
    common::{
        Owned,
        fixture::{address, bare},
        now,
    },
};

pub const TESTS: Tests = &[("fragsols_head_in_october_2025", head), ("the_head_alone_is_refused", alone)];

const HEAD: usize = 234;
const SUPPLY: u64 = 316_994_539_554_695;

/// The first bytes are real, all others made up: zeros, so that the fund seems to have no members.
fn account() -> Owned {
    let key = address("3TK9fNePM4qdKC4dwvDe8Bamv14prDqdVfuANxPeiryb");
    bare("modified-or-devnet/TRUNCATED-fragsol-fund-head-2025-10-06.bin", key, programs::FRAGMETRIC)
}

/// Made up as well, with the supply that the fund states.
fn mint() -> Owned {
    let mint = MintAccount { supply: SUPPLY, decimals: 9, extension: Some((14, &[3; 64])), ..MintAccount::default() };
    Owned::new(address("FRAGSEthVFL7fdqM8hxfxkfCZzUvmg21cqPJVvC1qdbo"), programs::TOKEN_2022, mint.encode())
}

fn at() -> Now {
    Now { slot: Slot::new(371_549_879), ..now() }
}

fn head() {
    let (mut fund, mint) = (account(), mint());
    assert_eq!(fund.data.len(), HEAD);
    fund.data.resize(163_840, 0);
    // What of the first member was captured would be half of one.
    assert_eq!(fund.data[3384..3392], [0; 8]);
    let (fund, mint) = (fund.view(), mint.view());
    let fund = FragmetricFund::read(&fund, &mint, &at()).unwrap();
    assert_eq!((fund.supply, fund.unbacked), (TokenAmount::new(SUPPLY), false));
    assert_eq!(fund.rate.to_decimal_ceil(), 1_079_420_719_000);
    assert_eq!(fund.updated, Slot::new(371_549_353));
    assert_eq!(fund.entries().count(), 0);
}

fn alone() {
    let (fund, mint) = (account(), mint());
    let fault = FragmetricFund::read(&fund.view(), &mint.view(), &at()).unwrap_err();
    assert_eq!((fault.account, fault.name()), (0, "WrongLength"));
}

use fair_value::{MarketReading, Reading};
use sources::{Role, check};

use super::case::*;
use crate::{common::Case, stake_pool, whirlpool};

fn market(case: &Case) -> MarketReading {
    match case.read() {
        Ok(Reading::Market(reading)) => reading,
        other => panic!("not a market: {other:?}"),
    }
}

/// The table of a good case behind a NAV source.
fn checked(case: &Case) -> Result<(), &'static str> {
    let mut table = stake_pool::case::good().table;
    table.sources[1] = case.table.sources[0];
    table.sources[1].first_account = 1;
    for at in 0..usize::from(case.table.account_count) {
        (table.accounts[at + 1], table.roles[at + 1]) = (case.table.accounts[at], case.table.roles[at]);
    }
    (table.source_count, table.account_count) = (2, case.table.account_count + 1);
    check(&table).map_err(|error| error.name())
}

#[test]
fn the_good_table_is_valid_and_others_are_not() {
    assert_eq!(checked(&good()), Ok(()));
    for (at, role) in [(1, Role::ReservePool as u8), (2, Role::WrapperMint as u8), (4, Role::Main as u8)] {
        let mut case = good();
        case.table.roles[at] = role;
        assert_eq!(checked(&case), Err("WrongRole"), "{at}");
    }
    let mut parts = parts();
    parts.truncate(4);
    assert_eq!(checked(&of(parts)), Err("MissingRole"));
}

#[test]
fn the_rate_is_that_of_the_backing_at_its_market() {
    // (1000 SOL + 1000 x 1.05) / 2000
    let spot = market(&good()).spot.to_decimal_floor();
    assert!(spot.abs_diff(1_025_000_000_000) <= 2, "{spot}");
    // The depth is the pool's own.
    let Ok(Reading::Market(pool)) = whirlpool::case::good().read() else { panic!("the pool reads") };
    assert_eq!(market(&good()).depth, pool.depth);
}

#[test]
fn decimals_of_the_token_scale_the_rate() {
    let mut case = good();
    case.accounts[0].data[44] = 6;
    case.config().token_decimals = 6;
    let spot = market(&case).spot.to_decimal_floor();
    assert!(spot.abs_diff(1_025_000_000) <= 1, "{spot}");
}

#[test]
fn a_closed_reserve_holds_nothing() {
    let mut case = good();
    case.accounts[4].close();
    let spot = market(&case).spot.to_decimal_floor();
    assert!(spot.abs_diff(710_000_000_000) <= 2, "{spot}");
}

use fair_value::{History, MarketReading, Reading};
use sources::encode::{DlmmOracleAccount, DlmmPairAccount};

use super::case::{CEILING, good, of, oracle, pair, with};
use crate::common::{Case, NOW, SLOT};

fn market(case: &Case) -> MarketReading {
    match case.read() {
        Ok(Reading::Market(reading)) => reading,
        other => panic!("not a market: {other:?}"),
    }
}

fn bins(log: Option<fair_value::units::LogRate>) -> f64 {
    log.expect("a window").fixed().to_num::<f64>() / 1.001f64.log2()
}

#[test]
fn reads_spot_and_both_windows() {
    let reading = market(&good());
    let exact = 1.001f64.powi(49) * 1e12;
    assert!((reading.spot.to_decimal_floor() as f64 - exact).abs() < 2.0, "{}", reading.spot.to_decimal_floor());
    let history = reading.history.unwrap();
    assert!((bins(history.short) - 49.0).abs() < 1e-7, "{}", bins(history.short));
    assert!((bins(history.long) - 45.5).abs() < 1e-7, "{}", bins(history.long));
}

#[test]
fn the_zeroth_bin_is_at_par_in_either_orientation() {
    let turned = DlmmPairAccount { token_x_mint: pair().token_y_mint, token_y_mint: pair().token_x_mint, ..pair() };
    assert_eq!(
        market(&of(DlmmPairAccount { active_id: 0, ..pair() }, oracle())).spot.to_decimal_floor(),
        1_000_000_000_000
    );
    let mut case = of(
        DlmmPairAccount { active_id: 0, reserve_x: pair().reserve_y, reserve_y: pair().reserve_x, ..turned },
        oracle(),
    );
    assert_eq!(market(&case).spot.to_decimal_floor(), 1_000_000_000_000);
    case.config().token_decimals = 8;
    assert_eq!(market(&case).spot.to_decimal_floor(), 99_999_999_999);
}

#[test]
fn depth_is_the_least_of_both_reserves_and_the_ceiling() {
    let depth = |tokens, lamports| market(&with(pair(), oracle(), tokens, lamports)).depth.get();
    assert_eq!(depth(20_000_000_000_000, 20_000_000_000_000), CEILING);
    assert_eq!(depth(20_000_000_000_000, 7_000_000_000), 7_000_000_000);
    // 1 token is worth 1.0502 SOL.
    let tokens = depth(1_000_000_000, 20_000_000_000_000);
    assert!(tokens.abs_diff((1.001f64.powi(49) * 1e9) as u64) <= 1, "{tokens}");
}

#[test]
fn opens_only_where_it_has_an_activation() {
    for (pair_type, activation_type, point, verdict) in [
        (0, 1, NOW as u64 + 1, "reads"),
        (1, 1, NOW as u64 + 1, "NotOpen"),
        (3, 1, NOW as u64, "reads"),
        (2, 0, SLOT + 1, "NotOpen"),
        (2, 0, SLOT, "reads"),
        (2, 2, 0, "Malformed"),
    ] {
        let pair = DlmmPairAccount { pair_type, activation_type, activation_point: point, ..pair() };
        assert_eq!(of(pair, oracle()).verdict(), verdict, "{pair_type} {activation_type} {point}");
    }
}

#[test]
fn a_pair_that_never_traded_has_no_price() {
    let never = DlmmPairAccount { last_update_timestamp: 0, ..pair() };
    assert_eq!(of(never, DlmmOracleAccount::new(100)).verdict(), "NeverTraded");
}

/// The program notes the time of a swap in the pair only when it changes the bin, but in the oracle always.
#[test]
fn a_pair_that_trades_within_one_bin_is_read() {
    let within = DlmmPairAccount { last_update_timestamp: 0, ..pair() };
    assert_eq!(market(&of(within, oracle())), market(&good()));
    // Nothing else tells: without its oracle such a pair cannot be known from one that never traded.
    let mut case = of(within, oracle());
    case.accounts.remove(1);
    case.table.roles.copy_within(2.., 1);
    case.table.accounts.copy_within(2.., 1);
    (case.table.account_count, case.config().accounts) = (3, 3);
    assert_eq!(case.verdict(), "NeverTraded");
}

#[test]
fn an_oracle_without_samples_gives_no_window() {
    let history = market(&of(pair(), DlmmOracleAccount::new(100))).history;
    assert_eq!(history, Some(History { short: None, long: None }));
}

#[test]
fn a_longer_oracle_is_read_as_well() {
    let mut account = DlmmOracleAccount::new(250);
    for minute in 0..400 {
        account.update(NOW - 24_000 + 60 * minute, 42);
    }
    let reading = market(&of(DlmmPairAccount { active_id: 42, ..pair() }, account));
    assert!((bins(reading.history.unwrap().long) - 42.0).abs() < 1e-7);
}

#[test]
fn samples_extended_in_place_reach_up_to_their_last_update() {
    let mut account = DlmmOracleAccount::new(100);
    account.update(NOW - 1000, 0);
    account.update(NOW - 910, 10); // in place: 90 s old
    account.update(NOW - 100, 30); // a new sample
    let case = of(DlmmPairAccount { active_id: 60, ..pair() }, account);
    let short = bins(market(&case).history.unwrap().short);
    assert!((short - (30.0 * 200.0 + 60.0 * 100.0) / 300.0).abs() < 1e-7, "{short}");
}

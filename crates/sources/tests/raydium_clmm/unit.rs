use fair_value::{History, MarketReading, Reading};
use sources::{
    Role, SourceKind,
    encode::{ClmmObservationsAccount, ClmmPoolAccount},
    programs,
};

use super::case::{POOL, TICK, good, observations, of, pool, turned};
use crate::common::{Case, EARLY_TOKEN, NOW, Owned};

fn market(case: &Case) -> MarketReading {
    match case.read() {
        Ok(Reading::Market(reading)) => reading,
        other => panic!("not a market: {other:?}"),
    }
}

fn history(case: &Case) -> History {
    market(case).history.expect("a history")
}

/// A mean tick back from its logarithm.
fn ticks(log: Option<fair_value::units::LogRate>) -> f64 {
    log.expect("a window").fixed().to_num::<f64>() / 1.0001f64.log2()
}

#[test]
fn reads_spot_depth_and_both_windows() {
    let reading = market(&good());
    assert!(reading.spot.to_decimal_floor().abs_diff(1_050_000_000_000) <= 1);
    assert!(reading.depth.get() > 0);
    // Five minutes at 487; of sixty, thirty at 480.
    assert!((ticks(history(&good()).short) - 487.0).abs() < 1e-6);
    assert!((ticks(history(&good()).long) - 483.5).abs() < 1e-6);
}

#[test]
fn without_its_account_there_is_no_history() {
    let account = Owned::new(POOL, programs::RAYDIUM_CLMM, pool().encode());
    let mut case = Case::new(SourceKind::RaydiumClmm, programs::RAYDIUM_CLMM, vec![(Role::Main, account)]);
    case.table.mint = EARLY_TOKEN;
    assert_eq!(market(&case).history, None);
}

#[test]
fn a_pool_that_never_swapped_has_no_windows() {
    let case = of(pool(), ClmmObservationsAccount::new(POOL));
    assert_eq!(history(&case), History { short: None, long: None });
}

#[test]
fn a_history_of_half_an_hour_fills_the_short_window_only() {
    let mut account = ClmmObservationsAccount::new(POOL);
    for minute in 0..30 {
        account.update((NOW - 1800 + 60 * minute) as u32, TICK);
    }
    let case = of(pool(), account);
    assert!(history(&case).short.is_some());
    assert_eq!(history(&case).long, None);
}

#[test]
fn since_the_last_observation_the_pools_own_tick_counts() {
    // The newest observation lies 60 s back; the pool's tick is another one now.
    let case = of(ClmmPoolAccount { tick_current: 587, ..pool() }, observations());
    let short = ticks(history(&case).short);
    assert!((short - (487.0 * 240.0 + 587.0 * 60.0) / 300.0).abs() < 1e-6, "{short}");
}

#[test]
fn a_quiet_pool_has_its_tick_all_along() {
    let mut account = ClmmObservationsAccount::new(POOL);
    account.update((NOW - 86_400) as u32, 1);
    let case = of(pool(), account);
    assert!((ticks(history(&case).long) - f64::from(TICK)).abs() < 1e-6);
}

#[test]
fn observations_from_the_future_give_no_window() {
    let mut account = observations();
    account.update((NOW + 100) as u32, TICK);
    assert_eq!(history(&of(pool(), account)), History { short: None, long: None });
}

#[test]
fn windows_may_begin_between_observations() {
    let mut account = ClmmObservationsAccount::new(POOL);
    account.update((NOW - 400) as u32, 0);
    account.update((NOW - 200) as u32, 100);
    // 100 s of the first stretch at 100, then 200 s at the current tick.
    let case = of(ClmmPoolAccount { tick_current: -200, ..pool() }, account);
    let short = ticks(history(&case).short);
    assert!((short - (100.0 * 100.0 - 200.0 * 200.0) / 300.0).abs() < 1e-6, "{short}");
}

#[test]
fn turned_round_the_windows_change_sign() {
    let case = turned();
    assert!((ticks(history(&case).long) + 483.5).abs() < 1e-6);
}

#[test]
fn decimals_move_the_windows() {
    let mut case = of(ClmmPoolAccount { mint_decimals_0: 6, ..pool() }, observations());
    case.config().token_decimals = 6;
    let log = history(&case).short.unwrap().fixed().to_num::<f64>();
    assert!((log - (487.0 * 1.0001f64.log2() - 3.0 * 10f64.log2())).abs() < 1e-9, "{log}");
}

#[test]
fn a_pool_that_never_traded_has_no_price() {
    let never = ClmmPoolAccount { never_traded: true, ..pool() };
    assert_eq!(of(never, observations()).verdict(), "NeverTraded");
    for fee_growth in [277, 293] {
        let mut case = of(never, observations());
        case.accounts[0].data[fee_growth + 15] = 1;
        assert_eq!(case.verdict(), "reads");
    }
}

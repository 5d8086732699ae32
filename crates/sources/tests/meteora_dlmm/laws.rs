use fair_value::units::UnixTime;
use fair_value::{Params, Reading, units::Seconds};
use num_bigint::BigUint;
use proptest::prelude::*;
use sources::encode::{DlmmOracleAccount, DlmmPairAccount, DlmmSample};

use super::case::{good, of, oracle, pair};
use crate::common::{NOW, exact::LEAST};

/// (10^4 + step)^id x 10^decimals / 10^9 x 2^44 over 10^4^id, or its reciprocal, rounded down.
fn exact(id: i32, step: u16, turned: bool, decimals: u8) -> BigUint {
    let n = id.unsigned_abs();
    let (up, down) = (BigUint::from(10_000u32 + u32::from(step)).pow(n), BigUint::from(10_000u32).pow(n));
    let (up, down) = if (id < 0) != turned { (down, up) } else { (up, down) };
    let ten = BigUint::from(10u8);
    ((up * ten.pow(decimals.into())) << 44) / (down * ten.pow(9))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Never above the exact price, and below it by at most one step of 2^-44 and one part in 2^44.
    #[test]
    fn spot_is_tight(id in -20_000..=20_000i32, step in 1..=400u16, turned: bool, decimals in 6..=12u8) {
        let id = id / i32::from(step).max(1);
        let base = if turned {
            DlmmPairAccount {
                token_x_mint: pair().token_y_mint, token_y_mint: pair().token_x_mint,
                reserve_x: pair().reserve_y, reserve_y: pair().reserve_x, ..pair()
            }
        } else {
            pair()
        };
        let mut case = of(DlmmPairAccount { active_id: id, bin_step: step, ..base }, oracle());
        case.config().token_decimals = decimals;
        let expected = exact(id, step, turned, decimals);
        match case.read() {
            Ok(Reading::Market(reading)) => {
                let found = BigUint::from(reading.spot.to_bits());
                prop_assert!(found <= expected, "{} > {}", found, expected);
                prop_assert!(&expected - &found <= (&expected >> 44u32) + 1u8, "{} << {}", found, expected);
            }
            Err(fault) => prop_assert!(expected < BigUint::from(LEAST) || expected.bits() > 64, "{:?}", fault),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    /// The ring gives the true mean of any path over any window that it still covers.
    #[test]
    fn windows_are_the_true_mean(
        path in prop::collection::vec((1..400u32, -3000..3000i32), 1..300),
        step in 1..=400u16,
        window in 1..20_000u32,
        quiet in 0..100u32,
    ) {
        let mut account = DlmmOracleAccount::new(100);
        let total: i64 = path.iter().map(|(seconds, _)| i64::from(*seconds)).sum();
        let (mut time, mut id) = (NOW - i64::from(quiet) - total, 0);
        account.update(time, id);
        let mut updates = vec![time];
        let mut stretches = Vec::new();
        for (seconds, next) in &path {
            let end = time + i64::from(*seconds);
            account.update(end, id);
            stretches.push((time, end, id));
            updates.push(end);
            (time, id) = (end, *next);
        }
        stretches.push((time, NOW, id));
        let samples: Vec<i64> = account.samples.iter().map(|s| s.last_updated_at).filter(|t| *t != 0).collect();
        let oldest = *samples.iter().min().unwrap();
        // Samples extended in place forget what lay between: only windows that begin at a kept sample are exact.
        let from = NOW - i64::from(window);
        let begin = samples.iter().copied().filter(|time| *time <= from).max().unwrap_or(oldest);
        let seconds = (NOW - begin) as u32;
        let mut case = of(DlmmPairAccount { active_id: id.clamp(-100, 100), bin_step: step, ..pair() }, account);
        case.params = Params { short_window: Seconds::new(seconds), long_window: Seconds::new((NOW - oldest) as u32 + 1), ..case.params };
        let tail = f64::from(id - id.clamp(-100, 100)) * f64::from(quiet);
        let Ok(Reading::Market(reading)) = case.read() else { panic!("{:?}", case.read()) };
        let history = reading.history.unwrap();
        prop_assert_eq!(history.long, None);
        if seconds > 0 {
            let sum: f64 =
                stretches.iter().map(|(a, b, id)| (b - (*a).max(begin)).max(0) as f64 * f64::from(*id)).sum();
            let base = (1.0 + f64::from(step) / 10_000.0).log2();
            let expected = (sum - tail) / f64::from(seconds) * base;
            let found = history.short.unwrap().fixed().to_num::<f64>();
            prop_assert!((found - expected).abs() <= 1e-9, "{} for {}", found, expected);
        }
    }

    /// Any ring, however absurd, is read without panic.
    #[test]
    fn rings_are_harmless(
        head: (u64, u64, u64),
        small: bool,
        now: i64,
        slots in prop::collection::vec((any::<i128>(), any::<i64>(), any::<i64>()), 0..120),
    ) {
        let (idx, active_size, _) = head;
        let samples: Vec<_> = slots
            .iter()
            .map(|(sum, a, b)| DlmmSample { cumulative_active_bin_id: *sum, created_at: *a, last_updated_at: *b })
            .collect();
        let idx = if small { idx % 128 } else { idx };
        let mut case = of(pair(), DlmmOracleAccount { idx, active_size, samples });
        if !small {
            case.accounts[1].data[24..32].copy_from_slice(&head.2.to_le_bytes());
        }
        case.now.time = UnixTime::new(now);
        let _ = case.read();
    }

    /// Any one damaged byte never panics.
    #[test]
    fn bytes_are_harmless(account in 0..4usize, at: prop::sample::Index, value: u8) {
        let mut case = good();
        let at = at.index(case.accounts[account].data.len());
        case.accounts[account].data[at] = value;
        let _ = case.read();
    }
}

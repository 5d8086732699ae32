//! Crashes that are over: nobody who was healthy is liquidated, `fair` does not follow their echo, and lending opens
//! again.

use fair_value::units::*;
use fair_value::*;
use proptest::prelude::*;

use super::book::{Book, TERMS};
use super::chain::*;
use crate::world::*;

/// Minutes from a crash's end until borrowing is open for good.
pub fn reopens(bottom: f64, minutes: u64) -> u64 {
    let (from, until) = (60, 60 + minutes * MINUTE);
    let path = Path::crash(bottom, from as f64, until as f64);
    let mut opened = None;
    Story::new(&[Pool::new(path)], until + 8 * HOUR).run(|seen, _| {
        if !seen.borrow() {
            opened = None;
        } else if opened.is_none() {
            opened = Some(seen.second);
        }
    });
    (opened.expect("it opens again") - until) / MINUTE
}

/// A crash of half an hour costs one to four hours; of three percent, which the long window never sees, a quarter of
/// one.
#[test]
fn lending_reopens_hours_after_a_crash_of_half_an_hour() {
    let found = [0.97, 0.95, 0.90, 0.80, 0.50].map(|bottom| reopens(bottom, 30));
    assert!(found.is_sorted(), "the deeper the longer: {found:?}");
    assert!(found[0] >= 12 && found[0] <= 18, "{found:?}");
    assert!(found[1] >= 75 && found[1] <= 80, "{found:?}");
    assert!(found[4] >= 180 && found[4] <= 222, "{found:?}");
}

/// A crash and those who borrowed before it.
struct Crash {
    name: &'static str,
    path: Path,
    hours: u64,
}

fn crashes() -> Vec<Crash> {
    let minutes = |points: &[(f64, f64)]| {
        Path::through(&points.iter().map(|(minute, share)| (minute * 60.0, *share)).collect::<Vec<_>>())
    };
    vec![
        Crash {
            name: "mSOL, 30 min",
            path: minutes(&[
                (0.0, 1.0),
                (2.0, 0.861),
                (8.0, 0.861),
                (9.0, 0.609),
                (11.0, 0.609),
                (13.0, 0.861),
                (25.0, 0.997),
            ]),
            hours: 8,
        },
        Crash {
            name: "ezETH, 60 min",
            path: minutes(&[
                (0.0, 1.0),
                (20.0, 0.95),
                (50.0, 0.60),
                (58.0, 0.22),
                (62.0, 0.22),
                (75.0, 0.80),
                (120.0, 0.99),
                (180.0, 0.998),
            ]),
            hours: 12,
        },
        Crash { name: "-88 %, 40 min", path: Path::crash(0.12, 60.0, 2_460.0), hours: 12 },
        Crash { name: "-10 % for 2 h", path: Path::crash(0.9, 60.0, 7_260.0), hours: 12 },
        Crash { name: "-90 % for 3 h", path: Path::crash(0.1, 60.0, 10_860.0), hours: 16 },
    ]
}

/// Row 9, and the incidents: no healthy borrower is liquidated in a crash that passes, be the pool the only one or one
/// of several.
#[test]
fn a_crash_that_passes_liquidates_no_healthy_borrower() {
    for crash in crashes() {
        for pools in [1, 2, 3] {
            let mut all = vec![Pool::new(Path::level(1.0)); pools];
            all[0] = Pool::new(crash.path.clone());
            if pools == 1 || crash.name.starts_with("-10") {
                all.fill(Pool::new(crash.path.clone()));
            }
            let story = Story::new(&all, crash.hours * HOUR);
            let before = story.world.clone().next(20);
            let mut books = [TERMS[0], TERMS[1]].map(|terms| Book::open(terms, before.collateral));
            let mut lowest = f64::MAX;
            story.run(|seen, _| {
                lowest = lowest.min(seen.fair());
                for book in &mut books {
                    book.act(seen, crash.path.at(seen.second as f64), 1.0);
                }
            });
            for book in &books {
                assert_eq!(book.liquidated(), 0, "{}, {pools} pools: fair fell to {lowest}", crash.name);
            }
        }
    }
}

/// Row 9: a venue at a tenth, or at the wrong decimals, for three hours: `fair` falls while it lasts, and not
/// afterwards.
#[test]
fn fair_does_not_follow_the_echo_of_a_crash() {
    for bottom in [0.1, 0.001, 1_000.0] {
        let until = 60 + 3 * HOUR;
        let story = Story::new(&[Pool::new(Path::crash(bottom, 60.0, until as f64))], 16 * HOUR);
        let mut last = f64::MAX;
        story.run(|seen, _| {
            let fair = seen.fair();
            assert!(fair >= 0.97 - 0.001, "{bottom}: {fair}");
            if seen.second > until + 40 {
                assert!(fair >= last, "{bottom}: {fair} after {last} at {} s", seen.second - until);
            }
            last = fair;
        });
        assert_eq!(last, 1.0, "{bottom}: it comes back");
    }
}

proptest! {
    #![proptest_config(cases(128))]

    /// After a crash that is over nothing that happens without a reading beyond the threshold lowers `fair`; below what
    /// readings say it never goes.
    #[test]
    fn nothing_lowers_fair_after_a_crash_but_readings(
        bottom in 0.05_f64..0.97, minutes in 1_u64..340, after in prop::collection::vec(0.9755_f64..1.03, 1..8),
        heartbeat in prop_oneof![Just(HEARTBEAT), Just(KEEPER), Just(2 * HEARTBEAT)],
    ) {
        let until = 60 + minutes * MINUTE;
        let mut points = vec![(60.0, 1.0), (60.0, bottom), (until as f64, bottom)];
        let each = 8.0 * HOUR as f64 / after.len() as f64;
        for (index, share) in after.iter().enumerate() {
            let from = |index: usize| until as f64 + each * index as f64;
            points.extend([(from(index), *share), (from(index + 1), *share)]);
        }
        let lowest = after.iter().copied().fold(1.0, f64::min);
        let story = Story::new(&[Pool::new(Path::through(&points))], until + 8 * HOUR).every(heartbeat);
        let mut over: Option<f64> = None;
        let mut violation = None;
        story.run(|seen, _| {
            if seen.second > until + 60 {
                let before = *over.get_or_insert(seen.fair());
                if seen.fair() < before.min(lowest) - 1e-9 {
                    violation.get_or_insert((seen.second - until, seen.fair(), before));
                }
            }
        });
        prop_assert_eq!(violation, None, "seconds since its end, fair, fair then; lowest reading since {}", lowest);
    }
}

/// A crash that is over, and slots captured after it: evidence is not what an attacker says.
#[test]
fn captures_after_a_crash_lower_fair_no_further() {
    let until = 60 + 3 * HOUR;
    for offset in [1, 10, 49] {
        let mut story = Story::new(&[Pool::new(Path::crash(0.6, 60.0, until as f64))], 12 * HOUR);
        let late = story.honest.iter().filter(|slot| **slot > slots(until + 40));
        let captures = late.map(|slot| Capture::price(slot + offset, 0.6)).collect();
        story.captures = captures;
        let mut last = f64::MAX;
        story.run(|seen, _| {
            if seen.second > until + 60 {
                assert!(seen.fair() >= last, "{} after {last} at {} s", seen.fair(), seen.second - until);
            }
            last = seen.fair();
        });
        assert!(last >= 0.96);
    }
}

/// A crash that is over, wholly or but for a little, and two slots captured in each ten minutes, from its last minutes
/// or from its end, in which the pool is as good as empty, so that the market counts as lost: the honest readings
/// between them deny that it goes on.
#[test]
fn a_market_that_is_kept_lost_after_a_crash_lowers_fair_no_further() {
    for (hours, before, after) in
        [(1, 0, 1.0), (3, 0, 1.0), (5, 0, 1.0), (1, 300, 1.0), (5, 300, 1.0), (3, 300, 0.97), (1, 0, 0.96)]
    {
        let until = 60 + hours * HOUR;
        let (from, end) = (60.0, until as f64);
        let path = Path::through(&[(from, 1.0), (from, 0.8), (end, 0.8), (end, after)]);
        let mut story = Story::new(&[Pool::new(path)], until + 8 * HOUR);
        let empty = Says::Price { price: 1.0, depth: 0.0 };
        let starts = (0..48).map(|count| slots(until + 20 - before + count * 10 * MINUTE));
        story.captures = starts.flat_map(|slot| [3, 13].map(|later| Capture::says(slot + later, empty))).collect();
        let (mut over, mut lowest) = (None, f64::MAX);
        story.run(|seen, _| {
            if seen.second > until + 100 {
                over.get_or_insert(seen.fair());
                lowest = lowest.min(seen.fair());
            }
        });
        let over = over.expect("it is over");
        assert!(
            lowest >= over.min(after) - 1e-9,
            "{hours} h, then {after}, lost {before} s before: {lowest} after {over}"
        );
    }
}

/// A crash of the only pool shuts lending and lowers collateral at once, whatever `fair` does.
#[test]
fn a_crash_protects_the_lender_at_once() {
    for crash in crashes() {
        let story = Story::new(&[Pool::new(crash.path.clone())], crash.hours * HOUR);
        story.run(|seen, _| {
            let lowest = [0, 20, 40].map(|ago| crash.path.at(seen.second as f64 - f64::from(ago)));
            let market = lowest.into_iter().fold(f64::MIN, f64::max);
            assert!(seen.collateral() <= market.min(1.0), "{}: {} at {} s", crash.name, seen.collateral(), seen.second);
            if lowest.into_iter().all(|share| share < 0.97) {
                assert!(!seen.borrow() && seen.open(Action::Repay), "{} at {} s", crash.name, seen.second);
                assert_eq!(seen.outcome.gates.bits() & Gates::WIDEN, 0);
            }
        });
    }
    assert_eq!(Params::default().cadence, Seconds::new(20));
}

/// Liquidity that leaves after a crash that was not confirmed, with one last dump or while the price is held down, carries `fair` no further than the crash was
/// seen: nobody could deny it afterwards.
#[test]
fn liquidity_that_leaves_after_a_crash_carries_fair_no_further_than_it_was_seen() {
    let until = 60 + 80 * MINUTE;
    for (path, gone) in
        [(Path::crash(0.6, 60.0, until as f64), until + 10 * MINUTE), (Path::step(1.0, 60.0, 0.7), 60 + HOUR)]
    {
        let depth = Path::step(DEPTH, gone as f64, 5.0);
        let mut story = Story::new(&[Pool { price: path, depth }], 30 * HOUR).every(KEEPER);
        story.captures = vec![Capture::price(slots(gone - 20), 0.5)];
        let mut lowest = f64::MAX;
        story.run(|seen, _| lowest = lowest.min(seen.fair()));
        assert!(lowest > 0.97, "{lowest}");
    }
}

//! A pool that looks deeper than it is takes nothing over.

use fair_value::units::*;
use fair_value::*;

use super::book::{Book, TERMS};
use super::chain::*;
/// A pinned pool that is made to look this deep, at this price, from the first second to the last.
fn taken_over(honest: &[f64], fake: (f64, f64), real: f64, hours: u64) -> Story {
    let mut pools: Vec<Pool> = honest.iter().map(|depth| Pool::deep(Path::step(1.0, 1.0, real), *depth)).collect();
    pools.push(Pool { price: Path::step(1.0, 1.0, fake.0), depth: Path::step(25.0, 1.0, fake.1) });
    Story::new(&pools, hours * HOUR)
}

/// Row 11: pools of 300 and 200 SOL, and one of 25 that looks ten times deeper than the deepest.
#[test]
fn of_three_pools_one_that_looks_deeper_takes_nothing_over() {
    for depth in [250.0, 3_000.0, 1_000_000.0] {
        for price in [0.5, 0.8, 0.97, 1.3] {
            let story = taken_over(&[300.0, 200.0], (price, depth), 1.0, 8);
            let before = story.world.clone().next(20);
            let mut books = TERMS.map(|terms| Book::open(terms, before.collateral));
            story.run(|seen, world| {
                let outcome = seen.outcome;
                assert_eq!(outcome.voted & 0b110, 0b110, "an honest pool lost its vote after {} min", seen.second / 60);
                assert!(outcome.level <= Level::Caution, "{depth} {price}: {:?}", world.reasons(&outcome));
                assert!(
                    seen.borrow() && seen.collateral() > 0.99 && seen.seized() > 0.99,
                    "{depth} {price}: {}",
                    seen.collateral()
                );
                assert_eq!(seen.liquidation(), 1.0);
                for book in &mut books {
                    book.act(seen, 1.0, 1.0);
                }
            });
            assert!(books.iter().all(|book| book.liquidated() == 0));
        }
    }
}

/// Row 11, the other way: a real loss is not hidden by it.
#[test]
fn of_three_pools_one_that_looks_deeper_hides_no_loss() {
    for depth in [250.0, 3_000.0, 1_000_000.0] {
        let story = taken_over(&[300.0, 200.0], (1.0, depth), 0.8, 8);
        let mut last = 1.0;
        story.run(|seen, _| {
            if seen.second > 60 {
                assert!(
                    !seen.borrow() && seen.collateral() <= 0.8,
                    "{depth}: {} at {} s",
                    seen.collateral(),
                    seen.second
                );
            }
            last = seen.fair();
        });
        assert!(last < 0.85, "{depth}: the loss is priced: {last}");
    }
}

/// Row 13: of two pools both vote, whatever their depths. The small one closes lending, and that is all it does.
#[test]
fn of_two_pools_the_small_one_closes_lending_and_moves_no_price() {
    let pools = [Pool::deep(Path::level(1.0), 300.0), Pool::deep(Path::level(1.0), 31.0)];
    let mut story = Story::new(&pools, 2 * HOUR);
    let before = story.world.clone().next(20);
    let says = Says::Price { price: 0.9, depth: 31.0 };
    story.captures =
        [10, 60].map(|slot| Capture { slot: 10 * HEARTBEAT + slot, first: false, says: vec![(1, says)] }).into();
    let mut books = TERMS.map(|terms| Book::open(terms, before.collateral));
    let mut worst = Level::Normal;
    story.run(|seen, _| {
        worst = worst.max(seen.outcome.level);
        assert_eq!(seen.liquidation(), 1.0);
        assert!((seen.seized() - seized(&before)).abs() < 0.001_5, "{}", seen.seized());
        for book in &mut books {
            book.act(seen, 1.0, 1.0);
        }
    });
    assert_eq!(worst, Level::Depegged);
    assert!(books.iter().all(|book| book.liquidated() == 0));
}

/// Of two pools one that looks deeper, held at any price for hours, liquidates nobody and hides no loss.
#[test]
fn of_two_pools_one_that_looks_deeper_takes_nothing_over() {
    for depth in [25.0, 3_000.0, 1_000_000.0] {
        for price in [0.5, 0.97, 1.0, 2.0] {
            let story = taken_over(&[300.0], (price, depth), 1.0, 8);
            let before = story.world.clone().next(20);
            let mut books = TERMS.map(|terms| Book::open(terms, before.collateral));
            story.run(|seen, _| {
                assert_eq!(seen.outcome.voted & 0b110, 0b110, "both vote after {} min", seen.second / 60);
                assert_eq!(seen.liquidation(), 1.0, "{depth} {price}");
                if price >= 1.0 {
                    assert!(seen.borrow() && seen.outcome.collateral >= before.collateral, "{depth} {price}");
                }
                for book in &mut books {
                    book.act(seen, 1.0, 1.0);
                }
            });
            assert!(books.iter().all(|book| book.liquidated() == 0), "{depth} {price}");
            let story = taken_over(&[300.0], (price, depth), 0.8, 8);
            story.run(|seen, _| {
                if seen.second > 60 {
                    assert!(!seen.borrow() && seen.collateral() <= 0.8, "{depth} {price}: {}", seen.collateral());
                }
            });
        }
    }
}

/// A second pool opens nothing, whatever it says: of two the lower serves collateral and breaker.
#[test]
fn a_second_pool_opens_nothing() {
    let mut dice = Dice(7);
    for _ in 0..40 {
        let (first, second) = (0.9 + 0.12 * dice.unit(), 0.85 + 0.3 * dice.unit());
        let one = Pool::deep(Path::step(1.0, 600.0, first), 30.0 + 300.0 * dice.unit());
        let other = Pool::deep(Path::step(1.0, 300.0 + 600.0 * dice.unit(), second), 30.0 + 3_000.0 * dice.unit());
        let (alone, both) =
            (Story::new(std::slice::from_ref(&one), 3 * HOUR).play(), Story::new(&[one, other], 3 * HOUR).play());
        for (alone, both) in alone.iter().zip(&both) {
            assert_eq!(both.outcome.gates.bits() & !Gates::WIDEN & !alone.outcome.gates.bits(), 0, "{} s", both.second);
            assert!(both.outcome.level >= alone.outcome.level);
            // Collateral may differ by the confidence, which the other pool's windows may narrow.
            let sides = |seen: &Seen| [seen.outcome.spot, seen.outcome.short, seen.outcome.long];
            for (both, alone) in sides(both).into_iter().zip(sides(alone)) {
                assert!(both.low <= alone.low && both.high >= alone.high, "{both:?} {alone:?}");
            }
            assert!(both.liquidation() >= alone.liquidation() - 1e-9, "{} s", both.second);
        }
    }
    assert_eq!(Params::default().min_sources, Count::new(1));
}

/// Three pools, of which one alone says something else than the others, and those are shown empty for two slots of each quarter of an hour: their votes go and
/// come back slowly, and meanwhile what they say still counts against the third.
fn silenced(alone: f64, others: f64) -> Story {
    let pool = |value: f64, depth: f64| Pool::deep(Path::step(1.0, 600.0, value), depth);
    let story = Story::new(&[pool(alone, 30.0), pool(others, 300.0), pool(others, 300.0)], 8 * HOUR).every(KEEPER);
    let empty = |slot: u64| Capture {
        slot,
        first: false,
        says: [1, 2].map(|index| (index, Says::Price { price: 1.0, depth: 0.0 })).to_vec(),
    };
    let captures = story.honest.iter().step_by(48).flat_map(|slot| [empty(slot + 1), empty(slot + 10)]).collect();
    story.captured(captures)
}

#[test]
fn pools_that_are_made_to_look_empty_still_deny_a_price_that_is_gone() {
    silenced(1.0, 0.8).run(|seen, _| {
        if seen.second > 600 + 60 {
            assert!(!seen.borrow() && seen.collateral() <= 0.8, "{} s: {}", seen.second, seen.collateral());
        }
    });
}

#[test]
fn pools_that_are_made_to_look_empty_still_deny_a_fall() {
    silenced(0.8, 1.0).run(|seen, _| assert_eq!(seen.liquidation(), 1.0, "{} s", seen.second));
}

/// One captured slot in each cadence takes no vote from a pool that honestly says what the others do, nor does a tightened caution.
#[test]
fn an_honest_pool_is_not_outvoted_by_captures_of_it() {
    let pools = vec![Pool::deep(Path::level(1.0), 300.0); 3];
    for price in [0.9, 1.1] {
        let mut story = Story::new(&pools, 3 * HOUR).every(KEEPER);
        story.world.params.caution_enter = Bps::new(20);
        story.world.params.caution_clear = Bps::new(19);
        let captured =
            |slot: &u64| Capture { slot: slot + 1, first: false, says: vec![(2, Says::Price { price, depth: 300.0 })] };
        let captures = story.honest.iter().map(captured).collect();
        story.captured(captures).run(|seen, _| {
            assert!(!seen.outcome.reasons.has(Reason::SourceOutvoted), "{price} at {} s", seen.second);
        });
    }
    let apart = [1.0, 0.9974, 1.0026].map(|value| Pool::deep(Path::level(value), 300.0));
    let mut story = Story::new(&apart, 3 * HOUR);
    story.world.params.caution_enter = Bps::new(20);
    story.world.params.caution_clear = Bps::new(19);
    story.run(|seen, _| assert_eq!(seen.outcome.voted & 0b1110, 0b1110, "{} s", seen.second));
}

//! What authority and guardian may take for true: a market that is lost on its way down, or one whose sides disagree.

use fair_value::*;

use super::chain::*;
use crate::world::*;

fn acknowledge(world: &mut World) -> bool {
    let params = world.params;
    world.state.acknowledge_market(&params).is_ok()
}

/// Row 10: a slide, then no pool at all: the act takes `fair` at once to where it was going.
#[test]
fn a_market_lost_on_a_slide_can_be_taken_for_true() {
    let mut pool = Pool::new(Path::through(&[(0.0, 1.0), (4.0 * 3_600.0, 0.5)]));
    pool.depth = Path::step(DEPTH, 4.0 * 3_600.0, 0.0);
    let mut before = None;
    let mut world = Story::new(&[pool], 5 * HOUR).run(|seen, _| before = Some(*seen));
    let before = before.expect("something was seen");
    assert!(before.outcome.reasons.has(Reason::MarketLost) && before.fair() > 0.8);
    let windows = before.outcome.short.high.max(before.outcome.long.high);
    assert!(acknowledge(&mut world));
    let after = world.next(20);
    assert!((float(after.fair) / float(windows) - 1.0).abs() < 0.001, "{} {}", float(after.fair), float(windows));
    assert!(!after.gates.allows(Action::Borrow) && after.gates.allows(Action::Liquidate));
}

/// The answer to who stalls `fair`: a dispute that lasts can be decided, to the mean side.
#[test]
fn a_disputed_market_can_be_taken_for_true() {
    let story = Story::new(&[Pool::new(Path::step(1.0, 0.4, 0.8))], 8 * HOUR);
    let captures = story.honest.iter().map(|slot| Capture::price(slot + 1, 1.0)).collect();
    let mut disputed = None;
    let mut last = None;
    let mut world = story.captured(captures).run(|seen, _| {
        if seen.outcome.reasons.has(Reason::Disputed) {
            disputed.get_or_insert(seen.second);
        }
        last = Some(*seen);
    });
    let since = disputed.expect("the sides disagree");
    let confirm = u64::from(Params::default().depeg_confirm.get());
    assert!((confirm..confirm + HOUR).contains(&since), "{since}");
    let last = last.expect("something was seen").outcome;
    assert_eq!(float(last.fair), 1.0, "stalled");
    assert!(acknowledge(&mut world));
    let after = world.next(20);
    let mean = float(last.short.mean().max(last.long.mean()));
    assert!((float(after.fair) - mean).abs() < 0.01, "{} {mean}", float(after.fair));
    assert!(!after.gates.allows(Action::Borrow));
}

/// Nothing to acknowledge in a market that is there and agrees with itself, whatever is captured for less than the time
/// it takes.
#[test]
fn a_market_that_is_there_cannot_be_acknowledged() {
    let mut world = settled(1.0, &[DEPTH]);
    assert!(!acknowledge(&mut world));
    let story = Story::new(&[Pool::new(Path::level(1.0))], 2 * HOUR);
    let captures = story.honest.iter().map(|slot| Capture::price(slot + 1, 0.5)).collect();
    let mut world = story.captured(captures).run(|seen, _| assert!(!seen.outcome.reasons.has(Reason::Disputed)));
    assert!(!acknowledge(&mut world));
    // Nor does losing it count where nothing had been seen to fall.
    world.markets = vec![Some(MarketReading::CLOSED)];
    let before = world.run(HOUR as u32, 20);
    let _ = acknowledge(&mut world);
    assert!(float(world.next(20).fair) >= 0.99 * float(before.fair));
}

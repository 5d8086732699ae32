//! The figures that docs/rules.md and docs/threat-model.md state. `cargo test -p fair-value --test laws figures --
//! --nocapture --ignored` prints them.

use super::chain::*;
use super::presence::{ONE, SMALL, THREE, months};
use super::readings::worst;
use super::{crashes, losses, readings};

/// Heartbeats between two captures, at most.
const APART: u64 = 8;
/// Slots after an honest refresh at which an attacker may come, and whether before it where that is 0.
const MOMENTS: [(u64, bool); 5] = [(0, true), (0, false), (1, false), (KEEPER / 2, false), (KEEPER - 1, false)];

/// The highest that `fair` stands eight hours after a real fall of a fifth, with one captured slot at par in every so
/// many heartbeats, at the moment that pays most.
fn stalled(apart: u64, heartbeat: u64) -> f64 {
    let story = Story::new(&[Pool::new(Path::step(1.0, 0.4, 0.8))], 8 * HOUR).every(heartbeat);
    let ends = MOMENTS.map(|(offset, first)| {
        let beats = (1..).map(|count| count * apart * heartbeat + offset).take_while(|slot| *slot < slots(8 * HOUR));
        let captures = beats.map(|slot| Capture { first, ..Capture::price(slot, 1.0) }).collect();
        let mut fair = 1.0;
        story.clone().captured(captures).run(|seen, _| fair = seen.fair());
        fair
    });
    ends.into_iter().fold(0.0, f64::max)
}

/// Captures an hour, at that distance.
fn an_hour(apart: u64, heartbeat: u64) -> u64 {
    slots(HOUR) / (apart * heartbeat)
}

/// Share of eight hours in which borrowing is open, in percent, with this many captured slots every so many minutes,
/// ten slots apart.
fn open(captures: u64, minutes: u64) -> f64 {
    let story = Story::new(&[Pool::new(Path::level(1.0))], 8 * HOUR);
    let starts = (0..8 * 60 / minutes).map(|count| slots(60 + count * minutes * MINUTE));
    let all = starts.flat_map(|slot| (0..captures).map(move |count| Capture::price(slot + 3 + 10 * count, 0.5)));
    let story = story.clone().captured(all.collect());
    let (mut open, mut refreshes) = (0, 0);
    story.run(|seen, _| {
        refreshes += u32::from(!seen.captured);
        open += u32::from(!seen.captured && seen.borrow());
    });
    f64::from(open) / f64::from(refreshes) * 100.0
}

/// The fewest captures an hour with which `fair` stands still where the real price is a fifth lower.
fn to_stall(heartbeat: u64) -> Option<u64> {
    let apart = (1..=APART).rev().find(|apart| stalled(*apart, heartbeat) > 0.999_9)?;
    Some(an_hour(apart, heartbeat))
}

/// What stalling `fair` costs: 90 captures an hour. A third as many leave most of the loss priced within eight hours.
#[test]
fn stalling_fair_takes_ninety_captures_an_hour() {
    assert_eq!(to_stall(HEARTBEAT), Some(90));
    assert!(stalled(6, HEARTBEAT) < 0.9, "{}", stalled(6, HEARTBEAT));
}

/// What closing lending by price costs: two captures every ten minutes; and one alone closes nothing.
#[test]
fn closing_lending_takes_two_captures_every_ten_minutes() {
    assert_eq!(open(1, 2), 100.0);
    assert!(open(2, 10) < 1.5, "{}", open(2, 10));
    assert!(open(2, 30) > 50.0, "{}", open(2, 30));
}

#[test]
#[ignore = "prints the figures of the documents"]
fn figures() {
    println!("One captured slot, of one pool, moved without limit, in basis points of the short window:");
    println!("| heartbeat | moved | when | guarded side | other side | seized collateral |");
    println!("|---|---|---|---:|---:|---:|");
    for (name, heartbeat) in [("20 s", HEARTBEAT), ("15 s", KEEPER)] {
        for (moved, price) in [("down", 0.5), ("up", 2.0)] {
            let inside = readings::shift(heartbeat, 10 * heartbeat + heartbeat / 2, false, price);
            let ((slot, first), worst) = worst(heartbeat, price);
            let order = if first { "before" } else { "after" };
            for (when, shift) in [
                ("middle of a cadence".into(), inside),
                (format!("the worst: slot {slot}, {order} the honest refresh"), worst),
            ] {
                let readings::Shift { guarded, other, seized } = shift;
                println!("| {name} | {moved} | {when} | {guarded:.2} | {other:.2} | {seized:.2} |");
            }
        }
    }
    println!(
        "\n`fair` eight hours after a fall of a fifth, one capture at par in so many heartbeats, at the best moment:"
    );
    println!("| heartbeats | of 20 s: an hour | fair | of 15 s: an hour | fair |");
    println!("|---:|---:|---:|---:|---:|");
    for apart in 1..=APART {
        let [(hour, fair), (quick_hour, quick_fair)] =
            [HEARTBEAT, KEEPER].map(|heartbeat| (an_hour(apart, heartbeat), stalled(apart, heartbeat)));
        println!("| {apart} | {hour} | {fair:.4} | {quick_hour} | {quick_fair:.4} |");
    }
    println!("\nShare of eight hours in which borrowing is open, with captured slots that halve the price:");
    println!("| captures | every | open |");
    println!("|---:|---:|---:|");
    for (captures, minutes) in [(1, 2), (2, 10), (2, 15), (2, 20), (2, 30), (2, 60)] {
        println!("| {captures} | {minutes} min | {:.1} % |", open(captures, minutes));
    }
    println!("\nMinutes from the end of a crash of half an hour until borrowing is open again:");
    for bottom in [0.97, 0.95, 0.90, 0.80, 0.50] {
        println!("| {:.0} % | {} |", (1.0 - bottom) * 100.0, crashes::reopens(bottom, 30));
    }
    println!("\nWhat suppliers lose on the path of xusd-2025-11, at 70/80, 80/85 and 90/93:");
    let stories = [
        ("shown by the accounts", losses::shown()),
        ("attested", losses::attested()),
        ("counted from accounts that hide it", losses::counted()),
        ("attested, pools dry up", losses::dry()),
    ];
    for (name, story) in stories {
        let lost = losses::lost(story, &losses::xusd()).map(|(loss, _)| format!("{loss:.1} %"));
        println!("| {name} | {} |", lost.join(" | "));
    }
    println!("\nShare of ordinary months in which the feed is depegged:");
    for (name, pools) in [("three pools", &THREE[..]), ("one of 200 SOL", &ONE), ("one around its least depth", &SMALL)]
    {
        println!("| {name} | {:.2} % |", months(pools));
    }
}

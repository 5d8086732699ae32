//! What suppliers lose when the backing is gone: the path of xusd-2025-11, in a market of the terms of
//! docs/survival.md.

use super::book::{Book, TERMS};
use super::chain::*;
use crate::world::*;

/// The market of xusd-2025-11: 1.26 to 1.15 to 0.30 to 0.11 within a day.
pub fn xusd() -> Path {
    let hours = |hours: u64| (hours * HOUR) as f64;
    Path::through(&[(0.0, 1.0), (hours(2), 1.15 / 1.26), (hours(8), 0.30 / 1.26), (hours(24), 0.11 / 1.26)])
}

/// Share of everything lent that suppliers lose within thirty hours, by terms, in percent; and how many borrowers were
/// liquidated.
pub fn lost(story: Story, market: &Path) -> [(f64, usize); TERMS.len()] {
    let before = story.world.clone().next(20);
    let mut books = TERMS.map(|terms| Book::open(terms, before.collateral));
    let mut end = 0.0;
    story.run(|seen, _| {
        end = market.at(seen.second as f64);
        for book in &mut books {
            book.act(seen, end, 1.0);
        }
    });
    books.map(|book| (book.loss(end) * 100.0, book.liquidated()))
}

fn story() -> Story {
    Story::new(&[Pool::new(xusd())], 30 * HOUR)
}

/// Its books show what the market knows.
pub fn shown() -> Story {
    Story { nav: Some(xusd()), ..story() }
}

/// An issuer attests that nothing has happened.
pub fn attested() -> Story {
    let mut world = World::new(&[1.0]);
    world.markets = vec![Says::Price { price: 1.0, depth: DEPTH }.reading()];
    for _ in 0..3 * HOUR / 20 {
        world.pass(20);
        world.nav = Some(world.attested(1.0));
        world.refresh();
    }
    Story { world, ..story() }
}

/// The accounts count what is no longer there.
pub fn counted() -> Story {
    story()
}

/// After three hours the pools hold next to nothing, and what the issuer says is attested.
pub fn dry() -> Story {
    let mut story = attested();
    let after = (3 * HOUR) as f64;
    story.pools[0].depth = Path::through(&[(after, 300.0), (after, 10.0)]);
    story
}

/// The figures of the comparison of rules, and what a test's own book may differ from the lab's by.
fn at_most(found: [(f64, usize); 3], figures: [f64; 3]) {
    for ((loss, _), figure) in found.into_iter().zip(figures) {
        assert!(loss <= figure + 2.0, "{found:?} of {figures:?}");
        // A book that loses nothing at all is none that lends into a loss of nine tenths.
        assert!(loss >= figure / 4.0, "{found:?} of {figures:?}");
    }
}

/// Row 8: what the accounts show and the market says is priced fastest.
#[test]
fn a_loss_that_the_accounts_show_costs_suppliers_little() {
    let found = lost(shown(), &xusd());
    assert!(found.iter().all(|(loss, _)| *loss <= 15.0), "{found:?}");
    at_most(found, [4.0, 5.0, 10.0]);
}

/// Row 8: the less the accounts can prove, the more the market's word counts.
#[test]
fn a_loss_that_an_attester_hides_is_priced_within_hours() {
    let found = lost(attested(), &xusd());
    assert!(found.iter().all(|(loss, _)| *loss <= 30.0), "{found:?}");
    at_most(found, [12.0, 17.0, 24.0]);
}

/// Row 8: the better the proof, the faster the price.
#[test]
fn what_is_shown_costs_less_than_what_is_attested_and_that_less_than_what_is_counted_wrongly() {
    let [shown, attested, counted] = [shown(), attested(), counted()].map(|story| lost(story, &xusd()));
    for terms in 0..TERMS.len() {
        assert!(shown[terms].0 < attested[terms].0, "{shown:?} {attested:?}");
        assert!(attested[terms].0 < counted[terms].0, "{attested:?} {counted:?}");
    }
}

/// Row 10: a slide whose pools dry up on the way is priced to its end.
#[test]
fn a_slide_whose_pools_dry_up_costs_what_it_would_have_cost() {
    at_most(lost(dry(), &xusd()), [12.0, 17.0, 24.0]);
}

/// Row 10: a market that is lost on a slide leaves `fair` on its way to what was last seen of it.
#[test]
fn fair_goes_on_for_as_long_as_a_slide_was_seen_on_which_the_market_is_lost() {
    for left in [9.0, 1.0, 0.0] {
        let mut story = Story::new(&[Pool::new(xusd())], 30 * HOUR);
        let after = (3 * HOUR) as f64;
        story.pools[0].depth = Path::through(&[(after, 300.0), (after, left)]);
        let (mut at_loss, mut last, mut windows) = (1.0, f64::MAX, fair_value::units::Rate::ZERO);
        story.run(|seen, _| {
            if seen.second > 3 * HOUR + 2 * MINUTE {
                assert!(seen.fair() <= last, "it moves downward only");
                assert!(!seen.borrow(), "nothing is lent on a lost market");
            } else {
                at_loss = seen.fair();
            }
            last = seen.fair();
            windows = seen.outcome.short.high.max(seen.outcome.long.high);
        });
        assert!(float(windows) < 0.95, "the slide was seen: {}", float(windows));
        // Nearly two hours of it at 100 bps an hour.
        assert!(last < at_loss - 0.017 && last > at_loss - 0.03, "{left} SOL: from {at_loss} to {last}");
    }
}

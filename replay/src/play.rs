//! A scenario through an engine, one refresh after another.

use crate::{
    baseline::{Baseline, By, Quote, Reading},
    book::{Book, Losses, Prices, Size, Terms},
    course::{Course, Watch},
    engine::Engine,
    moment::Moment,
    oracle::{self, Oracle, Published},
    scenario::{self, Scenario},
    world::World,
};

/// Sees every moment of a run.
pub trait Observer {
    /// One moment.
    fn see(&mut self, moment: &Moment<'_, '_>);
    /// A change of parameters was tried.
    fn changed(&mut self, _second: f64, _accepted: bool) {}
}

impl Observer for () {
    fn see(&mut self, _: &Moment<'_, '_>) {}
}

/// What came of a run.
#[derive(Clone, Debug)]
pub struct Ran {
    /// What happened to lending.
    pub course: Course,
    /// What happened to a market, where there was one.
    pub losses: Option<Losses>,
    /// Refreshes that were made, by whomever, those before the beginning included.
    pub steps: u64,
}

/// Plays a scenario by the rules alone, in a market of these terms that is priced by `by`, or in none.
///
/// # Errors
/// As [`play_on`], and parameters that are out of bounds.
pub fn play(
    scenario: &Scenario,
    by: By,
    market: Option<(Terms, Size)>,
    observer: &mut dyn Observer,
) -> anyhow::Result<Ran> {
    play_on(&mut Oracle::new(oracle::params(&scenario.params)?), scenario, by, market, observer)
}

/// The same on a fresh engine.
///
/// # Errors
/// The engine's, or nothing published in the time before the beginning.
pub fn play_on(
    engine: &mut dyn Engine,
    scenario: &Scenario,
    by: By,
    market: Option<(Terms, Size)>,
    observer: &mut dyn Observer,
) -> anyhow::Result<Ran> {
    let mut world = World::new(scenario);
    let mut steps = 0;
    let mut published = None;
    let beats = (scenario.settled / scenario.refresh) as u32;
    for beat in (0..=beats).rev() {
        world.settle(-f64::from(beat) * scenario.refresh);
        if by == By::Oracle || beat == 0 {
            published = engine.refresh(&world.look)?.or(published);
            steps += 1;
        }
    }
    let mut published = published.ok_or_else(|| anyhow::anyhow!("nothing was published before the beginning"))?;
    let usd = scenario.lends == scenario::Quote::Usd;
    let reading = |world: &World<'_>, second: f64| Reading {
        time: second,
        spot: world.look.markets.get(scenario.struck).and_then(|market| market.price()),
        nav: world.books,
    };
    let mut baseline = Baseline::begin(by, reading(&world, 0.0));
    let quote_of = |published: &Published, baseline: &Baseline, age: f64, unit: f64| match by {
        By::Oracle => Quote::of(published, age, usd),
        _ => in_unit(baseline.quote(), unit),
    };
    let unit = |world: &World<'_>| if usd { world.usd } else { 1.0 };
    let quote = quote_of(&published, &baseline, 0.0, unit(&world));
    let depth = scenario.depth();
    let mut book = market.map(|(terms, size)| Book::open(terms, size, quote.collateral, depth * unit(&world)));
    let mut watch = Watch::new(scenario.lasts, quote.lends);
    let mut changes = scenario.changes.iter().peekable();
    let mut published_at = 0.0;
    for tick in scenario.ticks() {
        let second = tick.second();
        let kept = book.as_mut().map_or(1.0, |book| book.kept(second));
        world.advance(&tick, kept);
        while let Some(change) = changes.next_if(|change| change.at <= second) {
            let applied = engine.propose(&change.set, &world.look)?;
            observer.changed(second, applied.is_some());
            if let Some(new) = applied {
                (published, published_at) = (new, second);
            }
        }
        if tick.lands {
            match by {
                By::Oracle => {
                    steps += 1;
                    if let Some(new) = engine.refresh(&world.look)? {
                        (published, published_at) = (new, second);
                    }
                }
                _ => baseline.take(reading(&world, second)),
            }
        }
        let age = second - published_at;
        let unit = unit(&world);
        let quote = quote_of(&published, &baseline, age, unit);
        let captured = tick.capture.is_some();
        let moment = Moment { second, captured, landed: tick.lands, age, published: &published, world: &world, quote };
        watch.see(&moment);
        observer.see(&moment);
        if let Some(book) = &mut book {
            // In a captured slot the market's price is what it is outside of it.
            let sold_into = scenario.sold_into.unwrap_or_else(|| world.look.markets.iter().map(|m| m.depth()).sum());
            let prices =
                Prices { second, market: world.market * unit, books: world.books * unit, depth: sold_into * unit };
            book.act(&quote, &prices);
        }
    }
    let unit = unit(&world);
    let losses = book.map(|book| book.close(world.market * unit, world.worth * unit));
    Ok(Ran { course: watch.end(), losses, steps })
}

fn in_unit(quote: Quote, unit: f64) -> Quote {
    Quote {
        collateral: quote.collateral * unit,
        liquidation: quote.liquidation * unit,
        seized: quote.seized * unit,
        ..quote
    }
}

//! The run as lines.

use keeper::{
    commands::view::{OutcomeView, PriceView, decimal},
    output::Output,
    plan::Why,
};
use serde::Serialize;

use crate::update::Update;

/// Prints a line for every refresh.
pub struct Plain {
    output: Output,
    printed: u32,
}

/// Lines between repetitions of the header.
const HEADER_EVERY: u32 = 20;

#[derive(Serialize)]
struct Line<'a> {
    why: &'a Why,
    outcome: OutcomeView,
    price: Option<&'a PriceView>,
}

impl Plain {
    /// In an output format.
    pub fn new(output: Output) -> Self {
        Self { output, printed: 0 }
    }

    /// One refresh.
    pub fn update(&mut self, update: &Update) {
        if self.output == Output::Human && self.printed.is_multiple_of(HEADER_EVERY) {
            println!(
                "{:>9} {:>9}  {:<11} {:<11} {:<11} {:<11} {:<11}  {:<8} {:>6} CU  allowed; why",
                "slot", "chain s", "NAV", "market", "fair", "collateral", "debt", "level", ""
            );
        }
        self.printed += 1;
        let line = Line { why: &update.why, outcome: OutcomeView::of(&update.outcome), price: update.price.as_ref() };
        self.output.print(&line, || text(update));
    }

    /// Something went wrong.
    pub fn trouble(&self, message: &str) {
        eprintln!("trouble: {message}");
    }
}

fn text(update: &Update) -> String {
    let (Some(landed), Some(price)) = (update.outcome.landed(), &update.price) else {
        return update.outcome.to_string();
    };
    let rates = &price.rates;
    let rate = |rate: Option<u64>| rate.map_or_else(|| "-".to_owned(), decimal);
    format!(
        "{:>9} {:>9}  {:<11} {:<11} {:<11} {:<11} {:<11}  {:<8} {:>6} CU  {}; {}",
        landed.slot.get(),
        update.elapsed,
        rate(rates.nav),
        rate(rates.spot),
        rate(rates.fair),
        rate(rates.collateral),
        rate(rates.debt),
        price.level,
        landed.units.map_or_else(|| "?".to_owned(), |units| units.0.to_string()),
        price.allowed.join(" "),
        update.why,
    )
}

//! Real losses of backing: the books say nothing, the market does.

use lending_market::Pricing;
use tests::consumers::{
    incidents::Incident,
    stage::{self, Stage},
};

#[test]
fn xusd() {
    let risk = stage::risk(8_000, 8_500);
    let markets = [Pricing::Oracle, Pricing::SpotAlone, Pricing::NavAlone].map(|pricing| (pricing, risk));
    let tallies = Stage::set(&markets).play(&Incident::xusd());
    for tally in &tallies {
        println!("{tally:?}");
    }
}

#[test]
fn xlosses() {
    for bps in [1_500] {
        let markets = [(9_000, 9_300), (8_000, 8_500), (7_000, 8_000), (5_000, 6_500)]
            .map(|(a, b)| (Pricing::Oracle, stage::risk(a, b)));
        let tallies = Stage::set(&markets).play(&Incident::loss(bps, 3600));
        for tally in &tallies {
            println!("{bps} {} {tally:?}", tally.loss_bps());
        }
    }
}

//! Flash depegs: the backing is intact, the market is not for an hour.

use lending_market::Pricing;
use tests::consumers::{
    incidents::Incident,
    stage::{self, Stage},
    tally::Tally,
};

fn side_by_side(incident: &Incident) -> [Tally; 3] {
    let risk = stage::risk(8_000, 8_500);
    let markets = [Pricing::Oracle, Pricing::SpotAlone, Pricing::NavAlone].map(|pricing| (pricing, risk));
    let tallies = Stage::set(&markets).play(incident);
    for tally in &tallies {
        println!("{tally:?}");
    }
    tallies.try_into().expect("three markets")
}

#[test]
fn ezeth() {
    let [oracle, spot, nav] = side_by_side(&Incident::ezeth());
    assert_eq!(oracle.liquidated, 0, "no honest borrower is liquidated");
}

#[test]
fn msol() {
    let [oracle, spot, nav] = side_by_side(&Incident::msol());
    assert_eq!(oracle.liquidated, 0, "no honest borrower is liquidated");
}

//! Real losses of backing that the books do not show: the market is right, and NAV is not.

use lending_market::Pricing;
use tests::{
    consumers::{
        incidents::Incident,
        stage::{self, Stage},
    },
    scene::ONE,
};

const HOUR: i64 = 3_600;

/// Borrowing stops before the market has fallen by 3 %. Then `fair` falls at 100 bps an hour for four hours and closes the gap with a time constant
/// of six from there on; whoever is unhealthy at it is liquidated, and liquidating pays.
#[test]
fn xusd_closes_borrowing_and_liquidates_on_schedule() {
    let incident = Incident::xusd();
    let discounted = (0..).step_by(60).find(|second| incident.path.at(*second) < 0.975).expect("it falls");
    let markets = [
        (Pricing::Oracle, stage::risk(8_000, 8_500)),
        (Pricing::Oracle, stage::risk(9_000, 9_300)),
        (Pricing::NavAlone, stage::risk(8_000, 8_500)),
    ];
    let [usual, high, nav] = Stage::set(&markets).play(&incident).try_into().expect("three markets");

    for oracle in [&usual, &high] {
        let closed = oracle.closed.expect("borrowing closes");
        assert!((discounted - 60..discounted + 5 * 60).contains(&closed), "closed after {closed} s");
        assert_eq!((oracle.reopened, oracle.wrong_loans), (None, 0), "{oracle:?}");
        assert_eq!(oracle.liquidated, 3, "everybody, in the end");
        assert!(oracle.least_margin_bps.expect("liquidations") >= 499, "liquidating pays the bonus: {oracle:?}");
        assert_eq!(oracle.longest_wait, 0, "and always at once: {oracle:?}");
    }
    // The threshold is 3.2 % below what was lent: three and a bit hours at 100 bps an hour. Or 5.9 %: four hours, and the gap closing.
    let [first_high, first_usual] = [&high, &usual].map(|tally| tally.first_liquidation.expect("liquidations"));
    let from = discounted;
    assert!((from + 2 * HOUR..from + 4 * HOUR).contains(&first_high), "first liquidation after {first_high} s");
    assert!((from + 4 * HOUR..from + 6 * HOUR).contains(&first_usual), "first liquidation after {first_usual} s");

    assert_eq!(nav.liquidated, 0, "NAV alone liquidates nobody");
    assert!(nav.wrongly_lent > 2_000 * ONE, "and goes on lending: {nav:?}");
    assert!(nav.loss > 2 * usual.loss, "{} against {}", nav.loss, usual.loss);
}

/// Within what loan-to-value leaves as a margin, the liquidations leave no bad debt.
#[test]
fn a_loss_within_the_margin_is_survived() {
    let markets = [(Pricing::Oracle, stage::risk(8_000, 8_500)), (Pricing::Oracle, stage::risk(9_000, 9_300))];
    let [usual, high] = Stage::set(&markets).play(&Incident::loss(1_500, HOUR)).try_into().expect("two markets");
    assert_eq!(usual.loss, 0, "{usual:?}");
    assert!(usual.liquidated > 0 && usual.profit > 0, "{usual:?}");
    assert!(high.loss > 0, "90/93 has no room for 15 %: {high:?}");
}

//! Flash depegs: the backing is intact, the market is not, for minutes or an hour.

use lending_market::{Pricing, error::LendingError};
use price_reader::{Action, Level};
use tests::{
    consumers::{
        incidents::Incident,
        lending::Deed,
        stage::{self, Stage},
        tally::Tally,
        view::View,
    },
    scene::ONE,
};

use super::refusal;

const MINUTE: i64 = 60;

/// The same incident in a market priced by the oracle, by spot alone and by NAV alone.
fn side_by_side(incident: &Incident) -> [Tally; 3] {
    let risk = stage::risk(8_000, 8_500);
    let markets = [Pricing::Oracle, Pricing::SpotAlone, Pricing::NavAlone].map(|pricing| (pricing, risk));
    Stage::set(&markets).play(incident).try_into().expect("three markets")
}

/// What every flash depeg must come to.
fn check_flash([oracle, spot, nav]: &[Tally; 3]) {
    assert_eq!(oracle.liquidated, 0, "no honest borrower is liquidated");
    assert_eq!((oracle.wrong_loans, oracle.loss), (0, 0), "nobody borrows beyond what the market would pay");
    assert!(oracle.closed.is_some() && oracle.reopened.is_some(), "borrowing closes and reopens: {oracle:?}");
    assert_eq!(spot.liquidated, 3, "spot alone liquidates everybody");
    assert!(nav.wrongly_lent > 2_000 * ONE, "NAV alone lends on what nobody would pay: {nav:?}");
}

#[test]
fn ezeth_costs_nobody_a_position_and_lends_nothing_beyond_value() {
    let tallies = side_by_side(&Incident::ezeth());
    check_flash(&tallies);
    let closed = tallies[0].closed.expect("checked");
    assert!(closed <= 12 * MINUTE, "3 % down after twelve minutes: {closed} s");
    // Down for two hours, two hours of halt, half an hour of depegged and ten minutes of caution.
    assert!(tallies[0].reopened.expect("checked") < 6 * 60 * MINUTE, "{:?}", tallies[0]);
}

#[test]
fn msol_costs_nobody_a_position_and_lends_nothing_beyond_value() {
    let tallies = side_by_side(&Incident::msol());
    check_flash(&tallies);
    let closed = tallies[0].closed.expect("checked");
    assert!(closed <= 2 * MINUTE, "14 % down within two minutes: {closed} s");
    assert!(tallies[0].reopened.expect("checked") < 4 * 60 * MINUTE, "{:?}", tallies[0]);
}

/// Repaying, topping up and deleveraging at every stage of ezETH; nothing that takes on risk; and no liquidation.
#[test]
fn leaving_works_throughout_and_recovery_reopens() {
    let mut stage = Stage::set(&[(Pricing::Oracle, stage::risk(8_000, 8_500))]);
    let incident = Incident::ezeth();
    let mut levels = Vec::new();
    for minute in [15, 30, 45, 57, 58, 60, 62, 63, 75, 120, 180] {
        stage.play_until(&incident, minute * MINUTE);
        let now = level(&stage);
        levels.push(now);
        let Stage { scene, books, .. } = &mut stage;
        let (world, book) = (&mut scene.world, &books[0]);
        let [most, _, least] = &book.honest[..] else { panic!("three borrowers") };
        book.lending.act(world, most, Deed::Repay(ONE)).expect("repaying always works");
        book.lending.act(world, most, Deed::TopUp(ONE)).expect("topping up always works");
        book.lending.act(world, most, Deed::Deleverage { repay: 2 * ONE, withdraw: 2 * ONE }).expect("leaving works");
        refusal::expect(book.lending.act(world, least, Deed::Borrow(ONE)), refusal::by_level(Action::Borrow, now));
        let withdrawn = book.lending.act(world, least, Deed::Withdraw(1));
        refusal::expect(withdrawn, refusal::by_level(Action::Withdraw, now));
        let liquidation = book.lending.act(world, &book.liquidator, Deed::Liquidate(most));
        refusal::expect(liquidation, refusal::market(LendingError::Healthy));
        let raises = book.lending.act(world, most, Deed::Deleverage { repay: ONE, withdraw: 10 * ONE });
        refusal::expect(raises, refusal::market(LendingError::LoanToValueNotFalling));
    }
    assert!(levels.contains(&Level::Depegged) && levels.contains(&Level::Halted), "{levels:?}");

    stage.play_until(&incident, incident.ends);
    assert_eq!(level(&stage), Level::Normal);
    let Stage { scene, books, .. } = &mut stage;
    let (world, book) = (&mut scene.world, &books[0]);
    book.lending.act(world, &book.honest[2], Deed::Borrow(ONE)).expect("lending is open again");
    book.lending.act(world, &book.honest[2], Deed::Withdraw(ONE)).expect("and so is withdrawing");
}

/// From the first refresh that sees it, a step down lends at no more than the new price, if at all.
#[test]
fn a_step_of_88_percent_lends_nothing_at_the_old_price() {
    let risk = stage::risk(8_000, 8_500);
    let mut stage = Stage::set(&[(Pricing::Oracle, risk)]);
    stage.scene.around.orca_rate *= 0.12;
    stage.scene.around.raydium_rate *= 0.12;
    let rate = stage.market_rate();
    stage.scene.pass(1);
    stage.scene.refresh().expect("a refresh lands");

    let Stage { scene, books, .. } = &mut stage;
    let lending = &books[0].lending;
    let newcomer = lending.actor(&mut scene.world, 100 * ONE, 0);
    lending.act(&mut scene.world, &newcomer, Deed::Deposit(100 * ONE)).expect("a deposit");
    let terms = risk.terms().expect("sound parameters");
    let old = terms.borrow_limit((106.0 * ONE as f64) as u64);
    let good_for = terms.borrow_limit((100.0 * rate * ONE as f64) as u64);
    for amount in [old, old / 2, old / 4, good_for + 1] {
        lending.act(&mut scene.world, &newcomer, Deed::Borrow(amount)).expect_err("lent at the old price");
    }
    // And every two seconds after: never more than the new price is good for, and nothing at all once two readings confirm it.
    for _ in 0..30 {
        scene.pass(2);
        scene.refresh().expect("a refresh lands");
        lending.act(&mut scene.world, &newcomer, Deed::Borrow(good_for + 1)).expect_err("lent at the old price");
    }
    refusal::expect(
        lending.act(&mut scene.world, &newcomer, Deed::Borrow(1)),
        refusal::by_level(Action::Borrow, Level::Depegged),
    );
}

/// A price that nobody has refreshed lends nothing either, whatever the market does meanwhile.
#[test]
fn a_price_that_is_not_refreshed_stops_lending_after_a_minute() {
    let mut stage = Stage::set(&[(Pricing::Oracle, stage::risk(8_000, 8_500))]);
    let Stage { scene, books, .. } = &mut stage;
    let (lending, [_, _, careful]) = (&books[0].lending, &books[0].honest[..]) else { panic!("three borrowers") };
    scene.pass(60);
    lending.act(&mut scene.world, careful, Deed::Borrow(ONE)).expect("within the limit");
    scene.pass(1);
    refusal::expect(lending.act(&mut scene.world, careful, Deed::Borrow(ONE)), refusal::by_age(Action::Borrow));
    lending.act(&mut scene.world, careful, Deed::Deleverage { repay: ONE, withdraw: ONE }).expect("leaving goes on");
    scene.pass(600);
    refusal::expect(
        lending.act(&mut scene.world, careful, Deed::Deleverage { repay: ONE, withdraw: ONE }),
        refusal::by_age(Action::Deleverage),
    );
    lending.act(&mut scene.world, careful, Deed::Repay(ONE)).expect("repaying always works");
    lending.act(&mut scene.world, careful, Deed::TopUp(ONE)).expect("topping up always works");
}

fn level(stage: &Stage) -> Level {
    let data = stage.scene.world.data(&stage.scene.price);
    View::read(&data, Pricing::Oracle, stage.scene.world.time().unix).price().level()
}

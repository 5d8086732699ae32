//! From account bytes to a price that a lender reads, as bytecode.

use price_reader::{
    Action, Level, Price,
    permit::{Borrow, Liquidate},
};
use tests::{Scene, scene::ONE};

/// Seconds between two refreshes of an honest keeper.
const CADENCE: i64 = 20;

fn read<'a>(data: &'a [u8], scene: &Scene) -> Price<'a> {
    Price::read_any_feed(data, &glowsol_oracle::ID.to_bytes(), scene.world.time().unix).expect("a readable price")
}

#[test]
fn a_new_feed_publishes_nav_and_lends_nothing_until_it_has_seen_a_market() {
    let mut scene = Scene::standard();
    scene.refresh().expect("the first refresh lands");
    let data = scene.world.data(&scene.price);
    let price = read(&data, &scene);
    assert_eq!(price.level(), Level::Depegged);
    assert!(!price.may(Action::Borrow));
    assert!(price.may(Action::Repay) && price.may(Action::TopUp) && price.may(Action::Liquidate));
}

#[test]
fn before_its_first_publication_a_price_lets_people_leave_and_values_nothing() {
    let scene = Scene::standard();
    let data = scene.world.data(&scene.price);
    let price = read(&data, &scene);
    assert!(price.may(Action::Repay) && price.may(Action::TopUp));
    for action in
        [Action::Deposit, Action::Deleverage, Action::Withdraw, Action::Borrow, Action::Liquidate, Action::Swap]
    {
        assert!(!price.may(action), "{action:?}");
    }
    assert!(price.permit(Borrow).is_err() && price.without_gate(Borrow).collateral_value(ONE).is_err());
}

#[test]
fn after_an_hour_of_calm_it_prices_at_nav_and_opens() {
    let mut scene = Scene::standard();
    scene.refresh().expect("the first refresh lands");
    scene.live(2 * 3_600, CADENCE);
    let data = scene.world.data(&scene.price);
    let price = read(&data, &scene);
    assert_eq!(price.level(), Level::Normal, "{:?}", price.reasons().collect::<Vec<_>>());
    let borrow = price.permit(Borrow).expect("lending is open");
    // 70,000 SOL and 30,000 sSOL at 1.2 over 100,000 glowSOL.
    let (low, nav, high) = (
        borrow.collateral_value(100 * ONE).expect("a low value"),
        price.permit(Liquidate).and_then(|permit| permit.collateral_value(100 * ONE)).expect("a fair value"),
        borrow.debt_value(100 * ONE).expect("a high value"),
    );
    assert!(low < nav && nav < high, "{low} {nav} {high}");
    let exact = 106 * ONE;
    assert!(nav.abs_diff(exact) <= exact / 10_000, "{nav} is not within a basis point of {exact}");
    assert!(exact - low <= exact * 15 / 10_000 && high - exact <= exact * 15 / 10_000, "{low} {high}");
}

//! The AMM: wider at caution, paused at depegged, open to its owner always.

use amm::{curve, error::AmmError};
use price_reader::{PROGRAM_ID, Price, ReadError, Swap};
use tests::{
    Scene,
    consumers::{
        amm::{Fees, Pool},
        tokens::{self, Actor},
    },
    scene::{ONE, keys},
};

use super::refusal;

const FEES: Fees = Fees { normal: 30, wide: 150 };
const RESERVES: [u64; 2] = [10_000 * ONE, 10_600 * ONE];

fn scene_with_pool() -> (Scene, Pool, Actor) {
    let mut scene = Scene::standard();
    scene.refresh().expect("the first refresh lands");
    scene.live(3 * 3_600, 60);
    let pool = Pool::open(&mut scene, FEES, RESERVES).expect("a pool opens");
    let trader = Actor::new(&mut scene.world, (scene.mint, 1_000 * ONE), (keys::SOL, 1_000 * ONE));
    (scene, pool, trader)
}

/// Moves both pools the oracle watches and lets time pass.
fn live_at(scene: &mut Scene, share: f64, seconds: i64) {
    scene.around.orca_rate = 1.06 * share;
    scene.around.raydium_rate = 1.06 * share;
    scene.live(seconds, 20);
}

/// Sells ten tokens and checks what comes out, to the lamport, against a fee.
#[track_caller]
fn sells_at(scene: &mut Scene, pool: &Pool, trader: &Actor, fee_bps: u16) {
    let amount = 10 * ONE;
    let [tokens_before, sol_before] = pool.reserves(&scene.world);
    let had = tokens::balance(&scene.world, &trader.money);
    pool.sell(&mut scene.world, trader, amount).expect("the pool trades");
    let out = curve::out(tokens_before, sol_before, amount, fee_bps).expect("something comes out");
    assert_eq!(pool.reserves(&scene.world), [tokens_before + amount, sol_before - out]);
    assert_eq!(tokens::balance(&scene.world, &trader.money), had + out);
}

#[test]
fn it_widens_at_caution_pauses_at_depegged_and_comes_back() {
    let (mut scene, pool, trader) = scene_with_pool();
    sells_at(&mut scene, &pool, &trader, FEES.normal);
    live_at(&mut scene, 0.98, 600);
    // Two percent below NAV and a confidence of ten basis points at least, on top of what the pool takes anyway: more than its wide fee.
    let data = scene.world.data(&scene.price);
    let price = Price::read(&data, &PROGRAM_ID, &scene.feed.to_bytes(), scene.world.time().unix).expect("a price");
    let Swap::Widen { least } = price.swap() else { panic!("caution widens: {:?}", price.swap()) };
    assert!((200..400).contains(&least.get()), "{least:?}");
    sells_at(&mut scene, &pool, &trader, FEES.normal + least.get());
    live_at(&mut scene, 0.96, 600);
    let before = pool.reserves(&scene.world);
    let paused = Some(AmmError::Paused as u32);
    refusal::expect(pool.sell(&mut scene.world, &trader, ONE), paused);
    refusal::expect(pool.buy(&mut scene.world, &trader, ONE), paused);
    assert_eq!(pool.reserves(&scene.world), before, "nobody picked it off");
    pool.withdraw(&mut scene.world, [ONE, ONE]).expect("the owner's liquidity is never held");
    // An hour for the long window, half an hour of depegged, ten minutes of caution.
    live_at(&mut scene, 1.0, 3 * 3_600);
    sells_at(&mut scene, &pool, &trader, FEES.normal);
    pool.buy(&mut scene.world, &trader, ONE).expect("and in the other direction");
}

#[test]
fn without_a_fresh_price_it_does_not_trade() {
    let (mut scene, pool, trader) = scene_with_pool();
    scene.pass(61);
    refusal::expect(pool.sell(&mut scene.world, &trader, ONE), Some(AmmError::Paused as u32));
    scene.refresh().expect("a refresh lands");
    pool.sell(&mut scene.world, &trader, ONE).expect("a fresh price again");
}

#[test]
fn it_takes_no_other_account_for_the_price() {
    let (mut scene, pool, trader) = scene_with_pool();
    let genuine = scene.world.svm.get_account(&scene.price).expect("a price");
    // The same bytes, of another program.
    scene.world.edit(scene.price, |account| account.owner = keys::made_up("impostor"));
    let wrong_owner = ReadError::WrongOwner { found: [0; 32] }.code();
    refusal::expect(pool.sell(&mut scene.world, &trader, ONE), Some(wrong_owner));
    // The price of another feed of the oracle.
    let mut other = genuine.clone();
    let feed = price_reader::layout::offset::FEED;
    other.data[feed] ^= 1;
    scene.world.put(scene.price, other);
    let wrong_feed = ReadError::WrongFeed { found: [0; 32] }.code();
    refusal::expect(pool.sell(&mut scene.world, &trader, ONE), Some(wrong_feed));
    scene.world.put(scene.price, genuine);
    pool.sell(&mut scene.world, &trader, ONE).expect("the genuine price");
}

//! Mirrors as the bytecode writes them, read by models of the markets: in every state of the feed, what each market
//! allows.

use glowsol_oracle::error::OracleError;
use mirrors::Profile;
use solana_keypair::Keypair;
use solana_signer::Signer;
use tests::{
    Failure, Scene, Time, instructions as ix,
    markets::{Deed, Klend, Liquidator, P0, Position, Reads, Refused, attempt, dated, update},
};

const PYTH: [Profile; 3] = [Profile::KlendPyth, Profile::P0Pyth, Profile::JupiterPyth];

/// A feed at `rate` SOL on both pools for as long as it takes, with its mirrors written in the slot of the last
/// refresh.
fn at(rate: f64, seconds: i64) -> Scene {
    let mut scene = opened();
    (scene.around.orca_rate, scene.around.raydium_rate) = (rate, rate);
    scene.live(seconds, 20);
    write(&mut scene);
    scene
}

/// A normal feed whose mirrors are open.
fn opened() -> Scene {
    let mut scene = Scene::standard();
    scene.refresh().expect("the first refresh lands");
    scene.live(2 * 3_600, 20);
    for profile in Profile::ALL {
        scene.open_mirror(profile);
    }
    write(&mut scene);
    scene
}

fn write(scene: &mut Scene) {
    for profile in Profile::ALL {
        scene.update_mirror(profile).expect("an open mirror");
    }
}

fn pause(scene: &mut Scene) {
    scene.world.send(ix::pause(scene.feed, scene.world.payer.pubkey())).expect("a halt");
}

fn answers(scene: &Scene, profile: Profile) -> Vec<(Deed, Result<(), Refused>)> {
    let (mirror, now) = (scene.mirror(profile), scene.world.time().unix);
    Deed::ALL.into_iter().map(|deed| (deed, attempt(profile, &mirror, now, deed))).collect()
}

fn allowed(scene: &Scene, profile: Profile) -> Vec<Deed> {
    answers(scene, profile).into_iter().filter(|(_, answer)| answer.is_ok()).map(|(deed, _)| deed).collect()
}

#[track_caller]
fn refused(result: Result<impl std::fmt::Debug, Failure>, why: OracleError) {
    assert_eq!(result.expect_err("refused").code(), Some(why.into()), "{why:?}");
}

const ALL: &[Deed] = &Deed::ALL;
const LEAVE: &[Deed] = &[Deed::RepayPart, Deed::RepayAll, Deed::TopUp];
const LEAVE_AND_LIQUIDATE: &[Deed] = &[Deed::RepayPart, Deed::RepayAll, Deed::TopUp, Deed::Liquidate];
/// Jupiter's `operate` refuses everybody who keeps debt.
const REPAY_ALL: &[Deed] = &[Deed::RepayAll];
const REPAY_ALL_AND_LIQUIDATE: &[Deed] = &[Deed::RepayAll, Deed::Liquidate];

/// The profiles' table: open, no new risk, shut.
const fn table(profile: Profile) -> [&'static [Deed]; 3] {
    match profile {
        Profile::KlendScope | Profile::KlendPyth | Profile::P0Pyth => [ALL, LEAVE_AND_LIQUIDATE, LEAVE],
        Profile::JupiterPyth => [ALL, REPAY_ALL_AND_LIQUIDATE, REPAY_ALL],
    }
}

/// Every market allows in a state what its profile's table says of it.
#[track_caller]
fn assert_column(scene: &Scene, state: &str, column: usize) {
    for profile in Profile::ALL {
        let expected = table(profile)[column];
        assert_eq!(allowed(scene, profile), expected, "{state}, {}: {:?}", profile.name(), answers(scene, profile));
    }
}

#[test]
fn every_market_allows_what_its_profile_says_in_every_state() {
    let scene = opened();
    assert_eq!(scene.level(), 0);
    assert_column(&scene, "normal", 0);

    let scene = at(1.06 * 0.982, 900);
    assert_eq!(scene.level(), 1);
    assert_column(&scene, "caution", 0);

    let scene = at(1.06 * 0.96, 900);
    assert_eq!(scene.level(), 2);
    assert_column(&scene, "depegged", 1);

    let scene = at(1.06 * 0.85, 1_800);
    assert_eq!((scene.level(), scene.price_field(|price| price.halt_cause)), (3, 1));
    assert_column(&scene, "halted by the market", 1);

    let mut scene = opened();
    pause(&mut scene);
    write(&mut scene);
    assert_column(&scene, "halted by the guardian, in the slot of the halt", 2);
    scene.live(120, 20);
    write(&mut scene);
    assert_eq!((scene.level(), scene.price_field(|price| price.halt_cause)), (3, 4));
    assert_column(&scene, "halted by the guardian", 2);

    let mut scene = opened();
    scene.pass(61);
    write(&mut scene);
    assert_column(&scene, "stale", 2);
    scene.refresh().expect("a refresh lands");
    write(&mut scene);
    assert_column(&scene, "fresh again", 0);

    let mut scene = opened();
    scene.around.supply = 0;
    scene.live(40, 20);
    write(&mut scene);
    assert_eq!((scene.level(), scene.price_field(|price| price.halt_cause & 2)), (3, 2));
    assert_column(&scene, "halted by a NAV fault", 2);
}

#[test]
fn a_feed_without_usd_is_shut_and_klend_can_still_load_it() {
    let mut scene = opened();
    let pyth = scene.around.pyth;
    for _ in 0..10 {
        scene.world.pass(20);
        scene.around.live_to(scene.world.time());
        scene.around.pyth = pyth;
        scene.arrange();
        scene.refresh().expect("a refresh lands");
    }
    write(&mut scene);
    assert_column(&scene, "no USD", 2);
}

/// Whoever wrote a mirror last: once the publication is beyond its soft limit, nobody lends by it, and what bars
/// liquidation is the market's own age, which at Jupiter is another.
#[test]
fn a_mirror_that_nobody_writes_any_more_is_not_fresh() {
    let mut scene = opened();
    scene.world.pass(60);
    assert_column(&scene, "at the soft limit", 0);
    scene.world.pass(1);
    for profile in Profile::ALL {
        let [_, no_new_risk, shut] = table(profile);
        let expected = if profile == Profile::JupiterPyth { no_new_risk } else { shut };
        assert_eq!(allowed(&scene, profile), expected, "{}", profile.name());
    }
    scene.world.pass(6_600);
    assert_eq!(allowed(&scene, Profile::JupiterPyth), REPAY_ALL);
}

/// Writing an old publication again makes it no younger, nor does a halt that ends without a refresh.
#[test]
fn writing_again_makes_nothing_younger() {
    let mut scene = opened();
    scene.pass(50);
    let before: Vec<_> = Profile::ALL.map(|profile| time(&scene, profile)).into();
    write(&mut scene);
    assert_eq!(before, Profile::ALL.map(|profile| time(&scene, profile)));
    scene.pass(11);
    write(&mut scene);
    for (profile, before) in Profile::ALL.into_iter().zip(before) {
        let halts = matches!(profile, Profile::KlendScope | Profile::KlendPyth);
        assert_eq!(time(&scene, profile), if halts { before - 86_400 } else { before }, "{}", profile.name());
    }
}

fn time(scene: &Scene, profile: Profile) -> i64 {
    let data = scene.mirror(profile);
    match profile {
        Profile::KlendScope => dated(&data, 0).expect("a mirror").time.try_into().expect("a time"),
        _ => update(&data).expect("a mirror").publish_time,
    }
}

/// Pausing and mirroring are one transaction; in it, and from it on, borrowing and liquidating are refused. Klend too,
/// where it has not refreshed the reserve in that slot before.
#[test]
fn the_first_slot_after_a_pause_is_shut() {
    let mut scene = opened();
    let mut transaction = vec![ix::pause(scene.feed, scene.world.payer.pubkey())];
    transaction.extend(Profile::ALL.map(|profile| ix::update_mirror(scene.price, profile)));
    scene.world.send_all(&transaction, &[]).expect("a halt lands");
    assert_column(&scene, "paused", 2);
    let now = scene.world.time().unix;
    for (reads, profile) in [(Reads::Scope, Profile::KlendScope), (Reads::Pyth, Profile::KlendPyth)] {
        // What the market saved a moment ago is refreshed away, unless it was told to keep it for a while.
        let open = opened();
        for (percent, expected) in [(0, false), (50, true)] {
            let mut klend = Klend::new(reads, Position::HEALTHY);
            klend.refresh_trigger_pct = percent;
            klend.act(&open.mirror(profile), now, Deed::Borrow).expect("open");
            klend.next_slot();
            let answer = klend.act(&scene.mirror(profile), now, Deed::Borrow);
            assert_eq!(answer.is_ok(), expected, "{reads:?}, price_refresh_trigger {percent} %");
        }
    }
}

/// What the guide says of klend's settings, shown by what other settings lose.
#[test]
fn klend_needs_a_divergence_and_a_short_age() {
    let depegged = at(1.06 * 0.96, 900);
    let now = depegged.world.time().unix;
    for (divergence, lends) in [(0, true), (4_999, false), (5_000, false), (5_001, true)] {
        let mut klend = Klend::new(Reads::Scope, Position::HEALTHY);
        klend.max_divergence_bps = divergence;
        let answer = klend.act(&depegged.mirror(Profile::KlendScope), now, Deed::Borrow);
        assert_eq!(answer.is_ok(), lends, "{divergence} bps");
    }
}

/// P0 asks for the EMA in more places than where it lends.
#[test]
fn p0_liquidates_in_a_depeg_within_a_flash_loan_alone() {
    let (normal, depegged) = (opened(), at(1.06 * 0.96, 900));
    for (liquidator, in_a_depeg) in
        [(Liquidator::Holds, false), (Liquidator::WithinFlashLoan, true), (Liquidator::Receivership, false)]
    {
        let mut p0 = P0::new(Position::UNHEALTHY);
        p0.liquidator = liquidator;
        for (scene, expected) in [(&normal, true), (&depegged, in_a_depeg)] {
            let answer = p0.act(&scene.mirror(Profile::P0Pyth), scene.world.time().unix, Deed::Liquidate);
            assert_eq!(answer.is_ok(), expected, "{liquidator:?}: {answer:?}");
        }
    }
    // Who owes nothing can leave, but not in parts.
    let p0 = P0::new(Position::HEALTHY);
    let withdraw = |scene: &Scene| p0.withdraw_owing_nothing(&scene.mirror(Profile::P0Pyth), scene.world.time().unix);
    assert!(withdraw(&normal).is_ok());
    assert!(withdraw(&depegged).is_err());
    // Whatever confidence the bank allows.
    let mut lax = P0::new(Position::HEALTHY);
    lax.max_confidence = u32::MAX;
    assert!(lax.act(&depegged.mirror(Profile::P0Pyth), depegged.world.time().unix, Deed::Borrow).is_err());
}

/// The numbers are those of the price account, to the last digit.
#[test]
fn mirrors_say_the_published_prices() {
    let scene = opened();
    let [liquidation, collateral] = scene.price_field(|price| [price.liquidation_usd, price.collateral_usd]);
    let slot = scene.price_field(|price| price.slot);
    assert!(collateral > 10_000_000 && liquidation > collateral);
    for profile in PYTH {
        let update = update(&scene.mirror(profile)).expect("a mirror");
        assert_eq!((update.price, update.ema_price), (liquidation as i64, collateral as i64), "{}", profile.name());
        assert_eq!((update.exponent, update.posted_slot, update.conf, update.ema_conf), (-12, slot, 0, 0));
        assert_eq!((update.authority, update.feed_id), (scene.price.to_bytes(), scene.price.to_bytes()));
    }
    let data = scene.mirror(Profile::KlendScope);
    for (index, value) in [(0, liquidation), (1, collateral)] {
        let entry = dated(&data, index).expect("a mirror");
        assert_eq!((entry.value, entry.exponent, entry.slot), (value, 12, slot));
    }
    assert_eq!(data[8..40], scene.price.to_bytes());
    assert!(
        (2..512).all(|index| dated(&data, index).expect("a mirror").time == 0),
        "nobody takes an entry without a time"
    );
}

#[test]
fn a_mirror_opens_in_steps_and_only_then_is_written() {
    let mut scene = Scene::standard();
    scene.refresh().expect("the first refresh lands");
    let payer = scene.world.payer.pubkey();
    let open = ix::open_mirror(scene.price, Profile::KlendScope, payer);
    for len in [10_240, 20_480, 28_712] {
        scene.world.send(open.clone()).expect("more room");
        assert_eq!(scene.mirror(Profile::KlendScope), vec![0; len]);
        if len < 28_712 {
            refused(scene.update_mirror(Profile::KlendScope), OracleError::MirrorNotOpen);
        }
    }
    refused(scene.world.send(open), OracleError::MirrorOpen);
    let account = scene.world.svm.get_account(&glowsol_oracle::pda::mirror(&scene.price, Profile::KlendScope).0);
    let rent = scene.world.svm.minimum_balance_for_rent_exemption(28_712);
    assert_eq!(account.expect("a mirror").lamports, rent);
    scene.update_mirror(Profile::KlendScope).expect("an open mirror");
}

/// Until there is a price, a mirror is zero, which every market refuses; a draft is mirrored no sooner than it
/// publishes.
#[test]
fn a_mirror_without_a_price_is_none() {
    let mut scene = Scene::draft();
    for profile in Profile::ALL {
        scene.open_mirror(profile);
        refused(scene.update_mirror(profile), OracleError::NothingToMirror);
        let mirror = scene.mirror(profile);
        assert_eq!(mirror, vec![0; profile.size()]);
        for deed in [Deed::Borrow, Deed::Withdraw, Deed::Liquidate] {
            assert!(attempt(profile, &mirror, scene.world.time().unix, deed).is_err(), "{}: {deed:?}", profile.name());
        }
    }
}

/// No profile of another account, no other bump, no number that is none.
#[test]
fn a_mirror_belongs_to_one_price_and_one_profile() {
    const CONSTRAINT_SEEDS: u32 = 2006;
    let mut scene = opened();
    let all = Profile::ALL.map(|profile| ix::update_mirror(scene.price, profile));
    for (one, update) in all.iter().enumerate() {
        for (other, instead) in all.iter().enumerate().filter(|(other, _)| *other != one) {
            let mut changed = update.clone();
            changed.accounts[1] = instead.accounts[1].clone();
            let before = scene.world.program_state();
            let failure = scene.world.send(changed).expect_err("another mirror");
            assert_eq!(failure.code(), Some(CONSTRAINT_SEEDS), "{one} for {other}");
            assert_eq!(scene.world.program_state(), before);
        }
        let mut changed = update.clone();
        *changed.data.last_mut().expect("a bump") ^= 1;
        assert_eq!(scene.world.send(changed).expect_err("another bump").code(), Some(CONSTRAINT_SEEDS));
    }
    let mut changed = all[0].clone();
    changed.data[8] = 4;
    refused(scene.world.send(changed), OracleError::UnknownProfile);
    let mut changed = ix::open_mirror(scene.price, Profile::P0Pyth, scene.world.payer.pubkey());
    changed.data[8] = 4;
    refused(scene.world.send(changed), OracleError::UnknownProfile);
    // A second step at another's address.
    let mut changed = ix::open_mirror(scene.price, Profile::KlendScope, scene.world.payer.pubkey());
    changed.accounts[1] = all[2].accounts[1].clone();
    assert_eq!(scene.world.send(changed).expect_err("another mirror").code(), Some(CONSTRAINT_SEEDS));
}

/// The feed and its history are no prices; a price from beyond the clock is none yet.
#[test]
fn only_a_price_that_can_be_read_is_mirrored() {
    let mut scene = opened();
    let now = scene.world.time();
    scene.world.at(Time { unix: now.unix - 3_600, ..now });
    refused(scene.update_mirror(Profile::P0Pyth), OracleError::UnreadablePrice);
    for wrong in [scene.feed, glowsol_oracle::pda::history(&scene.feed).0] {
        let open = ix::open_mirror(wrong, Profile::P0Pyth, scene.world.payer.pubkey());
        assert!(scene.world.send(open).expect_err("no price").code().is_some());
    }
}

/// Anybody pays, anybody writes, and lamports that were sent ahead are no obstacle.
#[test]
fn strangers_open_and_write_mirrors() {
    let mut scene = Scene::standard();
    scene.refresh().expect("the first refresh lands");
    let stranger = Keypair::new();
    scene.world.svm.airdrop(&stranger.pubkey(), 1_000_000_000).expect("funding");
    let mirror = glowsol_oracle::pda::mirror(&scene.price, Profile::P0Pyth).0;
    scene.world.svm.airdrop(&mirror, 1_000_000).expect("a present");
    let open = ix::open_mirror(scene.price, Profile::P0Pyth, stranger.pubkey());
    scene.world.send_by(&stranger, open).expect("anybody opens");
    scene.world.send_by(&stranger, ix::update_mirror(scene.price, Profile::P0Pyth)).expect("anybody writes");
    assert!(update(&scene.mirror(Profile::P0Pyth)).is_ok());
}

/// As the keeper sends it: refresh and mirrors in one transaction.
#[test]
fn mirrors_follow_a_refresh_in_its_transaction() {
    let mut scene = opened();
    scene.pass(20);
    let refresh = ix::refresh(scene.feed, &scene.source_accounts());
    let mirrors = Profile::ALL.map(|profile| ix::update_mirror(scene.price, profile));
    let receipt = scene.world.send_all(&[&[refresh], &mirrors[..]].concat(), &[]).expect("one transaction");
    assert!(receipt.size <= 1_232, "{}", receipt.size);
    let published_at = scene.price_field(|price| price.published_at);
    assert_eq!(published_at, scene.world.time().unix);
    assert_eq!(Profile::ALL.map(|profile| time(&scene, profile)), [0, 0, 0, 540].map(|earlier| published_at - earlier));
}

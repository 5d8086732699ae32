//! From the first version to the last publication: migration, history, retirement.

use super::*;
use fair_value::Gates;
use fair_value::params::Field;
use glowsol_oracle::Change;
use glowsol_oracle::error::OracleError;
use glowsol_oracle::instruction;
use glowsol_oracle::pda;
use glowsol_oracle::state::Feed;
use glowsol_oracle::state::History;
use glowsol_oracle::state::Point;
use glowsol_oracle::state::Price as PriceAccount;
use solana_signer::Signer;
use tests::Scene;
use tests::instructions as ix;
use tests::scene;
use tests::scene::account::owned;
use tests::scene::keys;

#[test]
fn the_history_is_a_ring_that_grows() {
    let mut scene = Scene::standard();
    scene.refresh().expect("the first refresh lands");
    let history = pda::history(&scene.feed).0;
    let capacity = History::capacity(scene.world.data(&history).len());
    let points = |scene: &Scene| -> Vec<Point> {
        let data = scene.world.data(&history);
        let mut points: Vec<_> =
            data[History::HEADER..].chunks_exact(80).map(bytemuck::pod_read_unaligned::<Point>).collect();
        points.retain(|point| point.sequence != 0);
        points.sort_by_key(|point| point.sequence);
        points
    };
    assert_eq!(points(&scene).len(), 1);
    for _ in 0..capacity + 10 {
        scene.pass(300);
        scene.refresh().expect("a refresh lands");
    }
    let full = points(&scene);
    assert_eq!(full.len(), capacity, "the oldest made room");
    assert!(full.windows(2).all(|pair| pair[0].time < pair[1].time));
    assert_eq!(full.last().expect("points").sequence, scene.feed().sequence);

    let payer = scene.world.payer.pubkey();
    let mut len = scene.world.data(&history).len();
    while len < History::MAX_LEN {
        scene.world.send(ix::grow(scene.feed, payer)).expect("anybody grows it");
        let grown = scene.world.data(&history).len();
        assert_eq!(grown, (len + History::STEP).min(History::MAX_LEN));
        len = grown;
    }
    refused(scene.world.send(ix::grow(scene.feed, payer)), OracleError::HistoryFull);
    for _ in 0..capacity {
        scene.pass(300);
        scene.refresh().expect("a refresh lands");
    }
    assert!(points(&scene).len() > capacity, "the new room is used");
}

#[test]
fn a_draft_can_be_closed_and_an_active_feed_only_after_its_retirement() {
    let mut draft = Scene::draft();
    let authority = draft.world.payer.pubkey();
    draft.world.send(ix::close_feed(draft.feed, authority)).expect("nobody depends on a draft");
    assert!(draft.world.program_state().is_empty());

    let (mut scene, _) = open();
    let authority = scene.world.payer.pubkey();
    refused(scene.world.send(ix::close_feed(scene.feed, authority)), OracleError::NotRetired);
    propose(&mut scene, vec![Change::Retire]).expect("the authority proposes");
    refused(apply(&mut scene), OracleError::Timelocked);
    wait(&mut scene);
    scene.world.send(ix::apply_config(scene.feed, authority, &[])).expect("it retires");
    assert_eq!(scene.level(), 3);
    assert_eq!(scene.price_field(|price| price.gates), Gates::PAUSED.0);
    refused(scene.refresh(), OracleError::NotActive);
    scene.pass(23 * HOUR);
    refused(scene.world.send(ix::close_feed(scene.feed, authority)), OracleError::NotRetired);
    scene.pass(HOUR);
    scene.world.send(ix::close_feed(scene.feed, authority)).expect("a day later it closes");
    let left: Vec<_> = scene.world.program_state().into_iter().collect();
    assert_eq!((left.len(), left[0].0, left[0].1.data.len()), (1, scene.feed, 8), "a stone");
    // Somebody may still trust the address: nothing is opened there again.
    let again = ix::initialize_feed(authority, scene.mint, scene::arguments());
    scene.world.send(again).expect_err("closed for good");
    scene.world.send(ix::close_feed(scene.feed, authority)).expect_err("once");
    scene.world.send(ix::migrate_feed(scene.feed, authority)).expect_err("no feed of any version");
}

#[test]
fn a_proposal_does_not_outlive_its_feed() {
    let (mut scene, _) = open();
    let authority = scene.world.payer.pubkey();
    propose(&mut scene, vec![set(Field::FairRise, 300)]).expect("the authority proposes");
    // As if it had been retired with a proposal pending, which no instruction leads to.
    scene.world.edit(scene.feed, |feed| {
        feed.data[8 + 2] = 2;
    });
    scene.pass(48 * HOUR);
    refused(scene.world.send(ix::close_feed(scene.feed, authority)), OracleError::ProposalPending);
}

/// A feed that the first version of the program wrote, with two hours of life.
#[test]
fn a_feed_of_the_first_version_is_migrated_and_lives_on() {
    let feed_v1 = include_bytes!("../../golden/feed-v1.bin");
    let price_v1 = include_bytes!("../../golden/price-v1.bin");
    let mut scene = Scene::standard();
    // Of the first version's layout, what lies before the engine, and a few offsets that never change any more.
    let old: Feed = {
        let mut bytes = feed_v1[8..].to_vec();
        bytes.resize(size_of::<Feed>(), 0);
        bytemuck::pod_read_unaligned(&bytes)
    };
    assert_eq!(feed_v1.len(), Feed::LEN_V1);
    scene.feed = keys::made_up("feed of version 1");
    scene.price = old.price;
    scene.world.put(scene.feed, owned(glowsol_oracle::ID.to_bytes(), feed_v1.to_vec()));
    scene.world.put(scene.price, owned(glowsol_oracle::ID.to_bytes(), price_v1.to_vec()));
    scene.pass(2 * HOUR + CADENCE);

    let mut refresh = ix::refresh(scene.feed, &scene.source_accounts());
    refresh.accounts[1].pubkey = scene.price;
    scene.world.send(refresh.clone()).expect_err("another version's feed");
    let payer = scene.world.payer.pubkey();
    refused(scene.world.send(ix::govern(scene.feed, payer, instruction::Resume {})), OracleError::OtherVersion);

    scene.world.send(ix::migrate_feed(scene.feed, payer)).expect("anybody migrates");
    let migrated = scene.feed();
    assert_eq!((migrated.version, migrated.timelock), (2, 172_800));
    assert_eq!(migrated.history, pda::history(&scene.feed).0);
    let published: PriceAccount = bytemuck::pod_read_unaligned(&price_v1[8..]);
    assert_eq!(migrated.engine.nav.nav.to_decimal_floor(), published.nav);
    assert_eq!(migrated.engine.fair.to_decimal_floor(), published.fair);
    assert_eq!(migrated.engine.breaker.level, 0);
    assert!(migrated.engine.sources[1].depth > 0 && migrated.engine.sources[2].depth > 0);
    assert_eq!(migrated.faults, [0; 8]);
    assert_eq!(migrated.reserved, [0; 256]);
    assert_eq!(bytemuck::bytes_of(&migrated.sources), bytemuck::bytes_of(&old.sources));
    assert_eq!((migrated.params, migrated.authority, migrated.guardian), (old.params, old.authority, old.guardian));
    scene.world.send(ix::migrate_feed(scene.feed, payer)).expect_err("it is of this version already");
    scene.world.send(refresh).expect("and is refreshed again");
    assert_eq!(scene.level(), 0, "with what it remembered: it stays open");
    assert_eq!(scene.feed().sequence, old.sequence + 1);
}

#[test]
fn the_same_ahead_of_mainnet() {
    tests::world::ahead(|| {
        the_history_is_a_ring_that_grows();
        a_draft_can_be_closed_and_an_active_feed_only_after_its_retirement();
        a_feed_of_the_first_version_is_migrated_and_lives_on();
    });
}

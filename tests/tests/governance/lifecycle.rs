//! From the first version to the last publication: migration, history, retirement.

use super::*;
use fair_value::Gates;
use fair_value::params::FIELDS;
use fair_value::params::Field;
use fair_value::units::Lamports;
use glowsol_oracle::Change;
use glowsol_oracle::error::OracleError;
use glowsol_oracle::instruction;
use glowsol_oracle::pda;
use glowsol_oracle::state::Feed;
use glowsol_oracle::state::History;
use glowsol_oracle::state::Point;
use glowsol_oracle::state::Price as PriceAccount;
use serde_json::Value;
use serde_json::json;
use solana_pubkey::Pubkey;
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
    refused(propose(&mut draft, vec![set(Field::FairRise, 300)]), OracleError::NotActive);
    let tighten = instruction::TightenConfig { values: vec![ParamValue { id: Field::CautionEnter as u8, value: 140 }] };
    refused(draft.govern(tighten), OracleError::NotActive);
    let stranger = Keypair::new();
    draft.world.svm.airdrop(&stranger.pubkey(), 1_000_000_000).expect("funding");
    let theft = ix::close_feed(draft.feed, stranger.pubkey());
    refused(draft.world.send_all(&[theft], &[&stranger]), OracleError::NotTheAuthority);
    draft.world.send(ix::close_feed(draft.feed, authority)).expect("nobody depends on a draft");
    assert!(draft.world.program_state().is_empty());

    let (mut scene, _) = open();
    let authority = scene.world.payer.pubkey();
    refused(scene.world.send(ix::activate_feed(scene.feed, authority)), OracleError::AlreadyActive);
    refused(scene.world.send(ix::close_feed(scene.feed, authority)), OracleError::NotRetired);
    propose(&mut scene, vec![Change::Retire]).expect("the authority proposes");
    refused(apply(&mut scene), OracleError::Timelocked);
    wait(&mut scene);
    scene.world.send(ix::apply_config(scene.feed, authority, &[])).expect("it retires");
    assert_eq!(scene.level(), 3);
    assert_eq!(scene.price_field(|price| price.gates), Gates::WITHOUT_PRICE.bits());
    refused(scene.refresh(), OracleError::NotActive);
    refused(propose(&mut scene, vec![set(Field::FairRise, 300)]), OracleError::NotActive);
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
    refused(apply(&mut scene), OracleError::NotActive);
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
    assert_eq!((migrated.version, migrated.timelock), (3, 172_800));
    assert_eq!(migrated.history, pda::history(&scene.feed).0);
    let published: PriceAccount = bytemuck::pod_read_unaligned(&price_v1[8..]);
    assert_eq!(migrated.engine.nav.nav.to_decimal_floor(), published.nav);
    assert_eq!(migrated.engine.fair.to_decimal_floor(), published.fair);
    assert_eq!(migrated.engine.breaker.level, 0);
    assert!(migrated.engine.sources[1].depth > Lamports::ZERO && migrated.engine.sources[2].depth > Lamports::ZERO);
    assert_eq!(migrated.faults, [0; 8]);
    assert_eq!(migrated.reserved, [0; 256]);
    assert_eq!(bytemuck::bytes_of(&migrated.sources), bytemuck::bytes_of(&old.sources));
    assert_eq!(old_params(&migrated), old_params(&old));
    assert_eq!((migrated.authority, migrated.guardian), (old.authority, old.guardian));
    assert!(migrated.params.validate().is_ok(), "what is new has its default");
    scene.world.send(ix::migrate_feed(scene.feed, payer)).expect_err("it is of this version already");
    scene.world.send(refresh).expect("and is refreshed again");
    assert_eq!(scene.level(), 0, "with what it remembered: it stays open");
    assert_eq!(scene.feed().sequence, old.sequence + 1);
}

/// The parameters that there were before version 3.
fn old_params(feed: &Feed) -> Vec<u64> {
    FIELDS.iter().take(48).map(|info| feed.params.get(info.field)).collect()
}

/// A feed that the second version of the program wrote, after half a day (`golden.rs` says how), depegged for the last hour.
#[test]
fn a_feed_of_the_second_version_is_migrated_and_lives_on() {
    let feed_v2 = include_bytes!("../../golden/feed-v2.bin");
    let price_v2 = include_bytes!("../../golden/feed-v2-price.bin");
    let history_v2 = include_bytes!("../../golden/feed-v2-history.bin");
    let proposal_v2 = include_bytes!("../../golden/feed-v2-proposal.bin");
    let facts: Value = serde_json::from_str(include_str!("../../golden/feed-v2.json")).expect("JSON");
    let published: PriceAccount = bytemuck::pod_read_unaligned(&price_v2[8..]);
    let mut scene = Scene::standard();
    scene.feed = key(&facts["feed"]);
    scene.price = pda::price(&scene.feed).0;
    for (place, data) in [
        (scene.feed, feed_v2.as_slice()),
        (scene.price, price_v2),
        (pda::history(&scene.feed).0, history_v2),
        (pda::proposal(&scene.feed).0, proposal_v2),
    ] {
        scene.world.put(place, owned(glowsol_oracle::ID.to_bytes(), data.to_vec()));
    }
    scene.sources = golden_sources();
    (scene.around.orca_rate, scene.around.raydium_rate) = (1.06 * 0.97, 1.06 * 0.969);
    scene.around.wallet += 53 * scene::ONE;
    scene.pass(facts["unix_time"].as_i64().expect("a time") - scene.world.time().unix);
    refused(scene.refresh(), OracleError::OtherVersion);
    let payer = scene.world.payer.pubkey();
    refused(scene.world.send(ix::govern(scene.feed, payer, instruction::Resume {})), OracleError::OtherVersion);

    let mut wrong = ix::migrate_feed(scene.feed, payer);
    wrong.accounts[1].pubkey = pda::price(&scene.feed).0;
    scene.world.send(wrong.clone()).expect_err("not a history");
    // Another feed's.
    wrong.accounts[1].pubkey = Pubkey::new_from_array([7; 32]);
    scene.world.put(wrong.accounts[1].pubkey, owned(glowsol_oracle::ID.to_bytes(), history_v2.to_vec()));
    refused(scene.world.send(wrong), OracleError::WrongHistory);
    scene.world.send(ix::migrate_feed(scene.feed, payer)).expect("anybody migrates");
    refused(scene.world.send(ix::migrate_feed(scene.feed, payer)), OracleError::NothingToMigrate);
    let feed = scene.feed();
    // What it was configured to.
    let configured = &facts["configuration"];
    assert_eq!(feed.version, 3);
    for (found, fact) in [
        (feed.config_version, "config_version"),
        (feed.sequence, "sequence"),
        (feed.status.into(), "status"),
        (feed.timelock.into(), "timelock"),
    ] {
        assert_eq!(Some(found), configured[fact].as_u64(), "{fact}");
    }
    for (found, fact) in [
        (feed.creator, "creator"),
        (feed.authority, "authority"),
        (feed.guardian, "guardian"),
        (feed.nominee, "nominee"),
    ] {
        assert_eq!(found, key(&configured[fact]), "{fact}");
    }
    assert_eq!(feed.nominated_at, scene.world.time().unix, "a nomination waits from here on");
    assert_eq!(feed.posting_programs(), [key(&configured["posting_programs"][0])]);
    let watched: Vec<_> = feed.watched().iter().map(|one| (one.program, one.deployed)).collect();
    assert_eq!(watched, [(key(&configured["watched"][0][0]), 1_000)]);
    let limits = [feed.limits.soft, feed.limits.hard, feed.limits.liquidation, feed.limits.nav];
    assert_eq!(json!(limits), configured["limits"]);
    let params = configured["params"].as_object().expect("parameters");
    assert_eq!(params.len(), 48);
    for info in FIELDS {
        let expected = params.get(info.name).map_or(info.default, |value| value.as_u64().expect("a number"));
        assert_eq!(feed.params.get(info.field), expected, "{}", info.name);
    }
    assert!(feed.params.validate().is_ok());
    // All that lies before the parameters, behind the version.
    let params_at = core::mem::offset_of!(Feed, params);
    assert_eq!(bytemuck::bytes_of(&feed)[1..params_at], feed_v2[9..8 + params_at]);
    // What its rules remember.
    let engine = &feed.engine;
    assert_eq!(Some(u64::from(engine.breaker.level)), facts["level"].as_u64());
    assert_eq!(Some(engine.breaker.since.unix().get()), facts["level_since"].as_i64());
    assert_eq!(Some(engine.fair.to_decimal_floor()), facts["fair"].as_u64());
    let nav = &engine.nav;
    for (found, fact) in [
        (nav.nav.to_decimal_floor(), "nav"),
        (nav.raw.to_decimal_floor(), "raw"),
        (nav.counted.to_decimal_floor(), "counted"),
        (nav.accepted.to_decimal_floor(), "accepted"),
        (nav.anchor.to_decimal_floor(), "anchor"),
        (nav.day.into(), "day"),
        (nav.allowance, "allowance"),
        (nav.last_assets.get(), "assets"),
        (nav.last_supply.get(), "supply"),
        (nav.transit.get(), "transit"),
        (nav.epoch.get(), "epoch"),
    ] {
        assert_eq!(Some(found), facts["nav"][fact].as_u64(), "{fact}");
    }
    assert_eq!(json!(nav.recent.map(|rate| rate.to_decimal_floor())), facts["nav"]["recent"]);
    let depths = facts["sources"].as_array().expect("sources").iter().map(|one| one["depth"].as_u64());
    let found: Vec<_> = engine.sources.iter().map(|source| Some(source.depth.get())).take(6).collect();
    assert_eq!(found, depths.collect::<Vec<_>>(), "what each source's vote weighs");

    // And it goes on as if nothing had happened.
    scene.pass(CADENCE);
    scene.refresh().expect("a refresh lands");
    let price = scene.price_field(|price| *price);
    let close = |one: u64, other: u64, bps: u64| one.abs_diff(other) <= other / 10_000 * bps;
    assert_eq!((price.sequence, price.level), (published.sequence + 1, published.level));
    assert_eq!(price.level_since, published.level_since);
    for (what, now, before) in [
        ("nav", price.nav, published.nav),
        ("fair", price.fair, published.fair),
        ("short", price.short, published.short),
        ("long", price.long, published.long),
    ] {
        assert!(close(now, before, 5), "{what}: {now} and {before}");
    }
    assert_eq!(price.market_sources, published.market_sources, "nobody lost his vote");
    assert!(price.long_coverage_bps >= 8_000 && price.short_coverage_bps >= 8_000, "its windows are valid");
    // What waited before waits still, and a recovery is lived through: to a hundredth above NAV, where assets in transit would put it.
    assert_eq!(scene.world.data(&pda::proposal(&scene.feed).0), proposal_v2);
    (scene.around.orca_rate, scene.around.raydium_rate) = (1.07, 1.07);
    scene.live(4 * HOUR, CADENCE);
    assert_eq!(scene.level(), 0, "{:b}", scene.reasons());
}

fn key(fact: &Value) -> Pubkey {
    fact.as_str().and_then(|text| text.parse().ok()).expect("an address")
}

/// The sources of the golden feed.
fn golden_sources() -> Vec<scene::Source> {
    let mut sources = scene::three_pools();
    sources.insert(4, scene::eight_sources().swap_remove(5));
    sources
}

#[test]
fn only_the_two_lengths_of_earlier_versions_are_migrated() {
    let golden: [&[u8]; 2] = [include_bytes!("../../golden/feed-v1.bin"), include_bytes!("../../golden/feed-v2.bin")];
    for feed in golden {
        for (len, version) in
            [(feed.len() - 1, None), (feed.len() + 1, None), (feed.len(), Some(0)), (feed.len(), Some(4))]
        {
            let mut scene = Scene::standard();
            let (address, payer) = (keys::made_up("another feed"), scene.world.payer.pubkey());
            let mut data = feed.to_vec();
            data.resize(len, 0);
            data[8] = version.unwrap_or(data[8]);
            scene.world.put(address, owned(glowsol_oracle::ID.to_bytes(), data));
            let before = scene.world.program_state();
            refused(scene.world.send(ix::migrate_feed(address, payer)), OracleError::OtherVersion);
            assert_eq!(scene.world.program_state(), before);
        }
    }
}

/// Every instruction but `migrate_feed` takes a feed of this length and version alone.
#[test]
fn a_feed_of_another_length_or_version_is_opened_by_nobody() {
    for (more, version) in [(0_i64, 2), (0, 4), (1, 3), (-1, 3)] {
        let mut scene = Scene::standard();
        let authority = scene.world.payer.pubkey();
        scene.world.edit(scene.feed, |feed| {
            let len = feed.data.len() as i64 + more;
            feed.data.resize(len as usize, 0);
            feed.data[8] = version;
        });
        let before = scene.world.program_state();
        let sources = scene.sources[0].accounts.clone();
        for instruction in [
            ix::pause(scene.feed, authority),
            ix::govern(scene.feed, authority, instruction::Resume {}),
            ix::check_source(scene.feed, 0, &sources),
            ix::propose_config(scene.feed, authority, vec![set(Field::FairRise, 300)]),
            ix::close_feed(scene.feed, authority),
        ] {
            refused(scene.world.send(instruction), OracleError::OtherVersion);
        }
        if more >= 0 && version != 3 {
            refused(scene.refresh(), OracleError::OtherVersion);
        }
        assert_eq!(scene.world.program_state(), before);
    }
}

#[test]
fn the_same_ahead_of_mainnet() {
    tests::world::ahead(|| {
        the_history_is_a_ring_that_grows();
        a_draft_can_be_closed_and_an_active_feed_only_after_its_retirement();
        a_feed_of_the_first_version_is_migrated_and_lives_on();
        a_feed_of_the_second_version_is_migrated_and_lives_on();
    });
}

//! Accounts of this version of the program, kept for the migration's tests of the versions to come.
//!
//! Before the layout of `Feed` changes, write what today's program leaves behind, and commit it:
//! `cargo test --locked --workspace --test golden -- --ignored`. What was written once is never written again.

use std::{fs, path::PathBuf};

use fair_value::params::{FIELDS, Field};
use glowsol_oracle::{Change, InitializeFeedArgs, ParamValue, instruction, pda, state::Limits};
use serde_json::{Value, json};
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use tests::{
    Scene, instructions as ix,
    scene::{self, ONE, account, keys},
};

const HOUR: i64 = 3_600;
const CADENCE: i64 = 20;

/// A feed of six sources that differs from the defaults wherever it can, after half a day: midnight has passed, a reward has come in, and
/// for the last hour and a half the market has been 3 % below NAV.
fn lived() -> Scene {
    let guardian = Keypair::new().pubkey();
    let watched = [keys::made_up("vault program"), keys::made_up("where its code is kept")];
    let mut scene = Scene::draft_with(InitializeFeedArgs {
        guardian,
        posting_programs: vec![keys::made_up("posting program")],
        watched_programs: vec![watched[0]],
        limits: Some(Limits { soft: 90, ..Limits::default() }),
        overrides: vec![ParamValue { id: Field::FairRise as u8, value: 350 }],
    });
    for (key, account) in watched.into_iter().zip(account::program(watched[1], 1_000, &[7; 64])) {
        scene.world.put(key, account);
    }
    scene.world.send(ix::check_programs(scene.feed, &watched)).expect("a first look");
    let mut sources = scene::three_pools();
    sources.insert(4, scene::eight_sources().swap_remove(5));
    for source in sources {
        scene.add_source(source).expect("the source is sound");
    }
    scene.activate().expect("the table is complete");
    scene.refresh().expect("the first refresh lands");
    scene.around.raydium_rate = 1.059;
    scene.live(10 * HOUR, CADENCE);
    // A reward of 5 bps.
    scene.around.wallet += 53 * ONE;
    scene.live(HOUR, CADENCE);
    let until = scene.world.time().unix + 24 * HOUR;
    scene.govern(instruction::AnnounceTransit { amount: 1_000 * ONE, until }).expect("a hundredth for a day");
    let nominee = keys::made_up("nominee");
    scene.govern(instruction::NominateAuthority { nominee }).expect("a nomination");
    let strict = vec![ParamValue { id: Field::CautionEnter as u8, value: 140 }];
    scene.govern(instruction::TightenConfig { values: strict }).expect("a tightening");
    (scene.around.orca_rate, scene.around.raydium_rate) = (1.06 * 0.97, 1.06 * 0.969);
    scene.live(3 * HOUR / 2, CADENCE);
    let propose = vec![Change::Timelock { seconds: 200_000 }];
    let authority = scene.world.payer.pubkey();
    scene.world.send(ix::propose_config(scene.feed, authority, propose)).expect("the authority proposes");
    scene
}

/// What has to be found again after a migration. Rates are SOL per whole token scaled by 10^12, logarithms base 2 in steps of 2^-40.
fn facts(scene: &Scene) -> Value {
    let feed = scene.feed();
    let (engine, nav) = (&feed.engine, &feed.engine.nav);
    let text = |key: Pubkey| key.to_string();
    let params: serde_json::Map<_, _> =
        FIELDS.iter().map(|info| (info.name.into(), feed.params.get(info.field).into())).collect();
    let source = |source: &fair_value::state::SourceState| {
        let bits = |sides: [fair_value::units::LogRate; 2]| sides.map(|log| log.to_bits());
        json!({
            "depth": source.depth.get(),
            "short": bits([source.short_low, source.short_high]), "long": bits([source.long_low, source.long_high]),
            "short_covered": source.short_covered.get(), "long_covered": source.long_covered.get(),
            "sample": bits([source.sample_low, source.sample_high]),
        })
    };
    json!({
        "unix_time": scene.world.time().unix,
        "feed": text(scene.feed),
        "configuration": {
            "config_version": feed.config_version, "sequence": feed.sequence, "status": feed.status,
            "creator": text(feed.creator), "authority": text(feed.authority), "guardian": text(feed.guardian),
            "nominee": text(feed.nominee), "timelock": feed.timelock,
            "posting_programs": feed.posting_programs().iter().copied().map(text).collect::<Vec<_>>(),
            "watched": feed.watched().iter().map(|one| json!([text(one.program), one.deployed])).collect::<Vec<_>>(),
            "limits": [feed.limits.soft, feed.limits.hard, feed.limits.liquidation, feed.limits.nav],
            "params": params,
        },
        "level": engine.breaker.level, "level_since": engine.breaker.since.unix().get(),
        "fair": engine.fair.to_decimal_floor(), "beyond": engine.beyond.get(),
        "nav": {
            "nav": nav.nav.to_decimal_floor(), "raw": nav.raw.to_decimal_floor(), "counted": nav.counted.to_decimal_floor(),
            "accepted": nav.accepted.to_decimal_floor(), "anchor": nav.anchor.to_decimal_floor(),
            "recent": nav.recent.map(|rate| rate.to_decimal_floor()), "day": nav.day, "allowance": nav.allowance,
            "assets": nav.last_assets.get(), "supply": nav.last_supply.get(), "transit": nav.transit.get(),
            "transit_until": nav.transit_until.unix().get(), "epoch": nav.epoch.get(),
        },
        "voted": engine.market.voted,
        "sources": engine.sources.iter().take(feed.sources.source_count.into()).map(source).collect::<Vec<_>>(),
    })
}

#[test]
#[ignore = "writes files that are kept: see above"]
fn write_what_this_version_leaves_behind() {
    let scene = lived();
    assert_eq!(scene.level(), 2, "what is remembered is worth remembering");
    assert!(
        scene.feed().engine.nav.recent.iter().filter(|rate| rate.to_bits() != 0).count() > 1,
        "midnight has passed"
    );
    let directory = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/golden"));
    let write = |name: String, content: &[u8]| {
        let path = directory.join(name);
        assert!(!path.exists(), "{} is kept as it is", path.display());
        fs::write(path, content).expect("a file is written");
    };
    let prefix = format!("feed-v{}", scene.feed().version);
    write(format!("{prefix}.bin"), &scene.world.data(&scene.feed));
    write(format!("{prefix}-price.bin"), &scene.world.data(&scene.price));
    write(format!("{prefix}-history.bin"), &scene.world.data(&pda::history(&scene.feed).0));
    write(format!("{prefix}-proposal.bin"), &scene.world.data(&pda::proposal(&scene.feed).0));
    write(format!("{prefix}.json"), format!("{:#}\n", facts(&scene)).as_bytes());
}

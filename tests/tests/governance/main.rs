//! Who may change a feed, when, and what that does, as bytecode.

mod backing;
mod lifecycle;
mod people;
mod proposals;

use fair_value::params::Field;
use glowsol_oracle::Change;
use glowsol_oracle::ParamValue;
use glowsol_oracle::error::OracleError;
use solana_keypair::Keypair;
use solana_signer::Signer;
use tests::Failure;
use tests::Scene;
use tests::instructions as ix;
use tests::scene;

const HOUR: i64 = 3_600;
const TIMELOCK: i64 = 48 * HOUR;
const CADENCE: i64 = 20;

fn number(error: OracleError) -> Option<u32> {
    Some(error.into())
}

#[track_caller]
fn refused(result: Result<tests::Receipt, Failure>, error: OracleError) {
    let failure = result.expect_err("a refusal");
    assert_eq!(failure.code(), number(error), "{:?}", failure.logs);
}

/// An open feed with a guardian.
fn open() -> (Scene, Keypair) {
    opened(scene::standard_sources())
}

/// The same over `sources`.
fn opened(sources: Vec<scene::Source>) -> (Scene, Keypair) {
    let guardian = Keypair::new();
    let mut scene =
        Scene::draft_with(glowsol_oracle::InitializeFeedArgs { guardian: guardian.pubkey(), ..scene::arguments() });
    scene.world.svm.airdrop(&guardian.pubkey(), 1_000_000_000).expect("funding");
    for source in sources {
        scene.add_source(source).expect("the source is sound");
    }
    scene.activate().expect("the table is complete");
    scene.refresh().expect("the first refresh lands");
    scene.live(3 * HOUR, CADENCE);
    assert_eq!(scene.level(), 0, "the feed is open");
    (scene, guardian)
}

fn set(field: Field, value: u64) -> Change {
    Change::Params { values: vec![ParamValue { id: field as u8, value }] }
}

fn propose(scene: &mut Scene, changes: Vec<Change>) -> Result<tests::Receipt, Failure> {
    let authority = scene.world.payer.pubkey();
    scene.world.send(ix::propose_config(scene.feed, authority, changes))
}

fn apply(scene: &mut Scene) -> Result<tests::Receipt, Failure> {
    let authority = scene.world.payer.pubkey();
    let apply = ix::apply_config(scene.feed, authority, &scene.source_accounts());
    scene.world.send(apply)
}

/// The timelock passes, with the feed alive.
fn wait(scene: &mut Scene) {
    scene.pass_epochs(TIMELOCK);
    scene.live(2 * HOUR, CADENCE);
    scene.pass(CADENCE);
}

//! Changes that wait, and what becomes of them.

use super::*;
use fair_value::Reason;
use fair_value::params::FIELDS;
use fair_value::params::Field;
use glowsol_oracle::Change;
use glowsol_oracle::ParamValue;
use glowsol_oracle::error::OracleError;
use glowsol_oracle::event::{AuthorityAccepted, ConfigProposed, ConfigTightened};
use glowsol_oracle::instruction;
use glowsol_oracle::pda;
use glowsol_oracle::state::Limits;
use solana_keypair::Keypair;
use solana_signer::Signer;
use sources::{programs, pyth::PriceUpdateAccount, stake_pool::Fee};
use tests::instructions as ix;
use tests::scene;
use tests::scene::{account::owned, keys};

#[test]
fn a_change_waits_for_its_timelock_and_then_applies_once() {
    let (mut scene, _) = open();
    propose(&mut scene, vec![set(Field::FairRise, 300)]).expect("the authority proposes");
    scene.pass(CADENCE);
    refused(apply(&mut scene), OracleError::Timelocked);
    wait(&mut scene);
    let version = scene.feed().config_version;
    apply(&mut scene).expect("its time has come");
    assert_eq!(scene.feed().params.fair_rise.get(), 300);
    assert_eq!(scene.feed().config_version, version + 1);
    scene.pass(CADENCE);
    apply(&mut scene).expect_err("the proposal is gone");
    assert!(scene.world.data(&pda::proposal(&scene.feed).0).is_empty());
}

/// Whoever watches can tell from the log which changes wait, and from the account what they are.
#[test]
fn a_change_publishes_to_its_own_price_only() {
    let (mut scene, _) = open();
    propose(&mut scene, vec![set(Field::FairRise, 300)]).expect("the authority proposes");
    wait(&mut scene);
    let other = scene::more(scene.price, 1);
    let data = scene.world.data(&scene.price).to_vec();
    scene.world.put(other, owned(glowsol_oracle::ID.to_bytes(), data));
    let mut wrong = ix::apply_config(scene.feed, scene.world.payer.pubkey(), &scene.source_accounts());
    wrong.accounts[1].pubkey = other;
    refused(scene.world.send(wrong), OracleError::WrongPrice);
}

#[test]
fn what_is_proposed_can_be_told_from_its_hash() {
    let (mut scene, _) = open();
    let changes = vec![set(Field::FairRise, 300), Change::Timelock { seconds: 200_000 }];
    let receipt = propose(&mut scene, changes.clone()).expect("the authority proposes");
    let event = receipt.event::<ConfigProposed>().expect("a proposal is announced");
    let account = scene.world.data(&pda::proposal(&scene.feed).0);
    let kept = &account[glowsol_oracle::state::Proposal::HEAD..];
    let mut written = vec![];
    anchor_lang::AnchorSerialize::serialize(&changes, &mut written).expect("memory takes it");
    assert_eq!(kept, written);
    assert_eq!(event.changes_hash, solana_sha256_hasher::hash(kept).to_bytes());
    assert_eq!((event.feed, event.config_version), (scene.feed, scene.feed().config_version));
}

#[test]
fn a_proposal_that_waited_for_another_configuration_is_worthless() {
    let (mut scene, _) = open();
    propose(&mut scene, vec![set(Field::FairRise, 300)]).expect("the authority proposes");
    wait(&mut scene);
    let tighten = instruction::TightenConfig { values: vec![ParamValue { id: Field::CautionEnter as u8, value: 140 }] };
    scene.govern(tighten).expect("a tightening");
    refused(apply(&mut scene), OracleError::OutdatedProposal);
    assert_eq!(scene.feed().params.fair_rise.get(), 400);
}

/// Whoever was authority when it was proposed: what it announced does not outlive it.
#[test]
fn a_proposal_of_an_authority_that_was_replaced_is_worthless() {
    let (mut scene, _) = open();
    let heir = Keypair::new();
    scene.govern(instruction::NominateAuthority { nominee: heir.pubkey() }).expect("a nomination");
    propose(&mut scene, vec![set(Field::FairRise, 300)]).expect("the authority proposes");
    wait(&mut scene);
    let version = scene.feed().config_version;
    let accept = ix::accept_authority(scene.feed, heir.pubkey());
    let receipt = scene.world.send_all(&[accept], &[&heir]).expect("the nominee accepts");
    let event = receipt.event::<AuthorityAccepted>().expect("everybody learns of it");
    assert_eq!((event.authority, event.config_version), (heir.pubkey(), version + 1));
    let apply = ix::apply_config(scene.feed, heir.pubkey(), &scene.source_accounts());
    refused(scene.world.send(apply), OracleError::OutdatedProposal);
    assert_eq!(scene.feed().params.fair_rise.get(), 400);
}

/// Nobody delays a change by refreshing first, in the same transaction or before it in the slot.
#[test]
fn a_change_applies_in_a_slot_that_was_refreshed_already() {
    let (mut scene, _) = open();
    propose(&mut scene, vec![set(Field::FairRise, 300)]).expect("the authority proposes");
    wait(&mut scene);
    scene.refresh().expect("somebody refreshes first");
    let before = scene.feed().sequence;
    apply(&mut scene).expect("and the change applies");
    let feed = scene.feed();
    assert_eq!((feed.params.fair_rise.get(), feed.engine.slot.get()), (300, scene.world.time().slot));
    assert!(feed.sequence >= before);

    propose(&mut scene, vec![set(Field::FairRise, 250)]).expect("the authority proposes");
    wait(&mut scene);
    let authority = scene.world.payer.pubkey();
    let both = [
        ix::refresh(scene.feed, &scene.source_accounts()),
        ix::apply_config(scene.feed, authority, &scene.source_accounts()),
    ];
    scene.world.send_all(&both, &[]).expect("in one transaction");
    assert_eq!(scene.feed().params.fair_rise.get(), 250);
}

/// A refresh in the same slot before does not hide what a change does: it is judged by a publication all the same.
#[test]
fn a_change_that_trips_is_refused_in_a_slot_that_was_refreshed_already() {
    let (mut scene, _) = open();
    propose(&mut scene, vec![Change::RemoveSource { index: 2 }, Change::RemoveSource { index: 1 }])
        .expect("the authority proposes");
    wait(&mut scene);
    scene.refresh().expect("a refresh lands");
    let before = scene.sources.clone();
    scene.sources = vec![before[0].clone(), before[3].clone()];
    refused(apply(&mut scene), OracleError::WouldTrip);
}

#[test]
fn a_second_proposal_needs_the_first_to_go() {
    let (mut scene, _) = open();
    propose(&mut scene, vec![set(Field::FairRise, 300)]).expect("the authority proposes");
    propose(&mut scene, vec![set(Field::FairRise, 200)]).expect_err("one is pending");
    let authority = scene.world.payer.pubkey();
    scene.world.send(ix::cancel_config(scene.feed, authority, authority)).expect("the authority cancels");
    propose(&mut scene, vec![set(Field::FairRise, 200)]).expect("none is pending");
}

#[test]
fn the_guardian_cancels_what_it_distrusts_and_a_stranger_does_not() {
    let (mut scene, guardian) = open();
    propose(&mut scene, vec![set(Field::FairRise, 300)]).expect("the authority proposes");
    let authority = scene.world.payer.pubkey();
    let stranger = Keypair::new();
    let cancel = ix::cancel_config(scene.feed, authority, stranger.pubkey());
    refused(scene.world.send_all(&[cancel], &[&stranger]), OracleError::NotTheGuardian);
    let thief = ix::cancel_config(scene.feed, guardian.pubkey(), guardian.pubkey());
    refused(scene.world.send_all(&[thief], &[&guardian]), OracleError::NotTheAuthority);
    let cancel = ix::cancel_config(scene.feed, authority, guardian.pubkey());
    scene.world.send_all(&[cancel], &[&guardian]).expect("the guardian cancels");
}

#[test]
fn anybody_applies_a_proposal_within_a_week_of_its_time_and_nobody_later() {
    let (mut scene, _) = open();
    propose(&mut scene, vec![set(Field::FairRise, 300)]).expect("the authority proposes");
    wait(&mut scene);
    let authority = scene.world.payer.pubkey();
    let apply_it = ix::apply_config(scene.feed, authority, &scene.source_accounts());
    assert!(apply_it.accounts.iter().all(|meta| !meta.is_signer), "a multisignature need not sign it");
    let mut thief = apply_it.clone();
    thief.accounts[4].pubkey = keys::made_up("a thief");
    refused(scene.world.send(thief), OracleError::NotTheAuthority);
    scene.world.send(apply_it.clone()).expect("anybody applies");

    propose(&mut scene, vec![set(Field::FairRise, 250)]).expect("the authority proposes");
    wait(&mut scene);
    scene.pass_epochs(7 * 24 * HOUR);
    scene.live(2 * HOUR, CADENCE);
    scene.pass(CADENCE);
    refused(scene.world.send(apply_it), OracleError::ExpiredProposal);
}

#[test]
fn a_loosening_that_would_trip_on_the_live_readings_is_refused_with_the_reason() {
    let (mut scene, _) = open();
    // More depth than any pool has: every vote would be lost.
    propose(&mut scene, vec![set(Field::MinDepth, 100_000_000_000_000)]).expect("the authority proposes");
    wait(&mut scene);
    let failure = apply(&mut scene).expect_err("it would trip");
    assert_eq!(failure.code(), number(OracleError::WouldBind), "{:?}", failure.logs);
    assert!(failure.logs.iter().any(|line| line.contains("level") || line.contains("vote")), "{:?}", failure.logs);
    assert_eq!(scene.feed().params.min_depth.get(), 20_000_000_000);
}

#[test]
fn a_feed_that_nobody_refreshed_cannot_judge_a_change() {
    let (mut scene, _) = open();
    propose(&mut scene, vec![set(Field::FairRise, 300)]).expect("the authority proposes");
    wait(&mut scene);
    scene.pass(HOUR);
    refused(apply(&mut scene), OracleError::WouldBind);
}

#[test]
fn what_a_halt_hides_cannot_be_changed_behind_it() {
    let (mut scene, guardian) = open();
    propose(&mut scene, vec![set(Field::FairRise, 300)]).expect("the authority proposes");
    wait(&mut scene);
    scene.world.send_all(&[ix::pause(scene.feed, guardian.pubkey())], &[&guardian]).expect("the guardian halts");
    scene.pass(1);
    refused(apply(&mut scene), OracleError::NotLive);
    scene.govern(instruction::Resume {}).expect("the authority resumes");
    refused(apply(&mut scene), OracleError::NotLive);
    scene.refresh().expect("a refresh lands");
    scene.pass(CADENCE);
    apply(&mut scene).expect("with what it compares to in sight");
}

#[test]
fn markets_cannot_be_taken_away_from_under_an_open_feed() {
    let (mut scene, _) = open();
    propose(&mut scene, vec![Change::RemoveSource { index: 2 }, Change::RemoveSource { index: 1 }])
        .expect("the authority proposes");
    wait(&mut scene);
    let before = scene.sources.clone();
    scene.sources = vec![before[0].clone(), before[3].clone()];
    refused(apply(&mut scene), OracleError::WouldTrip);
    scene.sources = before;
    scene.refresh().expect("the feed goes on");
    assert_eq!(scene.level(), 0);
}

/// Of three pools one goes that outvoted another: what is left serves both sides worse.
fn removed_beside_a_pool_at(factor: f64) -> Result<tests::Receipt, Failure> {
    let (mut scene, _) = opened(scene::three_pools());
    scene.around.raydium_rate *= factor;
    propose(&mut scene, vec![Change::RemoveSource { index: 1 }]).expect("the authority proposes");
    wait(&mut scene);
    assert_eq!(scene.level(), 0);
    scene.sources.remove(1);
    let before = scene.price_field(|price| (price.collateral, price.debt));
    let result = apply(&mut scene);
    let after = scene.price_field(|price| (price.collateral, price.debt));
    println!("x{factor}: {before:?} to {after:?}");
    result
}

#[test]
fn a_change_of_sources_lowers_collateral_by_half_a_percent_at_most() {
    removed_beside_a_pool_at(0.9995).expect("five basis points are tolerated");
    refused(removed_beside_a_pool_at(0.996), OracleError::WouldTrip);
}

#[test]
fn a_change_of_sources_raises_debt_by_half_a_percent_at_most() {
    removed_beside_a_pool_at(1.0005).expect("five basis points are tolerated");
    refused(removed_beside_a_pool_at(1.0055), OracleError::WouldTrip);
}

/// The vault is configured anew, less a withdrawal fee of so many basis points of a third of it. The market is lower
/// already, so that NAV alone gets worse.
fn netted_of(bps: u64) -> Result<tests::Receipt, Failure> {
    let (mut scene, _) = open();
    scene.around.stake_pool.stake_withdrawal_fee = Fee { numerator: bps, denominator: 10_000 };
    (scene.around.orca_rate, scene.around.raydium_rate) = (1.06 * 0.99, 1.06 * 0.99);
    scene.sources[0].spec.net_withdrawal_fee = true;
    let scene::Source { spec, accounts } = scene.sources[0].clone();
    propose(&mut scene, vec![Change::RemoveSource { index: 0 }, Change::AddSource { index: 0, spec, accounts }])
        .expect("the authority proposes");
    wait(&mut scene);
    apply(&mut scene)
}

#[test]
fn a_change_of_sources_lowers_nav_by_no_more_than_time_explains() {
    netted_of(9).expect("three basis points of NAV");
    refused(netted_of(30), OracleError::WouldTrip);
}

#[test]
fn a_change_of_sources_is_compared_with_a_price_of_the_last_minute() {
    let (mut scene, _) = open();
    propose(&mut scene, vec![Change::RemoveSource { index: 1 }]).expect("the authority proposes");
    wait(&mut scene);
    scene.pass(41);
    let whole = scene.sources.clone();
    scene.sources.remove(1);
    refused(apply(&mut scene), OracleError::NotLive);
    let after = core::mem::replace(&mut scene.sources, whole);
    scene.refresh().expect("a refresh lands");
    scene.sources = after;
    scene.pass(60);
    apply(&mut scene).expect("a minute old is live");
}

/// Another account quotes SOL/USD from now on, so many times the price.
fn quoted_by_another_at(scene: &mut Scene, factor: f64, age: i64) -> Result<tests::Receipt, Failure> {
    let other = scene::more(keys::PYTH_SOL_USD, 1);
    let mut quote = PriceUpdateAccount { price: (scene.around.pyth.price as f64 * factor) as i64, ..scene.around.pyth };
    quote.publish_time = scene.world.time().unix - age;
    scene.world.put(other, owned(programs::PYTH_RECEIVER, quote.encode()));
    scene.sources[3] = scene::Source::pyth_usd(other);
    apply(scene)
}

/// A feed whose source of SOL/USD is about to be replaced.
fn about_to_be_quoted_by_another() -> Scene {
    let (mut scene, _) = open();
    let other = scene::Source::pyth_usd(scene::more(keys::PYTH_SOL_USD, 1));
    let add = Change::AddSource { index: 3, spec: other.spec, accounts: other.accounts };
    propose(&mut scene, vec![Change::RemoveSource { index: 3 }, add]).expect("the authority proposes");
    wait(&mut scene);
    scene
}

#[test]
fn a_change_of_sources_moves_sol_usd_by_what_two_sources_may_differ_at_most() {
    for (factor, kept) in [(0.995, true), (1.005, true), (0.985, false), (1.015, false)] {
        let mut scene = about_to_be_quoted_by_another();
        let result = quoted_by_another_at(&mut scene, factor, 0);
        if kept {
            result.unwrap_or_else(|failure| panic!("{factor}: {:?}", failure.logs));
        } else {
            refused(result, OracleError::WouldTrip);
        }
    }
}

#[test]
fn a_source_of_sol_usd_is_not_replaced_by_one_that_is_dead() {
    let mut scene = about_to_be_quoted_by_another();
    refused(quoted_by_another_at(&mut scene, 1.0, 3_600), OracleError::WouldTrip);
}

/// What is dead already is no reason to keep it: however far SOL/USD has moved since, and also where nothing takes its place.
#[test]
fn a_source_of_sol_usd_that_died_can_be_replaced_or_removed() {
    let mut scene = about_to_be_quoted_by_another();
    let stop = scene.around.pyth;
    let dead = |scene: &mut Scene, seconds: i64| {
        for _ in 0..seconds / CADENCE {
            scene.pass(CADENCE);
            scene.world.put(keys::PYTH_SOL_USD, owned(programs::PYTH_RECEIVER, stop.encode()));
            scene.refresh().expect("a refresh lands");
        }
    };
    dead(&mut scene, HOUR);
    assert_ne!(scene.reasons() & 1 << Reason::UsdStale as u64, 0);
    quoted_by_another_at(&mut scene, 1.3, 0).expect("the new one lives");
    assert_eq!(scene.reasons() & 1 << Reason::UsdStale as u64, 0);

    let (mut scene, _) = open();
    propose(&mut scene, vec![Change::RemoveSource { index: 3 }]).expect("the authority proposes");
    wait(&mut scene);
    let whole = scene.sources.clone();
    scene.sources.pop();
    refused(apply(&mut scene), OracleError::WouldTrip);
    scene.sources = whole;
    dead(&mut scene, HOUR);
    scene.sources.pop();
    apply(&mut scene).expect("nothing is lost by it");
    assert_eq!(scene.price_field(|price| price.sol_usd), 0);
}

/// Two captured slots make a feed *depegged*. What else would close it must not pass unseen behind that, whether the
/// price is back, or still so low that nothing gets worse.
#[test]
fn what_two_captured_slots_closed_does_not_hide_that_the_markets_go() {
    for rates in [[0.9, 0.9, 1.0, 1.0].as_slice(), &[0.9, 0.9]] {
        let (mut scene, _) = open();
        propose(&mut scene, vec![Change::RemoveSource { index: 2 }, Change::RemoveSource { index: 1 }])
            .expect("the authority proposes");
        wait(&mut scene);
        for rate in rates {
            (scene.around.orca_rate, scene.around.raydium_rate) = (1.06 * rate, 1.06 * rate);
            scene.pass(CADENCE);
            scene.refresh().expect("a refresh lands");
        }
        assert_eq!(scene.level(), 2);
        scene.pass(CADENCE);
        scene.sources = vec![scene.sources[0].clone(), scene.sources[3].clone()];
        refused(apply(&mut scene), OracleError::WouldTrip);
    }
}

#[test]
fn a_source_comes_and_goes_with_the_memory_of_the_others() {
    let (mut scene, _) = open();
    let whole = scene.sources.clone();
    propose(&mut scene, vec![Change::RemoveSource { index: 1 }]).expect("the authority proposes");
    wait(&mut scene);
    let raydium = scene.feed().engine.sources[2];
    scene.sources.remove(1);
    apply(&mut scene).expect("one market of two may go");
    assert_eq!(scene.level(), 0);
    assert_eq!(scene.feed().sources.source_count, 3);
    let moved = scene.feed().engine.sources[1];
    assert_eq!(moved.depth, raydium.depth, "its memory moved with it");

    let orca = whole[1].clone();
    let add = Change::AddSource { index: 1, spec: orca.spec.clone(), accounts: orca.accounts.clone() };
    propose(&mut scene, vec![add]).expect("the authority proposes");
    wait(&mut scene);
    scene.sources = whole;
    apply(&mut scene).expect("it comes back");
    assert_eq!((scene.level(), scene.feed().sources.source_count), (0, 4));
    scene.live(HOUR, CADENCE);
    assert_eq!(scene.level(), 0);
}

#[test]
fn a_tightening_applies_at_once_may_trip_and_can_loosen_nothing() {
    let (mut scene, _) = open();
    let tighten = |values: &[(Field, u64)]| instruction::TightenConfig {
        values: values.iter().map(|(field, value)| ParamValue { id: *field as u8, value: *value }).collect(),
    };
    refused(scene.govern(tighten(&[(Field::CautionEnter, 160)])), OracleError::NotTighter);
    refused(
        scene.govern(tighten(&[(Field::CautionEnter, 140), (Field::GrowthPerYear, 1_600)])),
        OracleError::NotTighter,
    );
    refused(scene.govern(tighten(&[(Field::MinDepth, 30_000_000_000)])), OracleError::NotTighter);
    refused(scene.govern(tighten(&[(Field::NavOnly, 1)])), OracleError::NotTighter);
    refused(scene.govern(tighten(&[(Field::CautionEnter, 1)])), OracleError::ParameterOutOfBounds);

    scene.around.orca_rate = 1.06 * 0.990;
    scene.around.raydium_rate = 1.06 * 0.990;
    scene.live(HOUR, CADENCE);
    assert_eq!(scene.level(), 0, "one percent is no caution by default");
    let strict = [(Field::CautionClear, 40), (Field::CautionEnter, 60)];
    scene.govern(tighten(&strict)).expect("a tightening");
    scene.pass(CADENCE);
    scene.refresh().expect("a refresh lands");
    assert_eq!(scene.level(), 1, "it trips: that is its purpose");
}

#[test]
fn a_tightening_is_logged_whole_or_refused() {
    let (mut scene, _) = open();
    let tighten = |count| {
        let values = vec![ParamValue { id: Field::CautionEnter as u8, value: 140 }; count];
        instruction::TightenConfig { values }
    };
    refused(scene.govern(tighten(FIELDS.len() + 1)), OracleError::UnknownParameter);
    let receipt = scene.govern(tighten(FIELDS.len())).expect("a value for every parameter");
    let event = receipt.event::<ConfigTightened>().expect("the whole event");
    assert_eq!((event.values.len(), event.config_version), (FIELDS.len(), scene.feed().config_version));
}

#[test]
fn retiring_stands_alone_and_an_empty_proposal_is_none() {
    let (mut scene, _) = open();
    refused(propose(&mut scene, vec![]), OracleError::EmptyProposal);
    for alone in [Change::Retire, Change::AcknowledgeMarket { least: 0 }] {
        refused(propose(&mut scene, vec![alone, set(Field::FairRise, 300)]), OracleError::EmptyProposal);
    }
}

#[test]
fn what_a_proposal_sets_is_checked_when_it_applies() {
    let bad = [
        (Change::Timelock { seconds: 60 }, OracleError::TimelockOutOfBounds),
        (Change::Limits { limits: Limits { soft: 30, ..Limits::default() } }, OracleError::LimitsOutOfBounds),
        (set(Field::FairRise, 1), OracleError::ParameterOutOfBounds),
        (Change::PostingPrograms { programs: vec![keys::SSOL; 5] }, OracleError::TooManyPostingPrograms),
        (Change::WatchedPrograms { programs: vec![keys::SSOL; 2] }, OracleError::TooManyWatchedPrograms),
    ];
    let (mut scene, _) = open();
    for (change, error) in bad {
        propose(&mut scene, vec![change]).expect("the authority proposes");
        wait(&mut scene);
        refused(apply(&mut scene), error);
        let authority = scene.world.payer.pubkey();
        scene.world.send(ix::cancel_config(scene.feed, authority, authority)).expect("cancelled");
    }
}

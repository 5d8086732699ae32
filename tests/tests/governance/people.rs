//! Guardian and authority: who halts, who resumes, who follows whom.

use super::*;
use fair_value::Reason;
use glowsol_oracle::Change;
use glowsol_oracle::error::OracleError;
use glowsol_oracle::event::MarketAcknowledged;
use glowsol_oracle::event::NominationCancelled;
use glowsol_oracle::instruction;
use price_reader::Price;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use tests::Scene;
use tests::instructions as ix;
use tests::scene;

#[test]
fn a_pause_shuts_the_gates_at_once_and_expires() {
    let (mut scene, guardian) = open();
    let pause = ix::pause(scene.feed, guardian.pubkey());
    scene.world.send_all(std::slice::from_ref(&pause), &[&guardian]).expect("the guardian halts");
    let data = scene.world.data(&scene.price);
    let price = Price::read_any_feed(&data, &glowsol_oracle::ID.to_bytes(), scene.world.time().unix).expect("readable");
    assert!(price.may(price_reader::Action::Repay) && price.may(price_reader::Action::TopUp));
    assert!(!price.may(price_reader::Action::Borrow) && !price.may(price_reader::Action::Liquidate));

    scene.pass(CADENCE);
    scene.refresh().expect("a halted feed still records");
    assert_eq!(scene.level(), 3);
    assert_ne!(scene.reasons() & (1 << Reason::Guardian as u8), 0);
    refused(scene.world.send_all(&[pause], &[&guardian]), OracleError::AlreadyPaused);

    scene.pass_epochs(24 * HOUR);
    scene.live(3 * HOUR, CADENCE);
    assert_eq!(scene.level(), 0, "a guardian's halt ends by itself");
}

#[test]
fn only_the_authority_prolongs_or_ends_a_pause() {
    let (mut scene, guardian) = open();
    refused(scene.govern(instruction::Resume {}), OracleError::NotPaused);
    scene.world.send_all(&[ix::pause(scene.feed, guardian.pubkey())], &[&guardian]).expect("the guardian halts");
    let first = scene.feed().engine.breaker.guardian_until;
    scene.pass(HOUR);
    let authority = scene.world.payer.pubkey();
    scene.world.send(ix::pause(scene.feed, authority)).expect("the authority prolongs");
    assert!(scene.feed().engine.breaker.guardian_until > first);
    let stranger = Keypair::new();
    refused(
        scene.world.send_all(&[ix::pause(scene.feed, stranger.pubkey())], &[&stranger]),
        OracleError::NotTheGuardian,
    );
    scene.govern(instruction::Resume {}).expect("the authority resumes");
    scene.live(3 * HOUR, CADENCE);
    assert_eq!(scene.level(), 0);
}

#[test]
fn a_pause_after_a_day_of_bars_leaves_liquidation_open() {
    let (mut scene, guardian) = open();
    let pause = ix::pause(scene.feed, guardian.pubkey());
    let liquidate = 1 << price_reader::Action::Liquidate as u16;
    scene.world.send_all(std::slice::from_ref(&pause), &[&guardian]).expect("the guardian halts");
    assert_eq!(scene.price_field(|price| price.gates) & liquidate, 0);
    // A day of it, and a new one as soon as it has ended.
    scene.live(24 * HOUR + 60, 60);
    scene.world.send_all(&[pause], &[&guardian]).expect("the guardian halts again");
    assert_ne!(scene.price_field(|price| price.gates) & liquidate, 0, "a day has passed");
    scene.pass(CADENCE);
    scene.refresh().expect("a refresh lands");
    assert_eq!(scene.level(), 3);
    assert_ne!(scene.price_field(|price| price.gates) & liquidate, 0, "and the refresh agrees");
}

#[test]
fn authority_moves_in_two_steps() {
    let (mut scene, guardian) = open();
    let heir = Keypair::new();
    let accept = ix::accept_authority(scene.feed, heir.pubkey());
    refused(scene.world.send_all(std::slice::from_ref(&accept), &[&heir]), OracleError::NotTheNominee);
    scene.govern(instruction::NominateAuthority { nominee: heir.pubkey() }).expect("a nomination");
    refused(scene.world.send_all(std::slice::from_ref(&accept), &[&heir]), OracleError::Timelocked);
    scene.pass(TIMELOCK - 1);
    refused(scene.world.send_all(std::slice::from_ref(&accept), &[&heir]), OracleError::Timelocked);
    scene.pass(1);
    scene.world.send_all(&[accept], &[&heir]).expect("the nominee accepts");
    refused(scene.govern(instruction::Resume {}), OracleError::NotTheAuthority);
    // The guardian stays, and cannot be replaced at once: it watches the new authority, too.
    let replace = ix::govern(scene.feed, heir.pubkey(), instruction::SetGuardian { guardian: Pubkey::default() });
    refused(scene.world.send_all(&[replace], &[&heir]), OracleError::GuardianSet);
    scene.world.send_all(&[ix::pause(scene.feed, guardian.pubkey())], &[&guardian]).expect("the guardian halts");
}

#[test]
fn a_later_nomination_waits_anew() {
    let (mut scene, _) = open();
    let [first, second] = [Keypair::new(), Keypair::new()];
    scene.govern(instruction::NominateAuthority { nominee: first.pubkey() }).expect("a nomination");
    scene.pass(TIMELOCK);
    scene.govern(instruction::NominateAuthority { nominee: second.pubkey() }).expect("another");
    for (heir, error) in [(&first, OracleError::NotTheNominee), (&second, OracleError::Timelocked)] {
        let accept = ix::accept_authority(scene.feed, heir.pubkey());
        refused(scene.world.send_all(&[accept], &[heir]), error);
    }
}

/// A stolen authority names its successor; who watches it has the timelock to stop that.
#[test]
fn guardian_or_authority_withdraws_a_nomination_and_a_stranger_does_not() {
    let (mut scene, guardian) = open();
    let (heir, stranger) = (Keypair::new(), Keypair::new());
    let cancel = |scene: &Scene, who: Pubkey| ix::cancel_nomination(scene.feed, who);
    let by_guardian = cancel(&scene, guardian.pubkey());
    refused(scene.world.send_all(std::slice::from_ref(&by_guardian), &[&guardian]), OracleError::NotTheNominee);
    for authority_cancels in [false, true] {
        scene.govern(instruction::NominateAuthority { nominee: heir.pubkey() }).expect("a nomination");
        let by_stranger = cancel(&scene, stranger.pubkey());
        refused(scene.world.send_all(&[by_stranger], &[&stranger]), OracleError::NotTheGuardian);
        let by_authority = cancel(&scene, scene.world.payer.pubkey());
        let receipt = if authority_cancels {
            scene.world.send(by_authority)
        } else {
            scene.world.send_all(std::slice::from_ref(&by_guardian), &[&guardian])
        };
        receipt.expect("it is withdrawn").event::<NominationCancelled>().expect("and everybody learns of it");
        scene.pass(TIMELOCK);
        let accept = ix::accept_authority(scene.feed, heir.pubkey());
        refused(scene.world.send_all(&[accept], &[&heir]), OracleError::NotTheNominee);
    }
}

#[test]
fn a_draft_is_handed_over_without_a_wait_and_an_old_nomination_waits_once_it_is_active() {
    for activated in [false, true] {
        let mut scene = Scene::draft();
        scene.add_source(scene::vault_source()).expect("the source is sound");
        let heir = Keypair::new();
        scene.govern(instruction::NominateAuthority { nominee: heir.pubkey() }).expect("a nomination");
        if activated {
            scene.activate().expect("the table is complete");
        }
        let accept = ix::accept_authority(scene.feed, heir.pubkey());
        let result = scene.world.send_all(&[accept], &[&heir]);
        if activated {
            refused(result, OracleError::Timelocked);
        } else {
            result.expect("nobody depends on a draft");
        }
    }
}

#[test]
fn a_nominee_who_is_the_guardian_does_not_become_the_authority() {
    let (mut scene, guardian) = open();
    scene.govern(instruction::NominateAuthority { nominee: guardian.pubkey() }).expect("a nomination");
    scene.pass(TIMELOCK);
    let accept = ix::accept_authority(scene.feed, guardian.pubkey());
    refused(scene.world.send_all(&[accept], &[&guardian]), OracleError::InvalidGuardian);
}

#[test]
fn a_feed_is_not_opened_with_its_authority_for_a_guardian() {
    let mut scene = Scene::draft();
    let other = Keypair::new();
    scene.world.svm.airdrop(&other.pubkey(), 10_000_000_000).expect("funding");
    let args = glowsol_oracle::InitializeFeedArgs { guardian: other.pubkey(), ..scene::arguments() };
    let open = ix::initialize_feed(other.pubkey(), scene.mint, args);
    refused(scene.world.send_all(&[open], &[&other]), OracleError::InvalidGuardian);
}

#[test]
fn what_does_not_publish_is_not_halted() {
    let mut draft = Scene::draft();
    let authority = draft.world.payer.pubkey();
    refused(draft.world.send(ix::pause(draft.feed, authority)), OracleError::NotActive);

    let (mut scene, guardian) = open();
    propose(&mut scene, vec![Change::Retire]).expect("the authority proposes");
    wait(&mut scene);
    let authority = scene.world.payer.pubkey();
    scene.world.send(ix::apply_config(scene.feed, authority, &[])).expect("it retires");
    refused(scene.world.send(ix::pause(scene.feed, authority)), OracleError::NotActive);
    refused(scene.world.send_all(&[ix::pause(scene.feed, guardian.pubkey())], &[&guardian]), OracleError::NotActive);
}

#[test]
fn a_guardian_is_replaced_by_a_proposal_and_named_at_once_where_there_is_none() {
    let (mut scene, guardian) = open();
    let next = Keypair::new().pubkey();
    let authority = scene.world.payer.pubkey();
    propose(&mut scene, vec![Change::Guardian { guardian: authority }]).expect("the authority proposes");
    wait(&mut scene);
    refused(apply(&mut scene), OracleError::InvalidGuardian);
    scene.world.send(ix::cancel_config(scene.feed, authority, authority)).expect("cancelled");
    propose(&mut scene, vec![Change::Guardian { guardian: Pubkey::default() }]).expect("the authority proposes");
    wait(&mut scene);
    apply(&mut scene).expect("its time has come");
    refused(
        scene.world.send_all(&[ix::pause(scene.feed, guardian.pubkey())], &[&guardian]),
        OracleError::NotTheGuardian,
    );
    refused(scene.govern(instruction::SetGuardian { guardian: authority }), OracleError::InvalidGuardian);
    scene.govern(instruction::SetGuardian { guardian: next }).expect("nobody is replaced");
    assert_eq!(scene.feed().guardian, next);
}

#[test]
fn a_feed_without_nominee_or_guardian_takes_nobody_for_one() {
    // The zero address is the system program's: nobody signs for it, but an account may be passed as it.
    let mut scene = Scene::standard();
    scene.refresh().expect("the first refresh lands");
    let mut accept = ix::accept_authority(scene.feed, Pubkey::default());
    accept.accounts[1].is_signer = false;
    scene.world.send(accept).expect_err("a signer is missing");
    let mut pause = ix::pause(scene.feed, Pubkey::default());
    pause.accounts[2].is_signer = false;
    scene.world.send(pause).expect_err("a signer is missing");
}

/// What the market said last, above which fair value stands after it was deserted.
fn last_windows(scene: &Scene) -> u64 {
    scene.price_field(|price| price.short_high.max(price.long_high))
}

#[test]
fn a_draft_has_no_market_to_take_for_true() {
    let guardian = Keypair::new();
    let args = glowsol_oracle::InitializeFeedArgs { guardian: guardian.pubkey(), ..scene::arguments() };
    let mut draft = Scene::draft_with(args);
    let acknowledge = ix::acknowledge_market(draft.feed, draft.world.payer.pubkey(), guardian.pubkey(), 0);
    refused(draft.world.send_all(&[acknowledge], &[&guardian]), OracleError::NotActive);
}

#[test]
fn authority_and_guardian_together_take_a_lost_market_for_true_at_once() {
    let guardian = Keypair::new();
    let mut scene = Scene::deserted(guardian.pubkey());
    scene.world.others.push(guardian.insecure_clone());
    let (authority, fair) = (scene.world.payer.pubkey(), scene.feed().engine.fair.to_decimal_floor());
    let target = last_windows(&scene);
    assert!(target < fair - fair / 20, "{target} is well below {fair}");
    let acknowledge = |scene: &Scene, least| ix::acknowledge_market(scene.feed, authority, guardian.pubkey(), least);

    // Neither alone, nor somebody else in the other's place.
    for place in [1, 2] {
        let mut alone = acknowledge(&scene, 0);
        alone.accounts[place].is_signer = false;
        let payer = scene.world.svm.get_account(&authority).map(|_| Keypair::new()).expect("there");
        scene.world.svm.airdrop(&payer.pubkey(), scene::ONE).expect("funding");
        let others = core::mem::take(&mut scene.world.others);
        scene.world.others.extend(others.into_iter().filter(|_| place == 1));
        scene.world.send_by(&payer, alone).expect_err("one signature is missing");
        scene.world.others = vec![guardian.insecure_clone()];
    }
    let stranger = Keypair::new();
    let foreign = ix::acknowledge_market(scene.feed, authority, stranger.pubkey(), 0);
    refused(scene.world.send_all(&[foreign], &[&stranger]), OracleError::NotTheGuardian);
    let twice = ix::acknowledge_market(scene.feed, authority, authority, 0);
    refused(scene.world.send(twice), OracleError::NotTheGuardian);

    let instruction = acknowledge(&scene, target + 2);
    refused(scene.world.send(instruction), OracleError::NotWhatWasSeen);
    assert_eq!(scene.feed().engine.fair.to_decimal_floor(), fair, "nothing has changed");
    let instruction = acknowledge(&scene, target - 2);
    let receipt = scene.world.send(instruction).expect("both sign");
    let event = receipt.event::<MarketAcknowledged>().expect("everybody learns of it");
    assert_eq!((event.feed, event.fair), (scene.feed, scene.feed().engine.fair.to_decimal_floor()));
    assert!(event.fair.abs_diff(target) <= 2, "{} is {target}", event.fair);
    scene.pass(CADENCE);
    scene.refresh().expect("a refresh lands");
    assert!(scene.price_field(|price| price.liquidation) <= target + 2, "liquidation is open at what it sells for");
}

#[test]
fn a_market_that_is_there_is_not_acknowledged() {
    let (mut scene, guardian) = open();
    let authority = scene.world.payer.pubkey();
    let acknowledge = ix::acknowledge_market(scene.feed, authority, guardian.pubkey(), 0);
    refused(scene.world.send_all(&[acknowledge], &[&guardian]), OracleError::NothingToAcknowledge);
}

/// Without a guardian nobody else signs: the acknowledgement waits for the timelock, for all to see.
#[test]
fn without_a_guardian_a_lost_market_is_acknowledged_by_a_proposal() {
    let mut scene = Scene::deserted(Pubkey::default());
    let authority = scene.world.payer.pubkey();
    let alone = ix::acknowledge_market(scene.feed, authority, authority, 0);
    refused(scene.world.send(alone), OracleError::NoGuardian);

    let target = last_windows(&scene);
    propose(&mut scene, vec![Change::AcknowledgeMarket { least: target / 2 }]).expect("the authority proposes");
    scene.pass(CADENCE);
    scene.refresh().expect("a refresh lands");
    refused(apply(&mut scene), OracleError::Timelocked);
    scene.pass_epochs(TIMELOCK);
    scene.live(600, CADENCE);
    let (fair, level) = (scene.price_field(|price| price.fair), scene.level());
    scene.pass(CADENCE);
    apply(&mut scene).expect("though fair value falls: that is its purpose");
    let after = scene.price_field(|price| (price.fair, price.level));
    assert!(after.0 < fair - fair / 100 && after.1 == level, "{after:?} from {fair}");
    assert!(after.0.abs_diff(last_windows(&scene)) <= 2);
}

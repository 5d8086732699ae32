//! Guardian and authority: who halts, who resumes, who follows whom.

use super::*;
use fair_value::Reason;
use glowsol_oracle::Change;
use glowsol_oracle::error::OracleError;
use glowsol_oracle::instruction;
use price_reader::Price;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use tests::Scene;
use tests::instructions as ix;

#[test]
fn a_pause_shuts_the_gates_at_once_and_expires() {
    let (mut scene, guardian) = open();
    let pause = ix::pause(scene.feed, guardian.pubkey());
    scene.world.send_all(std::slice::from_ref(&pause), &[&guardian]).expect("the guardian halts");
    let data = scene.world.data(&scene.price);
    let price = Price::read(&data, &glowsol_oracle::ID.to_bytes(), scene.world.time().unix).expect("readable");
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
    scene.world.send_all(&[accept], &[&heir]).expect("the nominee accepts");
    refused(scene.govern(instruction::Resume {}), OracleError::NotTheAuthority);
    // The guardian stays, and cannot be replaced at once: it watches the new authority, too.
    let replace = ix::govern(scene.feed, heir.pubkey(), instruction::SetGuardian { guardian: Pubkey::default() });
    refused(scene.world.send_all(&[replace], &[&heir]), OracleError::GuardianSet);
    scene.world.send_all(&[ix::pause(scene.feed, guardian.pubkey())], &[&guardian]).expect("the guardian halts");
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

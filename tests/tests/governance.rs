//! Who may change a feed, when, and what that does, as bytecode.

use fair_value::{Gates, Reason, params::Field};
use glowsol_oracle::{
    Change, ParamValue,
    error::OracleError,
    instruction, pda,
    state::{Feed, History, Point, Price as PriceAccount},
};
use price_reader::Price;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use sources::{SourceKind, programs, stake_account::StakeHolding};
use tests::{
    Failure, Scene, instructions as ix,
    scene::{
        self,
        account::{holding, owned},
        keys,
    },
};

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
    let guardian = Keypair::new();
    let mut scene =
        Scene::draft_with(glowsol_oracle::InitializeFeedArgs { guardian: guardian.pubkey(), ..scene::arguments() });
    scene.world.svm.airdrop(&guardian.pubkey(), 1_000_000_000).expect("funding");
    for source in scene::standard_sources() {
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

#[test]
fn a_change_waits_for_its_timelock_and_then_applies_once() {
    let (mut scene, _) = open();
    propose(&mut scene, vec![set(Field::FairRise, 300)]).expect("the authority proposes");
    scene.pass(CADENCE);
    refused(apply(&mut scene), OracleError::Timelocked);
    wait(&mut scene);
    let version = scene.feed().config_version;
    apply(&mut scene).expect("its time has come");
    assert_eq!(scene.feed().params.fair_rise.0, 300);
    assert_eq!(scene.feed().config_version, version + 1);
    scene.pass(CADENCE);
    apply(&mut scene).expect_err("the proposal is gone");
    assert!(scene.world.data(&pda::proposal(&scene.feed).0).is_empty());
}

#[test]
fn a_proposal_that_waited_for_another_configuration_is_worthless() {
    let (mut scene, _) = open();
    propose(&mut scene, vec![set(Field::FairRise, 300)]).expect("the authority proposes");
    wait(&mut scene);
    let tighten = instruction::TightenConfig { values: vec![ParamValue { id: Field::CautionEnter as u8, value: 140 }] };
    scene.govern(tighten).expect("a tightening");
    refused(apply(&mut scene), OracleError::OutdatedProposal);
    assert_eq!(scene.feed().params.fair_rise.0, 400);
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
fn a_loosening_that_would_trip_on_the_live_readings_is_refused_with_the_reason() {
    let (mut scene, _) = open();
    // More depth than any pool has: every vote would be lost.
    propose(&mut scene, vec![set(Field::MinDepth, 100_000_000_000_000)]).expect("the authority proposes");
    wait(&mut scene);
    let failure = apply(&mut scene).expect_err("it would trip");
    assert_eq!(failure.code(), number(OracleError::WouldBind), "{:?}", failure.logs);
    assert!(failure.logs.iter().any(|line| line.contains("level") || line.contains("vote")), "{:?}", failure.logs);
    assert_eq!(scene.feed().params.min_depth.0, 20_000_000_000);
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

#[test]
fn transit_is_bounded_in_amount_and_time() {
    let (mut scene, _) = open();
    let now = scene.world.time().unix;
    let day = 24 * HOUR;
    let assets = 106_000 * scene::ONE;
    let announce = |amount, until| instruction::AnnounceTransit { amount, until };
    // A fifth of all assets is a quarter of those that can be read.
    refused(scene.govern(announce(assets / 4 + scene::ONE, now + day)), OracleError::TransitTooLarge);
    refused(scene.govern(announce(scene::ONE, now + 10 * day + 1)), OracleError::TransitExpiry);
    refused(scene.govern(announce(scene::ONE, now)), OracleError::TransitExpiry);
    let before = scene.price_field(|price| price.collateral);
    scene.govern(announce(assets / 10, now + day)).expect("a tenth for a day");
    scene.pass(CADENCE);
    scene.refresh().expect("a refresh lands");
    assert_ne!(scene.reasons() & (1 << Reason::Transit as u8), 0);
    assert!(scene.price_field(|price| price.collateral) <= before, "never counted for collateral");
}

/// Program accounts of the upgradeable loader.
fn deploy(scene: &mut Scene, program: Pubkey, slot: u64, elf: &[u8]) -> [Pubkey; 2] {
    let loader = "BPFLoaderUpgradeab1e11111111111111111111111".parse::<Pubkey>().expect("an address").to_bytes();
    let code = keys::made_up("where its code is kept");
    let state = [2_u32.to_le_bytes().to_vec(), code.to_bytes().to_vec()].concat();
    scene.world.put(program, owned(loader, state));
    let state = [3_u32.to_le_bytes().as_slice(), &slot.to_le_bytes(), &[0; 33], elf].concat();
    scene.world.put(code, owned(loader, state));
    [program, code]
}

#[test]
fn an_upgrade_of_a_watched_program_halts_until_the_authority_has_looked() {
    let program = keys::made_up("vault program");
    let mut scene =
        Scene::draft_with(glowsol_oracle::InitializeFeedArgs { watched_programs: vec![program], ..scene::arguments() });
    for source in scene::standard_sources() {
        scene.add_source(source).expect("the source is sound");
    }
    refused(scene.activate(), OracleError::UnseenProgram);
    let pair = deploy(&mut scene, program, 1_000, b"code");
    let check = ix::check_programs(scene.feed, &pair);
    scene.world.send(check.clone()).expect("a first look");
    scene.activate().expect("it was looked at");
    scene.refresh().expect("the first refresh lands");
    scene.live(3 * HOUR, CADENCE);
    scene.world.send(check.clone()).expect("nothing changed");
    let acknowledge = |slot| instruction::AcknowledgePrograms { deployed: vec![slot] };
    refused(scene.govern(acknowledge(1_000)), OracleError::NoProgramChange);
    scene.pass(CADENCE);
    scene.refresh().expect("a refresh lands");
    assert_eq!(scene.level(), 0);

    // Anybody can lengthen a program's account, which counts as a deployment of the same code.
    deploy(&mut scene, program, 1_500, b"code\0\0\0\0");
    scene.world.send(check.clone()).expect("anybody may look");
    scene.pass(CADENCE);
    scene.refresh().expect("a refresh lands");
    assert_eq!(scene.level(), 0, "the code is what it was");

    deploy(&mut scene, program, 2_000, b"evil\0\0\0\0");
    scene.world.send(check.clone()).expect("anybody may look");
    scene.pass(CADENCE);
    scene.refresh().expect("a refresh lands");
    assert_eq!(scene.level(), 3);
    assert_ne!(scene.reasons() & (1 << Reason::ProgramChanged as u8), 0);
    // What was looked at is not what is deployed by now.
    deploy(&mut scene, program, 2_001, b"more");
    scene.world.send(check.clone()).expect("anybody may look");
    refused(scene.govern(acknowledge(2_000)), OracleError::NotWhatWasSeen);
    scene.govern(acknowledge(2_001)).expect("the authority has looked");
    scene.live(3 * HOUR, CADENCE);
    assert_eq!(scene.level(), 0);

    // A program that is gone is an alarm, too.
    scene.world.put(program, owned(programs::SYSTEM, vec![0]));
    scene.world.send(check).expect("anybody may look");
    scene.pass(CADENCE);
    scene.refresh().expect("a refresh lands");
    assert_eq!(scene.level(), 3);
}

#[test]
fn a_look_at_programs_takes_no_other_accounts() {
    let program = keys::made_up("vault program");
    let mut scene =
        Scene::draft_with(glowsol_oracle::InitializeFeedArgs { watched_programs: vec![program], ..scene::arguments() });
    let pair = deploy(&mut scene, program, 1_000, b"code");
    let other = keys::made_up("another account");
    let account = scene.world.svm.get_account(&pair[1]).expect("there");
    scene.world.put(other, account);
    for wrong in [[other, pair[1]], [pair[0], other], [pair[1], pair[0]]] {
        refused(scene.world.send(ix::check_programs(scene.feed, &wrong)), OracleError::WrongProgramAccount);
    }
    refused(scene.world.send(ix::check_programs(scene.feed, &[])), OracleError::WrongAccountCount);
    refused(scene.world.send(ix::check_programs(scene.feed, &pair[..1])), OracleError::WrongAccountCount);
    // What was never a program is none to watch.
    let wallet = owned(programs::SYSTEM, scene.world.data(&program));
    scene.world.put(program, wallet);
    refused(scene.world.send(ix::check_programs(scene.feed, &pair)), OracleError::WrongProgramAccount);
}

fn stake(scene: &mut Scene, name: &str, lamports: u64, withdrawer: Pubkey) -> Pubkey {
    let key = keys::made_up(name);
    let withdrawer = withdrawer.to_bytes();
    let stake = StakeHolding { staker: withdrawer, withdrawer, ..StakeHolding::default() };
    scene.world.put(key, holding(lamports, programs::STAKE, stake.encode()));
    key
}

#[test]
fn a_vaults_stake_accounts_are_registered_by_anybody_and_leave_when_they_are_gone() {
    let (mut scene, _) = open();
    let least = 107 * scene::ONE;
    let foreign = stake(&mut scene, "another's stake", least, Pubkey::new_unique());
    refused(scene.world.send(ix::register_reserve(scene.feed, 0, foreign)), OracleError::NoReserve);
    let dust = stake(&mut scene, "dust", 100 * scene::ONE, scene::vault_authority());
    refused(scene.world.send(ix::register_reserve(scene.feed, 0, dust)), OracleError::NoReserve);
    let reserve = stake(&mut scene, "unstaking", least, scene::vault_authority());
    refused(scene.world.send(ix::register_reserve(scene.feed, 1, reserve)), OracleError::NotAVault);
    refused(scene.world.send(ix::register_reserve(scene.feed, 9, reserve)), OracleError::UnknownSource);
    scene.world.send(ix::register_reserve(scene.feed, 0, reserve)).expect("anybody registers");
    refused(scene.world.send(ix::register_reserve(scene.feed, 0, reserve)), OracleError::TooManyReserves);

    scene.pass(CADENCE);
    scene.refresh().expect_err("leaving a registered reserve out is an error");
    scene.sources[0].accounts.push(reserve);
    scene.refresh().expect("with it, the refresh lands");
    refused(scene.world.send(ix::release_reserve(scene.feed, 0, reserve)), OracleError::ReserveNotEmpty);
    scene.world.put(reserve, holding(0, programs::SYSTEM, Vec::new()));
    scene.world.send(ix::release_reserve(scene.feed, 0, reserve)).expect("it is gone");
    scene.sources[0].accounts.pop();
    scene.pass(CADENCE);
    scene.refresh().expect("and counts no more");
    assert_eq!(scene.feed().sources.sources[1].kind, SourceKind::Whirlpool as u8);
}

#[test]
fn at_most_eight_reserves_can_be_registered() {
    let (mut scene, _) = open();
    for n in 0..9 {
        let reserve = stake(&mut scene, &format!("reserve {n}"), 150 * scene::ONE, scene::vault_authority());
        let result = scene.world.send(ix::register_reserve(scene.feed, 0, reserve));
        if n < 8 {
            result.expect("room is left");
        } else {
            refused(result, OracleError::TooManyReserves);
        }
    }
}

#[test]
fn a_registered_address_that_somebody_fills_with_something_else_silences_nothing_and_leaves() {
    let (mut scene, _) = open();
    let reserve = stake(&mut scene, "unstaking", 200 * scene::ONE, scene::vault_authority());
    scene.world.send(ix::register_reserve(scene.feed, 0, reserve)).expect("anybody registers");
    scene.sources[0].accounts.push(reserve);
    for account in [
        holding(3_000_000, programs::STAKE, vec![0; 200]),
        owned(programs::TOKEN, vec![7; 165]),
        holding(3_000_000, programs::STAKE, StakeHolding::default().encode()),
    ] {
        scene.world.put(reserve, account);
        scene.pass(CADENCE);
        scene.refresh().expect("a refresh lands");
        assert_eq!(scene.feed().faults[0], 0, "NAV is read");
        assert!(scene.level() < 3);
    }
    scene.world.send(ix::release_reserve(scene.feed, 0, reserve)).expect("it is the vault's no more");
}

#[test]
fn a_stake_account_that_somebody_else_can_split_is_no_reserve() {
    let (mut scene, _) = open();
    let reserve = stake(&mut scene, "another's to split", 200 * scene::ONE, scene::vault_authority());
    const STAKER: usize = 12;
    scene.world.edit(reserve, |account| account.data[STAKER] ^= 1);
    refused(scene.world.send(ix::register_reserve(scene.feed, 0, reserve)), OracleError::NoReserve);
}

#[test]
fn before_its_assets_are_known_a_vault_takes_no_reserves() {
    let mut scene = Scene::standard();
    let reserve = stake(&mut scene, "dust", 3 * scene::ONE, scene::vault_authority());
    refused(scene.world.send(ix::register_reserve(scene.feed, 0, reserve)), OracleError::NoReserve);
}

#[test]
fn an_acknowledgement_of_nav_holds_for_what_was_seen() {
    let (mut scene, _) = open();
    scene.around.wallet = scene.around.wallet / 10 * 9;
    scene.pass(CADENCE);
    scene.refresh().expect("a refresh lands");
    let seen = scene.price_field(|price| price.raw_nav);
    scene.around.wallet = scene.around.wallet / 10 * 9;
    scene.pass(CADENCE);
    scene.refresh().expect("a refresh lands");
    refused(scene.govern(instruction::AcknowledgeNav { least: seen }), OracleError::NotWhatWasSeen);
    let seen = scene.price_field(|price| price.raw_nav);
    scene.govern(instruction::AcknowledgeNav { least: seen }).expect("that is what is there");
}

#[test]
fn a_locked_stake_account_is_no_reserve() {
    let (mut scene, _) = open();
    let reserve = stake(&mut scene, "locked", 150 * scene::ONE, scene::vault_authority());
    const LOCKUP_TIME: usize = 76;
    scene.world.edit(reserve, |account| account.data[LOCKUP_TIME] = 1);
    refused(scene.world.send(ix::register_reserve(scene.feed, 0, reserve)), OracleError::NoReserve);
}

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

#[test]
fn retiring_stands_alone_and_an_empty_proposal_is_none() {
    let (mut scene, _) = open();
    refused(propose(&mut scene, vec![]), OracleError::EmptyProposal);
    refused(propose(&mut scene, vec![Change::Retire, set(Field::FairRise, 300)]), OracleError::EmptyProposal);
}

#[test]
fn what_a_proposal_sets_is_checked_when_it_applies() {
    let bad = [
        (Change::Timelock { seconds: 60 }, OracleError::TimelockOutOfBounds),
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

/// A feed that the first version of the program wrote, with two hours of life.
#[test]
fn a_feed_of_the_first_version_is_migrated_and_lives_on() {
    let feed_v1 = include_bytes!("../golden/feed-v1.bin");
    let price_v1 = include_bytes!("../golden/price-v1.bin");
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

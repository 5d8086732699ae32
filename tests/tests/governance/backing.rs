//! What keeps the backing: its programs, its stake accounts, assets in transit, and falls that are real.

use super::*;
use fair_value::Reason;
use fair_value::state::NavState;
use fair_value::units::Lamports;
use glowsol_oracle::error::OracleError;
use glowsol_oracle::event::TransitAnnounced;
use glowsol_oracle::instruction;
use solana_instruction::Instruction;
use solana_pubkey::Pubkey;
use solana_pubkey::pubkey;
use sources::Role;
use sources::SourceKind;
use sources::programs;
use sources::stake_account::StakeHolding;
use sources::whirlpool::WhirlpoolAccount;
use tests::Scene;
use tests::bytecode;
use tests::instructions as ix;
use tests::scene;
use tests::scene::account;
use tests::scene::account::holding;
use tests::scene::account::owned;
use tests::scene::keys;

/// Program accounts of the upgradeable loader.
fn deploy(scene: &mut Scene, program: Pubkey, slot: u64, elf: &[u8]) -> [Pubkey; 2] {
    let pair = [program, keys::made_up("where its code is kept")];
    for (key, account) in pair.into_iter().zip(account::program(pair[1], slot, elf)) {
        scene.world.put(key, account);
    }
    pair
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

    // Anybody can lengthen a program's account, which counts as a deployment of the same code: as often as he likes.
    for (slot, elf) in [(1_500, b"code\0\0\0\0".as_slice()), (1_501, b"code\0\0\0\0\0\0")] {
        deploy(&mut scene, program, slot, elf);
        scene.world.send(check.clone()).expect("anybody may look");
        scene.pass(CADENCE);
        scene.refresh().expect("a refresh lands");
        assert_eq!(scene.level(), 0, "the code is what it was");
    }

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

    // A program that is gone is an alarm, too; so is one that comes back, and each change of it from then on.
    scene.world.put(program, owned(programs::SYSTEM, vec![0]));
    scene.world.send(check.clone()).expect("anybody may look");
    scene.pass(CADENCE);
    scene.refresh().expect("a refresh lands");
    assert_eq!(scene.level(), 3);
    let gone = scene.feed().watched[0].deployed;
    scene.govern(acknowledge(gone)).expect("the authority has looked");
    for (slot, elf) in [(3_000, b"back"), (3_001, b"else")] {
        deploy(&mut scene, program, slot, elf);
        scene.world.send(check.clone()).expect("anybody may look");
        scene.govern(acknowledge(slot)).expect("there was something to look at");
    }
}

/// A feed that watches a program whose code is `elf`, deployed in slot 1,000.
fn watching(elf: &[u8]) -> (Scene, Instruction, Pubkey) {
    let program = keys::made_up("vault program");
    let mut scene =
        Scene::draft_with(glowsol_oracle::InitializeFeedArgs { watched_programs: vec![program], ..scene::arguments() });
    scene.add_source(scene::vault_source()).expect("the source is sound");
    let pair = deploy(&mut scene, program, 1_000, elf);
    let check = ix::check_programs(scene.feed, &pair);
    scene.world.send(check.clone()).expect("a first look");
    scene.activate().expect("it was looked at");
    (scene, check, program)
}

fn alarmed(scene: &Scene) -> bool {
    scene.feed().engine.nav.marks.bits() & NavState::PROGRAM != 0
}

/// What follows the code that was seen first is code, too.
#[test]
fn a_change_behind_the_first_length_of_the_code_is_an_alarm() {
    let (mut scene, check, program) = watching(&[1; 1_000]);
    let sound = [[2; 1_000].as_slice(), &[3; 500]].concat();
    deploy(&mut scene, program, 2_000, &sound);
    scene.world.send(check.clone()).expect("anybody may look");
    assert!(alarmed(&scene), "an upgrade");
    scene.govern(instruction::AcknowledgePrograms { deployed: vec![2_000] }).expect("which is sound");
    scene.world.send(check.clone()).expect("nothing changed");
    assert!(!alarmed(&scene));
    let evil = [[2; 1_000].as_slice(), &[4; 500]].concat();
    deploy(&mut scene, program, 3_000, &evil);
    scene.world.send(check.clone()).expect("anybody may look");
    assert!(alarmed(&scene), "the first thousand bytes are the same, the others are not");
    scene.govern(instruction::AcknowledgePrograms { deployed: vec![3_000] }).expect("looked at");
    // Behind the whole code, by lengthening the account: one byte is enough.
    deploy(&mut scene, program, 4_000, &[evil.as_slice(), &[0, 0, 1]].concat());
    scene.world.send(check).expect("anybody may look");
    assert!(alarmed(&scene), "what was added is no room");
}

/// Code that was replaced and put back between two looks ran meanwhile.
#[test]
fn a_deployment_of_the_same_code_in_an_account_that_did_not_grow_is_an_alarm() {
    let (mut scene, check, program) = watching(b"code\0\0\0\0");
    for (slot, elf) in [(2_000, b"code\0\0\0\0".as_slice()), (2_001, b"code")] {
        deploy(&mut scene, program, slot, elf);
        scene.world.send(check.clone()).expect("anybody may look");
        assert!(alarmed(&scene), "slot {slot}");
        scene.govern(instruction::AcknowledgePrograms { deployed: vec![slot] }).expect("looked at");
    }
}

/// Several programs, and large ones: a look at one fits a transaction. Half a compute unit a byte of code; room behind it costs little.
#[test]
fn each_watched_program_is_looked_at_by_itself_whatever_its_size() {
    const TRANSACTION: u64 = 1_400_000;
    let programs = ["one", "two", "three"].map(keys::made_up);
    let args = glowsol_oracle::InitializeFeedArgs { watched_programs: programs.to_vec(), ..scene::arguments() };
    let mut scene = Scene::draft_with(args);
    scene.add_source(scene::vault_source()).expect("the source is sound");
    let megabytes = |count: usize| vec![7_u8; count * 1_000_000];
    let roomy = [megabytes(2), vec![0; 6_000_000]].concat();
    let largest = vec![7_u8; 2_600_000];
    // Too long for a hash: any other deployment of it is an alarm.
    let endless = megabytes(4);
    for (n, (program, elf)) in programs.into_iter().zip([&roomy, &largest, &endless]).enumerate() {
        let code = keys::made_up(&format!("where code {n} is kept"));
        for (key, account) in [program, code].into_iter().zip(account::program(code, 1_000, elf)) {
            scene.world.put(key, account);
        }
        refused(scene.activate(), OracleError::UnseenProgram);
        let look = [ix::compute_limit(TRANSACTION as u32), ix::check_programs(scene.feed, &[program, code])];
        let receipt = scene.world.send_all(&look, &[]).expect("a first look");
        assert!(receipt.units < TRANSACTION, "{n}: {}", receipt.units);
        println!("{} bytes of code and room: {} CU", elf.len(), receipt.units);
    }
    scene.activate().expect("all were looked at");
    for (n, (elf, alarm)) in [(&roomy, false), (&largest, false), (&endless, true)].into_iter().enumerate() {
        let (program, code) = (programs[n], keys::made_up(&format!("where code {n} is kept")));
        let longer = [elf.as_slice(), &[0; 10_240]].concat();
        for (key, account) in [program, code].into_iter().zip(account::program(code, 2_000, &longer)) {
            scene.world.put(key, account);
        }
        let look = [ix::compute_limit(TRANSACTION as u32), ix::check_programs(scene.feed, &[program, code])];
        scene.world.send_all(&look, &[]).expect("a second look");
        assert_eq!(alarmed(&scene), alarm, "{n}");
    }
}

/// What the loader's accounts have to be, so that nothing else is taken for code or for a program that cannot be upgraded.
#[test]
fn only_what_a_loader_keeps_is_taken_for_a_program() {
    let (mut scene, check, program) = watching(b"code");
    let [_, code] = [program, keys::made_up("where its code is kept")];
    let gone = u64::MAX - 1;
    // Another state than that of a program, or of a program's data: both are gone then.
    for (key, tag) in [(program, 1), (program, 3), (code, 1), (code, 2)] {
        let before = scene.world.svm.get_account(&key).expect("there");
        scene.world.edit(key, |account| account.data[0] = tag);
        scene.world.send(check.clone()).expect("anybody may look");
        assert!(alarmed(&scene));
        assert_eq!(scene.feed().watched[0].deployed, gone, "{key} with tag {tag}");
        scene.world.put(key, before);
        scene.world.send(check.clone()).expect("anybody may look");
        assert_eq!(scene.feed().watched[0].deployed, 1_000, "and it is back");
        scene.govern(instruction::AcknowledgePrograms { deployed: vec![1_000] }).expect("looked at");
    }
    // Of a loader whose programs cannot be upgraded, but not executable: a buffer that anybody may write.
    const FINAL_LOADER: Pubkey = pubkey!("BPFLoader2111111111111111111111111111111111");
    let twice = ix::check_programs(scene.feed, &[program, program]);
    for (executable, deployed) in [(false, gone), (true, u64::MAX)] {
        let account =
            solana_account::Account { executable, ..owned(FINAL_LOADER.to_bytes(), bytecode::load("caller")) };
        scene.world.put(program, account);
        scene.world.send(twice.clone()).expect("anybody may look");
        assert_eq!(scene.feed().watched[0].deployed, deployed, "executable: {executable}");
    }
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
    scene.world.send(ix::check_programs(scene.feed, &[])).expect_err("no program");
    scene.world.send(ix::check_programs(scene.feed, &pair[..1])).expect_err("no code");
    let more = [pair[0], pair[1], other];
    refused(scene.world.send(ix::check_programs(scene.feed, &more)), OracleError::WrongAccountCount);
    // What was never a program is none to watch.
    let wallet = owned(programs::SYSTEM, scene.world.data(&program));
    scene.world.put(program, wallet);
    refused(scene.world.send(ix::check_programs(scene.feed, &pair)), OracleError::WrongProgramAccount);
}

fn stake(scene: &mut Scene, name: &str, lamports: u64, withdrawer: Pubkey) -> Pubkey {
    let key = keys::made_up(name);
    scene.world.put(key, account::stake(lamports, withdrawer));
    key
}

#[test]
fn a_vaults_stake_accounts_are_registered_by_anybody_and_leave_when_they_are_gone() {
    let (mut scene, _) = open();
    let least = 107 * scene::ONE;
    let foreign = stake(&mut scene, "another's stake", least, Pubkey::new_unique());
    let mut draft = Scene::draft();
    draft.add_source(scene::vault_source()).expect("the source is sound");
    refused(draft.world.send(ix::register_reserve(draft.feed, 0, foreign)), OracleError::NotActive);
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

/// A feed whose only market looks through the vault to that of sSOL, with what the vault is unstaking.
fn unstaking(registered_with: &[u8]) -> Scene {
    let pool = keys::made_up("the market of sSOL");
    let look_through = scene::Source::look_through(
        scene::vault_authority(),
        &[
            (Role::Mint, scene::mint()),
            (Role::DerivedReserve, scene::vault_wallet()),
            (Role::Main, pool),
            (Role::WrapperMint, keys::SSOL),
            (Role::TokenReserve, scene::vault_ssol()),
        ],
    );
    let mut scene = Scene::draft();
    let market = WhirlpoolAccount {
        liquidity: scene::price::liquidity(400 * scene::ONE, 1.2),
        sqrt_price: scene::price::sqrt_price(1.2, false),
        tick_current_index: scene::price::tick(1.2, false),
        token_mint_a: programs::WRAPPED_SOL,
        token_mint_b: keys::SSOL.to_bytes(),
        ..WhirlpoolAccount::default()
    };
    scene.world.put(pool, owned(programs::WHIRLPOOL, market.encode()));
    for source in [scene::vault_source(), look_through, scene::Source::pyth_usd(keys::PYTH_SOL_USD)] {
        scene.add_source(source).expect("the source is sound");
    }
    scene.activate().expect("the table is complete");
    scene.refresh().expect("the first refresh lands");
    scene.live(3 * HOUR, CADENCE);
    assert_eq!(scene.level(), 0, "the feed is open");

    let amount = 10_000 * scene::ONE;
    scene.around.wallet -= amount;
    let reserve = stake(&mut scene, "unstaking", amount, scene::vault_authority());
    for source in registered_with {
        scene.world.send(ix::register_reserve(scene.feed, *source, reserve)).expect("anybody registers");
        let again = ix::register_reserve(scene.feed, *source, reserve);
        refused(scene.world.send(again), OracleError::TooManyReserves);
        scene.sources[usize::from(*source)].accounts.push(reserve);
    }
    scene.live(2 * HOUR, CADENCE);
    scene
}

#[test]
fn a_market_that_looks_through_the_vault_counts_what_it_unstakes() {
    let mut scene = unstaking(&[0, 1]);
    assert_eq!(scene.level(), 0, "nothing happened to the market");
    let (nav, short) = scene.price_field(|price| (price.raw_nav, price.short));
    assert!(short.abs_diff(nav) <= nav / 1_000, "{short} {nav}");
    // It leaves where it was registered, from each.
    let reserve = keys::made_up("unstaking");
    scene.world.put(reserve, holding(0, programs::SYSTEM, Vec::new()));
    for source in [1, 0] {
        scene.world.send(ix::release_reserve(scene.feed, source, reserve)).expect("it is gone");
    }
    // Registered with the vault alone, the market would seem to have fallen.
    assert_eq!(unstaking(&[0]).level(), 2);
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
fn a_locked_stake_account_is_no_reserve() {
    let (mut scene, _) = open();
    let reserve = stake(&mut scene, "locked", 150 * scene::ONE, scene::vault_authority());
    const LOCKUP_TIME: usize = 76;
    scene.world.edit(reserve, |account| account.data[LOCKUP_TIME] = 1);
    refused(scene.world.send(ix::register_reserve(scene.feed, 0, reserve)), OracleError::NoReserve);
}

#[test]
fn before_its_assets_are_known_a_vault_takes_no_reserves() {
    let mut scene = Scene::standard();
    let reserve = stake(&mut scene, "dust", 3 * scene::ONE, scene::vault_authority());
    refused(scene.world.send(ix::register_reserve(scene.feed, 0, reserve)), OracleError::NoReserve);
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

/// What was in transit counts once when anybody registers it: NAV neither doubles it nor loses it.
#[test]
fn assets_in_transit_that_are_registered_are_counted_once() {
    let (mut scene, _) = open();
    let (nav, level) = scene.price_field(|price| (price.raw_nav, price.level));
    let until = scene.world.time().unix + 24 * HOUR;
    let (first, second) = (1_000 * scene::ONE, 500 * scene::ONE);
    scene.around.wallet -= first + second;
    scene.govern(instruction::AnnounceTransit { amount: first + second, until }).expect("on its way");
    scene.pass(CADENCE);
    scene.refresh().expect("a refresh lands");
    let shown = |scene: &Scene| scene.price_field(|price| (price.raw_nav, price.transit, price.assets));
    let assets = shown(&scene).2;
    assert_eq!((shown(&scene).0.abs_diff(nav) <= 1, shown(&scene).1), (true, first + second));
    for (n, (amount, left)) in [(first, second), (second, 0)].into_iter().enumerate() {
        let reserve = stake(&mut scene, &format!("arrived {n}"), amount, scene::vault_authority());
        let receipt = scene.world.send(ix::register_reserve(scene.feed, 0, reserve)).expect("anybody registers");
        let event = receipt.event::<TransitAnnounced>().expect("everybody learns of it");
        assert_eq!((event.amount, event.until), (left, until));
        scene.sources[0].accounts.push(reserve);
        scene.pass(CADENCE);
        scene.refresh().expect("a refresh lands");
        assert_eq!((shown(&scene).0.abs_diff(nav) <= 1, shown(&scene).1), (true, left), "{n}");
    }
    assert_eq!(shown(&scene).2, assets + first + second);
    assert_eq!(scene.level(), level, "nothing happened to the backing");
    // More than was announced: none is left, and none is owed.
    let reserve = stake(&mut scene, "beyond", 200 * scene::ONE, scene::vault_authority());
    scene.world.send(ix::register_reserve(scene.feed, 0, reserve)).expect("anybody registers");
    assert_eq!(scene.feed().engine.nav.transit, Lamports::ZERO);
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

//! What keeps the backing: its programs, its stake accounts, assets in transit, and falls that are real.

use super::*;
use fair_value::Reason;
use glowsol_oracle::error::OracleError;
use glowsol_oracle::instruction;
use solana_pubkey::Pubkey;
use sources::Role;
use sources::SourceKind;
use sources::programs;
use sources::stake_account::StakeHolding;
use sources::whirlpool::WhirlpoolAccount;
use tests::Scene;
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
    scene.world.put(key, account::stake(lamports, withdrawer));
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

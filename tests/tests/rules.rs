//! Who may do what when, as bytecode.

use anchor_lang::solana_program::system_instruction;
use glowsol_oracle::{error::OracleError, pda};
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_pubkey::{Pubkey, pubkey};
use solana_signer::Signer;
use tests::{
    Scene, instructions,
    scene::{self, Source},
};

/// Number of a program's error.
fn number(error: OracleError) -> Option<u32> {
    Some(u32::from(error))
}

fn compute_limit() -> Instruction {
    let mut data = vec![2];
    data.extend_from_slice(&300_000u32.to_le_bytes());
    Instruction { program_id: pubkey!("ComputeBudget111111111111111111111111111111"), accounts: vec![], data }
}

fn refresh(scene: &Scene) -> Instruction {
    instructions::refresh(scene.feed, &scene.source_accounts())
}

#[test]
fn a_second_refresh_in_a_slot_lands_and_changes_nothing() {
    let mut scene = Scene::standard();
    scene.refresh().expect("the first refresh lands");
    let before = scene.world.program_state();
    scene.refresh().expect("a second refresh lands");
    assert_eq!(scene.world.program_state(), before);
}

#[test]
fn nothing_that_could_trade_precedes_a_refresh() {
    let mut scene = Scene::standard();
    let payer = scene.world.payer.pubkey();
    let transfer = system_instruction::transfer(&payer, &Pubkey::new_unique(), 1_000_000);
    let before = scene.world.program_state();
    let instructions = [compute_limit(), transfer.clone(), refresh(&scene)];
    let failure = scene.world.send_all(&instructions, &[]).expect_err("a preceded refresh");
    assert_eq!(failure.code(), number(OracleError::PrecededByProgram), "{:?}", failure.logs);
    assert_eq!(scene.world.program_state(), before);
    let instructions = [compute_limit(), refresh(&scene), transfer];
    scene.world.send_all(&instructions, &[]).expect("compute budget before and a transfer after are harmless");
}

#[test]
fn a_second_refresh_in_a_transaction_finds_nothing_due() {
    let mut scene = Scene::standard();
    let twice = [refresh(&scene), refresh(&scene)];
    scene.world.send_all(&twice, &[]).expect("the second changes nothing");
    assert_eq!(scene.feed().sequence, 1);
}

#[test]
fn an_allowed_posting_program_may_precede_a_refresh() {
    let system = Pubkey::default();
    let mut scene =
        Scene::draft_with(glowsol_oracle::InitializeFeedArgs { posting_programs: vec![system], ..scene::arguments() });
    for source in scene::standard_sources() {
        scene.add_source(source).expect("the source is sound");
    }
    scene.activate().expect("the table is complete");
    let post = system_instruction::transfer(&scene.world.payer.pubkey(), &Pubkey::new_unique(), 1_000_000);
    let instructions = [post, refresh(&scene)];
    scene.world.send_all(&instructions, &[]).expect("an allowed program precedes");
}

#[test]
fn a_draft_publishes_nothing() {
    let mut scene = Scene::draft();
    let before = scene.world.program_state();
    let failure = scene.refresh().expect_err("a draft");
    assert_eq!(failure.code(), number(OracleError::NotActive), "{:?}", failure.logs);
    assert_eq!(scene.world.program_state(), before);
}

#[test]
fn a_draft_begins_with_nav_and_needs_one() {
    let mut scene = Scene::draft();
    let before = scene.world.program_state();
    scene.add_source(Source::whirlpool(scene::orca_pool())).expect_err("a market before NAV");
    scene.activate().expect_err("no NAV");
    assert_eq!(scene.world.program_state(), before);
}

#[test]
fn a_wallet_that_somebody_may_have_a_key_of_is_no_derived_reserve() {
    let mut scene = Scene::draft();
    let mut vault = scene::vault_source();
    let place = vault.spec.roles.iter().position(|role| *role == sources::Role::DerivedReserve as u8).expect("one");
    let wallet = Keypair::new().pubkey();
    scene.world.put(wallet, scene::account::holding(scene::ONE, sources::programs::SYSTEM, Vec::new()));
    vault.accounts[place] = wallet;
    let on_curve = sources::TableError::OnCurve { source_index: 0, account: place as u8 };
    let failure = scene.add_source(vault).expect_err("a wallet");
    assert_eq!(failure.code(), Some(glowsol_oracle::error::SOURCE_FAULTS + u32::from(on_curve.code())));
}

#[test]
fn an_active_feed_takes_no_more_sources() {
    let mut scene = Scene::with(vec![scene::vault_source()]);
    let failure = scene.add_source(Source::whirlpool(scene::orca_pool())).expect_err("an active feed");
    assert_eq!(failure.code(), number(OracleError::AlreadyActive), "{:?}", failure.logs);
}

#[test]
fn only_the_authority_configures() {
    let mut scene = Scene::draft();
    let stranger = Keypair::new();
    let Source { spec, accounts } = scene::vault_source();
    let before = scene.world.program_state();
    for instruction in [
        instructions::add_source(scene.feed, stranger.pubkey(), spec, &accounts),
        instructions::activate_feed(scene.feed, stranger.pubkey()),
    ] {
        let failure = scene.world.send_all(&[instruction], &[&stranger]).expect_err("a stranger");
        assert_eq!(failure.code(), number(OracleError::NotTheAuthority), "{:?}", failure.logs);
        assert_eq!(scene.world.program_state(), before);
    }
}

#[test]
fn a_refresh_writes_its_own_price_only() {
    let mut scene = Scene::standard();
    // A second feed of the same token by somebody else, with a price of its own.
    let other = Keypair::new();
    scene.world.svm.airdrop(&other.pubkey(), 1_000_000_000).expect("funding");
    let open = instructions::initialize_feed(other.pubkey(), scene.mint, scene::arguments());
    scene.world.send_all(&[open], &[&other]).expect("feeds are permissionless");
    let theirs = pda::price(&pda::feed(&other.pubkey(), &scene.mint).0).0;

    let mut refresh = refresh(&scene);
    refresh.accounts[1].pubkey = theirs;
    let before = scene.world.program_state();
    let failure = scene.world.send(refresh).expect_err("another feed's price");
    assert_eq!(failure.code(), number(OracleError::WrongPrice), "{:?}", failure.logs);
    assert_eq!(scene.world.program_state(), before);
}

#[test]
fn a_feed_cannot_be_opened_twice() {
    let mut scene = Scene::standard();
    let before = scene.world.program_state();
    let again = instructions::initialize_feed(scene.world.payer.pubkey(), scene.mint, scene::arguments());
    scene.world.send(again).expect_err("the feed is there");
    assert_eq!(scene.world.program_state(), before);
}

#[test]
fn parameters_and_limits_are_bounded() {
    use glowsol_oracle::{InitializeFeedArgs, ParamValue, state::Limits};
    let mut scene = Scene::draft();
    let stranger = Keypair::new();
    scene.world.svm.airdrop(&stranger.pubkey(), 1_000_000_000).expect("funding");
    let cases = [
        (
            InitializeFeedArgs { overrides: vec![ParamValue { id: 255, value: 1 }], ..scene::arguments() },
            OracleError::UnknownParameter,
        ),
        (
            InitializeFeedArgs { overrides: vec![ParamValue { id: 0, value: 0 }], ..scene::arguments() },
            OracleError::ParameterOutOfBounds,
        ),
        (
            InitializeFeedArgs { limits: Some(Limits { soft: u32::MAX, ..Limits::default() }), ..scene::arguments() },
            OracleError::LimitsOutOfBounds,
        ),
        (
            InitializeFeedArgs { posting_programs: vec![Pubkey::default(); 5], ..scene::arguments() },
            OracleError::TooManyPostingPrograms,
        ),
    ];
    let before = scene.world.program_state();
    for (args, error) in cases {
        let open = instructions::initialize_feed(stranger.pubkey(), scene.mint, args);
        let failure = scene.world.send_all(&[open], &[&stranger]).expect_err("out of bounds");
        assert_eq!(failure.code(), number(error), "{:?}", failure.logs);
        assert_eq!(scene.world.program_state(), before);
    }
}

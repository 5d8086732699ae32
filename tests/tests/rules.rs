//! Who may do what when, as bytecode.

use anchor_lang::solana_program::system_instruction;
use glowsol_oracle::{
    error::OracleError,
    event::{NothingDue, Published},
    pda,
    state::{History, Point},
};
use solana_instruction::{AccountMeta, Instruction};
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use tests::{
    Scene, bytecode, instructions,
    scene::{self, Source, keys},
};

/// Number of a program's error.
fn number(error: OracleError) -> Option<u32> {
    Some(u32::from(error))
}

fn compute_limit() -> Instruction {
    instructions::compute_limit(300_000)
}

/// A feed of the same token over its vault alone, by somebody else.
fn another_feed(scene: &mut Scene) -> Pubkey {
    let other = Keypair::new();
    scene.world.svm.airdrop(&other.pubkey(), 10_000_000_000).expect("funding");
    let feed = pda::feed(&other.pubkey(), &scene.mint).0;
    let Source { spec, accounts } = scene::vault_source();
    for instruction in [
        instructions::initialize_feed(other.pubkey(), scene.mint, scene::arguments()),
        instructions::add_source(feed, other.pubkey(), spec, &accounts),
        instructions::activate_feed(feed, other.pubkey()),
    ] {
        scene.world.send_all(&[instruction], &[&other]).expect("feeds are permissionless");
    }
    feed
}

fn refresh(scene: &Scene) -> Instruction {
    instructions::refresh(scene.feed, &scene.source_accounts())
}

#[test]
fn a_second_refresh_in_a_slot_that_reads_the_same_lands_and_changes_nothing() {
    let mut scene = Scene::standard();
    scene.refresh().expect("the first refresh lands");
    let before = scene.world.program_state();
    let receipt = scene.refresh().expect("a second refresh lands");
    assert_eq!(scene.world.program_state(), before);
    let said = receipt.event::<NothingDue>().expect("it says so");
    assert_eq!((said.feed, said.slot), (scene.feed, scene.world.time().slot));
    assert!(receipt.event::<Published>().is_none());
}

/// Whoever is first in a slot does not choose the reading: what comes after him counts, for the same slot and time.
#[test]
fn a_second_refresh_in_a_slot_that_reads_something_else_publishes_again() {
    let mut scene = Scene::standard();
    scene.refresh().expect("the first refresh lands");
    scene.live(2 * 3_600, 20);
    scene.pass(20);
    scene.refresh().expect("a refresh lands");
    let first = scene.price_field(|price| (price.sequence, price.slot, price.published_at, price.spot_low));
    (scene.around.orca_rate, scene.around.raydium_rate) = (1.06 * 0.8, 1.06 * 0.8);
    scene.arrange();
    let receipt = scene.refresh().expect("another in the same slot");
    let second = scene.price_field(|price| (price.sequence, price.slot, price.published_at, price.spot_low));
    assert_eq!((second.0, second.1, second.2), (first.0 + 1, first.1, first.2), "same slot, same time");
    assert!(second.3 < first.3, "{} is not below {}", second.3, first.3);
    assert_eq!(receipt.event::<Published>().expect("it publishes").sequence, second.0);
    assert_eq!(scene.feed().sequence, second.0);
}

#[test]
fn an_older_slot_is_no_news() {
    let mut scene = Scene::standard();
    scene.refresh().expect("the first refresh lands");
    let before = scene.world.program_state();
    let then = scene.world.time();
    scene.world.at(tests::Time { slot: then.slot - 1, ..then });
    scene.around.orca_rate *= 0.9;
    scene.arrange();
    let receipt = scene.refresh().expect("nothing is due");
    assert!(receipt.event::<NothingDue>().is_some());
    assert_eq!(scene.world.program_state(), before);
}

#[test]
fn a_slot_has_one_point_of_history_its_last_publication() {
    let mut scene = Scene::standard();
    scene.refresh().expect("the first refresh lands");
    scene.live(2 * 3_600, 20);
    let history = pda::history(&scene.feed).0;
    let points = |scene: &Scene| -> Vec<Point> {
        let data = scene.world.data(&history);
        let all = data[History::HEADER..].chunks_exact(size_of::<Point>()).map(bytemuck::pod_read_unaligned::<Point>);
        all.filter(|point| point.sequence != 0).collect()
    };
    let written = |scene: &Scene| {
        let data = scene.world.data(&history);
        bytemuck::pod_read_unaligned::<History>(&data[8..History::HEADER]).written
    };
    let before = (points(&scene).len(), written(&scene));
    // Due after five minutes: the first refresh of the slot makes a point, and the second, which reads half the price, replaces it.
    scene.pass(300);
    scene.refresh().expect("a refresh lands");
    assert_eq!((points(&scene).len(), written(&scene)), (before.0 + 1, before.1 + 1), "it was due");
    (scene.around.orca_rate, scene.around.raydium_rate) = (0.5, 0.5);
    scene.arrange();
    scene.refresh().expect("another in the same slot");
    scene.refresh().expect("and a third, which reads the same");
    assert_eq!((points(&scene).len(), written(&scene)), (before.0 + 1, before.1 + 1), "one point per slot");
    let newest = points(&scene).into_iter().max_by_key(|point| point.sequence).expect("points");
    let shown = scene.price_field(|price| (price.sequence, price.published_at, price.spot, price.collateral));
    assert_eq!((newest.sequence, newest.time, newest.spot, newest.collateral), shown);
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

/// One transaction serves several feeds; nothing else of this program may precede.
#[test]
fn refreshes_of_other_feeds_precede_a_refresh_and_no_other_instruction_of_the_program() {
    let mut scene = Scene::standard();
    let other = another_feed(&mut scene);
    let source = scene::vault_source();
    let theirs = instructions::refresh(other, &source.accounts);
    let instructions = [compute_limit(), theirs.clone(), refresh(&scene)];
    scene.world.send_all(&instructions, &[]).expect("both feeds are refreshed");
    assert_eq!(scene.feed().sequence, 1);
    let published = pda::price(&other).0;
    assert_eq!(
        bytemuck::pod_read_unaligned::<glowsol_oracle::state::Price>(&scene.world.data(&published)[8..]).sequence,
        1
    );

    scene.pass(20);
    let before = scene.world.program_state();
    let grow = instructions::grow(other, scene.world.payer.pubkey());
    let check = instructions::check_source(other, 0, &source.accounts);
    // The same data as another program's, which succeeds alone, is no refresh of this one.
    let stranger = keys::made_up("a calling program");
    scene.world.svm.add_program(stranger, &bytecode::load("caller")).expect("the bytecode loads");
    let harmless = AccountMeta::new_readonly(compute_limit().program_id, false);
    let foreign = Instruction { program_id: stranger, accounts: vec![harmless], data: theirs.data };
    scene.world.send(foreign.clone()).expect("alone it does nothing");
    for instruction in [grow, check, foreign] {
        let failure = scene.world.send_all(&[instruction, refresh(&scene)], &[]).expect_err("preceded");
        assert_eq!(failure.code(), number(OracleError::PrecededByProgram), "{:?}", failure.logs);
        assert_eq!(scene.world.program_state(), before);
    }
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
fn a_source_comes_with_an_account_for_each_role() {
    let mut scene = Scene::draft();
    let Source { spec, mut accounts } = scene::vault_source();
    let authority = scene.world.payer.pubkey();
    let one_more = [&accounts[..], &[scene.mint]].concat();
    accounts.pop();
    for accounts in [accounts, one_more] {
        let add = instructions::add_source(scene.feed, authority, spec.clone(), &accounts);
        let failure = scene.world.send(add).expect_err("roles and accounts differ in number");
        assert_eq!(failure.code(), number(OracleError::WrongAccountCount), "{:?}", failure.logs);
    }
}

#[test]
fn a_source_that_is_not_there_is_named() {
    let mut scene = Scene::standard();
    let check = instructions::check_source(scene.feed, 4, &scene.sources[0].accounts);
    let failure = scene.world.send(check).expect_err("there are four");
    assert_eq!(failure.code(), number(OracleError::UnknownSource), "{:?}", failure.logs);
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

//! What an attacker with a flash loan, four slots in a row and the source code can try, on the bytecode.

use anchor_lang::InstructionData;
use fair_value::Reason;
use glowsol_oracle::{error::OracleError, instruction, pda};
use solana_instruction::{AccountMeta, Instruction};
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use sources::programs;
use tests::{
    Failure, Scene, Time, bytecode, instructions as ix,
    scene::{
        self, ONE, Source,
        account::{holding, owned},
        keys, own_stake_pool,
    },
};

const HOUR: i64 = 3_600;
const CADENCE: i64 = 20;
const TRILLION: u64 = 1_000_000_000_000;

/// An open feed.
fn open() -> Scene {
    opened(scene::standard_sources())
}

fn opened(sources: Vec<Source>) -> Scene {
    let mut scene = Scene::with(sources);
    scene.refresh().expect("the first refresh lands");
    scene.live(3 * HOUR, CADENCE);
    assert_eq!(scene.level(), 0, "the feed is open");
    scene
}

fn bps(value: u64, bps: u64) -> u64 {
    value / 10_000 * bps
}

fn has(scene: &Scene, reason: Reason) -> bool {
    scene.reasons() & (1 << reason as u8) != 0
}

/// The pools' price, as a multiple of what it was.
fn move_pools(scene: &mut Scene, factor: f64) {
    scene.around.orca_rate *= factor;
    scene.around.raydium_rate *= factor;
}

#[track_caller]
fn failed_well(failure: &Failure) {
    assert!(!failure.is_crash(), "{:?} {:?}", failure.error, failure.logs);
}

#[test]
fn a_refresh_is_not_called_by_programs() {
    let mut scene = open();
    let caller = keys::made_up("a calling program");
    scene.world.svm.add_program(caller, &bytecode::load("caller")).expect("the bytecode loads");
    scene.pass(CADENCE);
    let inner = ix::refresh(scene.feed, &scene.source_accounts());
    let mut accounts = inner.accounts.clone();
    accounts.push(AccountMeta::new_readonly(glowsol_oracle::ID, false));
    let before = scene.world.program_state();
    let call = Instruction { program_id: caller, accounts: accounts.clone(), data: inner.data.clone() };
    let failure = scene.world.send(call).expect_err("a call");
    assert_eq!(failure.code(), Some(OracleError::CalledByProgram.into()), "{:?}", failure.logs);
    assert_eq!(scene.world.program_state(), before);

    // The same caller with an instruction that may be called: it is the refresh that is refused, not the caller.
    let check = ix::check_source(scene.feed, 0, &scene.sources[0].accounts);
    let mut accounts = check.accounts.clone();
    accounts.push(AccountMeta::new_readonly(glowsol_oracle::ID, false));
    scene.world.send(Instruction { program_id: caller, accounts, data: check.data }).expect("may be called");
    scene.world.send(inner).expect("and from the top the refresh lands");
}

#[test]
fn a_configuration_is_not_applied_behind_a_trade() {
    let mut scene = open();
    let authority = scene.world.payer.pubkey();
    let values = vec![glowsol_oracle::ParamValue { id: fair_value::params::Field::FairRise as u8, value: 300 }];
    let propose = ix::propose_config(scene.feed, authority, vec![glowsol_oracle::Change::Params { values }]);
    scene.world.send(propose).expect("the authority proposes");
    scene.pass_epochs(48 * HOUR);
    scene.live(2 * HOUR, CADENCE);
    scene.pass(CADENCE);
    let trade = anchor_lang::solana_program::system_instruction::transfer(&authority, &Pubkey::new_unique(), ONE);
    let apply = ix::apply_config(scene.feed, authority, &scene.source_accounts());
    let failure = scene.world.send_all(&[trade, apply.clone()], &[]).expect_err("behind a trade");
    assert_eq!(failure.code(), Some(OracleError::PrecededByProgram.into()), "{:?}", failure.logs);
    scene.world.send(apply).expect("alone");
}

#[test]
fn four_slots_of_one_leader_move_no_window_and_open_or_shut_nothing() {
    for factor in [23.5, 1.0 / 23.5] {
        let mut scene = open();
        let (fair, nav, debt) = scene.price_field(|price| (price.fair, price.nav, price.debt));
        move_pools(&mut scene, factor);
        for _ in 0..4 {
            scene.world.at(Time { slot: scene.world.time().slot + 1, ..scene.world.time() });
            scene.arrange();
            scene.refresh().expect("a refresh lands");
        }
        let captured = scene.price_field(|price| (price.fair, price.nav, price.debt, price.level));
        assert_eq!((captured.0, captured.1), (fair, nav), "x{factor}");
        assert!(captured.2 <= debt + bps(debt, 1), "x{factor}");
        assert_eq!(captured.3, 0, "x{factor}");
        move_pools(&mut scene, 1.0 / factor);
        scene.live(10 * 60, CADENCE);
        let after = scene.price_field(|price| (price.fair, price.level));
        // One sample of fifteen was touched, by at most one step of 50 bps.
        assert!(after.0 >= fair - bps(fair, 4), "x{factor}: {} of {fair}", after.0);
        assert!(after.1 <= 1, "x{factor}");
    }
}

#[test]
fn a_donation_of_any_size_lifts_nav_by_its_burst_and_its_speed_and_no_more() {
    for factor in [2, 10, 1_000] {
        let mut scene = open();
        let nav = scene.price_field(|price| price.nav);
        scene.around.wallet *= factor;
        scene.pass(CADENCE);
        scene.refresh().expect("a refresh lands");
        scene.live(HOUR, CADENCE);
        let lifted = scene.price_field(|price| price.nav);
        // 15 bps at once, and 15 % a year for an hour and a bit.
        assert!(lifted <= nav + bps(nav, 16), "x{factor}: {nav} to {lifted}");
        assert!(has(&scene, Reason::NavCapped), "x{factor}");
        let collateral = scene.price_field(|price| price.collateral);
        assert!(collateral <= lifted, "x{factor}");
    }
}

#[test]
fn an_unbacked_mint_of_ten_times_the_supply_halts_at_once() {
    let mut scene = open();
    let before = scene.price_field(|price| price.collateral);
    scene.around.supply *= 10;
    scene.pass(CADENCE);
    scene.refresh().expect("a refresh lands");
    assert_eq!(scene.level(), 3);
    assert!(has(&scene, Reason::UnbackedMint));
    let (collateral, gates) = scene.price_field(|price| (price.collateral, price.gates));
    assert!(collateral <= before / 9, "collateral takes it at once: {collateral} of {before}");
    assert_eq!(gates & (1 << fair_value::Action::Borrow as u16), 0);
    assert_ne!(gates & (1 << fair_value::Action::Repay as u16), 0);
}

#[test]
fn a_pumped_premium_lends_nothing_more_and_liquidates_nobody_in_debt() {
    let mut scene = open();
    let (collateral, debt, nav) = scene.price_field(|price| (price.collateral, price.debt, price.nav));
    move_pools(&mut scene, 1.12);
    scene.live(2 * HOUR, CADENCE);
    let pumped = scene.price_field(|price| (price.collateral, price.debt, price.fair));
    assert!(pumped.0 <= collateral + bps(collateral, 2), "{collateral} to {}", pumped.0);
    assert!(pumped.2 <= nav + bps(nav, 1));
    // NAV and 2 %, and a confidence that is the distance of the windows at most.
    assert!(pumped.1 <= debt + bps(nav, 400), "{debt} to {}", pumped.1);
    let gates = scene.price_field(|price| price.gates);
    assert_eq!(gates & (1 << fair_value::Action::Swap as u16), 0, "swaps pause");
}

#[test]
fn liquidity_of_one_moment_buys_no_vote_and_its_removal_alarms_nobody() {
    let mut scene = open();
    let (fair, level) = scene.price_field(|price| (price.fair, price.level));
    // A million SOL of depth at half the price, in one pool, for one refresh.
    let (rate, depth) = (scene.around.orca_rate, scene.around.orca_depth);
    (scene.around.orca_rate, scene.around.orca_depth) = (rate / 2.0, 1_000_000 * ONE);
    scene.pass(1);
    scene.refresh().expect("a refresh lands");
    (scene.around.orca_rate, scene.around.orca_depth) = (rate, depth);
    scene.pass(1);
    scene.refresh().expect("a refresh lands");
    assert_eq!(scene.price_field(|price| (price.fair, price.level)), (fair, level));
    assert!(!has(&scene, Reason::DepthLoss));
    scene.live(HOUR, CADENCE);
    assert_eq!(scene.level(), 0);
}

#[test]
fn a_stake_pool_updated_twice_in_an_epoch_gives_its_rate_no_faster() {
    let pool = Source::stake_pool(programs::STAKE_POOL, own_stake_pool());
    let [_, orca, raydium, pyth] = <[Source; 4]>::try_from(scene::standard_sources()).expect("four sources");
    let mut scene = opened(vec![pool, orca, raydium, pyth]);
    let nav = scene.price_field(|price| price.nav);
    for _ in 0..10 {
        // A donation to the pool's reserve, then its update, again and again.
        scene.pass(CADENCE);
        scene.world.edit(own_stake_pool(), |account| {
            const TOTAL_LAMPORTS: usize = 258;
            let field = &mut account.data[TOTAL_LAMPORTS..TOTAL_LAMPORTS + 8];
            let lamports = u64::from_le_bytes(field.try_into().expect("eight bytes"));
            field.copy_from_slice(&(lamports + lamports / 50).to_le_bytes());
        });
        scene.refresh().expect("a refresh lands");
    }
    let lifted = scene.price_field(|price| price.nav);
    assert!(lifted > nav && lifted <= nav + bps(nav, 16), "{nav} to {lifted}");
}

#[test]
fn an_epoch_begins_with_rewards_being_paid_and_nothing_trips() {
    let pool = Source::stake_pool(programs::STAKE_POOL, own_stake_pool());
    let [_, orca, raydium, pyth] = <[Source; 4]>::try_from(scene::standard_sources()).expect("four sources");
    let mut scene = opened(vec![pool, orca, raydium, pyth]);
    let begun = Time { rewards_active: true, ..scene.world.time().next_epoch() };
    scene.world.at(begun);
    // Longer than the grace, while rewards are being paid: the pool cannot be updated.
    scene.live(90 * 60, CADENCE);
    assert_eq!(scene.level(), 0, "{:b}", scene.reasons());
    assert!(has(&scene, Reason::NavGrace));
    // They end, and nobody updates the pool: that is stale.
    scene.world.at(Time { rewards_active: false, ..scene.world.time() });
    scene.live(CADENCE, CADENCE);
    assert!(scene.level() >= 1 && has(&scene, Reason::NavStale));
    // The update brings the reward in one step.
    scene.around.stake_pool.last_update_epoch = scene.world.time().epoch;
    scene.live(HOUR, CADENCE);
    assert_eq!(scene.level(), 0);
}

#[test]
fn clocks_that_go_back_stand_still_or_leap_do_no_harm() {
    let mut scene = open();
    let then = scene.world.time();
    let sequence = scene.feed().sequence;
    // Back: an older slot is no news.
    scene.world.at(Time { unix: then.unix - HOUR, slot: then.slot - 9_000, ..then });
    scene.refresh().expect("nothing is due");
    assert_eq!(scene.feed().sequence, sequence);
    // A newer slot with an older time: it publishes, and no time has passed.
    scene.world.at(Time { unix: then.unix - HOUR, slot: then.slot + 1, ..then });
    scene.refresh().expect("a refresh lands");
    let (fair, nav) = scene.price_field(|price| (price.fair, price.nav));
    // Still: slots without time.
    for step in 2..10 {
        scene.world.at(Time { slot: then.slot + step, ..then });
        scene.refresh().expect("a refresh lands");
    }
    assert_eq!(scene.price_field(|price| (price.fair, price.nav)), (fair, nav));
    // A leap of a day: windows are empty, and nothing is lent on them.
    scene.pass(24 * HOUR);
    scene.refresh().expect("a refresh lands");
    assert!(scene.level() >= 1 && has(&scene, Reason::WindowInvalid), "{} {:b}", scene.level(), scene.reasons());
    // Far out of range.
    scene.world.at(Time { unix: i64::MAX, slot: scene.world.time().slot + 1, ..scene.world.time() });
    let failure = scene.refresh().expect_err("no such time");
    failed_well(&failure);
}

#[test]
fn a_sequence_at_its_end_stops_and_changes_nothing() {
    let mut scene = open();
    const SEQUENCE: usize = 8 + 16;
    scene
        .world
        .edit(scene.feed, |feed| feed.data[SEQUENCE..SEQUENCE + 8].copy_from_slice(&(u64::MAX - 1).to_le_bytes()));
    scene.pass(CADENCE);
    scene.refresh().expect("the last one");
    assert_eq!(scene.feed().sequence, u64::MAX);
    let before = scene.world.program_state();
    scene.pass(CADENCE);
    let failure = scene.refresh().expect_err("no number is left");
    assert_eq!(failure.code(), Some(OracleError::Overflow.into()));
    assert_eq!(scene.world.program_state(), before);
}

#[test]
fn rings_wrap_around_without_a_trace() {
    let mut scene = open();
    let before = scene.price_field(|price| (price.short, price.long, price.level));
    // Many times the length of the longer ring, with gaps of its spacing.
    scene.live(12 * HOUR, 230);
    scene.live(2 * HOUR, CADENCE);
    let after = scene.price_field(|price| (price.short, price.long, price.level));
    assert!(after.0.abs_diff(before.0) <= before.0 / 100_000 && after.1.abs_diff(before.1) <= before.1 / 100_000);
    assert_eq!(after.2, 0);
}

#[test]
fn a_feed_is_opened_once_and_closed_for_good() {
    let mut scene = Scene::draft();
    let creator = scene.world.payer.pubkey();
    let open = ix::initialize_feed(creator, scene.mint, scene::arguments());
    scene.world.send(open.clone()).expect_err("it is there");
    scene.add_source(scene::vault_source()).expect("the source is sound");
    let close = ix::close_feed(scene.feed, creator);
    // Closed and revived in one transaction: what is there then is new.
    scene.world.send_all(&[close.clone(), open], &[]).expect("a new draft");
    let feed = scene.feed();
    assert_eq!((feed.sequence, feed.config_version, feed.sources.source_count), (0, 0, 0));
    assert!(feed.is_draft());
    // Closed and kept alive with lamports: what is left is no feed.
    let keep = anchor_lang::solana_program::system_instruction::transfer(&creator, &scene.feed, ONE);
    scene.world.send_all(&[close, keep], &[]).expect("lamports can be sent anywhere");
    let left = scene.world.svm.get_account(&scene.feed).expect("an account");
    assert!(left.data.is_empty() && left.owner == Pubkey::default());
}

/// Anybody can send lamports to an address before anything is there: too few for what is to be there, or too many.
#[test]
fn lamports_sent_ahead_hinder_nothing_and_come_back() {
    const FEE: u64 = 5_000;
    for gift in [1_000_000, 10 * ONE] {
        let mut scene = open();
        let authority = scene.world.payer.pubkey();
        let mint = keys::made_up("another mint");
        let data = scene.world.data(&scene.mint);
        scene.world.put(mint, owned(programs::TOKEN, data));
        let draft = pda::feed(&authority, &mint).0;
        let places = [draft, pda::price(&draft).0, pda::history(&draft).0, pda::proposal(&scene.feed).0];
        for place in places {
            scene.world.put(place, holding(gift, programs::SYSTEM, Vec::new()));
        }
        let before = scene.world.svm.get_balance(&authority).expect("a balance");
        let values = vec![glowsol_oracle::ParamValue { id: fair_value::params::Field::FairRise as u8, value: 300 }];
        let calls = [
            ix::initialize_feed(authority, mint, scene::arguments()),
            ix::propose_config(scene.feed, authority, vec![glowsol_oracle::Change::Params { values }]),
            ix::close_feed(draft, authority),
            ix::cancel_config(scene.feed, authority, authority),
        ];
        let sent = calls.len() as u64;
        for call in calls {
            scene.world.send(call).expect("no obstacle");
        }
        let after = scene.world.svm.get_balance(&authority).expect("a balance");
        assert_eq!(after, before + places.len() as u64 * gift - sent * FEE);
    }
}

#[test]
fn an_account_passed_twice_is_refused_where_it_is_written() {
    let mut scene = open();
    scene.pass(CADENCE);
    let valid = ix::refresh(scene.feed, &scene.source_accounts());
    let before = scene.world.program_state();
    for (place, twin) in [(1, 0), (2, 0), (2, 1), (4, 0), (5, 1), (6, 2)] {
        let mut twice = valid.clone();
        twice.accounts[place].pubkey = valid.accounts[twin].pubkey;
        let failure = scene.world.send(twice).expect_err("twice");
        failed_well(&failure);
        assert_eq!(scene.world.program_state(), before);
    }
    let mut long = valid.clone();
    long.accounts.extend((0..30).map(|_| AccountMeta::new_readonly(keys::SSOL, false)));
    failed_well(&scene.world.send(long).expect_err("too many"));
    scene.world.send(valid).expect("and as it should be");
}

/// Every eight bytes of every source account at their extremes: a refresh lands or fails with an error that says something, and what it
/// publishes keeps its promises.
#[test]
fn extreme_values_in_every_field_of_every_source_break_no_promise() {
    let mut scene = open();
    let keys = scene.source_accounts();
    for key in keys {
        for at in (0..scene.world.data(&key).len()).step_by(8) {
            for value in [0_u64, 1, u64::MAX, i64::MAX as u64, i64::MIN as u64] {
                scene.pass(1);
                scene.world.edit(key, |account| {
                    let end = (at + 8).min(account.data.len());
                    let bytes = value.to_le_bytes();
                    account.data[at..end].copy_from_slice(&bytes[..end - at]);
                });
                match scene.refresh() {
                    Ok(_) => promises(&scene),
                    Err(failure) => failed_well(&failure),
                }
            }
        }
        scene.arrange();
    }
}

/// What holds for every published price.
fn promises(scene: &Scene) {
    scene.price_field(|price| {
        assert!(price.collateral <= price.liquidation, "{} {}", price.collateral, price.liquidation);
        assert_eq!(price.liquidation, price.fair);
        assert!(price.fair <= price.nav && price.nav <= price.debt, "{} {} {}", price.fair, price.nav, price.debt);
        assert!(price.level <= 3);
        let always = 1 << fair_value::Action::Repay as u16 | 1 << fair_value::Action::TopUp as u16;
        assert_eq!(price.gates & always, always);
        assert!(price.nav < 2 * TRILLION, "no field makes NAV leap: {}", price.nav);
    });
}

#[test]
fn garbage_for_data_is_refused() {
    let mut scene = open();
    let before = scene.world.program_state();
    let valid = ix::refresh(scene.feed, &scene.source_accounts());
    let mut long = valid.clone();
    long.data.push(0);
    let propose = instruction::ProposeConfig { changes: vec![] }.data();
    for data in [vec![], vec![0; 7], vec![0xff; 8], long.data, propose[..9].to_vec(), vec![0xff; 200]] {
        let failure = scene.world.send(Instruction { data, ..valid.clone() }).expect_err("garbage");
        failed_well(&failure);
    }
    assert_eq!(scene.world.program_state(), before);
}

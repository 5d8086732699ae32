//! Laws of planning, on a market that exists only in memory.

use std::time::Duration;

use anchor_lang::Discriminator;
use bytemuck::Zeroable;
use fair_value::{
    Inputs, Now, Step,
    units::{Epoch, Seconds, Slot, UnixTime},
};
use glowsol_oracle::{
    clock,
    state::{Feed, FeedStatus, Limits, Price},
};
use keeper::{
    config::table,
    fetch::{Fetched, Snapshot},
    localnet::{Scenario, address::Addresses, feed, layout::Layout, market::Market},
    plan::{Decision, Idle, PlanError, Policy, Why, expect, plan},
    units::{Bps, Lamports},
};
use proptest::prelude::*;
use solana_pubkey::Pubkey;

const OPENED: i64 = 1_800_000_000;

/// A feed on a market, without a network.
struct Memory {
    market: Market,
    layout: Layout,
    slot: u64,
    snapshot: Snapshot,
}

impl Memory {
    fn open(scenario: Scenario, seed: u64) -> Self {
        let addresses = Addresses::default();
        let market = Market::open(seed, scenario, OPENED, 7);
        let layout = Layout::new(addresses, &market);
        let mut feed: Box<Feed> = bytemuck::allocation::zeroed_box();
        feed.status = FeedStatus::Active as u8;
        feed.token_decimals = 9;
        feed.limits = Limits::default();
        feed.params = fair_value::Params::default();
        feed.sources = table(&feed::feed(&addresses), 9).expect("the local feed is valid");
        let price = Fetched { owner: glowsol_oracle::ID, ..Fetched::nothing(Pubkey::new_from_array([9; 32])) };
        let now = Now {
            time: UnixTime(OPENED),
            slot: Slot(1_000),
            epoch: Epoch(7),
            since_epoch_start: Seconds(90_000),
            rewards_active: false,
        };
        let snapshot = Snapshot { slot: now.slot, now, feed, price, accounts: Vec::new(), payer: Lamports(1) };
        let mut memory = Self { market, layout, slot: 1_000, snapshot };
        memory.pass(1);
        memory
    }

    /// Lets seconds pass and the accounts follow.
    fn pass(&mut self, seconds: u32) {
        self.market.advance(self.market.time + i64::from(seconds), 7);
        self.slot += u64::from(seconds) * 5 / 2;
        self.snapshot.now.time = UnixTime(self.market.time);
        (self.snapshot.now.slot, self.snapshot.slot) = (Slot(self.slot), Slot(self.slot));
        let accounts = self.layout.accounts(&self.market, Slot(self.slot));
        let used = usize::from(self.snapshot.feed.sources.account_count);
        let wanted = self.snapshot.feed.sources.accounts.iter().take(used);
        self.snapshot.accounts = wanted
            .map(|key| {
                let account = accounts.iter().find(|account| account.key.to_bytes() == *key).expect("laid out");
                let (owner, lamports, data) = (account.owner, account.lamports, account.data.clone());
                Fetched { key: account.key, owner, lamports, data }
            })
            .collect();
    }

    /// Does what the program does on a refresh.
    fn refresh(&mut self) {
        let Snapshot { now, feed, accounts, price, .. } = &mut self.snapshot;
        let views: Vec<_> = accounts.iter().map(Fetched::view).collect();
        let mut observed = sources::Observations::default();
        let windows = clock::windows(&feed.params);
        sources::observe(&feed.sources, &views, &clock::of_sources(now), &windows, &mut observed).unwrap();
        let inputs = Inputs { now: *now, observations: observed.entries() };
        let params = feed.params;
        let Ok(Step::Publish(outcome)) = fair_value::step(&params, &mut feed.engine, &inputs) else { return };
        feed.sequence += 1;
        let mut published = Box::new(Price::zeroed());
        published.version = price_reader::layout::VERSION;
        published.publish(feed, now, &outcome);
        price.data = [Price::DISCRIMINATOR, bytemuck::bytes_of(&*published)].concat();
    }
}

fn policy(heartbeat: u64, deviation: u32) -> Policy {
    Policy { heartbeat: Duration::from_secs(heartbeat), deviation: Bps(deviation) }
}

fn decision(memory: &Memory, policy: &Policy) -> Decision {
    plan(&memory.snapshot, policy).expect("plans").decision
}

#[test]
fn a_draft_is_left_alone() {
    let mut memory = Memory::open(Scenario::Calm, 1);
    memory.snapshot.feed.status = FeedStatus::Draft as u8;
    assert_eq!(decision(&memory, &policy(20, 25)), Decision::Wait(Idle::Draft));
}

#[test]
fn a_feed_that_never_published_is_refreshed_at_once() {
    let memory = Memory::open(Scenario::Calm, 1);
    assert_eq!(decision(&memory, &policy(60, 10_000)), Decision::Refresh(Why::First));
}

#[test]
fn nothing_is_due_in_a_slot_already_published() {
    let mut memory = Memory::open(Scenario::Calm, 1);
    memory.refresh();
    assert_eq!(decision(&memory, &policy(1, 0)), Decision::Wait(Idle::NothingDue));
}

#[test]
fn a_depeg_is_noticed_long_before_the_heartbeat() {
    let mut memory = Memory::open(Scenario::Calm, 1);
    // Until the markets have the depth to vote.
    for _ in 0..45 {
        memory.pass(20);
        memory.refresh();
    }
    memory.market = Market::open(1, Scenario::FlashDepeg, memory.market.time, 7);
    // Sixty-five minutes of calm, six of panic.
    let falling = (0..426).find(|_| {
        memory.pass(10);
        matches!(decision(&memory, &policy(600_000, 100)), Decision::Refresh(Why::Deviation { .. } | Why::Level { .. }))
    });
    assert!(falling.is_some());
}

#[test]
fn accounts_that_do_not_fit_are_an_error_and_no_decision() {
    let mut memory = Memory::open(Scenario::Calm, 1);
    memory.snapshot.accounts.swap(0, 1);
    assert!(matches!(plan(&memory.snapshot, &policy(20, 25)), Err(PlanError::Accounts(_))));
    memory.snapshot.accounts.clear();
    assert!(matches!(plan(&memory.snapshot, &policy(20, 25)), Err(PlanError::Accounts(_))));
}

#[test]
fn a_dead_source_is_named_and_does_not_stop_planning() {
    let mut memory = Memory::open(Scenario::Calm, 1);
    // The Whirlpool stands behind the seven accounts of the vault.
    memory.snapshot.accounts[7] = Fetched::nothing(memory.snapshot.accounts[7].key);
    let expected = expect(&memory.snapshot).unwrap().unwrap();
    let faulty: Vec<_> = expected.faults.iter().map(Option::is_some).collect();
    assert_eq!(faulty, [false, true, false, false]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_expected_is_what_the_program_publishes(seed: u64, rounds in 1..40_u32, pause in 1..60_u32) {
        let mut memory = Memory::open(Scenario::Drift, seed);
        for _ in 0..rounds {
            memory.refresh();
            memory.pass(pause);
        }
        let expected = expect(&memory.snapshot).unwrap().unwrap();
        memory.refresh();
        let published = price_reader::Published::read_unchecked(&memory.snapshot.price.data).unwrap();
        let rates = keeper::plan::Rates::published(&published);
        // Debt is rounded up when published, down when compared: a difference of 10^-12.
        prop_assert!(rates.debt.unwrap() - expected.rates.debt.unwrap() <= 1);
        prop_assert_eq!(keeper::plan::Rates { debt: None, ..rates }, keeper::plan::Rates { debt: None, ..expected.rates });
        prop_assert_eq!((published.level() as u8, published.reasons().bits()), (expected.level, expected.reasons));
    }

    #[test]
    fn planning_changes_nothing_and_repeats_itself(seed: u64, pause in 1..600_u32) {
        let mut memory = Memory::open(Scenario::Calm, seed);
        memory.refresh();
        memory.pass(pause);
        let before = bytemuck::bytes_of(&*memory.snapshot.feed).to_vec();
        let decisions = [(); 2].map(|()| decision(&memory, &policy(20, 25)));
        prop_assert_eq!(decisions[0], decisions[1]);
        prop_assert_eq!(bytemuck::bytes_of(&*memory.snapshot.feed), before.as_slice());
    }

    #[test]
    fn a_stricter_policy_never_waits_where_a_laxer_one_refreshes(
        seed: u64, pause in 1..120_u32, heartbeat in 1..60_u64, sooner in 0..60_u64, bps in 1..200_u32, less in 0..200_u32,
    ) {
        let mut memory = Memory::open(Scenario::Calm, seed);
        memory.refresh();
        memory.pass(pause);
        let lax = decision(&memory, &policy(heartbeat, bps));
        let strict = decision(&memory, &policy(heartbeat.saturating_sub(sooner), bps.saturating_sub(less)));
        if matches!(lax, Decision::Refresh(_)) {
            prop_assert!(matches!(strict, Decision::Refresh(_)), "{lax:?} but {strict:?}");
        }
    }

    #[test]
    fn no_publication_outlives_the_heartbeat(seed: u64, heartbeat in 1..60_u64, extra in 0..100_u32) {
        let mut memory = Memory::open(Scenario::Calm, seed);
        memory.refresh();
        memory.pass(u32::try_from(heartbeat).unwrap() + extra);
        prop_assert!(matches!(decision(&memory, &policy(heartbeat, 10_000)), Decision::Refresh(_)));
    }
}

//! A feed on a market that exists only in memory.

use bytemuck::Zeroable;
use fair_value::{
    Inputs, Now, Step,
    units::{Epoch, Seconds, Slot, UnixTime},
};
use glowsol_oracle::state::{Feed as ProgramFeed, FeedStatus, Limits, Price};
use keeper::{
    config::table,
    fetch::{Fetched, Snapshot},
    units::Lamports,
};
use localnet::{Scenario, address::Addresses, feed, layout::Layout, market::Market};
use oracle_client::Feed;
use solana_pubkey::Pubkey;

const OPENED: i64 = 1_800_000_000;

/// A feed on a market, without a network.
#[derive(Clone)]
pub struct Memory {
    pub market: Market,
    layout: Layout,
    slot: u64,
    pub snapshot: Snapshot,
}

impl Memory {
    pub fn open(scenario: Scenario, seed: u64) -> Self {
        let addresses = Addresses::default();
        let market = Market::open(seed, scenario, OPENED, 7);
        let layout = Layout::new(addresses, &market);
        let mut feed: Box<ProgramFeed> = bytemuck::allocation::zeroed_box();
        feed.status = FeedStatus::Active as u8;
        feed.token_decimals = 9;
        feed.limits = Limits::default();
        feed.params = fair_value::Params::default();
        feed.sources = table(&feed::feed(&addresses), 9).expect("the local feed is valid");
        let price = Fetched { owner: oracle_client::ID, ..Fetched::nothing(Pubkey::new_from_array([9; 32])) };
        let now = Now {
            time: UnixTime::new(OPENED),
            slot: Slot::new(1_000),
            epoch: Epoch::new(7),
            since_epoch_start: Seconds::new(90_000),
            rewards_active: false,
        };
        let feed = Box::new(*bytemuck::cast_ref::<_, Feed>(&*feed));
        let snapshot = Snapshot { slot: now.slot, now, feed, price, accounts: Vec::new(), payer: Lamports::new(1) };
        let mut memory = Self { market, layout, slot: 1_000, snapshot };
        memory.pass(1);
        memory
    }

    /// Lets seconds pass and the accounts follow.
    pub fn pass(&mut self, seconds: u32) {
        self.market.advance(self.market.time + i64::from(seconds), 7);
        self.slot += u64::from(seconds) * 5 / 2;
        self.snapshot.now.time = UnixTime::new(self.market.time);
        (self.snapshot.now.slot, self.snapshot.slot) = (Slot::new(self.slot), Slot::new(self.slot));
        self.show(|_| {});
    }

    /// Shows the accounts of the market as somebody has moved it.
    pub fn show(&mut self, moved: impl Fn(&mut Market)) {
        let mut market = self.market.clone();
        moved(&mut market);
        let accounts = self.layout.accounts(&market, Slot::new(self.slot));
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

    /// Somebody refreshes in a slot in which he has moved the market, and moves it back.
    pub fn capture(&mut self, moved: impl Fn(&mut Market)) {
        self.show(moved);
        self.refresh();
        self.show(|_| {});
    }

    /// When the feed was last refreshed, by whomever.
    pub fn refreshed(&self) -> Option<UnixTime> {
        let engine = &self.snapshot.feed.engine;
        engine.is_started().then(|| engine.time.unix())
    }

    /// Does what the program does on a refresh.
    pub fn refresh(&mut self) {
        let Snapshot { now, feed, accounts, price, .. } = &mut self.snapshot;
        let views: Vec<_> = accounts.iter().map(Fetched::view).collect();
        let mut observed = sources::Observations::default();
        sources::observe(&feed.sources, &views, now, &feed.params, &mut observed).unwrap();
        let inputs = Inputs { now: *now, observations: observed.entries() };
        let params = feed.params;
        let Ok(Step::Publish(outcome)) = fair_value::step(&params, &mut feed.engine, &inputs) else { return };
        feed.sequence += 1;
        let mut published = Box::new(Price::zeroed());
        published.version = price_reader::layout::VERSION;
        published.publish(bytemuck::cast_ref::<_, ProgramFeed>(&**feed), now, &outcome);
        price.data = [&price_reader::layout::DISCRIMINATOR[..], bytemuck::bytes_of(&*published)].concat();
    }
}

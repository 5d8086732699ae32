//! The exact engine: the program's bytecode over the accounts that a scenario of the replay lab lays out; and beside it
//! the fast one.

use std::{collections::BTreeMap, io::Write};

use anchor_lang::Discriminator;
use anyhow::{Context, bail, ensure};
use bytemuck::Zeroable;
use glowsol_oracle::{
    Change, InitializeFeedArgs, ParamValue, SourceSpec,
    error::OracleError,
    pda,
    state::{Feed, HISTORY_VERSION, History, Price},
};
use price_reader::layout;
use recording::{Refresh, Writer};
use replay::{
    accounts::{Laid, Layout},
    engine::Engine,
    oracle::{Clock, FIELDS, Look, Market, Nav, Oracle, Published, Usd},
    scenario::{Proof, Scenario},
};
use solana_account::Account;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use sources::SourceTable;

use crate::{Failure, Time, World, instructions, scene};

/// Name and place of every published field.
macro_rules! fields {
    ($( $(#[$doc:meta])* $constant:ident = $offset:literal, $name:ident: $storage:tt $kind:ident; )*) => {
        const PUBLISHED: &[(&str, usize)] = &[$( (stringify!($name), $offset) ),*];
    };
}

price_reader::price_account!(fields);

/// A feed of the program, opened as its operator would.
pub struct Exact {
    world: World,
    feed: Pubkey,
    price: Pubkey,
    sources: Vec<Pubkey>,
    /// What the world was last given.
    laid: Vec<Laid>,
}

impl Exact {
    /// An active feed over a scenario's sources, not refreshed yet. They are added as they are while nothing is wrong
    /// with any of them.
    ///
    /// # Errors
    /// What the program refuses.
    pub fn open(scenario: &Scenario) -> anyhow::Result<Self> {
        let layout = Layout::of(scenario)?;
        let world = replay::world::World::new(scenario);
        let mut laid = Vec::new();
        layout.lay_out(&sound(scenario, &world.look), &mut laid);
        let mut values = Vec::new();
        for (name, value) in &scenario.params {
            values.push(parameter(name, *value)?);
        }
        let supply = scenario.navs.first().map_or(0.0, |nav| nav.supply.at(-scenario.settled));
        let mut exact = Self::draft(&layout.mint(supply), values, &world.look.clock)?;
        exact.arrange(&laid);
        exact.configure(layout.table())?;
        Ok(exact)
    }

    /// A feed without sources.
    fn draft(mint: &Laid, overrides: Vec<ParamValue>, clock: &Clock) -> anyhow::Result<Self> {
        let mut world = World::new();
        world.at(time(clock));
        world.put(mint.key.into(), account(mint));
        let (mint, creator) = (Pubkey::from(mint.key), world.payer.pubkey());
        let feed = pda::feed(&creator, &mint).0;
        let args = InitializeFeedArgs { overrides, ..scene::arguments() };
        landed(world.send(instructions::initialize_feed(creator, mint, args)))?;
        Ok(Self { world, feed, price: pda::price(&feed).0, sources: Vec::new(), laid: Vec::new() })
    }

    /// Adds the sources of a table, and ends the draft.
    fn configure(&mut self, table: &SourceTable) -> anyhow::Result<()> {
        let authority = self.world.payer.pubkey();
        for index in 0..table.source_count {
            let (accounts, spec) = configured(table, index)?;
            landed(self.world.send(instructions::add_source(self.feed, authority, spec, &accounts)))?;
            self.sources.extend(accounts);
        }
        landed(self.world.send(instructions::activate_feed(self.feed, authority)))?;
        Ok(())
    }

    /// A feed as it was recorded, with its memory and its price.
    ///
    /// # Errors
    /// It is no feed of the program's version.
    pub fn resume(recorded: &recording::Feed) -> anyhow::Result<Self> {
        let content = recorded.account.strip_prefix(Feed::DISCRIMINATOR);
        let content =
            content.filter(|content| content.len() == size_of::<Feed>()).context("a feed of another version")?;
        let feed: Box<Feed> = Box::new(bytemuck::pod_read_unaligned(content));
        let key = pda::feed(&feed.creator, &feed.sources.mint.into()).0;
        // What it has published before it was recorded is nowhere, and no rule reads it.
        let history = History { version: HISTORY_VERSION, bump: pda::history(&key).1, feed: key, ..History::zeroed() };
        let mut history = [History::DISCRIMINATOR, bytemuck::bytes_of(&history)].concat();
        history.resize(History::LEN, 0);
        let mut world = World::new();
        let accounts = [(key, recorded.account.clone()), (feed.price, recorded.price.clone()), (feed.history, history)];
        for (key, data) in accounts {
            world.put(key, scene::account::owned(glowsol_oracle::ID.to_bytes(), data));
        }
        let used = usize::from(feed.sources.account_count);
        let sources = feed.sources.accounts.iter().take(used).map(|key| Pubkey::from(*key)).collect();
        Ok(Self { world, feed: key, price: feed.price, sources, laid: Vec::new() })
    }

    /// Shows the program these accounts.
    fn arrange(&mut self, laid: &[Laid]) {
        for (place, new) in laid.iter().enumerate() {
            if self.laid.get(place) != Some(new) {
                self.world.put(new.key.into(), account(new));
            }
        }
        self.laid = laid.to_vec();
    }

    /// Sends a refresh over these accounts.
    ///
    /// # Errors
    /// The program's.
    pub fn refresh(&mut self, laid: &[Laid], clock: &Clock) -> Result<(), Failure> {
        self.world.at(time(clock));
        self.arrange(laid);
        self.world.send(instructions::refresh(self.feed, &self.sources)).map(drop)
    }

    /// Sends a refresh over the accounts that were recorded.
    ///
    /// # Errors
    /// The program's.
    pub fn replay(&mut self, refresh: &Refresh) -> Result<(), Failure> {
        let recording::Clock { time, slot, epoch, epoch_start, rewards_active } = refresh.clock;
        // Below an epoch's length.
        let since_epoch_start = (time - epoch_start) as u32;
        let laid: Vec<Laid> = refresh.accounts.iter().cloned().map(Laid::from).collect();
        self.refresh(&laid, &Clock { time, slot, epoch, since_epoch_start, rewards_active })
    }

    /// Applies a proposal that was made just long enough ago; false if the program refuses it for what it would do.
    ///
    /// # Errors
    /// Whatever else it refuses it for.
    fn apply(&mut self, change: &BTreeMap<String, u64>, laid: &[Laid], clock: &Clock) -> anyhow::Result<bool> {
        let authority = self.world.payer.pubkey();
        let values = change.iter().map(|(name, value)| parameter(name, *value)).collect::<anyhow::Result<_>>()?;
        let timelock = i64::from(self.feed().timelock);
        // Nothing but the proposal knows when it was made.
        self.world.at(time(&Clock { time: clock.time - timelock, ..*clock }));
        let propose = instructions::propose_config(self.feed, authority, vec![Change::Params { values }]);
        landed(self.world.send(propose))?;
        self.world.at(time(clock));
        self.arrange(laid);
        match self.world.send(instructions::apply_config(self.feed, authority, &self.sources)) {
            Ok(_) => Ok(true),
            Err(failure) => {
                let refusals = [OracleError::WouldBind, OracleError::WouldTrip].map(|error| Some(error.into()));
                ensure!(refusals.contains(&failure.code()), "{failure:?}");
                landed(self.world.send(instructions::cancel_config(self.feed, authority, authority)))?;
                Ok(false)
            }
        }
    }

    /// The feed as the program keeps it.
    fn feed(&self) -> Box<Feed> {
        Box::new(bytemuck::pod_read_unaligned(&self.world.data(&self.feed)[Feed::DISCRIMINATOR.len()..]))
    }

    /// What it published last.
    fn price(&self) -> Box<Price> {
        Box::new(bytemuck::pod_read_unaligned(&self.price_data()[Price::DISCRIMINATOR.len()..]))
    }

    /// The data of its price account.
    pub fn price_data(&self) -> Vec<u8> {
        self.world.data(&self.price)
    }
}

/// Both engines over the same accounts; an error where they differ.
pub struct Both {
    fast: Oracle,
    exact: Exact,
    compared: u64,
}

impl Both {
    /// A fresh feed on each.
    ///
    /// # Errors
    /// Sources or parameters that no feed can have.
    pub fn open(scenario: &Scenario) -> anyhow::Result<Self> {
        Ok(Self::beside(Oracle::over_accounts(scenario)?, Exact::open(scenario)?))
    }

    /// Two fresh feeds that read the same accounts: those that are laid out for the fast one.
    pub fn beside(fast: Oracle, exact: Exact) -> Self {
        Self { fast, exact, compared: 0 }
    }

    /// How often they were compared.
    pub fn compared(&self) -> u64 {
        self.compared
    }

    /// Compares the account that lenders read, and all that the rules remember, to the last bit.
    fn compare(&mut self, before: &Price, clock: &Clock, published: Option<&Published>) -> anyhow::Result<()> {
        let (feed, found) = (self.exact.feed(), self.exact.price());
        let mut expected = Box::new(*before);
        if let Some(published) = published {
            // With the sequence that the program counted to.
            expected.publish(&feed, &clock.now(), published.outcome());
        }
        same(&expected, &found).with_context(|| format!("published at {} in slot {}", clock.time, clock.slot))?;
        let counted = u64::from(bytemuck::bytes_of(before) != bytemuck::bytes_of(&*found));
        ensure!(found.sequence == before.sequence + counted, "sequence {} after {}", found.sequence, before.sequence);
        ensure!(feed.engine == *self.fast.state(), "the rules remember something else at {}", clock.time);
        ensure!(feed.params == *self.fast.params(), "parameters at {}", clock.time);
        self.compared += 1;
        Ok(())
    }
}

impl Engine for Both {
    fn refresh(&mut self, look: &Look) -> anyhow::Result<Option<Published>> {
        let before = self.exact.price();
        let published = self.fast.refresh(look);
        match (self.exact.refresh(self.fast.accounts(), &look.clock), published) {
            (Ok(()), _) => {}
            // Nothing can be published before NAV was ever read.
            (Err(failure), None) if failure.code() == Some(OracleError::NoNav.into()) => {}
            (Err(failure), _) => bail!("the program fails: {failure:?}"),
        }
        self.compare(&before, &look.clock, published.as_ref())?;
        Ok(published)
    }

    fn propose(&mut self, change: &BTreeMap<String, u64>, look: &Look) -> anyhow::Result<Option<Published>> {
        let before = self.exact.price();
        let applied = self.fast.propose(change, look)?;
        let exactly = self.exact.apply(change, self.fast.accounts(), &look.clock)?;
        ensure!(exactly == applied.is_some(), "{change:?}: applied by the program: {exactly}");
        self.compare(&before, &look.clock, applied.as_ref())?;
        Ok(applied)
    }
}

/// Both engines, and a recording of what they read and publish.
pub struct Recorder<W: Write> {
    both: Both,
    writer: Writer<W>,
    /// Whether somebody has changed the feed other than by refreshing.
    changed: bool,
}

impl<W: Write> Recorder<W> {
    /// Fresh engines, recorded from their first refresh on.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn new(both: Both, out: W) -> anyhow::Result<Self> {
        Ok(Self { both, writer: Writer::new(out)?, changed: true })
    }

    /// Ends the recording.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn finish(self) -> anyhow::Result<W> {
        Ok(self.writer.finish()?)
    }
}

impl<W: Write> Engine for Recorder<W> {
    fn refresh(&mut self, look: &Look) -> anyhow::Result<Option<Published>> {
        if std::mem::take(&mut self.changed) {
            let Exact { world, feed, .. } = &self.both.exact;
            self.writer.feed(&recording::Feed { account: world.data(feed), price: self.both.exact.price_data() })?;
        }
        let published = self.both.refresh(look)?;
        let clock = recording::Clock {
            time: look.clock.time,
            slot: look.clock.slot,
            epoch: look.clock.epoch,
            epoch_start: look.clock.time - i64::from(look.clock.since_epoch_start),
            rewards_active: look.clock.rewards_active,
        };
        let accounts = self.both.fast.accounts().iter().cloned().map(recording::Account::from);
        let price = Some(self.both.exact.price_data());
        self.writer.refresh(&Refresh { clock, accounts: accounts.collect(), price })?;
        Ok(published)
    }

    fn propose(&mut self, change: &BTreeMap<String, u64>, look: &Look) -> anyhow::Result<Option<Published>> {
        self.changed = true;
        self.both.propose(change, look)
    }
}

/// Names the first field in which two publications differ.
fn same(expected: &Price, found: &Price) -> anyhow::Result<()> {
    let (expected, found) = (bytemuck::bytes_of(expected), bytemuck::bytes_of(found));
    let ends = PUBLISHED.iter().skip(1).map(|(_, offset)| *offset).chain([layout::LEN]);
    for ((name, offset), end) in PUBLISHED.iter().zip(ends) {
        let range = offset - Price::DISCRIMINATOR.len()..end - Price::DISCRIMINATOR.len();
        let (expected, found) = (&expected[range.clone()], &found[range]);
        ensure!(expected == found, "{name}: {expected:?} natively, {found:?} by the program");
    }
    Ok(())
}

/// What a feed is opened with: a look with nothing missing, since the program accepts no source that it cannot read.
fn sound(scenario: &Scenario, look: &Look) -> Look {
    let navs = scenario.navs.iter().zip(&look.navs).map(|(source, nav)| match (nav, source.proof) {
        (Nav::Unreadable, Proof::Counted) => {
            Nav::Counted { assets: 1.0, supply: 1.0, custodial: source.custodial, updated: look.clock.epoch }
        }
        (Nav::Unreadable, Proof::Attested) => Nav::Attested { rate: 1.0, published: look.clock.time },
        (nav, _) => *nav,
    });
    let markets = look.markets.iter().map(|market| match market {
        Market::Closed | Market::Missing => Market::Price { price: 1.0, depth: 1.0, one_sided: false },
        market => *market,
    });
    let usds =
        look.usds.iter().map(|usd| usd.or(Some(Usd { price: 1.0, confidence: 0.0, published: look.clock.time })));
    Look { clock: look.clock, navs: navs.collect(), markets: markets.collect(), usds: usds.collect() }
}

/// A source of a table as an operator configures it.
fn configured(table: &SourceTable, index: u8) -> anyhow::Result<(Vec<Pubkey>, SourceSpec)> {
    let config = table.configured(index).map_err(|error| anyhow::anyhow!("{error}"))?;
    let (keys, roles): (Vec<_>, Vec<_>) = table.members(index).map(|(key, role)| (Pubkey::from(*key), role)).unzip();
    let spec = SourceSpec {
        kind: config.kind,
        program: config.program.into(),
        pin: config.pin.into(),
        roles,
        max_age: config.max_age,
        max_confidence_bps: config.max_confidence_bps,
        min_samples: config.min_samples,
        net_withdrawal_fee: config.net_withdrawal_fee != 0,
        max_fee_bps: config.max_fee_bps,
        custodial_authority: config.custodial_authority != 0,
        feed_depth: config.feed_depth,
        second_pin: config.second_pin.into(),
    };
    Ok((keys, spec))
}

fn parameter(name: &str, value: u64) -> anyhow::Result<ParamValue> {
    let info = FIELDS.iter().find(|info| info.name == name).with_context(|| format!("no parameter {name}"))?;
    Ok(ParamValue { id: info.field as u8, value })
}

fn landed<T>(sent: Result<T, Failure>) -> anyhow::Result<T> {
    sent.map_err(|failure| anyhow::anyhow!("the program refuses: {failure:?}"))
}

fn time(clock: &Clock) -> Time {
    Time {
        unix: clock.time,
        slot: clock.slot,
        epoch: clock.epoch,
        epoch_start: clock.time - i64::from(clock.since_epoch_start),
        rewards_active: clock.rewards_active,
    }
}

fn account(laid: &Laid) -> Account {
    let Laid { owner, lamports, data, .. } = laid.clone();
    Account { lamports, data, owner: owner.into(), executable: false, rent_epoch: u64::MAX }
}

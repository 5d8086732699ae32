//! A token's whole surroundings: a vault of SOL and sSOL, Solayer's stake pool, two DEX pools, Pyth.

pub mod account;
pub mod keys;
mod spec;
mod surroundings;

use anchor_lang::InstructionData;
use glowsol_oracle::{
    InitializeFeedArgs, pda,
    reading::SourceReading,
    state::{Feed, Price as PriceAccount},
};
use mirrors::Profile;
pub use replay::accounts::price;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use sources::Role;
pub use spec::Source;
pub use surroundings::*;

use crate::{Failure, Receipt, World, instructions};

/// Seconds of an epoch, about.
const EPOCH: i64 = 172_800;

/// A world with a feed in it.
pub struct Scene {
    /// The machine.
    pub world: World,
    /// The outside world.
    pub around: Surroundings,
    /// The token.
    pub mint: Pubkey,
    /// The feed.
    pub feed: Pubkey,
    /// Its price.
    pub price: Pubkey,
    /// Its sources, in configured order.
    pub sources: Vec<Source>,
}

/// The vault as an operator would configure it.
pub fn vault_source() -> Source {
    Source::vault(
        vault_authority(),
        &[
            (Role::Mint, mint()),
            (Role::DerivedReserve, vault_wallet()),
            (Role::ReservePool, keys::SOLAYER_STAKE_POOL),
            (Role::WrapperMint, keys::SSOL),
            (Role::WrapperVault, keys::SOLAYER_LST_VAULT),
            (Role::TokenReserve, vault_ssol()),
        ],
    )
}

/// Vault, both pools and Pyth.
pub fn standard_sources() -> Vec<Source> {
    vec![
        vault_source(),
        Source::whirlpool(orca_pool()),
        Source::raydium_clmm(raydium_pool(), raydium_observations()),
        Source::pyth_usd(keys::PYTH_SOL_USD),
    ]
}

/// The same with one pool more.
pub fn three_pools() -> Vec<Source> {
    let mut sources = standard_sources();
    sources.insert(3, Source::whirlpool(more(orca_pool(), 1)));
    sources
}

/// As many sources and accounts as a feed may have: a vault of nine reserves, three Whirlpools, three CLMM pools, Pyth.
pub fn eight_sources() -> Vec<Source> {
    let mut vault = vault_source();
    for wallet in more_wallets() {
        vault.spec.roles.push(Role::DerivedReserve as u8);
        vault.accounts.push(wallet);
    }
    let mut sources = vec![vault];
    sources.extend((0..3).map(|n| Source::whirlpool(more(orca_pool(), n))));
    sources.extend((0..3).map(|n| Source::raydium_clmm(more(raydium_pool(), n), more(raydium_observations(), n))));
    sources.push(Source::pyth_usd(keys::PYTH_SOL_USD));
    sources
}

impl Scene {
    /// An active feed over [`standard_sources`], not refreshed yet.
    pub fn standard() -> Self {
        Self::with(standard_sources())
    }

    /// An active feed over `sources`, not refreshed yet.
    pub fn with(sources: Vec<Source>) -> Self {
        let mut scene = Self::draft();
        for source in sources {
            scene.add_source(source).expect("the source is sound");
        }
        scene.activate().expect("the table is complete");
        scene
    }

    /// A feed without sources.
    pub fn draft() -> Self {
        Self::draft_with(arguments())
    }

    /// The same with other arguments.
    pub fn draft_with(args: InitializeFeedArgs) -> Self {
        let world = World::new();
        let (mint, creator) = (mint(), world.payer.pubkey());
        let feed = pda::feed(&creator, &mint).0;
        let around = Surroundings::at(world.time());
        let mut scene = Self { world, around, mint, feed, price: pda::price(&feed).0, sources: Vec::new() };
        scene.arrange();
        scene.world.send(instructions::initialize_feed(creator, mint, args)).expect("a feed opens");
        scene
    }

    /// Adds a source to the draft.
    ///
    /// # Errors
    /// The program's.
    pub fn add_source(&mut self, source: Source) -> Result<SourceReading, Failure> {
        let authority = self.world.payer.pubkey();
        let add = instructions::add_source(self.feed, authority, source.spec.clone(), &source.accounts);
        let receipt = self.world.send(add)?;
        self.sources.push(source);
        Ok(receipt.value())
    }

    /// Ends the draft.
    ///
    /// # Errors
    /// The program's.
    pub fn activate(&mut self) -> Result<Receipt, Failure> {
        self.world.send(instructions::activate_feed(self.feed, self.world.payer.pubkey()))
    }

    /// Every source account, in the order a refresh wants them.
    pub fn source_accounts(&self) -> Vec<Pubkey> {
        self.sources.iter().flat_map(|source| source.accounts.iter().copied()).collect()
    }

    /// Publishes.
    ///
    /// # Errors
    /// The program's.
    pub fn refresh(&mut self) -> Result<Receipt, Failure> {
        let refresh = instructions::refresh(self.feed, &self.source_accounts());
        self.world.send(refresh)
    }

    /// Opens the price's mirror for a market, in as many calls as that takes.
    pub fn open_mirror(&mut self, profile: Profile) {
        let open = instructions::open_mirror(self.price, profile, self.world.payer.pubkey());
        for _ in 0..profile.size().div_ceil(10_240) {
            self.world.send(open.clone()).expect("a mirror has room for more");
        }
    }

    /// Writes a mirror.
    ///
    /// # Errors
    /// The program's.
    pub fn update_mirror(&mut self, profile: Profile) -> Result<Receipt, Failure> {
        self.world.send(instructions::update_mirror(self.price, profile))
    }

    /// The data of a mirror.
    pub fn mirror(&self, profile: Profile) -> Vec<u8> {
        self.world.data(&pda::mirror(&self.price, profile).0)
    }

    /// The feed as the program keeps it.
    pub fn feed(&self) -> Feed {
        let data = self.world.data(&self.feed);
        bytemuck::pod_read_unaligned(&data[8..])
    }

    /// Does what the authority alone may do.
    ///
    /// # Errors
    /// The program's.
    pub fn govern(&mut self, act: impl InstructionData) -> Result<Receipt, Failure> {
        let authority = self.world.payer.pubkey();
        self.world.send(instructions::govern(self.feed, authority, act))
    }

    /// A field of the price as last published, however old it is.
    pub fn price_field<T>(&self, field: impl FnOnce(&PriceAccount) -> T) -> T {
        let data = self.world.data(&self.price);
        field(&bytemuck::pod_read_unaligned(&data[8..]))
    }

    /// The published level.
    pub fn level(&self) -> u8 {
        self.price_field(|price| price.level)
    }

    /// The published reasons.
    pub fn reasons(&self) -> u64 {
        self.price_field(|price| price.reasons)
    }

    /// What the program makes of source `index`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&mut self, index: usize) -> Result<SourceReading, Failure> {
        let check = instructions::check_source(self.feed, index as u8, &self.sources[index].accounts);
        Ok(self.world.send(check)?.value())
    }

    /// Lets `seconds` pass in steps of `cadence`, with live surroundings, refreshing at each step.
    pub fn live(&mut self, seconds: i64, cadence: i64) {
        for _ in 0..seconds / cadence {
            self.pass(cadence);
            self.refresh().expect("a refresh lands");
        }
    }

    /// Lets `seconds` pass without refreshes; at its end the epoch has changed as often as it would, and stake pools are up to date.
    pub fn pass_epochs(&mut self, seconds: i64) {
        self.pass(seconds);
        for _ in 0..seconds / EPOCH {
            self.world.at(self.world.time().next_epoch());
        }
        self.around.stake_pool.last_update_epoch = self.world.time().epoch;
        self.pass(1);
    }

    /// Lets `seconds` pass; Pyth keeps publishing, Raydium keeps trading.
    pub fn pass(&mut self, seconds: i64) {
        self.world.pass(seconds);
        self.around.live_to(self.world.time());
        self.arrange();
    }

    /// An open feed of [`standard_sources`] whose market fell by 30 % within an hour and was then deserted.
    pub fn deserted(guardian: Pubkey) -> Self {
        let mut scene = Self::draft_with(InitializeFeedArgs { guardian, ..arguments() });
        for source in standard_sources() {
            scene.add_source(source).expect("the source is sound");
        }
        scene.activate().expect("the table is complete");
        scene.refresh().expect("the first refresh lands");
        scene.live(3 * 3_600, 20);
        (scene.around.orca_rate, scene.around.raydium_rate) = (1.06 * 0.7, 1.06 * 0.7);
        scene.live(3_600, 20);
        (scene.around.orca_depth, scene.around.raydium_depth) = (ONE, ONE);
        scene.live(600, 20);
        scene
    }

    /// Lays the surroundings out as accounts.
    pub fn arrange(&mut self) {
        for (key, account) in self.around.accounts() {
            self.world.put(key, account);
        }
    }
}

/// What a feed is opened with.
pub fn arguments() -> InitializeFeedArgs {
    InitializeFeedArgs {
        guardian: Pubkey::default(),
        posting_programs: Vec::new(),
        watched_programs: Vec::new(),
        limits: None,
        overrides: Vec::new(),
    }
}

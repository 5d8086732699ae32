//! A token's whole surroundings: a vault of SOL and sSOL, Solayer's stake pool, two DEX pools, Pyth.

pub mod account;
pub mod keys;
pub mod price;
mod spec;

use glowsol_oracle::{InitializeFeedArgs, pda, reading::SourceReading};
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use sources::{
    Role, programs,
    pyth::PriceUpdateAccount,
    raydium_clmm::{ClmmObservationsAccount, ClmmPoolAccount},
    stake_pool::StakePoolAccount,
    token::{MintAccount, TokenHolding},
    whirlpool::WhirlpoolAccount,
};
pub use spec::Source;

use crate::{Failure, Receipt, Time, World, instructions};
use account::{holding, owned};

/// Lamports in a SOL, base units in a token of nine decimals.
pub const ONE: u64 = 1_000_000_000;

/// What the outside world looks like; change it and [`Scene::arrange`].
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// Base units of glowSOL in issue.
    pub supply: u64,
    /// Lamports in the vault's wallet (an address derived by the issuer's program).
    pub wallet: u64,
    /// Base units of sSOL in the vault.
    pub ssol: u64,
    /// Solayer's stake pool.
    pub stake_pool: StakePoolAccount,
    /// SOL per glowSOL on Orca.
    pub orca_rate: f64,
    /// Lamports that move it by 1 %.
    pub orca_depth: u64,
    /// SOL per glowSOL on Raydium.
    pub raydium_rate: f64,
    /// Lamports that move it by 1 %.
    pub raydium_depth: u64,
    /// Raydium's record of its own past.
    pub observations: ClmmObservationsAccount,
    /// Pyth's SOL/USD.
    pub pyth: PriceUpdateAccount,
}

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

impl Surroundings {
    /// 100,000 glowSOL backed by 70,000 SOL and 30,000 sSOL at 1.2: NAV 1.06, both pools at NAV.
    pub fn at(time: Time) -> Self {
        Self {
            supply: 100_000 * ONE,
            wallet: 70_000 * ONE,
            ssol: 30_000 * ONE,
            stake_pool: StakePoolAccount {
                pool_mint: keys::SOLAYER_LST.to_bytes(),
                token_program_id: programs::TOKEN,
                total_lamports: 600_000 * ONE,
                pool_token_supply: 500_000 * ONE,
                last_update_epoch: time.epoch,
                ..StakePoolAccount::default()
            },
            orca_rate: 1.06,
            orca_depth: 400 * ONE,
            raydium_rate: 1.06,
            raydium_depth: 300 * ONE,
            observations: ClmmObservationsAccount::new(raydium_pool().to_bytes()),
            pyth: PriceUpdateAccount {
                feed_id: keys::SOL_USD_FEED_ID,
                price: 152_00000000,
                conf: 6_000000,
                exponent: -8,
                publish_time: time.unix,
                prev_publish_time: time.unix - 1,
                ema_price: 151_00000000,
                ema_conf: 7_000000,
                posted_slot: time.slot,
                ..PriceUpdateAccount::default()
            },
        }
    }
}

/// The token's mint.
pub fn mint() -> Pubkey {
    keys::made_up("glowSOL mint")
}
/// Who controls the vault.
pub fn vault_authority() -> Pubkey {
    keys::made_up("vault authority")
}
/// The vault's SOL.
pub fn vault_wallet() -> Pubkey {
    keys::made_up("vault wallet")
}
/// The vault's sSOL.
pub fn vault_ssol() -> Pubkey {
    keys::made_up("vault sSOL")
}
/// The Orca pool.
pub fn orca_pool() -> Pubkey {
    keys::made_up("orca pool")
}
/// The Raydium pool.
pub fn raydium_pool() -> Pubkey {
    keys::made_up("raydium pool")
}
/// Its observations.
pub fn raydium_observations() -> Pubkey {
    keys::made_up("raydium observations")
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
        let world = World::new();
        let (mint, creator) = (mint(), world.payer.pubkey());
        let feed = pda::feed(&creator, &mint).0;
        let around = Surroundings::at(world.time());
        let mut scene = Self { world, around, mint, feed, price: pda::price(&feed).0, sources: Vec::new() };
        scene.arrange();
        scene.world.send(instructions::initialize_feed(creator, mint, arguments())).expect("a feed opens");
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

    /// Lets `seconds` pass; Pyth keeps publishing, Raydium keeps trading.
    pub fn pass(&mut self, seconds: i64) {
        let tick = price::tick(self.around.raydium_rate, token_first());
        self.world.pass(seconds);
        let time = self.world.time();
        self.around.pyth.publish_time = time.unix;
        self.around.pyth.posted_slot = time.slot;
        self.around.observations.update(time.unix as u32, tick);
        self.arrange();
    }

    /// Lays the surroundings out as accounts.
    pub fn arrange(&mut self) {
        let around = &self.around;
        let token_mint = MintAccount { supply: around.supply, decimals: 9, ..MintAccount::default() };
        let ssol_mint = MintAccount { supply: 500_000 * ONE, decimals: 9, ..MintAccount::default() };
        let restaking = keys::SOLAYER_RESTAKING_POOL.to_bytes();
        let cover = TokenHolding {
            mint: keys::SOLAYER_LST.to_bytes(),
            owner: restaking,
            amount: 500_000 * ONE,
            ..TokenHolding::default()
        };
        let ssol = TokenHolding {
            mint: keys::SSOL.to_bytes(),
            owner: vault_authority().to_bytes(),
            amount: around.ssol,
            ..TokenHolding::default()
        };
        let accounts = [
            (mint(), owned(programs::TOKEN, token_mint.encode())),
            (vault_wallet(), holding(around.wallet, programs::SYSTEM, Vec::new())),
            (vault_ssol(), owned(programs::TOKEN, ssol.encode())),
            (keys::SSOL, owned(programs::TOKEN, ssol_mint.encode())),
            (keys::SOLAYER_LST_VAULT, owned(programs::TOKEN, cover.encode())),
            (keys::SOLAYER_STAKE_POOL, owned(programs::STAKE_POOL, around.stake_pool.encode())),
            (orca_pool(), owned(programs::WHIRLPOOL, self.whirlpool().encode())),
            (raydium_pool(), owned(programs::RAYDIUM_CLMM, self.clmm().encode())),
            (raydium_observations(), owned(programs::RAYDIUM_CLMM, around.observations.encode())),
            (keys::PYTH_SOL_USD, owned(programs::PYTH_RECEIVER, around.pyth.encode())),
        ];
        for (key, account) in accounts {
            self.world.put(key, account);
        }
    }

    /// The Orca pool's state.
    pub fn whirlpool(&self) -> WhirlpoolAccount {
        let [first, second] = in_order();
        WhirlpoolAccount {
            tick_spacing: 1,
            fee_rate: 100,
            liquidity: price::liquidity(self.around.orca_depth, self.around.orca_rate),
            sqrt_price: price::sqrt_price(self.around.orca_rate, token_first()),
            tick_current_index: price::tick(self.around.orca_rate, token_first()),
            token_mint_a: first,
            token_mint_b: second,
            ..WhirlpoolAccount::default()
        }
    }

    /// The Raydium pool's state.
    pub fn clmm(&self) -> ClmmPoolAccount {
        let [first, second] = in_order();
        ClmmPoolAccount {
            token_mint_0: first,
            token_mint_1: second,
            observation_key: raydium_observations().to_bytes(),
            mint_decimals_0: 9,
            mint_decimals_1: 9,
            tick_spacing: 1,
            liquidity: price::liquidity(self.around.raydium_depth, self.around.raydium_rate),
            sqrt_price_x64: price::sqrt_price(self.around.raydium_rate, token_first()),
            tick_current: price::tick(self.around.raydium_rate, token_first()),
            ..ClmmPoolAccount::default()
        }
    }
}

/// What a feed is opened with.
pub fn arguments() -> InitializeFeedArgs {
    InitializeFeedArgs { guardian: Pubkey::default(), posting_programs: Vec::new(), limits: None, overrides: Vec::new() }
}

/// Pools hold their mints in byte order.
fn token_first() -> bool {
    mint().to_bytes() < programs::WRAPPED_SOL
}

fn in_order() -> [[u8; 32]; 2] {
    if token_first() { [mint().to_bytes(), programs::WRAPPED_SOL] } else { [programs::WRAPPED_SOL, mint().to_bytes()] }
}

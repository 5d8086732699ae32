//! The oracle's feed of a pool's token: NAV from the pool, one market that quotes what the test says, SOL/USD.

use glowsol_oracle::{InitializeFeedArgs, pda};
use price_reader::{Action, Level, Price, Reason};
use solana_instruction::Instruction;
use solana_program_test::BanksClientError;
use solana_pubkey::Pubkey;
use sources::{programs, pyth::PriceUpdateAccount, whirlpool::WhirlpoolAccount};

use super::Bank;
use crate::{
    instructions,
    scene::{Source, account::owned, keys, price},
};

/// What a reader sees after a refresh. Rates are SOL per token scaled by 10^12.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in price_reader::Published, where they are explained")]
pub struct Seen {
    pub raw_nav: u64,
    pub nav: u64,
    pub fair: u64,
    pub collateral: u64,
    pub debt: u64,
    pub liquidation: u64,
    pub level: Level,
    pub reasons: Vec<Reason>,
    pub may_borrow: bool,
    pub may_liquidate: bool,
}

impl Seen {
    /// Whether this is among the reasons.
    pub fn says(&self, reason: Reason) -> bool {
        self.reasons.contains(&reason)
    }
}

/// A feed and the market it reads.
pub struct Feed {
    /// Its address.
    pub address: Pubkey,
    mint: Pubkey,
    sources: Vec<Source>,
    market: f64,
}

/// Lamports that move the market by 1 %.
const DEPTH: u64 = 500_000_000_000;

impl Feed {
    /// A draft for the token of `pool`, with the pool as its NAV source; `market` is what its pool will quote, SOL per token.
    ///
    /// # Errors
    /// The oracle's, when it refuses the pool.
    pub async fn draft(
        bank: &mut Bank,
        pool: Pubkey,
        mint: Pubkey,
        args: InitializeFeedArgs,
    ) -> Result<Self, BanksClientError> {
        let creator = bank.payer();
        let sources = vec![
            Source::stake_pool(programs::STAKE_POOL, pool),
            Source::whirlpool(keys::made_up("whirlpool")),
            Source::pyth_usd(keys::PYTH_SOL_USD),
        ];
        let feed = Self { address: pda::feed(&creator, &mint).0, mint, sources, market: 1.0 };
        // One transaction: a refused pool leaves no draft behind.
        bank.send(&[instructions::initialize_feed(creator, mint, args), feed.add(creator, 0)], &[]).await?;
        Ok(feed)
    }

    /// Adds the market and SOL/USD, and ends the draft.
    ///
    /// # Errors
    /// The oracle's.
    pub async fn activate(&mut self, bank: &mut Bank) -> Result<(), BanksClientError> {
        self.arrange(bank).await;
        let authority = bank.payer();
        let activate = instructions::activate_feed(self.address, authority);
        bank.send(&[self.add(authority, 1), self.add(authority, 2), activate], &[]).await
    }

    fn add(&self, authority: Pubkey, index: usize) -> Instruction {
        let source = &self.sources[index];
        instructions::add_source(self.address, authority, source.spec.clone(), &source.accounts)
    }

    /// From now on the market quotes `rate` SOL per token.
    pub fn quote(&mut self, rate: f64) {
        self.market = rate;
    }

    /// Refreshes now and shows what a reader makes of it.
    pub async fn refresh(&mut self, bank: &mut Bank) -> Seen {
        self.arrange(bank).await;
        let accounts: Vec<Pubkey> = self.sources.iter().flat_map(|source| source.accounts.clone()).collect();
        bank.send(&[instructions::refresh(self.address, &accounts)], &[]).await.expect("a refresh lands");
        let account = bank.account(&pda::price(&self.address).0).await;
        let now = bank.clock().await.unix_timestamp;
        let price = Price::read_any_feed(&account.data, &account.owner.to_bytes(), now).expect("a readable price");
        let price = price.for_mint(&self.mint.to_bytes()).expect("this token's price");
        let published = price.published();
        let rate = |rate: Option<price_reader::Rate>| rate.map_or(0, price_reader::Rate::get);
        Seen {
            raw_nav: rate(published.raw_nav()),
            nav: rate(published.nav()),
            fair: rate(published.fair()),
            collateral: rate(published.collateral()),
            debt: rate(published.debt()),
            liquidation: rate(published.liquidation()),
            level: price.level(),
            reasons: price.reasons().collect(),
            may_borrow: price.may(Action::Borrow),
            may_liquidate: price.may(Action::Liquidate),
        }
    }

    /// Lets `seconds` pass in steps of a minute with a refresh at each; shows the last.
    pub async fn live(&mut self, bank: &mut Bank, seconds: i64) -> Seen {
        let mut seen = None;
        for _ in 0..seconds / 60 {
            bank.pass(60).await;
            seen = Some(self.refresh(bank).await);
        }
        seen.expect("a minute or more")
    }

    /// Lays market and SOL/USD out as of now.
    async fn arrange(&mut self, bank: &mut Bank) {
        let clock = bank.clock().await;
        let token_first = self.mint.to_bytes() < programs::WRAPPED_SOL;
        let (first, second) = if token_first {
            (self.mint.to_bytes(), programs::WRAPPED_SOL)
        } else {
            (programs::WRAPPED_SOL, self.mint.to_bytes())
        };
        let whirlpool = WhirlpoolAccount {
            tick_spacing: 1,
            liquidity: price::liquidity(DEPTH, self.market),
            sqrt_price: price::sqrt_price(self.market, token_first),
            tick_current_index: price::tick(self.market, token_first),
            token_mint_a: first,
            token_mint_b: second,
            ..WhirlpoolAccount::default()
        };
        let usd = PriceUpdateAccount {
            feed_id: keys::SOL_USD_FEED_ID,
            price: 152_00000000,
            conf: 6_000000,
            exponent: -8,
            publish_time: clock.unix_timestamp,
            posted_slot: clock.slot,
            ..PriceUpdateAccount::default()
        };
        bank.put(keys::made_up("whirlpool"), owned(programs::WHIRLPOOL, whirlpool.encode()));
        bank.put(keys::PYTH_SOL_USD, owned(programs::PYTH_RECEIVER, usd.encode()));
    }
}

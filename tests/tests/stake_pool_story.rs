//! A stake pool's life, with the published program and the oracle both as bytecode in one bank: it is created, filled, earns, pays
//! out, is donated to and slashed, and the oracle follows. Every NAV is compared with the pool's own books, as its own crate reads them.

use fair_value::params::FIELDS;
use glowsol_oracle::{InitializeFeedArgs, ParamValue};
use price_reader::{Level, Reason};
use solana_signer::Signer;
use solana_stake_interface::state::StakeStateV2;
use spl_stake_pool::state::{Fee, StakePool, ValidatorList};
use tests::{
    scene,
    stake_pool::{Bank, Feed, Pool, Seen, Validator},
};

const SOL: u64 = 1_000_000_000;
const DEPOSIT: u64 = 20_000 * SOL;
const ONE: u64 = 1_000_000_000_000;

/// Parameters that the story is about, see docs/rules.md: their defaults, but for a shorter `drop_confirm`.
const GROWTH_PER_EPOCH_BPS: u64 = 15;
const GROWTH_PER_YEAR_BPS: u64 = 1_500;
const MAX_DROP_BPS: u64 = 100;
const NAV_GRACE: i64 = 3_600;
const DROP_CONFIRM: i64 = 4 * 3_600;
const DESCENT_BPS_PER_HOUR: u64 = 400;

#[tokio::test]
async fn the_oracle_follows_a_stake_pool_through_its_life() {
    let mut story = Story::begin().await;
    story.an_empty_pool_is_no_source().await;
    story.the_first_deposit_is_worth_one().await;
    story.a_validator_gets_the_stake().await;
    story.an_epoch_turns_without_an_update().await;
    story.rewards_arrive_within_the_epoch().await;
    story.withdrawals_leave_the_rate_alone().await;
    story.a_small_slashing_passes_at_once().await;
    story.a_donation_meets_the_speed_limit().await;
    story.a_large_slashing_halts_until_it_is_confirmed().await;
}

struct Story {
    bank: Bank,
    pool: Pool,
    validator: Validator,
    feed: Option<Feed>,
}

impl Story {
    /// A pool with its validator, which takes 5 % of rewards and 0.1 % of withdrawals.
    async fn begin() -> Self {
        let (mut bank, pool, validator) = (Bank::start().await, Pool::new(), Validator::new());
        let payer = bank.payer();
        let (tokens, signers) = pool.open_tokens(payer);
        bank.send(&tokens, &signers).await.expect("mint and token accounts");
        let (create, signers) =
            pool.create(payer, Fee { numerator: 5, denominator: 100 }, Fee { numerator: 1, denominator: 1_000 });
        bank.send(&create, &signers).await.expect("a pool");
        let keys = [&validator.identity, &validator.vote];
        bank.send(&validator.open(payer), &keys).await.expect("a vote account");
        Self { bank, pool, validator, feed: None }
    }

    async fn an_empty_pool_is_no_source(&mut self) {
        let (pool, mint) = (self.pool.address.pubkey(), self.pool.mint.pubkey());
        let refused = Feed::draft(&mut self.bank, pool, mint, arguments()).await;
        assert!(refused.is_err(), "a pool without tokens was taken for a source");
    }

    async fn the_first_deposit_is_worth_one(&mut self) {
        let deposit = self.pool.deposit(self.bank.payer(), DEPOSIT);
        self.bank.send(&[deposit], &[]).await.expect("a deposit");
        let (pool, mint) = (self.pool.address.pubkey(), self.pool.mint.pubkey());
        let mut feed = Feed::draft(&mut self.bank, pool, mint, arguments()).await.expect("now it is a source");
        feed.activate(&mut self.bank).await.expect("an active feed");
        self.feed = Some(feed);
        let seen = self.follow(0).await;
        assert_eq!((seen.raw_nav, seen.nav), (ONE, ONE));

        // With both windows full and the dwells over, the feed is open.
        let seen = self.live(2 * 3_600).await;
        assert_eq!(seen.level, Level::Normal, "{seen:?}");
        assert!(seen.may_borrow && seen.reasons.is_empty(), "{seen:?}");
    }

    /// Moving stake about changes nothing that a holder could notice.
    async fn a_validator_gets_the_stake(&mut self) {
        let (payer, vote) = (self.bank.payer(), self.validator.vote.pubkey());
        let add = self.pool.add_validator(payer, &vote);
        let delegate = self.pool.delegate(payer, &vote, DEPOSIT - 100 * SOL);
        self.bank.send(&[add, delegate], &[]).await.expect("the validator is in the pool");
        self.update().await;
        let seen = self.follow(60).await;
        assert_eq!((seen.raw_nav, seen.nav), (ONE, ONE));

        // Stake warms up over a boundary; nothing is earned yet.
        self.bank.next_epoch().await;
        self.bank.pass(600).await;
        self.update().await;
        let seen = self.follow(0).await;
        assert_eq!((seen.raw_nav, seen.nav), (ONE, ONE));
        self.bank.vote(&vote);
    }

    /// The first slot of an epoch: rewards are being paid out, the pool cannot be updated, and the last epoch's NAV serves for an hour.
    async fn an_epoch_turns_without_an_update(&mut self) {
        self.live(66 * 60).await;
        self.bank.next_epoch().await;
        let refused = self.try_update().await;
        assert!(refused.is_err(), "a pool cannot be updated while rewards are being paid out");
        let seen = self.follow(0).await;
        assert!(seen.says(Reason::NavGrace) && !seen.says(Reason::NavStale), "{seen:?}");
        assert_eq!(seen.nav, ONE);

        let seen = self.follow(NAV_GRACE - 1).await;
        assert!(seen.says(Reason::NavGrace) && !seen.says(Reason::NavStale), "{seen:?}");
        let seen = self.follow(2).await;
        assert!(seen.says(Reason::NavStale) && !seen.says(Reason::NavGrace), "{seen:?}");
        assert!(seen.level >= Level::Caution && seen.nav == ONE, "{seen:?}");
    }

    async fn rewards_arrive_within_the_epoch(&mut self) {
        let before = self.books().await;
        self.update().await;
        let after = self.books().await;
        let (earned, minted) =
            (after.total_lamports - before.total_lamports, after.pool_token_supply - before.pool_token_supply);
        assert!(earned > 0 && minted > 0, "a reward of {earned} lamports, {minted} tokens for the manager");

        let seen = self.follow(60).await;
        assert!(!seen.says(Reason::NavStale) && !seen.says(Reason::NavCapped), "{seen:?}");
        assert!(seen.raw_nav > ONE, "{seen:?}");
        assert!(seen.raw_nav < above(ONE, GROWTH_PER_EPOCH_BPS), "one epoch's reward fits the bucket: {seen:?}");
        assert_eq!(seen.nav, seen.raw_nav, "a true reward passes at once");
    }

    async fn withdrawals_leave_the_rate_alone(&mut self) {
        let before = self.live(66 * 60).await;
        let books = self.books().await;
        let withdraw = self.pool.withdraw(self.bank.payer(), 50 * SOL);
        self.bank.send(&[withdraw], &[]).await.expect("a withdrawal");
        let after = self.books().await;
        assert!(after.total_lamports < books.total_lamports && after.pool_token_supply < books.pool_token_supply);
        let seen = self.follow(60).await;
        assert!(seen.raw_nav.abs_diff(before.raw_nav) <= 1, "{seen:?} after {before:?}");
        assert_eq!(seen.nav, seen.raw_nav);
    }

    /// Half a percent of the stake: within `max_drop`, so NAV follows at once and nothing halts.
    async fn a_small_slashing_passes_at_once(&mut self) {
        let before = self.live(60).await;
        self.slash(50).await;
        let seen = self.follow(60).await;
        assert!(seen.raw_nav < below(before.raw_nav, 49) && seen.raw_nav > below(before.raw_nav, 51), "{seen:?}");
        assert_eq!(seen.nav, seen.raw_nav);
        assert!(!seen.says(Reason::NavDrop) && seen.level < Level::Halted && seen.may_liquidate, "{seen:?}");
    }

    /// Five percent sent to the reserve and counted mid-epoch, by anybody who cares to pay for it.
    async fn a_donation_meets_the_speed_limit(&mut self) {
        let before = self.live(60).await;
        let gift = self.books().await.total_lamports / 20;
        let donate = self.pool.donate(self.bank.payer(), gift);
        self.bank.send(&[donate], &[]).await.expect("a donation");
        // Nothing is counted before somebody updates the pool.
        assert_eq!(self.follow(60).await.raw_nav, before.raw_nav);

        self.update().await;
        let seen = self.live(60).await;
        // Five percent, less the 5 % of it that the pool takes for a reward and pays the manager for.
        assert!(seen.raw_nav > above(before.nav, 470), "the pool's own rate is taken in: {seen:?}");
        assert!(seen.says(Reason::NavCapped), "{seen:?}");
        // What fell by the slashing may return for nothing; above that the bucket holds.
        let top = above(above(before.nav, 51), GROWTH_PER_EPOCH_BPS);
        assert!(seen.nav > before.nav && seen.nav <= top, "{seen:?} after {before:?}");
        assert!(seen.collateral <= seen.nav && seen.liquidation <= seen.nav, "{seen:?}");
        assert!(seen.debt > seen.nav, "who owes the token does not gain from the cap: {seen:?}");

        // From there it drips: a day of refreshing yields no more than a day's share of a year.
        let later = self.live(4 * 3_600).await;
        let dripped = above(seen.nav, 1) - seen.nav;
        let four_hours = u128::from(seen.nav) * u128::from(GROWTH_PER_YEAR_BPS) * 4 / 24 / 365 / 10_000;
        assert!(later.says(Reason::NavCapped) && later.nav > seen.nav, "{later:?}");
        assert!(u128::from(later.nav - seen.nav) <= four_hours + 1 && later.nav - seen.nav < dripped, "{later:?}");
    }

    /// A fifth of the stake is lost: far beyond `max_drop`.
    async fn a_large_slashing_halts_until_it_is_confirmed(&mut self) {
        let before = self.live(60).await;
        self.slash(2_000).await;
        let seen = self.follow(60).await;
        assert!(seen.raw_nav < below(before.nav, MAX_DROP_BPS), "{seen:?}");
        assert!(seen.says(Reason::NavDrop) && seen.level == Level::Halted, "{seen:?}");
        assert_eq!((seen.nav, seen.liquidation), (before.nav, before.liquidation), "NAV and health stay: {before:?}");
        assert!(seen.collateral <= seen.raw_nav && !seen.may_borrow, "collateral takes the fall at once: {seen:?}");

        // The market agrees, as far as it has fallen: NAV and health go there within hours. What only the books say is accepted once they have said it
        // for the configured time, and NAV walks down at its limited speed.
        let agreed = self.live(DROP_CONFIRM - 3_600).await;
        assert!(agreed.says(Reason::NavDrop) && agreed.nav < before.nav && agreed.nav > agreed.raw_nav, "{agreed:?}");
        let seen = self.live(2 * 3_600).await;
        assert!(!seen.says(Reason::NavDrop), "{seen:?}");
        assert!(seen.nav < agreed.nav && seen.nav > below(agreed.nav, 2 * DESCENT_BPS_PER_HOUR), "{seen:?}");
        let seen = self.live(6 * 3_600).await;
        assert_eq!(seen.nav, seen.raw_nav, "{seen:?}");
        assert!(!seen.says(Reason::NavDescent), "{seen:?}");
    }

    /// The pool's books, decoded by the program's own crate.
    async fn books(&mut self) -> StakePool {
        self.bank.value(&self.pool.address.pubkey()).await
    }

    async fn try_update(&mut self) -> Result<(), solana_program_test::BanksClientError> {
        let (books, list) =
            (self.books().await, self.bank.value::<ValidatorList>(&self.pool.validator_list.pubkey()).await);
        let update = self.pool.update(&books, &list);
        self.bank.send(&update, &[]).await
    }

    /// Updates the pool, which anybody may; the epoch's rewards have been paid by then.
    async fn update(&mut self) {
        self.try_update().await.expect("an update");
        assert_eq!(self.books().await.last_update_epoch, self.bank.clock().await.epoch);
    }

    /// Takes `bps` of what the validator's stake account holds, as slashing would: no cluster does that yet, so the account is edited.
    /// The market does not react.
    async fn slash(&mut self, bps: u64) {
        let key = self.pool.stake_at(&self.validator.vote.pubkey());
        let mut account = self.bank.account(&key).await;
        let Ok(StakeStateV2::Stake(meta, mut stake, flags)) = bincode::deserialize(&account.data) else {
            panic!("the validator's stake is delegated")
        };
        let lost = stake.delegation.stake / 10_000 * bps;
        stake.delegation.stake -= lost;
        account.lamports -= lost;
        let state = bincode::serialize(&StakeStateV2::Stake(meta, stake, flags)).expect("a stake account");
        account.data[..state.len()].copy_from_slice(&state);
        self.bank.put(key, account);
        self.update().await;
    }

    /// Refreshes every minute for `seconds`, with a market at the pool's own rate.
    async fn live(&mut self, seconds: i64) -> Seen {
        let rate = self.rate().await;
        let feed = self.feed.as_mut().expect("a feed");
        feed.quote(rate);
        let seen = feed.live(&mut self.bank, seconds).await;
        self.compare_with_the_books(seen).await
    }

    /// Refreshes once after `seconds`.
    async fn follow(&mut self, seconds: i64) -> Seen {
        if seconds > 0 {
            self.bank.pass(seconds).await;
        }
        let seen = self.feed.as_mut().expect("a feed").refresh(&mut self.bank).await;
        self.compare_with_the_books(seen).await
    }

    /// Whatever happens: the published raw NAV is the books' total over their supply, rounded down to the rates' binary step and then to
    /// a decimal, and the supply is the mint's.
    async fn compare_with_the_books(&mut self, seen: Seen) -> Seen {
        let books = self.books().await;
        let bits = (u128::from(books.total_lamports) << 44) / u128::from(books.pool_token_supply);
        assert_eq!(u128::from(seen.raw_nav), (bits * u128::from(ONE)) >> 44, "{books:?}");
        let mint = self.bank.account(&self.pool.mint.pubkey()).await;
        let supply = u64::from_le_bytes(mint.data[36..44].try_into().expect("eight bytes"));
        assert_eq!(books.pool_token_supply, supply);
        seen
    }

    async fn rate(&mut self) -> f64 {
        let books = self.books().await;
        books.total_lamports as f64 / books.pool_token_supply as f64
    }
}

fn arguments() -> InitializeFeedArgs {
    let id = FIELDS.iter().position(|field| field.name == "drop_confirm").expect("a parameter of this name") as u8;
    InitializeFeedArgs { overrides: vec![ParamValue { id, value: DROP_CONFIRM as u64 }], ..scene::arguments() }
}

fn above(rate: u64, bps: u64) -> u64 {
    rate + rate / 10_000 * bps
}

fn below(rate: u64, bps: u64) -> u64 {
    rate - rate / 10_000 * bps
}

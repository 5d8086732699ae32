//! The simulated economy: a vault that earns, a market that trades around its NAV. Pure; floats are fine here, the oracle sees
//! only the accounts that come of it.

use crate::{
    random::Random,
    scenario::{Conditions, Scenario},
};

/// Base units of a whole token, and lamports of a SOL.
pub const WHOLE: f64 = 1e9;

/// Reward of an epoch as a share: 7 % a year over 182 epochs.
const EPOCH_REWARD: f64 = 0.07 / 182.0;
/// Seconds after an epoch boundary until the stake pool is updated, as cranks take a while.
const POOL_UPDATE_DELAY: i64 = 90;
/// Block rewards and tips that flow into the lamport reserve, a year.
const TIPS_PER_YEAR: f64 = 0.02;
const YEAR: f64 = 31_557_600.0;
/// Standard deviations of the common discount, of a pool's own deviation, and of the logarithm of depth.
const DISCOUNT_NOISE: f64 = 0.0003;
const POOL_NOISE: f64 = 0.0002;
const DEPTH_NOISE: f64 = 0.08;
/// Time in which a pool's own deviation is traded away, and in which depth changes, seconds.
const POOL_PULL: f64 = 60.0;
const DEPTH_PULL: f64 = 600.0;
/// Volatility of SOL/USD, a year.
const USD_VOLATILITY: f64 = 0.6;

/// What the vault holds and owes, in lamports and base units.
#[derive(Clone, Debug, PartialEq)]
pub struct Vault {
    /// Lamports in its wallet.
    pub lamports: f64,
    /// Lamports in its stake account.
    pub stake: f64,
    /// Base units of sSOL.
    pub ssol: f64,
    /// Base units of the token in issue.
    pub supply: f64,
}

/// The stake pool that values sSOL.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// Its lamports.
    pub total_lamports: f64,
    /// Its token's supply.
    pub supply: f64,
    /// The epoch of its last update.
    pub updated: u64,
}

/// One market.
#[derive(Clone, Debug, PartialEq)]
pub struct Venue {
    /// Distance of its price from the common one, as a share.
    pub deviation: f64,
    /// SOL that moves it by 1 %, usually.
    pub usual_depth: f64,
    /// Logarithm of depth over the usual one.
    pub log_depth: f64,
    /// Its price now, SOL a token.
    pub price: f64,
    /// SOL that moves it by 1 % now.
    pub depth: f64,
}

/// The economy at a moment of the chain's time.
#[derive(Clone, Debug)]
pub struct Market {
    random: Random,
    scenario: Scenario,
    opened: i64,
    /// Unix time, chain's clock.
    pub time: i64,
    /// Epoch.
    pub epoch: u64,
    epoch_began: i64,
    discount: f64,
    /// The vault.
    pub vault: Vault,
    /// The stake pool.
    pub pool: Pool,
    /// The Whirlpool.
    pub whirlpool: Venue,
    /// The CLMM pool.
    pub clmm: Venue,
    /// USD per SOL.
    pub sol_usd: f64,
    /// Unix time of the last SOL/USD update.
    pub usd_time: i64,
    /// What holds now.
    pub conditions: Conditions,
}

impl Market {
    /// Opens at a moment, with 50,000 tokens worth about 1.043 SOL each.
    pub fn open(seed: u64, scenario: Scenario, time: i64, epoch: u64) -> Self {
        let venue = |depth| Venue { deviation: 0.0, usual_depth: depth, log_depth: 0.0, price: 0.0, depth };
        let mut market = Self {
            random: Random::new(seed),
            scenario,
            opened: time,
            time,
            epoch,
            epoch_began: time,
            discount: scenario.at(0).discount,
            vault: Vault {
                lamports: 3_000.0 * WHOLE,
                stake: 9_000.0 * WHOLE,
                ssol: 35_000.0 * WHOLE,
                supply: 50_000.0 * WHOLE,
            },
            pool: Pool { total_lamports: 1_470_000.0 * WHOLE, supply: 1_280_000.0 * WHOLE, updated: epoch },
            whirlpool: venue(420.0),
            clmm: venue(300.0),
            sol_usd: 142.0,
            usd_time: time,
            conditions: scenario.at(0),
        };
        market.quote();
        market
    }

    /// Backing of a whole token in SOL.
    pub fn nav(&self) -> f64 {
        let rate = self.pool.total_lamports / self.pool.supply;
        (self.vault.lamports + self.vault.stake + self.vault.ssol * rate) / self.vault.supply
    }

    /// Moves on to a later moment.
    pub fn advance(&mut self, time: i64, epoch: u64) {
        let seconds = time.saturating_sub(self.time).max(0) as f64;
        (self.time, self.conditions) = (time, self.scenario.at(self.elapsed()));
        self.earn(seconds, epoch);
        self.trade(seconds);
        if self.conditions.usd {
            let step = USD_VOLATILITY * (seconds / YEAR).sqrt() * self.random.normal();
            (self.sol_usd, self.usd_time) = (self.sol_usd * step.exp(), time);
        }
        self.quote();
    }

    /// Seconds since it opened.
    pub fn elapsed(&self) -> u64 {
        u64::try_from(self.time.saturating_sub(self.opened)).unwrap_or(0)
    }

    fn earn(&mut self, seconds: f64, epoch: u64) {
        self.vault.lamports *= 1.0 + TIPS_PER_YEAR * seconds / YEAR;
        if epoch > self.epoch {
            (self.epoch, self.epoch_began) = (epoch, self.time);
            self.vault.stake *= 1.0 + EPOCH_REWARD;
        }
        if self.pool.updated < self.epoch && self.time >= self.epoch_began + POOL_UPDATE_DELAY {
            self.pool.total_lamports *= 1.0 + EPOCH_REWARD;
            self.pool.updated = self.epoch;
        }
    }

    fn trade(&mut self, seconds: f64) {
        let Conditions { discount, pull, .. } = self.conditions;
        self.discount = drawn(&mut self.random, self.discount, discount, pull, DISCOUNT_NOISE, seconds);
        for venue in [&mut self.whirlpool, &mut self.clmm] {
            venue.deviation = drawn(&mut self.random, venue.deviation, 0.0, POOL_PULL, POOL_NOISE, seconds);
            venue.log_depth = drawn(&mut self.random, venue.log_depth, 0.0, DEPTH_PULL, DEPTH_NOISE, seconds);
        }
    }

    fn quote(&mut self) {
        let common = self.nav() * (1.0 - self.discount);
        let depth = self.conditions.depth;
        for venue in [&mut self.whirlpool, &mut self.clmm] {
            venue.price = common * (1.0 + venue.deviation);
            venue.depth = venue.usual_depth * depth * venue.log_depth.exp();
        }
    }
}

/// One exact step of a mean-reverting walk (Ornstein and Uhlenbeck): two steps are distributed as one long one.
fn drawn(random: &mut Random, value: f64, mean: f64, pull: f64, noise: f64, seconds: f64) -> f64 {
    let kept = (-seconds / pull).exp();
    mean + (value - mean) * kept + noise * (1.0 - kept * kept).sqrt() * random.normal()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(scenario: Scenario, minutes: i64) -> Market {
        let mut market = Market::open(1, scenario, 1_000, 5);
        for second in (10..=minutes * 60).step_by(10) {
            market.advance(1_000 + second, 5);
        }
        market
    }

    #[test]
    fn a_seed_is_a_market() {
        let (one, other) = (run(Scenario::Calm, 30), run(Scenario::Calm, 30));
        assert_eq!((one.whirlpool, one.clmm, one.sol_usd), (other.whirlpool, other.clmm, other.sol_usd));
    }

    #[test]
    fn a_calm_market_stays_near_nav() {
        let market = run(Scenario::Calm, 240);
        for venue in [&market.whirlpool, &market.clmm] {
            let discount = 1.0 - venue.price / market.nav();
            assert!(discount.abs() < 0.004, "discount {discount}");
        }
    }

    #[test]
    fn a_flash_depeg_comes_and_goes() {
        let discount =
            |minutes| 1.0 - run(Scenario::FlashDepeg, minutes).clmm.price / run(Scenario::FlashDepeg, minutes).nav();
        assert!(discount(64) < 0.01 && discount(70) > 0.08 && discount(100) < 0.01);
    }

    #[test]
    fn an_epoch_pays_once_and_the_pool_learns_of_it_late() {
        let mut market = Market::open(1, Scenario::Calm, 1_000, 5);
        let before = market.nav();
        market.advance(1_010, 6);
        assert_eq!(market.pool.updated, 5);
        market.advance(1_010 + POOL_UPDATE_DELAY, 6);
        assert_eq!(market.pool.updated, 6);
        let gain = market.nav() / before - 1.0;
        assert!((gain - EPOCH_REWARD).abs() < EPOCH_REWARD * 0.1, "gained {gain}");
        market.advance(2_000, 6);
        assert!(market.nav() / before - 1.0 < EPOCH_REWARD * 1.1);
    }
}

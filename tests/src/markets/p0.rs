//! P0, formerly marginfi, 0.1.9.

use super::{Answer, Deed, Position, Refused, Update, require, update};

/// What health is computed for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Requirement {
    /// Borrowing, withdrawing: by the EMA.
    Initial,
    /// Liquidating: by the price.
    Maintenance,
    /// Who seizes how much, and bankruptcy: by the EMA, without weights.
    Equity,
}

/// How somebody liquidates.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Liquidator {
    /// `lending_account_liquidate`; the seized tokens stay in the liquidator's account.
    Holds,
    /// The same within a flash loan, by whose end the tokens are withdrawn.
    WithinFlashLoan,
    /// `start_liquidation` and `end_liquidation`.
    Receivership,
}

/// A bank of the token and an account; the debt is in a token of 1 USD.
pub struct P0 {
    position: Position,
    /// Bank's `oracle_max_age`, of which 0 is 60 s.
    pub max_age: i64,
    /// Bank's `oracle_max_confidence`, part of `u32::MAX`; 0 is a tenth.
    pub max_confidence: u32,
    /// How an unhealthy account is liquidated.
    pub liquidator: Liquidator,
}

impl P0 {
    const INITIAL_PCT: u128 = 70;
    const MAINTENANCE_PCT: u128 = 80;

    /// As the guide says to configure it.
    pub const fn new(position: Position) -> Self {
        Self { position, max_age: 60, max_confidence: 0, liquidator: Liquidator::WithinFlashLoan }
    }

    /// Tries a deed.
    ///
    /// # Errors
    /// P0's.
    pub fn act(&self, mirror: &[u8], now: i64, deed: Deed) -> Answer {
        let oracle = self.load(mirror, now);
        let Position { tokens, debt } = self.position;
        match deed {
            // No price, and no health.
            Deed::RepayPart | Deed::RepayAll | Deed::TopUp => Ok(()),
            Deed::Borrow => self.healthy(&oracle, Position { tokens, debt: debt + 1_000_000 }),
            Deed::Withdraw => self.healthy(&oracle, Position { tokens: tokens - 1_000_000, debt }),
            Deed::Liquidate => self.liquidate(&oracle),
        }
    }

    /// Whether one who owes nothing may withdraw a token and leave others there.
    ///
    /// # Errors
    /// P0's.
    pub fn withdraw_owing_nothing(&self, mirror: &[u8], now: i64) -> Answer {
        self.healthy(&self.load(mirror, now), Position { tokens: 1_000_000, debt: 0 })
    }

    fn load(&self, mirror: &[u8], now: i64) -> Result<Update, Refused> {
        let update = update(mirror)?;
        require(update.verified.is_ok(), "PythPushInsufficientVerificationLevel")?;
        require(update.publish_time.saturating_add(self.max_age) >= now, "PythPushStalePrice")?;
        Ok(update)
    }

    fn healthy(&self, oracle: &Result<Update, Refused>, position: Position) -> Answer {
        let assets = self.assets(oracle, position, Requirement::Initial)?;
        require(assets >= position.debt, "RiskEngineInitRejected")
    }

    fn liquidate(&self, oracle: &Result<Update, Refused>) -> Answer {
        let assets = self.assets(oracle, self.position, Requirement::Maintenance)?;
        require(assets <= self.position.debt, "HealthyAccount")?;
        match self.liquidator {
            Liquidator::WithinFlashLoan => Ok(()),
            // He has means of his own; his health is asked for nevertheless, and with it the price of what he took
            // over.
            Liquidator::Holds => self.assets(oracle, self.position, Requirement::Initial).map(drop),
            Liquidator::Receivership => self.assets(oracle, self.position, Requirement::Equity).map(drop),
        }
    }

    /// What the tokens count.
    fn assets(
        &self,
        oracle: &Result<Update, Refused>,
        position: Position,
        requirement: Requirement,
    ) -> Result<u128, Refused> {
        let update = match oracle {
            Ok(update) => update,
            Err(_) if requirement == Requirement::Initial => return Ok(0),
            Err(refused) => return Err(*refused),
        };
        let (price, confidence) = match requirement {
            Requirement::Maintenance => (update.price, update.conf),
            Requirement::Initial | Requirement::Equity => (update.ema_price, update.ema_conf),
        };
        let price = u128::try_from(price).expect("P0 asserts that it is not negative");
        let interval = u128::from(confidence) * 212 / 100;
        let most = match self.max_confidence {
            0 => price / 10,
            part => price * u128::from(part) / u128::from(u32::MAX),
        };
        require(interval <= most, "OracleMaxConfidenceExceeded")?;
        let low = price - interval.min(price / 20);
        let low = low * 1_000_000_000_000 / 10_u128.pow(update.exponent.unsigned_abs());
        let weight = match requirement {
            Requirement::Initial => Self::INITIAL_PCT,
            Requirement::Maintenance => Self::MAINTENANCE_PCT,
            Requirement::Equity => 100,
        };
        Ok(position.value(low) * weight / 100)
    }
}

//! Jupiter Lend: `operate` and `liquidate` of a vault, by an oracle of one hop.

use super::{Answer, Deed, Position, Refused, require, update};

/// A vault of the token against a debt of 1 USD, and a position.
pub struct Jupiter {
    position: Position,
}

/// Which of the two rates is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rate {
    Operate,
    Liquidate,
}

impl Jupiter {
    const FACTOR_PCT: u128 = 70;
    const THRESHOLD_PCT: u128 = 80;

    /// A position in it.
    pub const fn new(position: Position) -> Self {
        Self { position }
    }

    /// Tries a deed.
    ///
    /// # Errors
    /// Jupiter's.
    pub fn act(&self, mirror: &[u8], now: i64, deed: Deed) -> Answer {
        let Position { tokens, debt } = self.position;
        let changed = match deed {
            Deed::RepayPart => Position { tokens, debt: debt / 2 },
            Deed::RepayAll => Position { tokens, debt: 0 },
            Deed::TopUp => Position { tokens: tokens + 1_000_000, debt },
            Deed::Withdraw => Position { tokens: tokens - 1_000_000, debt },
            Deed::Borrow => Position { tokens, debt: debt + 1_000_000 },
            Deed::Liquidate => {
                let rate = Self::rate(mirror, now, Rate::Liquidate)?;
                return require(
                    debt > self.position.value(rate) * Self::THRESHOLD_PCT / 100,
                    "VaultInvalidLiquidation",
                );
            }
        };
        self.operate(mirror, now, changed)
    }

    fn operate(&self, mirror: &[u8], now: i64, changed: Position) -> Answer {
        // Who owes nothing more is not asked whether he is safe.
        if changed.debt == 0 {
            return Ok(());
        }
        // Both are read before it is known which one counts.
        let (liquidate, operate) = (Self::rate(mirror, now, Rate::Liquidate)?, Self::rate(mirror, now, Rate::Operate)?);
        let adds_risk = changed.tokens < self.position.tokens || changed.debt > self.position.debt;
        let (rate, percent, error) = if adds_risk {
            (operate, Self::FACTOR_PCT, "VaultPositionAboveCF")
        } else {
            (liquidate, Self::THRESHOLD_PCT, "VaultPositionAboveLiquidationThreshold")
        };
        require(changed.debt <= changed.value(rate) * percent / 100, error)
    }

    fn rate(mirror: &[u8], now: i64, rate: Rate) -> Result<u128, Refused> {
        // It reads behind the first eight bytes without looking at them; an account that was never written is not
        // verified.
        let update = update(mirror)?;
        require(update.verified.is_ok(), "PriceNotValid")?;
        let (age, factor) = match rate {
            Rate::Operate => (600, 50),
            Rate::Liquidate => (7_200, 25),
        };
        require(update.publish_time.saturating_add(age) >= now, "PriceTooOld")?;
        require(update.price > 0 && update.exponent <= 0, "PriceNotValid")?;
        let scaled = update.conf.checked_mul(factor).ok_or(Refused("overflow"))?;
        require(scaled <= update.price.unsigned_abs(), "PriceConfidenceNotSufficient")?;
        // Fifteen decimals of its own, then those of this model.
        let price =
            u128::from(update.price.unsigned_abs()) * 10_u128.pow(15) / 10_u128.pow(update.exponent.unsigned_abs());
        require((1_000_000..=10_u128.pow(24)).contains(&price), "VaultInvalidOraclePrice")?;
        Ok(price / 1_000)
    }
}

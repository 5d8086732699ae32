//! Kamino's klend 1.16.0.

use super::{Answer, Deed, Position, Refused, dated, require, update};

/// Which of klend's oracles a reserve has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reads {
    /// Scope's account, chains of one entry each.
    Scope,
    /// Pyth's.
    Pyth,
}

/// What a reserve knows of its price after a refresh.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Checked {
    loaded: bool,
    age: bool,
    twap: bool,
    twap_age: bool,
    heuristic: bool,
}

impl Checked {
    /// For borrowing, and for withdrawing while owing.
    const fn all(self) -> bool {
        self.for_liquidation() && self.twap && self.twap_age && self.heuristic
    }

    const fn for_liquidation(self) -> bool {
        self.loaded && self.age
    }
}

/// A price and its time.
#[derive(Clone, Copy)]
struct Timed {
    /// Scaled by 10^12.
    price: u128,
    time: u64,
}

/// A reserve of the token with an obligation on it; the debt is in a token of 1 USD whose own reserve is always fresh.
pub struct Klend {
    reads: Reads,
    position: Position,
    /// Reserve's `max_age_price_seconds` and `max_age_twap_seconds`.
    pub max_age: u64,
    /// Reserve's `max_twap_divergence_bps`.
    pub max_divergence_bps: u128,
    /// Market's `price_refresh_trigger_to_max_age_pct`.
    pub refresh_trigger_pct: u64,
    /// Reserve's heuristic bounds, scaled by 10^12; 0 for none.
    pub heuristic: (u128, u128),
    /// The reserve's price as last loaded, and what was checked of it.
    saved: Option<(Timed, Checked)>,
    /// Of this slot.
    reserve_fresh: bool,
    obligation: Option<Checked>,
}

impl Klend {
    const LTV_PCT: u128 = 70;
    const THRESHOLD_PCT: u128 = 80;

    /// As the guide says to configure it.
    pub const fn new(reads: Reads, position: Position) -> Self {
        Self {
            reads,
            position,
            max_age: 60,
            max_divergence_bps: 400,
            refresh_trigger_pct: 0,
            heuristic: (0, 0),
            saved: None,
            reserve_fresh: false,
            obligation: None,
        }
    }

    /// Refreshes reserve and obligation, then acts.
    ///
    /// # Errors
    /// Klend's.
    pub fn act(&mut self, mirror: &[u8], now: i64, deed: Deed) -> Answer {
        self.refresh_reserve(mirror, now)?;
        self.refresh_obligation()?;
        self.act_unrefreshed(deed)
    }

    /// A new slot: what was refreshed is stale.
    pub const fn next_slot(&mut self) {
        self.reserve_fresh = false;
        self.obligation = None;
    }

    /// `refresh_reserve`.
    ///
    /// # Errors
    /// Where the price must be loaded and cannot be.
    pub fn refresh_reserve(&mut self, mirror: &[u8], now: i64) -> Answer {
        let now = u64::try_from(now).expect("after 1970");
        let due = |saved: u64| now.saturating_sub(saved) >= self.max_age * self.refresh_trigger_pct / 100;
        if self.saved.is_none_or(|(price, _)| due(price.time)) {
            let (price, twap) = self.load(mirror)?;
            self.saved = Some((price, self.check(price, twap, now)));
        } else if let Some((price, checked)) = &mut self.saved
            && now.saturating_sub(price.time) >= self.max_age
        {
            *checked = Checked::default();
        }
        self.reserve_fresh = true;
        Ok(())
    }

    fn load(&self, mirror: &[u8]) -> Result<(Timed, Timed), Refused> {
        match self.reads {
            Reads::Scope => {
                let timed = |entry: super::Dated| Timed {
                    // A value of 0 passes.
                    price: u128::from(entry.value) * 1_000_000_000_000
                        / 10_u128.pow(u32::try_from(entry.exponent).expect("a power of ten")),
                    time: entry.time,
                };
                Ok((timed(dated(mirror, 0)?), timed(dated(mirror, 1)?)))
            }
            Reads::Pyth => {
                let update = update(mirror)?;
                require(update.verified.is_ok(), "PriceNotValid")?;
                let timed = |price: i64, confidence: u64| {
                    let price = u64::try_from(price).expect("klend panics at a negative price");
                    require(price != 0, "PriceIsZero")?;
                    let scaled = confidence.checked_mul(50).expect("klend panics at a product beyond 64 bits");
                    require(scaled <= price, "PriceConfidenceTooWide")?;
                    Ok(Timed {
                        price: u128::from(price) * 1_000_000_000_000 / 10_u128.pow(update.exponent.unsigned_abs()),
                        time: update.publish_time.try_into().expect("klend panics at a time before 1970"),
                    })
                };
                Ok((timed(update.price, update.conf)?, timed(update.ema_price, update.ema_conf)?))
            }
        }
    }

    fn check(&self, price: Timed, twap: Timed, now: u64) -> Checked {
        let in_time = |time: u64| now.saturating_sub(time) <= self.max_age;
        let unchecked = self.max_divergence_bps == 0;
        let apart = price.price.abs_diff(twap.price) * 10_000;
        let (lower, upper) = self.heuristic;
        Checked {
            loaded: true,
            age: in_time(price.time),
            twap: unchecked || apart < price.price * self.max_divergence_bps,
            twap_age: unchecked || in_time(twap.time),
            heuristic: price.price >= lower && (upper == 0 || price.price <= upper),
        }
    }

    /// `refresh_obligation`: what it has of prices is what its reserves have.
    ///
    /// # Errors
    /// Where the reserve was not refreshed in this slot.
    pub fn refresh_obligation(&mut self) -> Answer {
        require(self.reserve_fresh, "ReserveStale")?;
        self.obligation = self.saved.map(|(_, checked)| checked);
        Ok(())
    }

    /// The deed alone, by what was refreshed.
    ///
    /// # Errors
    /// Klend's.
    pub fn act_unrefreshed(&self, deed: Deed) -> Answer {
        let (price, reserve) = self.saved.ok_or(Refused("ReserveStale"))?;
        let obligation = self.obligation.ok_or(Refused("ObligationStale"))?;
        require(self.reserve_fresh, "ReserveStale")?;
        let Position { debt, .. } = self.position;
        let deposited = self.position.value(price.price);
        match deed {
            // No price's check.
            Deed::RepayPart | Deed::RepayAll | Deed::TopUp => Ok(()),
            Deed::Borrow => {
                require(obligation.all() && deposited != 0, "ObligationStale")?;
                require(debt + 1_000_000 <= deposited * Self::LTV_PCT / 100, "BorrowTooLarge")
            }
            Deed::Withdraw => {
                require(reserve.all() && obligation.all(), "ReserveStale")?;
                let left = Position { tokens: self.position.tokens - 1_000_000, debt };
                require(debt <= left.value(price.price) * Self::LTV_PCT / 100, "WithdrawTooLarge")
            }
            Deed::Liquidate => {
                require(reserve.for_liquidation() && obligation.for_liquidation(), "ReserveStale")?;
                require(deposited != 0, "ObligationDepositsZero")?;
                require(debt > deposited * Self::THRESHOLD_PCT / 100, "ObligationHealthy")
            }
        }
    }
}

//! Kamino's klend 1.16.0, `Kamino-Finance/klend` at `edd5ff5`, paths below `programs/klend/src`.
//!
//! | check of klend's | where | carries |
//! |---|---|---|
//! | the price is loaded, or `refresh_reserve` fails, and with it repaying and depositing | `utils/prices/mod.rs:98`, `handlers/handler_refresh_reserve.rs:35` | nothing: it must always pass |
//! | `PRICE_AGE_CHECKED`: age at most `max_age_price_seconds` | `utils/prices/checks.rs:40` | shut |
//! | `TWAP_CHECKED`: price and TWAP differ by less than `max_twap_divergence_bps` of the price; 0 switches it off | `checks.rs:52`, `checks.rs:119` | no new risk |
//! | `ALL_CHECKS`, for borrowing, withdrawing while owing, and socialising a loss | `lending_market/lending_operations.rs:3943`, `:424`, `:2241` | both |
//! | `LIQUIDATION_CHECKS`, without the TWAP's, for liquidating | `state/last_update.rs:46`, `lending_operations.rs:3969` | shut |
//! | reserve and obligation refreshed in this slot, for repaying and depositing | `lending_operations.rs:3510`, `:326` | nothing |
//!
//! Price and EMA must be positive, their confidence at most 2 % of either, the verification full
//! (`utils/prices/pyth.rs:38`, `:71`), or the price is not loaded: so none of these carries a gate. A value of Scope's
//! may be 0 (`utils/prices/scope.rs:150`), which is why none is ever written.

use crate::{
    Gate, Verdict,
    pyth::{Message, Verification},
    scope::Entries,
};

/// How far back the time of a halt is: a day, beyond every maximum age, with as many slots of 400 ms.
const HALT: i64 = 86_400;
const HALT_SLOTS: u64 = 216_000;

/// What both shapes say.
struct Says {
    price: u64,
    twap: u64,
    time: i64,
    slot: u64,
}

impl Says {
    /// `price_before` and `time_before` are what the mirror said last.
    fn of(verdict: &Verdict, price_before: Option<u64>, time_before: i64) -> Option<Self> {
        let price = verdict.prices.map(|prices| prices.liquidation).or(price_before)?;
        let half = price / 2;
        let (twap, time, slot) = match (verdict.gate, verdict.prices) {
            (Gate::Open, Some(prices)) => (prices.collateral, verdict.published_at.max(time_before), verdict.slot),
            (Gate::Liquidation, _) => (half, verdict.published_at.max(time_before), verdict.slot),
            _ => {
                let time = verdict.published_at.saturating_sub(HALT).max(0);
                (half, time, verdict.slot.saturating_sub(HALT_SLOTS))
            }
        };
        Some(Self { price, twap, time, slot })
    }
}

/// In Pyth's shape.
pub fn pyth(verdict: &Verdict, before: Option<Message>) -> Option<Message> {
    let last = before.unwrap_or_default();
    let says = Says::of(verdict, before.map(|message| message.price), last.time)?;
    Some(Message {
        verification: Verification::Full,
        price: says.price,
        confidence: 0,
        time: says.time,
        last_time: last.time,
        ema: says.twap,
        ema_confidence: 0,
        slot: says.slot,
    })
}

/// In Scope's shape.
pub fn scope(verdict: &Verdict, before: Option<Entries>) -> Option<Entries> {
    let time = before.map_or(0, |entries| entries.time);
    let says = Says::of(verdict, before.map(|entries| entries.price), time)?;
    Some(Entries { price: says.price, twap: says.twap, time: says.time, slot: says.slot })
}

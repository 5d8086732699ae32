//! Jupiter Lend, `Instadapp/fluid-solana-programs` at `626b177`, paths below `programs`.
//!
//! | check of Jupiter's | where | carries |
//! |---|---|---|
//! | verification full, or neither `operate` nor `liquidate` | `oracle/src/modules/pyth.rs:26` | shut |
//! | `operate` on a position that keeps debt reads both rates, whatever it does | `vaults/src/utils/operate.rs:90`, `vaults/src/module/user.rs:294` | both |
//! | confidence at most 2 % of the price for `operate`'s rate, at most 4 % for `liquidate` | `pyth.rs:56`, `oracle/src/constants.rs:12` | no new risk |
//! | age at most 600 s for `operate`'s rate, 7,200 s for `liquidate` | `constants.rs:8`, `pyth.rs:30` | stale |
//!
//! The ages are constants of Jupiter's. So that a price which nobody mirrors any more lends no longer than it would
//! elsewhere, the time is written as much before the publication as `operate`'s age is longer than the soft limit: it
//! is 600 s old when the publication is stale.
//!
//! Jupiter has no gate for repaying: with `operate` refused, who keeps debt can neither repay in part nor top up.
//! Repaying all of it works.

use crate::{Gate, Verdict, pyth::Message};

/// Oldest price that `operate` takes, seconds.
const OPERATE_AGE: u32 = 600;
/// Confidence between the two that are allowed, percent.
const BETWEEN: u64 = 3;

/// In Pyth's shape.
pub fn pyth(verdict: &Verdict, before: Option<Message>) -> Option<Message> {
    let longer = OPERATE_AGE.saturating_sub(verdict.soft_limit);
    let time = verdict.published_at.saturating_sub(longer.into()).max(0);
    let message = Message::by(verdict, before, time)?;
    let percent = message.price / 100;
    let confidence = if verdict.gate == Gate::Open { 0 } else { percent.saturating_mul(BETWEEN) };
    Some(Message { confidence, ..message })
}

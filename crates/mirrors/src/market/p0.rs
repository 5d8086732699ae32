//! P0, formerly marginfi, 0.1.9, `0dotxyz/marginfi-v2` at `1f1f7a6`, paths below `programs/marginfi/src`.
//!
//! | check of P0's | where | carries |
//! |---|---|---|
//! | verification full, age at most `oracle_max_age`, or the oracle is an error | `state/price.rs:1552` | shut |
//! | health for liquidating counts an asset by the price, and is an error with the oracle | `state/marginfi_account.rs:936`, `:1293` | shut |
//! | health for borrowing and withdrawing counts it by the EMA, and as nothing with the oracle | `marginfi_account.rs:1120`, `:1286` | both |
//! | a confidence whose 2.12-fold is beyond `oracle_max_confidence`, at most all of the price, is an error | `price.rs:1659` | no new risk |
//! | none for repaying and depositing | `instructions/marginfi_account/repay.rs`, `deposit.rs` | nothing |
//!
//! The price's confidence is 0: P0 would take 2.12 times it off what health is tested at.
//!
//! The EMA serves two more: health of the liquidator who takes the asset over (`liquidate.rs:463`), and what
//! `start_liquidation` notes of the account (`liquidate_start.rs:107`). With the confidence as large as the EMA both
//! fail. What stays open is `lending_account_liquidate` by a liquidator who has opened a flash loan and withdraws what
//! he seized before it ends.

use crate::{Gate, Verdict, pyth::Message};

/// In Pyth's shape.
pub fn pyth(verdict: &Verdict, before: Option<Message>) -> Option<Message> {
    let message = Message::by(verdict, before, verdict.published_at)?;
    let ema_confidence = if verdict.gate == Gate::Open { 0 } else { message.ema };
    Some(Message { ema_confidence, ..message })
}

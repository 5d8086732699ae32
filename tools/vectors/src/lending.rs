//! Random terms and loans, and what the reader's `lending` calculates of them.

use price_reader::{
    Bps,
    lending::{Liquidation, Position, Risk, Terms},
};
use serde_json::{Value, json};

use crate::{json::big, random::Random};

/// Terms, mostly in order, and a loan by them.
pub fn vector(random: &mut Random) -> Value {
    let near = random.below(9_000);
    let shares = if random.once_in(4) {
        [0; 4].map(|_| random.below(10_001))
    } else {
        [near, near + 1 + random.below(900), random.below(1_000), 1 + random.below(10_000)]
    };
    let [ltv, threshold, bonus, close_factor] = shares.map(|share| Bps::new(share as u16).unwrap_or(Bps::ONE));
    let dust = if random.once_in(2) { 0 } else { random.below(2_000_000_000) };
    let mut amount = || if random.once_in(3) { random.magnitude() } else { random.below(10_000_000_000) };
    let (repay, owed, deposited, mut worth) = (amount(), amount(), amount(), amount());
    let mut after = Position { owed: amount(), deposited: amount() };
    if random.once_in(8) {
        worth = owed;
    }
    if random.once_in(8) {
        after.owed = 0;
    }
    let said = match Terms::new(Risk { ltv, threshold, bonus, close_factor, dust }) {
        Err(bad) => json!({ "refused": bad.to_string() }),
        Ok(terms) => json!({
            "borrowLimit": big(terms.borrow_limit(worth)),
            "borrowable": big(terms.borrowable(worth, owed)),
            "liquidationLimit": big(terms.liquidation_limit(worth)),
            "healthy": terms.is_healthy(owed, worth),
            "seizure": terms.seizure(Liquidation { repay, owed, deposited, worth }).map(|seizure| {
                json!({ "repaid": big(seizure.repaid), "seized": big(seizure.seized) })
            }),
            "falls": Position { owed, deposited }.loan_to_value_falls(after),
        }),
    };
    json!({
        "risk": {
            "ltv": ltv.get(), "threshold": threshold.get(), "bonus": bonus.get(), "closeFactor": close_factor.get(), "dust": big(dust),
        },
        "asked": { "repay": big(repay), "owed": big(owed), "deposited": big(deposited), "worth": big(worth) },
        "after": { "owed": big(after.owed), "deposited": big(after.deposited) },
        "said": said,
    })
}

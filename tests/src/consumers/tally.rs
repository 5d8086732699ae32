//! What a story did to a market, counted.

/// Counts of one market. Amounts are base units of what is lent, times seconds since the story's beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Borrowers who were there before and got liquidated, in part or whole.
    pub liquidated: usize,
    /// When the first of them was.
    pub first_liquidation: Option<i64>,
    /// Debt that liquidators paid back.
    pub repaid: u64,
    /// What liquidators got for it, at the market's price of that moment, less what they paid.
    pub profit: i64,
    /// The least any of them made, in basis points of what it paid.
    pub least_margin_bps: Option<i64>,
    /// The longest that a position was due for liquidation without paying the liquidator, seconds.
    pub longest_wait: i64,
    /// Loans beyond the market's own loan-to-value at the token's market price of that moment.
    pub wrong_loans: usize,
    /// Their sum.
    pub wrongly_lent: u64,
    /// When the last of them was made.
    pub last_wrong_loan: Option<i64>,
    /// When lending was first refused, and when it was possible again after the last refusal.
    pub closed: Option<i64>,
    /// See [`Tally::closed`].
    pub reopened: Option<i64>,
    /// What was lent before the story, and in it.
    pub lent: u64,
    /// What the supplier has lost at the end: bad debt written off, and what collateral would not fetch at the market's price.
    pub loss: u64,
}

impl Tally {
    /// The loss in basis points of everything lent.
    pub fn loss_bps(&self) -> u64 {
        (u128::from(self.loss) * 10_000).checked_div(u128::from(self.lent)).unwrap_or(0) as u64
    }
}

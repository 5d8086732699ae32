//! A pool as arithmetic: a constant product, or a concentrated position as wide as it is moved, and what moving its
//! price takes.

/// What a hundredth of the price takes of the SOL in a pool: the square root of 1.01, less one.
const HUNDREDTH: f64 = 0.004_987_562_112_089;

/// Reserves of a constant product.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pool {
    /// SOL.
    pub sol: f64,
    /// Tokens.
    pub tokens: f64,
    /// Share of what is paid in.
    pub fee: f64,
}

impl Pool {
    /// One at a price whose depth is so many SOL: those that raise the price by 1 %.
    pub fn of_depth(depth: f64, price: f64, fee: f64) -> Self {
        let sol = depth / HUNDREDTH;
        Self { sol, tokens: sol / price, fee }
    }

    /// SOL per token.
    pub fn price(&self) -> f64 {
        self.sol / self.tokens
    }

    /// Pays SOL in; the tokens that come out.
    pub fn buy(&mut self, sol: f64) -> f64 {
        trade(&mut self.sol, &mut self.tokens, sol * (1.0 - self.fee))
    }

    /// Pays tokens in; the SOL that come out.
    pub fn sell(&mut self, tokens: f64) -> f64 {
        trade(&mut self.tokens, &mut self.sol, tokens * (1.0 - self.fee))
    }

    /// SOL, or tokens at today's price, with which the price is multiplied by `factor`: reserves times what its square
    /// root moves.
    pub fn capital(&self, factor: f64) -> f64 {
        let moved = if factor >= 1.0 { factor.sqrt() - 1.0 } else { (1.0 / factor).sqrt() - 1.0 };
        self.sol * moved / (1.0 - self.fee)
    }

    /// SOL lost by moving the price by `factor` and back within a block: the fee on what is paid in on the way there
    /// and on the way back.
    pub fn round_trip(&self, factor: f64) -> f64 {
        self.fee * self.sol * (factor.sqrt() - 1.0 / factor.sqrt()).abs()
    }

    /// SOL lost by holding the price a share below what it is worth for so long, while others buy back half of the
    /// distance within `heals`, in the same unit: what they buy is sold to them a share below its worth. The rest is
    /// bought back in the end, for the fees.
    pub fn hold_below(&self, share: f64, lasts: f64, heals: f64) -> f64 {
        // Near the price, a share of it takes a hundred times the depth.
        let distance = 100.0 * HUNDREDTH * self.sol * share;
        let bought_back = lasts * std::f64::consts::LN_2 / heals;
        // Further down it takes more tokens, and longer, by the power of one and a half.
        distance * share * bought_back / (1.0 - share).powf(1.5) + self.round_trip(1.0 - share)
    }
}

/// Adds what is paid in, without its fee, to one reserve; what comes out of the other for the same product.
fn trade(filled: &mut f64, drained: &mut f64, paid: f64) -> f64 {
    let product = *filled * *drained;
    *filled += paid;
    let left = product / *filled;
    let out = *drained - left;
    *drained = left;
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: f64, expected: f64, share: f64) {
        assert!((found / expected - 1.0).abs() < share, "{found} instead of {expected}");
    }

    #[test]
    fn its_depth_raises_the_price_by_a_hundredth() {
        let mut pool = Pool::of_depth(200.0, 1.05, 0.0);
        near(pool.price(), 1.05, 1e-12);
        pool.buy(200.0);
        near(pool.price(), 1.05 * 1.01, 1e-9);
    }

    #[test]
    fn the_closed_forms_are_what_trading_costs() {
        for (depth, fee) in [(25.0, 0.0001), (200.0, 0.0004), (1_000.0, 0.0025), (200.0, 0.01)] {
            for factor in [1.005, 1.03, 2.0, 23.5] {
                let start = Pool::of_depth(depth, 1.0, fee);
                let mut pool = start;
                let capital = pool.capital(factor);
                let tokens = pool.buy(capital);
                near(pool.price(), factor, 1e-9);
                let back = pool.sell(tokens);
                near(capital - back, start.round_trip(factor), 1.1 * fee);
            }
            for factor in [0.975, 0.9, 0.5] {
                let start = Pool::of_depth(depth, 1.0, fee);
                let mut pool = start;
                let tokens = pool.capital(factor);
                let sol = pool.sell(tokens);
                near(pool.price(), factor, 1e-9);
                let spent = tokens - pool.buy(sol);
                near(spent, start.round_trip(factor), 1.1 * fee);
            }
        }
    }

    #[test]
    fn nine_captures_beyond_the_threshold_cost_what_is_published() {
        near(9.0 * Pool::of_depth(200.0, 1.0, 0.0004).round_trip(0.975), 4.0, 0.15);
        near(9.0 * Pool::of_depth(1_000.0, 1.0, 0.0025).round_trip(0.975), 113.0, 0.05);
    }

    /// Steps of a minute: others buy back what the half-life says, and the attacker sells again.
    #[test]
    fn holding_costs_what_stepping_through_it_costs() {
        for (share, lasts, heals) in [(0.03, 240.0, 60.0), (0.10, 360.0, 180.0)] {
            let start = Pool::of_depth(200.0, 1.0, 0.0);
            let mut pool = start;
            // Down to the price: tokens less SOL, each worth one.
            let push = |pool: &mut Pool| {
                let tokens = (pool.sol * pool.tokens / (1.0 - share)).sqrt() - pool.tokens;
                tokens - pool.sell(tokens)
            };
            let up = |pool: &mut Pool, price: f64| {
                let sol = (pool.sol * pool.tokens * price).sqrt() - pool.sol;
                sol - pool.buy(sol)
            };
            let mut lost = push(&mut pool);
            for _ in 0..lasts as u32 {
                up(&mut pool, 1.0 - share * 0.5_f64.powf(1.0 / heals));
                lost += push(&mut pool);
            }
            lost += up(&mut pool, 1.0);
            near(lost, start.hold_below(share, lasts, heals), 0.02);
        }
    }
}

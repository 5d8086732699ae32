//! The constant product, rounded for the pool.

/// Basis points in one.
pub const ONE: u16 = 10_000;

/// What comes out for `amount_in`, of which the fee stays in the pool. Rounded down; `None` where nothing would come out.
pub fn out(reserve_in: u64, reserve_out: u64, amount_in: u64, fee_bps: u16) -> Option<u64> {
    let kept = u128::from(ONE.checked_sub(fee_bps)?);
    // All below 2^142 / 10,000: the product of two amounts, and of one amount and a share.
    let traded = u128::from(amount_in).checked_mul(kept)?.checked_div(ONE.into())?;
    let out = u128::from(reserve_out).checked_mul(traded)?.checked_div(u128::from(reserve_in).checked_add(traded)?)?;
    u64::try_from(out).ok().filter(|out| *out > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_product_never_falls() {
        for (reserve_in, reserve_out) in [(1_u64, 1_u64), (1_000, 7), (u64::MAX / 2, 3), (10_000_000, 10_600_000)] {
            for amount in [1_u64, 2, 999, 1_000_000, u64::MAX / 2] {
                for fee in [0, 30, 9_999] {
                    let Some(out) = out(reserve_in, reserve_out, amount, fee) else { continue };
                    let before = u128::from(reserve_in) * u128::from(reserve_out);
                    let after = (u128::from(reserve_in) + u128::from(amount)) * u128::from(reserve_out - out);
                    assert!(after >= before, "{reserve_in} {reserve_out} {amount} {fee}");
                }
            }
        }
    }

    #[test]
    fn a_wider_fee_gives_less() {
        let [narrow, wide] = [30, 100].map(|fee| out(10_000_000, 10_600_000, 1_000, fee).unwrap());
        assert!(wide < narrow);
    }
}

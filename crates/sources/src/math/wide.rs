//! 256-bit unsigned integers, as far as a price needs them.

// Every index below is a constant within a fixed array, and every sum is bounded where it stands; the tests compare with big integers.
#![allow(clippy::arithmetic_side_effects, reason = "bounds are argued line by line")]

/// Little-endian limbs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct U256(pub(crate) [u64; 4]);

/// The full product. From halves of 32 bits: on sBPF a third of what the compiler's call for 128-bit products costs.
#[inline(always)]
pub(crate) const fn widening(a: u64, b: u64) -> u128 {
    const HALF: u64 = u32::MAX as u64;
    let (a0, a1, b0, b1) = (a & HALF, a >> 32, b & HALF, b >> 32);
    // (2^32 - 1)^2 + 2 (2^32 - 1) = 2^64 - 1: no sum below exceeds 64 bits.
    let bottom = a0 * b0;
    let middle = a1 * b0 + (bottom >> 32);
    let other = a0 * b1 + (middle & HALF);
    let top = a1 * b1 + (middle >> 32) + (other >> 32);
    (top as u128) << 64 | (other << 32 | bottom & HALF) as u128
}

const fn low(x: u128) -> u64 {
    x as u64
}

const fn high(x: u128) -> u64 {
    (x >> 64) as u64
}

impl U256 {
    pub(crate) const ZERO: Self = Self([0; 4]);

    /// 2^`exponent`; zero from 256 upward.
    pub(crate) const fn power_of_two(exponent: u32) -> Self {
        let bit = 1u64 << (exponent % 64);
        match exponent / 64 {
            0 => Self([bit, 0, 0, 0]),
            1 => Self([0, bit, 0, 0]),
            2 => Self([0, 0, bit, 0]),
            3 => Self([0, 0, 0, bit]),
            _ => Self::ZERO,
        }
    }

    /// The square, which always fits.
    pub(crate) fn square_of(x: u128) -> Self {
        let (l, h) = (low(x), high(x));
        let ll = widening(l, l);
        if h == 0 {
            return Self([low(ll), high(ll), 0, 0]);
        }
        let (lh, hh) = (widening(l, h), widening(h, h));
        // Twice the middle product is 129 bits wide: double it while adding its halves.
        let one = u128::from(high(ll)) + 2 * u128::from(low(lh));
        let two = u128::from(low(hh)) + 2 * u128::from(high(lh)) + u128::from(high(one));
        // The square is below 2^256, so the top limb takes the carry.
        Self([low(ll), low(one), low(two), high(hh) + high(two)])
    }

    /// The product, if it fits.
    pub(crate) fn checked_mul(self, factor: u64) -> Option<Self> {
        let [a, b, c, d] = self.0;
        let p = widening(a, factor);
        let q = widening(b, factor) + u128::from(high(p));
        let r = widening(c, factor) + u128::from(high(q));
        let s = widening(d, factor) + u128::from(high(r));
        (high(s) == 0).then_some(Self([low(p), low(q), low(r), low(s)]))
    }

    pub(crate) const fn leading_zeros(self) -> u32 {
        let [a, b, c, d] = self.0;
        if d != 0 {
            d.leading_zeros()
        } else if c != 0 {
            64 + c.leading_zeros()
        } else if b != 0 {
            128 + b.leading_zeros()
        } else {
            192 + a.leading_zeros()
        }
    }

    /// Shifted left; bits beyond the top are lost.
    const fn shl(self, by: u32) -> Self {
        let [a, b, c, d] = self.0;
        let [a, b, c, d] = match by / 64 {
            0 => [a, b, c, d],
            1 => [0, a, b, c],
            2 => [0, 0, a, b],
            3 => [0, 0, 0, a],
            _ => [0; 4],
        };
        let bits = by % 64;
        if bits == 0 {
            return Self([a, b, c, d]);
        }
        let back = 64 - bits;
        Self([a << bits, b << bits | a >> back, c << bits | b >> back, d << bits | c >> back])
    }

    /// Shifted right, rounding down; `None` if more than 128 bits are left.
    pub(crate) const fn shr_to_u128(self, by: u32) -> Option<u128> {
        let [a, b, c, d] = self.0;
        let [a, b, c, d] = match by / 64 {
            0 => [a, b, c, d],
            1 => [b, c, d, 0],
            2 => [c, d, 0, 0],
            3 => [d, 0, 0, 0],
            _ => [0; 4],
        };
        let bits = by % 64;
        let [a, b, c, d] = if bits == 0 {
            [a, b, c, d]
        } else {
            let back = 64 - bits;
            [a >> bits | b << back, b >> bits | c << back, c >> bits | d << back, d >> bits]
        };
        if c == 0 && d == 0 { Some((b as u128) << 64 | a as u128) } else { None }
    }

    /// `self / divisor` rounded down, if it is below 2^64.
    pub(crate) fn div_to_u64(self, divisor: Self) -> Option<u64> {
        let (zeros, divisor_zeros) = (self.leading_zeros(), divisor.leading_zeros());
        if divisor_zeros == 256 {
            return None;
        }
        // Both with their top bit set: 1/2 < n/d < 2, and the quotient is n/d x 2^excess.
        let Some(excess) = divisor_zeros.checked_sub(zeros) else { return Some(0) };
        let (n, d) = (self.shl(zeros), divisor.shl(divisor_zeros));
        let (top, numerator) = (d.0[3], u128::from(n.0[3]) << 64 | u128::from(n.0[2]));
        // From the top limbs alone, the quotient with `scale` bits more than asked: at most 2 too high (Knuth 4.3.1, theorem B).
        let (estimate, scale) = match excess {
            0..=63 => (low((numerator >> 1) / u128::from(top)), 63 - excess),
            64 if !n.less_than(d) => return None,
            64 if n.0[3] == top => (u64::MAX, 0),
            64 => (low(numerator / u128::from(top)), 0),
            _ => return None,
        };
        let (upper, lower) = (estimate >> scale, estimate.saturating_sub(2) >> scale);
        if upper == lower { Some(upper) } else { self.largest_quotient_from(divisor, upper, lower) }
    }

    /// The largest quotient of `lower..=upper` whose product with the divisor does not exceed `self`.
    fn largest_quotient_from(self, divisor: Self, upper: u64, lower: u64) -> Option<u64> {
        (lower..=upper)
            .rev()
            .find(|quotient| divisor.checked_mul(*quotient).is_some_and(|product| !self.less_than(product)))
    }

    const fn less_than(self, other: Self) -> bool {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        if d != h {
            d < h
        } else if c != g {
            c < g
        } else if b != f {
            b < f
        } else {
            a < e
        }
    }
}

//! How much a vote weighs: who is too thin beside the others has none, and none weighs more than 40 %.

use super::ballot::Ballot;
use crate::math::bounded;
use crate::params::Params;

/// Depth that a voter needs beside the others, lamports: a part of the second deepest's, where there are three or more. So whoever makes one of
/// them look deep silences nobody, and of two both vote.
#[inline(never)]
pub(super) fn least(params: &Params, ballots: &[Ballot]) -> u64 {
    let voters = ballots.iter().filter(|ballot| ballot.is_deep && !ballot.is_outvoted);
    let Heaviest { count, second, .. } = Heaviest::of(voters.map(|ballot| ballot.depth));
    if count < 3 { 0 } else { params.min_share.of(second) }
}

/// The weight that is 40 % of the sum once all above it are lowered to it; the largest number where there are fewer than three. With c
/// capped sources and R the sum of the others: x = 0.4 (R + c x), so x = 2/3 R for one and 2 R for two; three cannot exceed 40 % each.
pub(super) fn cap(weights: impl ExactSizeIterator<Item = u64>) -> u64 {
    if weights.len() < 3 {
        return u64::MAX;
    }
    let Heaviest { sum, first, second, .. } = Heaviest::of(weights);
    let without_first = bounded::rest(sum, first);
    let one = (without_first / 3).wrapping_mul(2);
    if second <= one {
        return one;
    }
    bounded::rest(without_first, second).saturating_mul(2)
}

/// Some weights, and the two highest of them.
struct Heaviest {
    count: u32,
    sum: u64,
    first: u64,
    second: u64,
}

impl Heaviest {
    fn of(weights: impl Iterator<Item = u64>) -> Self {
        let mut heaviest = Self { count: 0, sum: 0, first: 0, second: 0 };
        for weight in weights {
            heaviest.count = heaviest.count.wrapping_add(1); // no more than there are sources
            heaviest.sum = bounded::sum(heaviest.sum, weight);
            if weight > heaviest.first {
                (heaviest.first, heaviest.second) = (weight, heaviest.first);
            } else if weight > heaviest.second {
                heaviest.second = weight;
            }
        }
        heaviest
    }
}

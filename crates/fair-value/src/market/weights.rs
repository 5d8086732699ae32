//! How much a vote weighs: who is too thin beside the others has none, and none weighs more than 40 %.

use super::ballot::Ballot;
use crate::params::Params;
use crate::units::Lamports;

/// Depth that a voter needs beside the others: a part of the second deepest's, where there are three or more. So
/// whoever makes one of them look deep silences nobody, and of two both vote.
#[inline(never)]
pub(super) fn least(params: &Params, ballots: &[Ballot]) -> Lamports {
    let voters = ballots.iter().filter(|ballot| ballot.is_deep && !ballot.is_outvoted);
    let Heaviest { count, second, .. } = Heaviest::of(voters.map(|ballot| ballot.depth));
    if count < 3 { Lamports::ZERO } else { params.min_share.of(second) }
}

/// The weight that is 40 % of the sum once all above it are lowered to it; the largest number where there are fewer than three. With c
/// capped sources and R the sum of the others: x = 0.4 (R + c x), so x = 2/3 R for one and 2 R for two; three cannot exceed 40 % each.
pub(super) fn cap(weights: impl ExactSizeIterator<Item = Lamports>) -> Lamports {
    if weights.len() < 3 {
        return Lamports::MAX;
    }
    let Heaviest { sum, first, second, .. } = Heaviest::of(weights);
    let without_first = sum.minus(first);
    let one = without_first.part(3).twice();
    if second <= one {
        return one;
    }
    without_first.minus(second).twice()
}

/// Some weights, and the two highest of them.
struct Heaviest {
    count: u32,
    sum: Lamports,
    first: Lamports,
    second: Lamports,
}

impl Heaviest {
    fn of(weights: impl Iterator<Item = Lamports>) -> Self {
        let mut heaviest = Self { count: 0, sum: Lamports::ZERO, first: Lamports::ZERO, second: Lamports::ZERO };
        for weight in weights {
            heaviest.count = heaviest.count.wrapping_add(1); // no more than there are sources
            heaviest.sum = heaviest.sum.plus(weight);
            if weight > heaviest.first {
                (heaviest.first, heaviest.second) = (weight, heaviest.first);
            } else if weight > heaviest.second {
                heaviest.second = weight;
            }
        }
        heaviest
    }
}

//! A market's path, piecewise linear between published figures.

/// A share of what was there before the story, over seconds since its beginning.
#[derive(Clone, Debug)]
pub struct Path(Vec<(i64, f64)>);

impl Path {
    /// Through these points, in the order of time; level before the first and after the last.
    pub fn through(points: &[(i64, f64)]) -> Self {
        assert!(points.is_sorted_by_key(|(second, _)| *second), "points in the order of time");
        Self(points.to_vec())
    }

    /// As before the story, throughout.
    pub fn level() -> Self {
        Self::through(&[(0, 1.0)])
    }

    /// At `share` between two moments, and as before outside of them.
    pub fn between(from: i64, to: i64, share: f64) -> Self {
        Self::through(&[(from, 1.0), (from, share), (to, share), (to, 1.0)])
    }

    /// The same moments with other shares; straight where `change` is.
    #[must_use]
    pub fn map(&self, change: impl Fn(f64) -> f64) -> Self {
        Self(self.0.iter().map(|&(second, share)| (second, change(share))).collect())
    }

    /// The share at a second.
    pub fn at(&self, second: i64) -> f64 {
        let after = self.0.iter().position(|(time, _)| *time > second);
        match after {
            None => self.0.last().map_or(1.0, |(_, share)| *share),
            Some(0) => self.0[0].1,
            Some(next) => {
                let ((from, start), (to, end)) = (self.0[next - 1], self.0[next]);
                start + (end - start) * (second - from) as f64 / (to - from) as f64
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_linear_between_points_and_steps_where_two_meet() {
        let path = Path::through(&[(0, 1.0), (10, 0.5), (10, 0.2), (20, 0.2)]);
        assert_eq!([-5, 0, 5, 10, 15, 99].map(|second| path.at(second)), [1.0, 1.0, 0.75, 0.2, 0.2, 0.2]);
        assert_eq!([-1, 4, 5, 9, 10].map(|second| Path::between(5, 10, 0.5).at(second)), [1.0, 1.0, 0.5, 0.5, 1.0]);
    }

    #[test]
    fn other_shares_stand_at_the_same_moments() {
        let path = Path::through(&[(0, 1.0), (10, 0.5)]).map(|share| 2.0 * share);
        assert_eq!([0, 5, 10].map(|second| path.at(second)), [2.0, 1.5, 1.0]);
    }
}

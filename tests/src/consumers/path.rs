//! A market's path, piecewise linear between published figures.

/// Price as a share of NAV, over seconds since the story's beginning.
#[derive(Clone, Debug)]
pub struct Path(Vec<(i64, f64)>);

impl Path {
    /// Through these points, in the order of time; level before the first and after the last.
    pub fn through(points: &[(i64, f64)]) -> Self {
        assert!(points.is_sorted_by_key(|(second, _)| *second), "points in the order of time");
        Self(points.to_vec())
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
    }
}

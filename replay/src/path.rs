//! A number over time: points with straight lines between them, or held until the next.

/// A number over seconds since a story's beginning; level before the first point and after the last. Two points at one
/// second are a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    points: Vec<(f64, f64)>,
    held: bool,
}

impl Path {
    /// Straight lines through these points, or each held until the next one.
    ///
    /// # Errors
    /// No points, or not in the order of time.
    pub fn new(points: Vec<(f64, f64)>, held: bool) -> anyhow::Result<Self> {
        anyhow::ensure!(!points.is_empty(), "a path without points");
        anyhow::ensure!(points.is_sorted_by_key(|(second, _)| *second), "points out of the order of time");
        Ok(Self { points, held })
    }

    /// The same value at all times.
    pub fn level(value: f64) -> Self {
        Self { points: vec![(0.0, value)], held: true }
    }

    /// Its points.
    pub fn points(&self) -> &[(f64, f64)] {
        &self.points
    }

    /// Every value times a factor.
    #[must_use]
    pub fn times(mut self, factor: f64) -> Self {
        self.points.iter_mut().for_each(|(_, value)| *value *= factor);
        self
    }

    /// The value at a second, where `next` is the first point after it.
    fn value(&self, second: f64, next: usize) -> f64 {
        let before = next.checked_sub(1).and_then(|last| self.points.get(last));
        match (before, self.points.get(next)) {
            (None, None) => 0.0,
            (None, Some((_, value))) | (Some((_, value)), None) => *value,
            (Some((_, start)), Some(_)) if self.held => *start,
            (Some((from, start)), Some((to, end))) => start + (end - start) * (second - from) / (to - from),
        }
    }

    /// The value at a second.
    pub fn at(&self, second: f64) -> f64 {
        self.value(second, self.points.partition_point(|(time, _)| *time <= second))
    }
}

/// A place on a path that only moves forward: what a whole run costs is linear in its points.
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    path: &'a Path,
    next: usize,
}

impl<'a> Walk<'a> {
    /// At the beginning.
    pub fn new(path: &'a Path) -> Self {
        Self { path, next: 0 }
    }

    /// The value at a second, not before the last one that was asked for.
    pub fn at(&mut self, second: f64) -> f64 {
        while self.path.points.get(self.next).is_some_and(|(time, _)| *time <= second) {
            self.next += 1;
        }
        self.path.value(second, self.next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_straight_between_points_and_steps_where_two_meet() {
        let path = Path::new(vec![(0.0, 1.0), (10.0, 0.5), (10.0, 0.2), (20.0, 0.2)], false).unwrap();
        assert_eq!([-5.0, 0.0, 5.0, 10.0, 15.0, 99.0].map(|second| path.at(second)), [1.0, 1.0, 0.75, 0.2, 0.2, 0.2]);
    }

    #[test]
    fn a_held_one_stands_until_the_next_point() {
        let path = Path::new(vec![(0.0, 1.0), (10.0, 0.5)], true).unwrap();
        assert_eq!([-5.0, 0.0, 9.9, 10.0, 99.0].map(|second| path.at(second)), [1.0, 1.0, 1.0, 0.5, 0.5]);
    }

    #[test]
    fn a_walk_says_what_the_path_says() {
        for held in [false, true] {
            let path = Path::new(vec![(0.0, 1.0), (10.0, 0.5), (10.0, 0.2), (20.0, 0.3)], held).unwrap();
            let mut walk = Walk::new(&path);
            for second in (-20..250).map(|tenth| f64::from(tenth) / 10.0) {
                assert_eq!(walk.at(second), path.at(second), "{second}");
            }
        }
    }

    #[test]
    fn points_out_of_order_are_refused() {
        assert!(Path::new(vec![(1.0, 1.0), (0.0, 1.0)], false).is_err());
        assert!(Path::new(Vec::new(), false).is_err());
    }
}

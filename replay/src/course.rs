//! What happened to lending in a run: when it closed, why it should have, and whom that kept out.

use serde::Serialize;

use crate::{moment::Moment, oracle::Level};

/// Discount of the market below the books from which a token counts as depegged, as a share.
pub const DEPEGGED: f64 = 0.025;
/// Discount within which people expect to borrow, as a share.
const AT_PAR: f64 = 0.0125;
/// A closing is a false alarm if the market was not beyond [`DEPEGGED`] from so many seconds before it until it ended.
const JUST_BEFORE: f64 = 600.0;

/// A time, in seconds since the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// When it began.
    pub from: f64,
    /// When it ended; `None` if the story ended first.
    pub until: Option<f64>,
}

/// What happened to lending. Times in seconds since the beginning.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Course {
    /// When lending was closed.
    pub closed: Vec<Interval>,
    /// How long, all in all.
    pub closed_for: f64,
    /// How long it was closed although the market was near the books.
    pub blocked_for: f64,
    /// Closings without a depeg.
    pub false_alarms: usize,
    /// Times at which the level rose to depegged or higher.
    pub trips: Vec<f64>,
    /// How long the level was depegged or higher.
    pub depegged_for: f64,
    /// How long it was halted.
    pub halted_for: f64,
    /// When the market was first beyond the depeg threshold.
    pub depeg: Option<f64>,
    /// How long from then until lending was closed.
    pub time_to_halt: Option<f64>,
    /// How long the story lasts.
    pub lasts: f64,
}

/// Keeps the course of a run.
pub struct Watch {
    course: Course,
    open: bool,
    last: f64,
    last_depeg: f64,
    justified: bool,
    was: Option<Level>,
}

impl Watch {
    /// At the beginning.
    pub fn new(lasts: f64, open: bool) -> Self {
        let mut course = Course { lasts, ..Course::default() };
        if !open {
            course.closed.push(Interval { from: 0.0, until: None });
        }
        Self { course, open, last: 0.0, last_depeg: f64::MIN, justified: false, was: None }
    }

    /// One moment.
    pub fn see(&mut self, moment: &Moment<'_, '_>) {
        let Moment { second, quote, published, world, captured, .. } = *moment;
        let course = &mut self.course;
        let passed = second - self.last;
        self.last = second;
        let discount = 1.0 - world.market / world.books;
        if !self.open {
            course.closed_for += passed;
            if discount < AT_PAR {
                course.blocked_for += passed;
            }
        }
        let level = published.level();
        if self.was.is_some_and(|was| was >= Level::Depegged) {
            course.depegged_for += passed;
        }
        if self.was == Some(Level::Halted) {
            course.halted_for += passed;
        }
        if level >= Level::Depegged && self.was.is_none_or(|was| was < Level::Depegged) {
            course.trips.push(second);
        }
        self.was = Some(level);
        if discount >= DEPEGGED && !captured {
            self.last_depeg = second;
            self.justified = true;
            course.depeg.get_or_insert(second);
        }
        if self.open && !quote.lends {
            course.closed.push(Interval { from: second, until: None });
            self.justified = second - self.last_depeg <= JUST_BEFORE;
        } else if !self.open && quote.lends {
            if let Some(last) = course.closed.last_mut() {
                last.until = Some(second);
            }
            course.false_alarms += usize::from(!self.justified);
        }
        self.open = quote.lends;
        if let (Some(depeg), false) = (course.depeg, self.open) {
            course.time_to_halt.get_or_insert(second - depeg);
        }
    }

    /// At the end.
    pub fn end(mut self) -> Course {
        self.course.false_alarms += usize::from(!self.open && !self.justified);
        self.course
    }
}

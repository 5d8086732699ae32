//! What a run looked like, in as many columns as a picture has room for.

use crate::{course::Course, moment::Moment, oracle::Level, play::Observer};

/// Columns of a picture.
pub const COLUMNS: usize = 420;

/// The lowest and the highest of a value within a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Lowest.
    pub low: f64,
    /// Highest.
    pub high: f64,
}

impl Span {
    fn widen(&mut self, value: f64) {
        self.low = self.low.min(value);
        self.high = self.high.max(value);
    }
}

/// What was seen within a column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Middle of the column, seconds.
    pub second: f64,
    /// What each market said.
    pub markets: Vec<Option<Span>>,
    /// Published NAV, the last.
    pub nav: f64,
    /// What the books said, the last.
    pub books: f64,
    /// `fair`, the lowest and the highest.
    pub fair: Span,
    /// Low side of the short window at the lowest, its high side at the highest.
    pub short: Span,
    /// The same of the long window.
    pub long: Span,
    /// Collateral price at the lowest, debt price at the highest.
    pub band: Span,
    /// The highest level.
    pub level: Level,
}

/// Records a run.
pub struct Trace {
    lasts: f64,
    /// Its columns, in the order of time; none for a time in which nobody looked.
    pub columns: Vec<Column>,
}

impl Trace {
    /// Of a run of so many seconds.
    pub fn new(lasts: f64) -> Self {
        Self { lasts, columns: Vec::with_capacity(COLUMNS) }
    }

    /// Seconds of the run.
    pub fn lasts(&self) -> f64 {
        self.lasts
    }
}

impl Observer for Trace {
    fn see(&mut self, moment: &Moment<'_, '_>) {
        let Moment { second, published, world, .. } = *moment;
        let width = self.lasts / COLUMNS as f64;
        let middle = ((second / width).floor().min((COLUMNS - 1) as f64) + 0.5) * width;
        let sides = |[low, high]: [f64; 2]| Span { low, high };
        let point = |value: f64| Span { low: value, high: value };
        if self.columns.last().is_none_or(|last| last.second < middle) {
            self.columns.push(Column {
                second: middle,
                markets: vec![None; world.look.markets.len()],
                nav: published.nav(),
                books: world.books,
                fair: point(published.fair()),
                short: sides(published.short()),
                long: sides(published.long()),
                band: sides([published.collateral(), published.debt()]),
                level: published.level(),
            });
        }
        let Some(column) = self.columns.last_mut() else { return };
        for (seen, market) in column.markets.iter_mut().zip(&world.look.markets) {
            if let Some(price) = market.price() {
                seen.get_or_insert(point(price)).widen(price);
            }
        }
        column.nav = published.nav();
        column.books = world.books;
        column.fair.widen(published.fair());
        let sides = [(&mut column.short, published.short()), (&mut column.long, published.long())];
        let band = (&mut column.band, [published.collateral(), published.debt()]);
        for (span, [low, high]) in sides.into_iter().chain([band]) {
            span.widen(low);
            span.widen(high);
        }
        column.level = column.level.max(published.level());
    }
}

/// Something to mark on the axis of time.
#[derive(Clone, Debug)]
pub struct Mark {
    /// When, seconds.
    pub second: f64,
    /// What.
    pub what: String,
}

/// The marks of a course: the first closing and the last opening.
pub fn marks(course: &Course) -> Vec<Mark> {
    let closes = course.closed.first().map(|closed| Mark { second: closed.from, what: "lending closes".into() });
    let opens = course.closed.last().and_then(|closed| closed.until);
    let opens = opens.map(|second| Mark { second, what: "lending opens".into() });
    closes.into_iter().chain(opens).collect()
}

//! Looks at one demand in a run.

use super::{Demand, Value, Verdict, words::span};
use crate::{
    course::DEPEGGED,
    moment::Moment,
    oracle::{self, Level},
    play::Observer,
    span::Span,
};

/// Looks at one demand in a run.
pub struct Check<'a> {
    demand: &'a Demand,
    start: Option<f64>,
    /// The first thing that broke it.
    broken: Option<String>,
    /// Whether what it waits for has come.
    come: Option<f64>,
    /// The most extreme of what it measures.
    worst: f64,
    opened: bool,
    closed_since: Option<f64>,
    closed_for: f64,
    last: f64,
    calm_since: Option<f64>,
    step: (f64, f64),
    trips: usize,
    was: Level,
}

const BPS: f64 = 10_000.0;
/// A move of the market from one moment to the next that counts as a step.
const STEP: f64 = 0.01;

impl<'a> Check<'a> {
    /// Of a demand.
    pub fn new(demand: &'a Demand) -> Self {
        Self {
            demand,
            start: None,
            broken: None,
            come: None,
            worst: f64::MIN,
            opened: false,
            closed_since: None,
            closed_for: 0.0,
            last: 0.0,
            calm_since: Some(f64::MIN),
            step: (f64::MIN, 0.0),
            trips: 0,
            was: Level::Normal,
        }
    }

    fn fail(&mut self, second: f64, why: String) {
        self.broken.get_or_insert_with(|| format!("{why} after {}", span(second)));
    }

    /// The largest discount of a market that votes, in basis points below what the books say.
    fn discount(moment: &Moment<'_, '_>) -> f64 {
        let markets = moment.world.look.markets.iter().enumerate();
        let votes =
            markets.filter(|(place, _)| moment.published.voted(*place)).filter_map(|(_, market)| market.price());
        (1.0 - votes.fold(f64::MAX, f64::min) / moment.world.books) * BPS
    }

    fn judge(&mut self, moment: &Moment<'_, '_>) {
        let Moment { second, published, world, quote, .. } = *moment;
        let passed = second - self.last;
        self.last = second;
        let open = quote.lends;
        if open {
            self.opened = true;
        }
        let demand = self.demand;
        match demand {
            Demand::Level { at_most, from, until } => {
                let within = second >= from.0 && until.is_none_or(|until| second <= until.0);
                if within {
                    self.worst = self.worst.max(f64::from(published.level() as u8));
                    if published.level() > at_most.level() {
                        let reasons: Vec<_> = published.reasons().collect();
                        self.fail(second, format!("{:?} for {}", published.level(), reasons.join(", ")));
                    }
                }
            }
            Demand::Reaches { level, .. } => {
                if published.level() >= level.level() {
                    self.come.get_or_insert(second);
                }
            }
            Demand::Trips { from, until, .. } => {
                let level = published.level();
                let within = from.is_none_or(|from| second >= from.0) && until.is_none_or(|until| second <= until.0);
                if level >= Level::Depegged && self.was < Level::Depegged && within {
                    self.trips += 1;
                    self.come = Some(second);
                }
                self.was = level;
            }
            Demand::NeverClosed => {
                if !open {
                    let reasons: Vec<_> = published.reasons().collect();
                    self.fail(second, format!("closed for {}", reasons.join(", ")));
                }
            }
            Demand::ClosedAtMost { .. } => {
                if self.closed_since.is_some() {
                    self.closed_for += passed;
                }
                self.closed_since = (!open).then_some(second);
            }
            Demand::ClosesWithin { of_depeg } => {
                if !moment.captured && Self::discount(moment) >= DEPEGGED * BPS {
                    self.come.get_or_insert(second);
                }
                if let Some(since) = self.come {
                    if !open {
                        self.closed_since.get_or_insert(second);
                    } else if self.closed_since.is_none() && second - since >= of_depeg.0 {
                        self.fail(second, "still open".into());
                    }
                }
            }
            Demand::ClosesBy { .. } => {
                if !open && self.opened {
                    self.come.get_or_insert(second);
                }
            }
            Demand::StaysClosed { from, until } => {
                if open && second >= from.0 && until.is_none_or(|until| second < until.0) {
                    self.fail(second, "open".into());
                }
            }
            Demand::OpenBy { at } => {
                if open {
                    self.come.get_or_insert(second);
                } else {
                    self.come = None;
                    if second >= at.0 {
                        let reasons: Vec<_> = published.reasons().collect();
                        self.fail(second, format!("closed for {}", reasons.join(", ")));
                    }
                }
            }
            Demand::OpensAfter { calm, within } => {
                if Self::discount(moment) < *within {
                    self.calm_since.get_or_insert(second);
                } else {
                    self.calm_since = None;
                }
                if open && self.closed_since.take().is_some() {
                    let calm_for = self.calm_since.map_or(0.0, |since| second - since);
                    self.worst = self.worst.max(-calm_for);
                    if calm_for < calm.0 {
                        self.fail(second, format!("opened with the market calm for {}", span(calm_for)));
                    }
                }
                if !open {
                    self.closed_since = Some(second);
                }
            }
            Demand::AtLeast { value, sol } => {
                let found = value.of(published);
                self.worst = self.worst.max(-found);
                if found < *sol {
                    self.fail(second, format!("{found:.4}"));
                }
            }
            Demand::FallsAtMost { value, bps } => {
                let found = value.of(published);
                let fall = (1.0 - found / *self.start.get_or_insert(found)) * BPS;
                self.worst = self.worst.max(fall);
                if fall > *bps {
                    self.fail(second, format!("{fall:.1} bps lower"));
                }
            }
            Demand::DiscountAtMost { value, bps } => {
                let discount = (1.0 - value.of(published) / published.nav()) * BPS;
                self.worst = self.worst.max(discount);
                if discount > *bps {
                    self.fail(second, format!("{discount:.1} bps below NAV"));
                }
            }
            Demand::RisesAtMost { value, bps } => {
                let found = value.of(published);
                let rise = (found / *self.start.get_or_insert(found) - 1.0) * BPS;
                self.worst = self.worst.max(rise);
                if rise > *bps {
                    self.fail(second, format!("{rise:.1} bps higher"));
                }
            }
            Demand::Falls { value, bps, .. } => {
                let found = value.of(published);
                let fall = (1.0 - found / *self.start.get_or_insert(found)) * BPS;
                self.worst = self.worst.max(fall);
                if fall >= *bps {
                    self.come.get_or_insert(second);
                }
            }
            Demand::NearMarket { value, bps, from } => {
                if second >= from.0 {
                    self.near(*value, *bps, moment);
                }
            }
            Demand::NearMarketAfterSteps { value, bps, after } => {
                let (since, last) = &mut self.step;
                if (world.market / *last - 1.0).abs() > STEP {
                    *since = second;
                }
                *last = world.market;
                if second - *since >= after.0 {
                    self.near(*value, *bps, moment);
                }
            }
            Demand::CollateralAtMarketOnceClosed => {
                if !open {
                    self.closed_since.get_or_insert(second);
                }
                if self.closed_since.is_some() {
                    let above = (published.collateral() / world.market - 1.0) * BPS;
                    self.worst = self.worst.max(above);
                    if above > 0.01 {
                        self.fail(second, format!("{above:.1} bps above the market"));
                    }
                }
            }
            Demand::Never { reasons } => {
                let given = reasons.iter().find(|wanted| published.reasons().any(|given| given == *wanted));
                if let Some(given) = given {
                    self.fail(second, given.clone());
                }
            }
            Demand::Gives { reason, .. } => {
                if self.come.is_none() && oracle::reason(reason).is_ok_and(|reason| published.has(reason)) {
                    self.come = Some(second);
                }
            }
            Demand::Voteless { market, from } => {
                if second >= from.0 && published.voted(*market) {
                    self.fail(second, "it votes".into());
                }
            }
            Demand::Refused
            | Demand::NobodyLiquidated { .. }
            | Demand::AboveValueAtMost { .. }
            | Demand::BadDebtAtMost { .. } => {}
        }
    }

    fn near(&mut self, value: Value, bps: f64, moment: &Moment<'_, '_>) {
        let apart = (value.of(moment.published) - moment.world.market).abs() / moment.published.nav() * BPS;
        self.worst = self.worst.max(apart);
        if apart > bps {
            self.fail(moment.second, format!("{apart:.1} bps from the market"));
        }
    }

    /// How it ended.
    pub fn verdict(self) -> Verdict {
        let come = |by: Span| match self.come {
            Some(second) if second <= by.0 => (true, span(second)),
            Some(second) => (false, format!("only after {}", span(second))),
            None => (false, "never".into()),
        };
        let worst = |what: &str| {
            if self.worst == f64::MIN { "nothing to see".into() } else { format!("{:.1} {what}", self.worst) }
        };
        let (kept, measured) = match self.demand {
            Demand::Reaches { by, .. } | Demand::Gives { by, .. } => come(*by),
            Demand::Falls { by, .. } => {
                let (kept, when) = come(*by);
                (kept, format!("{when}; at most {}", worst("bps")))
            }
            Demand::ClosesBy { at } => come(*at),
            Demand::Trips { times, .. } => (self.trips == *times, format!("{} times", self.trips)),
            Demand::ClosedAtMost { long } => (self.closed_for <= long.0, span(self.closed_for)),
            Demand::ClosesWithin { .. } => match (self.come, self.closed_since) {
                (None, _) => (false, "no market was ever beyond".into()),
                (Some(depeg), Some(closed)) => {
                    (self.broken.is_none(), format!("after {}", span((closed - depeg).max(0.0))))
                }
                (Some(_), None) => (self.broken.is_none(), "not closed".into()),
            },
            Demand::OpenBy { .. } => {
                (self.broken.is_none() && self.come.is_some(), self.come.map_or("never".into(), span))
            }
            Demand::OpensAfter { .. } => {
                let calm = if self.worst == f64::MIN { "never open again".into() } else { span(-self.worst) };
                (self.broken.is_none(), calm)
            }
            Demand::AtLeast { .. } => (self.broken.is_none(), format!("{:.4} SOL", -self.worst)),
            Demand::Level { .. } => {
                let level = Level::from_byte(self.worst.max(0.0) as u8);
                (self.broken.is_none(), level.map_or("?".into(), |level| format!("{level:?}")))
            }
            Demand::FallsAtMost { .. } | Demand::RisesAtMost { .. } | Demand::DiscountAtMost { .. } => {
                (self.broken.is_none(), worst("bps"))
            }
            Demand::NearMarket { .. } | Demand::NearMarketAfterSteps { .. } => {
                (self.broken.is_none(), worst("bps at most"))
            }
            Demand::CollateralAtMarketOnceClosed => {
                (self.broken.is_none() && self.closed_since.is_some(), worst("bps above"))
            }
            _ => (self.broken.is_none(), "so it was".into()),
        };
        let measured = match &self.broken {
            Some(broken) if !kept => format!("{measured}; first broken: {broken}"),
            _ => measured,
        };
        Verdict { demand: self.demand.to_string(), kept, measured }
    }
}

impl Observer for Check<'_> {
    fn see(&mut self, moment: &Moment<'_, '_>) {
        self.judge(moment);
    }

    fn changed(&mut self, second: f64, accepted: bool) {
        if matches!(self.demand, Demand::Refused) && accepted {
            self.fail(second, "it was accepted".into());
        }
    }
}

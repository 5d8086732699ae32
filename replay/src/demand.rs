//! How a scenario must end: written with it, looked at in each run, and told with the figure that was measured.

use serde::{Deserialize, Serialize};

use crate::{
    course::DEPEGGED,
    oracle::{self, Level, Published},
    play::{Moment, Observer},
    scenario::Span,
};

/// A level by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LevelName {
    /// Everything is open.
    Normal,
    /// Everything is open, swaps cost more.
    Caution,
    /// No new risk.
    Depegged,
    /// As depegged, or only repaying.
    Halted,
}

impl LevelName {
    fn level(self) -> Level {
        match self {
            Self::Normal => Level::Normal,
            Self::Caution => Level::Caution,
            Self::Depegged => Level::Depegged,
            Self::Halted => Level::Halted,
        }
    }
}

/// A price that is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Value {
    /// What liquidation judges by.
    Fair,
    /// What loans are made on.
    Collateral,
    /// NAV.
    Nav,
    /// What debt in the token weighs.
    Debt,
    /// Either side of spot, the lower one.
    Spot,
    /// The low side of the short window.
    Short,
    /// The low side of the long window.
    Long,
}

impl Value {
    fn of(self, published: &Published) -> f64 {
        match self {
            Self::Fair => published.fair(),
            Self::Collateral => published.collateral(),
            Self::Nav => published.nav(),
            Self::Debt => published.debt(),
            Self::Spot => published.spot()[0],
            Self::Short => published.short()[0],
            Self::Long => published.long()[0],
        }
    }
}

/// What must hold in one run of this oracle. Basis points are counted from what was published at the beginning, unless it is said.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(tag = "that", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Demand {
    /// The level is at most this, throughout or within a time.
    Level {
        /// The highest.
        at_most: LevelName,
        /// From when on.
        #[serde(default)]
        from: Span,
        /// Until when.
        until: Option<Span>,
    },
    /// The level reaches this.
    Reaches {
        /// The level.
        level: LevelName,
        /// By when.
        by: Span,
    },
    /// The level rises to depegged or higher so many times.
    Trips {
        /// How many.
        times: usize,
        /// From when on.
        from: Option<Span>,
        /// Until when.
        until: Option<Span>,
    },
    /// Lending is never closed.
    NeverClosed,
    /// Lending is closed for at most so long, all in all.
    ClosedAtMost {
        /// How long.
        #[serde(rename = "for")]
        long: Span,
    },
    /// Lending is closed within so long of the first reading of a market that votes beyond the depeg threshold.
    ClosesWithin {
        /// How long.
        of_depeg: Span,
    },
    /// Lending is closed by then, and was open before.
    ClosesBy {
        /// When.
        at: Span,
    },
    /// Lending is closed from then on until the end, or until.
    StaysClosed {
        /// When.
        from: Span,
        /// Until when.
        until: Option<Span>,
    },
    /// Lending opens again by then, and stays open.
    OpenBy {
        /// When.
        at: Span,
    },
    /// When lending opens again, every market that votes has been within the discount for so long.
    OpensAfter {
        /// How long.
        calm: Span,
        /// In basis points below NAV.
        within: f64,
    },
    /// A published value is at least this, in SOL.
    AtLeast {
        /// Which.
        value: Value,
        /// The least.
        sol: f64,
    },
    /// A published value never lies further below what it was at the beginning.
    FallsAtMost {
        /// Which.
        value: Value,
        /// In basis points.
        bps: f64,
    },
    /// A published value never lies further below the published NAV of the same moment.
    DiscountAtMost {
        /// Which.
        value: Value,
        /// In basis points.
        bps: f64,
    },
    /// A published value never lies further above what it was at the beginning.
    RisesAtMost {
        /// Which.
        value: Value,
        /// In basis points.
        bps: f64,
    },
    /// A published value falls at least so far.
    Falls {
        /// Which.
        value: Value,
        /// In basis points.
        bps: f64,
        /// By when.
        by: Span,
    },
    /// A published value is within so much of the market's price from then on.
    NearMarket {
        /// Which.
        value: Value,
        /// In basis points of NAV, as discounts are.
        bps: f64,
        /// From when on.
        from: Span,
    },
    /// The same, so long after each step of the market by more than a hundredth.
    NearMarketAfterSteps {
        /// Which.
        value: Value,
        /// In basis points of NAV, as discounts are.
        bps: f64,
        /// How long after.
        after: Span,
    },
    /// Collateral is at or below the market's price from when lending first closed.
    CollateralAtMarketOnceClosed,
    /// None of these reasons is ever given.
    Never {
        /// Their names.
        reasons: Vec<String>,
    },
    /// A reason is given at some time.
    Gives {
        /// Its name.
        reason: String,
        /// By when.
        by: Span,
    },
    /// The market of this name has no vote from then on.
    Voteless {
        /// Its place among the markets.
        market: usize,
        /// From when on.
        from: Span,
    },
    /// Every change of parameters is refused.
    Refused,
    /// Nobody who was there before is liquidated in markets of these terms.
    NobodyLiquidated {
        /// Such as "80/85".
        at: Vec<String>,
    },
    /// No loan is further above the market's own loan-to-value, at what tokens sold for; nothing at all unless it is demanded otherwise.
    AboveValueAtMost {
        /// In basis points of what it should have been.
        bps: f64,
    },
    /// In markets of these terms bad debt is at most such a share of what was lent.
    BadDebtAtMost {
        /// Such as "80/85".
        at: Vec<String>,
        /// In percent.
        percent: f64,
    },
}

/// How a demand ended.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    /// The demand, in words.
    pub demand: String,
    /// Whether it holds.
    pub kept: bool,
    /// What was measured.
    pub measured: String,
}

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
                (self.broken.is_none(), format!("{:?}", Level::from_number(self.worst.max(0.0) as u32)))
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

/// Seconds as people say them.
pub fn span(seconds: f64) -> String {
    match seconds {
        s if s < 120.0 => format!("{s:.0} s"),
        s if s < 7_200.0 => format!("{:.0} min", s / 60.0),
        s if s < 172_800.0 => format!("{:.1} h", s / 3_600.0),
        s => format!("{:.1} d", s / 86_400.0),
    }
}

impl std::fmt::Display for Demand {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = |value: &Value| format!("{value:?}").to_lowercase();
        let level = |level: &LevelName| format!("{level:?}").to_lowercase();
        let during = |from: &Span, until: &Option<Span>| match until {
            Some(until) => format!(" from {} to {}", span(from.0), span(until.0)),
            None if from.0 > 0.0 => format!(" from {} on", span(from.0)),
            None => String::new(),
        };
        match self {
            Self::Level { at_most, from, until } => write!(out, "at most {}{}", level(at_most), during(from, until)),
            Self::Reaches { level: reached, by } => write!(out, "{} by {}", level(reached), span(by.0)),
            Self::Trips { times, from, until } => {
                write!(out, "depegged {times} times{}", during(&from.unwrap_or_default(), until))
            }
            Self::NeverClosed => write!(out, "lending is never closed"),
            Self::ClosedAtMost { long } => write!(out, "lending is closed for at most {}", span(long.0)),
            Self::ClosesWithin { of_depeg } => {
                write!(out, "lending is closed within {} of the first voter beyond 250 bps", span(of_depeg.0))
            }
            Self::ClosesBy { at } => write!(out, "lending is closed by {}", span(at.0)),
            Self::StaysClosed { from, until } => write!(out, "lending is closed{}", during(from, until)),
            Self::OpenBy { at } => write!(out, "lending is open again by {}", span(at.0)),
            Self::OpensAfter { calm, within } => {
                write!(out, "lending opens after {} within {within} bps, no sooner", span(calm.0))
            }
            Self::AtLeast { value, sol } => write!(out, "{} is never below {sol} SOL", name(value)),
            Self::FallsAtMost { value, bps } => write!(out, "{} falls by at most {bps} bps", name(value)),
            Self::DiscountAtMost { value, bps } => {
                write!(out, "{} is at most {bps} bps below NAV", name(value))
            }
            Self::RisesAtMost { value, bps } => write!(out, "{} rises by at most {bps} bps", name(value)),
            Self::Falls { value, bps, by } => write!(out, "{} falls by {bps} bps by {}", name(value), span(by.0)),
            Self::NearMarket { value, bps, from } => {
                write!(out, "{} is within {bps} bps of the market from {} on", name(value), span(from.0))
            }
            Self::NearMarketAfterSteps { value, bps, after } => {
                write!(out, "{} is within {bps} bps of the market {} after each step", name(value), span(after.0))
            }
            Self::CollateralAtMarketOnceClosed => write!(out, "collateral is at or below the market once closed"),
            Self::Never { reasons } => write!(out, "never {}", reasons.join(", ")),
            Self::Gives { reason, by } => write!(out, "{reason} by {}", span(by.0)),
            Self::Voteless { market, from } => {
                write!(out, "market {} has no vote from {} on", market + 1, span(from.0))
            }
            Self::Refused => write!(out, "the change is refused"),
            Self::NobodyLiquidated { at } => write!(out, "nobody is liquidated at {}", at.join(", ")),
            Self::AboveValueAtMost { bps } => write!(out, "no loan is more than {bps} bps above value"),
            Self::BadDebtAtMost { at, percent } => {
                write!(out, "bad debt of at most {percent} % at {}", at.join(", "))
            }
        }
    }
}

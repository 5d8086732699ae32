//! A lending market as arithmetic: three borrowers who were there before, somebody who borrows whatever it lends
//! against tokens that sell
//! below what the books say, and liquidators who act when it pays them, and move the price that they sell into.

use serde::Serialize;

use crate::baseline::Quote;

/// Loan-to-value up to which a market lends, and from which it liquidates, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Terms {
    /// Percent.
    pub lends: u32,
    /// Percent.
    pub liquidates: u32,
}

impl Terms {
    /// The markets that are compared.
    pub const ALL: [Self; 4] = [Self::new(50, 65), Self::new(70, 80), Self::new(80, 85), Self::new(90, 93)];

    const fn new(lends: u32, liquidates: u32) -> Self {
        Self { lends, liquidates }
    }

    /// Borrowers of the three who are liquidated once the price for health has come down to this share of the
    /// collateral price on which they
    /// borrowed.
    pub fn liquidated_at(self, kept: f64) -> u32 {
        USAGE.into_iter().map(|usage| u32::from(usage * self.ltv() > kept * self.threshold())).sum()
    }

    fn ltv(self) -> f64 {
        f64::from(self.lends) / 100.0
    }

    fn threshold(self) -> f64 {
        f64::from(self.liquidates) / 100.0
    }
}

impl std::fmt::Display for Terms {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}/{}", self.lends, self.liquidates)
    }
}

/// How large a market is, and what liquidators find.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Size {
    /// Worth of what each of the three borrowers has deposited, as a multiple of the depth before the story.
    pub deposit: f64,
    /// Most that is lent to all together, as such a multiple.
    pub cap: f64,
    /// Time in which half of what liquidators' sales took off the price is bought back, seconds.
    pub heals: f64,
}

impl Default for Size {
    fn default() -> Self {
        Self { deposit: 1.5, cap: 5.0, heals: 600.0 }
    }
}

/// What borrowers owe at the beginning, as a share of what the market would lend them.
const USAGE: [f64; 3] = [1.0, 0.9, 0.75];
/// The opportunist comes while tokens sell below the books by more than this.
const CHEAP: f64 = 0.005;
/// Parts of the cap that it brings at a time.
const PARTS: f64 = 50.0;
/// Seconds between two of its attempts.
const TRIES_EVERY: f64 = 60.0;
const BONUS: f64 = 0.05;
const CLOSE_FACTOR: f64 = 0.5;
/// Liquidations of one borrower at one moment, at most.
const AT_ONCE: usize = 12;
/// A liquidation for which selling the whole part does not pay is tried with a half, a quarter, down to this many
/// halvings.
const HALVINGS: i32 = 6;
/// Part of the price that selling as much as the depth takes off.
const DEPTH_SHARE: f64 = 0.01;

#[derive(Clone, Copy, Debug, Default)]
struct Position {
    deposited: f64,
    owed: f64,
}

/// An honest borrower as they were before they were first liquidated.
#[derive(Clone, Copy, Debug)]
struct Victim {
    position: Position,
    since: f64,
    healthy_again: Option<f64>,
}

/// What markets tell of a run. Amounts in what is lent.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Losses {
    /// Borrowers of three who were liquidated.
    pub liquidated: usize,
    /// When the first of them was, seconds.
    pub first: Option<f64>,
    /// Those of them who would be healthy at the market's price at the end.
    pub wrongful: usize,
    /// The longest that it took from a liquidation until the market's price would have made that borrower healthy
    /// again, seconds.
    pub healthy_again: Option<f64>,
    /// Bad debt written off, and what the collateral of open debt would not fetch at the end.
    pub bad_debt: f64,
    /// Everything that was lent.
    pub lent: f64,
    /// What liquidators made.
    pub liquidators: f64,
    /// What borrowers lost to liquidations: collateral at what it is worth in the end, less debt repaid.
    pub borrowers: f64,
    /// Loans beyond the market's own loan-to-value at what tokens sold for.
    pub above_value: f64,
    /// The furthest that one of them was beyond it, as a share.
    pub furthest_above: f64,
}

impl Losses {
    /// Bad debt as a share of everything lent.
    pub fn share(&self) -> f64 {
        if self.lent > 0.0 { self.bad_debt / self.lent } else { 0.0 }
    }
}

/// Prices at one moment, in what is lent per token.
#[derive(Clone, Copy, Debug)]
pub struct Prices {
    /// Second of the story.
    pub second: f64,
    /// What tokens sell for.
    pub market: f64,
    /// What the books say.
    pub books: f64,
    /// SOL that move the price by 1 %, in what is lent.
    pub depth: f64,
}

/// One market.
#[derive(Clone, Debug)]
pub struct Book {
    terms: Terms,
    size: Size,
    cap: f64,
    /// The honest borrowers, and the opportunist last.
    positions: [Position; USAGE.len() + 1],
    victims: [Option<Victim>; USAGE.len()],
    written_off: f64,
    seized: f64,
    repaid: f64,
    last_try: f64,
    /// What liquidators' sales have taken off the price, as a logarithm.
    pressure: f64,
    pressed: f64,
    losses: Losses,
}

impl Book {
    /// With its borrowers, who borrowed on this collateral price.
    pub fn open(terms: Terms, size: Size, collateral: f64, depth: f64) -> Self {
        let deposited = size.deposit * depth / collateral;
        let mut positions = [Position::default(); USAGE.len() + 1];
        for (position, usage) in positions.iter_mut().zip(USAGE) {
            *position = Position { deposited, owed: deposited * collateral * terms.ltv() * usage };
        }
        let lent = positions.iter().map(|position| position.owed).sum();
        Self {
            terms,
            size,
            cap: size.cap * depth,
            positions,
            victims: [None; USAGE.len()],
            written_off: 0.0,
            seized: 0.0,
            repaid: 0.0,
            last_try: f64::MIN,
            pressure: 0.0,
            pressed: 0.0,
            losses: Losses { lent, ..Losses::default() },
        }
    }

    /// What its liquidators' sales leave of the price at a second.
    pub fn kept(&mut self, second: f64) -> f64 {
        if self.pressure == 0.0 {
            return 1.0;
        }
        self.pressure *= 0.5_f64.powf((second - self.pressed) / self.size.heals);
        self.pressed = second;
        if self.pressure < 1e-6 {
            self.pressure = 0.0;
        }
        (-self.pressure).exp()
    }

    /// Everybody acts.
    pub fn act(&mut self, quote: &Quote, prices: &Prices) {
        let mut market = prices.market;
        if quote.liquidates {
            for place in 0..self.positions.len() {
                self.liquidate(place, quote, prices, &mut market);
            }
        }
        let threshold = self.terms.threshold();
        for victim in self.victims.iter_mut().flatten() {
            let Victim { position, since, healthy_again } = victim;
            if healthy_again.is_none() && position.owed <= position.deposited * prices.market * threshold {
                *healthy_again = Some(prices.second - *since);
            }
        }
        if prices.second >= self.last_try + TRIES_EVERY && market < prices.books * (1.0 - CHEAP) {
            self.last_try = prices.second;
            if quote.lends {
                self.take_advantage(quote, market);
            }
        }
    }

    fn liquidate(&mut self, place: usize, quote: &Quote, prices: &Prices, market: &mut f64) {
        for _ in 0..AT_ONCE {
            let before = self.positions[place];
            let Position { deposited, owed } = before;
            if deposited <= 0.0 || owed <= deposited * quote.liquidation * self.terms.threshold() {
                return;
            }
            let worth = deposited * quote.seized;
            let most = if worth <= owed { owed } else { owed * CLOSE_FACTOR };
            let Some((repaid, taken, fetched, left)) = (0..=HALVINGS).find_map(|halving| {
                let part = most * 0.5_f64.powi(halving);
                let (repaid, taken) = if part * (1.0 + BONUS) >= worth {
                    ((worth / (1.0 + BONUS)).min(owed), deposited)
                } else {
                    (part, deposited * part * (1.0 + BONUS) / worth)
                };
                let (fetched, left) = sell(taken, *market, prices.depth);
                (fetched >= repaid && repaid > 0.0).then_some((repaid, taken, fetched, left))
            }) else {
                return;
            };
            self.kept(prices.second);
            self.pressure += (*market / left).ln();
            self.pressed = prices.second;
            *market = left;
            let position = &mut self.positions[place];
            *position = Position { deposited: deposited - taken, owed: owed - repaid };
            if position.deposited <= 1e-12 {
                self.written_off += position.owed;
                *position = Position::default();
            }
            self.losses.liquidators += fetched - repaid;
            if let Some(victim) = self.victims.get_mut(place) {
                self.seized += taken;
                self.repaid += repaid;
                victim.get_or_insert(Victim { position: before, since: prices.second, healthy_again: None });
                self.losses.first.get_or_insert(prices.second);
            }
        }
    }

    /// Borrows what the market lends on tokens that were just bought.
    fn take_advantage(&mut self, quote: &Quote, market: f64) {
        let borrowed: f64 = self.positions.iter().map(|position| position.owed).sum();
        let brought = self.cap / PARTS / self.terms.ltv() / quote.collateral.max(1e-9);
        let opportunist = &mut self.positions[USAGE.len()];
        let deposited = opportunist.deposited + brought;
        let amount = (deposited * quote.collateral * self.terms.ltv() - opportunist.owed).min(self.cap - borrowed);
        // What it costs to buy is what it pays: nobody does it for less.
        if amount <= 0.0 {
            return;
        }
        opportunist.deposited = deposited;
        opportunist.owed += amount;
        self.losses.lent += amount;
        let above = opportunist.owed / (deposited * market * self.terms.ltv()) - 1.0;
        if above > 1e-9 {
            self.losses.above_value += amount;
            self.losses.furthest_above = self.losses.furthest_above.max(above);
        }
    }

    /// What came of it, where tokens sell for `market` in the end and are worth `worth`.
    pub fn close(mut self, market: f64, worth: f64) -> Losses {
        let short = |position: &Position| (position.owed - position.deposited * market).max(0.0);
        self.losses.bad_debt = self.written_off + self.positions.iter().map(short).sum::<f64>();
        let victims = self.victims.iter().flatten();
        self.losses.liquidated = victims.clone().count();
        let threshold = self.terms.threshold();
        let healthy = |victim: &&Victim| victim.position.owed <= victim.position.deposited * market * threshold;
        self.losses.wrongful = victims.clone().filter(healthy).count();
        self.losses.healthy_again = victims.filter_map(|victim| victim.healthy_again).reduce(f64::max);
        self.losses.borrowers = (self.seized * worth - self.repaid).max(0.0);
        self.losses
    }
}

/// What selling tokens fetches, and the price after it: each unit of depth sold takes a hundredth off.
fn sell(tokens: f64, price: f64, depth: f64) -> (f64, f64) {
    if depth <= 0.0 {
        return (0.0, price);
    }
    let fall = DEPTH_SHARE * tokens * price / depth;
    if fall < 1e-9 {
        return (tokens * price, price);
    }
    (tokens * price * (1.0 - (-fall).exp()) / fall, price * (-fall).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { deposit: 1.5, cap: 5.0, heals: 600.0 };

    fn flat(price: f64) -> Quote {
        Quote { collateral: price, liquidation: price, seized: price, lends: true, liquidates: true }
    }

    fn prices(second: f64, market: f64) -> Prices {
        Prices { second, market, books: 1.0, depth: 100.0 }
    }

    #[test]
    fn selling_as_much_as_the_depth_takes_a_hundredth_off() {
        let (fetched, left) = sell(100.0, 1.0, 100.0);
        assert!((left - 0.990_05).abs() < 1e-4 && (fetched - 99.5).abs() < 0.01, "{fetched} {left}");
        assert_eq!(sell(1.0, 1.0, 0.0).0, 0.0);
    }

    #[test]
    fn a_fall_below_the_threshold_liquidates_and_a_return_makes_it_wrongful() {
        let mut book = Book::open(Terms::new(80, 85), SIZE, 1.0, 100.0);
        book.act(&flat(0.95), &prices(0.0, 0.95));
        assert!(book.victims.iter().all(Option::is_none));
        book.act(&flat(0.92), &prices(20.0, 0.92));
        book.act(&flat(1.0), &prices(3_620.0, 1.0));
        let losses = book.close(1.0, 1.0);
        assert_eq!((losses.liquidated, losses.wrongful, losses.first), (1, 1, Some(20.0)));
        assert_eq!((losses.healthy_again, losses.bad_debt), (Some(3_600.0), 0.0));
        assert!(losses.borrowers > 0.0 && losses.liquidators > 0.0);
    }

    #[test]
    fn sales_press_on_the_price_and_are_bought_back() {
        let mut book = Book::open(Terms::new(80, 85), SIZE, 1.0, 100.0);
        assert_eq!(book.kept(0.0), 1.0);
        book.act(&flat(0.92), &prices(20.0, 0.92));
        let kept = book.kept(20.0);
        assert!(kept < 0.995, "{kept}");
        assert!((book.kept(620.0).ln() / kept.ln() - 0.5).abs() < 1e-9);
    }

    #[test]
    fn nothing_is_sold_where_nobody_buys() {
        let mut book = Book::open(Terms::new(80, 85), SIZE, 1.0, 100.0);
        book.act(&flat(0.5), &Prices { depth: 0.0, ..prices(0.0, 0.5) });
        let losses = book.close(0.5, 0.5);
        assert!(losses.liquidated == 0 && losses.bad_debt > 50.0, "{losses:?}");
    }

    #[test]
    fn the_opportunist_takes_what_is_lent_above_value_up_to_the_cap() {
        let mut book = Book::open(Terms::new(80, 85), SIZE, 1.0, 100.0);
        for minute in 0..100 {
            book.act(&flat(1.0), &prices(f64::from(minute) * 60.0, 0.5));
        }
        let losses = book.close(0.5, 0.5);
        assert!((losses.lent - 500.0).abs() < 1e-6, "{losses:?}");
        assert!(losses.above_value > 150.0 && losses.bad_debt > 150.0, "{losses:?}");
        let mut book = Book::open(Terms::new(80, 85), SIZE, 1.0, 100.0);
        book.act(&Quote { collateral: 0.5, ..flat(1.0) }, &prices(0.0, 0.5));
        assert_eq!(book.close(0.5, 0.5).above_value, 0.0);
    }
}

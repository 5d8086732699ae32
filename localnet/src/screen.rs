//! The run on a screen of its own.

use std::{collections::VecDeque, time::Duration};

use keeper::commands::view::{PriceView, decimal};
use ratatui::{
    DefaultTerminal, Frame,
    crossterm::event::{self, Event, KeyCode, KeyModifiers},
    layout::{Constraint, Layout, Rect},
    style::{Color, Style, Stylize},
    symbols::Marker,
    text::Line,
    widgets::{Axis, Block, Chart, Dataset, GraphType, Paragraph, Row, Table},
};

use crate::{driver::Truth, update::Update};

/// Points of the chart, and refreshes in the list.
const POINTS: usize = 600;
const REFRESHES: usize = 50;

/// A screen; the terminal is restored when it goes.
pub struct Screen {
    terminal: DefaultTerminal,
    title: String,
    price: Option<PriceView>,
    nav: VecDeque<(f64, f64)>,
    market: VecDeque<(f64, f64)>,
    fair: VecDeque<(f64, f64)>,
    refreshes: VecDeque<String>,
    landed: u32,
    trouble: Option<String>,
}

impl Screen {
    /// Takes over the terminal.
    ///
    /// # Errors
    /// The terminal's.
    pub fn open(title: String) -> std::io::Result<Self> {
        Ok(Self {
            terminal: ratatui::try_init()?,
            title,
            price: None,
            nav: VecDeque::new(),
            market: VecDeque::new(),
            fair: VecDeque::new(),
            refreshes: VecDeque::new(),
            landed: 0,
            trouble: None,
        })
    }

    /// A refresh.
    pub fn update(&mut self, update: &Update) {
        let what = match update.outcome.landed() {
            Some(landed) => {
                self.landed += 1;
                let units = landed.units.map_or_else(|| "? CU".to_owned(), |units| units.to_string());
                format!("slot {:<9} {units:>9}  {}  {}", landed.slot.get(), update.why, landed.signature)
            }
            None => update.outcome.to_string(),
        };
        keep(&mut self.refreshes, what, REFRESHES);
        if let Some(price) = &update.price {
            let at = update.elapsed as f64 / 60.0;
            if let Some(fair) = price.rates.fair {
                keep(&mut self.fair, (at, fair as f64 / 1e12), POINTS);
            }
            self.price = Some(price.clone());
            self.trouble = None;
        }
    }

    /// Something went wrong.
    pub fn trouble(&mut self, message: &str) {
        self.trouble = Some(message.to_owned());
    }

    /// Draws. Returns whether `q`, escape or control-C was pressed.
    ///
    /// # Errors
    /// The terminal's.
    pub fn tick(&mut self, truth: &Truth) -> std::io::Result<bool> {
        let at = truth.elapsed as f64 / 60.0;
        keep(&mut self.nav, (at, truth.nav), POINTS);
        let market = truth.whirlpool.map_or(truth.clmm, |price| price.midpoint(truth.clmm));
        keep(&mut self.market, (at, market), POINTS);
        self.draw(truth)?;
        quit_pressed()
    }

    fn draw(&mut self, truth: &Truth) -> std::io::Result<()> {
        let header = Line::from(format!(
            " {}   slot {}  epoch {}  {} min  {} landed   q quits",
            self.title,
            truth.now.slot.get(),
            truth.now.epoch.get(),
            truth.elapsed / 60,
            self.landed
        ))
        .bold();
        let values = values(self.price.as_ref(), truth);
        let series = [
            (self.nav.make_contiguous() as &[_], "NAV", Color::Green),
            (self.market.make_contiguous() as &[_], "market", Color::Yellow),
            (self.fair.make_contiguous() as &[_], "fair", Color::Cyan),
        ];
        let refreshes: Vec<_> = self.refreshes.iter().rev().map(|line| Line::from(line.as_str())).collect();
        let trouble = self.trouble.as_deref().unwrap_or_default();
        self.terminal.draw(|frame| {
            let [top, middle, bottom, foot] = Layout::vertical([
                Constraint::Length(1),
                Constraint::Length(21),
                Constraint::Min(4),
                Constraint::Length(1),
            ])
            .areas(frame.area());
            let [left, right] = Layout::horizontal([Constraint::Length(66), Constraint::Min(30)]).areas(middle);
            frame.render_widget(header, top);
            frame.render_widget(values, left);
            draw_chart(frame, right, &series);
            frame.render_widget(Paragraph::new(refreshes).block(Block::bordered().title(" refreshes ")), bottom);
            frame.render_widget(Paragraph::new(trouble).style(Style::new().fg(Color::Red)), foot);
        })?;
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        ratatui::restore();
    }
}

fn values(price: Option<&PriceView>, truth: &Truth) -> Table<'static> {
    let simulated = |rate: f64| format!("{rate:.9}");
    let mut rows = vec![
        ["true NAV".to_owned(), simulated(truth.nav)],
        ["Whirlpool".to_owned(), truth.whirlpool.map_or_else(|| "closed".to_owned(), simulated)],
        ["CLMM".to_owned(), simulated(truth.clmm)],
        ["SOL/USD".to_owned(), format!("{:.4}", truth.sol_usd)],
        [String::new(), String::new()],
    ];
    if let Some(price) = price {
        let rate = |rate: Option<u64>| rate.map_or_else(|| "absent".to_owned(), decimal);
        let rates = &price.rates;
        rows.extend([
            ["NAV".to_owned(), rate(rates.nav)],
            ["market now".to_owned(), rate(rates.spot)],
            ["  5 min".to_owned(), rate(rates.short)],
            ["  60 min".to_owned(), rate(rates.long)],
            ["fair".to_owned(), rate(rates.fair)],
            ["collateral".to_owned(), rate(rates.collateral)],
            ["debt".to_owned(), rate(rates.debt)],
            ["level".to_owned(), format!("{} ({}, {} s old)", price.level, price.staleness, price.age)],
            ["allowed".to_owned(), price.allowed.join(" ")],
            ["reasons".to_owned(), price.reasons.join(" ")],
            ["coverage".to_owned(), format!("{} / {} bps", price.coverage_bps[0], price.coverage_bps[1])],
        ]);
    }
    Table::new(rows.into_iter().map(Row::new), [Constraint::Length(11), Constraint::Min(20)])
        .block(Block::bordered().title(" price "))
}

/// Points of a line with its name and color.
type Series<'a> = (&'a [(f64, f64)], &'static str, Color);

fn draw_chart(frame: &mut Frame<'_>, area: Rect, series: &[Series<'_>]) {
    let points = || series.iter().flat_map(|(points, ..)| points.iter());
    let (low, high) = bounds(points().map(|(_, value)| *value), 0.0005);
    let (first, last) = bounds(points().map(|(at, _)| *at), 0.0);
    let datasets = series
        .iter()
        .map(|(points, name, color)| {
            Dataset::default()
                .name(*name)
                .marker(Marker::Braille)
                .graph_type(GraphType::Line)
                .style(Style::new().fg(*color))
                .data(points)
        })
        .collect();
    let chart = Chart::new(datasets)
        .block(Block::bordered().title(" SOL per token, minutes of the chain "))
        .x_axis(Axis::default().bounds([first, last]).labels([format!("{first:.0}"), format!("{last:.0}")]))
        .y_axis(Axis::default().bounds([low, high]).labels([format!("{low:.4}"), format!("{high:.4}")]));
    frame.render_widget(chart, area);
}

/// Least and most with a margin; 0 to 1 of nothing.
fn bounds(values: impl Iterator<Item = f64> + Clone, margin: f64) -> (f64, f64) {
    let low = values.clone().fold(f64::INFINITY, f64::min);
    let high = values.fold(f64::NEG_INFINITY, f64::max);
    if low > high { (0.0, 1.0) } else { (low - margin, high + margin.max(1e-9)) }
}

fn keep<T>(list: &mut VecDeque<T>, item: T, limit: usize) {
    if list.len() >= limit {
        list.pop_front();
    }
    list.push_back(item);
}

fn quit_pressed() -> std::io::Result<bool> {
    while event::poll(Duration::ZERO)? {
        if let Event::Key(key) = event::read()? {
            let control_c = key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL);
            if control_c || matches!(key.code, KeyCode::Char('q') | KeyCode::Esc) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

//! Pictures as SVG text: axes with round ticks, lines, bands, and little else. Colours are those of Okabe and Ito,
//! which colour-blind people
//! can tell apart.

use std::fmt::Write;

/// Colours, by what they stand for.
pub mod colour {
    /// Text and axes.
    pub const INK: &str = "#1b1f24";
    /// Grid.
    pub const GRID: &str = "#e4e7eb";
    /// `fair`.
    pub const FAIR: &str = "#0072B2";
    /// NAV.
    pub const NAV: &str = "#000000";
    /// Windows.
    pub const WINDOW: &str = "#56B4E9";
    /// Collateral to debt.
    pub const BAND: &str = "#009E73";
    /// Markets, in their order.
    pub const MARKETS: [&str; 4] = ["#D55E00", "#CC79A7", "#8a6d00", "#6b7280"];
    /// Levels: caution, depegged, halted.
    pub const LEVELS: [&str; 3] = ["#fff7cc", "#fddfb3", "#f6bfae"];
}

/// A linear scale from values to a picture.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    from: f64,
    to: f64,
    begin: f64,
    end: f64,
}

impl Scale {
    /// From `from` at `begin` to `to` at `end`.
    pub fn linear([from, to]: [f64; 2], [begin, end]: [f64; 2]) -> Self {
        let to = if to > from { to } else { from + 1.0 };
        Self { from, to, begin, end }
    }

    /// Where a value lies; the nearer end for one beyond.
    pub fn at(&self, value: f64) -> f64 {
        let share = ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0);
        self.begin + share * (self.end - self.begin)
    }

    /// Round values within it, about so many.
    pub fn ticks(&self, count: usize) -> Vec<f64> {
        let rough = (self.to - self.from) / count as f64;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|digit| digit * power).find(|step| *step >= rough);
        let step = step.unwrap_or(rough);
        let first = (self.from / step).ceil() as i64;
        (first..).map(|place| place as f64 * step).take_while(|value| *value <= self.to + step * 1e-9).collect()
    }
}

/// Digits after the point that tell these ticks apart.
pub fn digits(ticks: &[f64]) -> usize {
    ticks.windows(2).next().map_or(2, |pair| (-(pair[1] - pair[0]).log10() - 1e-9).ceil().clamp(0.0, 6.0) as usize)
}

/// A picture that is being drawn.
pub struct Picture {
    text: String,
    width: f64,
}

impl Picture {
    /// An empty one, with what it shows for those who cannot see it.
    pub fn new(width: f64, height: f64, shows: &str) -> Self {
        let mut text = String::new();
        let _ = write!(
            text,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"{}\">",
            escape(shows)
        );
        Self { text, width }
    }

    /// Its width.
    pub fn width(&self) -> f64 {
        self.width
    }

    /// A filled rectangle; `says` is shown when somebody points at it.
    pub fn rectangle(&mut self, [x, y]: [f64; 2], [width, height]: [f64; 2], fill: &str, says: &str) {
        let _ = write!(
            self.text,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\""
        );
        if says.is_empty() {
            self.text.push_str("/>");
        } else {
            let _ = write!(self.text, "><title>{}</title></rect>", escape(says));
        }
    }

    /// A straight line.
    pub fn line(&mut self, [x1, y1]: [f64; 2], [x2, y2]: [f64; 2], stroke: &str, more: &str) {
        let _ = write!(
            self.text,
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{stroke}\" {more}/>"
        );
    }

    /// A line through points.
    pub fn path(&mut self, points: &[[f64; 2]], stroke: &str, width: f64, more: &str) {
        if points.len() < 2 {
            return;
        }
        let _ = write!(
            self.text,
            "<path d=\"{}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{width}\" stroke-linejoin=\"round\" {more}/>",
            steps(points)
        );
    }

    /// The area between two lines over the same places.
    pub fn area(&mut self, lower: &[[f64; 2]], upper: &[[f64; 2]], fill: &str, opacity: f64) {
        if lower.len() < 2 {
            return;
        }
        let around: Vec<[f64; 2]> = lower.iter().chain(upper.iter().rev()).copied().collect();
        let _ = write!(self.text, "<path d=\"{}Z\" fill=\"{fill}\" fill-opacity=\"{opacity}\"/>", steps(&around));
    }

    /// A dot; `says` is shown when somebody points at it.
    pub fn dot(&mut self, [x, y]: [f64; 2], radius: f64, fill: &str, says: &str) {
        let _ = write!(
            self.text,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\" fill=\"{fill}\" fill-opacity=\"0.75\"><title>{}</title></circle>",
            escape(says)
        );
    }

    /// A word; `anchor` is start, middle or end.
    pub fn word(&mut self, [x, y]: [f64; 2], anchor: &str, size: f64, fill: &str, word: &str) {
        let _ = write!(
            self.text,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" font-size=\"{size}\" fill=\"{fill}\">{}</text>",
            escape(word)
        );
    }

    /// The text of the picture.
    pub fn finish(mut self) -> String {
        self.text.push_str("</svg>");
        self.text
    }
}

fn steps(points: &[[f64; 2]]) -> String {
    let mut text = String::with_capacity(points.len() * 12);
    for (place, [x, y]) in points.iter().enumerate() {
        let _ = write!(text, "{}{x:.1} {y:.1}", if place == 0 { "M" } else { "L" });
    }
    text
}

/// Text as it may stand in HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_within() {
        assert_eq!(Scale::linear([0.0, 10.0], [0.0, 1.0]).ticks(5), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        let ticks = Scale::linear([0.93, 1.02], [0.0, 1.0]).ticks(5);
        assert!(ticks.iter().all(|tick| (0.93..=1.021).contains(tick)) && ticks.len() >= 4, "{ticks:?}");
        assert_eq!([digits(&[0.0, 0.05]), digits(&[0.0, 0.1]), digits(&[0.0, 20.0])], [2, 1, 0]);
    }

    #[test]
    fn a_scale_keeps_within_its_ends() {
        let scale = Scale::linear([0.0, 10.0], [100.0, 0.0]);
        assert_eq!([-5.0, 0.0, 5.0, 10.0, 50.0].map(|value| scale.at(value)), [100.0, 100.0, 50.0, 0.0, 0.0]);
    }

    #[test]
    fn what_is_said_is_escaped() {
        let mut picture = Picture::new(10.0, 10.0, "a < b");
        picture.word([0.0, 0.0], "start", 10.0, "#000", "\"x\" & y");
        let text = picture.finish();
        assert!(text.contains("a &lt; b") && text.contains("&quot;x&quot; &amp; y"), "{text}");
    }
}

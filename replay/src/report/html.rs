//! The page: one file, nothing fetched from anywhere.

use std::fmt::Write;

use super::{Played, Report, USUAL, figures, markdown, svg::escape};
use crate::{book::Terms, demand::span, scenario::Origin};

const STYLE: &str = "
body{font:15px/1.5 system-ui,sans-serif;color:#1b1f24;background:#fff;max-width:980px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.7rem}h2{font-size:1.3rem;margin-top:2.6rem;border-bottom:1px solid #e4e7eb;padding-bottom:.2rem}
h3{font-size:1.05rem;margin:1.8rem 0 .2rem}
table{border-collapse:collapse;font-size:12.5px;margin:.6rem 0;display:block;overflow-x:auto}
th,td{border:1px solid #e4e7eb;padding:.22rem .5rem;text-align:right;vertical-align:top}
th{background:#f6f8fa;font-weight:600}th:first-child,td:first-child{text-align:left;white-space:nowrap}
tr.ours td{font-weight:600;background:#eef6fc}
svg{width:100%;height:auto;font-family:system-ui,sans-serif}
.maps{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
.kept::before{content:'\\2713\\a0';color:#00704f}.broken::before{content:'\\2717\\a0';color:#b0280f}
.broken{color:#b0280f;font-weight:600}ul.demands{list-style:none;padding-left:.4rem;font-size:13px;margin:.3rem 0}
.quiet{color:#6b7280;font-size:13px}details{margin:.3rem 0}summary{cursor:pointer;font-size:13px;color:#0072B2}
nav{font-size:13px;columns:2}";

/// The page of a report.
pub fn page(report: &Report) -> String {
    let mut page = String::with_capacity(1 << 21);
    let _ = write!(
        page,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>glowSOL oracle: replay</title><style>{STYLE}</style></head><body><h1>What this oracle would have done</h1>"
    );
    let _ = write!(page, "{}", rendered(&markdown::introduction(report)));
    section(&mut page, "Where it falls short", &markdown::shortcomings(report));
    page.push_str("<h2>Scenarios</h2><nav>");
    for (place, played) in report.played.iter().enumerate() {
        let _ = write!(page, "<a href=\"#s{place}\">{}</a><br>", escape(&played.score.name));
    }
    page.push_str("</nav>");
    for origin in [Origin::Recorded, Origin::Reconstructed, Origin::MadeUp] {
        let _ = write!(page, "<h2>{}</h2>", capital(origin.as_str()));
        for (place, played) in report.played.iter().enumerate().filter(|(_, played)| played.origin == origin) {
            scenario(&mut page, place, played);
        }
    }
    page.push_str("<h2>What suppliers lose, by loan-to-value and size</h2><div class=\"maps\">");
    report.heats.iter().for_each(|map| page.push_str(&figures::heat(map)));
    page.push_str("</div>");
    section(&mut page, "False alarms in random worlds", &markdown::worlds(report));
    section(&mut page, "Attackers", &markdown::attackers(report));
    page.push_str("<h2>Parameters</h2>");
    let _ = write!(page, "{}", rendered(&markdown::study(report)));
    page.push_str(&figures::frontier(&report.study));
    page.push_str(&figures::sensitivity(&report.study));
    let _ = write!(page, "{}", rendered(&markdown::frontier(report)));
    page.push_str("</body></html>");
    page
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn section(page: &mut String, heading: &str, markdown: &str) {
    let _ = write!(page, "<h2>{heading}</h2>{}", rendered(markdown));
}

fn scenario(page: &mut String, place: usize, played: &Played) {
    let score = &played.score;
    let _ = write!(
        page,
        "<h3 id=\"s{place}\">{}</h3><div>{}</div>{}",
        escape(&score.name),
        escape(&capital(&score.what)),
        played.picture
    );
    let marks: Vec<String> =
        played.marks.iter().map(|mark| format!("{} at {}", mark.what, span(mark.second))).collect();
    if !marks.is_empty() {
        let _ = write!(page, "<div class=\"quiet\">Marked: {}.</div>", escape(&marks.join("; ")));
    }
    page.push_str("<ul class=\"demands\">");
    for verdict in &score.verdicts {
        let class = if verdict.kept { "kept" } else { "broken" };
        let _ = write!(page, "<li class=\"{class}\">{}: {}</li>", escape(&verdict.demand), escape(&verdict.measured));
    }
    page.push_str("</ul><details><summary>Markets, by what they are priced with</summary>");
    page.push_str(&rendered(&markdown::priced(score)));
    let _ = write!(page, "<div class=\"quiet\">At {}, unless another is named.</div></details>", Terms::ALL[USUAL]);
}

/// The little Markdown that the lab writes: paragraphs, lists, tables, bold, code.
fn rendered(text: &str) -> String {
    let mut page = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with('|') {
            table(&mut page, line, &mut lines);
        } else if let Some(item) = line.strip_prefix("- ") {
            let _ = write!(page, "<ul><li>{}</li>", inline(item));
            while let Some(item) = lines.next_if(|line| line.starts_with("- ")) {
                let _ = write!(page, "<li>{}</li>", inline(&item[2..]));
            }
            page.push_str("</ul>");
        } else if !line.is_empty() {
            let _ = write!(page, "<p>{}</p>", inline(line));
        }
    }
    page
}

fn table<'a>(page: &mut String, head: &str, lines: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>) {
    let cells =
        |line: &str| -> Vec<String> { line.trim_matches('|').split('|').map(|cell| inline(cell.trim())).collect() };
    page.push_str("<table><tr>");
    cells(head).iter().for_each(|cell| {
        let _ = write!(page, "<th>{cell}</th>");
    });
    page.push_str("</tr>");
    lines.next_if(|line| line.starts_with("|---"));
    while let Some(line) = lines.next_if(|line| line.starts_with('|')) {
        page.push_str(if line.starts_with("| **") { "<tr class=\"ours\">" } else { "<tr>" });
        cells(line).iter().for_each(|cell| {
            let _ = write!(page, "<td>{cell}</td>");
        });
        page.push_str("</tr>");
    }
    page.push_str("</table>");
}

fn inline(text: &str) -> String {
    let mut text = escape(text);
    for (mark, open, close) in [("**", "<b>", "</b>"), ("`", "<code>", "</code>")] {
        let mut parts = text.split(mark);
        let mut out = parts.next().unwrap_or_default().to_owned();
        for (place, part) in parts.enumerate() {
            out.push_str(if place % 2 == 0 { open } else { close });
            out.push_str(part);
        }
        text = out;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_markdown_becomes_html() {
        let page = rendered("a **b** `c<`\n\n- x\n- y\n\n| h | i |\n|---|---:|\n| **1** | 2 |\n");
        let expected = "<p>a <b>b</b> <code>c&lt;</code></p><ul><li>x</li><li>y</li></ul>\
                        <table><tr><th>h</th><th>i</th></tr><tr class=\"ours\"><td><b>1</b></td><td>2</td></tr></table>";
        assert_eq!(page, expected);
    }
}

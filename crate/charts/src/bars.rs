//! Horizontal bars, each with its label in full and its number.

use crate::paper::{ChartError, Drawing, Look, Paper, Result, Write, draw, lines};
use plotters::style::text_anchor::HPos;

/// CSS pixels: text, from one line of a label to the next, between rows.
const SIZE: f64 = 14.0;
const LINE: f64 = 18.0;
const GAP: f64 = 12.0;
/// Where labels stand beside their bars; on narrower charts, above them.
const WIDE: f64 = 520.0;
/// The most that labels take of the width beside bars.
const LABELS: f64 = 0.42;
/// Heights of bars beside and below their labels.
const BESIDE: f64 = 16.0;
const BELOW: f64 = 10.0;
/// What isn't nothing is seen.
const LEAST: f64 = 2.0;
/// Said where there is no row, or nothing in any.
const NOTHING: &str = "Aucun service";

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What is counted.
    pub label: String,
    /// How long the bar is; not negative.
    pub value: f64,
    /// The same, as it is written.
    pub text: String,
    /// Fainter than others: what isn't stated.
    pub quiet: bool,
}

/// Rows, from the top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bars {
    /// The rows.
    pub rows: Vec<Bar>,
    /// The value of a bar as long as can be, when that isn't the greatest one: then the rest of each bar is shown too.
    pub whole: Option<f64>,
}

/// Draws bars.
///
/// # Errors
/// When a value isn't a number or is negative, the width is out of reason, or the backend refuses.
///
/// ```
/// use atlas_charts::{Bar, Bars, Look, Palette, bars};
///
/// let row = Bar { label: "Mobilité".into(), value: 12.0, text: "12".into(), quiet: false };
/// let measure = |text: &str, size: f64, _: bool| text.chars().count() as f64 * size * 0.55;
/// let look = Look { width: 600.0, palette: Palette::default(), measure: &measure };
/// let drawing = bars(&Bars { rows: vec![row], whole: None }, &look).unwrap();
/// assert!(drawing.svg.contains("Mobilité"));
/// ```
pub fn bars(bars: &Bars, look: &Look<'_>) -> Result<Drawing> {
    let values = || bars.rows.iter().map(|row| row.value).chain(bars.whole);
    if !values().all(|value| value.is_finite() && value >= 0.0) {
        return Err(ChartError::Number);
    }
    let whole = values().fold(0.0, f64::max);
    if bars.rows.is_empty() || whole == 0.0 && bars.whole.is_none() {
        return nothing(look);
    }
    let layout = Layout::new(bars, look);
    let mut rows = Vec::new();
    let mut height = 0.0;
    for label in &layout.labels {
        let own = layout.row_height(label.len());
        rows.push((height, own));
        height += own;
    }
    let svg = draw((look.width, height), |paper| {
        for ((row, label), &(top, own)) in bars.rows.iter().zip(&layout.labels).zip(&rows) {
            layout.row(paper, (row, label), (top, own), whole, bars.whole.is_some())?;
        }
        Ok(())
    })?;
    Ok(Drawing { svg, height, rows })
}

fn nothing(look: &Look<'_>) -> Result<Drawing> {
    let height = 2.0 * LINE;
    let write = Write { size: SIZE, bold: false, colour: look.palette.ink };
    let svg = draw((look.width, height), |paper| paper.text(NOTHING, (0.0, LINE), HPos::Left, write))?;
    Ok(Drawing { svg, height, rows: Vec::new() })
}

/// Where everything goes.
struct Layout<'a> {
    look: &'a Look<'a>,
    wide: bool,
    /// Each label's lines.
    labels: Vec<Vec<String>>,
    /// From where to where bars go.
    from: f64,
    to: f64,
}

impl<'a> Layout<'a> {
    fn new(bars: &Bars, look: &'a Look<'a>) -> Self {
        let measure = |text: &str| (look.measure)(text, SIZE, false);
        let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max).ceil();
        let number = widest(&mut bars.rows.iter().map(|row| (look.measure)(&row.text, SIZE, true)));
        let wide = look.width >= WIDE;
        let room = if wide { look.width * LABELS } else { look.width - number - GAP };
        let labels: Vec<Vec<String>> = bars.rows.iter().map(|row| lines(&row.label, room, measure)).collect();
        let taken = widest(&mut labels.iter().flatten().map(|line| measure(line)));
        let (from, to) =
            if wide { (taken + GAP, look.width - number - GAP / 2.0) } else { (0.0, look.width) };
        Self { look, wide, labels, from, to: to.max(from + LEAST) }
    }

    fn row_height(&self, lines: usize) -> f64 {
        let text = lines as f64 * LINE;
        if self.wide { text.max(BESIDE) + GAP } else { text + BELOW + GAP + 2.0 }
    }

    fn row(
        &self,
        paper: &Paper<'_>,
        (row, label): (&Bar, &[String]),
        (top, height): (f64, f64),
        whole: f64,
        rest: bool,
    ) -> Result<()> {
        let palette = &self.look.palette;
        let plain = Write { size: SIZE, bold: false, colour: palette.ink };
        let strong = Write { bold: true, ..plain };
        let text = label.len() as f64 * LINE;
        let first = if self.wide { top + (height - text + LINE) / 2.0 } else { top + LINE / 2.0 };
        for (at, line) in label.iter().enumerate() {
            paper.text(line, (0.0, first + at as f64 * LINE), HPos::Left, plain)?;
        }
        let (bar, thick) =
            if self.wide { (top + (height - BESIDE) / 2.0, BESIDE) } else { (top + text + 2.0, BELOW) };
        let length = |value: f64| match value / whole * (self.to - self.from) {
            length if value > 0.0 => length.max(LEAST),
            _ => 0.0,
        };
        if rest {
            paper.rectangle((self.from, bar), (self.to - self.from, thick), palette.sunken)?;
        }
        if row.value > 0.0 {
            let colour = if row.quiet { palette.shade(1, 4) } else { palette.accent };
            paper.rectangle((self.from, bar), (length(row.value), thick), colour)?;
        }
        if self.wide {
            paper.rectangle((self.from - 1.0, top), (1.0, height), palette.line)?;
            let x = if rest { self.to } else { self.from + length(row.value) } + GAP / 2.0;
            paper.text(&row.text, (x, top + height / 2.0), HPos::Left, strong)
        } else {
            paper.text(&row.text, (self.look.width, top + LINE / 2.0), HPos::Right, strong)
        }
    }
}

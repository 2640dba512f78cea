//! What charts are drawn on: plotters' SVG, in quarters of a pixel.

use crate::palette::Palette;
use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};
use std::fmt;

/// CSS pixels: no text is smaller.
pub const SMALLEST: f64 = 12.0;
/// Most CSS pixels of a side.
const LONGEST: f64 = 20_000.0;
/// Units of the drawing a CSS pixel: coordinates are whole.
const UNITS: f64 = 4.0;
/// The backend divides the size of a font by this.
const BACKEND: f64 = 1.24;
/// The page's own fonts.
const FONTS: &str = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Liberation Sans, sans-serif";

/// How a chart is to look.
pub struct Look<'a> {
    /// CSS pixels.
    pub width: f64,
    /// Colours.
    pub palette: Palette,
    /// How wide a text is, in CSS pixels, at a size in CSS pixels, bold or not.
    pub measure: &'a dyn Fn(&str, f64, bool) -> f64,
}

impl fmt::Debug for Look<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Look").field("width", &self.width).field("palette", &self.palette).finish()
    }
}

/// A chart as it was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The SVG document.
    pub svg: String,
    /// CSS pixels.
    pub height: f64,
    /// Where each row lies: CSS pixels from the top, and its height.
    pub rows: Vec<(f64, f64)>,
}

/// A chart can't be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChartError {
    /// A number isn't one, or is out of reason.
    Number,
    /// The backend refused, and said why.
    Backend(String),
}

impl fmt::Display for ChartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number => f.write_str("Un chiffre du graphique n’est pas valable."),
            Self::Backend(reason) => write!(f, "Le graphique ne peut pas être dessiné : {reason}"),
        }
    }
}

impl std::error::Error for ChartError {}

pub(crate) type Result<T> = std::result::Result<T, ChartError>;

/// A text as XML takes it: control characters are nowhere allowed.
fn printable(text: &str) -> String {
    text.chars()
        .map(
            |letter| {
                if letter.is_control() || ('\u{fffe}'..='\u{ffff}').contains(&letter) { ' ' } else { letter }
            },
        )
        .collect()
}

/// An area to draw on, in CSS pixels from the left and from the top.
pub(crate) struct Paper<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
}

fn units(pixels: f64) -> i32 {
    (pixels * UNITS).round() as i32
}

/// Whether a side can be drawn.
pub(crate) fn sound(side: f64) -> bool {
    (1.0..=LONGEST).contains(&side)
}

/// Draws on a paper of this size.
pub(crate) fn draw((width, height): (f64, f64), on: impl FnOnce(&Paper<'_>) -> Result<()>) -> Result<String> {
    if !(sound(width) && sound(height)) {
        return Err(ChartError::Number);
    }
    let size = (units(width).unsigned_abs(), units(height).unsigned_abs());
    let mut svg = String::new();
    {
        let paper = Paper { area: SVGBackend::with_string(&mut svg, size).into_drawing_area() };
        on(&paper)?;
        paper.area.present().map_err(refused)?;
    }
    // As large as asked, though drawn finer.
    let drawn = format!("width=\"{}\" height=\"{}\"", size.0, size.1);
    Ok(svg.replacen(&drawn, &format!("width=\"{width}\" height=\"{height}\""), 1))
}

fn refused(error: impl fmt::Display) -> ChartError {
    ChartError::Backend(error.to_string())
}

impl Paper<'_> {
    fn put<'s, E>(&self, element: &'s E) -> Result<()>
    where
        for<'b> &'b E: PointCollection<'b, (i32, i32)>,
        for<'b> E: Drawable<SVGBackend<'b>>,
        E: 's,
    {
        self.area.draw(element).map_err(refused)
    }

    pub(crate) fn rectangle(
        &self,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        colour: RGBColor,
    ) -> Result<()> {
        let corners = [(units(x), units(y)), (units(x + width), units(y + height))];
        self.put(&Rectangle::new(corners, colour.filled()))
    }

    /// A closed ring, filled.
    pub(crate) fn polygon(&self, ring: &[(f64, f64)], colour: RGBColor) -> Result<()> {
        let ring: Vec<(i32, i32)> = ring.iter().map(|&(x, y)| (units(x), units(y))).collect();
        self.put(&Polygon::new(ring, colour.filled()))
    }

    pub(crate) fn path(&self, path: &[(f64, f64)], colour: RGBColor, width: f64) -> Result<()> {
        let path: Vec<(i32, i32)> = path.iter().map(|&(x, y)| (units(x), units(y))).collect();
        let style =
            ShapeStyle { color: colour.to_rgba(), filled: false, stroke_width: units(width).unsigned_abs() };
        self.put(&PathElement::new(path, style))
    }

    /// A line of text, its middle at a height.
    pub(crate) fn text(&self, text: &str, (x, y): (f64, f64), across: HPos, write: Write) -> Result<()> {
        let style = if write.bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = FontDesc::new(FontFamily::Name(FONTS), write.size.max(SMALLEST) * UNITS * BACKEND, style);
        let style = TextStyle::from(font).color(&write.colour).pos(Pos::new(across, VPos::Center));
        self.put(&Text::new(printable(text), (units(x), units(y)), style))
    }
}

/// How a text is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Write {
    pub(crate) size: f64,
    pub(crate) bold: bool,
    pub(crate) colour: RGBColor,
}

/// A text in lines no wider than `room`, cut between words, and within a word that is wider by itself.
pub(crate) fn lines(text: &str, room: f64, measure: impl Fn(&str) -> f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if measure(&longer) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if line.chars().count() > 1 && measure(&line) > room {
                line.pop();
                lines.push(std::mem::replace(&mut line, letter.to_string()));
            }
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hold_every_letter_and_are_no_wider_than_the_room() {
        let measure = |text: &str| text.chars().count() as f64;
        let text = "Difficultés administratives ou anticonstitutionnellement juridiques";
        let cut = lines(text, 15.0, measure);
        assert!(cut.iter().all(|line| measure(line) <= 15.0), "{cut:?}");
        let letters = |text: &str| text.chars().filter(|letter| *letter != ' ').collect::<String>();
        assert_eq!(letters(&cut.concat()), letters(text));
        assert_eq!(lines("", 10.0, measure), [""]);
        // A space that doesn't break stays.
        assert_eq!(lines("12\u{a0}000 km", 6.0, measure), ["12\u{a0}000", "km"]);
    }
}

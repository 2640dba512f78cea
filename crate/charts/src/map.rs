//! The départements in shades, and what the shades mean.

use crate::paper::{ChartError, Drawing, Look, Paper, Result, SMALLEST, Write, draw, lines};
use crate::plate::{Frame, Plate};
use plotters::style::RGBColor;
use plotters::style::text_anchor::HPos;

/// CSS pixels: the widest that the large frame is drawn, and between frames.
const WIDEST: f64 = 560.0;
const GAP: f64 = 16.0;
/// Frames beside each other below the large one.
const BESIDE: f64 = 480.0;
const MANY: usize = 6;
const FEW: usize = 3;
/// How high the small frames are, for their width.
const SHAPE: f64 = 0.85;
/// Text, and from one line to the next.
const SIZE: f64 = 13.0;
const LINE: f64 = 18.0;
/// A shade in the legend.
const SWATCH: (f64, f64) = (26.0, 14.0);

/// What each shade means, the faintest first, and which département has which.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shades {
    /// What stands for having nothing; always there.
    pub none: String,
    /// The steps.
    pub steps: Vec<String>,
    /// Code of a département, and its step.
    pub departements: Vec<Step>,
}

/// The step of a département. One that isn't told has none.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Code of the département.
    pub code: String,
    /// Which of the steps.
    pub step: usize,
}

impl Plate {
    /// Draws the départements. Beside the drawing: the code of each polygon of it, in their order.
    ///
    /// # Errors
    /// When the width is out of reason, a step isn't one of those, or the backend refuses.
    pub fn draw(&self, shades: &Shades, look: &Look<'_>) -> Result<(Drawing, Vec<String>)> {
        if shades.departements.iter().any(|departement| departement.step >= shades.steps.len()) {
            return Err(ChartError::Number);
        }
        let (frames, below) = self.places(look);
        let (legend, height) = legend(shades, look, below);
        let mut codes = Vec::new();
        let svg = draw((look.width, height), |paper| {
            for (frame, at) in self.frames.iter().zip(&frames) {
                at.draw(paper, frame, shades, look, &mut codes)?;
            }
            legend.iter().try_for_each(|entry| entry.draw(paper, look))
        })?;
        Ok((Drawing { svg, height, rows: Vec::new() }, codes))
    }

    /// Where the frames go, and how far down they reach.
    fn places(&self, look: &Look<'_>) -> (Vec<Place>, f64) {
        let mut places = Vec::new();
        let Some((large, small)) = self.frames.split_first() else { return (places, 0.0) };
        let width = look.width.min(WIDEST);
        let height = width * f64::from(large.height) / f64::from(large.width);
        places.push(Place { x: (look.width - width) / 2.0, y: 1.0, width, height, caption: Vec::new() });
        let mut top = height + GAP;
        let columns = if look.width >= BESIDE { MANY } else { FEW };
        let own = (look.width.min(WIDEST) - GAP * (columns - 1) as f64) / columns as f64;
        for row in small.chunks(columns) {
            let captions: Vec<Vec<String>> = row
                .iter()
                .map(|frame| lines(&frame.nom, own, |text| (look.measure)(text, SMALLEST, false)))
                .collect();
            let most = captions.iter().map(Vec::len).max().unwrap_or_default();
            for (at, caption) in captions.into_iter().enumerate() {
                let x = (look.width - width) / 2.0 + at as f64 * (own + GAP);
                places.push(Place { x, y: top, width: own, height: own * SHAPE, caption });
            }
            top += own * SHAPE + most as f64 * LINE + GAP;
        }
        (places, top)
    }
}

/// Where a frame goes.
struct Place {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    caption: Vec<String>,
}

impl Place {
    fn draw(
        &self,
        paper: &Paper<'_>,
        frame: &Frame,
        shades: &Shades,
        look: &Look<'_>,
        codes: &mut Vec<String>,
    ) -> Result<()> {
        let (width, height) = (f64::from(frame.width), f64::from(frame.height));
        let scale = (self.width / width).min(self.height / height);
        let left = self.x + (self.width - width * scale) / 2.0;
        let top = self.y + (self.height - height * scale) / 2.0;
        for area in &frame.areas {
            let step = shades.departements.iter().find(|departement| departement.code == area.code);
            let colour = step.map_or(look.palette.sunken, |departement| {
                look.palette.shade(departement.step, shades.steps.len())
            });
            for ring in area.traced() {
                let ring: Vec<_> = ring.iter().map(|(x, y)| (left + x * scale, top + y * scale)).collect();
                paper.polygon(&ring, colour)?;
                paper.path(
                    &ring,
                    if step.is_some() { look.palette.surface } else { look.palette.line },
                    0.75,
                )?;
                codes.push(area.code.clone());
            }
        }
        for (at, line) in self.caption.iter().enumerate() {
            let y = self.y + self.height + (at as f64 + 0.6) * LINE;
            let write = Write { size: SMALLEST, bold: false, colour: look.palette.ink };
            paper.text(line, (self.x + self.width / 2.0, y), HPos::Center, write)?;
        }
        Ok(())
    }
}

/// A shade and its meaning.
struct Entry {
    x: f64,
    y: f64,
    colour: RGBColor,
    text: Vec<String>,
}

/// What the shades mean, in rows below `top`; and how far down that reaches.
fn legend(shades: &Shades, look: &Look<'_>, top: f64) -> (Vec<Entry>, f64) {
    let (mut x, mut y) = (0.0, top);
    let mut entries = Vec::new();
    let steps = shades.steps.len();
    let shaded = shades.steps.iter().enumerate().map(|(step, text)| (text, look.palette.shade(step, steps)));
    for (text, colour) in std::iter::once((&shades.none, look.palette.sunken)).chain(shaded) {
        let text = lines(text, look.width - SWATCH.0 - 6.0, |text| (look.measure)(text, SIZE, false));
        let widest = text.iter().map(|line| (look.measure)(line, SIZE, false)).fold(0.0, f64::max);
        let width = SWATCH.0 + 6.0 + widest;
        if x > 0.0 && x + width > look.width {
            (x, y) = (0.0, y + LINE + 4.0);
        }
        let more = (text.len() - 1) as f64 * LINE;
        entries.push(Entry { x, y, colour, text });
        x += width + GAP;
        y += more;
    }
    (entries, y + LINE + 4.0)
}

impl Entry {
    fn draw(&self, paper: &Paper<'_>, look: &Look<'_>) -> Result<()> {
        let top = self.y + (LINE - SWATCH.1) / 2.0;
        paper.rectangle((self.x, top), SWATCH, look.palette.line)?;
        let inner = (SWATCH.0 - 2.0, SWATCH.1 - 2.0);
        paper.rectangle((self.x + 1.0, top + 1.0), inner, self.colour)?;
        let write = Write { size: SIZE, bold: false, colour: look.palette.ink };
        for (at, line) in self.text.iter().enumerate() {
            let place = (self.x + SWATCH.0 + 6.0, self.y + (at as f64 + 0.5) * LINE);
            paper.text(line, place, HPos::Left, write)?;
        }
        Ok(())
    }
}

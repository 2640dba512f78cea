//! Charts as SVG, for JavaScript.

use crate::error::{load_error, query_error};
use crate::to_js;
use atlas_charts::{Bar, Bars, ChartError, Drawing, Look, Palette, Plate, Shades, Step, bars};
use js_sys::Function;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;

/// How wide a chart is, and its colours by name.
#[derive(Deserialize)]
struct Wanted {
    width: f64,
    palette: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Row {
    label: String,
    value: f64,
    text: String,
    quiet: Option<bool>,
}

#[derive(Deserialize)]
struct Rows {
    rows: Vec<Row>,
    whole: Option<f64>,
}

#[derive(Deserialize)]
struct Shaded {
    none: String,
    steps: Vec<String>,
    departements: BTreeMap<String, usize>,
}

/// A drawing, and what it is made of.
#[derive(Serialize)]
struct Drawn {
    svg: String,
    height: f64,
    rows: Vec<(f64, f64)>,
    codes: Vec<String>,
}

impl Drawn {
    fn new(Drawing { svg, height, rows }: Drawing, codes: Vec<String>) -> Self {
        Self { svg, height, rows, codes }
    }
}

fn refused(error: &ChartError) -> JsValue {
    query_error("chart", &error.to_string())
}

fn read<T: for<'de> Deserialize<'de>>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| query_error("chart", &format!("Le graphique n’est pas bien décrit : {error}")))
}

/// Draws with a look. A text that can't be measured is taken for half an em a letter.
fn with_look<T>(
    look: JsValue,
    measure: &Function,
    draw: impl FnOnce(&Look<'_>) -> Result<T, ChartError>,
) -> Result<T, JsValue> {
    let Wanted { width, palette: colours } = read(look)?;
    let mut palette = Palette::default();
    for (name, hex) in &colours {
        palette.set(name, hex);
    }
    let measure = |text: &str, size: f64, bold: bool| {
        let told = measure.call3(&JsValue::NULL, &text.into(), &size.into(), &bold.into());
        let told = told.ok().and_then(|width| width.as_f64()).filter(|width| width.is_finite());
        told.unwrap_or_else(|| text.chars().count() as f64 * size / 2.0)
    };
    draw(&Look { width, palette, measure: &measure }).map_err(|error| refused(&error))
}

/// Draws bars.
#[wasm_bindgen(js_name = drawBars)]
pub fn draw_bars(chart: JsValue, look: JsValue, measure: &Function) -> Result<JsValue, JsValue> {
    let Rows { rows, whole } = read(chart)?;
    let bar = |Row { label, value, text, quiet }| Bar { label, value, text, quiet: quiet == Some(true) };
    let chart = Bars { rows: rows.into_iter().map(bar).collect(), whole };
    to_js(&Drawn::new(with_look(look, measure, |look| bars(&chart, look))?, Vec::new()))
}

/// The départements, to be drawn in shades.
#[wasm_bindgen]
#[derive(Debug)]
pub struct DepartementMap(Plate);

#[wasm_bindgen]
impl DepartementMap {
    /// Opens `departements.bin`.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<DepartementMap, JsValue> {
        Plate::from_bytes(bytes).map(Self).map_err(|error| load_error("departements", &error.to_string()))
    }

    /// Draws them; says which polygon is which département.
    pub fn draw(&self, shades: JsValue, look: JsValue, measure: &Function) -> Result<JsValue, JsValue> {
        let Shaded { none, steps, departements } = read(shades)?;
        let step = |(code, step)| Step { code, step };
        let shades = Shades { none, steps, departements: departements.into_iter().map(step).collect() };
        let (drawing, codes) = with_look(look, measure, |look| self.0.draw(&shades, look))?;
        to_js(&Drawn::new(drawing, codes))
    }
}

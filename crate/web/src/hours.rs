//! Opening hours, for JavaScript.

use crate::error::query_error;
use crate::{list, records_to_js};
use atlas::search::{Moment, OpenAt};
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

/// When places are open, as `horaires_accueil` and `code_insee`. A value that isn't a text counts as null, as in searches.
#[wasm_bindgen]
pub fn openings(places: JsValue, at: &str) -> Result<JsValue, JsValue> {
    let text = |place: &JsValue, name: &str| Reflect::get(place, &name.into()).ok()?.as_string();
    let places: Vec<(Option<String>, String)> = list("places", places)?
        .into_iter()
        .map(|place| (text(&place, "horaires_accueil"), text(&place, "code_insee").unwrap_or_default()))
        .collect();
    let places = places.iter().map(|(hours, code)| (hours.as_deref(), code.as_str()));
    let found = atlas::search::openings(places, at);
    records_to_js(&found.map_err(|error| query_error(&error.field, &error.message))?)
}

/// Tells what is open at a moment to an engine that doesn't read hours itself.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Openness(OpenAt);

#[wasm_bindgen]
impl Openness {
    /// At a moment, as `ouvert_le` has it.
    #[wasm_bindgen(constructor)]
    pub fn new(moment: &str) -> Result<Openness, JsValue> {
        let moment =
            Moment::parse(moment).ok_or_else(|| query_error("ouvert_le", "Ce n’est pas un moment."))?;
        Ok(Self(OpenAt::new(moment)))
    }

    /// Whether hours include it; undefined when they don't tell.
    #[wasm_bindgen(js_name = isOpen)]
    pub fn is_open(&mut self, hours: &str, code_insee: &str) -> Option<bool> {
        self.0.is_open(hours, code_insee)
    }
}

//! The published files, read and packed, for JavaScript.

use crate::error::{build_error, query_error};
use crate::search::{Held, whole};
use crate::{Atlas, Territory, records_to_js};
use atlas::dataset::AtlasBuilder as Builder;
use serde::Serialize;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// Reads the published files.
#[wasm_bindgen]
#[derive(Debug)]
pub struct AtlasBuilder(Builder);

#[derive(Serialize)]
struct Read {
    structures: usize,
    services: usize,
}

#[wasm_bindgen]
impl AtlasBuilder {
    /// A builder that has read nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new(territory: &Territory) -> Self {
        Self(Builder::new(Arc::clone(&territory.places)))
    }

    /// Reads a chunk of the structures.
    #[wasm_bindgen(js_name = pushStructures)]
    pub fn push_structures(&mut self, chunk: &[u8]) -> Result<(), JsValue> {
        self.0.push_structures(chunk).map_err(|error| build_error(&error))
    }

    /// Reads a chunk of the services.
    #[wasm_bindgen(js_name = pushServices)]
    pub fn push_services(&mut self, chunk: &[u8]) -> Result<(), JsValue> {
        self.0.push_services(chunk).map_err(|error| build_error(&error))
    }

    /// Records read so far.
    #[wasm_bindgen(getter)]
    pub fn counts(&self) -> Result<JsValue, JsValue> {
        let (structures, services) = self.0.counts();
        records_to_js(&Read { structures, services })
    }

    /// Builds the atlas.
    pub fn finish(self) -> Result<Atlas, JsValue> {
        self.0.finish().map(whole).map_err(|error| build_error(&error))
    }
}

#[wasm_bindgen]
impl Atlas {
    /// One file that holds everything.
    #[wasm_bindgen(js_name = toPack)]
    pub fn to_pack(&self) -> Result<Vec<u8>, JsValue> {
        match &self.0 {
            Held::Whole(atlas) => Ok(atlas.to_pack()),
            Held::Part(_) => Err(query_error(
                "pack",
                "Cet atlas n’a qu’une partie des données : il ne peut pas être rangé dans un paquet.",
            )),
        }
    }
}

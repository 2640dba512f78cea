//! The map of a search, on a canvas.

use crate::canvas::{Canvas, Surface};
use crate::error::{load_error, query_error};
use crate::{Atlas, to_js};
use atlas::search::clusters::clusters;
use atlas_map::{Marker, Outlines, Palette, Scene, View, draw};
use plotters::prelude::IntoDrawingArea;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;

/// A drawing kept up with a search.
#[wasm_bindgen]
#[derive(Debug)]
pub struct MapView {
    outlines: Outlines,
    surface: JsValue,
    palette: Palette,
    search: Option<Shown>,
    highlight: Option<(f64, f64, String)>,
}

/// What a search found, for the map: the dataset itself isn't kept.
#[derive(Debug)]
struct Shown {
    place: Option<(f64, f64, String)>,
    radius_km: f64,
    /// Longitude, latitude, id, name; a cluster's members are places in this list.
    points: Vec<Point>,
}

#[derive(Debug)]
struct Point {
    lon: f64,
    lat: f64,
    id: String,
    nom: String,
}

#[derive(Deserialize)]
struct Window {
    lon: f64,
    lat: f64,
    zoom: f64,
    width: f64,
    height: f64,
    ratio: f64,
}

#[derive(Serialize)]
struct Drawn<'a> {
    #[serde(flatten)]
    marker: &'a Marker,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_ids: Option<Vec<&'a str>>,
}

#[wasm_bindgen]
impl MapView {
    /// A map on a canvas, from `outlines.bin`.
    #[wasm_bindgen(constructor)]
    pub fn new(outlines: &[u8], canvas: JsValue) -> Result<MapView, JsValue> {
        let outlines =
            Outlines::from_bytes(outlines).map_err(|error| load_error("outlines", &error.to_string()))?;
        Ok(Self { outlines, surface: canvas, palette: Palette::default(), search: None, highlight: None })
    }

    /// Sets colours by name. Those that aren't `#rrggbb` stay as they are.
    #[wasm_bindgen(js_name = setPalette)]
    pub fn set_palette(&mut self, colours: JsValue) -> Result<(), JsValue> {
        let colours: BTreeMap<String, String> = serde_wasm_bindgen::from_value(colours)?;
        for (name, hex) in &colours {
            self.palette.set(name, hex);
        }
        Ok(())
    }

    /// Shows a search: every service that it finds, and its circle when it has a place.
    #[wasm_bindgen(js_name = setSearch)]
    pub fn set_search(
        &mut self,
        atlas: &Atlas,
        params: JsValue,
        place: Option<String>,
    ) -> Result<(), JsValue> {
        let question = atlas.question(params)?;
        let engine = atlas.engine();
        let point = |service| {
            let (lon, lat) = engine.service_point(service)?;
            let record = engine.service(service);
            let text = |field| record.text(field).unwrap_or_default().into_owned();
            Some(Point { lon, lat, id: text("id"), nom: text("nom") })
        };
        let points =
            engine.find_services(&question).hits.iter().filter_map(|hit| point(hit.service)).collect();
        let centre =
            question.place.as_ref().map(|centre| (centre.lon, centre.lat, place.unwrap_or_default()));
        self.search = Some(Shown { place: centre, radius_km: question.rayon_km, points });
        self.highlight = None;
        Ok(())
    }

    /// Shows no search.
    #[wasm_bindgen(js_name = clearSearch)]
    pub fn clear_search(&mut self) {
        self.search = None;
        self.highlight = None;
    }

    /// Points at a service of the search, or at none.
    #[wasm_bindgen(js_name = setHighlight)]
    pub fn set_highlight(&mut self, id: Option<String>) {
        let points = self.search.as_ref().map(|search| search.points.as_slice()).unwrap_or_default();
        let point = id.and_then(|id| points.iter().find(|point| point.id == id));
        self.highlight = point.map(|point| (point.lon, point.lat, point.nom.clone()));
    }

    /// Draws a view; says what was drawn where.
    pub fn draw(&self, view: JsValue) -> Result<JsValue, JsValue> {
        let window: Window = serde_wasm_bindgen::from_value(view)?;
        let view = View::new(window.lon, window.lat, window.zoom, window.width, window.height, window.ratio)
            .map_err(|error| query_error("view", &error.to_string()))?;
        let points = self.search.as_ref().map(|search| search.points.as_slice()).unwrap_or_default();
        let found = clusters(
            points.iter().zip(0..).map(|(point, number)| (number, point.lon, point.lat)),
            view.bbox(),
            view.zoom(),
        );
        let named = |(lon, lat, nom): &'_ (f64, f64, String)| (*lon, *lat, nom.clone());
        let place = self.search.as_ref().and_then(|search| search.place.as_ref()).map(named);
        let highlight = self.highlight.as_ref().map(named);
        let scene = Scene {
            place: place.as_ref().map(|(lon, lat, nom)| (*lon, *lat, nom.as_str())),
            radius_km: self.search.as_ref().map(|search| search.radius_km),
            clusters: &found,
            highlight: highlight.as_ref().map(|(lon, lat, nom)| (*lon, *lat, nom.as_str())),
        };
        let refused = || load_error("canvas", "Ce navigateur ne donne pas de surface où dessiner la carte.");
        let surface = self.surface.unchecked_ref::<Surface>();
        let canvas = Canvas::new(surface, view.device_size()).ok_or_else(refused)?;
        let markers = draw(&canvas.into_drawing_area(), &self.outlines, &view, &scene, &self.palette)
            .map_err(|error| load_error("canvas", &error.to_string()))?;
        let drawn: Vec<Drawn<'_>> = markers
            .iter()
            .map(|marker| Drawn {
                marker,
                service_ids: marker.members.as_ref().map(|members| {
                    members
                        .iter()
                        .filter_map(|&at| points.get(at as usize))
                        .map(|point| point.id.as_str())
                        .collect()
                }),
            })
            .collect();
        to_js(&drawn)
    }
}

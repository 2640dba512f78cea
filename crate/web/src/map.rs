//! The map of a search, on a canvas.

use crate::canvas::{Canvas, Surface};
use crate::error::{load_error, query_error};
use crate::records_to_js;
use atlas::search::clusters::{Cluster, Points};
use atlas_map::{
    COMMUNES, Communes, Marker, Outlines, Palette, Scene, View, Zone, draw_answers, draw_ground, markers,
};
use plotters::prelude::IntoDrawingArea;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use wasm_bindgen::prelude::*;

/// How far the map can be moved until its ground is drawn anew, CSS pixels.
const AROUND: f64 = 160.0;

/// A drawing kept up with a search.
#[wasm_bindgen]
#[derive(Debug)]
pub struct MapView {
    outlines: Outlines,
    communes: Communes,
    surface: Surface,
    palette: Palette,
    /// How many services there are.
    services: usize,
    /// All of them with a position: what a search finds is picked from these.
    all: Points,
    search: Option<Shown>,
    highlight: Option<(f64, f64, String)>,
    ground: Ground,
}

/// The ground as it was drawn last, kept where there can be a canvas for it.
#[derive(Debug)]
struct Ground {
    canvas: Option<Surface>,
    drawn: Option<View>,
    /// The zoom of the last frame: while it changes, nothing around the window is drawn.
    zoom: f64,
}

/// What a search found, for the map.
#[derive(Debug)]
struct Shown {
    place: Option<(f64, f64, String)>,
    radius_km: f64,
    frame: Option<[f64; 4]>,
    area: Option<Area>,
    zone: Option<Zone>,
    points: Points,
    /// Clusters of each zoom that has been seen.
    clusters: HashMap<u32, Vec<Cluster>>,
}

/// A search as the engine and the page know it.
#[derive(Deserialize)]
struct About {
    place: Option<(f64, f64)>,
    /// What the place is called.
    nom: Option<String>,
    radius_km: f64,
    frame: Option<[f64; 4]>,
    area: Option<Area>,
}

/// The area that a search is about.
#[derive(Debug, Deserialize)]
struct Area {
    departements: Vec<String>,
    /// Of an intercommunalité: its outline is known once the communes of its départements have been read.
    communes: Option<BTreeSet<String>>,
}

/// What has come of a search.
#[derive(Serialize)]
struct Found {
    placed: usize,
    unplaced: usize,
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

impl Window {
    fn view(value: JsValue) -> Result<View, JsValue> {
        let Self { lon, lat, zoom, width, height, ratio } = serde_wasm_bindgen::from_value(value)?;
        let view = View::new(lon, lat, zoom, width, height, ratio)
            .map_err(|error| query_error("view", &error.to_string()))?;
        Ok(view.snapped())
    }
}

#[derive(Serialize)]
struct Description<'a> {
    markers: Vec<Marker>,
    /// Départements whose communes would be drawn, were they here.
    wanted: Vec<&'a str>,
    /// A town near the middle.
    #[serde(skip_serializing_if = "Option::is_none")]
    near: Option<&'a str>,
}

#[wasm_bindgen]
impl MapView {
    /// A map on a canvas, from `outlines.bin`.
    #[wasm_bindgen(constructor)]
    pub fn new(outlines: &[u8], canvas: JsValue) -> Result<MapView, JsValue> {
        let outlines =
            Outlines::from_bytes(outlines).map_err(|error| load_error("outlines", &error.to_string()))?;
        Ok(Self {
            outlines,
            communes: Communes::default(),
            surface: canvas.unchecked_into(),
            palette: Palette::default(),
            services: 0,
            all: Points::default(),
            search: None,
            highlight: None,
            ground: Ground { canvas: Surface::offscreen(1, 1).ok(), drawn: None, zoom: f64::NAN },
        })
    }

    /// Sets colours by name. Those that aren't `#rrggbb` stay as they are.
    #[wasm_bindgen(js_name = setPalette)]
    pub fn set_palette(&mut self, colours: JsValue) -> Result<(), JsValue> {
        let colours: BTreeMap<String, String> = serde_wasm_bindgen::from_value(colours)?;
        for (name, hex) in &colours {
            self.palette.set(name, hex);
        }
        self.ground.drawn = None;
        Ok(())
    }

    /// Reads the communes of a département.
    #[wasm_bindgen(js_name = readCommunes)]
    pub fn read_communes(&mut self, departement: &str, bytes: &[u8]) -> Result<(), JsValue> {
        self.communes.read(departement, bytes).map_err(|error| load_error("communes", &error.to_string()))?;
        if let Some(search) = &mut self.search {
            search.outline(&self.outlines, &self.communes);
        }
        self.ground.drawn = None;
        Ok(())
    }

    /// Takes the places of all services: longitude and latitude, one after the other; NaN for none.
    #[wasm_bindgen(js_name = setPlaces)]
    pub fn set_places(&mut self, places: &[f64]) {
        let (places, _) = places.as_chunks::<2>();
        self.services = places.len();
        let placed = (0..).zip(places).filter(|(_, [lon, lat])| lon.is_finite() && lat.is_finite());
        self.all = Points::new(placed.map(|(number, &[lon, lat])| (number, lon, lat)));
    }

    /// Shows a search: every service that it found, by number, and its limits. Says how many have a position and how many
    /// haven't.
    #[wasm_bindgen(js_name = setSearch)]
    pub fn set_search(&mut self, hits: &[u32], about: JsValue) -> Result<JsValue, JsValue> {
        let About { place, nom, radius_km, frame, area } = serde_wasm_bindgen::from_value(about)?;
        let mut found = vec![false; self.services];
        for &hit in hits {
            if let Some(found) = found.get_mut(hit as usize) {
                *found = true;
            }
        }
        let points = self.all.keep(|service| found[service as usize]);
        let told = Found { placed: points.len(), unplaced: hits.len() - points.len() };
        let mut shown = Shown {
            place: place.map(|(lon, lat)| (lon, lat, nom.unwrap_or_default())),
            radius_km,
            frame,
            area,
            zone: None,
            points,
            clusters: HashMap::new(),
        };
        shown.outline(&self.outlines, &self.communes);
        self.search = Some(shown);
        self.highlight = None;
        self.ground.drawn = None;
        records_to_js(&told)
    }

    /// Shows no search, and keeps nothing of the data.
    #[wasm_bindgen(js_name = clearSearch)]
    pub fn clear_search(&mut self) {
        self.services = 0;
        self.all = Points::default();
        self.search = None;
        self.highlight = None;
        self.ground.drawn = None;
    }

    /// Points at a service of the search by its number, whose name it is, or at none; says whether it is on the map.
    #[wasm_bindgen(js_name = setHighlight)]
    pub fn set_highlight(&mut self, number: Option<u32>, nom: Option<String>) -> bool {
        let place = number.and_then(|number| self.search.as_ref()?.points.find(number));
        self.highlight = place.map(|(lon, lat)| (lon, lat, nom.unwrap_or_default()));
        place.is_some()
    }

    /// Draws a view.
    pub fn draw(&mut self, view: JsValue) -> Result<(), JsValue> {
        let view = Window::view(view)?;
        if let Some(search) = &mut self.search {
            search.prepare(view.zoom());
        }
        let search = self.search.as_ref();
        let scene = Scene {
            place: search.and_then(|search| search.place.as_ref()).map(as_named),
            radius_km: search.map(|search| search.radius_km),
            frame: search.and_then(|search| search.frame),
            zone: search.and_then(|search| search.zone.as_ref()),
            clusters: search.map(|search| search.clusters(view.zoom())).unwrap_or_default(),
            highlight: self.highlight.as_ref().map(as_named),
        };
        let broken = |error: atlas_map::MapError| load_error("canvas", &error.to_string());
        let canvas = Canvas::new(&self.surface, view.device_size()).ok_or_else(no_surface)?;
        let Self { outlines, communes, palette, ground, .. } = self;
        if let Some(kept) = &ground.canvas {
            let place = ground.drawn.and_then(|drawn| drawn.holds(&view));
            let (left, top) = match place {
                Some(place) => place,
                None => {
                    let margin = if ground.zoom == view.zoom() { AROUND } else { 0.0 };
                    let wide = view.widened(margin).snapped();
                    let room = view.widened(AROUND).device_size();
                    let area = Canvas::new(kept, room).ok_or_else(no_surface)?.into_drawing_area();
                    draw_ground(&area, outlines, communes, &wide, &scene, palette).map_err(broken)?;
                    ground.drawn = Some(wide);
                    wide.holds(&view).unwrap_or((margin, margin))
                }
            };
            canvas.copy(kept, left * view.ratio(), top * view.ratio());
        }
        ground.zoom = view.zoom();
        let whole = ground.canvas.is_none();
        let area = canvas.into_drawing_area();
        if whole {
            draw_ground(&area, outlines, communes, &view, &scene, palette).map_err(broken)?;
        }
        draw_answers(&area, outlines, communes, &view, &scene, palette).map_err(broken)
    }

    /// Says what a view shows: clusters in sight, which communes it would show, a town nearby.
    pub fn describe(&mut self, view: JsValue) -> Result<JsValue, JsValue> {
        let view = Window::view(view)?;
        let markers = match &mut self.search {
            Some(search) => {
                search.prepare(view.zoom());
                markers(&view, search.clusters(view.zoom()))
            }
            None => Vec::new(),
        };
        let mut wanted: BTreeSet<&str> = BTreeSet::new();
        if view.zoom() >= COMMUNES {
            wanted.extend(self.outlines.departements_in(&view));
        }
        let area = self.search.as_ref().and_then(|search| search.area.as_ref());
        if let Some(area) = area.filter(|area| area.communes.is_some()) {
            wanted.extend(area.departements.iter().map(String::as_str));
        }
        records_to_js(&Description {
            markers,
            wanted: wanted.into_iter().filter(|code| !self.communes.has(code)).collect(),
            near: self.outlines.near(&view),
        })
    }
}

fn as_named((lon, lat, nom): &(f64, f64, String)) -> (f64, f64, &str) {
    (*lon, *lat, nom)
}

fn no_surface() -> JsValue {
    load_error("canvas", "Ce navigateur ne donne pas de surface où dessiner la carte.")
}

impl Shown {
    /// Clusters a zoom, once.
    fn prepare(&mut self, zoom: f64) {
        self.clusters.entry(zoom as u32).or_insert_with(|| self.points.clusters(zoom));
    }

    fn clusters(&self, zoom: f64) -> &[Cluster] {
        self.clusters.get(&(zoom as u32)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Outlines the area anew, from what has been read by now.
    fn outline(&mut self, outlines: &Outlines, communes: &Communes) {
        let Some(area) = &self.area else { return };
        let zone = match &area.communes {
            Some(codes) => communes.zone(&codes.iter().map(String::as_str).collect()),
            None => outlines.zone(&area.departements.iter().map(String::as_str).collect::<Vec<_>>()),
        };
        self.zone = Some(zone).filter(|zone| !zone.is_empty());
    }
}

//! What a search found, for the map: a module of its own, which knows services by their numbers.

use crate::{Atlas, records_to_js};
use atlas::dataset::Atlas as Engine;
use atlas::partial::Ask;
use atlas::territory::PlaceKind;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// The services that a search found, and its limits. Numbers of services keep their meaning for as long as this is there.
#[wasm_bindgen]
#[derive(Debug)]
pub struct OnMap {
    engine: Arc<Engine>,
    found: Vec<u32>,
    limits: Limits,
}

#[derive(Debug, Serialize)]
struct Limits {
    place: Option<(f64, f64)>,
    radius_km: f64,
    area: Option<Area>,
}

/// An area by its code.
#[derive(Deserialize)]
struct AreaCode {
    r#type: String,
    code: String,
}

/// The area that a search is about.
#[derive(Debug, Serialize)]
struct Area {
    departements: Vec<String>,
    /// Of an intercommunalité: what outlines it.
    communes: Option<Vec<String>>,
}

#[wasm_bindgen]
impl Atlas {
    /// What a search finds, for a map, and the area that it is about.
    #[wasm_bindgen(js_name = onMap)]
    pub fn on_map(&self, params: JsValue, area: JsValue) -> Result<OnMap, JsValue> {
        let question = self.question(params)?;
        let engine = self.engine_for(|| Ask::Map(question.clone()));
        let area: Option<AreaCode> = serde_wasm_bindgen::from_value(area)?;
        let limits = Limits {
            place: question.place.as_ref().map(|place| (place.lon, place.lat)),
            radius_km: question.rayon_km,
            area: area.and_then(|area| Area::new(engine, &area)),
        };
        let found = engine.find_services(&question).hits.iter().map(|hit| hit.service).collect();
        Ok(OnMap { engine: Arc::clone(engine), found, limits })
    }
}

#[wasm_bindgen]
impl OnMap {
    /// Whether numbers mean the same services in another.
    #[wasm_bindgen(js_name = isOfSame)]
    pub fn is_of_same(&self, other: &OnMap) -> bool {
        Arc::ptr_eq(&self.engine, &other.engine)
    }

    /// Longitude and latitude of every service by its number, found or not, one after the other; NaN for none.
    pub fn places(&self) -> Vec<f64> {
        let points = self.engine.service_points().map(|point| point.unwrap_or((f64::NAN, f64::NAN)));
        points.flat_map(|(lon, lat)| [lon, lat]).collect()
    }

    /// The numbers of what was found.
    #[wasm_bindgen(getter)]
    pub fn found(&self) -> Vec<u32> {
        self.found.clone()
    }

    /// The place, the radius and the area of the search.
    #[wasm_bindgen(getter)]
    pub fn limits(&self) -> Result<JsValue, JsValue> {
        records_to_js(&self.limits)
    }

    /// The numbers of the services of an id.
    pub fn numbers(&self, id: &str) -> Vec<u32> {
        self.engine.services_with_id(id).collect()
    }

    /// The ids of services.
    pub fn ids(&self, numbers: &[u32]) -> Vec<String> {
        let id = |&number| self.engine.service(number).text("id").unwrap_or_default().into_owned();
        numbers.iter().map(id).collect()
    }

    /// The name of a service.
    pub fn nom(&self, number: u32) -> String {
        self.engine.service(number).text("nom").unwrap_or_default().into_owned()
    }
}

impl Area {
    fn new(engine: &Engine, AreaCode { r#type, code }: &AreaCode) -> Option<Self> {
        let kind = match r#type.as_str() {
            "epci" => PlaceKind::Epci,
            "departement" => PlaceKind::Departement,
            "region" => PlaceKind::Region,
            _ => return None,
        };
        let territory = engine.territory();
        let area = territory.area(kind, code)?;
        let within = territory.departements().filter(|one| area.containers.contains(&one.code));
        let departements = within.map(|one| one.code.to_owned()).collect();
        let communes =
            (kind == PlaceKind::Epci).then(|| area.communes.into_iter().map(str::to_owned).collect());
        Some(Self { departements, communes })
    }
}

//! Searching, for JavaScript.

use crate::error::{load_error, not_found, pack_error, query_error};
use crate::{list, records_to_js};
use atlas::dataset::{Atlas as Engine, PackError};
use atlas::partial::{Ask, Manifest, Partial, file_name};
use atlas::search::{ListServices, ListStructures, Params, QueryError, Search, SearchServices, day};
use atlas::territory::Territory as Places;
use serde::Deserialize;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

fn params(value: JsValue) -> Result<Params, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(Params::default());
    }
    serde_wasm_bindgen::from_value(value)
        .map_err(|_| query_error("params", "Les paramètres doivent être un objet."))
}

/// Opening hours, read by the module that does.
#[cfg(not(feature = "hours"))]
mod elsewhere {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(raw_module = "../hours.js")]
    extern "C" {
        #[wasm_bindgen(js_name = isOpen)]
        fn is_open(moment: &str, hours: &str, code_insee: &str) -> Option<bool>;
    }

    pub(super) fn read_hours() {
        atlas::search::read_hours_elsewhere(is_open);
    }
}

/// Communes and all that contains them.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Territory {
    pub(crate) places: Arc<Places>,
    name: String,
}

#[wasm_bindgen]
impl Territory {
    /// Opens `territory.bin`.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Territory, JsValue> {
        let places =
            Places::from_bytes(bytes).map_err(|error| load_error("territory", &error.to_string()))?;
        Ok(Self { places: Arc::new(places), name: file_name(bytes) })
    }

    /// The name that its file has in a pack's folder.
    #[wasm_bindgen(getter)]
    pub fn name(&self) -> String {
        self.name.clone()
    }

    /// Places that a text may mean, best first.
    #[wasm_bindgen(js_name = suggestPlaces)]
    pub fn suggest_places(&self, text: &str, limit: Option<u32>) -> Result<JsValue, JsValue> {
        records_to_js(&self.places.suggest_places(text, limit.unwrap_or(10) as usize))
    }
}

/// A dataset, or the part of one that is at hand.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Atlas(pub(crate) Held);

#[derive(Debug)]
pub(crate) enum Held {
    Whole(Arc<Engine>),
    Part(Box<Partial>),
}

pub(crate) fn whole(atlas: Engine) -> Atlas {
    Atlas(Held::Whole(Arc::new(atlas)))
}

#[wasm_bindgen]
impl Atlas {
    /// How much there is.
    #[wasm_bindgen(getter)]
    pub fn counts(&self) -> Result<JsValue, JsValue> {
        records_to_js(&self.engine().counts())
    }

    /// The page of services around a place that a question asks for.
    #[wasm_bindgen(js_name = searchServices)]
    pub fn search_services(&self, params: JsValue) -> Result<JsValue, JsValue> {
        let question = self.question(params)?;
        let engine = self.engine_for(|| Ask::SearchServices(question.clone()));
        records_to_js(&engine.search_services(&question))
    }

    /// The same page, with long texts: of a part of a dataset, further files may be needed.
    #[wasm_bindgen(js_name = searchServicesInFull)]
    pub fn search_services_in_full(&self, params: JsValue) -> Result<JsValue, JsValue> {
        self.search_services(params)
    }

    /// How many services each of many questions finds; null for one that is refused.
    pub fn totals(&self, questions: JsValue) -> Result<JsValue, JsValue> {
        let questions: Vec<Option<SearchServices>> =
            list("questions", questions)?.into_iter().map(|question| self.question(question).ok()).collect();
        let engine = self.engine_for(|| Ask::Totals(questions.iter().flatten().cloned().collect()));
        // Whole numbers of services fit a double.
        let total =
            |question: &Option<SearchServices>| Some(engine.count_services(question.as_ref()?) as f64);
        records_to_js(&questions.iter().map(total).collect::<Vec<Option<f64>>>())
    }

    /// The page of services that a question in words asks for.
    pub fn search(&self, params: JsValue) -> Result<JsValue, JsValue> {
        let question = self.checked(params, Search::new)?;
        let engine = self.engine_for(|| Ask::Search(question.clone()));
        records_to_js(&engine.search(&question))
    }

    /// A page of all services.
    #[wasm_bindgen(js_name = listServices)]
    pub fn list_services(&self, params: JsValue) -> Result<JsValue, JsValue> {
        let question = self.checked(params, ListServices::new)?;
        let engine = self.engine_for(|| Ask::ListServices(question.clone()));
        records_to_js(&engine.list_services(&question))
    }

    /// A page of all structures.
    #[wasm_bindgen(js_name = listStructures)]
    pub fn list_structures(&self, params: JsValue) -> Result<JsValue, JsValue> {
        let question = self.checked(params, ListStructures::new)?;
        let engine = self.engine_for(|| Ask::ListStructures(question.clone()));
        records_to_js(&engine.list_structures(&question))
    }

    /// Clusters and points of a search inside a window.
    pub fn clusters(&self, params: JsValue, view: JsValue) -> Result<JsValue, JsValue> {
        let question = self.question(params)?;
        let View { bbox, zoom } = serde_wasm_bindgen::from_value(view).map_err(|_| bad_view())?;
        let [west, south, east, north] = bbox;
        let sound = bbox.iter().all(|side| side.is_finite()) && west <= east && south <= north;
        if !(sound && (0.0..=30.0).contains(&zoom)) {
            return Err(bad_view());
        }
        let engine = self.engine_for(|| Ask::Clusters(question.clone()));
        records_to_js(&engine.clusters(&question, bbox, zoom))
    }

    /// What the services of a question are, all together; ages are told from a day.
    pub fn overview(&self, params: JsValue, at: &str) -> Result<JsValue, JsValue> {
        let question = self.question(params)?;
        let at = day(at).map_err(|error| query_error(&error.field, &error.message))?;
        let engine = self.engine_for(|| Ask::Overview(question.clone()));
        records_to_js(&engine.overview(&question, at))
    }

    /// A service and its structure.
    #[wasm_bindgen(js_name = retrieveService)]
    pub fn retrieve_service(&self, id: &str) -> Result<JsValue, JsValue> {
        let engine = self.engine_for(|| Ask::RetrieveService(id.to_owned()));
        let service = engine.retrieve_service(id).ok_or_else(|| not_found("Ce service", id))?;
        records_to_js(&service)
    }

    /// A structure and its services.
    #[wasm_bindgen(js_name = retrieveStructure)]
    pub fn retrieve_structure(&self, id: &str) -> Result<JsValue, JsValue> {
        let engine = self.engine_for(|| Ask::RetrieveStructure(id.to_owned()));
        let structure = engine.retrieve_structure(id).ok_or_else(|| not_found("Cette structure", id))?;
        records_to_js(&structure)
    }

    /// An atlas from one file that holds everything.
    #[wasm_bindgen(js_name = fromPack)]
    pub fn from_pack(bytes: &[u8], territory: &Territory) -> Result<Atlas, JsValue> {
        #[cfg(not(feature = "hours"))]
        elsewhere::read_hours();
        Engine::from_pack(bytes, Arc::clone(&territory.places)).map(whole).map_err(|error| pack_error(&error))
    }

    /// The atlas of a pack's folder, with nothing in it yet.
    #[wasm_bindgen(js_name = ofFolder)]
    pub fn of_folder(manifest: &[u8], territory: &Territory, texts: bool) -> Result<Atlas, JsValue> {
        #[cfg(not(feature = "hours"))]
        elsewhere::read_hours();
        let manifest = Manifest::from_json(manifest).map_err(|error| pack_error(&error))?;
        let partial = Partial::new(manifest, Arc::clone(&territory.places), texts);
        partial.map(|partial| Atlas(Held::Part(Box::new(partial)))).map_err(|error| pack_error(&error))
    }

    /// The name of the file that has the territory of a manifest's folder.
    #[wasm_bindgen(js_name = territoryOf)]
    pub fn territory_of(manifest: &[u8]) -> Result<String, JsValue> {
        let manifest = Manifest::from_json(manifest).map_err(|error| pack_error(&error))?;
        Ok(manifest.territory_name().to_owned())
    }

    /// The files that a call of a method needs before it is made; further ones may show then.
    pub fn missing(&mut self, method: &str, first: JsValue) -> Result<Vec<String>, JsValue> {
        let Held::Part(_) = &self.0 else { return Ok(Vec::new()) };
        let ask = self.ask(method, first)?;
        let Held::Part(partial) = &mut self.0 else { return Ok(Vec::new()) };
        partial.missing(&ask).map_err(|error| pack_error(&error))
    }

    fn ask(&self, method: &str, first: JsValue) -> Result<Ask, JsValue> {
        let id = || first.as_string().unwrap_or_default();
        Ok(match method {
            "searchServices" => Ask::SearchServices(self.question(first)?),
            "searchServicesInFull" => Ask::SearchServicesInFull(self.question(first)?),
            "overview" => Ask::Overview(self.question(first)?),
            "clusters" => Ask::Clusters(self.question(first)?),
            "map" => Ask::Map(self.question(first)?),
            "summary" => Ask::Summary,
            "totals" => Ask::Totals(
                list("questions", first)?
                    .into_iter()
                    .filter_map(|question| self.question(question).ok())
                    .collect(),
            ),
            "search" => Ask::Search(self.checked(first, Search::new)?),
            "listServices" => Ask::ListServices(self.checked(first, ListServices::new)?),
            "listStructures" => Ask::ListStructures(self.checked(first, ListStructures::new)?),
            "retrieveService" => Ask::RetrieveService(id()),
            "retrieveStructure" => Ask::RetrieveStructure(id()),
            "changes" => Ask::Changes(id()),
            _ => Ask::Everything,
        })
    }

    /// What there is, counted.
    pub fn summary(&self) -> Result<JsValue, JsValue> {
        match &self.0 {
            Held::Whole(atlas) => records_to_js(&atlas.summary()),
            Held::Part(partial) => match partial.summary() {
                Some(bytes) => js_sys::JSON::parse(&String::from_utf8_lossy(bytes))
                    .map_err(|_| pack_error(&PackError::Damaged)),
                None => records_to_js(&partial.atlas().summary()),
            },
        }
    }

    /// What this publication has changed in a département; null where that isn't known.
    pub fn changes(&self, departement: &str) -> Result<JsValue, JsValue> {
        let known = |code: &str| self.engine().territory().departements().any(|known| known.code == code);
        if !departement.is_empty() && !known(departement) {
            let message = format!("Ce département n’existe pas : « {departement} ».");
            return Err(query_error("departement", &message));
        }
        match &self.0 {
            Held::Whole(_) => Ok(JsValue::NULL),
            Held::Part(partial) => {
                records_to_js(&partial.changes(departement).map_err(|error| pack_error(&error))?)
            }
        }
    }

    /// Takes a file of the folder.
    pub fn give(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), JsValue> {
        match &mut self.0 {
            Held::Whole(_) => Ok(()),
            Held::Part(partial) => partial.give(name, bytes).map_err(|error| pack_error(&error)),
        }
    }

    pub(crate) fn question(&self, value: JsValue) -> Result<SearchServices, JsValue> {
        self.checked(value, SearchServices::new)
    }

    fn checked<Q>(
        &self,
        value: JsValue,
        check: impl Fn(&Params, &Places) -> Result<Q, QueryError>,
    ) -> Result<Q, JsValue> {
        check(&params(value)?, self.engine().territory())
            .map_err(|error| query_error(&error.field, &error.message))
    }

    /// What answers a question.
    pub(crate) fn engine_for(&self, ask: impl FnOnce() -> Ask) -> &Arc<Engine> {
        match &self.0 {
            Held::Whole(atlas) => atlas,
            Held::Part(partial) => partial.atlas_for(&ask()),
        }
    }

    fn engine(&self) -> &Arc<Engine> {
        match &self.0 {
            Held::Whole(atlas) => atlas,
            Held::Part(partial) => partial.atlas(),
        }
    }
}

/// A map window.
#[derive(Deserialize)]
struct View {
    bbox: [f64; 4],
    zoom: f64,
}

fn bad_view() -> JsValue {
    query_error(
        "view",
        "La vue doit avoir un cadre [ouest, sud, est, nord] en degrés, et un zoom entre 0 et 30.",
    )
}

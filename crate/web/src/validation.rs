//! The validator, for JavaScript: a module of its own, so that who searches doesn't download it.

use crate::error::{file_error, query_error};
use crate::to_js;
use atlas::reader::Format;
use atlas::schema::{Kind, days, releases};
use atlas::territory::Territory;
use atlas::validation::{Ids as Known, Options, ValidationError, Validator as Engine, codes, reference};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// Communes, as the validator needs them: `territory.bin`.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Communes(Arc<Territory>);

#[wasm_bindgen]
impl Communes {
    /// Opens `territory.bin`.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Communes, JsValue> {
        let territory = Territory::from_bytes(bytes)
            .map_err(|error| crate::error::load_error("territory", &error.to_string()))?;
        Ok(Self(Arc::new(territory)))
    }
}

/// The ids of structures, for the services' file that comes next.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Ids(Arc<Known>);

/// Validates a file.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Validator {
    engine: Option<Engine>,
    ids: Option<Known>,
}

const OPTIONS: [&str; 5] = ["schema", "kind", "format", "today", "maxFindings"];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    schema: Option<String>,
    kind: Option<Kind>,
    format: Option<Format>,
    today: Option<String>,
    max_findings: Option<f64>,
}

#[derive(Serialize)]
struct Read {
    records: u64,
    invalid: u64,
    error: u64,
    warning: u64,
    info: u64,
}

#[derive(Serialize)]
struct Released {
    version: &'static str,
    kinds: Vec<&'static str>,
    released: &'static str,
}

#[wasm_bindgen]
impl Validator {
    /// A validator that has read nothing. `now` is the current day, `YYYY-MM-DD`, where the options name none.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue, now: &str) -> Result<Validator, JsValue> {
        let given = if options.is_undefined() || options.is_null() {
            Given { schema: None, kind: None, format: None, today: None, max_findings: None }
        } else {
            for name in js_sys::Object::keys(&js_sys::Object::from(options.clone())).iter() {
                let name = name.as_string().unwrap_or_default();
                if !OPTIONS.contains(&name.as_str()) {
                    return Err(query_error(&name, &format!("L’option « {name} » n’existe pas.")));
                }
            }
            serde_wasm_bindgen::from_value(options).map_err(|error| {
                let message = format!("Une option n’est pas comprise ({error}).");
                query_error("options", &message)
            })?
        };
        let today = given.today.as_deref().unwrap_or(now);
        let Some(today) = days(today) else {
            return Err(query_error("today", "L’option « today » doit être une date, AAAA-MM-JJ."));
        };
        let most = given.max_findings.unwrap_or(Options::MAX_FINDINGS as f64);
        if !(most >= 0.0 && most.fract() == 0.0 && most <= f64::from(u32::MAX)) {
            return Err(query_error(
                "maxFindings",
                "L’option « maxFindings » doit être un nombre entier, 0 ou plus.",
            ));
        }
        let options = Options {
            schema: given.schema,
            kind: given.kind,
            format: given.format,
            max_findings: most as usize,
            ..Options::new(today)
        };
        let engine = Engine::new(options, None).map_err(|error| failure(&error))?;
        Ok(Self { engine: Some(engine), ids: None })
    }

    /// Gives the communes: without them, codes are judged by their form only.
    #[wasm_bindgen(js_name = setCommunes)]
    pub fn set_communes(&mut self, communes: &Communes) -> Result<(), JsValue> {
        self.engine()?.set_territory(Arc::clone(&communes.0));
        Ok(())
    }

    /// Gives the ids of the structures whose file was read before.
    #[wasm_bindgen(js_name = setStructures)]
    pub fn set_structures(&mut self, ids: &Ids) -> Result<(), JsValue> {
        self.engine()?.set_structures(Arc::clone(&ids.0));
        Ok(())
    }

    /// Reads a chunk.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), JsValue> {
        self.engine()?.push(chunk).map_err(|error| failure(&error))
    }

    /// Read so far.
    #[wasm_bindgen(getter)]
    pub fn counts(&mut self) -> Result<JsValue, JsValue> {
        let (records, invalid, counts) = self.engine()?.counts();
        let atlas::validation::Counts { error, warning, info } = counts;
        to_js(&Read { records, invalid, error, warning, info })
    }

    /// Ends the file.
    pub fn finish(&mut self) -> Result<JsValue, JsValue> {
        self.engine()?;
        let Some(engine) = self.engine.take() else { return Err(finished()) };
        let (report, ids) = engine.finish_with_ids().map_err(|error| failure(&error))?;
        self.ids = Some(ids);
        crate::records_to_js(&report)
    }

    /// After `finish`: the ids of the file's structures. Once.
    #[wasm_bindgen(js_name = takeIds)]
    pub fn take_ids(&mut self) -> Option<Ids> {
        self.ids.take().map(|ids| Ids(Arc::new(ids)))
    }

    /// The released versions, the oldest first.
    pub fn schemas() -> Result<JsValue, JsValue> {
        let all = releases().map(|(version, released)| {
            let kinds = atlas::schema::release(version).map(|release| release.kinds()).unwrap_or_default();
            Released { version, kinds: kinds.into_iter().map(Kind::name).collect(), released }
        });
        to_js(&all.collect::<Vec<_>>())
    }

    fn engine(&mut self) -> Result<&mut Engine, JsValue> {
        self.engine.as_mut().ok_or_else(finished)
    }
}

fn finished() -> JsValue {
    query_error("finish", "Ce fichier est déjà terminé : créez un autre validateur pour un autre fichier.")
}

/// What a version of the schema asks, for people.
#[wasm_bindgen(js_name = schemaReference)]
pub fn schema_reference(version: &str) -> Result<JsValue, JsValue> {
    let reference = reference(version).ok_or_else(|| {
        query_error("version", &format!("La version « {version} » du schéma n’existe pas."))
    })?;
    crate::records_to_js(&reference)
}

/// What is looked at beyond the schema.
#[wasm_bindgen(js_name = codes)]
pub fn beyond_codes() -> Result<JsValue, JsValue> {
    to_js(&codes())
}

fn failure(error: &ValidationError) -> JsValue {
    match error {
        ValidationError::Option(field, message) => query_error(field, message),
        ValidationError::Read(read) => file_error(&error.to_string(), Some(read.position)),
        ValidationError::NoField(position) => file_error(&error.to_string(), Some(*position)),
    }
}

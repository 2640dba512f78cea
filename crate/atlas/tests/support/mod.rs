//! What the tests of this folder share.
#![allow(dead_code)]

pub(crate) mod naive;

use atlas::dataset::{Atlas, AtlasBuilder, BuildError};
use atlas::search::{ListServices, ListStructures, Params, QueryError, Search, SearchServices};
use atlas::territory::Territory;
use serde_json::Value;
use std::io::Read;
use std::sync::Arc;

/// The real territory, compiled once.
pub(crate) fn territory() -> Arc<Territory> {
    atlas::territory::testing::territory()
}

/// An atlas of two files.
pub(crate) fn atlas_of(structures: &[u8], services: &[u8]) -> Result<Atlas, BuildError> {
    let mut builder = AtlasBuilder::new(territory());
    builder.push_structures(structures)?;
    builder.push_services(services)?;
    builder.finish()
}

/// An atlas of two arrays of records.
pub(crate) fn atlas(structures: &Value, services: &Value) -> Atlas {
    atlas_of(structures.to_string().as_bytes(), services.to_string().as_bytes()).unwrap()
}

/// The page that a question gives, as JSON.
pub(crate) fn search(atlas: &Atlas, question: &Value) -> Result<Value, QueryError> {
    let params: Params = serde_json::from_value(question.clone()).unwrap();
    let question = SearchServices::new(&params, atlas.territory())?;
    Ok(serde_json::to_value(atlas.search_services(&question)).unwrap())
}

/// What an atlas answers to a question of the API: the page, or the parameter that it refuses.
pub(crate) fn ask(atlas: &Atlas, endpoint: &str, params: &Value) -> Result<Value, String> {
    fn json(answer: impl serde::Serialize) -> Value {
        serde_json::to_value(answer).unwrap()
    }
    let territory = atlas.territory();
    if let Some(id) = endpoint.strip_prefix("/services/") {
        return atlas.retrieve_service(id).map(json).ok_or_else(|| "id".to_owned());
    }
    if let Some(id) = endpoint.strip_prefix("/structures/") {
        return atlas.retrieve_structure(id).map(json).ok_or_else(|| "id".to_owned());
    }
    let read: Params = serde_json::from_value(params.clone()).unwrap();
    match endpoint {
        "/search/services" => {
            SearchServices::new(&read, territory).map(|question| json(atlas.search_services(&question)))
        }
        "/search" => Search::new(&read, territory).map(|question| json(atlas.search(&question))),
        "/services" => {
            ListServices::new(&read, territory).map(|question| json(atlas.list_services(&question)))
        }
        "/structures" => {
            ListStructures::new(&read, territory).map(|question| json(atlas.list_structures(&question)))
        }
        _ => unreachable!("{endpoint}"),
    }
    .map_err(|error| error.field)
}

/// A compressed file of tests/parity/.
pub(crate) fn parity(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/parity").join(name);
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
    bytes
}

/// The lines of one.
pub(crate) fn parity_lines(name: &str) -> Vec<Value> {
    let text = String::from_utf8(parity(name)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

//! Failures as the one error class that callers see: `AtlasError` of `www/pkg/errors.js`.

#[cfg(feature = "search")]
use atlas::dataset::PackError;
#[cfg(feature = "files")]
use atlas::dataset::{BuildError, FileKind};
#[cfg(any(feature = "files", feature = "validation"))]
use atlas::reader::Position;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "../errors.js")]
extern "C" {
    type AtlasError;

    #[wasm_bindgen(constructor)]
    fn new(code: &str, message: &str, place: &JsValue) -> AtlasError;
}

/// Where the failure is. Members that don't apply are left out.
#[derive(Default)]
struct Place<'a> {
    field: Option<&'a str>,
    byte_offset: Option<f64>,
    line: Option<f64>,
    column: Option<f64>,
}

fn error(code: &str, message: &str, place: Place<'_>) -> JsValue {
    let told = Object::new();
    let members = [
        ("field", place.field.map(JsValue::from)),
        ("byteOffset", place.byte_offset.map(JsValue::from)),
        ("line", place.line.map(JsValue::from)),
        ("column", place.column.map(JsValue::from)),
    ];
    for (name, value) in members {
        // A plain object takes any member.
        let _ = value.map(|value| Reflect::set(&told, &name.into(), &value));
    }
    AtlasError::new(code, message, &told).into()
}

/// A parameter is unknown or has a bad value.
pub(crate) fn query_error(field: &str, message: &str) -> JsValue {
    error("query", message, Place { field: Some(field), ..Place::default() })
}

/// No record has this id.
#[cfg(feature = "search")]
pub(crate) fn not_found(what: &str, id: &str) -> JsValue {
    query_error("id", &format!("{what} n’existe pas : « {id} »."))
}

/// One of our own files can't be used.
#[cfg(any(feature = "search", feature = "map", feature = "charts", feature = "validation"))]
pub(crate) fn load_error(file: &str, message: &str) -> JsValue {
    error("load", message, Place { field: Some(file), ..Place::default() })
}

/// A published file isn't what it should be.
#[cfg(feature = "files")]
pub(crate) fn build_error(failure: &BuildError) -> JsValue {
    let field = match failure.file {
        FileKind::Structures => "structures",
        FileKind::Services => "services",
    };
    format_error(&failure.to_string(), Some(field), failure.error.position)
}

/// A pack can't be used.
#[cfg(feature = "search")]
pub(crate) fn pack_error(failure: &PackError) -> JsValue {
    error("format", &failure.to_string(), Place { field: Some("pack"), ..Place::default() })
}

/// A producer's file isn't what it should be.
#[cfg(feature = "validation")]
pub(crate) fn file_error(message: &str, position: Option<Position>) -> JsValue {
    match position {
        Some(position) => format_error(message, None, position),
        None => error("format", message, Place::default()),
    }
}

#[cfg(any(feature = "files", feature = "validation"))]
fn format_error(message: &str, field: Option<&str>, position: Position) -> JsValue {
    // Whole numbers of a file fit a double.
    let place = Place {
        field,
        byte_offset: Some(position.byte as f64),
        line: Some(position.line as f64),
        column: Some(position.column as f64),
    };
    error("format", message, place)
}

//! The JavaScript boundary: conversions, errors, streams, and nothing else.
//!
//! What is exported here is documented for its users in `www/pkg/inclusion-atlas.d.ts`.

#[cfg(feature = "map")]
mod canvas;
#[cfg(feature = "charts")]
mod charts;
mod error;
#[cfg(feature = "files")]
mod files;
#[cfg(feature = "hours")]
mod hours;
#[cfg(feature = "map")]
mod map;
#[cfg(feature = "search")]
mod on_map;
#[cfg(feature = "search")]
mod search;
#[cfg(feature = "validation")]
mod validation;

#[cfg(feature = "charts")]
pub use charts::{DepartementMap, draw_bars};
#[cfg(feature = "files")]
pub use files::AtlasBuilder;
#[cfg(feature = "hours")]
pub use hours::{Openness, openings};
#[cfg(feature = "map")]
pub use map::MapView;
#[cfg(feature = "search")]
pub use on_map::OnMap;
#[cfg(feature = "search")]
pub use search::{Atlas, Territory};
#[cfg(feature = "validation")]
pub use validation::{Communes, Ids, Validator, beyond_codes, schema_reference};

use serde::Serialize;
#[cfg(any(feature = "search", feature = "hours", feature = "map", feature = "validation"))]
use serde_json::ser::Formatter;
#[cfg(any(feature = "search", feature = "hours", feature = "map", feature = "validation"))]
use std::io::{self, Write};
use wasm_bindgen::prelude::*;

/// A small value as a JavaScript object.
#[cfg(any(feature = "charts", feature = "validation"))]
fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

#[cfg(any(feature = "search", feature = "hours"))]
fn list(field: &str, value: JsValue) -> Result<js_sys::Array, JsValue> {
    let refused = |_| error::query_error(field, &format!("Le paramètre « {field} » doit être une liste."));
    value.dyn_into().map_err(refused)
}

/// Records as JavaScript objects, through the browser's JSON parser: faster than to make them member by member.
#[cfg(any(feature = "search", feature = "hours", feature = "map", feature = "validation"))]
fn records_to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let mut json = Vec::with_capacity(1 << 16);
    value
        .serialize(&mut serde_json::Serializer::with_formatter(&mut json, AsciiFormatter))
        .map_err(|error| JsError::new(&error.to_string()))?;
    js_sys::JSON::parse(std::str::from_utf8(&json).map_err(|error| JsError::new(&error.to_string()))?)
}

/// JSON of ASCII alone. Browsers keep a text with a letter beyond Latin-1 at two bytes a letter, and are slower to decode
/// and to parse it than to read its few such letters as escapes.
#[cfg(any(feature = "search", feature = "hours", feature = "map", feature = "validation"))]
struct AsciiFormatter;

#[cfg(any(feature = "search", feature = "hours", feature = "map", feature = "validation"))]
impl Formatter for AsciiFormatter {
    /// As the standard library writes it, whose code is here anyway.
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        write!(writer, "{value}")
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
            let (ascii, other) = rest.split_at(at);
            writer.write_all(ascii.as_bytes())?;
            let Some(letter) = other.chars().next() else { break };
            for unit in letter.encode_utf16(&mut [0; 2]) {
                let digit = |shift: u16| b"0123456789abcdef"[usize::from(*unit >> shift & 15)];
                writer.write_all(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)])?;
            }
            rest = &other[letter.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}

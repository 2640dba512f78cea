//! A published file of any form as the JSON that an atlas is built of.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use atlas::reader::{CellValue, Format, RawRecord, ReadError, Records, Row, Take, list_items, sniff};
use atlas::schema::{Field, FieldType};
use serde_json::{Map, Value};

use crate::error::CliError;

/// Bytes that are read at a time.
const CHUNK: usize = 1 << 20;

/// Reads a file of records of these fields once, and gives it away as JSON, piece by piece.
///
/// # Errors
/// A file that can't be read or isn't sound, and what `push` says.
pub(crate) fn read(
    path: &Path,
    fields: &'static [Field],
    push: impl FnMut(&[u8]) -> Result<(), String>,
) -> Result<(), CliError> {
    let mut file = File::open(path).map_err(|error| CliError::reading(path, &error))?;
    let mut chunk = vec![0; CHUNK];
    let mut next = move || {
        let length = file.read(&mut chunk).map_err(|error| CliError::reading(path, &error))?;
        Ok::<_, CliError>(chunk[..length].to_vec())
    };
    let told = |message: String| CliError::new(format!("{} : {message}", path.display()));
    let mut given = Given { push, fields, count: 0, json: Vec::new() };
    let first = next()?;
    if matches!(sniff(&first, true), None | Some(Format::Json)) {
        // As it is published: it goes through untouched. An empty file is one too.
        let mut bytes = first;
        loop {
            (given.push)(&bytes).map_err(told)?;
            bytes = next()?;
            if bytes.is_empty() {
                return Ok(());
            }
        }
    }
    let mut records = Records::new(None);
    let mut bytes = first;
    while !bytes.is_empty() {
        records.push(&bytes, &mut given).map_err(|error| told(error.to_string()))?;
        given.send().map_err(told)?;
        bytes = next()?;
    }
    records.finish(&mut given).map_err(|error| told(error.to_string()))?;
    given.json.extend_from_slice(if given.count == 0 { b"[]" } else { b"]" });
    given.send().map_err(told)
}

/// Records on their way into an array.
struct Given<P> {
    push: P,
    fields: &'static [Field],
    count: u64,
    json: Vec<u8>,
}

impl<P: FnMut(&[u8]) -> Result<(), String>> Given<P> {
    fn add(&mut self, record: &[u8]) {
        self.json.push(if self.count == 0 { b'[' } else { b',' });
        self.count += 1;
        self.json.extend_from_slice(record);
    }

    fn send(&mut self) -> Result<(), String> {
        let sent = (self.push)(&self.json);
        self.json.clear();
        sent
    }
}

impl<P: FnMut(&[u8]) -> Result<(), String>> Take for Given<P> {
    fn json(&mut self, record: RawRecord<'_>) -> Result<(), ReadError> {
        self.add(record.bytes);
        Ok(())
    }

    fn row(&mut self, row: &Row<'_>) -> Result<(), ReadError> {
        let cells = row.cells.iter().filter(|cell| !cell.name.is_empty());
        let object: Map<String, Value> =
            cells.map(|cell| (cell.name.to_owned(), value(self.fields, cell.name, &cell.value))).collect();
        self.add(Value::Object(object).to_string().as_bytes());
        Ok(())
    }
}

/// A cell as its field's type has it, where it is one.
fn value(fields: &[Field], name: &str, cell: &CellValue<'_>) -> Value {
    let Some(text) = cell.text() else { return Value::Null };
    match fields.iter().find(|field| field.name == name).map(|field| field.kind) {
        Some(FieldType::Codes) => list_items(&text).into(),
        Some(FieldType::Number) => match text.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => number.into(),
            _ => text.into_owned().into(),
        },
        _ => text.into_owned().into(),
    }
}

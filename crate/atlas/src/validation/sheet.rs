//! Rows of a table as records.
//!
//! A row becomes the JSON object that the official reader makes of it: a cell is a text, an empty one is null, and a cell
//! of a field that is a list is split at its commas. Lists as Python or JSON write them are read too: published CSV files
//! have them. Everything after works on JSON alone, and the places of values are led back to the cells.

use crate::reader::{Cell, CellValue, Row, list_items};
use crate::schema::{Model, Shape};

/// A row as JSON.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) json: String,
    /// Where each value begins and ends in the JSON, and the number of its cell.
    values: Vec<(usize, usize, usize)>,
}

impl Sheet {
    pub(super) fn new(row: &Row<'_>, model: &Model) -> Self {
        let mut json = String::from("{");
        let mut values = Vec::with_capacity(row.cells.len());
        for (number, cell) in row.cells.iter().enumerate() {
            if cell.name.is_empty() {
                continue;
            }
            if json.len() > 1 {
                json.push(',');
            }
            push_text(&mut json, cell.name);
            json.push(':');
            let start = json.len();
            let list = model
                .place(cell.name)
                .is_some_and(|place| matches!(model.fields[place].shape, Shape::List(_)));
            match cell.value.text() {
                None => json.push_str("null"),
                Some(text) if list => push_list(&mut json, &text),
                Some(text) => push_text(&mut json, &truth(&cell.value).unwrap_or(text)),
            }
            values.push((start, json.len(), number));
        }
        json.push('}');
        Self { json, values }
    }

    /// The cell that a place in the JSON comes from.
    pub(super) fn cell<'r>(&self, row: &'r Row<'_>, offset: usize) -> Option<&'r Cell<'r>> {
        let found = self.values.iter().find(|(start, end, _)| (*start..*end).contains(&offset))?;
        row.cells.get(found.2)
    }
}

/// Truth values as the official reader writes them.
fn truth(value: &CellValue<'_>) -> Option<std::borrow::Cow<'static, str>> {
    match value {
        CellValue::Bool(truth) => Some(if *truth { "True" } else { "False" }.into()),
        _ => None,
    }
}

fn push_text(json: &mut String, text: &str) {
    json.push_str(&serde_json::Value::from(text).to_string());
}

fn push_list(json: &mut String, text: &str) {
    let items = list_items(text);
    json.push('[');
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            json.push(',');
        }
        push_text(json, item);
    }
    json.push(']');
}

//! Rows of a table as records.
//!
//! A row becomes the JSON object that the official reader makes of it: a cell is a text, an empty one is null, and a cell
//! of a field that is a list is split at its commas. Lists as Python or JSON write them are read too: published CSV files
//! have them. Everything after works on JSON alone, and the places of values are led back to the cells.

use crate::reader::{Cell, CellValue, Row};
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
    let items = items(text);
    json.push('[');
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            json.push(',');
        }
        push_text(json, item);
    }
    json.push(']');
}

/// The items of a list in a cell: as Python or JSON write lists, or with commas between.
pub(super) fn items(text: &str) -> Vec<String> {
    let text = text.trim();
    if let Ok(items) = serde_json::from_str(text) {
        return items;
    }
    let inner = [('[', ']'), ('{', '}'), ('(', ')')]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close));
    match inner {
        Some(inner) => written(inner).unwrap_or_else(|| commas(inner)),
        None if text == "set()" => Vec::new(),
        None => commas(text),
    }
}

fn commas(text: &str) -> Vec<String> {
    text.split(',').map(|item| item.trim().to_owned()).collect()
}

/// Quoted texts, with commas or spaces between. `None` when there is anything else.
fn written(inner: &str) -> Option<Vec<String>> {
    let mut items = Vec::new();
    let mut letters = inner.chars();
    while let Some(quote) = letters.find(|letter| !letter.is_whitespace() && *letter != ',') {
        if !matches!(quote, '\'' | '"') {
            return None;
        }
        let mut item = String::new();
        loop {
            match letters.next()? {
                '\\' => match letters.next()? {
                    'n' => item.push('\n'),
                    't' => item.push('\t'),
                    'r' => item.push('\r'),
                    'x' => item.push(code(&mut letters, 2)?),
                    'u' => item.push(code(&mut letters, 4)?),
                    'U' => item.push(code(&mut letters, 8)?),
                    other => item.push(other),
                },
                letter if letter == quote => break,
                letter => item.push(letter),
            }
        }
        items.push(item);
    }
    Some(items)
}

/// The character of an escape of so many hexadecimal digits.
fn code(letters: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let digits = letters.as_str().get(..digits)?;
    letters.nth(digits.len() - 1);
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_in_cells() {
        assert_eq!(items("a, b"), ["a", "b"]);
        assert_eq!(items("['a', \"l'b\"]"), ["a", "l'b"]);
        assert_eq!(items("[\"a\",\"b\"]"), ["a", "b"]);
        assert_eq!(items("['a' 'b']"), ["a", "b"]);
        assert_eq!(items("{'a'}"), ["a"]);
        assert_eq!(items("[\"\\u00e9tudiants\"]"), ["étudiants"]);
        assert_eq!(items("['\\xe9t\\u00e9']"), ["été"]);
        assert_eq!(items("[a, b]"), ["a", "b"]);
        assert!(items("[]").is_empty() && items("set()").is_empty());
        assert_eq!(items("a,,b"), ["a", "", "b"]);
    }
}

//! Telling a file's format from its first bytes.

use super::ReadErrorKind;
use super::json::BOM;
use serde::{Deserialize, Serialize};

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A JSON array.
    Json,
    /// JSON values one after the other, mostly one a line.
    NdJson,
    /// A GeoJSON `FeatureCollection`.
    GeoJson,
    /// A table with commas, semicolons or tabs between its cells.
    Csv,
    /// A workbook of Excel 2007 and later.
    Xlsx,
}

impl Format {
    /// The format's name: `json`, `ndjson`, `geojson`, `csv`, `xlsx`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::NdJson => "ndjson",
            Self::GeoJson => "geojson",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// More than this isn't needed to tell a format.
pub(super) const SNIFFED: usize = 64 << 10;

/// As many bytes tell what isn't ours.
pub(super) const MARK: usize = 8;

/// How a zip file begins, and so a workbook.
pub(super) const ZIP: &[u8] = b"PK\x03\x04";

/// How files of Office 97–2003 begin, and workbooks with a password.
pub(super) const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";

/// How files begin that are none of ours: PDF, Parquet, gzip, Zstandard, empty and spanned zip files, images.
const FOREIGN: [&[u8]; 7] =
    [b"%PDF", b"PAR1", b"\x1F\x8B", b"\x28\xB5\x2F\xFD", b"PK\x05\x06", b"PK\x07\x08", b"\x89PNG"];

/// Tells a file's format from its first bytes; `whole` says that there are no others. `None`: not enough bytes yet, never
/// past 64 KiB.
///
/// What is nothing else counts as CSV, and what comes from old Office as a workbook: their readers then say what is wrong.
///
/// ```
/// use atlas::reader::{Format, sniff};
///
/// assert_eq!(sniff(b"\n [", false), Some(Format::Json));
/// assert_eq!(sniff(b"{\"nom\": \"Mission", false), None);
/// assert_eq!(sniff(b"{\"nom\": \"Mission locale\"}\n{", false), Some(Format::NdJson));
/// assert_eq!(sniff(b"id;nom\n", false), Some(Format::Csv));
/// ```
pub fn sniff(head: &[u8], whole: bool) -> Option<Format> {
    let head = &head[..head.len().min(SNIFFED)];
    let whole = whole || head.len() == SNIFFED;
    let begun = |with: &[u8]| !whole && with.starts_with(head);
    if begun(ZIP) || begun(COMPOUND) || begun(&BOM) {
        return None;
    }
    if head.starts_with(ZIP) || head.starts_with(COMPOUND) {
        return Some(Format::Xlsx);
    }
    let text = head.strip_prefix(&BOM).unwrap_or(head).trim_ascii_start();
    match text.first() {
        Some(b'[') => Some(Format::Json),
        Some(b'{') => collection(text).or(whole.then_some(Format::NdJson)),
        Some(_) => Some(Format::Csv),
        None => whole.then_some(Format::Csv),
    }
}

/// Why a file can't be read whatever its format is said to be. Looks at its first [`MARK`] bytes.
pub(super) fn refusal(head: &[u8]) -> Option<ReadErrorKind> {
    let head = &head[..head.len().min(MARK)];
    // Every character of a table or of JSON that can come first is ASCII, so half of its UTF-16 is a zero.
    if matches!(head, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, 1..=255, ..] | [1..=255, 0, ..]) {
        return Some(ReadErrorKind::Utf16);
    }
    let markup = head.strip_prefix(&BOM).unwrap_or(head).trim_ascii_start().starts_with(b"<");
    let foreign = markup || FOREIGN.iter().any(|with| head.starts_with(with));
    foreign.then_some(ReadErrorKind::UnknownFormat)
}

/// Whether the object that a text begins with is a GeoJSON collection or a record; nothing if that isn't clear yet.
fn collection(text: &[u8]) -> Option<Format> {
    let mut at = 1;
    let mut depth = 1;
    // The string before, when it is a name of the object itself.
    let mut name: Option<&[u8]> = None;
    let mut value = false;
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'"' => {
                let start = at;
                at = end_of_string(text, start)?;
                let string = &text[start..at - 1];
                match (depth, value, name) {
                    (1, true, Some(b"type")) => {
                        let collection = string == b"FeatureCollection";
                        return Some(if collection { Format::GeoJson } else { Format::NdJson });
                    }
                    (1, false, _) => name = Some(string),
                    _ => {}
                }
            }
            b':' if depth == 1 => value = true,
            b',' if depth == 1 => value = false,
            b'[' if depth == 1 && name == Some(b"features") => return Some(Format::GeoJson),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(Format::NdJson);
        }
    }
    None
}

/// The place after the quote that ends a string.
fn end_of_string(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
        if text[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

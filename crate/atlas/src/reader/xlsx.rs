//! Reads the rows of a workbook.

use super::format::{COMPOUND, ZIP};
use super::inflate;
use super::{Cell, CellValue, MAX_COLUMNS, Position, ReadError, ReadErrorKind, Row, Take};
use calamine::{DataRef, ExcelDateTime, Reader, Sheet, SheetType, Xlsx, XlsxError};
use std::borrow::Cow;
use std::io::Cursor;
use unicode_normalization::UnicodeNormalization;

/// A workbook may be this long. The limit of the official validator is 5 MB.
pub const MAX_WORKBOOK_BYTES: usize = 64 << 20;

/// A sheet may have this many rows: Excel's own limit.
pub const MAX_ROWS: u32 = 1 << 20;

/// Excel's own limit of columns; there may only be [`MAX_COLUMNS`] that have a name.
const SHEET_COLUMNS: u32 = 1 << 14;

/// Sheets that are read wherever they stand, in this order.
const SHEETS: [&str; 2] = ["structure", "service"];

/// Rows with anything in this column aren't records.
const IGNORE: &str = "__ignore__";

/// Keeps a workbook as it comes, and reads it at the end: its table of contents is there.
#[derive(Debug, Default)]
pub(super) struct XlsxRecords {
    bytes: Vec<u8>,
}

impl XlsxRecords {
    pub(super) fn push(&mut self, chunk: &[u8]) -> Result<(), ReadError> {
        if self.bytes.len() + chunk.len() > MAX_WORKBOOK_BYTES {
            self.bytes = Vec::new();
            return Err(ReadErrorKind::WorkbookTooLong.of_the_file());
        }
        self.bytes.extend_from_slice(chunk);
        let begins = |with: &[u8]| self.bytes.iter().zip(with).all(|(byte, with)| byte == with);
        if begins(ZIP) || begins(COMPOUND) { Ok(()) } else { Err(ReadErrorKind::Workbook.of_the_file()) }
    }

    pub(super) fn finish(self, take: &mut impl Take) -> Result<u64, ReadError> {
        if self.bytes.starts_with(COMPOUND) {
            return Err(compound(&self.bytes).of_the_file());
        }
        inflate::check(&self.bytes).map_err(ReadErrorKind::of_the_file)?;
        let mut workbook = Xlsx::new(Cursor::new(self.bytes)).map_err(|error| kind(&error).of_the_file())?;
        let mut records = 0;
        let mut tables = 0;
        for name in chosen(workbook.sheets_metadata()) {
            tables += u32::from(sheet(&mut workbook, &name, &mut records, take)?);
        }
        if tables == 0 { Err(ReadErrorKind::Empty.of_the_file()) } else { Ok(records) }
    }
}

/// What a file is that begins like those of Office 97–2003.
fn compound(bytes: &[u8]) -> ReadErrorKind {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let encrypted = memchr::memmem::find(bytes, &name).is_some();
    if encrypted { ReadErrorKind::Encrypted } else { ReadErrorKind::OldWorkbook }
}

fn kind(error: &XlsxError) -> ReadErrorKind {
    if matches!(error, XlsxError::Password) { ReadErrorKind::Encrypted } else { ReadErrorKind::Workbook }
}

/// The names of the sheets to read.
fn chosen(sheets: &[Sheet]) -> Vec<String> {
    let mut tables = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let named = |wanted: &&str| {
        let sheet = tables.clone().find(|sheet| folded(&sheet.name).trim_end_matches('s') == *wanted)?;
        Some(sheet.name.clone())
    };
    let known: Vec<String> = SHEETS.iter().filter_map(named).collect();
    if known.is_empty() { tables.next().map(|sheet| sheet.name.clone()).into_iter().collect() } else { known }
}

/// A name in small letters without accents or spaces around it.
fn folded(name: &str) -> String {
    name.trim().nfd().filter(char::is_ascii).collect::<String>().to_ascii_lowercase()
}

/// Reads a sheet; tells whether there is a table in it.
fn sheet(
    workbook: &mut Xlsx<Cursor<Vec<u8>>>,
    name: &str,
    records: &mut u64,
    take: &mut impl Take,
) -> Result<bool, ReadError> {
    let at = |row: u32, kind, record| {
        let position = Position { byte: 0, line: u64::from(row) + 1, column: 1, record };
        ReadError { kind, position }
    };
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|error| at(0, kind(&error), *records))?;
    let mut header: Option<Header> = None;
    let mut rows = 0;
    let mut row = Vec::new();
    let mut number = 0;
    loop {
        let cell = cells.next_cell().map_err(|error| at(number, kind(&error), *records))?;
        let place = cell.as_ref().map(|cell| cell.get_position());
        if place.is_none_or(|(of, _)| of != number) && !row.is_empty() {
            rows += 1;
            let result = match &header {
                Some(header) => header.row(name, number, &mut row, records, take),
                None => Header::new(&row)
                    .map(|read| header = Some(read))
                    .map_err(|kind| at(number, kind, *records)),
            };
            result?;
            row.clear();
        }
        let (Some(cell), Some((of, column))) = (cell, place) else { return Ok(header.is_some()) };
        number = of;
        if number >= MAX_ROWS || rows > MAX_ROWS {
            return Err(at(number.min(MAX_ROWS), ReadErrorKind::TooManyRows, *records));
        }
        if column >= SHEET_COLUMNS || row.len() > SHEET_COLUMNS as usize {
            return Err(at(number, ReadErrorKind::Workbook, *records));
        }
        let value = cell.get_value();
        if !matches!(value, DataRef::Empty | DataRef::SharedString(""))
            && *value != DataRef::String(String::new())
        {
            row.push((column, value.clone()));
        }
    }
}

/// The first row of a table.
struct Header {
    /// Columns that have a name, from the left.
    columns: Vec<(u32, String)>,
    /// Whether the very first column has none: an index that a program wrote, not a field.
    index: bool,
    ignore: Option<u32>,
}

impl Header {
    fn new(row: &[(u32, DataRef<'_>)]) -> Result<Self, ReadErrorKind> {
        let name = |(column, value): &(u32, DataRef<'_>)| {
            let value = cell_value(value);
            let name = value.text().map(|text| text.trim().to_owned()).unwrap_or_default();
            (*column, name)
        };
        let mut columns: Vec<(u32, String)> =
            row.iter().map(name).filter(|(_, name)| !name.is_empty()).collect();
        columns.sort_by_key(|(column, _)| *column);
        columns.dedup_by_key(|(column, _)| *column);
        let ignore = columns.iter().find(|(_, name)| name == IGNORE).map(|(column, _)| *column);
        columns.retain(|(_, name)| name != IGNORE);
        if columns.len() > MAX_COLUMNS {
            return Err(ReadErrorKind::TooManyColumns);
        }
        let index = columns.iter().all(|(column, _)| *column > 0) && ignore != Some(0);
        Ok(Self { columns, index, ignore })
    }

    /// Hands over a row whose cells are those that aren't empty.
    fn row(
        &self,
        sheet: &str,
        number: u32,
        row: &mut Vec<(u32, DataRef<'_>)>,
        records: &mut u64,
        take: &mut impl Take,
    ) -> Result<(), ReadError> {
        row.sort_by_key(|(column, _)| *column);
        row.dedup_by_key(|(column, _)| *column);
        let has = |wanted: Option<u32>| {
            wanted.is_some_and(|wanted| row.iter().any(|(column, _)| *column == wanted))
        };
        let index = self.index.then_some(0);
        if has(self.ignore) || row.len() == usize::from(has(index)) {
            return Ok(());
        }
        let line = u64::from(number) + 1;
        let mut rest = row.iter().peekable();
        let mut named = 0;
        let mut cells = Vec::with_capacity(self.columns.len());
        for (column, name) in &self.columns {
            while rest.next_if(|(at, _)| at < column).is_some() {}
            let value = match rest.next_if(|(at, _)| at == column) {
                Some((_, value)) => {
                    named += 1;
                    cell_value(value)
                }
                None => CellValue::Empty,
            };
            let number = u64::from(*column) + 1;
            cells.push(Cell { name, number, value, line, column: number, span: None });
        }
        take.row(&Row {
            cells: &cells,
            position: Position { byte: 0, line, column: 1, record: *records },
            sheet: Some(sheet),
            delimiter: None,
            cp1252: false,
            extra_cells: row.len() - usize::from(has(index)) - named,
            missing_cells: 0,
        })?;
        *records += 1;
        Ok(())
    }
}

fn cell_value<'a>(value: &'a DataRef<'_>) -> CellValue<'a> {
    let owned = |text: String| CellValue::Text(Cow::Owned(text));
    match value {
        DataRef::Empty => CellValue::Empty,
        DataRef::Int(number) => owned(number.to_string()),
        DataRef::Float(number) if number.is_finite() => CellValue::Number(*number),
        DataRef::Float(number) => owned(number.to_string()),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            CellValue::Text(Cow::Borrowed(text))
        }
        DataRef::SharedString(text) => CellValue::Text(Cow::Borrowed(text)),
        DataRef::Bool(truth) => CellValue::Bool(*truth),
        DataRef::DateTime(time) => date(time),
        DataRef::Error(error) => owned(error.to_string()),
    }
}

/// A date, a time or both. A number that is neither although it is shown as one stays a number.
fn date(time: &ExcelDateTime) -> CellValue<'static> {
    let days = time.as_f64();
    if !(0.0..1e7).contains(&days) {
        return CellValue::Number(days);
    }
    let text = if time.is_duration() || days < 1.0 {
        let seconds = (days * 86_400.0).round() as u64;
        format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    } else {
        let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
        let date = format!("{year:04}-{month:02}-{day:02}");
        match (hour, minute, second, milli) {
            (0, 0, 0, 0) => date,
            (_, _, _, 0) => format!("{date}T{hour:02}:{minute:02}:{second:02}"),
            _ => format!("{date}T{hour:02}:{minute:02}:{second:02}.{milli:03}"),
        }
    };
    CellValue::Text(Cow::Owned(text))
}

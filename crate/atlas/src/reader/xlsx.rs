//! Reads the rows of a workbook.

use super::cells::Cells;
use super::format::{COMPOUND, ZIP};
use super::inflate::Package;
use super::workbook::{Book, Sheet};
use super::{Cell, CellValue, MAX_COLUMNS, Position, ReadError, ReadErrorKind, Row, Take};
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
        let mut package = Package::open(&self.bytes).map_err(ReadErrorKind::of_the_file)?;
        let book = Book::open(&mut package).map_err(ReadErrorKind::of_the_file)?;
        let mut records = 0;
        let mut tables = 0;
        for sheet in chosen(&book.sheets) {
            tables += u32::from(table(&mut package, &book, sheet, &mut records, take)?);
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

/// The sheets to read.
fn chosen(sheets: &[Sheet]) -> Vec<&Sheet> {
    let named =
        |wanted: &&str| sheets.iter().find(|sheet| folded(&sheet.name).trim_end_matches('s') == *wanted);
    let known: Vec<&Sheet> = SHEETS.iter().filter_map(named).collect();
    if known.is_empty() { sheets.iter().take(1).collect() } else { known }
}

/// A name in small letters without accents or spaces around it.
fn folded(name: &str) -> String {
    name.trim().nfd().filter(char::is_ascii).collect::<String>().to_ascii_lowercase()
}

/// Reads a sheet; tells whether there is a table in it.
fn table(
    package: &mut Package<'_>,
    book: &Book,
    sheet: &Sheet,
    records: &mut u64,
    take: &mut impl Take,
) -> Result<bool, ReadError> {
    let at = |row: u32, kind, record| {
        let position = Position { byte: 0, line: u64::from(row) + 1, column: 1, record };
        ReadError { kind, position }
    };
    let mut cells = Cells::open(package, book, sheet).map_err(|kind| at(0, kind, *records))?;
    let mut header: Option<Header> = None;
    let mut rows = 0;
    let mut row = Vec::new();
    let mut number = 0;
    loop {
        let cell = cells.read().map_err(|kind| at(number, kind, *records))?;
        if cell.as_ref().is_none_or(|(of, ..)| *of != number) && !row.is_empty() {
            rows += 1;
            match &header {
                Some(header) => header.row(&sheet.name, number, &mut row, records, take)?,
                None => header = Some(Header::new(&row, number).map_err(|kind| at(number, kind, *records))?),
            }
            row.clear();
        }
        let Some((of, column, value)) = cell else { return Ok(header.is_some()) };
        number = of;
        if number >= MAX_ROWS || rows > MAX_ROWS {
            return Err(at(number.min(MAX_ROWS), ReadErrorKind::TooManyRows, *records));
        }
        if column >= SHEET_COLUMNS || row.len() > SHEET_COLUMNS as usize {
            return Err(at(number, ReadErrorKind::Workbook, *records));
        }
        if value != CellValue::Empty {
            row.push((column, value));
        }
    }
}

/// The first row of a table.
struct Header {
    /// Columns that have a name, from the left.
    columns: Vec<(u32, String)>,
    /// Its line, from 1.
    line: u64,
    /// Whether the very first column has none: an index that a program wrote, not a field.
    index: bool,
    ignore: Option<u32>,
}

impl Header {
    /// `number`: the row's, from 0.
    fn new(row: &[(u32, CellValue<'_>)], number: u32) -> Result<Self, ReadErrorKind> {
        let name = |(column, value): &(u32, CellValue<'_>)| {
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
        Ok(Self { columns, line: u64::from(number) + 1, index, ignore })
    }

    /// Hands over a row whose cells are those that aren't empty.
    fn row(
        &self,
        sheet: &str,
        number: u32,
        row: &mut Vec<(u32, CellValue<'_>)>,
        records: &mut u64,
        take: &mut impl Take,
    ) -> Result<(), ReadError> {
        row.sort_by_key(|(column, _)| *column);
        row.dedup_by_key(|(column, _)| *column);
        let has = |wanted: Option<u32>| {
            wanted.is_some_and(|wanted| row.iter().any(|(column, _)| *column == wanted))
        };
        let index = self.index.then_some(0);
        let filled = row.len() - usize::from(has(index));
        if has(self.ignore) || filled == 0 {
            return Ok(());
        }
        let line = u64::from(number) + 1;
        let mut rest = row.drain(..).peekable();
        let mut named = 0;
        let mut cells = Vec::with_capacity(self.columns.len());
        for (column, name) in &self.columns {
            while rest.next_if(|(at, _)| at < column).is_some() {}
            let value = match rest.next_if(|(at, _)| at == column) {
                Some((_, value)) => {
                    named += 1;
                    value
                }
                None => CellValue::Empty,
            };
            let number = u64::from(*column) + 1;
            let header = (self.line, number);
            cells.push(Cell { name, number, value, line, column: number, span: None, header });
        }
        take.row(&Row {
            cells: &cells,
            position: Position { byte: 0, line, column: 1, record: *records },
            sheet: Some(sheet),
            delimiter: None,
            cp1252: false,
            extra_cells: filled - named,
            missing_cells: 0,
        })?;
        *records += 1;
        Ok(())
    }
}

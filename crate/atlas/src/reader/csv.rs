//! Cuts CSV into rows and cells, whatever the chunks it arrives in.

use super::cp1252;
use super::json::BOM;
use super::position::characters;
use super::{Cell, CellValue, MAX_COLUMNS, MAX_RECORD_BYTES, Position, ReadError, ReadErrorKind, Row, Take};
use memchr::{memchr, memchr2, memchr3};
use std::borrow::Cow;

/// Separators, the likeliest first.
const DELIMITERS: [u8; 3] = *b",;\t";

/// Reads a CSV file from chunks; the first holds the whole byte order mark if there is one.
///
/// Holds no more than the part of one row that has come, [`MAX_RECORD_BYTES`] at most.
#[derive(Debug)]
pub(super) struct CsvRecords {
    names: Option<Vec<Name>>,
    delimiter: u8,
    scanner: Scanner,
    /// What has come of the row in progress.
    carry: Vec<u8>,
    /// Where the row in progress begins.
    start: Place,
    /// Whether the last row ended with `\r`: a `\n` then belongs to it.
    after_return: bool,
    records: u64,
}

/// The name of a column, its line and its column in the file.
#[derive(Debug)]
struct Name {
    text: String,
    place: (u64, u64),
}

#[derive(Clone, Copy, Debug)]
struct Place {
    byte: u64,
    line: u64,
}

impl Default for CsvRecords {
    fn default() -> Self {
        Self {
            names: None,
            delimiter: DELIMITERS[0],
            scanner: Scanner::new(None, MAX_COLUMNS),
            carry: Vec::new(),
            start: Place { byte: 0, line: 1 },
            after_return: false,
            records: 0,
        }
    }
}

impl CsvRecords {
    pub(super) fn push(&mut self, chunk: &[u8], take: &mut impl Take) -> Result<(), ReadError> {
        let mut at = 0;
        if self.start.byte == 0 && self.carry.is_empty() && chunk.starts_with(&BOM) {
            at = BOM.len();
            self.start.byte = at as u64;
        }
        while at < chunk.len() {
            if std::mem::take(&mut self.after_return) && chunk[at] == b'\n' {
                at += 1;
                self.start.byte += 1;
                continue;
            }
            let from = at;
            let ended = self.scanner.scan(chunk, &mut at, self.carry.len());
            if self.carry.len() + at - from > MAX_RECORD_BYTES {
                return Err(self.error(ReadErrorKind::TooLong));
            }
            if !ended {
                self.carry.extend_from_slice(&chunk[from..at]);
                return Ok(());
            }
            self.row_ends(&chunk[from..at], take)?;
            self.after_return = chunk[at] == b'\r';
            self.start.byte += 1;
            self.start.line += 1;
            at += 1;
        }
        Ok(())
    }

    pub(super) fn finish(mut self, take: &mut impl Take) -> Result<u64, ReadError> {
        if !self.carry.is_empty() {
            if let Some(quote) = self.scanner.finish(self.carry.len()) {
                let before = &self.carry[..quote];
                let (lines, column) = after(before, 1, !is_utf8(before));
                let Place { byte, line } = self.start;
                let position =
                    Position { byte: byte + quote as u64, line: line + lines, column, record: self.records };
                return Err(ReadError { kind: ReadErrorKind::Quote, position });
            }
            self.row_ends(&[], take)?;
        }
        if self.names.is_none() { Err(self.error(ReadErrorKind::Empty)) } else { Ok(self.records) }
    }

    /// An error of the row in progress.
    fn error(&self, kind: ReadErrorKind) -> ReadError {
        let Place { byte, line } = self.start;
        ReadError { kind, position: Position { byte, line, column: 1, record: self.records } }
    }

    /// The row in progress ends with `rest`.
    fn row_ends(&mut self, rest: &[u8], take: &mut impl Take) -> Result<(), ReadError> {
        let mut carry = std::mem::take(&mut self.carry);
        let bytes = if carry.is_empty() {
            rest
        } else {
            carry.extend_from_slice(rest);
            &carry
        };
        let lines = match &self.names {
            Some(names) => {
                let row = RowBytes { bytes, start: self.start, cp1252: !is_utf8(bytes) };
                let lines = row.lines();
                if !self.scanner.nothing(bytes) {
                    row.hand_over(names, self.delimiter, &self.scanner, self.records, lines > 0, take)?;
                    self.records += 1;
                }
                lines
            }
            None => self.header(bytes)?,
        };
        self.start.byte += bytes.len() as u64;
        self.start.line += lines;
        self.scanner.restart();
        carry.clear();
        self.carry = carry;
        Ok(())
    }

    /// Reads the names of the columns, unless the row is blank; gives the line feeds in it.
    fn header(&mut self, bytes: &[u8]) -> Result<u64, ReadError> {
        self.delimiter = self.scanner.likeliest_delimiter();
        let mut scanner = Scanner::new(Some(self.delimiter), MAX_COLUMNS);
        let mut at = 0;
        while at < bytes.len() {
            let before = at;
            if scanner.scan(bytes, &mut at, before) {
                // A line end that was between quotes for another delimiter.
                at += 1;
                (scanner.state, scanner.start) = (State::Cell, at);
            }
        }
        scanner.finish(bytes.len());
        let row = RowBytes { bytes, start: self.start, cp1252: !is_utf8(bytes) };
        if !scanner.nothing(bytes) {
            if scanner.cells > MAX_COLUMNS {
                return Err(self.error(ReadErrorKind::TooManyColumns));
            }
            let name = |&(from, to): &(usize, usize)| {
                let (lines, column) = after(&bytes[..from], 1, row.cp1252);
                let place = (self.start.line + lines, column);
                Name { text: row.text(from, to).trim().to_owned(), place }
            };
            let names: Vec<Name> = scanner.bounds.iter().map(name).collect();
            self.scanner = Scanner::new(Some(self.delimiter), names.len());
            self.names = Some(names);
        }
        Ok(row.lines())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// At the beginning of a cell.
    Cell,
    /// In a cell, outside quotes.
    Plain,
    /// Between quotes.
    Quoted,
    /// After a quote between quotes: the end, or the first of two that stand for one.
    Quote,
}

/// Finds where cells and rows end. Offsets are from the beginning of the row.
#[derive(Debug)]
struct Scanner {
    /// Unknown in the header: then each of [`DELIMITERS`] counts as one.
    delimiter: Option<u8>,
    /// As many cells are kept.
    limit: usize,
    state: State,
    /// Where the cell in progress begins, and whether with a quote.
    start: usize,
    quoted: bool,
    /// Beginnings and ends of the cells so far.
    bounds: Vec<(usize, usize)>,
    /// How many cells there are, kept or not.
    cells: usize,
    /// How many there are up to the last that isn't empty.
    filled: usize,
    /// How often each of [`DELIMITERS`] was met.
    met: [usize; 3],
}

impl Scanner {
    fn new(delimiter: Option<u8>, limit: usize) -> Self {
        Self {
            delimiter,
            limit,
            state: State::Cell,
            start: 0,
            quoted: false,
            bounds: Vec::new(),
            cells: 0,
            filled: 0,
            met: [0; 3],
        }
    }

    fn restart(&mut self) {
        self.bounds.clear();
        (self.state, self.start, self.quoted, self.cells, self.filled, self.met) =
            (State::Cell, 0, false, 0, 0, [0; 3]);
    }

    /// Goes on in a row from `at` to its end, which is at `at` then, or to the end of the chunk; tells which. Of the row
    /// `before` bytes came in earlier chunks.
    fn scan(&mut self, chunk: &[u8], at: &mut usize, before: usize) -> bool {
        let from = *at;
        while let Some(&byte) = chunk.get(*at) {
            match self.state {
                State::Cell if byte == b'"' => {
                    self.state = State::Quoted;
                    self.quoted = true;
                    *at += 1;
                }
                State::Cell => {
                    self.state = State::Plain;
                    self.quoted = false;
                }
                State::Plain => {
                    let rest = &chunk[*at..];
                    let found = match self.delimiter {
                        Some(delimiter) => memchr3(delimiter, b'\n', b'\r', rest),
                        None => {
                            let stops =
                                |byte: &u8| matches!(byte, b'\n' | b'\r') || DELIMITERS.contains(byte);
                            rest.iter().position(stops)
                        }
                    };
                    *at += found.unwrap_or(rest.len());
                    if found.is_none() {
                        break;
                    }
                    self.cell_ends(before + *at - from);
                    if matches!(chunk[*at], b'\n' | b'\r') {
                        return true;
                    }
                    if let Some(met) = DELIMITERS.iter().position(|delimiter| *delimiter == chunk[*at]) {
                        self.met[met] += 1;
                    }
                    *at += 1;
                    self.state = State::Cell;
                    self.start = before + *at - from;
                }
                State::Quoted => {
                    let rest = &chunk[*at..];
                    match memchr(b'"', rest) {
                        Some(quote) => {
                            *at += quote + 1;
                            self.state = State::Quote;
                        }
                        None => *at = chunk.len(),
                    }
                }
                State::Quote if byte == b'"' => {
                    self.state = State::Quoted;
                    *at += 1;
                }
                // What follows a closed quote belongs to the cell all the same.
                State::Quote => self.state = State::Plain,
            }
        }
        false
    }

    /// The row ends with the file, after `bytes` bytes. Gives the place of the quote that is still open.
    fn finish(&mut self, bytes: usize) -> Option<usize> {
        let open = (self.state == State::Quoted).then_some(self.start);
        self.cell_ends(bytes);
        open
    }

    fn cell_ends(&mut self, at: usize) {
        if self.cells < self.limit {
            self.bounds.push((self.start, at));
        }
        self.cells += 1;
        if at - self.start > if self.quoted { 2 } else { 0 } {
            self.filled = self.cells;
        }
    }

    fn likeliest_delimiter(&self) -> u8 {
        let mut best = 0;
        for (which, met) in self.met.iter().enumerate() {
            if *met > self.met[best] {
                best = which;
            }
        }
        DELIMITERS[best]
    }

    /// Whether a row has nothing in any cell, or nothing but white space in its only one.
    fn nothing(&self, bytes: &[u8]) -> bool {
        self.filled == 0 || self.cells == 1 && bytes.trim_ascii().is_empty()
    }
}

/// A whole row.
struct RowBytes<'a> {
    bytes: &'a [u8],
    start: Place,
    cp1252: bool,
}

impl<'a> RowBytes<'a> {
    /// Line ends in the row, which can only be between quotes.
    fn lines(&self) -> u64 {
        if memchr2(b'\n', b'\r', self.bytes).is_none() { 0 } else { after(self.bytes, 1, true).0 }
    }

    fn hand_over(
        &self,
        names: &[Name],
        delimiter: u8,
        scanner: &Scanner,
        record: u64,
        many_lines: bool,
        take: &mut impl Take,
    ) -> Result<(), ReadError> {
        let Place { byte, mut line } = self.start;
        let mut column = 1;
        let mut counted = 0;
        let mut cells = Vec::with_capacity(names.len());
        for (number, name) in (1..).zip(names) {
            let bounds = scanner.bounds.get(number as usize - 1).copied();
            let (from, to) = bounds.unwrap_or((self.bytes.len(), self.bytes.len()));
            let stretch = &self.bytes[counted..from];
            counted = from;
            if many_lines {
                let (lines, then) = after(stretch, column, self.cp1252);
                line += lines;
                column = then;
            } else {
                column += self.characters(stretch);
            }
            let text = self.text(from, to);
            let value = if text.is_empty() { CellValue::Empty } else { CellValue::Text(text) };
            let span = bounds.map(|_| (byte + from as u64, byte + to as u64));
            cells.push(Cell { name: &name.text, number, value, line, column, span, header: name.place });
        }
        take.row(&Row {
            cells: &cells,
            position: Position { byte, line: self.start.line, column: 1, record },
            sheet: None,
            delimiter: Some(delimiter),
            cp1252: self.cp1252,
            extra_cells: scanner.filled.saturating_sub(names.len()),
            missing_cells: names.len().saturating_sub(scanner.cells),
        })
    }

    fn characters(&self, bytes: &[u8]) -> u64 {
        if self.cp1252 { bytes.len() as u64 } else { characters(bytes) }
    }

    /// The text of a cell.
    fn text(&self, from: usize, to: usize) -> Cow<'a, str> {
        let bytes = &self.bytes[from..to];
        let Some(quoted) = bytes.strip_prefix(b"\"") else { return decoded(bytes, self.cp1252) };
        // The usual case: the only other quote is the last byte.
        if let Some(quote) = memchr(b'"', quoted)
            && quote + 1 == quoted.len()
        {
            return decoded(&quoted[..quote], self.cp1252);
        }
        let mut plain = Vec::with_capacity(quoted.len());
        let mut rest = quoted;
        while let Some(quote) = memchr(b'"', rest) {
            plain.extend_from_slice(&rest[..quote]);
            rest = &rest[quote + 1..];
            let Some(more) = rest.strip_prefix(b"\"") else { break };
            plain.push(b'"');
            rest = more;
        }
        plain.extend_from_slice(rest);
        Cow::Owned(decoded(&plain, self.cp1252).into_owned())
    }
}

fn decoded(bytes: &[u8], cp1252: bool) -> Cow<'_, str> {
    if cp1252 { Cow::Owned(cp1252::decode(bytes)) } else { String::from_utf8_lossy(bytes) }
}

fn is_utf8(bytes: &[u8]) -> bool {
    simdutf8::basic::from_utf8(bytes).is_ok()
}

/// Line ends in some bytes that begin in a column, and the column after them.
fn after(bytes: &[u8], column: u64, cp1252: bool) -> (u64, u64) {
    let count = |bytes: &[u8]| if cp1252 { bytes.len() as u64 } else { characters(bytes) };
    let (mut lines, mut column, mut rest) = (0, column, bytes);
    while let Some(end) = memchr2(b'\n', b'\r', rest) {
        let long = if rest[end..].starts_with(b"\r\n") { 2 } else { 1 };
        rest = &rest[end + long..];
        lines += 1;
        column = 1;
    }
    column += count(rest);
    (lines, column)
}

/// A text as a cell of a CSV file, to put in the place of another: with quotes if it needs them. `None` if the file is
/// Windows-1252, which hasn't all characters.
///
/// ```
/// use atlas::reader::csv_cell;
///
/// assert_eq!(csv_cell("Épicerie", b';', true).unwrap(), b"\xC9picerie");
/// assert_eq!(csv_cell("dite \"la\"", b';', false).unwrap(), b"\"dite \"\"la\"\"\"");
/// assert_eq!(csv_cell("→", b';', true), None);
/// ```
pub fn csv_cell(text: &str, delimiter: u8, cp1252: bool) -> Option<Vec<u8>> {
    let special = |byte: u8| byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r');
    let text = if text.bytes().any(special) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(text)
    };
    if cp1252 { cp1252::encode(&text) } else { Some(text.into_owned().into_bytes()) }
}

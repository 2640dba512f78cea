//! One row of a table, from CSV or from a sheet.

use super::Position;
use std::borrow::Cow;

/// A table may have this many columns. The schema's own are less than 50.
pub const MAX_COLUMNS: usize = 1000;

/// A row under a header.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The cells in the order of the header: always one for each column.
    pub cells: &'a [Cell<'a>],
    /// Where the row begins.
    pub position: Position,
    /// The sheet's name, in a workbook.
    pub sheet: Option<&'a str>,
    /// The separator, in a CSV file.
    pub delimiter: Option<u8>,
    /// Whether the row isn't UTF-8 and so was read as Windows-1252. A row that has only ASCII is the same in both.
    pub cp1252: bool,
    /// Cells beyond the header's, up to the last that isn't empty.
    pub extra_cells: usize,
    /// How many columns the row ends before; their cells are given as empty.
    pub missing_cells: usize,
}

/// A cell of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell<'a> {
    /// The column's name in the header, without spaces around it. May be empty, or the same as another column's.
    pub name: &'a str,
    /// The column's number, from 1.
    pub number: u64,
    /// What is in it.
    pub value: CellValue<'a>,
    /// Line of its first character, as in [`Position`].
    pub line: u64,
    /// Column of its first character, a quote included, as in [`Position`].
    pub column: u64,
    /// Where its bytes begin and end in a CSV file, quotes included. `None` for a cell that isn't there.
    pub span: Option<(u64, u64)>,
    /// Line and column of the column's name in the header, as in [`Position`].
    pub header: (u64, u64),
}

/// What is in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum CellValue<'a> {
    /// Nothing.
    Empty,
    /// A text. In a workbook also dates (`2026-03-01`, `2026-03-01T10:30:00`), times (`10:30:00`) and errors (`#N/A`).
    Text(Cow<'a, str>),
    /// A number of a sheet.
    Number(f64),
    /// A truth value of a sheet.
    Bool(bool),
}

impl CellValue<'_> {
    /// The value as a text, `None` when there is nothing: numbers with no more digits than they need (`75`, `48.85`),
    /// truth values in English (`true`).
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Empty => None,
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Number(number) => Some(Cow::Owned(number.to_string())),
            Self::Bool(truth) => Some(Cow::Borrowed(if *truth { "true" } else { "false" })),
        }
    }
}

//! Bytes in, records with their positions out. Nothing here knows what a record means.
//!
//! The published files are one array of hundreds of megabytes on one line, and arrive in chunks cut anywhere. So the
//! reader works in two steps that each keep almost nothing:
//!
//! 1. [`JsonRecords`] finds where records begin and end.
//! 2. [`Members`] reads one record strictly: JSON's grammar to the letter, UTF-8, paired surrogates.
//!
//! A record that lies whole in its chunk is read where it lies, once: its end is where reading it ends. One that a chunk
//! cuts, or that turns out wrong, takes the slow way: quotes and brackets are followed to its end, then its bytes are read
//! by themselves. So errors and their places have one origin, and don't depend on the chunks.
//!
//! [`Records`] is the door for files of which nothing is known: it tells the [`Format`] and reads NDJSON, GeoJSON, CSV and
//! workbooks too. A record is then a [`RawRecord`] or a [`Row`].
//!
//! What is wrong is a [`ReadError`] with the byte, line and column of the fault; the first one ends the reading.

mod cells;
mod cp1252;
mod csv;
mod error;
mod format;
mod geojson;
mod inflate;
mod json;
mod lists;
mod markup;
mod object;
mod position;
mod record;
mod records;
mod row;
mod serial;
mod workbook;
mod xlsx;

pub use csv::csv_cell;
pub use error::{ReadError, ReadErrorKind};
pub use format::{Format, sniff};
pub use json::{JsonRecords, MAX_DEPTH, MAX_RECORD_BYTES};
pub use lists::list_items;
pub use object::{Fault, Key, Member, Members, RawString, Value, members, value};
pub use position::Position;
pub use record::{RawRecord, TakeRecords, Taken};
pub use records::{End, Records, Take};
pub use row::{Cell, CellValue, MAX_COLUMNS, Row};
pub use xlsx::{MAX_ROWS, MAX_WORKBOOK_BYTES};

#[cfg(test)]
mod tests;

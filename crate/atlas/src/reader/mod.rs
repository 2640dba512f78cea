//! Bytes in, records with their positions out. Nothing here knows what a record means.
//!
//! The published files are one array of hundreds of megabytes on one line, and arrive in chunks cut anywhere. So the
//! reader works in two steps that each keep almost nothing:
//!
//! 1. [`JsonRecords`] follows quotes and brackets only, and hands out the bytes of one whole record at a time; of a
//!    record that a chunk cuts, it holds the part that has come.
//! 2. [`members`] reads one record strictly: JSON's grammar to the letter, UTF-8, paired surrogates.
//!
//! What is wrong is a [`ReadError`] with the byte, line and column of the fault; the first one ends the reading.

mod error;
mod json;
mod object;

pub use error::{Position, ReadError, ReadErrorKind};
pub use json::{JsonRecords, MAX_DEPTH, MAX_RECORD_BYTES, RawRecord};
#[cfg(test)]
mod tests;

pub use object::{Fault, Member, Members, RawString, Value, members};

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
//! What is wrong is a [`ReadError`] with the byte, line and column of the fault; the first one ends the reading.

mod error;
mod json;
mod object;

pub use error::{Position, ReadError, ReadErrorKind};
pub use json::{JsonRecords, MAX_DEPTH, MAX_RECORD_BYTES, RawRecord, TakeRecords, Taken};
#[cfg(test)]
mod tests;

pub use object::{Fault, Key, Member, Members, RawString, Value, members};

//! Packs: an atlas in a file, so that nobody has to read the published files again.
//!
//! A pack holds what an atlas is made of: the records, and the texts that they share. Indexes are made from these when
//! it is read. `docs/pack-format.md` describes the format byte by byte.

mod error;
mod file;
mod shard;
mod sheet;
mod terms;
mod whole;

pub use error::PackError;
pub(crate) use file::{Kind, checksum};
pub use shard::Whole;
pub(crate) use shard::{
    Given, More, Portion, Selection, check, check_kind, merge, read_home, read_lookup, write, write_homes,
    write_lookup,
};
pub(crate) use terms::{read_postings, read_words, write_postings, write_words};

//! Packs: an atlas in a file, so that nobody has to read the published files again.
//!
//! A pack holds what an atlas is made of: the records, and the texts that they share. Indexes are made from these when
//! it is read. `docs/pack-format.md` describes the format byte by byte.

mod error;
mod file;
mod shard;
mod sheet;
mod whole;

pub use error::PackError;
pub(crate) use file::checksum;
pub use shard::Whole;
pub(crate) use shard::{
    Given, Portion, Selection, check, check_lookup, merge, read_lookup, write, write_lookup,
};

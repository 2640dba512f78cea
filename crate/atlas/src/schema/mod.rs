//! What data·inclusion's published schema says: the fields of a record, and the vocabularies.
//!
//! Everything here is taken from the official package `data-inclusion-schema` (see `data/schemas/README.md`).

mod fields;
mod pattern;
mod quality;
mod release;
mod vocabulary;

pub use fields::{Field, FieldType, SERVICE_FIELDS, STRUCTURE_FIELDS};
pub use pattern::{Class, Pattern, Piece};
#[cfg(feature = "validation")]
pub(crate) use quality::Criteria;
pub(crate) use quality::{Facts, Tally, criteria};
pub use quality::{Gain, Quality};
pub use release::{
    Entry, FieldCheck, FieldRule, Kind, List, Model, Property, Pydantic, RecordRule, Release, Scalar, Shape,
    Vocabulary, days, newest, release, releases,
};
pub use vocabulary::{Vocabularies, vocabularies};

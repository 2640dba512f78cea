//! The published records in memory: compact, immutable once built, ready to be searched.
//!
//! [`AtlasBuilder`] reads both files as they arrive; [`Atlas`] is what it builds. In between, a record becomes
//!
//! - a row in [`Records`]: every field, for showing it again, with the texts that records share (vocabularies,
//!   communes, zones) replaced by their number in one [`Dictionary`];
//! - an entry in each column that searches read: coordinates, one bitmap a thématique and mode d'accueil, lists of
//!   services by zone, a grid of places.
//!
//! **Rules of reading.** Fields of schema v1 are typed. A value of another type is kept as published and counts as
//! null in searches. Fields that the schema doesn't know are kept as published, but for those that begin with `_`:
//! they are internal to the producer, and only `_cluster_id` is used. The same id twice (or, before v1, in two
//! sources) makes two records.
//!
//! **Numbers.** Services and structures are numbered in the order of their ids (code points), then sources, then
//! places in the file. So the order of numbers is the order that answers are given in, and ties end on `id` for free.

mod atlas;
mod bitmap;
mod builder;
mod dictionary;
mod facet;
mod full_text;
mod grid;
mod names;
pub(crate) mod pack;
mod packing;
mod records;

pub use atlas::{Atlas, Counts, DetailedService, DetailedStructure};
pub(crate) use atlas::{NO_DAY, Part};
pub use bitmap::{Bitmap, Bitmaps};
pub use builder::{AtlasBuilder, BuildError, FileKind};
pub use dictionary::Dictionary;
pub use facet::{Facet, FacetColumn};
pub use grid::Grid;
pub(crate) use names::{Matches, Names};
pub use pack::{PackError, Whole};
pub(crate) use records::Stated;
pub use records::{Record, Records};

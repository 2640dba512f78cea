//! Whether a file is what the schema asks, and what to write where it isn't.
//!
//! The official package `data-inclusion-schema` is the referee: for every released version, the same records are refused for
//! the same reasons, with its names for them (`tests/validation/` asks it). What is told beyond that is [ours](codes()), and
//! never an error.
//!
//! A record that is fine is read once and judged where it lies, without an allocation. One that isn't is read again,
//! slowly, to word what is wrong and say where.
//!
//! - [`Validator`] takes a file of any [format](crate::reader::Format) in chunks, and gives a [`Report`].
//! - [`reference()`] tells what a version asks, for people.

mod beyond;
mod check;
mod codes;
mod detect;
mod fields;
mod judge;
mod messages;
mod reference;
mod report;
mod scoring;
mod sheet;
mod suggest;
mod telling;
mod validator;

pub use crate::schema::{Gain, Quality};
pub use beyond::Ids;
pub use codes::{CodeDoc, codes, documentation};
pub use reference::{Reference, reference};
pub use report::{Counts, Detected, Excerpt, Finding, Fix, Group, OfKind, Report, Severity, Step};
pub use validator::{Options, ValidationError, Validator};

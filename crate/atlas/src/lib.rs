//! The engine of inclusion-atlas. Bytes and parameters in, answers out: no JavaScript, no I/O, no clock, so that
//! everything here runs and is tested natively. Modules depend on the ones above them in this list, never below.

#![forbid(unsafe_code)]

pub mod buffers;
pub mod dataset;
mod days;
pub mod partial;
pub mod reader;
pub mod schema;
pub mod search;
pub mod territory;
pub mod text;
#[cfg(feature = "validation")]
pub mod validation;

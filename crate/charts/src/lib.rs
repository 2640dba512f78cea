//! Figures as SVG, drawn by plotters: horizontal [`bars`], and a [map](Plate::draw) of the départements in shades.
//!
//! A drawing is made for a width in CSS pixels and has the height that it needs. Labels stand in full: what doesn't fit on a
//! line goes on the next, and no text is smaller than [`SMALLEST`]. Numbers come as they are to be written; whoever asks
//! says how wide a text is, for only a browser knows its fonts.
#![forbid(unsafe_code)]

mod bars;
mod map;
mod palette;
mod paper;
mod plate;

pub use bars::{Bar, Bars, bars};
pub use map::{Shades, Step};
pub use palette::Palette;
pub use paper::{ChartError, Drawing, Look, SMALLEST};
pub use plate::{Area, Frame, Plate, PlateError};

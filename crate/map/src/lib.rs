//! A view of the offre d'insertion as a drawing, on any plotters backend.
//!
//! [`Outlines`] holds what never changes: land, départements, towns. [`View`] says which part of the world is seen and how
//! large. [`Scene`] is what a search puts on it. [`draw`] brings them together and says where everything has come to lie,
//! so that a page can lay its own buttons there. No tiles: everything is drawn from outlines, at every zoom.
#![forbid(unsafe_code)]

mod draw;
mod outlines;
mod palette;
mod view;

pub use draw::{HALO, MARGIN, Marker, Scene, draw};
pub use outlines::{Area, OutlineRows, Outlines, OutlinesError, Town};
pub use palette::Palette;
pub use view::{MapError, View};

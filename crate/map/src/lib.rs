//! A view of the offre d'insertion as a drawing, on any plotters backend.
//!
//! [`Outlines`] holds what never changes: land, départements, towns; [`Communes`] what is read when one looks closely.
//! [`View`] says which part of the world is seen and how large. [`Scene`] is what a search puts on it. [`draw_ground`]
//! draws what stays where it is while the map is moved, so that a caller may keep it; [`draw_answers`] draws the rest and
//! says where everything has come to lie, so that a page can lay its own buttons there. No tiles: everything is drawn from
//! outlines, at every zoom.
#![forbid(unsafe_code)]

mod communes;
mod draw;
mod labels;
mod lines;
mod outlines;
mod palette;
mod view;

pub use communes::{Border, Commune, CommuneRows, Communes};
pub use draw::{COMMUNES, HALO, MARGIN, Marker, Scene, draw_answers, draw_ground, markers};
pub use outlines::{Area, OutlineRows, Outlines, OutlinesError, Town, Zone};
pub use palette::Palette;
pub use view::{MapError, View};

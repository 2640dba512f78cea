//! `prepare`: compiles `data/` into the binary files that the browser loads.

mod outlines;
mod territory;

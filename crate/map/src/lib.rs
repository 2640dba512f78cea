//! A view and a search in, a plotters drawing out, on any plotters backend.

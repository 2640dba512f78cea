//! A question in, a page of answers out, by the rules of the data·inclusion API.
//!
//! A service answers a search around a place when all of this holds:
//!
//! - its `zone_eligibilite` is null, or names the place's commune, département or EPCI, or `99100` or `france`;
//! - it lies within the radius (geodesic distance, inclusive), **or** is offered `a-distance`, then from anywhere;
//! - it passes every filter; a record that is null or empty where a filter asks passes none.
//!
//! `distance` is in whole kilometres (halves to even), for services `en-presentiel` within the radius; else null.
//! Answers come by distance, nulls last, then by id: the order is total.
//!
//! Without a place there is no zone, radius nor distance, and answers come by id.

pub mod clusters;
mod params;
mod services;

pub use params::{Param, Params, Place, QueryError, SearchServices};
pub use services::{Found, Hit, Page, ServiceSearchResult};

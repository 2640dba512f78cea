//! A question in, a page of answers out, by the rules of the data·inclusion API or by the atlas's own.
//!
//! Four questions, named as the API's: [`SearchServices`] around a place, [`Search`] in texts, [`ListServices`] and
//! [`ListStructures`]. Each is checked when it is made; an [`Atlas`](crate::dataset::Atlas) then always has an answer.
//!
//! A service answers a search around a place when all of this holds:
//!
//! - its `zone_eligibilite` is null, or names the place's commune, département or EPCI, or `99100` or `france`;
//! - it lies within the radius (geodesic distance, inclusive), **or** is offered `a-distance`, then from anywhere;
//! - it passes every filter; a record that is null or empty where a filter asks passes none.
//!
//! `distance` is in whole kilometres (halves to even), for services `en-presentiel` within the radius; else null.
//! Answers come by distance, nulls last, then by id: every order is total.
//!
//! In an area (an EPCI, a département, a région) a service answers when its commune lies in it, whatever its zone; or when it
//! is offered `a-distance` and its zone is null, the country's, or shares some part with the area. There is no radius and
//! no `distance`: what lies in the area comes first, then by id.
//!
//! Without a place there is no zone, radius nor distance, and answers come by id.
//!
//! What [`Rules::Atlas`] changes is in `docs/differences.md`, point by point; in the code each is a place that asks for
//! the rules.

#[cfg_attr(not(feature = "hours"), allow(dead_code))]
mod clock;
pub mod clusters;
mod doublons;
#[cfg(not(feature = "hours"))]
mod elsewhere;
mod explain;
mod facets;
mod filters;
#[cfg(feature = "hours")]
mod holidays;
mod hours;
mod lists;
#[cfg(feature = "hours")]
mod openings;
mod overview;
mod page;
mod params;
mod question;
mod reach;
#[cfg(feature = "hours")]
mod schedules;
mod services;
mod texts;

pub(crate) use question::{Area, Filters};
pub(crate) use reach::distance;

#[cfg(not(feature = "hours"))]
pub use elsewhere::{ReadsHours, read_hours_elsewhere};
pub use hours::{Moment, OpenAt};
#[cfg(feature = "hours")]
pub use openings::{Day, Openings, openings};
pub use overview::{Freshness, InDepartement, Offering, Overview, Slice, day};
pub use page::{Counts, Doublon, Facets, ListedStructure, Page, SearchResult, ServiceSearchResult, Summary};
pub use params::{Param, Params, QueryError};
pub use question::{
    ListServices, ListStructures, Order, Place, Remote, Rules, Search, SearchServices, Within,
};
pub use services::{Found, Hit};

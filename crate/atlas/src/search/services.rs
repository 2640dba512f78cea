//! Services that answer a question, in order.

use super::params::{Place, SearchServices};
use crate::dataset::{Atlas, Bitmap, DetailedService};
use geo::{Distance, Geodesic, Point};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// Metres to which PostGIS rounds a distance before it compares it with a radius.
const ROUNDING: f64 = 1e-8;

/// A service that answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Number of the service.
    pub service: u32,
    /// Whole kilometres from the place; see the [module](super) for when it is told.
    pub distance: Option<u32>,
}

/// All services that answer a question, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The services.
    pub hits: Vec<Hit>,
}

/// One page of answers. Serializes as the API's.
#[derive(Clone, Debug, Serialize)]
pub struct Page<T> {
    /// The answers.
    pub items: Vec<T>,
    /// How many there are on all pages.
    pub total: u64,
    /// This page, from 1.
    pub page: u64,
    /// Answers on this page.
    pub size: u64,
    /// How many pages there are at the size that was asked.
    pub pages: u64,
}

/// A service and its distance from the place of the search.
#[derive(Clone, Copy, Debug)]
pub struct ServiceSearchResult<'a> {
    /// The service and its structure.
    pub service: DetailedService<'a>,
    /// Whole kilometres; see the [module](super) for when it is told.
    pub distance: Option<u32>,
}

impl Serialize for ServiceSearchResult<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("service", &self.service)?;
        map.serialize_entry("distance", &self.distance)?;
        map.end()
    }
}

impl Atlas {
    /// The page that a question asks for. A page beyond the last is empty.
    pub fn search_services(&self, question: &SearchServices) -> Page<ServiceSearchResult<'_>> {
        let found = self.find_services(question);
        let total = found.hits.len() as u64;
        let first = (question.page - 1).saturating_mul(question.size).min(total) as usize;
        let hits = &found.hits[first..(first as u64 + question.size).min(total) as usize];
        let items: Vec<_> = hits
            .iter()
            .map(|hit| ServiceSearchResult {
                service: self.detailed_service(hit.service),
                distance: hit.distance,
            })
            .collect();
        Page {
            size: items.len() as u64,
            items,
            total,
            page: question.page,
            pages: total.div_ceil(question.size),
        }
    }

    /// All services that answer a question, whatever its page and size.
    pub fn find_services(&self, question: &SearchServices) -> Found {
        let services = &self.services;
        let mut wanted = Bitmap::all(services.records.len());
        if !question.thematiques.is_empty() {
            wanted.keep(&services.thematiques.any(|value| {
                question.thematiques.iter().any(|asked| {
                    value == asked || value.strip_prefix(asked).is_some_and(|rest| rest.starts_with("--"))
                })
            }));
        }
        if !question.modes_accueil.is_empty() {
            wanted.keep(
                &services
                    .modes_accueil
                    .any(|value| question.modes_accueil.iter().any(|asked| value == asked)),
            );
        }
        match &question.place {
            None => Found { hits: wanted.iter().map(|service| Hit { service, distance: None }).collect() },
            Some(place) => self.find_around(place, question.rayon_km, wanted),
        }
    }

    fn find_around(&self, place: &Place, rayon_km: f64, mut wanted: Bitmap) -> Found {
        let services = &self.services;
        let mut open = services.zone_free.clone();
        for zone in place.zones.iter().filter_map(|zone| self.dictionary.find(zone)) {
            services.by_zone.get(zone).iter().for_each(|&service| open.insert(service));
        }
        wanted.keep(&open);
        let on_site = services.modes_accueil.any(|mode| mode == "en-presentiel");
        let mut hits = Vec::new();
        let mut remote = services.modes_accueil.any(|mode| mode == "a-distance");
        remote.keep(&wanted);
        services.grid.near(place.lon, place.lat, rayon_km, |service| {
            if !wanted.contains(service) {
                return;
            }
            let (lon, lat) = services.points[service as usize];
            let metres = distance((place.lon, place.lat), (lon, lat));
            if metres <= rayon_km * 1000.0 {
                let distance = on_site.contains(service).then(|| (metres / 1000.0).round_ties_even() as u32);
                hits.push(Hit { service, distance });
                remote.remove(service);
            }
        });
        hits.extend(remote.iter().map(|service| Hit { service, distance: None }));
        hits.sort_unstable_by_key(|hit| (hit.distance.unwrap_or(u32::MAX), hit.service));
        Found { hits }
    }
}

/// Metres between two points (longitude, latitude in degrees) along the WGS 84 ellipsoid, as PostGIS tells them.
fn distance(from: (f64, f64), to: (f64, f64)) -> f64 {
    let metres = Geodesic.distance(Point::from(from), Point::from(to));
    (metres / ROUNDING).round() * ROUNDING
}

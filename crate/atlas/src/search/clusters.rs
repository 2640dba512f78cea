//! Points of a map, those that are too near each other to be told apart drawn as one.
//!
//! The map is cut into squares of 56 pixels, anchored to the world and not to the window: moving the map changes no
//! cluster. The points of a square become one cluster at their mean; a cluster whose disc would cover a bigger one's is
//! taken into it. Every point is looked at once.

use super::question::SearchServices;
use crate::dataset::Atlas;
use hashbrown::HashMap;
use serde::Serialize;

/// Side of a square, in CSS pixels: two discs of usual size.
const CELL: f64 = 56.0;
/// Pixels of the whole world at zoom 0, in Web Mercator.
const WORLD: f64 = 256.0;
/// Points this near each other, in degrees, are one place: about a metre.
const SAME: f64 = 1e-5;

/// Points drawn as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Longitude of their mean, degrees.
    pub lon: f64,
    /// Latitude of their mean, degrees.
    pub lat: f64,
    /// How many there are.
    pub count: u32,
    /// All of them, ascending, when they are one place: zooming in can't tell them apart.
    pub members: Option<Vec<u32>>,
}

/// Services drawn as one. Serializes as the `Cluster` of the package's interface.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServiceCluster<'a> {
    /// Longitude of their mean, degrees.
    pub lon: f64,
    /// Latitude of their mean, degrees.
    pub lat: f64,
    /// How many there are.
    pub count: u32,
    /// The ids of all of them, when they are one place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_ids: Option<Vec<&'a str>>,
}

impl Atlas {
    /// The services that answer a question, as [`clusters`] of a window and zoom. Those without a position are in none.
    pub fn clusters(
        &self,
        question: &SearchServices,
        window: [f64; 4],
        zoom: f64,
    ) -> Vec<ServiceCluster<'_>> {
        let found = self.find_services(question);
        let points = found.hits.iter().filter_map(|hit| {
            let (lon, lat) = self.service_point(hit.service)?;
            Some((hit.service, lon, lat))
        });
        let ids = |members: Vec<u32>| {
            members.into_iter().map(|member| self.services.records.ids().get(member)).collect()
        };
        let cluster = |Cluster { lon, lat, count, members }| ServiceCluster {
            lon,
            lat,
            count,
            service_ids: members.map(ids),
        };
        clusters(points, window, zoom).into_iter().map(cluster).collect()
    }
}

/// Radius of a cluster's disc, in CSS pixels.
pub fn radius(count: u32) -> f64 {
    if count == 1 { 6.0 } else { (11.0 + 2.4 * f64::from(count).log2()).min(32.0) }
}

/// Sums are kept in whole steps of 10⁻⁷ degree, so that the order of points changes nothing.
const STEPS: f64 = 1e7;

struct Cell {
    sum: (i64, i64),
    low: (i64, i64),
    high: (i64, i64),
    members: Vec<u32>,
}

impl Cell {
    fn empty() -> Self {
        Self { sum: (0, 0), low: (i64::MAX, i64::MAX), high: (i64::MIN, i64::MIN), members: Vec::new() }
    }

    fn add(&mut self, id: u32, lon: f64, lat: f64) {
        let point = ((lon * STEPS).round() as i64, (lat * STEPS).round() as i64);
        self.extend(point, point, point);
        self.members.push(id);
    }

    fn absorb(&mut self, mut other: Cell) {
        self.extend(other.sum, other.low, other.high);
        self.members.append(&mut other.members);
    }

    fn extend(&mut self, sum: (i64, i64), low: (i64, i64), high: (i64, i64)) {
        self.sum = (self.sum.0 + sum.0, self.sum.1 + sum.1);
        self.low = (self.low.0.min(low.0), self.low.1.min(low.1));
        self.high = (self.high.0.max(high.0), self.high.1.max(high.1));
    }

    fn one_place(&self) -> bool {
        let same = (SAME * STEPS) as i64;
        self.high.0 - self.low.0 < same && self.high.1 - self.low.1 < same
    }

    fn count(&self) -> u32 {
        self.members.len() as u32
    }

    /// Longitude and latitude of the mean, degrees.
    fn mean(&self) -> (f64, f64) {
        let count = f64::from(self.count()) * STEPS;
        (self.sum.0 as f64 / count, self.sum.1 as f64 / count)
    }
}

/// Clusters of points (number, longitude, latitude in degrees) in a window `[west, south, east, north]` at a zoom, the
/// biggest first, then from south to north.
///
/// Squares that touch the window are taken whole, so a cluster's count doesn't depend on where the window ends.
///
/// ```
/// use atlas::search::clusters::clusters;
///
/// let points = [(1, 4.72, 49.77), (2, 4.72, 49.77), (3, 55.45, -20.88)];
/// let found = clusters(points.into_iter(), [-180.0, -85.0, 180.0, 85.0], 8.0);
/// assert_eq!(found[0].members, Some(vec![1, 2]));
/// assert_eq!(found.len(), 2);
/// ```
pub fn clusters(points: impl Iterator<Item = (u32, f64, f64)>, window: [f64; 4], zoom: f64) -> Vec<Cluster> {
    let scale = WORLD * zoom.exp2() / CELL;
    let [west, south, east, north] = window;
    let (left, top) = cell(west, north, scale);
    let (right, bottom) = cell(east, south, scale);
    let mut cells: HashMap<(i64, i64), Cell> = HashMap::new();
    for (id, lon, lat) in points {
        let at = cell(lon, lat, scale);
        if (left..=right).contains(&at.0) && (top..=bottom).contains(&at.1) {
            cells.entry(at).or_insert_with(Cell::empty).add(id, lon, lat);
        }
    }
    let mut found: Vec<Cluster> = merged(cells, scale)
        .into_iter()
        .map(|mut cell| {
            let ((lon, lat), count) = (cell.mean(), cell.count());
            cell.members.sort_unstable();
            Cluster { lon, lat, count, members: cell.one_place().then_some(cell.members) }
        })
        .collect();
    found.sort_by(|a, b| b.count.cmp(&a.count).then(a.lat.total_cmp(&b.lat)).then(a.lon.total_cmp(&b.lon)));
    found
}

/// Takes each cluster into the biggest of its neighbours that its disc covers.
fn merged(mut cells: HashMap<(i64, i64), Cell>, scale: f64) -> Vec<Cell> {
    let mut order: Vec<(i64, i64)> = cells.keys().copied().collect();
    let key = |at: &(i64, i64)| (cells.get(at).map_or(0, Cell::count), *at);
    order.sort_by_key(|at| std::cmp::Reverse(key(at)));
    let mut whole = Vec::with_capacity(order.len());
    for at in order {
        let Some(mut cell) = cells.remove(&at) else { continue };
        let centre = position(cell.mean(), scale);
        for (east, south) in [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)] {
            let next = (at.0 + east, at.1 + south);
            let near = cells.get(&next).is_some_and(|other| {
                let (x, y) = position(other.mean(), scale);
                let apart = ((x - centre.0).hypot(y - centre.1)) * CELL;
                apart < radius(cell.count()) + radius(other.count())
            });
            if near && let Some(other) = cells.remove(&next) {
                cell.absorb(other);
            }
        }
        whole.push(cell);
    }
    whole
}

/// Web Mercator, in squares from the world's north-western corner.
fn position((lon, lat): (f64, f64), scale: f64) -> (f64, f64) {
    let y = lat.clamp(-85.06, 85.06).to_radians().tan().asinh();
    ((lon / 360.0 + 0.5) * scale, (0.5 - y / std::f64::consts::TAU) * scale)
}

fn cell(lon: f64, lat: f64, scale: f64) -> (i64, i64) {
    let (x, y) = position((lon, lat), scale);
    (x.floor() as i64, y.floor() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WORLD_WINDOW: [f64; 4] = [-180.0, -85.0, 180.0, 85.0];

    fn points() -> impl Strategy<Value = Vec<(u32, f64, f64)>> {
        let point =
            (0..40u32, 0..40u32).prop_map(|(x, y)| (4.0 + f64::from(x) / 50.0, 48.0 + f64::from(y) / 50.0));
        proptest::collection::vec(point, 0..200)
            .prop_map(|all| (0..).zip(all).map(|(id, (lon, lat))| (id, lon, lat)).collect())
    }

    proptest! {
        #[test]
        fn no_point_is_lost_and_one_place_has_its_members(points in points(), zoom in 3.0..19.0f64) {
            let found = clusters(points.iter().copied(), WORLD_WINDOW, zoom);
            prop_assert_eq!(found.iter().map(|cluster| cluster.count as usize).sum::<usize>(), points.len());
            for cluster in found {
                if let Some(members) = cluster.members {
                    prop_assert_eq!(members.len(), cluster.count as usize);
                    for id in members {
                        let (_, lon, lat) = points[id as usize];
                        prop_assert!((lon - cluster.lon).abs() < SAME && (lat - cluster.lat).abs() < SAME);
                    }
                } else {
                    prop_assert!(cluster.count > 1);
                }
            }
        }

        #[test]
        fn the_order_of_points_changes_nothing(points in points(), zoom in 3.0..12.0f64) {
            let found = clusters(points.iter().copied(), WORLD_WINDOW, zoom);
            let back = clusters(points.iter().rev().copied(), WORLD_WINDOW, zoom);
            prop_assert_eq!(found.len(), back.len());
            for (a, b) in found.iter().zip(&back) {
                prop_assert_eq!((a.count, &a.members), (b.count, &b.members));
                prop_assert!((a.lon - b.lon).abs() < 1e-9 && (a.lat - b.lat).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn what_is_out_of_the_window_is_left_out() {
        let points = [(0, 4.7, 49.8), (1, 55.5, -20.9)];
        let found = clusters(points.into_iter(), [54.0, -22.0, 57.0, -20.0], 9.0);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].members, Some(vec![1]));
    }
}

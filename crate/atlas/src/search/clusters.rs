//! Points of a map, those that are too near each other to be told apart drawn as one.
//!
//! The world is cut into squares of `CELL` pixels at each whole zoom, each of four squares of the next. The points of a
//! square become one cluster at their mean; a cluster whose disc would cover a bigger one's is taken into it. What a zoom
//! shows depends on nothing but the points: moving the map changes no cluster, and between two whole zooms clusters only
//! move apart.
//!
//! [`Points`] sorts once, along a curve on which every square of every zoom is a run: clusters of a zoom are then one pass.

use super::question::SearchServices;
use crate::dataset::Atlas;
use hashbrown::HashMap;
use serde::Serialize;
use std::cmp::Reverse;

/// Side of a square at a whole zoom, in CSS pixels.
const CELL: f64 = 48.0;
/// Pixels of the whole world at zoom 0, in Web Mercator.
const WORLD: f64 = 256.0;
/// The zoom of the finest squares: some centimetres.
const FINEST: u32 = 20;
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
    /// West, south, east, north of them all, degrees.
    pub bbox: [f64; 4],
    /// All of them, ascending, when they are one place: zooming in can't tell them apart.
    pub members: Option<Vec<u32>>,
}

impl Cluster {
    /// Whether its mean is in a window `[west, south, east, north]`.
    pub fn is_in(&self, [west, south, east, north]: [f64; 4]) -> bool {
        west <= self.lon && self.lon <= east && south <= self.lat && self.lat <= north
    }

    /// Whether some of its points may be in a window `[west, south, east, north]`.
    pub fn meets(&self, [west, south, east, north]: [f64; 4]) -> bool {
        let [left, bottom, right, top] = self.bbox;
        left <= east && west <= right && bottom <= north && south <= top
    }
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
    /// The services that answer a question, as clusters of a zoom, those that may be in a window. Those without a position
    /// are in none.
    pub fn clusters(
        &self,
        question: &SearchServices,
        window: [f64; 4],
        zoom: f64,
    ) -> Vec<ServiceCluster<'_>> {
        let found = self.find_services(question);
        let points = Points::new(found.hits.iter().filter_map(|hit| {
            let (lon, lat) = self.service_point(hit.service)?;
            Some((hit.service, lon, lat))
        }));
        let ids = |members: Vec<u32>| {
            members.into_iter().map(|member| self.services.records.ids().get(member)).collect()
        };
        let cluster = |Cluster { lon, lat, count, members, .. }| ServiceCluster {
            lon,
            lat,
            count,
            service_ids: members.map(ids),
        };
        points.clusters(zoom).into_iter().filter(|found| found.meets(window)).map(cluster).collect()
    }
}

/// Radius of a cluster's disc, in CSS pixels.
pub fn radius(count: u32) -> f64 {
    if count == 1 { 6.0 } else { (11.0 + 2.4 * f64::from(count).log2()).min(32.0) }
}

/// Sums are kept in whole steps of 10⁻⁷ degree, so that the order of points changes nothing.
const STEPS: f64 = 1e7;

/// Points in the order of their squares.
#[derive(Clone, Debug, Default)]
pub struct Points(Vec<Placed>);

#[derive(Clone, Copy, Debug)]
struct Placed {
    /// Its finest square: bits of the column and of the row in turns.
    square: u64,
    id: u32,
    lon: i32,
    lat: i32,
}

impl Points {
    /// Sorts points: number, longitude, latitude in degrees.
    ///
    /// ```
    /// use atlas::search::clusters::Points;
    ///
    /// let points = Points::new([(1, 4.72, 49.77), (2, 4.72, 49.77), (3, 55.45, -20.88)].into_iter());
    /// let found = points.clusters(8.0);
    /// assert_eq!(found[0].members, Some(vec![1, 2]));
    /// assert_eq!(found.len(), 2);
    /// ```
    pub fn new(points: impl Iterator<Item = (u32, f64, f64)>) -> Self {
        let place = |(id, lon, lat): (u32, f64, f64)| {
            let (x, y) = position((lon, lat), f64::from(FINEST).exp2() * WORLD / CELL);
            let square = spread(x as u32) | spread(y as u32) << 1;
            Placed { square, id, lon: (lon * STEPS).round() as i32, lat: (lat * STEPS).round() as i32 }
        };
        let mut placed: Vec<Placed> = points.map(place).collect();
        placed.sort_unstable_by_key(|point| (point.square, point.id));
        Self(placed)
    }

    /// Those whose numbers are wanted.
    pub fn keep(&self, mut wanted: impl FnMut(u32) -> bool) -> Self {
        Self(self.0.iter().filter(|point| wanted(point.id)).copied().collect())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where a point is (longitude, latitude in degrees), if it is one of these.
    pub fn find(&self, id: u32) -> Option<(f64, f64)> {
        let found = self.0.iter().find(|point| point.id == id)?;
        Some((f64::from(found.lon) / STEPS, f64::from(found.lat) / STEPS))
    }

    /// Clusters of all points at a zoom, the biggest first, then from south to north. A zoom between two whole ones has
    /// the clusters of the lower.
    pub fn clusters(&self, zoom: f64) -> Vec<Cluster> {
        let level = (zoom.max(0.0) as u32).min(FINEST);
        let coarse = 2 * (FINEST - level);
        let cells = self
            .0
            .chunk_by(|a, b| a.square >> coarse == b.square >> coarse)
            .map(|run| Cell::new(run, level))
            .collect();
        let mut found: Vec<Cluster> = merged(cells).into_iter().map(Cell::cluster).collect();
        found.sort_unstable_by(|a, b| {
            b.count.cmp(&a.count).then(a.lat.total_cmp(&b.lat)).then(a.lon.total_cmp(&b.lon))
        });
        found
    }
}

struct Cell<'a> {
    /// Column and row.
    at: (u32, u32),
    /// The mean, in squares from the world's north-western corner.
    centre: (f64, f64),
    count: u32,
    sum: (i64, i64),
    low: (i32, i32),
    high: (i32, i32),
    run: &'a [Placed],
    /// Runs of squares taken in.
    others: Vec<&'a [Placed]>,
}

impl<'a> Cell<'a> {
    fn new(run: &'a [Placed], level: u32) -> Self {
        let square = run.first().map_or(0, |point| point.square) >> (2 * (FINEST - level));
        let mut cell = Self {
            at: (gather(square), gather(square >> 1)),
            centre: (0.0, 0.0),
            count: run.len() as u32,
            sum: (0, 0),
            low: (i32::MAX, i32::MAX),
            high: (i32::MIN, i32::MIN),
            run,
            others: Vec::new(),
        };
        for point in run {
            cell.sum = (cell.sum.0 + i64::from(point.lon), cell.sum.1 + i64::from(point.lat));
            cell.extend((point.lon, point.lat), (point.lon, point.lat));
        }
        cell.centre = position(cell.mean(), f64::from(level).exp2() * WORLD / CELL);
        cell
    }

    fn extend(&mut self, low: (i32, i32), high: (i32, i32)) {
        self.low = (self.low.0.min(low.0), self.low.1.min(low.1));
        self.high = (self.high.0.max(high.0), self.high.1.max(high.1));
    }

    /// Takes another in. The place stays that of this one's own points: it has been compared with the neighbours'.
    fn absorb(&mut self, other: Cell<'a>) {
        self.extend(other.low, other.high);
        self.count += other.count;
        self.sum = (self.sum.0 + other.sum.0, self.sum.1 + other.sum.1);
        self.others.push(other.run);
        self.others.extend(other.others);
    }

    /// Longitude and latitude, degrees.
    fn mean(&self) -> (f64, f64) {
        let count = f64::from(self.count) * STEPS;
        (self.sum.0 as f64 / count, self.sum.1 as f64 / count)
    }

    fn cluster(self) -> Cluster {
        let same = (SAME * STEPS) as i32;
        let one_place =
            self.high.0.abs_diff(self.low.0) < same as u32 && self.high.1.abs_diff(self.low.1) < same as u32;
        let members = one_place.then(|| {
            let runs = std::iter::once(self.run).chain(self.others.iter().copied());
            let mut members: Vec<u32> = runs.flatten().map(|point| point.id).collect();
            members.sort_unstable();
            members
        });
        let (lon, lat) = self.mean();
        let degrees = |steps: i32| f64::from(steps) / STEPS;
        let bbox = [degrees(self.low.0), degrees(self.low.1), degrees(self.high.0), degrees(self.high.1)];
        Cluster { lon, lat, count: self.count, bbox, members }
    }
}

/// Takes each cell into the biggest of its neighbours whose disc meets its own.
fn merged(cells: Vec<Cell<'_>>) -> Vec<Cell<'_>> {
    let places: HashMap<(u32, u32), u32> =
        cells.iter().zip(0..).map(|(cell, number)| (cell.at, number)).collect();
    let mut order: Vec<u32> = (0..cells.len() as u32).collect();
    order.sort_unstable_by_key(|&number| {
        let cell = &cells[number as usize];
        Reverse((cell.count, cell.at))
    });
    let mut cells: Vec<Option<Cell<'_>>> = cells.into_iter().map(Some).collect();
    let mut whole = Vec::with_capacity(cells.len());
    for number in order {
        let Some(mut cell) = cells[number as usize].take() else { continue };
        for (east, south) in [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)] {
            let next = (cell.at.0.wrapping_add_signed(east), cell.at.1.wrapping_add_signed(south));
            let Some(slot) = places.get(&next).map(|&number| &mut cells[number as usize]) else { continue };
            let near = slot.as_ref().is_some_and(|other| {
                let apart = (other.centre.0 - cell.centre.0).hypot(other.centre.1 - cell.centre.1) * CELL;
                apart < radius(cell.count) + radius(other.count)
            });
            if near && let Some(other) = slot.take() {
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

/// Puts a zero before each bit.
fn spread(number: u32) -> u64 {
    let mut bits = u64::from(number);
    for (shift, mask) in [
        (16, 0x0000_FFFF_0000_FFFF),
        (8, 0x00FF_00FF_00FF_00FF),
        (4, 0x0F0F_0F0F_0F0F_0F0F),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ] {
        bits = (bits | bits << shift) & mask;
    }
    bits
}

/// Every second bit: what [`spread`] has spread.
fn gather(bits: u64) -> u32 {
    let mut bits = bits & 0x5555_5555_5555_5555;
    for (shift, mask) in [
        (1, 0x3333_3333_3333_3333),
        (2, 0x0F0F_0F0F_0F0F_0F0F),
        (4, 0x00FF_00FF_00FF_00FF),
        (8, 0x0000_FFFF_0000_FFFF),
        (16, 0x0000_0000_FFFF_FFFF),
    ] {
        bits = (bits | bits >> shift) & mask;
    }
    bits as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn points() -> impl Strategy<Value = Vec<(u32, f64, f64)>> {
        let point =
            (0..40u32, 0..40u32).prop_map(|(x, y)| (4.0 + f64::from(x) / 50.0, 48.0 + f64::from(y) / 50.0));
        proptest::collection::vec(point, 0..200)
            .prop_map(|all| (0..).zip(all).map(|(id, (lon, lat))| (id, lon, lat)).collect())
    }

    proptest! {
        #[test]
        fn no_point_is_lost_and_one_place_has_its_members(points in points(), zoom in 3.0..19.0f64) {
            let found = Points::new(points.iter().copied()).clusters(zoom);
            prop_assert_eq!(found.iter().map(|cluster| cluster.count as usize).sum::<usize>(), points.len());
            for cluster in found {
                let [west, south, east, north] = cluster.bbox;
                prop_assert!(west - 1e-9 <= cluster.lon && cluster.lon <= east + 1e-9);
                prop_assert!(south - 1e-9 <= cluster.lat && cluster.lat <= north + 1e-9);
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
            let found = Points::new(points.iter().copied()).clusters(zoom);
            let back = Points::new(points.iter().rev().copied()).clusters(zoom);
            prop_assert_eq!(found, back);
        }

        #[test]
        fn what_is_kept_is_as_if_it_had_been_alone(points in points(), zoom in 3.0..12.0f64) {
            let even = |id: u32| id.is_multiple_of(2);
            let kept = Points::new(points.iter().copied()).keep(even);
            let alone = Points::new(points.iter().copied().filter(|&(id, ..)| even(id)));
            prop_assert_eq!(kept.len(), alone.len());
            prop_assert_eq!(kept.clusters(zoom), alone.clusters(zoom));
        }

        #[test]
        fn squares_are_numbered_both_ways(column in 0..1u32 << 23, row in 0..1u32 << 23) {
            let square = spread(column) | spread(row) << 1;
            prop_assert_eq!((gather(square), gather(square >> 1)), (column, row));
        }
    }

    #[test]
    fn a_window_holds_what_may_be_in_it() {
        let points = Points::new([(0, 4.7, 49.8), (1, 55.5, -20.9)].into_iter());
        let found = points.clusters(9.0);
        let there: Vec<&Cluster> =
            found.iter().filter(|found| found.meets([54.0, -22.0, 57.0, -20.0])).collect();
        assert_eq!(there.len(), 1);
        assert_eq!(there[0].members, Some(vec![1]));
        assert_eq!(points.find(1), Some((55.5, -20.9)));
        assert_eq!(points.find(2), None);
    }

    #[test]
    fn between_whole_zooms_nothing_is_split() {
        let points = Points::new((0..100).map(|number| (number, 2.0 + f64::from(number) / 100.0, 48.0)));
        assert_eq!(points.clusters(9.0), points.clusters(9.99));
        assert!(points.clusters(10.0).len() > points.clusters(9.99).len());
    }
}

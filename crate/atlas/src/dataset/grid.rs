//! Which records may be near a place: a grid of cells a tenth of a degree wide.
//!
//! The grid only narrows. It gives every record within reach and some beyond it: whether a record is within reach is
//! decided by the geodesic distance.

/// Cells a degree, in both directions.
const CELLS: f64 = 10.0;
/// Cells around the Earth.
const COLUMNS: u32 = 3600;
/// Kilometres that a radian of arc covers at least, anywhere on the WGS 84 ellipsoid: the radius of curvature of the
/// meridian at the equator, a(1 − e²) = 6335.44 km, rounded down.
const MIN_KM_PER_RADIAN: f64 = 6335.0;

/// Records sorted by the cell that they lie in.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    cells: Vec<u32>,
    records: Vec<u32>,
}

impl Grid {
    /// A grid of points: record number, longitude, latitude in degrees. Points that aren't on Earth, among them
    /// `NaN`, are left out.
    pub fn new(points: impl Iterator<Item = (u32, f64, f64)>) -> Self {
        let mut sorted: Vec<(u32, u32)> = points
            .filter(|&(_, lon, lat)| lon.abs() <= 180.0 && lat.abs() <= 90.0)
            .map(|(record, lon, lat)| (row(lat) * COLUMNS + column(lon), record))
            .collect();
        sorted.sort_unstable();
        Self {
            cells: sorted.iter().map(|&(cell, _)| cell).collect(),
            records: sorted.iter().map(|&(_, record)| record).collect(),
        }
    }

    /// Calls `visit` with every record that may lie within `km` kilometres of a point, in no useful order, none twice.
    ///
    /// ```
    /// use atlas::dataset::Grid;
    ///
    /// let grid = Grid::new([(0, 4.72, 49.77), (1, 55.45, -20.88)].into_iter());
    /// let mut near = Vec::new();
    /// grid.near(4.7, 49.8, 20.0, |record| near.push(record));
    /// assert_eq!(near, [0]);
    /// ```
    pub fn near(&self, lon: f64, lat: f64, km: f64, mut visit: impl FnMut(u32)) {
        // A thousandth more, for the difference between the sphere of the formulas and the ellipsoid.
        let reach = km / MIN_KM_PER_RADIAN * 1.001 + 1e-9;
        let (south, north) = (lat - reach.to_degrees(), lat + reach.to_degrees());
        let around_pole = south <= -90.0 || north >= 90.0;
        let sine = (reach.sin() / lat.to_radians().cos()).abs();
        let width = if around_pole || reach >= 1.5 || sine >= 1.0 {
            180.0
        } else {
            // The meridian that touches the circle, a hundredth further for the ellipsoid.
            (sine.asin().to_degrees() * 1.01 + 1e-6).min(180.0)
        };
        let (first_row, last_row) = (row(south.max(-90.0)), row(north.min(90.0)));
        let spans: [(u32, u32); 2] = match (lon - width, lon + width) {
            _ if width >= 180.0 => [(0, COLUMNS - 1), (1, 0)],
            (west, east) if west < -180.0 => [(0, column(east)), (column(west + 360.0), COLUMNS - 1)],
            (west, east) if east > 180.0 => [(0, column(east - 360.0)), (column(west), COLUMNS - 1)],
            (west, east) => [(column(west), column(east)), (1, 0)],
        };
        // Both ends of a circle that nearly goes around may fall into one column.
        let spans = if spans[1].0 <= spans[1].1 && spans[1].0 <= spans[0].1 {
            [(0, COLUMNS - 1), (1, 0)]
        } else {
            spans
        };
        for at in first_row..=last_row {
            for (first, last) in spans.into_iter().filter(|(first, last)| first <= last) {
                let start = self.cells.partition_point(|&cell| cell < at * COLUMNS + first);
                let end = start + self.cells[start..].partition_point(|&cell| cell <= at * COLUMNS + last);
                self.records[start..end].iter().for_each(|&record| visit(record));
            }
        }
    }
}

fn row(lat: f64) -> u32 {
    ((lat + 90.0) * CELLS) as u32
}

fn column(lon: f64) -> u32 {
    (((lon + 180.0) * CELLS) as u32).min(COLUMNS - 1)
}

//! Which part of the world is seen: Web Mercator, 256 pixels for the whole world at zoom 0.

use std::f64::consts::{PI, TAU};
use std::fmt;

/// Pixels of the whole world at zoom 0.
const WORLD: f64 = 256.0;
/// Where the square of Web Mercator ends, degrees.
const MAX_LAT: f64 = 85.05;

/// The map can't be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MapError {
    /// A number of the view isn't one, or is out of reason.
    View,
    /// The backend refused, and said why.
    Backend(String),
}

impl fmt::Display for MapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::View => f.write_str("La vue de la carte n’est pas valable."),
            Self::Backend(reason) => write!(f, "La carte ne peut pas être dessinée : {reason}"),
        }
    }
}

impl std::error::Error for MapError {}

/// A window on the world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    lon: f64,
    lat: f64,
    zoom: f64,
    width: f64,
    height: f64,
    ratio: f64,
    /// Pixels of the whole world, and where its north-western corner lies, CSS pixels.
    scale: f64,
    corner: (f64, f64),
}

impl View {
    /// A window of `width` × `height` CSS pixels around a point (longitude, latitude in degrees), at `ratio` device pixels
    /// a CSS pixel.
    ///
    /// # Errors
    /// [`MapError::View`] when a number isn't finite, the point isn't on the map, the zoom isn't within 0 and 22, the
    /// window is empty or larger than 16,384 device pixels.
    ///
    /// ```
    /// use atlas_map::View;
    ///
    /// let view = View::new(4.72, 49.77, 9.0, 800.0, 600.0, 1.0).unwrap();
    /// assert_eq!(view.project(4.72, 49.77), (400.0, 300.0));
    /// assert!(View::new(f64::NAN, 49.77, 9.0, 800.0, 600.0, 1.0).is_err());
    /// ```
    pub fn new(lon: f64, lat: f64, zoom: f64, width: f64, height: f64, ratio: f64) -> Result<Self, MapError> {
        let sound = (-180.0..=180.0).contains(&lon)
            && (-MAX_LAT..=MAX_LAT).contains(&lat)
            && (0.0..=22.0).contains(&zoom)
            && (0.1..=8.0).contains(&ratio)
            && [width, height].iter().all(|side| (1.0..=16_384.0).contains(&(side * ratio)));
        if sound { Ok(Self::around(lon, lat, zoom, (width, height), ratio)) } else { Err(MapError::View) }
    }

    fn around(lon: f64, lat: f64, zoom: f64, (width, height): (f64, f64), ratio: f64) -> Self {
        let scale = WORLD * zoom.exp2();
        let (x, y) = mercator(lon, lat);
        let corner = (width / 2.0 - x * scale, height / 2.0 - y * scale);
        Self { lon, lat, zoom, width, height, ratio, scale, corner }
    }

    /// The same with more around it: `margin` CSS pixels on each side.
    #[must_use]
    pub fn widened(&self, margin: f64) -> Self {
        let size = (self.width + 2.0 * margin, self.height + 2.0 * margin);
        Self::around(self.lon, self.lat, self.zoom, size, self.ratio)
    }

    /// Where the left upper corner of a smaller view of the same zoom and ratio lies in this one, CSS pixels, when it holds
    /// all of it.
    pub fn holds(&self, other: &View) -> Option<(f64, f64)> {
        if self.zoom != other.zoom || self.ratio != other.ratio {
            return None;
        }
        let (left, top) = (self.corner.0 - other.corner.0, self.corner.1 - other.corner.1);
        let inside = left >= 0.0
            && top >= 0.0
            && left + other.width <= self.width
            && top + other.height <= self.height;
        inside.then_some((left, top))
    }

    /// The view whose centre is nearest and lies on a whole device pixel: what is drawn once then fits wherever it is moved.
    #[must_use]
    pub fn snapped(&self) -> Self {
        let whole = |place: f64| (place * self.ratio).round() / self.ratio;
        Self { corner: (whole(self.corner.0), whole(self.corner.1)), ..*self }
    }

    /// Zoom.
    pub fn zoom(&self) -> f64 {
        self.zoom
    }

    /// Width and height, in CSS pixels.
    pub fn size(&self) -> (f64, f64) {
        (self.width, self.height)
    }

    /// Device pixels a CSS pixel.
    pub fn ratio(&self) -> f64 {
        self.ratio
    }

    /// Width and height, in device pixels.
    pub fn device_size(&self) -> (u32, u32) {
        ((self.width * self.ratio).round() as u32, (self.height * self.ratio).round() as u32)
    }

    /// Where a point (longitude, latitude in degrees) lies, in CSS pixels from the left and from the top.
    pub fn project(&self, lon: f64, lat: f64) -> (f64, f64) {
        self.place(mercator(lon, lat))
    }

    /// Where a point of the unit square of [`mercator`] lies, in CSS pixels.
    pub(crate) fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (x * self.scale + self.corner.0, y * self.scale + self.corner.1)
    }

    /// The point of the unit square at a place of the window, in CSS pixels.
    pub(crate) fn unplace(&self, x: f64, y: f64) -> (f64, f64) {
        ((x - self.corner.0) / self.scale, (y - self.corner.1) / self.scale)
    }

    /// The point (longitude, latitude in degrees) at a place of the window, in CSS pixels.
    pub fn unproject(&self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = self.unplace(x, y);
        ((x - 0.5) * 360.0, ((0.5 - y) * TAU).sinh().atan().to_degrees())
    }

    /// West, south, east, north of the window, degrees.
    pub fn bbox(&self) -> [f64; 4] {
        let (west, north) = self.unproject(0.0, 0.0);
        let (east, south) = self.unproject(self.width, self.height);
        [west, south, east, north]
    }
}

/// The unit square of Web Mercator, from the north-west.
pub(crate) fn mercator(lon: f64, lat: f64) -> (f64, f64) {
    let y = lat.clamp(-MAX_LAT, MAX_LAT).to_radians().tan().asinh();
    (lon / 360.0 + 0.5, 0.5 - y / (2.0 * PI))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unproject_is_the_reverse_of_project() {
        let view = View::new(55.45, -20.88, 9.3, 600.0, 400.0, 2.0).unwrap();
        for (x, y) in [(0.0, 0.0), (600.0, 400.0), (12.5, 377.0)] {
            let (lon, lat) = view.unproject(x, y);
            let (back_x, back_y) = view.project(lon, lat);
            assert!((back_x - x).abs() < 1e-6 && (back_y - y).abs() < 1e-6);
        }
        let [west, south, east, north] = view.bbox();
        assert!(west < 55.45 && 55.45 < east && south < -20.88 && -20.88 < north);
    }

    #[test]
    fn a_wider_view_holds_those_near() {
        let view = View::new(4.72, 49.77, 8.0, 600.0, 400.0, 2.0).unwrap().snapped();
        let wide = view.widened(100.0).snapped();
        assert_eq!(wide.holds(&view), Some((100.0, 100.0)));
        let (lon, lat) = view.unproject(300.0 + 60.0, 200.0 - 40.5);
        let moved = View::new(lon, lat, 8.0, 600.0, 400.0, 2.0).unwrap().snapped();
        assert_eq!(wide.holds(&moved), Some((160.0, 59.5)));
        let (lon, lat) = view.unproject(300.0 + 101.0, 200.0);
        assert_eq!(wide.holds(&View::new(lon, lat, 8.0, 600.0, 400.0, 2.0).unwrap().snapped()), None);
        assert_eq!(wide.holds(&View::new(4.72, 49.77, 8.1, 600.0, 400.0, 2.0).unwrap()), None);
    }

    #[test]
    fn what_is_out_of_reason_is_refused() {
        let view = |lon, lat, zoom, width| View::new(lon, lat, zoom, width, 100.0, 1.0);
        for bad in [
            view(f64::NAN, 0.0, 5.0, 100.0),
            view(0.0, 90.0, 5.0, 100.0),
            view(0.0, 0.0, f64::INFINITY, 100.0),
            view(0.0, 0.0, 5.0, 0.0),
            view(0.0, 0.0, 5.0, 1e9),
        ] {
            assert_eq!(bad, Err(MapError::View));
        }
    }
}

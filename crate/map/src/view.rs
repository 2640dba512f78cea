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
        if sound { Ok(Self { lon, lat, zoom, width, height, ratio }) } else { Err(MapError::View) }
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
        let scale = WORLD * self.zoom.exp2();
        let centre = mercator(self.lon, self.lat);
        ((x - centre.0) * scale + self.width / 2.0, (y - centre.1) * scale + self.height / 2.0)
    }

    /// The point (longitude, latitude in degrees) at a place of the window, in CSS pixels.
    pub fn unproject(&self, x: f64, y: f64) -> (f64, f64) {
        let scale = WORLD * self.zoom.exp2();
        let centre = mercator(self.lon, self.lat);
        let (x, y) = ((x - self.width / 2.0) / scale + centre.0, (y - self.height / 2.0) / scale + centre.1);
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

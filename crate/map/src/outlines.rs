//! Land, départements and towns, and their binary form.
//!
//! `outlines.bin` is [`MAGIC`], then LZ4 (length first, as `lz4_flex` writes it) over [`Packed`] as `postcard` writes it:
//! rings are differences of coordinates in ten-thousandths of a degree, some ten metres.

use crate::view::mercator;
use geo::{LineString, Simplify};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The first bytes of `outlines.bin`: what it is, and its version.
const MAGIC: &[u8; 8] = b"IAOUTL01";
/// More than the outlines will ever need, in bytes: what a corrupt length may make us reserve at most.
const MAX_BYTES: usize = 16 << 20;
/// Steps a degree.
const STEPS: f64 = 1e4;
/// How far a coarse outline may be from the fine one, in parts of the world's width: half a pixel at zoom 7.
const COARSE: f64 = 0.5 / (256.0 * 128.0);

/// `outlines.bin` can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutlinesError {
    /// The bytes are something else, or of another version.
    Version,
    /// The bytes are damaged.
    Damaged,
}

impl fmt::Display for OutlinesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Version => "Le fichier des contours n’est pas celui de cette version de l’atlas.",
            Self::Damaged => "Le fichier des contours est abîmé.",
        })
    }
}

impl std::error::Error for OutlinesError {}

/// A piece of land to be encoded.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// Its name.
    pub nom: String,
    /// Where its name goes (longitude, latitude, degrees), when it has a place.
    pub label: Option<(f64, f64)>,
    /// Outer rings (longitude, latitude, degrees).
    pub rings: Vec<Vec<(f64, f64)>>,
}

/// A town.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Town {
    /// Its name.
    pub nom: String,
    /// Longitude, degrees.
    pub lon: f32,
    /// Latitude, degrees.
    pub lat: f32,
    /// From 0, the largest, to 3.
    pub rang: u8,
}

/// What `outlines.bin` holds.
#[derive(Clone, Debug, Default)]
pub struct OutlineRows {
    /// Land around France, drawn first.
    pub context: Vec<Area>,
    /// Départements.
    pub departements: Vec<Area>,
    /// Towns, the most important first.
    pub towns: Vec<Town>,
}

#[derive(Serialize, Deserialize)]
struct PackedArea {
    nom: String,
    label: Option<(i32, i32)>,
    /// Differences of longitude and latitude, in turns.
    rings: Vec<Vec<i32>>,
}

#[derive(Serialize, Deserialize)]
struct Packed {
    context: Vec<PackedArea>,
    departements: Vec<PackedArea>,
    towns: Vec<Town>,
}

impl OutlineRows {
    /// The bytes of `outlines.bin`.
    ///
    /// # Errors
    /// [`OutlinesError::Damaged`] when `postcard` can't write it, which plain numbers and texts don't cause.
    pub fn encode(&self) -> Result<Vec<u8>, OutlinesError> {
        let packed = Packed {
            context: self.context.iter().map(pack).collect(),
            departements: self.departements.iter().map(pack).collect(),
            towns: self.towns.clone(),
        };
        let plain = postcard::to_allocvec(&packed).map_err(|_| OutlinesError::Damaged)?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&lz4_flex::compress_prepend_size(&plain));
        Ok(bytes)
    }
}

fn steps((lon, lat): (f64, f64)) -> (i32, i32) {
    ((lon * STEPS).round() as i32, (lat * STEPS).round() as i32)
}

fn pack(area: &Area) -> PackedArea {
    let ring = |ring: &Vec<(f64, f64)>| {
        let mut last = (0, 0);
        let mut packed = Vec::with_capacity(2 * ring.len());
        for &point in ring {
            let point = steps(point);
            packed.extend([point.0 - last.0, point.1 - last.1]);
            last = point;
        }
        packed
    };
    PackedArea {
        nom: area.nom.clone(),
        label: area.label.map(steps),
        rings: area.rings.iter().map(ring).collect(),
    }
}

/// All that is drawn under a search.
#[derive(Debug)]
pub struct Outlines {
    pub(crate) context: Vec<Shape>,
    pub(crate) departements: Vec<Shape>,
    pub(crate) towns: Vec<Town>,
}

/// An area in the unit square of Web Mercator.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) nom: String,
    pub(crate) label: Option<(f64, f64)>,
    pub(crate) rings: Vec<Ring>,
}

/// A ring at two levels of detail, and the box that it fills.
#[derive(Debug)]
pub(crate) struct Ring {
    pub(crate) fine: Vec<(f64, f64)>,
    pub(crate) coarse: Vec<(f64, f64)>,
    pub(crate) low: (f64, f64),
    pub(crate) high: (f64, f64),
}

impl Outlines {
    /// Opens `outlines.bin`.
    ///
    /// # Errors
    /// When the bytes aren't those of this version's `outlines.bin`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, OutlinesError> {
        let packed = bytes.strip_prefix(MAGIC).ok_or(OutlinesError::Version)?;
        let (length, _) = lz4_flex::block::uncompressed_size(packed).map_err(|_| OutlinesError::Damaged)?;
        if length > MAX_BYTES {
            return Err(OutlinesError::Damaged);
        }
        let plain = lz4_flex::decompress_size_prepended(packed).map_err(|_| OutlinesError::Damaged)?;
        let packed: Packed = postcard::from_bytes(&plain).map_err(|_| OutlinesError::Damaged)?;
        Ok(Self {
            context: packed.context.into_iter().map(unpack).collect(),
            departements: packed.departements.into_iter().map(unpack).collect(),
            towns: packed.towns,
        })
    }
}

fn unpack(area: PackedArea) -> Shape {
    let degrees = |(lon, lat): (i32, i32)| mercator(f64::from(lon) / STEPS, f64::from(lat) / STEPS);
    let ring = |packed: Vec<i32>| {
        let mut last = (0i32, 0i32);
        let fine: Vec<(f64, f64)> = packed
            .chunks_exact(2)
            .map(|step| {
                last = (last.0.wrapping_add(step[0]), last.1.wrapping_add(step[1]));
                degrees(last)
            })
            .collect();
        let coarse = LineString::from(fine.clone()).simplify(COARSE).into_points();
        let fold = |pick: fn(f64, f64) -> f64, start: f64| {
            fine.iter().fold((start, start), |(x, y), point| (pick(x, point.0), pick(y, point.1)))
        };
        Ring {
            coarse: coarse.into_iter().map(|point| point.x_y()).collect(),
            low: fold(f64::min, f64::INFINITY),
            high: fold(f64::max, f64::NEG_INFINITY),
            fine,
        }
    };
    Shape { nom: area.nom, label: area.label.map(degrees), rings: area.rings.into_iter().map(ring).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes() -> Vec<u8> {
        let square = vec![(4.0, 49.0), (5.0, 49.0), (5.0, 50.0), (4.0, 50.0), (4.0, 49.0)];
        let area = Area { nom: "Ardennes".into(), label: Some((4.5, 49.5)), rings: vec![square] };
        let town = Town { nom: "Sedan".into(), lon: 4.94, lat: 49.7, rang: 2 };
        OutlineRows { context: vec![], departements: vec![area], towns: vec![town] }.encode().unwrap()
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        let outlines = Outlines::from_bytes(&bytes()).unwrap();
        let shape = &outlines.departements[0];
        assert_eq!(shape.nom, "Ardennes");
        assert_eq!(shape.rings[0].fine.len(), 5);
        assert_eq!(shape.rings[0].fine[2], mercator(5.0, 50.0));
        assert_eq!(outlines.towns[0].nom, "Sedan");
    }

    #[test]
    fn damaged_bytes_are_refused_or_read_but_never_panic() {
        let whole = bytes();
        assert_eq!(Outlines::from_bytes(b"<!doctype html>").unwrap_err(), OutlinesError::Version);
        for at in 0..whole.len() {
            assert!(Outlines::from_bytes(&whole[..at]).is_err());
            for flip in [1, 0x80, 0xFF] {
                let mut copy = whole.clone();
                copy[at] ^= flip;
                drop(Outlines::from_bytes(&copy));
            }
        }
    }
}

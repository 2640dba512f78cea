//! Land, départements and towns, and their binary form.
//!
//! `outlines.bin` is [`MAGIC`], then LZ4 (length first, as `lz4_flex` writes it) over [`Packed`] as `postcard` writes it:
//! lines are differences of coordinates in ten-thousandths of a degree, some ten metres.

use crate::lines::{Point, Rect, rings, sides};
use crate::view::{View, mercator};
use geo::{LineString, Simplify};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The first bytes of `outlines.bin`: what it is, and its version.
const MAGIC: &[u8; 8] = b"IAOUTL02";
/// More than the outlines will ever need, in bytes: what a corrupt length may make us reserve at most.
const MAX_BYTES: usize = 16 << 20;
/// Steps a degree.
const STEPS: f64 = 1e4;
/// Up to which zoom simpler outlines are drawn. They are half a pixel there from the true ones, at most.
const SIMPLE: [f64; 2] = [5.6, 7.6];

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
    /// Its code, when it is a département.
    pub code: String,
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
    code: String,
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
        encode(MAGIC, &packed)
    }
}

pub(crate) fn steps((lon, lat): (f64, f64)) -> (i32, i32) {
    ((lon * STEPS).round() as i32, (lat * STEPS).round() as i32)
}

/// The point of a pair of [`steps`].
pub(crate) fn unsteps((lon, lat): (i32, i32)) -> Point {
    mercator(f64::from(lon) / STEPS, f64::from(lat) / STEPS)
}

/// A line as differences of coordinates in [`steps`].
pub(crate) fn pack_line(line: &[(f64, f64)]) -> Vec<i32> {
    let mut last = (0, 0);
    let mut packed = Vec::with_capacity(2 * line.len());
    for &point in line {
        let point = steps(point);
        packed.extend([point.0 - last.0, point.1 - last.1]);
        last = point;
    }
    packed
}

/// The reverse of [`pack_line`], in the unit square of Web Mercator.
pub(crate) fn unpack_line(packed: &[i32]) -> Vec<Point> {
    let mut last = (0i32, 0i32);
    let point = |step: &[i32]| {
        last = (last.0.wrapping_add(step[0]), last.1.wrapping_add(step[1]));
        unsteps(last)
    };
    packed.chunks_exact(2).map(point).collect()
}

/// LZ4 over `postcard`, behind eight bytes that say what it is.
pub(crate) fn encode(magic: &[u8; 8], packed: &impl Serialize) -> Result<Vec<u8>, OutlinesError> {
    let plain = postcard::to_allocvec(packed).map_err(|_| OutlinesError::Damaged)?;
    let mut bytes = magic.to_vec();
    bytes.extend_from_slice(&lz4_flex::compress_prepend_size(&plain));
    Ok(bytes)
}

/// The reverse of [`encode`].
pub(crate) fn decode<T: for<'a> Deserialize<'a>>(magic: &[u8; 8], bytes: &[u8]) -> Result<T, OutlinesError> {
    let packed = bytes.strip_prefix(magic).ok_or(OutlinesError::Version)?;
    let (length, _) = lz4_flex::block::uncompressed_size(packed).map_err(|_| OutlinesError::Damaged)?;
    if length > MAX_BYTES {
        return Err(OutlinesError::Damaged);
    }
    let plain = lz4_flex::decompress_size_prepended(packed).map_err(|_| OutlinesError::Damaged)?;
    postcard::from_bytes(&plain).map_err(|_| OutlinesError::Damaged)
}

fn pack(area: &Area) -> PackedArea {
    PackedArea {
        code: area.code.clone(),
        nom: area.nom.clone(),
        label: area.label.map(steps),
        rings: area.rings.iter().map(|ring| pack_line(ring)).collect(),
    }
}

/// All that is drawn under a search.
#[derive(Debug)]
pub struct Outlines {
    pub(crate) context: Vec<Shape>,
    pub(crate) departements: Vec<Shape>,
    /// Coasts and frontiers, and borders between départements.
    pub(crate) country: Vec<Line>,
    pub(crate) borders: Vec<Line>,
    pub(crate) towns: Vec<Label>,
}

/// An area in the unit square of Web Mercator.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) code: String,
    pub(crate) label: Option<Label>,
    pub(crate) rings: Vec<Line>,
}

/// A name, its place in the unit square, and its rank.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub(crate) nom: String,
    pub(crate) place: Point,
    pub(crate) rang: u8,
}

/// A line or a ring at levels of detail, the coarsest first, and the box that it fills.
#[derive(Debug)]
pub(crate) struct Line {
    simple: [Vec<Point>; 2],
    fine: Vec<Point>,
    bounds: Rect,
}

impl Line {
    pub(crate) fn new(fine: Vec<Point>) -> Self {
        let bounds = fine.iter().fold(
            Rect {
                left: f64::INFINITY,
                top: f64::INFINITY,
                right: f64::NEG_INFINITY,
                bottom: f64::NEG_INFINITY,
            },
            |all, &(x, y)| Rect {
                left: all.left.min(x),
                top: all.top.min(y),
                right: all.right.max(x),
                bottom: all.bottom.max(y),
            },
        );
        let simple = SIMPLE.map(|zoom| {
            let line = LineString::from(fine.clone()).simplify(0.5 / (256.0 * zoom.exp2()));
            line.into_points().into_iter().map(|point| point.x_y()).collect()
        });
        Self { simple, fine, bounds }
    }

    /// As many points as a zoom can show.
    pub(crate) fn at(&self, zoom: f64) -> &[Point] {
        let level = SIMPLE.iter().position(|&upto| zoom < upto);
        level.map_or(&self.fine, |level| &self.simple[level])
    }

    /// Whether some of it may be in sight, and larger than a pixel.
    pub(crate) fn seen(&self, view: &View) -> bool {
        let (left, top) = view.place((self.bounds.left, self.bounds.top));
        let (right, bottom) = view.place((self.bounds.right, self.bounds.bottom));
        let (width, height) = view.size();
        let inside = left < width && right > 0.0 && top < height && bottom > 0.0;
        inside && (right - left > 0.7 || bottom - top > 0.7)
    }
}

impl Outlines {
    /// Opens `outlines.bin`.
    ///
    /// # Errors
    /// When the bytes aren't those of this version's `outlines.bin`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, OutlinesError> {
        let packed: Packed = decode(MAGIC, bytes)?;
        let departements: Vec<Shape> = packed.departements.into_iter().map(unpack).collect();
        let all = departements.iter().flat_map(|shape| &shape.rings).map(|ring| ring.at(f64::INFINITY));
        let (alone, shared) = sides(all);
        let town = |town: Town| Label {
            nom: town.nom,
            place: mercator(f64::from(town.lon), f64::from(town.lat)),
            rang: town.rang,
        };
        Ok(Self {
            context: packed.context.into_iter().map(unpack).collect(),
            departements,
            country: rings(alone).into_iter().map(Line::new).collect(),
            borders: shared.into_iter().map(Line::new).collect(),
            towns: packed.towns.into_iter().map(town).collect(),
        })
    }

    /// Codes of the départements of which some may be in sight.
    pub fn departements_in<'a>(&'a self, view: &'a View) -> impl Iterator<Item = &'a str> {
        let seen = |shape: &&Shape| shape.rings.iter().any(|ring| ring.seen(view));
        self.departements.iter().filter(seen).map(|shape| shape.code.as_str())
    }

    /// The outline of some départements together.
    pub fn zone(&self, codes: &[&str]) -> Zone {
        let some = self.departements.iter().filter(|shape| codes.contains(&shape.code.as_str()));
        let (alone, _) = sides(some.flat_map(|shape| &shape.rings).map(|ring| ring.at(f64::INFINITY)));
        Zone::new(alone)
    }

    /// The best known town near the middle of a view, among those that its zoom names.
    pub fn near(&self, view: &View) -> Option<&str> {
        let (width, height) = view.size();
        let apart = |town: &Label| {
            let (x, y) = view.place(town.place);
            // A town counts for more than one a rank below it that is a little nearer.
            (x - width / 2.0).hypot(y - height / 2.0) + 60.0 * f64::from(town.rang)
        };
        let known = self.towns.iter().filter(|town| crate::labels::named(town.rang, view.zoom()));
        let (far, town) = known.map(|town| (apart(town), town)).min_by(|(a, _), (b, _)| a.total_cmp(b))?;
        (far < width.max(height) / 2.0).then_some(town.nom.as_str())
    }
}

/// The outline of the area that a search is about.
#[derive(Debug)]
pub struct Zone(pub(crate) Vec<Line>);

impl Zone {
    pub(crate) fn new(lines: Vec<Vec<Point>>) -> Self {
        Self(rings(lines).into_iter().map(Line::new).collect())
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn unpack(area: PackedArea) -> Shape {
    let PackedArea { code, nom, label, rings } = area;
    Shape {
        code,
        label: label.map(|place| Label { nom, place: unsteps(place), rang: 0 }),
        rings: rings.into_iter().map(|ring| Line::new(unpack_line(&ring))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes() -> Vec<u8> {
        let square = vec![(4.0, 49.0), (5.0, 49.0), (5.0, 50.0), (4.0, 50.0), (4.0, 49.0)];
        let area =
            Area { code: "08".into(), nom: "Ardennes".into(), label: Some((4.5, 49.5)), rings: vec![square] };
        let town = Town { nom: "Sedan".into(), lon: 4.94, lat: 49.7, rang: 2 };
        OutlineRows { context: vec![], departements: vec![area], towns: vec![town] }.encode().unwrap()
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        let outlines = Outlines::from_bytes(&bytes()).unwrap();
        let shape = &outlines.departements[0];
        assert_eq!(shape.code, "08");
        assert_eq!(shape.label.as_ref().unwrap().nom, "Ardennes");
        assert_eq!(shape.rings[0].at(9.0).len(), 5);
        assert_eq!(shape.rings[0].at(9.0)[2], mercator(5.0, 50.0));
        assert_eq!(outlines.country.len(), 1);
        assert!(outlines.borders.is_empty());
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

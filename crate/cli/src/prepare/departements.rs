//! `data/territory/departements*.geojson` → `departements.bin`: what the charts' map is drawn from.

use super::geojson::{Feature, features};
use atlas_charts::{Area, Frame, Plate};
use geo::{LineString, Simplify};
use std::error::Error;
use std::f64::consts::FRAC_PI_4;
use std::path::Path;

/// Units across the large frame, and across a small one.
const LARGE: f64 = 4096.0;
const SMALL: f64 = 1024.0;
/// How far an outline may be from the full one, and what is too small to be drawn, in units.
const COARSE: f64 = 2.5;
const TINY: f64 = 4.0;
/// Parallels of the projection, those of Lambert-93, degrees.
const PARALLELS: (f64, f64) = (44.0, 49.0);

/// Frames beside the large one: their name, and what they show.
const FRAMES: [(&str, &[&str]); 6] = [
    ("Grand Paris", &["75", "92", "93", "94"]),
    ("Guadeloupe", &["971"]),
    ("Martinique", &["972"]),
    ("Guyane", &["973"]),
    ("La Réunion", &["974"]),
    ("Mayotte", &["976"]),
];

/// Longitude and latitude, or where they come to lie.
type Ring = Vec<(f64, f64)>;

/// The bytes of `departements.bin`, from the project's `data` folder.
pub(crate) fn compile(data: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let all = features(data, "departements.geojson")?;
    let detail = features(data, "departements_detail.geojson")?;
    let code = |feature: &Feature| feature.properties.code.clone().unwrap_or_default();
    let mainland = all.iter().filter(|feature| !code(feature).starts_with("97"));
    let mut frames = vec![frame("", LARGE, mainland.map(|feature| (code(feature), feature)))];
    for (nom, codes) in FRAMES {
        let own = detail.iter().filter(|feature| codes.contains(&code(feature).as_str()));
        frames.push(frame(nom, SMALL, own.map(|feature| (code(feature), feature))));
    }
    Ok(Plate { frames }.encode()?)
}

/// Départements of a frame this wide, as large as it takes.
fn frame<'a>(nom: &str, width: f64, features: impl Iterator<Item = (String, &'a Feature)>) -> Frame {
    let features: Vec<(String, &Feature)> = features.collect();
    let lons = features.iter().flat_map(|(_, feature)| feature.geometry.outer_rings().flatten());
    let (west, east) =
        lons.fold((f64::MAX, f64::MIN), |(west, east), &(lon, _)| (west.min(lon), east.max(lon)));
    let meridian = (west + east) / 2.0;
    let projected: Vec<(String, Vec<Ring>)> = features
        .into_iter()
        .map(|(code, feature)| {
            let rings = feature.geometry.outer_rings();
            (code, rings.map(|ring| ring.iter().map(|&point| conic(point, meridian)).collect()).collect())
        })
        .collect();
    let points = || projected.iter().flat_map(|(_, rings)| rings.iter().flatten().copied());
    let low = points().fold((f64::MAX, f64::MAX), |low, point| (low.0.min(point.0), low.1.min(point.1)));
    let high = points().fold((f64::MIN, f64::MIN), |high, point| (high.0.max(point.0), high.1.max(point.1)));
    let scale = width / (high.0 - low.0);
    let areas = projected.into_iter().map(|(code, rings)| {
        let placed = rings.into_iter().map(|ring| -> LineString {
            ring.into_iter().map(|(x, y)| ((x - low.0) * scale, (high.1 - y) * scale)).collect()
        });
        let mut simple: Vec<LineString> = placed.map(|ring| ring.simplify(COARSE)).collect();
        simple.sort_by(|a, b| size(b).total_cmp(&size(a)));
        let mut rings = simple.into_iter();
        // The largest stays, however small.
        let kept = rings.next().into_iter().chain(rings.filter(|ring| size(ring) > TINY));
        let whole = |ring: LineString| -> Vec<(i32, i32)> {
            ring.points().map(|point| (point.x().round() as i32, point.y().round() as i32)).collect()
        };
        Area::new(&code, kept.map(whole))
    });
    let areas = areas.collect();
    let height = (high.1 - low.1) * scale;
    Frame { nom: nom.to_owned(), width: width as u32, height: height.round() as u32, areas }
}

/// The longer side of a ring.
fn size(ring: &LineString) -> f64 {
    let across = |axis: fn(&geo::Point) -> f64| {
        let (low, high) = ring
            .points()
            .map(|point| axis(&point))
            .fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(at), high.max(at)));
        high - low
    };
    across(|point| point.x()).max(across(|point| point.y()))
}

/// Lambert's conformal conic on a sphere of radius 1, its middle at a longitude: north is up there, and shapes are true
/// everywhere.
fn conic((lon, lat): (f64, f64), meridian: f64) -> (f64, f64) {
    let (first, second) = (PARALLELS.0.to_radians(), PARALLELS.1.to_radians());
    let tangent = |latitude: f64| (FRAC_PI_4 + latitude / 2.0).tan();
    let cone = (first.cos() / second.cos()).ln() / (tangent(second) / tangent(first)).ln();
    let radius = |latitude: f64| first.cos() * (tangent(first) / tangent(latitude)).powf(cone) / cone;
    let turn = cone * (lon - meridian).to_radians();
    let far = radius(lat.to_radians());
    (far * turn.sin(), -far * turn.cos())
}

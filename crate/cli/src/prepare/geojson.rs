//! Outlines as GeoJSON has them.

use serde::Deserialize;
use std::error::Error;
use std::fs::read_to_string;
use std::path::Path;

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
pub(super) struct Feature {
    pub(super) geometry: Geometry,
    pub(super) properties: Properties,
}

/// Rings of longitude and latitude; of each polygon the outer one first.
#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
pub(super) enum Geometry {
    Polygon(Vec<Vec<(f64, f64)>>),
    MultiPolygon(Vec<Vec<Vec<(f64, f64)>>>),
}

#[derive(Deserialize)]
pub(super) struct Properties {
    pub(super) nom: String,
    pub(super) code: Option<String>,
    /// Of the land around: France itself.
    #[serde(default)]
    pub(super) france: bool,
}

impl Geometry {
    /// Outer rings only: what lies in a hole is drawn over it.
    pub(super) fn outer_rings(&self) -> impl Iterator<Item = &Vec<(f64, f64)>> {
        let (one, many) = match self {
            Self::Polygon(rings) => (Some(rings), [].as_slice()),
            Self::MultiPolygon(polygons) => (None, polygons.as_slice()),
        };
        one.into_iter().chain(many).filter_map(|rings| rings.first())
    }
}

/// Reads a file of `data/territory`.
pub(super) fn read(data: &Path, name: &str) -> Result<String, String> {
    let path = data.join("territory").join(name);
    read_to_string(&path).map_err(|error| format!("« {} » ne peut pas être lu : {error}", path.display()))
}

/// The features of a file of `data/territory`.
pub(super) fn features(data: &Path, name: &str) -> Result<Vec<Feature>, Box<dyn Error>> {
    Ok(serde_json::from_str::<Collection>(&read(data, name)?)?.features)
}

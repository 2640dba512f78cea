//! `data/territory/*.geojson` and `villes.csv` → `outlines.bin`.

use super::geojson::{Feature, features, read};
use atlas_map::{Area, OutlineRows, Town};
use serde::Deserialize;
use std::collections::HashMap;
use std::error::Error;
use std::path::Path;

#[derive(Deserialize)]
struct Departement {
    code: String,
    lat: f64,
    lon: f64,
}

#[derive(Deserialize)]
struct Ville {
    nom: String,
    lat: f32,
    lon: f32,
    rang: u8,
}

/// The bytes of `outlines.bin`, from the project's `data` folder.
pub(crate) fn compile(data: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut labels = HashMap::new();
    for row in csv::Reader::from_reader(read(data, "departements.csv")?.as_bytes()).deserialize() {
        let Departement { code, lat, lon } = row?;
        labels.insert(code, (lon, lat));
    }
    // Overseas départements are small and looked at closely: they are drawn in full, the others simplified.
    let overseas =
        |feature: &Feature| feature.properties.code.as_deref().is_some_and(|code| code.starts_with("97"));
    let mut departements = features(data, "departements.geojson")?;
    departements.retain(|feature| !overseas(feature));
    departements.extend(features(data, "departements_detail.geojson")?.into_iter().filter(overseas));
    let areas = |features: Vec<Feature>| features.into_iter().map(|feature| area(feature, &labels)).collect();
    let villes = read(data, "villes.csv")?;
    let town = |row: Result<Ville, csv::Error>| {
        row.map(|Ville { nom, lat, lon, rang }| Town { nom, lon, lat, rang })
    };
    let rows = OutlineRows {
        context: areas(features(data, "contexte.geojson")?),
        departements: areas(departements),
        towns: csv::Reader::from_reader(villes.as_bytes())
            .deserialize()
            .map(town)
            .collect::<Result<_, _>>()?,
    };
    Ok(rows.encode()?)
}

fn area(Feature { geometry, properties }: Feature, labels: &HashMap<String, (f64, f64)>) -> Area {
    let rings: Vec<Vec<(f64, f64)>> = geometry.outer_rings().cloned().collect();
    let label = match &properties.code {
        Some(code) => labels.get(code).copied(),
        // France around itself is named by its départements.
        None if properties.france => None,
        None => {
            rings.iter().map(|ring| middle(ring)).max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, at)| at)
        }
    };
    Area { code: properties.code.unwrap_or_default(), nom: properties.nom, label, rings }
}

/// How large a ring is, in square degrees, and its centre of gravity.
fn middle(ring: &[(f64, f64)]) -> (f64, (f64, f64)) {
    let (mut area, mut sum) = (0.0, (0.0, 0.0));
    for pair in ring.windows(2) {
        let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
        let part = x * to_y - to_x * y;
        area += part / 2.0;
        sum = (sum.0 + (x + to_x) * part / 6.0, sum.1 + (y + to_y) * part / 6.0);
    }
    (area.abs(), (sum.0 / area, sum.1 / area))
}

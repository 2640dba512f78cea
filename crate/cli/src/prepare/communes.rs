//! `data/territory/communes_contours.topojson` and `communes.csv` → `communes/<département>.bin`.

use super::geojson::read;
use atlas_map::{Border, Commune, CommuneRows};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::Path;

#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    /// Steps from point to point.
    arcs: Vec<Vec<(i64, i64)>>,
    objects: Objects,
}

#[derive(Deserialize)]
struct Transform {
    scale: (f64, f64),
    translate: (f64, f64),
}

#[derive(Deserialize)]
struct Objects {
    communes: Geometries,
}

#[derive(Deserialize)]
struct Geometries {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    id: String,
    #[serde(flatten)]
    shape: Shape,
}

/// Numbers of arcs; −1 is the first one backwards.
#[derive(Deserialize)]
#[serde(tag = "type", content = "arcs")]
enum Shape {
    Polygon(Vec<Vec<i64>>),
    MultiPolygon(Vec<Vec<Vec<i64>>>),
}

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "type")]
    kind: String,
    code_insee: String,
    nom: String,
    lat: f64,
    lon: f64,
    code_departement: String,
}

const NAME: &str = "communes_contours.topojson";

/// By the code of a département, the bytes of its file.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The files of all départements.
pub(crate) fn compile(data: &Path) -> Result<Files, Box<dyn Error>> {
    let mut rows = HashMap::new();
    let text = read(data, "communes.csv")?;
    for row in csv::Reader::from_reader(text.as_bytes()).deserialize::<Row>() {
        let row = row?;
        if row.kind == "commune" {
            rows.insert(row.code_insee.clone(), row);
        }
    }
    let topology: Topology = serde_json::from_str(&read(data, NAME)?)?;

    // The communes on each side of each arc: one or two.
    let mut sides: Vec<Vec<&Row>> = vec![Vec::new(); topology.arcs.len()];
    for geometry in &topology.objects.communes.geometries {
        let row =
            rows.get(&geometry.id).ok_or_else(|| format!("{NAME} : commune {} inconnue", geometry.id))?;
        let polygons = match &geometry.shape {
            Shape::Polygon(rings) => std::slice::from_ref(rings),
            Shape::MultiPolygon(polygons) => polygons.as_slice(),
        };
        for &arc in polygons.iter().flatten().flatten() {
            let number = if arc < 0 { !arc } else { arc };
            let side = sides
                .get_mut(usize::try_from(number)?)
                .ok_or_else(|| format!("{NAME} : arc {arc} absent"))?;
            side.push(row);
        }
    }

    let mut files: BTreeMap<&str, Builder<'_>> = BTreeMap::new();
    for (arc, sides) in topology.arcs.iter().zip(&sides) {
        let line = line(arc, &topology.transform);
        let [one, ..] = sides.as_slice() else { continue };
        let other = sides.get(1).copied();
        files.entry(&one.code_departement).or_default().add(one, other, &line);
        if let Some(other) = other.filter(|other| other.code_departement != one.code_departement) {
            files.entry(&other.code_departement).or_default().add(other, Some(one), &line);
        }
    }
    files.into_iter().map(|(code, file)| Ok((code.to_owned(), file.rows(code).encode()?))).collect()
}

fn line(arc: &[(i64, i64)], Transform { scale, translate }: &Transform) -> Vec<(f64, f64)> {
    let mut at = (0, 0);
    let point = |&(right, up): &(i64, i64)| {
        at = (at.0 + right, at.1 + up);
        (at.0 as f64 * scale.0 + translate.0, at.1 as f64 * scale.1 + translate.1)
    };
    arc.iter().map(point).collect()
}

#[derive(Default)]
struct Builder<'a> {
    numbers: HashMap<&'a str, u32>,
    communes: Vec<&'a Row>,
    borders: Vec<Border>,
}

impl<'a> Builder<'a> {
    fn add(&mut self, one: &'a Row, other: Option<&'a Row>, line: &[(f64, f64)]) {
        let sides = (self.number(one), other.map(|other| self.number(other)));
        self.borders.push(Border { sides, line: line.to_vec() });
    }

    fn number(&mut self, row: &'a Row) -> u32 {
        *self.numbers.entry(&row.code_insee).or_insert_with(|| {
            self.communes.push(row);
            self.communes.len() as u32 - 1
        })
    }

    fn rows(self, departement: &str) -> CommuneRows {
        let commune = |row: &Row| {
            let own = row.code_departement == departement;
            Commune {
                code: row.code_insee.clone(),
                // Of neighbours only the code is asked for.
                nom: if own { row.nom.clone() } else { String::new() },
                label: own.then_some((row.lon, row.lat)),
            }
        };
        CommuneRows { communes: self.communes.into_iter().map(commune).collect(), borders: self.borders }
    }
}

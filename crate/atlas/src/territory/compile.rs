//! `data/territory/*.csv` as rows. Their columns are described in `data/territory/README.md`.

use super::table::{PlaceKind, PlaceRow, Rows};
use serde::Deserialize;
use std::fmt;

/// The text of each file.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// `communes.csv`
    pub communes: &'a str,
    /// `anciens_codes.csv`
    pub anciens_codes: &'a str,
    /// `epci.csv`
    pub epci: &'a str,
    /// `departements.csv`
    pub departements: &'a str,
    /// `regions.csv`
    pub regions: &'a str,
}

/// A file isn't as described.
#[derive(Debug)]
pub struct CompileError {
    file: &'static str,
    error: csv::Error,
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ne peut pas être lu : {}", self.file, self.error)
    }
}

impl std::error::Error for CompileError {}

#[derive(Deserialize)]
struct Commune {
    #[serde(rename = "type")]
    kind: CommuneKind,
    code_insee: String,
    nom: String,
    codes_postaux: String,
    lat: f64,
    lon: f64,
    population: Option<u32>,
    code_epci: String,
    code_departement: String,
    code_parent: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum CommuneKind {
    Commune,
    Arrondissement,
    Deleguee,
    Associee,
}

/// An EPCI, a département or a région.
#[derive(Deserialize)]
struct Container {
    #[serde(alias = "code_siren")]
    code: String,
    nom: String,
    lat: f64,
    lon: f64,
    population: Option<u32>,
    /// Of a département.
    #[serde(default)]
    code_region: String,
    /// The box of a département or a région.
    west: Option<f64>,
    south: Option<f64>,
    east: Option<f64>,
    north: Option<f64>,
}

#[derive(Deserialize)]
struct Former {
    code_insee_ancien: String,
    code_insee_actuel: String,
    nom_ancien: Option<String>,
}

/// Reads the files.
///
/// # Errors
/// When one isn't CSV with the columns described.
pub fn rows_from_csv(sources: &Sources<'_>) -> Result<Rows, CompileError> {
    let mut rows = Rows::default();
    for commune in read::<Commune>("communes.csv", sources.communes)? {
        rows.places.push(PlaceRow {
            kind: match commune.kind {
                CommuneKind::Commune => PlaceKind::Commune,
                CommuneKind::Arrondissement => PlaceKind::Arrondissement,
                CommuneKind::Deleguee | CommuneKind::Associee => PlaceKind::Deleguee,
            },
            code: commune.code_insee,
            nom: commune.nom,
            lon: commune.lon,
            lat: commune.lat,
            population: commune.population,
            codes_postaux: commune
                .codes_postaux
                .split('|')
                .filter(|code| !code.is_empty())
                .map(Into::into)
                .collect(),
            code_departement: commune.code_departement,
            code_epci: commune.code_epci,
            code_parent: commune.code_parent,
            bbox: None,
        });
    }
    for (file, text, kind) in [
        ("epci.csv", sources.epci, PlaceKind::Epci),
        ("departements.csv", sources.departements, PlaceKind::Departement),
        ("regions.csv", sources.regions, PlaceKind::Region),
    ] {
        for container in read::<Container>(file, text)? {
            let sides = [container.west, container.south, container.east, container.north];
            rows.places.push(PlaceRow {
                kind,
                code: container.code,
                nom: container.nom,
                lon: container.lon,
                lat: container.lat,
                population: container.population,
                codes_postaux: Vec::new(),
                code_departement: String::new(),
                code_epci: String::new(),
                code_parent: container.code_region,
                bbox: match sides {
                    [Some(west), Some(south), Some(east), Some(north)] => Some([west, south, east, north]),
                    _ => None,
                },
            });
        }
    }
    for former in read::<Former>("anciens_codes.csv", sources.anciens_codes)? {
        rows.former.push((former.code_insee_ancien, former.code_insee_actuel, former.nom_ancien));
    }
    Ok(rows)
}

fn read<T: for<'de> Deserialize<'de>>(file: &'static str, text: &str) -> Result<Vec<T>, CompileError> {
    let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize();
    rows.collect::<Result<_, _>>().map_err(|error| CompileError { file, error })
}

//! Where made-up structures are: real communes, by their inhabitants.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

/// A commune, or an arrondissement of Paris, Lyon or Marseille.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) code: String,
    pub(super) nom: String,
    pub(super) code_postal: String,
    pub(super) lon: f64,
    pub(super) lat: f64,
    pub(super) population: u32,
    pub(super) code_epci: String,
    pub(super) code_departement: String,
    code_region: String,
}

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "type")]
    kind: String,
    code_insee: String,
    nom: String,
    codes_postaux: String,
    lat: f64,
    lon: f64,
    population: Option<u32>,
    code_epci: String,
    code_departement: String,
    code_region: String,
}

/// All communes, and how often each is drawn.
#[derive(Debug)]
pub(super) struct Places {
    all: Vec<Place>,
    /// Running sums of weights.
    sums: Vec<f64>,
    departements: BTreeMap<String, Vec<String>>,
}

/// Cities that their arrondissements stand for.
const DIVIDED: [&str; 3] = ["75056", "69123", "13055"];

impl Places {
    /// Reads `communes.csv`; a `part` of draws falls into `departements`, when there are any.
    pub(super) fn read(folder: &Path, departements: &[String], part: f64) -> Result<Self, Box<dyn Error>> {
        if !(0.0..=1.0).contains(&part) {
            return Err("La part doit être entre 0 et 1.".into());
        }
        let path = folder.join("communes.csv");
        let mut rows = csv::Reader::from_path(&path)
            .map_err(|error| format!("« {} » ne peut pas être lu : {error}", path.display()))?;
        let mut all = Vec::new();
        let mut regions: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in rows.deserialize() {
            let row: Row = row?;
            let whole = row.kind == "commune" || row.kind == "arrondissement";
            if !whole || DIVIDED.contains(&row.code_insee.as_str()) {
                continue;
            }
            let own = regions.entry(row.code_region.clone()).or_default();
            if !own.contains(&row.code_departement) {
                own.push(row.code_departement.clone());
            }
            all.push(Place {
                code_postal: row.codes_postaux.split('|').next().unwrap_or_default().to_owned(),
                code: row.code_insee,
                nom: row.nom,
                lon: row.lon,
                lat: row.lat,
                population: row.population.unwrap_or(0),
                code_epci: row.code_epci,
                code_departement: row.code_departement,
                code_region: row.code_region,
            });
        }
        let chosen = |place: &Place| departements.contains(&place.code_departement);
        let inside: f64 =
            all.iter().filter(|place| chosen(place)).map(|place| f64::from(place.population)).sum();
        let total: f64 = all.iter().map(|place| f64::from(place.population)).sum();
        if inside == 0.0 && !departements.is_empty() {
            return Err(format!(
                "Aucun département ne porte l’un de ces codes : {}.",
                departements.join(", ")
            )
            .into());
        }
        let (near, far) = if inside > 0.0 && inside < total {
            (part / inside, (1.0 - part) / (total - inside))
        } else {
            (1.0, 1.0)
        };
        let mut sum = 0.0;
        let mut sums = Vec::with_capacity(all.len());
        for place in &all {
            sum += f64::from(place.population) * if chosen(place) { near } else { far };
            sums.push(sum);
        }
        Ok(Self { all, sums, departements: regions })
    }

    /// Draws a commune.
    pub(super) fn draw(&self, rng: &mut ChaCha8Rng) -> usize {
        let total = self.sums.last().copied().unwrap_or(1.0);
        let drawn = rng.random_range(0.0..total);
        self.sums.partition_point(|&sum| sum <= drawn).min(self.all.len() - 1)
    }

    pub(super) fn get(&self, at: usize) -> &Place {
        &self.all[at]
    }

    /// The commune and the next ones of its département.
    pub(super) fn neighbours(&self, place: &Place) -> Vec<String> {
        let at = self.all.partition_point(|other| other.code < place.code);
        let next =
            self.all[at..].iter().take(4).filter(|other| other.code_departement == place.code_departement);
        next.map(|other| other.code.clone()).collect()
    }

    /// All départements of the commune's région.
    pub(super) fn region(&self, place: &Place) -> Vec<String> {
        self.departements.get(&place.code_region).cloned().unwrap_or_default()
    }
}

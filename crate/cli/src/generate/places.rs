//! The communes where made-up structures stand, drawn by population.

use std::collections::HashMap;
use std::path::Path;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use crate::error::CliError;

/// Added to each population, so that the smallest communes are drawn now and then.
const FLOOR: u64 = 50;

/// A commune or a municipal arrondissement. Coordinates in decimal degrees (WGS 84).
#[derive(Deserialize)]
pub(super) struct Commune {
    r#type: String,
    pub(super) code_insee: String,
    pub(super) nom: String,
    codes_postaux: String,
    lat: Option<f64>,
    lon: Option<f64>,
    population: Option<u64>,
    pub(super) code_epci: String,
    pub(super) code_departement: String,
    pub(super) code_region: String,
}

impl Commune {
    /// Longitude and latitude of the centre.
    pub(super) fn centre(&self) -> (f64, f64) {
        (self.lon.unwrap_or_default(), self.lat.unwrap_or_default())
    }

    /// One of its postal codes.
    pub(super) fn code_postal(&self, rng: &mut ChaCha8Rng) -> &str {
        let codes: Vec<&str> = self.codes_postaux.split('|').collect();
        codes[rng.random_range(0..codes.len())]
    }

    /// How far from the centre the addresses spread, in degrees of latitude: cities are wider than villages.
    pub(super) fn spread(&self) -> f64 {
        0.004 + (self.population.unwrap_or_default() as f64).sqrt() * 0.00005
    }
}

#[derive(Deserialize)]
struct Departement {
    code: String,
    nom: String,
}

/// Every commune, with what is needed to draw one.
pub(super) struct Places {
    communes: Vec<Commune>,
    departements: HashMap<String, String>,
    regions: HashMap<String, Vec<String>>,
    favoured: Draw,
    others: Draw,
}

/// Communes to draw from: positions, with the running sum of their weights.
#[derive(Default)]
struct Draw {
    communes: Vec<usize>,
    sums: Vec<u64>,
}

impl Draw {
    fn push(&mut self, commune: usize, weight: u64) {
        self.communes.push(commune);
        self.sums.push(self.sums.last().unwrap_or(&0) + weight);
    }

    fn draw(&self, rng: &mut ChaCha8Rng) -> Option<usize> {
        let total = *self.sums.last()?;
        let ticket = rng.random_range(0..total);
        Some(self.communes[self.sums.partition_point(|&sum| sum <= ticket)])
    }
}

impl Places {
    /// Reads `communes.csv` and `departements.csv` of `folder`; `favoured` holds codes of départements.
    ///
    /// # Errors
    /// A file that is missing or wrong, a code that no département has.
    pub(super) fn load(folder: &Path, favoured: &[String]) -> Result<Self, CliError> {
        let mut communes: Vec<Commune> = read(&folder.join("communes.csv"))?;
        communes.retain(|commune| {
            let usable = matches!(commune.r#type.as_str(), "commune" | "arrondissement");
            usable && commune.lat.is_some() && commune.lon.is_some() && !commune.codes_postaux.is_empty()
        });
        if communes.is_empty() {
            return Err(CliError::new(format!(
                "{} ne contient aucune commune.",
                folder.join("communes.csv").display()
            )));
        }
        let departements: Vec<Departement> = read(&folder.join("departements.csv"))?;
        let departements: HashMap<_, _> = departements.into_iter().map(|d| (d.code, d.nom)).collect();
        if let Some(code) = favoured.iter().find(|code| !departements.contains_key(*code)) {
            return Err(CliError::usage(format!(
                "Aucun département n’a le code « {code} » (--departements)."
            )));
        }
        let mut regions: HashMap<String, Vec<String>> = HashMap::new();
        let (mut inside, mut outside) = (Draw::default(), Draw::default());
        for (position, commune) in communes.iter().enumerate() {
            let region = regions.entry(commune.code_region.clone()).or_default();
            if !region.contains(&commune.code_departement) {
                region.push(commune.code_departement.clone());
            }
            // Paris, Lyon and Marseille are mostly given by arrondissement.
            let whole_city = matches!(commune.code_insee.as_str(), "75056" | "69123" | "13055");
            let weight = FLOOR + commune.population.unwrap_or_default() / if whole_city { 20 } else { 1 };
            let draw = if favoured.contains(&commune.code_departement) { &mut inside } else { &mut outside };
            draw.push(position, weight);
        }
        Ok(Self { communes, departements, regions, favoured: inside, others: outside })
    }

    /// Whether some départements are favoured.
    pub(super) fn favours(&self) -> bool {
        !self.favoured.communes.is_empty()
    }

    /// A commune, in a favoured département or outside.
    pub(super) fn draw(&self, favoured: bool, rng: &mut ChaCha8Rng) -> usize {
        let (first, second) =
            if favoured { (&self.favoured, &self.others) } else { (&self.others, &self.favoured) };
        first.draw(rng).or_else(|| second.draw(rng)).unwrap_or_default()
    }

    pub(super) fn commune(&self, position: usize) -> &Commune {
        &self.communes[position]
    }

    /// The name of the commune's département; its code where it has no name of its own.
    pub(super) fn departement<'p>(&'p self, commune: &'p Commune) -> &'p str {
        self.departements.get(&commune.code_departement).unwrap_or(&commune.code_departement)
    }

    /// The codes of the départements of the commune's région.
    pub(super) fn region(&self, commune: &Commune) -> Vec<String> {
        self.regions.get(&commune.code_region).cloned().unwrap_or_default()
    }
}

fn read<R: for<'de> Deserialize<'de>>(path: &Path) -> Result<Vec<R>, CliError> {
    let file = std::fs::File::open(path).map_err(|error| CliError::reading(path, &error))?;
    csv::Reader::from_reader(file).deserialize().collect::<Result<_, _>>().map_err(|error| {
        let line =
            error.position().map(|position| format!(", ligne {}", position.line())).unwrap_or_default();
        CliError::new(format!("{}{line} n’a pas la forme attendue.", path.display()))
    })
}

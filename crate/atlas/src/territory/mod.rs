//! Communes, arrondissements, EPCI, départements, régions: codes old and new, and places by name.
//!
//! Everything comes from `territory.bin`, which `inclusion-atlas prepare` makes from `data/territory/`. Territory
//! knowledge ships with the project: nobody's geocoder is asked.
//!
//! - [`Territory::commune`] takes any code there is or was: a commune's, an arrondissement's, a commune déléguée's or
//!   associée's, and one that has gone, which leads to its successor.
//! - [`Territory::suggest_places`] takes what somebody types.

#[cfg(feature = "compile")]
mod compile;
mod suggest;
mod table;

#[cfg(feature = "compile")]
pub use compile::{CompileError, Sources, rows_from_csv};

pub use table::{PlaceKind, PlaceRow, Rows, TerritoryError};

use serde::Serialize;
use std::cmp::Ordering;
use std::sync::OnceLock;
use suggest::Index;
use table::Table;

/// All places, and the index that finds them.
#[derive(Debug)]
pub struct Territory {
    table: Table,
    /// Made when first asked for: who searches by code needs none.
    index: OnceLock<Index>,
    /// Paris, Lyon and Marseille.
    divided: Vec<u32>,
}

/// A commune, or a part of one that has a code of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Commune<'a> {
    /// Commune, arrondissement, commune déléguée or associée.
    pub kind: PlaceKind,
    /// `code_insee`
    pub code: &'a str,
    /// Official name.
    pub nom: &'a str,
    /// Longitude of the town hall (or of what stands for it), degrees.
    pub lon: f64,
    /// Latitude, degrees.
    pub lat: f64,
    /// Code of its département, or of its overseas collectivity.
    pub code_departement: &'a str,
    /// SIREN of its EPCI.
    pub code_epci: Option<&'a str>,
}

/// Codes that mean a commune or the like beside its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relatives<'a> {
    /// The commune that it is a part of.
    pub whole: Option<&'a str>,
    /// Its arrondissements, communes déléguées and associées, and the communes that became it.
    pub parts: Vec<&'a str>,
}

/// An EPCI, a département or a région, and all that lies in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area<'a> {
    /// Its name.
    pub nom: &'a str,
    /// Codes of its communes and of their parts, and those that have gone.
    pub communes: Vec<&'a str>,
    /// Codes of the départements and SIREN of the EPCI of which some part lies in it.
    pub containers: Vec<&'a str>,
}

/// A département, or an overseas collectivity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Departement<'a> {
    /// Its code.
    pub code: &'a str,
    /// Its name.
    pub nom: &'a str,
    /// Code of its région.
    pub code_region: Option<&'a str>,
    /// Inhabitants, when known.
    pub population: Option<u32>,
}

/// A place as it is suggested. Serializes as the `Place` of the package's interface.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    /// What it is. A commune associée counts as déléguée.
    #[serde(rename = "type")]
    pub kind: PlaceKind,
    /// `code_insee`, or the SIREN of an EPCI, or the code of a département or a région.
    pub code: String,
    /// Official name.
    pub nom: String,
    /// Postal codes, ascending. Empty for what contains communes.
    pub codes_postaux: Vec<String>,
    /// Longitude of its centre, degrees.
    pub lon: f64,
    /// Latitude of its centre, degrees.
    pub lat: f64,
    /// Inhabitants, when known.
    pub population: Option<u32>,
    /// Code of the commune that it is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// West, south, east, north of what contains communes, degrees; of an EPCI, those of its communes' centres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bbox: Option<[f64; 4]>,
}

impl Territory {
    /// Opens `territory.bin`.
    ///
    /// # Errors
    /// When the bytes aren't those of this version's `territory.bin`.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TerritoryError> {
        let table = table::decode(bytes)?;
        let parts = table.rows().filter(|&row| table.kind(row) == PlaceKind::Arrondissement);
        let divided = parts.filter_map(|row| table.parent(row)).collect();
        Ok(Self { table, index: OnceLock::new(), divided })
    }

    /// The commune of a code, current or former. Codes are those of INSEE, case-sensitive.
    ///
    /// Where a commune and a commune déléguée share a code, the commune has it, as in the data·inclusion API. A former
    /// code gives its successor.
    ///
    /// ```
    /// # let territory = atlas::territory::testing::territory();
    /// assert_eq!(territory.commune("08105").unwrap().nom, "Charleville-Mézières");
    /// assert_eq!(territory.commune("75111").unwrap().code_departement, "75");
    /// assert_eq!(territory.commune("01003").unwrap().code, "01165"); // Amareins, now part of Francheleins
    /// assert!(territory.commune("08000").is_none());
    /// ```
    pub fn commune(&self, code: &str) -> Option<Commune<'_>> {
        self.table.commune(code).map(|row| self.table.view(row))
    }

    /// The commune, or the part of one, that has this code today.
    ///
    /// ```
    /// # let territory = atlas::territory::testing::territory();
    /// assert!(territory.current_commune("08105").is_some());
    /// assert!(territory.current_commune("01003").is_none()); // a code that has gone
    /// ```
    pub fn current_commune(&self, code: &str) -> Option<Commune<'_>> {
        self.table.current(code).map(|row| self.table.view(row))
    }

    /// The other codes that a commune, or a part of one, is known by: those of its parts and former communes, and of the
    /// commune that it is a part of. Empty for a code that isn't a commune's today.
    ///
    /// ```
    /// # let territory = atlas::territory::testing::territory();
    /// let paris = territory.relatives("75056");
    /// assert_eq!(paris.parts.len(), 20);
    /// assert_eq!(territory.relatives("75111").whole, Some("75056"));
    /// assert!(territory.relatives("01165").parts.contains(&"01003"));
    /// ```
    pub fn relatives(&self, code: &str) -> Relatives<'_> {
        let Some(row) = self.table.current(code) else { return Relatives::default() };
        let parts = self.table.rows().filter(|&part| self.table.part_of(part) == Some(row));
        let parts = parts.map(|part| self.table.code(part)).filter(|&part| part != code);
        Relatives {
            whole: self.table.part_of(row).map(|whole| self.table.code(whole)).filter(|&whole| whole != code),
            parts: parts.chain(self.table.predecessors(row)).collect(),
        }
    }

    /// The départements, as their own code, name and their région's code, by code.
    pub fn departements(&self) -> impl Iterator<Item = Departement<'_>> {
        self.table.containers(PlaceKind::Departement).map(|row| Departement {
            code: self.table.code(row),
            nom: self.table.nom(row),
            code_region: self.table.parent(row).map(|region| self.table.code(region)),
            population: self.table.population(row),
        })
    }

    /// The régions, as code and name, by code.
    pub fn regions(&self) -> impl Iterator<Item = (&str, &str)> {
        let rows = self.table.containers(PlaceKind::Region);
        rows.map(|row| (self.table.code(row), self.table.nom(row)))
    }

    /// The EPCI, département or région of a code.
    ///
    /// ```
    /// # let territory = atlas::territory::testing::territory();
    /// use atlas::territory::PlaceKind;
    ///
    /// let ardennes = territory.area(PlaceKind::Departement, "08").unwrap();
    /// assert_eq!(ardennes.nom, "Ardennes");
    /// assert!(ardennes.communes.contains(&"08105"));
    /// assert!(ardennes.containers.contains(&"200041630")); // Ardenne Métropole
    /// assert!(territory.area(PlaceKind::Region, "08").is_none());
    /// ```
    pub fn area(&self, kind: PlaceKind, code: &str) -> Option<Area<'_>> {
        let table = &self.table;
        let container = table.containers(kind).find(|&row| table.code(row) == code)?;
        let rows: Vec<u32> = table.rows().filter(|&row| table.lies_in(row, container)).collect();
        let former = table.former_codes().filter(|&(_, row)| table.lies_in(row, container));
        let mut containers: Vec<u32> =
            rows.iter().flat_map(|&row| [table.departement(row), table.epci(row)]).flatten().collect();
        containers.sort_unstable();
        containers.dedup();
        Some(Area {
            nom: table.nom(container),
            communes: rows.iter().map(|&row| table.code(row)).chain(former.map(|(code, _)| code)).collect(),
            containers: containers.into_iter().map(|row| table.code(row)).collect(),
        })
    }

    /// Whether a postal code is one of a commune's, by its current `code_insee`. `None` when the commune isn't known, or none
    /// of its postal codes is.
    ///
    /// ```
    /// # let territory = atlas::territory::testing::territory();
    /// assert_eq!(territory.shares_postal_code("08105", "08000"), Some(true));
    /// assert_eq!(territory.shares_postal_code("08105", "75011"), Some(false));
    /// ```
    pub fn shares_postal_code(&self, code_insee: &str, code_postal: &str) -> Option<bool> {
        let all = self.table.postal_codes(self.table.current(code_insee)?);
        let wanted = code_postal.parse::<u32>().ok();
        (!all.is_empty()).then(|| wanted.is_some_and(|wanted| all.contains(&wanted)))
    }

    /// Whether any commune has a postal code. Those of firms (« CEDEX ») are no commune's.
    pub fn is_postal_code(&self, code_postal: &str) -> bool {
        let wanted = code_postal.parse::<u32>().ok();
        self.table.rows().any(|row| self.table.postal_codes(row).iter().any(|code| Some(*code) == wanted))
    }

    /// The codes of départements and the SIREN of EPCI.
    pub fn zones(&self) -> impl Iterator<Item = &str> {
        let of = |kind| self.table.containers(kind).map(|row| self.table.code(row));
        of(PlaceKind::Departement).chain(of(PlaceKind::Epci))
    }

    /// The name of an EPCI, by its SIREN.
    pub fn epci(&self, siren: &str) -> Option<&str> {
        let mut rows = self.table.containers(PlaceKind::Epci);
        rows.find(|&row| self.table.code(row) == siren).map(|row| self.table.nom(row))
    }

    /// The commune, or the arrondissement of Paris, Lyon or Marseille, whose centre is nearest to a point (longitude,
    /// latitude, degrees). Near enough to tell which zone somebody is in; a border it doesn't know.
    ///
    /// ```
    /// # let territory = atlas::territory::testing::territory();
    /// assert_eq!(territory.nearest_commune(4.73, 49.76).unwrap().code, "08105");
    /// assert_eq!(territory.nearest_commune(2.3794, 48.8594).unwrap().code, "75111");
    /// ```
    pub fn nearest_commune(&self, lon: f64, lat: f64) -> Option<Commune<'_>> {
        // On a sphere, the nearest point is the one with the shortest chord.
        let chord = |row: u32| {
            let (other_lon, other_lat) = self.table.point(row);
            let east = ((other_lon - lon).to_radians() / 2.0).sin().powi(2);
            let north = ((other_lat - lat).to_radians() / 2.0).sin().powi(2);
            north + lat.to_radians().cos() * other_lat.to_radians().cos() * east
        };
        // Paris, Lyon and Marseille as a whole have a centre too: their arrondissements stand for them.
        let candidates = self.table.rows().filter(|&row| match self.table.kind(row) {
            PlaceKind::Commune => !self.divided.contains(&row),
            PlaceKind::Arrondissement => true,
            _ => false,
        });
        let nearest = candidates
            .map(|row| (chord(row), row))
            .min_by(|a, b| a.partial_cmp(b).unwrap_or(Ordering::Equal));
        nearest.map(|(_, row)| self.table.view(row))
    }

    /// Places that a text may mean, best first, `limit` at most. Made to be asked at every key stroke.
    ///
    /// Words may be cut short, in any order, without accents, hyphens or articles, with « St » for « Saint ». Numbers
    /// may be a postal code or its beginning, an INSEE code, or a département. The name of a département tells
    /// homonyms apart too.
    ///
    /// The order is total: a place named exactly so before one whose name begins so before any other; communes and
    /// arrondissements before their parts and before what contains them when they are named exactly so; then the most
    /// populous; then the code. A former commune's name leads to the commune of today.
    ///
    /// ```
    /// # let territory = atlas::territory::testing::territory();
    /// let first = |text| territory.suggest_places(text, 5)[0].nom.clone();
    /// assert_eq!(first("charlev"), "Charleville-Mézières");
    /// assert_eq!(first("st denis reunion"), "Saint-Denis");
    /// assert_eq!(first("97400"), "Saint-Denis");
    /// assert_eq!(first("08"), "Ardennes");
    /// ```
    pub fn suggest_places(&self, text: &str, limit: usize) -> Vec<Place> {
        let index = self.index.get_or_init(|| Index::new(&self.table));
        index.find(&self.table, text, limit).into_iter().map(|row| self.table.place(row)).collect()
    }
}

#[cfg(feature = "compile")]
pub mod testing {
    //! For tests and examples.

    use super::{Sources, Territory, rows_from_csv};
    use std::path::Path;
    use std::sync::{Arc, OnceLock};

    /// The real territory, compiled once from `data/territory/`.
    ///
    /// # Panics
    /// When the folder isn't there: only tests and examples call this.
    #[allow(clippy::expect_used)]
    pub fn territory() -> Arc<Territory> {
        static TERRITORY: OnceLock<Arc<Territory>> = OnceLock::new();
        let compile = || {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/territory");
            let read =
                |name: &str| std::fs::read_to_string(folder.join(name)).expect("data/territory is there");
            let rows = rows_from_csv(&Sources {
                communes: &read("communes.csv"),
                anciens_codes: &read("anciens_codes.csv"),
                epci: &read("epci.csv"),
                departements: &read("departements.csv"),
                regions: &read("regions.csv"),
            });
            let bytes =
                rows.expect("data/territory is consistent").encode().expect("any rows can be encoded");
            Arc::new(Territory::from_bytes(&bytes).expect("what was encoded can be decoded"))
        };
        Arc::clone(TERRITORY.get_or_init(compile))
    }
}

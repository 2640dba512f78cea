//! The table of all places, and its binary form.
//!
//! `territory.bin` is [`MAGIC`], then LZ4 (length first, as `lz4_flex` writes it) over the columns of the table as
//! `postcard` writes them. A change of the columns is a change of the magic.

use super::{Commune, Place};
use crate::buffers::Strings;
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The first bytes of `territory.bin`: what it is, and its version.
const MAGIC: &[u8; 8] = b"IATERR03";
/// More than the table will ever need, in bytes: what a corrupt length may make us reserve at most.
const MAX_BYTES: usize = 16 << 20;
/// Coordinates are kept in hundred-thousandths of a degree, about a metre, as published.
const STEPS: f64 = 1e5;

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceKind {
    /// A commune.
    Commune,
    /// A municipal arrondissement of Paris, Lyon or Marseille.
    Arrondissement,
    /// A commune déléguée or associée: part of a commune.
    Deleguee,
    /// A département, or an overseas collectivity.
    Departement,
    /// A région.
    Region,
    /// An intercommunalité with own taxation.
    Epci,
}

/// `territory.bin` can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerritoryError {
    /// The bytes are something else, or of another version.
    Version,
    /// The bytes are damaged.
    Damaged,
}

impl TerritoryError {
    /// A stable name in English, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Version => "version",
            Self::Damaged => "damaged",
        }
    }
}

impl fmt::Display for TerritoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Version => "Le fichier des communes n’est pas celui de cette version de l’atlas.",
            Self::Damaged => "Le fichier des communes est abîmé.",
        })
    }
}

impl std::error::Error for TerritoryError {}

/// A place to be encoded.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRow {
    /// What it is.
    pub kind: PlaceKind,
    /// Its code.
    pub code: String,
    /// Its official name.
    pub nom: String,
    /// Longitude, degrees.
    pub lon: f64,
    /// Latitude, degrees.
    pub lat: f64,
    /// Inhabitants, when known.
    pub population: Option<u32>,
    /// Postal codes, five digits each.
    pub codes_postaux: Vec<String>,
    /// Code of its département; empty for what isn't in one.
    pub code_departement: String,
    /// SIREN of its EPCI; empty when there is none.
    pub code_epci: String,
    /// Code of the commune that it is a part of, of a département its région; empty when there is none.
    pub code_parent: String,
    /// West, south, east, north of a département or a région, degrees.
    pub bbox: Option<[f64; 4]>,
}

/// All that `territory.bin` holds.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Places of every kind, in any order.
    pub places: Vec<PlaceRow>,
    /// Codes that have gone: former code, today's code, former name when known.
    pub former: Vec<(String, String, Option<String>)>,
}

/// Row numbers below are of the table, from 1; 0 is none.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Columns {
    kinds: Vec<PlaceKind>,
    /// Joined by line feeds, as all texts here.
    codes: String,
    noms: String,
    lons: Vec<i32>,
    lats: Vec<i32>,
    /// One more than the population; 0 when unknown.
    populations: Vec<u32>,
    departements: Vec<u32>,
    epcis: Vec<u32>,
    parents: Vec<u32>,
    postal_counts: Vec<u32>,
    postal_codes: Vec<u32>,
    former_codes: String,
    former_noms: String,
    successors: Vec<u32>,
    /// Of each département and région, in the order of their rows.
    boxes: Vec<[i32; 4]>,
}

impl Rows {
    /// The bytes of `territory.bin`.
    ///
    /// # Errors
    /// [`TerritoryError::Damaged`] when a row refers to one that isn't there, or has a postal code that isn't a number.
    pub fn encode(&self) -> Result<Vec<u8>, TerritoryError> {
        // What others refer to comes first and has the smallest numbers; communes follow by code, of equal ones the
        // one that has the code first.
        let mut places: Vec<&PlaceRow> = self.places.iter().collect();
        let first = |row: &PlaceRow| {
            !matches!(row.kind, PlaceKind::Departement | PlaceKind::Region | PlaceKind::Epci)
        };
        let rank = |kind| match kind {
            PlaceKind::Commune => 0,
            PlaceKind::Deleguee => 1,
            _ => 2,
        };
        places.sort_by(|a, b| {
            let key = |row: &PlaceRow| if first(row) { None } else { Some(row.kind) };
            (first(a), key(a), &a.code, rank(a.kind)).cmp(&(first(b), key(b), &b.code, rank(b.kind)))
        });
        let mut numbers: HashMap<(PlaceKind, &str), u32> = HashMap::new();
        for (row, number) in places.iter().zip(1..) {
            numbers.entry((row.kind, &row.code)).or_insert(number);
        }
        let find = |code: &str, kind: PlaceKind| {
            if code.is_empty() {
                return Ok(0);
            }
            numbers.get(&(kind, code)).copied().ok_or(TerritoryError::Damaged)
        };
        let mut columns = Columns::default();
        for row in &places {
            let parents = match row.kind {
                PlaceKind::Departement => PlaceKind::Region,
                _ => PlaceKind::Commune,
            };
            columns.kinds.push(row.kind);
            push_line(&mut columns.codes, &row.code);
            push_line(&mut columns.noms, &row.nom);
            columns.lons.push((row.lon * STEPS).round() as i32);
            columns.lats.push((row.lat * STEPS).round() as i32);
            columns.populations.push(row.population.map_or(0, |population| population + 1));
            columns.departements.push(find(&row.code_departement, PlaceKind::Departement)?);
            columns.epcis.push(find(&row.code_epci, PlaceKind::Epci)?);
            columns.parents.push(find(&row.code_parent, parents)?);
            if matches!(row.kind, PlaceKind::Departement | PlaceKind::Region) {
                let sides = row.bbox.unwrap_or([row.lon, row.lat, row.lon, row.lat]);
                columns.boxes.push(sides.map(|side| (side * STEPS).round() as i32));
            }
            columns.postal_counts.push(row.codes_postaux.len() as u32);
            for code in &row.codes_postaux {
                columns.postal_codes.push(code.parse().map_err(|_| TerritoryError::Damaged)?);
            }
        }
        let mut former: Vec<_> = self.former.iter().collect();
        former.sort();
        for (code, today, nom) in former {
            push_line(&mut columns.former_codes, code);
            push_line(&mut columns.former_noms, nom.as_deref().unwrap_or_default());
            columns.successors.push(find(today, PlaceKind::Commune)?);
        }
        let plain = postcard::to_allocvec(&columns).map_err(|_| TerritoryError::Damaged)?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&lz4_flex::compress_prepend_size(&plain));
        Ok(bytes)
    }
}

fn push_line(lines: &mut String, line: &str) {
    lines.push_str(line);
    lines.push('\n');
}

fn lines(text: &str) -> Strings {
    let mut lines = Strings::default();
    text.lines().for_each(|line| {
        lines.push(line);
    });
    lines
}

/// Reads `territory.bin`. Whatever the bytes, every number in the result refers to a row that there is.
pub(super) fn decode(bytes: &[u8]) -> Result<Table, TerritoryError> {
    let packed = bytes.strip_prefix(MAGIC).ok_or(TerritoryError::Version)?;
    let (length, _) = lz4_flex::block::uncompressed_size(packed).map_err(|_| TerritoryError::Damaged)?;
    if length > MAX_BYTES {
        return Err(TerritoryError::Damaged);
    }
    let plain = lz4_flex::decompress_size_prepended(packed).map_err(|_| TerritoryError::Damaged)?;
    let columns: Columns = postcard::from_bytes(&plain).map_err(|_| TerritoryError::Damaged)?;
    let (codes, noms) = (lines(&columns.codes), lines(&columns.noms));
    let (former_codes, former_noms) = (lines(&columns.former_codes), lines(&columns.former_noms));
    let count = columns.kinds.len();
    let lengths = [
        codes.len(),
        noms.len(),
        columns.lons.len(),
        columns.lats.len(),
        columns.populations.len(),
        columns.departements.len(),
        columns.epcis.len(),
        columns.parents.len(),
        columns.postal_counts.len(),
    ];
    let former = columns.successors.len();
    let references = [&columns.departements, &columns.epcis, &columns.parents, &columns.successors];
    let boxed =
        columns.kinds.iter().take_while(|kind| matches!(kind, PlaceKind::Departement | PlaceKind::Region));
    let sound = lengths.iter().all(|&length| length == count)
        && columns.boxes.len() == boxed.count()
        && [former_codes.len(), former_noms.len()] == [former; 2]
        && references.iter().all(|rows| rows.iter().all(|&row| row as usize <= count))
        && columns.successors.iter().all(|&row| row > 0)
        && columns.postal_counts.iter().map(|&count| u64::from(count)).sum::<u64>()
            == columns.postal_codes.len() as u64;
    if !sound {
        return Err(TerritoryError::Damaged);
    }
    let mut postal = vec![0];
    for &count in &columns.postal_counts {
        postal.push(postal[postal.len() - 1] + count);
    }
    let containers =
        |kind: &PlaceKind| matches!(kind, PlaceKind::Departement | PlaceKind::Region | PlaceKind::Epci);
    let first_commune = columns.kinds.iter().take_while(|kind| containers(kind)).count() as u32;
    Ok(Table { codes, noms, former_codes, former_noms, postal, first_commune, columns })
}

/// Where a code stands among sorted codes, from `start` on.
fn find(codes: &Strings, start: u32, code: &str) -> Option<u32> {
    let at = codes.partition_point(start, |other| other < code);
    (at < codes.len() as u32 && codes.get(at) == code).then_some(at)
}

/// The table in memory. Rows are numbered from 0 here.
#[derive(Debug)]
pub(super) struct Table {
    codes: Strings,
    noms: Strings,
    former_codes: Strings,
    former_noms: Strings,
    /// Where each row's postal codes begin.
    postal: Vec<u32>,
    /// Communes and their parts follow from here, by code.
    first_commune: u32,
    columns: Columns,
}

impl Table {
    pub(super) fn rows(&self) -> std::ops::Range<u32> {
        0..self.codes.len() as u32
    }

    pub(super) fn kind(&self, row: u32) -> PlaceKind {
        self.columns.kinds[row as usize]
    }

    pub(super) fn code(&self, row: u32) -> &str {
        self.codes.get(row)
    }

    pub(super) fn nom(&self, row: u32) -> &str {
        self.noms.get(row)
    }

    /// Longitude, latitude.
    pub(super) fn point(&self, row: u32) -> (f64, f64) {
        let row = row as usize;
        (f64::from(self.columns.lons[row]) / STEPS, f64::from(self.columns.lats[row]) / STEPS)
    }

    pub(super) fn population(&self, row: u32) -> Option<u32> {
        self.columns.populations[row as usize].checked_sub(1)
    }

    pub(super) fn departement(&self, row: u32) -> Option<u32> {
        self.columns.departements[row as usize].checked_sub(1)
    }

    pub(super) fn parent(&self, row: u32) -> Option<u32> {
        self.columns.parents[row as usize].checked_sub(1)
    }

    /// The commune that a row is a part of.
    pub(super) fn part_of(&self, row: u32) -> Option<u32> {
        self.parent(row).filter(|_| self.kind(row) != PlaceKind::Departement)
    }

    pub(super) fn postal_codes(&self, row: u32) -> &[u32] {
        let row = row as usize;
        &self.columns.postal_codes[self.postal[row] as usize..self.postal[row + 1] as usize]
    }

    /// Former names and the row of the commune that each belongs to today.
    pub(super) fn former_names(&self) -> impl Iterator<Item = (&str, u32)> {
        self.columns.successors.iter().enumerate().map(|(at, row)| (self.former_noms.get(at as u32), row - 1))
    }

    /// The row of a commune's, or a part's, own code.
    pub(super) fn current(&self, code: &str) -> Option<u32> {
        find(&self.codes, self.first_commune, code)
    }

    /// The row of the commune that a former code has become a part of.
    fn successor(&self, code: &str) -> Option<u32> {
        find(&self.former_codes, 0, code).map(|at| self.columns.successors[at as usize] - 1)
    }

    /// The row of a code, current or former.
    pub(super) fn commune(&self, code: &str) -> Option<u32> {
        self.current(code).or_else(|| self.successor(code))
    }

    /// Codes that have gone and now mean this row.
    pub(super) fn predecessors(&self, row: u32) -> impl Iterator<Item = &str> {
        let all = self.columns.successors.iter().zip(0..);
        all.filter(move |&(&successor, _)| successor == row + 1).map(|(_, at)| self.former_codes.get(at))
    }

    /// Rows of what contains communes.
    pub(super) fn containers(&self, kind: PlaceKind) -> impl Iterator<Item = u32> {
        (0..self.first_commune).filter(move |&row| self.kind(row) == kind)
    }

    /// Whether a commune, or a part of one, lies in an EPCI, a département or a région.
    pub(super) fn lies_in(&self, row: u32, container: u32) -> bool {
        match self.kind(container) {
            PlaceKind::Epci => self.epci(row) == Some(container),
            PlaceKind::Departement => self.departement(row) == Some(container),
            _ => self.departement(row).and_then(|departement| self.parent(departement)) == Some(container),
        }
    }

    pub(super) fn epci(&self, row: u32) -> Option<u32> {
        self.columns.epcis[row as usize].checked_sub(1)
    }

    /// Former codes, and the row of the commune that each means today.
    pub(super) fn former_codes(&self) -> impl Iterator<Item = (&str, u32)> {
        self.columns
            .successors
            .iter()
            .enumerate()
            .map(|(at, row)| (self.former_codes.get(at as u32), row - 1))
    }

    /// West, south, east, north of what contains communes: its own, or of the centres of the communes of an EPCI.
    fn bbox(&self, row: u32) -> Option<[f64; 4]> {
        if let Some(sides) = self.columns.boxes.get(row as usize) {
            return Some(sides.map(|side| f64::from(side) / STEPS));
        }
        if self.kind(row) != PlaceKind::Epci {
            return None;
        }
        let centres = self.rows().filter(|&commune| self.epci(commune) == Some(row));
        centres.map(|commune| self.point(commune)).fold(None, |sides, (lon, lat)| {
            let [west, south, east, north] = sides.unwrap_or([lon, lat, lon, lat]);
            Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)])
        })
    }

    pub(super) fn view(&self, row: u32) -> Commune<'_> {
        let (lon, lat) = self.point(row);
        Commune {
            kind: self.kind(row),
            code: self.code(row),
            nom: self.nom(row),
            lon,
            lat,
            code_departement: self.departement(row).map_or("", |row| self.code(row)),
            code_epci: self.epci(row).map(|row| self.code(row)),
        }
    }

    pub(super) fn place(&self, row: u32) -> Place {
        let (lon, lat) = self.point(row);
        Place {
            kind: self.kind(row),
            code: self.code(row).to_owned(),
            nom: self.nom(row).to_owned(),
            codes_postaux: self.postal_codes(row).iter().map(|code| format!("{code:05}")).collect(),
            lon,
            lat,
            population: self.population(row),
            parent: self.part_of(row).map(|row| self.code(row).to_owned()),
            bbox: self.bbox(row),
        }
    }
}

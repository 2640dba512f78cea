//! Communes, drawn when one looks closely: a file for each département, read when it comes into sight.
//!
//! `communes/08.bin` is [`MAGIC`], then what `outlines.rs` says of its own file. Lines between communes are stored once,
//! with the commune on either side: borders of communes, of an intercommunalité and of the département are then the lines
//! whose sides differ.

use crate::outlines::{
    Label, Line, OutlinesError, Zone, decode, encode, pack_line, steps, unpack_line, unsteps,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The first bytes of a file: what it is, and its version.
const MAGIC: &[u8; 8] = b"IACOMM01";

/// A commune to be encoded.
#[derive(Clone, Debug, PartialEq)]
pub struct Commune {
    /// `code_insee`
    pub code: String,
    /// Its name.
    pub nom: String,
    /// Where its name goes (longitude, latitude, degrees); none for a neighbour of another département.
    pub label: Option<(f64, f64)>,
}

/// A line between two communes, or at a coast or frontier.
#[derive(Clone, Debug, PartialEq)]
pub struct Border {
    /// Places of the communes on its sides in the list of communes; at a coast or frontier there is one.
    pub sides: (u32, Option<u32>),
    /// Longitude, latitude, degrees.
    pub line: Vec<(f64, f64)>,
}

/// What the file of a département holds.
#[derive(Clone, Debug, Default)]
pub struct CommuneRows {
    /// Its communes, and their neighbours beyond.
    pub communes: Vec<Commune>,
    /// All lines around its communes.
    pub borders: Vec<Border>,
}

#[derive(Serialize, Deserialize)]
struct PackedCommune {
    code: String,
    nom: String,
    label: Option<(i32, i32)>,
}

#[derive(Serialize, Deserialize)]
struct PackedBorder {
    sides: (u32, Option<u32>),
    line: Vec<i32>,
}

#[derive(Serialize, Deserialize)]
struct Packed {
    communes: Vec<PackedCommune>,
    borders: Vec<PackedBorder>,
}

impl CommuneRows {
    /// The bytes of the file.
    ///
    /// # Errors
    /// [`OutlinesError::Damaged`] when `postcard` can't write it, which plain numbers and texts don't cause.
    pub fn encode(&self) -> Result<Vec<u8>, OutlinesError> {
        let commune = |Commune { code, nom, label }: &Commune| PackedCommune {
            code: code.clone(),
            nom: nom.clone(),
            label: label.map(steps),
        };
        let border = |Border { sides, line }: &Border| PackedBorder { sides: *sides, line: pack_line(line) };
        let packed = Packed {
            communes: self.communes.iter().map(commune).collect(),
            borders: self.borders.iter().map(border).collect(),
        };
        encode(MAGIC, &packed)
    }
}

/// The communes of the départements read so far.
#[derive(Debug, Default)]
pub struct Communes {
    files: BTreeMap<String, File>,
}

#[derive(Debug)]
pub(crate) struct File {
    codes: Vec<String>,
    /// For each commune, whether it is of this département.
    own: Vec<bool>,
    borders: Vec<((u32, Option<u32>), Line)>,
    pub(crate) labels: Vec<Label>,
    pub(crate) land: Vec<Line>,
}

impl File {
    /// Lines between two communes of the département.
    pub(crate) fn within(&self) -> impl Iterator<Item = &Line> {
        self.borders
            .iter()
            .filter(|((_, other), _)| other.is_some_and(|other| self.is_own(other)))
            .map(|(_, line)| line)
    }

    /// Lines to another département; and, with `coast`, coasts and frontiers in their place.
    pub(crate) fn around(&self, coast: bool) -> impl Iterator<Item = &Line> {
        let wanted = move |other: Option<u32>| match other {
            Some(other) => !coast && !self.is_own(other),
            None => coast,
        };
        self.borders.iter().filter(move |((_, other), _)| wanted(*other)).map(|(_, line)| line)
    }

    fn is_own(&self, commune: u32) -> bool {
        self.own.get(commune as usize).copied().unwrap_or_default()
    }
}

impl Communes {
    /// Reads the file of a département.
    ///
    /// # Errors
    /// When the bytes aren't those of this version's file.
    pub fn read(&mut self, departement: &str, bytes: &[u8]) -> Result<(), OutlinesError> {
        let packed: Packed = decode(MAGIC, bytes)?;
        let count = packed.communes.len() as u32;
        let sound = |border: &PackedBorder| {
            border.sides.0 < count && border.sides.1.is_none_or(|other| other < count)
        };
        if !packed.borders.iter().all(sound) {
            return Err(OutlinesError::Damaged);
        }
        let own: Vec<bool> = packed.communes.iter().map(|commune| commune.label.is_some()).collect();
        let label = |commune: &PackedCommune| {
            let place = unsteps(commune.label?);
            Some(Label { nom: commune.nom.clone(), place, rang: crate::labels::VILLAGE })
        };
        let labels = packed.communes.iter().filter_map(label).collect();
        let unpacked = |border: &PackedBorder| (border.sides, unpack_line(&border.line));
        let borders: Vec<_> = packed.borders.iter().map(unpacked).collect();
        let outer = borders.iter().filter(|((_, other), _)| other.is_none_or(|other| !own[other as usize]));
        let land = Zone::new(outer.map(|(_, line)| line.clone()).collect()).0;
        let file = File {
            codes: packed.communes.into_iter().map(|commune| commune.code).collect(),
            own,
            borders: borders.into_iter().map(|(sides, line)| (sides, Line::new(line))).collect(),
            labels,
            land,
        };
        self.files.insert(departement.to_owned(), file);
        Ok(())
    }

    /// Whether the file of a département has been read.
    pub fn has(&self, departement: &str) -> bool {
        self.files.contains_key(departement)
    }

    pub(crate) fn of<'a>(&'a self, departements: &'a [&str]) -> impl Iterator<Item = &'a File> {
        departements.iter().filter_map(|code| self.files.get(*code))
    }

    /// The outline of some communes together, as far as they have been read.
    pub fn zone(&self, codes: &BTreeSet<&str>) -> Zone {
        let mut lines = Vec::new();
        for file in self.files.values() {
            let within = |commune: u32| codes.contains(file.codes[commune as usize].as_str());
            for ((one, other), line) in &file.borders {
                let (a, b) = (within(*one), other.is_some_and(within));
                // A line between two départements is in both of their files: that of the commune within counts.
                let inner = if a { Some(*one) } else { *other };
                if a != b && inner.is_some_and(|inner| file.is_own(inner)) {
                    lines.push(line.at(f64::INFINITY).to_vec());
                }
            }
        }
        Zone::new(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two communes side by side, a third of another département at their right.
    pub(crate) fn rows() -> CommuneRows {
        let commune = |code: &str, nom: &str, label| Commune { code: code.into(), nom: nom.into(), label };
        let border = |one, other, line: &[(f64, f64)]| Border { sides: (one, other), line: line.to_vec() };
        CommuneRows {
            communes: vec![
                commune("08105", "Charleville-Mézières", Some((4.5, 49.5))),
                commune("08409", "Sedan", Some((5.5, 49.5))),
                commune("55462", "Stenay", None),
            ],
            borders: vec![
                border(0, None, &[(5.0, 49.0), (4.0, 49.0), (4.0, 50.0), (5.0, 50.0)]),
                border(0, Some(1), &[(5.0, 49.0), (5.0, 50.0)]),
                border(1, None, &[(5.0, 49.0), (6.0, 49.0)]),
                border(1, Some(2), &[(6.0, 49.0), (6.0, 50.0)]),
                border(1, None, &[(6.0, 50.0), (5.0, 50.0)]),
            ],
        }
    }

    #[test]
    fn lines_are_told_by_their_sides() {
        let mut communes = Communes::default();
        communes.read("08", &rows().encode().unwrap()).unwrap();
        assert!(communes.has("08") && !communes.has("55"));
        let file = communes.of(&["08"]).next().unwrap();
        assert_eq!((file.within().count(), file.around(true).count(), file.around(false).count()), (1, 3, 1));
        assert_eq!(file.labels.len(), 2);
        assert_eq!(file.land.len(), 1);
        let around = |codes: &[&str]| communes.zone(&codes.iter().copied().collect()).0;
        let one = around(&["08105"]);
        assert_eq!((one.len(), one[0].at(12.0).len()), (1, 5));
        assert_eq!(around(&["08105", "08409"])[0].at(12.0).len(), 7);
        assert!(around(&["55462"]).is_empty());
    }

    #[test]
    fn damaged_bytes_are_refused_or_read_but_never_panic() {
        let whole = rows().encode().unwrap();
        for at in 0..whole.len() {
            assert!(Communes::default().read("08", &whole[..at]).is_err());
            for flip in [1, 0x80, 0xFF] {
                let mut copy = whole.clone();
                copy[at] ^= flip;
                let _ = Communes::default().read("08", &copy);
            }
        }
    }
}

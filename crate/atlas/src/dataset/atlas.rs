//! The whole dataset, ready to answer.

use super::bitmap::Bitmap;
use super::dictionary::Dictionary;
use super::facet::{Facet, FacetColumn};
use super::full_text::FullText;
use super::grid::Grid;
use super::names::Names;
use super::pack::Whole;
use super::records::{Record, Records};
use crate::buffers::{Lists, Strings};
use crate::territory::Territory;
use crate::text::each_word;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::sync::{Arc, OnceLock};

/// Structures and services, with the indexes that searches read. Never changes.
#[derive(Debug)]
pub struct Atlas {
    pub(crate) territory: Arc<Territory>,
    pub(crate) dictionary: Dictionary,
    pub(crate) structures: Structures,
    pub(crate) services: Services,
    /// Made when first asked for, as are those below: not everybody searches in words.
    names: OnceLock<Arc<Names>>,
    full_text: OnceLock<FullText>,
    by_name: OnceLock<Vec<u32>>,
    in_communes: OnceLock<Bitmap>,
    /// Where there is only a part of a dataset at hand: which.
    pub(crate) part: Option<Box<Part>>,
}

/// What is known of records that aren't at hand, or not whole. Numbers are those of the records that are.
#[derive(Debug)]
pub(crate) struct Part {
    /// Services that have a position, which isn't at hand.
    pub(crate) placed_elsewhere: Bitmap,
    /// Services that are in a commune, which isn't at hand.
    pub(crate) located_elsewhere: Bitmap,
    /// Services of which there is no more than what filters need.
    pub(crate) columns_only: Bitmap,
    /// Services without their long texts.
    pub(crate) without_texts: Bitmap,
    /// The numbers of the services in the whole.
    pub(crate) service_ranks: Vec<u32>,
    /// The same of the structures.
    pub(crate) structure_ranks: Vec<u32>,
    /// The shard that each service was taken from, when it was one.
    pub(crate) shards: Vec<Option<u32>>,
    pub(crate) whole: Whole,
}

#[derive(Debug)]
pub(crate) struct Structures {
    pub(crate) records: Records,
    pub(crate) sources: Vec<Option<u32>>,
    pub(crate) source_column: FacetColumn,
    /// Structures by their `code_insee`, keyed by the code's number in the dictionary.
    pub(crate) by_commune: Lists,
    /// `reseaux_porteurs`
    pub(crate) networks: FacetColumn,
    /// `date_maj`, in days since 1970; see [`NO_DAY`].
    pub(crate) days: Vec<i32>,
    /// Mean `score_qualite` of the services.
    pub(crate) scores: Vec<f64>,
    /// Which of `clusters` a structure belongs to.
    pub(crate) cluster_of: Vec<Option<u32>>,
    pub(crate) cluster_ids: Strings,
    /// Structures of the same `_cluster_id`.
    pub(crate) clusters: Lists,
}

#[derive(Debug)]
pub(crate) struct Services {
    pub(crate) records: Records,
    pub(crate) sources: Vec<Option<u32>>,
    /// `None` for an orphan: its structure isn't in the file.
    pub(crate) structure: Vec<Option<u32>>,
    pub(crate) by_structure: Lists,
    /// Longitude, latitude; `NaN` when unknown.
    pub(crate) points: Vec<(f64, f64)>,
    pub(crate) grid: Grid,
    /// In the order of [`Facet::ALL`].
    pub(crate) facets: [FacetColumn; Facet::ALL.len()],
    /// Services by their `code_insee`, keyed by the code's number in the dictionary.
    pub(crate) by_commune: Lists,
    /// `date_maj`, in days since 1970; see [`NO_DAY`].
    pub(crate) days: Vec<i32>,
    /// `score_qualite`; `NaN` when unknown.
    pub(crate) scores: Vec<f64>,
    /// Services whose `zone_eligibilite` is null: open to all.
    pub(crate) zone_free: Bitmap,
    /// Services by the codes of their `zone_eligibilite`, keyed by the code's number in the dictionary.
    pub(crate) by_zone: Lists,
}

/// In the columns of days: not known. Before any day that is.
pub(crate) const NO_DAY: i32 = i32::MIN;

impl Services {
    pub(crate) fn facet(&self, facet: Facet) -> &FacetColumn {
        &self.facets[facet as usize]
    }
}

impl Structures {
    /// Of the structures that share the id of the first, the one of this source where there is one (before schema v1 the
    /// key was source and id).
    pub(super) fn of_source(&self, first: u32, source: Option<u32>) -> u32 {
        let id = self.records.ids().bytes(first);
        let same = (first..self.records.ids().len() as u32)
            .take_while(|&number| self.records.ids().bytes(number) == id);
        same.into_iter().find(|&number| self.sources[number as usize] == source).unwrap_or(first)
    }
}

/// A record's name as it sorts. A call of its own: see `full_text::Writer::service`.
#[inline(never)]
fn folded_name(record: &Record<'_>, name: &mut String) {
    name.clear();
    each_word(&record.text("nom").unwrap_or_default(), |word| {
        name.push_str(word);
        name.push(' ');
    });
}

/// How much an [`Atlas`] holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Structures.
    pub structures: usize,
    /// Services.
    pub services: usize,
    /// Different sources of either.
    pub sources: usize,
}

impl Atlas {
    pub(super) fn new(
        territory: Arc<Territory>,
        dictionary: Dictionary,
        structures: Structures,
        services: Services,
    ) -> Self {
        Self {
            territory,
            dictionary,
            structures,
            services,
            names: OnceLock::new(),
            full_text: OnceLock::new(),
            by_name: OnceLock::new(),
            in_communes: OnceLock::new(),
            part: None,
        }
    }

    pub(super) fn part_of(self, part: Part) -> Self {
        Self { part: Some(Box::new(part)), ..self }
    }

    /// The territory that places are told by.
    pub fn territory(&self) -> &Territory {
        &self.territory
    }

    /// How many structures, services and sources there are.
    pub fn counts(&self) -> Counts {
        if let Some(Part { whole, .. }) = self.part.as_deref() {
            let mut sources = [whole.sources_structures.as_slice(), &whole.sources_services].concat();
            sources.sort_unstable();
            sources.dedup();
            return Counts { structures: whole.structures, services: whole.services, sources: sources.len() };
        }
        let mut sources: Vec<u32> =
            self.structures.sources.iter().chain(&self.services.sources).copied().flatten().collect();
        sources.sort_unstable();
        sources.dedup();
        Counts {
            structures: self.structures.records.len(),
            services: self.services.records.len(),
            sources: sources.len(),
        }
    }

    /// The service of this id with its structure. Where several sources share the id, as before schema v1, the first
    /// source in alphabetical order.
    pub fn retrieve_service(&self, id: &str) -> Option<DetailedService<'_>> {
        let number = self.numbers_of(&self.services.records, id).next()?;
        Some(self.detailed_service(number))
    }

    /// Numbers of the services of this id; several before schema v1.
    pub fn services_with_id<'a>(&'a self, id: &'a str) -> impl Iterator<Item = u32> + 'a {
        self.numbers_of(&self.services.records, id)
    }

    /// The structure of this id with its services and its duplicates. Where several sources share the id, as before
    /// schema v1, the first source in alphabetical order.
    pub fn retrieve_structure(&self, id: &str) -> Option<DetailedStructure<'_>> {
        let number = self.numbers_of(&self.structures.records, id).next()?;
        let services =
            self.services.by_structure.get(number).iter().map(|&service| self.service(service)).collect();
        let doublons = self.doublons(number).map(|other| self.structure(other)).collect();
        let score_qualite = self.structures.scores[number as usize];
        Some(DetailedStructure { structure: self.structure(number), score_qualite, services, doublons })
    }

    /// Numbers of the records of this id; several before schema v1, where the key was source and id.
    fn numbers_of<'a>(&'a self, records: &'a Records, id: &'a str) -> impl Iterator<Item = u32> + 'a {
        let ids = records.ids();
        // Where only a part is there, not all of the ids are, and so they aren't in order.
        let sorted = self.part.is_none();
        let first = if sorted { ids.partition_point(0, |other| other < id) } else { 0 };
        let found = move |number| match ids.get(number) == id && records.can_be_shown(number) {
            true => Some(Some(number)),
            false if sorted => None,
            false => Some(None),
        };
        (first..ids.len() as u32).map_while(found).flatten()
    }

    /// The other structures of the same `_cluster_id`.
    pub(crate) fn doublons(&self, number: u32) -> impl Iterator<Item = u32> {
        let cluster = match self.structures.cluster_of[number as usize] {
            Some(cluster) => self.structures.clusters.get(cluster),
            None => &[],
        };
        cluster.iter().copied().filter(move |&other| other != number)
    }

    /// Services whose `code_insee` is that of a commune, current or former.
    pub(crate) fn in_communes(&self) -> &Bitmap {
        self.in_communes.get_or_init(|| {
            let mut located = Bitmap::none(self.services.records.len());
            for code in 0..self.dictionary.len() as u32 {
                let services = self.services.by_commune.get(code);
                if !services.is_empty() && self.territory.commune(self.dictionary.text(code)).is_some() {
                    services.iter().for_each(|&service| located.insert(service));
                }
            }
            located
        })
    }

    pub(crate) fn detailed_service(&self, number: u32) -> DetailedService<'_> {
        let structure = self.services.structure[number as usize].map(|structure| self.structure(structure));
        DetailedService { service: self.service(number), structure }
    }

    /// A service by its number, as a search gives it.
    ///
    /// # Panics
    /// When there is none.
    pub fn service(&self, number: u32) -> Record<'_> {
        self.services.records.get(&self.dictionary, number)
    }

    /// Longitude and latitude of a service by its number, in degrees; `None` when they aren't known, or not on Earth.
    ///
    /// # Panics
    /// When there is no such service.
    pub fn service_point(&self, number: u32) -> Option<(f64, f64)> {
        let point = self.services.points[number as usize];
        (point.0.abs() <= 180.0 && point.1.abs() <= 90.0).then_some(point)
    }

    /// The same of every service that is at hand, by its number.
    pub fn service_points(&self) -> impl Iterator<Item = Option<(f64, f64)>> {
        (0..self.services.records.len() as u32).map(|number| self.service_point(number))
    }

    /// The names of services and structures, word by word.
    pub(crate) fn names(&self) -> &Names {
        self.names.get_or_init(|| Arc::new(Names::new(self)))
    }

    /// Has the names of services that aren't at hand told by others.
    pub(crate) fn name_by(&self, names: &Arc<Names>) {
        // Those that it has already are the same.
        let _ = self.names.set(Arc::clone(names));
    }

    /// All texts of services and structures, lexeme by lexeme.
    pub(crate) fn full_text(&self) -> &FullText {
        self.full_text.get_or_init(|| FullText::new(self))
    }

    /// The place of each service in the alphabet: accents, case and hyphens don't count; of equal names the service with
    /// the smaller number comes first.
    pub(crate) fn alphabetical(&self) -> &[u32] {
        self.by_name.get_or_init(|| {
            let mut folded = Strings::default();
            let mut name = String::new();
            for number in 0..self.services.records.len() as u32 {
                folded_name(&self.service(number), &mut name);
                folded.push(&name);
            }
            let mut names: Vec<(&[u8], u32)> =
                (0..folded.len() as u32).map(|number| (folded.bytes(number), number)).collect();
            names.sort_unstable();
            let mut places = vec![0; names.len()];
            for (place, (_, number)) in names.iter().enumerate() {
                places[*number as usize] = place as u32;
            }
            places
        })
    }

    /// A structure by its number.
    pub(crate) fn structure(&self, number: u32) -> Record<'_> {
        self.structures.records.get(&self.dictionary, number)
    }
}

/// A service and the structure that offers it.
#[derive(Clone, Copy, Debug)]
pub struct DetailedService<'a> {
    /// The service.
    pub service: Record<'a>,
    /// Its structure; `None`, and null when serialized, if that isn't in the published file.
    pub structure: Option<Record<'a>>,
}

impl Serialize for DetailedService<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.service.serialize_into(&mut map)?;
        map.serialize_entry("structure", &self.structure)?;
        map.end()
    }
}

/// A structure, its services, and the structures that the input says are the same.
#[derive(Clone, Debug)]
pub struct DetailedStructure<'a> {
    /// The structure.
    pub structure: Record<'a>,
    /// Mean `score_qualite` of its services, two decimals; 0 without services. As the API tells it.
    pub score_qualite: f64,
    /// Its services, by id.
    pub services: Vec<Record<'a>>,
    /// Other structures of the same `_cluster_id`. The published files have no such column: empty with them.
    pub doublons: Vec<Record<'a>>,
}

impl Serialize for DetailedStructure<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.structure.serialize_into(&mut map)?;
        map.serialize_entry("score_qualite", &self.score_qualite)?;
        map.serialize_entry("services", &self.services)?;
        map.serialize_entry("doublons", &self.doublons)?;
        map.end()
    }
}

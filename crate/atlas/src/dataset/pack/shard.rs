//! Parts of an atlas in files of their own: some records with their places among all.

use super::PackError;
use super::file::{Bytes, Kind, Sections, Tag, Writer};
use super::sheet::{self, Beside, Codebook, Owners, read_codebook};
use super::whole::{clusters, links, read_clusters, read_links};
use crate::dataset::atlas::{Atlas, Part};
use crate::dataset::bitmap::Bitmap;
use crate::dataset::builder::{Table, build_services, build_structures};
use crate::dataset::dictionary::Dictionary;
use crate::dataset::records::{Records, write_varint};
use crate::schema::{Field, SERVICE_FIELDS, STRUCTURE_FIELDS};
use crate::territory::Territory;
use std::sync::Arc;

/// Long fields, seldom shown: they are in files of their own, as are fields that the schema doesn't know.
const TEXTS: [&str; 8] = [
    "description",
    "conditions_acces",
    "frais_precisions",
    "publics_precisions",
    "mobilisation_precisions",
    "lien_source",
    "accessibilite_lieu",
    "complement_adresse",
];

/// What most filters and counts need of a service.
const FILTERED: [&str; 10] = [
    "source",
    "type",
    "thematiques",
    "frais",
    "publics",
    "mobilisable_par",
    "modes_accueil",
    "modes_mobilisation",
    "zone_eligibilite",
    "reseaux_porteurs",
];

/// What the others need, and every order.
const SOUGHT: [&str; 5] = ["nom", "date_maj", "score_qualite", "horaires_accueil", "code_insee"];

/// The columns of these fields, a bit each.
fn columns(fields: &[Field], names: &[&str]) -> u64 {
    let there = (0u32..).zip(fields).filter(|(_, field)| names.contains(&field.name));
    there.fold(0, |columns, (at, _)| columns | 1 << at)
}

/// Which records are in a file, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    pub(crate) structures: Vec<u32>,
    pub(crate) services: Vec<u32>,
}

impl Selection {
    /// These services and structures, the structures of the services, and those that are the same as any of them.
    pub(crate) fn new(atlas: &Atlas, mut services: Vec<u32>, mut structures: Vec<u32>) -> Self {
        services.sort_unstable();
        services.dedup();
        structures.extend(services.iter().filter_map(|&service| atlas.services.structure[service as usize]));
        let doublons: Vec<u32> = structures.iter().flat_map(|&structure| atlas.doublons(structure)).collect();
        structures.extend(doublons);
        structures.sort_unstable();
        structures.dedup();
        Self { structures, services }
    }
}

fn write_ranks(ranks: &[u32]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_varint(&mut bytes, ranks.len() as u64);
    let mut next = 0;
    for &rank in ranks {
        write_varint(&mut bytes, u64::from(rank - next));
        next = rank + 1;
    }
    bytes
}

/// Ascending numbers below the bound.
fn read_ranks(mut bytes: Bytes<'_>, bound: usize) -> Result<Vec<u32>, PackError> {
    let count = bytes.size()?;
    let mut ranks = Vec::with_capacity(count.min(bytes.left()));
    let mut next = 0u64;
    for _ in 0..count {
        let rank = next.checked_add(bytes.number()?).filter(|&rank| rank < bound as u64);
        let rank = rank.ok_or(PackError::Damaged)?;
        ranks.push(rank as u32);
        next = rank + 1;
    }
    bytes.end()?;
    Ok(ranks)
}

fn read_scores(mut bytes: Bytes<'_>, count: usize) -> Result<Vec<f64>, PackError> {
    let scores = (0..count).map(|_| bytes.float()).collect::<Result<_, _>>()?;
    bytes.end()?;
    Ok(scores)
}

/// Which columns of a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Portion {
    Shard,
    Texts,
    /// What most filters need.
    Columns,
    /// What every filter and order needs.
    Words,
}

/// Writes records into a file.
pub(crate) fn write(atlas: &Atlas, selection: &Selection, portion: Portion) -> Vec<u8> {
    let both = [&STRUCTURE_FIELDS[..], &SERVICE_FIELDS[..]];
    let texts = both.map(|fields| columns(fields, &TEXTS) | sheet::EXTRAS);
    let filtered = both.map(|fields| columns(fields, &FILTERED));
    let sought = both.map(|fields| columns(fields, &FILTERED) | columns(fields, &SOUGHT));
    let (kind, [of_structures, of_services]) = match portion {
        Portion::Shard => (Kind::Shard, texts.map(|texts| !texts)),
        Portion::Texts => (Kind::Texts, texts),
        Portion::Columns => (Kind::Columns, filtered),
        Portion::Words => (Kind::Columns, sought),
    };
    // Which of its doublons is the best is told by scores and days: without doublons nobody asks.
    let doublons = selection.structures.iter().any(|&structure| atlas.doublons(structure).next().is_some());
    let of_structures = match portion {
        Portion::Columns if doublons => of_structures | columns(&STRUCTURE_FIELDS, &["date_maj"]),
        Portion::Columns => columns(&STRUCTURE_FIELDS, &["reseaux_porteurs"]),
        Portion::Words => of_structures & !columns(&STRUCTURE_FIELDS, &["horaires_accueil", "code_insee"]),
        _ => of_structures,
    };
    let Selection { structures, services } = selection;
    let by_columns = matches!(portion, Portion::Columns | Portion::Words);
    let rows_of_structures = || structures.iter().map(|&number| (atlas.structure(number), None));
    let owner = |service: u32| {
        let structure = atlas.services.structure[service as usize]?;
        structures.binary_search(&structure).ok().map(|at| at as u32)
    };
    let rows_of_services = || {
        services.iter().map(|&number| {
            // Columns stand for themselves: of a structure they don't have what it shares.
            let owner = owner(number).filter(|_| !by_columns);
            let owner = owner.map(|at| atlas.structure(structures[at as usize]));
            (atlas.service(number), owner)
        })
    };
    let mut codes = Codebook::new(&atlas.dictionary);
    rows_of_structures().for_each(|(record, _)| codes.count(&record, of_structures));
    rows_of_services().for_each(|(record, _)| codes.count(&record, of_services));
    codes.settle();
    let mut file = Writer::new(kind);
    let mut content = Vec::new();
    codes.write(&mut content);
    file.section(Tag::Dictionary, &content);
    file.section(
        Tag::Structures,
        &sheet::write(&STRUCTURE_FIELDS, of_structures, rows_of_structures(), &codes),
    );
    if portion != Portion::Texts {
        file.section(Tag::Clusters, &clusters(atlas, structures.iter().copied()));
        let scores = structures.iter().flat_map(|&number| {
            let score = if doublons || portion == Portion::Shard {
                atlas.structures.scores[number as usize]
            } else {
                0.0
            };
            score.to_le_bytes()
        });
        file.section(Tag::Scores, &scores.collect::<Vec<u8>>());
        file.section(Tag::StructureRanks, &write_ranks(structures));
        file.section(Tag::ServiceRanks, &write_ranks(services));
        file.section(Tag::Links, &links(&services.iter().map(|&number| owner(number)).collect::<Vec<_>>()));
    }
    if by_columns {
        let located = atlas.in_communes();
        let placed = |&number: &u32| {
            u8::from(atlas.service_point(number).is_some()) | u8::from(located.contains(number)) << 1
        };
        file.section(Tag::Placed, &services.iter().map(placed).collect::<Vec<u8>>());
    }
    let sheet = sheet::write(&SERVICE_FIELDS, of_services, rows_of_services(), &codes);
    file.section(Tag::Services, &sheet);
    file.finish()
}

/// Whether the bytes are a sound file of one kind, as far as its outside tells.
pub(crate) fn check(bytes: &[u8], part: Portion) -> Result<(), PackError> {
    Sections::of(bytes, part.kind()).map(|_| ())
}

/// The same of a file that tells shards by ids.
pub(crate) fn check_lookup(bytes: &[u8]) -> Result<(), PackError> {
    Sections::of(bytes, Kind::Lookup).map(|_| ())
}

impl Portion {
    fn kind(self) -> Kind {
        match self {
            Self::Shard => Kind::Shard,
            Self::Texts => Kind::Texts,
            Self::Columns | Self::Words => Kind::Columns,
        }
    }
}

/// A part that is at hand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given<'a> {
    /// Its number, when it is a shard.
    pub(crate) shard: Option<u32>,
    /// A shard or columns.
    pub(crate) portion: Portion,
    pub(crate) bytes: &'a [u8],
    /// Of a shard, when they are at hand too.
    pub(crate) texts: Option<&'a [u8]>,
}

/// How much there is of a record: more is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Extent {
    Columns,
    Shard,
    Whole,
}

/// What is known of the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Whole {
    /// Structures.
    pub structures: usize,
    /// Services.
    pub services: usize,
    /// Sources of the structures, by name.
    pub sources_structures: Vec<String>,
    /// Sources of the services, by name.
    pub sources_services: Vec<String>,
}

/// Records of one of the two files on their way to be merged: of each row how much it is, its rank, and which it is.
#[derive(Default)]
struct Rows {
    rows: Vec<(u32, Extent, u32)>,
}

impl Rows {
    fn add(&mut self, ranks: &[u32], extent: Extent) -> u32 {
        let first = self.rows.len() as u32;
        self.rows.extend(ranks.iter().zip(first..).map(|(&rank, row)| (rank, extent, row)));
        first
    }

    /// The best row of each record, by rank.
    fn best(&mut self) -> &[(u32, Extent, u32)] {
        self.rows.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
        self.rows.dedup_by_key(|(rank, ..)| *rank);
        &self.rows
    }
}

/// Of the records of the parts, an atlas.
pub(crate) fn merge(
    territory: Arc<Territory>,
    whole: &Whole,
    parts: &[Given<'_>],
) -> Result<Atlas, PackError> {
    let mut dictionary = Dictionary::default();
    let sources: Vec<u32> = whole.sources_services.iter().map(|source| dictionary.intern(source)).collect();
    let (mut structures, mut services) = (Table::new(&STRUCTURE_FIELDS), Table::new(&SERVICE_FIELDS));
    let (mut structure_rows, mut service_rows) = (Rows::default(), Rows::default());
    let (mut scores, mut owners, mut placed, mut shards) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for given in parts {
        let file = Sections::of(given.bytes, given.portion.kind())?;
        let codes = read_codebook(file.get(Tag::Dictionary)?, &mut dictionary)?;
        let texts = given.texts.map(|bytes| Sections::of(bytes, Kind::Texts)).transpose()?;
        let texts_codes = match &texts {
            Some(texts) => read_codebook(texts.get(Tag::Dictionary)?, &mut dictionary)?,
            None => Vec::new(),
        };
        let sheets = |tag: Tag| {
            let mut sheets = vec![(file.get(tag)?, codes.as_slice())];
            if let Some(texts) = &texts {
                sheets.push((texts.get(tag)?, texts_codes.as_slice()));
            }
            Ok(sheets)
        };
        let extent = match (given.portion, given.texts) {
            (Portion::Shard, Some(_)) => Extent::Whole,
            (Portion::Shard, None) => Extent::Shard,
            _ => Extent::Columns,
        };
        let ranks = read_ranks(file.get(Tag::StructureRanks)?, whole.structures)?;
        let clusters = read_clusters(file.get(Tag::Clusters)?)?;
        if clusters.len() != ranks.len() {
            return Err(PackError::Damaged);
        }
        sheet::read(&sheets(Tag::Structures)?, &mut structures, Beside::Clusters(&clusters))?;
        let first = structure_rows.add(&ranks, extent);
        scores.extend(read_scores(file.get(Tag::Scores)?, ranks.len())?);
        let links = read_links(file.get(Tag::Links)?, ranks.len())?;
        let of_services = read_ranks(file.get(Tag::ServiceRanks)?, whole.services)?;
        if links.len() != of_services.len() {
            return Err(PackError::Damaged);
        }
        let rows: Vec<Option<u32>> = links.iter().map(|link| link.map(|at| first + at)).collect();
        let shared = Owners { records: &structures.records, dictionary: &dictionary, of: &rows };
        sheet::read(&sheets(Tag::Services)?, &mut services, Beside::Owners(shared))?;
        service_rows.add(&of_services, extent);
        owners.extend(links.iter().map(|link| link.map(|at| ranks[at as usize])));
        match given.portion {
            Portion::Columns | Portion::Words => {
                placed.extend_from_slice(placed_of(&file, of_services.len())?)
            }
            _ => placed.resize(owners.len(), 0),
        }
        shards.resize(owners.len(), given.shard);
    }
    let best = structure_rows.best();
    let structure_ranks: Vec<u32> = best.iter().map(|&(rank, ..)| rank).collect();
    let order: Vec<u32> = best.iter().map(|&(.., row)| row).collect();
    mark_lacking(&mut structures.records, best);
    let mut structures = build_structures(&dictionary, structures, &order);
    structures.scores = order.iter().map(|&row| scores[row as usize]).collect();
    let best = service_rows.best();
    let service_ranks: Vec<u32> = best.iter().map(|&(rank, ..)| rank).collect();
    let order: Vec<u32> = best.iter().map(|&(.., row)| row).collect();
    mark_lacking(&mut services.records, best);
    let owner = |&row: &u32| {
        let rank = owners[row as usize]?;
        structure_ranks.binary_search(&rank).ok().map(|at| at as u32)
    };
    let owners: Vec<Option<u32>> = order.iter().map(owner).collect();
    let flagged = |bit: u8| {
        let mut set = Bitmap::none(order.len());
        let has = |row: u32| placed[row as usize] >> bit & 1 == 1;
        (0..).zip(&order).filter(|(_, row)| has(**row)).for_each(|(number, _)| set.insert(number));
        set
    };
    let mut known = Part {
        placed_elsewhere: flagged(0),
        located_elsewhere: flagged(1),
        columns_only: Bitmap::none(order.len()),
        without_texts: Bitmap::none(order.len()),
        shards: order.iter().map(|&row| shards[row as usize]).collect(),
        service_ranks,
        structure_ranks,
        whole: whole.clone(),
    };
    for (number, &(_, extent, _)) in (0..).zip(best) {
        if extent == Extent::Columns {
            known.columns_only.insert(number);
        }
        if extent < Extent::Whole {
            known.without_texts.insert(number);
        }
    }
    let services = build_services(&dictionary, &structures, services, &order, owners, Some(&sources));
    Ok(Atlas::new(territory, dictionary, structures, services).part_of(known))
}

fn placed_of<'a>(file: &Sections<'a>, count: usize) -> Result<&'a [u8], PackError> {
    let placed = file.get(Tag::Placed)?.rest();
    if placed.len() == count { Ok(placed) } else { Err(PackError::Damaged) }
}

/// Notes what isn't there of each record that will be shown.
fn mark_lacking(records: &mut Records, best: &[(u32, Extent, u32)]) {
    let texts = columns(records.fields(), &TEXTS);
    let lacking = |extent: Extent| match extent {
        Extent::Whole => 0,
        Extent::Shard => texts,
        Extent::Columns => u64::MAX,
    };
    records.set_lacking(best.iter().map(|&(_, extent, row)| (row, lacking(extent))));
}

/// Ids by a hash, and the shards that are needed for each.
pub(crate) fn write_lookup(mut entries: Vec<(u32, Vec<u32>)>) -> Vec<u8> {
    entries.sort_unstable();
    let mut bytes = Vec::new();
    write_varint(&mut bytes, entries.len() as u64);
    let mut last = 0;
    for (hash, shards) in &entries {
        write_varint(&mut bytes, u64::from(hash - last));
        last = *hash;
        write_varint(&mut bytes, shards.len() as u64);
        shards.iter().for_each(|&shard| write_varint(&mut bytes, u64::from(shard)));
    }
    let mut file = Writer::new(Kind::Lookup);
    file.section(Tag::Ids, &bytes);
    file.finish()
}

/// The shards of every id of this hash.
pub(crate) fn read_lookup(bytes: &[u8], wanted: u32) -> Result<Vec<u32>, PackError> {
    let file = Sections::of(bytes, Kind::Lookup)?;
    let mut bytes = file.get(Tag::Ids)?;
    let mut found = Vec::new();
    let mut last = 0u64;
    for _ in 0..bytes.number()? {
        last += bytes.number()?;
        for _ in 0..bytes.number()? {
            let shard = bytes.number()?;
            if last == u64::from(wanted) {
                found.push(u32::try_from(shard).map_err(|_| PackError::Damaged)?);
            }
        }
    }
    bytes.end()?;
    Ok(found)
}

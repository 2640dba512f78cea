//! A whole atlas in one file.

use super::PackError;
use super::file::{Bytes, Kind, Sections, Tag, Writer, read_texts, write_texts};
use super::sheet::{self, Beside, Codebook, Owners, read_codebook};
use crate::buffers::Strings;
use crate::dataset::atlas::Atlas;
use crate::dataset::builder::{Table, build_services, build_structures, structure_scores};
use crate::dataset::dictionary::Dictionary;
use crate::dataset::records::{Record, write_varint};
use crate::schema::{SERVICE_FIELDS, STRUCTURE_FIELDS};
use crate::territory::Territory;
use std::sync::Arc;

impl Atlas {
    /// One file that holds everything: [`Atlas::from_pack`] makes of it an atlas that answers every question alike.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let territory = atlas::territory::testing::territory();
    /// use atlas::dataset::{Atlas, AtlasBuilder};
    ///
    /// let mut builder = AtlasBuilder::new(territory.clone());
    /// builder.push_services(br#"[{"id": "dora--1", "nom": "Aide au permis"}]"#)?;
    /// let pack = builder.finish()?.to_pack();
    /// let atlas = Atlas::from_pack(&pack, territory)?;
    /// assert_eq!(atlas.retrieve_service("dora--1").unwrap().service.text("nom").unwrap(), "Aide au permis");
    /// # Ok(()) }
    /// ```
    pub fn to_pack(&self) -> Vec<u8> {
        let structures =
            || (0..self.structures.records.len() as u32).map(|number| (self.structure(number), None));
        let services = || {
            (0..self.services.records.len() as u32).map(|number| {
                let structure = self.services.structure[number as usize];
                (self.service(number), structure.map(|structure| self.structure(structure)))
            })
        };
        let mut codes = Codebook::new(&self.dictionary);
        let all = structures().chain(services());
        all.for_each(|(record, _): (Record<'_>, Option<Record<'_>>)| codes.count(&record, sheet::ALL));
        codes.settle();
        let mut file = Writer::new(Kind::Whole);
        let mut content = Vec::new();
        codes.write(&mut content);
        file.section(Tag::Dictionary, &content);
        let sheet = sheet::write(&STRUCTURE_FIELDS, sheet::ALL, structures(), &codes);
        file.section(Tag::Structures, &sheet);
        file.section(Tag::Clusters, &clusters(self, 0..self.structures.records.len() as u32));
        file.section(Tag::Links, &links(&self.services.structure));
        let sheet = sheet::write(&SERVICE_FIELDS, sheet::ALL, services(), &codes);
        file.section(Tag::Services, &sheet);
        file.finish()
    }

    /// An atlas from what [`Atlas::to_pack`] has written.
    ///
    /// # Errors
    /// When the bytes aren't such a file, or one of another version, or damaged.
    pub fn from_pack(bytes: &[u8], territory: Arc<Territory>) -> Result<Self, PackError> {
        let file = Sections::of(bytes, Kind::Whole)?;
        let mut dictionary = Dictionary::default();
        let codes = read_codebook(file.get(Tag::Dictionary)?, &mut dictionary)?;
        let mut table = Table::new(&STRUCTURE_FIELDS);
        let clusters = read_clusters(file.get(Tag::Clusters)?)?;
        let sheet = (file.get(Tag::Structures)?, codes.as_slice());
        sheet::read(&[sheet], &mut table, Beside::Clusters(&clusters))?;
        in_order(&table, &dictionary)?;
        let count = table.records.len();
        let order: Vec<u32> = (0..count as u32).collect();
        let mut structures = build_structures(&dictionary, table, &order);
        let owners = read_links(file.get(Tag::Links)?, count)?;
        let mut table = Table::new(&SERVICE_FIELDS);
        let shared = Owners { records: &structures.records, dictionary: &dictionary, of: &owners };
        let sheet = (file.get(Tag::Services)?, codes.as_slice());
        sheet::read(&[sheet], &mut table, Beside::Owners(shared))?;
        in_order(&table, &dictionary)?;
        let order: Vec<u32> = (0..table.records.len() as u32).collect();
        let services = build_services(&dictionary, &structures, table, &order, owners, None);
        structures.scores = structure_scores(&services);
        Ok(Self::new(territory, dictionary, structures, services))
    }
}

/// The `_cluster_id` of each structure, empty for none.
pub(super) fn clusters(atlas: &Atlas, numbers: impl ExactSizeIterator<Item = u32> + Clone) -> Vec<u8> {
    let structures = &atlas.structures;
    let cluster = |number: u32| {
        structures.cluster_of[number as usize].map_or("", |cluster| structures.cluster_ids.get(cluster))
    };
    let mut bytes = Vec::new();
    write_texts(&mut bytes, numbers.map(cluster));
    bytes
}

pub(super) fn read_clusters(mut bytes: Bytes<'_>) -> Result<Strings, PackError> {
    let clusters = read_texts(&mut bytes)?;
    bytes.end()?;
    Ok(clusters)
}

/// One more than the number of each service's structure; 0 for none.
pub(super) fn links(structures: &[Option<u32>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_varint(&mut bytes, structures.len() as u64);
    for structure in structures {
        write_varint(&mut bytes, structure.map_or(0, |number| u64::from(number) + 1));
    }
    bytes
}

/// The structure of each service, one of the `count` that there are.
pub(super) fn read_links(mut bytes: Bytes<'_>, count: usize) -> Result<Vec<Option<u32>>, PackError> {
    let services = bytes.size()?;
    let mut links = Vec::with_capacity(services.min(bytes.left()));
    for _ in 0..services {
        let link = bytes.size()?;
        if link > count {
            return Err(PackError::Damaged);
        }
        links.push((link as u32).checked_sub(1));
    }
    bytes.end()?;
    Ok(links)
}

/// Refuses records that don't come in the order that answers are given in: searches by id would miss some.
fn in_order(table: &Table, dictionary: &Dictionary) -> Result<(), PackError> {
    let key = |number: u32| (table.records.ids().get(number), table.source(dictionary, number));
    let sorted = (1..table.records.len() as u32).all(|number| key(number - 1) <= key(number));
    if sorted { Ok(()) } else { Err(PackError::Damaged) }
}

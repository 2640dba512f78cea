//! A part of a dataset, which answers as the whole would.
//!
//! A pack's folder holds a dataset in many files. [`Partial`] says which of them a question needs, takes them as they
//! come, and has an [`Atlas`] of what is there: once nothing is missing, its answer to the question is the whole's.

mod changes;
mod manifest;
mod needs;
mod plan;

pub use changes::{Change, Changes, Publication, What};
pub use manifest::{ChangeFiles, FileEntry, Manifest, Shard, ShardKind};
pub use plan::write_folder;

use crate::dataset::pack::{Given, Portion, check, check_lookup, checksum, merge, read_lookup};
use crate::dataset::{Atlas, PackError};
use crate::search::{ListServices, ListStructures, Search, SearchServices};
use crate::territory::Territory;
use hashbrown::HashMap;
use needs::{Needs, needs};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The name that a file has in a pack's folder, by its bytes.
pub fn file_name(bytes: &[u8]) -> String {
    format!("{:016x}.pack", checksum(bytes))
}

/// What an atlas is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// [`Atlas::search_services`]
    SearchServices(SearchServices),
    /// The same, showing long texts whatever was said when this was made.
    SearchServicesInFull(SearchServices),
    /// [`Atlas::count_services`], of many questions.
    Totals(Vec<SearchServices>),
    /// [`Atlas::clusters`] and maps.
    Clusters(SearchServices),
    /// [`Atlas::overview`]
    Overview(SearchServices),
    /// [`Atlas::search`]
    Search(Search),
    /// [`Atlas::list_services`]
    ListServices(ListServices),
    /// [`Atlas::list_structures`]
    ListStructures(ListStructures),
    /// Anything else: all there is.
    Everything,
    /// [`Atlas::retrieve_service`]
    RetrieveService(String),
    /// [`Atlas::retrieve_structure`]
    RetrieveStructure(String),
    /// [`Partial::changes`]
    Changes(String),
}

/// A dataset of which what was needed so far is there.
#[derive(Debug)]
pub struct Partial {
    manifest: Manifest,
    territory: Arc<Territory>,
    /// Number of a file by its name.
    numbers: HashMap<String, u32>,
    files: HashMap<u32, Vec<u8>>,
    /// Whether pages show long texts.
    texts: bool,
    atlas: Arc<Atlas>,
    /// The files that the atlas is made of.
    made_of: BTreeSet<u32>,
}

impl Partial {
    /// Of a manifest and of the territory that it names, with nothing there yet. Without `texts`, searches around a place
    /// show services and structures without their long texts: those fields are absent then, and not null.
    ///
    /// # Errors
    /// When the manifest can't be used.
    pub fn new(manifest: Manifest, territory: Arc<Territory>, texts: bool) -> Result<Self, PackError> {
        let atlas = merge(Arc::clone(&territory), &manifest.whole, &[])?;
        let numbers = (0..).zip(&manifest.files).map(|(at, file)| (file.name.clone(), at)).collect();
        Ok(Self {
            manifest,
            territory,
            numbers,
            files: HashMap::new(),
            texts,
            atlas: Arc::new(atlas),
            made_of: BTreeSet::new(),
        })
    }

    /// The manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What is there: it answers the question that [`Self::missing`] was last asked about, once that gave nothing.
    pub fn atlas(&self) -> &Arc<Atlas> {
        &self.atlas
    }

    /// Takes a file of the folder.
    ///
    /// # Errors
    /// When it isn't the one of this name.
    pub fn give(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), PackError> {
        let &number = self.numbers.get(name).ok_or(PackError::OtherKind)?;
        // What isn't even a pack is told as such: a host that answers with a page.
        match self.portion(number) {
            Some(portion) => check(&bytes, portion)?,
            None if number == self.manifest.territory => {}
            None if self.is_changes(number) => {
                if bytes.first() != Some(&b'{') {
                    return Err(PackError::NotAPack);
                }
            }
            None => check_lookup(&bytes)?,
        }
        if file_name(&bytes) != name {
            return Err(PackError::Checksum);
        }
        self.files.insert(number, bytes);
        Ok(())
    }

    fn portion(&self, file: u32) -> Option<Portion> {
        let shards = &self.manifest.shards;
        if file == self.manifest.columns {
            Some(Portion::Columns)
        } else if file == self.manifest.words {
            Some(Portion::Words)
        } else if shards.iter().any(|shard| shard.file == file) {
            Some(Portion::Shard)
        } else if shards.iter().any(|shard| shard.texts == file) {
            Some(Portion::Texts)
        } else {
            None
        }
    }

    fn is_changes(&self, file: u32) -> bool {
        self.manifest.changes.iter().any(|changes| changes.files.values().any(|&other| other == file))
    }

    /// What this publication has changed in a département, once [`Self::missing`] gives nothing for it; `None` when the
    /// folder was made without the publication before.
    ///
    /// # Errors
    /// When the file contradicts itself.
    pub fn changes(&self, departement: &str) -> Result<Option<Changes>, PackError> {
        let Some(files) = &self.manifest.changes else { return Ok(None) };
        let file = files.files.get(departement).and_then(|file| self.files.get(file));
        let changes = file.map(|bytes| serde_json::from_slice(bytes).map_err(|_| PackError::Damaged));
        let changes: Changes = changes.transpose()?.unwrap_or_default();
        Ok(Some(Changes { depuis: files.since.clone(), date: self.manifest.date.clone(), ..changes }))
    }

    /// The files that a question needs and that aren't there yet, by name. They may lead to further ones: ask until there is
    /// none.
    ///
    /// # Errors
    /// When a file that is there contradicts itself.
    pub fn missing(&mut self, ask: &Ask) -> Result<Vec<String>, PackError> {
        if let Ask::Changes(departement) = ask {
            let file = self.manifest.changes.as_ref().and_then(|changes| changes.files.get(departement));
            let absent = file.filter(|file| !self.files.contains_key(*file));
            return Ok(absent.into_iter().map(|&file| self.manifest.name(file).to_owned()).collect());
        }
        let mut needed = needs(&self.manifest, &self.territory, ask);
        if let Ask::RetrieveService(id) | Ask::RetrieveStructure(id) = ask {
            let lookups = match ask {
                Ask::RetrieveService(_) => &self.manifest.services,
                _ => &self.manifest.structures,
            };
            let (at, hash) = plan::id_hash(id, lookups.len());
            let file = lookups[at];
            let Some(bytes) = self.files.get(&file) else {
                return Ok(vec![self.manifest.name(file).to_owned()]);
            };
            let shards = read_lookup(bytes, hash)?;
            if shards.iter().any(|&shard| shard as usize >= self.manifest.shards.len()) {
                return Err(PackError::Damaged);
            }
            needed.shards.extend(&shards);
            needed.texts.extend(&shards);
        }
        let missing = self.absent(&needed);
        if !missing.is_empty() {
            return Ok(missing);
        }
        self.make()?;
        if let Ask::SearchServices(question) | Ask::SearchServicesInFull(question) = ask {
            let shown = self.atlas.numbers_on_page(question);
            let texts = self.texts || matches!(ask, Ask::SearchServicesInFull(_));
            self.for_showing(&shown, texts, &mut needed);
            let missing = self.absent(&needed);
            if !missing.is_empty() {
                return Ok(missing);
            }
        }
        Ok(Vec::new())
    }

    /// The files of some needs that aren't there.
    fn absent(&self, needs: &Needs) -> Vec<String> {
        let shards = needs.shards.iter().map(|&shard| self.manifest.shards[shard as usize].file);
        let texts = needs.texts.iter().map(|&shard| self.manifest.shards[shard as usize].texts);
        let Manifest { columns, words, .. } = self.manifest;
        let columns = match (needs.columns, needs.words) {
            (false, false) => None,
            (_, true) => Some(words),
            // The one has all that the other has.
            (true, false) if self.files.contains_key(&words) => None,
            (true, false) => Some(columns),
        };
        let all: BTreeSet<u32> = columns.into_iter().chain(shards).chain(texts).collect();
        let absent = all.into_iter().filter(|file| !self.files.contains_key(file));
        absent.map(|file| self.manifest.name(file).to_owned()).collect()
    }

    /// Adds to needs what showing some services takes.
    fn for_showing(&self, numbers: &[u32], texts: bool, needs: &mut Needs) {
        let Some(part) = self.atlas.part.as_deref() else { return };
        for &number in numbers {
            let rank = part.service_ranks[number as usize];
            if part.columns_only.contains(number) {
                let of_rank =
                    |shard: &Shard| shard.ranks.is_some_and(|(first, last)| (first..=last).contains(&rank));
                let shards = (0..).zip(&self.manifest.shards).filter(|(_, shard)| of_rank(shard));
                for (shard, _) in shards {
                    needs.shards.insert(shard);
                    if texts {
                        needs.texts.insert(shard);
                    }
                }
            } else if texts && part.without_texts.contains(number) {
                needs.texts.extend(part.shards[number as usize]);
            }
        }
    }

    /// Makes an atlas of all that is there, if more is than last time.
    fn make(&mut self) -> Result<(), PackError> {
        let there = |file: &u32| self.files.contains_key(file);
        let columns = [(self.manifest.words, Portion::Words), (self.manifest.columns, Portion::Columns)]
            .into_iter()
            .find(|(file, _)| there(file));
        let shards = self.manifest.shards.iter().filter(|shard| there(&shard.file));
        let used: BTreeSet<u32> = shards
            .clone()
            .flat_map(|shard| [Some(shard.file), Some(shard.texts).filter(there)])
            .flatten()
            .chain(columns.map(|(file, _)| file))
            .collect();
        if used == self.made_of {
            return Ok(());
        }
        let mut given: Vec<Given<'_>> = Vec::new();
        if let Some((file, portion)) = columns
            && let Some(bytes) = self.files.get(&file)
        {
            given.push(Given { shard: None, portion, bytes, texts: None });
        }
        for (at, shard) in (0..).zip(&self.manifest.shards) {
            if let Some(bytes) = self.files.get(&shard.file) {
                let texts = self.files.get(&shard.texts).map(Vec::as_slice);
                given.push(Given { shard: Some(at), portion: Portion::Shard, bytes, texts });
            }
        }
        self.atlas = Arc::new(merge(Arc::clone(&self.territory), &self.manifest.whole, &given)?);
        self.made_of = used;
        Ok(())
    }
}

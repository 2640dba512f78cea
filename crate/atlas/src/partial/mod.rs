//! A part of a dataset, which answers as the whole would.
//!
//! A pack's folder holds a dataset in many files. [`Partial`] says which of them a question needs, takes them as they
//! come, and has an [`Atlas`] of what is there: once nothing is missing, its answer to the question is the whole's.

mod changes;
mod manifest;
mod needs;
mod plan;

pub use changes::{Change, Changes, Publication, What};
pub use manifest::{ChangeFiles, Chunk, FileEntry, Manifest, National, Shard, ShardKind};
pub use plan::write_folder;

use crate::dataset::pack::{
    Given, Kind, More, Portion, check, check_kind, checksum, merge, read_home, read_lookup, read_postings,
    read_words,
};
use crate::dataset::{Atlas, Names, PackError, Part};
use crate::search::{ListServices, ListStructures, Search, SearchServices};
use crate::territory::Territory;
use hashbrown::HashMap;
use needs::{NationalNeeds, Needs, needs};
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
    /// [`Atlas::clusters`]
    Clusters(SearchServices),
    /// A map: what is had from afar has its place on it where that is at hand anyway.
    Map(SearchServices),
    /// [`Atlas::summary`]
    Summary,
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

/// What the columns of a shard of a kind are.
fn counting(kind: ShardKind) -> Portion {
    if kind == ShardKind::Near { Portion::Near } else { Portion::Zone }
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
    /// Of shards, and columns of what may be had from anywhere.
    local: Made,
    /// The same, with columns of shards where those are enough.
    counting: Made,
    /// Of columns of all services, and the shards of those that pages show.
    national: Made,
    /// Words of the names of all services.
    names: Option<Arc<Names>>,
    /// Which of them the question that was asked last is for.
    last: Which,
}

/// Which of the atlases of a [`Partial`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Local,
    Counting,
    National,
}

impl Which {
    fn of(needs: &Needs) -> Self {
        match needs {
            Needs { national: Some(_), .. } => Self::National,
            Needs { counting: true, .. } => Self::Counting,
            _ => Self::Local,
        }
    }
}

/// An atlas of what is there.
#[derive(Debug)]
struct Made {
    atlas: Arc<Atlas>,
    /// The files that it is made of.
    of: BTreeSet<u32>,
}

impl Partial {
    /// Of a manifest and of the territory that it names, with nothing there yet. Without `texts`, searches around a place
    /// show services and structures without their long texts: those fields are absent then, and not null.
    ///
    /// # Errors
    /// When the manifest can't be used.
    pub fn new(manifest: Manifest, territory: Arc<Territory>, texts: bool) -> Result<Self, PackError> {
        let nothing = Arc::new(merge(Arc::clone(&territory), &manifest.whole, &[])?);
        let made = || Made { atlas: Arc::clone(&nothing), of: BTreeSet::new() };
        let numbers = (0..).zip(&manifest.files).map(|(at, file)| (file.name.clone(), at)).collect();
        Ok(Self {
            manifest,
            territory,
            numbers,
            files: HashMap::new(),
            texts,
            local: made(),
            counting: made(),
            national: made(),
            names: None,
            last: Which::Local,
        })
    }

    /// The manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What is there: it answers the question that [`Self::missing`] was last asked about, once that gave nothing.
    pub fn atlas(&self) -> &Arc<Atlas> {
        &self.made(self.last).atlas
    }

    /// The same for any question that [`Self::missing`] has given nothing for.
    pub fn atlas_for(&self, ask: &Ask) -> &Arc<Atlas> {
        &self.made(Which::of(&needs(&self.manifest, &self.territory, ask))).atlas
    }

    fn made(&self, which: Which) -> &Made {
        match which {
            Which::Local => &self.local,
            Which::Counting => &self.counting,
            Which::National => &self.national,
        }
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
            None if self.is_changes(number) || self.manifest.summary == Some(number) => {
                if bytes.first() != Some(&b'{') {
                    return Err(PackError::NotAPack);
                }
            }
            None => check_kind(&bytes, self.kind(number))?,
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
        } else if let Some(shard) = shards.iter().find(|shard| shard.columns == Some(file)) {
            Some(counting(shard.kind))
        } else if shards.iter().any(|shard| shard.file == file) {
            Some(Portion::Shard)
        } else if shards.iter().any(|shard| shard.texts == file) {
            Some(Portion::Texts)
        } else {
            let mut chunks = self.manifest.national.iter().flat_map(|national| &national.chunks);
            chunks.find_map(|chunk| {
                let more = || Some(More::ALL[chunk.more.iter().position(|&other| other == file)?]);
                if chunk.file == file { Some(Portion::National) } else { more().map(Portion::More) }
            })
        }
    }

    /// What a file without records is.
    fn kind(&self, file: u32) -> Kind {
        match &self.manifest.national {
            Some(national) if national.words == file => Kind::Words,
            Some(national) if national.postings.contains(&file) => Kind::Postings,
            Some(national) if national.homes.contains(&file) => Kind::Homes,
            _ => Kind::Lookup,
        }
    }

    /// What [`Atlas::summary`] is of the whole, as JSON, once [`Self::missing`] gives nothing for it; `None` when the folder
    /// doesn't tell.
    pub fn summary(&self) -> Option<&[u8]> {
        self.files.get(&self.manifest.summary?).map(Vec::as_slice)
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
        if let (Ask::Summary, Some(file)) = (ask, self.manifest.summary) {
            let absent = (!self.files.contains_key(&file)).then(|| self.manifest.name(file).to_owned());
            return Ok(absent.into_iter().collect());
        }
        let mut needed = needs(&self.manifest, &self.territory, ask);
        self.last = Which::of(&needed);
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
        if let Some(national) = &needed.national {
            let missing = self.missing_words(&national.typed)?;
            if !missing.is_empty() {
                return Ok(missing);
            }
        }
        self.make(&needed)?;
        let (shown, texts) = match ask {
            Ask::SearchServices(question) => (self.atlas().numbers_on_page(question), self.texts),
            Ask::SearchServicesInFull(question) => (self.atlas().numbers_on_page(question), true),
            Ask::ListServices(question) => (self.atlas().numbers_on_list(question), true),
            _ => return Ok(Vec::new()),
        };
        self.for_showing(&shown, texts, &mut needed)?;
        let missing = self.absent(&needed);
        if !missing.is_empty() {
            return Ok(missing);
        }
        self.make(&needed)?;
        // What was said to have a record must have it.
        let lacks = |part: &Part| shown.iter().any(|&number| part.columns_only.contains(number));
        if self.atlas().part.as_deref().is_some_and(lacks) {
            return Err(PackError::Damaged);
        }
        Ok(Vec::new())
    }

    /// The files of who has the words that were typed which aren't there; takes those that are.
    fn missing_words(&mut self, typed: &[String]) -> Result<Vec<String>, PackError> {
        let Some(national) = self.manifest.national.as_ref().filter(|_| !typed.is_empty()) else {
            return Ok(Vec::new());
        };
        let names = match &self.names {
            Some(names) => Arc::clone(names),
            None => {
                let bytes = self.files.get(&national.words).ok_or(PackError::Damaged)?;
                let (words, firsts) = read_words(bytes)?;
                if firsts.len() != national.postings.len() {
                    return Err(PackError::Damaged);
                }
                Arc::clone(self.names.insert(Arc::new(Names::in_parts(words, firsts))))
            }
        };
        let mut missing = Vec::new();
        let parts: BTreeSet<usize> = typed.iter().flat_map(|typed| names.missing(typed)).collect();
        for part in parts {
            let file = national.postings[part];
            match self.files.get(&file) {
                Some(bytes) => {
                    let lists = read_postings(bytes, names.words_in(part), self.manifest.whole.services)?;
                    names.give(part, lists);
                }
                None => missing.push(self.manifest.name(file).to_owned()),
            }
        }
        Ok(missing)
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
        let counted = needs.counted.iter().map(|&shard| &self.manifest.shards[shard as usize]);
        // The whole shard has all that its columns have.
        let counted = counted.filter(|shard| !self.files.contains_key(&shard.file));
        let counted = counted.map(|shard| shard.columns.unwrap_or(shard.file));
        let national = needs.national.as_ref().zip(self.manifest.national.as_ref());
        let national = national.into_iter().flat_map(|(needs, national)| needs.files(national));
        let all: BTreeSet<u32> =
            columns.into_iter().chain(shards).chain(texts).chain(counted).chain(national).collect();
        let absent = all.into_iter().filter(|file| !self.files.contains_key(file));
        absent.map(|file| self.manifest.name(file).to_owned()).collect()
    }

    /// Adds to needs what showing some services takes.
    ///
    /// # Errors
    /// When a file that tells homes contradicts itself.
    fn for_showing(&self, numbers: &[u32], texts: bool, needs: &mut Needs) -> Result<(), PackError> {
        let Some(part) = self.atlas().part.as_deref() else { return Ok(()) };
        for &number in numbers {
            let rank = part.service_ranks[number as usize];
            if part.columns_only.contains(number)
                && let Some((all, national)) = needs.national.as_mut().zip(self.manifest.national.as_ref())
            {
                let at = rank as usize;
                let file = national.homes[at / plan::HOMES];
                all.homes.insert(file);
                if let Some(bytes) = self.files.get(&file) {
                    let home = read_home(bytes, at % plan::HOMES)?;
                    if home as usize >= self.manifest.shards.len() {
                        return Err(PackError::Damaged);
                    }
                    needs.shards.insert(home);
                    if texts {
                        needs.texts.insert(home);
                    }
                }
            } else if part.columns_only.contains(number)
                && let Some(shard) = part.shards[number as usize]
            {
                needs.shards.insert(shard);
                if texts {
                    needs.texts.insert(shard);
                }
            } else if part.columns_only.contains(number) {
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
        Ok(())
    }

    /// Makes the atlas that answers where such needs are, of all that is there for it, if more is than last time.
    fn make(&mut self, needs: &Needs) -> Result<(), PackError> {
        if let Some(national) = &needs.national {
            self.make_national(needs, national)?;
            if let Some(names) = &self.names {
                self.national.atlas.name_by(names);
            }
            return Ok(());
        }
        let there = |file: &u32| self.files.contains_key(file);
        let columns = [(self.manifest.words, Portion::Words), (self.manifest.columns, Portion::Columns)]
            .into_iter()
            .find(|(file, _)| there(file));
        let shards = self.manifest.shards.iter().filter(|shard| there(&shard.file));
        let counted = self.manifest.shards.iter().filter(|shard| {
            needs.counting && !there(&shard.file) && shard.columns.as_ref().is_some_and(there)
        });
        let used: BTreeSet<u32> = shards
            .clone()
            .flat_map(|shard| [Some(shard.file), Some(shard.texts).filter(there)])
            .flatten()
            .chain(counted.clone().filter_map(|shard| shard.columns))
            .chain(columns.map(|(file, _)| file))
            .collect();
        if used == self.made(self.last).of {
            return Ok(());
        }
        let mut given: Vec<Given<'_>> = Vec::new();
        if let Some((file, portion)) = columns
            && let Some(bytes) = self.files.get(&file)
        {
            given.push(Given { shard: None, portion, bytes, more: Vec::new() });
        }
        for (at, shard) in (0..).zip(&self.manifest.shards) {
            if let Some(bytes) = self.files.get(&shard.file) {
                let texts = self.files.get(&shard.texts).map(|bytes| (bytes.as_slice(), Portion::Texts));
                let more = texts.into_iter().collect();
                given.push(Given { shard: Some(at), portion: Portion::Shard, bytes, more });
            } else if needs.counting
                && let Some(bytes) = shard.columns.and_then(|columns| self.files.get(&columns))
            {
                given.push(Given { shard: Some(at), portion: counting(shard.kind), bytes, more: Vec::new() });
            }
        }
        let atlas = merge(Arc::clone(&self.territory), &self.manifest.whole, &given)?;
        let made = Made { atlas: Arc::new(atlas), of: used };
        if needs.counting {
            self.counting = made;
        } else {
            self.local = made;
        }
        Ok(())
    }

    /// The same of columns of all services. Only those shards are in it that pages have shown: what lies about otherwise says
    /// nothing that the columns don't.
    fn make_national(&mut self, needs: &Needs, columns: &NationalNeeds) -> Result<(), PackError> {
        let Some(national) = &self.manifest.national else { return Ok(()) };
        let there = |file: &u32| self.files.contains_key(file);
        let shards = needs.shards.iter().map(|&shard| &self.manifest.shards[shard as usize]);
        let shards = shards.flat_map(|shard| [shard.file, shard.texts]);
        let mut used: BTreeSet<u32> = columns.files(national).chain(shards).filter(there).collect();
        used.extend(&self.national.of);
        if used == self.national.of {
            return Ok(());
        }
        let bytes = |file: u32| self.files.get(&file).filter(|_| used.contains(&file)).map(Vec::as_slice);
        let mut given: Vec<Given<'_>> = Vec::new();
        for chunk in &national.chunks {
            let more = More::ALL.into_iter().zip(&chunk.more);
            let more = more.filter_map(|(more, &file)| Some((bytes(file)?, Portion::More(more)))).collect();
            let bytes = bytes(chunk.file).ok_or(PackError::Damaged)?;
            given.push(Given { shard: None, portion: Portion::National, bytes, more });
        }
        for (at, shard) in (0..).zip(&self.manifest.shards) {
            if let Some(own) = bytes(shard.file) {
                let more = bytes(shard.texts).map(|bytes| (bytes, Portion::Texts)).into_iter().collect();
                given.push(Given { shard: Some(at), portion: Portion::Shard, bytes: own, more });
            }
        }
        let atlas = merge(Arc::clone(&self.territory), &self.manifest.whole, &given)?;
        if atlas.services.records.len() != self.manifest.whole.services {
            return Err(PackError::Damaged);
        }
        self.national = Made { atlas: Arc::new(atlas), of: used };
        Ok(())
    }
}

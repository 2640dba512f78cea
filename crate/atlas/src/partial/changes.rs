//! What a publication changes: which records are new, updated or gone since the one before, département by département.

use super::manifest::Manifest;
use super::plan::prefix;
use crate::dataset::pack::{Given, Portion, checksum, merge};
use crate::dataset::{Atlas, PackError, Record};
use crate::territory::Territory;
use hashbrown::{HashMap, HashSet};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Fields that change without anything having changed for those who come.
const SILENT: [&str; 2] = ["date_maj", "score_qualite"];

/// What happened to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// It wasn't there before.
    Nouveau,
    /// It says something else.
    Modifie,
    /// It isn't there any more, or not in this département.
    Retire,
}

/// A record that has changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Change {
    /// What happened.
    pub quoi: What,
    /// The record's id.
    pub id: String,
    /// Its name, as it is now, or was.
    pub nom: String,
    /// The name of its commune.
    pub commune: Option<String>,
    /// The code of its commune.
    pub code_insee: Option<String>,
    /// Of a service its thématiques; of a structure those of its services.
    pub thematiques: BTreeSet<String>,
}

/// What has changed in a département.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// The day of the publication before, when it is known.
    #[serde(default)]
    pub depuis: Option<String>,
    /// The day of this one.
    #[serde(default)]
    pub date: Option<String>,
    /// By what happened, then by id.
    pub services: Vec<Change>,
    /// The same.
    pub structures: Vec<Change>,
}

/// What there was of a record.
#[derive(Debug)]
struct Known {
    /// Of all of this source and id.
    sum: u64,
    departement: String,
    change: Change,
}

/// Records of one kind, by source and id.
type Kind = HashMap<(String, String), Known>;

/// The records of a publication: enough of each to tell what another changes.
#[derive(Debug, Default)]
pub struct Publication {
    /// Its day.
    pub date: Option<String>,
    services: Kind,
    structures: Kind,
}

impl Publication {
    /// The records of a pack's folder, of which `file` gives the content of each file. They are read one shard at a time.
    ///
    /// # Errors
    /// Those of `file`; what is said of a file that isn't sound.
    pub fn of_folder<E: From<PackError>>(
        manifest: &Manifest,
        territory: &Arc<Territory>,
        mut file: impl FnMut(&str) -> Result<Vec<u8>, E>,
    ) -> Result<Self, E> {
        let mut publication = Self { date: manifest.date.clone(), ..Self::default() };
        let mut seen = (HashSet::new(), HashSet::new());
        for shard in &manifest.shards {
            let bytes = file(manifest.name(shard.file))?;
            let texts = file(manifest.name(shard.texts))?;
            let given = Given { shard: Some(0), portion: Portion::Shard, bytes: &bytes, texts: Some(&texts) };
            let atlas = merge(Arc::clone(territory), &manifest.whole, &[given])?;
            publication.add(&atlas, &mut seen);
        }
        Ok(publication)
    }

    /// The records of an atlas that is whole.
    pub fn of_atlas(atlas: &Atlas, date: Option<String>) -> Self {
        let mut publication = Self { date, ..Self::default() };
        publication.add(atlas, &mut (HashSet::new(), HashSet::new()));
        publication
    }

    fn add(&mut self, atlas: &Atlas, (services, structures): &mut (HashSet<u32>, HashSet<u32>)) {
        let part = atlas.part.as_deref();
        for number in 0..atlas.services.records.len() as u32 {
            let record = atlas.service(number);
            let rank = part.map_or(number, |part| part.service_ranks[number as usize]);
            let themes = || record.codes("thematiques").into_iter().map(str::to_owned).collect();
            note(&mut self.services, atlas, &record, services.insert(rank), themes);
        }
        for number in 0..atlas.structures.records.len() as u32 {
            let record = atlas.structure(number);
            let rank = part.map_or(number, |part| part.structure_ranks[number as usize]);
            let own = atlas.services.by_structure.get(number);
            let themes = || {
                let all = own.iter().flat_map(|&service| atlas.service(service).codes("thematiques"));
                all.map(str::to_owned).collect()
            };
            note(&mut self.structures, atlas, &record, structures.insert(rank), themes);
        }
    }

    /// What `now` changes of this, by département; `""` for what is in none.
    pub fn changes(&self, now: &Self) -> BTreeMap<String, Changes> {
        let mut all: BTreeMap<String, Changes> = BTreeMap::new();
        let services: fn(&mut Changes) -> &mut Vec<Change> = |changes| &mut changes.services;
        let structures: fn(&mut Changes) -> &mut Vec<Change> = |changes| &mut changes.structures;
        for (before, after, list) in
            [(&self.services, &now.services, services), (&self.structures, &now.structures, structures)]
        {
            let mut tell = |quoi: What, known: &Known| {
                let changes = all.entry(known.departement.clone()).or_default();
                list(changes).push(Change { quoi, ..known.change.clone() });
            };
            for (key, known) in after {
                match before.get(key) {
                    None => tell(What::Nouveau, known),
                    Some(old) if old.departement != known.departement => {
                        tell(What::Retire, old);
                        tell(What::Nouveau, known);
                    }
                    Some(old) if old.sum != known.sum => tell(What::Modifie, known),
                    Some(_) => {}
                }
            }
            before
                .iter()
                .filter(|(key, _)| !after.contains_key(*key))
                .for_each(|(_, old)| tell(What::Retire, old));
        }
        for changes in all.values_mut() {
            changes.services.sort_unstable();
            changes.structures.sort_unstable();
        }
        all
    }
}

fn note(
    kind: &mut Kind,
    atlas: &Atlas,
    record: &Record<'_>,
    is_new: bool,
    themes: impl FnOnce() -> BTreeSet<String>,
) {
    let text = |field: &str| record.text(field).map(|text| text.into_owned());
    let key = (text("source").unwrap_or_default(), record.id().to_owned());
    let known = kind.entry(key).or_insert_with(|| {
        let code_insee = text("code_insee");
        Known {
            sum: 0,
            departement: departement(atlas.territory(), code_insee.as_deref().unwrap_or_default()),
            change: Change {
                quoi: What::Nouveau,
                id: record.id().to_owned(),
                nom: text("nom").unwrap_or_default(),
                commune: text("commune"),
                code_insee,
                thematiques: BTreeSet::new(),
            },
        }
    });
    known.change.thematiques.extend(themes());
    // The same record may be in several files.
    if is_new {
        known.sum = known.sum.wrapping_add(content(record));
    }
}

/// A number that stands for what a record says.
fn content(record: &Record<'_>) -> u64 {
    // A record is fields of JSON: it can always be written.
    let mut value = serde_json::to_value(record).unwrap_or_default();
    if let Value::Object(fields) = &mut value {
        SILENT.iter().for_each(|field| {
            fields.remove(*field);
        });
    }
    checksum(value.to_string().as_bytes())
}

/// The département that a `code_insee` lies in; empty when there is none.
fn departement(territory: &Territory, code_insee: &str) -> String {
    let own = territory.commune(code_insee).map(|commune| commune.code_departement);
    let begins = prefix(code_insee);
    let known = || territory.departements().map(|departement| departement.code).find(|code| *code == begins);
    own.or_else(known).unwrap_or_default().to_owned()
}

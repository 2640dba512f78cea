//! The manifest of a pack's folder: which files there are, and what is in each.

use crate::dataset::{PackError, Whole};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a manifest says that it is.
const FORMAT: &str = "inclusion-atlas-pack";
/// Folders of another major version are refused.
const MAJOR: u8 = 1;
const MINOR: u8 = 1;

/// `manifest.json`
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// What this is.
    pub format: String,
    /// Version of the format.
    pub version: (u8, u8),
    /// The day of the data, when it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub date: Option<String>,
    /// What is known of the whole.
    pub whole: Whole,
    /// Every file.
    pub files: Vec<FileEntry>,
    /// Which of the files is the territory that places are told by.
    pub territory: u32,
    /// Which of the files has what filters need of services that may be had anywhere.
    pub columns: u32,
    /// Which of the files has these and what searches in words, hours and every order need.
    pub words: u32,
    /// Files with records, each with its texts.
    pub shards: Vec<Shard>,
    /// Shards of services that lie far from the commune that they name, by its code.
    pub strays: BTreeMap<String, Vec<u32>>,
    /// Files that tell the shards of a service, by its id.
    pub services: Vec<u32>,
    /// Files that tell the shards of a structure and of all that belongs to it, by its id.
    pub structures: Vec<u32>,
    /// What this publication changes, when it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub changes: Option<ChangeFiles>,
}

/// What has changed since the publication before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeFiles {
    /// The day of the publication before, when it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub since: Option<String>,
    /// By département the file that tells: none where nothing has changed.
    pub files: BTreeMap<String, u32>,
}

/// A file of the folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its name: the hash of its content, then `.pack`.
    #[serde(rename = "n")]
    pub name: String,
    /// Its bytes.
    #[serde(rename = "s")]
    pub size: u64,
}

/// Records that belong together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shard {
    /// Which of the files.
    #[serde(rename = "f")]
    pub file: u32,
    /// Which of the files has its long texts.
    #[serde(rename = "t")]
    pub texts: u32,
    /// Why its records are together.
    #[serde(rename = "k")]
    pub kind: ShardKind,
    /// West, south, east, north of the services, when they are there for their position.
    #[serde(rename = "b", skip_serializing_if = "Option::is_none", default)]
    pub bounds: Option<[f64; 4]>,
    /// Départements of the communes that its records name, of those that are at home here.
    #[serde(rename = "d", skip_serializing_if = "Vec::is_empty", default)]
    pub departements: Vec<String>,
    /// The département that its services are open to.
    #[serde(rename = "z", skip_serializing_if = "Option::is_none", default)]
    pub zone: Option<String>,
    /// The first and the last of its services, by their places among all.
    #[serde(rename = "r", skip_serializing_if = "Option::is_none", default)]
    pub ranks: Option<(u32, u32)>,
}

/// Why records are together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ShardKind {
    /// They are near each other.
    Near,
    /// They may be had from anywhere in a département.
    Zone,
    /// They may be had from anywhere.
    Country,
    /// They have neither a position nor a zone that there is.
    Nowhere,
    /// Structures without services.
    Alone,
}

impl Manifest {
    pub(super) fn new(whole: Whole, date: Option<String>) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: (MAJOR, MINOR),
            date,
            whole,
            files: Vec::new(),
            territory: 0,
            columns: 0,
            words: 0,
            shards: Vec::new(),
            strays: BTreeMap::new(),
            services: Vec::new(),
            structures: Vec::new(),
            changes: None,
        }
    }

    /// Reads `manifest.json`.
    ///
    /// # Errors
    /// When it is none, or one of another version, or refers to files that it doesn't list.
    pub fn from_json(bytes: &[u8]) -> Result<Self, PackError> {
        #[derive(Deserialize)]
        struct Outside {
            format: String,
            version: (u8, u8),
        }
        let outside: Outside = serde_json::from_slice(bytes).map_err(|_| PackError::NotAPack)?;
        if outside.format != FORMAT {
            return Err(PackError::NotAPack);
        }
        match outside.version.0 {
            MAJOR => {}
            major if major > MAJOR => return Err(PackError::Newer { major }),
            major => return Err(PackError::Older { major }),
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(|_| PackError::Damaged)?;
        if manifest.is_sound() { Ok(manifest) } else { Err(PackError::Damaged) }
    }

    /// Whether all that is referred to is there.
    fn is_sound(&self) -> bool {
        let file = |&file: &u32| (file as usize) < self.files.len();
        let shard = |&shard: &u32| (shard as usize) < self.shards.len();
        let name = |entry: &FileEntry| {
            let hash = entry.name.strip_suffix(".pack").unwrap_or_default();
            hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        let mut names: Vec<&str> = self.files.iter().map(|entry| entry.name.as_str()).collect();
        names.sort_unstable();
        names.windows(2).all(|pair| pair[0] != pair[1])
            && self.files.iter().all(name)
            && file(&self.territory)
            && file(&self.columns)
            && file(&self.words)
            && self.shards.iter().all(|shard| file(&shard.file) && file(&shard.texts))
            && self.strays.values().flatten().all(shard)
            && self.services.iter().chain(&self.structures).all(file)
            && self.changes.iter().all(|changes| changes.files.values().all(file))
            && !self.services.is_empty()
            && !self.structures.is_empty()
    }

    /// The name of the file that has the territory.
    pub fn territory_name(&self) -> &str {
        self.name(self.territory)
    }

    /// The name of a file.
    pub(super) fn name(&self, file: u32) -> &str {
        &self.files[file as usize].name
    }
}

//! Texts that many records share.

use crate::buffers::Strings;
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// Texts that occur many times, each kept once and known by its number.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    texts: Strings,
    table: HashTable<u32>,
}

impl Dictionary {
    /// The number of a text, which is added when it is new.
    ///
    /// ```
    /// let mut dictionary = atlas::dataset::Dictionary::default();
    /// let number = dictionary.intern("mobilite");
    /// assert_eq!(dictionary.intern("mobilite"), number);
    /// assert_eq!(dictionary.text(number), "mobilite");
    /// assert_eq!(dictionary.find("sante"), None);
    /// ```
    pub fn intern(&mut self, text: &str) -> u32 {
        let Self { texts, table } = self;
        let hash = FxBuildHasher.hash_one(text.as_bytes());
        if let Some(&number) = table.find(hash, |&number| texts.bytes(number) == text.as_bytes()) {
            return number;
        }
        let number = texts.push(text);
        table.insert_unique(hash, number, |&number| FxBuildHasher.hash_one(texts.bytes(number)));
        number
    }

    /// Number of texts.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The number of a text that was added before.
    pub fn find(&self, text: &str) -> Option<u32> {
        let hash = FxBuildHasher.hash_one(text.as_bytes());
        self.table.find(hash, |&number| self.texts.bytes(number) == text.as_bytes()).copied()
    }

    /// The text of this number.
    ///
    /// # Panics
    /// When there is none.
    pub fn text(&self, number: u32) -> &str {
        self.texts.get(number)
    }
}

//! Many short texts in one buffer.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// A list of texts, one buffer for all of them.
#[derive(Clone, Debug)]
pub struct Strings {
    ends: Vec<u32>,
    bytes: String,
}

impl Default for Strings {
    fn default() -> Self {
        Self { ends: vec![0], bytes: String::new() }
    }
}

impl Strings {
    /// Number of texts.
    pub fn len(&self) -> usize {
        self.ends.len() - 1
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a text; gives its number.
    pub fn push(&mut self, text: &str) -> u32 {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u32);
        (self.len() - 1) as u32
    }

    /// The text of this number.
    ///
    /// # Panics
    /// When there is none.
    pub fn get(&self, number: u32) -> &str {
        let number = number as usize;
        &self.bytes[self.ends[number] as usize..self.ends[number + 1] as usize]
    }

    /// The same texts in another order: text `i` of the result is text `order[i]` of this.
    pub fn permuted(&self, order: &[u32]) -> Strings {
        let mut result = Strings {
            ends: Vec::with_capacity(order.len() + 1),
            bytes: String::with_capacity(self.bytes.len()),
        };
        result.ends.push(0);
        for &number in order {
            result.push(self.get(number));
        }
        result
    }
}

/// Texts that occur many times, each kept once and known by its number.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    texts: Strings,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
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
        let Self { texts, table, hasher } = self;
        let hash = hasher.hash_one(text);
        if let Some(&number) = table.find(hash, |&number| texts.get(number) == text) {
            return number;
        }
        let number = texts.push(text);
        table.insert_unique(hash, number, |&number| hasher.hash_one(texts.get(number)));
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
        self.table.find(self.hasher.hash_one(text), |&number| self.texts.get(number) == text).copied()
    }

    /// The text of this number.
    ///
    /// # Panics
    /// When there is none.
    pub fn text(&self, number: u32) -> &str {
        self.texts.get(number)
    }
}

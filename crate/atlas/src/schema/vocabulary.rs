//! The vocabularies of the newest released schema.

use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

#[derive(Deserialize)]
struct File {
    vocabularies: BTreeMap<String, Vec<Entry>>,
}

#[derive(Deserialize)]
struct Entry {
    value: String,
    label: String,
}

/// The values of each vocabulary.
#[derive(Debug)]
pub struct Vocabularies {
    values: BTreeMap<String, Vec<String>>,
    labels: HashMap<String, String>,
}

/// The vocabularies of schema 1.0.10.
pub fn vocabularies() -> &'static Vocabularies {
    static READ: OnceLock<Vocabularies> = OnceLock::new();
    READ.get_or_init(|| {
        // A test reads this file with every entry in place: if it didn't parse, every query value would be refused.
        let file = serde_json::from_str(include_str!("../../../../data/schemas/1.0.10/vocabularies.json"));
        let File { vocabularies } = file.unwrap_or(File { vocabularies: BTreeMap::new() });
        let mut read = Vocabularies { values: BTreeMap::new(), labels: HashMap::new() };
        for (name, entries) in vocabularies {
            let values = entries.iter().map(|entry| entry.value.clone()).collect();
            read.values.insert(name, values);
            read.labels.extend(entries.into_iter().map(|entry| (entry.value, entry.label)));
        }
        read
    })
}

impl Vocabularies {
    /// The values of a vocabulary, by its name in the schema, as `Thematique`. Empty when there is none of this name.
    pub fn values(&self, vocabulary: &str) -> &[String] {
        self.values.get(vocabulary).map_or(&[], Vec::as_slice)
    }

    /// The French label of a value, whatever its vocabulary: none has the value of another with a different label.
    ///
    /// ```
    /// let known = atlas::schema::vocabularies();
    /// assert_eq!(known.label("a-distance"), Some("À distance"));
    /// ```
    pub fn label(&self, value: &str) -> Option<&str> {
        self.labels.get(value).map(String::as_str)
    }

    /// Whether a vocabulary has a value.
    ///
    /// ```
    /// let known = atlas::schema::vocabularies();
    /// assert!(known.contains("ModeAccueil", "a-distance"));
    /// ```
    pub fn contains(&self, vocabulary: &str, value: &str) -> bool {
        self.values(vocabulary).iter().any(|known| known == value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_vocabularies_are_read() {
        let known = vocabularies();
        let sizes: Vec<_> = known.values.iter().map(|(name, values)| (name.as_str(), values.len())).collect();
        assert!(sizes.contains(&("Categorie", 16)), "{sizes:?}");
        assert!(sizes.contains(&("Thematique", 69)), "{sizes:?}");
        assert!(sizes.contains(&("ModeAccueil", 2)), "{sizes:?}");
        assert!(known.contains("Thematique", "numerique--acquerir-un-equipement"));
        assert!(!known.contains("Thematique", "numerique"));
    }

    #[test]
    fn every_thematique_belongs_to_a_category() {
        let known = vocabularies();
        for value in &known.values["Thematique"] {
            let (category, _) = value.split_once("--").unwrap();
            assert!(known.contains("Categorie", category), "{value}");
        }
    }
}

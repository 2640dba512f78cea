//! The vocabularies of the newest released schema.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// A line for each vocabulary, its name after `#`, then a line for each value: it, a tab, its label.
static WORDS: &str = include_str!(concat!(env!("OUT_DIR"), "/vocabularies.txt"));

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
        let mut read = Vocabularies { values: BTreeMap::new(), labels: HashMap::new() };
        let mut unnamed = Vec::new();
        let mut values = &mut unnamed;
        for line in WORDS.lines() {
            if let Some(name) = line.strip_prefix('#') {
                values = read.values.entry(name.to_owned()).or_default();
            } else if let Some((value, label)) = line.split_once('\t') {
                values.push(value.to_owned());
                read.labels.insert(value.to_owned(), label.to_owned());
            }
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

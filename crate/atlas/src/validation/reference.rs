//! What a released version asks, for people to read.

use super::messages::{example, rule};
use crate::schema::{Entry, Kind, Model, RecordRule, Release, Shape, release, releases};
use serde::Serialize;
use std::collections::BTreeMap;

/// A version, field by field.
#[derive(Clone, Debug, Serialize)]
pub struct Reference {
    /// The version.
    pub version: &'static str,
    /// The day it was released.
    pub released: &'static str,
    /// What it asks of each kind of record.
    pub kinds: BTreeMap<Kind, KindReference>,
    /// Its vocabularies, by name.
    pub vocabularies: BTreeMap<String, Vec<Entry>>,
    /// What changed against the version before, in French.
    pub changes: Vec<String>,
}

/// What is asked of a kind of record.
#[derive(Clone, Debug, Serialize)]
pub struct KindReference {
    /// The fields, in the package's order.
    pub fields: Vec<FieldReference>,
    /// What is asked of the record as a whole.
    pub rules: Vec<String>,
}

/// What is asked of a field.
#[derive(Clone, Debug, Serialize)]
pub struct FieldReference {
    /// Its name.
    pub name: String,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it may be null.
    pub nullable: bool,
    /// What it must be, in French.
    pub rule: String,
    /// What it means, in French, where the package says.
    pub description: Option<String>,
    /// The name of its vocabulary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vocabulary: Option<String>,
    /// A value, as written.
    pub example: String,
}

/// What a version asks; `None` when there is no such version.
///
/// ```
/// let newest = atlas::validation::reference("1.0.10").unwrap();
/// let nom = newest.kinds[&atlas::schema::Kind::Structures].fields.iter().find(|field| field.name == "nom").unwrap();
/// assert!(nom.required && nom.rule.starts_with("Un texte de 3 à 150 caractères."));
/// ```
pub fn reference(version: &str) -> Option<Reference> {
    let release = release(version)?;
    let before = releases()
        .rev()
        .skip_while(|(known, _)| *known != version)
        .nth(1)
        .and_then(|(version, _)| self::release(version));
    let mut vocabularies = BTreeMap::new();
    let mut kinds = BTreeMap::new();
    for kind in release.kinds() {
        let Some(model) = release.model(kind) else { continue };
        let fields = model.fields.iter().map(|property| {
            let vocabulary = vocabulary(&property.shape);
            if let Some(vocabulary) = vocabulary {
                vocabularies.entry(vocabulary.name.clone()).or_insert_with(|| vocabulary.entries.clone());
            }
            FieldReference {
                name: property.name.clone(),
                required: property.required,
                nullable: property.nullable,
                rule: rule(property),
                description: property.description.clone(),
                vocabulary: vocabulary.map(|vocabulary| vocabulary.name.clone()),
                example: example(property),
            }
        });
        let fields = fields.collect();
        let rules = model.rules.iter().map(|RecordRule::AtLeastOne(places)| {
            let names: Vec<&str> = places.iter().map(|&place| model.fields[place].name.as_str()).collect();
            format!("Au moins un de ces champs est rempli : {}.", names.join(", "))
        });
        kinds.insert(kind, KindReference { fields, rules: rules.collect() });
    }
    let changes = before.map_or_else(Vec::new, |before| changes(&before, &release));
    Some(Reference { version: release.version, released: release.released, kinds, vocabularies, changes })
}

fn vocabulary(shape: &Shape) -> Option<&crate::schema::Vocabulary> {
    match shape {
        Shape::Enum(vocabulary) => Some(vocabulary),
        Shape::List(list) => vocabulary(&list.items),
        _ => None,
    }
}

/// What changed from one release to the next, in sentences.
fn changes(before: &Release, after: &Release) -> Vec<String> {
    let mut sentences = Vec::new();
    for kind in Kind::ALL {
        let of = match kind {
            Kind::Structures => "structures",
            Kind::Services => "services",
        };
        let (old, new) = match (before.model(kind), after.model(kind)) {
            (Some(old), Some(new)) => (old, new),
            (None, Some(_)) => {
                sentences.push(format!("Les {of} entrent dans le schéma."));
                continue;
            }
            _ => continue,
        };
        let missing = |from: &Model, to: &Model| -> Vec<String> {
            let gone = from.fields.iter().filter(|field| to.place(&field.name).is_none());
            gone.map(|field| field.name.clone()).collect()
        };
        let added = missing(new, old);
        if !added.is_empty() {
            sentences.push(format!("Champs ajoutés aux {of} : {}.", added.join(", ")));
        }
        let removed = missing(old, new);
        if !removed.is_empty() {
            sentences.push(format!("Champs retirés des {of} : {}.", removed.join(", ")));
        }
        for field in &new.fields {
            let Some(was) = old.place(&field.name).map(|place| &old.fields[place]) else { continue };
            if was.required != field.required {
                let now = if field.required { "devient obligatoire" } else { "n’est plus obligatoire" };
                sentences.push(format!("« {} » ({of}) {now}.", field.name));
            }
            match (vocabulary(&was.shape), vocabulary(&field.shape)) {
                (Some(old), Some(new)) => sentences.extend(values(&field.name, old, new)),
                _ if rule(was) != rule(field) => {
                    sentences.push(format!("Nouvelle règle de « {} » ({of}) : {}", field.name, rule(field)));
                }
                _ => {}
            }
        }
    }
    // Both kinds may have the same vocabulary.
    let mut once = Vec::new();
    for sentence in sentences {
        if !once.contains(&sentence) {
            once.push(sentence);
        }
    }
    once
}

fn values(field: &str, before: &crate::schema::Vocabulary, after: &crate::schema::Vocabulary) -> Vec<String> {
    let without = |from: &crate::schema::Vocabulary, to: &crate::schema::Vocabulary| -> Vec<String> {
        let gone = from.entries.iter().filter(|entry| to.place(&entry.value).is_none());
        gone.map(|entry| entry.value.clone()).collect()
    };
    let told = [("ajoutées", without(after, before)), ("retirées", without(before, after))];
    let told = told.into_iter().filter(|(_, values)| !values.is_empty());
    told.map(|(what, values)| format!("Valeurs {what} dans « {field} » : {}.", values.join(", "))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_can_be_read() {
        for (version, _) in releases() {
            let reference = reference(version).unwrap();
            for kind in reference.kinds.values() {
                for field in &kind.fields {
                    assert!(
                        field.rule.ends_with('.') && !field.example.is_empty(),
                        "{version} {}",
                        field.name
                    );
                }
            }
        }
    }

    #[test]
    fn changes_are_told() {
        let reference = reference("1.0.8").unwrap();
        assert_eq!(reference.changes, ["Valeurs ajoutées dans « reseaux_porteurs » : mdph."]);
    }
}

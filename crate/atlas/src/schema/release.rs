//! Released versions of the schema: what each asks of a record.
//!
//! They are data, in `data/schemas/`: a folder a release, all of them built into the library. What a release asks beyond
//! the types of its fields is a short list of named rules.

use super::Pattern;
use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// What kind of record it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Structures.
    Structures,
    /// Services.
    Services,
}

impl Kind {
    /// Both, structures first: services refer to them.
    pub const ALL: [Self; 2] = [Self::Structures, Self::Services];

    /// Its name, as in the names of the published files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Structures => "structures",
            Self::Services => "services",
        }
    }
}

/// A released version.
#[derive(Debug)]
pub struct Release {
    /// Its number, or its date where it had none.
    pub version: &'static str,
    /// The day it was released, `YYYY-MM-DD`.
    pub released: &'static str,
    /// Whether a field that isn't in the schema is refused.
    pub extra_forbidden: bool,
    /// Which generation of pydantic its package judges with: they differ in what they let pass.
    pub pydantic: Pydantic,
    models: HashMap<Kind, Model>,
}

/// A generation of pydantic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pydantic {
    /// Up to release 0.8.0.
    One,
    /// From release 0.9.1 on.
    Two,
}

/// What a release asks of one kind of record.
#[derive(Debug)]
pub struct Model {
    /// In the order in which the package judges them.
    pub fields: Vec<Property>,
    /// What is asked of the record as a whole.
    pub rules: Vec<RecordRule>,
    by_name: Places,
}

impl Model {
    /// The place of a field among `fields`.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }
}

/// Places by name. They are looked up for every value of a file.
type Places = hashbrown::HashMap<String, usize, FxBuildHasher>;

/// A field of a release.
#[derive(Debug)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it may be null.
    pub nullable: bool,
    /// What its value must be.
    pub shape: Shape,
    /// What more is asked of a value of that shape, in the order in which it is asked.
    pub rules: Vec<FieldRule>,
    /// What the field means, in French, where the package says.
    pub description: Option<String>,
}

/// What a value must be.
#[derive(Debug)]
pub enum Shape {
    /// One value.
    Scalar(Scalar),
    /// A value of a vocabulary.
    Enum(Arc<Vocabulary>),
    /// A list. In a set, repeated values count once.
    List(List),
    /// Anything that fits one of these.
    Union(Vec<Scalar>),
}

/// A list of values.
#[derive(Debug)]
pub struct List {
    /// Whether it is a set.
    pub set: bool,
    /// The least number of values.
    pub min_items: usize,
    /// What each value must be; never a list.
    pub items: Box<Shape>,
}

/// What one value must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// A text. Lengths are in Unicode code points.
    String {
        /// The least length.
        min_length: Option<usize>,
        /// The greatest length.
        max_length: Option<usize>,
        /// What it must look like.
        pattern: Option<Pattern>,
        /// The one text it may be.
        literal: Option<String>,
    },
    /// An e-mail address.
    Email,
    /// An address in `http` or `https`, of this many bytes at most.
    Url {
        /// The greatest length.
        max_length: usize,
    },
    /// A day.
    Date,
    /// A day, or a day and a time.
    DateOrDatetime,
    /// A number, and the least it may be.
    Number {
        /// The least value.
        min: Option<f64>,
    },
    /// A whole number, and the least it may be.
    Integer {
        /// The least value.
        min: Option<f64>,
    },
    /// True or false.
    Boolean,
    /// A UUID.
    Uuid,
}

/// A vocabulary of a release.
#[derive(Debug)]
pub struct Vocabulary {
    /// Its name in the package.
    pub name: String,
    /// Its values, in the order of the package.
    pub entries: Vec<Entry>,
    by_value: Places,
}

/// A value of a vocabulary.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Entry {
    /// As it is written in a record.
    pub value: String,
    /// As people read it.
    pub label: String,
    /// What it means, where the package says.
    pub description: Option<String>,
}

impl Vocabulary {
    /// The place of a value among the entries.
    pub fn place(&self, value: &str) -> Option<usize> {
        self.by_value.get(value).copied()
    }
}

/// What is asked of a value beyond its shape.
#[derive(Clone, Debug)]
pub struct FieldRule {
    /// What is asked.
    pub check: FieldCheck,
    /// Whether it only warns.
    pub warning: bool,
    /// The package's name of the error.
    pub code: &'static str,
}

/// What may be asked of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldCheck {
    /// No earlier than a day.
    DateMin {
        /// `YYYY-MM-DD`.
        text: String,
        /// Days since 1970-01-01.
        day: i32,
    },
    /// No later than today.
    DateMaxToday,
    /// This value stands alone in its list.
    Alone(String),
    /// It doesn't end on a full stop, unless it ends so.
    NoFinalStop(String),
}

/// What is asked of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordRule {
    /// One of these fields, at least, has a value: numbers in `fields`.
    AtLeastOne(Vec<usize>),
}

struct Packed {
    version: &'static str,
    released: &'static str,
    schema: &'static str,
    vocabularies: &'static [(&'static str, usize)],
}

include!(concat!(env!("OUT_DIR"), "/releases.rs"));

/// Version and day of every release, the oldest first.
pub fn releases() -> impl DoubleEndedIterator<Item = (&'static str, &'static str)> {
    RELEASES.iter().map(|packed| (packed.version, packed.released))
}

/// A release by its version; `None` when there is none.
///
/// ```
/// use atlas::schema::{Kind, release};
///
/// let newest = release("1.0.10").unwrap();
/// let model = newest.model(Kind::Services).unwrap();
/// assert_eq!(model.fields.len(), 33);
/// assert!(release("9.9.9").is_none());
/// ```
pub fn release(version: &str) -> Option<Arc<Release>> {
    static READ: OnceLock<Vec<OnceLock<Option<Arc<Release>>>>> = OnceLock::new();
    let read = READ.get_or_init(|| RELEASES.iter().map(|_| OnceLock::new()).collect());
    let number = RELEASES.iter().position(|packed| packed.version == version)?;
    read[number].get_or_init(|| RELEASES[number].read().map(Arc::new)).clone()
}

/// Days from 1970-01-01 to a day written `YYYY-MM-DD`; `None` when it isn't one.
///
/// ```
/// assert_eq!(atlas::schema::days("1970-01-02"), Some(1));
/// assert_eq!(atlas::schema::days("2025-02-30"), None);
/// ```
pub fn days(text: &str) -> Option<i32> {
    let date = speedate::Date::parse_str(text).ok().filter(|_| text.len() == 10)?;
    i32::try_from(date.timestamp().div_euclid(86_400)).ok()
}

/// The newest release.
pub fn newest() -> &'static str {
    RELEASES.last().map_or("", |packed| packed.version)
}

impl Release {
    /// What is asked of a kind of record; `None` where the release knows no such kind.
    pub fn model(&self, kind: Kind) -> Option<&Model> {
        self.models.get(&kind)
    }

    /// The kinds that the release knows.
    pub fn kinds(&self) -> Vec<Kind> {
        Kind::ALL.into_iter().filter(|kind| self.models.contains_key(kind)).collect()
    }
}

impl Packed {
    /// `None` would mean that `data/schemas/` holds what this module doesn't understand: a test reads them all.
    fn read(&self) -> Option<Release> {
        let file: File = serde_json::from_str(self.schema).ok()?;
        let mut vocabularies = HashMap::new();
        for &(name, number) in self.vocabularies {
            let entries: Vec<Entry> = serde_json::from_str(VOCABULARIES[number]).ok()?;
            let by_value =
                entries.iter().enumerate().map(|(place, entry)| (entry.value.clone(), place)).collect();
            let vocabulary = Vocabulary { name: name.to_owned(), entries, by_value };
            vocabularies.insert(name, Arc::new(vocabulary));
        }
        let mut models = HashMap::new();
        for (kind, raw) in file.kinds {
            models.insert(kind, raw.model(&vocabularies)?);
        }
        Some(Release {
            version: self.version,
            released: self.released,
            extra_forbidden: file.extra == "forbid",
            pydantic: if file.pydantic == 1 { Pydantic::One } else { Pydantic::Two },
            models,
        })
    }
}

#[derive(Deserialize)]
struct File {
    extra: String,
    pydantic: u8,
    kinds: HashMap<Kind, RawModel>,
}

#[derive(Deserialize)]
struct RawModel {
    fields: Vec<RawField>,
    rules: Vec<RawRule>,
}

#[derive(Deserialize)]
struct RawField {
    name: String,
    required: bool,
    nullable: bool,
    description: Option<String>,
    #[serde(flatten)]
    shape: RawShape,
}

#[derive(Deserialize)]
struct RawShape {
    #[serde(rename = "type")]
    kind: String,
    min_length: Option<usize>,
    max_length: Option<usize>,
    pattern: Option<String>,
    #[serde(rename = "const")]
    literal: Option<String>,
    min: Option<f64>,
    min_items: Option<usize>,
    vocabulary: Option<String>,
    items: Option<Box<RawShape>>,
    members: Option<Vec<RawShape>>,
}

#[derive(Deserialize)]
struct RawRule {
    rule: String,
    field: Option<String>,
    fields: Option<Vec<String>>,
    min: Option<String>,
    value: Option<String>,
    except: Option<String>,
    severity: String,
    #[serde(rename = "type")]
    code: String,
}

type Vocabularies = HashMap<&'static str, Arc<Vocabulary>>;

impl RawModel {
    fn model(self, vocabularies: &Vocabularies) -> Option<Model> {
        let mut fields = Vec::with_capacity(self.fields.len());
        for field in self.fields {
            let RawField { name, required, nullable, description, shape } = field;
            let shape = shape.shape(vocabularies)?;
            fields.push(Property { name, required, nullable, shape, rules: Vec::new(), description });
        }
        let by_name: Places =
            fields.iter().enumerate().map(|(place, field)| (field.name.clone(), place)).collect();
        let mut rules = Vec::new();
        for raw in self.rules {
            let check = match raw.rule.as_str() {
                "at_least_one" => {
                    let places: Option<Vec<usize>> =
                        raw.fields?.iter().map(|name| by_name.get(name).copied()).collect();
                    rules.push(RecordRule::AtLeastOne(places?));
                    continue;
                }
                "date_min" => {
                    let text = raw.min?;
                    let day = days(&text)?;
                    FieldCheck::DateMin { text, day }
                }
                "date_max_today" => FieldCheck::DateMaxToday,
                "alone" => FieldCheck::Alone(raw.value?),
                "no_final_stop" => FieldCheck::NoFinalStop(raw.except?),
                _ => return None,
            };
            let code = if raw.code == "avertissement" { "avertissement" } else { "value_error" };
            let rule = FieldRule { check, warning: raw.severity == "warning", code };
            fields[*by_name.get(&raw.field?)?].rules.push(rule);
        }
        Some(Model { fields, rules, by_name })
    }
}

impl RawShape {
    fn shape(self, vocabularies: &Vocabularies) -> Option<Shape> {
        Some(match self.kind.as_str() {
            "enum" => Shape::Enum(Arc::clone(vocabularies.get(self.vocabulary?.as_str())?)),
            "set" | "list" => Shape::List(List {
                set: self.kind == "set",
                min_items: self.min_items.unwrap_or(0),
                items: Box::new(self.items?.shape(vocabularies)?),
            }),
            "union" => {
                let members: Option<Vec<Scalar>> = self.members?.into_iter().map(Self::scalar).collect();
                Shape::Union(members?)
            }
            _ => Shape::Scalar(self.scalar()?),
        })
    }

    fn scalar(self) -> Option<Scalar> {
        Some(match self.kind.as_str() {
            "string" => Scalar::String {
                min_length: self.min_length,
                max_length: self.max_length,
                pattern: self.pattern.map(|source| Pattern::parse(&source).ok_or(())).transpose().ok()?,
                literal: self.literal,
            },
            "email" => Scalar::Email,
            "url" => Scalar::Url { max_length: self.max_length? },
            "date" => Scalar::Date,
            "datetime_or_date" => Scalar::DateOrDatetime,
            "number" => Scalar::Number { min: self.min },
            "integer" => Scalar::Integer { min: self.min },
            "boolean" => Scalar::Boolean,
            "uuid" => Scalar::Uuid,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_release_is_understood() {
        for (version, _) in releases() {
            let release = release(version).unwrap_or_else(|| panic!("{version}"));
            assert!(release.model(Kind::Structures).is_some(), "{version}");
        }
        assert_eq!(releases().next().map(|(version, _)| version), Some("2022-04-26"));
        assert_eq!(newest(), "1.0.10");
    }

    #[test]
    fn rules_stand_by_their_fields() {
        let release = release("1.0.10").unwrap();
        let model = release.model(Kind::Services).unwrap();
        let nom = &model.fields[model.place("nom").unwrap()];
        assert!(nom.rules.iter().all(|rule| rule.warning && rule.code == "avertissement"));
        let publics = &model.fields[model.place("publics").unwrap()];
        assert_eq!(publics.rules[0].check, FieldCheck::Alone("tous-publics".to_owned()));
    }

    #[test]
    fn the_pivot_rule_is_that_of_its_time() {
        let rules = |version: &str| release(version).unwrap().model(Kind::Structures).unwrap().rules.len();
        assert_eq!(["0.1.0", "0.2.0", "0.6.0", "0.7.0"].map(rules), [0, 1, 1, 0]);
    }
}

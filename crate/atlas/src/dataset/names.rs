//! Names word by word, for a search as one types.
//!
//! Every folded word of a service's or structure's name stands once in a sorted list, with the services and structures
//! that have it. A typed word may be the beginning of many: they are neighbours in the list. Typos need the whole list.

use super::atlas::Atlas;
use super::bitmap::Bitmap;
use super::dictionary::Dictionary;
use super::facet::Facet;
use super::records::{Record, Records};
use crate::buffers::{Lists, Strings};
use crate::schema::vocabularies;
use crate::text::{Closeness, closeness, each_word, meets, telling, variants, words};
use hashbrown::HashSet;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Words of names, and who has them.
#[derive(Debug)]
pub(crate) struct Names {
    /// Sorted.
    words: Strings,
    who: Who,
    /// The words of the labels that vocabularies have, and the facet and place of the value that each belongs to.
    labels: Vec<(String, Facet, usize)>,
}

/// Who has each word.
#[derive(Debug)]
enum Who {
    /// Services and structures that have it in their name.
    Whole { services: Lists, structures: Lists },
    /// Words in parts, of which those that were needed are there: the first word of each, and of its words the services that
    /// have them in their name, and in their structure's.
    Parts(Vec<(u32, OnceLock<[Lists; 2]>)>),
}

/// What a search in names found.
#[derive(Debug)]
pub(crate) struct Matches {
    /// Services that have every word.
    pub(crate) services: Bitmap,
    /// How well each service has them: more is better. Services that don't have every word have any number.
    pub(crate) relevance: Vec<u16>,
    /// The folded words that were met, in names and labels.
    pub(crate) words: HashSet<String>,
}

/// What a word counts, by where it stands.
#[derive(Clone, Copy)]
enum Place {
    Name = 4,
    StructureName = 2,
    Label = 1,
}

impl Names {
    pub(super) fn new(atlas: &Atlas) -> Self {
        let mut known = Dictionary::default();
        let of_services = word_lists(&atlas.services.records, &atlas.dictionary, &mut known);
        let of_structures = word_lists(&atlas.structures.records, &atlas.dictionary, &mut known);
        let mut order: Vec<u32> = (0..known.len() as u32).collect();
        order.sort_unstable_by_key(|&word| known.text(word));
        let mut sorted = Strings::default();
        order.iter().for_each(|&word| {
            sorted.push(known.text(word));
        });
        let inverted = |lists: &Lists| {
            let unsorted = lists.inverted(known.len(), 0..lists.len() as u32);
            let mut lists = Lists::default();
            order.iter().for_each(|&word| lists.push(unsorted.get(word)));
            lists
        };
        let who = Who::Whole { services: inverted(&of_services), structures: inverted(&of_structures) };
        Self { words: sorted, who, labels: labels() }
    }

    /// Words of which no part is there yet: the first word of each part.
    pub(crate) fn in_parts(words: Strings, firsts: Vec<u32>) -> Self {
        let parts = firsts.into_iter().map(|first| (first, OnceLock::new())).collect();
        Self { words, who: Who::Parts(parts), labels: labels() }
    }

    /// The words, sorted.
    pub(crate) fn words(&self) -> &Strings {
        &self.words
    }

    /// Takes the services of the words of a part.
    pub(crate) fn give(&self, part: usize, lists: [Lists; 2]) {
        if let Who::Parts(parts) = &self.who
            && let Some((_, there)) = parts.get(part)
        {
            // What is there already is the same.
            let _ = there.set(lists);
        }
    }

    /// How many words a part has.
    pub(crate) fn words_in(&self, part: usize) -> usize {
        let Who::Parts(parts) = &self.who else { return 0 };
        let first = |at: usize| parts.get(at).map_or(self.words.len() as u32, |(first, _)| *first);
        (first(part + 1) - first(part)) as usize
    }

    /// The parts that a question's words are in and that aren't there.
    pub(crate) fn missing(&self, question: &str) -> BTreeSet<usize> {
        let Who::Parts(parts) = &self.who else { return BTreeSet::new() };
        let typed = words(question);
        let near = telling(&typed).into_iter().flat_map(|word| self.near(word));
        near.map(|(word, _)| part_of(parts, word)).filter(|&part| parts[part].1.get().is_none()).collect()
    }

    /// Services that have a word in their name, then in their structure's.
    pub(crate) fn who(&self, atlas: &Atlas, word: u32) -> [Cow<'_, [u32]>; 2] {
        match &self.who {
            Who::Whole { services, structures } => {
                let own = structures.get(word).iter();
                let mut of_structures: Vec<u32> =
                    own.flat_map(|&structure| atlas.services.by_structure.get(structure)).copied().collect();
                of_structures.sort_unstable();
                [Cow::Borrowed(services.get(word)), Cow::Owned(of_structures)]
            }
            Who::Parts(parts) => {
                let (first, lists) = &parts[part_of(parts, word)];
                match lists.get() {
                    Some([own, of_structures]) => {
                        [own, of_structures].map(|lists| Cow::Borrowed(lists.get(word - first)))
                    }
                    None => Default::default(),
                }
            }
        }
    }

    /// Services whose names, whose structure's name and whose labels have every word of a question between them: the
    /// word, its plural or singular, a word that begins so, or one that is a typo away. `None` when nothing is asked.
    pub(crate) fn find(&self, atlas: &Atlas, question: &str) -> Option<Matches> {
        let typed = words(question);
        let typed = telling(&typed);
        if typed.is_empty() {
            return None;
        }
        let count = atlas.services.records.len();
        let mut matches =
            Matches { services: Bitmap::all(count), relevance: vec![0; count], words: HashSet::new() };
        let mut best = vec![0u8; count];
        for word in typed {
            best.fill(0);
            let mut found = Bitmap::none(count);
            let mut meet = |service: u32, place: Place, closeness: Closeness| {
                let closeness = match closeness {
                    Closeness::Same => 4,
                    Closeness::Prefix => 3,
                    Closeness::Typo => 1,
                };
                found.insert(service);
                let value = &mut best[service as usize];
                *value = (*value).max(closeness * place as u8);
            };
            for (number, closeness) in self.near(word) {
                matches.words.insert(self.words.get(number).to_owned());
                if let Who::Whole { services, structures } = &self.who {
                    for &service in services.get(number) {
                        meet(service, Place::Name, closeness);
                    }
                    for &structure in structures.get(number) {
                        for &service in atlas.services.by_structure.get(structure) {
                            meet(service, Place::StructureName, closeness);
                        }
                    }
                    continue;
                }
                let [own, of_structures] = self.who(atlas, number);
                own.iter().for_each(|&service| meet(service, Place::Name, closeness));
                of_structures.iter().for_each(|&service| meet(service, Place::StructureName, closeness));
            }
            let all = variants(word);
            for (label, facet, value) in &self.labels {
                let Some(closeness) = meets(&all, label) else {
                    continue;
                };
                matches.words.insert(label.clone());
                for service in atlas.services.facet(*facet).values.get(*value).iter() {
                    meet(service, Place::Label, closeness);
                }
            }
            matches.services.keep(&found);
            for (sum, best) in matches.relevance.iter_mut().zip(&best) {
                *sum += u16::from(*best);
            }
        }
        Some(matches)
    }

    /// Words near a typed one, each once with its best closeness.
    fn near(&self, typed: &str) -> Vec<(u32, Closeness)> {
        let mut found: Vec<(u32, Closeness)> = Vec::new();
        let all = variants(typed);
        for variant in &all {
            let first = self.words.partition_point(0, |word| word < variant.as_str());
            let begins = (first..self.words.len() as u32)
                .take_while(|&number| self.words.get(number).starts_with(variant.as_str()));
            found.extend(
                begins.filter_map(|number| Some((number, closeness(variant, self.words.get(number))?))),
            );
        }
        if typed.len() >= crate::text::TYPO_LETTERS {
            let typos = (0..self.words.len() as u32).filter_map(|number| {
                let closeness = closeness(typed, self.words.get(number))?;
                (closeness == Closeness::Typo).then_some((number, closeness))
            });
            found.extend(typos);
        }
        found.sort_unstable();
        found.dedup_by_key(|(number, _)| *number);
        found
    }
}

/// The part that a word is in.
fn part_of<T>(parts: &[(u32, T)], word: u32) -> usize {
    parts.partition_point(|(first, _)| *first <= word).saturating_sub(1)
}

/// The words of each record's name, each once.
fn word_lists(records: &Records, dictionary: &Dictionary, known: &mut Dictionary) -> Lists {
    let mut lists = Lists::default();
    let mut codes = Vec::new();
    for number in 0..records.len() as u32 {
        name_words(&records.get(dictionary, number), known, &mut codes);
        lists.push(&codes);
    }
    lists
}

/// The words of one record's name. A call of its own: see `full_text::Writer::service`.
#[inline(never)]
fn name_words(record: &Record<'_>, known: &mut Dictionary, codes: &mut Vec<u32>) {
    codes.clear();
    each_word(&record.text("nom").unwrap_or_default(), |word| codes.push(known.intern(word)));
    codes.sort_unstable();
    codes.dedup();
}

/// The words of all labels.
fn labels() -> Vec<(String, Facet, usize)> {
    let mut labels = Vec::new();
    for facet in [Facet::Thematiques, Facet::Publics, Facet::Types, Facet::ReseauxPorteurs] {
        for (at, value) in facet.known_values().iter().enumerate() {
            let mut own = vocabularies().label(value).map(words).unwrap_or_default();
            if let Some((category, _)) = value.split_once("--") {
                own.extend(vocabularies().label(category).map(words).unwrap_or_default());
            }
            own.sort_unstable();
            own.dedup();
            let telling = telling(&own).into_iter().map(|word| (word.to_owned(), facet, at));
            labels.extend(telling);
        }
    }
    labels
}

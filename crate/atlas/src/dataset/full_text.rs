//! All texts, lexeme by lexeme, with the position and weight of every occurrence: what `ts_rank_cd` needs.
//!
//! A service's text is, in this order: its structure's name and its own (weight A); the labels of its thématiques, of its
//! publics and of its structure's réseaux porteurs, and `publics_precisions` (B); its description and its structure's
//! (C). Positions run on from part to part, as where PostgreSQL joins `tsvector`s.

use super::atlas::Atlas;
use super::dictionary::Dictionary;
use super::records::{Reader, write_varint};
use crate::schema::vocabularies;
use crate::text::{Lexer, Occurrence, Token, Weight, tokens};

/// The last position that PostgreSQL tells from those after it.
const LAST_POSITION: u32 = 16_383;
/// Occurrences of a lexeme in a text that PostgreSQL keeps.
const MOST_OCCURRENCES: usize = 256;

/// For each lexeme, the services that have it, and where.
#[derive(Debug)]
pub(crate) struct FullText {
    lexemes: Dictionary,
    /// By lexeme: for each service its number less the one before, how many occurrences, and for each its position less
    /// the one before, times 4, plus the weight.
    postings: Vec<Vec<u8>>,
}

/// A lexeme in a service's text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    lexeme: u32,
    /// Its position, times 4, plus its weight.
    place: u32,
}

impl FullText {
    pub(super) fn new(atlas: &Atlas) -> Self {
        let mut writer = Writer {
            lexer: Lexer::default(),
            known: Default::default(),
            lexemes: Dictionary::default(),
            postings: Vec::new(),
            last: Vec::new(),
            found: Vec::new(),
            base: 0,
        };
        for number in 0..atlas.services.records.len() as u32 {
            writer.service(atlas, number);
        }
        Self { lexemes: writer.lexemes, postings: writer.postings }
    }

    /// Calls `visit` with every service that has all of the lexemes, and their occurrences in it by position.
    pub(crate) fn all(&self, lexemes: &[String], mut visit: impl FnMut(u32, &[Occurrence])) {
        let numbers: Option<Vec<u32>> = lexemes.iter().map(|lexeme| self.lexemes.find(lexeme)).collect();
        let Some(numbers) = numbers.filter(|numbers| !numbers.is_empty()) else { return };
        let mut cursors: Vec<Postings<'_>> =
            numbers.iter().map(|&number| Postings::new(&self.postings[number as usize])).collect();
        let mut occurrences = Vec::new();
        let mut wanted = 0;
        'services: loop {
            for cursor in &mut cursors {
                while cursor.service.is_none_or(|service| service < wanted) {
                    if !cursor.next() {
                        return;
                    }
                }
                let service = cursor.service.unwrap_or(wanted);
                if service > wanted {
                    wanted = service;
                    continue 'services;
                }
            }
            occurrences.clear();
            for (word, cursor) in cursors.iter().enumerate() {
                cursor.occurrences(word as u32, &mut occurrences);
            }
            occurrences.sort_by_key(|occurrence: &Occurrence| occurrence.position);
            visit(wanted, &occurrences);
            wanted += 1;
        }
    }
}

struct Writer {
    lexer: Lexer,
    /// Tokens as written, those of each kind by themselves, and their lexemes.
    known: [(Dictionary, Vec<Option<u32>>); 3],
    lexemes: Dictionary,
    postings: Vec<Vec<u8>>,
    /// One more than the last service of each lexeme.
    last: Vec<u32>,
    found: Vec<Found>,
    base: u32,
}

impl Writer {
    /// Adds a service. A call of its own for each: browsers run what is called often in faster code, and what loops inside
    /// one long call in slower.
    #[inline(never)]
    fn service(&mut self, atlas: &Atlas, number: u32) {
        let service = atlas.service(number);
        let structure = atlas.services.structure[number as usize].map(|number| atlas.structure(number));
        let structure_text =
            |field| structure.and_then(|structure| structure.text(field)).unwrap_or_default();
        let [nom, precisions, description] =
            service.texts(["nom", "publics_precisions", "description"].map(|name| service.field(name)));
        let networks = structure.map(|structure| structure.codes("reseaux_porteurs")).unwrap_or_default();
        self.text(&structure_text("nom"), Weight::A);
        self.text(&nom.unwrap_or_default(), Weight::A);
        self.text(&labels(service.codes("thematiques")), Weight::B);
        self.text(&labels(service.codes("publics")), Weight::B);
        self.text(&labels(networks), Weight::B);
        self.text(&precisions.unwrap_or_default(), Weight::B);
        self.text(&description.unwrap_or_default(), Weight::C);
        self.text(&structure_text("description"), Weight::C);
        self.end(number);
    }

    #[inline(never)]
    fn text(&mut self, text: &str, weight: Weight) {
        let base = self.base;
        let mut position = base;
        tokens(text, |token| {
            position += 1;
            if let Some(lexeme) = self.lexeme(token) {
                let position = position.min(LAST_POSITION);
                self.base = self.base.max(position);
                self.found.push(Found { lexeme, place: position << 2 | weight as u32 });
            }
        });
    }

    fn lexeme(&mut self, token: Token<'_>) -> Option<u32> {
        let (tokens, lexemes) = &mut self.known[token.kind as usize];
        let number = tokens.intern(token.text) as usize;
        if number == lexemes.len() {
            lexemes.push(self.lexer.lexeme(token).map(|lexeme| self.lexemes.intern(&lexeme)));
            self.postings.resize_with(self.lexemes.len(), Vec::new);
            self.last.resize(self.lexemes.len(), 0);
        }
        lexemes[number]
    }

    fn end(&mut self, service: u32) {
        self.base = 0;
        self.found.sort_unstable();
        for occurrences in self.found.chunk_by(|a, b| a.lexeme == b.lexeme) {
            let kept = &occurrences[..occurrences.len().min(MOST_OCCURRENCES)];
            let lexeme = kept[0].lexeme as usize;
            let posting = &mut self.postings[lexeme];
            write_varint(posting, u64::from(service + 1 - self.last[lexeme]));
            self.last[lexeme] = service + 1;
            write_varint(posting, kept.len() as u64);
            let mut before = 0;
            for Found { place, .. } in kept {
                write_varint(posting, u64::from(place - (before << 2)));
                before = place >> 2;
            }
        }
        self.found.clear();
    }
}

/// The labels of values, in the order of the values.
fn labels(mut values: Vec<&str>) -> String {
    values.sort_unstable();
    let labels: Vec<&str> = values.into_iter().filter_map(|value| vocabularies().label(value)).collect();
    labels.join(", ")
}

/// A lexeme's postings while they are read.
struct Postings<'a> {
    rest: Reader<'a>,
    service: Option<u32>,
    /// Where the occurrences in the service begin, and how many there are.
    here: (Reader<'a>, u64),
}

impl<'a> Postings<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let rest = Reader { bytes };
        Self { here: (rest.clone(), 0), rest, service: None }
    }

    /// Goes to the next service; false when there is none.
    fn next(&mut self) -> bool {
        let Some(step) = self.rest.varint() else { return false };
        self.service = Some(self.service.map_or(0, |service| service + 1) + step as u32 - 1);
        let count = self.rest.varint().unwrap_or(0);
        self.here = (self.rest.clone(), count);
        for _ in 0..count {
            self.rest.varint();
        }
        true
    }

    fn occurrences(&self, word: u32, into: &mut Vec<Occurrence>) {
        let (mut reader, count) = self.here.clone();
        let mut position = 0;
        for _ in 0..count {
            let Some(packed) = reader.varint() else { break };
            position += (packed >> 2) as u32;
            let weight = match packed & 3 {
                0 => Weight::A,
                1 => Weight::B,
                _ => Weight::C,
            };
            into.push(Occurrence { position, word, weight });
        }
    }
}

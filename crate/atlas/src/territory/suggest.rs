//! Places by what somebody types.
//!
//! Every place has its name's words in one sorted list; a former commune's name is a further name of today's commune.
//! A text is split into words and numbers; its most telling word picks candidates from the list, and each is held
//! against the whole text. A text of numbers only goes by codes instead.

use super::table::{PlaceKind, Table};
use crate::buffers::{Lists, Strings};
use crate::text::{is_article, telling, words};
use std::cmp::Reverse;

/// More words than any place's name has. What comes after is ignored.
const MAX_WORDS: usize = 12;

/// Names by their words, and places by their postal codes.
#[derive(Debug)]
pub(super) struct Index {
    /// The folded words of each name, articles and all, joined by spaces.
    names: Strings,
    /// The place that each name belongs to.
    places: Vec<u32>,
    /// Names that aren't in use any more follow from here.
    first_former: u32,
    /// All words, sorted.
    words: Strings,
    /// For each word, the names that have it.
    names_of: Lists,
    /// Postal code and place, sorted.
    postal: Vec<(u32, u32)>,
}

/// How well a name answers a text: smaller is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The name, to the letter (accents, case and hyphens apart).
    Whole,
    /// The name but for articles.
    Exact,
    /// The name begins so.
    Start,
    /// The words occur.
    Words,
}

/// Best first, when sorted ascending: how well the name fits, how many words only the département's name has, the group
/// of its kind, inhabitants.
type Rank = (Fit, usize, u8, Reverse<u32>, PlaceKind, u32);

impl Index {
    pub(super) fn new(table: &Table) -> Self {
        let mut names = Strings::default();
        let mut places = Vec::new();
        let mut pairs = Vec::new();
        let mut add = |nom: &str, place: u32| {
            let all = words(nom);
            let number = names.push(&all.join(" "));
            places.push(place);
            pairs.extend(telling(&all).into_iter().map(|word| (word.to_owned(), number)));
            number
        };
        let mut first_former = 0;
        for row in table.rows() {
            first_former = add(table.nom(row), row) + 1;
        }
        for (nom, row) in table.former_names().filter(|(nom, _)| !nom.is_empty()) {
            add(nom, row);
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut index = Self {
            names,
            places,
            first_former,
            words: Strings::default(),
            names_of: Lists::default(),
            postal: vec![],
        };
        for same in pairs.chunk_by(|a, b| a.0 == b.0) {
            index.words.push(&same[0].0);
            index.names_of.push(&same.iter().map(|&(_, name)| name).collect::<Vec<_>>());
        }
        index.postal = table
            .rows()
            .flat_map(|row| table.postal_codes(row).iter().map(move |&code| (code, row)))
            .collect();
        index.postal.sort_unstable();
        index
    }

    pub(super) fn find(&self, table: &Table, text: &str, limit: usize) -> Vec<u32> {
        let mut typed = words(text);
        typed.truncate(MAX_WORDS);
        let query = Query::new(&typed);
        let mut ranked =
            if query.words.is_empty() { self.by_numbers(table, &query) } else { self.by_name(table, &query) };
        ranked.sort_unstable();
        // A place may be found by several of its names, and a commune déléguée may have its commune's code: the best
        // counts.
        let mut found: Vec<u32> = Vec::new();
        for (.., row) in ranked {
            let same = |other: &u32| {
                *other == row || (table.parent(row) == Some(*other) && table.code(row) == table.code(*other))
            };
            if found.len() < limit && !found.iter().any(same) {
                found.push(row);
            }
        }
        self.keep_code(table, &query, limit, &mut found);
        found
    }

    /// A number may be both a postal code and the INSEE code of somewhere else. Those of the postal code come first;
    /// the place of the code must not fall off the end.
    fn keep_code(&self, table: &Table, query: &Query<'_>, limit: usize, found: &mut Vec<u32>) {
        if let ([number], []) = (query.numbers.as_slice(), query.words.as_slice())
            && let Some(row) = table.commune(&number.to_uppercase())
            && limit > 0
            && !found.contains(&row)
        {
            found.truncate(limit - 1);
            found.push(row);
        }
    }

    fn by_numbers(&self, table: &Table, query: &Query<'_>) -> Vec<Rank> {
        let Some((first, others)) = query.numbers.split_first() else { return Vec::new() };
        let code = first.to_uppercase();
        let mut rows: Vec<(Fit, u32)> = Vec::new();
        for row in table.rows() {
            let container =
                matches!(table.kind(row), PlaceKind::Departement | PlaceKind::Region | PlaceKind::Epci);
            if container && table.code(row) == code && table.kind(row) != PlaceKind::Region {
                rows.push((Fit::Whole, row));
            }
        }
        rows.extend(self.with_postal_code(first).map(|row| (Fit::Start, row)));
        if let Some(row) = table.commune(&code) {
            // After the places of this postal code, when there are any.
            rows.push((if rows.is_empty() { Fit::Whole } else { Fit::Words }, row));
        }
        rows.retain(|&(_, row)| others.iter().all(|number| self.has_number(table, row, number)));
        rows.into_iter().map(|(fit, row)| rank(table, query, row, (fit, 0), false)).collect()
    }

    /// Places of a postal code, or of all that begin so.
    fn with_postal_code(&self, digits: &str) -> impl Iterator<Item = u32> {
        let length = digits.len() as u32;
        let range = match digits.parse::<u32>() {
            Ok(number) if (2..=5).contains(&length) => {
                let step = 10u32.pow(5 - length);
                number * step..(number + 1) * step
            }
            _ => 0..0,
        };
        let start = self.postal.partition_point(|&(code, _)| code < range.start);
        self.postal[start..].iter().take_while(move |(code, _)| range.contains(code)).map(|&(_, row)| row)
    }

    /// Whether a number goes with a place: its département, the beginning of a postal code or of its INSEE code.
    fn has_number(&self, table: &Table, row: u32, number: &str) -> bool {
        let upper = number.to_uppercase();
        table.departement(row).is_some_and(|departement| table.code(departement) == upper)
            || table.code(row).starts_with(&upper)
            || table.postal_codes(row).iter().any(|code| format!("{code:05}").starts_with(number))
    }

    fn by_name(&self, table: &Table, query: &Query<'_>) -> Vec<Rank> {
        let mut ranked = Vec::new();
        // The word with the fewest names picks the candidates. Where it may stand for a département, the place may be
        // named by the other words alone: then the next one picks some too.
        let count = |word: &&str| self.range(word).map(|at| self.names_of.get(at).len()).sum::<usize>();
        let mut pivots = query.words.clone();
        pivots.sort_by_cached_key(count);
        let enough = pivots.iter().position(|word| !self.names_departement(table, word));
        pivots.truncate(enough.map_or(usize::MAX, |at| at + 1));
        for at in pivots.iter().flat_map(|word| self.range(word)) {
            for &name in self.names_of.get(at) {
                let row = self.places[name as usize];
                if let Some((fit, others)) = self.fit(table, query, name, row) {
                    ranked.push(rank(table, query, row, (fit, others), name >= self.first_former));
                }
            }
        }
        ranked
    }

    /// Places in the sorted words of those that begin with `word`.
    fn range(&self, word: &str) -> std::ops::Range<u32> {
        let start = self.words.partition_point(0, |known| known < word);
        start..self.words.partition_point(start, |known| known.starts_with(word))
    }

    fn names_departement(&self, table: &Table, word: &str) -> bool {
        let containers = table.rows().take_while(|&row| table.kind(row) != PlaceKind::Epci);
        containers.into_iter().any(|row| self.names.get(row).split(' ').any(|own| own.starts_with(word)))
    }

    fn fit(&self, table: &Table, query: &Query<'_>, name: u32, row: u32) -> Option<(Fit, usize)> {
        let name = self.names.get(name);
        let own: Vec<&str> = name.split(' ').collect();
        // Each word must be one of the name's, in full or begun; else one of its département's name.
        let mut used = vec![false; own.len()];
        let mut take = |word: &str| {
            let free = |at: &usize, fits: &dyn Fn(&str) -> bool| !used[*at] && fits(own[*at]);
            let at = (0..own.len())
                .find(|at| free(at, &|own| own == word))
                .or_else(|| (0..own.len()).find(|at| free(at, &|own| own.starts_with(word))));
            at.map(|at| used[at] = true).is_some()
        };
        let (named, others): (Vec<&str>, Vec<&str>) = query.words.iter().partition(|word| take(word));
        let numbers: Vec<&str> = query.numbers.iter().copied().filter(|number| !take(number)).collect();
        let departement = table.departement(row).map(|row| self.names.get(row)).unwrap_or_default();
        let fits = !named.is_empty()
            && others.iter().all(|word| departement.split(' ').any(|own| own.starts_with(word)))
            && numbers.iter().all(|number| self.has_number(table, row, number));
        if !fits {
            return None;
        }
        let typed = query.all.iter().filter(|word| !others.contains(word) && !numbers.contains(word));
        let telling: Vec<&str> = own.iter().copied().filter(|word| !is_article(word)).collect();
        let begun = telling.len() >= named.len()
            && telling.iter().zip(&named).all(|(own, word)| own.starts_with(word));
        let fit = if typed.eq(&own) {
            Fit::Whole
        } else if telling == named {
            Fit::Exact
        } else if begun {
            Fit::Start
        } else {
            Fit::Words
        };
        Some((fit, others.len()))
    }
}

/// What was typed.
struct Query<'a> {
    /// All words and numbers.
    all: Vec<&'a str>,
    /// Words, without articles unless there is nothing else.
    words: Vec<&'a str>,
    /// Numbers of two digits or more, and the beginnings of Corsican codes.
    numbers: Vec<&'a str>,
}

impl<'a> Query<'a> {
    fn new(typed: &'a [String]) -> Self {
        let is_number = |word: &str| {
            let digits = word.strip_prefix("2a").or_else(|| word.strip_prefix("2b"));
            let digits = digits.unwrap_or(word);
            word.len() >= 2 && word.len() <= 9 && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        let all: Vec<&str> = typed.iter().map(String::as_str).collect();
        let (numbers, named): (Vec<&str>, Vec<&str>) = all.iter().partition(|word| is_number(word));
        let words: Vec<&str> = named.iter().copied().filter(|word| !is_article(word)).collect();
        Self { words: if words.is_empty() { named } else { words }, numbers, all }
    }
}

fn rank(table: &Table, query: &Query<'_>, row: u32, (fit, others): (Fit, usize), former: bool) -> Rank {
    let kind = table.kind(row);
    // Of places named alike, what can be searched around as it is named comes first. With a number, a name is a
    // commune's: « Corrèze 19 ».
    let named_alone = query.words.is_empty() || query.numbers.is_empty();
    let group = match kind {
        PlaceKind::Commune | PlaceKind::Arrondissement if !former => 0,
        PlaceKind::Departement | PlaceKind::Region if fit <= Fit::Exact && named_alone => 0,
        PlaceKind::Departement | PlaceKind::Region | PlaceKind::Epci => 2,
        _ => 1,
    };
    (fit, others, group, Reverse(table.population(row).unwrap_or(0)), kind, row)
}

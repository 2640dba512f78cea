//! Questions in words: `plainto_tsquery` and `websearch_to_tsquery`.

use super::Lexer;

/// The lexemes of a question, each once, in order: `plainto_tsquery`. All of them are wanted.
pub fn all_words(lexer: &Lexer, text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    lexer.lexemes(text, |_, lexeme| {
        if !found.iter().any(|known| known == lexeme) {
            found.push(lexeme.to_owned());
        }
    });
    found
}

/// A question as one types it into a search engine: words that must all be there, `or` between alternatives, `"…"` for
/// words in a row, `-` before what must not be there. `websearch_to_tsquery`.
#[derive(Clone, Debug, PartialEq)]
pub struct WebQuery {
    /// Alternatives; in each, all terms hold.
    alternatives: Vec<Vec<Term>>,
}

#[derive(Clone, Debug, PartialEq)]
struct Term {
    negated: bool,
    /// Lexemes and how many positions after the one before they stand.
    phrase: Vec<(String, u32)>,
}

impl WebQuery {
    /// Reads a question. Anything is one: what can't be read as an operator is a word.
    ///
    /// ```
    /// use atlas::text::{Lexer, WebQuery};
    ///
    /// let lexer = Lexer::default();
    /// let query = WebQuery::new(&lexer, "jeunes -étudiants or \"parents isolés\"");
    /// assert!(query.holds(&lexer, "Les jeunes de 16 à 25 ans"));
    /// assert!(!query.holds(&lexer, "Jeunes étudiants"));
    /// assert!(query.holds(&lexer, "parents isolés étudiants"));
    /// ```
    pub fn new(lexer: &Lexer, text: &str) -> Self {
        let mut alternatives = vec![Vec::new()];
        let mut rest = text;
        let mut negated = false;
        while let Some(first) = rest.chars().next() {
            match first {
                '"' => {
                    let inside = &rest[1..];
                    let close = inside.find('"');
                    let (quoted, after) =
                        close.map_or((inside, ""), |close| (&inside[..close], &inside[close + 1..]));
                    push(&mut alternatives, phrase(lexer, quoted, false), negated);
                    negated = false;
                    rest = after;
                }
                '-' if rest[1..].starts_with(|next: char| next == '"' || !next.is_whitespace()) => {
                    negated = true;
                    rest = &rest[1..];
                }
                blank if blank.is_whitespace() => rest = &rest[blank.len_utf8()..],
                _ => {
                    let end = rest.find(|letter: char| letter.is_whitespace() || letter == '"');
                    let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
                    if word.eq_ignore_ascii_case("or") && !negated {
                        alternatives.push(Vec::new());
                    } else {
                        push(&mut alternatives, phrase(lexer, word, true), negated);
                    }
                    negated = false;
                    rest = after;
                }
            }
        }
        alternatives.retain(|terms| !terms.is_empty());
        Self { alternatives }
    }

    /// Whether nothing is asked: no word, or stop words alone. Nothing answers such a question.
    pub fn is_empty(&self) -> bool {
        self.alternatives.is_empty()
    }

    /// Whether a text answers.
    pub fn holds(&self, lexer: &Lexer, text: &str) -> bool {
        let mut found = Vec::new();
        lexer.lexemes(text, |position, lexeme| found.push((lexeme.to_owned(), position)));
        found.sort_unstable();
        let holds = |term: &Term| term.stands_in(&found) != term.negated;
        self.alternatives.iter().any(|terms| terms.iter().all(holds))
    }

    /// Whether something is asked for that must not be there.
    pub fn negates(&self) -> bool {
        self.alternatives.iter().flatten().any(|term| term.negated)
    }

    /// Whether several texts together answer, a word that must not be there being in none of them.
    pub fn holds_in(&self, lexer: &Lexer, texts: &[&str]) -> bool {
        let found: Vec<Vec<(String, u32)>> = texts
            .iter()
            .map(|text| {
                let mut found = Vec::new();
                lexer.lexemes(text, |position, lexeme| found.push((lexeme.to_owned(), position)));
                found.sort_unstable();
                found
            })
            .collect();
        let holds = |term: &Term| found.iter().any(|found| term.stands_in(found)) != term.negated;
        self.alternatives.iter().any(|terms| terms.iter().all(holds))
    }
}

impl Term {
    /// Whether the phrase stands in a text of these lexemes and positions, sorted.
    fn stands_in(&self, found: &[(String, u32)]) -> bool {
        let positions = |lexeme: &str| {
            let start = found.partition_point(|(other, _)| other.as_str() < lexeme);
            let lexeme = lexeme.to_owned();
            found[start..]
                .iter()
                .take_while(move |(other, _)| *other == lexeme)
                .map(|(_, position)| *position)
        };
        let Some((first, _)) = self.phrase.first() else { return false };
        positions(first).any(|start| {
            let mut at = start;
            self.phrase[1..].iter().all(|(lexeme, after)| {
                at += after;
                positions(lexeme).any(|position| position == at)
            })
        })
    }
}

fn push(alternatives: &mut [Vec<Term>], phrase: Vec<(String, u32)>, negated: bool) {
    if let Some(terms) = alternatives.last_mut()
        && !phrase.is_empty()
    {
        terms.push(Term { negated, phrase });
    }
}

/// The lexemes of one operand. Those of one word stand in a row whatever lies between them: `compact`.
fn phrase(lexer: &Lexer, text: &str, compact: bool) -> Vec<(String, u32)> {
    let mut phrase = Vec::new();
    let mut last = 0;
    lexer.lexemes(text, |position, lexeme| {
        let after = if compact && !phrase.is_empty() { 1.max(position - last) } else { position - last };
        phrase.push((lexeme.to_owned(), after));
        last = position;
    });
    phrase
}

//! Texts and questions in words against PostgreSQL's own lexemes: see tests/parity/README.md.
#![allow(clippy::unwrap_used)]

mod support;

use atlas::text::{Lexer, all_words};
use serde_json::Value;
use std::collections::BTreeMap;
use support::parity_lines;

/// `'lexeme':1,2 'other':3` as PostgreSQL prints it.
fn tsvector(lexer: &Lexer, text: &str) -> String {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    lexer.lexemes(text, |at, lexeme| found.entry(lexeme.to_owned()).or_default().push(at.to_string()));
    let quoted = |lexeme: &str| format!("'{}'", lexeme.replace('\\', "\\\\").replace('\'', "''"));
    let entries: Vec<_> =
        found.iter().map(|(lexeme, at)| format!("{}:{}", quoted(lexeme), at.join(","))).collect();
    entries.join(" ")
}

/// The same entries, in whatever order the collation of the database has put them.
fn sorted(tsvector: &str) -> Vec<&str> {
    let mut entries: Vec<_> = tsvector.split(' ').collect();
    entries.sort_unstable();
    entries
}

#[test]
fn texts_have_the_lexemes_that_postgresql_gives_them() {
    let lexer = Lexer::default();
    let mut differing = Vec::new();
    let mut count = 0;
    for line in parity_lines("lexemes.jsonl.gz") {
        let text = line["text"].as_str().unwrap();
        if let Value::String(expected) = &line["tsvector"] {
            count += 1;
            let found = tsvector(&lexer, text);
            if sorted(&found) != sorted(expected) {
                differing.push(format!("{}: {text}\n  ours   {found}\n  theirs {expected}", line["kind"]));
            }
        }
    }
    assert!(count > 4_000);
    assert!(differing.is_empty(), "{} of {count} differ:\n{}", differing.len(), differing.join("\n"));
}

#[test]
fn questions_have_the_words_that_postgresql_gives_them() {
    let lexer = Lexer::default();
    for line in parity_lines("lexemes.jsonl.gz") {
        if line["kind"] == "plainto_tsquery (q)" {
            let mut expected: Vec<String> = Vec::new();
            for word in line["tsquery"].as_str().unwrap().split(" & ").filter(|word| !word.is_empty()) {
                let word = word.trim_matches('\'').to_owned();
                if !expected.contains(&word) {
                    expected.push(word);
                }
            }
            assert_eq!(all_words(&lexer, line["text"].as_str().unwrap()), expected, "{}", line["text"]);
        }
    }
}

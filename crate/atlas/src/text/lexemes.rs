//! Tokens as the API's text search configuration knows them.

use super::letters::compatible;
use super::tokens::{Token, TokenKind, tokens};
use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;
use std::fmt;

/// PostgreSQL's French stop words, those of ASCII letters alone: the others can't be met, since accents are taken off
/// before stop words are.
const STOP_WORDS: &[&str] = &[
    "ai", "aie", "aient", "aies", "ait", "as", "au", "aura", "aurai", "auraient", "aurais", "aurait",
    "auras", "aurez", "auriez", "aurions", "aurons", "auront", "aux", "avaient", "avais", "avait", "avec",
    "avez", "aviez", "avions", "avons", "ayant", "ayez", "ayons", "c", "ce", "ces", "d", "dans", "de", "des",
    "du", "elle", "en", "es", "est", "et", "eu", "eue", "eues", "eurent", "eus", "eusse", "eussent",
    "eusses", "eussiez", "eussions", "eut", "eux", "furent", "fus", "fusse", "fussent", "fusses", "fussiez",
    "fussions", "fut", "il", "j", "je", "l", "la", "le", "leur", "lui", "m", "ma", "mais", "me", "mes",
    "moi", "mon", "n", "ne", "nos", "notre", "nous", "on", "ont", "ou", "par", "pas", "pour", "qu", "que",
    "qui", "s", "sa", "se", "sera", "serai", "seraient", "serais", "serait", "seras", "serez", "seriez",
    "serions", "serons", "seront", "ses", "soient", "sois", "soit", "sommes", "son", "sont", "soyez",
    "soyons", "suis", "sur", "t", "ta", "te", "tes", "toi", "ton", "tu", "un", "une", "vos", "votre", "vous",
    "y",
];

/// Turns texts into lexemes.
pub struct Lexer {
    stemmer: Stemmer,
}

impl Default for Lexer {
    fn default() -> Self {
        Self { stemmer: Stemmer::create(Algorithm::French) }
    }
}

impl fmt::Debug for Lexer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lexer")
    }
}

impl Lexer {
    /// Calls `visit` with the position of every lexeme of a text, from 1, and the lexeme. A stop word has a position but
    /// no lexeme.
    ///
    /// ```
    /// let mut found = Vec::new();
    /// atlas::text::Lexer::default().lexemes("Aide aux démarches", |at, lexeme| found.push((at, lexeme.to_owned())));
    /// assert_eq!(found, [(1, "aid".to_owned()), (3, "demarch".to_owned())]);
    /// ```
    pub fn lexemes(&self, text: &str, mut visit: impl FnMut(u32, &str)) {
        let mut position = 0;
        tokens(text, |token| {
            position += 1;
            if let Some(lexeme) = self.lexeme(token) {
                visit(position, &lexeme);
            }
        });
    }

    /// The lexeme of a token; `None` for a stop word.
    pub fn lexeme(&self, token: Token<'_>) -> Option<String> {
        let plain: Cow<'_, str> = match token.kind {
            TokenKind::Word => Cow::Owned(unaccent(token.text)),
            TokenKind::AsciiWord | TokenKind::Verbatim => Cow::Borrowed(token.text),
        };
        let lower = plain.to_lowercase();
        if token.kind == TokenKind::Verbatim {
            return Some(lower);
        }
        if STOP_WORDS.binary_search(&lower.as_str()).is_ok() {
            return None;
        }
        Some(self.stemmer.stem(&lower).into_owned())
    }
}

/// A text without its accents and ligatures, as PostgreSQL's `unaccent` writes it.
pub(super) fn unaccent(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    // Letter by letter: the order of marks means nothing where all are taken off.
    for letter in text.chars() {
        match letter {
            // Those that are met most, at once.
            'é' | 'è' | 'ê' | 'ë' => plain.push('e'),
            'à' | 'â' => plain.push('a'),
            _ => compatible(letter, |letter| match letter {
                'œ' => plain.push_str("oe"),
                'Œ' => plain.push_str("OE"),
                'æ' => plain.push_str("ae"),
                'Æ' => plain.push_str("AE"),
                'ß' => plain.push_str("ss"),
                'ø' => plain.push('o'),
                'Ø' => plain.push('O'),
                'ł' => plain.push('l'),
                'Ł' => plain.push('L'),
                'đ' => plain.push('d'),
                'Đ' => plain.push('D'),
                'ı' => plain.push('i'),
                letter => plain.push(letter),
            }),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_can_be_searched_by_halves() {
        assert!(STOP_WORDS.is_sorted());
    }

    #[test]
    fn stop_words_come_after_accents() {
        let lexer = Lexer::default();
        let lexemes = |text: &str| {
            let mut found = Vec::new();
            lexer.lexemes(text, |_, lexeme| found.push(lexeme.to_owned()));
            found
        };
        assert_eq!(lexemes("où ou maïs"), [""; 0]);
        assert_eq!(lexemes("à été même les"), ["a", "ete", "mem", "le"]);
        assert_eq!(lexemes("ŒUVRE œuvre oeuvre"), ["oeuvr", "oeuvr", "oeuvr"]);
    }
}

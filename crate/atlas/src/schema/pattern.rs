//! The few regular expressions of the schemas: a line of characters, each of a kind, from beginning to end.

use std::fmt;

/// What a text must look like.
///
/// ```
/// use atlas::schema::Pattern;
///
/// let pattern = Pattern::parse(r"^99[0-5]\d{2}$").unwrap();
/// assert_eq!(pattern.to_string(), r"^99[0-5]\d{2}$");
/// assert_eq!(pattern.pieces().len(), 4);
/// assert!(Pattern::parse("^(a|b)+$").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    source: String,
    pieces: Vec<Piece>,
}

/// Characters of one kind, and how many there must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Which characters.
    pub class: Class,
    /// The least number of them.
    pub min: u32,
    /// The greatest number of them.
    pub max: u32,
}

/// A kind of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// `\d`
    Digit,
    /// `\w`
    Word,
    /// A character, or those between two.
    Between(char, char),
}

impl Pattern {
    /// The regular expression.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Reads a regular expression; `None` when it has more than characters, `\d`, `\w`, `[a-b]` and counts, when it isn't
    /// held at both ends, or when a count that varies isn't at the end: no other could be tried without going back.
    pub fn parse(source: &str) -> Option<Self> {
        let mut rest = source.strip_prefix('^')?.strip_suffix('$')?;
        let mut pieces: Vec<Piece> = Vec::new();
        while !rest.is_empty() {
            if pieces.last().is_some_and(|piece| piece.min != piece.max) {
                return None;
            }
            let class;
            (class, rest) = Class::parse(rest)?;
            let (mut min, mut max) = (1, 1);
            if let Some(counted) = rest.strip_prefix('{') {
                let (counts, after) = counted.split_once('}')?;
                let (least, most) = counts.split_once(',').unwrap_or((counts, counts));
                (min, max) = (least.parse().ok()?, most.parse().ok()?);
                rest = after;
            }
            pieces.push(Piece { class, min, max });
        }
        Some(Self { source: source.to_owned(), pieces })
    }

    /// What it is made of, from the beginning of a text to its end.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.source)
    }
}

impl Class {
    /// The class that a text begins with, and what follows.
    fn parse(text: &str) -> Option<(Self, &str)> {
        if let Some(rest) = text.strip_prefix(r"\d") {
            return Some((Self::Digit, rest));
        }
        if let Some(rest) = text.strip_prefix(r"\w") {
            return Some((Self::Word, rest));
        }
        if let Some(range) = text.strip_prefix('[') {
            let (range, rest) = range.split_once(']')?;
            let mut letters = range.chars();
            return match (letters.next()?, letters.next()?, letters.next()?, letters.next()) {
                (first, '-', last, None) => Some((Self::Between(first, last), rest)),
                _ => None,
            };
        }
        let mut letters = text.chars();
        let letter = letters.next().filter(|letter| letter.is_alphanumeric())?;
        Some((Self::Between(letter, letter), letters.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_the_schemas_are_read() {
        let count = |source| Pattern::parse(source).map(|pattern| pattern.pieces.len());
        assert_eq!(count(r"^\d{14}$"), Some(1));
        assert_eq!(count(r"^W\d{9}$"), Some(2));
        assert_eq!(count(r"^\w{2,3}$"), Some(1));
        assert_eq!(count(r"^99[0-5]\d{2}$"), Some(4));
    }

    #[test]
    fn what_is_not_known_is_not_read() {
        for source in
            ["", r"\d", r"^\d", r"^\d*$", r"^\w{2,3}a$", "^[abc]$", r"^\s$", "^a|b$", r"^\d{x}$", "^a{2$"]
        {
            assert_eq!(Pattern::parse(source), None, "{source}");
        }
    }
}

//! Lengths, patterns and fixed texts.

use super::{Code, pattern};
use crate::schema::{Pattern, Pydantic, Scalar};

/// What is asked of a text.
#[derive(Clone, Copy, Default)]
pub(super) struct Limits<'a> {
    pub(super) min_length: Option<usize>,
    pub(super) max_length: Option<usize>,
    pub(super) pattern: Option<&'a Pattern>,
    pub(super) literal: Option<&'a str>,
}

impl<'a> Limits<'a> {
    /// Those of a kind of values; none but those of texts.
    pub(super) fn of(wanted: &'a Scalar) -> Self {
        let Scalar::String { min_length, max_length, pattern, literal } = wanted else {
            return Self::default();
        };
        Self {
            min_length: *min_length,
            max_length: *max_length,
            pattern: pattern.as_ref(),
            literal: literal.as_deref(),
        }
    }

    /// Whether any text will do.
    pub(super) fn none(self) -> bool {
        self.min_length.is_none()
            && self.max_length.is_none()
            && self.pattern.is_none()
            && self.literal.is_none()
    }
}

/// Judges a text; what is wrong first is what is said.
pub(super) fn text(generation: Pydantic, limits: Limits<'_>, text: &str) -> Result<(), Code> {
    let (min, max) = (limits.min_length.unwrap_or(0), limits.max_length.unwrap_or(usize::MAX));
    // A code point is one to four bytes: most lengths are known to be right without counting.
    if text.len() > max || text.len() / 4 < min {
        let length = text.chars().count();
        if length > max {
            return Err("string_too_long");
        }
        if length < min {
            return Err("string_too_short");
        }
    }
    if limits.pattern.is_some_and(|wanted| !pattern::matches(generation, wanted, text)) {
        return Err("string_pattern_mismatch");
    }
    if limits.literal.is_some_and(|literal| literal != text) {
        return Err("literal_error");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(min: usize, max: usize, value: &str) -> Result<(), Code> {
        let limits = Limits { min_length: Some(min), max_length: Some(max), pattern: None, literal: None };
        text(Pydantic::Two, limits, value)
    }

    #[test]
    fn lengths_are_in_code_points() {
        assert_eq!(said(3, 5, "ab"), Err("string_too_short"));
        assert_eq!(said(3, 5, "éé"), Err("string_too_short"));
        assert_eq!(said(3, 5, "abc"), Ok(()));
        assert_eq!(said(3, 5, "   "), Ok(()));
        assert_eq!(said(3, 5, "👍👍👍👍👍"), Ok(()));
        assert_eq!(said(3, 5, "👍👍👍👍👍👍"), Err("string_too_long"));
        assert_eq!(said(3, 5, "e\u{301}e"), Ok(()));
    }

    #[test]
    fn only_the_first_error_is_said() {
        let pattern = Pattern::parse(r"^\d{5}$").unwrap();
        let limits =
            Limits { min_length: Some(5), max_length: Some(5), pattern: Some(&pattern), literal: None };
        let said = |value| text(Pydantic::Two, limits, value);
        assert_eq!(said("75 001"), Err("string_too_long"));
        assert_eq!(said("7500"), Err("string_too_short"));
        assert_eq!(said("2A004"), Err("string_pattern_mismatch"));
        assert_eq!(said("75001"), Ok(()));
        assert_eq!(said("1234\n"), Err("string_pattern_mismatch"));
    }
}

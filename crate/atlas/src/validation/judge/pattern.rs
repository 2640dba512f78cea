//! Whether a text looks like a pattern.

use super::characters::{is_digit, is_python_word, is_word};
use crate::schema::{Class, Pattern, Pydantic};

/// Pydantic 2 asks Rust's `regex`, pydantic 1 Python's `re`, whose `$` is also before a last line feed.
pub(super) fn matches(generation: Pydantic, pattern: &Pattern, text: &str) -> bool {
    let mut rest = text.chars();
    for piece in pattern.pieces() {
        let mut count = 0;
        while count < piece.max {
            let mut ahead = rest.clone();
            if !ahead.next().is_some_and(|letter| fits(generation, piece.class, letter)) {
                break;
            }
            rest = ahead;
            count += 1;
        }
        if count < piece.min {
            return false;
        }
    }
    rest.as_str().is_empty() || (generation == Pydantic::One && rest.as_str() == "\n")
}

fn fits(generation: Pydantic, class: Class, letter: char) -> bool {
    match class {
        Class::Digit => is_digit(letter),
        Class::Word if generation == Pydantic::One => is_python_word(letter),
        Class::Word => is_word(letter),
        Class::Between(first, last) => (first..=last).contains(&letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two(pattern: &str, text: &str) -> bool {
        matches(Pydantic::Two, &Pattern::parse(pattern).unwrap(), text)
    }

    fn one(pattern: &str, text: &str) -> bool {
        matches(Pydantic::One, &Pattern::parse(pattern).unwrap(), text)
    }

    #[test]
    fn each_pattern() {
        assert!(two(r"^\d{14}$", "13003013300016") && two(r"^\d{14}$", "١٣٠٠٣٠١٣٣٠٠٠١٦"));
        assert!(!two(r"^\d{14}$", "1300301330001A") && !two(r"^\d{14}$", "1300301330001²"));
        assert!(two(r"^W\d{9}$", "W123456789") && !two(r"^W\d{9}$", "w123456789"));
        assert!(two(r"^\w{2,3}$", "2A") && two(r"^\w{2,3}$", "971"));
        assert!(!two(r"^\w{2,3}$", "1") && !two(r"^\w{2,3}$", "1234"));
        assert!(two(r"^99[0-5]\d{2}$", "99100") && !two(r"^99[0-5]\d{2}$", "99600"));
    }

    #[test]
    fn a_last_line_feed() {
        assert!(!two(r"^\w{5}$", "75056\n") && one(r"^\w{5}$", "75056\n"));
        assert!(!one(r"^\w{5}$", "75056\n\n") && !one(r"^\w{5}$", "7505\n"));
    }
}

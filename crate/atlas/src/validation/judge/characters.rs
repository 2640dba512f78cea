//! Kinds of characters, as Rust's `regex` and as Python know them.
//!
//! ICU's tables are those that `url` brings along. They are newer than those of the Python that the package runs on: a
//! character that Unicode added meanwhile is a letter here and nothing there.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup as Group};

pub(super) fn category(letter: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(letter)
}

pub(super) fn is_in(letter: char, group: Group) -> bool {
    group.contains(category(letter))
}

/// `\d`, the same in both.
pub(super) fn is_digit(letter: char) -> bool {
    if letter.is_ascii() {
        letter.is_ascii_digit()
    } else {
        category(letter) == GeneralCategory::DecimalNumber
    }
}

/// What a decimal digit of any script is worth. Unicode has them in rows of ten, some right after one another.
pub(super) fn digit(letter: char) -> Option<u32> {
    if letter.is_ascii() || !is_digit(letter) {
        return letter.to_digit(10);
    }
    let before =
        (0..u32::from(letter)).rev().map_while(char::from_u32).take_while(|&other| is_digit(other)).count();
    Some(before as u32 % 10)
}

/// `\w` of Rust's `regex`.
pub(super) fn is_word(letter: char) -> bool {
    const MORE: Group = Group::Mark.union(Group::DecimalNumber).union(Group::ConnectorPunctuation);
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric() || letter == '_';
    }
    letter.is_alphabetic() || matches!(letter, '\u{200C}' | '\u{200D}') || is_in(letter, MORE)
}

/// `\w` of Python's `re`.
pub(super) fn is_python_word(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric() || letter == '_';
    }
    is_in(letter, Group::Letter.union(Group::Number))
}

/// `str.isspace` of Python, and `\s` of its `re`.
pub(super) fn is_python_space(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{1C}'..='\u{1F}')
}

/// `str.strip` of Python.
pub(super) fn python_strip(text: &str) -> &str {
    text.trim_matches(is_python_space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script() {
        assert_eq!(
            "07٠٣९１𝟎𝟏𝟡".chars().map(digit).collect::<Option<Vec<_>>>(),
            Some(vec![0, 7, 0, 3, 9, 1, 0, 1, 9])
        );
        assert!("a²①½Ⅳ".chars().all(|letter| digit(letter).is_none()));
    }

    #[test]
    fn words_differ() {
        let both = "aZ0_éÇ漢١１";
        assert!(both.chars().all(|letter| is_word(letter) && is_python_word(letter)));
        let rust_only = "\u{200D}\u{203F}\u{301}ⓐ";
        assert!(rust_only.chars().all(|letter| is_word(letter) && !is_python_word(letter)));
        let python_only = "①²½";
        assert!(python_only.chars().all(|letter| !is_word(letter) && is_python_word(letter)));
        assert!("ªⅣ".chars().all(|letter| is_word(letter) && is_python_word(letter)));
        assert!("- .👍\u{AD}€".chars().all(|letter| !is_word(letter) && !is_python_word(letter)));
    }
}

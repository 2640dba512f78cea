//! E-mail addresses: both generations of pydantic leave them to email-validator, asked without looking domains up.
//!
//! They differ before that, in what they take off around an address: a name and angle brackets, white space.

use super::characters::{category, is_in, is_python_space, is_python_word, python_strip};
use super::{Code, domain};
use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::props::GeneralCategoryGroup as Group;
use std::borrow::Cow;

/// The longest text in which an address is looked for, in code points.
const MAX_TEXT: usize = 2048;
/// The longest address, in bytes.
const MAX_ADDRESS: usize = 254;

/// As pydantic 2 does.
pub(super) fn email(text: &str) -> Result<(), Code> {
    let valid = is_usual(text.as_bytes())
        || (is_short(text)
            && !text.contains(['\r', '\n'])
            && is_address(python_strip(bracketed(text).unwrap_or(text))));
    if valid { Ok(()) } else { Err("value_error") }
}

pub(super) fn is_short(text: &str) -> bool {
    text.len() <= MAX_TEXT || text.chars().count() <= MAX_TEXT
}

/// What stands between angle brackets, after nothing, a name of plain words or one in quotation marks.
fn bracketed(text: &str) -> Option<&str> {
    let text = python_strip(text).strip_suffix('>')?;
    let after = |name: usize| text[name..].trim_start_matches(is_python_space).strip_prefix('<');
    let found = if let Some(quoted) = text.strip_prefix('"') {
        // Whatever the quotation marks inside the name.
        quoted
            .rmatch_indices('"')
            .filter(|&(end, _)| end > 0)
            .find_map(|(end, _)| after(end + 2).filter(|inside| !inside.is_empty()))
    } else {
        let name = text.find('<')?;
        let plain =
            |letter| is_python_space(letter) || is_python_word(letter) || letter == '.' || is_atom(letter);
        after(name).filter(|_| text[..name].chars().all(plain))
    };
    found.filter(|inside| !inside.is_empty())
}

/// What may be in an address before its `@`, in ASCII, but the full stop.
fn is_atom(letter: char) -> bool {
    matches!(
        letter,
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '!' | '#'..='\'' | '*' | '+' | '-' | '/' | '=' | '?' | '^' | '`' | '{'..='~'
    )
}

/// Whether an address is surely right: what most are, in ASCII and without punycode.
pub(super) fn is_usual(bytes: &[u8]) -> bool {
    let Some(at) = memchr::memchr(b'@', bytes) else { return false };
    let (local, domain) = (&bytes[..at], &bytes[at + 1..]);
    bytes.len() <= MAX_ADDRESS
        && local
            .split(|&byte| byte == b'.')
            .all(|atom| !atom.is_empty() && atom.iter().all(|&byte| is_atom(char::from(byte))))
        && domain::is_usual(domain)
}

/// Whether email-validator takes an address.
pub(super) fn is_address(text: &str) -> bool {
    if is_usual(text.as_bytes()) {
        return true;
    }
    let Some((local, domain)) = text.split_once('@') else { return false };
    let Some(local_normal) = local_part(local) else { return false };
    let Some(domains) = domain::domain(domain) else { return false };
    text.len() <= MAX_ADDRESS
        && local_normal.len() + 1 + domains.unicode.len() <= MAX_ADDRESS
        && local_normal.len() + 1 + domains.ascii.len() <= MAX_ADDRESS
}

/// What is before the `@`, in normal form; `None` when it can't be there.
fn local_part(local: &str) -> Option<Cow<'_, str>> {
    if !is_dot_atom(local) {
        return None;
    }
    let normal = ComposingNormalizerBorrowed::new_nfc().normalize(local);
    is_dot_atom(&normal).then_some(normal)
}

fn is_dot_atom(local: &str) -> bool {
    local
        .split('.')
        .all(|atom| !atom.is_empty() && atom.chars().all(|letter| is_atom(letter) || !letter.is_ascii()))
        && is_safe(local)
}

/// Whether there is nothing in a text that can't be seen, or that would be written over what comes before it.
pub(super) fn is_safe(text: &str) -> bool {
    const SEEN: Group = Group::Letter.union(Group::Number).union(Group::Punctuation).union(Group::Symbol);
    text.is_ascii()
        || text.chars().enumerate().all(|(place, letter)| {
            SEEN.contains(category(letter)) || (place > 0 && is_in(letter, Group::Mark))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(texts: &[&str], valid: bool) {
        for text in texts {
            assert_eq!(email(text).is_ok(), valid, "{text}");
        }
    }

    #[test]
    fn addresses() {
        all(
            &[
                "a@b.fr",
                "A@B.FR",
                " a@b.fr\t",
                "é@b.fr",
                "a@exämple.fr",
                "a!#$%&'*+-/=?^_`{|}~@b.fr",
                "👍@b.fr",
                "a@b.1f",
                "a@b.f",
                "x@example.com",
                "x@x.example",
                "a@xnn--c.fr",
                "a@xn--exmple-cua.fr",
                "a@ß.de",
                "a@漢字.jp",
                "a@b。fr",
                "a@l·l.fr",
                "a@אב.fr",
                "a\u{301}@b.fr",
            ],
            true,
        );
        all(
            &[
                "",
                "***",
                "@",
                "a@",
                "@b.fr",
                "a@b",
                "a@localhost",
                "a b@c.fr",
                "a@b.fr.",
                "a@b..fr",
                "a@b_c.fr",
                "mailto:a@b.fr",
                "a@b.fr;c@d.fr",
                "a@exemple.test",
                "a@arpa",
                "a@X.LOCAL",
                "a@b.f1",
                "a@1.2.3.4",
                "a@[1.2.3.4]",
                "\"a\"@b.fr",
                "a..b@c.fr",
                ".a@c.fr",
                "a.@c.fr",
                "a@-b.fr",
                "a@b-.fr",
                "a@ab--c.fr",
                "a@xn--c.fr",
                "a@b\u{ad}c.fr",
                "a\u{200b}@b.fr",
                "a@☕.fr",
                "a@½.fr",
                "a@b’c.fr",
                "a@b·c.fr",
                "a@אa.fr",
                "\u{301}a@b.fr",
                "a@\u{301}b.fr",
                "a\u{37e}b@c.fr",
                "a@b.fr\n",
                "a@b\u{2024}fr",
                "a@㏂.fr",
                "<\u{338}@b.fr",
                "a@é.test",
                "a@1.אב.fr",
            ],
            false,
        );
    }

    #[test]
    fn names_and_brackets() {
        all(
            &[
                "Nom <a@b.fr>",
                "<a@b.fr>",
                "Nom-X. Y <a@b.fr> ",
                "Nom<a@b.fr>",
                "½ < a@b.fr >",
                "\"Nom, P\" <a@b.fr>",
                "\"A\"B\" <a@b.fr>",
                "\"x <y@z.fr>\" <a@b.fr>",
                "\u{1f}Nom\t<a@b.fr>\u{a0}",
            ],
            true,
        );
        all(
            &[
                "Nom, P <a@b.fr>",
                "a@b.fr <x>",
                "\"\" <a@b.fr>",
                "Nom <a@b.fr",
                "a@b.fr>",
                "<<a@b.fr>>",
                "\"A\" B <a@b.fr>",
                "e\u{301} <a@b.fr>",
                "Nom <>",
                "<a@b.fr> Nom",
                "Nom\n<a@b.fr>",
                "a@b <a@b.fr>",
                "\"",
                "\">",
                "\"\">",
            ],
            false,
        );
    }

    #[test]
    fn lengths() {
        let local = |length: usize| format!("{}@b.fr", "a".repeat(length));
        all(&[&local(249), &format!("{}@b.fr", "é".repeat(124))], true);
        all(&[&local(250), &format!("{}@b.fr", "é".repeat(125))], false);
        let label = |length: usize, letter: &str| format!("a@{}.fr", letter.repeat(length));
        all(&[&label(63, "b"), &label(57, "é")], true);
        all(&[&label(64, "b"), &label(58, "é")], false);
        all(&[&format!("{} <a@b.fr>", "N".repeat(2039))], true);
        all(&[&format!("{} <a@b.fr>", "N".repeat(2040)), &format!("a@b.fr{}", " ".repeat(2043))], false);
    }

    proptest! {
        #[test]
        fn any_text_is_judged(text in ".*", start in "[\"<a@. \u{1f}]{0,4}", end in "[\">a@. ]{0,4}") {
            let _ = email(&text);
            let _ = email(&format!("{start}{text}{end}"));
            let _ = email(&format!("a@{text}.fr"));
        }
    }
}

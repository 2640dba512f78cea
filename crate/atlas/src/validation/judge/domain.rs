//! Domains of e-mail addresses, as email-validator takes them: UTS 46 maps them, then IDNA 2008 judges each label.
//!
//! The `idna` crate judges as browsers do, which is laxer; its punycode and ICU's mapping, which it is built on, are the same.

use super::characters::category;
use super::email::is_safe;
use icu_normalizer::uts46::Uts46MapperBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::{BidiClass, GeneralCategory};
use idna::punycode;
use std::borrow::Cow;

/// The longest domain, as given in code points and in ASCII in bytes.
const MAX_DOMAIN: usize = 253;
const MAX_LABEL: usize = 63;
/// Names that no mail is sent to.
const SPECIAL: [&str; 6] = ["arpa", "invalid", "local", "localhost", "onion", "test"];
/// What is left of characters that UTS 46 refuses.
pub(super) const REFUSED: char = char::REPLACEMENT_CHARACTER;

/// Both ways of writing a valid domain.
pub(super) struct Domain {
    pub(super) ascii: String,
    pub(super) unicode: String,
}

/// Whether a domain is surely right: ASCII, without punycode.
pub(super) fn is_usual(domain: &[u8]) -> bool {
    let mut labels = 0;
    let mut last: &[u8] = &[];
    for label in domain.split(|&byte| byte == b'.') {
        let alphanumeric = |end: Option<&u8>| end.is_some_and(u8::is_ascii_alphanumeric);
        if label.len() > MAX_LABEL
            || !alphanumeric(label.first())
            || !alphanumeric(label.last())
            || !label.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'-')
            || label.get(2..4) == Some(b"--")
        {
            return false;
        }
        labels += 1;
        last = label;
    }
    labels > 1
        && domain.len() <= MAX_DOMAIN
        && last.last().is_some_and(u8::is_ascii_alphabetic)
        && !SPECIAL.iter().any(|name| last.eq_ignore_ascii_case(name.as_bytes()))
}

/// Both ways of writing a domain; `None` when it isn't valid.
pub(super) fn domain(given: &str) -> Option<Domain> {
    if given.chars().count() > MAX_DOMAIN
        || !is_written(given)
        || !is_safe(given)
        || given.contains(holds_a_stop)
    {
        return None;
    }
    let mapped: String = if given.is_ascii() { given.to_ascii_lowercase() } else { map(given) };
    let labels: Vec<&str> = mapped.split('.').collect();
    let separated = |label: &&str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    let reserved = |label: &&str| has_third_and_fourth_hyphens(label) && !label.starts_with("xn");
    if mapped.contains(REFUSED)
        || !is_written(&mapped)
        || !labels.iter().all(separated)
        || labels.iter().any(reserved)
    {
        return None;
    }
    let ascii = if mapped.is_ascii() {
        mapped
    } else {
        let labels: Option<Vec<Cow<'_, str>>> = labels.iter().map(|label| to_ascii(label)).collect();
        labels?.join(".")
    };
    let last = ascii.rsplit('.').next()?;
    if ascii.len() > MAX_DOMAIN
        || ascii.split('.').any(|label| label.len() > MAX_LABEL)
        || !ascii.contains('.')
        || !last.ends_with(|letter: char| letter.is_ascii_alphabetic())
        || SPECIAL.contains(&last)
    {
        return None;
    }
    let unicode = if ascii.contains("xn--") { to_unicode(&ascii)? } else { ascii.clone() };
    Some(Domain { ascii, unicode })
}

fn is_written(domain: &str) -> bool {
    !domain.is_empty()
        && domain
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-') || !letter.is_ascii())
}

/// Whether a character stands for several, a full stop among them.
fn holds_a_stop(letter: char) -> bool {
    matches!(letter, '\u{2024}'..='\u{2026}' | '\u{2488}'..='\u{249B}' | '\u{33C2}' | '\u{33D8}' | '\u{FE52}')
}

/// As UTS 46 maps a domain, with [`REFUSED`] for what it refuses.
pub(super) fn map(domain: &str) -> String {
    Uts46MapperBorrowed::new().map_normalize(domain.chars()).collect()
}

fn has_third_and_fourth_hyphens(label: &str) -> bool {
    label.chars().skip(2).take(2).eq("--".chars())
}

/// A mapped label in ASCII.
fn to_ascii(label: &str) -> Option<Cow<'_, str>> {
    if label.is_ascii() {
        return decode(label).map(|_| Cow::Borrowed(label));
    }
    if !is_label(label) {
        return None;
    }
    punycode::encode_str(label).map(|encoded| Cow::Owned(format!("xn--{encoded}")))
}

/// An ASCII domain with its labels decoded.
fn to_unicode(ascii: &str) -> Option<String> {
    let labels: Option<Vec<Cow<'_, str>>> = ascii.split('.').map(decode).collect();
    let labels = labels?;
    let right_to_left = labels.iter().any(|label| label.chars().any(is_right_to_left));
    if right_to_left && !labels.iter().all(|label| is_in_order(label)) {
        return None;
    }
    let unicode = labels.join(".");
    is_safe(&unicode).then_some(unicode)
}

/// What an ASCII label stands for; `None` when it isn't valid, or not the one way to write it.
fn decode(label: &str) -> Option<Cow<'_, str>> {
    let Some(encoded) = label.strip_prefix("xn--") else {
        return is_label(label).then_some(Cow::Borrowed(label));
    };
    if encoded.is_empty() || encoded.ends_with('-') || label.len() > MAX_LABEL {
        return None;
    }
    let decoded = punycode::decode_to_string(encoded)?;
    let canonical = punycode::encode_str(&decoded).is_some_and(|again| again == encoded);
    // UTS 46 would change what IDNA 2008 doesn't allow, and leave the rest.
    (canonical && map(&decoded) == decoded && is_label(&decoded)).then_some(Cow::Owned(decoded))
}

/// Whether IDNA 2008 allows a label that UTS 46 leaves as it is.
fn is_label(label: &str) -> bool {
    !has_third_and_fourth_hyphens(label)
        && !label.starts_with('-')
        && !label.ends_with('-')
        && is_safe(label)
        && label.char_indices().all(|(at, letter)| is_allowed(letter) || is_allowed_there(label, at, letter))
        && (!label.chars().any(is_right_to_left) || is_in_order(label))
}

/// RFC 5892, « PVALID », of a character that UTS 46 leaves as it is.
fn is_allowed(letter: char) -> bool {
    use GeneralCategory as Category;
    match letter {
        'a'..='z' | '0'..='9' | '-' => true,
        '\0'..='\x7F' => false,
        // Those that depend on what is around them, or are exceptions.
        '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' => false,
        '\u{6FD}' | '\u{6FE}' | '\u{F0B}' | '\u{3007}' | '\u{13A0}'..='\u{13F5}' => true,
        '\u{640}' | '\u{7FA}' | '\u{302E}' | '\u{302F}' | '\u{3031}'..='\u{3035}' | '\u{303B}' => false,
        // Parts of Hangul syllables.
        '\u{1100}'..='\u{11FF}'
        | '\u{A960}'..='\u{A97C}'
        | '\u{D7B0}'..='\u{D7C6}'
        | '\u{D7CB}'..='\u{D7FB}' => false,
        // Marks on symbols and in music.
        '\u{20D0}'..='\u{20F0}' | '\u{1D165}'..='\u{1D1AD}' | '\u{1D242}'..='\u{1D244}' => false,
        _ => matches!(
            category(letter),
            Category::LowercaseLetter
                | Category::OtherLetter
                | Category::ModifierLetter
                | Category::NonspacingMark
                | Category::SpacingMark
                | Category::DecimalNumber
        ),
    }
}

/// RFC 5892, « CONTEXTO »: characters that are allowed next to some others. Joiners, which it allows too, are refused before.
fn is_allowed_there(label: &str, at: usize, letter: char) -> bool {
    let before = label[..at].chars().next_back();
    let after = label[at + letter.len_utf8()..].chars().next();
    match letter {
        '·' => before == Some('l') && after == Some('l'),
        '\u{375}' => matches!(after, Some('\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}')),
        '\u{5F3}' | '\u{5F4}' => matches!(before, Some('\u{591}'..='\u{5F4}')),
        '\u{30FB}' => label.chars().any(is_japanese),
        '\u{660}'..='\u{669}' => !label.contains(|other| matches!(other, '\u{6F0}'..='\u{6F9}')),
        '\u{6F0}'..='\u{6F9}' => !label.contains(|other| matches!(other, '\u{660}'..='\u{669}')),
        _ => false,
    }
}

/// Hiragana, katakana and Han.
fn is_japanese(letter: char) -> bool {
    matches!(
        letter,
        '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FD}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}' | '\u{3005}' | '\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{1B000}'..='\u{1B167}' | '\u{20000}'..='\u{3FFFF}'
    )
}

fn direction(letter: char) -> BidiClass {
    CodePointMapData::<BidiClass>::new().get(letter)
}

fn is_right_to_left(letter: char) -> bool {
    matches!(direction(letter), BidiClass::RightToLeft | BidiClass::ArabicLetter | BidiClass::ArabicNumber)
}

/// The Bidi rule of RFC 5893.
fn is_in_order(label: &str) -> bool {
    use BidiClass as Bidi;
    let Some(first) = label.chars().next().map(direction) else { return false };
    let leftwards = matches!(first, Bidi::RightToLeft | Bidi::ArabicLetter);
    if !leftwards && first != Bidi::LeftToRight {
        return false;
    }
    let (mut last, mut arabic, mut european) = (first, false, false);
    for class in label.chars().map(direction) {
        let fits = match class {
            Bidi::RightToLeft | Bidi::ArabicLetter | Bidi::ArabicNumber => leftwards,
            Bidi::LeftToRight => !leftwards,
            Bidi::EuropeanNumber
            | Bidi::EuropeanSeparator
            | Bidi::CommonSeparator
            | Bidi::EuropeanTerminator
            | Bidi::OtherNeutral
            | Bidi::BoundaryNeutral
            | Bidi::NonspacingMark => true,
            _ => false,
        };
        if !fits {
            return false;
        }
        arabic |= class == Bidi::ArabicNumber;
        european |= class == Bidi::EuropeanNumber;
        if class != Bidi::NonspacingMark {
            last = class;
        }
    }
    let ends_well = match last {
        Bidi::EuropeanNumber => true,
        Bidi::RightToLeft | Bidi::ArabicLetter | Bidi::ArabicNumber => leftwards,
        Bidi::LeftToRight => !leftwards,
        _ => false,
    };
    ends_well && !(leftwards && arabic && european)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_domains_are_valid() {
        for text in ["b.fr", "exemple-fictif.fr", "b.co.uk", "b.1f", "X-1.FR", "a--b.fr"] {
            assert!(is_usual(text.as_bytes()) && domain(text).is_some(), "{text}");
        }
        for text in ["b", "b.test", "b.TEST", "b.f1", "-b.fr", "b-.fr", "b.-fr", "ab--c.fr"] {
            assert!(!is_usual(text.as_bytes()) && domain(text).is_none(), "{text}");
        }
    }

    #[test]
    fn both_ways_of_writing() {
        let both = |text| domain(text).map(|Domain { ascii, unicode }| (ascii, unicode));
        let example = Some(("xn--exmple-cua.fr".to_owned(), "exämple.fr".to_owned()));
        assert_eq!(both("EXÄMPLE。fr"), example);
        assert_eq!(both("exa\u{308}mple.fr"), example);
        assert_eq!(both("XN--EXMPLE-CUA.FR"), example);
        assert_eq!(both("b.FR"), Some(("b.fr".to_owned(), "b.fr".to_owned())));
    }

    #[test]
    fn labels_in_their_script() {
        for text in ["カ・カ.jp", "͵α.gr", "א׳.il", "〇.jp", "b.рф", "l·l.fr", "אב.fr"] {
            assert!(domain(text).is_some(), "{text}");
        }
        for text in [
            "・.jp",
            "͵a.gr",
            "a׳.il",
            "ـ.fr",
            "1א.fr",
            "אa.fr",
            "1.אב.fr",
            "a·b.fr",
            "xn--.fr",
            "xn--zz--.fr",
        ] {
            assert!(domain(text).is_none(), "{text}");
        }
    }
}

//! Web addresses: pydantic 1 reads them with regular expressions of its own, and hosts beyond ASCII with Python's IDNA 2003.

use super::super::Code;
use super::super::characters::{category, digit, is_digit, is_python_space, is_python_word, python_strip};
use super::super::domain::{self, REFUSED};
use icu_properties::CodePointMapData;
use icu_properties::props::{BidiClass, GeneralCategory};
use idna::punycode;

const MAX_PORT: u32 = 65_535;
const MAX_LABEL: usize = 63;

pub(super) fn url(max_length: usize, text: &str) -> Result<(), Code> {
    let text = python_strip(text);
    if text.len() > max_length && text.chars().count() > max_length {
        return Err("url_too_long");
    }
    let (scheme, rest) =
        text.split_once("://").filter(|(scheme, _)| is_scheme(scheme)).ok_or("url_parsing")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return Err("url_scheme");
    }
    let ends = |letter: char| matches!(letter, '/' | ':' | '?' | '#') || is_python_space(letter);
    let rest = without_user(rest);
    let after_host = match ipv6(rest) {
        Some(after) => after,
        None => {
            let (host, after) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
            if !is_ipv4(host) && !is_domain(host) {
                return Err("url_parsing");
            }
            after
        }
    };
    let right = without_port(after_host).is_some_and(is_path);
    if right { Ok(()) } else { Err("url_parsing") }
}

/// Whether a character is a letter to a pattern that doesn't tell cases apart: four have ASCII letters as their other case.
fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphabetic() || matches!(letter, 'İ' | 'ı' | 'ſ' | '\u{212A}')
}

fn is_scheme(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(is_letter)
        && !letters.as_str().is_empty()
        && letters
            .all(|letter| is_letter(letter) || letter.is_ascii_digit() || matches!(letter, '+' | '-' | '.'))
}

/// What follows a user and a password, if there are: the last `@` before a `/`, unless no `:` comes before it.
fn without_user(text: &str) -> &str {
    let end = text.find(|letter| letter == '/' || is_python_space(letter)).unwrap_or(text.len());
    let user = text[..end].find(':').unwrap_or(end);
    let at = text[user..end].rfind('@').map(|at| user + at).or_else(|| text[..user].rfind('@'));
    at.map_or(text, |at| &text[at + 1..])
}

/// What follows an IPv6 address in brackets.
fn ipv6(text: &str) -> Option<&str> {
    let (address, after) = text.strip_prefix('[')?.split_once(']')?;
    let written = address.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':');
    let separated = address.find(':').is_some_and(|colon| colon + 1 < address.len());
    let ended = after.is_empty() || after.starts_with(['/', ':', '?', '#']);
    (written && separated && ended).then_some(after)
}

/// Whether a host has the form of an IPv4 address, whatever its numbers.
fn is_ipv4(host: &str) -> bool {
    let number = |part: &str| matches!(part.chars().count(), 1..=3) && part.chars().all(is_digit);
    host.split('.').count() == 4 && host.split('.').all(number)
}

/// What follows a port, if there is one; `None` when it isn't right.
fn without_port(text: &str) -> Option<&str> {
    let Some(port) = text.strip_prefix(':') else { return Some(text) };
    let end = port.find(|letter| !is_digit(letter)).unwrap_or(port.len());
    let number = port[..end]
        .chars()
        .filter_map(digit)
        .fold(0, |number: u32, digit| number.saturating_mul(10).saturating_add(digit));
    (end > 0 && number <= MAX_PORT).then_some(&port[end..])
}

/// Whether a text is a path, a query and a fragment, those that there are.
fn is_path(text: &str) -> bool {
    (text.is_empty() || text.starts_with(['/', '?', '#']))
        && !text.contains(is_python_space)
        && text.matches('#').count() < 2
}

/// Whether a host is labels and a top-level domain.
fn is_domain(host: &str) -> bool {
    let Some((labels, last)) = host.strip_suffix('.').unwrap_or(host).rsplit_once('.') else { return false };
    let ascii = |letter: char| is_letter(letter) || letter.is_ascii_digit() || letter == '_';
    let any = |letter: char| ascii(letter) || ('a'..='\u{40000}').contains(&letter);
    let letters = |least: usize| (least..=MAX_LABEL).contains(&last.chars().count());
    if last.chars().all(is_letter) && letters(2) && labels.split('.').all(|label| is_label(label, ascii)) {
        return true;
    }
    let worded =
        letters(2) && last.chars().all(|letter| is_python_word(letter) && !is_digit(letter) && letter != '_');
    let encoded = last.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--"))
        && (2..=MAX_LABEL).contains(&last.chars().skip(4).count())
        && last.chars().all(|letter| ascii(letter) || letter == '-');
    (worded || encoded) && labels.split('.').all(|label| is_label(label, any)) && is_encodable(host)
}

/// Characters of a kind, and hyphens between them.
fn is_label(label: &str, kind: impl Fn(char) -> bool) -> bool {
    (label.len() <= MAX_LABEL || label.chars().count() <= MAX_LABEL)
        && label.starts_with(&kind)
        && label.chars().next_back().is_some_and(&kind)
        && label.chars().all(|letter| letter == '-' || kind(letter))
}

/// Whether Python's codec makes ASCII of a host.
fn is_encodable(host: &str) -> bool {
    let host = host.strip_suffix(['.', '\u{3002}', '\u{FF0E}', '\u{FF61}']).unwrap_or(host);
    host.split(['.', '\u{3002}', '\u{FF0E}', '\u{FF61}'])
        .all(|label| ascii_length(label).is_some_and(|length| (1..=MAX_LABEL).contains(&length)))
}

/// How long a label is in ASCII.
fn ascii_length(label: &str) -> Option<usize> {
    if label.is_ascii() {
        return Some(label.len());
    }
    let label = prepare(label)?;
    if label.is_ascii() {
        return Some(label.len());
    }
    if label.starts_with("xn--") {
        return None;
    }
    punycode::encode_str(&label).map(|encoded| encoded.len() + 4)
}

/// RFC 3491, « nameprep », by the mapping that came after it, but for labels that this one refuses.
fn prepare(label: &str) -> Option<String> {
    let kept: String = label.chars().filter(|&letter| !is_dropped(letter)).collect();
    if kept.contains(is_prohibited) {
        return None;
    }
    let label = Some(domain::map(&kept)).filter(|mapped| !mapped.contains(REFUSED)).unwrap_or(kept);
    let direction = |letter: char| CodePointMapData::<BidiClass>::new().get(letter);
    let mixed = label.contains(|letter| direction(letter) == BidiClass::LeftToRight);
    let bordered =
        label.starts_with(is_right_to_left) && label.chars().next_back().is_some_and(is_right_to_left);
    (!label.contains(is_right_to_left) || (!mixed && bordered)).then_some(label)
}

/// RFC 3454, table B.1.
fn is_dropped(letter: char) -> bool {
    matches!(
        letter,
        '\u{AD}' | '\u{34F}' | '\u{1806}' | '\u{180B}'..='\u{180D}' | '\u{200B}'..='\u{200D}' | '\u{2060}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
    )
}

/// RFC 3454, table D.1.
fn is_right_to_left(letter: char) -> bool {
    matches!(
        letter,
        '\u{5BE}' | '\u{5C0}' | '\u{5C3}' | '\u{5D0}'..='\u{5EA}' | '\u{5F0}'..='\u{5F4}' | '\u{61B}' | '\u{61F}'
        | '\u{621}'..='\u{63A}' | '\u{640}'..='\u{64A}' | '\u{66D}'..='\u{66F}' | '\u{671}'..='\u{6D5}' | '\u{6DD}'
        | '\u{6E5}' | '\u{6E6}' | '\u{6FA}'..='\u{6FE}' | '\u{700}'..='\u{70D}' | '\u{710}' | '\u{712}'..='\u{72C}'
        | '\u{780}'..='\u{7A5}' | '\u{7B1}' | '\u{200F}' | '\u{FB1D}' | '\u{FB1F}'..='\u{FB28}' | '\u{FB2A}'..='\u{FBB1}'
        | '\u{FBD3}'..='\u{FD3D}' | '\u{FD50}'..='\u{FDC7}' | '\u{FDF0}'..='\u{FDFC}' | '\u{FE70}'..='\u{FEFC}'
    )
}

/// RFC 3454, tables C.1.2 to C.9.
fn is_prohibited(letter: char) -> bool {
    let number = u32::from(letter);
    matches!(
        letter,
        '\u{80}'..='\u{A0}' | '\u{6DD}' | '\u{70F}' | '\u{1680}' | '\u{180E}' | '\u{2000}'..='\u{200F}'
        | '\u{2028}'..='\u{202F}' | '\u{205F}'..='\u{2063}' | '\u{206A}'..='\u{206F}' | '\u{2FF0}'..='\u{2FFB}' | '\u{3000}'
        | '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFD}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0001}'
        | '\u{E0020}'..='\u{E007F}'
    ) || number & 0xFFFE == 0xFFFE
        || category(letter) == GeneralCategory::PrivateUse
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{judge_one, text_of};
    use super::*;
    use crate::schema::Scalar;
    use proptest::prelude::*;

    const URL: Scalar = Scalar::Url { max_length: 2083 };

    fn all(texts: &[&str], said: Result<(), Code>) {
        for text in texts {
            assert_eq!(judge_one(&URL, &text_of(text)), said, "{text}");
        }
    }

    #[test]
    fn addresses() {
        all(
            &[
                "https://x.fr",
                "HTTPS://X.FR/é?a#b",
                " https://x.fr\n",
                "http://1.2.3.4",
                "http://999.1.1.1:80",
                "https://x_y.fr",
                "https://u:p@x.fr",
                "https://a@b@x.fr",
                "https://u:p@q@x.fr/",
                "http://[::1]:80/",
                "https://x.fr.",
                "https://é.fr",
                "https://☕.fr",
                "https://x.éé",
                "https://x.xn--p1ai",
                "https://x.fr:65535?a",
                "https://x.fr/@",
                "http://xn--a.fr",
                "https://x.fr:８０",
                "https://\u{200b}é.fr",
            ],
            Ok(()),
        );
        all(
            &[
                "",
                "x.fr",
                "https:x.fr",
                "https://",
                "http://x",
                "http://localhost",
                "https://x.f1",
                "https://x.f",
                "https://x..fr",
                "https://-x.fr",
                "https://x-.fr",
                "https://x.fr:65536",
                "https://x.fr:",
                "https://x.fr/a b",
                "https://x y.fr",
                "https://x.fr#a#b",
                "https://x.fr/ https://y.fr",
                "h://x.fr",
                "https://:80",
                "https://u@",
                "https://x[y].fr",
                "https://xé\u{fffd}.fr",
                "http://[gg]",
                "http://[::1",
                "https://x.é",
            ],
            Err("url_parsing"),
        );
        all(&["ftp://x.fr", "ht-tp://", "httpſ://x.fr"], Err("url_scheme"));
        assert_eq!(judge_one(&URL, "1"), Err("url_parsing"));
        assert_eq!(judge_one(&URL, "null"), Err("url_type"));
    }

    #[test]
    fn lengths_are_in_code_points_after_white_space_is_taken_off() {
        all(
            &[&format!("https://x.fr/{}", "é".repeat(2070)), &format!("https://x.fr{}", " ".repeat(3000))],
            Ok(()),
        );
        all(&[&format!("https://x.fr/{}", "é".repeat(2071)), &"a".repeat(2084)], Err("url_too_long"));
        all(&[&format!("https://{}.fr", "é".repeat(56))], Ok(()));
        all(
            &[&format!("https://{}.fr", "é".repeat(63)), &format!("https://{}.fr", "a".repeat(64))],
            Err("url_parsing"),
        );
    }

    proptest! {
        #[test]
        fn any_text_is_judged(text in ".*", host in "[^/]{0,9}") {
            for text in [text, format!("https://{host}.fr")] {
                let _ = judge_one(&URL, &text_of(&text));
            }
        }
    }
}

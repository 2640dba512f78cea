//! Letters without their marks, as Unicode takes them apart. The tables are `build.rs`'s: a tenth of what a library of
//! normal forms has, which also puts together again.

use std::sync::OnceLock;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/letters.bin"));

/// What letters are without marks, by letter.
type Plain = Vec<(char, &'static str)>;

struct Letters {
    /// First marks and those after the last, ascending.
    marks: Vec<(u32, u32)>,
    canonical: Plain,
    /// Where taking apart for compatibility leaves something else.
    compatible: Plain,
}

fn letters() -> &'static Letters {
    static READ: OnceLock<Letters> = OnceLock::new();
    READ.get_or_init(|| {
        let mut rest = PACKED;
        let mut last = 0;
        let runs = 0..number(&mut rest);
        let marks = runs.map(|_| {
            let start = last + number(&mut rest);
            last = start + number(&mut rest);
            (start, last)
        });
        let marks = marks.collect();
        Letters { marks, canonical: plain(&mut rest), compatible: plain(&mut rest) }
    })
}

fn plain(rest: &mut &'static [u8]) -> Plain {
    let mut last = 0;
    let count = 0..number(rest);
    count
        .filter_map(|_| {
            last += number(rest);
            let length = number(rest);
            let (left, after) = rest.split_at_checked(length as usize)?;
            *rest = after;
            Some((char::from_u32(last)?, std::str::from_utf8(left).ok()?))
        })
        .collect()
}

fn number(rest: &mut &[u8]) -> u32 {
    let mut number = 0;
    let mut shift = 0;
    while let Some((&byte, after)) = rest.split_first() {
        *rest = after;
        number |= u32::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            break;
        }
        shift += 7;
    }
    number
}

/// Whether a character is a mark of the one before it.
pub(super) fn is_mark(letter: char) -> bool {
    if letter < '\u{300}' {
        return false;
    }
    let marks = &letters().marks;
    let code = u32::from(letter);
    let next = marks.partition_point(|&(start, _)| start <= code);
    next > 0 && code < marks[next - 1].1
}

/// What is left of a letter without its marks when it is taken apart canonically.
pub(super) fn canonical(letter: char, visit: impl FnMut(char)) {
    apart(letter, false, visit);
}

/// The same when it is taken apart for compatibility: ligatures, circled letters, widths too.
pub(super) fn compatible(letter: char, visit: impl FnMut(char)) {
    apart(letter, true, visit);
}

fn apart(letter: char, compatible: bool, mut visit: impl FnMut(char)) {
    match letter {
        '\0'..='\x7f' => visit(letter),
        '\u{ac00}'..='\u{d7a3}' => hangul(letter, visit),
        _ if is_mark(letter) => {}
        _ => {
            let letters = letters();
            let found =
                |table: &Plain| Some(table[table.binary_search_by_key(&letter, |(one, _)| *one).ok()?].1);
            let other = if compatible { found(&letters.compatible) } else { None };
            match other.or_else(|| found(&letters.canonical)) {
                Some(left) => left.chars().for_each(visit),
                None => visit(letter),
            }
        }
    }
}

/// A syllable as its two or three letters (The Unicode Standard, 3.12).
fn hangul(syllable: char, visit: impl FnMut(char)) {
    let index = u32::from(syllable) - 0xAC00;
    let tail = index % 28;
    let parts = [0x1100 + index / 588, 0x1161 + index % 588 / 28, 0x11A7 + tail];
    let count = if tail == 0 { 2 } else { 3 };
    parts.into_iter().take(count).filter_map(char::from_u32).for_each(visit);
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::char::{decompose_canonical, decompose_compatible, is_combining_mark};

    #[test]
    fn every_letter_is_what_unicode_makes_of_it() {
        for letter in '\0'..=char::MAX {
            assert_eq!(is_mark(letter), is_combining_mark(letter), "{letter:?}");
            let (mut found, mut expected) = (String::new(), String::new());
            canonical(letter, |part| found.push(part));
            decompose_canonical(letter, |part| expected.extend((!is_combining_mark(part)).then_some(part)));
            assert_eq!(found, expected, "{letter:?}");
            found.clear();
            expected.clear();
            compatible(letter, |part| found.push(part));
            decompose_compatible(letter, |part| expected.extend((!is_combining_mark(part)).then_some(part)));
            assert_eq!(found, expected, "{letter:?}");
        }
    }
}

//! French texts in less memory: the commonest pairs of letters as one byte each.
//!
//! Texts are nine tenths of a published file. A general compressor would halve them, but takes longer than reading the
//! file does; this takes a look in a table for each pair, which is about what writing the bytes saved would have taken,
//! and saves a third. A byte below 128 is itself, [`ESCAPE`] stands before any other byte, and the bytes between stand for
//! a pair. What a text is read with is written here, so packed texts are the same everywhere.

/// Stands before a byte that is to be taken as it is.
const ESCAPE: u8 = 255;

/// Packed bytes that are written together: a power of two.
const BLOCK: usize = 256;

/// Pairs that stand for byte 128 and those after it: the commonest in long texts of files published in 2022, when read from
/// left to right.
const PAIRS: [[u8; 2]; 127] = [
    *b"e ",
    *b"s ",
    *b"\xc3\xa9",
    *b" d",
    *b"es",
    *b"de",
    *b"on",
    *b"t ",
    *b"re",
    *b" l",
    *b"en",
    *b"n ",
    *b", ",
    *b" p",
    *b"le",
    *b"er",
    *b"io",
    *b"ou",
    *b" e",
    *b"an",
    *b"ti",
    *b"ur",
    *b"nt",
    *b"at",
    *b"is",
    *b"r ",
    *b"tr",
    *b"te",
    *b" s",
    *b" a",
    *b"et",
    *b"se",
    *b"pa",
    *b"\xe2\x80",
    *b"in",
    *b"co",
    *b"ne",
    *b"em",
    *b"po",
    *b"li",
    *b"qu",
    *b"ai",
    *b"ce",
    *b"me",
    *b"al",
    *b"t\xc3",
    *b"ve",
    *b".\n",
    *b" c",
    *b"au",
    *b"un",
    *b"ns",
    *b"rt",
    *b"\xc3\xa0",
    *b"pr",
    *b"si",
    *b"it",
    *b"om",
    *b"oi",
    *b"ss",
    *b" \xc3",
    *b"a ",
    *b"ri",
    *b"la",
    *b"so",
    *b"vi",
    *b"bi",
    *b"ar",
    *b"mo",
    *b"eu",
    *b"di",
    *b"pe",
    *b"lo",
    *b"or",
    *b"rs",
    *b"ci",
    *b"pl",
    *b"du",
    *b"\xa0 ",
    *b"ll",
    *b" m",
    *b"ac",
    *b" v",
    *b"ra",
    *b"ge",
    *b"il",
    *b"\xc3\xa8",
    *b"ma",
    *b":0",
    *b"rm",
    *b"\xa9 ",
    *b"fi",
    *b"ta",
    *b"vo",
    *b"ct",
    *b"cc",
    *b"ch",
    *b"ro",
    *b"st",
    *b"ut",
    *b"r\xc3",
    *b" r",
    *b" f",
    *b"ie",
    *b"ic",
    *b"oc",
    *b"'a",
    *b"gn",
    *b" u",
    *b"da",
    *b"fo",
    *b"bl",
    *b"u ",
    *b"x ",
    *b"mp",
    *b"mi",
    *b"0-",
    *b"ir",
    *b"s.",
    *b"id",
    *b"nc",
    *b"\xe2\x82",
    *b"nn",
    *b"\x99a",
    *b"ww",
    *b"\xa9s",
    *b"\xa9p",
];

/// For two bytes, the first as the low half: the byte that stands for both, or 0.
static CODES: [u8; 1 << 16] = codes();

const fn codes() -> [u8; 1 << 16] {
    let mut codes = [0; 1 << 16];
    let mut at = 0;
    while at < PAIRS.len() {
        codes[u16::from_le_bytes(PAIRS[at]) as usize] = 128 + at as u8;
        at += 1;
    }
    codes
}

/// Appends a text, packed.
pub(super) fn pack(text: &str, packed: &mut Vec<u8>) {
    // Packed bytes gather here, so that there is room to check for once in many. No step adds more than two.
    let mut block = [0; BLOCK];
    let mut length = 0;
    let mut rest = text.as_bytes();
    while let [first, second, after @ ..] = rest {
        let code = CODES[u16::from_le_bytes([*first, *second]) as usize];
        if code != 0 {
            block[length % BLOCK] = code;
            length += 1;
            rest = after;
        } else {
            if *first >= 128 {
                block[length % BLOCK] = ESCAPE;
                length += 1;
            }
            block[length % BLOCK] = *first;
            length += 1;
            rest = &rest[1..];
        }
        if length >= BLOCK - 2 {
            packed.extend_from_slice(&block[..length % BLOCK]);
            length = 0;
        }
    }
    packed.extend_from_slice(&block[..length % BLOCK]);
    if let [last] = rest {
        if *last >= 128 {
            packed.push(ESCAPE);
        }
        packed.push(*last);
    }
}

/// The text that was packed.
pub(super) fn unpack(packed: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(2 * packed.len());
    let mut rest = packed.iter();
    while let Some(&byte) = rest.next() {
        match byte {
            ESCAPE => bytes.extend(rest.next()),
            128.. => bytes.extend_from_slice(&PAIRS[byte as usize - 128]),
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn packed(text: &str) -> Vec<u8> {
        let mut packed = vec![7];
        pack(text, &mut packed);
        packed.split_off(1)
    }

    #[test]
    fn no_pair_is_there_twice() {
        let mut pairs = PAIRS.to_vec();
        pairs.sort_unstable();
        pairs.dedup();
        assert_eq!(pairs.len(), PAIRS.len());
    }

    #[test]
    fn french_takes_less_than_two_thirds() {
        let text = "Accompagnement des personnes éloignées de l’emploi dans leurs démarches administratives.";
        assert!(packed(text).len() * 3 < text.len() * 2, "{}", packed(text).len());
    }

    proptest! {
        #[test]
        fn texts_come_back(text in "\\PC*") {
            prop_assert_eq!(unpack(&packed(&text)), text);
        }
    }
}

//! Windows-1252, as the WHATWG Encoding Standard has it: 32 characters, for which a library would bring the tables of all
//! the world's encodings.

/// What the bytes from 0x80 to 0x9F mean. All others mean the character of their number.
const MIDDLE: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', //
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// The text of some bytes: every byte means something.
pub(super) fn decode(bytes: &[u8]) -> String {
    let character = |byte: &u8| match byte {
        0x80..=0x9F => MIDDLE[usize::from(byte - 0x80)],
        _ => char::from(*byte),
    };
    bytes.iter().map(character).collect()
}

/// The bytes of a text, if it has no other characters.
pub(super) fn encode(text: &str) -> Option<Vec<u8>> {
    let byte = |character: char| match character {
        '\0'..='\u{7F}' | '\u{A0}'..='\u{FF}' => Some(character as u8),
        _ => MIDDLE.iter().position(|middle| *middle == character).map(|at| 0x80 + at as u8),
    };
    text.chars().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back() {
        let all: Vec<u8> = (0..=255).collect();
        let text = decode(&all);
        assert_eq!(text.chars().count(), 256);
        assert_eq!(encode(&text), Some(all));
        assert_eq!(decode(b"\x80 c\x9Cur \xE9t\xE9"), "€ cœur été");
        assert_eq!(encode("→"), None);
    }
}

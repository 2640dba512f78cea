//! UUIDs: only the first of all releases has one, to which no package answers.

use super::super::Code;
use super::super::characters::{digit, python_strip};
use crate::reader::Value;

/// Python's `uuid.UUID(value)`.
pub(in super::super) fn uuid(value: Value<'_>) -> Result<(), Code> {
    let Value::String(text) = value else { return Err("uuid_type") };
    let text = text.text().replace("urn:", "").replace("uuid:", "");
    let digits = text.trim_matches(['{', '}']).replace('-', "");
    if digits.chars().count() == 32 && is_hexadecimal(&digits) { Ok(()) } else { Err("uuid_parsing") }
}

/// Whether Python's `int(text, 16)` takes a text: white space, a sign, `0x`, digits of any script, single underscores.
fn is_hexadecimal(text: &str) -> bool {
    let text = python_strip(text);
    let text = text.strip_prefix('+').unwrap_or(text);
    let prefixed = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    let text = prefixed.map_or(text, |rest| rest.strip_prefix('_').unwrap_or(rest));
    let known = |letter: char| letter.is_ascii_hexdigit() || digit(letter).is_some();
    text.split('_').all(|part| !part.is_empty() && part.chars().all(known))
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{judge_one, text_of};
    use crate::schema::Scalar;

    #[test]
    fn uuids() {
        for text in [
            "12345678-1234-5678-1234-567812345678",
            "12345678123456781234567812345678",
            "{12345678-1234-5678-1234-567812345678}",
            "urn:uuid:12345678-1234-5678-1234-567812345678",
            "1234567-12345-5678-1234-567812345678",
            "0x34_67812345678123456781234567a",
        ] {
            assert_eq!(judge_one(&Scalar::Uuid, &text_of(text)), Ok(()), "{text}");
        }
        for text in ["12345678-1234-5678-1234-56781234567G", "12345678-1234-5678-1234-56781234567", ""] {
            assert_eq!(judge_one(&Scalar::Uuid, &text_of(text)), Err("uuid_parsing"), "{text}");
        }
        assert_eq!(judge_one(&Scalar::Uuid, "1"), Err("uuid_type"));
    }
}

//! JSON as the published files have it: what pandas' `to_json(orient="records", force_ascii=False)` writes.
//!
//! No space, `/` written `\/`, no other escape than JSON asks for, floats in their shortest form with at most
//! ten decimals and always one.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// Writes one record, without a newline.
pub(super) fn write<R: Serialize>(out: &mut impl Write, record: &R) -> io::Result<()> {
    Ok(record.serialize(&mut Serializer::with_formatter(out, Published))?)
}

struct Published;

impl Formatter for Published {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut parts = fragment.split('/');
        out.write_all(parts.next().unwrap_or_default().as_bytes())?;
        for part in parts {
            out.write_all(b"\\/")?;
            out.write_all(part.as_bytes())?;
        }
        Ok(())
    }

    fn write_f64<W: ?Sized + Write>(&mut self, out: &mut W, value: f64) -> io::Result<()> {
        let rounded = format!("{value:.10}");
        let (whole, decimals) = rounded.split_once('.').unwrap_or((&rounded, ""));
        let decimals = decimals.trim_end_matches('0');
        write!(out, "{whole}.{}", if decimals.is_empty() { "0" } else { decimals })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(value: impl Serialize) -> String {
        let mut out = Vec::new();
        write(&mut out, &value).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// The expected text is what pandas 2.3 and 3.1 print for the same values.
    #[test]
    fn strings_are_escaped_as_pandas_does() {
        assert_eq!(
            written("x/y \"q\" \n\t\r\u{8}\u{c}\u{1}\u{1f}\u{7f} é € 😀 \u{2028} <b>&' \\"),
            "\"x\\/y \\\"q\\\" \\n\\t\\r\\b\\f\\u0001\\u001f\u{7f} é € 😀 \u{2028} <b>&' \\\\\""
        );
        assert_eq!(written("//"), "\"\\/\\/\"");
    }

    #[test]
    fn floats_are_written_as_pandas_does() {
        for (value, text) in [
            (3.0, "3.0"),
            (100.0, "100.0"),
            (-0.5, "-0.5"),
            (48.12345678912345, "48.1234567891"),
            (0.9000000000000001, "0.9"),
            (0.1 + 0.2, "0.3"),
            (1e-7, "0.0000001"),
            (4.92007, "4.92007"),
        ] {
            assert_eq!(written(value), text);
        }
    }

    #[test]
    fn lists_have_no_space() {
        assert_eq!(written(json!(["a/b", null, 1739491200000_i64])), "[\"a\\/b\",null,1739491200000]");
    }
}

//! Numbers and booleans, for pydantic 2.

use super::Code;
use crate::reader::Value;
use std::borrow::Cow;

/// Longer ones are refused, as Python does to be safe from slow conversions.
const MAX_DIGITS: usize = 4300;
/// Whole numbers up to here, excluded, are read from numbers with a point.
const TWO_TO_63: f64 = 9_223_372_036_854_775_808.0;

/// Whether a JSON number is an integer to Python: it has neither point nor exponent.
pub(super) fn is_whole(json: &str) -> bool {
    json.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// A JSON number; infinite when it is too big.
pub(super) fn parse(json: &str) -> f64 {
    json.parse().unwrap_or(f64::NAN)
}

pub(super) fn number(min: Option<f64>, value: Value<'_>) -> Result<(), Code> {
    // Short numbers can't be infinite: there is nothing to compute unless there is a least value.
    if min.is_none() && matches!(value, Value::Number(json) if json.len() < 300) {
        return Ok(());
    }
    at_least(min, float(value)?)
}

/// The number that the package sees in a value.
pub(super) fn float(value: Value<'_>) -> Result<f64, Code> {
    match value {
        Value::Number(json) => {
            let number = parse(json);
            if number.is_infinite() && is_whole(json) { Err("float_type") } else { Ok(number) }
        }
        Value::Bool(yes) => Ok(f64::from(u8::from(yes))),
        Value::String(text) => float_of(&text.text()).ok_or("float_parsing"),
        Value::Null | Value::List(_) | Value::Object(_) => Err("float_type"),
    }
}

/// As Rust reads numbers, white space around them. Failing that, underscores are dropped, and white space no longer is.
fn float_of(text: &str) -> Option<f64> {
    let number = text.trim().parse().ok();
    if number.is_some()
        || !text.contains('_')
        || text.starts_with('_')
        || text.ends_with('_')
        || text.contains("__")
    {
        return number;
    }
    text.replace('_', "").parse().ok()
}

/// Not a number is never enough.
pub(super) fn at_least(min: Option<f64>, number: f64) -> Result<(), Code> {
    if min.is_none_or(|min| number >= min) { Ok(()) } else { Err("greater_than_equal") }
}

pub(super) fn integer(min: Option<f64>, value: Value<'_>) -> Result<(), Code> {
    let number = match value {
        Value::Number(json) => {
            let number = parse(json);
            if !is_whole(json) {
                whole(number)?;
            }
            number
        }
        Value::Bool(yes) => f64::from(u8::from(yes)),
        Value::String(text) => integer_of(&text.text())?,
        Value::Null | Value::List(_) | Value::Object(_) => return Err("int_type"),
    };
    at_least(min, number)
}

/// A number with a point or an exponent must be whole.
fn whole(number: f64) -> Result<(), Code> {
    if !number.is_finite() {
        Err("finite_number")
    } else if number.fract() != 0.0 {
        Err("int_from_float")
    } else if number.abs() >= TWO_TO_63 {
        Err("int_parsing_size")
    } else {
        Ok(())
    }
}

/// Digits, with single underscores between them, or many after a zero at the beginning; a sign before, zeros after a point.
fn integer_of(text: &str) -> Result<f64, Code> {
    let text = text.trim();
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (digits, zeros) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let significant = if digits.starts_with('0') { digits.trim_start_matches(['0', '_']) } else { digits };
    let well_formed = digits.starts_with(|letter: char| letter.is_ascii_digit())
        && digits.ends_with(|letter: char| letter.is_ascii_digit())
        && significant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
        && !significant.contains("__")
        && !zeros.is_empty()
        && zeros.bytes().all(|byte| byte == b'0');
    if !well_formed {
        return Err("int_parsing");
    }
    let significant = without_underscores(significant);
    if significant.len() > MAX_DIGITS {
        return Err("int_parsing_size");
    }
    let size = if significant.is_empty() { 0.0 } else { parse(&significant) };
    Ok(if text.starts_with('-') { -size } else { size })
}

fn without_underscores(text: &str) -> Cow<'_, str> {
    if text.contains('_') { Cow::Owned(text.replace('_', "")) } else { Cow::Borrowed(text) }
}

pub(super) fn boolean(value: Value<'_>) -> Result<(), Code> {
    const WORDS: [&str; 12] = ["0", "1", "true", "false", "off", "on", "f", "t", "n", "y", "no", "yes"];
    match value {
        Value::Bool(_) => Ok(()),
        Value::Number(json) => zero_or_one(json),
        Value::String(text) => {
            let text = text.text();
            let known = WORDS.iter().any(|word| text.eq_ignore_ascii_case(word));
            if known { Ok(()) } else { Err("bool_parsing") }
        }
        Value::Null | Value::List(_) | Value::Object(_) => Err("bool_type"),
    }
}

/// A number is taken for a boolean when it is 0 or 1, and for a number that isn't one when it is another whole one.
fn zero_or_one(json: &str) -> Result<(), Code> {
    let number = parse(json);
    let whole = if is_whole(json) { json.parse::<i64>().is_ok() } else { self::whole(number).is_ok() };
    if number == 0.0 || number == 1.0 {
        Ok(())
    } else if whole {
        Err("bool_parsing")
    } else {
        Err("bool_type")
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{judge, text_of};
    use super::*;
    use crate::schema::Scalar;

    const NUMBER: Scalar = Scalar::Number { min: Some(0.0) };
    const INTEGER: Scalar = Scalar::Integer { min: Some(1.0) };

    fn float_said(text: &str) -> Result<(), Code> {
        judge(&Scalar::Number { min: None }, &text_of(text))
    }

    fn integer_said(text: &str) -> Result<(), Code> {
        judge(&Scalar::Integer { min: None }, &text_of(text))
    }

    #[test]
    fn numbers_in_texts() {
        for text in [
            "1e5",
            ".5",
            "5.",
            "+5",
            "-0",
            "nan",
            "inf",
            "-Infinity",
            "NaN",
            "1e400",
            "in_f",
            "1_e5",
            "4._8",
            " 48.8\t",
            "4_8",
            "\u{a0}48.8",
            "\u{2003}48.8\u{3000}",
            "\u{85}1",
        ] {
            assert_eq!(float_said(text), Ok(()), "{text}");
        }
        for text in [
            "",
            ".",
            "1e",
            "0x10",
            "48,8",
            "1 000",
            "٤٨",
            "−5",
            "--5",
            "_48",
            " 4_8",
            "4_8 ",
            "48_",
            "4__8",
            "\u{200b}48",
            "\u{feff}48",
            "\u{1c}48",
            "abc",
        ] {
            assert_eq!(float_said(text), Err("float_parsing"), "{text}");
        }
    }

    #[test]
    fn numbers_of_other_kinds() {
        for (json, said) in [
            ("true", Ok(())),
            ("-0.0", Ok(())),
            ("1e400", Ok(())),
            ("-1", Err("greater_than_equal")),
            ("\"nan\"", Err("greater_than_equal")),
            ("\"-inf\"", Err("greater_than_equal")),
            ("null", Err("float_type")),
            ("[]", Err("float_type")),
            ("{}", Err("float_type")),
            (&format!("1{}", "0".repeat(309)), Err("float_type")),
            (&format!("1{}", "0".repeat(308)), Ok(())),
        ] {
            assert_eq!(judge(&NUMBER, json), said, "{json}");
        }
    }

    #[test]
    fn integers_in_texts() {
        for text in ["3", "+3", "-3", "3.0", "3.00", "0_1", "0__1", "0_0", "3_0.0", "00.0", " 3\n", "\u{a0}3"]
        {
            assert_eq!(integer_said(text), Ok(()), "{text}");
        }
        for text in [
            "3.", ".0", "3.0_0", "3_.0", "1e3", "_3", "3__0", "0_1__1", "0_", "-_1", "- 3", "", "-", "3.5",
            "٣", "3_", "3. 0", "Trois",
        ] {
            assert_eq!(integer_said(text), Err("int_parsing"), "{text}");
        }
        assert_eq!(integer_said(&"1".repeat(4300)), Ok(()));
        assert_eq!(integer_said(&"1".repeat(4301)), Err("int_parsing_size"));
        assert_eq!(integer_said(&format!("{}3", "0".repeat(5000))), Ok(()));
    }

    #[test]
    fn integers_of_other_kinds() {
        for (json, said) in [
            ("3.0", Ok(())),
            ("3.5", Err("int_from_float")),
            ("0", Err("greater_than_equal")),
            ("false", Err("greater_than_equal")),
            ("true", Ok(())),
            ("1e18", Ok(())),
            ("9223372036854775807.0", Err("int_parsing_size")),
            ("-9223372036854775808.0", Err("int_parsing_size")),
            ("1e400", Err("finite_number")),
            ("1e-5", Err("int_from_float")),
            ("\"-3\"", Err("greater_than_equal")),
            ("null", Err("int_type")),
            (&"1".repeat(400), Ok(())),
        ] {
            assert_eq!(judge(&INTEGER, json), said, "{json}");
        }
    }

    #[test]
    fn booleans() {
        for (json, said) in [
            ("true", Ok(())),
            ("1", Ok(())),
            ("0.0", Ok(())),
            ("2", Err("bool_parsing")),
            ("2.0", Err("bool_parsing")),
            ("0.5", Err("bool_type")),
            ("9223372036854775807", Err("bool_parsing")),
            ("9223372036854775808", Err("bool_type")),
            ("\"tRuE\"", Ok(())),
            ("\"off\"", Ok(())),
            ("\" true\"", Err("bool_parsing")),
            ("\"oui\"", Err("bool_parsing")),
            ("\"oﬀ\"", Err("bool_parsing")),
            ("[]", Err("bool_type")),
        ] {
            assert_eq!(judge(&Scalar::Boolean, json), said, "{json}");
        }
    }
}

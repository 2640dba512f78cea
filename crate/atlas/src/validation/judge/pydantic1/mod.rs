//! What pydantic 1 takes, where it isn't what pydantic 2 takes: a text from any number, Python's own numbers and patterns.

mod date;
mod url;
mod uuid;

use super::characters::{digit, is_python_word, python_strip};
use super::text::Limits;
use super::{Code, email, number};
use crate::reader::Value;
use crate::schema::{Pydantic, Scalar};
use std::borrow::Cow;

pub(super) use date::day;
pub(super) use uuid::uuid;

pub(super) fn scalar(wanted: &Scalar, value: Value<'_>) -> Result<(), Code> {
    match wanted {
        Scalar::String { .. } => {
            let limits = Limits::of(wanted);
            if limits.none() && !matches!(value, Value::Null | Value::List(_) | Value::Object(_)) {
                return Ok(());
            }
            super::text::text(Pydantic::One, limits, &text(value).ok_or("string_type")?)
        }
        Scalar::Email => {
            let text = text(value).ok_or("string_type")?;
            if is_email(&text) { Ok(()) } else { Err("value_error") }
        }
        Scalar::Url { max_length } => url::url(*max_length, &text(value).ok_or("url_type")?),
        Scalar::Number { min } => number::at_least(*min, float(value)?),
        Scalar::Integer { min } => number::integer(*min, value),
        // The least of 64 bits has no positive.
        Scalar::Boolean if matches!(value, Value::Number("-9223372036854775808")) => Err("bool_type"),
        // It lowers the case of any letter, but no letter beyond ASCII becomes part of one of the words.
        Scalar::Boolean => number::boolean(value),
        Scalar::Date => date::date(value),
        Scalar::DateOrDatetime => date::datetime_or_date(value),
        Scalar::Uuid => uuid(value),
    }
}

/// `str(value)`: of a number too, and of a boolean.
pub(super) fn text(value: Value<'_>) -> Option<Cow<'_, str>> {
    Some(match value {
        Value::String(text) => text.text(),
        Value::Bool(true) => Cow::Borrowed("True"),
        Value::Bool(false) => Cow::Borrowed("False"),
        Value::Number("-0") => Cow::Borrowed("0"),
        Value::Number(json) if number::is_whole(json) => Cow::Borrowed(json),
        Value::Number(json) => Cow::Owned(written(number::parse(json))),
        Value::Null | Value::List(_) | Value::Object(_) => return None,
    })
}

/// As Python writes a number: like Rust, but for the exponent's sign and least two digits.
fn written(number: f64) -> String {
    let text = format!("{number:?}");
    let exponent =
        text.split_once('e').and_then(|(digits, power)| Some((digits, power.parse::<i32>().ok()?)));
    exponent.map(|(digits, power)| format!("{digits}e{power:+03}")).unwrap_or(text)
}

/// A name of words and spaces may stand before angle brackets.
fn is_email(text: &str) -> bool {
    email::is_usual(text.as_bytes())
        || (email::is_short(text) && email::is_address(python_strip(bracketed(text).unwrap_or(text))))
}

fn bracketed(text: &str) -> Option<&str> {
    let (name, inside) = text.trim_end_matches(' ').strip_suffix('>')?.split_once('<')?;
    let named = name.chars().all(|letter| letter == ' ' || is_python_word(letter));
    (named && !inside.contains('\n')).then_some(inside)
}

/// Python's `float(value)`.
pub(super) fn float(value: Value<'_>) -> Result<f64, Code> {
    match value {
        Value::String(text) => float_of(&text.text()).ok_or("float_parsing"),
        other => number::float(other),
    }
}

/// Digits of any script; underscores between digits, and, as its compiled form has it, after the sign of an exponent.
fn float_of(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii() && byte != b'_') {
        return text.parse().ok();
    }
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '_' {
            let after = plain.ends_with(|last: char| last.is_ascii_digit())
                || (text.is_ascii() && ["e+", "e-", "E+", "E-"].iter().any(|sign| plain.ends_with(sign)));
            let before = letters.peek().is_some_and(|&next| digit(next).is_some());
            if !after || !before {
                return None;
            }
        } else {
            plain.push(digit(letter).and_then(|value| char::from_digit(value, 10)).unwrap_or(letter));
        }
    }
    plain.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{judge_one, text_of, value_of};
    use super::*;
    use crate::schema::Pattern;
    use proptest::prelude::*;

    const NUMBER: Scalar = Scalar::Number { min: None };

    #[test]
    fn texts_from_anything() {
        let text = |json: &str| text(value_of(json)).map(Cow::into_owned);
        for (json, said) in [
            ("true", "True"),
            ("-0", "0"),
            ("1234.5", "1234.5"),
            ("1E20", "1e+20"),
            ("1e-7", "1e-07"),
            ("1e16", "1e+16"),
            ("1e15", "1000000000000000.0"),
            ("0.0001", "0.0001"),
            ("0.00001", "1e-05"),
            ("-0.0", "-0.0"),
            ("1e400", "inf"),
            ("1.5e300", "1.5e+300"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
        ] {
            assert_eq!(text(json).as_deref(), Some(said), "{json}");
        }
        assert_eq!(text("[]"), None);
    }

    #[test]
    fn texts() {
        let code = Scalar::String {
            min_length: Some(5),
            max_length: Some(5),
            pattern: Pattern::parse(r"^\d{5}$"),
            literal: None,
        };
        for (json, said) in [
            ("75001", Ok(())),
            ("1234", Err("string_too_short")),
            ("1234.5", Err("string_too_long")),
            ("123.5", Err("string_pattern_mismatch")),
            ("false", Err("string_pattern_mismatch")),
            ("[]", Err("string_type")),
            ("null", Err("string_type")),
        ] {
            assert_eq!(judge_one(&code, json), said, "{json}");
        }
    }

    #[test]
    fn emails() {
        for text in ["a@b.fr", "Nom <a@b.fr>", "<a@b.fr> ", "a@b.fr\n", "Nom X< a@b.fr\t>"] {
            assert_eq!(judge_one(&Scalar::Email, &text_of(text)), Ok(()), "{text}");
        }
        for text in ["Nom-X <a@b.fr>", "\"Nom\" <a@b.fr>", "<a@b.fr>\t", "<a@b.fr\n>", "a@localhost"] {
            assert_eq!(judge_one(&Scalar::Email, &text_of(text)), Err("value_error"), "{text}");
        }
        assert_eq!(judge_one(&Scalar::Email, "1"), Err("value_error"));
        assert_eq!(judge_one(&Scalar::Email, "{}"), Err("string_type"));
    }

    #[test]
    fn numbers() {
        for text in
            ["٤٨", "4_8", "1_0.0_1e1_0", " 48.8\t", "1e-_5", "nan", "-Infinity", "1e400", "48.8\u{3000}"]
        {
            assert_eq!(judge_one(&NUMBER, &text_of(text)), Ok(()), "{text}");
        }
        for text in [
            "",
            "4__8",
            "_48",
            "48_",
            "4_.8",
            "1e_5",
            "in_f",
            "48,8",
            "½",
            "−5",
            "\u{200b}48",
            "\u{1c}48",
            "-_1",
            "٤e-_8",
        ] {
            assert_eq!(judge_one(&NUMBER, &text_of(text)), Err("float_parsing"), "{text}");
        }
        assert_eq!(judge_one(&NUMBER, "true"), Ok(()));
        assert_eq!(judge_one(&NUMBER, "[]"), Err("float_type"));
    }

    #[test]
    fn booleans() {
        for (json, said) in [
            ("1.0", Ok(())),
            ("\"YES\"", Ok(())),
            ("2.0", Err("bool_parsing")),
            ("\"true \"", Err("bool_parsing")),
            ("1000000000000000000000000000000", Err("bool_type")),
            ("0.5", Err("bool_type")),
        ] {
            assert_eq!(judge_one(&Scalar::Boolean, json), said, "{json}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_judged(text in ".*") {
            let json = text_of(&text);
            for wanted in [NUMBER, Scalar::Email, Scalar::Boolean, Scalar::Uuid] {
                let _ = judge_one(&wanted, &json);
            }
        }
    }
}

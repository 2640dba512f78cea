//! Judges single values exactly as the official package does.
//!
//! The package leaves it to pydantic, pydantic 2 from release 0.9.1 on and pydantic 1 before, and takes what they take: a
//! number in a text, a day as seconds, digits of any script. Whoever must agree with its findings has to take the same.
//! The rules here were measured from the packages with tens of thousands of values (`tests/validation/` goes on comparing);
//! where pydantic 2 is itself written on a Rust library, that library judges here too.
//!
//! Errors bear pydantic 2's names for both generations.

mod characters;
mod date;
mod domain;
mod email;
mod number;
mod pattern;
mod pydantic1;
mod text;
mod url;

use crate::reader::Value;
use crate::schema::{Pydantic, Scalar};
use text::Limits;

/// A package's name of an error: pydantic 2's names for both generations.
pub(crate) type Code = &'static str;

/// Judges a value that isn't null where null may be. Allocates nothing for a valid value of usual form.
pub(crate) fn scalar(generation: Pydantic, wanted: &Scalar, value: Value<'_>) -> Result<(), Code> {
    if generation == Pydantic::One {
        return pydantic1::scalar(wanted, value);
    }
    match wanted {
        Scalar::String { .. } => {
            let Value::String(text) = value else { return Err("string_type") };
            let limits = Limits::of(wanted);
            if limits.none() { Ok(()) } else { text.with(|text| text::text(generation, limits, text)) }
        }
        Scalar::Email => {
            let Value::String(text) = value else { return Err("string_type") };
            text.with(email::email)
        }
        Scalar::Url { max_length } => {
            let Value::String(text) = value else { return Err("url_type") };
            text.with(|text| url::url(*max_length, text))
        }
        Scalar::Date => date::date(value),
        Scalar::DateOrDatetime => date::datetime_or_date(value),
        Scalar::Number { min } => number::number(*min, value),
        Scalar::Integer { min } => number::integer(*min, value),
        Scalar::Boolean => number::boolean(value),
        Scalar::Uuid => pydantic1::uuid(value),
    }
}

/// The day that a valid date stands for, in days since 1970-01-01, as the package converts it; of a date and time, its day
/// as written.
pub(crate) fn day(generation: Pydantic, value: Value<'_>) -> Option<i32> {
    match generation {
        Pydantic::One => pydantic1::day(value),
        Pydantic::Two => date::day(value),
    }
}

/// The number that a valid number stands for.
pub(crate) fn number(generation: Pydantic, value: Value<'_>) -> Option<f64> {
    match generation {
        Pydantic::One => pydantic1::float(value).ok(),
        Pydantic::Two => number::float(value).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::members;
    use proptest::prelude::*;

    /// A value from its JSON, which is never freed: tests are short.
    pub(super) fn value_of(json: &str) -> Value<'static> {
        let record: &'static str = Box::leak(format!("{{\"v\": {json}}}").into_boxed_str());
        members(record.as_bytes()).unwrap().next().unwrap().unwrap().value
    }

    /// A text in JSON.
    pub(super) fn text_of(text: &str) -> String {
        serde_json::to_string(text).unwrap()
    }

    pub(super) fn judge(wanted: &Scalar, json: &str) -> Result<(), Code> {
        scalar(Pydantic::Two, wanted, value_of(json))
    }

    pub(super) fn judge_one(wanted: &Scalar, json: &str) -> Result<(), Code> {
        scalar(Pydantic::One, wanted, value_of(json))
    }

    #[test]
    fn other_types() {
        let text = Scalar::String { min_length: None, max_length: None, pattern: None, literal: None };
        for json in ["1", "true", "[]", "{}", "null"] {
            assert_eq!(judge(&text, json), Err("string_type"), "{json}");
            assert_eq!(judge(&Scalar::Email, json), Err("string_type"), "{json}");
            assert_eq!(judge(&Scalar::Url { max_length: 2083 }, json), Err("url_type"), "{json}");
        }
        assert_eq!(judge(&text, "\"\\u0000\\ufeff\""), Ok(()));
    }

    #[test]
    fn a_fixed_text() {
        let france = Scalar::String {
            min_length: None,
            max_length: None,
            pattern: None,
            literal: Some("france".to_owned()),
        };
        assert_eq!(judge(&france, "\"france\""), Ok(()));
        assert_eq!(judge(&france, "\"FRANCE\""), Err("literal_error"));
    }

    #[test]
    fn what_a_value_stands_for() {
        let number = |generation, json| number(generation, value_of(json));
        assert_eq!(number(Pydantic::Two, "\"4_8.8\""), Some(48.8));
        assert_eq!(number(Pydantic::One, "\"٤٨\""), Some(48.0));
        assert_eq!(number(Pydantic::Two, "\"٤٨\""), None);
    }

    proptest! {
        #[test]
        fn any_value_is_judged(text in ".*", digits in "-?[1-9][0-9]{0,400}([.][0-9]{1,9})?(e[0-9]{1,3})?") {
            for json in [text_of(&text), text_of(&digits), digits.clone()] {
                let value = value_of(&json);
                for generation in [Pydantic::One, Pydantic::Two] {
                    for wanted in [
                        Scalar::Email,
                        Scalar::Url { max_length: 2083 },
                        Scalar::Date,
                        Scalar::DateOrDatetime,
                        Scalar::Number { min: Some(0.0) },
                        Scalar::Integer { min: Some(1.0) },
                        Scalar::Boolean,
                        Scalar::Uuid,
                    ] {
                        let valid = scalar(generation, &wanted, value).is_ok();
                        if matches!(wanted, Scalar::Date | Scalar::DateOrDatetime) && valid {
                            prop_assert!(day(generation, value).is_some());
                        }
                    }
                }
            }
        }
    }
}

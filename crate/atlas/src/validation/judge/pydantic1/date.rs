//! Days: pydantic 1 takes any number for seconds since 1970, and reads texts with patterns of its own.

use super::super::characters::digit;
use super::super::{Code, number};
use super::float_of;
use crate::reader::Value;
use speedate::Date;

/// Above, a number isn't in seconds.
const MAX_SECONDS: f64 = 2e10;
/// Above, a number is the last day of Python's calendar; as far below, the first.
const MAX_NUMBER: f64 = 3e20;
const FIRST_DAY: i32 = -719_162;
const LAST_DAY: i32 = 2_932_896;

pub(super) fn date(value: Value<'_>) -> Result<(), Code> {
    moment(value, date_of).map(drop)
}

pub(super) fn datetime_or_date(value: Value<'_>) -> Result<(), Code> {
    moment(value, date_or_datetime_of).map(drop).map_err(|_| "union")
}

/// The day of a value, in days since 1970.
pub(in super::super) fn day(value: Value<'_>) -> Option<i32> {
    moment(value, date_or_datetime_of).ok()
}

/// The day of a value; of a text that isn't a number, as `read` finds it.
fn moment(value: Value<'_>, read: impl FnOnce(&str) -> Option<i32>) -> Result<i32, Code> {
    let found = match value {
        Value::Number(json) => day_of(number::parse(json)),
        Value::Bool(yes) => day_of(f64::from(u8::from(yes))),
        Value::String(text) => {
            let text = text.text();
            // What is in the usual form isn't a number.
            let usual =
                matches!(text.as_bytes(), [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'-', ..]);
            let number = if usual { None } else { float_of(&text) };
            number.map_or_else(|| read(&text), day_of)
        }
        Value::Null | Value::List(_) | Value::Object(_) => return Err("date_type"),
    };
    found.ok_or("date_from_datetime_parsing")
}

/// Seconds, or thousandths, millionths… of them: whichever makes a day of our time.
fn day_of(number: f64) -> Option<i32> {
    if number.is_nan() {
        return None;
    }
    if number.abs() > MAX_NUMBER {
        return Some(if number > 0.0 { LAST_DAY } else { FIRST_DAY });
    }
    let mut seconds = number;
    while seconds.abs() > MAX_SECONDS {
        seconds /= 1000.0;
    }
    // Rounded to microseconds before the time is cut off.
    let microseconds = (seconds * 1e6).round_ties_even();
    Some((microseconds / 86_400e6).floor() as i32)
}

fn date_or_datetime_of(text: &str) -> Option<i32> {
    date_of(text).or_else(|| datetime_of(text))
}

/// `2022-10-1`: a day that exists.
fn date_of(text: &str) -> Option<i32> {
    let mut letters = Letters(text);
    let day = letters.date()?;
    letters.ended().then_some(day)
}

/// `2022-10-1 9:30:0.5+02`: a day, `T` or a space, a time and perhaps a time zone.
fn datetime_of(text: &str) -> Option<i32> {
    let mut letters = Letters(text);
    let day = letters.date()?;
    if !letters.take('T') && !letters.take(' ') {
        return None;
    }
    let hour = letters.number(1, 2)?;
    let minute = letters.take(':').then(|| letters.number(1, 2))??;
    let mut second = 0;
    if letters.take(':') {
        second = letters.number(1, 2)?;
        if letters.take('.') {
            letters.number(1, 12)?;
        }
    }
    let real = hour < 24 && minute < 60 && second < 60 && letters.zone();
    (real && letters.ended()).then_some(day)
}

/// What is left to read of a text.
struct Letters<'a>(&'a str);

impl Letters<'_> {
    fn take(&mut self, letter: char) -> bool {
        let rest = self.0.strip_prefix(letter);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// From `min` to `max` digits of any script.
    fn number(&mut self, min: usize, max: usize) -> Option<u64> {
        let mut number = 0;
        for count in 0..max {
            let mut ahead = self.0.chars();
            match ahead.next().and_then(digit) {
                Some(value) => number = number * 10 + u64::from(value),
                None if count < min => return None,
                None => break,
            }
            self.0 = ahead.as_str();
        }
        Some(number)
    }

    /// A day of Python's calendar, which begins in the year 1.
    fn date(&mut self) -> Option<i32> {
        let year = self.number(4, 4).filter(|&year| year > 0)?;
        let month = self.take('-').then(|| self.number(1, 2))??;
        let day = self.take('-').then(|| self.number(1, 2))??;
        let mut text = *b"0000-00-00";
        for (at, number) in [(0, year / 100), (2, year % 100), (5, month), (8, day)] {
            text[at] += (number / 10) as u8;
            text[at + 1] += (number % 10) as u8;
        }
        let date = Date::parse_bytes_rfc3339(&text).ok()?;
        i32::try_from(date.timestamp().div_euclid(86_400)).ok()
    }

    /// Whether there is a time zone less than a day away, or none.
    fn zone(&mut self) -> bool {
        if self.take('Z') || !(self.take('+') || self.take('-')) {
            return true;
        }
        let Some(hours) = self.number(2, 2) else { return false };
        let colon = self.take(':');
        let minutes = if colon || !self.ended() { self.number(2, 2) } else { Some(0) };
        minutes.is_some_and(|minutes| hours * 60 + minutes < 24 * 60)
    }

    /// Whether nothing is left but a line feed.
    fn ended(&self) -> bool {
        matches!(self.0, "" | "\n")
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{judge_one, text_of, value_of};
    use super::*;
    use crate::schema::Scalar;
    use proptest::prelude::*;

    #[test]
    fn days() {
        for text in [
            "2022-10-01",
            "2022-1-2",
            "2022-10-01\n",
            "٢٠٢٢-10-1",
            "2022",
            "1.5",
            "inf",
            "1739491200000000",
            "0_0",
            "2.0e-10",
        ] {
            assert_eq!(judge_one(&Scalar::Date, &text_of(text)), Ok(()), "{text}");
        }
        for text in [
            "0000-01-01",
            "2022-02-30",
            "2022-10-01T00:00:00",
            "nan",
            "",
            "2022-10-01 ",
            "01/10/2022",
            "2022-100-1",
        ] {
            assert_eq!(judge_one(&Scalar::Date, &text_of(text)), Err("date_from_datetime_parsing"), "{text}");
        }
        for json in ["20250214", "0.5", "1e300", "true"] {
            assert_eq!(judge_one(&Scalar::Date, json), Ok(()), "{json}");
        }
        assert_eq!(judge_one(&Scalar::Date, "{}"), Err("date_type"));
    }

    #[test]
    fn days_and_times() {
        for text in [
            "2022-10-01",
            "2022-10-1T9:30",
            "2022-10-01 09:30:00.123456789012",
            "2022-10-01T09:30:00Z",
            "2022-10-01T09:30+02",
            "2022-10-01T09:30-0200",
            "2022-10-01T09:30+02:60",
            "2022-10-01T1:2:3\n",
        ] {
            assert_eq!(judge_one(&Scalar::DateOrDatetime, &text_of(text)), Ok(()), "{text}");
        }
        for text in [
            "2022-10-01t09:30",
            "2022-10-01_09:30",
            "2022-10-01T09",
            "2022-10-01T24:00",
            "2022-10-01T09:30z",
            "2022-10-01T09:30-24:00",
            "2022-10-01T09:30+2",
            "2022-10-01T09:30+02:",
            "2022-10-01T09:30:00.",
            "2022-10-01T09:30:00.1234567890123",
            "2022-10-01T",
        ] {
            assert_eq!(judge_one(&Scalar::DateOrDatetime, &text_of(text)), Err("union"), "{text}");
        }
    }

    #[test]
    fn the_day_of_a_value() {
        for (json, said) in [
            ("\"1970-1-2\"", Some(1)),
            ("\"1970-01-02T23:59-12:00\"", Some(1)),
            ("1739491200000000", Some(20133)),
            ("-1", Some(-1)),
            ("1e300", Some(LAST_DAY)),
            ("-1e300", Some(FIRST_DAY)),
            ("\"nan\"", None),
        ] {
            assert_eq!(day(value_of(json)), said, "{json}");
        }
        assert_eq!(date_of("9999-12-31"), Some(LAST_DAY));
        assert_eq!(date_of("0001-01-01"), Some(FIRST_DAY));
    }

    proptest! {
        #[test]
        fn any_text_is_judged(text in ".*", like in "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[T ][0-9:.]{0,9}[Z+-]?[0-9:]{0,6}\n?") {
            for text in [text, like] {
                let _ = judge_one(&Scalar::DateOrDatetime, &text_of(&text));
            }
        }
    }
}

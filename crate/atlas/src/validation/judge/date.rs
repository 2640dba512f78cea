//! Days, for pydantic 2: it reads them with `speedate`, and so do we.

use super::{Code, number};
use crate::reader::Value;
use speedate::{Date, DateTime, DateTimeConfig, MicrosecondsPrecisionOverflowBehavior, TimeConfig};

/// What a value stands for.
enum Moment {
    Day(Date),
    DayAndTime(DateTime),
}

pub(super) fn date(value: Value<'_>) -> Result<(), Code> {
    match moment(value)? {
        // Exactly midnight; the time zone doesn't count.
        Moment::DayAndTime(DateTime { time, .. }) if time.total_seconds() != 0 || time.microsecond != 0 => {
            Err("date_from_datetime_inexact")
        }
        // Python's calendar begins in the year 1.
        Moment::Day(day) | Moment::DayAndTime(DateTime { date: day, .. }) if day.year == 0 => {
            Err("date_parsing")
        }
        _ => Ok(()),
    }
}

pub(super) fn datetime_or_date(value: Value<'_>) -> Result<(), Code> {
    match moment(value) {
        Ok(Moment::Day(day) | Moment::DayAndTime(DateTime { date: day, .. })) if day.year != 0 => Ok(()),
        _ => Err("union"),
    }
}

/// The day in days since 1970, whatever the time.
pub(super) fn day(value: Value<'_>) -> Option<i32> {
    let (Moment::Day(day) | Moment::DayAndTime(DateTime { date: day, .. })) = moment(value).ok()?;
    i32::try_from(day.timestamp().div_euclid(86_400)).ok()
}

fn moment(value: Value<'_>) -> Result<Moment, Code> {
    let time_config = TimeConfig {
        microseconds_precision_overflow_behavior: MicrosecondsPrecisionOverflowBehavior::Truncate,
        unix_timestamp_offset: None,
    };
    let config = DateTimeConfig { time_config, ..DateTimeConfig::default() };
    let read = match value {
        Value::String(text) => {
            let text = text.text();
            if let Ok(day) = Date::parse_str_rfc3339(&text) {
                return Ok(Moment::Day(day));
            }
            DateTime::parse_bytes_with_config(text.as_bytes(), &config)
        }
        Value::Number(json) if number::is_whole(json) => match json.parse() {
            Ok(seconds) => DateTime::from_timestamp_with_config(seconds, 0, &config),
            Err(_) if number::parse(json).is_infinite() => return Err("date_type"),
            Err(_) => return Err("date_from_datetime_parsing"),
        },
        Value::Number(json) => DateTime::from_float_with_config(number::parse(json), &config),
        _ => return Err("date_type"),
    };
    read.map(Moment::DayAndTime).map_err(|_| "date_from_datetime_parsing")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{judge, text_of, value_of};
    use super::*;
    use crate::schema::Scalar;

    const PARSING: Result<(), Code> = Err("date_from_datetime_parsing");
    const INEXACT: Result<(), Code> = Err("date_from_datetime_inexact");

    #[test]
    fn days_in_texts() {
        for text in [
            "2025-02-14",
            "2025-02-14T00:00:00",
            "2025-02-14T00:00:00Z",
            "2025-02-14t00:00",
            "2025-02-14_00:00:00,0",
            "2025-02-14 00:00:00.0000009",
            "2025-02-14T00:00−02:00",
            "2025-02-14T00:00+0200",
            "1739491200000",
            "1739491200",
            "+86400",
            "864.0e2",
            "86400.00000049",
            "86400.",
            "0001-01-01",
        ] {
            assert_eq!(judge(&Scalar::Date, &text_of(text)), Ok(()), "{text}");
        }
        for text in [
            "14/02/2025",
            "2025-2-4",
            "2025-02-30",
            " 2025-02-14",
            "2025-02-14T00:00:00+02",
            "2025-02-14T24:00",
            "2025-02-14T00:00:60",
            "1e9",
            "1_739",
            "",
            "abc",
            "0000-02-30",
            "2025-02-14Z",
            "9223372036854775808",
            "٢٠٢٥-02-14",
            ".",
            "-62167219200001",
        ] {
            assert_eq!(judge(&Scalar::Date, &text_of(text)), PARSING, "{text}");
        }
        for text in
            ["2025-02-14T10:00:00", "2025", "20250214", "0000-01-01T10:00", "86400.0000005", "1739491200001"]
        {
            assert_eq!(judge(&Scalar::Date, &text_of(text)), INEXACT, "{text}");
        }
        for text in ["0000-01-01", "0000-01-01T00:00:00", "-62167219200000"] {
            assert_eq!(judge(&Scalar::Date, &text_of(text)), Err("date_parsing"), "{text}");
        }
    }

    #[test]
    fn days_as_numbers() {
        for (json, said) in [
            ("1739491200000", Ok(())),
            ("1739491200", Ok(())),
            ("86400.00000049", Ok(())),
            ("86399.9999996", Ok(())),
            ("-5e-7", Ok(())),
            ("1739491200000.0005", Ok(())),
            ("-6e-7", INEXACT),
            ("86400.0000005", INEXACT),
            ("1739491200000.001", INEXACT),
            ("20250214", INEXACT),
            ("1739491200001", INEXACT),
            ("1e300", PARSING),
            ("1e400", PARSING),
            ("100000000000000000000", PARSING),
            ("253402300800000", PARSING),
            ("true", Err("date_type")),
            ("null", Err("date_type")),
            ("[]", Err("date_type")),
            (&"9".repeat(309), Err("date_type")),
        ] {
            assert_eq!(judge(&Scalar::Date, json), said, "{json}");
        }
    }

    #[test]
    fn days_and_times() {
        for json in ["\"2025-02-14\"", "\"2025-02-14T10:00:00+02:00\"", "20250214", "0.5"] {
            assert_eq!(judge(&Scalar::DateOrDatetime, json), Ok(()), "{json}");
        }
        for json in ["\"2025-02\"", "true", "null", "{}", "\"0000-01-01\"", "\"0000-01-01T10:00\"", "1e400"] {
            assert_eq!(judge(&Scalar::DateOrDatetime, json), Err("union"), "{json}");
        }
    }

    #[test]
    fn the_day_of_a_value() {
        assert_eq!(day(value_of("\"1970-01-02\"")), Some(1));
        assert_eq!(day(value_of("\"1969-12-31T00:00+12:00\"")), Some(-1));
        assert_eq!(day(value_of("1739491200000")), Some(20133));
        assert_eq!(day(value_of("\"2025-02-14\"")), Some(20133));
        assert_eq!(day(value_of("\"demain\"")), None);
    }
}

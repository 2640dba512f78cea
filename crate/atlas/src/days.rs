//! Dates and times as ISO 8601 writes them. The validator asks another reader, which takes what the official package takes.

use chrono::NaiveDate;

/// A date and time, to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    /// Days since 1970-01-01.
    pub(crate) day: i32,
    /// Minutes of the day.
    pub(crate) minute: i32,
    /// Minutes that the clock is ahead of UTC, where that is said.
    pub(crate) ahead: Option<i32>,
}

/// The days since 1970 of a date: `2026-11-24`.
pub(crate) fn day(text: &str) -> Option<i32> {
    let mut rest = Digits(text.as_bytes());
    let day = rest.day()?;
    rest.0.is_empty().then_some(day)
}

/// A date and time: `2026-11-24T10:00`, with or without seconds and a time zone.
pub(crate) fn time(text: &str) -> Option<Time> {
    let mut rest = Digits(text.as_bytes());
    let day = rest.day()?;
    rest.one_of(b"Tt _")?;
    let minute = rest.minute()?;
    if rest.one_of(b":").is_some() {
        rest.number(2, 0..=59)?;
        if rest.one_of(b".").is_some() {
            rest.number(1, 0..=9)?;
            while rest.number(1, 0..=9).is_some() {}
        }
    }
    let ahead = match rest.one_of(b"Zz+-") {
        None => None,
        Some(b'Z' | b'z') => Some(0),
        Some(sign) => {
            let minutes = rest.minute()?;
            Some(if sign == b'-' { -minutes } else { minutes })
        }
    };
    rest.0.is_empty().then_some(Time { day, minute, ahead })
}

/// What is left of a text of digits and signs.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn day(&mut self) -> Option<i32> {
        let year = self.number(4, 1..=9999)?;
        self.one_of(b"-")?;
        let month = self.number(2, 1..=12)?;
        self.one_of(b"-")?;
        let day = self.number(2, 1..=31)?;
        Some(NaiveDate::from_ymd_opt(year, month as u32, day as u32)?.to_epoch_days())
    }

    /// `10:30`, or `1030`.
    fn minute(&mut self) -> Option<i32> {
        let hour = self.number(2, 0..=23)?;
        self.one_of(b":");
        Some(hour * 60 + self.number(2, 0..=59)?)
    }

    fn number(&mut self, digits: usize, allowed: std::ops::RangeInclusive<i32>) -> Option<i32> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        let number = number
            .iter()
            .try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i32::from(byte - b'0')))?;
        self.0 = rest;
        allowed.contains(&number).then_some(number)
    }

    fn one_of(&mut self, wanted: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        wanted.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use speedate::{Date, DateTime};

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "2026-11-24",
            "2026-11-24T",
            "2026-11-24T10",
            "2026-11-24T10:00:",
            "2026-11-24T10:00+",
            "24:00",
        ] {
            assert_eq!(time(text), None, "{text}");
        }
        assert_eq!(day("2026-11-24T10:00"), None);
        assert_eq!(day("2026-02-29"), None);
        assert_eq!(day("1970-01-02"), Some(1));
        let ahead = |text| time(text).unwrap().ahead;
        assert_eq!(ahead("2026-11-24T10:00:00.123Z"), Some(0));
        assert_eq!(ahead("2026-11-24 10:00-04:30"), Some(-270));
        assert_eq!(ahead("2026-11-24T10:00"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]
        #[test]
        fn dates_and_times_are_those_of_another_reader(
            text in "(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]([Tt _][0-2][0-9]:[0-6][0-9](:[0-6][0-9](\\.[0-9]{1,6})?)?(Z|z|[+-][0-2][0-9]:?[0-6][0-9])?)?",
        ) {
            let days = |date: Date| i32::try_from(date.timestamp().div_euclid(86_400)).unwrap();
            prop_assert_eq!(day(&text), Date::parse_str_rfc3339(&text).ok().map(days), "{}", text);
            let expected = DateTime::parse_str_rfc3339(&text).ok().map(|DateTime { date, time }| Time {
                day: days(date),
                minute: i32::from(time.hour) * 60 + i32::from(time.minute),
                ahead: time.tz_offset.map(|seconds| seconds / 60),
            });
            prop_assert_eq!(time(&text), expected, "{}", text);
        }
    }
}

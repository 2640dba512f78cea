//! Dates and times in workbooks: numbers of days that only their format tells from other numbers.

use chrono::{Datelike, NaiveDate};

/// What a number is shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Number,
    /// A date, a time or both.
    Date,
    /// A time that doesn't begin again at 24:00.
    Duration,
}

impl Shown {
    /// What the formats that every workbook has stand for, by their number.
    pub(super) fn built_in(id: u32) -> Self {
        match id {
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Date,
            46 => Self::Duration,
            _ => Self::Number,
        }
    }

    /// What a format stands for by its code, as `dd/mm/yyyy` or `[h]:mm`: the part for positive numbers is looked at.
    pub(super) fn of(code: &str) -> Self {
        let mut letters = code.chars();
        while let Some(letter) = letters.next() {
            match letter.to_ascii_lowercase() {
                ';' => break,
                // The next one is itself, is only as wide, or fills.
                '\\' | '_' | '*' => drop(letters.next()),
                '"' => drop(letters.find(|letter| *letter == '"')),
                '[' => {
                    let (inside, rest) = letters.as_str().split_once(']').unwrap_or_default();
                    if ["h", "m", "s"].iter().any(|unit| elapsed(inside, unit)) {
                        return Self::Duration;
                    }
                    letters = rest.chars();
                }
                'd' | 'm' | 'y' | 'h' | 's' => return Self::Date,
                _ => {}
            }
        }
        Self::Number
    }
}

/// Whether this is a unit once or more: `hh` of `[hh]:mm`.
fn elapsed(inside: &str, unit: &str) -> bool {
    !inside.is_empty() && inside.to_ascii_lowercase().split(unit).all(str::is_empty)
}

/// Writes a date, a time or both. `None` for a number that is neither, although it is shown as one.
pub(super) fn write(days: f64, shown: Shown, from_1904: bool) -> Option<String> {
    if shown == Shown::Number || !(0.0..1e7).contains(&days) {
        return None;
    }
    if shown == Shown::Duration || days < 1.0 {
        let seconds = (days * 86_400.0).round() as u64;
        return Some(format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
    }
    let millis = (days * 86_400_000.0).round() as u64;
    let date = date((millis / 86_400_000) as i32, from_1904)?;
    let (seconds, milli) = (millis / 1000 % 86_400, millis % 1000);
    let time = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    Some(match (seconds, milli) {
        (0, 0) => date,
        (_, 0) => format!("{date}T{time}"),
        _ => format!("{date}T{time}.{milli:03}"),
    })
}

fn date(day: i32, from_1904: bool) -> Option<String> {
    let start = match day {
        _ if from_1904 => NaiveDate::from_ymd_opt(1904, 1, 1)?,
        // Excel takes over from Lotus 1-2-3 a day that never was.
        60 => return Some("1900-02-29".to_owned()),
        ..60 => NaiveDate::from_ymd_opt(1899, 12, 31)?,
        _ => NaiveDate::from_ymd_opt(1899, 12, 30)?,
    };
    let date = NaiveDate::from_num_days_from_ce_opt(start.num_days_from_ce() + day)?;
    let (year, month, day) = (date.year(), date.month(), date.day());
    (year <= 9999).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

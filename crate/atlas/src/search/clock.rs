//! What time it is in each part of the country.
//!
//! Legal time is that of the décret nº 2017-292 of 6 March 2017, a whole number of hours from UTC but for two
//! archipelagos of Polynésie française, the Marquises (−9:30) and the Gambier (−9), which are told Tahiti's time here. A
//! commune that isn't known has the time of Paris.
//!
//! Times are minutes since 1970-01-01T00:00, those of UTC or those of a clock on the spot.

use chrono::{Datelike, NaiveDate};

/// Minutes of an hour and of a day.
const HOUR: i64 = 60;
pub(super) const DAY: i64 = 24 * HOUR;

/// The département of a commune, or its overseas collectivity: the beginning of its code.
pub(super) fn departement(code_insee: &str) -> &str {
    let length = if code_insee.starts_with("97") || code_insee.starts_with("98") { 3 } else { 2 };
    code_insee.get(..length).unwrap_or_default()
}

/// The time on the spot, in the commune of a `code_insee`, when it is `utc`.
pub(super) fn local(utc: i64, code_insee: &str) -> i64 {
    let hours = match departement(code_insee) {
        "971" | "972" | "977" | "978" => -4,
        "973" => -3,
        "974" => 4,
        "975" => -3 + i64::from(is_summer_in_miquelon(utc)),
        "976" => 3,
        "986" => 12,
        "987" => -10,
        "988" => 11,
        _ => 1 + i64::from(is_summer_in_europe(utc)),
    };
    utc + hours * HOUR
}

/// The date of a time, where the calendar has one.
pub(super) fn date(minutes: i64) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(i32::try_from(minutes.div_euclid(DAY)).ok()?)
}

/// `2026-11-24T10:00`
pub(super) fn written(minutes: i64) -> Option<String> {
    Some(format!("{}T{}", date(minutes)?, time_written(minutes.rem_euclid(DAY))))
}

/// `10:00`, `24:00`
pub(super) fn time_written(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / HOUR, minutes % HOUR)
}

/// From 1:00 UTC on the last Sunday of March to 1:00 UTC on the last Sunday of October (directive 2000/84/CE).
fn is_summer_in_europe(utc: i64) -> bool {
    let start = |year| Some(sunday_on_or_before(year, 3, 31)? + HOUR);
    let end = |year| Some(sunday_on_or_before(year, 10, 31)? + HOUR);
    is_between(utc, start, end)
}

/// From 2:00 on the second Sunday of March to 2:00 on the first Sunday of November, as in North America (Energy Policy Act
/// of 2005): 5:00 UTC from winter time, 4:00 UTC from summer time.
fn is_summer_in_miquelon(utc: i64) -> bool {
    let start = |year| Some(sunday_on_or_before(year, 3, 14)? + 5 * HOUR);
    let end = |year| Some(sunday_on_or_before(year, 11, 7)? + 4 * HOUR);
    is_between(utc, start, end)
}

fn is_between(utc: i64, start: impl Fn(i32) -> Option<i64>, end: impl Fn(i32) -> Option<i64>) -> bool {
    let between = |utc| {
        let year = date(utc)?.year();
        Some((start(year)?..end(year)?).contains(&utc))
    };
    between(utc).unwrap_or(false)
}

/// Midnight of the last Sunday up to a date.
fn sunday_on_or_before(year: i32, month: u32, day: u32) -> Option<i64> {
    let last = NaiveDate::from_ymd_opt(year, month, day)?;
    Some((i64::from(last.to_epoch_days()) - i64::from(last.weekday().num_days_from_sunday())) * DAY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Moment;

    fn at(utc: &str, code_insee: &str) -> String {
        written(Moment::parse(utc).unwrap().minutes(code_insee).start).unwrap()
    }

    #[test]
    fn every_part_has_its_time() {
        for (code, winter, summer) in [
            ("08105", "2026-01-15T13:00", "2026-07-15T14:00"),
            ("2A004", "2026-01-15T13:00", "2026-07-15T14:00"),
            ("97105", "2026-01-15T08:00", "2026-07-15T08:00"),
            ("97209", "2026-01-15T08:00", "2026-07-15T08:00"),
            ("97302", "2026-01-15T09:00", "2026-07-15T09:00"),
            ("97411", "2026-01-15T16:00", "2026-07-15T16:00"),
            ("97502", "2026-01-15T09:00", "2026-07-15T10:00"),
            ("97608", "2026-01-15T15:00", "2026-07-15T15:00"),
            ("97701", "2026-01-15T08:00", "2026-07-15T08:00"),
            ("97801", "2026-01-15T08:00", "2026-07-15T08:00"),
            ("98613", "2026-01-16T00:00", "2026-07-16T00:00"),
            ("98735", "2026-01-15T02:00", "2026-07-15T02:00"),
            ("98818", "2026-01-15T23:00", "2026-07-15T23:00"),
            ("", "2026-01-15T13:00", "2026-07-15T14:00"),
            ("é", "2026-01-15T13:00", "2026-07-15T14:00"),
        ] {
            assert_eq!(at("2026-01-15T12:00:00Z", code), winter, "{code}");
            assert_eq!(at("2026-07-15T12:00:00Z", code), summer, "{code}");
        }
    }

    #[test]
    fn clocks_change_to_the_minute() {
        for (utc, code, local) in [
            ("2026-03-29T00:59Z", "75056", "2026-03-29T01:59"),
            ("2026-03-29T01:00Z", "75056", "2026-03-29T03:00"),
            ("2026-10-25T00:59Z", "75056", "2026-10-25T02:59"),
            ("2026-10-25T01:00Z", "75056", "2026-10-25T02:00"),
            // A March that ends on a Sunday, an October that does.
            ("2024-03-31T01:00Z", "75056", "2024-03-31T03:00"),
            ("2027-10-31T00:59Z", "75056", "2027-10-31T02:59"),
            ("2026-03-08T04:59Z", "97502", "2026-03-08T01:59"),
            ("2026-03-08T05:00Z", "97502", "2026-03-08T03:00"),
            ("2026-11-01T03:59Z", "97502", "2026-11-01T01:59"),
            ("2026-11-01T04:00Z", "97502", "2026-11-01T01:00"),
        ] {
            assert_eq!(at(utc, code), local, "{utc}");
        }
    }
}

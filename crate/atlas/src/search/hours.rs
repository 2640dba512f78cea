//! Whether a place is open at an instant: `horaires_accueil`, in OpenStreetMap's notation.
//!
//! An instant is local at the place, so no time zone is needed: half past two is half past two in Lille and in La
//! Réunion. Public holidays are those of the place too: the eleven of the whole country (Code du travail, L3133-1), Good
//! Friday and 26 December in Alsace and Moselle (L3134-13), the day slavery was abolished overseas (L3422-2).

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use compact_calendar::CompactCalendar;
use hashbrown::HashMap;
use opening_hours::{Context, ContextHolidays, OpeningHours};
use speedate::DateTime;
use std::sync::Arc;

/// A local date and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant(NaiveDateTime);

impl Instant {
    /// Reads `2026-03-02T14:30`, with or without seconds; `None` for anything else, and for a time zone.
    ///
    /// ```
    /// use atlas::search::Instant;
    ///
    /// assert!(Instant::parse("2026-03-02T14:30").is_some());
    /// assert!(Instant::parse("2026-03-02T14:30Z").is_none());
    /// assert!(Instant::parse("2026-02-30T14:30").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let DateTime { date, time } = DateTime::parse_str(text).ok()?;
        if time.tz_offset.is_some() {
            return None;
        }
        let date = NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))?;
        let time =
            NaiveTime::from_hms_opt(u32::from(time.hour), u32::from(time.minute), u32::from(time.second))?;
        // What OpenStreetMap's notation can tell.
        (1900..=9998).contains(&date.year()).then_some(Self(date.and_time(time)))
    }
}

/// Tells what is open at one instant; remembers what it has read.
#[derive(Debug)]
pub struct OpenAt {
    instant: Instant,
    /// By département, those without days of their own under the empty code.
    contexts: HashMap<String, Context>,
    /// By hours and département.
    read: HashMap<(String, String), Option<bool>>,
}

impl OpenAt {
    /// What is open at this instant?
    pub fn new(instant: Instant) -> Self {
        Self { instant, contexts: HashMap::new(), read: HashMap::new() }
    }

    /// Whether hours include the instant, in a commune of this `code_insee`; `None` when the hours can't be read.
    ///
    /// ```
    /// use atlas::search::{Instant, OpenAt};
    ///
    /// let mut christmas = OpenAt::new(Instant::parse("2026-12-25T10:00").unwrap());
    /// assert_eq!(christmas.is_open("Mo-Fr 09:00-12:00; PH off", "08105"), Some(false));
    /// assert_eq!(christmas.is_open("Mo-Fr 09:00-12:00", "08105"), Some(true)); // a Friday, and nothing about holidays
    /// assert_eq!(christmas.is_open("du lundi au vendredi", "08105"), None);
    /// ```
    pub fn is_open(&mut self, hours: &str, code_insee: &str) -> Option<bool> {
        let departement = if own_days(code_insee) { departement(code_insee) } else { "" };
        let key = (hours.to_owned(), departement.to_owned());
        if let Some(&known) = self.read.get(&key) {
            return known;
        }
        let Self { instant, contexts, .. } = self;
        let context = contexts.entry_ref(departement).or_insert_with(|| {
            let days = Arc::new(holidays(instant.0.year(), departement));
            Context::default().with_holidays(ContextHolidays::new(days, Arc::default()))
        });
        let open = hours.parse::<OpeningHours>().ok().map(|read| read.with_context(context.clone()));
        let open = open.map(|read| read.is_open(instant.0));
        self.read.insert(key, open);
        open
    }
}

fn departement(code_insee: &str) -> &str {
    let length = if code_insee.starts_with("97") { 3 } else { 2 };
    code_insee.get(..length).unwrap_or_default()
}

fn own_days(code_insee: &str) -> bool {
    matches!(
        departement(code_insee),
        "57" | "67" | "68" | "971" | "972" | "973" | "974" | "976" | "977" | "978"
    )
}

/// Public holidays of a year and its neighbours: hours may run past midnight.
fn holidays(year: i32, departement: &str) -> CompactCalendar {
    let mut days = CompactCalendar::default();
    for year in year - 1..=year + 1 {
        let fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
        let own: &[(u32, u32)] = match departement {
            "57" | "67" | "68" => &[(12, 26)],
            "971" => &[(5, 27)],
            "972" => &[(5, 22)],
            "973" => &[(6, 10)],
            "974" => &[(12, 20)],
            "976" => &[(4, 27)],
            "977" => &[(10, 9)],
            "978" => &[(5, 28)],
            _ => &[],
        };
        let dates =
            fixed.iter().chain(own).filter_map(|&(month, day)| NaiveDate::from_ymd_opt(year, month, day));
        dates.for_each(|date| {
            days.insert(date);
        });
        if let Some(easter) = easter(year) {
            // Easter Monday, Ascension, Whit Monday.
            for after in [1, 39, 50] {
                days.insert(easter + Days::new(after));
            }
            if matches!(departement, "57" | "67" | "68") {
                days.insert(easter - Days::new(2));
            }
        }
    }
    days
}

/// Easter Sunday of the Gregorian calendar, after Gauss's reckoning of the moon's and the sun's cycles.
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century) = (year % 19, year / 100);
    let moon = (19 * golden + century - century / 4 - (8 * century + 13) / 25 + 15) % 30;
    let moon = moon - i32::from(moon == 29 || (moon == 28 && golden > 10));
    // Days after 21 March of the full moon, then to the Sunday after it.
    let full_moon = NaiveDate::from_ymd_opt(year, 3, 21)? + Days::new(moon as u64);
    let to_sunday = 7 - u64::from(full_moon.weekday().num_days_from_sunday());
    Some(full_moon + Days::new(to_sunday))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_when_it_did() {
        // Dates of the Institut de mécanique céleste.
        for (year, month, day) in [
            (1954, 4, 18),
            (1981, 4, 19),
            (2000, 4, 23),
            (2019, 4, 21),
            (2024, 3, 31),
            (2025, 4, 20),
            (2038, 4, 25),
            (2076, 4, 19),
        ] {
            assert_eq!(easter(year), NaiveDate::from_ymd_opt(year, month, day));
        }
    }

    #[test]
    fn holidays_are_those_of_the_place() {
        let open = |at: &str, code| {
            OpenAt::new(Instant::parse(at).unwrap()).is_open("Mo-Su 08:00-18:00; PH off", code)
        };
        assert_eq!(open("2026-05-14T10:00", "08105"), Some(false), "Ascension");
        assert_eq!(open("2026-12-26T10:00", "08105"), Some(true));
        assert_eq!(open("2026-12-26T10:00", "67482"), Some(false));
        assert_eq!(open("2026-04-03T10:00", "67482"), Some(false), "Good Friday");
        assert_eq!(open("2026-12-20T10:00", "97411"), Some(false));
        assert_eq!(open("2026-12-20T10:00", ""), Some(true));
    }
}

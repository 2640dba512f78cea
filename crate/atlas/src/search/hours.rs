//! Whether a place is open at a moment: `horaires_accueil`, in OpenStreetMap's notation.

use super::clock::{self, DAY};
#[cfg(not(feature = "hours"))]
use super::elsewhere::Reader;
#[cfg(feature = "hours")]
use super::schedules::Reader;
use crate::days;
use chrono::Datelike;
use hashbrown::HashMap;
use std::fmt;
use std::ops::Range;

/// The longest interval that is asked about, in days.
const MAX_DAYS: i64 = 31;
/// Years that OpenStreetMap's notation can tell.
const YEARS: Range<i32> = 1900..9999;

/// When something is to be open.
///
/// - `2026-03-02T14:30`: half past two, be it in Lille or in La Réunion.
/// - `2026-03-02T13:30:00Z`, or any other time zone: one instant, which is half past two in Lille and half past five in La
///   Réunion.
/// - `2026-03-07T00:00/2026-03-07T24:00`: some minute of that Saturday, local too; 31 days at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Minutes since 1970, the end excluded. An instant is a minute: hours are told by the minute.
    from: i64,
    to: i64,
    /// UTC's minutes, not those of the place.
    absolute: bool,
}

impl Moment {
    /// Reads one of the three forms, times with or without seconds; `None` for anything else.
    ///
    /// ```
    /// use atlas::search::Moment;
    ///
    /// assert!(Moment::parse("2026-03-02T14:30").is_some());
    /// assert!(Moment::parse("2026-03-02T14:30:00+01:00").is_some());
    /// assert!(Moment::parse("2026-03-07T18:00/2026-03-07T24:00").is_some());
    /// assert!(Moment::parse("2026-02-30T14:30").is_none());
    /// assert!(Moment::parse("2026-03-07T18:00/2026-03-07T18:00").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((from, to)) = text.split_once('/') {
            let (from, to) = (local(from)?, local(to)?);
            return (from < to && to - from <= MAX_DAYS * DAY).then_some(Self { from, to, absolute: false });
        }
        let absolute = absolute(text);
        let from = absolute.or_else(|| local(text))?;
        Some(Self { from, to: from + 1, absolute: absolute.is_some() })
    }

    /// The minutes on the clock of a commune.
    #[cfg(feature = "hours")]
    pub(super) fn minutes(self, code_insee: &str) -> Range<i64> {
        let Self { from, to, absolute } = self;
        if absolute {
            let from = clock::local(from, code_insee);
            return from..from + 1;
        }
        from..to
    }
}

/// As [`Moment::parse`] reads it.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = |minutes| clock::written(minutes).unwrap_or_default();
        match self {
            Self { from, absolute: true, .. } => write!(f, "{}Z", written(*from)),
            Self { from, to, .. } if to - from == 1 => f.write_str(&written(*from)),
            Self { from, to, .. } => write!(f, "{}/{}", written(*from), written(*to)),
        }
    }
}

/// The minute of a local date and time; `24:00` ends a day.
fn local(text: &str) -> Option<i64> {
    if let Some(day) = text.strip_suffix("T24:00") {
        return in_years((i64::from(days::day(day)?) + 1) * DAY);
    }
    let read = days::time(text).filter(|read| read.ahead.is_none())?;
    in_years(i64::from(read.day) * DAY + i64::from(read.minute))
}

/// UTC's minute of a date and time in a time zone.
pub(super) fn absolute(text: &str) -> Option<i64> {
    let read = days::time(text)?;
    in_years(i64::from(read.day) * DAY + i64::from(read.minute) - i64::from(read.ahead?))
}

fn in_years(minutes: i64) -> Option<i64> {
    clock::date(minutes).is_some_and(|date| YEARS.contains(&date.year())).then_some(minutes)
}

/// Tells what is open at one moment; remembers what it has read.
#[derive(Debug)]
pub struct OpenAt {
    reader: Reader,
    /// By département, then by hours.
    told: HashMap<String, HashMap<String, Option<bool>>>,
}

impl OpenAt {
    /// What is open at this moment?
    pub fn new(moment: Moment) -> Self {
        Self { reader: Reader::new(moment), told: HashMap::new() }
    }

    /// Whether hours include the moment, in a commune of this `code_insee`; `None` when the hours can't be read, or don't
    /// tell.
    ///
    /// ```
    /// use atlas::search::{Moment, OpenAt};
    ///
    /// let mut christmas = OpenAt::new(Moment::parse("2026-12-25T10:00").unwrap());
    /// assert_eq!(christmas.is_open("Mo-Fr 09:00-12:00; PH off", "08105"), Some(false));
    /// assert_eq!(christmas.is_open("Mo-Fr 09:00-12:00", "08105"), Some(true)); // a Friday, and nothing about holidays
    /// assert_eq!(christmas.is_open("du lundi au vendredi", "08105"), None);
    /// ```
    pub fn is_open(&mut self, hours: &str, code_insee: &str) -> Option<bool> {
        let Self { reader, told } = self;
        let told = told.entry_ref(clock::departement(code_insee)).or_default();
        *told.entry_ref(hours).or_insert_with(|| reader.is_open(hours, code_insee))
    }
}

#[cfg(test)]
#[cfg(feature = "hours")]
mod tests {
    use super::*;
    use crate::search::schedules::{Local, Stretch};
    use proptest::prelude::*;

    fn open(at: &str, hours: &str, code: &str) -> Option<bool> {
        OpenAt::new(Moment::parse(at).unwrap()).is_open(hours, code)
    }

    #[test]
    fn holidays_are_those_of_the_place() {
        let open = |at, code| open(at, "Mo-Su 08:00-18:00; PH off", code);
        assert_eq!(open("2026-05-14T10:00", "08105"), Some(false), "Ascension");
        assert_eq!(open("2026-12-26T10:00", "08105"), Some(true));
        assert_eq!(open("2026-12-26T10:00", "67482"), Some(false));
        assert_eq!(open("2026-04-03T10:00", "67482"), Some(false), "Good Friday");
        assert_eq!(open("2026-12-20T10:00", "97411"), Some(false));
        assert_eq!(open("2026-12-20T10:00", ""), Some(true));
    }

    #[test]
    fn an_instant_is_another_hour_elsewhere() {
        // A Tuesday of November, when Paris is an hour and La Réunion four hours ahead of UTC.
        let hours = "Tu 09:00-12:00";
        assert_eq!(open("2026-11-24T09:00:00Z", hours, "75056"), Some(true));
        assert_eq!(open("2026-11-24T09:00:00Z", hours, "97411"), Some(false));
        assert_eq!(open("2026-11-24T09:00", hours, "97411"), Some(true));
        assert_eq!(open("2026-11-24T10:00:00+01:00", hours, "75056"), Some(true));
        // Still Monday in the Pacific's east, already Wednesday nowhere.
        assert_eq!(open("2026-11-24T07:00:00Z", "Mo 21:00-22:00", "98735"), Some(true));
    }

    #[test]
    fn an_interval_needs_one_open_minute() {
        let saturday = "2026-11-28T00:00/2026-11-28T24:00";
        assert_eq!(open(saturday, "Sa 09:00-12:00", "08105"), Some(true));
        assert_eq!(open(saturday, "Mo-Fr 09:00-12:00", "08105"), Some(false));
        assert_eq!(open(saturday, "Fr 22:00-02:00", "08105"), Some(true), "past midnight");
        assert_eq!(open(saturday, "Su 00:00-02:00", "08105"), Some(false), "the end is excluded");
        let evening = "2026-11-24T18:00/2026-11-24T22:00";
        assert_eq!(open(evening, "Tu 14:00-18:00", "08105"), Some(false));
        assert_eq!(open(evening, "Tu 14:00-18:01", "08105"), Some(true));
        assert_eq!(open(evening, "Tu 22:00-23:00", "08105"), Some(false));
        let weekend = "2026-11-28T00:00/2026-11-29T24:00";
        assert_eq!(open(weekend, "Su 10:00-11:00", "97411"), Some(true));
        // Armistice Day 2028 is a Saturday.
        assert_eq!(open("2028-11-11T00:00/2028-11-11T24:00", "Sa 09:00-12:00; PH off", "08105"), Some(false));
    }

    #[test]
    fn what_may_be_open_is_not_known() {
        assert_eq!(open("2026-11-24T10:00", "\"sur rendez-vous\"", "08105"), None);
        assert_eq!(open("2026-11-24T10:00", "Mo 09:00-12:00 || \"sur rendez-vous\"", "08105"), None);
        assert_eq!(open("2026-11-24T10:00", "24/7 \"composer le 115\"", "08105"), Some(true));
        assert_eq!(open("2026-11-24T10:00", "Tu 09:00-12:00 \"sur rendez-vous\"", "08105"), Some(true));
        assert_eq!(open("2026-11-24T10:00", "Tu 09:00-12:00 unknown", "08105"), None);
        assert_eq!(open("2026-11-24T13:00", "Tu 09:00-12:00 unknown", "08105"), Some(false));
        let whole_day = "2026-11-24T00:00/2026-11-24T24:00";
        assert_eq!(open(whole_day, "Tu 09:00-12:00 unknown; Tu 14:00-15:00", "08105"), Some(true));
    }

    #[test]
    fn times_are_of_the_three_forms_alone() {
        for text in [
            "",
            "demain",
            "1772461800",
            "2026-11-24",
            "2026-11-24T25:00",
            "2026-11-24T24:00Z",
            "1899-12-31T10:00",
            "9999-01-01T10:00",
            "2026-11-24T10:00/",
            "2026-11-24T10:00/2026-11-24T09:00",
            "2026-11-24T10:00/2026-12-26T10:00",
            "2026-11-24T10:00Z/2026-11-24T11:00Z",
            "2026-11-24T10:00/2026-11-24T11:00/2026-11-24T12:00",
        ] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
        assert_eq!(Moment::parse("2026-11-24T24:00"), Moment::parse("2026-11-25T00:00:59"));
        for text in [
            "2026-11-24T10:00",
            "2026-11-24T10:00:30+01:00",
            "2026-11-24T10:00Z",
            "2026-11-24T10:00/2026-11-24T24:00",
        ] {
            let moment = Moment::parse(text).unwrap();
            assert_eq!(Moment::parse(&moment.to_string()), Some(moment), "{text}");
        }
    }

    /// Hours made of parts of the notation, some of which go together.
    fn written() -> impl Strategy<Value = String> {
        let part = proptest::sample::select(vec![
            "Mo-Fr",
            "Sa,Su",
            "Mo[1]",
            "Th[-1]",
            "PH",
            "SH",
            "PH off",
            "2026",
            "2025-2027/2",
            "week 01-53/2",
            "Jan-Mar",
            "Dec 24-Jan 02",
            "easter",
            "easter -2 days",
            "Feb 29",
            "09:00-12:00",
            "14:00-17:30",
            "22:00-02:00",
            "12:00-36:00",
            "00:00-24:00",
            "00:00-48:00",
            "24:00-26:00",
            "08:00+",
            "10:00-16:00/90",
            "sunrise-sunset",
            "(sunset+01:00)-23:00",
            "24/7",
            "off",
            "closed",
            "unknown",
            "\"sur rendez-vous\"",
            ",",
            ";",
            "||",
            ":",
            "-",
        ]);
        proptest::collection::vec(part, 1..8).prop_map(|parts| parts.join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn any_hours_are_survived_and_a_day_holds_what_its_minutes_hold(
            hours in written(), day in 20_000..21_000i64, minute in 0..DAY,
        ) {
            let moment = |from, to| Moment { from, to, absolute: false };
            let local = Local::new(moment(day * DAY, (day + 1) * DAY), "97411");
            let Some(hours) = local.read(&hours) else { return Ok(()) };
            let at = day * DAY + minute;
            if hours.open_within(&(at..at + 1)) == Some(true) {
                prop_assert_eq!(hours.open_within(&local.minutes), Some(true));
            }
            let mut last = day * DAY;
            for Stretch { minutes, .. } in hours.stretches(&local.minutes) {
                prop_assert!(last <= minutes.start && minutes.start < minutes.end, "{:?}", minutes);
                last = minutes.end;
            }
            prop_assert!(last <= (day + 1) * DAY);
        }
    }
}

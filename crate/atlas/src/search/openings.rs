//! The hours of places as people ask for them: open now? until when? which hours this week?

use super::clock::{self, DAY, time_written};
use super::hours::{Moment, absolute};
use super::params::{QueryError, refused};
use super::schedules::{Local, Reader, own_holidays};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::ops::Range;

/// Days of a week.
const WEEK: i64 = 7;

/// When a place is open. Serializes as the `Openings` of the package's interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Openings {
    /// Whether it is open at the instant; `None` when the hours aren't stated, can't be read, or don't tell.
    pub ouvert: Option<bool>,
    /// When it opens or closes next, within seven days: date and time there.
    pub change: Option<String>,
    /// Date and time there, `2026-11-24T10:00`.
    pub maintenant: String,
    /// Today and the six days after; `None` as `ouvert`, but for the week.
    pub semaine: Option<Vec<Day>>,
}

/// The hours of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Day {
    /// `2026-11-24`
    pub date: String,
    /// The name of the public holiday that it is.
    pub ferie: Option<&'static str>,
    /// From when to when, ascending. `24:00` ends the day; what runs past midnight stands on the day when it begins, unless
    /// it lasts a day and more.
    pub plages: Vec<(String, String)>,
}

/// When places are open, as `horaires_accueil` and `code_insee`, at an instant with its time zone, as
/// `2026-11-24T09:00:00Z`.
///
/// # Errors
/// When the instant isn't one.
///
/// ```
/// use atlas::search::openings;
///
/// let hours = Some("Mo-Fr 09:00-12:00,14:00-17:30; PH off");
/// let found = openings([(hours, "08105"), (hours, "97411")], "2026-11-24T09:00:00Z").unwrap();
/// assert_eq!(found[0].ouvert, Some(true)); // ten o'clock in the Ardennes
/// assert_eq!(found[0].change.as_deref(), Some("2026-11-24T12:00"));
/// assert_eq!(found[1].ouvert, Some(false)); // one o'clock in La Réunion
/// assert_eq!(found[1].maintenant, "2026-11-24T13:00");
/// ```
pub fn openings<'a>(
    places: impl IntoIterator<Item = (Option<&'a str>, &'a str)>,
    at: &str,
) -> Result<Vec<Openings>, QueryError> {
    let moment = absolute(at).and_then(|_| Moment::parse(at)).ok_or_else(|| {
        let message =
            "Le paramètre « at » doit être un instant avec son fuseau, comme « 2026-03-02T13:30:00Z ».";
        refused("at", message)
    })?;
    let mut reader = Reader::new(moment);
    let tell = |(hours, code_insee)| tell(reader.local(code_insee), hours, code_insee);
    Ok(places.into_iter().map(tell).collect())
}

fn tell(local: &Local, hours: Option<&str>, code_insee: &str) -> Openings {
    let now = local.minutes.start;
    let today = now.div_euclid(DAY);
    let unknown = Openings {
        ouvert: None,
        change: None,
        maintenant: clock::written(now).unwrap_or_default(),
        semaine: None,
    };
    let Some(hours) = hours.and_then(|hours| local.read(hours)) else { return unknown };
    // From yesterday, for what runs past midnight, to two days after the week, for what does so at its end.
    let window = (today - 1) * DAY..(today + WEEK + 2) * DAY;
    let week = today * DAY..(today + WEEK) * DAY;
    let mut open: Vec<Range<i64>> = Vec::new();
    let mut told = true;
    for stretch in hours.stretches(&window) {
        let Range { start, end } = stretch.minutes;
        match open.last_mut() {
            _ if !stretch.known => told &= !(start < week.end && week.start < end),
            Some(last) if last.end == start => last.end = end,
            _ => open.push(start..end),
        }
    }
    let told = told || open.iter().any(|open| open.start < week.end && week.start < open.end);
    let changes = open.iter().flat_map(|open| [open.start, open.end]).filter(|&change| change < window.end);
    let change = changes.into_iter().find(|&change| change > now && change <= now + WEEK * DAY);
    Openings {
        ouvert: hours.open_within(&local.minutes),
        change: change.and_then(clock::written),
        semaine: told.then(|| (today..today + WEEK).map(|day| of_day(day, &open, code_insee)).collect()),
        ..unknown
    }
}

/// The hours of a day, in days since 1970.
fn of_day(day: i64, open: &[Range<i64>], code_insee: &str) -> Day {
    let hours = day * DAY..(day + 1) * DAY;
    let plages = open.iter().filter_map(|open| {
        let past_midnight = open.end - open.start < DAY;
        let shown = if past_midnight && hours.contains(&open.start) {
            open.clone()
        } else if past_midnight {
            return None;
        } else {
            open.start.max(hours.start)..open.end.min(hours.end)
        };
        let end = if shown.end > hours.end { shown.end - DAY } else { shown.end };
        let written = (time_written(shown.start - hours.start), time_written(end - hours.start));
        (shown.start < shown.end).then_some(written)
    });
    let date = clock::date(hours.start);
    Day {
        date: date.map(|date| date.to_string()).unwrap_or_default(),
        ferie: date.and_then(|date| holiday(date, code_insee)),
        plages: plages.collect(),
    }
}

fn holiday(date: NaiveDate, code_insee: &str) -> Option<&'static str> {
    own_holidays(date.year(), code_insee).find(|(day, _)| *day == date).map(|(_, nom)| nom)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At ten o'clock in Paris, a Tuesday in November, unless said otherwise.
    const TUESDAY: &str = "2026-11-24T09:00:00Z";

    fn at(hours: &str, code: &str, at: &str) -> Openings {
        openings([(Some(hours), code)], at).unwrap().remove(0)
    }

    fn plages(openings: &Openings) -> Vec<String> {
        let days = openings.semaine.as_ref().unwrap().iter();
        days.map(|day| {
            let plages: Vec<String> = day.plages.iter().map(|(from, to)| format!("{from}-{to}")).collect();
            plages.join(" ")
        })
        .collect()
    }

    #[test]
    fn a_week_begins_today() {
        let found = at("Mo-Fr 09:00-12:00,14:00-17:30; Sa 10:00-12:00", "08105", TUESDAY);
        let day = "09:00-12:00 14:00-17:30";
        assert_eq!(plages(&found), [day, day, day, day, "10:00-12:00", "", day]);
        let dates: Vec<&str> = found.semaine.iter().flatten().map(|day| day.date.as_str()).collect();
        assert_eq!((dates[0], dates[6]), ("2026-11-24", "2026-11-30"));
    }

    #[test]
    fn what_runs_past_midnight_stands_where_it_begins() {
        let night = at("Tu-Th 22:00-02:00", "08105", "2026-11-25T00:30:00Z");
        assert_eq!((night.ouvert, night.change.as_deref()), (Some(true), Some("2026-11-25T02:00")));
        assert_eq!(plages(&night), ["22:00-02:00", "22:00-02:00", "", "", "", "", "22:00-02:00"]);
        let weekend = at("Sa 18:00-24:00; Su", "08105", TUESDAY);
        assert_eq!(plages(&weekend)[4..], ["18:00-24:00", "00:00-24:00", ""]);
        let noon_to_noon = at("Tu 12:00-36:00", "08105", TUESDAY);
        assert_eq!(plages(&noon_to_noon)[..3], ["12:00-24:00", "00:00-12:00", ""]);
    }

    #[test]
    fn always_is_always() {
        let found = at("24/7", "08105", TUESDAY);
        assert_eq!((found.ouvert, &found.change), (Some(true), &None));
        assert_eq!(plages(&found), ["00:00-24:00"; 7]);
        let never = at("off", "08105", TUESDAY);
        assert_eq!((never.ouvert, &never.change), (Some(false), &None));
        assert_eq!(plages(&never), [""; 7]);
    }

    #[test]
    fn the_next_change_is_within_seven_days() {
        assert_eq!(at("Mo 09:00-12:00", "08105", TUESDAY).change.as_deref(), Some("2026-11-30T09:00"));
        assert_eq!(
            at("Tu 09:00-12:00", "08105", "2026-11-24T11:30:00Z").change.as_deref(),
            Some("2026-12-01T09:00")
        );
        assert_eq!(at("2026 Dec 24 09:00-12:00", "08105", TUESDAY).change, None);
        // Closing at midnight and opening then is no change.
        let found = at("Tu 09:00-24:00; We 00:00-03:00", "08105", TUESDAY);
        assert_eq!(found.change.as_deref(), Some("2026-11-25T03:00"));
    }

    #[test]
    fn holidays_are_named_whether_open_or_not() {
        let found = at("Mo-Su 09:00-12:00; PH off", "67482", "2026-12-24T09:00:00Z");
        let week = found.semaine.as_ref().unwrap();
        assert_eq!(week[1].ferie, Some("Noël"));
        assert_eq!(week[2].ferie, Some("Saint-Étienne"));
        assert_eq!(
            plages(&found),
            ["09:00-12:00", "", "", "09:00-12:00", "09:00-12:00", "09:00-12:00", "09:00-12:00"]
        );
        let open = at("Mo-Su 09:00-12:00", "97411", "2026-12-19T09:00:00Z");
        let sunday = &open.semaine.unwrap()[1];
        assert_eq!((sunday.ferie, sunday.plages.len()), (Some("Abolition de l’esclavage"), 1));
        // The week runs into the next year.
        let found = at("24/7; PH off", "08105", "2026-12-30T09:00:00Z");
        assert_eq!(found.semaine.unwrap()[2].ferie, Some("Jour de l’An"));
    }

    #[test]
    fn clocks_that_change_change_no_hours() {
        for (instant, now) in [
            ("2026-03-29T00:30:00Z", "2026-03-29T01:30"),
            ("2026-03-29T01:30:00Z", "2026-03-29T03:30"),
            ("2026-10-25T00:30:00Z", "2026-10-25T02:30"),
            ("2026-10-25T01:30:00Z", "2026-10-25T02:30"),
        ] {
            let found = at("Su 01:00-05:00", "75056", instant);
            let change = format!("{}T05:00", &now[..10]);
            assert_eq!((found.ouvert, found.change), (Some(true), Some(change)), "{instant}");
            assert_eq!(found.maintenant, now);
        }
    }

    #[test]
    fn what_is_not_told_is_null() {
        let found = openings([(None, "97411"), (Some("du lundi au vendredi"), "97411")], TUESDAY).unwrap();
        for found in found {
            let expected = Openings {
                ouvert: None,
                change: None,
                maintenant: "2026-11-24T13:00".to_owned(),
                semaine: None,
            };
            assert_eq!(found, expected);
        }
        let appointment = at("\"sur rendez-vous\"", "08105", TUESDAY);
        assert_eq!((appointment.ouvert, appointment.semaine), (None, None));
        let some = at("We 09:00-12:00 || \"sur rendez-vous\"", "08105", TUESDAY);
        assert_eq!((some.ouvert, some.change.as_deref()), (None, Some("2026-11-25T09:00")));
        assert_eq!(plages(&some), ["", "09:00-12:00", "", "", "", "", ""]);
    }

    #[test]
    fn an_instant_needs_its_time_zone() {
        for at in ["2026-11-24T09:00", "demain", "2026-11-24T09:00Z/2026-11-24T10:00Z", ""] {
            assert_eq!(openings([], at).unwrap_err().field, "at", "{at}");
        }
    }
}

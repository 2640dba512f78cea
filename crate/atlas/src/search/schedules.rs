//! `horaires_accueil` read as OpenStreetMap's notation: which minutes of which days.

use super::clock::{self, DAY};
use super::holidays::{holidays, own_days};
use super::hours::Moment;
use chrono::{Datelike, NaiveDate};
use compact_calendar::CompactCalendar;
use hashbrown::HashMap;
use opening_hours::{Context, ContextHolidays, OpeningHours, RuleKind};
use std::ops::Range;
use std::sync::Arc;

/// Reads hours, to tell what is open at one moment.
#[derive(Debug)]
pub(super) struct Reader {
    moment: Moment,
    /// By département.
    locals: HashMap<String, Local>,
}

impl Reader {
    pub(super) fn new(moment: Moment) -> Self {
        Self { moment, locals: HashMap::new() }
    }

    /// Of a place that hours are told for, what is the same for its département.
    pub(super) fn local(&mut self, code_insee: &str) -> &Local {
        let Self { moment, locals } = self;
        locals.entry_ref(clock::departement(code_insee)).or_insert_with(|| Local::new(*moment, code_insee))
    }

    /// As [`super::OpenAt::is_open`].
    pub(super) fn is_open(&mut self, hours: &str, code_insee: &str) -> Option<bool> {
        let local = self.local(code_insee);
        local.read(hours).and_then(|hours| hours.open_within(&local.minutes))
    }
}

/// What is the same for all places of a département: its holidays, the time.
#[derive(Debug)]
pub(super) struct Local {
    pub(super) minutes: Range<i64>,
    context: Context,
}

impl Local {
    /// At a moment, in the commune of a `code_insee`.
    pub(super) fn new(moment: Moment, code_insee: &str) -> Self {
        let minutes = moment.minutes(code_insee);
        let mut days = CompactCalendar::default();
        // Hours may run past midnight, and a week past the end of the year.
        let year = clock::date(minutes.start).map_or(0, |date| date.year());
        for (date, _) in (year - 1..=year + 1).flat_map(|year| own_holidays(year, code_insee)) {
            days.insert(date);
        }
        let holidays = ContextHolidays::new(Arc::new(days), Arc::default());
        Self { minutes, context: Context::default().with_holidays(holidays) }
    }

    /// Hours as they are published; `None` when they can't be read.
    pub(super) fn read(&self, hours: &str) -> Option<Hours> {
        let read = hours.parse::<OpeningHours>().ok()?.with_context(self.context.clone());
        Some(Hours { read, always: hours.contains("24/7") })
    }
}

/// The holidays of a commune.
pub(super) fn own_holidays(year: i32, code_insee: &str) -> impl Iterator<Item = (NaiveDate, &'static str)> {
    holidays(year, own_days(code_insee).unwrap_or_default())
}

/// Hours of a place.
#[derive(Debug)]
pub(super) struct Hours {
    read: OpeningHours,
    /// They say « 24/7 »: a whole day is meant.
    always: bool,
}

/// Minutes when a place is open, or may be: « sur rendez-vous », or a holiday that nobody can tell.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    pub(super) minutes: Range<i64>,
    pub(super) known: bool,
}

impl Hours {
    /// Stretches of the days that some minutes touch, in order, cut at midnight.
    pub(super) fn stretches(&self, minutes: &Range<i64>) -> impl Iterator<Item = Stretch> + '_ {
        let days = minutes.start.div_euclid(DAY)..=(minutes.end - 1).div_euclid(DAY);
        days.filter_map(|day| Some((day * DAY, clock::date(day * DAY)?))).flat_map(move |(midnight, date)| {
            let all = self.read.schedule_at(date).into_iter();
            all.filter(|range| range.kind != RuleKind::Closed).map(move |range| {
                let minute = |minutes: u16| midnight + i64::from(minutes);
                let (start, end) = (range.range.start, range.range.end);
                let minutes = minute(start.mins_from_midnight())..minute(end.mins_from_midnight());
                // A rule that is a comment alone says that nobody knows; the library takes it for the whole day.
                let comment_alone =
                    !range.comment.is_empty() && minutes.end - minutes.start == DAY && !self.always;
                Stretch { minutes, known: range.kind == RuleKind::Open && !comment_alone }
            })
        })
    }

    /// Whether one of the minutes is open; `None` when one may be.
    pub(super) fn open_within(&self, minutes: &Range<i64>) -> Option<bool> {
        let mut open = Some(false);
        let met =
            |stretch: &Stretch| stretch.minutes.start < minutes.end && minutes.start < stretch.minutes.end;
        for stretch in self.stretches(minutes).filter(met) {
            if stretch.known {
                return Some(true);
            }
            open = None;
        }
        open
    }
}

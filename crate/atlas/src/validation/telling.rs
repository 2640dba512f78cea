//! Words what there is to say of one record, says where it is, and what to write instead.

use super::beyond::Note;
use super::check::{Against, Issue, Place};
use super::codes;
use super::detect::is_beside;
use super::fields::{All, Given, Names};
use super::messages::message;
use super::report::{Excerpt, Finding, Fix, Severity, Step};
use super::sheet::Sheet;
use super::suggest::{self, Proposal};
use super::validator::Judge;
use crate::reader::{Position, RawRecord, Row, Value, csv_cell, list_items};
use crate::schema::{Kind, Model, Release, Shape};
use hashbrown::HashSet;

/// Where a record comes from.
#[derive(Clone, Copy)]
pub(super) enum Origin<'a> {
    Json(RawRecord<'a>),
    Row(&'a Row<'a>, &'a Sheet),
}

/// Tells what is to be told of one record.
pub(super) struct Telling<'a> {
    pub(super) judge: &'a mut Judge,
    pub(super) model: &'a Model,
    pub(super) kind: Kind,
    pub(super) origin: Origin<'a>,
    /// The record's JSON.
    pub(super) bytes: &'a [u8],
    pub(super) number: u64,
    pub(super) id: Option<String>,
    pub(super) invalid: bool,
    /// The last place that was told, and how far into the record it is: places mostly go on from there.
    pub(super) last: Option<(usize, Position)>,
    /// The items of the cell that is being corrected, and where the cell begins.
    pub(super) mending: Option<(u64, Vec<String>)>,
}

impl<'a> Telling<'a> {
    /// Everything; whether the record isn't valid.
    pub(super) fn all(mut self, release: &Release, names: &Names, all: &All<'a>) -> bool {
        let without_source = matches!(self.origin, Origin::Row(row, _)
            if row.sheet.is_some() && !row.cells.iter().any(|cell| cell.name == "source"));
        let against = Against { release, model: self.model, today: self.judge.today, without_source };
        let mut issues: Vec<Issue<'_>> = Vec::new();
        against.check(&all.fields, &all.unknown, &mut issues);
        for issue in &issues {
            self.issue(issue, Some(&against));
        }
        // A record's key is looked for among those before it, and so are its unknown names among those told of.
        let Some(beyond) = self.judge.beyond.take() else { return self.invalid };
        let notes = beyond.notes(release, self.kind, names, &all.fields, &mut self.judge.seen);
        self.judge.beyond = Some(beyond);
        // What the schema refuses has been told of, and is not as it was meant.
        let refused: HashSet<usize> = issues
            .iter()
            .filter(|issue| !issue.warning)
            .filter_map(|issue| if let Place::Field(place, _) = issue.place { Some(place) } else { None })
            .collect();
        let mut items: Option<(usize, Vec<Given<'a>>)> = None;
        for note in notes.into_iter().filter(|note| !refused.contains(&note.place)) {
            let given = all.fields.get(note.place);
            let given = match (note.item, given) {
                (Some(number), Some(list)) => {
                    if items.as_ref().is_none_or(|(place, _)| *place != note.place) {
                        items = Some((note.place, list.items().collect()));
                    }
                    items.as_ref().and_then(|(_, items)| items.get(number).copied())
                }
                (_, given) => given,
            };
            self.note(note, given);
        }
        for other in &all.replaced {
            let message = "Ce champ est écrit deux fois dans l’enregistrement : cette valeur est perdue, la dernière compte.";
            self.tell(
                (codes::DUPLICATE_KEY.severity, codes::DUPLICATE_KEY.code),
                vec![Step::Field(other.key.clone().into_owned())],
                Some(other.given),
                message.to_owned(),
                None,
            );
        }
        if !release.extra_forbidden {
            for other in &all.unknown {
                self.unknown(&other.key, other.given, all);
            }
        }
        if let Origin::Row(row, _) = self.origin {
            self.length(row);
        }
        self.invalid
    }

    /// A row that hasn't as many cells as the header.
    fn length(&mut self, row: &Row<'_>) {
        let cells = |count: usize| match count {
            1 => "une cellule".to_owned(),
            more => format!("{more} cellules"),
        };
        if row.extra_cells > 0 {
            let extra = cells(row.extra_cells);
            let message =
                format!("Cette ligne a {extra} de trop : un séparateur a sans doute décalé les valeurs.");
            self.tell((codes::ROW_LENGTH.severity, codes::ROW_LENGTH.code), Vec::new(), None, message, None);
        }
        if row.missing_cells > 0 {
            let missing = cells(row.missing_cells);
            let message = format!(
                "Cette ligne a {missing} de moins que l’en-tête : un retour à la ligne l’a peut-être coupée en deux."
            );
            self.tell((codes::SHORT_ROW.severity, codes::SHORT_ROW.code), Vec::new(), None, message, None);
        }
    }

    fn unknown(&mut self, name: &str, given: Given<'a>, all: &All<'a>) {
        if is_beside(name) || name.is_empty() || !self.judge.told.insert((self.kind, name.to_owned())) {
            return;
        }
        let meant = suggest::field_name(self.model, name, |place| all.fields.get(place).is_none());
        let proposal = meant.map(Proposal::uncertain_text);
        let message =
            "Ce champ n’est pas dans cette version du schéma : sa valeur ne sera pas lue.".to_owned();
        let severity = if meant.is_some() { Severity::Warning } else { codes::UNKNOWN_FIELD.severity };
        let loc = vec![Step::Field(name.to_owned())];
        let kept = self.judge.findings.len();
        self.tell((severity, codes::UNKNOWN_FIELD.code), loc, Some(given), message, proposal);
        // Of a table, what is to be changed is the header.
        if let (Origin::Row(row, _), Some(finding)) = (self.origin, self.judge.findings.get_mut(kept))
            && let Some(cell) = row.cells.iter().find(|cell| cell.name == name)
        {
            (finding.line, finding.column) = cell.header;
        }
    }

    fn note(&mut self, note: Note, given: Option<Given<'a>>) {
        let Note { code, place, item, message, proposal } = note;
        let mut loc = vec![Step::Field(self.model.fields[place].name.clone())];
        loc.extend(item.map(Step::Item));
        self.tell((code.severity, code.code), loc, given, message, proposal);
    }

    /// Tells of an issue. What is proposed is judged first: a correction that is refused too is none.
    pub(super) fn issue(&mut self, issue: &Issue<'_>, against: Option<&Against<'_>>) {
        let name = |place: usize| Step::Field(self.model.fields[place].name.clone());
        let loc = match issue.place {
            Place::Record => Vec::new(),
            Place::Root => vec![Step::Field("__root__".to_owned())],
            Place::Field(place, None) => vec![name(place)],
            Place::Field(place, Some(item)) => vec![name(place), Step::Item(item)],
            Place::Other(other) => vec![Step::Field(other.key.clone().into_owned())],
        };
        let proposal = match (issue.rule, issue.place, issue.given) {
            (Some(rule), _, Some(given)) => suggest::for_rule(rule, given.value),
            (None, Place::Field(place, item), Some(given)) => {
                let property = &self.model.fields[place];
                let takes = |value: Value<'_>| {
                    against.is_some_and(|against| against.takes(property, item.is_some(), value))
                };
                let several = match (self.origin, &property.shape, given.value) {
                    (Origin::Row(..), Shape::List(list), Value::String(text)) if item.is_some() => {
                        suggest::split_item(&list.items, &text.text(), takes)
                    }
                    _ => None,
                };
                several.or_else(|| {
                    suggest::for_value(property, item.is_some(), given.value, issue.code)
                        .filter(|proposal| proposal.judged(takes))
                })
            }
            (None, Place::Other(other), _) => {
                suggest::field_name(self.model, &other.key, |_| true).map(Proposal::uncertain_text)
            }
            _ => None,
        };
        let severity = if issue.warning { Severity::Warning } else { Severity::Error };
        let message = message(issue, self.model);
        self.tell((severity, issue.code), loc, issue.given, message, proposal);
    }

    fn tell(
        &mut self,
        (severity, code): (Severity, &'static str),
        loc: Vec<Step>,
        given: Option<Given<'_>>,
        message: String,
        proposal: Option<Proposal>,
    ) {
        self.invalid |= severity == Severity::Error;
        if self.judge.findings.len() >= self.judge.most {
            return self.judge.count(severity);
        }
        let span = given.and_then(|given| self.span(given.json));
        let (line, column) = self.place(&loc, span);
        let value = given.map(|given| match given.value {
            Value::String(text) => cut(&text.text()),
            _ => cut(given.json),
        });
        let excerpt = span.and_then(|span| self.excerpt(span, given?));
        let fix = match (&proposal, span) {
            (Some(proposal), Some(span)) => self.fix(proposal, &loc, span, value.as_deref(), (line, column)),
            _ => None,
        };
        self.judge.keep(Finding {
            severity,
            code,
            kind: self.kind,
            record: self.number,
            line,
            column,
            loc,
            value,
            message,
            suggestion: proposal.as_ref().map(Proposal::sentence),
            proposal: proposal.map(|proposal| proposal.shown),
            id: self.id.clone(),
            excerpt,
            fix,
        });
    }

    /// Where a value is in the record's JSON. It is a part of it.
    fn span(&self, json: &str) -> Option<(usize, usize)> {
        let start = (json.as_ptr() as usize).checked_sub(self.bytes.as_ptr() as usize)?;
        (start + json.len() <= self.bytes.len()).then_some((start, start + json.len()))
    }

    fn place(&mut self, loc: &[Step], span: Option<(usize, usize)>) -> (u64, u64) {
        match self.origin {
            Origin::Json(record) => {
                let start = span.map_or(0, |(start, _)| start);
                let (from, position) =
                    self.last.filter(|(from, _)| *from <= start).unwrap_or((0, record.position));
                let rest = RawRecord { bytes: &record.bytes[from..], position };
                let position = rest.place(start - from);
                self.last = Some((start, position));
                (position.line, position.column)
            }
            Origin::Row(row, sheet) => {
                let cell = span.and_then(|(start, _)| sheet.cell(row, start));
                let named = || match loc.first() {
                    Some(Step::Field(name)) => row.cells.iter().find(|cell| cell.name == name),
                    _ => None,
                };
                let found = cell.or_else(named);
                found.map_or((row.position.line, row.position.column), |cell| (cell.line, cell.column))
            }
        }
    }

    fn excerpt(&self, (start, end): (usize, usize), given: Given<'_>) -> Option<Excerpt> {
        /// Characters on each side.
        const AROUND: usize = 60;
        match self.origin {
            Origin::Json(_) => {
                // Four bytes a character at most; one that is cut at the edge is left out.
                let before = self.bytes[start.saturating_sub(4 * AROUND)..start].utf8_chunks();
                let before: Vec<char> = before.flat_map(|chunk| chunk.valid().chars()).collect();
                let after = &self.bytes[end..self.bytes.len().min(end + 4 * AROUND)];
                let after = after.utf8_chunks().flat_map(|chunk| chunk.valid().chars());
                Some(Excerpt {
                    before: before[before.len().saturating_sub(AROUND)..].iter().collect(),
                    value: cut(given.json),
                    after: after.take(AROUND).collect(),
                })
            }
            Origin::Row(row, sheet) => {
                let cell = sheet.cell(row, start)?;
                Some(Excerpt {
                    before: format!("{} : ", cell.name),
                    value: cut(&cell.value.text().unwrap_or_default()),
                    after: String::new(),
                })
            }
        }
    }

    /// Keeps a correction that is certain; gives its place among them.
    fn fix(
        &mut self,
        proposal: &Proposal,
        loc: &[Step],
        (start, end): (usize, usize),
        value: Option<&str>,
        (line, column): (u64, u64),
    ) -> Option<usize> {
        let why = proposal.certain?;
        if self.judge.fixes.len() >= self.judge.most {
            return None;
        }
        let (start, end, from, to, replacement) = match self.origin {
            Origin::Json(record) => {
                let byte = record.position.byte;
                let from = value.unwrap_or_default().to_owned();
                let json = proposal.json.clone().into_bytes();
                (byte + start as u64, byte + end as u64, from, proposal.shown.clone(), json)
            }
            Origin::Row(row, sheet) => {
                let cell = sheet.cell(row, start)?;
                let (start, end) = cell.span?;
                // An item of a cell that another correction has changed already is changed there.
                let before =
                    self.judge.fixes.last().filter(|fix| fix.start == start && fix.kind == self.kind);
                let to = match loc.get(1) {
                    Some(&Step::Item(item)) => {
                        let known = self.mending.take().filter(|(cell, _)| *cell == start);
                        let (_, mut items) = match known {
                            Some(known) => known,
                            None => (start, mendable(&cell.value.text()?)),
                        };
                        let mended = items.get_mut(item).map(|old| old.clone_from(&proposal.shown));
                        let joined = items.join(",");
                        self.mending = Some((start, items));
                        mended.map(|()| joined)?
                    }
                    _ if proposal.json == "null" => String::new(),
                    _ => proposal.shown.clone(),
                };
                let replacement = csv_cell(&to, row.delimiter?, self.judge.cp1252)?;
                if before.is_some()
                    && let Some(last) = self.judge.fixes.last_mut()
                {
                    (last.to, last.replacement) = (to, replacement);
                    last.loc.truncate(1);
                    return Some(self.judge.fixes.len() - 1);
                }
                (start, end, cell.value.text()?.into_owned(), to, replacement)
            }
        };
        self.judge.fixes.push(Fix {
            kind: self.kind,
            record: self.number,
            line,
            column,
            loc: loc.to_vec(),
            from,
            to,
            why,
            start,
            end,
            replacement,
        });
        Some(self.judge.fixes.len() - 1)
    }
}

/// The items of a cell, where one can be written anew without harm to the others; else none. A list of more than this is no
/// list of ours, and a comma inside an item would cut it in two.
fn mendable(cell: &str) -> Vec<String> {
    const LONGEST: usize = 200;
    let items = list_items(cell);
    if items.len() > LONGEST || items.iter().any(|item| item.contains(',')) { Vec::new() } else { items }
}

/// A value is shown this long at most, in characters.
const SHOWN: usize = 200;

pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

//! The validator: a file in chunks in, a report out.

use super::beyond::{self, Beyond, Ids, Seen, is_silent};
use super::check::{Against, Any, Issue, Place};
use super::codes;
use super::detect::{detect, misspelt};
use super::fields::{Fields, Given, Names, Order, read_all};
use super::report::{Counts, Detected, Finding, Fix, OfKind, Report, Severity, Step, grouped};
use super::scoring::scored;
use super::sheet::Sheet;
use super::telling::{Origin, Telling, cut};
use crate::reader::{
    Format, Members, Position, RawRecord, ReadError, Records, Row, Take, Taken, Value, members,
};
use crate::schema::{Kind, Release, Tally, newest, release};
use crate::territory::Territory;
use hashbrown::HashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// How a file is validated.
#[derive(Clone, Debug)]
pub struct Options {
    /// A released version; told from the file, else the newest, when not given.
    pub schema: Option<String>,
    /// Told from the file when not given.
    pub kind: Option<Kind>,
    /// Told from the bytes when not given.
    pub format: Option<Format>,
    /// The day that counts as today, in days since 1970-01-01.
    pub today: i32,
    /// Findings kept one by one; all are counted.
    pub max_findings: usize,
    /// Whether to look beyond the schema: see [`codes`](super::codes).
    pub beyond: bool,
}

impl Options {
    /// Findings kept when nothing else is asked.
    pub const MAX_FINDINGS: usize = 10_000;

    /// Everything told from the file.
    pub fn new(today: i32) -> Self {
        let max_findings = Self::MAX_FINDINGS;
        Self { schema: None, kind: None, format: None, today, max_findings, beyond: true }
    }
}

/// A validation can't be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValidationError {
    /// An option has a bad value: its name, and why.
    Option(&'static str, String),
    /// The file isn't of any format that can be read, or nothing in it can.
    Read(ReadError),
    /// The file is a table, or JSON, but nothing in it is a field of any schema.
    NoField(Position),
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option(_, message) => f.write_str(message),
            Self::Read(ReadError { kind, position: Position { line: 1, column: 1, .. } }) => {
                f.write_str(kind.message())
            }
            Self::Read(ReadError { kind, position: Position { line, column, .. } }) => {
                write!(f, "{} (ligne {line}, colonne {column})", kind.message())
            }
            Self::NoField(_) => f.write_str(
                "Aucun champ de ce fichier n’est du schéma de l’offre d’insertion : ce n’est pas un fichier de structures ou de services, ou bien les noms des colonnes manquent à la première ligne.",
            ),
        }
    }
}

impl std::error::Error for ValidationError {}

/// Validates a file against a released version of the schema.
///
/// Findings agree, one for one, with those of the official package of that version. Holds no more than the findings, one
/// record, and a few bytes a record to tell repeated ids; of a workbook, all of it.
///
/// ```
/// use atlas::schema::days;
/// use atlas::validation::{Options, Validator};
///
/// let file = r#"[{"id":"x--1","source":"x","nom":"Un","date_maj":"14/02/2025"}]"#;
/// let mut options = Options::new(days("2026-11-24").unwrap());
/// options.schema = Some("1.0.10".to_owned());
/// let mut validator = Validator::new(options, None).unwrap();
/// validator.push(file.as_bytes()).unwrap();
/// let report = validator.finish().unwrap();
/// assert_eq!((report.records, report.invalid), (1, 1));
/// let codes: Vec<_> = report.findings.iter().map(|finding| finding.code).collect();
/// assert_eq!(codes, ["string_too_short", "date_from_datetime_parsing"]);
/// assert_eq!(report.fixes[0].to, "2025-02-14");
/// ```
#[derive(Debug)]
pub struct Validator {
    records: Records,
    judge: Judge,
    bytes: u64,
    /// What ended the reading.
    fault: Option<ReadError>,
}

impl Validator {
    /// A validator that has read nothing. Without a territory, codes are judged by their form only.
    ///
    /// # Errors
    /// [`ValidationError::Option`] when there is no such version, or it knows no such kind.
    pub fn new(options: Options, territory: Option<Arc<Territory>>) -> Result<Self, ValidationError> {
        let version = match &options.schema {
            None => None,
            Some(version) => Some(release(version).ok_or_else(|| {
                let message = format!(
                    "La version « {version} » du schéma n’existe pas. La dernière est « {} ».",
                    newest()
                );
                ValidationError::Option("schema", message)
            })?),
        };
        if let (Some(release), Some(kind)) = (&version, options.kind)
            && release.model(kind).is_none()
        {
            let message =
                format!("La version {} du schéma ne connaît pas les {}.", release.version, kind.name());
            return Err(ValidationError::Option("kind", message));
        }
        let mut judge = Judge {
            version,
            kind: options.kind,
            setting: None,
            sample: Vec::new(),
            sample_bytes: 0,
            beyond: options.beyond.then(|| Beyond::new(territory)),
            seen: Seen::default(),
            today: options.today,
            most: options.max_findings,
            told: HashSet::new(),
            order: Order::default(),
            kinds: BTreeMap::new(),
            counts: Counts::default(),
            findings: Vec::new(),
            fixes: Vec::new(),
            tally: Tally::default(),
            cp1252: false,
            delimiter: None,
            no_field: None,
            format_given: options.format.is_some(),
        };
        if let (Some(release), Some(kind)) = (&judge.version, judge.kind) {
            judge.setting = Setting::new(Arc::clone(release), kind);
        }
        Ok(Self { records: Records::new(options.format), judge, bytes: 0, fault: None })
    }

    /// Gives the territory, before anything is read.
    pub fn set_territory(&mut self, territory: Arc<Territory>) {
        if let Some(beyond) = &mut self.judge.beyond {
            beyond.set_territory(territory);
        }
    }

    /// Gives the ids of the structures whose file was read before, so that services without a structure are told of.
    pub fn set_structures(&mut self, structures: Arc<Ids>) {
        if let Some(beyond) = &mut self.judge.beyond {
            beyond.structures = Some(structures);
        }
    }

    /// Reads a chunk, cut anywhere.
    ///
    /// # Errors
    /// When nothing in the file can be read. What is wrong further on ends the reading and is a finding of the report.
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), ValidationError> {
        self.bytes += chunk.len() as u64;
        if self.fault.is_some() {
            return Ok(());
        }
        let result = self.records.push(chunk, &mut self.judge);
        self.outcome(result)
    }

    fn outcome(&mut self, result: Result<(), ReadError>) -> Result<(), ValidationError> {
        if let Some(position) = self.judge.no_field {
            return Err(ValidationError::NoField(position));
        }
        match result {
            Err(error) if self.judge.read() == 0 => Err(ValidationError::Read(error)),
            Err(error) => {
                self.fault = Some(error);
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Records read so far, those among them that aren't valid, and findings.
    pub fn counts(&self) -> (u64, u64, Counts) {
        let all = self.judge.kinds.values();
        let (records, invalid) =
            all.fold((0, 0), |(records, invalid), of| (records + of.records, invalid + of.invalid));
        (records, invalid, self.judge.counts)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When nothing in the file could be read.
    pub fn finish(self) -> Result<Report, ValidationError> {
        self.finish_with_ids().map(|(report, _)| report)
    }

    /// Ends the file; gives also the ids of its structures.
    ///
    /// # Errors
    /// When nothing in the file could be read.
    pub fn finish_with_ids(mut self) -> Result<(Report, Ids), ValidationError> {
        let mut format = self.records.format();
        if self.fault.is_none() {
            let records = std::mem::replace(&mut self.records, Records::new(None));
            let result = records.finish(&mut self.judge).map(|end| format = Some(end.format));
            self.outcome(result)?;
        }
        self.judge.settle(true).map_err(ValidationError::Read)?;
        if let Some(position) = self.judge.no_field {
            return Err(ValidationError::NoField(position));
        }
        if let Some(fault) = self.fault.take() {
            self.judge.fault(&fault, "La suite du fichier n’a pas été lue.");
        }
        let ids = self.judge.seen.structures();
        Ok((self.judge.report(format, self.bytes), ids))
    }
}

/// What records are judged against.
#[derive(Clone, Debug)]
struct Setting {
    release: Arc<Release>,
    /// Of a workbook with both sheets, that of the last row.
    kind: Kind,
    names: Arc<Names>,
}

impl Setting {
    fn new(release: Arc<Release>, kind: Kind) -> Option<Self> {
        let names = Arc::new(Names::new(release.model(kind)?));
        Some(Self { release, kind, names })
    }
}

/// Records looked at before deciding what they are, and their bytes at most.
const SAMPLE: usize = 40;
const SAMPLE_BYTES: usize = 1 << 20;

/// Judges records, and keeps what was found.
#[derive(Debug)]
pub(super) struct Judge {
    version: Option<Arc<Release>>,
    kind: Option<Kind>,
    setting: Option<Setting>,
    sample: Vec<(Vec<u8>, Position)>,
    sample_bytes: usize,
    pub(super) beyond: Option<Beyond>,
    pub(super) seen: Seen,
    pub(super) today: i32,
    pub(super) most: usize,
    /// Unknown names that were told of.
    pub(super) told: HashSet<(Kind, String)>,
    order: Order,
    kinds: BTreeMap<Kind, OfKind>,
    counts: Counts,
    pub(super) findings: Vec<Finding>,
    pub(super) fixes: Vec<Fix>,
    tally: Tally,
    pub(super) cp1252: bool,
    delimiter: Option<char>,
    no_field: Option<Position>,
    format_given: bool,
}

impl Take for Judge {
    fn json_ahead(&mut self, text: &str) -> Option<Taken> {
        let Setting { release, kind, names } = self.setting.clone()?;
        let model = release.model(kind)?;
        let mut members = Members::ahead(text);
        let told = &self.told;
        let silent = |name: &str| !release.extra_forbidden && is_silent(name, told, kind);
        let mut fields = Fields::new();
        self.order.read(&mut members, model, &mut fields, silent)?;
        let mut any = Any::default();
        let against = Against { release: &release, model, today: self.today, without_source: false };
        against.check(&fields, &[], &mut any);
        if any.0 {
            return None;
        }
        if let Some(beyond) = &self.beyond
            && !beyond.notes(&release, kind, &names, &fields, &mut self.seen).is_empty()
        {
            return None;
        }
        let number = self.kinds.entry(kind).or_default().records;
        self.remember(&release, kind, &names, &fields, true, number + 1);
        let (lines, line_start) = members.lines();
        Some(Taken { bytes: members.offset(), lines, line_start })
    }

    fn json(&mut self, record: RawRecord<'_>) -> Result<(), ReadError> {
        if self.setting.is_some() {
            return self.judge(Origin::Json(record));
        }
        self.sample_bytes += record.bytes.len();
        self.sample.push((record.bytes.to_vec(), record.position));
        self.settle(false)
    }

    fn row(&mut self, row: &Row<'_>) -> Result<(), ReadError> {
        self.cp1252 |= row.cp1252;
        self.delimiter = row.delimiter.map(char::from);
        let of_sheet = row.sheet.and_then(sheet_kind).filter(|_| self.kind.is_none());
        if self.setting.as_ref().is_none_or(|setting| of_sheet.is_some_and(|kind| kind != setting.kind)) {
            let names: BTreeSet<String> = row.cells.iter().map(|cell| cell.name.to_owned()).collect();
            if !self.set(&names, of_sheet.or(self.kind)) {
                self.no_field = Some(row.position);
                return Err(ReadError { kind: crate::reader::ReadErrorKind::Syntax, position: row.position });
            }
        }
        let Some(Setting { release, kind, .. }) = self.setting.clone() else { return Ok(()) };
        let Some(model) = release.model(kind) else { return Ok(()) };
        let sheet = Sheet::new(row, model);
        self.judge(Origin::Row(row, &sheet))
    }
}

fn sheet_kind(name: &str) -> Option<Kind> {
    let name = crate::text::words(name).join("");
    Kind::ALL.into_iter().find(|kind| kind.name().starts_with(&name) && name.len() + 1 >= kind.name().len())
}

impl Judge {
    fn read(&self) -> u64 {
        self.sample.len() as u64 + self.kinds.values().map(|of| of.records).sum::<u64>()
    }

    /// Decides what records are; whether any name is known.
    fn set(&mut self, names: &BTreeSet<String>, kind: Option<Kind>) -> bool {
        let Some((release, kind)) = detect(names, kind, self.version.as_ref()) else { return false };
        let known =
            release.model(kind).is_some_and(|model| names.iter().any(|name| misspelt(model, name).is_some()));
        self.setting = Setting::new(release, kind);
        known
    }

    /// Decides, once there is enough to decide on, and judges what was kept until then.
    fn settle(&mut self, whole: bool) -> Result<(), ReadError> {
        let enough = whole || self.sample.len() >= SAMPLE || self.sample_bytes >= SAMPLE_BYTES;
        if self.setting.is_some() || !enough {
            return Ok(());
        }
        let mut names = BTreeSet::new();
        for (bytes, _) in &self.sample {
            // What isn't an object, or is broken, has no names; it is told of when it is judged.
            for member in members(bytes).into_iter().flatten().map_while(Result::ok) {
                names.insert(member.key.text().into_owned());
            }
        }
        let known = self.set(&names, self.kind);
        if !known && !names.is_empty() {
            self.no_field = self.sample.first().map(|(_, position)| *position);
            return Ok(());
        }
        for (bytes, position) in std::mem::take(&mut self.sample) {
            self.judge(Origin::Json(RawRecord { bytes: &bytes, position }))?;
        }
        Ok(())
    }

    /// Turns to the kind that a record's names are of, where a file has both and nobody said which to take.
    fn turn(&mut self, bytes: &[u8]) {
        let (None, Some(Setting { release, kind, .. })) = (self.kind, &self.setting) else { return };
        let members = members(bytes).into_iter().flatten().map_while(Result::ok);
        let names: Vec<String> = members.map(|member| member.key.text().into_owned()).collect();
        let unknown = |kind: Kind| {
            let model = release.model(kind);
            model.map_or(usize::MAX, |model| names.iter().filter(|name| model.place(name).is_none()).count())
        };
        let nearest = Kind::ALL.into_iter().min_by_key(|other| (unknown(*other), other != kind));
        if let Some(other) = nearest.filter(|other| other != kind) {
            self.setting = Setting::new(Arc::clone(release), other);
            self.order = Order::default();
        }
    }

    fn judge(&mut self, origin: Origin<'_>) -> Result<(), ReadError> {
        if let Origin::Json(record) = origin {
            self.turn(record.bytes);
        }
        let Some(Setting { release, kind, names }) = self.setting.clone() else { return Ok(()) };
        let Some(model) = release.model(kind) else { return Ok(()) };
        let bytes = match origin {
            Origin::Json(record) => record.bytes,
            Origin::Row(_, sheet) => sheet.json.as_bytes(),
        };
        let number = self.kinds.entry(kind).or_default().records;
        let line = match origin {
            Origin::Json(_) => number + 1,
            Origin::Row(row, _) => row.position.line,
        };
        let mut telling = Telling {
            judge: self,
            model,
            kind,
            origin,
            bytes,
            number,
            id: None,
            invalid: false,
            last: None,
            mending: None,
        };
        if bytes.first() != Some(&b'{') {
            let given = std::str::from_utf8(bytes).ok().map(|json| Given { value: Value::Null, json });
            let issue = Issue { code: "model_type", warning: false, place: Place::Record, given, rule: None };
            telling.issue(&issue, None);
            let of = self.kinds.entry(kind).or_default();
            of.records += 1;
            of.invalid += 1;
            return Ok(());
        }
        let all = match members(bytes).and_then(|members| read_all(members, model)) {
            Ok(all) => all,
            Err(fault) => {
                let error = match origin {
                    Origin::Json(record) => record.error(fault.kind, fault.offset),
                    Origin::Row(row, _) => ReadError { kind: fault.kind, position: row.position },
                };
                self.fault(&error, "Cet enregistrement n’a pas pu être lu.");
                return Ok(());
            }
        };
        telling.id = all.fields.text(names.id).map(|id| cut(&id));
        let invalid = telling.all(&release, &names, &all);
        self.remember(&release, kind, &names, &all.fields, !invalid, line);
        Ok(())
    }

    /// Counts a record and remembers what later ones are compared with.
    fn remember(
        &mut self,
        release: &Release,
        kind: Kind,
        names: &Names,
        fields: &Fields<'_>,
        valid: bool,
        line: u64,
    ) {
        let of = self.kinds.entry(kind).or_default();
        of.records += 1;
        of.invalid += u64::from(!valid);
        if self.beyond.is_some() {
            self.seen.remember(release, kind, names, fields, line);
        }
        if valid && kind == Kind::Services && release.version.starts_with("1.") {
            let day = beyond::day(release.pydantic, names, fields);
            self.tally.add(&scored(names, fields, day, self.today));
        }
    }

    pub(super) fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.counts.error += 1,
            Severity::Warning => self.counts.warning += 1,
            Severity::Info => self.counts.info += 1,
        }
    }

    pub(super) fn keep(&mut self, finding: Finding) {
        self.count(finding.severity);
        if self.findings.len() < self.most {
            self.findings.push(finding);
        }
    }

    /// A record that can't be read, as a finding: what comes before it stands, and so does what comes after it where its
    /// brackets and quotes tell its end.
    fn fault(&mut self, error: &ReadError, so: &str) {
        let kind = self.setting.as_ref().map_or(Kind::Structures, |setting| setting.kind);
        let of = self.kinds.entry(kind).or_default();
        of.records += 1;
        of.invalid += 1;
        let record = of.records - 1;
        let Position { line, column, .. } = error.position;
        let message = format!("{} {so}", error.kind.message());
        let told = (Severity::Error, error.kind.code());
        self.keep(Finding { record, ..of_file(told, kind, (line, column), message) });
    }

    fn everywhere(&mut self) {
        for everywhere in self.seen.everywhere() {
            let beyond::Everywhere { field, kind, count, value } = everywhere;
            let message = format!(
                "Ce contact est celui de {count} enregistrements, plus de la moitié de ceux qui en ont un : est-ce bien celui de chaque lieu ?"
            );
            let told = (codes::SAME_CONTACT.severity, codes::SAME_CONTACT.code);
            self.keep(Finding {
                loc: vec![Step::Field(field.to_owned())],
                value: Some(cut(&value)),
                ..of_file(told, kind, (1, 1), message)
            });
        }
    }

    /// Puts corrections in the order of the file: fields are judged in the schema's. Of two in one place the first stays.
    fn order_fixes(&mut self) {
        let mut order: Vec<usize> = (0..self.fixes.len()).collect();
        order.sort_by_key(|&place| self.fixes[place].start);
        let mut places = vec![0; order.len()];
        let mut ordered: Vec<Fix> = Vec::with_capacity(order.len());
        for place in order {
            let fix = &self.fixes[place];
            if ordered.last().is_none_or(|last| last.end <= fix.start) {
                ordered.push(fix.clone());
            }
            places[place] = ordered.len() - 1;
        }
        self.fixes = ordered;
        for finding in &mut self.findings {
            finding.fix = finding.fix.map(|place| places[place]);
        }
    }

    fn report(mut self, format: Option<Format>, bytes: u64) -> Report {
        self.order_fixes();
        if self.beyond.is_some() {
            self.everywhere();
        }
        let release = self.setting.as_ref().map(|setting| Arc::clone(&setting.release));
        let seen: Vec<Kind> =
            self.kinds.iter().filter(|(_, of)| of.records > 0).map(|(kind, _)| *kind).collect();
        let kind = match seen.as_slice() {
            [only] => only.name(),
            [] => self.setting.as_ref().map_or("structures", |setting| setting.kind.name()),
            _ => "mixed",
        };
        let sum = |of: fn(&OfKind) -> u64| self.kinds.values().map(of).sum();
        let kept = self.findings.len() as u64;
        let Counts { error, warning, info } = self.counts;
        Report {
            schema: release.map_or(newest(), |release| release.version),
            kind,
            format: format.map_or("json", Format::code),
            detected: Detected {
                schema: self.version.is_none(),
                kind: self.kind.is_none(),
                format: !self.format_given,
            },
            encoding: if self.cp1252 { "windows-1252" } else { "utf-8" },
            delimiter: self.delimiter,
            bytes,
            records: sum(|of| of.records),
            invalid: sum(|of| of.invalid),
            counts: self.counts,
            truncated: kept < error + warning + info,
            groups: grouped(&self.findings),
            quality: self.tally.quality(),
            kinds: self.kinds,
            findings: self.findings,
            fixes: self.fixes,
        }
    }
}

/// A finding about a file as a whole.
fn of_file(
    (severity, code): (Severity, &'static str),
    kind: Kind,
    (line, column): (u64, u64),
    message: String,
) -> Finding {
    Finding {
        severity,
        code,
        kind,
        record: 0,
        line,
        column,
        loc: Vec::new(),
        value: None,
        message,
        suggestion: None,
        proposal: None,
        id: None,
        excerpt: None,
        fix: None,
    }
}

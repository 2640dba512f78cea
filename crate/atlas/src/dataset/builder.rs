//! Published bytes in, an [`Atlas`] out.

use super::atlas::{Atlas, NO_DAY, Services, Structures};
use super::bitmap::{Bitmap, Bitmaps};
use super::dictionary::Dictionary;
use super::facet::{Facet, FacetColumn};
use super::grid::Grid;
use super::packing::pack;
use super::records::{END, EXTRA, RAW, Records, write_bytes, write_text, write_varint, zigzag};
use crate::buffers::{Lists, Strings};
use crate::days;
use crate::reader::{
    Fault, JsonRecords, Key, Members, RawRecord, RawString, ReadError, ReadErrorKind, TakeRecords, Taken,
    Value, members,
};
use crate::schema::{Field, FieldType, SERVICE_FIELDS, STRUCTURE_FIELDS};
use crate::territory::Territory;
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::fmt;
use std::hash::BuildHasher;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Which of the two published files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// `structures.json`
    Structures,
    /// `services.json`
    Services,
}

/// A file isn't what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    /// The file.
    pub file: FileKind,
    /// What is wrong in it, and where.
    pub error: ReadError,
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = match self.file {
            FileKind::Structures => "structures",
            FileKind::Services => "services",
        };
        write!(f, "Le fichier des {file} ne peut pas être lu. {}", self.error)
    }
}

impl std::error::Error for BuildError {}

/// Reads the published files as they arrive and builds an [`Atlas`].
///
/// The two files may be pushed in any order, even in turns. A file of which nothing is ever pushed, not even an empty
/// chunk, counts as not given; at least one must be.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let territory = atlas::territory::testing::territory();
/// use atlas::dataset::AtlasBuilder;
///
/// let mut builder = AtlasBuilder::new(territory);
/// builder.push_services(r#"[{"id": "dora--1", "nom": "Aide au per"#.as_bytes())?;
/// builder.push_services(r#"mis de conduire"}]"#.as_bytes())?;
/// let atlas = builder.finish()?;
/// assert_eq!(atlas.counts().services, 1);
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct AtlasBuilder {
    territory: Arc<Territory>,
    dictionary: Dictionary,
    structures: File,
    services: File,
}

impl AtlasBuilder {
    /// A builder that knows nothing yet but the territory.
    pub fn new(territory: Arc<Territory>) -> Self {
        Self {
            territory,
            dictionary: Dictionary::default(),
            structures: File::new(FileKind::Structures, &STRUCTURE_FIELDS),
            services: File::new(FileKind::Services, &SERVICE_FIELDS),
        }
    }

    /// Whole records read so far: structures, services.
    pub fn counts(&self) -> (usize, usize) {
        (self.structures.table.records.len(), self.services.table.records.len())
    }

    /// Reads a chunk of `structures.json`.
    ///
    /// # Errors
    /// The file's first fault, now and at every later call.
    pub fn push_structures(&mut self, chunk: &[u8]) -> Result<(), BuildError> {
        self.structures.push(&mut self.dictionary, chunk)
    }

    /// Reads a chunk of `services.json`.
    ///
    /// # Errors
    /// The file's first fault, now and at every later call.
    pub fn push_services(&mut self, chunk: &[u8]) -> Result<(), BuildError> {
        self.services.push(&mut self.dictionary, chunk)
    }

    /// Builds the indexes.
    ///
    /// # Errors
    /// When a file is empty or cut short, or was already refused.
    pub fn finish(self) -> Result<Atlas, BuildError> {
        let Self { territory, dictionary, structures, mut services } = self;
        // A caller that pushed nothing at all had nothing to read: that is an empty file, not an empty atlas.
        services.given |= !structures.given;
        let structures = structures.finish()?;
        let order = structures.order(&dictionary);
        let mut structures = build_structures(&dictionary, structures, &order);
        let services = services.finish()?;
        let order = services.order(&dictionary);
        let owners = owners(&structures, &services, &order);
        let services = build_services(&dictionary, &structures, services, &order, owners, None);
        structures.scores = structure_scores(&services);
        Ok(Atlas::new(territory, dictionary, structures, services))
    }
}

/// One of the two files while it is read.
#[derive(Debug)]
struct File {
    kind: FileKind,
    given: bool,
    json: JsonRecords,
    table: Table,
}

impl File {
    fn new(kind: FileKind, fields: &'static [Field]) -> Self {
        Self { kind, given: false, json: JsonRecords::new(), table: Table::new(fields) }
    }

    fn push(&mut self, dictionary: &mut Dictionary, chunk: &[u8]) -> Result<(), BuildError> {
        self.given = true;
        let Self { kind, json, table, .. } = self;
        let mut reading = Reading { table, dictionary };
        json.push(chunk, &mut reading).map_err(|error| BuildError { file: *kind, error })
    }

    fn finish(self) -> Result<Table, BuildError> {
        if self.given {
            self.json.finish().map_err(|error| BuildError { file: self.kind, error })?;
        }
        Ok(self.table)
    }
}

/// A table on its way to be filled.
struct Reading<'a> {
    table: &'a mut Table,
    dictionary: &'a mut Dictionary,
}

impl TakeRecords for Reading<'_> {
    fn take_ahead(&mut self, text: &str) -> Option<Taken> {
        let mut members = Members::ahead(text);
        self.table.draft.read(self.table.records.fields(), self.dictionary, &mut members).ok()?;
        self.table.push();
        let (lines, line_start) = members.lines();
        Some(Taken { bytes: members.offset(), lines, line_start })
    }

    fn take(&mut self, record: RawRecord<'_>) -> Result<(), ReadError> {
        let error = |fault: Fault| record.error(fault.kind, fault.offset);
        let mut members = members(record.bytes).map_err(error)?;
        self.table.draft.read(self.table.records.fields(), self.dictionary, &mut members).map_err(error)?;
        self.table.push();
        Ok(())
    }
}

/// What one record has for a column.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cell {
    Nothing,
    /// Where in the row the other record's key lies.
    Link(usize, usize),
    Code(u32),
    /// Which of the record's list items.
    Codes(usize, usize),
    Number(f64),
    Day(i32),
}

/// The records of a file and the columns that an [`Atlas`] needs of them, in the order of the file.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) records: Records,
    sources: Vec<Option<u32>>,
    /// Of a service its `structure_id`, of a structure its `_cluster_id`.
    links: Strings,
    points: Vec<(f64, f64)>,
    communes: Vec<Option<u32>>,
    days: Vec<i32>,
    scores: Vec<f64>,
    /// The facets that the schema has a field for, but for the source, and where the field is.
    facets: Vec<(Facet, usize)>,
    /// The values of all of these: the facet's place in `facets`, then the value's code.
    values: Lists,
    zones: Lists,
    zone_is_null: Vec<bool>,
    columns: Columns,
    pub(super) draft: Draft,
}

/// Where in the schema the columns' fields are. `None` for a field that the schema doesn't have.
#[derive(Debug)]
struct Columns {
    source: Option<usize>,
    structure_id: Option<usize>,
    longitude: Option<usize>,
    latitude: Option<usize>,
    code_insee: Option<usize>,
    date_maj: Option<usize>,
    score_qualite: Option<usize>,
    zone_eligibilite: Option<usize>,
}

impl Columns {
    fn of(fields: &[Field]) -> Self {
        let at = |name| fields.iter().position(|field| field.name == name);
        Self {
            source: at("source"),
            structure_id: at("structure_id"),
            longitude: at("longitude"),
            latitude: at("latitude"),
            code_insee: at("code_insee"),
            date_maj: at("date_maj"),
            score_qualite: at("score_qualite"),
            zone_eligibilite: at("zone_eligibilite"),
        }
    }
}

/// Bits of a code, before the facet.
const FACET_SHIFT: u32 = 28;

/// The record being read. Kept from one record to the next for its memory, and because the next one will most likely
/// have its members in the same order.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) row: Vec<u8>,
    pub(super) id: String,
    text: String,
    pub(super) packed: Vec<u8>,
    pub(super) codes: Vec<u32>,
    values: Vec<u32>,
    pub(super) cells: Vec<Cell>,
    pub(super) link: String,
    extras: Vec<String>,
    /// The members of the last record: name as it is written, with quotes and colon; field.
    order: Vec<(String, Option<u8>)>,
}

impl Table {
    pub(super) fn new(fields: &'static [Field]) -> Self {
        Self {
            records: Records::new(fields),
            sources: Vec::new(),
            links: Strings::default(),
            points: Vec::new(),
            communes: Vec::new(),
            days: Vec::new(),
            scores: Vec::new(),
            facets: Facet::ALL
                .into_iter()
                .filter(|&facet| facet != Facet::Sources)
                .filter_map(|facet| {
                    let at = fields.iter().position(|field| field.name == facet.field())?;
                    Some((facet, at))
                })
                .collect(),
            values: Lists::default(),
            zones: Lists::default(),
            zone_is_null: Vec::new(),
            columns: Columns::of(fields),
            draft: Draft {
                row: Vec::new(),
                id: String::new(),
                text: String::new(),
                packed: Vec::new(),
                codes: Vec::new(),
                values: Vec::new(),
                cells: vec![Cell::Nothing; fields.len()],
                link: String::new(),
                extras: Vec::new(),
                order: Vec::new(),
            },
        }
    }

    /// Adds the record that the draft holds.
    pub(super) fn push(&mut self) {
        self.records.push(&self.draft.id, &self.draft.row);
        let Self { draft, columns, .. } = self;
        self.sources.push(draft.code(columns.source));
        self.points.push((draft.number(columns.longitude), draft.number(columns.latitude)));
        self.links.push(draft.link(columns.structure_id));
        self.communes.push(draft.code(columns.code_insee));
        self.days.push(draft.day(columns.date_maj));
        self.scores.push(draft.number(columns.score_qualite));
        draft.values.clear();
        for (facet, (_, field)) in (0..).zip(&self.facets) {
            match draft.cells[*field] {
                Cell::Codes(start, end) => {
                    let codes = draft.codes[start..end].iter();
                    draft.values.extend(codes.map(|code| facet << FACET_SHIFT | code));
                }
                Cell::Code(code) => draft.values.push(facet << FACET_SHIFT | code),
                _ => {}
            }
        }
        self.values.push(&draft.values);
        let zones = draft.codes(columns.zone_eligibilite);
        self.zones.push(zones.unwrap_or_default());
        self.zone_is_null.push(zones.is_none());
    }

    /// The source of a record.
    pub(super) fn source<'a>(&self, dictionary: &'a Dictionary, number: u32) -> Option<&'a str> {
        self.sources[number as usize].map(|code| dictionary.text(code))
    }

    /// Record numbers in the order that answers are given in.
    pub(super) fn order(&self, dictionary: &Dictionary) -> Vec<u32> {
        let key = |number: u32| (self.records.ids().bytes(number), self.source(dictionary, number), number);
        // The first letters beside the number: comparing them misses no cache.
        let mut order: Vec<([u64; 4], u32)> = (0..self.records.len() as u32)
            .map(|number| (first_letters(self.records.ids().bytes(number)), number))
            .collect();
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| key(a.1).cmp(&key(b.1))));
        order.into_iter().map(|(_, number)| number).collect()
    }
}

/// The first 32 bytes of a text, so that they compare as the text does.
fn first_letters(text: &[u8]) -> [u64; 4] {
    let mut bytes = [0; 32];
    let length = text.len().min(bytes.len());
    bytes[..length].copy_from_slice(&text[..length]);
    let mut letters = [0; 4];
    for (letters, bytes) in letters.iter_mut().zip(bytes.as_chunks::<8>().0) {
        *letters = u64::from_be_bytes(*bytes);
    }
    letters
}

impl Draft {
    fn cell(&self, field: Option<usize>) -> Cell {
        field.map_or(Cell::Nothing, |at| self.cells[at])
    }

    fn link(&self, field: Option<usize>) -> &str {
        if !self.link.is_empty() {
            return &self.link;
        }
        match self.cell(field) {
            Cell::Link(start, end) => std::str::from_utf8(&self.row[start..end]).unwrap_or_default(),
            _ => "",
        }
    }

    fn number(&self, field: Option<usize>) -> f64 {
        match self.cell(field) {
            Cell::Number(number) => number,
            _ => f64::NAN,
        }
    }

    fn day(&self, field: Option<usize>) -> i32 {
        match self.cell(field) {
            Cell::Day(day) => day,
            _ => NO_DAY,
        }
    }

    fn code(&self, field: Option<usize>) -> Option<u32> {
        match self.cell(field) {
            Cell::Code(code) => Some(code),
            _ => None,
        }
    }

    fn codes(&self, field: Option<usize>) -> Option<&[u32]> {
        match self.cell(field) {
            Cell::Codes(start, end) => Some(&self.codes[start..end]),
            _ => None,
        }
    }

    /// Makes room for the next record.
    pub(super) fn clear(&mut self) {
        self.row.clear();
        self.id.clear();
        self.codes.clear();
        self.link.clear();
        self.extras.clear();
        self.cells.fill(Cell::Nothing);
    }

    /// Reads a record; what it holds is worth nothing after a fault.
    fn read(
        &mut self,
        fields: &[Field],
        dictionary: &mut Dictionary,
        members: &mut Members<'_>,
    ) -> Result<(), Fault> {
        self.clear();
        let mut seen = 0u64;
        let mut at = 0;
        loop {
            let expected = self.order.get(at);
            let field = match members.next_key(expected.map_or("", |(key, _)| key))? {
                None => break,
                Some(Key::Expected) => expected.and_then(|(_, field)| *field),
                Some(Key::Other(key)) => match self.field(fields, at, key) {
                    Some(field) => Some(field),
                    None => {
                        let (value, json) = members.value()?;
                        self.extra(&key.text(), value, json);
                        at += 1;
                        continue;
                    }
                },
            };
            match field {
                Some(field) => {
                    self.known(fields, dictionary, field, members)?;
                    if seen >> field & 1 == 1 {
                        return Err(Fault { kind: ReadErrorKind::DuplicateKey, offset: members.offset() });
                    }
                    seen |= 1 << field;
                }
                None => {
                    let (value, json) = members.value()?;
                    let key = self.order.get(at).map(|(key, _)| key[1..key.len() - 2].to_owned());
                    self.extra(&key.unwrap_or_default(), value, json);
                }
            }
            at += 1;
        }
        self.extras.sort_unstable();
        if self.extras.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Fault { kind: ReadErrorKind::DuplicateKey, offset: 0 });
        }
        self.row.push(END);
        Ok(())
    }

    /// The field that a key names, which is then expected at this place of the next record.
    fn field(&mut self, fields: &[Field], at: usize, key: RawString<'_>) -> Option<u8> {
        let name = key.text();
        let field = fields.iter().position(|field| field.name == name).map(|field| field as u8);
        // Records may have any number of unknown members: only the usual ones are worth remembering. A key with escapes
        // can't be told by its bytes.
        if at < 64
            && let Some(plain) = key.plain()
        {
            self.order.truncate(at);
            if self.order.len() == at {
                self.order.push((format!("\"{plain}\":"), field));
            }
        }
        field
    }

    /// Reads the value of a field that the schema knows.
    fn known(
        &mut self,
        fields: &[Field],
        dictionary: &mut Dictionary,
        field: u8,
        members: &mut Members<'_>,
    ) -> Result<(), Fault> {
        if members.null() {
            return Ok(());
        }
        let kind = fields[field as usize].kind;
        let cell = match kind {
            FieldType::Codes => self.read_codes(field, dictionary, members)?,
            FieldType::Date | FieldType::Number => None,
            _ => members.text()?.map(|text| self.read_text(field, kind, dictionary, text)),
        };
        if let Some(cell) = cell {
            self.cells[field as usize] = cell;
            return Ok(());
        }
        let start = self.row.len();
        self.row.push(field);
        let (value, json) = members.value()?;
        match self.typed(kind, value) {
            Some(cell) => self.cells[field as usize] = cell,
            None => {
                self.row.truncate(start);
                self.row.push(RAW + field);
                write_text(&mut self.row, json);
            }
        }
        Ok(())
    }

    /// Reads a list of codes, if it is one.
    fn read_codes(
        &mut self,
        field: u8,
        dictionary: &mut Dictionary,
        members: &mut Members<'_>,
    ) -> Result<Option<Cell>, Fault> {
        let Self { row, codes, text: scratch, .. } = self;
        let start = codes.len();
        if !members.texts(|text| codes.push(dictionary.intern(decoded(text, scratch))))? {
            codes.truncate(start);
            return Ok(None);
        }
        row.push(field);
        write_varint(row, (codes.len() - start) as u64);
        codes[start..].iter().for_each(|&code| write_varint(row, u64::from(code)));
        Ok(Some(Cell::Codes(start, codes.len())))
    }

    /// Writes a text as its field's type says.
    fn read_text(
        &mut self,
        field: u8,
        kind: FieldType,
        dictionary: &mut Dictionary,
        text: RawString<'_>,
    ) -> Cell {
        let Self { row, id, text: scratch, packed, .. } = self;
        let text = decoded(text, scratch);
        row.push(field);
        match kind {
            FieldType::Id => id.push_str(text),
            FieldType::Link => {
                write_text(row, text);
                return Cell::Link(row.len() - text.len(), row.len());
            }
            FieldType::LongText => {
                packed.clear();
                pack(text, packed);
                write_bytes(row, packed);
            }
            FieldType::Code => {
                let code = dictionary.intern(text);
                write_varint(row, u64::from(code));
                return Cell::Code(code);
            }
            _ => write_text(row, text),
        }
        Cell::Nothing
    }

    /// Writes a date or a number; `None` for anything else.
    fn typed(&mut self, kind: FieldType, value: Value<'_>) -> Option<Cell> {
        match (kind, value) {
            (FieldType::Date, value) => {
                let day = day(value)?;
                write_varint(&mut self.row, zigzag(day));
                Some(Cell::Day(day as i32))
            }
            (FieldType::Number, Value::Number(number)) => {
                let number = number.parse().ok().filter(|number: &f64| number.is_finite())?;
                self.row.extend_from_slice(&number.to_le_bytes());
                Some(Cell::Number(number))
            }
            _ => None,
        }
    }

    fn extra(&mut self, key: &str, value: Value<'_>, json: &str) {
        if key == "_cluster_id" {
            match value {
                Value::String(text) => text.decode_into(&mut self.link),
                Value::Number(number) => self.link.push_str(number),
                _ => {}
            }
        }
        self.extras.push(key.to_owned());
        if !key.starts_with('_') {
            self.row.push(EXTRA);
            write_text(&mut self.row, key);
            write_text(&mut self.row, json);
        }
    }
}

fn decoded<'a>(text: RawString<'a>, scratch: &'a mut String) -> &'a str {
    match text.plain() {
        Some(plain) => plain,
        None => {
            scratch.clear();
            text.decode_into(scratch);
            scratch
        }
    }
}

/// The day that a date stands for, in days since 1970-01-01: epoch milliseconds (as published) or seconds, a day, or
/// a day and time.
fn day(value: Value<'_>) -> Option<i64> {
    /// Seconds from here on are milliseconds: the year 2603, or August 1970.
    const MILLISECONDS: i64 = 20_000_000_000;
    /// From the first day of the year 1 to the last of 9999.
    const DAYS: RangeInclusive<i64> = -719_162..=2_932_896;
    match value {
        Value::Number(number) => {
            let number: i64 = number.parse().ok()?;
            let seconds =
                if number.unsigned_abs() > MILLISECONDS as u64 { number.div_euclid(1000) } else { number };
            Some(seconds.div_euclid(86_400)).filter(|day| DAYS.contains(day))
        }
        Value::String(text) => {
            let text = text.plain()?;
            days::day(text).or_else(|| Some(days::time(text)?.day)).map(i64::from)
        }
        _ => None,
    }
}

/// A column in the order that answers are given in.
fn ordered<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|&old| column[old as usize]).collect()
}

/// A column of records that all state nothing yet.
fn facet_column(values: Vec<String>, count: usize) -> FacetColumn {
    FacetColumn { values: Bitmaps::new(values, count), unstated: Bitmap::all(count) }
}

/// The columns of a table's facets, in their order there.
fn facet_columns(dictionary: &Dictionary, table: &Table, order: &[u32]) -> Vec<FacetColumn> {
    let mut columns: Vec<FacetColumn> =
        table.facets.iter().map(|(facet, _)| facet_column(facet.column_values(), order.len())).collect();
    // By facet and code, which of the facet's values it is; one more, and 0 for none.
    let mut places = vec![[0u16; 8]; dictionary.len()];
    for (facet, column) in columns.iter().enumerate() {
        for (value, at) in column.values.values().iter().zip(1..) {
            if let Some(code) = dictionary.find(value) {
                places[code as usize][facet] = at;
            }
        }
    }
    for (number, &old) in (0..).zip(order) {
        for packed in table.values.get(old) {
            let (facet, code) = ((packed >> FACET_SHIFT) as usize, packed & ((1 << FACET_SHIFT) - 1));
            let column = &mut columns[facet];
            column.unstated.remove(number);
            if let Some(at) = places[code as usize][facet].checked_sub(1) {
                column.values.insert(at as usize, number);
            }
        }
    }
    columns
}

/// The column of sources: every source that occurs, by name.
fn source_column(dictionary: &Dictionary, sources: &[Option<u32>], more: Option<&[u32]>) -> FacetColumn {
    let own = sources.iter().copied().flatten();
    let mut codes: Vec<u32> = own.chain(more.unwrap_or_default().iter().copied()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.sort_unstable_by_key(|&code| dictionary.text(code));
    let values = codes.iter().map(|&code| dictionary.text(code).to_owned()).collect();
    let mut column = facet_column(values, sources.len());
    for (number, source) in (0..).zip(sources) {
        if let Some(at) = source.and_then(|source| codes.iter().position(|&code| code == source)) {
            column.values.insert(at, number);
            column.unstated.remove(number);
        }
    }
    column
}

/// The réseaux porteurs of services: those of their structures.
fn inherited(networks: &FacetColumn, structure: &[Option<u32>], by_structure: &Lists) -> FacetColumn {
    let mut column = facet_column(networks.values.values().to_vec(), structure.len());
    for at in 0..networks.values.values().len() {
        for structure in networks.values.get(at).iter() {
            by_structure.get(structure).iter().for_each(|&service| column.values.insert(at, service));
        }
    }
    for (service, structure) in (0..).zip(structure) {
        if structure.is_some_and(|structure| !networks.unstated.contains(structure)) {
            column.unstated.remove(service);
        }
    }
    column
}

/// For each text of the dictionary, the records whose code it is.
fn by_code(dictionary: &Dictionary, codes: &[Option<u32>]) -> Lists {
    let mut lists = Lists::default();
    codes.iter().for_each(|code| lists.push(code.as_slice()));
    lists.inverted(dictionary.len(), 0..codes.len() as u32)
}

/// The score of each structure: the mean of its services' `score_qualite`, rounded to two decimals, halves away from
/// zero; 0 without any. As the API counts it.
pub(super) fn structure_scores(services: &Services) -> Vec<f64> {
    let of = |structure| {
        let own = services.by_structure.get(structure).iter();
        let scores = own.map(|&service| services.scores[service as usize]).filter(|score| !score.is_nan());
        let (sum, count) = scores.fold((0.0, 0u32), |(sum, count), score| (sum + score, count + 1));
        (sum / f64::from(count.max(1)) * 100.0).round() / 100.0
    };
    (0..services.by_structure.len() as u32).map(of).collect()
}

/// Indexes of structures; their scores come when their services are known.
pub(super) fn build_structures(dictionary: &Dictionary, mut table: Table, order: &[u32]) -> Structures {
    table.records.permute(order);
    let mut clusters: Vec<(&str, u32)> = order
        .iter()
        .enumerate()
        .map(|(number, &old)| (table.links.get(old), number as u32))
        .filter(|(cluster, _)| !cluster.is_empty())
        .collect();
    clusters.sort_unstable();
    let mut cluster_of = vec![None; order.len()];
    let mut cluster_ids = Strings::default();
    let mut members = Lists::default();
    for cluster in clusters.chunk_by(|a, b| a.0 == b.0) {
        let numbers: Vec<u32> = cluster.iter().map(|&(_, number)| number).collect();
        for &number in &numbers {
            cluster_of[number as usize] = Some(members.len() as u32);
        }
        members.push(&numbers);
        cluster_ids.push(cluster[0].0);
    }
    let networks = facet_columns(dictionary, &table, order).pop();
    let sources = ordered(&table.sources, order);
    Structures {
        source_column: source_column(dictionary, &sources, None),
        sources,
        by_commune: by_code(dictionary, &ordered(&table.communes, order)),
        networks: networks
            .unwrap_or_else(|| facet_column(Facet::ReseauxPorteurs.column_values(), order.len())),
        days: ordered(&table.days, order),
        scores: Vec::new(),
        records: table.records,
        cluster_of,
        cluster_ids,
        clusters: members,
    }
}

/// Records by id: quicker than to search by halves where every record is looked up.
struct ById<'a> {
    ids: &'a Strings,
    table: HashTable<u32>,
}

impl<'a> ById<'a> {
    fn new(ids: &'a Strings) -> Self {
        let mut table = HashTable::with_capacity(ids.len());
        let hash = |&number: &u32| FxBuildHasher.hash_one(ids.bytes(number));
        // Where records share an id, the first of them is in the table.
        for number in
            (0..ids.len() as u32).filter(|&number| number == 0 || ids.bytes(number - 1) != ids.bytes(number))
        {
            table.insert_unique(hash(&number), number, hash);
        }
        Self { ids, table }
    }

    fn first(&self, id: &[u8]) -> Option<u32> {
        self.table.find(FxBuildHasher.hash_one(id), |&number| self.ids.bytes(number) == id).copied()
    }
}

/// The structure of each service.
fn owners(structures: &Structures, services: &Table, order: &[u32]) -> Vec<Option<u32>> {
    let known = ById::new(structures.records.ids());
    let owner = |&old: &u32| {
        let first = known.first(services.links.bytes(old))?;
        Some(structures.of_source(first, services.sources[old as usize]))
    };
    order.iter().map(owner).collect()
}

/// Indexes of services, each with its structure. Sources that occur elsewhere only can be told.
pub(super) fn build_services(
    dictionary: &Dictionary,
    structures: &Structures,
    mut table: Table,
    order: &[u32],
    structure: Vec<Option<u32>>,
    every_source: Option<&[u32]>,
) -> Services {
    let count = order.len();
    table.records.permute(order);
    let mut zone_free = Bitmap::none(count);
    for (number, _) in order.iter().enumerate().filter(|(_, old)| table.zone_is_null[**old as usize]) {
        zone_free.insert(number as u32);
    }
    let points = ordered(&table.points, order);
    let mut own = Lists::default();
    structure.iter().for_each(|structure| own.push(structure.as_slice()));
    let by_structure = own.inverted(structures.records.len(), 0..count as u32);
    let sources = ordered(&table.sources, order);
    let mut columns = facet_columns(dictionary, &table, order).into_iter();
    let facets = Facet::ALL.map(|facet| match facet {
        Facet::Sources => source_column(dictionary, &sources, every_source),
        Facet::ReseauxPorteurs => inherited(&structures.networks, &structure, &by_structure),
        // The columns come in the order of all facets.
        _ => columns.next().unwrap_or_else(|| facet_column(facet.column_values(), count)),
    });
    Services {
        sources,
        facets,
        by_commune: by_code(dictionary, &ordered(&table.communes, order)),
        by_zone: table.zones.inverted(dictionary.len(), order.iter().copied()),
        zone_free,
        grid: Grid::new(points.iter().enumerate().map(|(number, &(lon, lat))| (number as u32, lon, lat))),
        by_structure,
        days: ordered(&table.days, order),
        scores: ordered(&table.scores, order),
        points,
        structure,
        records: table.records,
    }
}

//! Records column by column: what is alike lies together, so that whatever compresses the file finds it.
//!
//! A sheet is how many records there are, how many columns, then each column: its field's name and type, and three
//! streams, each after its length: a byte a record that says what is there ([`shape`]), numbers, letters. A column
//! where nothing is has no bytes in its first stream. Fields that the schema doesn't know follow, in the three streams of
//! one more column without a name.

use super::PackError;
use super::file::{Bytes, read_texts, write_texts};
use crate::buffers::Strings;
use crate::dataset::builder::{Cell, Table};
use crate::dataset::dictionary::Dictionary;
use crate::dataset::packing::{pack, unpack};
use crate::dataset::records::{
    END, EXTRA, Member, RAW, Record, Records, Stored, unzigzag, write_bytes, write_text, write_varint, zigzag,
};
use crate::schema::{Field, FieldType, STRUCTURE_FIELDS};
use serde_json::value::RawValue;
use std::cmp::Reverse;
use std::ops::RangeInclusive;

mod shape {
    //! What a record has in a column.

    /// Nothing.
    pub(super) const ABSENT: u8 = 0;
    /// A value of the field's type.
    pub(super) const TYPED: u8 = 1;
    /// A value of another type, as JSON.
    pub(super) const RAW: u8 = 2;
    /// What its structure has in the field of this name; as the structure's id.
    pub(super) const SHARED: u8 = 3;
    /// A number with no decimals; with one, one more; and so on up to the last of [`SCALES`](super::SCALES).
    pub(super) const DECIMAL: u8 = 16;
    /// An empty list of codes; one of a single code, one more; and so on.
    pub(super) const LIST: u8 = 32;
    /// A list of at least this many codes, whose number is told among the numbers.
    pub(super) const LONG_LIST: u8 = 255;
}

/// What numbers are multiplied by to have no decimals, by how many they have.
const SCALES: [f64; 10] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
/// Days that a date can have: years 0 to 9999.
const DAYS: RangeInclusive<i64> = -719_528..=2_932_896;
/// Whole numbers up to here are exact in a double.
const EXACT: f64 = 9_007_199_254_740_992.0;
/// Fields of a record at most, as a row can tell.
const FIELDS: usize = 64;
/// Among the columns wanted: fields that the schema doesn't know.
pub(super) const EXTRAS: u64 = 1 << (FIELDS - 1);
/// Every column.
pub(super) const ALL: u64 = u64::MAX;

/// The texts that records share, the most used first, by their number in a dictionary.
#[derive(Debug)]
pub(super) struct Codebook<'a> {
    dictionary: &'a Dictionary,
    uses: Vec<u32>,
    order: Vec<u32>,
    places: Vec<u32>,
}

impl<'a> Codebook<'a> {
    pub(super) fn new(dictionary: &'a Dictionary) -> Self {
        Self { dictionary, uses: vec![0; dictionary.len()], order: Vec::new(), places: Vec::new() }
    }

    /// Counts what a record uses, in the columns wanted.
    pub(super) fn count(&mut self, record: &Record<'_>, wanted: u64) {
        for (member, value) in record.members() {
            match (member, value) {
                (Member::Known(at), _) if wanted >> at & 1 == 0 => {}
                (_, Stored::Code(number, _)) => self.uses[number as usize] += 1,
                (_, Stored::Codes(codes)) => {
                    codes.numbers().for_each(|number| self.uses[number as usize] += 1);
                }
                _ => {}
            }
        }
    }

    /// Gives numbers to what was counted.
    pub(super) fn settle(&mut self) {
        self.order = (0..self.uses.len() as u32).filter(|&number| self.uses[number as usize] > 0).collect();
        let key = |&number: &u32| (Reverse(self.uses[number as usize]), self.dictionary.text(number));
        let mut order = std::mem::take(&mut self.order);
        order.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
        self.places = vec![0; self.uses.len()];
        for (number, place) in order.iter().zip(0..) {
            self.places[*number as usize] = place;
        }
        self.order = order;
    }

    pub(super) fn write(&self, into: &mut Vec<u8>) {
        write_texts(into, self.order.iter().map(|&number| self.dictionary.text(number)));
    }
}

/// Takes the texts of a codebook into a dictionary: what number each has there.
pub(super) fn read_codebook(
    mut bytes: Bytes<'_>,
    dictionary: &mut Dictionary,
) -> Result<Vec<u32>, PackError> {
    let texts = read_texts(&mut bytes)?;
    bytes.end()?;
    Ok((0..texts.len() as u32).map(|at| dictionary.intern(texts.get(at))).collect())
}

#[derive(Default)]
struct Column {
    shapes: Vec<u8>,
    numbers: Vec<u8>,
    letters: Vec<u8>,
}

impl Column {
    fn text(&mut self, text: &str) {
        write_varint(&mut self.numbers, text.len() as u64);
        self.letters.extend_from_slice(text.as_bytes());
    }

    fn write(&self, into: &mut Vec<u8>) {
        let nothing = self.shapes.iter().all(|&shape| shape == shape::ABSENT);
        write_bytes(into, if nothing { &[] } else { &self.shapes });
        write_bytes(into, &self.numbers);
        write_bytes(into, &self.letters);
    }
}

fn type_number(kind: FieldType) -> u64 {
    match kind {
        FieldType::Id => 0,
        FieldType::Link => 1,
        FieldType::Text => 2,
        FieldType::LongText => 3,
        FieldType::Code => 4,
        FieldType::Codes => 5,
        FieldType::Date => 6,
        FieldType::Number => 7,
    }
}

/// Where a structure has the field that a service shares with it, if it has one.
fn shared_field(field: &Field) -> Option<usize> {
    let same = |other: &Field| other.name == field.name && other.kind == field.kind;
    STRUCTURE_FIELDS.iter().position(|other| same(other) && other.kind != FieldType::Id)
}

fn is_same(own: &Stored<'_>, other: &Stored<'_>) -> bool {
    match (own, other) {
        (Stored::Text(a), Stored::Text(b)) | (Stored::Packed(a), Stored::Packed(b)) => a == b,
        (Stored::Code(a, _), Stored::Code(b, _)) => a == b,
        (Stored::Date(a), Stored::Date(b)) => a == b,
        (Stored::Number(a), Stored::Number(b)) => a.to_bits() == b.to_bits(),
        _ => false,
    }
}

type Row<'a> = [Option<Stored<'a>>; FIELDS];

fn row<'a>(record: &Record<'a>) -> Row<'a> {
    let mut row = [const { None }; FIELDS];
    for (member, value) in record.members() {
        if let Member::Known(at) = member {
            row[at] = Some(value);
        }
    }
    row
}

/// The fewest decimals that a number is exactly told with, and the number without its point.
fn decimal(value: f64) -> Option<(u8, i64)> {
    (0..).zip(SCALES).find_map(|(decimals, scale)| {
        let whole = (value * scale).round();
        let told = whole.abs() < EXACT && (whole as i64 as f64 / scale).to_bits() == value.to_bits();
        told.then_some((decimals, whole as i64))
    })
}

/// Writes records, each with the structure that it shares values with, in the columns of the fields wanted (a bit each).
pub(super) fn write<'a>(
    fields: &[Field],
    wanted: u64,
    records: impl Iterator<Item = (Record<'a>, Option<Record<'a>>)>,
    codes: &Codebook<'_>,
) -> Vec<u8> {
    let mut columns: Vec<Column> = fields.iter().map(|_| Column::default()).collect();
    let mut extras = Column::default();
    let shared: Vec<Option<usize>> = fields.iter().map(shared_field).collect();
    let mut last_id = "";
    let mut count = 0u64;
    for (record, structure) in records {
        count += 1;
        let own = row(&record);
        let others = structure.as_ref().map(row);
        for (at, field) in fields.iter().enumerate().filter(|(at, _)| wanted >> at & 1 == 1) {
            let column = &mut columns[at];
            let Some(value) = &own[at] else {
                column.shapes.push(shape::ABSENT);
                continue;
            };
            let other = others.as_ref().and_then(|others| others[shared[at]?].as_ref());
            if other.is_some_and(|other| is_same(value, other))
                || (field.kind == FieldType::Link && is_id_of(value, structure.as_ref()))
            {
                column.shapes.push(shape::SHARED);
                continue;
            }
            if field.kind == FieldType::Id && matches!(value, Stored::Text(_)) {
                let id = record.id();
                let begins = common_start(last_id, id);
                column.shapes.push(shape::TYPED);
                write_varint(&mut column.numbers, begins as u64);
                column.text(&id[begins..]);
                last_id = id;
                continue;
            }
            write_value(column, value, codes);
        }
        if wanted & EXTRAS != 0 {
            write_extras(&mut extras, &record);
        }
    }
    let mut bytes = Vec::new();
    write_varint(&mut bytes, count);
    let there: Vec<usize> = (0..fields.len()).filter(|&at| wanted >> at & 1 == 1).collect();
    write_varint(&mut bytes, there.len() as u64);
    for at in there {
        write_text(&mut bytes, fields[at].name);
        write_varint(&mut bytes, type_number(fields[at].kind));
        columns[at].write(&mut bytes);
    }
    extras.write(&mut bytes);
    bytes
}

fn write_extras(column: &mut Column, record: &Record<'_>) {
    let extra = |(member, value)| match (member, value) {
        (Member::Extra(key), Stored::Raw(json)) => Some((key, json)),
        _ => None,
    };
    let extras: Vec<(&str, &str)> = record.members().filter_map(extra).collect();
    if extras.is_empty() {
        column.shapes.push(shape::ABSENT);
        return;
    }
    column.shapes.push(shape::TYPED);
    write_varint(&mut column.numbers, extras.len() as u64);
    for (key, json) in extras {
        column.text(key);
        column.text(json);
    }
}

fn is_id_of(value: &Stored<'_>, structure: Option<&Record<'_>>) -> bool {
    match (value, structure) {
        (Stored::Text(text), Some(structure)) => *text == structure.id().as_bytes(),
        _ => false,
    }
}

/// How many bytes two texts begin with alike, cut between letters.
fn common_start(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    (0..=same).rev().find(|&at| b.is_char_boundary(at)).unwrap_or(0)
}

fn write_value(column: &mut Column, value: &Stored<'_>, codes: &Codebook<'_>) {
    let mut shape = shape::TYPED;
    match value {
        Stored::Text(bytes) => column.text(&String::from_utf8_lossy(bytes)),
        Stored::Packed(packed) => column.text(&unpack(packed)),
        Stored::Code(number, _) => {
            write_varint(&mut column.numbers, u64::from(codes.places[*number as usize]));
        }
        Stored::Codes(list) => {
            let count = list.numbers().count();
            shape = u8::try_from(count + usize::from(shape::LIST)).unwrap_or(shape::LONG_LIST);
            if shape == shape::LONG_LIST {
                write_varint(&mut column.numbers, count as u64);
            }
            for number in list.numbers() {
                write_varint(&mut column.numbers, u64::from(codes.places[number as usize]));
            }
        }
        Stored::Date(day) => write_varint(&mut column.numbers, zigzag(*day)),
        Stored::Number(number) => match decimal(*number) {
            Some((decimals, whole)) => {
                shape = shape::DECIMAL + decimals;
                write_varint(&mut column.numbers, zigzag(whole));
            }
            None => column.numbers.extend_from_slice(&number.to_le_bytes()),
        },
        Stored::Raw(json) => {
            shape = shape::RAW;
            column.text(json);
        }
    }
    column.shapes.push(shape);
}

/// A column while it is read.
struct Stream<'a> {
    /// Where in the schema its field is.
    field: usize,
    codes: &'a [u32],
    shapes: &'a [u8],
    numbers: Bytes<'a>,
    letters: &'a str,
}

impl<'a> Stream<'a> {
    fn new(field: usize, bytes: &mut Bytes<'a>, count: usize, codes: &'a [u32]) -> Result<Self, PackError> {
        let shapes = bytes.bytes()?;
        if !shapes.is_empty() && shapes.len() != count {
            return Err(PackError::Damaged);
        }
        Ok(Self { field, codes, shapes, numbers: bytes.part()?, letters: bytes.text()? })
    }

    #[inline]
    fn shape(&self, record: usize) -> u8 {
        self.shapes.get(record).copied().unwrap_or(shape::ABSENT)
    }

    #[inline]
    fn text(&mut self) -> Result<&'a str, PackError> {
        let (text, rest) = self.letters.split_at_checked(self.numbers.size()?).ok_or(PackError::Damaged)?;
        self.letters = rest;
        Ok(text)
    }

    fn json(&mut self) -> Result<&'a str, PackError> {
        let json = self.text()?;
        serde_json::from_str::<&RawValue>(json).map_err(|_| PackError::Damaged)?;
        Ok(json)
    }

    fn end(&self) -> Result<(), PackError> {
        if self.letters.is_empty() { self.numbers.end() } else { Err(PackError::Damaged) }
    }
}

/// Whose values services share: the structures already read, and which is whose.
#[derive(Clone, Copy)]
pub(super) struct Owners<'a> {
    pub(super) records: &'a Records,
    pub(super) dictionary: &'a Dictionary,
    /// Of each record of the sheet.
    pub(super) of: &'a [Option<u32>],
}

/// What is known of a sheet's records from elsewhere.
#[derive(Clone, Copy)]
pub(super) enum Beside<'a> {
    /// Of structures, their `_cluster_id`.
    Clusters(&'a Strings),
    /// Of services, their structures.
    Owners(Owners<'a>),
}

impl Beside<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Clusters(clusters) => clusters.len(),
            Self::Owners(owners) => owners.of.len(),
        }
    }
}

/// Reads records into a table. Their columns may be in several sheets, each beside what number each text of its codebook
/// has in the dictionary.
pub(super) fn read(
    sheets: &[(Bytes<'_>, &[u32])],
    table: &mut Table,
    beside: Beside<'_>,
) -> Result<(), PackError> {
    let fields = table.records.fields();
    let mut streams: Vec<Stream<'_>> = Vec::new();
    let mut extras: Vec<Stream<'_>> = Vec::new();
    let count = beside.len();
    for (bytes, codes) in sheets {
        let mut bytes = bytes.clone();
        if bytes.size()? != count {
            return Err(PackError::Damaged);
        }
        for _ in 0..bytes.size()? {
            let name = bytes.text()?;
            let kind = bytes.number()?;
            let same = |field: &Field| field.name == name && type_number(field.kind) == kind;
            let at = fields.iter().position(same).ok_or(PackError::Damaged)?;
            if streams.iter().any(|other| other.field == at) {
                return Err(PackError::Damaged);
            }
            streams.push(Stream::new(at, &mut bytes, count, codes)?);
        }
        extras.push(Stream::new(FIELDS, &mut bytes, count, codes)?);
        bytes.end()?;
    }
    let shared: Vec<Option<usize>> = fields.iter().map(shared_field).collect();
    let mut last_id = String::new();
    for record in 0..count {
        table.draft.clear();
        let owner = match beside {
            Beside::Clusters(clusters) => {
                table.draft.link.push_str(clusters.get(record as u32));
                None
            }
            Beside::Owners(Owners { records, dictionary, of }) => {
                of[record].map(|number| records.get(dictionary, number))
            }
        };
        let mut others: Option<Row<'_>> = None;
        for stream in &mut streams {
            let at = stream.field;
            match stream.shape(record) {
                shape::ABSENT => {}
                shape::SHARED => {
                    let owner = owner.as_ref().ok_or(PackError::Damaged)?;
                    if fields[at].kind == FieldType::Link {
                        put_link(table, at, owner.id());
                    } else {
                        let others = others.get_or_insert_with(|| row(owner));
                        let other = shared[at].and_then(|at| others[at].as_ref());
                        put_shared(table, at, other.ok_or(PackError::Damaged)?)?;
                    }
                }
                shape::RAW => {
                    let json = stream.json()?;
                    table.draft.row.push(RAW + at as u8);
                    write_text(&mut table.draft.row, json);
                }
                shape => read_value(table, fields[at].kind, shape, stream, &mut last_id)?,
            }
        }
        extras.iter_mut().try_for_each(|extras| read_extras(table, extras, record))?;
        table.draft.row.push(END);
        table.push();
    }
    streams.iter().chain(&extras).try_for_each(Stream::end)
}

fn read_extras(table: &mut Table, extras: &mut Stream<'_>, record: usize) -> Result<(), PackError> {
    match extras.shape(record) {
        shape::ABSENT => return Ok(()),
        shape::TYPED => {}
        _ => return Err(PackError::Damaged),
    }
    for _ in 0..extras.numbers.number()? {
        let (key, json) = (extras.text()?, extras.json()?);
        table.draft.row.push(EXTRA);
        write_text(&mut table.draft.row, key);
        write_text(&mut table.draft.row, json);
    }
    Ok(())
}

fn read_value(
    table: &mut Table,
    kind: FieldType,
    shape: u8,
    stream: &mut Stream<'_>,
    last_id: &mut String,
) -> Result<(), PackError> {
    let at = stream.field;
    let scale = shape.checked_sub(shape::DECIMAL).and_then(|decimals| SCALES.get(decimals as usize));
    let known = match kind {
        FieldType::Number => shape == shape::TYPED || scale.is_some(),
        FieldType::Codes => shape >= shape::LIST,
        _ => shape == shape::TYPED,
    };
    if !known {
        return Err(PackError::Damaged);
    }
    let code =
        |stream: &mut Stream<'_>| stream.codes.get(stream.numbers.size()?).copied().ok_or(PackError::Damaged);
    match kind {
        FieldType::Id => {
            let begins = stream.numbers.size()?;
            if !last_id.is_char_boundary(begins) {
                return Err(PackError::Damaged);
            }
            last_id.truncate(begins);
            last_id.push_str(stream.text()?);
            table.draft.row.push(at as u8);
            table.draft.id.push_str(last_id);
        }
        FieldType::Link => put_link(table, at, stream.text()?),
        FieldType::Text => {
            table.draft.row.push(at as u8);
            write_text(&mut table.draft.row, stream.text()?);
        }
        FieldType::LongText => {
            let draft = &mut table.draft;
            draft.packed.clear();
            pack(stream.text()?, &mut draft.packed);
            draft.row.push(at as u8);
            write_bytes(&mut draft.row, &draft.packed);
        }
        FieldType::Code => put_code(table, at, code(stream)?),
        FieldType::Codes => {
            let draft = &mut table.draft;
            let count = match shape {
                shape::LONG_LIST => stream.numbers.size()?,
                shape => usize::from(shape - shape::LIST),
            };
            if count > stream.numbers.left() {
                return Err(PackError::Damaged);
            }
            draft.row.push(at as u8);
            write_varint(&mut draft.row, count as u64);
            let start = draft.codes.len();
            for _ in 0..count {
                let code = code(stream)?;
                draft.codes.push(code);
                write_varint(&mut draft.row, u64::from(code));
            }
            draft.cells[at] = Cell::Codes(start, draft.codes.len());
        }
        FieldType::Date => put_day(table, at, unzigzag(stream.numbers.number()?))?,
        FieldType::Number => {
            let number = match scale {
                Some(scale) => unzigzag(stream.numbers.number()?) as f64 / scale,
                None => stream.numbers.float()?,
            };
            put_number(table, at, number)?;
        }
    }
    Ok(())
}

fn put_shared(table: &mut Table, at: usize, value: &Stored<'_>) -> Result<(), PackError> {
    match value {
        Stored::Text(bytes) | Stored::Packed(bytes) => {
            table.draft.row.push(at as u8);
            write_bytes(&mut table.draft.row, bytes);
        }
        Stored::Code(number, _) => put_code(table, at, *number),
        Stored::Date(day) => put_day(table, at, *day)?,
        Stored::Number(number) => put_number(table, at, *number)?,
        Stored::Codes(_) | Stored::Raw(_) => return Err(PackError::Damaged),
    }
    Ok(())
}

fn put_link(table: &mut Table, at: usize, text: &str) {
    let row = &mut table.draft.row;
    row.push(at as u8);
    write_text(row, text);
    table.draft.cells[at] = Cell::Link(row.len() - text.len(), row.len());
}

fn put_code(table: &mut Table, at: usize, code: u32) {
    table.draft.row.push(at as u8);
    write_varint(&mut table.draft.row, u64::from(code));
    table.draft.cells[at] = Cell::Code(code);
}

fn put_day(table: &mut Table, at: usize, day: i64) -> Result<(), PackError> {
    if !DAYS.contains(&day) {
        return Err(PackError::Damaged);
    }
    table.draft.row.push(at as u8);
    write_varint(&mut table.draft.row, zigzag(day));
    table.draft.cells[at] = Cell::Day(day as i32);
    Ok(())
}

fn put_number(table: &mut Table, at: usize, number: f64) -> Result<(), PackError> {
    if !number.is_finite() {
        return Err(PackError::Damaged);
    }
    table.draft.row.push(at as u8);
    table.draft.row.extend_from_slice(&number.to_le_bytes());
    table.draft.cells[at] = Cell::Number(number);
    Ok(())
}

//! Whole records, compactly, for showing them again.
//!
//! A row holds the fields that aren't null (of the id only that there is one), each after a tag: the field's number in its schema, or that number +
//! [`RAW`] for a value of another type than the schema's, or [`EXTRA`] for a field that the schema doesn't know. Rows
//! lie one after the other in segments, so that memory grows without ever being copied.

use super::dictionary::Dictionary;
use super::packing::unpack;
use crate::buffers::Strings;
use crate::schema::{Field, FieldType};
use chrono::NaiveDate;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::ops::RangeInclusive;

/// Added to a field's number: what follows is the published JSON.
pub(super) const RAW: u8 = 64;
/// A field unknown to the schema: key and published JSON follow.
pub(super) const EXTRA: u8 = 128;
/// The end of a row.
pub(super) const END: u8 = 255;

/// Bytes of the first segment, and of the largest.
const SEGMENT: RangeInclusive<usize> = 1 << 20..=8 << 20;
/// Bytes by which memory grows at least once there is much in it: each growth costs a browser milliseconds.
const STRIDE: usize = 64 << 20;

/// Where a row begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowAt {
    segment: u32,
    offset: u32,
}

/// The records of one file.
#[derive(Debug)]
pub struct Records {
    fields: &'static [Field],
    segments: Vec<Vec<u8>>,
    /// How many of them are as large as can be.
    large: usize,
    rows: Vec<RowAt>,
    ids: Strings,
    /// Of each record, the fields that aren't at hand, a bit each. Empty where everything is.
    lacking: Vec<u64>,
}

impl Records {
    /// No record yet, of these fields.
    pub(super) fn new(fields: &'static [Field]) -> Self {
        Self {
            fields,
            segments: Vec::new(),
            large: 0,
            rows: Vec::new(),
            ids: Strings::default(),
            lacking: Vec::new(),
        }
    }

    /// Adds a record; `id` is empty when it has none.
    pub(super) fn push(&mut self, id: &str, row: &[u8]) {
        self.ids.push(id);
        let room = self.segments.last().is_some_and(|last| last.capacity() - last.len() >= row.len());
        if !room {
            let next =
                (2 * self.segments.last().map_or(0, Vec::capacity)).clamp(*SEGMENT.start(), *SEGMENT.end());
            if next == *SEGMENT.end() {
                self.large += 1;
                if self.large % (STRIDE / SEGMENT.end()) == 1 {
                    // Free at once, and taken again by this segment and those after it.
                    drop(Vec::<u8>::with_capacity(STRIDE));
                }
            }
            self.segments.push(Vec::with_capacity(next.max(row.len())));
        }
        let segment = self.segments.len() as u32 - 1;
        if let Some(last) = self.segments.last_mut() {
            self.rows.push(RowAt { segment, offset: last.len() as u32 });
            last.extend_from_slice(row);
        }
    }

    /// Renumbers: record `i` is then what record `order[i]` was.
    pub(super) fn permute(&mut self, order: &[u32]) {
        self.rows = order.iter().map(|&number| self.rows[number as usize]).collect();
        self.ids = self.ids.permuted(order);
        if !self.lacking.is_empty() {
            self.lacking = order.iter().map(|&number| self.lacking[number as usize]).collect();
        }
    }

    /// Notes which fields of some records aren't at hand: of each its number, and a bit a field.
    pub(super) fn set_lacking(&mut self, lacking: impl Iterator<Item = (u32, u64)>) {
        self.lacking = vec![0; self.rows.len()];
        for (number, fields) in lacking {
            self.lacking[number as usize] = fields;
        }
    }

    /// Whether a record can be shown: its id is there, and all but its long texts.
    pub(super) fn can_be_shown(&self, number: u32) -> bool {
        self.lacking.get(number as usize) != Some(&u64::MAX)
    }

    /// The ids of all records; empty for one without.
    pub(crate) fn ids(&self) -> &Strings {
        &self.ids
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Fields of these records.
    pub(super) fn fields(&self) -> &'static [Field] {
        self.fields
    }

    /// A record by its number.
    ///
    /// # Panics
    /// When there is none.
    pub fn get<'a>(&'a self, dictionary: &'a Dictionary, number: u32) -> Record<'a> {
        let RowAt { segment, offset } = self.rows[number as usize];
        let row = &self.segments[segment as usize][offset as usize..];
        let lacking = self.lacking.get(number as usize).copied().unwrap_or(0);
        Record { fields: self.fields, dictionary, id: self.ids.get(number), row, lacking }
    }
}

/// A record, read from its row when it is asked.
///
/// Serializes as published: every field of schema v1 in the order of the published files, null when absent, then the
/// fields that the schema doesn't know. `date_maj` is `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    fields: &'static [Field],
    dictionary: &'a Dictionary,
    id: &'a str,
    row: &'a [u8],
    lacking: u64,
}

pub(super) enum Stored<'a> {
    /// UTF-8: looked at only when it is wanted.
    Text(&'a [u8]),
    Packed(&'a [u8]),
    /// Its number in the dictionary, and the text.
    Code(u32, &'a str),
    Codes(Codes<'a>),
    Date(i64),
    Number(f64),
    Raw(&'a str),
}

/// A list of codes, each in turn.
#[derive(Clone)]
pub(crate) struct Codes<'a> {
    left: u64,
    row: Reader<'a>,
    dictionary: &'a Dictionary,
}

impl<'a> Iterator for Codes<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        self.left = self.left.checked_sub(1)?;
        self.row.varint().map(|number| self.dictionary.text(number as u32))
    }
}

impl Codes<'_> {
    /// Their numbers in the dictionary.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> {
        let mut row = self.row.clone();
        (0..self.left).map_while(move |_| row.varint().map(|number| number as u32))
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.left == 0
    }
}

/// What a field states, as it is stored.
pub(crate) enum Stated<'a> {
    /// The UTF-8 of a text.
    Text(&'a [u8]),
    /// A text that many records share.
    Code(&'a str),
    /// A list, perhaps empty.
    Codes(Codes<'a>),
    /// A date, a number, a long text.
    Other,
}

impl<'a> Record<'a> {
    /// Its id; empty when it has none.
    pub(crate) fn id(&self) -> &'a str {
        self.id
    }

    /// The fields that state something of their type: where each is in the schema, and what.
    pub(crate) fn stated(self) -> impl Iterator<Item = (usize, Stated<'a>)> {
        self.members().filter_map(|(member, value)| {
            let Member::Known(at) = member else { return None };
            let stated = match value {
                Stored::Text(bytes) => Stated::Text(bytes),
                Stored::Code(_, text) => Stated::Code(text),
                Stored::Codes(codes) => Stated::Codes(codes),
                Stored::Date(_) | Stored::Number(_) | Stored::Packed(_) => Stated::Other,
                Stored::Raw(_) => return None,
            };
            Some((at, stated))
        })
    }

    /// A field's text: `None` when it is null, absent or no text.
    pub fn text(&self, field: &str) -> Option<Cow<'a, str>> {
        let [text] = self.texts([self.field(field)]);
        text
    }

    /// A field's list of codes; empty when it is null, absent or no list. A single code counts as a list of one.
    pub fn codes(&self, field: &str) -> Vec<&'a str> {
        let Some(wanted) = self.fields.iter().position(|known| known.name == field) else {
            return Vec::new();
        };
        let value = self.members().find(|(member, _)| matches!(member, Member::Known(at) if *at == wanted));
        match value {
            Some((_, Stored::Codes(codes))) => codes.collect(),
            Some((_, Stored::Code(_, text))) => vec![text],
            _ => Vec::new(),
        }
    }

    /// Several fields' texts at once, in the order asked: as [`Self::text`] one by one, but in a single pass.
    pub(crate) fn texts<const N: usize>(&self, wanted: [usize; N]) -> [Option<Cow<'a, str>>; N] {
        let mut found = [const { None }; N];
        let mut left = N;
        for (member, value) in self.members() {
            if let Member::Known(at) = member
                && let Some(place) = wanted.iter().position(|&wanted| wanted == at)
            {
                found[place] = match value {
                    Stored::Code(_, text) => Some(Cow::Borrowed(text)),
                    Stored::Text(bytes) => Some(as_text(bytes)),
                    Stored::Packed(packed) => Some(Cow::Owned(unpack(packed))),
                    _ => None,
                };
                left -= 1;
                if left == 0 {
                    break;
                }
            }
        }
        found
    }

    /// Where in the schema a field of these records is.
    pub(crate) fn field(&self, name: &str) -> usize {
        self.fields.iter().position(|known| known.name == name).unwrap_or(usize::MAX)
    }

    #[inline]
    pub(super) fn members(self) -> impl Iterator<Item = (Member<'a>, Stored<'a>)> {
        let mut row = Reader { bytes: self.row };
        std::iter::from_fn(move || {
            let tag = row.byte()?;
            match tag {
                END => None,
                EXTRA => Some((Member::Extra(row.text()?), Stored::Raw(row.text()?))),
                RAW..EXTRA => Some((Member::Known((tag - RAW) as usize), Stored::Raw(row.text()?))),
                _ => {
                    let field = self.fields.get(tag as usize)?;
                    let value = match field.kind {
                        FieldType::Id => Stored::Text(self.id.as_bytes()),
                        FieldType::Link | FieldType::Text => Stored::Text(row.counted()?),
                        FieldType::LongText => Stored::Packed(row.counted()?),
                        FieldType::Code => {
                            let number = row.varint()? as u32;
                            Stored::Code(number, self.dictionary.text(number))
                        }
                        FieldType::Date => Stored::Date(unzigzag(row.varint()?)),
                        FieldType::Number => Stored::Number(row.number()?),
                        FieldType::Codes => {
                            let left = row.varint()?;
                            let codes = Codes { left, row: row.clone(), dictionary: self.dictionary };
                            for _ in 0..left {
                                row.varint()?;
                            }
                            Stored::Codes(codes)
                        }
                    };
                    Some((Member::Known(tag as usize), value))
                }
            }
        })
    }

    /// Writes the record's members into a map that may have others.
    pub(crate) fn serialize_into<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let mut known: [Option<Stored<'a>>; 64] = [const { None }; 64];
        for (member, value) in self.members() {
            if let Member::Known(at) = member {
                known[at] = Some(value);
            }
        }
        // What isn't at hand isn't null.
        for (at, (field, value)) in self.fields.iter().zip(&known).enumerate() {
            if self.lacking >> at & 1 == 0 {
                map.serialize_entry(field.name, value)?;
            }
        }
        for (member, value) in self.members() {
            if let Member::Extra(key) = member {
                map.serialize_entry(key, &value)?;
            }
        }
        Ok(())
    }
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.serialize_into(&mut map)?;
        map.end()
    }
}

/// Which member of a record.
pub(super) enum Member<'a> {
    Known(usize),
    Extra(&'a str),
}

impl Serialize for Stored<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Stored::Code(_, text) => serializer.serialize_str(text),
            Stored::Text(bytes) => serializer.serialize_str(&as_text(bytes)),
            Stored::Packed(packed) => serializer.serialize_str(&unpack(packed)),
            Stored::Number(number) => serializer.serialize_f64(*number),
            Stored::Date(days) => {
                let date = i32::try_from(*days).ok().and_then(NaiveDate::from_epoch_days);
                serializer.collect_str(&date.ok_or_else(|| serde::ser::Error::custom("no date"))?)
            }
            Stored::Codes(codes) => {
                let mut list = serializer.serialize_seq(Some(codes.left as usize))?;
                for text in codes.clone() {
                    list.serialize_element(text)?;
                }
                list.end()
            }
            Stored::Raw(json) => serde_json::from_str::<&RawValue>(json)
                .map_err(serde::ser::Error::custom)?
                .serialize(serializer),
        }
    }
}

/// Bytes that were a text when they were written.
fn as_text(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// Reads a row. `None` means that it ended, which a row's own end mark comes before.
#[derive(Clone)]
pub(super) struct Reader<'a> {
    pub(super) bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(byte)
    }

    pub(super) fn varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    pub(super) fn counted(&mut self) -> Option<&'a [u8]> {
        let length = self.varint()? as usize;
        let (bytes, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(bytes)
    }

    fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.counted()?).ok()
    }

    pub(super) fn number(&mut self) -> Option<f64> {
        let (number, rest) = self.bytes.split_first_chunk()?;
        self.bytes = rest;
        Some(f64::from_le_bytes(*number))
    }
}

/// Appends a number in as few bytes as it needs, seven bits each.
pub(super) fn write_varint(row: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        row.push(value as u8 | 0x80);
        value >>= 7;
    }
    row.push(value as u8);
}

/// Appends a text after its length.
pub(super) fn write_text(row: &mut Vec<u8>, text: &str) {
    write_bytes(row, text.as_bytes());
}

/// Appends bytes after their number.
pub(super) fn write_bytes(row: &mut Vec<u8>, bytes: &[u8]) {
    write_varint(row, bytes.len() as u64);
    row.extend_from_slice(bytes);
}

/// Small numbers of either sign as small numbers.
pub(super) fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

pub(super) fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_either_sign_survive_a_row() {
        for value in [0, 1, -1, 300, -300, i64::MAX, i64::MIN] {
            let mut row = Vec::new();
            write_varint(&mut row, zigzag(value));
            assert_eq!(Reader { bytes: &row }.varint().map(unzigzag), Some(value));
        }
    }
}

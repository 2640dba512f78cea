//! The outside of every binary file of a pack: what it is, its version, its checksum, its sections.
//!
//! 32 bytes come first: [`MAGIC`], major and minor version, kind, five zeroes, then two numbers of eight bytes, little
//! end first: the length of what follows and its XXH64 (seed 0). Then sections, one behind the other: a byte that tells which,
//! four bytes of length, the bytes. A reader passes over sections that it doesn't know: a minor version may add some.

use super::PackError;
use crate::buffers::Strings;
use crate::dataset::records::{Reader, write_varint};
use twox_hash::XxHash64;

/// The first bytes of every file.
const MAGIC: &[u8; 8] = b"IATLPACK";
/// Files of another major version are refused.
pub(super) const MAJOR: u8 = 1;
const MINOR: u8 = 1;
const HEADER: usize = 32;

/// What a file of a pack holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Every record, whole.
    Whole = 1,
    /// Some services and their structures, but for long texts.
    Shard = 2,
    /// The long texts of a shard, in its order.
    Texts = 3,
    /// Of services that may be had anywhere, what filters and counts need.
    Columns = 4,
    /// In which shards a record is, by its id.
    Lookup = 5,
}

/// Which section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Dictionary = 1,
    Structures = 2,
    Services = 3,
    /// `_cluster_id` of the structures.
    Clusters = 4,
    /// The structure of each service.
    Links = 5,
    /// The place of each structure among all.
    StructureRanks = 6,
    /// The place of each service among all.
    ServiceRanks = 7,
    /// The score of each structure.
    Scores = 8,
    /// Of each service whether it has a position, and whether in a commune.
    Placed = 9,
    /// Hashes of ids, and shards.
    Ids = 10,
}

/// What stands for a file's content in its name and in the manifest.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    XxHash64::oneshot(0, bytes)
}

/// A file on its way to be written.
#[derive(Debug)]
pub(super) struct Writer {
    kind: Kind,
    bytes: Vec<u8>,
}

impl Writer {
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, bytes: vec![0; HEADER] }
    }

    pub(super) fn section(&mut self, tag: Tag, content: &[u8]) {
        self.bytes.push(tag as u8);
        self.bytes.extend_from_slice(&(content.len() as u32).to_le_bytes());
        self.bytes.extend_from_slice(content);
    }

    pub(super) fn finish(self) -> Vec<u8> {
        let Self { kind, mut bytes } = self;
        let content = &bytes[HEADER..];
        let (length, sum) = (content.len() as u64, checksum(content));
        bytes[..8].copy_from_slice(MAGIC);
        bytes[8..11].copy_from_slice(&[MAJOR, MINOR, kind as u8]);
        bytes[16..24].copy_from_slice(&length.to_le_bytes());
        bytes[24..32].copy_from_slice(&sum.to_le_bytes());
        bytes
    }
}

/// The sections of a file whose outside is sound.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sections<'a> {
    content: &'a [u8],
}

impl<'a> Sections<'a> {
    pub(super) fn of(bytes: &'a [u8], kind: Kind) -> Result<Self, PackError> {
        let known = bytes.len().min(MAGIC.len());
        if bytes[..known] != MAGIC[..known] {
            return Err(PackError::NotAPack);
        }
        let (header, content) = bytes.split_first_chunk::<HEADER>().ok_or(PackError::Short)?;
        match header[8] {
            MAJOR => {}
            major if major > MAJOR => return Err(PackError::Newer { major }),
            major => return Err(PackError::Older { major }),
        }
        if header[10] != kind as u8 {
            return Err(PackError::OtherKind);
        }
        let number = |at: usize| header[at..].first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
        let (length, sum) = (number(16), number(24));
        if (content.len() as u64) < length {
            return Err(PackError::Short);
        }
        if content.len() as u64 != length || checksum(content) != sum {
            return Err(PackError::Checksum);
        }
        Ok(Self { content })
    }

    /// A section that must be there.
    pub(super) fn get(&self, tag: Tag) -> Result<Bytes<'a>, PackError> {
        let mut rest = self.content;
        while let Some((&[found, a, b, c, d], after)) = rest.split_first_chunk::<5>() {
            let length = u32::from_le_bytes([a, b, c, d]) as usize;
            let (section, after) = after.split_at_checked(length).ok_or(PackError::Damaged)?;
            if found == tag as u8 {
                return Ok(Bytes(Reader { bytes: section }));
            }
            rest = after;
        }
        Err(PackError::Damaged)
    }
}

/// Bytes of a section while they are read.
#[derive(Clone)]
pub(super) struct Bytes<'a>(Reader<'a>);

impl<'a> Bytes<'a> {
    #[inline]
    pub(super) fn number(&mut self) -> Result<u64, PackError> {
        self.0.varint().ok_or(PackError::Damaged)
    }

    /// A number that something in memory is counted or told by.
    #[inline]
    pub(super) fn size(&mut self) -> Result<usize, PackError> {
        self.number().and_then(|number| usize::try_from(number).map_err(|_| PackError::Damaged))
    }

    pub(super) fn float(&mut self) -> Result<f64, PackError> {
        self.0.number().ok_or(PackError::Damaged)
    }

    /// Bytes after their number.
    pub(super) fn bytes(&mut self) -> Result<&'a [u8], PackError> {
        self.0.counted().ok_or(PackError::Damaged)
    }

    /// The same, when they are to be read on.
    pub(super) fn part(&mut self) -> Result<Bytes<'a>, PackError> {
        self.bytes().map(|bytes| Bytes(Reader { bytes }))
    }

    pub(super) fn text(&mut self) -> Result<&'a str, PackError> {
        simdutf8::basic::from_utf8(self.bytes()?).map_err(|_| PackError::Damaged)
    }

    /// Refuses bytes that nothing has asked for.
    pub(super) fn end(&self) -> Result<(), PackError> {
        if self.0.bytes.is_empty() { Ok(()) } else { Err(PackError::Damaged) }
    }

    /// All that is left.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.0.bytes
    }

    /// How many bytes are left: no more than so many things of a byte or more can follow.
    pub(super) fn left(&self) -> usize {
        self.0.bytes.len()
    }
}

/// Appends texts: how many, their lengths, then all of them.
pub(super) fn write_texts<'a>(into: &mut Vec<u8>, texts: impl ExactSizeIterator<Item = &'a str> + Clone) {
    write_varint(into, texts.len() as u64);
    let mut lengths = Vec::new();
    texts.clone().for_each(|text| write_varint(&mut lengths, text.len() as u64));
    into.extend_from_slice(&lengths);
    let length: usize = texts.clone().map(str::len).sum();
    write_varint(into, length as u64);
    texts.for_each(|text| into.extend_from_slice(text.as_bytes()));
}

pub(super) fn read_texts(bytes: &mut Bytes<'_>) -> Result<Strings, PackError> {
    let count = bytes.size()?;
    let mut ends = Vec::with_capacity(count.min(bytes.left()));
    let mut end = 0usize;
    for _ in 0..count {
        end = end.checked_add(bytes.size()?).ok_or(PackError::Damaged)?;
        ends.push(end);
    }
    let all = bytes.text()?;
    let mut texts = Strings::default();
    let mut start = 0;
    for end in ends {
        texts.push(all.get(start..end).ok_or(PackError::Damaged)?);
        start = end;
    }
    if start == all.len() { Ok(texts) } else { Err(PackError::Damaged) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Vec<u8> {
        let mut writer = Writer::new(Kind::Whole);
        writer.section(Tag::Links, b"abc");
        writer.finish()
    }

    fn refusal(bytes: &[u8]) -> PackError {
        Sections::of(bytes, Kind::Whole).expect_err("a refusal")
    }

    #[test]
    fn what_is_no_sound_file_is_told_apart() {
        let sound = file();
        assert!(Sections::of(&sound, Kind::Whole).is_ok());
        assert_eq!(refusal(b"<!doctype html><html>"), PackError::NotAPack);
        assert_eq!(refusal(b""), PackError::Short);
        for length in [4, 20, HEADER, sound.len() - 1] {
            assert_eq!(refusal(&sound[..length]), PackError::Short, "{length}");
        }
        let changed = |at: usize, value: u8| {
            let mut bytes = sound.clone();
            bytes[at] = value;
            refusal(&bytes)
        };
        assert_eq!(changed(8, MAJOR + 1), PackError::Newer { major: MAJOR + 1 });
        assert_eq!(changed(8, 0), PackError::Older { major: 0 });
        assert_eq!(changed(10, 99), PackError::OtherKind);
        assert_eq!(changed(HEADER + 6, b'x'), PackError::Checksum);
        assert_eq!(refusal(&[&sound[..], b"more"].concat()), PackError::Checksum);
    }

    #[test]
    fn a_newer_minor_version_and_its_sections_are_passed_over() {
        let mut writer = Writer::new(Kind::Whole);
        writer.bytes.extend_from_slice(&[200, 2, 0, 0, 0, 1, 2]);
        writer.section(Tag::Links, &[3, b'a', b'b', b'c']);
        let mut bytes = writer.finish();
        bytes[9] = MINOR + 1;
        let sections = Sections::of(&bytes, Kind::Whole).expect("sound");
        assert_eq!(sections.get(Tag::Links).and_then(|mut section| section.text()), Ok("abc"));
        assert_eq!(sections.get(Tag::Services).err(), Some(PackError::Damaged));
    }

    #[test]
    fn texts_come_back() {
        let mut bytes = Vec::new();
        write_texts(&mut bytes, ["", "é", "abc"].into_iter());
        let read = read_texts(&mut Bytes(Reader { bytes: &bytes })).expect("texts");
        assert_eq!((0..3).map(|at| read.get(at)).collect::<Vec<_>>(), ["", "é", "abc"]);
    }
}

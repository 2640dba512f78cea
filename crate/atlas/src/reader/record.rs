//! One JSON record as bytes, and who takes records.

use super::position::characters;
use super::{Position, ReadError, ReadErrorKind};

/// The bytes of one record, from `{` to its `}`, not checked any further. Readers that hand over values of any kind have
/// checked those that aren't objects.
#[derive(Clone, Copy, Debug)]
pub struct RawRecord<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// Where the record begins.
    pub position: Position,
}

impl RawRecord<'_> {
    /// The place at `offset` bytes after the beginning of the record.
    pub fn place(&self, offset: usize) -> Position {
        let before = &self.bytes[..offset.min(self.bytes.len())];
        let mut position = self.position;
        position.byte += offset as u64;
        position.line += memchr::memchr_iter(b'\n', before).count() as u64;
        position.column = match memchr::memrchr(b'\n', before) {
            Some(newline) => characters(&before[newline..]),
            None => position.column + characters(before),
        };
        position
    }

    /// An error at `offset` bytes after the beginning of the record.
    pub fn error(&self, kind: ReadErrorKind, offset: usize) -> ReadError {
        ReadError { kind, position: self.place(offset) }
    }
}

/// What is done with the records of a file.
pub trait TakeRecords {
    /// Takes the record that `text` begins with, if it is all there and nothing is wrong in it; `text` may go on after it.
    /// A record that isn't taken comes again, by itself, to [`take`](Self::take).
    fn take_ahead(&mut self, text: &str) -> Option<Taken>;

    /// Takes one record.
    ///
    /// # Errors
    /// What is wrong in it.
    fn take(&mut self, record: RawRecord<'_>) -> Result<(), ReadError>;
}

/// How far a record went that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its bytes.
    pub bytes: usize,
    /// Line feeds in it.
    pub lines: u64,
    /// Bytes from its beginning to after the last line feed in it.
    pub line_start: usize,
}

/// A function takes records one by one.
impl<F: FnMut(RawRecord<'_>) -> Result<(), ReadError>> TakeRecords for F {
    fn take_ahead(&mut self, _: &str) -> Option<Taken> {
        None
    }

    fn take(&mut self, record: RawRecord<'_>) -> Result<(), ReadError> {
        self(record)
    }
}

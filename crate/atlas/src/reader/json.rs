//! Cuts an array of objects into records, whatever the chunks it arrives in.

use super::{Position, ReadError, ReadErrorKind};

/// Brackets may nest this deep inside the array. Records of every known schema need two levels.
pub const MAX_DEPTH: u32 = 64;

/// A record may be this long, in bytes. The schema's own limits add up to less than 100 kB.
pub const MAX_RECORD_BYTES: usize = 4 << 20;

/// The bytes of one record, from `{` to its `}`, not checked any further.
#[derive(Clone, Copy, Debug)]
pub struct RawRecord<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// Where the record begins.
    pub position: Position,
}

impl RawRecord<'_> {
    /// An error at `offset` bytes after the beginning of the record.
    pub fn error(&self, kind: ReadErrorKind, offset: usize) -> ReadError {
        let mut position = self.position;
        position.byte += offset as u64;
        let before = &self.bytes[..offset.min(self.bytes.len())];
        position.line += memchr::memchr_iter(b'\n', before).count() as u64;
        position.column = match memchr::memrchr(b'\n', before) {
            Some(newline) => (offset - newline) as u64,
            None => position.column + offset as u64,
        };
        ReadError { kind, position }
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before `[`.
    Start,
    /// After `[`: a record or `]`.
    First,
    /// In a record.
    Record { depth: u32, text: Text },
    /// After a record: `,` or `]`.
    After,
    /// After `,`: a record.
    Next,
    /// After `]`.
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Text {
    Outside,
    Inside,
    /// Inside, after a backslash.
    Escape,
}

/// Reads a JSON array of objects from chunks cut anywhere, one record at a time.
///
/// Holds no more than the part of one record that has come ([`MAX_RECORD_BYTES`] at most). Works in linear time
/// whatever the chunks: no byte is looked at twice. Once [`push`](Self::push) has failed, it fails alike for ever.
///
/// ```
/// use atlas::reader::JsonRecords;
///
/// let mut records = JsonRecords::new();
/// let mut seen = Vec::new();
/// for chunk in ["[{\"nom\":\"É", "picerie\"},{", "}]"] {
///     let take = |record: atlas::reader::RawRecord<'_>| Ok(seen.push(record.bytes.to_vec()));
///     records.push(chunk.as_bytes(), &mut { take }).unwrap();
/// }
/// assert_eq!(records.finish().unwrap(), 2);
/// assert_eq!(seen, ["{\"nom\":\"Épicerie\"}".as_bytes(), b"{}"]);
/// ```
#[derive(Debug)]
pub struct JsonRecords {
    state: State,
    carry: Vec<u8>,
    /// Bytes before the current chunk.
    byte: u64,
    line: u64,
    /// Offset of the first byte of the current line.
    line_start: u64,
    records: u64,
    /// Where the record in progress begins.
    start: Position,
    failed: Option<ReadError>,
}

impl Default for JsonRecords {
    fn default() -> Self {
        Self::new()
    }
}

impl JsonRecords {
    /// A reader at the beginning of a file.
    pub fn new() -> Self {
        Self {
            state: State::Start,
            carry: Vec::new(),
            byte: 0,
            line: 1,
            line_start: 0,
            records: 0,
            start: Position { byte: 0, line: 1, column: 1, record: 0 },
            failed: None,
        }
    }

    /// Whole records read so far.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Reads a chunk, giving each record that it completes to `take`.
    ///
    /// # Errors
    /// The first fault of the file, or the first error of `take`.
    pub fn push(&mut self, chunk: &[u8], take: &mut impl TakeRecords) -> Result<(), ReadError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let result = self.read(chunk, take);
        self.byte += chunk.len() as u64;
        if let Err(error) = &result {
            self.failed = Some(error.clone());
            self.carry = Vec::new();
        }
        result
    }

    /// Ends the file; gives the number of records.
    ///
    /// # Errors
    /// [`ReadErrorKind::Empty`] or [`ReadErrorKind::Truncated`] when the array isn't closed, else the error that
    /// `push` gave.
    pub fn finish(self) -> Result<u64, ReadError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        match self.state {
            State::End => Ok(self.records),
            State::Start => Err(self.error(ReadErrorKind::Empty, 0)),
            _ => Err(self.error(ReadErrorKind::Truncated, 0)),
        }
    }

    fn position(&self, at: usize) -> Position {
        let byte = self.byte + at as u64;
        Position { byte, line: self.line, column: byte - self.line_start + 1, record: self.records }
    }

    fn error(&self, kind: ReadErrorKind, at: usize) -> ReadError {
        ReadError { kind, position: self.position(at) }
    }

    fn newline(&mut self, at: usize) {
        self.line += 1;
        self.line_start = self.byte + at as u64 + 1;
    }

    fn read(&mut self, chunk: &[u8], take: &mut impl TakeRecords) -> Result<(), ReadError> {
        use ReadErrorKind::*;
        let mut at = 0;
        // The rest of the chunk from the first whole record on, as far as it is UTF-8, and where it begins.
        let mut ahead: Option<(usize, &str)> = None;
        while at < chunk.len() {
            if let State::Record { depth, text } = self.state {
                // The rest of a record that an earlier chunk began.
                at = self.record(chunk, at, 0, depth, text, take)?;
                continue;
            }
            let byte = chunk[at];
            self.state = match (self.state, byte) {
                (_, b'\n') => {
                    self.newline(at);
                    self.state
                }
                (_, b' ' | b'\t' | b'\r') => self.state,
                (State::Start, b'[') => State::First,
                // A byte order mark, which may itself be cut.
                (State::Start, 0xEF | 0xBB | 0xBF)
                    if [0xEF, 0xBB, 0xBF].get((self.byte as usize).wrapping_add(at)) == Some(&byte) =>
                {
                    State::Start
                }
                (State::Start, _) => return Err(self.error(NotAnArray, at)),
                (State::First | State::Next, b'{') => {
                    self.start = self.position(at);
                    let (from, text) = *ahead.get_or_insert_with(|| (at, sound(&chunk[at..])));
                    let taken = text.get(at - from..).and_then(|text| take.take_ahead(text));
                    at = match taken.filter(|taken| taken.bytes <= MAX_RECORD_BYTES) {
                        Some(taken) => self.taken(at, taken),
                        None => self.record(chunk, at + 1, at, 1, Text::Outside, take)?,
                    };
                    continue;
                }
                (State::First | State::After, b']') => State::End,
                (State::After, b',') => State::Next,
                (State::First, b',') | (State::Next, b',' | b']') => return Err(self.error(Separator, at)),
                (State::First | State::Next, _) => return Err(self.error(NotAnObject, at)),
                (State::After, b'{') => return Err(self.error(Separator, at)),
                (State::After, _) => return Err(self.error(Syntax, at)),
                (State::End, _) => return Err(self.error(TrailingData, at)),
                (State::Record { .. }, _) => self.state,
            };
            at += 1;
        }
        Ok(())
    }

    /// Counts a record that was taken at `at`; gives the place after it.
    fn taken(&mut self, at: usize, taken: Taken) -> usize {
        if taken.lines > 0 {
            self.line += taken.lines;
            self.line_start = self.byte + (at + taken.line_start) as u64;
        }
        self.records += 1;
        self.state = State::After;
        at + taken.bytes
    }

    /// Goes on in a record from `at`; `from` is where its bytes begin in this chunk. Gives the place after it, or
    /// the end of the chunk.
    fn record(
        &mut self,
        chunk: &[u8],
        mut at: usize,
        from: usize,
        mut depth: u32,
        mut text: Text,
        take: &mut impl TakeRecords,
    ) -> Result<usize, ReadError> {
        while at < chunk.len() {
            match text {
                Text::Escape => {
                    at += 1;
                    text = Text::Inside;
                }
                Text::Inside => match memchr::memchr2(b'"', b'\\', &chunk[at..]) {
                    Some(offset) => {
                        at += offset;
                        text = if chunk[at] == b'"' { Text::Outside } else { Text::Escape };
                        at += 1;
                    }
                    None => at = chunk.len(),
                },
                Text::Outside => {
                    let byte = chunk[at];
                    match byte {
                        b'"' => text = Text::Inside,
                        b'{' | b'[' => {
                            depth += 1;
                            if depth > MAX_DEPTH {
                                return Err(self.error(ReadErrorKind::TooDeep, at));
                            }
                        }
                        b'}' | b']' => {
                            depth -= 1;
                            if depth == 0 {
                                self.complete(chunk, from, at + 1, take)?;
                                self.state = State::After;
                                return Ok(at + 1);
                            }
                        }
                        b'\n' => self.newline(at),
                        _ => {}
                    }
                    at += 1;
                }
            }
        }
        if self.carry.len() + chunk.len() - from > MAX_RECORD_BYTES {
            return Err(ReadError { kind: ReadErrorKind::TooLong, position: self.start });
        }
        self.carry.extend_from_slice(&chunk[from..]);
        self.state = State::Record { depth, text };
        Ok(chunk.len())
    }

    fn complete(
        &mut self,
        chunk: &[u8],
        from: usize,
        to: usize,
        take: &mut impl TakeRecords,
    ) -> Result<(), ReadError> {
        if self.carry.len() + to - from > MAX_RECORD_BYTES {
            return Err(ReadError { kind: ReadErrorKind::TooLong, position: self.start });
        }
        if self.carry.is_empty() {
            take.take(RawRecord { bytes: &chunk[from..to], position: self.start })?;
        } else {
            self.carry.extend_from_slice(&chunk[from..to]);
            take.take(RawRecord { bytes: &self.carry, position: self.start })?;
            self.carry.clear();
        }
        self.records += 1;
        Ok(())
    }
}

/// The beginning of some bytes, as far as it is UTF-8. A letter cut at the end doesn't count against the rest.
fn sound(bytes: &[u8]) -> &str {
    let lead = bytes.iter().rev().take(4).position(|byte| byte & 0xC0 != 0x80).map_or(0, |tail| tail + 1);
    let whole = &bytes[..bytes.len() - lead];
    match simdutf8::compat::from_utf8(whole) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    }
}

//! Cuts JSON into records, whatever the chunks it arrives in.

use super::geojson::properties;
use super::position::Places;
use super::{Fault, Position, RawRecord, ReadError, ReadErrorKind, TakeRecords, Taken, value};

/// Brackets may nest this deep in a record, its own included. Records of every known schema need two levels.
pub const MAX_DEPTH: u32 = 64;

/// A record may be this long, in bytes. The schema's own limits add up to less than 100 kB.
pub const MAX_RECORD_BYTES: usize = 4 << 20;

/// Where the records of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// In an array that may hold nothing but objects.
    Objects,
    /// In an array that may hold any value.
    Values,
    /// One after the other. A line that begins with `{` begins another, even where the one before isn't closed,
    /// unless that one asks for a value there.
    Lines,
    /// In the `features` of an object, each under `properties`.
    Features,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before `[`, or `{`, or the first of values without brackets around them.
    Start,
    /// After `[`: a record or `]`.
    First,
    /// In a record.
    Record(Scan),
    /// After a record: `,` or `]`.
    After,
    /// After `,`: a record.
    Next,
    /// After one of values without brackets around them: another or the end.
    Between,
    /// After the `{` of a file: a name or `}`.
    FirstMember,
    /// After `,` there: a name.
    NextMember,
    /// After a name there: `:`.
    Colon,
    /// After `:` there: a value.
    Member,
    /// After a value there: `,` or `}`.
    AfterMember,
    /// After the last bracket.
    End,
}

/// How far a value has been followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Scan {
    part: Part,
    depth: u32,
    text: Text,
    /// At the beginning of a line.
    line: bool,
    /// Which of the open brackets are `[`, the innermost as the lowest bit ([`MAX_DEPTH`] of them).
    arrays: u64,
    /// The last byte outside of texts that isn't blank.
    last: u8,
}

impl Scan {
    fn new(part: Part, first: u8) -> Self {
        let (depth, text) = match first {
            b'{' | b'[' => (1, Text::Outside),
            b'"' => (0, Text::Inside),
            _ => (0, Text::Bare),
        };
        Self { part, depth, text, line: false, arrays: u64::from(first == b'['), last: first }
    }

    /// Whether JSON may go on with an object here.
    fn awaits_object(&self) -> bool {
        self.text == Text::Outside && matches!((self.last, self.arrays & 1), (b':', _) | (b'[' | b',', 1))
    }
}

/// What a value is in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Record,
    /// A name of a member of the whole file.
    Name,
    /// A member of the whole file that holds no records.
    Aside,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Text {
    Outside,
    Inside,
    /// Inside, after a backslash.
    Escape,
    /// In a number or a word.
    Bare,
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
    shape: Shape,
    state: State,
    carry: Vec<u8>,
    places: Places,
    records: u64,
    /// Where the record in progress begins.
    start: Position,
    /// Whether the last name was `features`, and whether any was.
    features: (bool, bool),
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
        Self::of(Shape::Objects)
    }

    pub(super) fn of(shape: Shape) -> Self {
        Self {
            shape,
            state: State::Start,
            carry: Vec::new(),
            places: Places::new(),
            records: 0,
            start: Position { byte: 0, line: 1, column: 1, record: 0 },
            features: (false, false),
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
        self.places.end(chunk);
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
    pub fn finish(mut self) -> Result<u64, ReadError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        match self.state {
            State::End | State::Between => Ok(self.records),
            State::Start => Err(self.error(ReadErrorKind::Empty, &[], 0)),
            _ => Err(self.error(ReadErrorKind::Truncated, &[], 0)),
        }
    }

    /// Ends a file whose last record may have nothing after it that tells its end: a number, a word.
    pub(super) fn finish_into(mut self, take: &mut impl TakeRecords) -> Result<u64, ReadError> {
        if let (Shape::Lines, State::Record(scan @ Scan { text: Text::Bare, .. })) = (self.shape, self.state)
        {
            self.complete(&[], 0, 0, scan.part, take)?;
        }
        self.finish()
    }

    fn error(&mut self, kind: ReadErrorKind, chunk: &[u8], at: usize) -> ReadError {
        ReadError { kind, position: self.places.position(chunk, at, self.records) }
    }

    fn read(&mut self, chunk: &[u8], take: &mut impl TakeRecords) -> Result<(), ReadError> {
        use ReadErrorKind::*;
        let mut at = 0;
        // The rest of the chunk from the first whole record on, as far as it is UTF-8, and where it begins.
        let mut ahead: Option<(usize, &str)> = None;
        while at < chunk.len() {
            if let State::Record(scan) = self.state {
                // The rest of a record that an earlier chunk began.
                at = self.record(chunk, at, 0, scan, take)?;
                continue;
            }
            let byte = chunk[at];
            self.state = match (self.state, byte) {
                (_, b'\n') => {
                    self.places.newline(at);
                    self.state
                }
                (_, b' ' | b'\t' | b'\r') => self.state,
                // A byte order mark, which may itself be cut. It isn't a character of the line.
                (State::Start, 0xEF | 0xBB | 0xBF)
                    if BOM.get(self.places.byte(at) as usize) == Some(&byte) =>
                {
                    self.places.line_starts(at + 1);
                    State::Start
                }
                (State::Start, b'[') if matches!(self.shape, Shape::Objects | Shape::Values) => State::First,
                (State::Start, b'{') if self.shape == Shape::Features => State::FirstMember,
                (State::Start, _) if self.shape == Shape::Features => {
                    return Err(self.error(NotAFeatureCollection, chunk, at));
                }
                (State::Start, _) if self.shape != Shape::Lines => {
                    return Err(self.error(NotAnArray, chunk, at));
                }
                (State::Start | State::First | State::Next | State::Between, b'{')
                    if self.shape != Shape::Features =>
                {
                    let (from, text) = *ahead.get_or_insert_with(|| (at, sound(&chunk[at..])));
                    let taken = text.get(at - from..).and_then(|text| take.take_ahead(text));
                    at = match taken.filter(|taken| taken.bytes <= MAX_RECORD_BYTES) {
                        Some(taken) => self.taken(at, taken),
                        None => self.begin(chunk, at, Part::Record, take)?,
                    };
                    continue;
                }
                (State::First | State::After, b']') if self.shape == Shape::Features => State::AfterMember,
                (State::First | State::After, b']') => State::End,
                (State::After, b',') => State::Next,
                (State::First | State::Between | State::Start, b',') | (State::Next, b',' | b']') => {
                    return Err(self.error(Separator, chunk, at));
                }
                (State::First | State::Next, _) if self.shape == Shape::Objects => {
                    return Err(self.error(NotAnObject, chunk, at));
                }
                (State::First | State::Next | State::Between | State::Start, b']' | b'}' | b':') => {
                    return Err(self.error(Syntax, chunk, at));
                }
                (State::First | State::Next | State::Between | State::Start, _) => {
                    at = self.begin(chunk, at, Part::Record, take)?;
                    continue;
                }
                (State::After, b'{') => return Err(self.error(Separator, chunk, at)),
                (State::FirstMember | State::AfterMember, b'}') if self.features.1 => State::End,
                (State::FirstMember | State::AfterMember, b'}') => {
                    return Err(self.error(NotAFeatureCollection, chunk, at));
                }
                (State::FirstMember | State::NextMember, b'"') => {
                    at = self.begin(chunk, at, Part::Name, take)?;
                    continue;
                }
                (State::Colon, b':') => State::Member,
                (State::Member, b'[') if self.features.0 => State::First,
                (State::Member, _) if self.features.0 => {
                    return Err(self.error(NotAFeatureCollection, chunk, at));
                }
                (State::Member, b',' | b']' | b'}' | b':') => return Err(self.error(Syntax, chunk, at)),
                (State::Member, _) => {
                    at = self.begin(chunk, at, Part::Aside, take)?;
                    continue;
                }
                (State::AfterMember, b',') => State::NextMember,
                (State::AfterMember, b'"') => return Err(self.error(Separator, chunk, at)),
                (State::End, _) => return Err(self.error(TrailingData, chunk, at)),
                (
                    State::After
                    | State::FirstMember
                    | State::NextMember
                    | State::Colon
                    | State::AfterMember
                    | State::Record(_),
                    _,
                ) => return Err(self.error(Syntax, chunk, at)),
            };
            at += 1;
        }
        Ok(())
    }

    /// Counts a record that was taken at `at`; gives the place after it.
    fn taken(&mut self, at: usize, taken: Taken) -> usize {
        if taken.lines > 0 {
            self.places.lines(taken.lines, at + taken.line_start);
        }
        self.records += 1;
        self.state = self.after(Part::Record);
        at + taken.bytes
    }

    /// What comes after a value.
    fn after(&self, part: Part) -> State {
        match part {
            Part::Record if self.shape == Shape::Lines => State::Between,
            Part::Record => State::After,
            Part::Name => State::Colon,
            Part::Aside => State::AfterMember,
        }
    }

    /// Follows the value that begins at `at`. Gives the place after it, or the end of the chunk.
    fn begin(
        &mut self,
        chunk: &[u8],
        at: usize,
        part: Part,
        take: &mut impl TakeRecords,
    ) -> Result<usize, ReadError> {
        self.start = self.places.position(chunk, at, self.records);
        let scan = Scan::new(part, chunk[at]);
        let to = at + usize::from(scan.text != Text::Bare);
        self.record(chunk, to, at, scan, take)
    }

    /// Goes on in a value from `at`; `from` is where its bytes begin in this chunk. Gives the place after it, or
    /// the end of the chunk.
    fn record(
        &mut self,
        chunk: &[u8],
        mut at: usize,
        from: usize,
        mut scan: Scan,
        take: &mut impl TakeRecords,
    ) -> Result<usize, ReadError> {
        while at < chunk.len() {
            // A bracket or a quote is missing in the lines before: whoever reads the record will say so.
            if std::mem::take(&mut scan.line)
                && chunk[at] == b'{'
                && self.shape == Shape::Lines
                && !scan.awaits_object()
            {
                self.complete(chunk, from, at, scan.part, take)?;
                return Ok(at);
            }
            let ended = match scan.text {
                Text::Escape => {
                    at += usize::from(chunk[at] != b'\n');
                    scan.text = Text::Inside;
                    false
                }
                Text::Inside => match memchr::memchr3(b'"', b'\\', b'\n', &chunk[at..]) {
                    Some(offset) if chunk[at + offset] == b'\n' => {
                        at += offset + 1;
                        self.places.newline(at - 1);
                        scan.line = true;
                        false
                    }
                    Some(offset) => {
                        at += offset;
                        let closed = chunk[at] == b'"';
                        scan.text = if closed { Text::Outside } else { Text::Escape };
                        at += 1;
                        closed && scan.depth == 0
                    }
                    None => {
                        at = chunk.len();
                        false
                    }
                },
                Text::Outside => {
                    let byte = chunk[at];
                    at += 1;
                    if !byte.is_ascii_whitespace() {
                        scan.last = byte;
                    }
                    match byte {
                        b'"' => scan.text = Text::Inside,
                        b'{' | b'[' => {
                            scan.depth += 1;
                            scan.arrays = scan.arrays << 1 | u64::from(byte == b'[');
                            if scan.depth > MAX_DEPTH {
                                return Err(self.error(ReadErrorKind::TooDeep, chunk, at - 1));
                            }
                        }
                        b'}' | b']' => {
                            scan.depth -= 1;
                            scan.arrays >>= 1;
                        }
                        b'\n' => {
                            self.places.newline(at - 1);
                            scan.line = true;
                        }
                        _ => {}
                    }
                    scan.depth == 0
                }
                Text::Bare => {
                    let ends = matches!(
                        chunk[at],
                        b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' | b'"' | b'[' | b']' | b'{' | b'}'
                    );
                    at += usize::from(!ends);
                    ends
                }
            };
            if ended {
                self.complete(chunk, from, at, scan.part, take)?;
                return Ok(at);
            }
        }
        if self.carry.len() + chunk.len() - from > MAX_RECORD_BYTES {
            return Err(ReadError { kind: ReadErrorKind::TooLong, position: self.start });
        }
        self.carry.extend_from_slice(&chunk[from..]);
        self.state = State::Record(scan);
        Ok(chunk.len())
    }

    fn complete(
        &mut self,
        chunk: &[u8],
        from: usize,
        to: usize,
        part: Part,
        take: &mut impl TakeRecords,
    ) -> Result<(), ReadError> {
        if self.carry.len() + to - from > MAX_RECORD_BYTES {
            return Err(ReadError { kind: ReadErrorKind::TooLong, position: self.start });
        }
        let mut carry = std::mem::take(&mut self.carry);
        let bytes = if carry.is_empty() {
            &chunk[from..to]
        } else {
            carry.extend_from_slice(&chunk[from..to]);
            &carry
        };
        // A record that isn't closed ends with its line.
        let bytes = bytes.trim_ascii_end();
        self.hand_over(RawRecord { bytes, position: self.start }, part, take)?;
        carry.clear();
        self.carry = carry;
        self.state = self.after(part);
        Ok(())
    }

    fn hand_over(
        &mut self,
        record: RawRecord<'_>,
        part: Part,
        take: &mut impl TakeRecords,
    ) -> Result<(), ReadError> {
        let check = || value(record.bytes).map_err(|Fault { kind, offset }| record.error(kind, offset));
        match part {
            Part::Record => {
                if record.bytes.first() != Some(&b'{') {
                    check()?;
                }
                if self.shape == Shape::Features {
                    take.take(properties(record)?)?;
                } else {
                    take.take(record)?;
                }
                self.records += 1;
            }
            Part::Name => {
                check()?;
                self.features.0 = record.bytes == b"\"features\"";
                self.features.1 |= self.features.0;
            }
            Part::Aside => {
                check()?;
            }
        }
        Ok(())
    }
}

/// The byte order mark of UTF-8.
pub(super) const BOM: [u8; 3] = [0xEF, 0xBB, 0xBF];

/// The beginning of some bytes, as far as it is UTF-8. A letter cut at the end doesn't count against the rest.
fn sound(bytes: &[u8]) -> &str {
    let lead = bytes.iter().rev().take(4).position(|byte| byte & 0xC0 != 0x80).map_or(0, |tail| tail + 1);
    let whole = &bytes[..bytes.len() - lead];
    match simdutf8::compat::from_utf8(whole) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    }
}

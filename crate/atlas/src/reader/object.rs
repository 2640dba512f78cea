//! Reads one record strictly, without copying.

use super::{MAX_DEPTH, ReadErrorKind};
use std::borrow::Cow;
use std::cell::Cell;
use wide::u8x16;

/// What is wrong in a record, and how many bytes after its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: ReadErrorKind,
    /// Offset in the record, in bytes.
    pub offset: usize,
}

/// A JSON string between its quotes, checked but not decoded.
#[derive(Clone, Copy, Debug)]
pub struct RawString<'a> {
    raw: &'a str,
    escaped: bool,
}

impl<'a> RawString<'a> {
    /// The text. Borrowed unless it has escapes.
    pub fn text(self) -> Cow<'a, str> {
        if !self.escaped {
            return Cow::Borrowed(self.raw);
        }
        let mut text = String::with_capacity(self.raw.len());
        self.decode_into(&mut text);
        Cow::Owned(text)
    }

    /// The text when it has no escapes: the usual case, and then free.
    pub fn plain(self) -> Option<&'a str> {
        (!self.escaped).then_some(self.raw)
    }

    /// Whether there is no character in it.
    pub fn is_empty(self) -> bool {
        self.raw.is_empty()
    }

    /// Calls `take` with the text. One with escapes is decoded into a buffer that is kept: nothing is allocated for each.
    ///
    /// ```
    /// use atlas::reader::{Value, members};
    ///
    /// let member = members(br#"{"site_web": "https:\/\/exemple.fr"}"#).unwrap().next().unwrap().unwrap();
    /// let Value::String(text) = member.value else { panic!() };
    /// assert!(text.with(|text| text == "https://exemple.fr"));
    /// ```
    pub fn with<R>(self, take: impl FnOnce(&str) -> R) -> R {
        thread_local! {
            static BUFFER: Cell<String> = const { Cell::new(String::new()) };
        }
        if let Some(plain) = self.plain() {
            return take(plain);
        }
        let mut buffer = BUFFER.take();
        buffer.clear();
        self.decode_into(&mut buffer);
        let result = take(&buffer);
        BUFFER.set(buffer);
        result
    }

    /// Appends the text to `text`.
    pub fn decode_into(self, text: &mut String) {
        let mut rest = self.raw;
        while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
            text.push_str(&rest[..at]);
            let escape = rest.as_bytes()[at + 1];
            rest = &rest[at + 2..];
            match escape {
                b'n' => text.push('\n'),
                b't' => text.push('\t'),
                b'r' => text.push('\r'),
                b'b' => text.push('\u{8}'),
                b'f' => text.push('\u{c}'),
                b'u' => {
                    let mut code = hex4(rest.as_bytes()).unwrap_or(0xFFFD);
                    rest = &rest[4..];
                    if (0xD800..0xDC00).contains(&code) {
                        let low = hex4(&rest.as_bytes()[2..]).unwrap_or(0xDC00);
                        rest = &rest[6..];
                        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                    }
                    text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                other => text.push(other as char),
            }
        }
        text.push_str(rest);
    }
}

/// A value of a record. Lists and objects are given as their JSON, checked.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as written.
    Number(&'a str),
    /// A string.
    String(RawString<'a>),
    /// `[…]`
    List(&'a str),
    /// `{…}`
    Object(&'a str),
}

impl<'a> Value<'a> {
    /// The items of a list; none for any other value.
    pub fn items(self) -> impl Iterator<Item = Value<'a>> {
        self.items_as_written().map(|(value, _)| value)
    }

    /// The items of a list, each also as it is written; none for any other value.
    pub fn items_as_written(self) -> impl Iterator<Item = (Value<'a>, &'a str)> {
        let list = if let Value::List(list) = self { list } else { "[]" };
        Items::new(list)
    }
}

/// Items of a checked list.
struct Items<'a> {
    cursor: Cursor<'a>,
}

impl<'a> Items<'a> {
    fn new(list: &'a str) -> Self {
        let mut cursor = Cursor::new(list);
        cursor.at = 1;
        cursor.space();
        Self { cursor }
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = (Value<'a>, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if matches!(self.cursor.peek(), Some(b']') | None) {
            return None;
        }
        let start = self.cursor.at;
        let value = self.cursor.value().ok()?;
        let json = &self.cursor.text[start..self.cursor.at];
        self.cursor.space();
        if self.cursor.peek() == Some(b',') {
            self.cursor.at += 1;
            self.cursor.space();
        }
        Some((value, json))
    }
}

/// A member of a record: a field and its value.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// The field's name.
    pub key: RawString<'a>,
    /// Its value.
    pub value: Value<'a>,
    /// The value as written.
    pub json: &'a str,
}

/// The members of a record, in the order of the file. See [`members`].
#[derive(Debug)]
pub struct Members<'a> {
    cursor: Cursor<'a>,
    first: bool,
    done: bool,
    /// Whether something may follow the record.
    open_ended: bool,
}

/// What a member is called.
#[derive(Clone, Copy, Debug)]
pub enum Key<'a> {
    /// As was expected.
    Expected,
    /// Something else.
    Other(RawString<'a>),
}

/// Reads the members of a record: `bytes` is an object from `{` to `}`.
///
/// Every member is checked in full when it is reached. Keys may repeat: the caller knows which it has seen.
///
/// # Errors
/// A [`Fault`] when the bytes aren't UTF-8; then, member by member, where they aren't JSON.
///
/// ```
/// use atlas::reader::{Value, members};
///
/// let mut found = members(br#"{"nom": "L\u0027Atelier", "siret": null}"#).unwrap();
/// let member = found.next().unwrap().unwrap();
/// assert_eq!(member.key.text(), "nom");
/// assert!(matches!(member.value, Value::String(text) if text.text() == "L'Atelier"));
/// ```
pub fn members(bytes: &[u8]) -> Result<Members<'_>, Fault> {
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => Ok(Members { open_ended: false, ..Members::ahead(text) }),
        Err(error) => Err(Fault { kind: ReadErrorKind::Utf8, offset: error.valid_up_to() }),
    }
}

/// Reads one value of any kind: `bytes` is all of it.
///
/// # Errors
/// A [`Fault`] where the bytes aren't UTF-8, or aren't one JSON value.
///
/// ```
/// use atlas::reader::{Value, value};
///
/// assert!(matches!(value(b"[1, 2]"), Ok(Value::List("[1, 2]"))));
/// assert_eq!(value(b"[1, 02]").unwrap_err().offset, 4);
/// ```
pub fn value(bytes: &[u8]) -> Result<Value<'_>, Fault> {
    let utf8 =
        |error: simdutf8::compat::Utf8Error| Fault { kind: ReadErrorKind::Utf8, offset: error.valid_up_to() };
    let mut cursor = Cursor::new(simdutf8::compat::from_utf8(bytes).map_err(utf8)?);
    let value = cursor.value()?;
    if cursor.at == bytes.len() { Ok(value) } else { Err(cursor.fault(ReadErrorKind::Syntax)) }
}

impl<'a> Members<'a> {
    /// The members of the record that a text begins with.
    pub fn ahead(text: &'a str) -> Self {
        let cursor = Cursor { depth: 1, ..Cursor::new(text) };
        Self { cursor, first: true, done: false, open_ended: true }
    }

    /// Offset in the record of the next byte to read: where the last member ended, or began to be wrong.
    pub fn offset(&self) -> usize {
        self.cursor.at
    }

    /// Line feeds so far, and the offset after the last of them.
    pub fn lines(&self) -> (u64, usize) {
        (self.cursor.lines, self.cursor.line_start)
    }

    /// Goes to the next member's value; gives its name, or nothing after the last. `expected` is what the name will most
    /// likely be, with its quotes and colon: comparing is quicker than reading.
    ///
    /// # Errors
    /// A [`Fault`] where there is neither a name nor the end.
    pub fn next_key(&mut self, expected: &str) -> Result<Option<Key<'a>>, Fault> {
        let cursor = &mut self.cursor;
        let closing = if self.first {
            self.first = false;
            cursor.expect(b'{')?;
            cursor.space();
            cursor.peek() == Some(b'}')
        } else {
            cursor.space();
            match cursor.peek() {
                Some(b',') => cursor.at += 1,
                Some(b'}') => {}
                _ => return Err(cursor.fault(ReadErrorKind::Syntax)),
            }
            let closing = cursor.bytes[cursor.at - 1] != b',';
            cursor.space();
            closing
        };
        if closing {
            self.done = true;
            return cursor.close(self.open_ended).map(|()| None);
        }
        if !expected.is_empty() && begins(&cursor.bytes[cursor.at..], expected.as_bytes()) {
            cursor.at += expected.len();
            cursor.space();
            return Ok(Some(Key::Expected));
        }
        let key = cursor.string()?;
        cursor.space();
        cursor.expect(b':')?;
        cursor.space();
        Ok(Some(Key::Other(key)))
    }

    /// Reads the value of the member that [`next_key`](Self::next_key) has gone to; gives it also as written.
    ///
    /// # Errors
    /// A [`Fault`] where it isn't one.
    pub fn value(&mut self) -> Result<(Value<'a>, &'a str), Fault> {
        let start = self.cursor.at;
        let value = self.cursor.value()?;
        Ok((value, &self.cursor.text[start..self.cursor.at]))
    }

    /// Reads the value if it is null.
    pub fn null(&mut self) -> bool {
        let null = self.cursor.bytes[self.cursor.at..].first_chunk() == Some(b"null");
        self.cursor.at += if null { 4 } else { 0 };
        null
    }

    /// Reads the value if it is a string.
    ///
    /// # Errors
    /// A [`Fault`] where it begins as one but isn't.
    #[inline]
    pub fn text(&mut self) -> Result<Option<RawString<'a>>, Fault> {
        if self.cursor.peek() == Some(b'"') { self.cursor.string().map(Some) } else { Ok(None) }
    }

    /// Reads the value if it is a list of strings, giving each to `take`; else reads nothing, though `take` may have been
    /// given some.
    ///
    /// # Errors
    /// A [`Fault`] where a string isn't one.
    pub fn texts(&mut self, mut take: impl FnMut(RawString<'a>)) -> Result<bool, Fault> {
        let cursor = &mut self.cursor;
        let (start, lines) = (cursor.at, (cursor.lines, cursor.line_start));
        if cursor.peek() != Some(b'[') {
            return Ok(false);
        }
        cursor.at += 1;
        cursor.space();
        if cursor.peek() == Some(b']') {
            cursor.at += 1;
            return Ok(true);
        }
        while cursor.peek() == Some(b'"') {
            take(cursor.string()?);
            cursor.space();
            match cursor.peek() {
                Some(b',') => cursor.at += 1,
                Some(b']') => {
                    cursor.at += 1;
                    return Ok(true);
                }
                _ => break,
            }
            cursor.space();
        }
        cursor.at = start;
        (cursor.lines, cursor.line_start) = lines;
        Ok(false)
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = Result<Member<'a>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let member = match self.next_key("") {
            Ok(Some(Key::Other(key))) => self.value().map(|(value, json)| Some(Member { key, value, json })),
            Ok(_) => Ok(None),
            Err(fault) => Err(fault),
        };
        self.done |= member.is_err();
        member.transpose()
    }
}

#[derive(Debug)]
struct Cursor<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth: u32,
    lines: u64,
    line_start: usize,
}

impl<'a> Cursor<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, bytes: text.as_bytes(), at: 0, depth: 0, lines: 0, line_start: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn fault(&self, kind: ReadErrorKind) -> Fault {
        Fault { kind, offset: self.at }
    }

    fn space(&mut self) {
        while let Some(byte @ (b' ' | b'\t' | b'\n' | b'\r')) = self.peek() {
            self.at += 1;
            if byte == b'\n' {
                self.lines += 1;
                self.line_start = self.at;
            }
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), Fault> {
        if self.peek() != Some(byte) {
            return Err(self.fault(ReadErrorKind::Syntax));
        }
        self.at += 1;
        Ok(())
    }

    /// The record's own `}`: nothing may follow, unless it is `open_ended`.
    fn close(&mut self, open_ended: bool) -> Result<(), Fault> {
        self.at += 1;
        if open_ended || self.at == self.text.len() { Ok(()) } else { Err(self.fault(ReadErrorKind::Syntax)) }
    }

    fn string(&mut self) -> Result<RawString<'a>, Fault> {
        self.expect(b'"')?;
        let start = self.at;
        let bytes = self.bytes;
        let mut escaped = false;
        loop {
            self.at = plain_until(bytes, self.at);
            match self.peek() {
                Some(b'"') => {
                    let raw = &self.text[start..self.at];
                    self.at += 1;
                    return Ok(RawString { raw, escaped });
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(_) => return Err(self.fault(ReadErrorKind::String)),
                None => return Err(self.fault(ReadErrorKind::Syntax)),
            }
        }
    }

    /// Checks an escape, from its backslash.
    fn escape(&mut self) -> Result<(), Fault> {
        let rest = &self.bytes[self.at..];
        match rest.get(1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
            Some(b'u') => {
                let code = rest.get(2..).and_then(hex4).ok_or(self.fault(ReadErrorKind::String))?;
                let low = || {
                    let tail = rest.get(6..)?.strip_prefix(b"\\u")?;
                    hex4(tail).filter(|low| (0xDC00..0xE000).contains(low))
                };
                self.at += match code {
                    0xD800..0xDC00 if low().is_some() => 12,
                    0xD800..0xE000 => return Err(self.fault(ReadErrorKind::LoneSurrogate)),
                    _ => 6,
                };
            }
            _ => return Err(self.fault(ReadErrorKind::String)),
        }
        Ok(())
    }

    fn value(&mut self) -> Result<Value<'a>, Fault> {
        let start = self.at;
        match self.peek() {
            Some(b'"') => self.string().map(Value::String),
            Some(b'n') => self.word("null", Value::Null),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'[') => {
                self.nested(b']', |cursor| cursor.value().map(drop))?;
                Ok(Value::List(&self.text[start..self.at]))
            }
            Some(b'{') => {
                self.nested(b'}', |cursor| {
                    cursor.string()?;
                    cursor.space();
                    cursor.expect(b':')?;
                    cursor.space();
                    cursor.value().map(drop)
                })?;
                Ok(Value::Object(&self.text[start..self.at]))
            }
            _ => Err(self.fault(ReadErrorKind::Syntax)),
        }
    }

    /// A list or an object.
    fn nested(
        &mut self,
        close: u8,
        mut item: impl FnMut(&mut Self) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        if self.depth == MAX_DEPTH {
            return Err(self.fault(ReadErrorKind::TooDeep));
        }
        self.depth += 1;
        self.at += 1;
        self.space();
        if self.peek() == Some(close) {
            self.at += 1;
            self.depth -= 1;
            return Ok(());
        }
        loop {
            item(self)?;
            self.space();
            let byte = self.peek();
            if byte != Some(b',') && byte != Some(close) {
                return Err(self.fault(ReadErrorKind::Syntax));
            }
            self.at += 1;
            if byte == Some(close) {
                self.depth -= 1;
                return Ok(());
            }
            self.space();
        }
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Result<Value<'a>, Fault> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return Err(self.fault(ReadErrorKind::Syntax));
        }
        self.at += word.len();
        Ok(value)
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        self.at - start
    }

    fn number(&mut self) -> Result<Value<'a>, Fault> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let leading_zero = self.peek() == Some(b'0');
        let whole = self.digits();
        let mut well_formed = whole == 1 || (whole > 1 && !leading_zero);
        if self.peek() == Some(b'.') {
            self.at += 1;
            well_formed &= self.digits() > 0;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            well_formed &= self.digits() > 0;
        }
        if !well_formed {
            return Err(Fault { kind: ReadErrorKind::Number, offset: start });
        }
        Ok(Value::Number(&self.text[start..self.at]))
    }
}

/// Whether bytes begin with others, eight at a time: there is a key to compare for every value.
fn begins(bytes: &[u8], with: &[u8]) -> bool {
    let eight = |bytes: &[u8]| bytes.first_chunk().map(|chunk| u64::from_ne_bytes(*chunk));
    let Some(last) = with.len().checked_sub(8) else { return bytes.starts_with(with) };
    bytes.len() >= with.len()
        && (0..last).step_by(8).all(|at| eight(&bytes[at..]) == eight(&with[at..]))
        && eight(&bytes[last..]) == eight(&with[last..])
}

/// The first place from `at` on that holds a quote, a backslash or a control character, or the end.
fn plain_until(bytes: &[u8], mut at: usize) -> usize {
    while let Some(block) = bytes.get(at..).and_then(|rest| rest.first_chunk::<16>()) {
        let block = u8x16::from(*block);
        let special = block.simd_eq(u8x16::splat(b'"'))
            | block.simd_eq(u8x16::splat(b'\\'))
            | block.simd_lt(u8x16::splat(0x20));
        let mask = special.to_bitmask();
        if mask != 0 {
            return at + mask.trailing_zeros() as usize;
        }
        at += 16;
    }
    let special = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
    while at < bytes.len() && !special(bytes[at]) {
        at += 1;
    }
    at
}

fn hex4(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.get(..4)?;
    digits.iter().try_fold(0, |code, &digit| Some(code << 4 | (digit as char).to_digit(16)?))
}

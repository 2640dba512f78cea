//! Looks a workbook through before it is opened: what it unpacks to, and numbers in it that a reader would trust.

use super::{MAX_RECORD_BYTES, ReadErrorKind};
use memchr::memmem;
use quick_xml::events::{BytesStart, Event};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// A workbook may unpack to this many bytes.
const MAX_INFLATED: u64 = 512 << 20;

/// Beyond [`PROPORTION_FROM`] it may unpack to this many times its own length. Deflate alone reaches 1032.
const MAX_PROPORTION: u64 = 100;

/// Shorter contents may be in any proportion.
const PROPORTION_FROM: u64 = 32 << 20;

/// A workbook may have this many files in it.
const MAX_FILES: usize = 10_000;

/// Checks that a workbook may be opened.
///
/// Every file in it is unpacked once and thrown away as it comes. The program that then reads the workbook makes room for
/// as many texts as the file says that there are, and computes with row and column numbers as they are: so they are read
/// here first, with the same XML reader.
pub(super) fn check(bytes: &[u8]) -> Result<(), ReadErrorKind> {
    if memmem::find_iter(bytes, b"PK\x01\x02").nth(MAX_FILES).is_some() {
        return Err(ReadErrorKind::WorkbookTooBig);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| kind(&error))?;
    let mut left = MAX_INFLATED.min(PROPORTION_FROM.max(bytes.len() as u64 * MAX_PROPORTION));
    for index in 0..archive.len() {
        match archive.by_index(index) {
            Ok(file) => left = look_through(file, left)?,
            Err(error) if kind(&error) == ReadErrorKind::Encrypted => return Err(kind(&error)),
            // The workbook's reader can't open it either, if it ever asks for it.
            Err(_) => {}
        }
    }
    Ok(())
}

fn kind(error: &ZipError) -> ReadErrorKind {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ReadErrorKind::Encrypted,
        _ => ReadErrorKind::Workbook,
    }
}

/// Unpacks a file and checks it as far as it is XML. Gives how many bytes the others may take.
fn look_through(file: impl Read, left: u64) -> Result<u64, ReadErrorKind> {
    let meter = Meter { inner: BufReader::new(file), left, piece: 0, over: None };
    let mut xml = quick_xml::Reader::from_reader(meter);
    let config = xml.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let mut texts = 0;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        xml.get_mut().piece = 0;
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => texts = texts.max(numbers(&element).ok_or(ReadErrorKind::Workbook)?),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    let mut meter = xml.into_inner();
    // What isn't XML, or stops being it, is counted all the same.
    let mut rest = [0; 1 << 13];
    while meter.over.is_none() {
        meter.piece = 0;
        match meter.read(&mut rest) {
            Ok(1..) => {}
            // The end, or bytes that can't be unpacked: the workbook's reader then stops there too.
            Ok(0) | Err(_) => break,
        }
    }
    if let Some(kind) = meter.over {
        return Err(kind);
    }
    // The shortest text takes `<si/>`; programs that write the number wrong are forgiven for small ones.
    if texts > ((left - meter.left) / 5).max(100_000) {
        return Err(ReadErrorKind::Workbook);
    }
    Ok(meter.left)
}

/// Checks what an element says of rows and columns; gives how many texts it says that there are.
fn numbers(element: &BytesStart<'_>) -> Option<u64> {
    let (attribute, check): (_, fn(&str) -> Option<u64>) = match element.local_name().as_ref() {
        "c" | "row" => ("r", |value| reference(value).map(|_| 0)),
        "dimension" => ("ref", |value| range(value).map(|_| 0)),
        "sst" => ("uniqueCount", |value| Some(value.parse().unwrap_or(0))),
        _ => return Some(0),
    };
    let mut texts = 0;
    for found in element.attributes().with_checks(false) {
        let found = found.ok()?;
        if found.key.as_ref() == attribute {
            texts = check(&found.value)?.max(texts);
        }
    }
    Some(texts)
}

/// Reads `B2`, or `2`: column from 1 or 0, row from 1.
fn reference(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(text.len());
    let (letters, row) = text.split_at(digits);
    if letters.len() > 3 || row.len() > 7 || !row.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let column =
        letters.bytes().fold(0, |sum, byte| sum * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1);
    Some((column, row.parse().ok().filter(|row| *row > 0)?))
}

/// Reads `A1:C9`, or a reference.
fn range(text: &str) -> Option<()> {
    let (from, to) = text.split_once(':').unwrap_or((text, text));
    let (from, to) = (reference(from)?, reference(to)?);
    (from.0 <= to.0 && from.1 <= to.1).then_some(())
}

/// Counts what is read, and stops when it is too much.
struct Meter<R> {
    inner: R,
    /// Bytes that may still be read.
    left: u64,
    /// Bytes since the last event: what the XML reader holds.
    piece: usize,
    /// What was too much.
    over: Option<ReadErrorKind>,
}

impl<R: BufRead> BufRead for Meter<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            self.over = Some(ReadErrorKind::WorkbookTooBig);
        } else if self.piece > MAX_RECORD_BYTES {
            self.over = Some(ReadErrorKind::TooLong);
        }
        if self.over.is_some() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, read: usize) {
        self.left = self.left.saturating_sub(read as u64);
        self.piece += read;
        self.inner.consume(read);
    }
}

impl<R: BufRead> Read for Meter<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let from = self.fill_buf()?;
        let read = from.len().min(into.len());
        into[..read].copy_from_slice(&from[..read]);
        self.consume(read);
        Ok(read)
    }
}

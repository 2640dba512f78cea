//! The files in a workbook, unpacked as they are read, and no further than a workbook may be long.

use super::{MAX_RECORD_BYTES, ReadErrorKind};
use memchr::memmem;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// What is read of a workbook may unpack to this many bytes.
const MAX_INFLATED: u64 = 512 << 20;

/// Beyond [`PROPORTION_FROM`] it may unpack to this many times the workbook's length. Deflate alone reaches 1032.
const MAX_PROPORTION: u64 = 100;

/// Shorter contents may be in any proportion.
const PROPORTION_FROM: u64 = 32 << 20;

/// A workbook may have this many files in it.
const MAX_FILES: usize = 10_000;

/// The files in a workbook.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ReadErrorKind> {
        if memmem::find_iter(bytes, b"PK\x01\x02").nth(MAX_FILES).is_some() {
            return Err(ReadErrorKind::WorkbookTooBig);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| kind(&error))?;
        let left = MAX_INFLATED.min(PROPORTION_FROM.max(bytes.len() as u64 * MAX_PROPORTION));
        Ok(Self { archive, left })
    }

    /// The file of this path, if there is one. Programs differ in capitals, and some write `\` for `/`.
    pub(super) fn file(&mut self, path: &str) -> Result<Option<Meter<'_>>, ReadErrorKind> {
        let same = |name: &[u8]| {
            let name = name.iter().map(|byte| if *byte == b'\\' { b'/' } else { byte.to_ascii_lowercase() });
            name.eq(path.bytes().map(|byte| byte.to_ascii_lowercase()))
        };
        let Some(index) = self.archive.file_names_raw().position(same) else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(|error| kind(&error))?;
        let inner = BufReader::new(Box::new(file) as Box<dyn Read + '_>);
        Ok(Some(Meter { inner, left: &mut self.left, piece: 0, over: None }))
    }
}

fn kind(error: &ZipError) -> ReadErrorKind {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ReadErrorKind::Encrypted,
        _ => ReadErrorKind::Workbook,
    }
}

/// Counts what is read, and stops when it is too much.
pub(super) struct Meter<'a> {
    inner: BufReader<Box<dyn Read + 'a>>,
    left: &'a mut u64,
    /// Bytes since the last [`mark`](Self::mark).
    piece: usize,
    over: Option<ReadErrorKind>,
}

impl Meter<'_> {
    /// Begins a piece: something that whoever reads must hold whole.
    pub(super) fn mark(&mut self) {
        self.piece = 0;
    }

    /// What was too much.
    pub(super) fn over(&self) -> Option<ReadErrorKind> {
        self.over
    }
}

impl BufRead for Meter<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if *self.left == 0 {
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
        *self.left = self.left.saturating_sub(read as u64);
        self.piece += read;
        self.inner.consume(read);
    }
}

impl Read for Meter<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let from = self.fill_buf()?;
        let read = from.len().min(into.len());
        into[..read].copy_from_slice(&from[..read]);
        self.consume(read);
        Ok(read)
    }
}

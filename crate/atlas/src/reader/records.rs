//! One door for every format.

use super::csv::CsvRecords;
use super::format::{MARK, SNIFFED, refusal};
use super::json::Shape;
use super::xlsx::XlsxRecords;
use super::{Format, JsonRecords, RawRecord, ReadError, ReadErrorKind, Row, TakeRecords, Taken, sniff};

/// What is done with the records of a file of any format.
pub trait Take {
    /// Takes the JSON object that `text` begins with, if it is all there and nothing is wrong in it; `text` may go on after
    /// it. A record that isn't taken comes again, by itself, to [`json`](Self::json).
    fn json_ahead(&mut self, _text: &str) -> Option<Taken> {
        None
    }

    /// Takes one value of a JSON file: mostly an object, but whatever stands in an object's place too.
    ///
    /// # Errors
    /// What must end the reading.
    fn json(&mut self, record: RawRecord<'_>) -> Result<(), ReadError>;

    /// Takes one row of a table.
    ///
    /// # Errors
    /// What must end the reading.
    fn row(&mut self, row: &Row<'_>) -> Result<(), ReadError>;
}

/// The JSON half of [`Take`].
struct Json<'a, T>(&'a mut T);

impl<T: Take> TakeRecords for Json<'_, T> {
    fn take_ahead(&mut self, text: &str) -> Option<Taken> {
        self.0.json_ahead(text)
    }

    fn take(&mut self, record: RawRecord<'_>) -> Result<(), ReadError> {
        self.0.json(record)
    }
}

/// What a file was, once it has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// Its format, given or told.
    pub format: Format,
    /// How many records it had.
    pub records: u64,
}

/// Reads the records of a file of any format from chunks cut anywhere.
///
/// - JSON: the elements of an array, of any kind; NDJSON: values with or without white space between them, of which one
///   that isn't closed ends before a line that begins with `{`; GeoJSON: the
///   `properties` of each feature, `null` for a feature that has none.
/// - CSV: RFC 4180, with `,`, `;` or tabs as the header has them; UTF-8, and rows that aren't as Windows-1252. Rows where
///   nothing is are left out.
/// - XLSX: sheets named « Structures » and « Services », in this order, else the first; see [`Row`].
///
/// Holds no more than the part of one record that has come; of a workbook, all of it
/// ([`MAX_WORKBOOK_BYTES`](super::MAX_WORKBOOK_BYTES) at most), which is read when the file is
/// [finished](Self::finish). Once [`push`](Self::push) has failed, it fails alike for ever.
///
/// ```
/// use atlas::reader::{Format, RawRecord, ReadError, Records, Row, Take};
///
/// struct Names(Vec<String>);
///
/// impl Take for Names {
///     fn json(&mut self, _: RawRecord<'_>) -> Result<(), ReadError> {
///         Ok(())
///     }
///
///     fn row(&mut self, row: &Row<'_>) -> Result<(), ReadError> {
///         self.0.extend(row.cells[1].value.text().map(|text| text.into_owned()));
///         Ok(())
///     }
/// }
///
/// # fn main() -> Result<(), ReadError> {
/// let mut names = Names(Vec::new());
/// let mut records = Records::new(None);
/// for chunk in ["id;nom\n1;\"L’Ate", "lier\"\n"] {
///     records.push(chunk.as_bytes(), &mut names)?;
/// }
/// assert_eq!(records.format(), Some(Format::Csv));
/// assert_eq!(records.finish(&mut names)?.records, 1);
/// assert_eq!(names.0, ["L’Atelier"]);
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct Records {
    reader: Reader,
    failed: Option<ReadError>,
}

#[derive(Debug)]
enum Reader {
    /// The format isn't known, or the first bytes haven't all come.
    Head(Head),
    Json(Format, JsonRecords),
    Csv(Box<CsvRecords>),
    Xlsx(XlsxRecords),
}

/// The first bytes of a file.
#[derive(Debug)]
struct Head {
    format: Option<Format>,
    bytes: Vec<u8>,
    /// How many bytes to wait for. Doubles each time that they don't tell, for bytes may come one by one.
    enough: usize,
}

impl Head {
    /// Takes what it needs of a chunk. Gives the format once that is told, and the rest of the chunk.
    fn push<'a>(&mut self, chunk: &'a [u8]) -> Result<(Option<Format>, &'a [u8]), ReadError> {
        let (more, rest) = chunk.split_at(chunk.len().min(SNIFFED - self.bytes.len()));
        self.bytes.extend_from_slice(more);
        if self.bytes.len() < self.enough {
            return Ok((None, rest));
        }
        self.enough = (self.bytes.len() * 2).min(SNIFFED);
        Ok((self.tell(false)?, rest))
    }

    fn tell(&self, whole: bool) -> Result<Option<Format>, ReadError> {
        match refusal(&self.bytes) {
            Some(kind) => Err(kind.of_the_file()),
            None => Ok(self.format.or_else(|| sniff(&self.bytes, whole))),
        }
    }
}

impl Reader {
    fn of(format: Format) -> Self {
        match format {
            Format::Json => Self::Json(format, JsonRecords::of(Shape::Values)),
            Format::NdJson => Self::Json(format, JsonRecords::of(Shape::Lines)),
            Format::GeoJson => Self::Json(format, JsonRecords::of(Shape::Features)),
            Format::Csv => Self::Csv(Box::default()),
            Format::Xlsx => Self::Xlsx(XlsxRecords::default()),
        }
    }

    fn push(&mut self, chunk: &[u8], take: &mut impl Take) -> Result<(), ReadError> {
        match self {
            Self::Head(head) => {
                let (format, rest) = head.push(chunk)?;
                let Some(format) = format else { return Ok(()) };
                let bytes = std::mem::take(&mut head.bytes);
                *self = Self::of(format);
                self.push(&bytes, take)?;
                self.push(rest, take)
            }
            Self::Json(_, json) => json.push(chunk, &mut Json(take)),
            Self::Csv(csv) => csv.push(chunk, take),
            Self::Xlsx(xlsx) => xlsx.push(chunk),
        }
    }
}

impl Records {
    /// A reader at the beginning of a file, whose format is told from its first bytes unless it is given.
    pub fn new(format: Option<Format>) -> Self {
        Self { reader: Reader::Head(Head { format, bytes: Vec::new(), enough: MARK }), failed: None }
    }

    /// The format, once it is known.
    pub fn format(&self) -> Option<Format> {
        match &self.reader {
            Reader::Head(head) => head.format,
            Reader::Json(format, _) => Some(*format),
            Reader::Csv(_) => Some(Format::Csv),
            Reader::Xlsx(_) => Some(Format::Xlsx),
        }
    }

    /// Reads a chunk, giving each record that it completes to `take`.
    ///
    /// # Errors
    /// The first fault of the file, or the first error of `take`.
    pub fn push(&mut self, chunk: &[u8], take: &mut impl Take) -> Result<(), ReadError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let result = self.reader.push(chunk, take);
        self.failed = result.as_ref().err().cloned();
        result
    }

    /// Ends the file, giving to `take` what only now is sure to be a whole record; tells what it was.
    ///
    /// # Errors
    /// What an end reveals, [`ReadErrorKind::Truncated`] among others, else the error that `push` gave or `take` gives.
    pub fn finish(mut self, take: &mut impl Take) -> Result<End, ReadError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        if let Reader::Head(head) = &mut self.reader {
            let format = head.tell(true)?.unwrap_or(Format::Csv);
            let bytes = std::mem::take(&mut head.bytes);
            self.reader = Reader::of(format);
            self.reader.push(&bytes, take)?;
        }
        let format = self.format().unwrap_or(Format::Csv);
        let records = match self.reader {
            Reader::Head(_) => Err(ReadErrorKind::Empty.of_the_file()),
            Reader::Json(_, json) => json.finish_into(&mut Json(take)),
            Reader::Csv(csv) => csv.finish(take),
            Reader::Xlsx(xlsx) => xlsx.finish(take),
        }?;
        Ok(End { format, records })
    }
}

//! The cells of a sheet, one by one.

use super::inflate::Package;
use super::markup::{Markup, unescape};
use super::workbook::{Book, Sheet, markup};
use super::{CellValue, ReadErrorKind, serial};
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// Reads the cells of a sheet in their order there.
pub(super) struct Cells<'a> {
    markup: Markup<'a>,
    book: &'a Book,
    /// Where the next cell is that doesn't say so itself, from 0.
    row: u32,
    column: u32,
    text: String,
}

/// What a cell says of itself.
struct Kind {
    content: Content,
    style: usize,
}

/// How the value of a cell is written.
#[derive(Clone, Copy, PartialEq)]
enum Content {
    Number,
    /// The number of a text.
    Shared,
    /// A text in an element of its own.
    Inline,
    Bool,
    /// A text, an error, a date by ISO 8601: as it stands.
    Text,
}

impl<'a> Cells<'a> {
    pub(super) fn open(
        package: &'a mut Package<'_>,
        book: &'a Book,
        sheet: &Sheet,
    ) -> Result<Self, ReadErrorKind> {
        let mut markup = markup(package, &sheet.path)?.ok_or(ReadErrorKind::Workbook)?;
        while !matches!(markup.event()?, Event::Start(element) if element.local_name().into_inner() == "sheetData")
        {
        }
        Ok(Self { markup, book, row: 0, column: 0, text: String::new() })
    }

    /// The next cell: row and column from 0, and what is in it.
    pub(super) fn read(&mut self) -> Result<Option<(u32, u32, CellValue<'a>)>, ReadErrorKind> {
        loop {
            match self.markup.event()? {
                Event::Start(element) => match element.local_name().into_inner() {
                    "row" => {
                        self.column = 0;
                        if let (_, Some((_, row))) = told(&element)? {
                            self.row = row;
                        }
                    }
                    "c" => {
                        let (kind, place) = told(&element)?;
                        if let Some((column, row)) = place {
                            self.row = row;
                            self.column = column.checked_sub(1).ok_or(ReadErrorKind::Workbook)?;
                        }
                        let value = self.value(&kind)?;
                        self.column += 1;
                        return Ok(Some((self.row, self.column - 1, value)));
                    }
                    _ => {}
                },
                Event::End(element) => match element.local_name().into_inner() {
                    "row" => self.row += 1,
                    "sheetData" => return Ok(None),
                    _ => {}
                },
                _ => {}
            }
        }
    }

    /// Reads on to where the cell ends.
    fn value(&mut self, kind: &Kind) -> Result<CellValue<'a>, ReadErrorKind> {
        let mut value = CellValue::Empty;
        loop {
            match self.markup.event()? {
                Event::Start(element) => match element.local_name().into_inner() {
                    "v" if kind.content != Content::Inline => {
                        self.text.clear();
                        self.markup.text("v", &mut self.text)?;
                        value = self.meant(kind)?;
                    }
                    "is" => {
                        let mut text = String::new();
                        self.markup.rich_text("is", &mut text)?;
                        value = of_text(Cow::Owned(text));
                    }
                    _ => {}
                },
                Event::End(element) if element.local_name().into_inner() == "c" => return Ok(value),
                _ => {}
            }
        }
    }

    /// What is meant by the text in a cell.
    fn meant(&self, kind: &Kind) -> Result<CellValue<'a>, ReadErrorKind> {
        let text = self.text.trim_ascii();
        let value = match kind.content {
            _ if text.is_empty() => None,
            Content::Shared => {
                let number = text.parse().ok().filter(|number| (*number as usize) < self.book.texts.len());
                let text = self.book.texts.get(number.ok_or(ReadErrorKind::Workbook)?);
                Some(of_text(Cow::Borrowed(text)))
            }
            Content::Bool => match text.to_ascii_lowercase().as_str() {
                "0" | "false" => Some(CellValue::Bool(false)),
                "1" | "true" => Some(CellValue::Bool(true)),
                _ => None,
            },
            Content::Number => match text.parse() {
                Ok(number) if f64::is_finite(number) => Some(self.number(number, kind.style)),
                _ => None,
            },
            Content::Inline | Content::Text => None,
        };
        Ok(value.unwrap_or_else(|| {
            let mut text = String::with_capacity(self.text.len());
            unescape(&self.text, &mut text);
            of_text(Cow::Owned(text))
        }))
    }

    fn number(&self, number: f64, style: usize) -> CellValue<'a> {
        let shown = self.book.styles.get(style).copied().unwrap_or(serial::Shown::Number);
        match serial::write(number, shown, self.book.from_1904) {
            Some(text) => CellValue::Text(Cow::Owned(text)),
            None => CellValue::Number(number),
        }
    }
}

fn of_text(text: Cow<'_, str>) -> CellValue<'_> {
    if text.is_empty() { CellValue::Empty } else { CellValue::Text(text) }
}

/// What a row or a cell says of itself: its kind, and its place if it tells it, as [`reference`] does.
fn told(element: &BytesStart<'_>) -> Result<(Kind, Option<(u32, u32)>), ReadErrorKind> {
    let mut kind = Kind { content: Content::Number, style: 0 };
    let mut place = None;
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| ReadErrorKind::Workbook)?;
        match attribute.key.local_name().into_inner() {
            "r" => place = Some(reference(&attribute.value).ok_or(ReadErrorKind::Workbook)?),
            "s" => kind.style = attribute.value.parse().unwrap_or(0),
            "t" => {
                kind.content = match &*attribute.value {
                    "n" => Content::Number,
                    "s" => Content::Shared,
                    "inlineStr" => Content::Inline,
                    "b" => Content::Bool,
                    _ => Content::Text,
                }
            }
            _ => {}
        }
    }
    Ok((kind, place))
}

/// Reads `B2`, or `2`: column from 1 or 0, row from 0.
fn reference(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(text.len());
    let (letters, row) = text.split_at(digits);
    if letters.len() > 3 || row.len() > 7 || !row.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let column =
        letters.bytes().fold(0, |sum, byte| sum * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1);
    Some((column, row.parse::<u32>().ok()?.checked_sub(1)?))
}

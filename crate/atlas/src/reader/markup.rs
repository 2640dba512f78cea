//! The XML of a workbook, element by element. Prefixes and namespaces don't matter: local names are never ambiguous there.

use super::ReadErrorKind;
use super::inflate::Meter;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Error, Reader, XmlVersion};
use std::borrow::Cow;
use std::io::BufRead;

/// How XML begins in UTF-16, with a mark or without.
const UTF_16: [&[u8]; 4] = [b"\xFF\xFE", b"\xFE\xFF", b"<\0", b"\0<"];

/// A file of a workbook as it is read.
pub(super) struct Markup<'a> {
    xml: Reader<Meter<'a>>,
    buffer: Vec<u8>,
}

impl<'a> Markup<'a> {
    pub(super) fn new(mut file: Meter<'a>) -> Result<Self, ReadErrorKind> {
        let Ok(head) = file.fill_buf() else { return Err(file.over().unwrap_or(ReadErrorKind::Workbook)) };
        if UTF_16.iter().any(|mark| head.starts_with(mark)) {
            return Err(ReadErrorKind::WorkbookEncoding);
        }
        let mut xml = Reader::from_reader(file);
        let config = xml.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Ok(Self { xml, buffer: Vec::new() })
    }

    /// What comes next. The end of the file is an error: what is looked for ends before.
    pub(super) fn event(&mut self) -> Result<Event<'_>, ReadErrorKind> {
        self.buffer.clear();
        self.xml.get_mut().mark();
        match self.xml.read_event_into(&mut self.buffer) {
            Ok(Event::Eof) => Err(ReadErrorKind::Workbook),
            Ok(event) => Ok(event),
            Err(error) => Err(self.xml.get_ref().over().unwrap_or(match error {
                Error::Encoding(_) => ReadErrorKind::WorkbookEncoding,
                _ => ReadErrorKind::Workbook,
            })),
        }
    }

    /// Hands over each element, until one of these names ends.
    pub(super) fn each(
        &mut self,
        ends: &[&str],
        mut take: impl FnMut(&str, &BytesStart<'_>) -> Result<(), ReadErrorKind>,
    ) -> Result<(), ReadErrorKind> {
        loop {
            match self.event()? {
                Event::Start(element) => take(element.local_name().into_inner(), &element)?,
                Event::End(element) if ends.contains(&element.local_name().into_inner()) => return Ok(()),
                _ => {}
            }
        }
    }

    /// Adds the text up to where the element of this name ends.
    pub(super) fn text(&mut self, end: &str, into: &mut String) -> Result<(), ReadErrorKind> {
        loop {
            match self.event()? {
                Event::Text(text) => into.push_str(&text.xml10_content()),
                Event::CData(text) => into.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => entity(&reference, into)?,
                Event::End(element) if element.local_name().into_inner() == end => return Ok(()),
                _ => {}
            }
        }
    }

    /// Adds the text of an element that has parts in several types, up to where it ends. How it is pronounced is left out.
    pub(super) fn rich_text(&mut self, end: &str, into: &mut String) -> Result<(), ReadErrorKind> {
        let mut phonetic = false;
        let mut part = String::new();
        loop {
            match self.event()? {
                Event::Start(element) => match element.local_name().into_inner() {
                    "rPh" => phonetic = true,
                    "t" if !phonetic => {
                        let preserve = attribute(&element, "space")? == "preserve";
                        part.clear();
                        self.text("t", &mut part)?;
                        let blank = [' ', '\t', '\r', '\n'];
                        unescape(if preserve { &part } else { part.trim_matches(blank) }, into);
                    }
                    _ => {}
                },
                Event::End(element) => match element.local_name().into_inner() {
                    "rPh" => phonetic = false,
                    name if name == end => return Ok(()),
                    _ => {}
                },
                _ => {}
            }
        }
    }
}

fn entity(reference: &BytesRef<'_>, into: &mut String) -> Result<(), ReadErrorKind> {
    match reference.resolve_char_ref().map_err(|_| ReadErrorKind::Workbook)? {
        Some(letter) => into.push(letter),
        None => into.push_str(resolve_xml_entity(reference).ok_or(ReadErrorKind::Workbook)?),
    }
    Ok(())
}

/// The value of an attribute, empty if there is none.
pub(super) fn attribute<'a>(element: &'a BytesStart<'_>, name: &str) -> Result<Cow<'a, str>, ReadErrorKind> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| ReadErrorKind::Workbook)?;
        if attribute.key.local_name().into_inner() == name {
            return attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| ReadErrorKind::Workbook);
        }
    }
    Ok(Cow::Borrowed(""))
}

/// Adds a text with `_x000D_` and the like, by which Excel writes what XML can't, as the character that is meant.
pub(super) fn unescape(text: &str, into: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let digits = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let letter = digits.and_then(|digits| char::from_u32(u32::from_str_radix(digits, 16).ok()?));
        into.push_str(&rest[..at]);
        into.push(letter.unwrap_or('_'));
        rest = &rest[at + if letter.is_some() { 7 } else { 1 }..];
    }
    into.push_str(rest);
}

//! Words of names in files: all of them in one, who has them in many.

use super::PackError;
use super::file::{Bytes, Kind, Sections, Tag, Writer, read_texts, write_texts};
use crate::buffers::{Lists, Strings};
use crate::dataset::records::write_varint;

/// Sorted words, and how many of them are in each file of postings.
pub(crate) fn write_words(words: &Strings, parts: &[u32]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_texts(&mut bytes, (0..words.len()).map(|at| words.get(at as u32)));
    write_varint(&mut bytes, parts.len() as u64);
    parts.iter().for_each(|&count| write_varint(&mut bytes, u64::from(count)));
    let mut file = Writer::new(Kind::Words);
    file.section(Tag::Words, &bytes);
    file.finish()
}

/// The words, and the first of each file.
pub(crate) fn read_words(bytes: &[u8]) -> Result<(Strings, Vec<u32>), PackError> {
    let mut bytes = Sections::of(bytes, Kind::Words)?.get(Tag::Words)?;
    let words = read_texts(&mut bytes)?;
    if (1..words.len() as u32).any(|at| words.get(at - 1) >= words.get(at)) {
        return Err(PackError::Damaged);
    }
    let count = bytes.size()?;
    let mut firsts = Vec::with_capacity(count.min(bytes.left()));
    let mut next = 0u64;
    for _ in 0..count {
        firsts.push(next as u32);
        next = next.saturating_add(bytes.number()?);
        if next > words.len() as u64 {
            return Err(PackError::Damaged);
        }
    }
    bytes.end()?;
    if next == words.len() as u64 { Ok((words, firsts)) } else { Err(PackError::Damaged) }
}

/// Two ascending lists for each word of a file: services that have it in their name, and in their structure's.
pub(crate) fn write_postings<'a>(lists: impl ExactSizeIterator<Item = [&'a [u32]; 2]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_varint(&mut bytes, lists.len() as u64);
    for list in lists.flatten() {
        write_varint(&mut bytes, list.len() as u64);
        let mut next = 0;
        for &number in list {
            write_varint(&mut bytes, u64::from(number - next));
            next = number + 1;
        }
    }
    let mut file = Writer::new(Kind::Postings);
    file.section(Tag::Postings, &bytes);
    file.finish()
}

/// The same two lists of so many words, of services below the bound.
pub(crate) fn read_postings(bytes: &[u8], words: usize, bound: usize) -> Result<[Lists; 2], PackError> {
    let mut bytes = Sections::of(bytes, Kind::Postings)?.get(Tag::Postings)?;
    if bytes.size()? != words {
        return Err(PackError::Damaged);
    }
    let mut both = [Lists::default(), Lists::default()];
    for _ in 0..words {
        for lists in &mut both {
            lists.push(&read_list(&mut bytes, bound)?);
        }
    }
    bytes.end()?;
    Ok(both)
}

fn read_list(bytes: &mut Bytes<'_>, bound: usize) -> Result<Vec<u32>, PackError> {
    let count = bytes.size()?;
    let mut list = Vec::with_capacity(count.min(bytes.left()));
    let mut next = 0u64;
    for _ in 0..count {
        let number = next.checked_add(bytes.number()?).filter(|&number| number < bound as u64);
        let number = number.ok_or(PackError::Damaged)?;
        list.push(number as u32);
        next = number + 1;
    }
    Ok(list)
}

//! Where in a file something is.

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Bytes before this place, from the beginning of the file. 0 in a workbook, whose bytes nobody looks at.
    pub byte: u64,
    /// Line, from 1. Lines end on `\n`, in CSV also on `\r` alone; in a workbook, a row of the sheet.
    pub line: u64,
    /// Column, from 1, in characters (code points) of the line, as editors count; in a workbook, a column of the sheet.
    pub column: u64,
    /// Whole records before this place, so the 0-based number of the record that holds it.
    pub record: u64,
}

/// Counts bytes, lines and characters along a file that comes in chunks.
///
/// Characters are counted when a place is asked for, and at the end of each chunk: never twice. Places asked for in one
/// chunk must not go back.
#[derive(Debug)]
pub(super) struct Places {
    /// Bytes before the current chunk.
    byte: u64,
    line: u64,
    /// How far the current chunk's characters have been counted.
    counted: usize,
    /// Characters of the line before there.
    characters: u64,
}

impl Places {
    pub(super) fn new() -> Self {
        Self { byte: 0, line: 1, counted: 0, characters: 0 }
    }

    /// Offset in the file of a place in the current chunk.
    pub(super) fn byte(&self, at: usize) -> u64 {
        self.byte + at as u64
    }

    /// The place at `at` bytes in the current chunk.
    pub(super) fn position(&mut self, chunk: &[u8], at: usize, record: u64) -> Position {
        self.count(chunk, at);
        Position { byte: self.byte(at), line: self.line, column: self.characters + 1, record }
    }

    /// A line ends with the byte at `at`.
    pub(super) fn newline(&mut self, at: usize) {
        self.lines(1, at + 1);
    }

    /// Some lines end; the last begins at `start`.
    pub(super) fn lines(&mut self, lines: u64, start: usize) {
        self.line += lines;
        self.line_starts(start);
    }

    /// What comes before `start` isn't counted as characters of the line.
    pub(super) fn line_starts(&mut self, start: usize) {
        self.counted = start;
        self.characters = 0;
    }

    /// The current chunk is over.
    pub(super) fn end(&mut self, chunk: &[u8]) {
        self.count(chunk, chunk.len());
        self.byte += chunk.len() as u64;
        self.counted = 0;
    }

    fn count(&mut self, chunk: &[u8], to: usize) {
        if let Some(stretch) = chunk.get(self.counted..to) {
            self.characters += characters(stretch);
            self.counted = to;
        }
    }
}

/// Characters of UTF-8: all bytes but those that continue one.
pub(super) fn characters(text: &[u8]) -> u64 {
    // A sum of fewer than 256 ones fits a byte, and blocks of one length need no care at their ends: so the loop counts 16
    // or 32 bytes at once.
    const BLOCK: usize = 192;
    let begins = |byte: &u8| (*byte as i8) >= -0x40;
    let count = |block: &[u8]| block.iter().fold(0u8, |sum, byte| sum.wrapping_add(u8::from(begins(byte))));
    let blocks = text.chunks_exact(BLOCK);
    let rest = blocks.remainder().iter().filter(|byte| begins(byte)).count() as u64;
    blocks.map(|block| u64::from(count(block))).sum::<u64>() + rest
}

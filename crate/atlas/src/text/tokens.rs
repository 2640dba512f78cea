//! A text cut into tokens as PostgreSQL's default parser cuts it.
//!
//! At each place the longest of several readings wins: an address, a path, a number, a word. So « 24h/24 » and
//! « R.S.A. » are one token, « 18-25 » is `18` and `-25`, and « après-midi » comes three times: whole, then part by part.

use super::letters::is_mark;

/// What a token is: it decides how the token becomes a lexeme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word, or a hyphenated word or its part, of ASCII letters alone.
    AsciiWord,
    /// One that has another letter.
    Word,
    /// Anything else that is searched as it is: numbers, addresses, paths, words with digits.
    Verbatim,
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// The piece, as written.
    pub text: &'a str,
}

/// Calls `visit` with every token that is searched, in order. Blanks, tags, entities and protocols are none.
///
/// ```
/// let mut found = Vec::new();
/// atlas::text::tokens("Ouvert 24h/24, l’après-midi", |token| found.push(token.text));
/// assert_eq!(found, ["Ouvert", "24h/24", "l", "après-midi", "après", "midi"]);
/// ```
pub fn tokens<'a>(text: &'a str, mut visit: impl FnMut(Token<'a>)) {
    let mut at = 0;
    while at < text.len() {
        at = Cursor { text, bytes: text.as_bytes() }.token(at, &mut visit);
    }
}

#[derive(Clone, Copy)]
struct Cursor<'a> {
    text: &'a str,
    bytes: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// Reads what begins at a place; gives the place after it.
    fn token(self, start: usize, visit: &mut impl FnMut(Token<'a>)) -> usize {
        let byte = self.bytes[start];
        let mut verbatim = |from: usize, to: usize| {
            visit(Token { kind: TokenKind::Verbatim, text: &self.text[from..to] });
            to
        };
        match byte {
            b'0'..=b'9' => {
                if let Some(end) = self.host_or_file(start, start, &mut verbatim) {
                    return end;
                }
                let end = self.number(start);
                let word = self.word(end);
                // Digits that run into letters are a word, as « 1er ».
                if end == self.digits(start) && word > end {
                    return self.numbered_word(start, word, visit);
                }
                verbatim(start, end)
            }
            b'-' | b'+' if self.is_digit(start + 1) => verbatim(start, self.number(start + 1)),
            b'/' => match self.file(start) {
                Some(end) => verbatim(start, end),
                None => start + 1,
            },
            b'.' => match self.relative(start) {
                Some(end) => verbatim(start, end),
                None => start + 1,
            },
            b'<' => self.tag(start).unwrap_or(start + 1),
            b'&' => self.entity(start).unwrap_or(start + 1),
            b'a'..=b'z' | b'A'..=b'Z' => {
                // Most words: ASCII letters, then a byte that ends any reading.
                let letters =
                    self.bytes[start..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
                let end = start + letters;
                if matches!(self.bytes.get(end), None | Some(b' ' | b',' | b'\n' | b'\'' | b')')) {
                    visit(Token { kind: TokenKind::AsciiWord, text: &self.text[start..end] });
                    return end;
                }
                let ascii = self.ascii_word(start);
                if self.text[ascii..].starts_with("://") {
                    return ascii + 3;
                }
                if let Some(end) = self.host_or_file(start, ascii, &mut verbatim) {
                    return end;
                }
                self.lettered_word(start, visit)
            }
            byte if byte < 0x80 => start + 1,
            _ => {
                let letter = self.letter(start);
                if letter.is_some_and(is_letter) {
                    self.lettered_word(start, visit)
                } else {
                    start + letter.map_or(1, char::len_utf8)
                }
            }
        }
    }

    /// A word that begins with a letter, whole and in its parts if it is hyphenated.
    fn lettered_word(self, start: usize, visit: &mut impl FnMut(Token<'a>)) -> usize {
        let first = self.word(start);
        let mut end = first;
        while let Some(next) = self.hyphenated(end) {
            end = next;
        }
        self.visit_word(start, end, visit);
        if end > first {
            for part in self.text[start..end].split('-') {
                let from = part.as_ptr() as usize - self.text.as_ptr() as usize;
                self.visit_word(from, from + part.len(), visit);
            }
        }
        end
    }

    fn numbered_word(self, start: usize, end: usize, visit: &mut impl FnMut(Token<'a>)) -> usize {
        self.visit_word(start, end, visit);
        end
    }

    fn visit_word(self, start: usize, end: usize, visit: &mut impl FnMut(Token<'a>)) {
        let text = &self.text[start..end];
        let kind = if text.bytes().any(|byte| byte.is_ascii_digit()) {
            TokenKind::Verbatim
        } else if text.is_ascii() {
            TokenKind::AsciiWord
        } else {
            TokenKind::Word
        };
        visit(Token { kind, text });
    }

    /// The end of the next part of a hyphenated word: a hyphen, then letters, or digits that run into letters.
    fn hyphenated(self, at: usize) -> Option<usize> {
        if self.bytes.get(at) != Some(&b'-') {
            return None;
        }
        let end = self.word(at + 1);
        let letters = self.digits(at + 1);
        (end > letters).then_some(end)
    }

    /// The end of letters and digits from here on.
    fn word(self, mut at: usize) -> usize {
        while let Some(letter) = self.letter(at) {
            if !(is_letter(letter) || letter.is_ascii_digit() || is_mark(letter)) {
                break;
            }
            at += letter.len_utf8();
        }
        at
    }

    fn ascii_word(self, mut at: usize) -> usize {
        while self.is_ascii(at, u8::is_ascii_alphanumeric) {
            at += 1;
        }
        at
    }

    /// An address, or else a path, that begins with the ASCII letters and digits from `start` to `word`.
    fn host_or_file(
        self,
        start: usize,
        word: usize,
        verbatim: &mut impl FnMut(usize, usize) -> usize,
    ) -> Option<usize> {
        let word = self.ascii_word(word);
        if !matches!(self.bytes.get(word), Some(b'.' | b'-' | b'_' | b'@' | b'/')) {
            return None;
        }
        if let Some(end) = self.email(start) {
            return Some(verbatim(start, end));
        }
        if let Some(end) = self.host(start) {
            let path = self.path(end);
            if path > end {
                verbatim(start, path);
            }
            verbatim(start, end);
            if path > end {
                verbatim(end, path);
            }
            return Some(path);
        }
        let numeric = self.bytes[start..word].iter().all(u8::is_ascii_digit);
        if matches!(self.bytes[word], b'/' | b'.') && !(numeric && self.bytes[word] == b'.') {
            return self.file(start).filter(|&end| end > word).map(|end| verbatim(start, end));
        }
        None
    }

    /// The end of a host name: labels of letters, digits, hyphens and underscores, the last of two letters or more.
    fn host(self, start: usize) -> Option<usize> {
        let mut accepted = None;
        let mut at = self.ascii_word(start);
        let mut domain = false;
        loop {
            let last = self.bytes.get(at).copied();
            if domain {
                accepted = Some(at);
            }
            match last {
                Some(separator @ (b'.' | b'-' | b'_')) => {
                    let end = self.ascii_word(at + 1);
                    if end == at + 1 {
                        return accepted;
                    }
                    let label = &self.bytes[at + 1..end];
                    domain =
                        separator == b'.' && label.len() >= 2 && label.iter().all(u8::is_ascii_alphabetic);
                    at = end;
                }
                _ => return accepted,
            }
        }
    }

    fn email(self, start: usize) -> Option<usize> {
        let mut at = self.ascii_word(start);
        while let Some(b'.' | b'-' | b'_') = self.bytes.get(at) {
            let end = self.ascii_word(at + 1);
            if end == at + 1 {
                return None;
            }
            at = end;
        }
        (self.bytes.get(at) == Some(&b'@')).then(|| self.host(at + 1)).flatten()
    }

    /// The end of what follows a host name from its slash on.
    fn path(self, start: usize) -> usize {
        if self.bytes.get(start) != Some(&b'/') {
            return start;
        }
        let part = |byte: &u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(byte);
        let end = start + self.bytes[start..].iter().take_while(|byte| part(byte)).count();
        if end > start + 1 { end } else { start }
    }

    /// The end of a path: letters, digits, `.`, `_`, `-`, `/`.
    fn file(self, start: usize) -> Option<usize> {
        let name = |at: usize| self.is_ascii(at, |byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let mut at = start;
        loop {
            match self.bytes.get(at) {
                Some(b'/' | b'.') if name(at + 1) => at += 2,
                Some(b'-') if at > start => at += 1,
                Some(_) if name(at) => at += 1,
                _ => break,
            }
        }
        (at > start).then_some(at)
    }

    /// The end of a path that begins with `./` or `../`, or of two dots before a blank.
    fn relative(self, start: usize) -> Option<usize> {
        let dots = usize::from(self.bytes.get(start + 1) == Some(&b'.'));
        let at = start + 1 + dots;
        match self.letter(at) {
            Some('/') => self.file(at).or((dots == 1).then_some(at)),
            Some(letter) => (dots == 1 && letter.is_whitespace()).then_some(at),
            None => (dots == 1).then_some(at),
        }
    }

    /// The end of a number: digits, a decimal part, an exponent, or a version's parts.
    fn number(self, start: usize) -> usize {
        let mut end = self.digits(start);
        while self.bytes.get(end) == Some(&b'.') && self.is_digit(end + 1) {
            end = self.digits(end + 1);
        }
        if matches!(self.bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(self.bytes.get(end + 1), Some(b'-' | b'+')));
            if self.is_digit(end + 1 + sign) {
                return self.digits(end + 1 + sign);
            }
        }
        end
    }

    fn digits(self, mut at: usize) -> usize {
        while self.is_digit(at) {
            at += 1;
        }
        at
    }

    fn tag(self, start: usize) -> Option<usize> {
        let first = self.bytes.get(start + 1)?;
        if !(first.is_ascii_alphabetic() || b"/!?".contains(first)) {
            return None;
        }
        let close = start + memchr::memchr(b'>', &self.bytes[start..])?;
        (!self.bytes[start + 1..close].contains(&b'<')).then_some(close + 1)
    }

    fn entity(self, start: usize) -> Option<usize> {
        let from = start + 1 + usize::from(self.bytes.get(start + 1) == Some(&b'#'));
        let end = self.ascii_word(from);
        (end > from && self.bytes.get(end) == Some(&b';')).then_some(end + 1)
    }

    fn letter(self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn is_digit(self, at: usize) -> bool {
        self.is_ascii(at, u8::is_ascii_digit)
    }

    fn is_ascii(self, at: usize, class: impl Fn(&u8) -> bool) -> bool {
        self.bytes.get(at).is_some_and(class)
    }
}

/// Whether a character is a letter; those of French are told at once.
fn is_letter(letter: char) -> bool {
    match letter {
        '\0'..='\x7f' => letter.is_ascii_alphabetic(),
        'À'..='ÿ' => !matches!(letter, '×' | '÷'),
        '\u{80}'..='\u{a9}' | '\u{2000}'..='\u{206f}' => false,
        _ => letter.is_alphabetic(),
    }
}

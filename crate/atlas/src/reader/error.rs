//! Why reading stopped, and where.

use std::fmt;

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Bytes before this place, from the beginning of the file.
    pub byte: u64,
    /// Line, from 1. Lines end on `\n`.
    pub line: u64,
    /// Column, from 1, in bytes of the line.
    pub column: u64,
    /// Whole records before this place, so the 0-based number of the record that holds it.
    pub record: u64,
}

/// What is wrong with the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadErrorKind {
    /// There is no byte but white space.
    Empty,
    /// The first thing in the file isn't `[`.
    NotAnArray,
    /// Something in the array isn't an object.
    NotAnObject,
    /// The file ends before its array does.
    Truncated,
    /// Something follows the array.
    TrailingData,
    /// A separator is missing or one too many.
    Separator,
    /// Brackets nest deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    TooDeep,
    /// A record is longer than [`MAX_RECORD_BYTES`](super::MAX_RECORD_BYTES).
    TooLong,
    /// The bytes aren't UTF-8.
    Utf8,
    /// A `\u` escape is half of a surrogate pair.
    LoneSurrogate,
    /// A control character stands unescaped in a string, or an escape doesn't exist.
    String,
    /// A number isn't written as JSON writes numbers.
    Number,
    /// The same key occurs twice in a record.
    DuplicateKey,
    /// Anything else that JSON doesn't allow.
    Syntax,
}

impl ReadErrorKind {
    /// A stable name in English, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotAnArray => "not_an_array",
            Self::NotAnObject => "not_an_object",
            Self::Truncated => "truncated",
            Self::TrailingData => "trailing_data",
            Self::Separator => "separator",
            Self::TooDeep => "too_deep",
            Self::TooLong => "too_long",
            Self::Utf8 => "utf8",
            Self::LoneSurrogate => "lone_surrogate",
            Self::String => "string",
            Self::Number => "number",
            Self::DuplicateKey => "duplicate_key",
            Self::Syntax => "syntax",
        }
    }

    fn message(self) -> &'static str {
        match self {
            Self::Empty => "Le fichier est vide.",
            Self::NotAnArray => "Le fichier ne commence pas par une liste JSON (« [ »).",
            Self::NotAnObject => "Un élément de la liste n’est pas un objet JSON (« { … } »).",
            Self::Truncated => "Le fichier s’arrête avant la fin de la liste : il est incomplet.",
            Self::TrailingData => "Il reste du texte après la fin de la liste.",
            Self::Separator => "Il manque une virgule entre deux éléments, ou il y en a une de trop.",
            Self::TooDeep => "Les crochets et accolades sont imbriqués trop profondément.",
            Self::TooLong => "Un élément de la liste est trop long.",
            Self::Utf8 => "Le texte n’est pas codé en UTF-8.",
            Self::LoneSurrogate => "Une séquence « \\u » ne forme pas un caractère complet.",
            Self::String => "Un texte contient un caractère ou une séquence « \\ » que JSON n’admet pas.",
            Self::Number => "Un nombre n’est pas écrit comme JSON le demande.",
            Self::DuplicateKey => "Le même champ figure deux fois dans un élément.",
            Self::Syntax => "Le texte n’est pas du JSON valide.",
        }
    }
}

/// The bytes are not what they should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// What is wrong.
    pub kind: ReadErrorKind,
    /// Where it is.
    pub position: Position,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { byte, line, column, .. } = self.position;
        write!(f, "{} (ligne {line}, colonne {column}, octet {byte})", self.kind.message())
    }
}

impl std::error::Error for ReadError {}

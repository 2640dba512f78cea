//! Why reading stopped, and where.

use super::Position;
use std::fmt;

/// What is wrong with the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadErrorKind {
    /// There is no byte but white space.
    Empty,
    /// The file has none of the formats that are read.
    UnknownFormat,
    /// The text is UTF-16.
    Utf16,
    /// The first thing in the file isn't `[`.
    NotAnArray,
    /// Something in the array isn't an object.
    NotAnObject,
    /// The file isn't a GeoJSON object with a list of `features`.
    NotAFeatureCollection,
    /// The file ends before its last bracket or quote.
    Truncated,
    /// Something follows the last bracket.
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
    /// A quote of a CSV file is never closed.
    Quote,
    /// A table has more columns than [`MAX_COLUMNS`](super::MAX_COLUMNS).
    TooManyColumns,
    /// A sheet has more rows than [`MAX_ROWS`](super::MAX_ROWS).
    TooManyRows,
    /// A workbook is longer than [`MAX_WORKBOOK_BYTES`](super::MAX_WORKBOOK_BYTES).
    WorkbookTooLong,
    /// What a workbook unpacks to is out of all proportion.
    WorkbookTooBig,
    /// A workbook isn't one, or is damaged.
    Workbook,
    /// A file in a workbook is in another encoding than UTF-8.
    WorkbookEncoding,
    /// A workbook of Excel 97–2003 (`.xls`).
    OldWorkbook,
    /// A workbook that asks for a password.
    Encrypted,
}

impl ReadErrorKind {
    /// A stable name in English, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::UnknownFormat => "unknown_format",
            Self::Utf16 => "utf16",
            Self::NotAnArray => "not_an_array",
            Self::NotAnObject => "not_an_object",
            Self::NotAFeatureCollection => "not_a_feature_collection",
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
            Self::Quote => "quote",
            Self::TooManyColumns => "too_many_columns",
            Self::TooManyRows => "too_many_rows",
            Self::WorkbookTooLong => "workbook_too_long",
            Self::WorkbookTooBig => "workbook_too_big",
            Self::Workbook => "workbook",
            Self::WorkbookEncoding => "workbook_encoding",
            Self::OldWorkbook => "old_workbook",
            Self::Encrypted => "encrypted",
        }
    }

    /// What a reader of the file is told.
    pub fn message(self) -> &'static str {
        match self {
            Self::Empty => "Le fichier est vide.",
            Self::UnknownFormat => {
                "Le format du fichier n’est pas reconnu : il faut du JSON, du GeoJSON, du CSV ou un classeur Excel (.xlsx)."
            }
            Self::Utf16 => "Le fichier est codé en UTF-16 : enregistrez-le en UTF-8.",
            Self::NotAnArray => "Le fichier ne commence pas par une liste JSON (« [ »).",
            Self::NotAnObject => "Un élément de la liste n’est pas un objet JSON (« { … } »).",
            Self::NotAFeatureCollection => "Le fichier n’est pas du GeoJSON avec une liste « features ».",
            Self::Truncated => "Le fichier s’arrête trop tôt : il est incomplet.",
            Self::TrailingData => "Il reste du texte après la fin des données.",
            Self::Separator => "Il manque une virgule entre deux éléments, ou il y en a une de trop.",
            Self::TooDeep => "Les crochets et accolades sont imbriqués trop profondément.",
            Self::TooLong => "Un élément ou une ligne dépasse 4 Mio : c’est trop long.",
            Self::Utf8 => "Le texte n’est pas codé en UTF-8.",
            Self::LoneSurrogate => "Une séquence « \\u » ne forme pas un caractère complet.",
            Self::String => "Un texte contient un caractère ou une séquence « \\ » que JSON n’admet pas.",
            Self::Number => "Un nombre n’est pas écrit comme JSON le demande.",
            Self::DuplicateKey => "Le même champ figure deux fois dans un élément.",
            Self::Syntax => "Le texte n’est pas du JSON valide.",
            Self::Quote => "Un guillemet ouvert au début d’une case n’est jamais refermé.",
            Self::TooManyColumns => "Le tableau a plus de 1 000 colonnes.",
            Self::TooManyRows => "La feuille a plus de 1 048 576 lignes.",
            Self::WorkbookTooLong => "Le classeur dépasse 64 Mio : enregistrez-le en CSV.",
            Self::WorkbookTooBig => {
                "Le contenu du classeur est démesuré une fois décompressé : enregistrez-le en CSV."
            }
            Self::Workbook => "Le fichier n’est pas un classeur Excel (.xlsx), ou il est abîmé.",
            Self::WorkbookEncoding => {
                "Le contenu du classeur n’est pas codé en UTF-8 : ouvrez-le dans un tableur et enregistrez-le de nouveau."
            }
            Self::OldWorkbook => {
                "Le fichier est un ancien classeur Excel (.xls) : enregistrez-le au format .xlsx."
            }
            Self::Encrypted => {
                "Le classeur est protégé par un mot de passe : enregistrez-le sans mot de passe."
            }
        }
    }

    /// The fault of a whole file, at its beginning.
    pub(super) fn of_the_file(self) -> ReadError {
        ReadError { kind: self, position: Position { byte: 0, line: 1, column: 1, record: 0 } }
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

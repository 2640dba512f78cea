//! What is said of bytes that are no pack, or not a sound one.

use std::fmt;

/// A file of a pack can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackError {
    /// The bytes are something else: a web page in place of a file, most likely.
    NotAPack,
    /// Of a version that came after this reader.
    Newer {
        /// Its major version.
        major: u8,
    },
    /// Of a version that this reader doesn't read any more.
    Older {
        /// Its major version.
        major: u8,
    },
    /// It is a file of a pack, but not the one that was asked for.
    OtherKind,
    /// It ends too early.
    Short,
    /// Its bytes aren't those that were written.
    Checksum,
    /// The bytes are those that were written, but what they say can't be.
    Damaged,
}

impl PackError {
    /// A stable name in English, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAPack => "not-a-pack",
            Self::Newer { .. } => "newer",
            Self::Older { .. } => "older",
            Self::OtherKind => "other-kind",
            Self::Short => "short",
            Self::Checksum => "checksum",
            Self::Damaged => "damaged",
        }
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPack => f.write_str("Ce fichier n’est pas un paquet de données de l’atlas."),
            Self::Newer { major } => write!(
                f,
                "Ce paquet de données est d’une version plus récente (version {major}) que ce lecteur. Rechargez la page pour avoir la dernière version du site."
            ),
            Self::Older { major } => write!(
                f,
                "Ce paquet de données est d’une version trop ancienne (version {major}) pour ce lecteur. Il faut le fabriquer à nouveau."
            ),
            Self::OtherKind => f.write_str(
                "Ce fichier est une autre partie du paquet de données que celle qui était attendue.",
            ),
            Self::Short => f.write_str("Ce paquet de données est incomplet : il s’arrête trop tôt."),
            Self::Checksum => {
                f.write_str("Ce paquet de données est abîmé : sa somme de contrôle n’est pas la bonne.")
            }
            Self::Damaged => f.write_str("Ce paquet de données est abîmé : son contenu se contredit."),
        }
    }
}

impl std::error::Error for PackError {}

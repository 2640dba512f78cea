//! What can go wrong in a command, as one French sentence and an exit status.

use std::fmt;
use std::io::{self, Write};
use std::path::Path;

/// A failure told to the user.
#[derive(Debug)]
pub(crate) struct CliError {
    message: String,
    status: u8,
}

impl CliError {
    /// The work failed: status 1.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: 1 }
    }

    /// The command line is wrong: status 2.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: 2 }
    }

    /// A file or folder could not be read.
    pub(crate) fn reading(path: &Path, error: &io::Error) -> Self {
        Self::new(format!("{} ne peut pas être lu : {}.", path.display(), reason(error)))
    }

    /// A file or folder could not be written.
    pub(crate) fn writing(path: &Path, error: &io::Error) -> Self {
        Self::new(format!("{} ne peut pas être écrit : {}.", path.display(), reason(error)))
    }

    /// The exit status of the process.
    pub(crate) fn status(&self) -> u8 {
        self.status
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CliError {}

/// The cause of an input/output error, in French; the system's own words where we have none.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "il n’existe pas".to_owned(),
        io::ErrorKind::PermissionDenied => "vous n’en avez pas le droit".to_owned(),
        io::ErrorKind::StorageFull => "le disque est plein".to_owned(),
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
            "un fichier porte déjà ce nom".to_owned()
        }
        _ => format!("le système répond « {error} »"),
    }
}

/// Writes one line on standard output. A reader that has gone (`| head`) is no error.
pub(crate) fn say(line: &str) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{line}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(CliError::new(format!("La sortie standard ne peut pas être écrite : {}.", reason(&error))))
        }
        _ => Ok(()),
    }
}

//! `prepare`: compiles `data/` into the binary files that the browser loads.

mod communes;
mod departements;
mod geojson;
mod outlines;
mod territory;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::error::{self, CliError};

/// `prepare` on the command line.
#[derive(Args)]
pub(crate) struct Options {
    /// Dossier des données sources (sans cette option : data).
    #[arg(long, value_name = "DOSSIER", default_value = "data", hide_default_value = true)]
    data: PathBuf,
    /// Dossier où écrire territory.bin, outlines.bin, departements.bin et communes/ ; il est créé au besoin.
    #[arg(long, value_name = "DOSSIER")]
    out: PathBuf,
}

/// Makes the bytes of one file from the repository's `data` folder.
type Compile = fn(&Path) -> Result<Vec<u8>, Box<dyn Error>>;

/// The files written, each with what makes it.
const FILES: [(&str, Compile); 3] = [
    ("territory.bin", territory::compile),
    ("outlines.bin", outlines::compile),
    ("departements.bin", departements::compile),
];

/// The bytes of `territory.bin`.
///
/// # Errors
/// A source that is missing or wrong.
pub(crate) fn territory(data: &Path) -> Result<Vec<u8>, CliError> {
    territory::compile(data)
        .map_err(|error| CliError::new(format!("Les communes ne peuvent pas être préparées : {error}")))
}

/// Compiles every file into `options.out`.
///
/// # Errors
/// The first source that is missing or wrong, or a folder that cannot be written.
pub(crate) fn run(options: &Options) -> Result<(), CliError> {
    fs::create_dir_all(&options.out).map_err(|error| CliError::writing(&options.out, &error))?;
    for (name, compile) in FILES {
        let bytes = compile(&options.data)
            .map_err(|error| CliError::new(format!("{name} ne peut pas être préparé : {error}")))?;
        let path = options.out.join(name);
        fs::write(&path, &bytes).map_err(|error| CliError::writing(&path, &error))?;
        error::say(&format!("{} : {} octets", path.display(), bytes.len()))?;
    }
    write_communes(options)
}

/// A file for each département: the map loads those that it shows.
fn write_communes(options: &Options) -> Result<(), CliError> {
    let folder = options.out.join("communes");
    fs::create_dir_all(&folder).map_err(|error| CliError::writing(&folder, &error))?;
    let files = communes::compile(&options.data)
        .map_err(|error| CliError::new(format!("communes/ ne peut pas être préparé : {error}")))?;
    let mut total = 0;
    for (code, bytes) in &files {
        let path = folder.join(format!("{code}.bin"));
        fs::write(&path, bytes).map_err(|error| CliError::writing(&path, &error))?;
        total += bytes.len();
    }
    error::say(&format!("{} : {} fichiers, {total} octets", folder.display(), files.len()))
}

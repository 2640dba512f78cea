//! `generate`: made-up national data in the published form.
//!
//! The published files are large, change every week and hold contacts of real people: none is kept here. This
//! command makes two files of the same form, size and difficulty, the same ones for the same seed.
//!
//! Nothing is held but a plan of twelve bytes a structure: every record has a random stream of its own, so that a
//! service can draw its structure again instead of remembering it. See [`world`].

mod faults;
mod french;
mod json;
mod places;
mod service;
mod structure;
mod texts;
mod world;

#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use serde::Serialize;

use crate::error::{self, CliError};
use faults::{Fault, Faults};
use places::Places;
use world::World;

/// `generate` on the command line.
#[derive(Args, Clone)]
pub(crate) struct Options {
    /// Nombre de structures.
    #[arg(long, value_name = "N")]
    structures: u32,
    /// Nombre de services.
    #[arg(long, value_name = "M")]
    services: u32,
    /// Graine du hasard : la même graine donne les mêmes fichiers (sans cette option : 1).
    #[arg(long, value_name = "S", default_value_t = 1, hide_default_value = true)]
    seed: u64,
    /// Dossier où écrire structures.json et services.json ; il est créé au besoin.
    #[arg(long, value_name = "DOSSIER")]
    out: PathBuf,
    /// Glisse une faute dans 0,5 % des fiches, et en dresse la liste dans faults.json.
    #[arg(long)]
    faults: bool,
    /// Départements favorisés, séparés par des virgules, par exemple 08,974.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    departements: Vec<String>,
    /// Part des fiches situées dans ces départements, de 0 à 1 (sans cette option : 0,5).
    #[arg(
        long,
        value_name = "PART",
        default_value_t = 0.5,
        hide_default_value = true,
        requires = "departements"
    )]
    part: f64,
    /// Date du jour fictive, AAAA-MM-JJ (sans cette option : 2026-11-01) ; aucune fiche n’est plus récente.
    #[arg(long, value_name = "DATE", default_value_t = Date::constant(2026, 11, 1), hide_default_value = true)]
    today: Date,
    /// Dossier des communes et des départements (sans cette option : data/territory).
    #[arg(long, value_name = "DOSSIER", default_value = "data/territory", hide_default_value = true)]
    territory: PathBuf,
}

/// What the folder says of itself.
const NOTICE: &str = "Données fictives\n\n\
    Les structures et les services de ce dossier n’existent pas. Ils ont été fabriqués par « inclusion-atlas \
    generate »\npour des essais. Seuls les communes, les codes et les vocabulaires sont réels ; les numéros de \
    téléphone sont ceux\nque l’Arcep réserve à la fiction, les adresses électroniques et les liens sont ceux \
    d’example.org.\n";

/// One of the two files, once written.
#[derive(Debug)]
struct Written {
    path: PathBuf,
    records: usize,
    bytes: u64,
}

/// Writes `structures.json`, `services.json`, `LISEZ-MOI.txt` and, when asked for, `faults.json`.
///
/// # Errors
/// Options out of bounds, a territory that cannot be read, a folder that cannot be written.
pub(crate) fn run(options: &Options) -> Result<(), CliError> {
    for Written { path, records, bytes } in make(options)? {
        error::say(&format!("{} : {records} fiches fictives, {:.1} Mo", path.display(), bytes as f64 / 1e6))?;
    }
    Ok(())
}

fn make(options: &Options) -> Result<[Written; 2], CliError> {
    if !(0.0..=1.0).contains(&options.part) {
        return Err(CliError::usage("La part (--part) est un nombre de 0 à 1, par exemple 0.5."));
    }
    if options.today <= world::FIRST_DAY {
        return Err(CliError::usage("La date du jour (--today) est à choisir après le 1er janvier 2023."));
    }
    let places = Places::load(&options.territory, &options.departements)?;
    let world = World::new(&places, options.seed, options.structures, options.part, options.today)?;
    fs::create_dir_all(&options.out).map_err(|error| CliError::writing(&options.out, &error))?;
    let mut faults = Vec::new();
    let structures = (0..options.structures).map(|index| world.structure(index));
    let services = (0..options.services).map(|index| world.service(index));
    let written = [
        write_array(options, "structures.json", structures, &mut faults)?,
        write_array(options, "services.json", services, &mut faults)?,
    ];
    if options.faults {
        write_faults(&options.out.join("faults.json"), &faults)?;
    }
    let notice = options.out.join("LISEZ-MOI.txt");
    fs::write(&notice, NOTICE).map_err(|error| CliError::writing(&notice, &error))?;
    Ok(written)
}

/// Writes one file record by record; with `--faults`, makes its faults and adds them to `list`.
fn write_array<R: Serialize>(
    options: &Options,
    name: &'static str,
    records: impl ExactSizeIterator<Item = R>,
    list: &mut Vec<Fault>,
) -> Result<Written, CliError> {
    let path = options.out.join(name);
    let failed = |error: std::io::Error| CliError::writing(&path, &error);
    let mut faults = options.faults.then(|| Faults::new(name, options.seed));
    let count = records.len();
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&path).map_err(failed)?);
    out.write_all(b"[").map_err(failed)?;
    for (index, record) in records.enumerate() {
        if index > 0 {
            out.write_all(b",").map_err(failed)?;
        }
        match &mut faults {
            Some(faults) => json::write(&mut out, &faults.pass(index, &record).map_err(failed)?),
            None => json::write(&mut out, &record),
        }
        .map_err(failed)?;
    }
    out.write_all(b"]").map_err(failed)?;
    out.flush().map_err(failed)?;
    list.extend(faults.into_iter().flat_map(Faults::into_list));
    let bytes = fs::metadata(&path).map_err(failed)?.len();
    Ok(Written { path, records: count, bytes })
}

/// One fault a line, so that a difference reads well.
fn write_faults(path: &Path, faults: &[Fault]) -> Result<(), CliError> {
    let lines: Result<Vec<String>, _> = faults.iter().map(serde_json::to_string).collect();
    let lines = lines.map_err(|error| CliError::writing(path, &error.into()))?;
    fs::write(path, format!("[\n{}\n]\n", lines.join(",\n"))).map_err(|error| CliError::writing(path, &error))
}

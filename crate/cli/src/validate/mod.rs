//! `validate`: files against a released version of the schema, for a terminal or a continuous integration.

mod human;
mod sarif;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use atlas::reader::Format;
use atlas::schema::{Kind, days};
use atlas::territory::{Sources, Territory, rows_from_csv};
use atlas::validation::{self, Ids, Report, Validator};
use clap::{Args, ValueEnum};

use crate::error::{self, CliError};

/// `validate` on the command line.
#[derive(Args)]
pub(crate) struct Options {
    /// Fichiers à vérifier : JSON, NDJSON, GeoJSON, CSV ou XLSX. Ceux des structures sont lus d’abord.
    #[arg(required = true, value_name = "FICHIER")]
    files: Vec<PathBuf>,
    /// Version du schéma (sans cette option : reconnue au contenu).
    #[arg(long, value_name = "VERSION")]
    schema: Option<String>,
    /// Contenu des fichiers (sans cette option : reconnu).
    #[arg(long, value_name = "structures|services")]
    kind: Option<KindName>,
    /// Format des fichiers (sans cette option : reconnu).
    #[arg(long, value_name = "FORMAT")]
    file_format: Option<FormatName>,
    /// Forme du rapport : human, json ou sarif.
    #[arg(long, value_name = "FORME", default_value = "human", hide_default_value = true)]
    format: Output,
    /// Jour qui tient lieu d’aujourd’hui, AAAA-MM-JJ.
    #[arg(long, value_name = "JOUR")]
    today: Option<String>,
    /// Nombre de constats gardés un à un (sans cette option : 10000).
    #[arg(long, value_name = "N", default_value_t = validation::Options::MAX_FINDINGS, hide_default_value = true)]
    max_findings: usize,
    /// Ne vérifie que le schéma, rien au-delà.
    #[arg(long)]
    schema_only: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    Human,
    Json,
    Sarif,
}

#[derive(Clone, Copy, ValueEnum)]
enum KindName {
    Structures,
    Services,
}

#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "lowercase")]
enum FormatName {
    Json,
    NdJson,
    GeoJson,
    Csv,
    Xlsx,
}

impl Options {
    fn engine(&self) -> Result<validation::Options, CliError> {
        let today = match &self.today {
            Some(day) => {
                days(day).ok_or_else(|| CliError::usage("« --today » doit être une date, AAAA-MM-JJ."))?
            }
            None => days(&jiff::Zoned::now().date().to_string()).unwrap_or_default(),
        };
        Ok(validation::Options {
            schema: self.schema.clone(),
            kind: self.kind.map(|kind| match kind {
                KindName::Structures => Kind::Structures,
                KindName::Services => Kind::Services,
            }),
            format: self.file_format.map(|format| match format {
                FormatName::Json => Format::Json,
                FormatName::NdJson => Format::NdJson,
                FormatName::GeoJson => Format::GeoJson,
                FormatName::Csv => Format::Csv,
                FormatName::Xlsx => Format::Xlsx,
            }),
            max_findings: self.max_findings,
            beyond: !self.schema_only,
            ..validation::Options::new(today)
        })
    }
}

/// The communes that are built into the tool.
fn territory() -> Result<Arc<Territory>, CliError> {
    macro_rules! table {
        ($name:literal) => {
            include_str!(concat!("../../../../data/territory/", $name, ".csv"))
        };
    }
    let sources = Sources {
        communes: table!("communes"),
        epci: table!("epci"),
        departements: table!("departements"),
        regions: table!("regions"),
        anciens_codes: table!("anciens_codes"),
    };
    let unusable = |why: String| CliError::new(format!("La table des communes n’est pas lisible : {why}"));
    let bytes = rows_from_csv(&sources).map_err(|error| unusable(error.to_string()))?.encode();
    let bytes = bytes.map_err(|error| unusable(error.to_string()))?;
    Territory::from_bytes(&bytes).map(Arc::new).map_err(|error| unusable(error.to_string()))
}

/// Validates the files; whether all of them are valid.
///
/// # Errors
/// A file that can't be read at all, an option that is wrong.
pub(crate) fn run(options: &Options) -> Result<bool, CliError> {
    let engine = options.engine()?;
    let territory = if options.schema_only { None } else { Some(territory()?) };
    let mut files: Vec<&Path> = options.files.iter().map(PathBuf::as_path).collect();
    files.sort_by_key(|path| !path.to_string_lossy().to_lowercase().contains("structure"));
    let mut structures: Option<Arc<Ids>> = None;
    let mut reports: Vec<(&Path, Report)> = Vec::new();
    for path in files {
        let mut validator = Validator::new(engine.clone(), territory.clone())
            .map_err(|error| CliError::usage(error.to_string()))?;
        if let Some(ids) = &structures {
            validator.set_structures(Arc::clone(ids));
        }
        let (report, ids) = read(path, validator)?;
        if report.kinds.contains_key(&Kind::Structures) {
            structures = Some(Arc::new(ids));
        }
        reports.push((path, report));
    }
    match options.format {
        Output::Human => human::print(&reports)?,
        Output::Json => {
            let json = match reports.as_slice() {
                [(_, only)] => serde_json::to_string(only),
                all => serde_json::to_string(&all.iter().map(|(_, report)| report).collect::<Vec<_>>()),
            };
            error::say(&json.map_err(|error| CliError::new(error.to_string()))?)?;
        }
        Output::Sarif => error::say(&sarif::log(&reports).to_string())?,
    }
    Ok(reports.iter().all(|(_, report)| report.counts.error == 0))
}

fn read(path: &Path, mut validator: Validator) -> Result<(Report, Ids), CliError> {
    let failure = |error: validation::ValidationError| CliError::new(format!("{} : {error}", path.display()));
    let mut file = File::open(path).map_err(|error| CliError::reading(path, &error))?;
    let mut chunk = vec![0; 1 << 20];
    loop {
        let length = file.read(&mut chunk).map_err(|error| CliError::reading(path, &error))?;
        if length == 0 {
            return validator.finish_with_ids().map_err(failure);
        }
        validator.push(&chunk[..length]).map_err(failure)?;
    }
}

//! A report for people: what is wrong, the most frequent first.

use std::fmt::Write;
use std::path::Path;

use atlas::schema::Kind;
use atlas::validation::{Group, Report, Severity};

use crate::error::{self, CliError};

/// Groups shown for a file; those beyond are counted.
const SHOWN: usize = 100;

/// Prints reports, a file after another.
///
/// # Errors
/// When standard output can't be written.
pub(super) fn print(reports: &[(&Path, Report)]) -> Result<(), CliError> {
    for (path, report) in reports {
        error::say(&text(path, report))?;
    }
    Ok(())
}

fn text(path: &Path, report: &Report) -> String {
    let mut text = format!("{}\n", path.display());
    for (kind, of) in &report.kinds {
        let _ = writeln!(
            text,
            "  {} sur {} valides (schéma {}, {})",
            counted(of.records - of.invalid, *kind),
            of.records,
            report.schema,
            report.format
        );
    }
    let counts = report.counts;
    let _ = writeln!(
        text,
        "  {} erreurs, {} avertissements, {} informations",
        counts.error, counts.warning, counts.info
    );
    if let Some(quality) = &report.quality {
        let _ = writeln!(text, "  qualité moyenne des services valides : {:.2}", quality.score);
    }
    for group in report.groups.iter().take(SHOWN) {
        let _ = writeln!(text, "\n{}", one(group));
    }
    if let Some(more) = report.groups.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let _ = writeln!(text, "\n… et {more} autres sortes de constats : --format json les donne tous.");
    }
    if report.truncated {
        let _ = writeln!(
            text,
            "\nIl y a plus de constats que ceux qui sont détaillés : --max-findings en garde davantage."
        );
    }
    text
}

fn counted(count: u64, kind: Kind) -> String {
    format!("{count} {}", kind.name())
}

fn one(group: &Group) -> String {
    let severity = match group.severity {
        Severity::Error => "erreur",
        Severity::Warning => "avertissement",
        Severity::Info => "information",
    };
    let mut text = format!("{severity} [{}]", group.code);
    if !group.field.is_empty() {
        let _ = write!(text, " {}", group.field);
    }
    if let Some(value) = &group.value {
        let _ = write!(text, " = « {value} »");
    }
    let _ = write!(text, "\n  {}", group.message);
    if let Some(suggestion) = &group.suggestion {
        let _ = write!(text, " {suggestion}");
    }
    let lines = if group.lines.contains([',', '-']) { "lignes" } else { "ligne" };
    let _ = write!(text, "\n  {} fois, {lines} {}", group.count, group.lines);
    text
}

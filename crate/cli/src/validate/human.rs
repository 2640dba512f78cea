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
            "  {} sur {} (schéma {}, {})",
            counted(
                of.records - of.invalid,
                [&format!("{} valide", singular(*kind)), &format!("{} valides", kind.name())]
            ),
            of.records,
            report.schema,
            report.format
        );
    }
    let counts = report.counts;
    let _ = writeln!(
        text,
        "  {}, {}, {}",
        counted(counts.error, ["erreur", "erreurs"]),
        counted(counts.warning, ["avertissement", "avertissements"]),
        counted(counts.info, ["information", "informations"])
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

/// A number and its noun: French has the singular for 0 and 1.
fn counted(count: u64, [one, many]: [&str; 2]) -> String {
    format!("{count} {}", if count < 2 { one } else { many })
}

fn singular(kind: Kind) -> &'static str {
    match kind {
        Kind::Structures => "structure",
        Kind::Services => "service",
    }
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

//! A report in SARIF 2.1.0, which code hosts and editors show beside the lines of a file.

use std::collections::BTreeMap;
use std::path::Path;

use atlas::validation::{Finding, Report, Severity, Step, codes};
use serde_json::{Value, json};

/// One log for all reports.
pub(super) fn log(reports: &[(&Path, Report)]) -> Value {
    let mut rules: BTreeMap<&str, Value> = BTreeMap::new();
    let mut results = Vec::new();
    for (path, report) in reports {
        for finding in &report.findings {
            rules.entry(finding.code).or_insert_with(|| rule(finding.code));
            results.push(result(path, finding));
        }
    }
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "inclusion-atlas",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_values().collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: &str) -> Value {
    match codes().iter().find(|known| known.code == code) {
        Some(known) => json!({
            "id": code,
            "shortDescription": { "text": known.title },
            "fullDescription": { "text": format!("{} {}", known.what, known.why) },
        }),
        None => json!({ "id": code }),
    }
}

fn result(path: &Path, finding: &Finding) -> Value {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let loc: Vec<String> = finding
        .loc
        .iter()
        .map(|step| match step {
            Step::Field(name) => name.clone(),
            Step::Item(number) => number.to_string(),
        })
        .collect();
    let mut message = finding.message.clone();
    if let Some(suggestion) = &finding.suggestion {
        message.push(' ');
        message.push_str(suggestion);
    }
    json!({
        "ruleId": finding.code,
        "level": level,
        "message": { "text": message },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": path.to_string_lossy().replace('\\', "/") },
                "region": { "startLine": finding.line, "startColumn": finding.column },
            },
            "logicalLocations": [{ "fullyQualifiedName": format!("{}[{}].{}", finding.kind.name(), finding.record, loc.join(".")) }],
        }],
    })
}

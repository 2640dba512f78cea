//! `inclusion-atlas validate` as a continuous integration runs it: status, forms of the report, several files.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const STRUCTURES: &str = "id;source;nom;date_maj\nx--1;x;Une structure;2026-01-01\n";
const SERVICES: &str = "id;source;structure_id;nom;description;date_maj\n\
                        x--2;x;x--1;Un service;Une description;2026-01-01\n\
                        x--3;x;x--404;Un service;Une description;14/02/2025\n";

fn validate(arguments: &[&str], files: &[&Path]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inclusion-atlas"));
    command.arg("validate").args(arguments).args(["--today", "2026-11-24"]).args(files);
    command.output().unwrap()
}

fn written(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_status_tells_whether_all_is_valid() {
    let folder = tempfile::tempdir().unwrap();
    let good = written(&folder, "structures.csv", STRUCTURES);
    let bad = written(&folder, "services.csv", SERVICES);
    let output = validate(&[], &[&good]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(
        text(&output.stdout).contains("1 structure valide sur 1 (schéma 1.0.10, csv)"),
        "{}",
        text(&output.stdout)
    );
    let output = validate(&[], &[&bad]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stdout);
    assert!(
        said.contains("erreur [date_from_datetime_parsing] date_maj") && said.contains("2025-02-14"),
        "{said}"
    );
}

#[test]
fn services_are_compared_with_the_structures_whatever_the_order() {
    let folder = tempfile::tempdir().unwrap();
    let structures = written(&folder, "structures.csv", STRUCTURES);
    let services = written(&folder, "services.csv", SERVICES);
    let output = validate(&["--format", "json"], &[&services, &structures]);
    let reports: Value = serde_json::from_slice(&output.stdout).unwrap();
    let codes: Vec<&str> = reports[1]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["date_from_datetime_parsing", "orphan_service"]);
    assert_eq!(reports[0]["kind"], "structures");
}

#[test]
fn sarif_names_files_lines_and_columns() {
    let folder = tempfile::tempdir().unwrap();
    let services = written(&folder, "services.csv", SERVICES);
    let output = validate(&["--format", "sarif", "--schema", "1.0.10", "--kind", "services"], &[&services]);
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let result = &log["runs"][0]["results"][0];
    assert_eq!(
        (&result["ruleId"], &result["level"]),
        (&"date_from_datetime_parsing".into(), &"error".into())
    );
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!((region["startLine"].as_u64(), region["startColumn"].as_u64()), (Some(3), Some(42)));
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let page = written(&folder, "page.json", "<!doctype html>");
    for (arguments, files, status, message) in [
        (vec![], vec![folder.path().join("absent.csv")], 1, "il n’existe pas"),
        (vec![], vec![page], 1, "n’est pas reconnu"),
        (vec!["--schema", "9.9.9"], vec![written(&folder, "x.csv", STRUCTURES)], 2, "9.9.9"),
        (vec![], vec![], 2, "FICHIER"),
    ] {
        let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
        let output = validate(&arguments, &files);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}");
        assert!(text(&output.stderr).contains(message), "{}", text(&output.stderr));
    }
}

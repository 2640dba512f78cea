//! Puts every released schema of `data/schemas/` into the library: each vocabulary once, however many releases have it.

use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../data/schemas");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut releases: Vec<(Vec<u32>, PathBuf)> = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.join("schema.json").exists() {
            println!("cargo::rerun-if-changed={}", path.display());
            releases.push((order(&path), path));
        }
    }
    releases.sort();
    let mut vocabularies: BTreeMap<String, usize> = BTreeMap::new();
    let mut table = String::new();
    for (_, path) in releases {
        let schema: Value = serde_json::from_str(&fs::read_to_string(path.join("schema.json"))?)?;
        let words: Value = serde_json::from_str(&fs::read_to_string(path.join("vocabularies.json"))?)?;
        let mut used = String::new();
        for (name, entries) in words["vocabularies"].as_object().into_iter().flatten() {
            let next = vocabularies.len();
            let number = *vocabularies.entry(entries.to_string()).or_insert(next);
            write!(used, "({name:?},{number}),")?;
        }
        let text = |key: &str| schema[key].as_str().unwrap_or_default();
        writeln!(
            table,
            "Packed{{version:{:?},released:{:?},schema:{:?},vocabularies:&[{used}]}},",
            text("version"),
            text("released"),
            schema.to_string(),
        )?;
    }
    let mut ordered = vec![""; vocabularies.len()];
    for (json, &number) in &vocabularies {
        ordered[number] = json;
    }
    let code =
        format!("static RELEASES: &[Packed] = &[\n{table}];\nstatic VOCABULARIES: &[&str] = &{ordered:?};\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("releases.rs"), code)?;
    Ok(())
}

/// Releases in order: the one named by its date comes before those that have numbers.
fn order(path: &Path) -> Vec<u32> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if name.contains('-') {
        return Vec::new();
    }
    name.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

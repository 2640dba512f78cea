//! Puts into the library what it knows beforehand: every released schema of `data/schemas/`, each vocabulary once, however
//! many releases have it; and of Unicode what letters are without their marks.

use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};
use unicode_normalization::char::{decompose_canonical, decompose_compatible, is_combining_mark};

/// The release whose vocabularies searches know.
const NEWEST: &str = "1.0.10";

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    releases(&out)?;
    fs::write(out.join("letters.bin"), letters())?;
    Ok(())
}

fn releases(out: &Path) -> Result<(), Box<dyn Error>> {
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
        if schema["version"] == NEWEST {
            fs::write(out.join("vocabularies.txt"), labels(&words["vocabularies"])?)?;
        }
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
    fs::write(out.join("releases.rs"), code)?;
    Ok(())
}

/// As `src/schema/vocabulary.rs` reads them.
fn labels(words: &Value) -> Result<String, Box<dyn Error>> {
    let mut lines = String::new();
    for (name, entries) in words.as_object().into_iter().flatten() {
        writeln!(lines, "#{name}")?;
        for entry in entries.as_array().into_iter().flatten() {
            let text = |key: &str| entry[key].as_str().ok_or("a value or a label that is no text");
            writeln!(lines, "{}\t{}", text("value")?, text("label")?)?;
        }
    }
    Ok(lines)
}

/// As `src/text/letters.rs` reads them: marks, then what is left of a letter without its marks when it is taken apart
/// canonically, then where taking it apart for compatibility leaves something else.
fn letters() -> Vec<u8> {
    let plain = |letter, apart: fn(char, &mut dyn FnMut(char))| {
        let mut left = String::new();
        apart(letter, &mut |part| left.extend((!is_combining_mark(part)).then_some(part)));
        left
    };
    // Hangul is taken apart by rule.
    let all = || ('\u{80}'..=char::MAX).filter(|letter| !('\u{ac00}'..='\u{d7a3}').contains(letter));
    let canonical = |letter| plain(letter, |letter, visit| decompose_canonical(letter, visit));
    let compatible = |letter| plain(letter, |letter, visit| decompose_compatible(letter, visit));
    let mut bytes = Vec::new();
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for mark in all().filter(|letter| is_combining_mark(*letter)).map(u32::from) {
        match runs.last_mut() {
            Some((_, end)) if *end == mark => *end += 1,
            _ => runs.push((mark, mark + 1)),
        }
    }
    number(runs.len() as u32, &mut bytes);
    let mut last = 0;
    for (start, end) in runs {
        number(start - last, &mut bytes);
        number(end - start, &mut bytes);
        last = end;
    }
    let unmarked = || all().filter(|letter| !is_combining_mark(*letter));
    let own = |letter: char, left: &str| left.chars().eq([letter]);
    let first: Vec<_> = unmarked()
        .map(|letter| (letter, canonical(letter)))
        .filter(|(letter, left)| !own(*letter, left))
        .collect();
    let second: Vec<_> = unmarked()
        .map(|letter| (letter, compatible(letter)))
        .filter(|(letter, left)| *left != canonical(*letter))
        .collect();
    for entries in [first, second] {
        number(entries.len() as u32, &mut bytes);
        let mut last = 0;
        for (letter, left) in entries {
            number(u32::from(letter) - last, &mut bytes);
            number(left.len() as u32, &mut bytes);
            bytes.extend_from_slice(left.as_bytes());
            last = u32::from(letter);
        }
    }
    bytes
}

/// Seven bits a byte, the lowest first, the highest bit set on all but the last.
fn number(mut number: u32, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Releases in order: the one named by its date comes before those that have numbers.
fn order(path: &Path) -> Vec<u32> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if name.contains('-') {
        return Vec::new();
    }
    name.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

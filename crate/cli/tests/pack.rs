//! `inclusion-atlas pack`: what it writes, and what it does with bad files.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output};

use atlas::partial::{Manifest, file_name};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_inclusion-atlas");
const STRUCTURES: &str = r#"[{"id":"dora--s","source":"dora","nom":"Le Phare","description":"Une aide."}]"#;
const SERVICES: &str = r#"[{"id":"dora--1","source":"dora","structure_id":"dora--s","nom":"Aide au permis",
    "longitude":4.72,"latitude":49.76,"code_insee":"08105","modes_accueil":["a-distance"],"zone_eligibilite":["08"]}]"#;

fn pack(folder: &Path, structures: &str, services: &str) -> Output {
    fs::write(folder.join("structures.json"), structures).unwrap();
    fs::write(folder.join("services.json"), services).unwrap();
    Command::new(PROGRAM)
        .args(["pack", "--structures", "structures.json", "--services", "services.json", "--out", "pack"])
        .arg("--data")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data"))
        .current_dir(folder)
        .output()
        .unwrap()
}

/// Bytes of all files, by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder.join("pack")).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()))
        .collect()
}

#[test]
fn every_file_has_its_name_and_its_copies() {
    let folder = TempDir::new().unwrap();
    let output = pack(folder.path(), STRUCTURES, SERVICES);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = files(folder.path());
    let manifest = Manifest::from_json(&files["manifest.json"]).unwrap();
    assert_eq!(manifest.whole.services, 1);
    let mut names: Vec<&str> = manifest.files.iter().map(|file| file.name.as_str()).collect();
    names.push("manifest.json");
    assert_eq!(files.len(), 3 * names.len(), "{:?}", files.keys());
    for name in names {
        let bytes = &files[name];
        if name != "manifest.json" {
            assert_eq!(file_name(bytes), name);
        }
        let mut brotli = Vec::new();
        brotli::Decompressor::new(&files[&format!("{name}.br")][..], 4096).read_to_end(&mut brotli).unwrap();
        assert!(brotli == *bytes, "{name}");
        let mut gzip = Vec::new();
        flate2::read::GzDecoder::new(&files[&format!("{name}.gz")][..]).read_to_end(&mut gzip).unwrap();
        assert!(gzip == *bytes, "{name}");
    }
}

#[test]
fn the_same_data_makes_the_same_folder() {
    let folders = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    for folder in &folders {
        assert!(pack(folder.path(), STRUCTURES, SERVICES).status.success());
    }
    assert!(files(folders[0].path()) == files(folders[1].path()));
}

#[test]
fn what_cant_be_read_leaves_the_folder_as_it_was() {
    let folder = TempDir::new().unwrap();
    assert!(pack(folder.path(), STRUCTURES, SERVICES).status.success());
    let before = files(folder.path());
    let output = pack(folder.path(), STRUCTURES, &SERVICES[..50]);
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("services") && message.contains("s’arrête trop tôt"), "{message}");
    assert!(files(folder.path()) == before);
}

#[test]
fn every_published_form_makes_the_same_folder() {
    let structures = [
        r#"[{"id":"s","source":"dora","nom":"Le \"Phare\"","reseaux_porteurs":["ccas-cias","mission-locale"],"date_maj":1739491200000},{"id":"t","nom":null}]"#,
        "id,source,nom,reseaux_porteurs,date_maj\ns,dora,\"Le \"\"Phare\"\"\",\"['ccas-cias', 'mission-locale']\",2025-02-14\nt,,,,\n",
        "{\"id\":\"s\",\"source\":\"dora\",\"nom\":\"Le \\\"Phare\\\"\",\"reseaux_porteurs\":[\"ccas-cias\",\"mission-locale\"],\"date_maj\":\"2025-02-14\"}\n{\"id\":\"t\"}\n",
        r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","geometry":null,"properties":{"id":"s","source":"dora","nom":"Le \"Phare\"","reseaux_porteurs":["ccas-cias","mission-locale"],"date_maj":"2025-02-14"}},
            {"type":"Feature","geometry":null,"properties":{"id":"t"}}]}"#,
    ];
    let services = [
        r#"[{"id":"1","structure_id":"s","nom":"Une aide,\nà deux","longitude":4.72,"latitude":49.76,"code_insee":"08105","nombre_semaines":3.0,"score_qualite":0.86,"thematiques":["mobilite"],"publics":[]}]"#,
        "id,structure_id,nom,longitude,latitude,code_insee,nombre_semaines,score_qualite,thematiques,publics\n1,s,\"Une aide,\nà deux\",4.72,49.76,08105,3.0,0.86,['mobilite'],[]\n",
        "{\"id\":\"1\",\"structure_id\":\"s\",\"nom\":\"Une aide,\\nà deux\",\"longitude\":4.72,\"latitude\":49.76,\"code_insee\":\"08105\",\"nombre_semaines\":3,\"score_qualite\":0.86,\"thematiques\":[\"mobilite\"],\"publics\":[]}\n",
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[4.72,49.76]},
            "properties":{"id":"1","structure_id":"s","nom":"Une aide,\nà deux","longitude":4.72,"latitude":49.76,"code_insee":"08105","nombre_semaines":3.0,"score_qualite":0.86,"thematiques":["mobilite"],"publics":[]}}]}"#,
    ];
    let folders = structures.iter().zip(services).map(|(structures, services)| {
        let folder = TempDir::new().unwrap();
        let output = pack(folder.path(), structures, services);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        files(folder.path())
    });
    let folders: Vec<_> = folders.collect();
    for (form, folder) in ["JSON", "CSV", "NDJSON", "GeoJSON"].iter().zip(&folders) {
        assert!(folder == &folders[0], "{form}");
    }
}

#[test]
fn what_is_new_since_another_folder_is_in_the_manifest() {
    let folder = TempDir::new().unwrap();
    assert!(pack(folder.path(), STRUCTURES, SERVICES).status.success());
    fs::write(folder.path().join("services.json"), SERVICES.replace("permis", "code")).unwrap();
    let output = Command::new(PROGRAM)
        .args(["pack", "--structures", "structures.json", "--services", "services.json", "--out", "pack"])
        .args(["--previous", "pack", "--data"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data"))
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = files(folder.path());
    let manifest = Manifest::from_json(&files["manifest.json"]).unwrap();
    let changes = manifest.changes.unwrap();
    assert_eq!(changes.files.keys().collect::<Vec<_>>(), ["08"]);
    let told = &files[&manifest.files[changes.files["08"] as usize].name];
    let told: serde_json::Value = serde_json::from_slice(told).unwrap();
    assert_eq!(told["services"][0]["quoi"], "modifie");
    assert_eq!(told["services"][0]["nom"], "Aide au code");
}

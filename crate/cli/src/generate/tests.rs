use super::*;
use std::collections::BTreeSet;

fn make(name: &str, change: impl FnOnce(&mut Options)) -> (String, String) {
    let out = std::env::temp_dir().join(format!("atlas-generate-{}-{name}", std::process::id()));
    let territory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/territory");
    let mut options = Options {
        structures: 1_000,
        services: 1_500,
        seed: 7,
        out: out.clone(),
        faults: false,
        departements: Vec::new(),
        part: 0.5,
        today: "2026-11-01".into(),
        territory,
    };
    change(&mut options);
    run(&options).unwrap();
    let read = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
    let made = (read("structures.json"), read("services.json"));
    std::fs::remove_dir_all(&out).unwrap();
    made
}

fn records(file: &str) -> Vec<serde_json::Map<String, serde_json::Value>> {
    serde_json::from_str(file).unwrap()
}

#[test]
fn a_seed_always_gives_the_same_bytes() {
    assert_eq!(make("same-a", |_| {}), make("same-b", |_| {}));
    assert_ne!(make("same-c", |_| {}).1, make("other", |options| options.seed = 8).1);
}

#[test]
fn the_form_is_that_of_the_published_files() {
    use atlas::schema::{SERVICE_FIELDS, STRUCTURE_FIELDS};
    let (structures, services) = make("form", |_| {});
    for (file, fields) in [(&structures, &STRUCTURE_FIELDS[..]), (&services, &SERVICE_FIELDS[..])] {
        assert!(file.starts_with("[{\"id\":\"") && file.ends_with("}]"), "one array, nothing around it");
        assert!(outside_of_texts(file).all(|byte| !byte.is_ascii_whitespace()), "no white space");
        assert!(file.contains("https:\\/\\/") && !file.contains("https://"));
        assert!(file.contains(":null") && file.contains('é'));
        assert!(digits_follow(file, "\"date_maj\":1"), "epoch milliseconds");
        let mut rest = &file[2..];
        for field in fields {
            let key = format!("\"{}\":", field.name);
            let at = rest.find(&key).unwrap();
            rest = &rest[at..];
        }
        for record in records(file) {
            assert_eq!(record.len(), fields.len());
            assert_eq!(record["date_maj"].as_i64().unwrap() % 86_400_000, 0);
        }
    }
    assert!(services.contains("\"nombre_semaines\":3.0,"));
}

fn outside_of_texts(file: &str) -> impl Iterator<Item = u8> {
    let (mut inside, mut escaped) = (false, false);
    file.bytes().filter(move |&byte| {
        let outside = !inside;
        inside ^= byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        outside
    })
}

fn digits_follow(file: &str, start: &str) -> bool {
    file.match_indices(start)
        .all(|(at, _)| file[at + start.len()..].bytes().take(12).all(|byte| byte.is_ascii_digit()))
}

#[test]
fn every_value_of_every_vocabulary_occurs() {
    let (structures, services) =
        make("values", |options| (options.structures, options.services) = (4_000, 6_000));
    let known = atlas::schema::vocabularies();
    let both = structures + &services;
    for name in [
        "Thematique",
        "TypeService",
        "Frais",
        "ModeAccueil",
        "ModeMobilisation",
        "PersonneMobilisatrice",
        "Public",
        "ReseauPorteur",
    ] {
        for value in known.values(name) {
            assert!(both.contains(&format!("\"{value}\"")), "{value}");
        }
    }
}

#[test]
fn records_are_as_many_and_as_varied_as_said() {
    let (structures, services) = make("rates", |options| options.services = 4_000);
    let (structures, services) = (records(&structures), records(&services));
    assert_eq!((structures.len(), services.len()), (1_000, 4_000));
    let ids: BTreeSet<_> = structures.iter().map(|record| record["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 1_000);
    let orphans =
        services.iter().filter(|record| !ids.contains(record["structure_id"].as_str().unwrap())).count();
    assert!((4..100).contains(&orphans), "{orphans} orphans");
    let zones: BTreeSet<usize> = services
        .iter()
        .filter_map(|record| record["zone_eligibilite"].as_array())
        .flat_map(|zones| zones.iter().map(|zone| zone.as_str().unwrap().len()))
        .collect();
    assert_eq!(
        zones,
        BTreeSet::from([2, 3, 5, 6, 9]),
        "départements, communes and the country, « france », EPCI"
    );
    let without = |field: &str| services.iter().filter(|record| record[field].is_null()).count();
    for field in ["longitude", "modes_accueil", "publics", "frais", "zone_eligibilite"] {
        assert!(without(field) > 0, "{field}");
    }
    let twins = structures.windows(2).filter(|pair| {
        pair[0]["adresse"] == pair[1]["adresse"]
            && pair[0]["adresse"].is_string()
            && pair[0]["commune"] == pair[1]["commune"]
    });
    assert!(twins.count() > 20);
}

#[test]
fn a_part_lies_where_it_is_asked() {
    let (structures, _) = make("part", |options| options.departements = vec!["08".into(), "974".into()]);
    let located: Vec<_> = records(&structures)
        .into_iter()
        .filter_map(|mut record| record.remove("code_insee")?.as_str().map(str::to_owned))
        .collect();
    let inside = located.iter().filter(|code| code.starts_with("08") || code.starts_with("974")).count();
    let share = inside as f64 / located.len() as f64;
    assert!((0.4..0.6).contains(&share), "{share}");
}

#[test]
fn faults_are_one_in_two_hundred_and_still_json() {
    let plain = records(&make("plain", |_| {}).1);
    let faulty = records(&make("faulty", |options| options.faults = true).1);
    assert_eq!(plain.len(), faulty.len());
    let different = plain.iter().zip(&faulty).filter(|(a, b)| a != b).count();
    assert!((6..=8).contains(&different), "{different}");
}

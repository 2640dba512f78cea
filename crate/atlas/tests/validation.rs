//! The validator as a whole: the official package's recorded answers, places, corrections, formats, chunks.

#![allow(clippy::unwrap_used)]

use atlas::reader::Format;
use atlas::schema::{Kind, days};
use atlas::territory::testing::territory;
use atlas::validation::{
    Finding, Options, Report, Severity, Step, ValidationError, Validator, documentation,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::io::Read;
use std::path::{Path, PathBuf};

fn options() -> Options {
    Options::new(days("2026-11-24").unwrap())
}

fn of_version(version: &str, kind: Kind) -> Options {
    Options { schema: Some(version.to_owned()), kind: Some(kind), ..options() }
}

fn validate_cut(options: Options, bytes: &[u8], chunk: usize) -> Result<Report, ValidationError> {
    let mut validator = Validator::new(options, Some(territory()))?;
    for chunk in bytes.chunks(chunk.max(1)) {
        validator.push(chunk)?;
    }
    validator.finish()
}

fn validate(options: Options, bytes: &[u8]) -> Report {
    validate_cut(options, bytes, usize::MAX).unwrap()
}

fn recorded(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/validation/recorded").join(name);
    let mut text = String::new();
    let file = std::fs::File::open(path).unwrap();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    text
}

fn code_and_loc(finding: &Finding) -> String {
    let mut row = vec![json!(finding.code)];
    row.extend(finding.loc.iter().map(|step| match step {
        Step::Field(name) => json!(name),
        Step::Item(number) => json!(number),
    }));
    Value::Array(row).to_string()
}

/// Every record of the recorded files is judged as the official package did.
#[test]
fn the_recorded_answers_of_the_official_package() {
    for kind in Kind::ALL {
        let records = recorded(&format!("1.0.10-{}.json.gz", kind.name()));
        let expected = recorded(&format!("1.0.10-{}.expected.jsonl.gz", kind.name()));
        let options = Options { beyond: false, max_findings: usize::MAX, ..of_version("1.0.10", kind) };
        let report = validate(options, records.as_bytes());
        let mut found: Vec<Vec<String>> = vec![Vec::new(); report.records as usize];
        for finding in &report.findings {
            found[finding.record as usize].push(code_and_loc(finding));
        }
        let expected: Vec<Vec<Value>> =
            expected.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(found.len(), expected.len());
        for (number, (found, expected)) in found.iter_mut().zip(&expected).enumerate() {
            let mut expected: Vec<String> = expected.iter().map(Value::to_string).collect();
            expected.sort();
            found.sort();
            assert_eq!(*found, expected, "{} {number}", kind.name());
        }
    }
}

/// The official score and each of its criteria.
#[test]
fn the_recorded_scores_of_the_official_package() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/validation/recorded/score_golden.json");
    let golden: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let today = days(&golden["now"].as_str().unwrap()[..10]).unwrap();
    for case in golden["cases"].as_array().unwrap() {
        let file = json!([case["service"]]).to_string();
        let options = Options { today, ..of_version("1.0.10", Kind::Services) };
        let report = validate(options, file.as_bytes());
        let label = &case["label"];
        // A case that the schema refuses has no score in a file.
        let Some(quality) = report.quality else {
            assert!(report.invalid > 0, "{label}");
            continue;
        };
        if let Some(score) = case["score"].as_f64() {
            assert!((quality.score - score).abs() < 1e-9, "{label}: {} for {score}", quality.score);
        }
        for (name, value) in case["details"].as_object().unwrap() {
            let ours = quality.criteria[name.as_str()];
            match value.as_f64() {
                Some(value) => {
                    assert!((ours.unwrap() - value).abs() < 1e-2, "{label} {name}: {ours:?} for {value}")
                }
                None => assert_eq!(ours, None, "{label} {name}"),
            }
        }
    }
}

fn good_service() -> Value {
    json!({
        "source": "exemple", "structure_id": "exemple--1", "id": "exemple--2", "nom": "Aide à la mobilité",
        "description": "Une aide pour se déplacer, avec « guillemets » et un retour\nà la ligne.",
        "date_maj": "2026-02-14", "type": "accompagnement", "thematiques": ["mobilite--preparer-un-permis"],
        "frais": "gratuit", "publics": ["jeunes", "femmes"], "code_postal": "08000", "code_insee": "08105",
        "commune": "Charleville-Mézières", "longitude": 4.72, "latitude": 49.77, "courriel": "a@exemple.fr",
        "telephone": "03 24 00 00 00", "lien_source": "https://exemple.fr/é", "modes_accueil": ["en-presentiel"],
        "zone_eligibilite": ["08"], "nombre_semaines": 3
    })
}

#[test]
fn a_good_service_has_no_finding() {
    let report =
        validate(of_version("1.0.10", Kind::Services), json!([good_service()]).to_string().as_bytes());
    assert_eq!((report.records, report.invalid, report.findings), (1, 0, vec![]));
}

/// Fields, and a value that the schema refuses in each, with the code it gives.
fn faults() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("nom", json!("ab"), "string_too_short"),
        ("description", json!(12), "string_type"),
        ("date_maj", json!("14/02/2025"), "date_from_datetime_parsing"),
        ("type", json!("autonomie"), "enum"),
        ("publics", json!([]), "too_short"),
        ("code_postal", json!("0800"), "string_too_short"),
        ("longitude", json!("à l’est"), "float_parsing"),
        ("courriel", json!("accueil@mairie"), "value_error"),
        ("lien_source", json!("exemple.fr"), "url_parsing"),
        ("modes_accueil", json!("a-distance"), "set_type"),
        ("nombre_semaines", json!(3.5), "int_from_float"),
        ("frais", json!(["gratuit"]), "enum"),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// A value that is broken in one record is found at its very line, column and path, however the file is written and cut.
    #[test]
    fn a_fault_is_found_where_it_is(
        records in 1..6usize,
        at in 0..6usize,
        fault in 0..12usize,
        pretty in any::<bool>(),
        lines in any::<bool>(),
        chunk in 1..200usize,
    ) {
        let at = at % records;
        let (field, value, code) = faults().swap_remove(fault);
        let mut all: Vec<Value> = (0..records).map(|number| {
            let mut service = good_service();
            service["id"] = json!(format!("exemple--{number}"));
            service
        }).collect();
        all[at][field] = json!("§PLACE§");
        let written: Vec<String> = all
            .iter()
            .map(|record| if pretty { serde_json::to_string_pretty(record) } else { serde_json::to_string(record) }.unwrap())
            .collect();
        let text = if lines {
            written.join("\n")
        } else {
            format!("[{}{}\n]", if pretty { "\n" } else { "" }, written.join(","))
        };
        let before = text.split("\"§PLACE§\"").next().unwrap();
        let line = before.matches('\n').count() as u64 + 1;
        let column = before.rsplit('\n').next().unwrap().chars().count() as u64 + 1;
        let text = text.replace("\"§PLACE§\"", &value.to_string());
        let report = validate_cut(of_version("1.0.10", Kind::Services), text.as_bytes(), chunk).unwrap();
        prop_assert_eq!(report.format, if lines { "ndjson" } else { "json" });
        prop_assert_eq!(report.records as usize, records);
        let errors: Vec<&Finding> = report.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        prop_assert_eq!(errors.len(), 1, "{:?}", &errors);
        prop_assert_eq!(errors[0].code, code);
        prop_assert_eq!((errors[0].line, errors[0].column), (line, column), "{}", &text);
        prop_assert_eq!(&errors[0].loc, &vec![Step::Field(field.to_owned())]);
        prop_assert_eq!(errors[0].record as usize, at);
    }
}

#[test]
fn items_of_lists_are_found_by_their_place() {
    let mut service = good_service();
    service["thematiques"] = json!(["mobilite--preparer-un-permis", "mobilite-preparer-un-permis"]);
    let text = serde_json::to_string_pretty(&json!([service])).unwrap();
    let report = validate(of_version("1.0.10", Kind::Services), text.as_bytes());
    let finding = &report.findings[0];
    assert_eq!(finding.loc, [Step::Field("thematiques".to_owned()), Step::Item(1)]);
    let line = text.lines().position(|line| line.contains("mobilite-preparer")).unwrap() as u64 + 1;
    assert_eq!(finding.line, line);
    assert_eq!(
        finding.suggestion.as_deref(),
        Some("Vouliez-vous dire «\u{a0}mobilite--preparer-un-permis\u{a0}»\u{a0}?")
    );
}

fn mended(bytes: &[u8], report: &Report) -> Vec<u8> {
    let mut copy = Vec::new();
    let mut at = 0;
    for fix in &report.fixes {
        copy.extend_from_slice(&bytes[at..fix.start as usize]);
        copy.extend_from_slice(&fix.replacement);
        at = fix.end as usize;
    }
    copy.extend_from_slice(&bytes[at..]);
    copy
}

#[test]
fn a_corrected_copy_has_only_what_no_one_can_guess_left() {
    let mut service = good_service();
    service["date_maj"] = json!("14/02/2025");
    service["thematiques"] = json!(["Mobilité : préparer un permis", "mobilite--preparer-un-permis"]);
    service["lien_source"] = json!("www.exemple.fr/page");
    service["code_postal"] = json!(8000);
    service["frais"] = json!(["gratuit"]);
    service["publics"] = json!([]);
    service["courriel"] = json!("accueil@exemple.fr;");
    service["longitude"] = json!("4,72");
    service["code_insee"] = json!("01003");
    service["nom"] = json!("Un nom.");
    service["telephone"] = json!("bientôt");
    let text = serde_json::to_string_pretty(&json!([service])).unwrap();
    let report = validate(of_version("1.0.10", Kind::Services), text.as_bytes());
    assert_eq!(report.fixes.len(), 10, "{:#?}", report.findings);
    let again = validate(of_version("1.0.10", Kind::Services), &mended(text.as_bytes(), &report));
    assert!(
        again.findings.iter().all(|finding| finding.severity != Severity::Error),
        "{:#?}",
        again.findings
    );
    assert!(again.findings.iter().any(|finding| finding.code == "phone"));
    assert!(again.fixes.is_empty());
}

#[test]
fn a_corrected_csv_keeps_its_delimiter_and_its_encoding() {
    let text = "id;source;structure_id;nom;description;date_maj;thematiques;frais\r\n\
                x--1;x;x--2;\"Été ; aide\";Une description;14/02/2025;\"Mobilité - préparer un permis,sante--addictions\";Gratuit\r\n\
                x--3;x;x--2;Autre;Une description;2025-02-14;;gratuit\r\n";
    // Windows-1252: the letters here are those of Latin-1.
    let bytes: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    let report = validate(options(), &bytes);
    assert_eq!((report.format, report.encoding, report.delimiter), ("csv", "windows-1252", Some(';')));
    assert_eq!((report.schema, report.kind, report.records), ("1.0.10", "services", 2));
    let second = text.lines().nth(1).unwrap();
    let column = |cell: &str| second.split(cell).next().unwrap().chars().count() as u64 + 1;
    let places: Vec<_> = report.findings.iter().map(|found| (found.code, found.line, found.column)).collect();
    let expected = ["14/02", "\"Mobil", "Gratuit"].map(column);
    assert_eq!(
        places,
        [("date_from_datetime_parsing", 2, expected[0]), ("enum", 2, expected[1]), ("enum", 2, expected[2])]
    );
    let copy = mended(&bytes, &report);
    let again = validate(options(), &copy);
    assert_eq!(again.findings, vec![], "{}", String::from_utf8_lossy(&copy));
    let copy: String = copy.iter().map(|&byte| char::from(byte)).collect();
    assert!(copy.contains("2025-02-14;mobilite--preparer-un-permis,sante--addictions;gratuit\r\n"), "{copy}");
    assert!(copy.contains("\"Été ; aide\""), "{copy}");
}

#[test]
fn published_csv_lists_are_read() {
    let text = "id,source,structure_id,nom,description,date_maj,thematiques,publics\n\
                x--1,x,x--2,Nom,Une description,2025-02-14,\"['mobilite--preparer-un-permis', 'sante--addictions']\",['jeunes']\n";
    let report = validate(options(), text.as_bytes());
    assert_eq!((report.records, report.findings), (1, vec![]));
}

#[test]
fn what_is_told_beyond_the_schema() {
    let mut far = good_service();
    far["longitude"] = json!(4.85);
    far["latitude"] = json!(45.76);
    let mut swapped = good_service();
    swapped["longitude"] = json!(49.77);
    swapped["latitude"] = json!(4.72);
    let mut postal = good_service();
    postal["code_postal"] = json!("75011");
    let mut unknown = good_service();
    unknown["code_insee"] = json!("08999");
    let mut html = good_service();
    html["description"] = json!("<p>Aide &agrave; la mobilit&eacute;</p>");
    let mut hours = good_service();
    hours["horaires_accueil"] = json!("tous les jours sauf le lundi");
    let mut misspelt = good_service();
    misspelt["thematique"] = json!([]);
    misspelt.as_object_mut().unwrap().remove("thematiques");
    let mut zone = good_service();
    zone["zone_eligibilite"] = json!(["08", "zz"]);
    let mut half = good_service();
    half["latitude"] = json!(null);
    let mut all = [far, swapped, postal, unknown, html, hours, misspelt, zone, half];
    for (number, service) in all.iter_mut().enumerate() {
        service["id"] = json!(format!("exemple--{number}"));
    }
    let mut all = all.to_vec();
    all.push(all[0].clone());
    let report = validate(of_version("1.0.10", Kind::Services), json!(all).to_string().as_bytes());
    let told: Vec<(&str, u64)> = report.findings.iter().map(|found| (found.code, found.record)).collect();
    assert_eq!(
        told,
        [
            ("coordinates_far", 0),
            ("coordinates_swapped", 1),
            ("postal_code_mismatch", 2),
            ("unknown_commune", 3),
            ("html", 4),
            ("opening_hours", 5),
            ("unknown_field", 6),
            ("unknown_zone", 7),
            ("coordinates_incomplete", 8),
            ("duplicate_id", 9),
            ("coordinates_far", 9),
        ]
    );
    assert_eq!(report.invalid, 0);
    assert_eq!(report.findings[6].proposal.as_deref(), Some("thematiques"));
    // None of it when only the schema is asked.
    let schema_only = Options { beyond: false, ..of_version("1.0.10", Kind::Services) };
    assert_eq!(validate(schema_only, json!(all).to_string().as_bytes()).findings, vec![]);
}

#[test]
fn a_service_without_its_structure_is_told_when_the_structures_were_read() {
    let structures =
        json!([{"id": "exemple--1", "source": "x", "nom": "Une structure", "date_maj": "2026-01-01"}]);
    let mut first = Validator::new(of_version("1.0.10", Kind::Structures), Some(territory())).unwrap();
    first.push(structures.to_string().as_bytes()).unwrap();
    let (report, ids) = first.finish_with_ids().unwrap();
    assert_eq!(report.invalid, 0);
    let mut orphan = good_service();
    orphan["id"] = json!("exemple--3");
    orphan["structure_id"] = json!("exemple--404");
    let mut second = Validator::new(of_version("1.0.10", Kind::Services), Some(territory())).unwrap();
    second.set_structures(std::sync::Arc::new(ids));
    second.push(json!([good_service(), orphan]).to_string().as_bytes()).unwrap();
    let report = second.finish().unwrap();
    let told: Vec<_> = report.findings.iter().map(|found| (found.code, found.record)).collect();
    assert_eq!(told, [("orphan_service", 1)]);
}

#[test]
fn the_same_contact_everywhere_is_told_once() {
    let all: Vec<Value> = (0..30)
        .map(|number| {
            let mut service = good_service();
            service["id"] = json!(format!("exemple--{number}"));
            if number % 3 == 0 {
                service["telephone"] = json!(format!("03 24 00 00 {number:02}"));
            }
            service
        })
        .collect();
    let report = validate(of_version("1.0.10", Kind::Services), json!(all).to_string().as_bytes());
    let told: Vec<_> = report.findings.iter().map(|found| (found.code, found.value.as_deref())).collect();
    assert_eq!(told, [("same_contact", Some("a@exemple.fr")), ("same_contact", Some("03 24 00 00 00"))]);
}

#[test]
fn what_ends_a_file_is_a_finding_and_what_came_before_stands() {
    let mut bad = good_service();
    bad["nom"] = json!("x");
    let whole = json!([bad, good_service()]).to_string();
    let cut = &whole[..whole.len() - 40];
    let report = validate(options(), cut.as_bytes());
    let codes: Vec<_> = report.findings.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["string_too_short", "truncated"]);
    assert_eq!((report.records, report.invalid), (2, 2));
}

#[test]
fn a_record_that_is_not_json_does_not_hide_those_after_it() {
    let mut bad = good_service();
    bad["frais"] = json!("adhesion");
    let good = good_service().to_string();
    let nan = good.replace("4.72", "NaN");
    let file = format!("[{good},\n{nan},\n{bad}]");
    let whole = validate(of_version("1.0.10", Kind::Services), file.as_bytes());
    let told: Vec<_> = whole
        .findings
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| (found.code, found.record, found.line))
        .collect();
    assert_eq!(told, [("syntax", 1, 2), ("enum", 2, 3)]);
    assert_eq!((whole.records, whole.invalid), (3, 2));
    assert_eq!(validate_cut(of_version("1.0.10", Kind::Services), file.as_bytes(), 5).unwrap(), whole);
}

#[test]
fn a_line_that_is_not_closed_does_not_swallow_those_after_it() {
    let good = good_service().to_string();
    let mut bad = good_service();
    bad["frais"] = json!("adhesion");
    // Without its bracket, without its last quote.
    for open in
        [good.strip_suffix('}').unwrap(), good.strip_suffix("\"}").unwrap_or(&good[..good.len() - 20])]
    {
        let file = format!("{good}\n{open}\r\n{good}\n{bad}\n");
        let report = validate(of_version("1.0.10", Kind::Services), file.as_bytes());
        let errors = report.findings.iter().filter(|found| found.severity == Severity::Error);
        let told: Vec<_> = errors.map(|found| (found.record, found.line)).collect();
        assert_eq!(told, [(1, 2), (3, 4)], "{open}");
        assert_eq!((report.format, report.records, report.invalid), ("ndjson", 4, 2));
        for chunk in [1, 7, 64] {
            let cut = validate_cut(of_version("1.0.10", Kind::Services), file.as_bytes(), chunk).unwrap();
            assert_eq!(cut, report, "{chunk}");
        }
    }
    // One object on many lines is no line that isn't closed.
    let pretty = serde_json::to_string_pretty(&good_service()).unwrap();
    let report = validate(of_version("1.0.10", Kind::Services), format!("{pretty}\n{pretty}\n").as_bytes());
    assert_eq!((report.records, report.invalid), (2, 0));
    // Nor is a value on a line of its own.
    let spread = good.replacen('{', "{\"extra\":\n{\"liste\": [\n{},\n{}\n]},", 1);
    let file = format!("{spread}\n{good}\n");
    for chunk in [1, 7, file.len()] {
        let report = validate_cut(of_version("1.0.10", Kind::Services), file.as_bytes(), chunk).unwrap();
        let unsound: Vec<_> = report.findings.iter().filter(|found| found.code == "syntax").collect();
        assert!(unsound.is_empty(), "{chunk}: {unsound:?}");
        assert_eq!(report.records, 2, "{chunk}");
    }
}

#[test]
fn a_file_of_both_kinds_is_judged_record_by_record() {
    let structure = |number: usize| {
        json!({"id": format!("exemple--{number}"), "source": "exemple", "nom": "Une structure", "date_maj": "2026-01-01",
               "siret": null, "site_web": null})
    };
    let mut all: Vec<Value> = (0..45).map(structure).collect();
    for number in 0..45 {
        let mut service = good_service();
        service["id"] = json!(format!("exemple--s{number}"));
        service["frais"] = json!(if number == 44 { "adhesion" } else { "gratuit" });
        all.push(service);
    }
    let report = validate(options(), json!(all).to_string().as_bytes());
    assert_eq!((report.kind, report.records, report.invalid), ("mixed", 90, 1));
    assert_eq!((report.kinds[&Kind::Structures].records, report.kinds[&Kind::Services].records), (45, 45));
    assert_eq!(report.findings.iter().filter(|found| found.severity == Severity::Error).count(), 1);
}

#[test]
fn names_that_are_written_otherwise_are_told_of() {
    let report = validate(options(), b"ID;Source;Nom;Date maj;Siret\nx--1;x;Un nom;2026-01-01;\n");
    assert_eq!(report.kind, "structures");
    let meant: Vec<_> = report.findings.iter().filter_map(|found| found.proposal.as_deref()).collect();
    assert_eq!(meant, ["id", "source", "nom", "date_maj", "siret"]);
}

#[test]
fn names_that_people_give_are_told_of_in_the_header() {
    let csv = "id,source,structure_id,titre,description,date_maj,\"email\",Tel,cp,ville\n\
               x--1,x,x--2,Un nom,Une description,2026-01-01,,,,\n";
    let report = validate(of_version("1.0.10", Kind::Services), csv.as_bytes());
    let unknown = report.findings.iter().filter(|found| found.code == "unknown_field");
    let told: Vec<_> =
        unknown.map(|found| (found.proposal.as_deref().unwrap_or("?"), found.line, found.column)).collect();
    assert_eq!(
        told,
        [
            ("nom", 1, 24),
            ("courriel", 1, 51),
            ("telephone", 1, 59),
            ("code_postal", 1, 63),
            ("commune", 1, 66)
        ]
    );
}

#[test]
fn a_list_with_another_separator_is_mended() {
    let file = |publics: &str, zones: &str| {
        format!(
            "id,source,structure_id,nom,description,date_maj,publics,zone_eligibilite\n\
             x,x,x,Nom,Une description,2026-01-01,{publics},{zones}\n"
        )
    };
    let text = file("Jeunes;étudiants", "08|51");
    let report = validate(of_version("1.0.10", Kind::Services), text.as_bytes());
    let meant: Vec<_> = report.findings.iter().filter_map(|found| found.proposal.as_deref()).collect();
    assert_eq!(meant, ["jeunes,etudiants", "08,51"]);
    let copy = mended(text.as_bytes(), &report);
    assert!(String::from_utf8_lossy(&copy).ends_with(",\"jeunes,etudiants\",\"08,51\"\n"));
    // What isn't wholly understood is no correction.
    let text = file("jeunes;autres publics qui viennent", "");
    let report = validate(of_version("1.0.10", Kind::Services), text.as_bytes());
    assert!(report.fixes.is_empty());
}

#[test]
fn a_row_shorter_than_the_header_is_told_of() {
    let csv = "id,source,structure_id,nom,description,date_maj,frais\n\
               x--1,x,x--2,Un nom,Une description,2026-01-01\n\
               x--2,x,x--2,Un nom,Une description,2026-01-01,\n";
    let report = validate(of_version("1.0.10", Kind::Services), csv.as_bytes());
    let told: Vec<_> = report.findings.iter().map(|found| (found.code, found.line, found.severity)).collect();
    assert_eq!(told, [("short_row", 2, Severity::Warning)]);
}

#[test]
fn a_list_in_a_cell_is_mended_whole_or_not_at_all() {
    let file = |publics: &str| {
        let cell = publics.replace('"', "\"\"");
        format!(
            "id,source,structure_id,nom,description,date_maj,publics\nx,x,x,Nom,Une description,2026-01-01,\"{cell}\"\n"
        )
    };
    let text = file(r#"["Jeunes","\u00c9tudiants"]"#);
    let report = validate(options(), text.as_bytes());
    let copy = String::from_utf8(mended(text.as_bytes(), &report)).unwrap();
    assert!(copy.ends_with(",\"jeunes,etudiants\"\n"), "{copy}");
    let text = file(r#"["Salariés, ouvriers","Jeunes","Étudiants"]"#);
    let report = validate(options(), text.as_bytes());
    assert_eq!((report.findings.len(), report.fixes.len()), (3, 0));
}

#[test]
fn a_correction_that_would_be_refused_is_none() {
    for courriel in ["contact@mairie.local.", "a@-b.fr.", "mailto:a@exemple.123"] {
        let mut service = good_service();
        service["courriel"] = json!(courriel);
        let report = validate(of_version("1.0.10", Kind::Services), json!([service]).to_string().as_bytes());
        assert_eq!((report.findings.len(), report.fixes.len()), (1, 0), "{courriel}");
        assert_eq!(report.findings[0].proposal, None, "{courriel}");
    }
}

/// Long texts and lists take no longer than their length: this ends at once, or not at all.
#[test]
fn long_values_are_no_trap() {
    let mut tags = good_service();
    tags["description"] = json!("<a ".repeat(700_000));
    let mut zones = good_service();
    zones["zone_eligibilite"] =
        json!((0..60_000).map(|number| format!("zz{}", number % 10)).collect::<Vec<_>>());
    let mut publics = good_service();
    publics["publics"] = json!(vec!["JEUNES"; 60_000]);
    for service in [tags, zones, publics] {
        let report = validate(of_version("1.0.10", Kind::Services), json!([service]).to_string().as_bytes());
        assert_eq!(report.records, 1);
    }
    let cell = vec!["JEUNES"; 20_000].join(",");
    let text = format!(
        "id,source,structure_id,nom,description,date_maj,publics\nx,x,x,Nom,Une description,2026-01-01,\"{cell}\"\n"
    );
    assert!(validate(options(), text.as_bytes()).fixes.is_empty());
}

#[test]
fn what_cannot_be_read_at_all_is_refused() {
    for (text, message) in [
        ("", "vide"),
        ("<!doctype html><html><body>Bonjour</body></html>", "n’est pas reconnu"),
        ("[{\"couleur\": \"bleu\"}]", "Aucun champ"),
        ("couleur,taille\nbleu,3\n", "Aucun champ"),
    ] {
        let error = validate_cut(options(), text.as_bytes(), 7).unwrap_err();
        assert!(error.to_string().contains(message), "{text}: {error}");
    }
    let unknown = Options { schema: Some("9.9.9".to_owned()), ..options() };
    assert!(matches!(Validator::new(unknown, None), Err(ValidationError::Option("schema", _))));
    assert!(matches!(
        Validator::new(of_version("0.1.0", Kind::Services), None),
        Err(ValidationError::Option("kind", _))
    ));
}

#[test]
fn findings_beyond_the_limit_are_counted() {
    let all: Vec<Value> = (0..50).map(|number| json!({"id": format!("x--{number}")})).collect();
    let limited = Options { max_findings: 10, ..of_version("1.0.10", Kind::Structures) };
    let report = validate(limited, json!(all).to_string().as_bytes());
    assert_eq!((report.findings.len(), report.truncated), (10, true));
    assert_eq!((report.counts.error, report.invalid), (150, 50));
}

#[test]
fn groups_gather_what_is_alike() {
    let all: Vec<Value> = (0..5)
        .map(|number| {
            let mut service = good_service();
            service["id"] = json!(format!("exemple--{number}"));
            if number != 2 {
                service["frais"] = json!("adhesion");
            }
            service
        })
        .collect();
    let lines: Vec<String> = all.iter().map(Value::to_string).collect();
    let report = validate(of_version("1.0.10", Kind::Services), lines.join("\n").as_bytes());
    assert_eq!(report.groups.len(), 1);
    let group = &report.groups[0];
    assert_eq!((group.field.as_str(), group.count, group.lines.as_str()), ("frais", 4, "1-2, 4-5"));
    assert_eq!(group.value.as_deref(), Some("adhesion"));
}

#[test]
fn geojson_is_read_by_its_properties() {
    let mut bad = good_service();
    bad["frais"] = json!("adhesion");
    let features = [good_service(), bad]
        .map(|service| json!({"type": "Feature", "geometry": null, "properties": service}));
    let text = json!({"type": "FeatureCollection", "features": features}).to_string();
    let report = validate(options(), text.as_bytes());
    assert_eq!((report.format, report.kind, report.records), ("geojson", "services", 2));
    let error = report.findings.iter().find(|found| found.severity == Severity::Error).unwrap();
    assert_eq!((error.code, error.record), ("enum", 1));
}

#[test]
fn a_workbook_is_read_by_its_sheets() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for (name, rows) in [
        (
            "Structures",
            vec![
                vec!["__ignore__", "id", "nom", "date_maj", "siret", "reseaux_porteurs"],
                vec!["x", "Un identifiant", "", "", "", ""],
                vec!["", "x--1", "Une structure.", "2026-01-01", "13003013300016", "mission-locale, afpa"],
            ],
        ),
        (
            "Services",
            vec![
                vec!["__ignore__", "id", "structure_id", "nom", "description", "date_maj", "frais"],
                vec!["", "x--2", "x--1", "Un service", "Une description", "2026-01-01", "adhesion"],
                vec!["", "x--3", "x--1", "Un service", "Une description", "2026-01-01", "gratuit"],
            ],
        ),
    ] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                if !cell.is_empty() {
                    sheet.write_string(row as u32, column as u16, *cell).unwrap();
                }
            }
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    for chunk in [1000, usize::MAX] {
        let report = validate_cut(options(), &bytes, chunk).unwrap();
        assert_eq!((report.format, report.kind, report.records, report.invalid), ("xlsx", "mixed", 3, 1));
        let told: Vec<_> =
            report.findings.iter().map(|found| (found.kind, found.code, found.line, found.column)).collect();
        assert_eq!(
            told,
            [(Kind::Structures, "avertissement", 3, 3), (Kind::Services, "enum", 2, 7)],
            "{:#?}",
            report.findings
        );
        assert_eq!(report.groups[0].lines, "2");
    }
}

#[test]
fn the_chunks_change_nothing() {
    let mut bad = good_service();
    bad["date_maj"] = json!("hier");
    let file = json!([good_service(), bad, 3, good_service()]).to_string();
    let whole = validate(options(), file.as_bytes());
    assert_eq!(whole.findings.iter().filter(|found| found.code == "model_type").count(), 1);
    for chunk in 1..file.len() {
        assert_eq!(validate_cut(options(), file.as_bytes(), chunk).unwrap(), whole, "{chunk}");
    }
}

#[test]
fn a_format_that_is_given_is_believed() {
    let csv = Options { format: Some(Format::Csv), ..options() };
    let report = validate(csv, b"id,nom,siret\nx,Nom,\n");
    assert_eq!((report.format, report.detected.format), ("csv", false));
}

/// `docs/findings.md` is what the code says; `UPDATE_DOCS=1` writes it.
#[test]
fn documentation_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/findings.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, documentation()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), documentation());
}

/// Real files of 2022, where `ATLAS_SAMPLES` names their folder.
#[test]
fn real_files_of_2022() {
    let Some(folder) = std::env::var_os("ATLAS_SAMPLES").map(PathBuf::from) else {
        println!("skipped: ATLAS_SAMPLES doesn't name the folder of real files");
        return;
    };
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let december = read("services-2022/data-inclusion-services.2022-12-08.json");
    let report = validate(of_version("0.7.0", Kind::Services), &december);
    assert_eq!((report.records, report.invalid), (4261, 0));
    let told = validate(options(), &december);
    assert_eq!((told.schema, told.kind, told.invalid), ("0.7.0", "services", 0));

    let november = read("services-2022/data-inclusion-services.2022-11-21.json");
    let report = validate(of_version("0.7.0", Kind::Services), &november);
    assert_eq!(report.invalid, 5);
    let errors = report.findings.iter().filter(|found| found.severity == Severity::Error);
    for finding in errors {
        let value = finding.value.as_deref().unwrap();
        assert_eq!(finding.proposal.as_deref(), Some(value.replacen('-', "--", 1).as_str()));
    }
    let again = validate(of_version("0.7.0", Kind::Services), &mended(&november, &report));
    assert_eq!(again.invalid, 0);

    let structures = read("structures-2022-derived-nocontact.json");
    let report = validate(of_version("0.7.0", Kind::Structures), &structures);
    assert_eq!((report.records, report.invalid), (3811, 0));

    // As the official reader reads it: one structure and two services under the rows to ignore.
    let workbook = read("dataset.xlsx");
    let report = validate(options(), &workbook);
    assert_eq!((report.kinds[&Kind::Structures].records, report.kinds[&Kind::Services].records), (1, 2));

    for name in ["001", "002", "003"] {
        let example = read(&format!("schema-2022/v0.1.0/{name}.json"));
        let report = validate(of_version("0.1.0", Kind::Structures), &example);
        assert_eq!((report.records, report.invalid), (1, 0), "{name}");
    }
}

//! Overviews against plain counts over the records that the same search gives.
#![allow(clippy::unwrap_used)]

mod support;

use atlas::dataset::Atlas;
use atlas::schema::{Kind, SERVICE_FIELDS, days};
use atlas::search::{Params, SearchServices, day};
use atlas::validation::{Options, Validator};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use support::{atlas, parity, search, territory};

/// After every `date_maj` of the records, but for those that a test puts there.
const AT: &str = "2026-11-24";

fn overview(atlas: &Atlas, question: &Value) -> Value {
    let params: Params = serde_json::from_value(question.clone()).unwrap();
    let question = SearchServices::new(&params, atlas.territory()).unwrap();
    serde_json::to_value(atlas.overview(&question, day(AT).unwrap())).unwrap()
}

/// The records that a question finds, with their structures.
fn found(atlas: &Atlas, question: &Value) -> Vec<Value> {
    let mut question = question.clone();
    question["size"] = json!(10_000);
    let page = search(atlas, &question).unwrap();
    let items = page["items"].as_array().unwrap();
    assert_eq!(page["total"], items.len());
    items.iter().map(|item| item["service"].clone()).collect()
}

fn tell<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, u64> {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value == "" || value == &json!([])
}

fn has(service: &Value, field: &str, wanted: &str) -> bool {
    service[field].as_array().is_some_and(|values| values.iter().any(|value| value == wanted))
}

/// Everything but the quality and the facets, which have tests of their own.
fn check(atlas: &Atlas, question: &Value) {
    let told = overview(atlas, question);
    let services = found(atlas, question);
    let count = |passes: &dyn Fn(&&Value) -> bool| services.iter().filter(passes).count();
    assert_eq!(told["services"], services.len(), "{question}");
    assert_eq!(told["orphelins"], count(&|service| service["structure"].is_null()), "{question}");
    let sources = tell(services.iter().filter_map(|service| service["source"].as_str()));
    assert_eq!(told["sources"], sources.len(), "{question}");

    // Structures, the greatest first.
    let structures = tell(services.iter().filter_map(|service| service["structure"]["id"].as_str()));
    assert_eq!(told["structures"], structures.len(), "{question}");
    let mut greatest: Vec<(&str, u64)> = structures.into_iter().collect();
    greatest.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    greatest.truncate(20);
    let named: Vec<(&str, u64)> = told["principales"].as_array().unwrap().iter().map(offering).collect();
    assert_eq!(named, greatest, "{question}");

    // Départements.
    let territory = territory();
    let remote = |service: &&Value| {
        has(service, "modes_accueil", "a-distance") && !has(service, "modes_accueil", "en-presentiel")
    };
    assert_eq!(told["a_distance"], count(&remote), "{question}");
    let there: Vec<Option<&str>> = services
        .iter()
        .filter(|service| !remote(service))
        .map(|service| Some(territory.commune(service["code_insee"].as_str()?)?.code_departement))
        .collect();
    assert_eq!(told["sans_departement"], there.iter().filter(|code| code.is_none()).count(), "{question}");
    let by_code = tell(there.into_iter().flatten());
    let departements = told["departements"].as_array().unwrap();
    assert_eq!(departements.len(), 107);
    for departement in departements {
        let expected = by_code.get(departement["code"].as_str().unwrap()).copied().unwrap_or_default();
        assert_eq!(departement["services"], expected, "{departement} {question}");
        assert!(departement["population"].as_u64().is_none_or(|people| people > 0));
    }

    // Freshness. As text, days sort as they follow each other.
    let mut dates: Vec<&str> = services.iter().filter_map(|service| service["date_maj"].as_str()).collect();
    assert_eq!(told["fraicheur"]["inconnue"], services.len() - dates.len(), "{question}");
    dates.sort_unstable();
    let bounds = ["2026-08-24", "2026-05-24", "2025-11-24", "2024-11-24", ""];
    let mut until = "9999";
    for (slice, since) in told["fraicheur"]["tranches"].as_array().unwrap().iter().zip(bounds) {
        assert_eq!(slice["depuis"].as_str().unwrap_or_default(), since);
        let within = dates.iter().filter(|date| since <= **date && **date < until).count();
        assert_eq!(slice["services"], within, "{since} {question}");
        until = since;
    }
    match told["fraicheur"]["mediane"].as_str() {
        None => assert!(dates.is_empty()),
        Some(median) => {
            assert!(dates.contains(&median));
            let since = dates.iter().filter(|date| **date >= median).count();
            let after = dates.iter().filter(|date| **date > median).count();
            assert!(2 * since >= dates.len() && 2 * after < dates.len().max(1), "{median} {question}");
        }
    }

    // Fields, publics, scores.
    for field in SERVICE_FIELDS {
        let filled = count(&|service| !is_empty(&service[field.name]));
        assert_eq!(told["champs"][field.name], filled, "{} {question}", field.name);
    }
    for (public, named) in told["publics_nommes"].as_object().unwrap() {
        assert_eq!(*named, count(&|service| has(service, "publics", public)), "{public} {question}");
    }
    let scores: Vec<f64> = services.iter().filter_map(|service| service["score_qualite"].as_f64()).collect();
    match told["score_publie"].as_f64() {
        None => assert!(scores.is_empty()),
        Some(mean) => assert!((mean - scores.iter().sum::<f64>() / scores.len() as f64).abs() < 1e-9),
    }
}

fn offering(structure: &Value) -> (&str, u64) {
    assert!(structure["nom"].is_string());
    (structure["id"].as_str().unwrap(), structure["services"].as_u64().unwrap())
}

fn parsed(name: &str) -> Value {
    serde_json::from_slice(&parity(name)).unwrap()
}

#[test]
fn figures_are_plain_counts() {
    let atlas = atlas(&parsed("structures.json.gz"), &parsed("services.json.gz"));
    for question in [
        json!({}),
        json!({"regles": "atlas", "code_commune": "97411", "rayon_km": 30}),
        json!({"regles": "atlas", "code_commune": "75056", "modes_accueil": ["en-presentiel"]}),
        json!({"thematiques": ["mobilite"], "publics": ["jeunes"], "frais": ["gratuit"]}),
        json!({"q": "permis", "maj_depuis": "2025-11-24"}),
        json!({"exclure_doublons": true, "score_qualite_minimum": 0.6}),
        json!({"sources": ["inconnue"]}),
    ] {
        check(&atlas, &question);
    }
}

#[test]
fn odd_records_are_counted_as_what_they_say() {
    let on_site = json!(["en-presentiel"]);
    let services = json!([
        {"id": "1", "structure_id": "s", "source": "a", "code_insee": "08105", "modes_accueil": on_site, "date_maj": "2027-01-01"},
        {"id": "2", "structure_id": "s", "source": "b", "code_insee": "75111", "date_maj": "2026-08-24", "telephone": ""},
        {"id": "3", "structure_id": "t", "source": "a", "code_insee": "01003", "date_maj": "2026-08-23", "publics": []},
        {"id": "4", "structure_id": "nowhere", "code_insee": "00000", "date_maj": 3, "adresse": ["1"], "frais": 7},
        {"id": "5", "structure_id": "t", "modes_accueil": ["a-distance"], "code_insee": "08105", "date_maj": "1969-12-31"},
        {"id": "6", "structure_id": "t", "modes_accueil": ["a-distance", "en-presentiel"], "publics": ["tous-publics"]},
    ]);
    let structures =
        json!([{"id": "s", "nom": "Une", "commune": "Sedan"}, {"id": "t", "nom": "Deux", "commune": null}]);
    let atlas = atlas(&structures, &services);
    // A text of the wrong type is shown but counts as null.
    let mut plain = overview(&atlas, &json!({}));
    assert_eq!(plain["champs"]["adresse"], 0);
    assert_eq!(plain["champs"]["frais"], 0);
    assert_eq!(plain["champs"]["telephone"], 0);
    assert_eq!(plain["a_distance"], 1);
    assert_eq!(plain["sans_departement"], 2);
    assert_eq!(plain["facets"]["publics"]["jeunes"], 1, "who is for everybody is for them");
    assert_eq!(plain["publics_nommes"]["jeunes"], 0);
    let there: Vec<(String, u64)> = plain["departements"]
        .as_array_mut()
        .unwrap()
        .iter()
        .filter(|departement| departement["services"] != 0)
        .map(|departement| {
            (departement["code"].as_str().unwrap().to_owned(), departement["services"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(there, [("01".into(), 1), ("08".into(), 1), ("75".into(), 1)]);
    assert_eq!(
        plain["principales"],
        json!([
            {"id": "t", "nom": "Deux", "commune": null, "services": 3},
            {"id": "s", "nom": "Une", "commune": "Sedan", "services": 2},
        ])
    );
    assert_eq!(plain["fraicheur"]["mediane"], "2026-08-23");
    assert_eq!(plain["fraicheur"]["inconnue"], 1);
}

#[test]
fn nothing_is_found_in_nothing() {
    let empty = overview(&atlas(&json!([]), &json!([])), &json!({}));
    assert_eq!(empty["services"], 0);
    assert_eq!(empty["qualite"], Value::Null);
    assert_eq!(empty["score_publie"], Value::Null);
    assert_eq!(empty["fraicheur"]["mediane"], Value::Null);
    assert_eq!(empty["departements"].as_array().unwrap().len(), 107);
}

#[test]
fn counts_are_those_of_the_search() {
    let atlas = atlas(&parsed("structures.json.gz"), &parsed("services.json.gz"));
    let question = json!({"code_commune": "08105", "rayon_km": 100, "facettes": true});
    assert_eq!(overview(&atlas, &question)["facets"], search(&atlas, &question).unwrap()["facets"]);
}

/// The validator reads the records as a producer wrote them, and scores those that are valid.
#[test]
fn quality_is_the_validators() {
    let options = |kind| Options {
        schema: Some("1.0.10".to_owned()),
        kind: Some(kind),
        max_findings: usize::MAX,
        beyond: false,
        ..Options::new(days(AT).unwrap())
    };
    let report = |services: &Value| {
        let mut validator = Validator::new(options(Kind::Services), None).unwrap();
        validator.push(services.to_string().as_bytes()).unwrap();
        validator.finish().unwrap()
    };
    // As a producer writes them: days as texts, no score.
    let mut services = parsed("services.json.gz");
    for service in services.as_array_mut().unwrap() {
        if let Some(milliseconds) = service["date_maj"].as_i64() {
            service["date_maj"] = json!(written(milliseconds / 86_400_000));
        }
        service.as_object_mut().unwrap().remove("score_qualite");
    }
    let whole = report(&services);
    let invalid: std::collections::BTreeSet<u64> =
        whole.findings.iter().map(|finding| finding.record).collect();
    let mut at = 0;
    services.as_array_mut().unwrap().retain(|_| {
        at += 1;
        !invalid.contains(&(at - 1))
    });
    assert!(services.as_array().unwrap().len() > 500);
    let expected = report(&services).quality.unwrap();
    let told = overview(&atlas(&json!([]), &services), &json!({}))["qualite"].clone();
    let near = |a: &Value, b: f64| (a.as_f64().unwrap() - b).abs() < 1e-9;
    assert_eq!(told["services"], expected.services);
    assert!(near(&told["score"], expected.score));
    for (criterion, mean) in &expected.criteria {
        assert!(near(&told["criteria"][criterion], mean.unwrap()), "{criterion}");
    }
    let lacking = |gains: &[Value]| -> Vec<Value> {
        gains.iter().map(|gain| json!([gain["criterion"], gain["services"]])).collect()
    };
    let wanted: Vec<Value> =
        expected.gains.iter().map(|gain| json!([gain.criterion, gain.services])).collect();
    assert_eq!(lacking(told["gains"].as_array().unwrap()), wanted);
}

/// `YYYY-MM-DD` of a day since 1970-01-01.
fn written(day: i64) -> String {
    let seconds = speedate::DateConfig { timestamp_unit: speedate::TimestampUnit::Second };
    speedate::Date::from_timestamp(day * 86_400, true, &seconds).unwrap().to_string()
}

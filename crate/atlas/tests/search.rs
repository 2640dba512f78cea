//! Searches against a naïve scan of the same records: what is fast must answer as what is obvious.
#![allow(clippy::unwrap_used)]

mod support;

use geo::{Distance, Geodesic, Point};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{atlas, search, territory};

/// Places where answers change: a town, an arrondissement, an island, a border, both sides of the antimeridian.
const COMMUNES: [&str; 7] = ["08105", "75111", "97411", "59295", "98611", "98818", "13203"];
const THEMATIQUES: [&str; 4] = [
    "numerique--acquerir-un-equipement",
    "numerique--acceder-a-une-connexion-internet",
    "mobilite--acceder-a-un-vehicule",
    "sante--acces-aux-soins",
];
const MODES: [&str; 2] = ["a-distance", "en-presentiel"];

fn subset(of: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop_oneof![
        1 => Just(Value::Null),
        5 => proptest::sample::subsequence(of, 0..=of.len()).prop_map(|values| json!(values)),
    ]
}

/// A service near one of the places, at a distance where radii end.
fn service() -> impl Strategy<Value = Value> {
    let zones = prop_oneof![
        3 => Just(Value::Null),
        1 => Just(json!(["france"])),
        1 => Just(json!(["99100", "01"])),
        1 => Just(json!(["08", "974", "13"])),
        1 => Just(json!(["75111"])),
        1 => Just(json!(["75056", "13055"])),
        1 => Just(json!(["200041630", "98611"])),
    ];
    let point = prop_oneof![
        1 => Just(None),
        8 => (0..COMMUNES.len(), -0.8..0.8f64, -0.6..0.6f64).prop_map(Some),
    ];
    (subset(&THEMATIQUES), subset(&MODES), zones, point, 0..200u32, 0..30u32).prop_map(
        |(thematiques, modes, zones, point, id, structure)| {
            let point = point.map(|(commune, east, north)| {
                let territory = territory();
                let commune = territory.commune(COMMUNES[commune]).unwrap();
                // Wallis and New Caledonia lie near the antimeridian: stay on the map.
                ((commune.lon + east).clamp(-180.0, 180.0), commune.lat + north)
            });
            json!({
                "id": format!("s{id}"),
                "source": "essai",
                "structure_id": format!("t{structure}"),
                "nom": "Essai",
                "longitude": point.map(|(lon, _)| lon),
                "latitude": point.map(|(_, lat)| lat),
                "thematiques": thematiques,
                "modes_accueil": modes,
                "zone_eligibilite": zones,
            })
        },
    )
}

fn question() -> impl Strategy<Value = Value> {
    let place = prop_oneof![
        1 => Just(json!({})),
        3 => (0..COMMUNES.len()).prop_map(|at| json!({"code_commune": COMMUNES[at]})),
        2 => (0..COMMUNES.len(), -0.5..0.5f64, -0.5..0.5f64).prop_map(|(at, east, north)| {
            let territory = territory();
            let commune = territory.commune(COMMUNES[at]).unwrap();
            json!({"lon": (commune.lon + east).clamp(-180.0, 180.0), "lat": commune.lat + north})
        }),
    ];
    let radius = prop_oneof![
        2 => Just(json!({})),
        4 => (0.0..120.0f64).prop_map(|km| json!({"rayon_km": km})),
        1 => (0.0..20_038.0f64).prop_map(|km| json!({"rayon_km": km})),
    ];
    let thematiques = prop_oneof![
        2 => Just(json!({})),
        1 => Just(json!({"thematiques": ["numerique"]})),
        1 => Just(json!({"thematiques": ["mobilite", THEMATIQUES[0]]})),
    ];
    let modes = prop_oneof![
        2 => Just(json!({})),
        1 => (0..2usize).prop_map(|at| json!({"modes_accueil": [MODES[at]]})),
    ];
    (place, radius, thematiques, modes).prop_map(|(place, radius, thematiques, modes)| {
        let parts = [place, radius, thematiques, modes];
        parts
            .into_iter()
            .flat_map(|part| part.as_object().unwrap().clone())
            .collect::<serde_json::Map<_, _>>()
            .into()
    })
}

fn has(record: &Value, field: &str, wanted: impl Fn(&str) -> bool) -> bool {
    record[field].as_array().is_some_and(|values| values.iter().any(|value| wanted(value.as_str().unwrap())))
}

/// The rules, read off `search`'s own documentation, one record at a time.
fn naive(records: &[Value], question: &Value) -> Vec<(String, Option<u64>)> {
    let territory = territory();
    let commune = match (question["code_commune"].as_str(), question["lon"].as_f64()) {
        (Some(code), _) => territory.commune(code),
        (None, Some(lon)) => territory.nearest_commune(lon, question["lat"].as_f64().unwrap()),
        (None, None) => None,
    };
    let mut found = Vec::new();
    for (at, record) in records.iter().enumerate() {
        let asked = |field: &str| question[field].as_array().cloned();
        if let Some(asked) = asked("thematiques") {
            let matches = |value: &str| {
                asked.iter().any(|asked| value == asked || value.split("--").next() == asked.as_str())
            };
            if !has(record, "thematiques", matches) {
                continue;
            }
        }
        if let Some(asked) = asked("modes_accueil")
            && !has(record, "modes_accueil", |value| asked.iter().any(|asked| value == asked))
        {
            continue;
        }
        let mut distance = None;
        if let Some(commune) = &commune {
            let codes =
                [commune.code, commune.code_departement, commune.code_epci.unwrap_or("?"), "99100", "france"];
            if !record["zone_eligibilite"].is_null()
                && !has(record, "zone_eligibilite", |zone| codes.contains(&zone))
            {
                continue;
            }
            let center = match question["lon"].as_f64() {
                Some(lon) => Point::new(lon, question["lat"].as_f64().unwrap()),
                None => Point::new(commune.lon, commune.lat),
            };
            let metres = record["longitude"]
                .as_f64()
                .map(|lon| Geodesic.distance(center, Point::new(lon, record["latitude"].as_f64().unwrap())));
            let in_range = metres.filter(|m| *m <= question["rayon_km"].as_f64().unwrap_or(50.0) * 1000.0);
            if in_range.is_none() && !has(record, "modes_accueil", |mode| mode == "a-distance") {
                continue;
            }
            if has(record, "modes_accueil", |mode| mode == "en-presentiel") {
                distance = in_range.map(|metres| (metres / 1000.0).round_ties_even() as u64);
            }
        }
        found.push((distance.unwrap_or(u64::MAX), record["id"].as_str().unwrap().to_owned(), at, distance));
    }
    found.sort();
    found.into_iter().map(|(_, id, _, distance)| (id, distance)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn answers_equal_a_naive_scan(
        records in proptest::collection::vec(service(), 0..80),
        questions in proptest::collection::vec(question(), 1..6),
    ) {
        let atlas = atlas(&json!([]), &json!(records));
        for question in questions {
            let page = search(&atlas, &question).unwrap();
            let answers: Vec<_> = page["items"].as_array().unwrap().iter().map(|item| {
                (item["service"]["id"].as_str().unwrap().to_owned(), item["distance"].as_u64())
            }).collect();
            prop_assert_eq!(answers, naive(&records, &question), "{}", question);
        }
    }

    #[test]
    fn pages_put_together_are_the_whole(
        records in proptest::collection::vec(service(), 0..60),
        mut question in question(),
        size in 1..9u64,
    ) {
        let atlas = atlas(&json!([]), &json!(records));
        let whole = search(&atlas, &question).unwrap();
        question["size"] = json!(size);
        let mut items = Vec::new();
        for page in 1.. {
            question["page"] = json!(page);
            let answer = search(&atlas, &question).unwrap();
            prop_assert_eq!(&answer["total"], &whole["total"]);
            prop_assert_eq!(answer["pages"].as_u64().unwrap(), whole["total"].as_u64().unwrap().div_ceil(size));
            prop_assert_eq!(answer["size"].as_u64().unwrap() as usize, answer["items"].as_array().unwrap().len());
            if answer["items"] == json!([]) {
                break;
            }
            items.extend(answer["items"].as_array().unwrap().clone());
        }
        prop_assert_eq!(json!(items), whole["items"].clone());
    }
}

#[test]
fn refusals_name_the_parameter() {
    let atlas = atlas(&json!([]), &json!([]));
    let field = |question: Value| search(&atlas, &question).unwrap_err().field;
    assert_eq!(field(json!({"code_commune": "00000"})), "code_commune");
    assert_eq!(field(json!({"code_commune": 8105})), "code_commune");
    assert_eq!(field(json!({"lat": 49.0})), "lon");
    assert_eq!(field(json!({"lon": 4.7})), "lat");
    assert_eq!(field(json!({"lon": 4.7, "lat": 90.1})), "lat");
    assert_eq!(field(json!({"lon": "4.7", "lat": 49.0})), "lon");
    assert_eq!(field(json!({"rayon_km": -1})), "rayon_km");
    assert_eq!(field(json!({"thematiques": ["cuisine"]})), "thematiques");
    assert_eq!(field(json!({"thematiques": "mobilite"})), "thematiques");
    assert_eq!(field(json!({"thematiques": [3]})), "thematiques");
    assert_eq!(field(json!({"modes_accueil": ["en-ligne"]})), "modes_accueil");
    assert_eq!(field(json!({"page": 0})), "page");
    assert_eq!(field(json!({"page": 1.5})), "page");
    assert_eq!(field(json!({"size": 10_001})), "size");
    assert_eq!(field(json!({"taille": 3})), "taille");
    assert!(search(&atlas, &json!({"taille": null, "page": 9e15, "size": 10_000})).is_ok());
}

#[test]
fn distances_are_those_of_postgis() {
    // Golden figures of the API's own tests: Hazebrouck's centre to a service in Lille, 38,901 m.
    let services = json!([{
        "id": "lille", "longitude": 3.066667, "latitude": 50.633333, "modes_accueil": ["en-presentiel"]
    }]);
    let atlas = atlas(&json!([]), &services);
    let page = search(&atlas, &json!({"lon": 2.5357, "lat": 50.7254, "rayon_km": 38.902})).unwrap();
    assert_eq!(page["items"][0]["distance"], 39);
    let page = search(&atlas, &json!({"lon": 2.5357, "lat": 50.7254, "rayon_km": 38.9})).unwrap();
    assert_eq!(page["total"], 0);
}

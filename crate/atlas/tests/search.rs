//! Searches against a naïve scan of the same records: what is fast must answer as what is obvious.
#![allow(clippy::unwrap_used)]

mod support;

use atlas::dataset::Atlas;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use std::io::{Read, Write};
use support::naive::{Data, FACETS};
use support::{atlas, search, territory};

/// Places where answers change: a town, a city and its arrondissement, an island, a border, both sides of the antimeridian,
/// a commune with former ones.
const COMMUNES: [&str; 8] = ["08105", "75111", "75056", "97411", "59295", "98611", "98818", "01165"];
/// Areas that hold some of them, whole or in part.
const AREAS: [(&str, &str); 9] = [
    ("code_epci", "200041630"),
    ("code_epci", "200054781"),
    ("code_departement", "08"),
    ("code_departement", "75"),
    ("code_departement", "01"),
    ("code_departement", "986"),
    ("code_region", "44"),
    ("code_region", "04"),
    ("code_region", "84"),
];
const THEMATIQUES: [&str; 4] = [
    "numerique--acquerir-un-equipement",
    "numerique--acceder-a-une-connexion-internet",
    "mobilite--acceder-a-un-vehicule",
    "sante--acces-aux-soins",
];
const MODES: [&str; 2] = ["a-distance", "en-presentiel"];
const PUBLICS: [&str; 4] = ["tous-publics", "femmes", "jeunes", "demandeurs-emploi"];
const FRAIS: [&str; 2] = ["gratuit", "payant"];
const TYPES: [&str; 2] = ["atelier", "formation"];
const SOURCES: [&str; 3] = ["dora", "soliguide", "fredo"];
const MOBILISATION: [&str; 2] = ["envoyer-un-courriel", "telephoner"];
const PERSONNES: [&str; 2] = ["professionnels", "usagers"];
const RESEAUX: [&str; 2] = ["ccas-cias", "mission-locale"];
const NOMS: [&str; 6] = [
    "Aide au permis de conduire",
    "Ateliers numériques",
    "Épicerie solidaire",
    "Local associatif",
    "Travaux d’intérêt",
    "",
];
const HOURS: [&str; 4] = ["Mo-Fr 09:00-12:00; PH off", "24/7", "Mo-Su 22:00-02:00", "du lundi au vendredi"];
const DAYS: [&str; 3] = ["2024-01-01", "2026-01-31", "2026-02-01"];
const PRECISIONS: [&str; 3] = ["Jeunes de moins de 26 ans", "femmes isolées", "Parents"];

/// Null, or some of the values.
fn subset(of: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop_oneof![
        1 => Just(Value::Null),
        5 => proptest::sample::subsequence(of, 0..=of.len()).prop_map(|values| json!(values)),
    ]
}

/// Null, or one of the values.
fn one(of: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop_oneof![1 => Just(Value::Null), 4 => proptest::sample::select(of).prop_map(|value| json!(value))]
}

/// One JSON object of several.
fn merged(parts: impl IntoIterator<Item = Value>) -> Value {
    let members = parts.into_iter().flat_map(|part| part.as_object().unwrap().clone());
    Value::Object(members.collect())
}

/// A service near one of the places, at a distance where radii end.
fn service() -> impl Strategy<Value = Value> {
    let zones = prop_oneof![
        3 => Just(Value::Null),
        1 => Just(json!(["france"])),
        1 => Just(json!(["99100", "01"])),
        1 => Just(json!(["08", "974", "13"])),
        1 => Just(json!(["75111"])),
        1 => Just(json!(["200054781", "51", "01003"])),
        1 => Just(json!(["75056", "13055"])),
        1 => Just(json!(["200041630", "98611", "01003"])),
    ];
    let point = prop_oneof![
        1 => Just(None),
        8 => (0..COMMUNES.len(), -0.8..0.8f64, -0.6..0.6f64).prop_map(Some),
    ];
    let code = one(&["08105", "75111", "75056", "97411", "01003", "01165", "99999"]);
    let place = (zones, point, code).prop_map(|(zones, point, code)| {
        let point = point.map(|(commune, east, north)| {
            let territory = territory();
            let commune = territory.commune(COMMUNES[commune]).unwrap();
            // Wallis and New Caledonia lie near the antimeridian: stay on the map.
            ((commune.lon + east).clamp(-180.0, 180.0), commune.lat + north)
        });
        json!({
            "longitude": point.map(|(lon, _)| lon),
            "latitude": point.map(|(_, lat)| lat),
            "code_insee": code,
            "zone_eligibilite": zones,
        })
    });
    let lists =
        (subset(&THEMATIQUES), subset(&MODES), subset(&PUBLICS), subset(&MOBILISATION), subset(&PERSONNES))
            .prop_map(|(thematiques, modes, publics, mobilisation, personnes)| {
                json!({
                    "thematiques": thematiques, "modes_accueil": modes, "publics": publics,
                    "modes_mobilisation": mobilisation, "mobilisable_par": personnes,
                })
            });
    let codes = (one(&FRAIS), one(&TYPES), proptest::sample::select(&SOURCES[..]), one(&PRECISIONS)).prop_map(
        |(frais, kind, source, precisions)| {
            json!({"frais": frais, "type": kind, "source": source, "publics_precisions": precisions})
        },
    );
    let rest = (0..200u32, 0..6u32, one(&NOMS), one(&HOURS), one(&DAYS), proptest::option::of(0..5u32))
        .prop_map(|(id, structure, nom, hours, day, score)| {
            json!({
                "id": format!("s{id}"), "structure_id": format!("t{structure}"), "nom": nom,
                "horaires_accueil": hours, "date_maj": day,
                "score_qualite": score.map(|score| f64::from(score) / 4.0),
            })
        });
    (place, lists, codes, rest).prop_map(|(place, lists, codes, rest)| merged([place, lists, codes, rest]))
}

fn structure(id: usize) -> impl Strategy<Value = Value> {
    (one(&["c1", "c2"]), subset(&RESEAUX), one(&DAYS), one(&NOMS)).prop_map(move |(cluster, networks, day, nom)| {
        json!({
            "id": format!("t{id}"), "source": "dora", "_cluster_id": cluster, "reseaux_porteurs": networks,
            "date_maj": day, "nom": nom,
        })
    })
}

/// Structures t0 to t4: services of t5 are orphans.
fn data() -> impl Strategy<Value = Data> {
    let structures = (structure(0), structure(1), structure(2), structure(3), structure(4));
    let structures = structures.prop_map(|(a, b, c, d, e)| vec![a, b, c, d, e]);
    (structures, proptest::collection::vec(service(), 0..60))
        .prop_map(|(structures, services)| Data { structures, services })
}

/// A parameter, given one time in a few.
fn maybe(name: &'static str, value: impl Strategy<Value = Value> + 'static) -> impl Strategy<Value = Value> {
    prop_oneof![
        5 => Just(json!({})),
        1 => value.prop_map(move |value| json!({name: value})),
    ]
}

fn some(of: &'static [&'static str]) -> impl Strategy<Value = Value> {
    proptest::sample::subsequence(of, 1..=of.len()).prop_map(|values| json!(values))
}

fn text(of: &'static [&'static str]) -> impl Strategy<Value = Value> {
    proptest::sample::select(of).prop_map(|text| json!(text))
}

fn question() -> impl Strategy<Value = Value> {
    let place = prop_oneof![
        2 => Just(json!({})),
        2 => proptest::sample::select(&AREAS[..]).prop_map(|(name, code)| json!({name: code})),
        3 => (0..COMMUNES.len()).prop_map(|at| json!({"code_commune": COMMUNES[at]})),
        2 => (0..COMMUNES.len(), -0.5..0.5f64, -0.5..0.5f64, any::<bool>()).prop_map(|(at, east, north, both)| {
            let territory = territory();
            let commune = territory.commune(COMMUNES[at]).unwrap();
            let code = both.then_some(COMMUNES[at]);
            json!({"lon": (commune.lon + east).clamp(-180.0, 180.0), "lat": commune.lat + north, "code_commune": code})
        }),
    ];
    let radius = prop_oneof![
        2 => Just(json!({})),
        4 => (0.0..120.0f64).prop_map(|km| json!({"rayon_km": km})),
        1 => (0.0..20_038.0f64).prop_map(|km| json!({"rayon_km": km})),
    ];
    let bbox = (-180.0..180.0f64, -30.0..50.0f64, -180.0..180.0f64, 0.0..60.0f64)
        .prop_map(|(west, south, east, height)| json!([west, south, east, (south + height).min(90.0)]));
    let facets = (
        maybe("thematiques", some(&["numerique", "mobilite", THEMATIQUES[0], THEMATIQUES[3]])),
        maybe("modes_accueil", some(&MODES)),
        maybe("publics", some(&PUBLICS)),
        maybe("frais", some(&FRAIS)),
        maybe("types", some(&TYPES)),
        maybe("sources", some(&["dora", "fredo", "inconnue"])),
        maybe("modes_mobilisation", some(&MOBILISATION)),
        maybe("mobilisable_par", some(&PERSONNES)),
        maybe("reseaux_porteurs", some(&RESEAUX)),
    );
    let facets = facets.prop_map(|(a, b, c, d, e, f, g, h, i)| merged([a, b, c, d, e, f, g, h, i]));
    let others = (
        maybe("score_qualite_minimum", (0..5u32).prop_map(|score| json!(f64::from(score) / 4.0))),
        maybe(
            "recherche_public",
            text(&[
                "jeunes",
                "-femmes",
                "jeunes or parents",
                "\"femmes isolées\"",
                "demandeurs emploi",
                "le",
            ]),
        ),
        maybe("maj_depuis", text(&["2026-01-31", "2026-02-01"])),
        maybe(
            "ouvert_le",
            text(&[
                "2026-03-02T10:00",
                "2026-12-25T10:00",
                "2026-03-02T01:00",
                "2026-03-01T23:30:00",
                "2026-03-02T09:00:00Z",
                "2026-03-01T22:00:00+01:00",
                "2026-03-07T00:00/2026-03-07T24:00",
                "2026-12-25T08:00/2026-12-25T21:00",
            ]),
        ),
        maybe("a_distance", text(&["inclus", "exclus", "seuls"])),
        maybe("bbox", bbox),
        maybe(
            "q",
            text(&[
                "permis",
                "prmis",
                "travail",
                "ateliers num",
                "solidaire epicrie",
                "locaux",
                "mobilité",
                "xyz",
            ]),
        ),
        maybe("exclure_doublons", Just(json!(true))),
    );
    let others = others.prop_map(|(a, b, c, d, e, f, g, h)| merged([a, b, c, d, e, f, g, h]));
    let order = prop_oneof![
        Just(json!({})),
        text(&["distance", "pertinence", "date_maj", "nom", "score_qualite"])
            .prop_map(|tri| json!({"tri": tri})),
    ];
    let rules = text(&["api", "atlas"]).prop_map(|rules| json!({"regles": rules}));
    // Of one facet in a few, what states none is asked too: beside other values, or alone.
    let unstated = 0..3 * FACETS.len();
    (place, radius, facets, others, order, rules, unstated).prop_map(|(a, b, c, d, e, f, unstated)| {
        let mut question = merged([a, b, c, d, e, f]);
        if let Some((facet, _)) = FACETS.get(unstated).filter(|_| question["regles"] == "atlas") {
            match &mut question[facet] {
                Value::Array(values) => values.push(json!("non-precise")),
                none => *none = json!(["non-precise"]),
            }
        }
        question
    })
}

fn open(data: &Data) -> Atlas {
    atlas(&json!(data.structures), &json!(data.services))
}

/// Ids and distances of a page.
fn answers(page: &Value) -> Value {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| json!([item["service"]["id"], item["distance"]])).collect()
}

fn expected(data: &Data, question: &Value) -> Value {
    data.answers(question).iter().map(|answer| json!([answer.id, answer.distance])).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn answers_equal_a_naive_scan(data in data(), questions in proptest::collection::vec(question(), 1..8)) {
        let atlas = open(&data);
        for question in questions {
            let page = search(&atlas, &question).unwrap();
            prop_assert_eq!(answers(&page), expected(&data, &question), "{}", question);
        }
    }

    #[test]
    fn clusters_hold_the_placed_answers(data in data(), question in question(), zoom in 0.0..12.0f64) {
        let atlas = open(&data);
        let world = [-180.0, -90.0, 180.0, 90.0];
        let params = serde_json::from_value(question.clone()).unwrap();
        let asked = atlas::search::SearchServices::new(&params, &territory()).unwrap();
        let drawn: u32 = atlas.clusters(&asked, world, zoom).iter().map(|cluster| cluster.count).sum();
        let placed = data.services.iter().filter(|service| service["longitude"].is_number());
        let placed: Vec<&Value> = placed.map(|service| &service["id"]).collect();
        let page = search(&atlas, &question).unwrap();
        let items = page["items"].as_array().unwrap();
        // Where services share an id, one may be placed and another not.
        let ids: Vec<&Value> = items.iter().map(|item| &item["service"]["id"]).collect();
        let least = items.iter().filter(|item| item["service"]["longitude"].is_number()).count();
        prop_assert_eq!(drawn as usize, least, "{:?} {:?}", ids, placed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(25))]

    #[test]
    fn counts_are_what_each_value_would_give(data in data(), mut question in question()) {
        let atlas = open(&data);
        let expected = data.facets(&question);
        question["facettes"] = json!(true);
        let page = search(&atlas, &question).unwrap();
        for (facet, counts) in expected.as_object().unwrap() {
            for (value, count) in counts.as_object().unwrap() {
                prop_assert_eq!(&page["facets"][facet][value], count, "{} {} {}", facet, value, question);
            }
            let known = page["facets"][facet].as_object().unwrap().keys();
            prop_assert!(known.clone().all(|value| value == "non-precise" || counts.get(value).is_some()), "{}", facet);
        }
    }

    #[test]
    fn what_rules_set_aside_is_what_comes_without_them(data in data(), mut question in question()) {
        let atlas = open(&data);
        question["regles"] = json!("atlas");
        let page = search(&atlas, &question).unwrap();
        let services = |question: &Value| -> Vec<Value> {
            let page = search(&atlas, question).unwrap();
            page["items"].as_array().unwrap().iter().map(|item| item["service"].clone()).collect()
        };
        let shown = services(&question);
        for rule in ["score_qualite_minimum", "exclure_doublons"] {
            let aside = &page["ecartes"][rule];
            if question[rule].is_null() {
                prop_assert!(aside.is_null());
            } else {
                let mut lifted = question.clone();
                lifted[rule] = Value::Null;
                let mut hidden = services(&lifted);
                // Records may share an id, or even be equal: each shown takes away one.
                for service in &shown {
                    if let Some(at) = hidden.iter().position(|other| other == service) {
                        hidden.swap_remove(at);
                    }
                }
                prop_assert_eq!(aside.as_u64().unwrap(), hidden.len() as u64, "{}", question);
            }
        }
        question["regles"] = json!("api");
        // The API's rules refuse « non-precise ».
        if let Ok(page) = search(&atlas, &question) {
            prop_assert!(page["ecartes"].is_null());
        }
    }

    #[test]
    fn pages_put_together_are_the_whole(data in data(), mut question in question(), size in 1..9u64) {
        let atlas = open(&data);
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

/// The same questions are put to the WebAssembly in tests/engine/corpus.test.js.
///
/// `UPDATE_CORPUS=1 cargo test -p atlas --test search corpus` writes the file anew.
#[test]
fn the_corpus_for_webassembly_is_what_a_naive_scan_answers() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/searches.json.gz");
    let mut runner = TestRunner::new_with_rng(
        ProptestConfig::default(),
        TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]),
    );
    let corpus: Vec<Value> = (0..20)
        .map(|_| {
            let data = data().new_tree(&mut runner).unwrap().current();
            let questions: Vec<Value> = (0..15)
                .map(|at| {
                    let question = question().new_tree(&mut runner).unwrap().current();
                    let facets = (at == 0).then(|| data.facets(&question));
                    json!({"params": question, "answers": expected(&data, &question), "facets": facets})
                })
                .collect();
            json!({"structures": data.structures, "services": data.services, "questions": questions})
        })
        .collect();
    let json = json!(corpus).to_string();
    if std::env::var_os("UPDATE_CORPUS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let file = std::fs::File::create(&path).unwrap();
        let mut gzip = flate2::write::GzEncoder::new(file, flate2::Compression::best());
        gzip.write_all(json.as_bytes()).unwrap();
        gzip.finish().unwrap();
    }
    let mut kept = String::new();
    let file = std::fs::File::open(&path).unwrap();
    flate2::read::GzDecoder::new(file).read_to_string(&mut kept).unwrap();
    assert!(kept == json, "tests/corpus/searches.json.gz is out of date: see this test");
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
    assert_eq!(field(json!({"regles": "dora"})), "regles");
    assert_eq!(field(json!({"publics": ["enfants"]})), "publics");
    assert_eq!(field(json!({"frais": ["cher"]})), "frais");
    assert_eq!(field(json!({"types": ["aide"]})), "types");
    assert_eq!(field(json!({"score_qualite_minimum": "0.5"})), "score_qualite_minimum");
    assert_eq!(field(json!({"exclure_doublons": "oui"})), "exclure_doublons");
    assert_eq!(field(json!({"tri": "prix"})), "tri");
    assert_eq!(field(json!({"a_distance": true})), "a_distance");
    assert_eq!(field(json!({"bbox": [4.0, 50.0, 5.0]})), "bbox");
    assert_eq!(field(json!({"bbox": [4.0, 50.0, 5.0, 49.0]})), "bbox");
    assert_eq!(field(json!({"ouvert_le": "demain"})), "ouvert_le");
    assert_eq!(field(json!({"ouvert_le": "2026-03-02T10:00/2026-03-02T09:00"})), "ouvert_le");
    assert_eq!(field(json!({"code_departement": "99"})), "code_departement");
    assert_eq!(field(json!({"code_departement": "08105"})), "code_departement");
    assert_eq!(field(json!({"code_region": "08"})), "code_region");
    assert_eq!(field(json!({"code_epci": "08"})), "code_epci");
    assert_eq!(field(json!({"code_epci": 200_041_630})), "code_epci");
    assert_eq!(field(json!({"code_departement": "08", "code_commune": "08105"})), "code_departement");
    assert_eq!(field(json!({"code_region": "44", "lon": 4.7, "lat": 49.8})), "code_region");
    assert_eq!(field(json!({"code_departement": "08", "code_region": "44"})), "code_region");
    assert_eq!(field(json!({"frais": ["non-precise"]})), "frais");
    assert!(search(&atlas, &json!({"frais": ["non-precise"], "regles": "atlas"})).is_ok());
    assert_eq!(field(json!({"maj_depuis": "2026-13-01"})), "maj_depuis");
    assert_eq!(field(json!({"code_commune": "0810"})), "code_commune");
    // A code that has gone: the API doesn't know it, the atlas does.
    assert_eq!(field(json!({"code_commune": "01003"})), "code_commune");
    assert!(search(&atlas, &json!({"code_commune": "01003", "regles": "atlas"})).is_ok());
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

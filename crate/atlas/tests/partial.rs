//! A part of a dataset answers as the whole.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use atlas::dataset::{Atlas, PackError};
use atlas::partial::{Ask, Change, Manifest, Partial, Publication, What, write_folder};
use atlas::schema::{SERVICE_FIELDS, STRUCTURE_FIELDS};
use atlas::search::{ListServices, ListStructures, Params, Search, SearchServices};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::OnceLock;
use support::{atlas_of, parity, parity_lines, territory};

/// The bytes that stand for a territory: tests have theirs already.
const TERRITORY: &[u8] = b"territory";

struct Folder {
    whole: Atlas,
    manifest: Manifest,
    files: HashMap<String, Vec<u8>>,
}

fn folder_of(whole: Atlas) -> Folder {
    folder_with(whole, None)
}

fn folder_with(whole: Atlas, previous: Option<&Publication>) -> Folder {
    let mut files = HashMap::new();
    let written = write_folder(&whole, TERRITORY, None, previous, |name, bytes| {
        files.insert(name.to_owned(), bytes.to_vec());
        Ok::<(), Infallible>(())
    });
    let json = serde_json::to_vec(&written.unwrap()).unwrap();
    Folder { whole, manifest: Manifest::from_json(&json).unwrap(), files }
}

fn folder() -> &'static Folder {
    static FOLDER: OnceLock<Folder> = OnceLock::new();
    FOLDER.get_or_init(|| {
        folder_of(atlas_of(&parity("structures.json.gz"), &parity("services.json.gz")).unwrap())
    })
}

impl Folder {
    fn open(&self, texts: bool) -> Partial {
        Partial::new(self.manifest.clone(), territory(), texts).unwrap()
    }

    /// Gives a part what a question needs; how many bytes that was.
    fn fetch(&self, partial: &mut Partial, ask: &Ask) -> usize {
        let mut bytes = 0;
        for _ in 0..6 {
            let missing = partial.missing(ask).unwrap();
            if missing.is_empty() {
                return bytes;
            }
            for name in missing {
                bytes += self.files[&name].len();
                partial.give(&name, self.files[&name].clone()).unwrap();
            }
        }
        panic!("always something more is missing: {ask:?}");
    }
}

/// A question as a part takes it; `None` where it is refused.
fn ask_of(endpoint: &str, params: &Value) -> Option<Ask> {
    let territory = territory();
    if let Some(id) = endpoint.strip_prefix("/services/") {
        return Some(Ask::RetrieveService(id.to_owned()));
    }
    if let Some(id) = endpoint.strip_prefix("/structures/") {
        return Some(Ask::RetrieveStructure(id.to_owned()));
    }
    let read: Params = serde_json::from_value(params.clone()).unwrap();
    match endpoint {
        "/search/services" => SearchServices::new(&read, &territory).ok().map(Ask::SearchServices),
        "/search" => Search::new(&read, &territory).ok().map(Ask::Search),
        "/services" => ListServices::new(&read, &territory).ok().map(Ask::ListServices),
        "/structures" => ListStructures::new(&read, &territory).ok().map(Ask::ListStructures),
        _ => unreachable!("{endpoint}"),
    }
}

#[test]
fn every_recorded_question_has_the_answer_of_the_whole() {
    let folder = folder();
    // One that grows from question to question, and for some questions one that has nothing yet.
    let mut growing = folder.open(true);
    let mut asked = 0;
    for (at, line) in parity_lines("recorded.jsonl.gz").iter().enumerate() {
        let (endpoint, params) = (line["endpoint"].as_str().unwrap(), &line["params"]);
        let Some(ask) = ask_of(endpoint, params) else { continue };
        asked += 1;
        let expected = support::ask(&folder.whole, endpoint, params);
        let around = endpoint == "/search/services" && (params["code_commune"].is_string());
        if around || at % 10 == 0 {
            let mut fresh = folder.open(true);
            folder.fetch(&mut fresh, &ask);
            assert!(
                support::ask(fresh.atlas(), endpoint, params) == expected,
                "n. {}: {endpoint} {params}",
                line["n"]
            );
        }
        if growing.missing(&ask).unwrap().len() < 20 || at > 100 {
            folder.fetch(&mut growing, &ask);
            assert!(
                support::ask(growing.atlas(), endpoint, params) == expected,
                "n. {} after others: {endpoint} {params}",
                line["n"]
            );
        }
    }
    assert!(asked > 100);
    assert_eq!(growing.atlas().counts(), folder.whole.counts());
}

#[test]
fn every_record_is_found_by_its_id() {
    let folder = folder();
    let mut partial = folder.open(true);
    let services = support::ask(&folder.whole, "/services", &json!({"size": 10000})).unwrap();
    let structures = support::ask(&folder.whole, "/structures", &json!({"size": 10000})).unwrap();
    for (kind, page) in [("services", &services), ("structures", &structures)] {
        for item in page["items"].as_array().unwrap().iter().step_by(37) {
            let endpoint = format!("/{kind}/{}", item["id"].as_str().unwrap());
            folder.fetch(&mut partial, &ask_of(&endpoint, &Value::Null).unwrap());
            let expected = support::ask(&folder.whole, &endpoint, &Value::Null);
            assert!(support::ask(partial.atlas(), &endpoint, &Value::Null) == expected, "{endpoint}");
        }
        let endpoint = format!("/{kind}/nobody");
        folder.fetch(&mut partial, &ask_of(&endpoint, &Value::Null).unwrap());
        assert!(support::ask(partial.atlas(), &endpoint, &Value::Null).is_err());
    }
}

/// Communes of every size, arrondissements, parts of communes, codes that have gone, and what is no place.
const COMMUNES: [&str; 14] = [
    "08105", "59350", "75056", "75111", "13055", "97411", "97302", "01003", "35238", "02738", "29155",
    "2A004", "27676", "51454",
];

fn any_question() -> impl Strategy<Value = Value> {
    let place = prop_oneof![
        6 => prop::sample::select(&COMMUNES[..]).prop_map(|code| json!({"code_commune": code})),
        2 => (-5.0..8.0f64, 42.0..51.0f64).prop_map(|(lon, lat)| json!({"lon": lon, "lat": lat})),
        1 => Just(json!({"code_departement": "59"})),
        1 => Just(json!({"code_region": "44"})),
        1 => Just(json!({"code_epci": "200041630"})),
        1 => Just(json!({})),
    ];
    let some = |value: Value| prop_oneof![3 => Just(Value::Null), 1 => Just(value)];
    let more = (
        prop::option::of(prop_oneof![Just(0.0), Just(2.0), Just(20.0), Just(100.0), Just(600.0)]),
        prop_oneof![Just("api"), Just("atlas")],
        prop_oneof![
            Just("distance"),
            Just("nom"),
            Just("date_maj"),
            Just("score_qualite"),
            Just("pertinence")
        ],
        some(json!(["numerique", "mobilite", "famille"])),
        some(json!(["jeunes"])),
        some(json!("aide")),
        prop_oneof![4 => Just(Value::Null), 1 => Just(json!("seuls")), 1 => Just(json!("exclus"))],
        some(json!([2.0, 48.5, 3.5, 50.5])),
        (some(json!("2026-03-02T10:00")), some(json!("jeunes OR femmes"))),
        (some(json!(0.8)), any::<bool>()),
        (1..4u32, prop_oneof![Just(3u32), Just(20), Just(200)]),
    );
    (place, more).prop_map(|(mut question, more)| {
        let (
            rayon,
            rules,
            order,
            thematiques,
            publics,
            q,
            remote,
            bbox,
            (open, text),
            (score, doublons),
            page,
        ) = more;
        let members = [
            ("rayon_km", json!(rayon)),
            ("regles", json!(rules)),
            ("tri", json!(order)),
            ("thematiques", thematiques),
            ("publics", publics),
            ("q", q),
            ("a_distance", remote),
            ("bbox", bbox),
            ("ouvert_le", open),
            ("recherche_public", text),
            ("score_qualite_minimum", score),
            ("exclure_doublons", json!(doublons)),
            ("page", json!(page.0)),
            ("size", json!(page.1)),
            ("facettes", json!(true)),
            ("explication", json!(true)),
        ];
        for (name, value) in members.into_iter().filter(|(_, value)| !value.is_null()) {
            question[name] = value;
        }
        question
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_question_has_the_answer_of_the_whole(question in any_question(), other in any_question()) {
        let folder = folder();
        let mut partial = folder.open(true);
        for question in [&question, &other] {
            let Some(ask) = ask_of("/search/services", question) else { continue };
            folder.fetch(&mut partial, &ask);
            let expected = support::ask(&folder.whole, "/search/services", question);
            let found = support::ask(partial.atlas(), "/search/services", question);
            prop_assert!(expected == found, "{question}");
            let read: Params = serde_json::from_value(question.clone()).unwrap();
            let asked = SearchServices::new(&read, &territory()).unwrap();
            prop_assert_eq!(folder.whole.count_services(&asked), partial.atlas().count_services(&asked));
            let ask = Ask::Clusters(asked.clone());
            folder.fetch(&mut partial, &ask);
            for (window, zoom) in [([-5.0, 42.0, 8.0, 51.0], 5.0), ([4.0, 49.0, 5.0, 50.0], 11.0)] {
                prop_assert_eq!(
                    folder.whole.clusters(&asked, window, zoom),
                    partial.atlas().clusters(&asked, window, zoom)
                );
            }
        }
    }
}

#[test]
fn an_overview_is_that_of_the_whole() {
    let folder = folder();
    let at = atlas::search::day("2026-03-02").unwrap();
    let overview =
        |atlas: &Atlas, asked: &SearchServices| serde_json::to_value(atlas.overview(asked, at)).unwrap();
    for question in [
        json!({"code_commune": "59350", "rayon_km": 20, "regles": "atlas"}),
        json!({"code_departement": "08"}),
        json!({"bbox": [4.0, 49.0, 6.0, 50.5]}),
    ] {
        let read: Params = serde_json::from_value(question.clone()).unwrap();
        let asked = SearchServices::new(&read, &territory()).unwrap();
        let mut partial = folder.open(false);
        folder.fetch(&mut partial, &ask_of("/search/services", &question).unwrap());
        folder.fetch(&mut partial, &Ask::Overview(asked.clone()));
        assert_eq!(overview(partial.atlas(), &asked), overview(&folder.whole, &asked), "{question}");
    }
}

#[test]
fn files_that_are_the_same_are_one() {
    // Services open to two départements, and nothing else: the files of both hold the same.
    let services = json!([{"id": "a", "modes_accueil": ["a-distance"], "zone_eligibilite": ["08", "51"]}]);
    let folder = folder_of(support::atlas(&json!([]), &services));
    for question in [json!({"code_commune": "08105"}), json!({"code_commune": "51454"}), json!({})] {
        let mut partial = folder.open(true);
        folder.fetch(&mut partial, &ask_of("/search/services", &question).unwrap());
        let found = support::ask(partial.atlas(), "/search/services", &question).unwrap();
        assert_eq!(found["total"], 1);
    }
    let mut twice = serde_json::to_value(&folder.manifest).unwrap();
    twice["files"][1] = twice["files"][0].clone();
    assert_eq!(Manifest::from_json(twice.to_string().as_bytes()).unwrap_err(), PackError::Damaged);
}

/// Fields that are in files of their own.
const LONG: [&str; 8] = [
    "description",
    "conditions_acces",
    "frais_precisions",
    "publics_precisions",
    "mobilisation_precisions",
    "lien_source",
    "accessibilite_lieu",
    "complement_adresse",
];

#[test]
fn without_texts_long_fields_are_absent_and_all_else_is_as_in_the_whole() {
    let folder = folder();
    let mut partial = folder.open(false);
    let question = json!({"code_commune": "59350", "rayon_km": 20, "size": 20, "regles": "atlas"});
    folder.fetch(&mut partial, &ask_of("/search/services", &question).unwrap());
    let mut expected = support::ask(&folder.whole, "/search/services", &question).unwrap();
    let found = support::ask(partial.atlas(), "/search/services", &question).unwrap();
    assert!(expected["items"][0]["service"].get("description").is_some());
    for item in expected["items"].as_array_mut().unwrap() {
        for record in ["/service", "/service/structure"] {
            let record = item.pointer_mut(record).unwrap().as_object_mut().unwrap();
            record.retain(|field, _| {
                let known = SERVICE_FIELDS.iter().chain(&STRUCTURE_FIELDS).any(|known| known.name == field);
                field == "structure" || (known && !LONG.contains(&field.as_str()))
            });
        }
    }
    assert_eq!(found, expected);
    // The sheet has all of it.
    let id = found["items"][0]["service"]["id"].as_str().unwrap();
    let endpoint = format!("/services/{id}");
    folder.fetch(&mut partial, &ask_of(&endpoint, &Value::Null).unwrap());
    let sheet = support::ask(partial.atlas(), &endpoint, &Value::Null).unwrap();
    assert_eq!(sheet, support::ask(&folder.whole, &endpoint, &Value::Null).unwrap());
}

#[test]
fn a_question_around_a_place_needs_a_part_only() {
    let folder = folder();
    let mut partial = folder.open(false);
    let question = json!({"code_commune": "08105", "rayon_km": 20, "size": 20});
    let bytes = folder.fetch(&mut partial, &ask_of("/search/services", &question).unwrap());
    let all: usize = folder.files.values().map(Vec::len).sum();
    assert!(bytes * 3 < all, "{bytes} of {all}");
}

#[test]
fn a_file_that_isnt_the_one_is_refused() {
    let folder = folder();
    let mut partial = folder.open(true);
    let ask = ask_of("/search/services", &json!({"code_commune": "08105"})).unwrap();
    let missing = partial.missing(&ask).unwrap();
    let (name, other) = (&missing[0], &missing[1]);
    let mut changed = folder.files[name].clone();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    assert_eq!(partial.give(name, changed).unwrap_err(), PackError::Checksum);
    assert_eq!(partial.give(name, b"<!doctype html>".to_vec()).unwrap_err(), PackError::NotAPack);
    assert_eq!(partial.give("0123456789abcdef.pack", Vec::new()).unwrap_err(), PackError::OtherKind);
    let short = folder.files[name][..100].to_vec();
    assert_eq!(partial.give(name, short).unwrap_err(), PackError::Short);
    let refused = partial.give(name, folder.files[other].clone()).unwrap_err();
    assert!(matches!(refused, PackError::Checksum | PackError::OtherKind), "{refused:?}");
    assert!(partial.missing(&ask).unwrap().contains(name));
}

#[test]
fn manifests_that_cant_be_used_are_refused() {
    let sound = serde_json::to_value(&folder().manifest).unwrap();
    let refusal = |change: &dyn Fn(&mut Value)| {
        let mut manifest = sound.clone();
        change(&mut manifest);
        Manifest::from_json(manifest.to_string().as_bytes()).unwrap_err()
    };
    assert_eq!(Manifest::from_json(b"<!doctype html>").unwrap_err(), PackError::NotAPack);
    assert_eq!(refusal(&|manifest| manifest["format"] = json!("other")), PackError::NotAPack);
    assert_eq!(refusal(&|manifest| manifest["version"] = json!([2, 0])), PackError::Newer { major: 2 });
    assert_eq!(refusal(&|manifest| manifest["columns"] = json!(1_000_000)), PackError::Damaged);
    assert_eq!(refusal(&|manifest| manifest["files"][0]["n"] = json!("../../secret")), PackError::Damaged);
    assert_eq!(refusal(&|manifest| manifest["shards"] = json!(3)), PackError::Damaged);
}

#[test]
fn what_has_changed_is_told_by_departement() {
    let structures =
        json!([{"id": "s", "nom": "Maison", "code_insee": "08105"}, {"id": "t", "code_insee": "51454"}]);
    let service = |id: &str, nom: &str, code: &str, day: &str| json!({"id": id, "nom": nom, "structure_id": "s", "code_insee": code, "date_maj": day, "thematiques": ["mobilite"]});
    let before = json!([
        service("same", "Même", "08105", "2026-01-05"),
        service("other", "Avant", "08105", "2026-01-05"),
        service("gone", "Parti", "08105", "2026-01-05"),
        service("moved", "Voyage", "08105", "2026-01-05"),
    ]);
    let now = json!([
        service("same", "Même", "08105", "2026-02-02"),
        service("other", "Après", "08105", "2026-02-02"),
        service("new", "Neuf", "08105", "2026-02-02"),
        service("moved", "Voyage", "51454", "2026-01-05"),
    ]);
    let old = folder_of(support::atlas(&structures, &before));
    let read = |name: &str| Ok::<_, PackError>(old.files[name].clone());
    let mut previous = Publication::of_folder(&old.manifest, &territory(), read).unwrap();
    previous.date = Some("2026-01-05".to_owned());
    let folder = folder_with(support::atlas(&json!([structures[0]]), &now), Some(&previous));
    let mut partial = folder.open(false);
    let mut told = |departement: &str| {
        folder.fetch(&mut partial, &Ask::Changes(departement.to_owned()));
        let changes = partial.changes(departement).unwrap().unwrap();
        assert_eq!(changes.depuis.as_deref(), Some("2026-01-05"));
        let list = |changes: &[Change]| {
            changes.iter().map(|change| (change.quoi, change.nom.clone())).collect::<Vec<_>>()
        };
        (list(&changes.services), list(&changes.structures))
    };
    let of = |what, nom: &str| (what, nom.to_owned());
    let here = vec![
        of(What::Nouveau, "Neuf"),
        of(What::Modifie, "Après"),
        of(What::Retire, "Parti"),
        of(What::Retire, "Voyage"),
    ];
    assert_eq!(told("08"), (here, vec![]));
    assert_eq!(told("51"), (vec![of(What::Nouveau, "Voyage")], vec![of(What::Retire, "")]));
    assert_eq!(told("59"), (vec![], vec![]));
    assert_eq!(old.open(false).changes("08").unwrap(), None);
    // A page in place of the file.
    let name = folder.open(false).missing(&Ask::Changes("08".to_owned())).unwrap().remove(0);
    assert_eq!(folder.open(false).give(&name, b"<!doctype html>".to_vec()).unwrap_err(), PackError::NotAPack);
    assert_eq!(folder.open(false).give(&name, b"{}".to_vec()).unwrap_err(), PackError::Checksum);
}

#[test]
fn the_same_publication_again_changes_nothing() {
    let folder = folder();
    let read = |name: &str| Ok::<_, PackError>(folder.files[name].clone());
    let previous = Publication::of_folder(&folder.manifest, &territory(), read).unwrap();
    assert!(previous.changes(&Publication::of_atlas(&folder.whole, None)).is_empty());
}

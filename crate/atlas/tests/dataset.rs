//! Published records in, the same records out.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use support::{atlas, atlas_of, territory};

fn service(atlas: &atlas::dataset::Atlas, id: &str) -> Value {
    serde_json::to_value(atlas.retrieve_service(id).unwrap()).unwrap()
}

#[test]
fn every_field_comes_back_and_absent_ones_are_null() {
    let services = r#"[{"id":"é--1","source":"dora","structure_id":"dora--s","nom":"L\u0027aide \/ Été","date_maj":1739491200000,
        "thematiques":["mobilite--acceder-a-un-vehicule"],"publics":[],"longitude":4.5,"nombre_semaines":3.0,
        "zone_eligibilite":["08","france"],"score_qualite":0.9000000000000001}]"#;
    let structures = r#"[{"id":"dora--s","source":"dora","nom":"Le Phare","siret":null}]"#;
    let atlas = atlas_of(structures.as_bytes(), services.as_bytes()).unwrap();
    let service = service(&atlas, "é--1");
    assert_eq!(service["nom"], "L'aide / Été");
    assert_eq!(service["date_maj"], "2025-02-14");
    assert_eq!(service["thematiques"], json!(["mobilite--acceder-a-un-vehicule"]));
    assert_eq!(service["publics"], json!([]));
    assert_eq!(service["nombre_semaines"], 3.0);
    assert_eq!(service["score_qualite"], 0.9000000000000001);
    assert_eq!(service["frais"], Value::Null);
    assert_eq!(service["structure"]["nom"], "Le Phare");
    assert_eq!(service["structure"]["courriel"], Value::Null);
    assert_eq!(service.as_object().unwrap().len(), 34 + 1);
}

#[test]
fn dates_of_every_kind_are_days() {
    for date in ["1739491200000", "1739491200", "\"2025-02-14\"", "\"2025-02-14T10:20:30Z\""] {
        let atlas = atlas_of(b"[]", format!("[{{\"id\":\"a\",\"date_maj\":{date}}}]").as_bytes()).unwrap();
        assert_eq!(service(&atlas, "a")["date_maj"], "2025-02-14", "{date}");
    }
}

#[test]
fn values_of_another_type_are_shown_as_published() {
    let odd = json!({
        "id": "a", "nom": 3, "thematiques": "mobilite", "date_maj": "hier", "longitude": "4.7", "frais": ["gratuit"],
        "publics": ["femmes", null], "modes_accueil": {"a": 1}, "zone_eligibilite": 8,
    });
    let atlas = atlas(&json!([]), &json!([odd]));
    let service = service(&atlas, "a");
    for (field, value) in odd.as_object().unwrap() {
        assert_eq!(&service[field], value, "{field}");
    }
}

#[test]
fn unknown_fields_are_kept_but_those_of_the_producer() {
    let atlas = atlas(
        &json!([]),
        &json!([{"id": "a", "rna": "W9", "labels": [1, {"x": null}], "_di_surrogate_id": "z"}]),
    );
    let service = service(&atlas, "a");
    assert_eq!(service["rna"], "W9");
    assert_eq!(service["labels"], json!([1, {"x": null}]));
    assert_eq!(service.get("_di_surrogate_id"), None);
}

#[test]
fn a_key_twice_is_refused() {
    for record in
        [r#"{"id":"a","nom":"b","nom":"c"}"#, r#"{"x":1,"y":2,"x":1}"#, r#"{"nom":"b","no\u006d":"c"}"#]
    {
        let error = atlas_of(b"[]", format!("[{record}]").as_bytes()).unwrap_err();
        assert_eq!(error.error.kind, atlas::reader::ReadErrorKind::DuplicateKey, "{record}");
    }
}

#[test]
fn services_find_their_structure_even_where_ids_are_shared() {
    let structures = json!([
        {"id": "1", "source": "b", "nom": "B"}, {"id": "1", "source": "a", "nom": "A"}, {"id": "2", "source": "a"},
    ]);
    let services = json!([
        {"id": "x", "source": "b", "structure_id": "1"},
        {"id": "y", "source": "a", "structure_id": "1"},
        {"id": "z", "source": "a", "structure_id": "9"},
    ]);
    let atlas = atlas(&structures, &services);
    assert_eq!(atlas.counts().structures, 3);
    assert_eq!(atlas.counts().sources, 2);
    assert_eq!(service(&atlas, "x")["structure"]["nom"], "B");
    assert_eq!(service(&atlas, "y")["structure"]["nom"], "A");
    assert_eq!(service(&atlas, "z")["structure"], Value::Null);
    let structure = serde_json::to_value(atlas.retrieve_structure("1").unwrap()).unwrap();
    assert_eq!(structure["nom"], "A");
    assert_eq!(structure["services"][0]["id"], "y");
    assert!(atlas.retrieve_structure("3").is_none());
}

#[test]
fn structures_of_a_cluster_are_doublons() {
    let structures = json!([
        {"id": "a", "_cluster_id": "7"}, {"id": "b"}, {"id": "c", "_cluster_id": "7"}, {"id": "d", "_cluster_id": 8},
    ]);
    let atlas = atlas(&structures, &json!([]));
    let doublons = |id: &str| {
        let structure = serde_json::to_value(atlas.retrieve_structure(id).unwrap()).unwrap();
        structure["doublons"].as_array().unwrap().iter().map(|other| other["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(doublons("a"), [json!("c")]);
    assert!(doublons("b").is_empty());
    assert!(doublons("d").is_empty());
}

#[test]
fn nothing_pushed_is_an_empty_file_and_one_file_alone_is_enough() {
    use atlas::dataset::AtlasBuilder;
    assert!(AtlasBuilder::new(territory()).finish().is_err());
    let mut builder = AtlasBuilder::new(territory());
    builder.push_structures(b"[{}]").unwrap();
    assert_eq!(builder.counts(), (1, 0));
    assert_eq!(builder.finish().unwrap().counts().structures, 1);
    let mut builder = AtlasBuilder::new(territory());
    builder.push_structures(b"[]").unwrap();
    builder.push_services(b"").unwrap();
    assert_eq!(builder.finish().unwrap_err().file, atlas::dataset::FileKind::Services);
}

/// Real files of 2022, which the project may not contain.
#[test]
fn real_files_of_2022_are_read_without_loss() {
    let Some(samples) = std::env::var_os("ATLAS_SAMPLES") else {
        println!("skipped: ATLAS_SAMPLES doesn't name the folder of real files");
        return;
    };
    let read = |name: &str| std::fs::read(std::path::Path::new(&samples).join(name)).unwrap();
    let structures = read("structures-2022-derived-nocontact.json");
    for (name, count) in [
        ("services-2022/data-inclusion-services.2022-11-21.json", 3522),
        ("services-2022/data-inclusion-services.2022-12-08.json", 4261),
    ] {
        let services = read(name);
        let atlas = atlas_of(&structures, &services).unwrap();
        assert_eq!((atlas.counts().structures, atlas.counts().services), (3811, count));
        let published: Vec<Value> = serde_json::from_slice(&services).unwrap();
        let question = json!({"size": 10_000});
        let page = support::search(&atlas, &question).unwrap();
        let mut shown: Vec<&Value> =
            page["items"].as_array().unwrap().iter().map(|item| &item["service"]).collect();
        let mut published: Vec<&Value> = published.iter().collect();
        let key = |record: &&Value| (record["id"].to_string(), record["source"].to_string());
        shown.sort_by_key(key);
        published.sort_by_key(key);
        for (shown, published) in shown.iter().zip(published) {
            for (field, value) in published.as_object().unwrap() {
                assert_eq!(&shown[field], value, "{field} of {}", published["id"]);
            }
        }
    }
}

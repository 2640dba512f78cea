//! An atlas from a pack answers as the atlas that the pack was made of.
#![allow(clippy::unwrap_used)]

mod support;

use atlas::dataset::{Atlas, PackError};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::OnceLock;
use support::{atlas, atlas_of, parity, parity_lines, territory};

fn from_json() -> &'static Atlas {
    static ATLAS: OnceLock<Atlas> = OnceLock::new();
    ATLAS.get_or_init(|| atlas_of(&parity("structures.json.gz"), &parity("services.json.gz")).unwrap())
}

fn bytes() -> &'static [u8] {
    static PACK: OnceLock<Vec<u8>> = OnceLock::new();
    PACK.get_or_init(|| from_json().to_pack())
}

fn again(atlas: &Atlas) -> Atlas {
    Atlas::from_pack(&atlas.to_pack(), territory()).unwrap()
}

#[test]
fn every_recorded_question_has_the_same_answer() {
    let packed = Atlas::from_pack(bytes(), territory()).unwrap();
    assert_eq!(packed.counts(), from_json().counts());
    let lines = parity_lines("recorded.jsonl.gz");
    assert!(!lines.is_empty());
    for line in &lines {
        let (endpoint, params) = (line["endpoint"].as_str().unwrap(), &line["params"]);
        let (expected, found) =
            (support::ask(from_json(), endpoint, params), support::ask(&packed, endpoint, params));
        assert!(expected == found, "n. {}: {endpoint} {params}", line["n"]);
    }
}

#[test]
fn a_pack_of_an_atlas_from_a_pack_is_the_same_bytes() {
    let packed = Atlas::from_pack(bytes(), territory()).unwrap();
    assert!(packed.to_pack() == bytes());
}

#[test]
fn odd_values_come_back_as_published() {
    let structures = json!([
        {"id": "a", "source": "x", "nom": "A", "_cluster_id": "7", "telephone": "01", "code_insee": "08105"},
        {"id": "b", "source": "x", "_cluster_id": 7, "description": "é\u{1F600}\n"},
        {"id": 3, "source": ["x"]}, {"nom": null},
    ]);
    let services = json!([
        {"id": "1", "structure_id": "a", "source": "x", "telephone": "01", "code_insee": "08105", "longitude": 4.7123456,
            "latitude": 0.1 + 0.2, "score_qualite": 1e-12, "nombre_semaines": -0.0, "volume_horaire_hebdomadaire": 1e300},
        {"id": "1", "structure_id": "b", "source": "y", "rna": {"x": [1, "é"]}, "labels": null},
        {"id": "2", "structure_id": 8, "date_maj": "2025-02-14", "thematiques": [], "publics": "femmes"},
        {"id": "é", "date_maj": 0, "thematiques": ["numerique", "numerique"], "frais": {"a": 1}},
        {"id": "è"}, {},
    ]);
    let whole = atlas(&structures, &services);
    let packed = again(&whole);
    for (endpoint, params) in [
        ("/services", json!({})),
        ("/structures", json!({})),
        ("/search/services", json!({"facettes": true, "exclure_doublons": true})),
        ("/search", json!({"q": "a"})),
    ] {
        let (expected, found) =
            (support::ask(&whole, endpoint, &params), support::ask(&packed, endpoint, &params));
        assert_eq!(expected.unwrap(), found.unwrap(), "{endpoint}");
    }
    for id in ["a", "b"] {
        let structure = |atlas: &Atlas| serde_json::to_value(atlas.retrieve_structure(id).unwrap()).unwrap();
        assert_eq!(structure(&whole), structure(&packed));
    }
}

#[test]
fn an_empty_atlas_comes_back() {
    assert_eq!(again(&atlas(&json!([]), &json!([]))).counts().services, 0);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<f64>().prop_map(|number| json!(number)),
        (-1_000_000..1_000_000i64).prop_map(|number| json!(number as f64 / 1000.0)),
        "\\PC{0,6}".prop_map(Value::from),
        prop_oneof![Just("mobilite"), Just("gratuit"), Just("a-distance"), Just("08105"), Just("2024-05-06")]
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| proptest::collection::vec(inner, 0..3).prop_map(Value::from))
}

fn any_record(fields: &'static [atlas::schema::Field]) -> impl Strategy<Value = Value> {
    let field = (0..fields.len() + 3, any_json());
    proptest::collection::vec(field, 0..12).prop_map(move |members| {
        let name = |at: usize| fields.get(at).map_or_else(|| format!("x{at}"), |field| field.name.to_owned());
        members.into_iter().map(|(at, value)| (name(at), value)).collect::<serde_json::Map<_, _>>().into()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_records_come_back(
        structures in proptest::collection::vec(any_record(&atlas::schema::STRUCTURE_FIELDS), 0..6),
        mut services in proptest::collection::vec(any_record(&atlas::schema::SERVICE_FIELDS), 0..8),
        owners in proptest::collection::vec(0..6usize, 8),
    ) {
        for (service, owner) in services.iter_mut().zip(owners) {
            // Half of the services share what their structure has.
            if let Some(structure) = structures.get(owner) {
                service["structure_id"] = structure["id"].clone();
                for field in ["source", "telephone", "code_insee", "date_maj", "longitude", "horaires_accueil"] {
                    service[field] = structure[field].clone();
                }
            }
        }
        let whole = atlas(&json!(structures), &json!(services));
        let packed = again(&whole);
        for (endpoint, params) in [
            ("/services", json!({})),
            ("/structures", json!({"exclure_doublons": true})),
            ("/search/services", json!({"facettes": true, "code_commune": "08105", "regles": "atlas"})),
        ] {
            prop_assert_eq!(
                support::ask(&whole, endpoint, &params).unwrap(),
                support::ask(&packed, endpoint, &params).unwrap()
            );
        }
    }

    /// Whatever is changed, cut or put in, a pack is refused or answers: it never breaks the reader. Half of the time the
    /// checksum is made to fit, so that what is behind it is reached.
    #[test]
    fn broken_packs_are_refused(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
        fitting in any::<bool>(),
    ) {
        static SMALL: OnceLock<Vec<u8>> = OnceLock::new();
        let sound = SMALL.get_or_init(small);
        let mut bytes = sound.clone();
        for (at, value) in &changes {
            let at = at.index(bytes.len());
            bytes[at] ^= value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if fitting && bytes.len() > HEADER {
            let content = bytes.split_off(HEADER);
            bytes[16..24].copy_from_slice(&(content.len() as u64).to_le_bytes());
            bytes[24..32].copy_from_slice(&twox_hash::XxHash64::oneshot(0, &content).to_le_bytes());
            bytes.extend(content);
        }
        match Atlas::from_pack(&bytes, territory()) {
            Ok(atlas) => {
                for (endpoint, params) in [
                    ("/services", json!({})),
                    ("/search/services", json!({"facettes": true, "code_commune": "08105", "q": "aide"})),
                ] {
                    support::ask(&atlas, endpoint, &params).unwrap();
                }
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}

const HEADER: usize = 32;

fn small() -> Vec<u8> {
    let structures = json!([
        {"id": "a", "source": "x", "nom": "Le Phare", "_cluster_id": "7", "telephone": "01", "code_insee": "08105"},
        {"id": "b", "source": "x", "_cluster_id": "7", "description": "Une aide", "reseaux_porteurs": ["mission-locale"]},
    ]);
    let services = json!([
        {"id": "1", "structure_id": "a", "source": "x", "nom": "Aide au permis", "telephone": "01", "code_insee": "08105",
            "longitude": 4.7123456, "latitude": 49.7, "score_qualite": 0.5, "thematiques": ["mobilite"], "rna": [1],
            "modes_accueil": ["a-distance", "en-presentiel"], "date_maj": "2025-02-14", "zone_eligibilite": ["08"]},
        {"id": "2", "structure_id": "b", "source": "y", "nom": "Aide", "frais": 3},
    ]);
    atlas(&structures, &services).to_pack()
}

#[test]
fn what_is_wrong_with_a_pack_is_told_in_words() {
    let sound = small();
    let refusal = |bytes: &[u8]| Atlas::from_pack(bytes, territory()).unwrap_err();
    let changed = |at: usize, value: u8| {
        let mut bytes = sound.clone();
        bytes[at] = value;
        refusal(&bytes)
    };
    assert_eq!(refusal(b"<!doctype html><title>404</title>"), PackError::NotAPack);
    assert_eq!(refusal(&sound[..sound.len() - 1]), PackError::Short);
    assert_eq!(changed(sound.len() - 1, 0xFF), PackError::Checksum);
    let newer = changed(8, 9);
    assert_eq!(newer, PackError::Newer { major: 9 });
    assert!(newer.to_string().contains("plus récente (version 9)"), "{newer}");
}

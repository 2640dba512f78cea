//! What `docs/differences.md` says, heading by heading: the API's answer and the atlas's to the same question.
#![allow(clippy::unwrap_used)]

mod support;

use atlas::dataset::Atlas;
use atlas::search::{ListServices, Params, QueryError, Search};
use serde_json::{Value, json};
use support::{atlas, search};

/// Ids of a page.
fn ids(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().unwrap();
    items.iter().map(|item| item["service"]["id"].as_str().or(item["id"].as_str()).unwrap()).collect()
}

/// The question, with the atlas's rules.
fn ours(question: &Value) -> Value {
    let mut question = question.clone();
    question["regles"] = json!("atlas");
    question
}

/// What each set of rules finds: the API's, then the atlas's.
fn both(atlas: &Atlas, question: &Value) -> [Vec<String>; 2] {
    [question.clone(), ours(question)].map(|question| {
        let page = search(atlas, &question).unwrap();
        ids(&page).into_iter().map(str::to_owned).collect()
    })
}

fn list(atlas: &Atlas, question: &Value) -> Result<Value, QueryError> {
    let params: Params = serde_json::from_value(question.clone()).unwrap();
    let question = ListServices::new(&params, atlas.territory())?;
    Ok(serde_json::to_value(atlas.list_services(&question)).unwrap())
}

fn texts(atlas: &Atlas, question: &Value) -> Value {
    let params: Params = serde_json::from_value(question.clone()).unwrap();
    serde_json::to_value(atlas.search(&Search::new(&params, atlas.territory()).unwrap())).unwrap()
}

#[test]
fn a_communes_own_services_are_its_own() {
    // Maripasoula is as large as a département: its ends are farther than 50 km from its centre.
    let atlas = atlas(
        &json!([]),
        &json!([
            {"id": "loin", "code_insee": "97353", "longitude": -54.2, "latitude": 2.4, "modes_accueil": ["en-presentiel"]},
            {"id": "sans-position", "code_insee": "97353", "modes_accueil": ["en-presentiel"]},
        ]),
    );
    let question = json!({"code_commune": "97353"});
    assert_eq!(both(&atlas, &question), [vec![], vec!["loin", "sans-position"]]);
    // Not in a search around a point alone: that asks what is near.
    assert_eq!(both(&atlas, &json!({"lon": -54.03, "lat": 3.64})), [vec![""; 0], vec![]]);
}

#[test]
fn a_zone_holds_for_the_parts_of_a_commune_and_for_the_whole() {
    let service = |id, zone| json!({"id": id, "zone_eligibilite": [zone], "modes_accueil": ["a-distance"]});
    let atlas = atlas(&json!([]), &json!([service("paris", "75056"), service("paris-11", "75111")]));
    assert_eq!(
        both(&atlas, &json!({"code_commune": "75111"})),
        [vec!["paris-11"], vec!["paris", "paris-11"]]
    );
    assert_eq!(both(&atlas, &json!({"code_commune": "75056"})), [vec!["paris"], vec!["paris", "paris-11"]]);
    // One arrondissement isn't another.
    assert_eq!(both(&atlas, &json!({"code_commune": "75112"})), [vec![], vec!["paris"]]);
}

#[test]
fn a_former_code_is_the_commune_that_it_became() {
    // Amareins has become a part of Francheleins.
    let atlas = atlas(
        &json!([]),
        &json!([{"id": "francheleins", "zone_eligibilite": ["01165"], "modes_accueil": ["a-distance"]}]),
    );
    assert_eq!(search(&atlas, &json!({"code_commune": "01003"})).unwrap_err().field, "code_commune");
    assert_eq!(
        ids(&search(&atlas, &json!({"code_commune": "01003", "regles": "atlas"})).unwrap()),
        ["francheleins"]
    );
}

#[test]
fn a_negation_excludes() {
    let service =
        |id, publics, precisions| json!({"id": id, "publics": publics, "publics_precisions": precisions});
    let atlas = atlas(
        &json!([]),
        &json!([
            service("femmes", json!(["femmes"]), json!("Sur rendez-vous")),
            service("jeunes", json!(["jeunes"]), json!("Avec les femmes isolées")),
            service("parents", json!(["familles"]), json!(null)),
        ]),
    );
    let question = json!({"recherche_public": "-femmes"});
    assert_eq!(both(&atlas, &question), [vec!["femmes", "jeunes", "parents"], vec!["parents"]]);
}

#[test]
fn publics_are_found_by_label_and_by_value() {
    let service =
        |id, public, precisions| json!({"id": id, "publics": [public], "publics_precisions": precisions});
    let atlas = atlas(
        &json!([]),
        &json!([
            service("emploi", "demandeurs-emploi", json!(null)),
            service("rue", "personnes-en-situation-durgence", json!("jeunes")),
        ]),
    );
    let ask = |text: &str| both(&atlas, &json!({"recherche_public": text}));
    assert_eq!(ask("demandeurs-emploi"), [vec![], vec!["emploi"]]);
    assert_eq!(ask("urgence"), [vec![], vec!["rue"]]);
    // Words shared out over the publics and their precisions.
    assert_eq!(ask("jeunes urgence"), [vec![], vec!["rue"]]);
    assert_eq!(ask("demandeurs emploi"), [["emploi"], ["emploi"]]);
}

#[test]
fn text_finds_what_states_no_thematique_or_public() {
    let atlas = atlas(&json!([]), &json!([{"id": "permis", "nom": "Aide au permis"}]));
    assert_eq!(ids(&texts(&atlas, &json!({"q": "permis"}))), [""; 0]);
    assert_eq!(ids(&texts(&atlas, &json!({"q": "permis", "regles": "atlas"}))), ["permis"]);
}

#[test]
fn a_commune_of_a_list_holds_its_parts_and_exists() {
    let atlas = atlas(&json!([]), &json!([{"id": "onze", "code_insee": "75111"}]));
    let paris = json!({"code_commune": "75056"});
    assert_eq!(ids(&list(&atlas, &paris).unwrap()), [""; 0]);
    assert_eq!(ids(&list(&atlas, &ours(&paris)).unwrap()), ["onze"]);
    let nowhere = json!({"code_commune": "00000"});
    assert_eq!(list(&atlas, &nowhere).unwrap()["total"], 0);
    assert_eq!(list(&atlas, &ours(&nowhere)).unwrap_err().field, "code_commune");
}

#[test]
fn overseas_collectivities_are_departements_too() {
    let atlas = atlas(&json!([]), &json!([{"id": "papeete", "code_insee": "98735"}]));
    let polynesia = json!({"code_departement": "987"});
    assert_eq!(list(&atlas, &polynesia).unwrap_err().field, "code_departement");
    assert_eq!(ids(&list(&atlas, &ours(&polynesia)).unwrap()), ["papeete"]);
}

#[test]
fn what_a_rule_hides_is_counted() {
    let atlas = atlas(
        &json!([]),
        &json!([
            {"id": "bon", "score_qualite": 0.8, "modes_accueil": ["a-distance"]},
            {"id": "faible", "score_qualite": 0.2, "modes_accueil": ["a-distance"]},
            {"id": "nulle-part", "score_qualite": 0.9},
        ]),
    );
    let question = json!({"code_commune": "08105", "score_qualite_minimum": 0.5});
    let page = search(&atlas, &question).unwrap();
    assert!(page.get("ecartes").is_none());
    let page = search(&atlas, &ours(&question)).unwrap();
    assert_eq!(page["total"], 1);
    assert_eq!(page["ecartes"], json!({"score_qualite_minimum": 1, "sans_position": 1}));
}

#[test]
fn what_states_nothing_can_be_asked_for() {
    let service = |id, publics| json!({"id": id, "publics": publics});
    let atlas = atlas(
        &json!([]),
        &json!([
            service("jeunes", json!(["jeunes"])),
            service("tous", json!(["tous-publics"])),
            service("rien", json!(null)),
            service("vide", json!([])),
        ]),
    );
    let unstated = json!({"publics": ["non-precise"]});
    assert_eq!(search(&atlas, &unstated).unwrap_err().field, "publics");
    let ids_of = |question: &Value| ids(&search(&atlas, &ours(question)).unwrap()).join(" ");
    assert_eq!(ids_of(&unstated), "rien vide");
    assert_eq!(ids_of(&json!({"publics": ["non-precise", "jeunes"]})), "jeunes rien tous vide");
    assert_eq!(ids_of(&json!({"frais": ["non-precise"]})), "jeunes rien tous vide");
    let page = search(&atlas, &ours(&json!({"publics": ["jeunes"], "facettes": true}))).unwrap();
    assert_eq!(page["facets"]["publics"]["non-precise"], 2);
    let explained = search(&atlas, &ours(&json!({"frais": ["non-precise"], "explication": true}))).unwrap();
    let sentences = explained["items"][0]["explication"].as_array().unwrap();
    assert!(sentences.contains(&json!("Les frais ne sont pas précisés.")), "{sentences:?}");
    // The lists too.
    assert_eq!(ids(&list(&atlas, &ours(&unstated)).unwrap()), ["rien", "vide"]);
    assert_eq!(list(&atlas, &unstated).unwrap_err().field, "publics");
}

#[test]
fn both_rules_search_in_an_area() {
    let service = |id, code, zone, mode| json!({"id": id, "code_insee": code, "zone_eligibilite": zone, "modes_accueil": [mode]});
    let atlas = atlas(
        &json!([]),
        &json!([
            service("a-lille-a-distance", "59350", json!(null), "a-distance"),
            service("b-lille-pour-le-nord", "59350", json!(["59"]), "a-distance"),
            service("c-lille-pour-sedan", "59350", json!(["08409"]), "a-distance"),
            service("d-lille-sur-place", "59350", json!(null), "en-presentiel"),
            service("e-sedan", "08409", json!(null), "en-presentiel"),
            service("f-sedan-pour-le-nord", "08409", json!(["59"]), "en-presentiel"),
            service("g-nulle-part", "", json!(["08"]), "en-presentiel"),
        ]),
    );
    // What lies there first, then what is had from there.
    let inside = ["e-sedan", "f-sedan-pour-le-nord"];
    let all = ["e-sedan", "f-sedan-pour-le-nord", "a-lille-a-distance", "c-lille-pour-sedan"];
    for question in
        [json!({"code_departement": "08"}), json!({"code_region": "44"}), json!({"code_epci": "200041630"})]
    {
        assert_eq!(both(&atlas, &question), [all, all], "{question}");
        let mut on_site = question.clone();
        on_site["a_distance"] = json!("exclus");
        assert_eq!(both(&atlas, &on_site), [inside, inside], "{question}");
    }
    let question = json!({"code_departement": "08", "explication": true});
    let page = search(&atlas, &ours(&question)).unwrap();
    assert!(page["items"].as_array().unwrap().iter().all(|item| item["distance"].is_null()));
    assert_eq!(page["ecartes"], json!({"sans_position": 1}));
    let why = |at: usize| page["items"][at]["explication"].as_array().unwrap()[..2].to_vec();
    assert_eq!(
        why(1),
        ["Situé dans le département recherché (Ardennes).", "Ouvert aux habitants de : Nord (59)."]
    );
    assert_eq!(
        why(3),
        ["Proposé à distance : on peut en bénéficier sans se déplacer.", "Ouvert aux habitants de : Sedan."]
    );
}

#[test]
fn both_rules_search_around_a_point_alone() {
    let atlas = atlas(
        &json!([]),
        &json!([
            {"id": "charleville", "longitude": 4.72, "latitude": 49.77, "modes_accueil": ["en-presentiel"], "zone_eligibilite": ["08105"]},
            {"id": "lille", "longitude": 3.06, "latitude": 50.63, "modes_accueil": ["en-presentiel"]},
        ]),
    );
    let question = json!({"lon": 4.716, "lat": 49.7624});
    assert_eq!(both(&atlas, &question), [["charleville"], ["charleville"]]);
}

#[test]
fn both_rules_mix_categories_and_thematiques() {
    let service = |id, thematique| json!({"id": id, "thematiques": [thematique]});
    let atlas = atlas(
        &json!([]),
        &json!([
            service("soins", "sante--acces-aux-soins"),
            service("velo", "mobilite--acceder-a-un-vehicule"),
            service("visio", "numerique--acceder-a-une-connexion-internet"),
        ]),
    );
    let question = json!({"thematiques": ["mobilite", "sante--acces-aux-soins"]});
    assert_eq!(both(&atlas, &question), [["soins", "velo"], ["soins", "velo"]]);
}

#[test]
fn both_rules_keep_records_without_a_commune_and_orphans() {
    let atlas = atlas(
        &json!([]),
        &json!([{"id": "national", "structure_id": "absente", "modes_accueil": ["a-distance"], "zone_eligibilite": ["france"]}]),
    );
    let question = json!({"code_commune": "08105"});
    assert_eq!(both(&atlas, &question), [["national"], ["national"]]);
    assert_eq!(search(&atlas, &question).unwrap()["items"][0]["service"]["structure"], Value::Null);
}

#[test]
fn both_rules_order_by_code_points() {
    let atlas = atlas(&json!([]), &json!([{"id": "a"}, {"id": "B"}, {"id": "é"}]));
    assert_eq!(both(&atlas, &json!({})), [["B", "a", "é"], ["B", "a", "é"]]);
}

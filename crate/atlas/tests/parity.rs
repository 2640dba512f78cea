//! Recorded questions against the data·inclusion API's own answers: see tests/parity/README.md.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod support;

use atlas::dataset::Atlas;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::sync::OnceLock;
use support::{atlas_of, parity, parity_lines};

fn atlas() -> &'static Atlas {
    static ATLAS: OnceLock<Atlas> = OnceLock::new();
    ATLAS.get_or_init(|| atlas_of(&parity("structures.json.gz"), &parity("services.json.gz")).unwrap())
}

/// What the engine answers: the page or the record, or the parameter that it refuses.
fn ask(endpoint: &str, params: &Value) -> Result<Value, String> {
    support::ask(atlas(), endpoint, params)
}

/// Questions that count: not those where the API has a defect, or follows its database's collation.
fn recorded(endpoint: &str) -> Vec<Value> {
    let counts =
        |line: &Value| line["endpoint"] == endpoint && line["lenient"] != true && line["collation"] != true;
    parity_lines("recorded.jsonl.gz").into_iter().filter(counts).collect()
}

/// Ids and distances of a page, or of what was recorded.
fn ids(items: &Value) -> Vec<(String, Value)> {
    let id = |item: &Value| item.get("service").unwrap_or(item)["id"].as_str().unwrap().to_owned();
    items.as_array().unwrap().iter().map(|item| (id(item), item["distance"].clone())).collect()
}

fn check(line: &Value) -> Result<(), String> {
    let answer = ask(line["endpoint"].as_str().unwrap(), &line["params"]);
    match (line["status"].as_u64().unwrap(), answer) {
        (422, Err(_)) => Ok(()),
        (200, Ok(page)) => {
            for field in ["total", "page", "size", "pages"] {
                if page[field] != line[field] {
                    return Err(format!("{field}: {} for {}", page[field], line[field]));
                }
            }
            let (ours, theirs) = (ids(&page["items"]), ids(&line["items"]));
            match ours.iter().zip(&theirs).find(|(ours, theirs)| ours != theirs) {
                Some((ours, theirs)) => Err(format!("{ours:?} for {theirs:?}")),
                None => Ok(()),
            }
        }
        (status, answer) => Err(format!("{status}, but {:?}", answer.map(|page| page["total"].clone()))),
    }
}

fn all_agree(endpoint: &str) {
    let lines = recorded(endpoint);
    assert!(!lines.is_empty());
    let differing: Vec<String> = lines
        .iter()
        .filter_map(|line| Some(format!("n. {} {}: {}", line["n"], line["params"], check(line).err()?)))
        .collect();
    println!("{endpoint}: {} of {} agree", lines.len() - differing.len(), lines.len());
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn services_around_a_place_are_the_apis() {
    all_agree("/search/services");
}

#[test]
fn listed_services_are_the_apis() {
    all_agree("/services");
}

#[test]
fn listed_structures_are_the_apis() {
    all_agree("/structures");
    for line in recorded("/structures").iter().filter(|line| line["status"] == 200) {
        let page = ask("/structures", &line["params"]).unwrap();
        for (ours, theirs) in page["items"].as_array().unwrap().iter().zip(line["items"].as_array().unwrap())
        {
            let mut doublons: Vec<_> =
                ours["doublons"].as_array().unwrap().iter().map(|other| &other["id"]).collect();
            doublons.sort_by_key(|id| id.as_str());
            assert_eq!(json!(doublons), theirs["doublons"], "{}", ours["id"]);
        }
    }
}

/// Whether a page has the recorded order up to ties: `tie_groups` are stretches of the page within which any order is
/// right; one that goes on beyond the page may have any of `all`.
fn same_up_to_ties(ours: &[String], theirs: &[String], line: &Value) -> bool {
    if ours.len() != theirs.len() {
        return false;
    }
    let mut at = 0;
    let groups = line["tie_groups"].as_array().cloned().unwrap_or_default();
    while at < theirs.len() {
        let group = groups.iter().find(|group| group["from"].as_u64() == Some(at as u64));
        let end = group.map_or(at, |group| group["to"].as_u64().unwrap() as usize).min(theirs.len() - 1);
        let allowed: BTreeSet<&str> = match group.and_then(|group| group["all"].as_array()) {
            Some(all) => all.iter().map(|id| id.as_str().unwrap()).collect(),
            None => theirs[at..=end].iter().map(String::as_str).collect(),
        };
        let beyond = group.is_some_and(|group| {
            group["all"].is_null()
                && group["count"].as_u64().is_some_and(|count| count > (end - at + 1) as u64)
        });
        if !beyond && !ours[at..=end].iter().all(|id| allowed.contains(id.as_str())) {
            return false;
        }
        at = end + 1;
    }
    true
}

#[test]
fn search_in_texts_is_the_apis_up_to_ties() {
    let lines = recorded("/search");
    let (mut same, mut near, mut scores, mut pages) = (0, 0, 0, 0);
    let mut differing = Vec::new();
    for line in &lines {
        let answer = ask("/search", &line["params"]);
        if line["status"] == 422 {
            assert!(answer.is_err(), "{}", line["params"]);
            (same, near) = (same + 1, near + 1);
            continue;
        }
        let page = answer.unwrap();
        let id = |items: &Value| ids(items).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
        let (ours, theirs) = (id(&page["items"]), id(&line["items"]));
        let total = page["total"] == line["total"];
        let ordered = total && same_up_to_ties(&ours, &theirs, line);
        let first: BTreeSet<_> = theirs.iter().take(10).collect();
        let nine = ours.iter().take(10).filter(|id| first.contains(id)).count() * 10 >= first.len() * 9;
        same += usize::from(ordered);
        near += usize::from(ordered || (total && nine));
        pages += 1;
        // Of services on both pages, the scores and distances are the same.
        let agree = page["items"].as_array().unwrap().iter().all(|item| {
            let mut recorded = line["items"].as_array().unwrap().iter();
            recorded.find(|other| other["id"] == item["service"]["id"]).is_none_or(|other| {
                other["score_recherche"].as_f64() == item["score_recherche"].as_f64()
                    && other["distance"] == item["distance"]
            })
        });
        scores += usize::from(agree);
        if !ordered || !agree {
            differing.push(format!(
                "n. {} {}: {} for {}, order {ordered}, scores {agree}",
                line["n"], line["params"], page["total"], line["total"]
            ));
        }
    }
    println!(
        "/search: same total and order up to ties {same} of {}, or nine of the first ten {near}; scores and distances {scores} of {pages}\n{}",
        lines.len(),
        differing.join("\n")
    );
    assert!(same * 100 >= lines.len() * 98, "{}", differing.join("\n"));
    assert!(scores * 100 >= pages * 98, "{}", differing.join("\n"));
}

#[test]
fn records_by_id_are_the_apis() {
    let by_id = parity_lines("recorded.jsonl.gz").into_iter().filter(|line| !line["params"]["id"].is_null());
    let mut count = 0;
    for line in by_id {
        count += 1;
        let id = line["params"]["id"].as_str().unwrap();
        let ours = if line["endpoint"].as_str().unwrap().starts_with("/services") {
            atlas().retrieve_service(id).map(|service| serde_json::to_value(service).unwrap())
        } else {
            atlas().retrieve_structure(id).map(|structure| serde_json::to_value(structure).unwrap())
        };
        match ours {
            None => assert_eq!(line["status"], 404, "{id}"),
            Some(ours) => same_record(&ours, &line["body"], id),
        }
    }
    assert!(count > 15);
}

/// Every recorded value is ours: lists as sets, links aside (the API writes them anew), and only what a record has (the
/// structure of a service has no score, nor its services a structure).
fn same_record(ours: &Value, theirs: &Value, place: &str) {
    let empty = Map::new();
    for (field, value) in theirs.as_object().unwrap_or(&empty) {
        let place = format!("{place} {field}");
        match field.as_str() {
            "lien_source" | "lien_mobilisation" | "site_web" => {}
            "structure" => same_record(&ours[field], value, &place),
            "services" | "doublons" => {
                let sorted = |list: &Value| {
                    let mut list = list.as_array().unwrap().clone();
                    list.sort_by_key(|record| record["id"].as_str().unwrap().to_owned());
                    list
                };
                let (ours, theirs) = (sorted(&ours[field]), sorted(value));
                assert_eq!(ours.len(), theirs.len(), "{place}");
                ours.iter().zip(&theirs).for_each(|(ours, theirs)| same_record(ours, theirs, &place));
            }
            _ => match (&ours[field], value) {
                (Value::Array(ours), Value::Array(theirs)) => {
                    let set = |list: &[Value]| list.iter().map(Value::to_string).collect::<BTreeSet<_>>();
                    assert_eq!(set(ours), set(theirs), "{place}");
                }
                (Value::Number(ours), Value::Number(theirs)) => {
                    assert_eq!(ours.as_f64(), theirs.as_f64(), "{place}");
                }
                (ours, theirs) => assert_eq!(ours, theirs, "{place}"),
            },
        }
    }
}

//! Searches by the rules as they are written, one record at a time: what is fast must answer as what is obvious.

use super::territory;
use atlas::schema::vocabularies;
use atlas::search::{Moment, OpenAt};
use atlas::text::{Closeness, Lexer, WebQuery, meets, telling, variants, words};
use geo::{Distance, Geodesic, Point};
use serde_json::{Map, Value, json};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;

/// Facets: the parameter, the field, whose record has it.
pub(crate) const FACETS: [(&str, &str); 9] = [
    ("thematiques", "thematiques"),
    ("publics", "publics"),
    ("frais", "frais"),
    ("types", "type"),
    ("modes_accueil", "modes_accueil"),
    ("modes_mobilisation", "modes_mobilisation"),
    ("mobilisable_par", "mobilisable_par"),
    ("sources", "source"),
    ("reseaux_porteurs", "reseaux_porteurs"),
];

/// Published records.
#[derive(Debug)]
pub(crate) struct Data {
    pub(crate) structures: Vec<Value>,
    pub(crate) services: Vec<Value>,
}

/// A service that answers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) id: String,
    pub(crate) distance: Option<u64>,
    at: usize,
    /// Lies in the area asked for.
    inside: bool,
}

impl Data {
    fn structure(&self, service: &Value) -> Option<&Value> {
        self.structures.iter().find(|structure| structure["id"] == service["structure_id"])
    }

    /// The values of a facet, none when the field is null.
    fn values(&self, service: &Value, field: &str) -> Vec<String> {
        let structure = self.structure(service);
        let value = match field {
            "reseaux_porteurs" => structure.map_or(&Value::Null, |structure| &structure[field]),
            _ => &service[field],
        };
        match value {
            Value::Array(values) => values.iter().map(|value| value.as_str().unwrap().to_owned()).collect(),
            Value::String(value) => vec![value.clone()],
            _ => Vec::new(),
        }
    }

    fn passes_facet(
        &self,
        service: &Value,
        (name, field): (&str, &str),
        asked: &[String],
        atlas: bool,
    ) -> bool {
        let own = self.values(service, field);
        let unstated = |value: &&String| atlas && *value == "non-precise";
        if own.is_empty() && asked.iter().any(|value| unstated(&value)) {
            return true;
        }
        let asked: Vec<String> = asked.iter().filter(|value| !unstated(value)).cloned().collect();
        match name {
            _ if asked.is_empty() => false,
            "publics" if asked.iter().any(|value| value == "tous-publics") => true,
            "publics" => own.iter().any(|value| value == "tous-publics" || asked.contains(value)),
            "thematiques" => own.iter().any(|value| {
                asked.iter().any(|asked| value == asked || value.split("--").next() == Some(asked))
            }),
            _ => own.iter().any(|value| asked.contains(value)),
        }
    }

    /// All answers in order.
    pub(crate) fn answers(&self, question: &Value) -> Vec<Answer> {
        let mut found: Vec<(Answer, u32)> = Vec::new();
        for (at, service) in self.services.iter().enumerate() {
            let facets = FACETS.iter().all(|facet| {
                let asked: Vec<String> =
                    serde_json::from_value(question[facet.0].clone()).unwrap_or_default();
                asked.is_empty() || self.passes_facet(service, *facet, &asked, question["regles"] == "atlas")
            });
            if !facets || !passes_plain(service, question) {
                continue;
            }
            let Some(relevance) = self.relevance(service, question) else { continue };
            let area = area(question);
            let distance = match area {
                Some(area) if !reach_within(service, question, area) => continue,
                Some(_) => None,
                None => match reach(service, question) {
                    Some(distance) => distance,
                    None => continue,
                },
            };
            let id = service["id"].as_str().unwrap().to_owned();
            let inside = area
                .is_some_and(|area| service["code_insee"].as_str().is_some_and(|code| lies_in(code, area)));
            found.push((Answer { id, distance, at, inside }, relevance));
        }
        if question["exclure_doublons"] == true {
            self.without_doublons(&mut found);
        }
        let far = |answer: &Answer| (answer.distance.unwrap_or(u64::MAX), !answer.inside);
        let service = |answer: &Answer| &self.services[answer.at];
        // Sources publish the same id at times: theirs decides, then the file's order.
        let source = |answer: &Answer| service(answer)["source"].as_str();
        found.sort_by(|(a, _), (b, _)| (&a.id, source(a), a.at).cmp(&(&b.id, source(b), b.at)));
        match question["tri"].as_str().unwrap_or("distance") {
            "distance" => found.sort_by_key(|(answer, _)| far(answer)),
            "pertinence" => found.sort_by_key(|(answer, relevance)| (Reverse(*relevance), far(answer))),
            // As text, days sort as they follow each other; none is before all.
            "date_maj" => found.sort_by_key(|(answer, _)| {
                Reverse(service(answer)["date_maj"].as_str().unwrap_or_default().to_owned())
            }),
            "nom" => found.sort_by_key(|(answer, _)| {
                words(service(answer)["nom"].as_str().unwrap_or_default()).concat_with_spaces()
            }),
            "score_qualite" => found.sort_by(|(a, _), (b, _)| {
                let score = |answer: &Answer| service(answer)["score_qualite"].as_f64().unwrap_or(-1.0);
                score(b).total_cmp(&score(a))
            }),
            other => unreachable!("{other}"),
        }
        found.into_iter().map(|(answer, _)| answer).collect()
    }

    fn without_doublons(&self, found: &mut Vec<(Answer, u32)>) {
        let structure = |answer: &Answer| self.structure(&self.services[answer.at]);
        let rank = |structure: &Value| {
            let own = self.services.iter().filter(|service| service["structure_id"] == structure["id"]);
            let scores: Vec<f64> = own.filter_map(|service| service["score_qualite"].as_f64()).collect();
            let mean = if scores.is_empty() { 0.0 } else { scores.iter().sum::<f64>() / scores.len() as f64 };
            let score = (mean * 100.0).round() as u64;
            (score, structure["date_maj"].as_str().unwrap_or_default().to_owned())
        };
        let all: Vec<Answer> = found.iter().map(|(answer, _)| answer.clone()).collect();
        found.retain(|(answer, _)| {
            let Some(own) = structure(answer) else { return true };
            let cluster = &own["_cluster_id"];
            let rivals = all.iter().filter_map(structure).filter(|rival| rival["_cluster_id"] == *cluster);
            cluster.is_null() || rivals.map(rank).max() == Some(rank(own))
        });
    }

    /// How many answers each value would give if it were all that is asked of its facet.
    pub(crate) fn facets(&self, question: &Value) -> Value {
        let mut facets = Map::new();
        let without = |name: &str| {
            let mut question = question.clone();
            question[name] = Value::Null;
            question
        };
        let known = vocabularies();
        let vocabulary = |name| match name {
            "thematiques" => known.values("Thematique").to_vec(),
            "categories" => known.values("Categorie").to_vec(),
            "publics" => known.values("Public").to_vec(),
            "frais" => known.values("Frais").to_vec(),
            "types" => known.values("TypeService").to_vec(),
            "modes_accueil" => known.values("ModeAccueil").to_vec(),
            "modes_mobilisation" => known.values("ModeMobilisation").to_vec(),
            "mobilisable_par" => known.values("PersonneMobilisatrice").to_vec(),
            "reseaux_porteurs" => known.values("ReseauPorteur").to_vec(),
            _ => {
                let mut sources: Vec<String> =
                    self.services.iter().flat_map(|service| self.values(service, "source")).collect();
                sources.sort();
                sources.dedup();
                sources
            }
        };
        for (name, field) in FACETS.into_iter().chain([("categories", "thematiques")]) {
            let filter = if name == "categories" { "thematiques" } else { name };
            let mut counts = Map::new();
            for value in vocabulary(name) {
                let mut question = without(filter);
                question[filter] = json!([value]);
                counts.insert(value, json!(self.answers(&question).len()));
            }
            if question["regles"] == "atlas" {
                let mut question = without(filter);
                question[filter] = json!(["non-precise"]);
                counts.insert("non-precise".to_owned(), json!(self.answers(&question).len()));
                facets.insert(name.to_owned(), Value::Object(counts));
                continue;
            }
            // Those that state nothing: the answers of the question put to these alone.
            let unstated = self.services.iter().filter(|service| self.values(service, field).is_empty());
            let alone = Data { structures: self.structures.clone(), services: unstated.cloned().collect() };
            let left = if question["exclure_doublons"] == true {
                None
            } else {
                Some(alone.answers(&without(filter)).len())
            };
            if let Some(left) = left {
                counts.insert("non-precise".to_owned(), json!(left));
            }
            facets.insert(name.to_owned(), Value::Object(counts));
        }
        Value::Object(facets)
    }

    /// How well a service has the words asked for; nothing when it lacks one.
    fn relevance(&self, service: &Value, question: &Value) -> Option<u32> {
        let Some(q) = question["q"].as_str() else { return Some(0) };
        let typed = words(q);
        let known = vocabularies();
        let labels: Vec<String> = ["thematiques", "publics", "type", "reseaux_porteurs"]
            .into_iter()
            .flat_map(|field| self.values(service, field))
            .flat_map(|value| {
                let category = value.split_once("--").and_then(|(category, _)| known.label(category));
                let words = [known.label(&value), category].into_iter().flatten().flat_map(words);
                let mut words: Vec<String> = words.collect();
                words.sort();
                telling(&words).into_iter().map(str::to_owned).collect::<Vec<_>>()
            })
            .collect();
        let name = |record: Option<&Value>| {
            words(record.and_then(|record| record["nom"].as_str()).unwrap_or_default())
        };
        let texts = [(4, name(Some(service))), (2, name(self.structure(service))), (1, labels)];
        let mut sum = 0;
        for word in telling(&typed) {
            let forms = variants(word);
            let met = texts.iter().flat_map(|(place, words)| {
                let near = words.iter().filter_map(|written| meets(&forms, written));
                near.map(move |near| match near {
                    Closeness::Same => 4 * place,
                    Closeness::Prefix => 3 * place,
                    Closeness::Typo => *place,
                })
            });
            sum += met.max()?;
        }
        Some(sum)
    }
}

/// Words joined, each followed by a space: as the engine compares names.
trait Joined {
    fn concat_with_spaces(&self) -> String;
}

impl Joined for Vec<String> {
    fn concat_with_spaces(&self) -> String {
        self.iter().map(|word| format!("{word} ")).collect()
    }
}

fn has(record: &Value, field: &str, wanted: &str) -> bool {
    record[field].as_array().is_some_and(|values| values.iter().any(|value| value == wanted))
}

fn passes_plain(service: &Value, question: &Value) -> bool {
    let remote = has(service, "modes_accueil", "a-distance");
    let on_site = has(service, "modes_accueil", "en-presentiel");
    let a_distance = match question["a_distance"].as_str() {
        Some("seuls") => remote,
        Some("exclus") => !remote || on_site,
        _ => true,
    };
    let score = question["score_qualite_minimum"]
        .as_f64()
        .is_none_or(|least| service["score_qualite"].as_f64().is_some_and(|score| score >= least));
    let fresh = question["maj_depuis"]
        .as_str()
        .is_none_or(|day| service["date_maj"].as_str().is_some_and(|updated| updated >= day));
    let inside = question["bbox"].as_array().is_none_or(|sides| {
        let side = |at: usize| sides[at].as_f64().unwrap();
        match (service["longitude"].as_f64(), service["latitude"].as_f64()) {
            (Some(lon), Some(lat)) => {
                let across = if side(0) <= side(2) {
                    side(0) <= lon && lon <= side(2)
                } else {
                    side(0) <= lon || lon <= side(2)
                };
                across && side(1) <= lat && lat <= side(3)
            }
            _ => false,
        }
    });
    let open = question["ouvert_le"].as_str().is_none_or(|moment| {
        let hours = service["horaires_accueil"].as_str();
        let code = service["code_insee"].as_str().unwrap_or_default();
        hours.is_some_and(|hours| {
            OpenAt::new(Moment::parse(moment).unwrap()).is_open(hours, code) == Some(true)
        })
    });
    a_distance && score && fresh && inside && open && passes_publics(service, question)
}

fn passes_publics(service: &Value, question: &Value) -> bool {
    let Some(asked) = question["recherche_public"].as_str() else { return true };
    let lexer = Lexer::default();
    let query = WebQuery::new(&lexer, asked);
    let publics: Vec<&str> = service["publics"]
        .as_array()
        .map(|values| values.iter().map(|value| value.as_str().unwrap()).collect())
        .unwrap_or_default();
    let precisions = service["publics_precisions"].as_str().unwrap_or_default();
    if question["regles"] == "atlas" {
        let labels: Vec<&str> = publics.iter().filter_map(|value| vocabularies().label(value)).collect();
        return !query.is_empty()
            && query.holds_in(&lexer, &[&publics.join(", "), &labels.join(", "), precisions]);
    }
    (!publics.is_empty() && query.holds(&lexer, &publics.join(" ").replace('-', " ")))
        || query.holds(&lexer, precisions)
}

/// Whether a place can have a service; then its distance, if it is told.
/// The codes of an EPCI, a département and a région.
type Containers = [String; 3];

/// Which containers each commune code lies in, those that have gone too.
fn containers() -> &'static HashMap<String, Containers> {
    static CONTAINERS: OnceLock<HashMap<String, Containers>> = OnceLock::new();
    CONTAINERS.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/territory");
        let rows =
            |name| csv::Reader::from_path(folder.join(name)).unwrap().into_records().map(Result::unwrap);
        let mut all: HashMap<String, Containers> = rows("communes.csv")
            .map(|row| (row[1].to_owned(), [&row[7], &row[8], &row[9]].map(str::to_owned)))
            .collect();
        for row in rows("anciens_codes.csv") {
            if let Some(today) = all.get(&row[1]).cloned() {
                all.entry(row[0].to_owned()).or_insert(today);
            }
        }
        all
    })
}

/// The area asked for: which of the containers, and its code.
fn area(question: &Value) -> Option<(usize, &str)> {
    let names = ["code_epci", "code_departement", "code_region"];
    (0..).zip(names).find_map(|(at, name)| Some((at, question[name].as_str()?)))
}

fn lies_in(code: &str, (at, area): (usize, &str)) -> bool {
    containers().get(code).is_some_and(|containers| containers[at] == area)
}

fn reach_within(service: &Value, question: &Value, area: (usize, &str)) -> bool {
    if service["code_insee"].as_str().is_some_and(|code| lies_in(code, area)) {
        return true;
    }
    let reaches = |zone: &str| {
        let mut parts =
            containers().values().filter(|containers| containers[..2].iter().any(|code| code == zone));
        matches!(zone, "99100" | "france") || lies_in(zone, area) || parts.any(|part| part[area.0] == area.1)
    };
    let open = match service["zone_eligibilite"].as_array() {
        None => true,
        Some(zones) => zones.iter().any(|zone| reaches(zone.as_str().unwrap())),
    };
    open && has(service, "modes_accueil", "a-distance") && question["a_distance"] != "exclus"
}

fn reach(service: &Value, question: &Value) -> Option<Option<u64>> {
    let territory = territory();
    let atlas_rules = question["regles"] == "atlas";
    let commune = match (question["code_commune"].as_str(), question["lon"].as_f64()) {
        (Some(code), _) => territory.commune(code),
        (None, Some(lon)) => territory.nearest_commune(lon, question["lat"].as_f64().unwrap()),
        (None, None) => return Some(None),
    }?;
    let relatives = territory.relatives(commune.code);
    let mut codes =
        vec![commune.code, commune.code_departement, commune.code_epci.unwrap_or("?"), "99100", "france"];
    let mut own = Vec::new();
    if atlas_rules {
        codes.extend(&relatives.parts);
        codes.extend(relatives.whole);
        if !question["code_commune"].is_null() {
            own.push(commune.code);
            own.extend(&relatives.parts);
        }
    }
    let zones = &service["zone_eligibilite"];
    if !zones.is_null() && !codes.iter().any(|code| has(service, "zone_eligibilite", code)) {
        return None;
    }
    let centre = match question["lon"].as_f64() {
        Some(lon) => Point::new(lon, question["lat"].as_f64().unwrap()),
        None => Point::new(commune.lon, commune.lat),
    };
    let metres = service["longitude"].as_f64().zip(service["latitude"].as_f64()).map(|(lon, lat)| {
        // PostGIS tells distances to 1e-8 m.
        (Geodesic.distance(centre, Point::new(lon, lat)) * 1e8).round() / 1e8
    });
    let is_own = service["code_insee"].as_str().is_some_and(|code| own.contains(&code));
    let radius = question["rayon_km"].as_f64().unwrap_or(50.0) * 1000.0;
    let near = metres.filter(|metres| is_own || *metres <= radius);
    let remote = has(service, "modes_accueil", "a-distance") && question["a_distance"] != "exclus";
    if near.is_none() && !remote && !is_own {
        return None;
    }
    let told = near.filter(|_| has(service, "modes_accueil", "en-presentiel"));
    Some(told.map(|metres| (metres / 1000.0).round_ties_even() as u64))
}

//! One fault in one record of two hundred, of many kinds, each listed.
//!
//! The file stays well-formed JSON: these faults are for validators and for readers that must survive them.

use std::io;

use indexmap::IndexMap;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use serde_json::{Value, json};

use super::world::pick;

/// One record in this many is faulty.
pub(super) const FAULTY: usize = 200;

/// A record as its fields in the order of the columns.
type Record = IndexMap<String, Value>;

/// One fault made, as `faults.json` lists it.
#[derive(Serialize)]
pub(super) struct Fault {
    file: &'static str,
    /// The record's rank in the file, from 0.
    index: usize,
    kind: &'static str,
    field: &'static str,
    /// Whether the official validator (schema 1.0.10) refuses the record.
    schema: bool,
}

/// Makes the faults of one file.
pub(super) struct Faults {
    file: &'static str,
    kinds: Vec<&'static Kind>,
    rng: ChaCha8Rng,
    previous_id: Value,
    list: Vec<Fault>,
}

impl Faults {
    /// For the file of this name.
    pub(super) fn new(file: &'static str, seed: u64) -> Self {
        let services = file == "services.json";
        let kinds = KINDS.iter().filter(|kind| services || !kind.services_only).collect();
        let rng = ChaCha8Rng::seed_from_u64(seed ^ u64::from(services));
        Self { file, kinds, rng, previous_id: Value::Null, list: Vec::new() }
    }

    /// The record, made faulty when its turn has come.
    ///
    /// # Errors
    /// A record that is not an object.
    pub(super) fn pass(&mut self, index: usize, record: &impl Serialize) -> io::Result<Record> {
        let mut record: Record = serde_json::from_slice(&serde_json::to_vec(record)?)?;
        let id = record["id"].clone();
        if index % FAULTY == FAULTY / 3 {
            let kind = self.kinds[self.list.len() % self.kinds.len()];
            kind.apply(&mut record, &self.previous_id, &mut self.rng);
            self.list.push(Fault {
                file: self.file,
                index,
                kind: kind.kind,
                field: kind.field,
                schema: kind.schema,
            });
        }
        self.previous_id = id;
        Ok(record)
    }

    /// The faults made.
    pub(super) fn into_list(self) -> Vec<Fault> {
        self.list
    }
}

/// What a fault does to a field.
enum Change {
    Remove,
    Set(fn() -> Value),
    /// From the record, the id of the record before it, and chance.
    Derive(fn(&mut Record, &Value, &mut ChaCha8Rng) -> Value),
}

struct Kind {
    kind: &'static str,
    field: &'static str,
    services_only: bool,
    schema: bool,
    change: Change,
}

impl Kind {
    fn apply(&self, record: &mut Record, previous_id: &Value, rng: &mut ChaCha8Rng) {
        let value = match self.change {
            Change::Remove => {
                record.shift_remove(self.field);
                return;
            }
            Change::Set(value) => value(),
            Change::Derive(value) => value(record, previous_id, rng),
        };
        record.insert(self.field.to_owned(), value);
    }
}

/// A fault of both files that the official validator refuses.
const fn both(kind: &'static str, field: &'static str, change: Change) -> Kind {
    Kind { kind, field, services_only: false, schema: true, change }
}

/// A fault of both files that the official validator lets through.
const fn subtle(kind: &'static str, field: &'static str, change: Change) -> Kind {
    Kind { kind, field, services_only: false, schema: false, change }
}

/// A fault of services that the official validator refuses.
const fn service(kind: &'static str, field: &'static str, change: Change) -> Kind {
    Kind { kind, field, services_only: true, schema: true, change }
}

use Change::{Derive, Remove, Set};

const KINDS: [Kind; 40] = [
    both("date-illisible", "date_maj", Set(|| json!("14/02/2025"))),
    both("date-future", "date_maj", Set(|| json!(32_472_144_000_000_i64))),
    both("date-trop-ancienne", "date_maj", Set(|| json!(915_148_800_000_i64))),
    both("date-nulle", "date_maj", Set(|| Value::Null)),
    both("champ-obligatoire-absent", "nom", Remove),
    both("champ-obligatoire-absent", "source", Remove),
    both("champ-obligatoire-absent", "id", Remove),
    both("nom-nul", "nom", Set(|| Value::Null)),
    both("nom-trop-court", "nom", Set(|| json!("ML"))),
    both("nom-trop-long", "nom", Derive(|_, _, rng| json!("Maison ".repeat(rng.random_range(25..40))))),
    both("liste-au-lieu-d-un-texte", "nom", Derive(|record, _, _| json!([record["nom"]]))),
    both("description-trop-courte", "description", Set(|| json!("Aide"))),
    both("description-trop-longue", "description", Set(|| json!("Très long. ".repeat(1000)))),
    both("nombre-au-lieu-d-un-texte", "code_postal", Set(|| json!(8000))),
    both("code-postal-a-quatre-chiffres", "code_postal", Set(|| json!("8000"))),
    both("code-insee-trop-court", "code_insee", Set(|| json!("1001"))),
    both("latitude-en-lettres", "latitude", Set(|| json!("quarante-huit"))),
    both("courriel-sans-arobase", "courriel", Set(|| json!("contact(at)example.org"))),
    both("courriel-masque", "courriel", Set(|| json!("***"))),
    both("lien-sans-protocole", "lien_source", Set(|| json!("www.example.org/fiche"))),
    subtle("code-insee-inconnu", "code_insee", Set(|| json!("99999"))),
    subtle("coordonnees-inversees", "latitude", Derive(swapped)),
    subtle("latitude-absurde", "latitude", Set(|| json!(4_890_000.0))),
    subtle("identifiant-en-double", "id", Derive(|_, previous_id, _| previous_id.clone())),
    subtle(
        "html-dans-le-texte",
        "description",
        Set(|| {
            json!(
                "<p>Accueil <strong>sans rendez-vous</strong>&nbsp;:<br/>le mardi.</p><script>alert(1)</script>"
            )
        }),
    ),
    subtle("champ-inconnu", "typologie", Set(|| json!("CCAS"))),
    subtle(
        "nom-finissant-par-un-point",
        "nom",
        Derive(|record, _, _| json!(format!("{}.", record["nom"].as_str().unwrap_or("Structure")))),
    ),
    service("champ-obligatoire-absent", "structure_id", Remove),
    service("champ-obligatoire-absent", "description", Remove),
    service("thematique-inconnue", "thematiques", Set(|| json!(["mobilite--aide-au-permis"]))),
    service("categorie-au-lieu-de-thematique", "thematiques", Set(|| json!(["numerique"]))),
    service("texte-au-lieu-d-une-liste", "thematiques", Set(|| json!("numerique--acquerir-un-equipement"))),
    service(
        "public-inconnu",
        "publics",
        Derive(|_, _, rng| json!([pick(&["adultes", "Jeunes", "tous"], rng)])),
    ),
    service("tous-publics-accompagne", "publics", Set(|| json!(["tous-publics", "femmes"]))),
    service("liste-vide", "publics", Set(|| json!([]))),
    service("type-inconnu", "type", Set(|| json!("aide"))),
    service("liste-au-lieu-d-un-texte", "frais", Set(|| json!(["gratuit"]))),
    service("zone-inconnue", "zone_eligibilite", Set(|| json!(["FRANCE"]))),
    service("nombre-de-semaines-nul", "nombre_semaines", Set(|| json!(0.0))),
    service("volume-negatif", "volume_horaire_hebdomadaire", Set(|| json!(-3.5))),
];

/// The longitude, the latitude having taken its place.
fn swapped(record: &mut Record, _: &Value, _: &mut ChaCha8Rng) -> Value {
    let longitude = record["longitude"].as_f64().unwrap_or(2.35);
    let latitude = record["latitude"].as_f64().unwrap_or(48.85);
    record.insert("longitude".to_owned(), json!(latitude));
    json!(longitude)
}

//! The whole command, on a territory of a dozen communes.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use tempfile::TempDir;

use super::*;

const COMMUNES: &str = "\
type,code_insee,nom,codes_postaux,lat,lon,population,code_epci,code_departement,code_region,code_parent
commune,08105,Charleville-Mézières,08000,49.77523,4.72061,46391,200041630,08,44,
commune,08409,Sedan,08200,49.70177,4.94045,15900,200041630,08,44,
commune,2A004,Ajaccio,20000|20090,41.93607,8.70145,74000,242010056,2A,94,
commune,35238,Rennes,35000|35200|35700,48.11142,-1.68073,225000,243500139,35,53,
commune,51454,Reims,51100,49.25150,4.03409,177000,200067213,51,44,
commune,59350,Lille,59000|59800,50.63173,3.04777,238000,200093201,59,32,
commune,72181,Le Mans,72000,47.99619,0.18768,146000,247200132,72,52,
commune,75056,Paris,75001|75002,48.85660,2.34265,2100000,200054781,75,11,
arrondissement,75101,Paris 1er Arrondissement,75001,48.86258,2.33614,15000,200054781,75,11,75056
commune,97411,Saint-Denis,97400|97490,-20.92832,55.45102,155000,249740119,974,04,
deleguee,49002,L'Abergement,,47.1,-0.5,100,,49,52,49001
";
const DEPARTEMENTS: &str = "\
code,nom,code_region
08,Ardennes,44
2A,Corse-du-Sud,94
35,Ille-et-Vilaine,53
51,Marne,44
59,Nord,32
72,Sarthe,52
75,Paris,11
974,La Réunion,04
";

fn options(folder: &TempDir, structures: u32, services: u32) -> Options {
    let territory = folder.path().join("territory");
    fs::create_dir_all(&territory).unwrap();
    fs::write(territory.join("communes.csv"), COMMUNES).unwrap();
    fs::write(territory.join("departements.csv"), DEPARTEMENTS).unwrap();
    Options {
        structures,
        services,
        seed: 1,
        out: folder.path().join("out"),
        faults: false,
        departements: Vec::new(),
        part: 0.5,
        today: Date::constant(2026, 11, 1),
        territory,
    }
}

fn read(options: &Options, name: &str) -> String {
    fs::read_to_string(options.out.join(name)).unwrap()
}

fn records(options: &Options, name: &str) -> Vec<Value> {
    serde_json::from_str(&read(options, name)).unwrap()
}

fn generated(structures: u32, services: u32) -> (Vec<Value>, Vec<Value>) {
    let folder = TempDir::new().unwrap();
    let options = options(&folder, structures, services);
    make(&options).unwrap();
    (records(&options, "structures.json"), records(&options, "services.json"))
}

fn texts<'v>(records: &'v [Value], field: &str) -> HashSet<&'v str> {
    let values = records.iter().map(|record| &record[field]);
    values
        .flat_map(|value| value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice))
        .filter_map(Value::as_str)
        .collect()
}

fn share(records: &[Value], holds: impl Fn(&Value) -> bool) -> f64 {
    records.iter().filter(|record| holds(record)).count() as f64 / records.len() as f64
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let folder = TempDir::new().unwrap();
    let first = options(&folder, 300, 500);
    let again = Options { out: folder.path().join("again"), ..first.clone() };
    let other = Options { out: folder.path().join("other"), seed: 2, ..first.clone() };
    for options in [&first, &again, &other] {
        make(options).unwrap();
    }
    for name in ["structures.json", "services.json"] {
        assert_eq!(read(&first, name), read(&again, name));
        assert_ne!(read(&first, name), read(&other, name));
    }
    assert!(read(&first, "LISEZ-MOI.txt").starts_with("Données fictives"));
    assert!(!first.out.join("faults.json").exists());
}

#[test]
fn the_bytes_have_the_published_form() {
    let folder = TempDir::new().unwrap();
    let options = options(&folder, 200, 400);
    make(&options).unwrap();
    for (name, start) in [("structures.json", "[{\"id\":\""), ("services.json", "[{\"id\":\"")] {
        let text = read(&options, name);
        assert!(text.starts_with(start) && text.ends_with("}]"), "{name}");
        assert!(!text.contains('\n') && !text.contains("\":\u{20}") && !text.contains("},\u{20}{"), "{name}");
        assert!(text.contains("https:\\/\\/example.org\\/donnees-fictives\\/"), "{name}");
        assert!(!text.contains("https://") && text.contains("\\n") && text.contains('é'), "{name}");
        assert!(!text.contains("\\u00e9"), "{name}");
    }
    let services = read(&options, "services.json");
    assert!(services.contains("\"nombre_semaines\":1") && !services.contains("\"nombre_semaines\":1,"));
}

#[test]
fn the_columns_are_the_published_ones_in_their_order() {
    let folder = TempDir::new().unwrap();
    let options = options(&folder, 1, 1);
    make(&options).unwrap();
    let columns = |name: &str| -> String {
        let records: Vec<indexmap::IndexMap<String, Value>> =
            serde_json::from_str(&read(&options, name)).unwrap();
        records[0].keys().cloned().collect::<Vec<_>>().join(", ")
    };
    assert_eq!(
        columns("structures.json"),
        "id, siret, nom, commune, code_postal, code_insee, adresse, complement_adresse, longitude, latitude, \
         telephone, courriel, site_web, description, source, date_maj, lien_source, horaires_accueil, \
         accessibilite_lieu, reseaux_porteurs"
    );
    assert_eq!(
        columns("services.json"),
        "id, structure_id, source, nom, conditions_acces, description, type, thematiques, frais, \
         frais_precisions, publics, publics_precisions, commune, code_postal, code_insee, adresse, \
         complement_adresse, longitude, latitude, horaires_accueil, lien_source, telephone, courriel, \
         contact_nom_prenom, date_maj, lien_mobilisation, mobilisable_par, mobilisation_precisions, \
         modes_accueil, modes_mobilisation, zone_eligibilite, volume_horaire_hebdomadaire, nombre_semaines, \
         score_qualite"
    );
}

#[test]
fn every_vocabulary_value_occurs() {
    let (structures, services) = generated(4000, 6000);
    let texts_of = texts::Texts::load().unwrap();
    for (records, field, entries) in [
        (&structures, "reseaux_porteurs", &texts_of.reseaux),
        (&services, "thematiques", &texts_of.thematiques),
        (&services, "publics", &texts_of.publics),
        (&services, "type", &texts_of.types),
    ] {
        let found = texts(records, field);
        let missing: Vec<_> = entries
            .iter()
            .filter(|entry| !found.contains(entry.value.as_str()))
            .map(|entry| &entry.value)
            .collect();
        assert!(missing.is_empty(), "{field}: {missing:?}");
        assert_eq!(found.len(), entries.len(), "{field} holds unknown values");
    }
    for (field, count) in
        [("frais", 2), ("modes_accueil", 2), ("modes_mobilisation", 4), ("mobilisable_par", 2)]
    {
        assert_eq!(texts(&services, field).len(), count, "{field}");
    }
}

#[test]
fn structures_and_services_fit_together() {
    let (structures, services) = generated(4000, 6000);
    let ids = texts(&structures, "id");
    assert_eq!(ids.len(), 4000);
    assert_eq!(texts(&services, "id").len(), 6000);
    assert!(ids.iter().any(|id| !id.is_ascii()));
    for record in structures.iter().chain(&services) {
        let (id, source) = (record["id"].as_str().unwrap(), record["source"].as_str().unwrap());
        assert!(id.starts_with(&format!("{source}--")), "{id}");
    }
    let orphans = share(&services, |service| !ids.contains(service["structure_id"].as_str().unwrap()));
    assert!((0.004..0.006).contains(&orphans), "{orphans}");
    let mut addresses: HashMap<String, usize> = HashMap::new();
    for service in services.iter().filter(|service| service["longitude"].is_f64()) {
        *addresses.entry(format!("{} {}", service["longitude"], service["latitude"])).or_default() += 1;
    }
    assert!(addresses.values().any(|&count| count >= 24), "no place with dozens of services");
}

#[test]
fn one_establishment_is_seen_by_several_producers() {
    let (structures, _) = generated(4000, 0);
    let mut sirets: HashMap<&str, HashSet<&str>> = HashMap::new();
    for structure in &structures {
        if let Some(siret) = structure["siret"].as_str() {
            sirets.entry(siret).or_default().insert(structure["nom"].as_str().unwrap());
        }
    }
    let spellings = sirets.values().filter(|names| names.len() > 1).count();
    assert!(spellings > 20, "{spellings}");
}

#[test]
fn rates_are_those_of_the_real_data() {
    let (structures, services) = generated(4000, 6000);
    for (records, field, expected) in [
        (&structures, "siret", 0.34),
        (&structures, "code_insee", 0.85),
        (&structures, "telephone", 0.46),
        (&structures, "courriel", 0.60),
        (&services, "zone_eligibilite", 0.78),
        (&services, "longitude", 0.87),
        (&services, "modes_accueil", 0.95),
    ] {
        let filled = share(records, |record| !record[field].is_null());
        assert!((filled - expected).abs() < 0.06, "{field}: {filled}");
    }
    let has = |field: &'static str, value: &'static str| {
        move |record: &Value| texts(std::slice::from_ref(record), field).contains(value)
    };
    assert!(share(&services, has("modes_accueil", "a-distance")) > 0.15);
    for zone in ["france", "99100", "08", "974", "59350", "200093201", "2A"] {
        assert!(services.iter().any(has("zone_eligibilite", zone)), "{zone}");
    }
    let remote = |service: &Value| service["modes_accueil"] == serde_json::json!(["a-distance"]);
    assert!(services.iter().any(|service| remote(service) && service["longitude"].is_null()));
    for field in ["modes_accueil", "thematiques"] {
        assert!(services.iter().any(|service| service[field] == serde_json::json!([])), "{field}");
    }
}

/// The rules of schema 1.0.10 that chance could break; the official package has the last word.
#[test]
fn records_are_valid() {
    let (structures, services) = generated(1000, 2000);
    let today = structure::milliseconds(Date::constant(2026, 11, 1));
    for record in structures.iter().chain(&services) {
        let text = |field: &str| record[field].as_str();
        let digits = |field: &str, count| {
            text(field).is_none_or(|t| t.len() == count && t.bytes().all(|b| b.is_ascii_digit()))
        };
        let name = text("nom").unwrap();
        assert!(
            (3..=150).contains(&name.chars().count()) && !name.ends_with('.') && !name.contains('{'),
            "{name}"
        );
        assert!(digits("siret", 14) && digits("code_postal", 5), "{record}");
        let date = record["date_maj"].as_i64().unwrap();
        assert!(date >= structure::milliseconds(world::FIRST_DAY) && date <= today && date % 86_400_000 == 0);
        let description = text("description").unwrap_or("12345");
        assert!(
            (5..=10_000).contains(&description.chars().count()) && !description.contains('{'),
            "{description}"
        );
        assert!(text("courriel").is_none_or(|courriel| courriel.ends_with(".example.org")));
        for field in ["publics", "zone_eligibilite", "modes_mobilisation", "mobilisable_par"] {
            assert_ne!(record.get(field), Some(&serde_json::json!([])), "{field}");
        }
    }
    for service in &services {
        let publics = service["publics"].as_array().map_or(&[][..], Vec::as_slice);
        assert!(publics.len() == 1 || !publics.contains(&"tous-publics".into()));
        assert!((0.0..=1.0).contains(&service["score_qualite"].as_f64().unwrap()));
    }
}

#[test]
fn favoured_departements_hold_their_part() {
    let folder = TempDir::new().unwrap();
    let options = Options {
        departements: vec!["08".to_owned(), "974".to_owned()],
        part: 0.3,
        ..options(&folder, 1000, 2000)
    };
    make(&options).unwrap();
    for name in ["structures.json", "services.json"] {
        let records = records(&options, name);
        let located: Vec<Value> =
            records.into_iter().filter(|record| record["code_insee"].is_string()).collect();
        let part = share(&located, |record| {
            matches!(record["code_insee"].as_str().unwrap(), "08105" | "08409" | "97411")
        });
        assert!((part - 0.3).abs() < 0.05, "{name}: {part}");
    }
}

#[test]
fn faults_are_those_listed() {
    let folder = TempDir::new().unwrap();
    let clean = options(&folder, 8000, 10_000);
    make(&clean).unwrap();
    let faulty = Options { faults: true, out: folder.path().join("faulty"), ..clean.clone() };
    make(&faulty).unwrap();
    let list = records(&faulty, "faults.json");
    assert_eq!(list.len(), 90);
    assert_eq!(texts(&list, "kind").len(), 35);
    for name in ["structures.json", "services.json"] {
        let changed: Vec<u64> = records(&clean, name)
            .iter()
            .zip(&records(&faulty, name))
            .enumerate()
            .filter(|(_, (before, after))| before != after)
            .map(|(index, _)| index as u64)
            .collect();
        let listed: Vec<u64> = list
            .iter()
            .filter(|fault| fault["file"] == name)
            .map(|fault| fault["index"].as_u64().unwrap())
            .collect();
        assert_eq!(changed, listed, "{name}");
    }
}

#[test]
fn what_cannot_be_made_is_told_in_french() {
    let folder = TempDir::new().unwrap();
    let good = options(&folder, 1, 1);
    for (options, message, status) in [
        (Options { part: 1.5, ..good.clone() }, "La part (--part)", 2),
        (Options { departements: vec!["99".to_owned()], ..good.clone() }, "Aucun département", 2),
        (Options { today: Date::constant(2020, 1, 1), ..good.clone() }, "La date du jour", 2),
        (Options { territory: folder.path().join("rien"), ..good.clone() }, "il n’existe pas", 1),
    ] {
        let error = make(&options).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!(error.status(), status);
    }
    fs::write(good.territory.join("communes.csv"), "type,code_insee\ncommune\n").unwrap();
    assert!(
        make(&good).unwrap_err().to_string().contains("communes.csv, ligne 2 n’a pas la forme attendue.")
    );
}

#[test]
fn no_structure_at_all_leaves_only_orphans() {
    let (structures, services) = generated(0, 50);
    assert!(structures.is_empty());
    assert_eq!(services.len(), 50);
}

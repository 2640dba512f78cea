//! Every code and name of the table leads where it should.
#![allow(clippy::unwrap_used)]

use atlas::territory::testing::territory;
use atlas::territory::{Place, PlaceKind, Territory, TerritoryError};
use proptest::prelude::*;

struct Row {
    kind: String,
    code: String,
    nom: String,
    codes_postaux: Vec<String>,
    population: u32,
    departement: String,
    parent: String,
}

fn csv_rows(name: &str) -> Vec<csv::StringRecord> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/territory").join(name);
    csv::Reader::from_path(path).unwrap().records().map(Result::unwrap).collect()
}

fn table() -> Vec<Row> {
    let row = |row: csv::StringRecord| Row {
        kind: row[0].to_owned(),
        code: row[1].to_owned(),
        nom: row[2].to_owned(),
        codes_postaux: row[3].split('|').filter(|code| !code.is_empty()).map(Into::into).collect(),
        population: row[6].parse().unwrap_or(0),
        departement: row[8].to_owned(),
        parent: row[10].to_owned(),
    };
    csv_rows("communes.csv").into_iter().map(row).collect()
}

fn whole(row: &Row) -> bool {
    row.kind == "commune" || row.kind == "arrondissement"
}

fn codes(places: &[Place]) -> Vec<&str> {
    places.iter().map(|place| place.code.as_str()).collect()
}

#[test]
fn every_commune_is_found_first_by_its_name_and_departement() {
    let territory = territory();
    for row in table().iter().filter(|row| whole(row)) {
        let text = format!("{} {}", row.nom, row.departement);
        let first = &territory.suggest_places(&text, 1)[0];
        assert_eq!((&first.code, first.kind == PlaceKind::Deleguee), (&row.code, false), "{text}");
    }
}

#[test]
fn what_contains_communes_has_a_box_around_them() {
    let territory = territory();
    let first = |text: &str| territory.suggest_places(text, 1).remove(0);
    for (text, kind) in [
        ("Ardennes", PlaceKind::Departement),
        ("Grand Est", PlaceKind::Region),
        ("Ardenne Métropole", PlaceKind::Epci),
        ("Saint-Barthélemy", PlaceKind::Departement),
        ("La Réunion", PlaceKind::Departement),
    ] {
        let all = territory.suggest_places(text, 10);
        let place = all.iter().find(|place| place.kind == kind).unwrap();
        let [west, south, east, north] = place.bbox.unwrap();
        assert!(west < east && south < north, "{text}");
        let area = territory.area(kind, &place.code).unwrap();
        for commune in area.communes.iter().filter_map(|code| territory.current_commune(code)) {
            let inside = (west..=east).contains(&commune.lon) && (south..=north).contains(&commune.lat);
            assert!(inside, "{text} {}", commune.nom);
        }
    }
    assert_eq!(first("08105").bbox, None);
}

#[test]
fn every_commune_is_listed_for_each_of_its_postal_codes_most_populous_first() {
    let territory = territory();
    let mut of_code = std::collections::BTreeMap::<String, Vec<Row>>::new();
    for row in table().into_iter().filter(whole) {
        for code in row.codes_postaux.clone() {
            let Row { kind, code: insee, nom, codes_postaux, population, departement, parent } = &row;
            let copy = Row {
                kind: kind.clone(),
                code: insee.clone(),
                nom: nom.clone(),
                codes_postaux: codes_postaux.clone(),
                population: *population,
                departement: departement.clone(),
                parent: parent.clone(),
            };
            of_code.entry(code).or_default().push(copy);
        }
    }
    for (code, rows) in of_code {
        let places = territory.suggest_places(&code, 1000);
        for row in &rows {
            assert!(places.iter().any(|place| place.code == row.code), "{} for {code}", row.nom);
        }
        let most = rows.iter().map(|row| row.population).max();
        assert_eq!(places[0].population, most, "{code}: {:?}", codes(&places));
        let whole = places
            .iter()
            .filter(|place| place.kind != PlaceKind::Deleguee && place.codes_postaux.contains(&code));
        assert!(whole.map(|place| place.population).is_sorted_by(|a, b| a >= b), "{code}");
    }
}

#[test]
fn every_code_is_found_and_accepted() {
    let territory = territory();
    for row in table() {
        assert!(
            territory.suggest_places(&row.code, 10).iter().any(|place| place.code == row.code),
            "{}",
            row.code
        );
        let commune = territory.commune(&row.code).unwrap();
        assert_eq!((commune.code, commune.code_departement), (row.code.as_str(), row.departement.as_str()));
    }
    // Some codes that no commune has any more are those of a commune déléguée: there the part has them.
    let parts: std::collections::HashSet<String> = table().into_iter().map(|row| row.code).collect();
    for row in csv_rows("anciens_codes.csv").iter().filter(|row| !parts.contains(&row[0])) {
        assert_eq!(territory.commune(&row[0]).unwrap().code, &row[1]);
    }
    for code in ["", "0", "00000", "08000", "8105", "081055", "2a004", "é"] {
        assert!(territory.commune(code).is_none(), "{code}");
    }
}

#[test]
fn where_a_code_is_shared_the_commune_has_it() {
    let territory = territory();
    let table = table();
    let shared = table.iter().filter(|row| row.kind == "commune");
    for row in shared {
        assert_eq!(territory.commune(&row.code).unwrap().kind, PlaceKind::Commune, "{}", row.code);
    }
}

#[test]
fn the_name_of_a_part_or_of_a_former_commune_leads_to_a_place_that_can_be_searched() {
    let territory = territory();
    let named = |nom: &str, departement: &str, code: &str, parent: &str| {
        let text = format!("{nom} {departement}");
        let places = territory.suggest_places(&text, 10);
        assert!(
            places.iter().any(|place| place.code == code || place.code == parent),
            "{text} gives {:?}, not {code}",
            codes(&places)
        );
        assert!(
            places
                .iter()
                .filter(|place| place.code.len() == 5)
                .all(|place| territory.commune(&place.code).is_some())
        );
    };
    for row in table().iter().filter(|row| !whole(row)) {
        named(&row.nom, &row.departement, &row.code, &row.parent);
    }
    for row in csv_rows("anciens_codes.csv").iter().filter(|row| !row[2].is_empty()) {
        let today = territory.commune(&row[1]).unwrap();
        named(&row[2], today.code_departement, today.code, today.code);
    }
}

#[test]
fn what_people_type_is_understood() {
    let territory = territory();
    let first = |text: &str| territory.suggest_places(text, 5).first().map(|place| place.code.clone());
    for (text, code) in [
        ("charlev", "08105"),
        ("charleville mez 08", "08105"),
        ("CHARLEVILLE-MEZIERES", "08105"),
        ("sedan ardennes", "08409"),
        ("st denis reunion", "97411"),
        ("Saint-Denis (974)", "97411"),
        ("saint denis", "97411"),
        ("St Denis, 97400", "97411"),
        ("97400", "97411"),
        ("paris", "75056"),
        ("paris 11", "75111"),
        ("75011", "75056"),
        ("lyon 3e", "69383"),
        ("hay les roses", "94038"),
        ("l hay", "94038"),
        ("puy en velay", "43157"),
        ("rochelle", "17300"),
        ("ajaccio 2A", "2A004"),
        ("2a004", "2A004"),
        ("2A", "2A"),
        ("08", "08"),
        ("974", "974"),
        ("ardennes", "08"),
        ("bretagne", "53"),
        ("rennes metropole", "243500139"),
    ] {
        assert_eq!(first(text).as_deref(), Some(code), "{text}: {:?}", territory.suggest_places(text, 5));
    }
    for text in ["", "   ", "-", "zzzz", "xyzzy 08"] {
        assert!(territory.suggest_places(text, 5).is_empty(), "{text}");
    }
    assert!(territory.suggest_places("saint", 0).is_empty());
    assert_eq!(territory.suggest_places("saint", 30).len(), 30);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in ".{0,40}", limit in 0..20usize) {
        prop_assert!(territory().suggest_places(&text, limit).len() <= limit);
    }

    #[test]
    fn damaged_bytes_are_refused_or_read_but_never_panic(at in any::<prop::sample::Index>(), flip in 1..=255u8, cut: bool) {
        let bytes = bytes();
        let at = at.index(bytes.len());
        let damaged = if cut { bytes[..at].to_vec() } else {
            let mut copy = bytes.to_vec();
            copy[at] ^= flip;
            copy
        };
        match Territory::from_bytes(&damaged) {
            Err(error) => prop_assert!(at >= 8 || error == TerritoryError::Version || cut),
            Ok(territory) => drop(territory.suggest_places("saint denis", 5)),
        }
    }
}

/// A small territory's bytes.
fn bytes() -> &'static [u8] {
    use atlas::territory::{PlaceRow, Rows};
    static BYTES: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    BYTES.get_or_init(|| {
        let row = |kind, code: &str, nom: &str, departement: &str| PlaceRow {
            kind,
            code: code.into(),
            nom: nom.into(),
            lon: 2.35,
            lat: 48.85,
            population: Some(12),
            codes_postaux: vec!["75001".into()],
            code_departement: departement.into(),
            code_epci: String::new(),
            code_parent: String::new(),
            bbox: None,
        };
        let places = vec![
            row(PlaceKind::Departement, "93", "Seine-Saint-Denis", ""),
            row(PlaceKind::Commune, "93066", "Saint-Denis", "93"),
        ];
        let former = vec![("93059".into(), "93066".into(), Some("Pierrefitte-sur-Seine".into()))];
        Rows { places, former }.encode().unwrap()
    })
}

//! `generate`: made-up national data in the published form (« données fictives »).
//!
//! For tests, benches and demonstrations at national scale: nobody's data is in it, everything the published files can
//! hold is. The same seed always gives the same bytes. Structures are written as they are made; of each, services need
//! only its id, source and place, so memory stays small whatever the number of records.

mod json;
mod places;
mod texts;

use atlas::schema::vocabularies;
use clap::Args;
use json::{Object, Value};
use places::{Place, Places};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use texts::Texts;

/// What to make.
#[derive(Args, Clone, Debug)]
pub(crate) struct Options {
    /// Nombre de structures.
    #[arg(long, default_value_t = 100_000)]
    structures: u32,
    /// Nombre de services.
    #[arg(long, default_value_t = 140_000)]
    services: u32,
    /// Graine : la même donne toujours les mêmes fichiers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Dossier où écrire structures.json et services.json.
    #[arg(long)]
    out: PathBuf,
    /// Met une faute dans une fiche sur deux cents, et en tient la liste dans faults.json.
    #[arg(long)]
    faults: bool,
    /// Départements où se trouve une part des fiches, séparés par des virgules.
    #[arg(long, value_delimiter = ',')]
    departements: Vec<String>,
    /// Part des fiches dans ces départements.
    #[arg(long, default_value_t = 0.5)]
    part: f64,
    /// Jour de la dernière mise à jour, AAAA-MM-JJ.
    #[arg(long, default_value = "2026-11-01")]
    today: String,
    /// Dossier du territoire.
    #[arg(long, default_value = "data/territory")]
    territory: PathBuf,
}

const SECONDS_A_DAY: i64 = 86_400;
/// Days that updates are spread over.
const HISTORY: i64 = 1_200;
/// One record in so many has a fault, when faults are asked for.
const FAULTY: u32 = 200;

/// Sources and how many structures and services they have, in hundreds (order of magnitude of the published files).
const SOURCES: [(&str, u32, u32); 13] = [
    ("dora", 123, 200),
    ("emplois-de-linclusion", 174, 0),
    ("mediation-numerique", 151, 151),
    ("ma-boussole-aidants", 141, 143),
    ("monenfant", 139, 139),
    ("cd35", 36, 8),
    ("carif-oref", 25, 60),
    ("mes-aides", 19, 19),
    ("fredo", 17, 30),
    ("france-travail", 9, 88),
    ("reseau-alpha", 8, 11),
    ("action-logement", 1, 26),
    ("mission-locale", 1, 1),
];

/// What services need to know of a structure.
struct Known {
    id: String,
    source: usize,
    place: usize,
    adresse: Option<String>,
    point: Option<(f64, f64)>,
}

/// Writes both files.
pub(crate) fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(&options.out)?;
    let places = Places::read(&options.territory, &options.departements, options.part)?;
    let today = speedate::Date::parse_str(&options.today)
        .map_err(|_| format!("« {} » n’est pas une date AAAA-MM-JJ.", options.today))?;
    let mut maker = Maker {
        rng: ChaCha8Rng::seed_from_u64(options.seed),
        texts: Texts::new(),
        places,
        today: today.timestamp() / SECONDS_A_DAY,
        faults: options.faults.then(Vec::new),
    };
    let known = maker.structures(options)?;
    maker.services(options, &known)?;
    if let Some(faults) = &maker.faults {
        std::fs::write(options.out.join("faults.json"), format!("[{}]\n", faults.join(",\n")))?;
    }
    let readme = "Données fictives : structures et services inventés, dans la forme des fichiers publiés.\n\
        Aucune fiche ne décrit une structure, un service ou une personne qui existe.\n";
    std::fs::write(options.out.join("LISEZ-MOI.txt"), readme)?;
    Ok(())
}

struct Maker {
    rng: ChaCha8Rng,
    texts: Texts,
    places: Places,
    today: i64,
    faults: Option<Vec<String>>,
}

/// An array of records on its way into a file.
struct Array {
    file: BufWriter<File>,
    buffer: Vec<u8>,
    count: u32,
    name: &'static str,
}

impl Array {
    fn create(folder: &Path, name: &'static str) -> std::io::Result<Self> {
        let mut file = BufWriter::with_capacity(1 << 20, File::create(folder.join(format!("{name}.json")))?);
        file.write_all(b"[")?;
        Ok(Self { file, buffer: Vec::new(), count: 0, name })
    }

    fn push(&mut self, record: &Object) -> std::io::Result<()> {
        self.buffer.clear();
        if self.count > 0 {
            self.buffer.push(b',');
        }
        record.write(&mut self.buffer);
        self.count += 1;
        self.file.write_all(&self.buffer)
    }

    fn finish(mut self) -> std::io::Result<()> {
        self.file.write_all(b"]")?;
        self.file.flush()
    }
}

impl Maker {
    fn chance(&mut self, probability: f64) -> bool {
        self.rng.random_bool(probability)
    }

    /// The value that `make` makes, with this probability.
    fn some<T>(&mut self, probability: f64, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.chance(probability).then(|| make(self))
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.rng.random_range(0..all.len())]
    }

    /// `count` different values of a vocabulary, in its order.
    fn values(&mut self, vocabulary: &str, count: usize) -> Vec<String> {
        let known = vocabularies().values(vocabulary);
        let mut chosen: Vec<usize> =
            rand::seq::index::sample(&mut self.rng, known.len(), count.min(known.len())).into_vec();
        chosen.sort_unstable();
        chosen.into_iter().map(|at| known[at].clone()).collect()
    }

    fn source(&mut self, services: bool) -> usize {
        let weight = |source: &(&str, u32, u32)| if services { source.2 } else { source.1 };
        let total: u32 = SOURCES.iter().map(weight).sum();
        let mut left = self.rng.random_range(0..total);
        SOURCES
            .iter()
            .position(|source| {
                let here = left < weight(source);
                left = left.wrapping_sub(weight(source));
                here
            })
            .unwrap_or(0)
    }

    fn id(&mut self, source: usize, number: u32) -> String {
        let name = SOURCES[source].0;
        if self.rng.random_ratio(1, 100) {
            return format!("{name}--réf-{number}-où");
        }
        format!("{name}--{number:06x}-{:04x}", self.rng.random::<u16>())
    }

    /// Epoch milliseconds of a day's beginning, most often a recent one.
    fn date(&mut self) -> Value {
        let age = (self.rng.random::<f64>().powi(2) * HISTORY as f64) as i64;
        Value::Integer((self.today - age) * SECONDS_A_DAY * 1000)
    }

    /// A number of the ranges that are kept for fiction.
    fn telephone(&mut self) -> String {
        let ranges = ["019900", "026191", "035301", "046571", "053649", "063998"];
        format!("{}{:04}", self.pick(&ranges), self.rng.random_range(0..10_000))
    }

    fn near(&mut self, (lon, lat): (f64, f64), degrees: f64) -> (f64, f64) {
        // The sum of two draws: dense in the middle, thin at the edge.
        let mut draw =
            || (self.rng.random_range(-degrees..degrees) + self.rng.random_range(-degrees..degrees)) / 2.0;
        let round = |value: f64| (value * 1e6).round() / 1e6;
        (round(lon + draw() / lat.to_radians().cos().max(0.2)), round(lat + draw()))
    }

    fn structures(&mut self, options: &Options) -> Result<Vec<Known>, Box<dyn Error>> {
        let mut array = Array::create(&options.out, "structures")?;
        let mut known: Vec<Known> = Vec::with_capacity(options.structures as usize);
        let mut last: Option<(Object, usize)> = None;
        while array.count < options.structures {
            let number = array.count;
            let twin = last.take().filter(|_| self.rng.random_ratio(1, 12));
            let (mut record, place) = match twin {
                Some((record, place)) => (self.twin(record, number), place),
                None => self.structure(number),
            };
            let point = match (record.number("longitude"), record.number("latitude")) {
                (Some(lon), Some(lat)) => Some((lon, lat)),
                _ => None,
            };
            let source = record.text("source").unwrap_or_default();
            known.push(Known {
                id: record.text("id").unwrap_or_default().to_owned(),
                source: SOURCES.iter().position(|known| known.0 == source).unwrap_or(0),
                place,
                adresse: record.text("adresse").map(str::to_owned),
                point,
            });
            last = Some((record.clone(), place));
            self.fault(&array, &mut record);
            array.push(&record)?;
        }
        array.finish()?;
        Ok(known)
    }

    fn structure(&mut self, number: u32) -> (Object, usize) {
        let source = self.source(false);
        let at = self.places.draw(&mut self.rng);
        let place = self.places.get(at).clone();
        // Some dozens share one address exactly: the town hall, a « maison des services ».
        let shared = self.rng.random_ratio(1, 15);
        let scatter = if place.population > 20_000 { 0.03 } else { 0.012 };
        let point = if shared { (place.lon, place.lat) } else { self.near((place.lon, place.lat), scatter) };
        let adresse =
            if shared { "1 place de la Mairie".to_owned() } else { self.texts.adresse(&mut self.rng) };
        let located = self.chance(0.95);
        let placed = located && self.chance(0.985);
        let nom = self.texts.structure(&mut self.rng, &place.nom);
        let site = format!("https://www.example.org/structures/{number}");
        let description = self.some(0.8, |maker| maker.texts.description(&mut maker.rng, None, 950));
        let mut record = Object::default();
        record.set("id", self.id(source, number));
        record.set(
            "siret",
            self.some(0.68, |maker| {
                format!("{:014}", maker.rng.random_range(10_000_000_000_000_u64..99_999_999_999_999))
            }),
        );
        record.set("nom", nom);
        self.locate(&mut record, &place, located, Some(adresse), placed.then_some(point));
        record.set("telephone", self.some(0.44, Self::telephone));
        record.set("courriel", self.some(0.63, |_| format!("contact{number}@example.org")));
        record.set("site_web", self.some(0.55, |_| site));
        record.set("description", description);
        record.set("source", SOURCES[source].0);
        record.set("date_maj", self.date());
        record.set(
            "lien_source",
            self.some(0.7, |_| format!("https://example.org/donnees-fictives/structures/{number}")),
        );
        record.set("horaires_accueil", self.some(0.35, |maker| maker.texts.horaires(&mut maker.rng)));
        record.set(
            "accessibilite_lieu",
            self.some(0.08, |_| format!("https://acces.example.org/lieux/{number}")),
        );
        record.set(
            "reseaux_porteurs",
            self.some(0.3, |maker| {
                let count = maker.rng.random_range(0..3);
                maker.values("ReseauPorteur", count)
            }),
        );
        (record, at)
    }

    fn locate(
        &mut self,
        record: &mut Object,
        place: &Place,
        located: bool,
        adresse: Option<String>,
        point: Option<(f64, f64)>,
    ) {
        record.set("commune", located.then(|| place.nom.clone()));
        record.set("code_postal", located.then(|| place.code_postal.clone()));
        record.set("code_insee", located.then(|| place.code.clone()));
        record.set("adresse", adresse.filter(|_| located));
        record.set("complement_adresse", self.some(0.12, |maker| maker.texts.complement(&mut maker.rng)));
        record.set("longitude", point.map(|(lon, _)| lon));
        record.set("latitude", point.map(|(_, lat)| lat));
    }

    /// The same structure as another producer spells it.
    fn twin(&mut self, mut record: Object, number: u32) -> Object {
        let source = self.source(false);
        record.set("id", self.id(source, number));
        record.set("source", SOURCES[source].0);
        record.set("date_maj", self.date());
        record.set("lien_source", format!("https://example.org/donnees-fictives/structures/{number}"));
        let nom = record.text("nom").unwrap_or_default().to_owned();
        record.set("nom", texts::respelt(&mut self.rng, &nom));
        if self.chance(0.5) {
            record.set("siret", Value::Null);
        }
        if let (Some(lon), Some(lat)) = (record.number("longitude"), record.number("latitude")) {
            let (lon, lat) = self.near((lon, lat), 0.0005);
            record.set("longitude", lon);
            record.set("latitude", lat);
        }
        record
    }

    fn services(&mut self, options: &Options, known: &[Known]) -> Result<(), Box<dyn Error>> {
        // Producers' services belong to their own structures.
        let mut by_source: Vec<Vec<usize>> = vec![Vec::new(); SOURCES.len()];
        for (at, structure) in known.iter().enumerate() {
            by_source[structure.source].push(at);
        }
        let mut array = Array::create(&options.out, "services")?;
        while array.count < options.services {
            let number = array.count;
            let source = self.source(true);
            let own = if by_source[source].is_empty() { None } else { Some(*self.pick(&by_source[source])) };
            let orphan = self.rng.random_ratio(1, 200);
            let structure = own.filter(|_| !orphan).map(|at| &known[at]);
            let mut record = self.service(number, source, structure);
            self.fault(&array, &mut record);
            array.push(&record)?;
        }
        Ok(array.finish()?)
    }

    fn service(&mut self, number: u32, source: usize, structure: Option<&Known>) -> Object {
        let categories = vocabularies().values("Categorie");
        let category = self.pick(categories).clone();
        let thematiques = self.thematiques(&category);
        let nom = self.texts.service(&mut self.rng, &category);
        let description = self.texts.description(&mut self.rng, Some(&nom), 800);
        let at = structure.map_or_else(|| self.places.draw(&mut self.rng), |structure| structure.place);
        let place = self.places.get(at).clone();
        let located = self.chance(0.96);
        let here = structure.and_then(|structure| structure.point);
        let point = match here {
            Some(point) if self.chance(0.85) => Some(point),
            Some(point) => Some(self.near(point, 0.02)),
            None => None,
        }
        .filter(|_| self.rng.random_ratio(96, 100));
        let adresse = structure.and_then(|structure| structure.adresse.clone());
        let frais = self.some(0.6, |maker| maker.values("Frais", 1).remove(0));
        let modes_mobilisation = self.some(0.8, |maker| {
            let count = maker.rng.random_range(1..4);
            maker.values("ModeMobilisation", count)
        });
        let mut record = Object::default();
        record.set("id", self.id(source, number));
        record.set(
            "structure_id",
            structure
                .map_or_else(|| format!("{}--partie-{number}", SOURCES[source].0), |known| known.id.clone()),
        );
        record.set("source", SOURCES[source].0);
        record.set("nom", nom);
        record.set("conditions_acces", self.some(0.3, |maker| maker.texts.conditions(&mut maker.rng)));
        record.set("description", description);
        record.set("type", self.some(0.9, |maker| maker.values("TypeService", 1).remove(0)));
        record.set("thematiques", thematiques);
        record.set("frais", frais);
        record.set("frais_precisions", self.some(0.2, |maker| maker.texts.frais(&mut maker.rng)));
        record.set("publics", self.publics());
        record.set("publics_precisions", self.some(0.25, |maker| maker.texts.publics(&mut maker.rng)));
        self.locate(&mut record, &place, located, adresse, point);
        record.set("horaires_accueil", self.some(0.35, |maker| maker.texts.horaires(&mut maker.rng)));
        record.set(
            "lien_source",
            self.some(0.8, |_| format!("https://example.org/donnees-fictives/services/{number}")),
        );
        record.set("telephone", self.some(0.44, Self::telephone));
        record.set("courriel", self.some(0.5, |_| format!("service{number}@example.org")));
        record.set("contact_nom_prenom", self.some(0.15, |maker| maker.texts.contact(&mut maker.rng)));
        record.set("date_maj", self.date());
        record.set(
            "lien_mobilisation",
            self.some(0.4, |_| format!("https://www.example.org/mobiliser/{number}?origine=atlas")),
        );
        record.set(
            "mobilisable_par",
            self.some(0.85, |maker| {
                let count = maker.rng.random_range(1..3);
                maker.values("PersonneMobilisatrice", count)
            }),
        );
        record
            .set("mobilisation_precisions", self.some(0.2, |maker| maker.texts.mobilisation(&mut maker.rng)));
        record.set("modes_accueil", self.modes_accueil());
        record.set("modes_mobilisation", modes_mobilisation);
        record.set("zone_eligibilite", self.zone(&place));
        record.set(
            "volume_horaire_hebdomadaire",
            self.some(0.07, |maker| f64::from(maker.rng.random_range(1..70)) / 2.0),
        );
        record.set("nombre_semaines", self.some(0.07, |maker| f64::from(maker.rng.random_range(1..53))));
        record.set("score_qualite", self.score());
        record
    }

    fn thematiques(&mut self, category: &str) -> Option<Vec<String>> {
        if self.chance(0.03) {
            return self.some(0.5, |_| Vec::new());
        }
        let prefix = format!("{category}--");
        let own: Vec<String> = vocabularies()
            .values("Thematique")
            .iter()
            .filter(|value| value.starts_with(&prefix))
            .cloned()
            .collect();
        let count = self.rng.random_range(1..=own.len().min(3));
        let mut chosen: Vec<String> = own.sample(&mut self.rng, count).cloned().collect();
        if self.chance(0.15) {
            let other = self.values("Thematique", 1).remove(0);
            if !chosen.contains(&other) {
                chosen.push(other);
            }
        }
        Some(chosen)
    }

    fn publics(&mut self) -> Option<Vec<String>> {
        match self.rng.random_range(0..100) {
            0..15 => None,
            15..45 => Some(vec!["tous-publics".into()]),
            _ => {
                let count = self.rng.random_range(1..5);
                let mut values = self.values("Public", count + 1);
                values.retain(|value| value != "tous-publics");
                values.truncate(count);
                Some(values)
            }
        }
    }

    fn modes_accueil(&mut self) -> Option<Vec<String>> {
        let modes: &[&str] = match self.rng.random_range(0..100) {
            0..75 => &["en-presentiel"],
            75..87 => &["a-distance"],
            87..95 => &["a-distance", "en-presentiel"],
            95..96 => &[],
            _ => return None,
        };
        Some(modes.iter().map(|&mode| mode.to_owned()).collect())
    }

    fn zone(&mut self, place: &Place) -> Option<Vec<String>> {
        let codes = match self.rng.random_range(0..100) {
            0..25 => return None,
            25..55 => vec![place.code_departement.clone()],
            55..67 if !place.code_epci.is_empty() => vec![place.code_epci.clone()],
            55..77 => vec![place.code.clone()],
            77..82 => self.places.neighbours(place),
            82..88 => self.places.region(place),
            88..92 => vec!["99100".into()],
            _ => vec!["france".into()],
        };
        Some(codes)
    }

    fn score(&mut self) -> f64 {
        let tenths = self.rng.random_range(3..=10);
        // A mean of doubles isn't always round, in the published files either.
        if self.rng.random_ratio(1, 10) { f64::from(tenths) * 0.1 } else { f64::from(tenths) / 10.0 }.min(1.0)
    }

    /// Puts a fault into one record of two hundred, when faults are asked for.
    fn fault(&mut self, array: &Array, record: &mut Object) {
        if self.faults.is_none() || array.count % FAULTY != FAULTY / 2 {
            return;
        }
        let kinds = [
            "date",
            "type",
            "missing",
            "siret",
            "swapped",
            "far",
            "commune",
            "duplicate",
            "html",
            "unknown_field",
            "list",
            "short",
            "thematique",
        ];
        let kind = kinds[(array.count / FAULTY) as usize % kinds.len()];
        let text = |text: &str| Value::Text(text.to_owned());
        match kind {
            "date" => record.set("date_maj", text("14/02/2025")),
            "type" => record.set("nom", 12.0),
            "missing" => record.set("nom", Value::Null),
            "siret" if array.name == "structures" => record.set("siret", text("1300301330001")),
            "swapped" => {
                record.set("longitude", 48.85);
                record.set("latitude", 2.35);
            }
            "far" => {
                record.set("longitude", 0.0);
                record.set("latitude", 0.0);
            }
            "commune" => record.set("code_insee", text("00000")),
            "duplicate" => record.set("id", format!("{}--double", record.text("source").unwrap_or_default())),
            "html" => record.set("description", text("<p>Un <b>accueil</b> pour tous&nbsp;!</p>")),
            "unknown_field" => record.set("champ_inconnu", text("valeur")),
            "list" if array.name == "services" => record.set("publics", text("jeunes")),
            "list" => record.set("reseaux_porteurs", text("mission-locale")),
            "thematique" if array.name == "services" => {
                record.set("thematiques", vec!["cuisine--apprendre".to_owned()])
            }
            _ => record.set("description", text("Non")),
        }
        let line = format!(r#"{{"file":"{}","record":{},"kind":"{kind}"}}"#, array.name, array.count);
        if let Some(faults) = &mut self.faults {
            faults.push(line);
        }
    }
}

#[cfg(test)]
mod tests;

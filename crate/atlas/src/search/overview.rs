//! What the services of a question are, all together: figures for charts.

use super::page::{Counts, Facets};
use super::params::{QueryError, refused};
use super::question::SearchServices;
use crate::dataset::{Atlas, Bitmap, Facet, NO_DAY, Stated};
use crate::days;
use crate::schema::{Facts, Quality, SERVICE_FIELDS, Tally, criteria};
use chrono::{Days, Months, NaiveDate};
use hashbrown::HashMap;
use serde::Serialize;
use std::cmp::Reverse;

/// Where one slice of freshness ends and the next begins, in months before the day of reference.
const MONTHS: [u32; 4] = [3, 6, 12, 24];
/// Structures that are named.
const NAMED: usize = 20;

/// The services of a question, counted. Serializes as the `Overview` of the package's interface.
///
/// All filters of the question hold for all figures. A list counts once for each of its values.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overview {
    /// Services: the `total` of [`Atlas::search_services`].
    pub services: u64,
    /// Different structures that offer them.
    pub structures: u64,
    /// Services whose structure isn't in the published file.
    pub orphelins: u64,
    /// Different sources of theirs.
    pub sources: u64,
    /// How many state each value, and how many state none. As everywhere, a value of `publics` counts those for everybody.
    pub facets: Facets,
    /// How many name each value of `publics` themselves.
    pub publics_nommes: Counts,
    /// Every département and overseas collectivity, by code.
    pub departements: Vec<InDepartement>,
    /// Services offered at a distance only: no département counts them.
    pub a_distance: u64,
    /// Services to go to whose `code_insee` tells no département.
    pub sans_departement: u64,
    /// How long ago they were updated.
    pub fraicheur: Freshness,
    /// By the official criteria, at the day of reference. `None` without services.
    pub qualite: Option<Quality>,
    /// Mean of the `score_qualite` that are published; `None` where none is.
    pub score_publie: Option<f64>,
    /// The structures that offer most of them, then by id: twenty at most.
    pub principales: Vec<Offering>,
    /// How many have a value in each field of the schema, in its order. Empty texts and lists are none.
    pub champs: Counts,
}

/// A département, and the services there that one can go to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InDepartement {
    /// Its code.
    pub code: String,
    /// Its name.
    pub nom: String,
    /// Inhabitants, when known.
    pub population: Option<u32>,
    /// Services there. Those at a distance only aren't counted.
    pub services: u64,
}

/// How long ago services were updated.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Freshness {
    /// From the latest to the oldest. Days to come are in the first.
    pub tranches: Vec<Slice>,
    /// Services whose `date_maj` isn't known.
    pub inconnue: u64,
    /// `YYYY-MM-DD`: of those whose day is known, half or more were updated then or later.
    pub mediane: Option<String>,
}

/// Services updated within a span of time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Slice {
    /// `YYYY-MM-DD`: the first day of it; `None` for all days before the slice above.
    pub depuis: Option<String>,
    /// How many months before the day of reference that is.
    pub mois: Option<u32>,
    /// Services.
    pub services: u64,
}

/// A structure, and how many of the services it offers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Offering {
    /// `id` of the structure.
    pub id: String,
    /// `nom` of the structure.
    pub nom: String,
    /// `commune` of the structure.
    pub commune: Option<String>,
    /// Services.
    pub services: u64,
}

/// A day of reference, as `YYYY-MM-DD`.
///
/// # Errors
/// When it isn't one.
///
/// ```
/// assert!(atlas::search::day("2026-03-02").is_ok());
/// assert_eq!(atlas::search::day("hier").unwrap_err().field, "at");
/// ```
pub fn day(text: &str) -> Result<NaiveDate, QueryError> {
    let day = days::day(text).and_then(NaiveDate::from_epoch_days);
    day.ok_or_else(|| refused("at", "La date doit être de la forme « 2026-03-02 »."))
}

/// Days since 1970-01-01.
fn number(day: NaiveDate) -> i32 {
    day.signed_duration_since(NaiveDate::default()).num_days() as i32
}

impl Atlas {
    /// The services of a question, counted; `at` is the day that ages are told from.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use atlas::dataset::AtlasBuilder;
    /// # use atlas::search::{Params, SearchServices, day};
    /// # let mut builder = AtlasBuilder::new(atlas::territory::testing::territory());
    /// # builder.push_structures(b"[]").unwrap();
    /// builder.push_services(br#"[{"id": "1", "frais": "gratuit", "date_maj": "2026-01-15"}]"#).unwrap();
    /// let atlas = builder.finish().unwrap();
    /// let all = SearchServices::new(&Params::default(), atlas.territory()).unwrap();
    /// let overview = atlas.overview(&all, day("2026-03-02").unwrap());
    /// assert_eq!((overview.services, overview.orphelins), (1, 1));
    /// assert_eq!(overview.fraicheur.tranches[0].services, 1);
    /// ```
    pub fn overview(&self, question: &SearchServices, at: NaiveDate) -> Overview {
        let wanted = self.wanted(question);
        let mut seen = Seen::new(self, number(at));
        wanted.iter().for_each(|service| seen.add(service));
        let names = self.services.facet(Facet::Publics).values.values().to_vec();
        let occupied: Vec<(usize, u64)> = wanted.occupied().collect();
        let named = self.services.facet(Facet::Publics).values.counts(&occupied).map(u64::from);
        Overview {
            services: wanted.count() as u64,
            structures: seen.of_structure.len() as u64,
            orphelins: seen.orphans,
            sources: seen.sources.len() as u64,
            facets: self.facet_counts(&wanted, &[], false),
            publics_nommes: Counts(names.into_iter().zip(named).collect()),
            departements: seen.departements(),
            a_distance: seen.remote,
            sans_departement: seen.nowhere,
            score_publie: self.published_score(&wanted),
            principales: seen.greatest(),
            champs: Counts(
                SERVICE_FIELDS.iter().map(|field| field.name.to_owned()).zip(seen.filled).collect(),
            ),
            fraicheur: freshness(seen.days, seen.undated, at),
            qualite: seen.tally.quality(),
        }
    }

    fn published_score(&self, wanted: &Bitmap) -> Option<f64> {
        let scores = wanted.iter().map(|service| self.services.scores[service as usize]);
        let known: Vec<f64> = scores.filter(|score| !score.is_nan()).collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    }
}

/// The services seen so far.
struct Seen<'a> {
    atlas: &'a Atlas,
    today: i32,
    filled: Vec<u64>,
    of_structure: HashMap<u32, u64>,
    orphans: u64,
    sources: HashMap<u32, ()>,
    days: Vec<i32>,
    undated: u64,
    remote: u64,
    nowhere: u64,
    /// Services in each commune, by the code that is written.
    in_commune: HashMap<&'a str, u64>,
    tally: Tally,
    fields: Places,
}

/// Where the fields that are looked at are in the schema.
macro_rules! places {
    ($($name:ident),*) => {
        #[derive(Clone, Copy)]
        struct Places {
            $($name: usize),*
        }

        impl Places {
            fn new() -> Self {
                let place = |name| SERVICE_FIELDS.iter().position(|field| field.name == name).unwrap_or(usize::MAX);
                Self { $($name: place(stringify!($name))),* }
            }
        }
    };
}

places!(
    source,
    description,
    adresse,
    modes_accueil,
    modes_mobilisation,
    mobilisable_par,
    publics,
    thematiques,
    courriel,
    telephone,
    lien_mobilisation,
    frais,
    frais_precisions,
    code_insee
);

impl<'a> Seen<'a> {
    fn new(atlas: &'a Atlas, today: i32) -> Self {
        Self {
            atlas,
            today,
            filled: vec![0; SERVICE_FIELDS.len()],
            of_structure: HashMap::new(),
            orphans: 0,
            sources: HashMap::new(),
            days: Vec::new(),
            undated: 0,
            remote: 0,
            nowhere: 0,
            in_commune: HashMap::new(),
            tally: Tally::default(),
            fields: Places::new(),
        }
    }

    fn add(&mut self, number: u32) {
        let services = &self.atlas.services;
        match services.structure[number as usize] {
            Some(structure) => *self.of_structure.entry(structure).or_default() += 1,
            None => self.orphans += 1,
        }
        if let Some(source) = services.sources[number as usize] {
            self.sources.insert(source, ());
        }
        let day = Some(services.days[number as usize]).filter(|&day| day != NO_DAY);
        match day {
            Some(day) => self.days.push(day),
            None => self.undated += 1,
        }
        self.read(number, day);
    }

    fn read(&mut self, number: u32, day: Option<i32>) {
        let fields = self.fields;
        let mut facts = Facts { day, ..Facts::default() };
        let mut code = "";
        let mut at_a_distance = false;
        for (at, stated) in self.atlas.service(number).stated() {
            let mut filled = true;
            match stated {
                Stated::Code(text) => {
                    filled = !text.is_empty();
                    match at {
                        _ if at == fields.source => facts.source = text,
                        _ if at == fields.frais => facts.frais = Some(text),
                        _ if at == fields.code_insee => code = text,
                        _ => {}
                    }
                }
                Stated::Text(text) => {
                    filled = !text.is_empty();
                    match at {
                        _ if at == fields.description => facts.description = characters(text),
                        _ if at == fields.adresse => facts.adresse = filled,
                        _ if at == fields.courriel => facts.courriel = filled,
                        _ if at == fields.telephone => facts.telephone = filled,
                        _ if at == fields.lien_mobilisation => facts.lien_mobilisation = filled,
                        _ if at == fields.frais_precisions => facts.frais_precisions = filled,
                        _ => {}
                    }
                }
                Stated::Codes(codes) => {
                    filled = !codes.is_empty();
                    let has = |wanted| codes.clone().any(|code| code == wanted);
                    if at == fields.modes_accueil {
                        facts.on_site = has("en-presentiel");
                        at_a_distance = has("a-distance");
                    } else if at == fields.modes_mobilisation {
                        facts.mobilised[0] = true;
                        facts.ways = ["se-presenter", "envoyer-un-courriel", "telephoner"].map(has);
                    }
                    match at {
                        _ if at == fields.mobilisable_par => facts.mobilised[1] = true,
                        _ if at == fields.publics => facts.publics = filled,
                        _ if at == fields.thematiques => facts.thematiques = filled,
                        _ => {}
                    }
                }
                Stated::Other => {}
            }
            if let Some(count) = self.filled.get_mut(at) {
                *count += u64::from(filled);
            }
        }
        self.tally.add(&criteria(&facts, self.today));
        if at_a_distance && !facts.on_site {
            self.remote += 1;
        } else {
            *self.in_commune.entry(code).or_default() += 1;
        }
    }

    /// Tells the départements of the communes; what has none is counted apart.
    fn departements(&mut self) -> Vec<InDepartement> {
        let territory = self.atlas.territory();
        let mut counts: HashMap<&str, u64> = HashMap::new();
        for (code, count) in &self.in_commune {
            match territory.commune(code) {
                Some(commune) => *counts.entry(commune.code_departement).or_default() += count,
                None => self.nowhere += count,
            }
        }
        let told = territory.departements().map(|departement| InDepartement {
            code: departement.code.to_owned(),
            nom: departement.nom.to_owned(),
            population: departement.population,
            services: counts.get(departement.code).copied().unwrap_or_default(),
        });
        told.collect()
    }

    fn greatest(&self) -> Vec<Offering> {
        let mut all: Vec<(u64, u32)> =
            self.of_structure.iter().map(|(structure, count)| (*count, *structure)).collect();
        all.sort_unstable_by_key(|&(count, structure)| (Reverse(count), structure));
        let offering = |(services, number): (u64, u32)| {
            let structure = self.atlas.structure(number);
            let text = |field| structure.text(field).map(std::borrow::Cow::into_owned);
            Offering {
                id: text("id").unwrap_or_default(),
                nom: text("nom").unwrap_or_default(),
                commune: text("commune"),
                services,
            }
        };
        all.into_iter().take(NAMED).map(offering).collect()
    }
}

/// Characters of a text in UTF-8: all bytes but those that continue one.
fn characters(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

fn freshness(mut days: Vec<i32>, inconnue: u64, at: NaiveDate) -> Freshness {
    days.sort_unstable_by_key(|&day| Reverse(day));
    let written = |day: NaiveDate| day.to_string();
    let mut tranches = Vec::new();
    let mut before = 0;
    for mois in MONTHS {
        let Some(first) = at.checked_sub_months(Months::new(mois)) else { continue };
        let since = days.partition_point(|&day| day >= number(first));
        tranches.push(Slice {
            depuis: Some(written(first)),
            mois: Some(mois),
            services: (since - before) as u64,
        });
        before = since;
    }
    tranches.push(Slice { depuis: None, mois: None, services: (days.len() - before) as u64 });
    let middle = days.get(days.len().saturating_sub(1) / 2);
    let mediane = middle.and_then(|&day| {
        let from = NaiveDate::default();
        let distance = Days::new(u64::from(day.unsigned_abs()));
        if day < 0 { from.checked_sub_days(distance) } else { from.checked_add_days(distance) }
    });
    Freshness { tranches, inconnue, mediane: mediane.map(written) }
}

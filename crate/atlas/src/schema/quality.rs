//! The official `score_qualite` of a service, criterion by criterion.
//!
//! The criteria are those of the package `data-inclusion-schema` 1.0.10 (`v1/score_qualite.py`). Two of its defects had to
//! be decided on. A service last updated exactly 180 days ago scores 0 there, between 1 the day before and nearly 1 the day
//! after: we score as it does, so that our figure is the published one. `payant` with empty `frais_precisions` makes it fail:
//! we count 0.5, as without them.

use serde::Serialize;
use std::collections::BTreeMap;

/// The criteria, in the package's order.
pub(crate) const CRITERIA: [&str; 10] = [
    "adresse_bien_definie",
    "modes_mobilisation_bien_definis",
    "au_moins_un_public",
    "au_moins_une_thematique",
    "au_moins_un_moyen_de_contact",
    "courriel_bien_defini",
    "date_maj_recente",
    "frais_bien_definis",
    "description_bien_definie",
    "telephone_bien_defini",
];

/// Six months and two years, as the package counts them, in days.
const RECENT: i32 = 180;
const OLD: i32 = 730;
/// Sources whose dates say nothing of the service.
const UNDATED: [&str; 2] = ["agefiph", "france-travail"];

/// Each criterion from 0 to 1; `None` where it doesn't apply.
pub(crate) type Criteria = [Option<f64>; CRITERIA.len()];

/// What the criteria look at in a service. « Stated » as Python has it: an empty text or list counts as nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts<'a> {
    pub(crate) source: &'a str,
    /// Day of `date_maj`, since 1970-01-01.
    pub(crate) day: Option<i32>,
    pub(crate) adresse: bool,
    /// Among the `modes_accueil`: `en-presentiel`.
    pub(crate) on_site: bool,
    /// `modes_mobilisation` and `mobilisable_par`: not null, though perhaps empty.
    pub(crate) mobilised: [bool; 2],
    /// Among the `modes_mobilisation`: `se-presenter`, `envoyer-un-courriel`, `telephoner`.
    pub(crate) ways: [bool; 3],
    pub(crate) publics: bool,
    pub(crate) thematiques: bool,
    pub(crate) courriel: bool,
    pub(crate) telephone: bool,
    pub(crate) lien_mobilisation: bool,
    pub(crate) frais: Option<&'a str>,
    pub(crate) frais_precisions: bool,
    /// Characters of `description`.
    pub(crate) description: usize,
}

/// Scores a valid service of schema v1. `today` is in days since 1970-01-01.
pub(crate) fn criteria(facts: &Facts<'_>, today: i32) -> Criteria {
    let truth = |truth: bool| Some(if truth { 1.0 } else { 0.0 });
    let when = |applies: bool, stated: bool| if applies { truth(stated) } else { None };
    let [in_person, by_mail, by_phone] = facts.ways;
    let recent = || {
        let Some(day) = facts.day else { return 0.0 };
        // The package takes the distance in time, whichever way it goes.
        let age = (today - day).abs();
        if age < RECENT {
            1.0
        } else if RECENT < age && age < OLD {
            f64::from(OLD - age) / f64::from(OLD - RECENT)
        } else {
            0.0
        }
    };
    let frais = match facts.frais {
        Some("gratuit") => 1.0,
        Some(_) if facts.frais_precisions => 1.0,
        Some(_) => 0.5,
        None => 0.0,
    };
    let description = match facts.description {
        200..2000 => 1.0,
        50..200 | 2000.. => 0.5,
        _ => 0.0,
    };
    [
        when(facts.on_site || in_person, facts.adresse),
        Some(facts.mobilised.iter().filter(|given| **given).count() as f64 / 2.0),
        truth(facts.publics),
        truth(facts.thematiques),
        truth(facts.courriel || facts.lien_mobilisation || facts.telephone),
        when(by_mail, facts.courriel),
        (!UNDATED.contains(&facts.source)).then(recent),
        Some(frais),
        Some(description),
        when(by_phone, facts.telephone),
    ]
}

/// The score: the mean of the criteria that apply, each rounded to two decimals, rounded likewise.
pub(crate) fn score(criteria: &Criteria) -> f64 {
    let applying = || criteria.iter().flatten();
    let sum: f64 = applying().map(|value| round(*value)).sum();
    round(sum / applying().count().max(1) as f64)
}

/// Two decimals, as Python rounds: by the exact value, halves to even.
fn round(value: f64) -> f64 {
    let hundredths = value * 100.0;
    // Away from a half, any way of rounding gives the same.
    if (hundredths.fract().abs() - 0.5).abs() > 1e-6 {
        return hundredths.round() / 100.0;
    }
    format!("{value:.2}").parse().unwrap_or(value)
}

/// How good valid services are, by the official score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quality {
    /// Mean of the scores, from 0 to 1.
    pub score: f64,
    /// For each criterion, its mean over the services that it applies to; `None` when it applies to none.
    pub criteria: BTreeMap<&'static str, Option<f64>>,
    /// Services that have a score: the valid ones.
    pub services: u64,
    /// What would raise the mean most if it were perfect everywhere, the greatest first.
    pub gains: Vec<Gain>,
}

/// What one criterion costs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Gain {
    /// The criterion.
    pub criterion: &'static str,
    /// How much the mean would rise.
    pub points: f64,
    /// How many services would rise.
    pub services: u64,
}

/// The scores of many services.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    services: u64,
    sum: f64,
    of: [Criterion; CRITERIA.len()],
}

#[derive(Debug, Default)]
struct Criterion {
    applies: u64,
    sum: f64,
    /// What the sum of scores would rise by if it were met everywhere, and where it would.
    gain: f64,
    lacking: u64,
}

impl Tally {
    pub(crate) fn add(&mut self, criteria: &Criteria) {
        self.services += 1;
        self.sum += score(criteria);
        let applying = criteria.iter().flatten().count().max(1) as f64;
        for (of, value) in self.of.iter_mut().zip(criteria) {
            let Some(value) = value else { continue };
            of.applies += 1;
            of.sum += value;
            of.gain += (1.0 - value) / applying;
            of.lacking += u64::from(*value < 1.0);
        }
    }

    pub(crate) fn quality(&self) -> Option<Quality> {
        if self.services == 0 {
            return None;
        }
        let all = CRITERIA.iter().zip(&self.of);
        let criteria: BTreeMap<_, _> = all
            .clone()
            .map(|(name, of)| (*name, (of.applies > 0).then(|| of.sum / of.applies as f64)))
            .collect();
        let mut gains: Vec<Gain> = all
            .filter(|(_, of)| of.lacking > 0)
            .map(|(criterion, of)| Gain {
                criterion,
                points: of.gain / self.services as f64,
                services: of.lacking,
            })
            .collect();
        gains.sort_by(|a, b| b.points.total_cmp(&a.points));
        Some(Quality { score: self.sum / self.services as f64, criteria, services: self.services, gains })
    }
}

//! The official `score_qualite` of a service, criterion by criterion.
//!
//! The criteria are those of the package `data-inclusion-schema` 1.0.10 (`v1/score_qualite.py`). Two of its defects had to
//! be decided on. A service last updated exactly 180 days ago scores 0 there, between 1 the day before and nearly 1 the day
//! after: we score as it does, so that our figure is the published one. `payant` with empty `frais_precisions` makes it fail:
//! we count 0.5, as without them.

use super::fields::{Fields, Given, Names};
use super::report::{Gain, Quality};
use crate::reader::Value;
use std::collections::BTreeMap;

/// The criteria, in the package's order.
pub(super) const CRITERIA: [&str; 10] = [
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
pub(super) type Criteria = [Option<f64>; CRITERIA.len()];

/// Scores a valid service of schema v1. `day` is that of its `date_maj` and `today` the current one, in days since
/// 1970-01-01.
pub(super) fn criteria(names: &Names, fields: &Fields<'_>, day: Option<i32>, today: i32) -> Criteria {
    let given = |place: Option<usize>| fields.stated(place);
    // Python's truth: an empty text or list counts as nothing.
    let stated = |place: Option<usize>| {
        given(place).is_some_and(|given| match given.value {
            Value::String(text) => !text.is_empty(),
            Value::List(_) => given.value.items().next().is_some(),
            _ => true,
        })
    };
    let has = |place: Option<usize>, value: &str| given(place).is_some_and(|list: Given<'_>| list.has(value));
    let truth = |truth: bool| Some(if truth { 1.0 } else { 0.0 });
    let when = |applies: bool, place: Option<usize>| if applies { truth(stated(place)) } else { None };
    let on_site = has(names.modes_accueil, "en-presentiel") || has(names.modes_mobilisation, "se-presenter");
    let mobilised = [given(names.modes_mobilisation), given(names.mobilisable_par)];
    let recent = || {
        let Some(day) = day else { return 0.0 };
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
    let source = fields.text(names.source).unwrap_or_default();
    let frais = match fields.text(names.frais).as_deref() {
        Some("gratuit") => 1.0,
        Some(_) if stated(names.frais_precisions) => 1.0,
        Some(_) => 0.5,
        None => 0.0,
    };
    let description = match given(names.description).map_or(0, length) {
        200..2000 => 1.0,
        50..200 | 2000.. => 0.5,
        _ => 0.0,
    };
    [
        when(on_site, names.adresse),
        Some(mobilised.iter().filter(|given| given.is_some()).count() as f64 / 2.0),
        truth(stated(names.publics)),
        truth(stated(names.thematiques)),
        truth([names.courriel, names.lien_mobilisation, names.telephone].into_iter().any(stated)),
        when(has(names.modes_mobilisation, "envoyer-un-courriel"), names.courriel),
        (!UNDATED.contains(&&*source)).then(recent),
        Some(frais),
        Some(description),
        when(has(names.modes_mobilisation, "telephoner"), names.telephone),
    ]
}

/// Characters of a text.
fn length(given: Given<'_>) -> usize {
    if let Value::String(text) = given.value { text.with(|text| text.chars().count()) } else { 0 }
}

/// The score: the mean of the criteria that apply, each rounded to two decimals, rounded likewise.
pub(super) fn score(criteria: &Criteria) -> f64 {
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

/// The scores of many services.
#[derive(Debug, Default)]
pub(super) struct Tally {
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
    pub(super) fn add(&mut self, criteria: &Criteria) {
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

    pub(super) fn quality(&self) -> Option<Quality> {
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

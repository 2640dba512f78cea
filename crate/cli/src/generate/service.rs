//! One record of `services.json`: what a structure offers.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use super::french;
use super::structure::{append, days_between, link, milliseconds, recent};
use super::world::{Establishment, Stream, World, pick};

/// One service in this many names a structure that is not in `structures.json`.
pub(super) const ORPHANS: u32 = 200;

/// A service, its fields in the order of the published columns.
#[derive(Serialize)]
pub(super) struct Service<'a> {
    pub(super) id: String,
    pub(super) structure_id: String,
    pub(super) source: &'a str,
    pub(super) nom: String,
    pub(super) conditions_acces: Option<String>,
    pub(super) description: String,
    pub(super) r#type: Option<&'a str>,
    pub(super) thematiques: Option<Vec<&'a str>>,
    pub(super) frais: Option<&'a str>,
    pub(super) frais_precisions: Option<&'a str>,
    pub(super) publics: Option<Vec<&'a str>>,
    pub(super) publics_precisions: Option<String>,
    pub(super) commune: Option<&'a str>,
    pub(super) code_postal: Option<String>,
    pub(super) code_insee: Option<&'a str>,
    pub(super) adresse: Option<String>,
    pub(super) complement_adresse: Option<String>,
    pub(super) longitude: Option<f64>,
    pub(super) latitude: Option<f64>,
    pub(super) horaires_accueil: Option<&'a str>,
    pub(super) lien_source: Option<String>,
    pub(super) telephone: Option<String>,
    pub(super) courriel: Option<String>,
    pub(super) contact_nom_prenom: Option<String>,
    /// Milliseconds since 1970-01-01, at midnight UTC.
    pub(super) date_maj: i64,
    pub(super) lien_mobilisation: Option<String>,
    pub(super) mobilisable_par: Option<Vec<&'a str>>,
    pub(super) mobilisation_precisions: Option<String>,
    pub(super) modes_accueil: Option<Vec<&'a str>>,
    pub(super) modes_mobilisation: Option<Vec<&'a str>>,
    pub(super) zone_eligibilite: Option<Vec<String>>,
    pub(super) volume_horaire_hebdomadaire: Option<f64>,
    pub(super) nombre_semaines: Option<f64>,
    pub(super) score_qualite: f64,
}

/// The category of a thématique: what stands before `--`.
pub(super) fn category(thematique: &str) -> &str {
    thematique.split_once("--").map_or(thematique, |(category, _)| category)
}

impl World<'_> {
    /// The record at this index of `services.json`.
    pub(super) fn service(&self, record: u32) -> Service<'_> {
        let rng = &mut self.rng(Stream::Service(record));
        // The first services go through the vocabulary, so that no thématique is ever missing.
        let imposed = self.texts.thematiques.get(record as usize).map(|entry| entry.value.as_str());
        let (place, source, structure_id) = self.offered_by(record, imposed, rng);
        let source = &self.texts.structures.sources[source];
        let thematique = imposed.unwrap_or_else(|| self.main_thematique(&place, &source.thematiques, rng));
        let theme = &self.texts.services.thematiques[thematique];
        let thematiques = match rng.random_range(0..100) {
            _ if imposed.is_some() => Some(vec![thematique]),
            0..2 => None,
            2..4 => Some(vec![]),
            _ => Some(self.thematiques(&place, thematique, rng)),
        };
        let modes_accueil = modes_accueil(source.distance, rng);
        let remote_only = modes_accueil.as_deref() == Some(&["a-distance"]);
        let located = if remote_only { rng.random_bool(0.4) } else { rng.random_bool(0.96) };
        let placed = located && rng.random_bool(0.97);
        let elsewhere = rng.random_bool(0.08).then(|| self.address(place.commune, rng));
        let address = elsewhere.as_ref().unwrap_or(&place.address);
        let (frais, frais_precisions) = self.frais(rng);
        let words = &self.texts.services;
        let context = place.context();
        let publics = self.publics(rng);
        let publics_precisions =
            rng.random_bool(0.3).then(|| context.filled(pick(&words.publics_precisions, rng)));
        let formation = theme.r#type == "formation";
        let mut service = Service {
            id: format!("{}--{}", source.source, producer_id(&source.source, record)),
            structure_id,
            source: &source.source,
            nom: self.service_name(&place, &theme.noms, rng),
            conditions_acces: rng
                .random_bool(0.45)
                .then(|| context.filled(pick(&words.conditions_acces, rng))),
            description: self.service_description(&place, thematique, rng),
            r#type: match rng.random_range(0..100) {
                0..8 => None,
                8..18 => Some(&pick(&self.texts.types, rng).value),
                _ => Some(&theme.r#type),
            },
            thematiques,
            frais,
            frais_precisions,
            publics,
            publics_precisions,
            commune: located.then_some(place.commune.nom.as_str()),
            code_postal: located.then(|| address.code_postal.clone()),
            code_insee: (located && rng.random_bool(0.95)).then_some(place.commune.code_insee.as_str()),
            adresse: (located && rng.random_bool(0.93)).then(|| address.adresse.clone()),
            complement_adresse: address.complement.clone().filter(|_| located),
            longitude: placed.then_some(address.longitude),
            latitude: placed.then_some(address.latitude),
            horaires_accueil: rng
                .random_bool(0.25)
                .then(|| pick(&self.texts.structures.horaires, rng).as_str()),
            lien_source: rng.random_bool(0.85).then(|| link(&source.source, "services", record)),
            telephone: rng.random_bool(0.7).then(|| format!("+33{}", &place.telephone[1..])),
            courriel: rng.random_bool(0.7).then(|| format!("accueil@{}.example.org", place.slug)),
            contact_nom_prenom: rng.random_bool(0.2).then(|| self.person(rng)),
            date_maj: 0,
            lien_mobilisation: None,
            mobilisable_par: match rng.random_range(0..100) {
                0..8 => None,
                8..40 => Some(vec!["professionnels"]),
                40..65 => Some(vec!["usagers"]),
                _ => Some(vec!["usagers", "professionnels"]),
            },
            mobilisation_precisions: rng
                .random_bool(0.25)
                .then(|| context.filled(pick(&words.mobilisation_precisions, rng))),
            modes_accueil,
            modes_mobilisation: modes_mobilisation(remote_only, rng),
            zone_eligibilite: self.zone(&place, rng),
            volume_horaire_hebdomadaire: (formation || rng.random_bool(0.05))
                .then(|| *pick(&[2.0, 3.5, 6.0, 12.0, 21.0, 26.25, 35.0], rng)),
            nombre_semaines: (formation || rng.random_bool(0.05))
                .then(|| f64::from(rng.random_range(1..52_u8))),
            score_qualite: 0.0,
        };
        if service.asks("utiliser-lien-mobilisation") || rng.random_bool(0.1) {
            service.lien_mobilisation = Some(format!(
                "https://example.org/donnees-fictives/mobilisation/{record}?source={}",
                source.source
            ));
        }
        let date = recent(self.today, rng);
        service.date_maj = milliseconds(date);
        service.score_qualite = service.score(days_between(date, self.today));
        service
    }

    /// Who offers a service: the establishment, the source and the structure's id.
    fn offered_by(
        &self,
        record: u32,
        imposed: Option<&str>,
        rng: &mut ChaCha8Rng,
    ) -> (Establishment<'_>, usize, String) {
        let favoured = self.favoured(record);
        let orphan = record % ORPHANS == ORPHANS / 2;
        let suits = |place: &Establishment<'_>, source: usize| {
            let thematiques = &self.texts.structures.sources[source].thematiques;
            imposed.is_none_or(|value| {
                thematiques.is_empty() && place.nature.categories.iter().any(|known| known == category(value))
            })
        };
        // An imposed thématique takes the first provider that suits it among a few.
        for attempt in 0..60 {
            let Some(provider) = self.provider(favoured, rng).filter(|_| !orphan) else { break };
            let planned = self.planned(provider);
            let place = self.establishment(planned.establishment);
            let source = usize::from(planned.source);
            if suits(&place, source) || attempt == 59 {
                let id = self.structure_id(&place, provider);
                return (place, source, id);
            }
        }
        // An orphan: its establishment is one that the plan does not hold.
        let place = self.establishment(self.structures() + record);
        let source = place.source;
        let id = format!("{}--disparue-{record}", self.texts.structures.sources[source].source);
        (place, source, id)
    }

    fn main_thematique(&self, place: &Establishment<'_>, only: &[String], rng: &mut ChaCha8Rng) -> &str {
        if let Some(value) = only.get(rng.random_range(0..only.len().max(1))) {
            return self.texts.services.thematiques.get_key_value(value).map_or("", |(key, _)| key);
        }
        let wanted = pick(&place.nature.categories, rng);
        let near = self.of_category(wanted);
        near[rng.random_range(0..near.len())]
    }

    fn of_category(&self, wanted: &str) -> Vec<&str> {
        let values = self.texts.thematiques.iter().map(|entry| entry.value.as_str());
        values.filter(|value| category(value) == wanted).collect()
    }

    /// The main thématique, then a few more of its category and of the others of the establishment.
    fn thematiques<'w>(
        &'w self,
        place: &Establishment<'_>,
        main: &'w str,
        rng: &mut ChaCha8Rng,
    ) -> Vec<&'w str> {
        let mut chosen = vec![main];
        for _ in 0..*pick(&[0, 0, 0, 1, 1, 2, 4], rng) {
            let near =
                if rng.random_bool(0.7) { category(main) } else { pick(&place.nature.categories, rng) };
            let value = *pick(&self.of_category(near), rng);
            if !chosen.contains(&value) {
                chosen.push(value);
            }
        }
        chosen
    }

    fn service_name(&self, place: &Establishment<'_>, names: &[String], rng: &mut ChaCha8Rng) -> String {
        let name = pick(names, rng);
        french::cut(
            match rng.random_range(0..100) {
                0..10 => format!("{name} – {}", place.commune.nom),
                10..16 => format!("{name} ({})", place.evocative),
                16..20 => name.to_uppercase(),
                20..22 => french::unaccented(name),
                _ => name.clone(),
            },
            150,
        )
    }

    fn service_description(
        &self,
        place: &Establishment<'_>,
        thematique: &str,
        rng: &mut ChaCha8Rng,
    ) -> String {
        let words = &self.texts.services;
        let theme = &words.thematiques[thematique];
        let context = place.context();
        let length = match rng.random_range(0..100) {
            0..3 => return pick(&theme.noms, rng).clone(),
            3..14 => 60,
            14..87 => rng.random_range(250..1250),
            _ => rng.random_range(1400..3200),
        };
        let mut text = String::with_capacity(length + 200);
        let here = category(thematique);
        append(&mut text, &context, &[&theme.phrases, &words.categories[here]], length, rng);
        if length > 600 && rng.random_bool(0.5) {
            text.push_str("\n\nLe service comprend :");
            let start = rng.random_range(0..words.etapes.len());
            for step in words.etapes.iter().cycle().skip(start).take(rng.random_range(3..7)) {
                text.push_str("\n- ");
                text.push_str(step);
            }
            text.push('\n');
        }
        append(&mut text, &context, &[&words.accueil], length, rng);
        for other in self.of_category(here) {
            append(&mut text, &context, &[&words.thematiques[other].phrases], length, rng);
        }
        text
    }

    fn frais(&self, rng: &mut ChaCha8Rng) -> (Option<&str>, Option<&str>) {
        let precision = pick(&self.texts.services.frais_precisions, rng).as_str();
        match rng.random_range(0..100) {
            0..10 => (None, None),
            10..75 => (Some("gratuit"), None),
            75..82 => (Some("payant"), None),
            _ => (Some("payant"), Some(precision)),
        }
    }

    /// `tous-publics` stands alone; no list is empty.
    fn publics(&self, rng: &mut ChaCha8Rng) -> Option<Vec<&str>> {
        match rng.random_range(0..100) {
            0..7 => None,
            7..40 => Some(vec!["tous-publics"]),
            _ => {
                let others = &self.texts.publics[1..];
                let mut chosen: Vec<&str> = Vec::new();
                for _ in 0..rng.random_range(1..5) {
                    let value = pick(others, rng).value.as_str();
                    if !chosen.contains(&value) {
                        chosen.push(value);
                    }
                }
                Some(chosen)
            }
        }
    }

    /// Who may use the service, by where they live: every kind of zone that the schema knows.
    fn zone(&self, place: &Establishment<'_>, rng: &mut ChaCha8Rng) -> Option<Vec<String>> {
        let commune = place.commune;
        let own = || vec![commune.code_insee.clone()];
        let epci = || if commune.code_epci.is_empty() { own() } else { vec![commune.code_epci.clone()] };
        Some(match rng.random_range(0..100) {
            0..22 => return None,
            22..36 => own(),
            36..68 => vec![commune.code_departement.clone()],
            68..78 => epci(),
            78..86 => self.places.region(commune),
            86..88 => [epci(), vec![commune.code_departement.clone()]].concat(),
            88..90 => vec!["99100".to_owned()],
            90..92 => {
                let other = self.places.commune(self.places.draw(self.favoured(place.number), rng));
                [own(), vec![other.code_insee.clone()]].concat()
            }
            _ => vec!["france".to_owned()],
        })
    }

    fn person(&self, rng: &mut ChaCha8Rng) -> String {
        let words = &self.texts.structures;
        format!("{} {}", pick(&words.prenoms, rng), pick(&words.familles, rng))
    }
}

impl Service<'_> {
    fn asks(&self, mode: &str) -> bool {
        self.modes_mobilisation.as_deref().is_some_and(|modes| modes.contains(&mode))
    }

    /// The producer-side quality score of schema 1.0.10 (`score_qualite.py`), `age` in days: the mean of the
    /// criteria that apply, each rounded to two decimals first.
    fn score(&self, age: i32) -> f64 {
        let yes = |condition: bool| Some(f64::from(u8::from(condition)));
        let present = self.modes_accueil.as_deref().is_some_and(|modes| modes.contains(&"en-presentiel"));
        let dated = !matches!(self.source, "agefiph" | "france-travail");
        let criteria = [
            (present || self.asks("se-presenter")).then(|| f64::from(u8::from(self.adresse.is_some()))),
            Some(match (&self.modes_mobilisation, &self.mobilisable_par) {
                (None, None) => 0.0,
                (Some(_), Some(_)) => 1.0,
                _ => 0.5,
            }),
            yes(self.publics.as_ref().is_some_and(|publics| !publics.is_empty())),
            yes(self.thematiques.as_ref().is_some_and(|thematiques| !thematiques.is_empty())),
            yes(self.courriel.is_some() || self.lien_mobilisation.is_some() || self.telephone.is_some()),
            self.asks("envoyer-un-courriel").then(|| f64::from(u8::from(self.courriel.is_some()))),
            self.asks("telephoner").then(|| f64::from(u8::from(self.telephone.is_some()))),
            dated.then(|| match age {
                // Exactly 180 days falls between two strict comparisons of the original.
                180 | 730.. => 0.0,
                ..180 => 1.0,
                _ => cents(f64::from(730 - age) / 550.0),
            }),
            Some(match (self.frais, self.frais_precisions) {
                (None, _) => 0.0,
                (Some("payant"), None) => 0.5,
                _ => 1.0,
            }),
            Some(match self.description.chars().count() {
                0..50 => 0.0,
                200..2000 => 1.0,
                _ => 0.5,
            }),
        ];
        let applicable = criteria.iter().flatten();
        cents(applicable.clone().sum::<f64>() / applicable.count() as f64)
    }
}

/// Two decimals as Python's `round` has them: by the exact binary value, a tie going to the even digit.
fn cents(value: f64) -> f64 {
    format!("{value:.2}").parse().unwrap_or(value)
}

fn modes_accueil(distance: f64, rng: &mut ChaCha8Rng) -> Option<Vec<&'static str>> {
    if rng.random_bool(distance) {
        return Some(vec!["a-distance"]);
    }
    Some(match rng.random_range(0..100) {
        0..5 => return None,
        5..8 => vec![],
        8..22 => vec!["a-distance", "en-presentiel"],
        _ => vec!["en-presentiel"],
    })
}

fn modes_mobilisation(remote_only: bool, rng: &mut ChaCha8Rng) -> Option<Vec<&'static str>> {
    if rng.random_bool(0.08) {
        return None;
    }
    let mut chosen = Vec::new();
    for (mode, share) in [
        ("envoyer-un-courriel", 0.5),
        ("se-presenter", if remote_only { 0.0 } else { 0.35 }),
        ("telephoner", 0.6),
        ("utiliser-lien-mobilisation", 0.25),
    ] {
        if rng.random_bool(share) {
            chosen.push(mode);
        }
    }
    Some(if chosen.is_empty() { vec!["telephoner"] } else { chosen })
}

fn producer_id(source: &str, record: u32) -> String {
    let mixed = u64::from(record).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    match source {
        "dora" => format!(
            "{record:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
            mixed >> 48,
            mixed >> 36 & 0xfff,
            mixed >> 24 & 0xfff,
            mixed & 0xffff_ffff_ffff
        ),
        "mediation-numerique" => format!("médiation_{record}-mediation-numerique"),
        "carif-oref" => format!("{:02}_{record:07}", mixed >> 58),
        _ => format!("service-{record}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service() -> Service<'static> {
        Service {
            id: String::new(),
            structure_id: String::new(),
            source: "dora",
            nom: String::new(),
            conditions_acces: None,
            description: "x".repeat(200),
            r#type: None,
            thematiques: Some(vec!["mobilite--preparer-un-permis"]),
            frais: Some("gratuit"),
            frais_precisions: None,
            publics: Some(vec!["jeunes"]),
            publics_precisions: None,
            commune: None,
            code_postal: None,
            code_insee: None,
            adresse: None,
            complement_adresse: None,
            longitude: None,
            latitude: None,
            horaires_accueil: None,
            lien_source: None,
            telephone: Some(String::new()),
            courriel: None,
            contact_nom_prenom: None,
            date_maj: 0,
            lien_mobilisation: None,
            mobilisable_par: Some(vec!["usagers"]),
            mobilisation_precisions: None,
            modes_accueil: Some(vec!["a-distance"]),
            modes_mobilisation: Some(vec!["telephoner"]),
            zone_eligibilite: None,
            volume_horaire_hebdomadaire: None,
            nombre_semaines: None,
            score_qualite: 0.0,
        }
    }

    #[test]
    fn the_score_is_the_mean_of_the_criteria_that_apply() {
        assert_eq!(service().score(10), 1.0);
        assert_eq!(service().score(180), 0.88);
        assert_eq!(service().score(455), 0.94);
        let without_address = Service { modes_accueil: Some(vec!["en-presentiel"]), ..service() };
        assert_eq!(without_address.score(10), 0.89);
        let undated = Service { source: "france-travail", publics: None, ..service() };
        assert_eq!(undated.score(9999), 0.86);
        assert_eq!((cents(0.625), cents(0.635), cents(0.165)), (0.62, 0.64, 0.17));
    }

    #[test]
    fn a_category_stands_before_the_two_hyphens() {
        assert_eq!(category("mobilite--preparer-un-permis"), "mobilite");
        assert_eq!(category("mobilite"), "mobilite");
    }
}

//! Why a service is among the answers, in sentences that a counsellor can read out.

use super::question::{Asked, Place, SearchServices, Within};
use super::services::Hit;
use crate::dataset::{Atlas, Facet, Matches, Record};
use crate::schema::vocabularies;
use crate::territory::PlaceKind;
use crate::text::words;
use std::borrow::Cow;

const REMOTE: &str = "Proposé à distance : on peut en bénéficier sans se déplacer.";
/// Zones named in a sentence.
const MAX_ZONES: usize = 5;

impl Atlas {
    pub(super) fn explain(
        &self,
        question: &SearchServices,
        hit: Hit,
        matches: Option<&Matches>,
    ) -> Vec<String> {
        let service = self.service(hit.service);
        let mut sentences = Vec::new();
        if let Some(place) = &question.place {
            sentences.push(self.where_it_is(place, &service, hit));
            sentences.push(self.who_may_come(&service, |zone| place.zones.iter().any(|own| own == zone)));
        } else if let Some(within) = &question.within {
            sentences.push(in_area(within, &service));
            sentences.push(self.who_may_come(&service, |zone| within.is_in_zone(zone)));
        }
        let asked = |facet: Facet| question.filters.facets.iter().find(|asked| asked.facet == facet);
        sentences.push(publics(&service, asked(Facet::Publics).map(|asked| asked.values.as_slice())));
        let named = [
            (Facet::Thematiques, "Thématiques", "Les thématiques ne sont pas précisées."),
            (Facet::Frais, "Frais", "Les frais ne sont pas précisés."),
        ];
        for (facet, name, unstated) in named {
            if let Some(asked) = asked(facet) {
                sentences.extend(in_common(&service, asked, name, unstated));
            }
        }
        if let Some(matches) = matches {
            let mots = self.matched_words(hit.service, matches);
            let quoted: Vec<String> = mots.iter().map(|mot| format!("« {mot} »")).collect();
            sentences.push(format!("Répond aux mots demandés : {}.", quoted.join(", ")));
        }
        if question.ouvert_le.is_some() {
            sentences.push("Ouvert au moment demandé, d’après les horaires publiés.".to_owned());
        }
        sentences
    }

    fn where_it_is(&self, place: &Place, service: &Record<'_>, hit: Hit) -> String {
        let nom = place.nom.as_deref().unwrap_or("ce point");
        let remote = service.codes("modes_accueil").contains(&"a-distance");
        let own = service.text("code_insee").is_some_and(|code| place.own.iter().any(|own| *own == code));
        match hit.distance {
            Some(0) => format!("À moins de 500 mètres du point de recherche ({nom})."),
            Some(km) if remote => format!("À {km} km du point de recherche ({nom}), et aussi à distance."),
            Some(km) => format!("À {km} km du point de recherche ({nom})."),
            None if remote => REMOTE.to_owned(),
            None if own => format!("Situé dans la commune ({nom}), sans position précise."),
            None => format!(
                "Situé dans le rayon de recherche autour de {nom}. Le mode d’accueil n’est pas précisé."
            ),
        }
    }

    /// `here`: whether the search is in a zone.
    fn who_may_come(&self, service: &Record<'_>, here: impl Fn(&str) -> bool) -> String {
        let zones = service.codes("zone_eligibilite");
        let met: Vec<&str> = zones.iter().copied().filter(|zone| here(zone)).collect();
        if zones.is_empty() {
            return "Aucune zone d’éligibilité n’est précisée : le service est réputé ouvert à tous les territoires.".to_owned();
        }
        if met.iter().any(|zone| matches!(*zone, "france" | "99100")) {
            return "Ouvert aux habitants de toute la France.".to_owned();
        }
        if let Some(region) = self.whole_region(&zones) {
            return format!("Ouvert aux habitants de la région {region}.");
        }
        // What lies in an area may be open to others only.
        let shown = if met.is_empty() { &zones } else { &met };
        let names: Vec<String> = shown.iter().take(MAX_ZONES).map(|zone| self.zone_name(zone)).collect();
        let names = names.join(", ");
        match shown.len().saturating_sub(MAX_ZONES) {
            0 => format!("Ouvert aux habitants de : {names}."),
            1 => format!("Ouvert aux habitants de : {names} et d’un autre territoire."),
            more => format!("Ouvert aux habitants de : {names} et de {more} autres territoires."),
        }
    }

    /// The région whose départements zones name, all of them and nothing else.
    fn whole_region(&self, zones: &[&str]) -> Option<&str> {
        let territory = self.territory();
        let mut regions = territory.regions();
        let found = regions.find(|(code, _)| {
            let own =
                || territory.departements().filter(|departement| departement.code_region == Some(*code));
            own().count() > 1
                && own().count() == zones.len()
                && own().all(|departement| zones.contains(&departement.code))
        });
        found.map(|(_, nom)| nom)
    }

    fn zone_name(&self, code: &str) -> String {
        let territory = self.territory();
        if code.len() == 9 {
            return territory.epci(code).unwrap_or(code).to_owned();
        }
        if code.len() == 5 {
            return territory.commune(code).map_or(code, |commune| commune.nom).to_owned();
        }
        let mut departements = territory.departements();
        let found = departements.find(|departement| departement.code == code);
        found.map_or_else(|| code.to_owned(), |departement| format!("{} ({code})", departement.nom))
    }

    /// The words of a service's names and labels that were met, as written, each once.
    pub(super) fn matched_words(&self, number: u32, matches: &Matches) -> Vec<String> {
        let service = self.service(number);
        let structure = self.services.structure[number as usize].map(|number| self.structure(number));
        let known = vocabularies();
        let values = [Facet::Thematiques, Facet::Publics, Facet::Types]
            .into_iter()
            .flat_map(|facet| service.codes(facet.field()))
            .chain(structure.map(|structure| structure.codes("reseaux_porteurs")).unwrap_or_default());
        let labels = values.flat_map(|value| {
            let category = value.split_once("--").and_then(|(category, _)| known.label(category));
            [known.label(value), category]
        });
        let names = [service.text("nom"), structure.and_then(|structure| structure.text("nom"))];
        let mut found: Vec<String> = Vec::new();
        for text in names.into_iter().chain(labels.map(|label| label.map(Cow::Borrowed))).flatten() {
            for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
                let met = words(word).iter().any(|word| matches.words.contains(word));
                if met && !found.iter().any(|known| known == word) {
                    found.push(word.to_owned());
                }
            }
        }
        found
    }
}

fn in_area(within: &Within, service: &Record<'_>) -> String {
    let what = match within.kind {
        PlaceKind::Epci => "l’intercommunalité recherchée",
        PlaceKind::Departement => "le département recherché",
        _ => "la région recherchée",
    };
    let nom = &within.nom;
    let inside = service.text("code_insee").is_some_and(|code| within.holds(&code));
    let remote = service.codes("modes_accueil").contains(&"a-distance");
    match (inside, remote) {
        (true, true) => format!("Situé dans {what} ({nom}), et aussi à distance."),
        (true, false) => format!("Situé dans {what} ({nom})."),
        (false, _) => REMOTE.to_owned(),
    }
}

fn publics(service: &Record<'_>, asked: Option<&[String]>) -> String {
    let publics = service.codes("publics");
    if publics.is_empty() {
        return "Les publics ne sont pas précisés : à vérifier auprès de la structure.".to_owned();
    }
    if publics.contains(&"tous-publics") {
        return "Ouvert à tous les publics.".to_owned();
    }
    let met = |value: &&str| asked.is_none_or(|asked| asked.iter().any(|asked| asked == value));
    let met: Vec<&str> = publics.iter().copied().filter(met).collect();
    let shown = if met.is_empty() { publics } else { met };
    format!("S’adresse à ces publics : {}.", labels(&shown))
}

fn in_common(service: &Record<'_>, asked: &Asked, name: &str, unstated: &str) -> Option<String> {
    let values = service.codes(asked.facet.field());
    if values.is_empty() && asked.unstated {
        return Some(unstated.to_owned());
    }
    let met: Vec<&str> = values
        .into_iter()
        .filter(|value| {
            asked
                .values
                .iter()
                .any(|asked| value == asked || value.split("--").next() == Some(asked.as_str()))
        })
        .collect();
    (!met.is_empty()).then(|| format!("{name} : {}.", labels(&met)))
}

fn labels(values: &[&str]) -> String {
    let labels: Vec<&str> = values.iter().map(|value| vocabularies().label(value).unwrap_or(value)).collect();
    labels.join(", ")
}

//! The words the records are made of: `data/generate/*.json` and the vocabularies of the schema.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::french;
use super::places::Commune;
use crate::error::CliError;

/// The schema's vocabularies.
const VOCABULARIES: &str = include_str!("../../../../data/schemas/1.0.10/vocabularies.json");
/// Word lists for the structures.
const STRUCTURES: &str = include_str!("../../../../data/generate/structures.json");
/// Word lists for the services.
const SERVICES: &str = include_str!("../../../../data/generate/services.json");

#[derive(Deserialize)]
struct VocabularyFile {
    vocabularies: BTreeMap<String, Vec<Entry>>,
}

/// An entry of a vocabulary.
#[derive(Deserialize)]
pub(super) struct Entry {
    pub(super) value: String,
    pub(super) label: String,
}

/// A producer of data.
#[derive(Deserialize)]
pub(super) struct Source {
    pub(super) source: String,
    /// Weights: its real numbers of structures and services in April 2026.
    pub(super) structures: u32,
    pub(super) services: u32,
    /// The only département it describes.
    pub(super) departement: Option<String>,
    /// Shares of its structures with a SIRET, a telephone number, an e-mail address.
    pub(super) siret: f64,
    pub(super) telephone: f64,
    pub(super) courriel: f64,
    /// Share of its services that are remote only.
    #[serde(default = "usual_distance")]
    pub(super) distance: f64,
    /// The natures of structure it describes.
    pub(super) natures: Vec<String>,
    /// The only thématiques of its services; empty: any.
    #[serde(default)]
    pub(super) thematiques: Vec<String>,
}

fn usual_distance() -> f64 {
    0.06
}

/// A nature of structure: crèche, mission locale…
#[derive(Deserialize)]
pub(super) struct Nature {
    pub(super) noms: Vec<String>,
    pub(super) reseaux: Vec<String>,
    pub(super) categories: Vec<String>,
    pub(super) phrases: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct StructureTexts {
    pub(super) sources: Vec<Source>,
    pub(super) natures: BTreeMap<String, Nature>,
    pub(super) noms: Vec<String>,
    pub(super) voies: Vec<String>,
    pub(super) complements: Vec<String>,
    pub(super) horaires: Vec<String>,
    pub(super) phrases: Vec<String>,
    pub(super) prenoms: Vec<String>,
    pub(super) familles: Vec<String>,
}

/// What services of one thématique are like.
#[derive(Deserialize)]
pub(super) struct Theme {
    pub(super) r#type: String,
    pub(super) noms: Vec<String>,
    pub(super) phrases: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct ServiceTexts {
    pub(super) thematiques: BTreeMap<String, Theme>,
    pub(super) categories: BTreeMap<String, Vec<String>>,
    pub(super) accueil: Vec<String>,
    pub(super) etapes: Vec<String>,
    pub(super) publics_precisions: Vec<String>,
    pub(super) conditions_acces: Vec<String>,
    pub(super) frais_precisions: Vec<String>,
    pub(super) mobilisation_precisions: Vec<String>,
}

/// Everything together.
pub(super) struct Texts {
    pub(super) structures: StructureTexts,
    pub(super) services: ServiceTexts,
    pub(super) reseaux: Vec<Entry>,
    pub(super) thematiques: Vec<Entry>,
    pub(super) publics: Vec<Entry>,
    pub(super) types: Vec<Entry>,
}

impl Texts {
    /// Reads the lists that are built into the program.
    ///
    /// # Errors
    /// None in a program whose tests passed.
    pub(super) fn load() -> Result<Self, CliError> {
        let wrong = |error: serde_json::Error| {
            CliError::new(format!("Les listes de mots du programme sont abîmées ({error}) : réinstallez-le."))
        };
        let mut vocabularies =
            serde_json::from_str::<VocabularyFile>(VOCABULARIES).map_err(wrong)?.vocabularies;
        let mut vocabulary = |name| vocabularies.remove(name).unwrap_or_default();
        Ok(Self {
            structures: serde_json::from_str(STRUCTURES).map_err(wrong)?,
            services: serde_json::from_str(SERVICES).map_err(wrong)?,
            reseaux: vocabulary("ReseauPorteur"),
            thematiques: vocabulary("Thematique"),
            publics: vocabulary("Public"),
            types: vocabulary("TypeService"),
        })
    }
}

/// What the `{…}` of a template stand for.
pub(super) struct Context<'a> {
    pub(super) commune: &'a Commune,
    pub(super) departement: &'a str,
    pub(super) nom: &'a str,
    pub(super) reseau: &'a str,
    pub(super) structure: &'a str,
}

impl Context<'_> {
    /// Appends the template to `out`, its `{…}` replaced.
    pub(super) fn fill(&self, template: &str, out: &mut String) {
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            match name {
                "commune" => out.push_str(&self.commune.nom),
                "de_commune" => out.push_str(&french::de(&self.commune.nom)),
                "a_commune" => out.push_str(&french::a(&self.commune.nom)),
                "departement" => out.push_str(self.departement),
                "nom" => out.push_str(self.nom),
                "reseau" => out.push_str(self.reseau),
                "structure" => out.push_str(self.structure),
                _ => out.push_str(name),
            }
            rest = tail;
        }
        out.push_str(rest);
    }

    /// The template with its `{…}` replaced.
    pub(super) fn filled(&self, template: impl AsRef<str>) -> String {
        let template = template.as_ref();
        let mut out = String::with_capacity(template.len() + 16);
        self.fill(template, &mut out);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thematique_and_reference_has_its_words() {
        let texts = Texts::load().unwrap();
        assert_eq!(texts.thematiques.len(), 69);
        assert_eq!(texts.services.thematiques.len(), 69);
        for Entry { value, .. } in &texts.thematiques {
            let theme = &texts.services.thematiques[value];
            assert!(!theme.noms.is_empty() && !theme.phrases.is_empty(), "{value}");
            assert!(texts.types.iter().any(|entry| entry.value == theme.r#type), "{value}");
            assert!(!texts.services.categories[super::super::service::category(value)].is_empty(), "{value}");
        }
        for source in &texts.structures.sources {
            assert!(!source.natures.is_empty());
            assert!(source.natures.iter().all(|nature| texts.structures.natures.contains_key(nature)));
            assert!(source.thematiques.iter().all(|value| texts.services.thematiques.contains_key(value)));
        }
        for (name, nature) in &texts.structures.natures {
            assert!(
                !nature.noms.is_empty() && !nature.phrases.is_empty() && !nature.categories.is_empty(),
                "{name}"
            );
            assert!(
                nature.categories.iter().all(|value| texts.services.categories.contains_key(value)),
                "{name}"
            );
            let known = |value: &String| texts.reseaux.iter().any(|entry| entry.value == *value);
            assert!(nature.reseaux.iter().all(known), "{name}");
        }
    }
}

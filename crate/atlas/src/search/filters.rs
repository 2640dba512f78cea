//! Which services pass, filter by filter.

use super::question::{Area, Asked, Filters, Rules};
use crate::dataset::{Atlas, Bitmap, Facet};
use crate::schema::vocabularies;
use crate::text::{Lexer, WebQuery};
use hashbrown::HashMap;

/// The value that stands for all others of its field.
const EVERYBODY: &str = "tous-publics";

impl Atlas {
    /// Services that have one of the values of a facet; `None` when they let everything pass.
    pub(super) fn facet_filter(&self, facet: Facet, asked: &[String]) -> Option<Bitmap> {
        let column = self.services.facet(facet);
        match facet {
            Facet::Publics if asked.iter().any(|value| value == EVERYBODY) => None,
            // To ask for what states nothing alone isn't to ask for what is for everybody.
            Facet::Publics if asked.is_empty() => Some(column.any(asked)),
            Facet::Publics => Some(
                column.values.any(|value| value == EVERYBODY || asked.iter().any(|asked| asked == value)),
            ),
            // A category stands for its thématiques.
            Facet::Thematiques => Some(column.values.any(|value| {
                asked.iter().any(|asked| {
                    value == asked
                        || value.strip_prefix(asked.as_str()).is_some_and(|rest| rest.starts_with("--"))
                })
            })),
            _ => Some(column.any(asked)),
        }
    }

    /// The sets of the filters on facets.
    pub(super) fn facet_filters(&self, filters: &Filters) -> Vec<(Facet, Bitmap)> {
        let set = |Asked { facet, values, unstated }: &Asked| {
            let mut set = self.facet_filter(*facet, values)?;
            if *unstated {
                set.add(&self.services.facet(*facet).unstated);
            }
            Some((*facet, set))
        };
        filters.facets.iter().filter_map(set).collect()
    }

    /// Keeps services whose quality is known and good enough.
    pub(super) fn keep_scored(&self, least: Option<f64>, wanted: &mut Bitmap) {
        if let Some(least) = least {
            let scores = &self.services.scores;
            // What isn't a number isn't at least anything.
            wanted.retain(|service| scores[service as usize] >= least);
        }
    }

    /// Keeps services whose publics answer a question in words. It reads the texts of all that is in `wanted`: call it
    /// late.
    pub(super) fn keep_publics(&self, query: Option<&WebQuery>, rules: Rules, wanted: &mut Bitmap) {
        let Some(query) = query else { return };
        let lexer = Lexer::default();
        match rules {
            Rules::Api => {
                let mut known: HashMap<String, bool> = HashMap::new();
                let mut holds =
                    |text: String| *known.entry(text).or_insert_with_key(|text| query.holds(&lexer, text));
                let unstated = &self.services.facet(Facet::Publics).unstated;
                wanted.retain(|number| {
                    let service = self.service(number);
                    // Either text alone must answer the whole question. Missing precisions are an empty text, which
                    // answers what must not be there; missing publics are null, which answers nothing.
                    let values = || service.codes("publics").join(" ").replace('-', " ");
                    (!unstated.contains(number) && holds(values()))
                        || holds(service.text("publics_precisions").unwrap_or_default().into_owned())
                });
            }
            Rules::Atlas => wanted.retain(|number| {
                if query.is_empty() {
                    return false;
                }
                let service = self.service(number);
                let publics = service.codes("publics");
                let labels: Vec<&str> =
                    publics.iter().filter_map(|value| vocabularies().label(value)).collect();
                let precisions = service.text("publics_precisions").unwrap_or_default();
                query.holds_in(&lexer, &[&publics.join(", "), &labels.join(", "), &precisions])
            }),
        }
    }

    /// Services whose `code_insee` lies in an area; `None` for everywhere.
    pub(super) fn services_in(&self, area: &Area) -> Option<Bitmap> {
        self.codes_in(area).map(|codes| {
            let mut inside = Bitmap::none(self.services.records.len());
            for code in codes {
                self.services.by_commune.get(code).iter().for_each(|&service| inside.insert(service));
            }
            inside
        })
    }

    /// Numbers in the dictionary of the codes that lie in an area; `None` for everywhere.
    pub(super) fn codes_in(&self, area: &Area) -> Option<Vec<u32>> {
        if area == &Area::default() {
            return None;
        }
        let departements: Option<Vec<&str>> = area.region.as_ref().map(|region| {
            let all = self.territory().departements();
            let own = all.filter(|departement| departement.code_region == Some(region.as_str()));
            own.map(|departement| departement.code).collect()
        });
        let used = |code: &u32| {
            !self.services.by_commune.get(*code).is_empty()
                || !self.structures.by_commune.get(*code).is_empty()
        };
        let inside = |code: &u32| {
            let text = self.dictionary.text(*code);
            area.communes.as_ref().is_none_or(|communes| communes.iter().any(|commune| commune == text))
                && area.departement.as_ref().is_none_or(|departement| text.starts_with(departement.as_str()))
                && departements.as_ref().is_none_or(|departements| {
                    let commune = self.territory().current_commune(text);
                    commune.is_some_and(|commune| departements.contains(&commune.code_departement))
                })
        };
        Some((0..self.dictionary.len() as u32).filter(used).filter(inside).collect())
    }
}

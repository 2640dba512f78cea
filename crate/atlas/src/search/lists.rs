//! Whole lists, by id.

use super::page::{Doublon, ListedStructure, Page};
use super::question::{ListServices, ListStructures};
use crate::dataset::{Atlas, Bitmap, Record};
use std::cmp::Reverse;

impl Atlas {
    /// The services that pass, by id, page by page.
    pub fn list_services(&self, question: &ListServices) -> Page<Record<'_>> {
        Page::of(question.paging, &self.listed(question), |service| self.service(service))
    }

    /// The numbers of the services on the page that a list asks for.
    pub(crate) fn numbers_on_list(&self, question: &ListServices) -> Vec<u32> {
        Page::of(question.paging, &self.listed(question), |service| service).items
    }

    fn listed(&self, question: &ListServices) -> Vec<u32> {
        let mut wanted =
            self.services_in(&question.area).unwrap_or_else(|| Bitmap::all(self.services.records.len()));
        for (_, filter) in self.facet_filters(&question.filters) {
            wanted.keep(&filter);
        }
        self.keep_scored(question.filters.score_qualite_minimum, &mut wanted);
        self.keep_publics(question.filters.recherche_public.as_ref(), question.rules, &mut wanted);
        wanted.iter().collect()
    }

    /// The structures that pass, by id, page by page. With `exclure_doublons` the best of each cluster only (its score,
    /// then its last update, then its id), by cluster: that is the API's order then.
    pub fn list_structures(&self, question: &ListStructures) -> Page<ListedStructure<'_>> {
        let structures = &self.structures;
        let mut wanted = Bitmap::all(structures.records.len());
        if let Some(codes) = self.codes_in(&question.area) {
            let mut inside = Bitmap::none(structures.records.len());
            for code in codes {
                structures.by_commune.get(code).iter().for_each(|&structure| inside.insert(structure));
            }
            wanted.keep(&inside);
        }
        if !question.sources.is_empty() {
            wanted.keep(&structures.source_column.any(&question.sources));
        }
        if !question.reseaux_porteurs.is_empty() {
            wanted.keep(&structures.networks.any(&question.reseaux_porteurs));
        }
        let mut all: Vec<u32> = wanted.iter().collect();
        if question.exclure_doublons {
            let cluster = |&structure: &u32| match structures.cluster_of[structure as usize] {
                Some(cluster) => structures.cluster_ids.get(cluster),
                None => structures.records.ids().get(structure),
            };
            all.sort_by_cached_key(|structure| {
                (cluster(structure), Reverse(self.structure_rank(*structure)), *structure)
            });
            all.dedup_by(|a, b| cluster(a) == cluster(b));
        }
        Page::of(question.paging, &all, |number| ListedStructure {
            structure: self.structure(number),
            score_qualite: structures.scores[number as usize],
            doublons: self.doublons(number).map(|other| self.doublon(other)).collect(),
        })
    }

    fn doublon(&self, structure: u32) -> Doublon<'_> {
        let source = self.structures.sources[structure as usize];
        Doublon {
            source: source.map(|source| self.dictionary.text(source)),
            id: self.structures.records.ids().get(structure),
        }
    }
}

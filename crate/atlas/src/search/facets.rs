//! How many answers each value would give.

use super::page::{Counts, Facets};
use super::question::UNSTATED;
use crate::dataset::{Atlas, Bitmap, Facet};
use crate::schema::vocabularies;

impl Atlas {
    /// For each facet and value, how many answers there would be if that value were all that is asked of the facet.
    /// `others` are the services that pass everything but the filters on facets, which are `filters`.
    ///
    /// So for `publics` each value's count has the services for everybody in it, as a search for it would. Records that
    /// state nothing are counted as `non-precise`, which with the atlas's rules can be asked for.
    pub(super) fn facet_counts(
        &self,
        others: &Bitmap,
        filters: &[(Facet, Bitmap)],
        doublons: bool,
    ) -> Facets {
        let mut facets = Facets::new();
        for facet in Facet::ALL {
            let mut set = others.clone();
            for (_, filter) in filters.iter().filter(|(filtered, _)| *filtered != facet) {
                set.keep(filter);
            }
            let column = self.services.facet(facet);
            let values: Vec<String> = match facet {
                Facet::Sources => column.values.values().to_vec(),
                _ => facet.known_values().to_vec(),
            };
            let mut counts = if doublons || facet == Facet::Publics {
                self.counts_one_by_one(facet, &set, &values, doublons)
            } else {
                let occupied: Vec<(usize, u64)> = set.occupied().collect();
                let counts = column.values.counts(&occupied).map(u64::from);
                values.into_iter().zip(counts).collect()
            };
            counts.push((UNSTATED.to_owned(), left(self, &set, Some(&column.unstated), doublons)));
            if facet == Facet::Thematiques {
                let categories =
                    self.counts_one_by_one(facet, &set, vocabularies().values("Categorie"), doublons);
                let unstated = counts.last().cloned();
                facets.insert("categories", Counts(categories.into_iter().chain(unstated).collect()));
            }
            facets.insert(facet.name(), Counts(counts));
        }
        facets
    }

    fn counts_one_by_one(
        &self,
        facet: Facet,
        set: &Bitmap,
        values: &[String],
        doublons: bool,
    ) -> Vec<(String, u64)> {
        let count = |value: &String| {
            let filter = self.facet_filter(facet, std::slice::from_ref(value));
            (value.clone(), left(self, set, filter.as_ref(), doublons))
        };
        values.iter().map(count).collect()
    }
}

/// How many are left of a set by a filter, and once doublons are left out.
fn left(atlas: &Atlas, set: &Bitmap, filter: Option<&Bitmap>, doublons: bool) -> u64 {
    let mut set = set.clone();
    if let Some(filter) = filter {
        set.keep(filter);
    }
    if doublons {
        atlas.drop_doublons(&mut set);
    }
    set.count() as u64
}

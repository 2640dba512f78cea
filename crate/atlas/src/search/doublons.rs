//! Services of structures that the input says are the same: `exclure_doublons`.

use crate::dataset::{Atlas, Bitmap};
use hashbrown::HashMap;

/// Better is greater: the score, then the day of the last update, unknown days last.
type Rank = (u64, i32);

impl Atlas {
    /// Of each cluster, leaves only the services of the structures with the highest score, then the latest update.
    /// Structures equal on both all stay; one without a service in the set doesn't count.
    pub(super) fn drop_doublons(&self, services: &mut Bitmap) {
        let cluster = |service: u32| {
            let structure = self.services.structure[service as usize]?;
            let cluster = self.structures.cluster_of[structure as usize]?;
            (self.structures.clusters.get(cluster).len() > 1)
                .then_some((cluster, self.structure_rank(structure)))
        };
        let mut best: HashMap<u32, Rank> = HashMap::new();
        for (cluster, rank) in services.iter().filter_map(cluster) {
            let known = best.entry(cluster).or_insert(rank);
            *known = rank.max(*known);
        }
        if !best.is_empty() {
            services.retain(|service| cluster(service).is_none_or(|(cluster, rank)| best[&cluster] == rank));
        }
    }

    pub(super) fn structure_rank(&self, structure: u32) -> Rank {
        // Scores have two decimals.
        let score = (self.structures.scores[structure as usize] * 100.0).round() as u64;
        (score, self.structures.days[structure as usize])
    }
}

//! What of a pack a question needs: shards, columns, texts.

use super::Ask;
use super::manifest::{Manifest, Shard, ShardKind};
use super::plan::{STRAY_KM, prefix};
use crate::search::{Area, ListServices, Order, Rules, Search, SearchServices, distance};
use crate::territory::Territory;
use hashbrown::HashSet;
use std::collections::BTreeSet;

/// Some parts of a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Needs {
    /// Columns of what may be had from anywhere.
    pub(super) columns: bool,
    /// With them, what searches in words, hours and every order need.
    pub(super) words: bool,
    pub(super) shards: BTreeSet<u32>,
    /// The shards whose texts are needed too.
    pub(super) texts: BTreeSet<u32>,
}

impl Needs {
    pub(super) fn add(&mut self, other: Needs) {
        self.columns |= other.columns;
        self.words |= other.words;
        self.shards.extend(other.shards);
        self.texts.extend(other.texts);
    }

    fn with_texts(mut self) -> Self {
        self.texts.extend(self.shards.iter().copied());
        self
    }
}

/// What must be there before a question is asked. Pages may show records of which more is needed then.
pub(super) fn needs(manifest: &Manifest, territory: &Territory, ask: &Ask) -> Needs {
    match ask {
        Ask::SearchServices(question) | Ask::SearchServicesInFull(question) => {
            around(manifest, territory, question)
        }
        Ask::Totals(questions) => {
            let mut all = Needs::default();
            questions.iter().for_each(|question| all.add(around(manifest, territory, question)));
            all
        }
        Ask::Clusters(question) => {
            let mut needs = around(manifest, territory, question);
            if needs.columns {
                // Where on the map those from afar are.
                needs.shards.extend(of_kind(manifest, ShardKind::Country));
            }
            needs
        }
        // It looks at every field of every service that answers.
        Ask::Overview(question) => {
            let mut needs = around(manifest, territory, question);
            if needs.columns {
                needs.shards.extend(of_kind(manifest, ShardKind::Country));
            }
            needs.with_texts()
        }
        Ask::Search(question) => texts(manifest, territory, question).with_texts(),
        Ask::ListServices(ListServices { area, .. }) => {
            in_area(manifest, territory, area, |shard| shard.kind != ShardKind::Alone).with_texts()
        }
        Ask::ListStructures(question) => in_area(manifest, territory, &question.area, |_| true).with_texts(),
        Ask::Everything => {
            let all = Needs { shards: shards(manifest, |_| true).collect(), ..Needs::default() };
            all.with_texts()
        }
        // Told by their lookups.
        Ask::RetrieveService(_) | Ask::RetrieveStructure(_) | Ask::Changes(_) => Needs::default(),
    }
}

fn of_kind(manifest: &Manifest, kind: ShardKind) -> impl Iterator<Item = u32> + '_ {
    shards(manifest, move |shard| shard.kind == kind)
}

fn shards<'a>(
    manifest: &'a Manifest,
    wanted: impl Fn(&Shard) -> bool + 'a,
) -> impl Iterator<Item = u32> + 'a {
    (0..).zip(&manifest.shards).filter(move |(_, shard)| wanted(shard)).map(|(at, _)| at)
}

fn around(manifest: &Manifest, territory: &Territory, question: &SearchServices) -> Needs {
    let mut needs = Needs::default();
    let reads_publics = question.filters.recherche_public.is_some();
    if let Some(window) = question.bbox {
        // What is in a window has a position, and so a neighbourhood.
        needs.shards.extend(shards(manifest, |shard| touches(shard, window)));
    } else if question.place.is_none() && question.within.is_none() {
        needs.shards.extend(shards(manifest, |shard| shard.kind != ShardKind::Alone));
    } else {
        needs.columns = true;
        let mut zones: HashSet<&str> = HashSet::new();
        if let Some(place) = &question.place {
            zones.extend(place.zones.iter().map(String::as_str));
            // Services of a commune are its own however far they are: nearly all are as near as this.
            let own = question.rules == Rules::Atlas && !place.own.is_empty();
            let km = if own { question.rayon_km.max(STRAY_KM) } else { question.rayon_km };
            needs.shards.extend(near(manifest, (place.lon, place.lat), km));
            let strays = place.own.iter().filter_map(|code| manifest.strays.get(code));
            needs.shards.extend(strays.flatten());
        }
        if let Some(within) = &question.within {
            zones.extend(within.zones.iter().map(String::as_str));
            let own: HashSet<&str> = within.communes.iter().map(|code| prefix(code)).collect();
            needs.shards.extend(shards(manifest, |shard| {
                shard.departements.iter().any(|departement| own.contains(departement.as_str()))
            }));
        }
        let departements: HashSet<&str> =
            territory.departements().map(|departement| departement.code).collect();
        needs.shards.extend(shards(manifest, |shard| {
            let zone = shard.zone.as_deref();
            zone.is_some_and(|zone| zones.contains(zone) && departements.contains(zone))
        }));
        needs.words = question.q.is_some()
            || !matches!(question.order, Order::Distance | Order::Pertinence)
            || question.ouvert_le.is_some()
            || question.maj_depuis.is_some()
            || question.filters.score_qualite_minimum.is_some();
        if reads_publics {
            needs.shards.extend(of_kind(manifest, ShardKind::Country));
        }
    }
    if reads_publics { needs.with_texts() } else { needs }
}

fn texts(manifest: &Manifest, territory: &Territory, question: &Search) -> Needs {
    let mut needs = in_area(manifest, territory, &question.area, |shard| shard.kind != ShardKind::Alone);
    if let Some(point) = question.point {
        let near: BTreeSet<u32> = near(manifest, point, question.distance).collect();
        needs.shards.retain(|shard| near.contains(shard));
    }
    needs
}

fn in_area(
    manifest: &Manifest,
    territory: &Territory,
    area: &Area,
    wanted: impl Fn(&Shard) -> bool,
) -> Needs {
    let departements: Option<Vec<&str>> = area.region.as_ref().map(|region| {
        let all = territory.departements();
        let own = all.filter(|departement| departement.code_region == Some(region.as_str()));
        own.map(|departement| departement.code).collect()
    });
    let inside = |shard: &Shard| {
        let has = |departement: &str| shard.departements.iter().any(|own| own == departement);
        let communes = area.communes.as_ref();
        communes.is_none_or(|communes| communes.iter().any(|commune| has(prefix(commune))))
            && area.departement.as_ref().is_none_or(|departement| has(departement))
            && departements.as_ref().is_none_or(|all| all.iter().any(|departement| has(departement)))
    };
    Needs { shards: shards(manifest, |shard| wanted(shard) && inside(shard)).collect(), ..Needs::default() }
}

/// Neighbourhoods that a window touches.
fn touches(shard: &Shard, [west, south, east, north]: [f64; 4]) -> bool {
    let Some([left, bottom, right, top]) = shard.bounds else { return false };
    let across = if west <= east { left <= east && right >= west } else { left <= east || right >= west };
    across && bottom <= north && top >= south
}

/// Neighbourhoods that a circle may touch.
fn near(manifest: &Manifest, (lon, lat): (f64, f64), km: f64) -> impl Iterator<Item = u32> + '_ {
    // Kilometres of a degree of latitude at least, anywhere; a hundredth more for the difference between the sphere of
    // the formulas and the ellipsoid.
    let reach = (km / 110.5 * 1.01 + 1e-6).to_radians();
    let (south, north) = (lat - reach.to_degrees(), lat + reach.to_degrees());
    let sine = (reach.sin() / lat.to_radians().cos()).abs();
    let everywhere = south <= -89.0 || north >= 89.0 || reach >= 1.5 || sine >= 1.0;
    let width = if everywhere { 180.0 } else { sine.asin().to_degrees() * 1.01 + 1e-6 };
    shards(manifest, move |shard| {
        let Some([left, bottom, right, top]) = shard.bounds else { return false };
        let beside = |turn: f64| left + turn <= lon + width && right + turn >= lon - width;
        if bottom > north || top < south || !(everywhere || [-360.0, 0.0, 360.0].into_iter().any(beside)) {
            return false;
        }
        // The corner of the window that is nearest, or the point itself: within small distances no other point of the
        // window is nearer by more than a hundredth.
        let corner = (lon.clamp(left, right), lat.clamp(bottom, top));
        km > 300.0 || lat.abs() > 70.0 || distance((lon, lat), corner) <= km * 1020.0 + 500.0
    })
}

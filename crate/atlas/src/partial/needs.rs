//! What of a pack a question needs: shards, columns, texts.

use super::Ask;
use super::manifest::{Chunk, Manifest, National, Shard, ShardKind};
use super::plan::{STRAY_KM, prefix};
use crate::dataset::pack::More;
use crate::search::{Area, Filters, ListServices, Order, Rules, Search, SearchServices, distance};
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
    /// Whether columns of shards are enough, but for what is shown.
    pub(super) counting: bool,
    /// The shards of which they are.
    pub(super) counted: BTreeSet<u32>,
    /// The shards whose texts are needed too.
    pub(super) texts: BTreeSet<u32>,
    /// What of all services, where that is less than their neighbourhoods.
    pub(super) national: Option<NationalNeeds>,
}

/// What of all services a question reads, beside what most filters do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NationalNeeds {
    /// Whether a question has no place at all.
    everywhere: bool,
    pub(super) more: BTreeSet<More>,
    /// Words as typed, of each question.
    pub(super) typed: Vec<String>,
    /// Files that tell homes.
    pub(super) homes: BTreeSet<u32>,
}

impl Needs {
    pub(super) fn add(&mut self, other: Needs) {
        self.columns |= other.columns;
        self.words |= other.words;
        self.shards.extend(other.shards);
        self.counted.extend(other.counted);
        self.texts.extend(other.texts);
    }

    /// Takes whole shards where columns would have been enough.
    fn in_full(&mut self) {
        self.counting = false;
        self.shards.append(&mut self.counted);
    }

    fn with_texts(mut self) -> Self {
        self.in_full();
        self.texts.extend(self.shards.iter().copied());
        self
    }
}

/// What must be there before a question is asked. Pages may show records of which more is needed then.
pub(super) fn needs(manifest: &Manifest, territory: &Territory, ask: &Ask) -> Needs {
    match ask {
        Ask::SearchServices(question) | Ask::SearchServicesInFull(question) | Ask::Map(question) => {
            let more: &[More] = if matches!(ask, Ask::Map(_)) { &[More::Ids, More::Positions] } else { &[] };
            lighter(
                manifest,
                around(manifest, territory, question),
                country(std::slice::from_ref(question), more),
            )
        }
        Ask::Totals(questions) => {
            let mut all = Needs::default();
            let each: Vec<Needs> =
                questions.iter().map(|question| around(manifest, territory, question)).collect();
            all.counting = each.iter().all(|needs| needs.counting);
            each.into_iter().for_each(|needs| all.add(needs));
            if !all.counting {
                all.in_full();
            }
            lighter(manifest, all, country(questions, &[]))
        }
        Ask::Clusters(question) => {
            let mut needs = around(manifest, territory, question);
            needs.in_full();
            if needs.columns {
                // Where on the map those from afar are.
                needs.shards.extend(of_kind(manifest, ShardKind::Country));
            }
            let all = country(std::slice::from_ref(question), &[More::Ids, More::Positions]);
            lighter(manifest, needs, all)
        }
        // It looks at every field of every service that answers.
        Ask::Overview(question) => {
            let mut needs = around(manifest, territory, question);
            needs.in_full();
            if needs.columns {
                needs.shards.extend(of_kind(manifest, ShardKind::Country));
            }
            needs.with_texts()
        }
        Ask::Search(question) => texts(manifest, territory, question).with_texts(),
        Ask::ListServices(ListServices { area, filters, .. }) => {
            let shards = in_area(manifest, territory, area, |shard| shard.kind != ShardKind::Alone);
            let mut all = NationalNeeds { everywhere: true, ..NationalNeeds::default() };
            all.add_filters(filters);
            let everywhere = *area == Area::default() && filters.recherche_public.is_none();
            lighter(manifest, shards.with_texts(), everywhere.then_some(all))
        }
        Ask::ListStructures(question) => in_area(manifest, territory, &question.area, |_| true).with_texts(),
        Ask::Everything => {
            let all = Needs { shards: shards(manifest, |_| true).collect(), ..Needs::default() };
            all.with_texts()
        }
        // Told by their lookups.
        Ask::RetrieveService(_) | Ask::RetrieveStructure(_) | Ask::Changes(_) | Ask::Summary => {
            Needs::default()
        }
    }
}

/// What some questions read of all services; `None` where they read texts.
fn country(questions: &[SearchServices], more: &[More]) -> Option<NationalNeeds> {
    let mut needs = NationalNeeds { more: more.iter().copied().collect(), ..NationalNeeds::default() };
    for question in questions {
        if question.filters.recherche_public.is_some() {
            return None;
        }
        needs.everywhere |= question.place.is_none() && question.within.is_none() && question.bbox.is_none();
        needs.add_filters(&question.filters);
        let reads = [
            (question.place.is_some() || question.bbox.is_some(), More::Positions),
            (question.place.is_some() || question.within.is_some(), More::Communes),
            (question.place.is_some() || question.within.is_some(), More::Zones),
            (question.ouvert_le.is_some(), More::Communes),
            (question.ouvert_le.is_some(), More::Hours),
            (question.maj_depuis.is_some(), More::Dates),
            (matches!(question.order, Order::DateMaj | Order::ScoreQualite), More::Dates),
            (question.order == Order::Nom, More::Names),
        ];
        needs.more.extend(reads.into_iter().filter(|(reads, _)| *reads).map(|(_, more)| more));
        needs.typed.extend(question.q.clone());
    }
    Some(needs)
}

impl NationalNeeds {
    fn add_filters(&mut self, filters: &Filters) {
        if filters.score_qualite_minimum.is_some() {
            self.more.insert(More::Dates);
        }
    }

    /// The files that are needed in any case.
    pub(super) fn files<'a>(&'a self, national: &'a National) -> impl Iterator<Item = u32> + 'a {
        let of = |chunk: &'a Chunk| {
            let more = self.more.iter().map(move |&more| chunk.more[more as usize]);
            more.chain([chunk.file])
        };
        let words = (!self.typed.is_empty()).then_some(national.words);
        national.chunks.iter().flat_map(of).chain(words).chain(self.homes.iter().copied())
    }
}

/// Whichever is less to fetch: some shards, or columns of all services.
fn lighter(manifest: &Manifest, shards: Needs, all: Option<NationalNeeds>) -> Needs {
    let (Some(national), Some(all)) = (&manifest.national, all) else { return shards };
    let of = |&shard: &u32| &manifest.shards[shard as usize];
    let whole = shards.shards.iter().map(of).map(|shard| shard.file);
    let counted = shards.counted.iter().map(of).map(|shard| shard.columns.unwrap_or(shard.file));
    let texts = shards.texts.iter().map(of).map(|shard| shard.texts);
    let near: u64 = whole.chain(counted).chain(texts).map(|file| manifest.size(file)).sum();
    let columns: u64 = all.files(national).map(|file| manifest.size(file)).sum();
    if all.everywhere || near > columns { Needs { national: Some(all), ..Needs::default() } } else { shards }
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
        needs.words = sorts_or_reads(question);
        if reads_publics {
            needs.shards.extend(of_kind(manifest, ShardKind::Country));
        }
    }
    if !needs.words && !reads_publics && !sorts_or_reads(question) {
        let point = question.place.as_ref().map(|place| (place.lon, place.lat));
        let (counted, whole): (BTreeSet<u32>, BTreeSet<u32>) = needs.shards.iter().partition(|&&shard| {
            let shard = &manifest.shards[shard as usize];
            shard.columns.is_some() && !point.is_some_and(|point| holds(shard, point))
        });
        (needs.counting, needs.counted, needs.shards) = (true, counted, whole);
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

/// Whether a question asks for more than most filters and distances need.
fn sorts_or_reads(question: &SearchServices) -> bool {
    question.q.is_some()
        || !matches!(question.order, Order::Distance | Order::Pertinence)
        || question.ouvert_le.is_some()
        || question.maj_depuis.is_some()
        || question.filters.score_qualite_minimum.is_some()
}

/// Whether a point is in a neighbourhood's window: its services will be the first to be shown.
fn holds(shard: &Shard, (lon, lat): (f64, f64)) -> bool {
    shard.bounds.is_some_and(|[west, south, east, north]| {
        (west..=east).contains(&lon) && (south..=north).contains(&lat)
    })
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

//! Which records go into which file of a pack's folder.
//!
//! Every service has a home, one of these in this order:
//!
//! 1. it has a position: with its neighbours;
//! 2. it may be had from anywhere: with the others of which this is so, by rank;
//! 3. it may be had from a département: with the others of that département;
//! 4. nowhere.
//!
//! What may be had from afar is there too, beside its home: services at a distance, and those without a position or a
//! commune, which are counted as such. So a question around a place needs its neighbourhood, its département's and the
//! country's.

use super::changes::Publication;
use super::file_name;
use super::manifest::{ChangeFiles, FileEntry, Manifest, Shard, ShardKind};
use crate::dataset::pack::{Portion, Selection, checksum, write, write_lookup};
use crate::dataset::{Atlas, Facet, Whole};
use crate::search::distance;
use crate::territory::{PlaceKind, Territory};
use hashbrown::HashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Services of a neighbourhood at most.
const NEAR: usize = 600;
/// Services of a file of those that may be had from afar.
const FAR: usize = 1_000;
/// Of those that may be had from anywhere: they are fetched for the few that a page shows.
const COUNTRY: usize = 200;
/// Structures without services in a file.
const ALONE: usize = 1_500;
/// Ids in a file of them.
const IDS: usize = 4_000;
/// What is open to more départements than this counts as open to the country.
const MANY: usize = 12;
/// Kilometres beyond which a service is a stray from its commune.
pub(super) const STRAY_KM: f64 = 15.0;

/// A département's code as INSEE codes begin with it.
pub(super) fn prefix(code_insee: &str) -> &str {
    let length = if code_insee.starts_with("97") || code_insee.starts_with("98") { 3 } else { 2 };
    code_insee.get(..length).unwrap_or(code_insee)
}

/// Where a service may be had from, other than near it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Open {
    Country,
    Departements(Vec<String>),
}

/// Writes an atlas as a folder of files: `put` is given the name of each and its bytes, the manifest last. With the
/// publication before, what has changed is in there too.
///
/// # Errors
/// Those of `put`.
pub fn write_folder<E>(
    atlas: &Atlas,
    territory: &[u8],
    date: Option<String>,
    previous: Option<&Publication>,
    mut put: impl FnMut(&str, &[u8]) -> Result<(), E>,
) -> Result<Manifest, E> {
    let plan = Plan::new(atlas);
    let mut manifest = Manifest::new(whole(atlas), date);
    let mut known: HashMap<String, u32> = HashMap::new();
    let mut add = |manifest: &mut Manifest, bytes: &[u8]| {
        let name = file_name(bytes);
        // The same services may be open to two départements and nothing else.
        if let Some(&file) = known.get(&name) {
            return Ok(file);
        }
        known.insert(name.clone(), manifest.files.len() as u32);
        put(&name, bytes)?;
        manifest.files.push(FileEntry { name, size: bytes.len() as u64 });
        Ok(manifest.files.len() as u32 - 1)
    };
    manifest.territory = add(&mut manifest, territory)?;
    let country = Selection::new(atlas, plan.country.clone(), Vec::new());
    manifest.words = add(&mut manifest, &write(atlas, &country, Portion::Words))?;
    // A structure without réseau porteur and without doublons tells nothing to filters.
    let telling = |&structure: &u32| {
        !atlas.structures.networks.unstated.contains(structure) || atlas.doublons(structure).next().is_some()
    };
    let structures = country.structures.into_iter().filter(telling).collect();
    let columns = write(atlas, &Selection { structures, services: country.services }, Portion::Columns);
    manifest.columns = add(&mut manifest, &columns)?;
    for group in &plan.groups {
        let selection = Selection::new(atlas, group.services.clone(), group.structures.clone());
        let file = add(&mut manifest, &write(atlas, &selection, Portion::Shard))?;
        let texts = add(&mut manifest, &write(atlas, &selection, Portion::Texts))?;
        let ranks = selection.services.first().copied().zip(selection.services.last().copied());
        manifest.shards.push(Shard {
            file,
            texts,
            kind: group.kind,
            bounds: group.bounds(atlas),
            departements: group.departements.iter().cloned().collect(),
            zone: group.zone.clone(),
            ranks: ranks.filter(|_| group.kind == ShardKind::Country),
        });
    }
    manifest.strays = plan.strays(atlas);
    for bytes in lookup_files(plan.service_ids(atlas)) {
        let file = add(&mut manifest, &bytes)?;
        manifest.services.push(file);
    }
    for bytes in lookup_files(plan.structure_ids(atlas)) {
        let file = add(&mut manifest, &bytes)?;
        manifest.structures.push(file);
    }
    if let Some(previous) = previous {
        let mut files = BTreeMap::new();
        let now = Publication::of_atlas(atlas, None);
        for (departement, changes) in previous.changes(&now) {
            // Days are the manifest's.
            let bytes = serde_json::to_vec(&changes).unwrap_or_default();
            files.insert(departement, add(&mut manifest, &bytes)?);
        }
        manifest.changes = Some(ChangeFiles { since: previous.date.clone(), files });
    }
    Ok(manifest)
}

fn whole(atlas: &Atlas) -> Whole {
    Whole {
        structures: atlas.structures.records.len(),
        services: atlas.services.records.len(),
        sources_structures: atlas.structures.source_column.values.values().to_vec(),
        sources_services: atlas.services.facet(Facet::Sources).values.values().to_vec(),
    }
}

/// The number of an id's file, and its number in there.
pub(super) fn id_hash(id: &str, files: usize) -> (usize, u32) {
    let hash = checksum(id.as_bytes());
    ((hash >> 32) as usize % files.max(1), hash as u32)
}

fn lookup_files(ids: Vec<(String, Vec<u32>)>) -> Vec<Vec<u8>> {
    let count = ids.len().div_ceil(IDS).max(1);
    let mut files: Vec<Vec<(u32, Vec<u32>)>> = vec![Vec::new(); count];
    for (id, shards) in ids {
        let (file, hash) = id_hash(&id, count);
        files[file].push((hash, shards));
    }
    files.into_iter().map(write_lookup).collect()
}

#[derive(Debug)]
struct Group {
    kind: ShardKind,
    services: Vec<u32>,
    /// Beside those of the services.
    structures: Vec<u32>,
    zone: Option<String>,
    departements: BTreeSet<String>,
}

impl Group {
    fn new(kind: ShardKind, services: Vec<u32>) -> Self {
        Self { kind, services, structures: Vec::new(), zone: None, departements: BTreeSet::new() }
    }

    /// Their window, rounded outwards.
    fn bounds(&self, atlas: &Atlas) -> Option<[f64; 4]> {
        if self.kind != ShardKind::Near {
            return None;
        }
        let points = self.services.iter().filter_map(|&service| atlas.service_point(service));
        let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        let [west, south, east, north] = points.fold(start, |[west, south, east, north], (lon, lat)| {
            [west.min(lon), south.min(lat), east.max(lon), north.max(lat)]
        });
        let down = |value: f64| (value * 1000.0).floor() / 1000.0;
        let up = |value: f64| (value * 1000.0).ceil() / 1000.0;
        Some([down(west), down(south), up(east), up(north)])
    }
}

struct Plan {
    groups: Vec<Group>,
    /// Services that may be had from anywhere.
    country: Vec<u32>,
    /// Of each service the group that is its home.
    homes: Vec<u32>,
    /// Of structures without services.
    structure_homes: HashMap<u32, u32>,
}

impl Plan {
    fn new(atlas: &Atlas) -> Self {
        let count = atlas.services.records.len();
        let remote = atlas.services.facet(Facet::ModesAccueil).values.any(|mode| mode == "a-distance");
        let located = atlas.in_communes();
        let mut country = Vec::new();
        let mut zones: HashMap<String, Vec<u32>> = HashMap::new();
        let mut nowhere = Vec::new();
        let mut known: HashMap<String, Vec<String>> = HashMap::new();
        for service in 0..count as u32 {
            let placed = atlas.service_point(service).is_some();
            if placed && located.contains(service) && !remote.contains(service) {
                continue;
            }
            match open_to(atlas, service, &mut known) {
                Open::Country => country.push(service),
                Open::Departements(departements) => {
                    if departements.is_empty() && !placed {
                        nowhere.push(service);
                    }
                    for departement in departements {
                        zones.entry(departement).or_default().push(service);
                    }
                }
            }
        }
        let placed: Vec<(u32, (f64, f64))> =
            (0..count as u32).filter_map(|service| Some((service, atlas.service_point(service)?))).collect();
        let mut groups = Vec::new();
        neighbourhoods(placed, &mut groups);
        groups.extend(country.chunks(COUNTRY).map(|chunk| Group::new(ShardKind::Country, chunk.to_vec())));
        let mut zones: Vec<_> = zones.into_iter().collect();
        zones.sort();
        for (departement, services) in zones {
            groups.extend(services.chunks(FAR).map(|chunk| Group {
                zone: Some(departement.clone()),
                ..Group::new(ShardKind::Zone, chunk.to_vec())
            }));
        }
        groups.extend(nowhere.chunks(FAR).map(|chunk| Group::new(ShardKind::Nowhere, chunk.to_vec())));
        let homes = homes(count, &groups);
        let structure_homes = alone(atlas, &mut groups);
        let mut plan = Self { groups, country, homes, structure_homes };
        plan.tell_departements(atlas);
        plan
    }

    /// Notes in each group which départements' communes the records that are at home there name.
    fn tell_departements(&mut self, atlas: &Atlas) {
        let mut tell = |home: u32, code: &str| {
            let departements = &mut self.groups[home as usize].departements;
            departements.insert(prefix(code).to_owned());
            if let Some(commune) = atlas.territory().commune(code) {
                departements.insert(commune.code_departement.to_owned());
            }
        };
        for code in 0..atlas.dictionary.len() as u32 {
            let text = atlas.dictionary.text(code);
            for &service in atlas.services.by_commune.get(code) {
                tell(self.homes[service as usize], text);
            }
            for &structure in atlas.structures.by_commune.get(code) {
                match atlas.services.by_structure.get(structure).first() {
                    Some(&service) => tell(self.homes[service as usize], text),
                    None => tell(self.structure_homes[&structure], text),
                }
            }
        }
    }

    /// Shards of services that are far from the commune that they name, by the commune's code.
    fn strays(&self, atlas: &Atlas) -> BTreeMap<String, Vec<u32>> {
        let mut strays: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for code in 0..atlas.dictionary.len() as u32 {
            let text = atlas.dictionary.text(code);
            let own = centres(atlas.territory(), text);
            for &service in atlas.services.by_commune.get(code) {
                let point = atlas.service_point(service);
                let far = point.is_none_or(|point| {
                    own.iter().any(|&centre| distance(centre, point) > STRAY_KM * 1000.0)
                });
                if far && !own.is_empty() {
                    strays.entry(text.to_owned()).or_default().push(self.homes[service as usize]);
                }
            }
        }
        for shards in strays.values_mut() {
            shards.sort_unstable();
            shards.dedup();
        }
        strays
    }

    fn service_ids(&self, atlas: &Atlas) -> Vec<(String, Vec<u32>)> {
        let ids = atlas.services.records.ids();
        (0..ids.len() as u32)
            .map(|service| (ids.get(service).to_owned(), vec![self.homes[service as usize]]))
            .collect()
    }

    fn structure_ids(&self, atlas: &Atlas) -> Vec<(String, Vec<u32>)> {
        let ids = atlas.structures.records.ids();
        let of = |structure: u32| {
            let services = atlas.services.by_structure.get(structure).iter();
            let mut shards: Vec<u32> = services.map(|&service| self.homes[service as usize]).collect();
            shards.extend(self.structure_homes.get(&structure));
            shards.sort_unstable();
            shards.dedup();
            (ids.get(structure).to_owned(), shards)
        };
        (0..ids.len() as u32).map(of).collect()
    }
}

/// The centres that a search may have that counts services of this `code_insee` as its own.
fn centres(territory: &Territory, code: &str) -> Vec<(f64, f64)> {
    let Some(commune) = territory.commune(code) else { return Vec::new() };
    let whole = territory.relatives(commune.code).whole.and_then(|whole| territory.commune(whole));
    let own = territory.current_commune(code);
    [Some(commune), whole, own].into_iter().flatten().map(|commune| (commune.lon, commune.lat)).collect()
}

/// The first group that has each service, in the order of the groups.
fn homes(count: usize, groups: &[Group]) -> Vec<u32> {
    let mut homes = vec![u32::MAX; count];
    for (at, group) in (0..).zip(groups) {
        for &service in &group.services {
            let home = &mut homes[service as usize];
            *home = at.min(*home);
        }
    }
    homes
}

/// Groups the structures that have no service, by département; gives the group of each.
fn alone(atlas: &Atlas, groups: &mut Vec<Group>) -> HashMap<u32, u32> {
    let mut codes = vec![""; atlas.structures.records.len()];
    for code in 0..atlas.dictionary.len() as u32 {
        for &structure in atlas.structures.by_commune.get(code) {
            codes[structure as usize] = atlas.dictionary.text(code);
        }
    }
    let mut structures: Vec<u32> = (0..codes.len() as u32)
        .filter(|&structure| atlas.services.by_structure.get(structure).is_empty())
        .collect();
    structures.sort_by_key(|&structure| (prefix(codes[structure as usize]), structure));
    let mut homes = HashMap::new();
    for chunk in structures.chunks(ALONE) {
        homes.extend(chunk.iter().map(|&structure| (structure, groups.len() as u32)));
        groups.push(Group { structures: chunk.to_vec(), ..Group::new(ShardKind::Alone, Vec::new()) });
    }
    homes
}

/// From where a service may be had by its zone alone.
fn open_to(atlas: &Atlas, service: u32, known: &mut HashMap<String, Vec<String>>) -> Open {
    if atlas.services.zone_free.contains(service) {
        return Open::Country;
    }
    let mut departements = BTreeSet::new();
    for zone in atlas.service(service).codes("zone_eligibilite") {
        if matches!(zone, "99100" | "france") {
            return Open::Country;
        }
        let of = known.entry_ref(zone).or_insert_with(|| departements_of(atlas.territory(), zone));
        departements.extend(of.iter().cloned());
    }
    if departements.len() > MANY {
        return Open::Country;
    }
    Open::Departements(departements.into_iter().collect())
}

/// The départements where a search may find a service that is open to a zone.
fn departements_of(territory: &Territory, zone: &str) -> Vec<String> {
    let is_departement = |code: &&str| territory.departements().any(|departement| departement.code == *code);
    if is_departement(&zone) {
        return vec![zone.to_owned()];
    }
    if let Some(area) = territory.area(PlaceKind::Epci, zone) {
        return area.containers.into_iter().filter(is_departement).map(str::to_owned).collect();
    }
    let communes = [territory.commune(zone), territory.current_commune(zone)];
    let mut found: Vec<String> =
        communes.into_iter().flatten().map(|commune| commune.code_departement.to_owned()).collect();
    found.dedup();
    found
}

/// Cuts services into groups of neighbours: across the longer side of their window, where the gap is widest in its middle
/// half, until each is small.
fn neighbourhoods(mut services: Vec<(u32, (f64, f64))>, groups: &mut Vec<Group>) {
    if services.is_empty() {
        return;
    }
    if services.len() <= NEAR {
        let mut numbers: Vec<u32> = services.into_iter().map(|(service, _)| service).collect();
        numbers.sort_unstable();
        groups.push(Group::new(ShardKind::Near, numbers));
        return;
    }
    let side = |of: &dyn Fn(&(f64, f64)) -> f64| {
        let values = services.iter().map(|(_, point)| of(point));
        let (low, high) = values
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        high - low
    };
    // A degree of longitude is some two thirds of one of latitude where most services are.
    let lengthwise = side(&|point| point.0) * 0.68 > side(&|point| point.1);
    let value = |(_, point): &(u32, (f64, f64))| if lengthwise { point.0 } else { point.1 };
    services.sort_by(|a, b| value(a).total_cmp(&value(b)).then(a.0.cmp(&b.0)));
    let middle = services.len() / 4..services.len() * 3 / 4;
    let gap = |&at: &usize| value(&services[at]) - value(&services[at - 1]);
    let cut = middle.max_by(|a, b| gap(a).total_cmp(&gap(b)).then(b.cmp(a)));
    let rest = services.split_off(cut.unwrap_or(services.len() / 2));
    neighbourhoods(services, groups);
    neighbourhoods(rest, groups);
}

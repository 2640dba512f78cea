//! The made-up world: which establishments there are, and which producer describes which.
//!
//! An *establishment* is a place with a name and an address. One producer describes it, sometimes two to four,
//! each with its own spelling: each such *view* is one record of `structures.json`. A plan holds, for each
//! record, its establishment, its view and its source; the rest is drawn when it is needed, from a random
//! stream that belongs to the establishment, the view or the service alone. So the records can be written one
//! after the other, and a service finds its structure again without its having been kept.

use jiff::civil::Date;
use rand::RngExt;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::places::{Commune, Places};
use super::texts::{Context, Entry, Nature, Source, Texts};
use super::{french, structure};
use crate::error::CliError;

/// No record is older.
pub(super) const FIRST_DAY: Date = Date::constant(2023, 1, 1);

/// One establishment in this many shares the address of its commune's « maison commune ».
const SHARED_ADDRESS: u32 = 18;

/// What a random stream belongs to.
#[derive(Clone, Copy)]
pub(super) enum Stream {
    Plan,
    Establishment(u32),
    View(u32, u8),
    SharedAddress(usize),
    Service(u32),
}

impl Stream {
    fn number(self) -> u64 {
        let (family, number) = match self {
            Self::Plan => (0, 0),
            Self::Establishment(establishment) => (1, u64::from(establishment)),
            Self::View(establishment, view) => (2, u64::from(establishment) << 8 | u64::from(view)),
            Self::SharedAddress(commune) => (3, commune as u64),
            Self::Service(service) => (4, u64::from(service)),
        };
        family << 48 | number
    }
}

/// Who describes what: one entry for each record of `structures.json`.
#[derive(Clone, Copy)]
pub(super) struct Planned {
    pub(super) establishment: u32,
    pub(super) view: u8,
    pub(super) source: u8,
}

/// A place with a name and an address.
pub(super) struct Establishment<'a> {
    pub(super) number: u32,
    pub(super) commune: &'a Commune,
    pub(super) departement: &'a str,
    pub(super) source: usize,
    pub(super) nature: &'a Nature,
    pub(super) reseau: &'a Entry,
    /// Whether `reseau` must be given: one establishment at least for each value.
    pub(super) reseau_given: bool,
    pub(super) nom: String,
    pub(super) evocative: &'a str,
    pub(super) siret: String,
    pub(super) address: Address,
    pub(super) telephone: String,
    pub(super) slug: String,
}

/// Where an establishment stands. Coordinates in decimal degrees (WGS 84).
pub(super) struct Address {
    pub(super) adresse: String,
    pub(super) complement: Option<String>,
    pub(super) code_postal: String,
    pub(super) longitude: f64,
    pub(super) latitude: f64,
}

/// Everything that a record is drawn from.
pub(super) struct World<'a> {
    pub(super) places: &'a Places,
    pub(super) texts: Texts,
    pub(super) today: Date,
    seed: ChaCha8Rng,
    part: f64,
    plan: Vec<Planned>,
    /// Records by whether they are favoured, then by source.
    by_source: [Vec<Vec<u32>>; 2],
}

impl<'a> World<'a> {
    /// A world of `structures` records, `part` of them in the favoured départements.
    ///
    /// # Errors
    /// See [`Texts::load`].
    pub(super) fn new(
        places: &'a Places,
        seed: u64,
        structures: u32,
        part: f64,
        today: Date,
    ) -> Result<Self, CliError> {
        let texts = Texts::load()?;
        let sources = texts.structures.sources.len();
        let mut world = Self {
            places,
            texts,
            today,
            seed: ChaCha8Rng::seed_from_u64(seed),
            part: if places.favours() { part } else { 0.0 },
            plan: Vec::with_capacity(structures as usize),
            by_source: [vec![Vec::new(); sources], vec![Vec::new(); sources]],
        };
        world.make_plan(structures as usize);
        Ok(world)
    }

    /// The random stream of one thing.
    pub(super) fn rng(&self, stream: Stream) -> ChaCha8Rng {
        let mut rng = self.seed.clone();
        rng.set_stream(stream.number());
        rng
    }

    fn make_plan(&mut self, structures: usize) {
        let mut rng = self.rng(Stream::Plan);
        let mut plan = Vec::with_capacity(structures);
        for establishment in 0.. {
            if plan.len() >= structures {
                break;
            }
            let (commune, first, nature) =
                self.head(establishment, &mut self.rng(Stream::Establishment(establishment)));
            plan.push(Planned { establishment, view: 0, source: first as u8 });
            let views = match rng.random_range(0..100) {
                0..84 => 1,
                84..95 => 2,
                95..98 => 3,
                _ => 4,
            };
            for view in 1..views {
                let source = self.other_source(first, nature, self.places.commune(commune), &mut rng);
                plan.extend(source.map(|source| Planned { establishment, view, source: source as u8 }));
            }
        }
        plan.truncate(structures);
        plan.shuffle(&mut rng);
        for (record, planned) in plan.iter().enumerate() {
            let favoured = usize::from(self.favoured(planned.establishment));
            self.by_source[favoured][usize::from(planned.source)].push(record as u32);
        }
        self.plan = plan;
    }

    /// Whether an establishment (or a service) of this number lies in the favoured départements: spread evenly,
    /// so that the part is kept in small files too.
    pub(super) fn favoured(&self, number: u32) -> bool {
        let number = f64::from(number);
        ((number + 1.0) * self.part).floor() > (number * self.part).floor()
    }

    /// The first draws of an establishment: its commune, its first source, its nature.
    fn head(&self, number: u32, rng: &mut ChaCha8Rng) -> (usize, usize, &str) {
        let commune = self.places.draw(self.favoured(number), rng);
        let here = &self.places.commune(commune).code_departement;
        let source = weighted(
            &self.texts.structures.sources,
            |source| match &source.departement {
                // Beside the national producers, a local one describes about half of its département.
                Some(code) => u32::from(code == here) * 80_000,
                None => source.structures,
            },
            rng,
        );
        let nature = pick(&self.texts.structures.sources[source].natures, rng);
        (commune, source, nature)
    }

    /// A second producer that describes such establishments too. Where no other does, Dora sometimes holds the
    /// record of a counsellor.
    fn other_source(
        &self,
        first: usize,
        nature: &str,
        commune: &Commune,
        rng: &mut ChaCha8Rng,
    ) -> Option<usize> {
        let sources = &self.texts.structures.sources;
        let suits = |source: &Source| {
            source.source != sources[first].source
                && source.departement.as_ref().is_none_or(|code| *code == commune.code_departement)
                && source.natures.iter().any(|known| known == nature)
        };
        if sources.iter().any(suits) {
            return Some(weighted(sources, |source| u32::from(suits(source)) * source.structures, rng));
        }
        sources.iter().position(|source| source.source == "dora").filter(|_| rng.random_bool(0.2))
    }

    /// The establishment of this number. Numbers beyond the plan make those that no file describes.
    pub(super) fn establishment(&self, number: u32) -> Establishment<'_> {
        let mut rng = self.rng(Stream::Establishment(number));
        let (position, source, nature) = self.head(number, &mut rng);
        let rng = &mut rng;
        let reseau_given = (number as usize) < self.texts.reseaux.len();
        let nature = if reseau_given { "reseau" } else { nature };
        let nature = &self.texts.structures.natures[nature];
        let own = nature.reseaux.get(rng.random_range(0..nature.reseaux.len().max(1)));
        let reseau = match own.filter(|_| !reseau_given) {
            Some(value) => self.texts.reseaux.iter().find(|entry| entry.value == *value),
            None if reseau_given => self.texts.reseaux.get(number as usize),
            None => None,
        }
        .unwrap_or_else(|| pick(&self.texts.reseaux, rng));
        let commune = self.places.commune(position);
        let departement = self.places.departement(commune);
        let evocative = pick(&self.texts.structures.noms, rng).as_str();
        let context = Context { commune, departement, nom: evocative, reseau: &reseau.label, structure: "" };
        let nom = french::cut(context.filled(pick(&nature.noms, rng)), 150);
        let shared = rng.random_range(0..SHARED_ADDRESS) == 0;
        let address = if shared {
            self.address(commune, &mut self.rng(Stream::SharedAddress(position)))
        } else {
            self.address(commune, rng)
        };
        let slug = french::cut(french::slug(&nom), 50).trim_matches('-').to_owned();
        let siret = structure::siret(rng);
        let telephone = structure::telephone(commune, rng);
        Establishment {
            number,
            commune,
            departement,
            source,
            nature,
            reseau,
            reseau_given,
            nom,
            evocative,
            siret,
            address,
            telephone,
            slug,
        }
    }

    /// An address near the centre of a commune.
    pub(super) fn address(&self, commune: &Commune, rng: &mut ChaCha8Rng) -> Address {
        let (lon, lat) = commune.centre();
        let spread = commune.spread();
        // The sum of two uniform draws: denser near the centre.
        let mut shift = || spread * (rng.random_range(-1.0..1.0) + rng.random_range(-1.0..1.0)) / 2.0;
        let latitude = micro(lat + shift());
        let longitude = micro(lon + shift() / lat.to_radians().cos().max(0.2));
        let number = rng.random_range(1..140);
        let suffix = if rng.random_bool(0.06) { " bis" } else { "" };
        let voie = pick(&self.texts.structures.voies, rng);
        let complement = rng.random_bool(0.15).then(|| pick(&self.texts.structures.complements, rng).clone());
        let code_postal = commune.code_postal(rng).to_owned();
        Address { adresse: format!("{number}{suffix} {voie}"), complement, code_postal, longitude, latitude }
    }

    /// The plan of one record of `structures.json`.
    pub(super) fn planned(&self, record: u32) -> Planned {
        self.plan[record as usize]
    }

    /// The number of records of `structures.json`.
    pub(super) fn structures(&self) -> u32 {
        self.plan.len() as u32
    }

    /// The record of `structures.json` that offers a service: one in a hundred
    /// offers dozens.
    pub(super) fn provider(&self, favoured: bool, rng: &mut ChaCha8Rng) -> Option<u32> {
        let lists = &self.by_source[usize::from(favoured)];
        let sources = &self.texts.structures.sources;
        let weight =
            |position: usize| if lists[position].is_empty() { 0 } else { sources[position].services };
        let positions: Vec<usize> = (0..sources.len()).collect();
        let list = &lists[weighted(&positions, |position| weight(*position), rng)];
        if list.is_empty() {
            return None;
        }
        let share = match rng.random_range(0..100) {
            0..8 => list.len().div_ceil(100),
            8..30 => list.len().div_ceil(20),
            _ => list.len(),
        };
        Some(list[rng.random_range(0..share)])
    }
}

/// One of the items, evenly. The lists built into the program are never empty.
pub(super) fn pick<'t, T>(items: &'t [T], rng: &mut ChaCha8Rng) -> &'t T {
    &items[rng.random_range(0..items.len())]
}

/// The position of one of the items, by weight; the first when every weight is zero.
pub(super) fn weighted<T>(items: &[T], weight: impl Fn(&T) -> u32, rng: &mut ChaCha8Rng) -> usize {
    let total: u64 = items.iter().map(|item| u64::from(weight(item))).sum();
    if total == 0 {
        return 0;
    }
    let mut ticket = rng.random_range(0..total);
    for (position, item) in items.iter().enumerate() {
        let weight = u64::from(weight(item));
        if ticket < weight {
            return position;
        }
        ticket -= weight;
    }
    0
}

/// Rounded to a millionth of a degree (a tenth of a metre), as the national address base does.
fn micro(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

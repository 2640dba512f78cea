//! Services that answer a question around a place, in order.

use super::hours::OpenAt;
use super::page::{Facets, Page, ServiceSearchResult, Summary};
use super::question::{Order, Remote, Rules, SearchServices};
use super::reach::{Metres, Reach, Ruler};
use crate::dataset::{Atlas, Bitmap, Facet, Matches, NO_DAY};
use std::collections::BTreeMap;

/// A service that answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Number of the service.
    pub service: u32,
    /// Whole kilometres from the place; see the [module](super) for when it is told.
    pub distance: Option<u32>,
}

/// All services that answer a question, in order.
#[derive(Debug)]
pub struct Found {
    /// The services.
    pub hits: Vec<Hit>,
    pub(super) facets: Option<Facets>,
    pub(super) ecartes: Option<BTreeMap<&'static str, u64>>,
    pub(super) matches: Option<Matches>,
}

/// What the filters leave, before the last ones.
struct Narrowed {
    /// Passes everything but the filters on facets.
    others: Bitmap,
    facets: Vec<(Facet, Bitmap)>,
    reach: Option<Reach>,
    matches: Option<Matches>,
    /// Services whose hours aren't known or can't be read, among `others`.
    unknown_hours: Option<Bitmap>,
}

impl Narrowed {
    /// What all filters leave.
    fn wanted(&self) -> Bitmap {
        let mut wanted = self.others.clone();
        self.facets.iter().for_each(|(_, filter)| wanted.keep(filter));
        wanted
    }
}

impl Atlas {
    /// The page that a question asks for. A page beyond the last is empty.
    pub fn search_services(&self, question: &SearchServices) -> Page<ServiceSearchResult<'_>> {
        let last = question.paging.page.saturating_mul(question.paging.size);
        let Found { hits, facets, ecartes, matches } =
            self.find(question, usize::try_from(last).unwrap_or(usize::MAX));
        let page = Page::of(question.paging, &hits, |hit| ServiceSearchResult {
            service: self.detailed_service(hit.service),
            distance: hit.distance,
            explication: question.explication.then(|| self.explain(question, hit, matches.as_ref())),
            mots: matches.as_ref().map(|matches| self.matched_words(hit.service, matches)),
        });
        Page { facets, ecartes, ..page }
    }

    /// The numbers of the services on the page that a question asks for.
    pub(crate) fn numbers_on_page(&self, question: &SearchServices) -> Vec<u32> {
        let (page, size) = (question.paging.page, question.paging.size);
        let last = usize::try_from(page.saturating_mul(size)).unwrap_or(usize::MAX);
        let hits = self.find(&SearchServices { facettes: false, ..question.clone() }, last).hits;
        let first = usize::try_from((page - 1).saturating_mul(size)).unwrap_or(usize::MAX);
        hits.iter().take(last).skip(first).map(|hit| hit.service).collect()
    }

    /// What there is, counted: the `total`, the `facets` and the `ecartes` that a question with the atlas's rules has which asks
    /// nothing.
    pub fn summary(&self) -> Summary {
        let everything = SearchServices::everything(Rules::Atlas);
        let Found { hits, facets, ecartes, .. } = self.find(&everything, 0);
        Summary { total: hits.len() as u64, facets, ecartes }
    }

    /// All services that answer a question, whatever its page and size.
    pub fn find_services(&self, question: &SearchServices) -> Found {
        self.find(question, usize::MAX)
    }

    /// How many services answer a question: the page's `total`, for less.
    pub fn count_services(&self, question: &SearchServices) -> u64 {
        self.wanted(question).count() as u64
    }

    /// The services that answer, in no order.
    pub(super) fn wanted(&self, question: &SearchServices) -> Bitmap {
        let mut wanted = self.narrow(&SearchServices { facettes: false, ..question.clone() }).wanted();
        if question.exclure_doublons {
            self.drop_doublons(&mut wanted);
        }
        wanted
    }

    fn find(&self, question: &SearchServices, sorted: usize) -> Found {
        let narrowed = self.narrow(question);
        let wanted = narrowed.wanted();
        let facets = question
            .facettes
            .then(|| self.facet_counts(&narrowed.others, &narrowed.facets, question.exclure_doublons));
        let mut unique = wanted.clone();
        if question.exclure_doublons {
            self.drop_doublons(&mut unique);
        }
        let ecartes =
            (question.rules == Rules::Atlas).then(|| self.set_aside(question, &narrowed, &wanted, &unique));
        let hits = self.ordered(question, &unique, &narrowed, sorted);
        Found { hits, facets, ecartes, matches: narrowed.matches }
    }

    fn narrow(&self, question: &SearchServices) -> Narrowed {
        let filters = &question.filters;
        let facets = self.facet_filters(filters);
        let mut others = Bitmap::all(self.services.records.len());
        self.keep_scored(filters.score_qualite_minimum, &mut others);
        self.keep_plain(question, &mut others);
        let matches = question.q.as_ref().and_then(|q| self.names().find(self, q));
        if let Some(matches) = &matches {
            others.keep(&matches.services);
        }
        // Without counts to tell, what no facet lets pass needs no distance and no reading.
        if !question.facettes {
            facets.iter().for_each(|(_, filter)| others.keep(filter));
        }
        let reach = match (&question.place, &question.within) {
            (Some(place), _) => Some(self.reach(place, question.rayon_km, question.remote, &others)),
            (None, Some(within)) => Some(self.reach_within(within, question.remote, &others)),
            (None, None) => None,
        };
        if let Some(reach) = &reach {
            others.keep(&reach.services);
        }
        self.keep_publics(filters.recherche_public.as_ref(), question.rules, &mut others);
        let unknown_hours = self.keep_open(question, &mut others);
        Narrowed { others, facets, reach, matches, unknown_hours }
    }

    /// Keeps what passes the filters that need a column only.
    fn keep_plain(&self, question: &SearchServices, wanted: &mut Bitmap) {
        let services = &self.services;
        let modes = &services.facet(Facet::ModesAccueil).values;
        let remote = || modes.any(|mode| mode == "a-distance");
        match question.remote {
            Remote::Included => {}
            Remote::Only => wanted.keep(&remote()),
            Remote::Excluded => {
                let mut remote_only = remote();
                remote_only.drop(&modes.any(|mode| mode == "en-presentiel"));
                wanted.drop(&remote_only);
            }
        }
        if let Some(day) = question.maj_depuis {
            wanted.retain(|service| services.days[service as usize] >= day);
        }
        if let Some([west, south, east, north]) = question.bbox {
            wanted.retain(|service| {
                let (lon, lat) = services.points[service as usize];
                let between =
                    if west <= east { lon >= west && lon <= east } else { lon >= west || lon <= east };
                between && lat >= south && lat <= north
            });
        }
    }

    /// Keeps what is open at the moment asked; gives what can't tell.
    fn keep_open(&self, question: &SearchServices, wanted: &mut Bitmap) -> Option<Bitmap> {
        let mut open_at = OpenAt::new(question.ouvert_le?);
        let mut unknown = Bitmap::none(self.services.records.len());
        wanted.retain(|number| {
            let service = self.service(number);
            let code_insee = service.text("code_insee").unwrap_or_default();
            let open =
                service.text("horaires_accueil").and_then(|hours| open_at.is_open(&hours, &code_insee));
            if open.is_none() {
                unknown.insert(number);
            }
            open == Some(true)
        });
        Some(unknown)
    }

    /// How many services would come that don't, were it not for each rule: `wanted` passes all filters, `unique` is what
    /// `exclure_doublons` leaves of it. Which double is left depends on the others: differences are of sets, not of counts.
    fn set_aside(
        &self,
        question: &SearchServices,
        narrowed: &Narrowed,
        wanted: &Bitmap,
        unique: &Bitmap,
    ) -> BTreeMap<&'static str, u64> {
        let mut aside = BTreeMap::new();
        if question.exclure_doublons {
            aside.insert("exclure_doublons", (wanted.count() - unique.count()) as u64);
        }
        if question.filters.score_qualite_minimum.is_some() {
            let mut unscored = question.clone();
            unscored.filters.score_qualite_minimum = None;
            let mut hidden = self.narrow(&unscored).wanted();
            if question.exclure_doublons {
                self.drop_doublons(&mut hidden);
            }
            hidden.drop(unique);
            aside.insert("score_qualite_minimum", hidden.count() as u64);
        }
        if let Some(unknown) = &narrowed.unknown_hours {
            let mut unknown = unknown.clone();
            narrowed.facets.iter().for_each(|(_, filter)| unknown.keep(filter));
            aside.insert("ouvert_le", unknown.count() as u64);
        }
        if let Some(reach) = &narrowed.reach {
            aside.insert("sans_position", reach.unplaced);
        }
        aside
    }

    /// All of the services wanted, the first `sorted` in order.
    fn ordered(
        &self,
        question: &SearchServices,
        wanted: &Bitmap,
        narrowed: &Narrowed,
        sorted: usize,
    ) -> Vec<Hit> {
        let services = &self.services;
        let mut hits: Vec<Hit> = Vec::new();
        let mut told = Bitmap::none(services.records.len());
        if let (Some(place), Some(reach)) = (&question.place, &narrowed.reach) {
            let ruler = Ruler::new((place.lon, place.lat), question.rayon_km * 1000.0);
            let on_site = services.facet(Facet::ModesAccueil).values.any(|mode| mode == "en-presentiel");
            let shown =
                |(service, _): &&(u32, Metres)| wanted.contains(*service) && on_site.contains(*service);
            for &(service, metres) in reach.near.iter().filter(shown) {
                let distance = ruler.kilometres(metres, services.points[service as usize]);
                hits.push(Hit { service, distance: Some(distance) });
                told.insert(service);
            }
        }
        hits.extend(
            wanted
                .iter()
                .filter(|&service| !told.contains(service))
                .map(|service| Hit { service, distance: None }),
        );
        // What lies in an area comes before what is had at a distance.
        let inside = narrowed.reach.as_ref().and_then(|reach| reach.inside.as_ref());
        let inside = |hit: &Hit| inside.is_some_and(|inside| inside.contains(hit.service));
        let far = |hit: &Hit| hit.distance.unwrap_or(u32::MAX - u32::from(inside(hit)));
        let relevance = narrowed.matches.as_ref().map(|matches| matches.relevance.as_slice());
        let relevance =
            |hit: &Hit| relevance.map_or(0, |relevance| u32::from(relevance[hit.service as usize]));
        let places: &[u32] = if question.order == Order::Nom { self.alphabetical() } else { &[] };
        // What comes first has the smallest key; then the id decides, and so the number.
        let key = |hit: &Hit| match question.order {
            Order::Distance => u64::from(far(hit)),
            Order::Pertinence => u64::from(!relevance(hit)) << 32 | u64::from(far(hit)),
            // No day is before every day that is known.
            Order::DateMaj => {
                const { assert!(NO_DAY == i32::MIN) };
                !ascending(i64::from(services.days[hit.service as usize]))
            }
            Order::Nom => u64::from(places[hit.service as usize]),
            Order::ScoreQualite => {
                let score = services.scores[hit.service as usize];
                !ascending(total(if score.is_nan() { f64::NEG_INFINITY } else { score }))
            }
        };
        first_sorted(hits.into_iter().map(|hit| (key(&hit), hit)).collect(), sorted)
    }
}

/// The hits with the smallest keys in order, of equal ones those with the smallest numbers; then the rest as it comes.
fn first_sorted(mut hits: Vec<(u64, Hit)>, count: usize) -> Vec<Hit> {
    let key = |(key, hit): &(u64, Hit)| (*key, hit.service);
    let count = count.min(hits.len());
    if count > 0 && count < hits.len() {
        hits.select_nth_unstable_by_key(count - 1, key);
    }
    hits[..count].sort_unstable_by_key(key);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// A number without a sign that is greater when this one is.
fn ascending(number: i64) -> u64 {
    (number as u64) ^ 1 << 63
}

/// A number that is greater when this one is, in the order that IEEE 754 gives them all.
fn total(number: f64) -> i64 {
    let bits = number.to_bits() as i64;
    bits ^ ((bits >> 63) as u64 >> 1) as i64
}

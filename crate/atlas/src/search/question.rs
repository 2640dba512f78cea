//! Questions, checked. The names, defaults and limits are the API's.

use super::hours::Moment;
use super::params::{Given, Params, QueryError, refused};
use crate::dataset::Facet;
use crate::days;
use crate::schema::vocabularies;
use crate::territory::{Commune, PlaceKind, Territory};
use crate::text::{Lexer, WebQuery};

/// Which rules answer a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// Those of the data·inclusion API, to the letter.
    Api,
    /// What people expect: every difference is in `docs/differences.md`.
    Atlas,
}

/// Whether services at a distance are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remote {
    /// With the others.
    Included,
    /// Services offered at a distance only are left out, and so is what is out of reach.
    Excluded,
    /// No others.
    Only,
}

/// What comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The nearest; those without a distance last.
    Distance,
    /// The one that answers the words best, then the nearest.
    Pertinence,
    /// The latest update.
    DateMaj,
    /// By name, without regard to accents and case.
    Nom,
    /// The best quality score.
    ScoreQualite,
}

/// Where a search looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Longitude of the centre, degrees.
    pub lon: f64,
    /// Latitude of the centre, degrees.
    pub lat: f64,
    /// Codes that a service's `zone_eligibilite` may name to be open here.
    pub zones: Vec<String>,
    /// Name of the commune that tells the zone.
    pub nom: Option<String>,
    /// `code_insee` of what counts as this place itself, wherever it lies. Empty by the API's rules.
    pub own: Vec<String>,
}

/// An area that a search looks in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Within {
    /// EPCI, département or région.
    pub kind: PlaceKind,
    /// Its name.
    pub nom: String,
    /// `code_insee` of what lies in it, ascending.
    pub communes: Vec<String>,
    /// Codes that a service's `zone_eligibilite` may name to be open to some part of it, ascending.
    pub zones: Vec<String>,
}

impl Within {
    pub(super) fn holds(&self, code_insee: &str) -> bool {
        has(&self.communes, code_insee)
    }

    pub(super) fn is_in_zone(&self, zone: &str) -> bool {
        has(&self.zones, zone)
    }
}

fn has(sorted: &[String], code: &str) -> bool {
    sorted.binary_search_by(|known| known.as_str().cmp(code)).is_ok()
}

/// The values asked of a facet: a service must have one of them, or none at all where that is asked too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) facet: Facet,
    pub(crate) values: Vec<String>,
    pub(crate) unstated: bool,
}

/// What narrows a list of services, whatever the question.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Filters {
    /// No facet twice.
    pub(crate) facets: Vec<Asked>,
    pub(crate) score_qualite_minimum: Option<f64>,
    pub(crate) recherche_public: Option<WebQuery>,
}

/// A checked question for [`Atlas::search_services`](crate::dataset::Atlas::search_services).
#[derive(Clone, Debug, PartialEq)]
pub struct SearchServices {
    /// Whose rules.
    pub rules: Rules,
    /// Where. `None`: everywhere.
    pub place: Option<Place>,
    /// In which area, when there is no place.
    pub within: Option<Within>,
    /// Radius in kilometres, 50 unless given.
    pub rayon_km: f64,
    pub(crate) filters: Filters,
    pub(crate) q: Option<String>,
    pub(crate) exclure_doublons: bool,
    pub(crate) ouvert_le: Option<Moment>,
    /// Days since 1970.
    pub(crate) maj_depuis: Option<i32>,
    pub(crate) remote: Remote,
    /// West, south, east, north.
    pub(crate) bbox: Option<[f64; 4]>,
    pub(crate) order: Order,
    pub(crate) facettes: bool,
    pub(crate) explication: bool,
    pub(crate) paging: Paging,
}

/// A checked question for [`Atlas::search`](crate::dataset::Atlas::search).
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    pub(crate) rules: Rules,
    pub(crate) filters: Filters,
    pub(crate) area: Area,
    pub(crate) q: Option<String>,
    /// Longitude and latitude.
    pub(crate) point: Option<(f64, f64)>,
    /// Kilometres.
    pub(crate) distance: f64,
    pub(crate) paging: Paging,
}

/// A checked question for [`Atlas::list_services`](crate::dataset::Atlas::list_services).
#[derive(Clone, Debug, PartialEq)]
pub struct ListServices {
    pub(crate) rules: Rules,
    pub(crate) filters: Filters,
    pub(crate) area: Area,
    pub(crate) paging: Paging,
}

/// A checked question for [`Atlas::list_structures`](crate::dataset::Atlas::list_structures).
#[derive(Clone, Debug, PartialEq)]
pub struct ListStructures {
    pub(crate) sources: Vec<String>,
    pub(crate) reseaux_porteurs: Vec<String>,
    pub(crate) area: Area,
    pub(crate) exclure_doublons: bool,
    pub(crate) paging: Paging,
}

/// Which page, from 1, of which size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paging {
    pub(crate) page: u64,
    pub(crate) size: u64,
}

/// Where a record's `code_insee` must lie. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Area {
    /// Any of these; `None` for no such condition.
    pub(crate) communes: Option<Vec<String>>,
    pub(crate) departement: Option<String>,
    pub(crate) region: Option<String>,
}

/// Zone codes that stand for the whole country.
const COUNTRY: [&str; 2] = ["99100", "france"];
/// Radius of the API, kilometres.
const RAYON_KM: f64 = 50.0;
/// Half of the Earth's longest meridian section: no place is farther.
const MAX_RAYON_KM: f64 = 20_038.0;
/// Page size of the API.
const SIZE: u64 = 5_000;
/// Largest page size of the API.
const MAX_SIZE: u64 = 10_000;
/// What stands for no value at all, among those of a facet and in the counts.
pub(super) const UNSTATED: &str = "non-precise";
/// Letters of an INSEE code.
const CODE_LENGTH: usize = 5;

impl SearchServices {
    /// Checks parameters.
    ///
    /// # Errors
    /// For a parameter that isn't known or whose value isn't allowed, and for a point without both of its halves.
    ///
    /// ```
    /// # let territory = atlas::territory::testing::territory();
    /// use atlas::search::{Param, Params, SearchServices};
    ///
    /// let params = Params::from([("code_commune".into(), Some(Param::Text("08105".into())))]);
    /// let question = SearchServices::new(&params, &territory).unwrap();
    /// assert!(question.place.unwrap().zones.contains(&"08".to_owned()));
    ///
    /// let params = Params::from([("lat".into(), Some(Param::Number(49.77)))]);
    /// assert_eq!(SearchServices::new(&params, &territory).unwrap_err().field, "lon");
    /// ```
    pub fn new(params: &Params, territory: &Territory) -> Result<Self, QueryError> {
        let mut given = Given::new(params);
        let rules = given.rules()?;
        let code_commune = given.text("code_commune")?;
        let point = given.point()?;
        let place = place(rules, code_commune, point, territory)?;
        let within = given.within(place.is_some(), territory)?;
        let mut filters = given.filters(rules, true)?;
        for facet in [Facet::ModesMobilisation, Facet::MobilisablePar, Facet::ReseauxPorteurs] {
            filters.facets.extend(given.facet(rules, facet)?);
        }
        let question = Self {
            rules,
            place,
            within,
            rayon_km: given.number("rayon_km", 0.0..=MAX_RAYON_KM)?.unwrap_or(RAYON_KM),
            filters,
            q: given.text("q")?,
            exclure_doublons: given.flag("exclure_doublons")?,
            ouvert_le: given.moment("ouvert_le")?,
            maj_depuis: given.day("maj_depuis")?,
            remote: given
                .choice(
                    "a_distance",
                    &[("inclus", Remote::Included), ("exclus", Remote::Excluded), ("seuls", Remote::Only)],
                )?
                .unwrap_or(Remote::Included),
            bbox: given.window("bbox")?,
            order: given
                .choice(
                    "tri",
                    &[
                        ("distance", Order::Distance),
                        ("pertinence", Order::Pertinence),
                        ("date_maj", Order::DateMaj),
                        ("nom", Order::Nom),
                        ("score_qualite", Order::ScoreQualite),
                    ],
                )?
                .unwrap_or(Order::Distance),
            facettes: given.flag("facettes")?,
            explication: given.flag("explication")?,
            paging: given.paging()?,
        };
        given.end()?;
        Ok(question)
    }

    /// A question with these rules that asks nothing, with its counts.
    pub(crate) fn everything(rules: Rules) -> Self {
        Self {
            rules,
            place: None,
            within: None,
            rayon_km: RAYON_KM,
            filters: Filters { facets: Vec::new(), score_qualite_minimum: None, recherche_public: None },
            q: None,
            exclure_doublons: false,
            ouvert_le: None,
            maj_depuis: None,
            remote: Remote::Included,
            bbox: None,
            order: Order::Distance,
            facettes: true,
            explication: false,
            paging: Paging { page: 1, size: 1 },
        }
    }
}

impl Search {
    /// Checks parameters.
    ///
    /// # Errors
    /// As [`SearchServices::new`].
    ///
    /// ```
    /// # let territory = atlas::territory::testing::territory();
    /// use atlas::search::{Param, Params, Search};
    ///
    /// let params = Params::from([("code_departement".into(), Some(Param::Text("99".into())))]);
    /// assert_eq!(Search::new(&params, &territory).unwrap_err().field, "code_departement");
    /// ```
    pub fn new(params: &Params, territory: &Territory) -> Result<Self, QueryError> {
        let mut given = Given::new(params);
        let rules = given.rules()?;
        let question = Self {
            rules,
            filters: given.filters(rules, false)?,
            area: given.area(rules, territory)?,
            q: given.text("q")?,
            point: given.point()?,
            distance: given.whole("distance", u64::MAX)?.map_or(RAYON_KM, |km| (km as f64).min(MAX_RAYON_KM)),
            paging: given.paging()?,
        };
        given.end()?;
        Ok(question)
    }
}

impl ListServices {
    /// Checks parameters.
    ///
    /// # Errors
    /// As [`SearchServices::new`].
    ///
    /// ```
    /// # let territory = atlas::territory::testing::territory();
    /// use atlas::search::{ListServices, Param, Params};
    ///
    /// let params = Params::from([("slug_region".into(), Some(Param::Text("bretagne".into())))]);
    /// assert!(ListServices::new(&params, &territory).is_ok());
    /// ```
    pub fn new(params: &Params, territory: &Territory) -> Result<Self, QueryError> {
        let mut given = Given::new(params);
        let rules = given.rules()?;
        let question = Self {
            rules,
            filters: given.filters(rules, true)?,
            area: given.area(rules, territory)?,
            paging: given.paging()?,
        };
        given.end()?;
        Ok(question)
    }
}

impl ListStructures {
    /// Checks parameters.
    ///
    /// # Errors
    /// As [`SearchServices::new`].
    ///
    /// ```
    /// # let territory = atlas::territory::testing::territory();
    /// use atlas::search::{ListStructures, Param, Params};
    ///
    /// let params = Params::from([("reseaux_porteurs".into(), Some(Param::Texts(vec!["inconnu".into()])))]);
    /// assert_eq!(ListStructures::new(&params, &territory).unwrap_err().field, "reseaux_porteurs");
    /// ```
    pub fn new(params: &Params, territory: &Territory) -> Result<Self, QueryError> {
        let mut given = Given::new(params);
        let values = |asked: Option<Asked>| asked.map(|asked| asked.values).unwrap_or_default();
        let question = Self {
            sources: values(given.facet(Rules::Api, Facet::Sources)?),
            reseaux_porteurs: values(given.facet(Rules::Api, Facet::ReseauxPorteurs)?),
            area: given.area(Rules::Api, territory)?,
            exclure_doublons: given.flag("exclure_doublons")?,
            paging: given.paging()?,
        };
        given.end()?;
        Ok(question)
    }
}

impl Given {
    fn rules(&mut self) -> Result<Rules, QueryError> {
        let rules = self.choice("regles", &[("api", Rules::Api), ("atlas", Rules::Atlas)])?;
        Ok(rules.unwrap_or(Rules::Api))
    }

    fn paging(&mut self) -> Result<Paging, QueryError> {
        let page = self.whole("page", u64::MAX)?.unwrap_or(1);
        let size = self.whole("size", MAX_SIZE)?.unwrap_or(SIZE);
        Ok(Paging { page, size })
    }

    /// Longitude and latitude, both or neither.
    fn point(&mut self) -> Result<Option<(f64, f64)>, QueryError> {
        let (lat, lon) = (self.number("lat", -90.0..=90.0)?, self.number("lon", -180.0..=180.0)?);
        match (lon, lat) {
            (Some(lon), Some(lat)) => Ok(Some((lon, lat))),
            (None, None) => Ok(None),
            (missing, _) => {
                let field = if missing.is_none() { "lon" } else { "lat" };
                Err(refused(field, "La latitude et la longitude doivent être données ensemble."))
            }
        }
    }

    /// What the API's lists and searches share; `/search` alone has no `recherche_public`.
    fn filters(&mut self, rules: Rules, recherche_public: bool) -> Result<Filters, QueryError> {
        let mut facets = Vec::new();
        for facet in [
            Facet::Sources,
            Facet::Thematiques,
            Facet::Frais,
            Facet::ModesAccueil,
            Facet::Publics,
            Facet::Types,
        ] {
            facets.extend(self.facet(rules, facet)?);
        }
        let asked = if recherche_public { self.text("recherche_public")? } else { None };
        Ok(Filters {
            facets,
            score_qualite_minimum: self.number("score_qualite_minimum", f64::MIN..=f64::MAX)?,
            recherche_public: asked.map(|text| WebQuery::new(&Lexer::default(), &text)),
        })
    }

    /// The values asked of a facet; nothing for none.
    fn facet(&mut self, rules: Rules, facet: Facet) -> Result<Option<Asked>, QueryError> {
        let known = vocabularies();
        let is_unstated = |value: &str| rules == Rules::Atlas && value == UNSTATED;
        let mut values = self.values(facet.name(), |value| match facet.vocabulary() {
            None => true,
            Some(_) if is_unstated(value) => true,
            Some(name) => {
                known.contains(name, value)
                    || (facet == Facet::Thematiques && known.contains("Categorie", value))
            }
        })?;
        let unstated = values.iter().any(|value| is_unstated(value));
        values.retain(|value| !is_unstated(value));
        Ok((unstated || !values.is_empty()).then_some(Asked { facet, values, unstated }))
    }

    /// The area of a search that has no place.
    fn within(&mut self, has_place: bool, territory: &Territory) -> Result<Option<Within>, QueryError> {
        let mut found: Option<Within> = None;
        for (field, kind, what) in [
            ("code_epci", PlaceKind::Epci, "L’intercommunalité"),
            ("code_departement", PlaceKind::Departement, "Le département"),
            ("code_region", PlaceKind::Region, "La région"),
        ] {
            let Some(code) = self.text(field)? else { continue };
            if has_place || found.is_some() {
                let message = "La recherche se fait autour d’un point, ou dans un seul territoire.";
                return Err(refused(field, message));
            }
            let area = territory
                .area(kind, &code)
                .ok_or_else(|| refused(field, format!("{what} « {code} » n’existe pas.")))?;
            let zones = [area.communes.as_slice(), &area.containers, &COUNTRY].concat();
            found = Some(Within {
                kind,
                nom: area.nom.to_owned(),
                communes: sorted(area.communes),
                zones: sorted(zones),
            });
        }
        Ok(found)
    }

    fn moment(&mut self, field: &str) -> Result<Option<Moment>, QueryError> {
        let Some(text) = self.text(field)? else { return Ok(None) };
        match Moment::parse(&text) {
            Some(moment) => Ok(Some(moment)),
            None => Err(refused(
                field,
                format!(
                    "Le paramètre « {field} » doit être une date et une heure, comme « 2026-03-02T14:30 », ou un intervalle, comme « 2026-03-07T00:00/2026-03-07T24:00 »."
                ),
            )),
        }
    }

    fn day(&mut self, field: &str) -> Result<Option<i32>, QueryError> {
        let Some(text) = self.text(field)? else { return Ok(None) };
        match days::day(&text) {
            Some(day) => Ok(Some(day)),
            None => Err(refused(
                field,
                format!("Le paramètre « {field} » doit être une date, comme « 2026-03-02 »."),
            )),
        }
    }

    fn area(&mut self, rules: Rules, territory: &Territory) -> Result<Area, QueryError> {
        let mut area = Area::default();
        if let Some(code) = self.text("code_commune")? {
            well_formed(&code)?;
            area.communes = Some(match rules {
                Rules::Api => vec![code],
                Rules::Atlas => {
                    let commune = territory.commune(&code).ok_or_else(|| unknown_commune(&code))?;
                    itself_and_parts(&commune, territory)
                }
            });
        }
        let code_departement = self.text("code_departement")?;
        let slug_departement = self.text("slug_departement")?;
        let known = |code: &str| {
            let mut all = territory.departements();
            all.find(|departement| departement.code == code && is_departement(code, rules))
        };
        let by_slug = |slug: &str| {
            let mut all = territory.departements();
            all.find(|departement| is_departement(departement.code, rules) && is_slug(slug, departement.nom))
        };
        let no_departement =
            |field, text: &str| refused(field, format!("Le département « {text} » n’existe pas."));
        if let Some(slug) = slug_departement {
            let found = by_slug(&slug).ok_or_else(|| no_departement("slug_departement", &slug))?;
            area.departement = Some(found.code.to_owned());
        }
        if let Some(code) = code_departement {
            let found = known(&code).ok_or_else(|| no_departement("code_departement", &code))?;
            area.departement = Some(found.code.to_owned());
        }
        let code_region = self.text("code_region")?;
        let slug_region = self.text("slug_region")?;
        let no_region = |field, text: &str| refused(field, format!("La région « {text} » n’existe pas."));
        let mut regions = territory.regions().filter(|(code, _)| is_region(code, rules));
        if let Some(slug) = slug_region {
            let found = regions.find(|(_, nom)| is_slug(&slug, nom));
            area.region = Some(found.ok_or_else(|| no_region("slug_region", &slug))?.0.to_owned());
        }
        let mut regions = territory.regions().filter(|(code, _)| is_region(code, rules));
        if let Some(code) = code_region {
            let found = regions.find(|(other, _)| *other == code);
            area.region = Some(found.ok_or_else(|| no_region("code_region", &code))?.0.to_owned());
        }
        Ok(area)
    }
}

fn sorted(mut codes: Vec<&str>) -> Vec<String> {
    codes.sort_unstable();
    codes.dedup();
    codes.into_iter().map(str::to_owned).collect()
}

/// The API knows départements, and no overseas collectivity.
fn is_departement(code: &str, rules: Rules) -> bool {
    rules == Rules::Atlas || code.len() == 2 || matches!(code, "971" | "972" | "973" | "974" | "976")
}

/// Régions have two digits; overseas collectivities stand for themselves with three.
fn is_region(code: &str, rules: Rules) -> bool {
    rules == Rules::Atlas || code.len() == 2
}

/// Whether a slug is that of a name: its letters without accents, hyphens between its words.
fn is_slug(slug: &str, nom: &str) -> bool {
    let words = crate::text::words(nom);
    slug.split('-').eq(words.iter().map(String::as_str))
}

fn unknown_commune(code: &str) -> QueryError {
    refused("code_commune", format!("La commune « {code} » n’existe pas."))
}

/// Five letters or digits, as the API asks for.
fn well_formed(code: &str) -> Result<(), QueryError> {
    let word = |letter: char| letter.is_alphanumeric() || letter == '_';
    if code.chars().count() == CODE_LENGTH && code.chars().all(word) {
        return Ok(());
    }
    let message = format!("Le code de commune « {code} » n’a pas la forme d’un code INSEE, comme « 08105 ».");
    Err(refused("code_commune", message))
}

fn place(
    rules: Rules,
    code: Option<String>,
    point: Option<(f64, f64)>,
    territory: &Territory,
) -> Result<Option<Place>, QueryError> {
    let commune = match (&code, point) {
        (None, None) => return Ok(None),
        (Some(code), _) => {
            well_formed(code)?;
            let commune = match rules {
                Rules::Api => territory.current_commune(code),
                Rules::Atlas => territory.commune(code),
            };
            Some(commune.ok_or_else(|| unknown_commune(code))?)
        }
        (None, Some((lon, lat))) => territory.nearest_commune(lon, lat),
    };
    let centre = commune.as_ref().map(|commune| (commune.lon, commune.lat));
    let Some((lon, lat)) = point.or(centre) else { return Ok(None) };
    let own = match (&commune, rules) {
        (Some(commune), Rules::Atlas) if code.is_some() => itself_and_parts(commune, territory),
        _ => Vec::new(),
    };
    Ok(Some(Place {
        lon,
        lat,
        zones: commune.as_ref().map(|commune| zones(rules, commune, territory)).unwrap_or_default(),
        nom: commune.map(|commune| commune.nom.to_owned()),
        own,
    }))
}

/// The codes of a commune, of its parts, and of the communes that became it.
fn itself_and_parts(commune: &Commune<'_>, territory: &Territory) -> Vec<String> {
    let parts = territory.relatives(commune.code).parts;
    std::iter::once(commune.code).chain(parts).map(str::to_owned).collect()
}

fn zones(rules: Rules, commune: &Commune<'_>, territory: &Territory) -> Vec<String> {
    let own = [Some(commune.code), Some(commune.code_departement), commune.code_epci];
    let mut zones: Vec<&str> = own.into_iter().flatten().chain(COUNTRY).collect();
    if rules == Rules::Atlas {
        let relatives = territory.relatives(commune.code);
        zones.extend(relatives.parts);
        zones.extend(relatives.whole);
    }
    zones.into_iter().map(str::to_owned).collect()
}

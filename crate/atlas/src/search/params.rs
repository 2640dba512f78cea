//! Parameters, checked one by one. The names, defaults and limits are the API's.

use crate::schema::vocabularies;
use crate::territory::Territory;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// A parameter as a caller gives it.
#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list of texts.
    Texts(Vec<String>),
    /// Anything else: no parameter takes it.
    Other,
}

impl<'de> Deserialize<'de> for Param {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Param;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a parameter")
            }
            fn visit_bool<E>(self, _: bool) -> Result<Param, E> {
                Ok(Param::Other)
            }
            fn visit_i64<E>(self, number: i64) -> Result<Param, E> {
                Ok(Param::Number(number as f64))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Param, E> {
                Ok(Param::Number(number as f64))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Param, E> {
                Ok(Param::Number(number))
            }
            fn visit_str<E>(self, text: &str) -> Result<Param, E> {
                Ok(Param::Text(text.to_owned()))
            }
            fn visit_unit<E>(self) -> Result<Param, E> {
                Ok(Param::Other)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Param, A::Error> {
                let mut texts = Some(Vec::new());
                while let Some(item) = items.next_element()? {
                    match (item, &mut texts) {
                        (Param::Text(text), Some(texts)) => texts.push(text),
                        _ => texts = None,
                    }
                }
                Ok(texts.map_or(Param::Other, Param::Texts))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Param, A::Error> {
                while entries.next_entry::<Param, Param>()?.is_some() {}
                Ok(Param::Other)
            }
        }

        deserializer.deserialize_any(Any)
    }
}

/// Parameters by name. `None` (null or undefined in JavaScript) is the same as absent.
pub type Params = BTreeMap<String, Option<Param>>;

/// A parameter is unknown, or has a bad value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The parameter.
    pub field: String,
    /// What is wrong with it, in French.
    pub message: String,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for QueryError {}

fn refused(field: &str, message: impl Into<String>) -> QueryError {
    QueryError { field: field.to_owned(), message: message.into() }
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
}

/// A checked question for [`Atlas::search_services`](crate::dataset::Atlas::search_services).
#[derive(Clone, Debug, PartialEq)]
pub struct SearchServices {
    /// Where. `None`: everywhere.
    pub place: Option<Place>,
    /// Radius in kilometres, 50 unless given.
    pub rayon_km: f64,
    /// Thématiques and categories, any of which will do. Empty: no filter.
    pub thematiques: Vec<String>,
    /// Modes d'accueil, any of which will do. Empty: no filter.
    pub modes_accueil: Vec<String>,
    /// Page, from 1.
    pub page: u64,
    /// Answers a page.
    pub size: u64,
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
        let mut given = Given(params.clone());
        let code_commune = given.text("code_commune")?;
        let (lat, lon) = (given.number("lat", -90.0..=90.0)?, given.number("lon", -180.0..=180.0)?);
        let rayon_km = given.number("rayon_km", 0.0..=MAX_RAYON_KM)?.unwrap_or(RAYON_KM);
        let known = vocabularies();
        let thematiques = given.values("thematiques", |value| {
            known.contains("Thematique", value) || known.contains("Categorie", value)
        })?;
        let modes_accueil = given.values("modes_accueil", |value| known.contains("ModeAccueil", value))?;
        let page = given.whole("page", u64::MAX)?.unwrap_or(1);
        let size = given.whole("size", MAX_SIZE)?.unwrap_or(SIZE);
        if let Some(unknown) = given.0.into_iter().find_map(|(name, value)| value.map(|_| name)) {
            let message = format!("Le paramètre « {unknown} » n’existe pas.");
            return Err(refused(&unknown, message));
        }
        let point = match (lon, lat) {
            (Some(lon), Some(lat)) => Some((lon, lat)),
            (None, None) => None,
            (missing, _) => {
                let field = if missing.is_none() { "lon" } else { "lat" };
                return Err(refused(field, "La latitude et la longitude doivent être données ensemble."));
            }
        };
        let place = match (code_commune, point) {
            (None, None) => None,
            (Some(code), point) => {
                let commune = territory
                    .commune(&code)
                    .ok_or_else(|| refused("code_commune", format!("La commune « {code} » n’existe pas.")))?;
                let (lon, lat) = point.unwrap_or((commune.lon, commune.lat));
                Some(Place { lon, lat, zones: zones(&commune) })
            }
            (None, Some((lon, lat))) => {
                let nearest = territory.nearest_commune(lon, lat);
                Some(Place { lon, lat, zones: nearest.as_ref().map(zones).unwrap_or_default() })
            }
        };
        Ok(Self { place, rayon_km, thematiques, modes_accueil, page, size })
    }
}

fn zones(commune: &crate::territory::Commune<'_>) -> Vec<String> {
    let own = [Some(commune.code), Some(commune.code_departement), commune.code_epci];
    own.into_iter().flatten().chain(COUNTRY).map(str::to_owned).collect()
}

/// Parameters not yet asked for.
struct Given(Params);

impl Given {
    fn take(&mut self, field: &str) -> Option<Param> {
        self.0.remove(field).flatten()
    }

    fn text(&mut self, field: &str) -> Result<Option<String>, QueryError> {
        match self.take(field) {
            None => Ok(None),
            Some(Param::Text(text)) => Ok(Some(text)),
            Some(_) => Err(refused(field, format!("Le paramètre « {field} » doit être un texte."))),
        }
    }

    fn number(
        &mut self,
        field: &str,
        allowed: std::ops::RangeInclusive<f64>,
    ) -> Result<Option<f64>, QueryError> {
        match self.take(field) {
            None => Ok(None),
            Some(Param::Number(number)) if allowed.contains(&number) => Ok(Some(number)),
            Some(_) => {
                let (low, high) = (allowed.start(), allowed.end());
                let message = format!("Le paramètre « {field} » doit être un nombre entre {low} et {high}.");
                Err(refused(field, message))
            }
        }
    }

    fn whole(&mut self, field: &str, max: u64) -> Result<Option<u64>, QueryError> {
        match self.take(field) {
            None => Ok(None),
            // Every whole number of a double up to 2⁵³ is exact; a page beyond that has no answers either.
            Some(Param::Number(number))
                if number.fract() == 0.0 && number >= 1.0 && (number as u64) <= max && number.is_finite() =>
            {
                Ok(Some(number as u64))
            }
            Some(_) if max == u64::MAX => Err(refused(
                field,
                format!("Le paramètre « {field} » doit être un nombre entier à partir de 1."),
            )),
            Some(_) => Err(refused(
                field,
                format!("Le paramètre « {field} » doit être un nombre entier de 1 à {max}."),
            )),
        }
    }

    fn values(&mut self, field: &str, known: impl Fn(&str) -> bool) -> Result<Vec<String>, QueryError> {
        let values = match self.take(field) {
            None => return Ok(Vec::new()),
            Some(Param::Texts(values)) => values,
            Some(_) => {
                return Err(refused(
                    field,
                    format!("Le paramètre « {field} » doit être une liste de textes."),
                ));
            }
        };
        match values.iter().find(|value| !known(value)) {
            Some(value) => {
                Err(refused(field, format!("La valeur « {value} » n’existe pas pour « {field} ».")))
            }
            None => Ok(values),
        }
    }
}

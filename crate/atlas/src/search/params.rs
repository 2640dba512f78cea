//! Parameters as a caller gives them, taken one by one.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;

/// A parameter as a caller gives it.
#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    /// True or false.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list of texts.
    Texts(Vec<String>),
    /// A list of numbers.
    Numbers(Vec<f64>),
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
            fn visit_bool<E>(self, flag: bool) -> Result<Param, E> {
                Ok(Param::Flag(flag))
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
                let (mut texts, mut numbers, mut others) = (Vec::new(), Vec::new(), false);
                while let Some(item) = items.next_element()? {
                    match item {
                        Param::Text(text) => texts.push(text),
                        Param::Number(number) => numbers.push(number),
                        _ => others = true,
                    }
                }
                Ok(match (texts.is_empty(), numbers.is_empty()) {
                    _ if others => Param::Other,
                    (_, true) => Param::Texts(texts),
                    (true, false) => Param::Numbers(numbers),
                    (false, false) => Param::Other,
                })
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

pub(super) fn refused(field: &str, message: impl Into<String>) -> QueryError {
    QueryError { field: field.to_owned(), message: message.into() }
}

/// Parameters not yet asked for.
pub(super) struct Given(Params);

impl Given {
    pub(super) fn new(params: &Params) -> Self {
        Self(params.clone())
    }

    /// Refuses what nobody has asked for.
    pub(super) fn end(self) -> Result<(), QueryError> {
        match self.0.into_iter().find_map(|(name, value)| value.map(|_| name)) {
            Some(unknown) => Err(refused(
                &unknown,
                format!("Le paramètre « {unknown} » n’existe pas pour cette recherche."),
            )),
            None => Ok(()),
        }
    }

    fn take(&mut self, field: &str) -> Option<Param> {
        self.0.remove(field).flatten()
    }

    pub(super) fn flag(&mut self, field: &str) -> Result<bool, QueryError> {
        match self.take(field) {
            None => Ok(false),
            Some(Param::Flag(flag)) => Ok(flag),
            Some(_) => Err(refused(field, format!("Le paramètre « {field} » doit être vrai ou faux."))),
        }
    }

    pub(super) fn text(&mut self, field: &str) -> Result<Option<String>, QueryError> {
        match self.take(field) {
            None => Ok(None),
            Some(Param::Text(text)) => Ok(Some(text)),
            Some(_) => Err(refused(field, format!("Le paramètre « {field} » doit être un texte."))),
        }
    }

    /// One of a few texts, as what it stands for.
    pub(super) fn choice<T: Copy>(
        &mut self,
        field: &str,
        choices: &[(&str, T)],
    ) -> Result<Option<T>, QueryError> {
        let Some(text) = self.text(field)? else { return Ok(None) };
        match choices.iter().find(|(name, _)| *name == text) {
            Some((_, choice)) => Ok(Some(*choice)),
            None => {
                let names: Vec<String> = choices.iter().map(|(name, _)| format!("« {name} »")).collect();
                let message = format!("Le paramètre « {field} » doit être l’un de : {}.", names.join(", "));
                Err(refused(field, message))
            }
        }
    }

    pub(super) fn number(
        &mut self,
        field: &str,
        allowed: RangeInclusive<f64>,
    ) -> Result<Option<f64>, QueryError> {
        match self.take(field) {
            None => Ok(None),
            Some(Param::Number(number)) if allowed.contains(&number) => Ok(Some(number)),
            Some(_) if *allowed.end() == f64::MAX => {
                Err(refused(field, format!("Le paramètre « {field} » doit être un nombre.")))
            }
            Some(_) => {
                let (low, high) = (allowed.start(), allowed.end());
                let message = format!("Le paramètre « {field} » doit être un nombre entre {low} et {high}.");
                Err(refused(field, message))
            }
        }
    }

    /// A whole number from 1 to `max`; no limit when `max` is the largest.
    pub(super) fn whole(&mut self, field: &str, max: u64) -> Result<Option<u64>, QueryError> {
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
                format!("Le paramètre « {field} » doit être un nombre entier à partir de 1."),
            )),
            Some(_) => Err(refused(
                field,
                format!("Le paramètre « {field} » doit être un nombre entier de 1 à {max}."),
            )),
        }
    }

    /// West, south, east, north in degrees.
    pub(super) fn window(&mut self, field: &str) -> Result<Option<[f64; 4]>, QueryError> {
        let message = "doit être une liste de quatre nombres : ouest, sud, est, nord, en degrés.";
        let refuse = || refused(field, format!("Le paramètre « {field} » {message}"));
        match self.take(field) {
            None => Ok(None),
            Some(Param::Numbers(numbers)) => {
                let window: [f64; 4] = numbers.try_into().map_err(|_| refuse())?;
                let [west, south, east, north] = window;
                let sound = (-180.0..=180.0).contains(&west)
                    && (-180.0..=180.0).contains(&east)
                    && (-90.0..=90.0).contains(&south)
                    && (south..=90.0).contains(&north);
                if sound { Ok(Some(window)) } else { Err(refuse()) }
            }
            Some(_) => Err(refuse()),
        }
    }

    pub(super) fn values(
        &mut self,
        field: &str,
        known: impl Fn(&str) -> bool,
    ) -> Result<Vec<String>, QueryError> {
        let values = match self.take(field) {
            None => return Ok(Vec::new()),
            Some(Param::Texts(values)) => values,
            Some(_) => {
                return Err(refused(
                    field,
                    format!("Le paramètre « {field} » doit être une liste de textes."),
                ));
            }
        };
        match values.iter().find(|value| !known(value)) {
            Some(value) => {
                Err(refused(field, format!("La valeur « {value} » n’existe pas pour « {field} ».")))
            }
            None => Ok(values),
        }
    }
}

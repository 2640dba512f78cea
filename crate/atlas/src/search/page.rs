//! Answers, page by page.

use super::question::Paging;
use crate::dataset::{DetailedService, Record};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::collections::BTreeMap;

/// One page of answers. Serializes as the API's.
#[derive(Clone, Debug, Serialize)]
pub struct Page<T> {
    /// The answers.
    pub items: Vec<T>,
    /// How many there are on all pages.
    pub total: u64,
    /// This page, from 1.
    pub page: u64,
    /// Answers on this page.
    pub size: u64,
    /// How many pages there are at the size that was asked.
    pub pages: u64,
    /// How many answers each value of each facet would give.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facets: Option<Facets>,
    /// How many records a rule set aside, by rule: with the rules of the atlas only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ecartes: Option<BTreeMap<&'static str, u64>>,
}

/// What there is, counted. Serializes as a page without its services.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// How many services there are.
    pub total: u64,
    /// How many there are of each value of each facet.
    pub facets: Option<Facets>,
    /// How many records a rule sets aside, by rule.
    pub ecartes: Option<BTreeMap<&'static str, u64>>,
}

/// Counts by facet, then value, in the schema's order.
pub type Facets = BTreeMap<&'static str, Counts>;

/// Counts by value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts(pub Vec<(String, u64)>);

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(value, count)| (value, count)))
    }
}

impl<T> Page<T> {
    /// The page asked for of all answers in order. A page beyond the last is empty.
    pub(super) fn of<A: Copy>(paging: Paging, all: &[A], item: impl Fn(A) -> T) -> Self {
        let total = all.len() as u64;
        let first = (paging.page - 1).saturating_mul(paging.size).min(total);
        let last = (first + paging.size).min(total);
        let items: Vec<T> = all[first as usize..last as usize].iter().copied().map(item).collect();
        Self {
            size: items.len() as u64,
            items,
            total,
            page: paging.page,
            pages: total.div_ceil(paging.size),
            facets: None,
            ecartes: None,
        }
    }
}

/// A service that answers a search around a place.
#[derive(Clone, Debug)]
pub struct ServiceSearchResult<'a> {
    /// The service and its structure.
    pub service: DetailedService<'a>,
    /// Whole kilometres; see the [module](super) for when it is told.
    pub distance: Option<u32>,
    /// Why it is here, in French sentences; when asked for.
    pub explication: Option<Vec<String>>,
    /// Words of its names and labels that the question's words met, as written; with `q`.
    pub mots: Option<Vec<String>>,
}

impl Serialize for ServiceSearchResult<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("service", &self.service)?;
        map.serialize_entry("distance", &self.distance)?;
        if let Some(explication) = &self.explication {
            map.serialize_entry("explication", explication)?;
        }
        if let Some(mots) = &self.mots {
            map.serialize_entry("mots", mots)?;
        }
        map.end()
    }
}

/// A service that answers a search in texts.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SearchResult<'a> {
    /// The service and its structure.
    pub service: DetailedService<'a>,
    /// Whole kilometres from the point of the search; `None` without one.
    pub distance: Option<u32>,
    /// How well its texts answer, from 0 to 1, two decimals; `None` when no words were asked.
    pub score_recherche: Option<f64>,
}

/// A structure of a list.
#[derive(Clone, Debug)]
pub struct ListedStructure<'a> {
    /// The structure.
    pub structure: Record<'a>,
    /// Mean `score_qualite` of its services; see [`DetailedStructure`](crate::dataset::DetailedStructure).
    pub score_qualite: f64,
    /// Source and id of the other structures of its `_cluster_id`.
    pub doublons: Vec<Doublon<'a>>,
}

/// Another structure that the input says is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Doublon<'a> {
    /// Its source.
    pub source: Option<&'a str>,
    /// Its id.
    pub id: &'a str,
}

impl Serialize for ListedStructure<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.structure.serialize_into(&mut map)?;
        map.serialize_entry("score_qualite", &self.score_qualite)?;
        map.serialize_entry("doublons", &self.doublons)?;
        map.end()
    }
}

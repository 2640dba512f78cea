//! `/search`: services whose texts answer.

use super::page::{Page, SearchResult};
use super::question::{Rules, Search};
use super::reach::distance;
use crate::dataset::{Atlas, Bitmap, Facet};
use crate::text::{Lexer, all_words, cover_density};

/// A service, what its order goes by, its rank and its distance in metres.
#[derive(Clone, Copy, Debug)]
struct Answer {
    service: u32,
    first: f64,
    then: f64,
    rank: Option<f32>,
    metres: Option<f64>,
}

impl Atlas {
    /// Services that have all of the question's words in their texts, best first.
    ///
    /// Without a point they come by their rank in steps of a half tenth, then by `score_qualite`; with one by rank and
    /// nearness in equal parts. Ties end on the id.
    pub fn search(&self, question: &Search) -> Page<SearchResult<'_>> {
        let mut wanted =
            self.services_in(&question.area).unwrap_or_else(|| Bitmap::all(self.services.records.len()));
        for (_, filter) in self.facet_filters(&question.filters) {
            wanted.keep(&filter);
        }
        self.keep_scored(question.filters.score_qualite_minimum, &mut wanted);
        let ranked = match &question.q {
            None => wanted.iter().map(|service| (service, None)).collect(),
            Some(q) => self.ranked(q, question.rules, &wanted),
        };
        let mut answers: Vec<Answer> =
            ranked.into_iter().filter_map(|(service, rank)| self.answer(question, service, rank)).collect();
        answers.sort_unstable_by(|a, b| {
            b.first.total_cmp(&a.first).then(b.then.total_cmp(&a.then)).then(a.service.cmp(&b.service))
        });
        Page::of(question.paging, &answers, |answer| SearchResult {
            service: self.detailed_service(answer.service),
            distance: answer.metres.map(|metres| (metres / 1000.0).round_ties_even() as u32),
            score_recherche: answer.rank.map(two_decimals),
        })
    }

    fn ranked(&self, q: &str, rules: Rules, wanted: &Bitmap) -> Vec<(u32, Option<f32>)> {
        let mut found = wanted.clone();
        if rules == Rules::Api {
            // The API's index has only services that state a thématique and a public.
            found.drop(&self.services.facet(Facet::Thematiques).unstated);
            found.drop(&self.services.facet(Facet::Publics).unstated);
        }
        let words = all_words(&Lexer::default(), q);
        let mut ranked = Vec::new();
        self.full_text().all(&words, |service, occurrences| {
            if found.contains(service) {
                ranked.push((service, Some(cover_density(occurrences, words.len()))));
            }
        });
        ranked
    }

    fn answer(&self, question: &Search, service: u32, rank: Option<f32>) -> Option<Answer> {
        let score = rank.map_or(0.0, two_decimals);
        let quality = self.services.scores[service as usize];
        let quality = if quality.is_nan() { f64::NEG_INFINITY } else { quality };
        let Some(point) = question.point else {
            let step = if rank.is_some() { (score * 10.0).round() / 2.0 } else { 0.0 };
            return Some(Answer { service, first: step, then: quality, rank, metres: None });
        };
        let metres = distance(point, self.service_point(service)?);
        let radius = question.distance * 1000.0;
        if metres > radius {
            return None;
        }
        let near = 1.0 - metres / radius;
        let first = if rank.is_some() { 0.5 * score + 0.5 * near } else { near };
        Some(Answer { service, first, then: 0.0, rank, metres: Some(metres) })
    }
}

/// A rank as the API shows it and orders by it: read with six significant digits, as PostgreSQL reads it where it makes a
/// decimal number of it, then rounded to two decimals.
fn two_decimals(rank: f32) -> f64 {
    let decimal = format!("{rank:.5e}").parse().unwrap_or(f64::from(rank));
    (decimal * 100.0).round() / 100.0
}

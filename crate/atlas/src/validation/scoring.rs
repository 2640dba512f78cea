//! What the criteria of `score_qualite` look at, in a producer's record.

use super::fields::{Fields, Given, Names};
use crate::reader::Value;
use crate::schema::{Criteria, Facts, criteria};

/// Scores a valid service of schema v1. `day` is that of its `date_maj` and `today` the current one, in days since
/// 1970-01-01.
pub(super) fn scored(names: &Names, fields: &Fields<'_>, day: Option<i32>, today: i32) -> Criteria {
    let given = |place: Option<usize>| fields.stated(place);
    let stated = |place: Option<usize>| {
        given(place).is_some_and(|given| match given.value {
            Value::String(text) => !text.is_empty(),
            Value::List(_) => given.value.items().next().is_some(),
            _ => true,
        })
    };
    let has = |place: Option<usize>, value: &str| given(place).is_some_and(|list| list.has(value));
    let (source, frais) = (fields.text(names.source).unwrap_or_default(), fields.text(names.frais));
    let facts = Facts {
        source: &source,
        day,
        adresse: stated(names.adresse),
        on_site: has(names.modes_accueil, "en-presentiel"),
        mobilised: [names.modes_mobilisation, names.mobilisable_par].map(|place| given(place).is_some()),
        ways: ["se-presenter", "envoyer-un-courriel", "telephoner"]
            .map(|way| has(names.modes_mobilisation, way)),
        publics: stated(names.publics),
        thematiques: stated(names.thematiques),
        courriel: stated(names.courriel),
        telephone: stated(names.telephone),
        lien_mobilisation: stated(names.lien_mobilisation),
        frais: frais.as_deref(),
        frais_precisions: stated(names.frais_precisions),
        description: given(names.description).map_or(0, length),
    };
    criteria(&facts, today)
}

/// Characters of a text.
fn length(given: Given<'_>) -> usize {
    if let Value::String(text) = given.value { text.with(|text| text.chars().count()) } else { 0 }
}

//! Which kind of record and which release a file is of, told from the names of its fields.

use crate::schema::{Kind, Model, Release, release, releases};
use crate::text::words;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The kind and release whose fields are most nearly the names given: as few unknown names as may be, then the release whose
/// fields are all there, then the newest. What `kind` or `version` say is taken as it is.
///
/// Names that begin with an underscore and `score_qualite`, which published files have beside the schema's fields, tell
/// nothing. `None` when the release that is asked for knows no such kind.
pub(super) fn detect(
    names: &BTreeSet<String>,
    kind: Option<Kind>,
    version: Option<&Arc<Release>>,
) -> Option<(Arc<Release>, Kind)> {
    let told: Vec<Arc<Release>> = match version {
        Some(release) => vec![Arc::clone(release)],
        None => releases().rev().filter_map(|(version, _)| release(version)).collect(),
    };
    let mut best: Option<((usize, bool), Arc<Release>, Kind)> = None;
    for release in told {
        for candidate in release.kinds() {
            let Some(model) = release.model(candidate).filter(|_| kind.is_none_or(|kind| kind == candidate))
            else {
                continue;
            };
            let ours = names.iter().filter(|name| !is_beside(name));
            let unknown = ours.filter(|name| model.place(name).is_none() && misspelt(model, name).is_none());
            let unknown = unknown.count();
            let incomplete = model.fields.iter().any(|field| !names.contains(&field.name));
            let fit = (unknown, incomplete);
            if best.as_ref().is_none_or(|(least, ..)| fit < *least) {
                best = Some((fit, Arc::clone(&release), candidate));
            }
        }
    }
    best.map(|(_, release, kind)| (release, kind))
}

/// The field that a name is but for case, accents, spaces: « Code postal ».
pub(super) fn misspelt(model: &Model, name: &str) -> Option<usize> {
    model.place(&words(name).join("_"))
}

/// Whether a name isn't a field of any schema but is in files that are fine.
pub(super) fn is_beside(name: &str) -> bool {
    name == "score_qualite" || name.starts_with('_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(names: &[&str]) -> (&'static str, Kind) {
        let names = names.iter().map(|&name| name.to_owned()).collect();
        let (release, kind) = detect(&names, None, None).unwrap();
        (release.version, kind)
    }

    #[test]
    fn the_fields_tell_release_and_kind() {
        let all = |version: &str, kind: Kind| -> Vec<String> {
            let release = release(version).unwrap();
            release.model(kind).unwrap().fields.iter().map(|field| field.name.clone()).collect()
        };
        for (version, kind, expected) in [
            ("1.0.10", Kind::Services, "1.0.10"),
            ("1.0.3", Kind::Structures, "1.0.10"),
            ("0.7.0", Kind::Services, "0.7.0"),
            ("0.1.0", Kind::Structures, "0.1.0"),
            ("0.27.0", Kind::Services, "0.27.0"),
        ] {
            let names = all(version, kind);
            let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
            names.push("score_qualite");
            assert_eq!(told(&names), (expected, kind), "{version}");
        }
    }

    #[test]
    fn a_few_names_are_taken_as_the_newest() {
        assert_eq!(told(&["id", "nom", "structure_id"]), ("1.0.10", Kind::Services));
        assert_eq!(told(&["id", "nom", "siret"]), ("1.0.10", Kind::Structures));
        assert_eq!(told(&["id", "nom", "typologie"]).1, Kind::Structures);
    }
}

//! What is said of an issue, in French: what the field expects, so that whoever reads knows what to write.

use super::check::{Issue, Place};
use super::judge::Code;
use crate::reader::Value;
use crate::schema::{FieldCheck, Model, Property, Scalar, Shape, Vocabulary};

/// More values than this aren't listed in a sentence.
const LISTED: usize = 14;

/// A sentence or two on an issue. The value itself is shown beside and isn't repeated.
pub(super) fn message(issue: &Issue<'_>, model: &Model) -> String {
    let property = match issue.place {
        Place::Field(place, _) => &model.fields[place],
        Place::Record => return "Cet élément n’est pas un objet : un enregistrement est attendu.".to_owned(),
        Place::Root => return pivot(model),
        Place::Other(_) => return "Ce champ n’existe pas dans cette version du schéma, qui n’en admet pas d’autres que les siens.".to_owned(),
    };
    if let Some(rule) = issue.rule {
        return broken(rule);
    }
    let shape = match (&property.shape, issue.place) {
        (Shape::List(list), Place::Field(_, Some(_))) => &*list.items,
        (shape, _) => shape,
    };
    if issue.code == "missing" {
        return format!("Ce champ est obligatoire et il manque. {}", expected(&property.shape));
    }
    let null = issue.given.is_some_and(|given| matches!(given.value, Value::Null));
    if null && !property.nullable && !matches!(issue.place, Place::Field(_, Some(_))) {
        return format!("Ce champ est obligatoire : il ne peut pas être vide. {}", expected(&property.shape));
    }
    match problem(issue.code) {
        Some(problem) => format!("{problem} {}", expected(shape)),
        None => expected(shape),
    }
}

/// What an error of this code means, where what is expected doesn't already say it.
fn problem(code: Code) -> Option<&'static str> {
    Some(match code {
        "string_type" | "url_type" => "Ce n’est pas un texte.",
        "string_too_short" => "Le texte est trop court.",
        "string_too_long" | "url_too_long" => "Le texte est trop long.",
        "string_pattern_mismatch" => "Le texte n’a pas la forme attendue.",
        "enum" => "Cette valeur n’existe pas dans le schéma.",
        "set_type" | "list_type" => "Ce n’est pas une liste.",
        "too_short" => "La liste est vide.",
        "date_type" => "Ce n’est pas une date.",
        "date_parsing" | "date_from_datetime_parsing" => "Cette date n’est pas lisible.",
        "date_from_datetime_inexact" => "Cette date porte une heure.",
        "float_type" | "float_parsing" => "Ce n’est pas un nombre.",
        "int_type" | "int_parsing" | "int_parsing_size" | "finite_number" => "Ce n’est pas un nombre entier.",
        "int_from_float" => "Ce nombre n’est pas entier.",
        "greater_than_equal" => "Ce nombre est trop petit.",
        "bool_type" | "bool_parsing" => "Ce n’est ni vrai ni faux.",
        "url_parsing" => "Cette adresse internet n’est pas lisible.",
        "url_scheme" => "Cette adresse ne commence ni par « https:// » ni par « http:// ».",
        "uuid_type" | "uuid_parsing" => "Ce n’est pas un identifiant UUID.",
        "union" => "Cette valeur n’a aucune des formes admises.",
        "value_error" => "Cette adresse électronique n’est pas valide.",
        _ => return None,
    })
}

fn broken(rule: &FieldCheck) -> String {
    match rule {
        FieldCheck::DateMin { text, .. } => {
            format!("Cette date est trop ancienne : elle doit être au plus tôt le {}.", day(text))
        }
        FieldCheck::DateMaxToday => {
            "Cette date est dans le futur : elle doit être au plus tard aujourd’hui.".to_owned()
        }
        FieldCheck::Alone(value) => {
            format!("La valeur « {value} » vaut pour toutes les autres : elle doit être seule dans la liste.")
        }
        FieldCheck::NoFinalStop(_) => "Le nom se termine par un point : il vaut mieux l’ôter.".to_owned(),
    }
}

fn pivot(model: &Model) -> String {
    let names: Vec<&str> = model
        .rules
        .iter()
        .flat_map(|crate::schema::RecordRule::AtLeastOne(places)| places)
        .map(|&place| model.fields[place].name.as_str())
        .collect();
    format!("Aucun de ces champs n’est rempli correctement : {}. Il en faut au moins un.", names.join(", "))
}

/// A day as French writes it.
fn day(iso: &str) -> String {
    let mut parts = iso.splitn(3, '-');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day)) => format!("{day}/{month}/{year}"),
        _ => iso.to_owned(),
    }
}

/// What a field expects, as a sentence: also the rule that a reference shows.
pub(crate) fn expected(shape: &Shape) -> String {
    match shape {
        Shape::Scalar(scalar) => format!("Attendu : {}.", scalar_words(scalar)),
        Shape::Enum(vocabulary) => format!("Attendu : {}.", one_of(vocabulary)),
        Shape::Union(members) => {
            let members: Vec<String> = members.iter().map(scalar_words).collect();
            format!("Attendu : {}.", alternatives(&members))
        }
        Shape::List(list) => {
            let items = match &*list.items {
                Shape::Enum(vocabulary) => one_of(vocabulary),
                Shape::Scalar(scalar) => scalar_words(scalar),
                Shape::Union(members) => alternatives(&members.iter().map(scalar_words).collect::<Vec<_>>()),
                Shape::List(_) => String::new(),
            };
            let empty = if list.min_items > 0 { ", qui ne peut pas être vide" } else { "" };
            format!("Attendu : une liste{empty}, dont chaque élément est {items}.")
        }
    }
}

/// The rule of a field, for a reference.
pub(crate) fn rule(property: &Property) -> String {
    let mut sentences = vec![expected(&property.shape).replacen("Attendu : ", "", 1)];
    if let Some(first) = sentences[0].get(..1) {
        let upper = first.to_uppercase();
        sentences[0].replace_range(..1, &upper);
    }
    for rule in &property.rules {
        sentences.push(match &rule.check {
            FieldCheck::DateMin { text, .. } => format!("Au plus tôt le {}.", day(text)),
            FieldCheck::DateMaxToday => "Pas dans le futur.".to_owned(),
            FieldCheck::Alone(value) => format!("« {value} » doit être seul dans la liste."),
            FieldCheck::NoFinalStop(except) if rule.warning => {
                format!("De préférence sans point final, sauf « {except} ».")
            }
            FieldCheck::NoFinalStop(except) => format!("Sans point final, sauf « {except} »."),
        });
    }
    sentences.join(" ")
}

fn one_of(vocabulary: &Vocabulary) -> String {
    if vocabulary.entries.len() > LISTED {
        return format!("une des {} valeurs de la liste « {} »", vocabulary.entries.len(), vocabulary.name);
    }
    let values: Vec<&str> = vocabulary.entries.iter().map(|entry| entry.value.as_str()).collect();
    format!("une de ces valeurs : {}", values.join(", "))
}

fn alternatives(all: &[String]) -> String {
    match all.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{}, ou {last}", rest.join(", ")),
        _ => all.concat(),
    }
}

fn scalar_words(scalar: &Scalar) -> String {
    match scalar {
        Scalar::String { literal: Some(literal), .. } => format!("le texte « {literal} »"),
        Scalar::String { pattern: Some(pattern), .. } => match pattern.source() {
            r"^\d{14}$" => "14 chiffres (numéro SIRET), sans espaces, comme « 13003013300016 »".to_owned(),
            r"^W\d{9}$" => "un numéro RNA : la lettre W et 9 chiffres, comme « W123456789 »".to_owned(),
            r"^\d{5}$" => "5 chiffres (code postal), comme « 08000 »".to_owned(),
            r"^\w{5}$" => "5 caractères (code INSEE d’une commune), comme « 08105 » ou « 2A004 »".to_owned(),
            r"^\d{9}$" => "9 chiffres (numéro SIREN d’une intercommunalité), comme « 200041630 »".to_owned(),
            r"^\w{2,3}$" => {
                "2 ou 3 caractères (code d’un département), comme « 08 », « 2A » ou « 974 »".to_owned()
            }
            r"^\d{2}$" => "2 chiffres (code d’une région), comme « 44 »".to_owned(),
            r"^99[0-5]\d{2}$" => "le code d’un pays, comme « 99100 » pour la France".to_owned(),
            other => format!("un texte de la forme « {other} »"),
        },
        Scalar::String { min_length, max_length, .. } => match (min_length, max_length) {
            (Some(least), Some(most)) if least == most => format!("un texte de {least} caractères"),
            (Some(least), Some(most)) => format!("un texte de {least} à {most} caractères"),
            (None, Some(most)) => format!("un texte de {most} caractères au plus"),
            (Some(least), None) => format!("un texte de {least} caractères au moins"),
            (None, None) => "un texte".to_owned(),
        },
        Scalar::Email => "une adresse électronique complète, comme « accueil@exemple.fr »".to_owned(),
        Scalar::Url { max_length } => {
            format!(
                "une adresse internet complète, comme « https://www.exemple.fr/page », de {max_length} caractères au plus"
            )
        }
        Scalar::Date => "une date au format AAAA-MM-JJ, comme « 2026-02-14 »".to_owned(),
        Scalar::DateOrDatetime => {
            "une date au format AAAA-MM-JJ, comme « 2026-02-14 », avec ou sans l’heure".to_owned()
        }
        Scalar::Number { min: Some(min) } => format!("un nombre, {min} ou plus, comme 3.5"),
        Scalar::Number { min: None } => "un nombre, comme 4.72 (avec un point)".to_owned(),
        Scalar::Integer { min: Some(min) } => format!("un nombre entier, {min} ou plus"),
        Scalar::Integer { min: None } => "un nombre entier".to_owned(),
        Scalar::Boolean => "vrai ou faux (true, false)".to_owned(),
        Scalar::Uuid => "un identifiant UUID, comme « 123e4567-e89b-12d3-a456-426614174000 »".to_owned(),
    }
}

/// A value as an example for a reference.
pub(crate) fn example(property: &Property) -> String {
    fn of(shape: &Shape, name: &str) -> String {
        match shape {
            Shape::Enum(vocabulary) => {
                vocabulary.entries.first().map(|entry| entry.value.clone()).unwrap_or_default()
            }
            Shape::List(list) => format!("[\"{}\"]", of(&list.items, name)),
            Shape::Union(members) => {
                members.first().map(|scalar| scalar_example(scalar, name)).unwrap_or_default()
            }
            Shape::Scalar(scalar) => scalar_example(scalar, name),
        }
    }
    of(&property.shape, &property.name)
}

fn scalar_example(scalar: &Scalar, name: &str) -> String {
    let text = match scalar {
        Scalar::String { pattern: Some(pattern), .. } => match pattern.source() {
            r"^\d{14}$" => "13003013300016",
            r"^W\d{9}$" => "W123456789",
            r"^\d{5}$" => "08000",
            r"^\d{9}$" => "200041630",
            r"^\w{2,3}$" => "08",
            r"^\d{2}$" => "44",
            _ => "08105",
        },
        Scalar::String { .. } => match name {
            "id" => "exemple--1",
            "structure_id" => "exemple--12",
            "source" => "exemple",
            "commune" => "Charleville-Mézières",
            "adresse" => "1 place Ducale",
            "telephone" => "03 24 00 00 00",
            "code_insee" => "08105",
            "horaires_accueil" | "horaires_ouverture" | "recurrence" => {
                "Mo-Fr 09:00-12:00,14:00-17:00; PH off"
            }
            "nom" => "Aide au permis de conduire",
            _ => "Un texte",
        },
        Scalar::Email => "accueil@exemple.fr",
        Scalar::Url { .. } => "https://www.exemple.fr/page",
        Scalar::Date | Scalar::DateOrDatetime => "2026-02-14",
        Scalar::Number { .. } => match name {
            "longitude" => "4.72",
            "latitude" => "49.77",
            _ => "3.5",
        },
        Scalar::Integer { .. } => "6",
        Scalar::Boolean => "true",
        Scalar::Uuid => "123e4567-e89b-12d3-a456-426614174000",
    };
    text.to_owned()
}

//! « Vouliez-vous dire … ? »: what somebody probably meant, and whether that is sure enough to be written for them.

use crate::reader::{Value, members};
use crate::schema::{FieldCheck, Model, Property, Scalar, Shape, Vocabulary, days};
use crate::text::words;

/// What to write in place of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proposal {
    /// As it would be written, in JSON.
    pub(super) json: String,
    /// As it is shown.
    pub(super) shown: String,
    /// Why this is no guess, for whoever accepts it; `None` for a guess.
    pub(super) certain: Option<&'static str>,
}

impl Proposal {
    fn text(value: &str, certain: Option<&'static str>) -> Self {
        Self { json: quoted(value), shown: value.to_owned(), certain }
    }

    /// A text that is sure.
    pub(super) fn certain_text(value: &str, why: &'static str) -> Self {
        Self::text(value, Some(why))
    }

    /// A text that is a guess.
    pub(super) fn uncertain_text(value: &str) -> Self {
        Self::text(value, None)
    }

    fn json(json: String, certain: &'static str) -> Self {
        Self { shown: json.clone(), json, certain: Some(certain) }
    }

    /// Whether the value, as it would be written, passes a test.
    pub(super) fn judged(&self, passes: impl FnOnce(Value<'_>) -> bool) -> bool {
        let record = format!("{{\"\":{}}}", self.json);
        let member = members(record.as_bytes()).ok().and_then(|mut members| members.next()?.ok());
        member.is_some_and(|member| passes(member.value))
    }

    /// The sentence.
    pub(super) fn sentence(&self) -> String {
        if self.json == "null" {
            return "Laissez plutôt ce champ vide.".to_owned();
        }
        format!("Vouliez-vous dire « {} » ?", self.shown)
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// How alike two texts must be, from 0 to 1: the limit of Python's difflib, which the official tool uses.
const ALIKE: f64 = 0.6;

/// What a value that a shape refuses was probably meant to be.
pub(super) fn for_value(property: &Property, item: bool, value: Value<'_>, code: &str) -> Option<Proposal> {
    let shape = match &property.shape {
        Shape::List(list) if item => &*list.items,
        shape => shape,
    };
    let nullable = property.nullable && !item;
    let text = match value {
        Value::String(text) => text.text(),
        Value::Number(number) => return for_number(shape, number),
        Value::List(_) => return for_list(shape, value, nullable),
        _ => return None,
    };
    let text = text.trim();
    if nullable && is_nothing(text) {
        return Some(Proposal::json("null".to_owned(), "Un champ sans valeur se laisse vide."));
    }
    match shape {
        Shape::Enum(vocabulary) => in_vocabulary(vocabulary, text),
        Shape::List(list) => to_list(&list.items, text),
        Shape::Union(members) => in_union(members, text),
        Shape::Scalar(scalar) => for_scalar(scalar, text, code),
    }
}

/// What people write for nothing.
fn is_nothing(text: &str) -> bool {
    matches!(
        text.to_lowercase().as_str(),
        "" | "-" | "n/a" | "na" | "null" | "none" | "nan" | "néant" | "***"
    )
}

/// What a rule that isn't met asks for.
pub(super) fn for_rule(rule: &FieldCheck, value: Value<'_>) -> Option<Proposal> {
    match (rule, value) {
        (FieldCheck::NoFinalStop(_), Value::String(text)) => {
            let text = text.text();
            let bare = text.trim_end_matches('.').trim_end();
            // The full stop of « S.A.R.L. » belongs to the word.
            if bare.rsplit(' ').next().is_some_and(|word| word.contains('.')) {
                return None;
            }
            (bare.chars().count() >= 3)
                .then(|| Proposal::text(bare, Some("Le nom ne se termine pas par un point.")))
        }
        (FieldCheck::Alone(value), _) => {
            let json = format!("[{}]", quoted(value));
            Some(Proposal { shown: value.clone(), json, certain: None })
        }
        _ => None,
    }
}

/// Names, as [`slug`] writes them, that people give to fields of the schema.
const SYNONYMS: [(&str, &str); 11] = [
    ("cp", "code_postal"),
    ("e-mail", "courriel"),
    ("email", "courriel"),
    ("mail", "courriel"),
    ("site", "site_web"),
    ("site-internet", "site_web"),
    ("tel", "telephone"),
    ("phone", "telephone"),
    ("titre", "nom"),
    ("ville", "commune"),
    ("code-commune", "code_insee"),
];

/// The field that a name nearly is, among those that the record lacks.
pub(super) fn field_name<'m>(
    model: &'m Model,
    name: &str,
    absent: impl Fn(usize) -> bool,
) -> Option<&'m str> {
    let names = model.fields.iter().enumerate().filter(|(place, _)| absent(*place));
    let names: Vec<&str> = names.map(|(_, property)| property.name.as_str()).collect();
    let folded = slug(name);
    let meant = SYNONYMS.iter().find(|(name, _)| *name == folded).map_or(folded.as_str(), |(_, field)| field);
    let same = names.iter().copied().find(|known| slug(known) == slug(meant));
    same.or_else(|| closest(names.iter().copied(), &folded, 0.75))
}

/// A text as the values of vocabularies are written, with one dash wherever there are several.
fn slug(text: &str) -> String {
    words(text).join("-")
}

fn in_vocabulary(vocabulary: &Vocabulary, text: &str) -> Option<Proposal> {
    const SURE: &str = "C’est la même valeur, écrite comme le schéma l’écrit.";
    let folded = slug(text);
    if folded.is_empty() {
        return None;
    }
    let same = |entry: &&crate::schema::Entry| slug(&entry.value) == folded || slug(&entry.label) == folded;
    let mut found = vocabulary.entries.iter().filter(same);
    if let (Some(entry), None) = (found.next(), found.next()) {
        return Some(Proposal::text(&entry.value, Some(SURE)));
    }
    // « aide-au-permi » is nearer to a thématique's own words than to the whole of « mobilite--… ».
    let tail = |value: &str| value.split_once("--").map_or_else(String::new, |(_, tail)| slug(tail));
    let alike = |entry: &crate::schema::Entry| {
        [slug(&entry.value), slug(&entry.label), tail(&entry.value)]
            .iter()
            .map(|form| strsim::normalized_damerau_levenshtein(form, &folded))
            .fold(0.0, f64::max)
    };
    let scored = vocabulary.entries.iter().map(|entry| (alike(entry), entry));
    let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.filter(|(score, _)| *score >= ALIKE).map(|(_, entry)| Proposal::uncertain_text(&entry.value))
}

fn closest<'m>(all: impl Iterator<Item = &'m str>, wanted: &str, least: f64) -> Option<&'m str> {
    let scored = all.map(|known| (strsim::normalized_damerau_levenshtein(&slug(known), wanted), known));
    let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.filter(|(score, _)| *score >= least).map(|(_, known)| known)
}

/// A text where a list is expected.
fn to_list(items: &Shape, text: &str) -> Option<Proposal> {
    let meant = |part: &str| match items {
        Shape::Enum(vocabulary) => in_vocabulary(vocabulary, part)
            .filter(|proposal| proposal.certain.is_some())
            .map(|proposal| proposal.json),
        _ => Some(quoted(part)),
    };
    // A label may hold a comma: the whole is tried first.
    let parts: Option<Vec<String>> = meant(text).map(|whole| vec![whole]).or_else(|| {
        let parts = text.split([',', ';', '|', '\n']).map(str::trim).filter(|part| !part.is_empty());
        parts.map(meant).collect()
    });
    let parts = parts.filter(|parts| !parts.is_empty())?;
    Some(Proposal::json(format!("[{}]", parts.join(",")), "Ce champ est une liste, même d’une seule valeur."))
}

/// The values that an item of a cell holds, where they were written with `;` or `|` between in place of commas and each is
/// one that `takes` lets pass.
pub(super) fn split_item(items: &Shape, text: &str, takes: impl Fn(Value<'_>) -> bool) -> Option<Proposal> {
    let separator = [';', '|'].into_iter().find(|separator| text.contains(*separator))?;
    let value = |part: &str| {
        let proposal = match items {
            Shape::Enum(vocabulary) => in_vocabulary(vocabulary, part)?,
            _ => Proposal::uncertain_text(part),
        };
        let sure = proposal.certain.is_some() || !matches!(items, Shape::Enum(_));
        (sure && proposal.judged(&takes)).then_some(proposal.shown)
    };
    let parts = text.split(separator).map(str::trim).filter(|part| !part.is_empty());
    let parts: Vec<String> = parts.map(value).collect::<Option<_>>()?;
    (!parts.is_empty()).then(|| {
        Proposal::certain_text(
            &parts.join(","),
            "Dans une cellule, les valeurs d’une liste sont séparées par des virgules.",
        )
    })
}

/// A list where one value is expected, or an empty list where none is.
fn for_list(shape: &Shape, value: Value<'_>, nullable: bool) -> Option<Proposal> {
    let mut items = value.items();
    match (items.next(), items.next()) {
        (None, _) if nullable => {
            Some(Proposal::json("null".to_owned(), "Une liste vide se laisse sans valeur."))
        }
        (Some(Value::String(text)), None) => match shape {
            Shape::Enum(vocabulary) => in_vocabulary(vocabulary, &text.text()),
            _ => None,
        },
        _ => None,
    }
}

/// A number where a text is expected: its zeros may have gone.
fn for_number(shape: &Shape, number: &str) -> Option<Proposal> {
    const LOST: &str = "Ce code est un texte : ses zéros comptent.";
    let digits = number.strip_suffix(".0").unwrap_or(number);
    let whole = digits.bytes().all(|byte| byte.is_ascii_digit());
    let padded = |width: usize| {
        (whole && digits.len() + 1 >= width && digits.len() <= width)
            .then(|| Proposal::text(&format!("{digits:0>width$}"), Some(LOST)))
    };
    let scalars = match shape {
        Shape::Scalar(scalar) => std::slice::from_ref(scalar),
        Shape::Union(members) => members,
        _ => return None,
    };
    scalars.iter().find_map(|scalar| match scalar {
        Scalar::String { pattern: Some(pattern), .. } => match pattern.source() {
            r"^\d{14}$" => padded(14),
            r"^\d{9}$" => padded(9),
            r"^\d{5}$" | r"^\w{5}$" => padded(5),
            r"^\w{2,3}$" | r"^\d{2}$" => padded(2),
            _ => None,
        },
        // The zeros that it had can't be told: of a phone number, say.
        Scalar::String { .. } if whole => Some(Proposal::uncertain_text(digits)),
        _ => None,
    })
}

fn in_union(members: &[Scalar], text: &str) -> Option<Proposal> {
    let literal = members.iter().find_map(|member| match member {
        Scalar::String { literal: Some(literal), .. } => Some(literal),
        _ => None,
    });
    match literal {
        Some(literal) if slug(literal) == slug(text) => {
            Some(Proposal::text(literal, Some("C’est la même valeur, écrite comme le schéma l’écrit.")))
        }
        _ => match text.as_bytes() {
            [b'1'..=b'9'] => Some(Proposal::uncertain_text(&format!("0{text}"))),
            _ => members.iter().find_map(|member| for_scalar(member, text, "union")),
        },
    }
}

fn for_scalar(scalar: &Scalar, text: &str, code: &str) -> Option<Proposal> {
    match scalar {
        Scalar::String { pattern: Some(pattern), .. } => for_code(pattern.source(), text),
        Scalar::Email => for_email(text),
        Scalar::Url { .. } if code != "url_too_long" => for_url(text),
        Scalar::Date => for_date(text),
        Scalar::DateOrDatetime => for_date(text),
        Scalar::Number { .. } => {
            let dotted = text.replace(',', ".").replace(['\u{a0}', '\u{202f}', ' '], "");
            let number: f64 = dotted.parse().ok()?;
            (code == "float_parsing" && number.is_finite()).then(|| {
                Proposal::json(number.to_string(), "Un nombre s’écrit avec un point et sans espaces.")
            })
        }
        Scalar::Boolean => {
            let truth = match slug(text).as_str() {
                "oui" | "vrai" | "x" => "true",
                "non" | "faux" => "false",
                _ => return None,
            };
            Some(Proposal::json(truth.to_owned(), "Oui et non s’écrivent true et false."))
        }
        _ => None,
    }
}

/// Codes that are digits, once their spaces, points and lost zeros are seen to.
fn for_code(pattern: &str, text: &str) -> Option<Proposal> {
    const BARE: &str = "Ce code s’écrit sans espaces ni ponctuation.";
    let kept: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let kept = kept.to_uppercase();
    let digits = kept.bytes().all(|byte| byte.is_ascii_digit());
    let changed = kept != text;
    let width = match pattern {
        r"^\d{14}$" => 14,
        r"^\d{9}$" => 9,
        r"^\d{5}$" | r"^\w{5}$" => 5,
        r"^W\d{9}$" => {
            let sound = kept.len() == 10 && kept.starts_with('W');
            return (sound && changed).then(|| Proposal::text(&kept, Some(BARE)));
        }
        _ => return None,
    };
    let code = digits || (pattern == r"^\w{5}$" && (kept.starts_with("2A") || kept.starts_with("2B")));
    if code && kept.len() == width && changed {
        return Some(Proposal::text(&kept, Some(BARE)));
    }
    // « 8000 » for « 08000 »: a sheet has taken the zero for a number's.
    if digits && width == 5 && kept.len() == 4 {
        return Some(Proposal::text(&format!("0{kept}"), Some("Un tableur a ôté le zéro du début.")));
    }
    // A SIREN where a SIRET is expected tells the firm, not the place.
    None
}

fn for_email(text: &str) -> Option<Proposal> {
    const SURE: &str = "Ce qui entourait l’adresse a été ôté.";
    let usual = |text: &str| {
        let mut parts = text.split('@');
        let (local, domain) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        parts.next().is_none()
            && !local.is_empty()
            && domain.split('.').count() >= 2
            && domain.split('.').all(|label| {
                !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            })
            && local.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-+'".contains(&byte))
            && !local.contains("..")
            && !local.starts_with('.')
            && !local.ends_with('.')
    };
    let bare = text.strip_prefix("mailto:").unwrap_or(text);
    let bare = bare.trim_matches(|letter: char| letter.is_whitespace() || ".,;:<>()\"'".contains(letter));
    if bare != text && usual(bare) {
        return Some(Proposal::text(bare, Some(SURE)));
    }
    let joined: String = bare.chars().filter(|letter| !letter.is_whitespace()).collect();
    let at = joined.replace("[at]", "@").replace("(at)", "@").replace("[AT]", "@").replace("(AT)", "@");
    if at != text && usual(&at) {
        return Some(Proposal::uncertain_text(&at));
    }
    let first = bare.split([';', ',', ' ', '/', '\n']).map(str::trim).find(|part| usual(part))?;
    (first != text).then(|| Proposal::uncertain_text(first))
}

/// Top-level domains that French sites have.
const DOMAINS: [&str; 14] =
    ["fr", "com", "org", "net", "eu", "info", "re", "gp", "mq", "gf", "yt", "nc", "pf", "bzh"];

fn for_url(text: &str) -> Option<Proposal> {
    const SURE: &str = "Une adresse internet commence par « https:// ».";
    if text.contains(char::is_whitespace) || text.contains('@') || text.is_empty() {
        return None;
    }
    let lower = text.to_lowercase();
    let slips = [
        "https://",
        "http://",
        "https:/",
        "http:/",
        "https//",
        "http//",
        "https;//",
        "http;//",
        "https:",
        "http:",
        "htpps://",
        "htps://",
        "htttps://",
        "ttps://",
    ];
    let rest = slips.iter().find_map(|slip| lower.starts_with(slip).then(|| &text[slip.len()..]));
    if rest.is_none() && lower.contains(':') && !lower.contains(".fr") {
        return None;
    }
    let slip = rest.is_some();
    let rest = rest.unwrap_or(text).trim_start_matches('/');
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let sound = labels.len() >= 2
        && labels.iter().all(|label| {
            !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
        && labels
            .last()
            .is_some_and(|last| last.len() >= 2 && last.bytes().all(|byte| byte.is_ascii_alphabetic()));
    // « fiche.pdf » and « M.Dupont » look like hosts too.
    let usual = labels.last().is_some_and(|last| DOMAINS.contains(&last.to_lowercase().as_str()));
    let certain = (slip || lower.starts_with("www.") || usual).then_some(SURE);
    sound.then(|| Proposal::text(&format!("https://{rest}"), certain))
}

const MONTHS: [&str; 12] = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];

/// A day however people write it, as `YYYY-MM-DD`. Of two numbers that may both be a month, French puts the day first.
fn for_date(text: &str) -> Option<Proposal> {
    const SURE: &str = "C’est la même date, écrite AAAA-MM-JJ.";
    let (day_part, time) =
        text.split_once(['T', ' ']).filter(|(day, _)| day.len() >= 8).unwrap_or((text, ""));
    let parts = if day_part.bytes().all(|byte| byte.is_ascii_digit()) && day_part.len() == 8 {
        vec![day_part[..4].to_owned(), day_part[4..6].to_owned(), day_part[6..].to_owned()]
    } else if text.chars().any(char::is_alphabetic) && !text.contains('T') {
        words(text)
    } else {
        words(day_part)
    };
    let [first, middle, last] = parts.as_slice() else { return None };
    let month = MONTHS
        .iter()
        .position(|name| {
            middle.len() >= 3 && (name == middle || (middle.len() >= 4 && name.starts_with(middle.as_str())))
        })
        .map(|place| place as u32 + 1)
        .or_else(|| middle.parse().ok())?;
    let (year, day): (u32, u32) = if first.len() == 4 {
        (first.parse().ok()?, last.parse().ok()?)
    } else if last.len() == 4 {
        (last.parse().ok()?, first.trim_end_matches("er").parse().ok()?)
    } else {
        return None;
    };
    let iso = format!("{year:04}-{month:02}-{day:02}");
    // In another time zone it may be another day here, and what isn't a time may be anything.
    let plain = time.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'));
    let certain = (plain || time.chars().any(char::is_alphabetic) && words(text).len() == 3).then_some(SURE);
    days(&iso).map(|_| Proposal::text(&iso, certain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Kind, release};

    fn theme(text: &str) -> Option<Proposal> {
        let release = release("1.0.10").unwrap();
        let model = release.model(Kind::Services).unwrap();
        let Shape::List(list) = &model.fields[model.place("thematiques").unwrap()].shape else { panic!() };
        let Shape::Enum(vocabulary) = &*list.items else { panic!() };
        in_vocabulary(vocabulary, text)
    }

    #[test]
    fn a_value_of_a_vocabulary_is_found_by_its_words() {
        for text in
            ["mobilite-preparer-un-permis", "Mobilité : préparer un permis", "MOBILITE--PREPARER-UN-PERMIS"]
        {
            let found = theme(text).unwrap();
            assert_eq!(found.shown, "mobilite--preparer-un-permis", "{text}");
            assert!(found.certain.is_some(), "{text}");
        }
        let guess = theme("mobilite--preparer-un-permi").unwrap();
        assert_eq!((guess.shown.as_str(), guess.certain), ("mobilite--preparer-un-permis", None));
        assert_eq!(theme("jardinage"), None);
        assert_eq!(theme(""), None);
    }

    #[test]
    fn dates_are_turned_round() {
        for (text, iso) in [
            ("14/02/2025", "2025-02-14"),
            ("14-2-2025", "2025-02-14"),
            ("2025/02/14", "2025-02-14"),
            ("2025-2-4", "2025-02-04"),
            ("20250214", "2025-02-14"),
            ("14 février 2025", "2025-02-14"),
            ("1er mars 2025", "2025-03-01"),
            ("2025-02-14T10:00:00", "2025-02-14"),
            ("2025-02-14 10:00", "2025-02-14"),
            ("14/02/2025 10:00", "2025-02-14"),
        ] {
            assert_eq!(for_date(text).map(|found| found.shown).as_deref(), Some(iso), "{text}");
        }
        assert_eq!(for_date("2026-01-02T23:30:00Z").unwrap().certain, None);
        assert!(for_date("1er mars 2025").unwrap().certain.is_some());
        for text in ["hier", "31/02/2025", "", "14/02/25", "2025"] {
            assert_eq!(for_date(text), None, "{text}");
        }
    }

    #[test]
    fn codes_get_their_zeros_back_and_lose_their_spaces() {
        assert_eq!(for_code(r"^\d{14}$", "130 030 133 00016").unwrap().shown, "13003013300016");
        assert_eq!(for_code(r"^\d{5}$", "8000").unwrap().shown, "08000");
        assert_eq!(for_code(r"^\w{5}$", "2a 004").unwrap().shown, "2A004");
        assert_eq!(for_code(r"^\d{14}$", "130030133"), None);
    }

    #[test]
    fn addresses_are_mended_when_what_was_meant_is_plain() {
        assert_eq!(for_url("www.exemple.fr/a").unwrap().shown, "https://www.exemple.fr/a");
        assert_eq!(for_url("http//exemple.fr").unwrap().shown, "https://exemple.fr");
        assert_eq!(for_url("pas une url !"), None);
        assert_eq!(for_url("fiche.pdf").unwrap().certain, None);
        assert!(for_url("exemple.fr").unwrap().certain.is_some());
        assert_eq!(for_email("accueil@exemple.fr.").unwrap().shown, "accueil@exemple.fr");
        assert_eq!(
            for_email("a@b.fr;c@d.fr").map(|found| (found.shown, found.certain)),
            Some(("a@b.fr".to_owned(), None))
        );
        assert_eq!(for_email("accueil [at] exemple.fr").unwrap().shown, "accueil@exemple.fr");
        assert_eq!(for_email("accueil@mairie"), None);
    }
}

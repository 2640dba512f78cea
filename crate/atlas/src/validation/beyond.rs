//! What the schema doesn't ask but whoever looks for a service would miss: see [`codes`](super::codes).

use super::codes::{self, CodeDoc};
use super::detect::is_beside;
use super::fields::{Fields, Given, Names};
use super::judge;
use super::suggest::Proposal;
use crate::reader::Value;
use crate::schema::{Kind, Model, Pydantic, Release};
use crate::territory::Territory;
use hashbrown::{HashMap, HashSet};
use opening_hours::OpeningHours;
use rustc_hash::{FxBuildHasher, FxHasher};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Something to tell of a record, beyond the schema.
#[derive(Debug)]
pub(super) struct Note {
    pub(super) code: &'static CodeDoc,
    /// The field.
    pub(super) place: usize,
    /// The item of its list.
    pub(super) item: Option<usize>,
    pub(super) message: String,
    pub(super) proposal: Option<Proposal>,
}

/// The keys of records, as hashes.
#[derive(Clone, Debug, Default)]
pub struct Ids(HashSet<u64, FxBuildHasher>);

/// What is remembered of the records before.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// For each kind, the line on which each key was first.
    keys: [HashMap<u64, u32, FxBuildHasher>; 2],
    /// How many records have each e-mail address, and each phone number.
    contacts: [HashMap<u64, u32, FxBuildHasher>; 2],
    /// Contacts that many have.
    many: Vec<(usize, Kind, String)>,
    with_contact: [u64; 2],
    /// Zones that are communes.
    zones: HashSet<u64, FxBuildHasher>,
    hours: HashMap<u64, bool, FxBuildHasher>,
    /// For a commune and a postal code that go together: the commune's point, and how far it reaches.
    communes: HashMap<u64, ((f64, f64), f64), FxBuildHasher>,
}

/// A contact that nearly all records have.
#[derive(Debug)]
pub(super) struct Everywhere {
    pub(super) field: &'static str,
    pub(super) kind: Kind,
    pub(super) count: u32,
    pub(super) value: String,
}

const CONTACTS: [&str; 2] = ["courriel", "telephone"];
/// From how many records on the same contact is worth telling.
const MANY: u32 = 20;

/// West, south, east, north, in degrees, of the parts of France, seas between them left out.
const FRANCE: [[f64; 4]; 9] = [
    [-5.6, 41.2, 9.8, 51.3],
    [-63.3, 14.2, -60.6, 18.3],
    [-54.8, 2.0, -51.4, 6.1],
    [55.0, -21.6, 56.0, -20.7],
    [44.8, -13.2, 45.5, -12.4],
    [-56.7, 46.6, -56.0, 47.3],
    [163.0, -23.2, 168.6, -18.0],
    [-155.0, -28.0, -134.0, -7.5],
    [-178.5, -14.6, -176.0, -13.0],
];

/// Kilometres from the centre of a commune beyond which a point can hardly be in it. Arles, the largest of metropolitan
/// France, goes 40 km from its centre; those of Guyane and the atolls of the Pacific go far beyond.
fn reach(code_departement: &str) -> f64 {
    if matches!(code_departement, "973" | "986" | "987" | "988") { 300.0 } else { 40.0 }
}

/// Looks at records beyond the schema.
#[derive(Debug)]
pub(super) struct Beyond {
    territory: Option<Arc<Territory>>,
    zones: HashSet<String, FxBuildHasher>,
    /// The ids of structures, when their file was read before.
    pub(super) structures: Option<Arc<Ids>>,
}

impl Beyond {
    pub(super) fn new(territory: Option<Arc<Territory>>) -> Self {
        let mut beyond = Self { territory: None, zones: HashSet::default(), structures: None };
        if let Some(territory) = territory {
            beyond.set_territory(territory);
        }
        beyond
    }

    pub(super) fn set_territory(&mut self, territory: Arc<Territory>) {
        self.zones = territory.zones().map(str::to_owned).collect();
        self.territory = Some(territory);
    }

    /// What there is to tell. Remembers nothing of the record but whether its hours can be read.
    pub(super) fn notes(
        &self,
        release: &Release,
        kind: Kind,
        names: &Names,
        fields: &Fields<'_>,
        seen: &mut Seen,
    ) -> Vec<Note> {
        let mut notes = Vec::new();
        let Some(model) = release.model(kind) else { return notes };
        let look = Look { beyond: self, release, model, names, fields };
        look.keys(kind, seen, &mut notes);
        let commune = look.commune(seen, &mut notes);
        look.zones(seen, &mut notes);
        look.coordinates(commune, &mut notes);
        look.numbers(&mut notes);
        look.hours(seen, &mut notes);
        look.texts(&mut notes);
        notes
    }
}

struct Look<'a> {
    beyond: &'a Beyond,
    release: &'a Release,
    model: &'a Model,
    names: &'a Names,
    fields: &'a Fields<'a>,
}

impl<'a> Look<'a> {
    fn note(&self, notes: &mut Vec<Note>, code: &'static CodeDoc, field: &str, message: String) {
        self.propose(notes, code, field, message, None);
    }

    fn propose(
        &self,
        notes: &mut Vec<Note>,
        code: &'static CodeDoc,
        field: &str,
        message: String,
        proposal: Option<Proposal>,
    ) {
        if let Some(place) = self.model.place(field) {
            notes.push(Note { code, place, item: None, message, proposal });
        }
    }

    fn keys(&self, kind: Kind, seen: &Seen, notes: &mut Vec<Note>) {
        if let Some(line) =
            key(self.release, self.names, self.fields).and_then(|key| seen.keys[kind as usize].get(&key))
        {
            let message = format!(
                "Cet identifiant est déjà celui d’un enregistrement plus haut (ligne ou rang {line})."
            );
            self.note(notes, &codes::DUPLICATE_ID, "id", message);
        }
        if kind == Kind::Services
            && let Some(structures) = &self.beyond.structures
            && let Some(id) = self.fields.text(self.names.structure_id)
            && !structures.0.contains(&hash(&[&id]))
        {
            let message = "Aucune structure du fichier des structures n’a cet identifiant.".to_owned();
            self.note(notes, &codes::ORPHAN_SERVICE, "structure_id", message);
        }
    }

    /// Looks at the codes; gives the point of the commune, and how far it reaches in kilometres.
    fn commune(&self, seen: &mut Seen, notes: &mut Vec<Note>) -> Option<((f64, f64), f64)> {
        let territory = self.beyond.territory.as_ref()?;
        let code = self.fields.text(self.names.code_insee).filter(|code| !code.is_empty())?;
        let postal = self.fields.text(self.names.code_postal).unwrap_or_default();
        let key = hash(&[&code, &postal]);
        if let Some(known) = seen.communes.get(&key) {
            return Some(*known);
        }
        let Some(commune) = territory.current_commune(&code) else {
            return self.no_commune(territory, &code, notes);
        };
        let known = ((commune.lon, commune.lat), reach(commune.code_departement));
        if postal.len() == 5
            && territory.shares_postal_code(&code, &postal) == Some(false)
            && (territory.is_postal_code(&postal) || !same_departement(&postal, commune.code_departement))
        {
            let message = format!("Ce code postal n’est pas celui de {} ({}).", commune.nom, commune.code);
            self.note(notes, &codes::POSTAL_CODE_MISMATCH, "code_postal", message);
        } else {
            seen.communes.insert(key, known);
        }
        Some(known)
    }

    /// A code that no commune has today.
    fn no_commune(
        &self,
        territory: &Territory,
        code: &str,
        notes: &mut Vec<Note>,
    ) -> Option<((f64, f64), f64)> {
        let Some(successor) = territory.commune(code) else {
            let upper = code.to_uppercase();
            let proposal = territory
                .current_commune(&upper)
                .map(|_| Proposal::certain_text(&upper, "Les lettres des codes sont des majuscules."))
                .or_else(|| self.commune_by_name(territory));
            let message = "Aucune commune n’a ce code, ni aujourd’hui ni autrefois.".to_owned();
            self.propose(notes, &codes::UNKNOWN_COMMUNE, "code_insee", message, proposal);
            return None;
        };
        let message = format!(
            "Ce code n’existe plus : la commune fait maintenant partie de {} ({}).",
            successor.nom, successor.code
        );
        let why = "C’est le code de la commune qu’elle est devenue.";
        let proposal = Proposal::certain_text(successor.code, why);
        self.propose(notes, &codes::FORMER_COMMUNE, "code_insee", message, Some(proposal));
        Some(((successor.lon, successor.lat), reach(successor.code_departement)))
    }

    /// The commune whose name and postal code the record has.
    fn commune_by_name(&self, territory: &Territory) -> Option<Proposal> {
        let name = self.fields.text(self.names.commune)?;
        let postal = self.fields.text(self.names.code_postal).unwrap_or_default();
        let found = territory.suggest_places(&name, 10).into_iter().find(|place| {
            place.code.len() == 5
                && (postal.is_empty() || place.codes_postaux.iter().any(|own| *own == *postal))
        })?;
        Some(Proposal::uncertain_text(&found.code))
    }

    fn zones(&self, seen: &mut Seen, notes: &mut Vec<Note>) {
        let Some(territory) = &self.beyond.territory else { return };
        for (place, of_region) in
            [(self.names.zone_eligibilite, false), (self.names.zone_diffusion_code, true)]
        {
            let Some(place) = place else { continue };
            let Some(given) = self.fields.get(place) else { continue };
            let mut look = |item: Option<usize>, given: Given<'_>| {
                let Some(zone) = given.text() else { return };
                let known = match zone.len() {
                    5 if zone.starts_with("99") => true,
                    5 => {
                        let key = hash(&[&zone]);
                        let known = seen.zones.contains(&key) || territory.commune(&zone).is_some();
                        if known {
                            seen.zones.insert(key);
                        }
                        known
                    }
                    // Codes of régions are two digits, as those of départements are.
                    2 if of_region => true,
                    _ => zone == "france" || self.beyond.zones.contains(&*zone),
                };
                if !known {
                    let message = "Aucune commune, aucun département et aucune intercommunalité n’a ce code.";
                    notes.push(Note {
                        code: &codes::UNKNOWN_ZONE,
                        place,
                        item,
                        message: message.to_owned(),
                        proposal: None,
                    });
                }
            };
            if matches!(given.value, Value::List(_)) {
                given.items().enumerate().for_each(|(number, item)| look(Some(number), item));
            } else {
                look(None, given);
            }
        }
    }

    fn number(&self, place: Option<usize>) -> Option<f64> {
        judge::number(self.release.pydantic, self.fields.stated(place)?.value)
    }

    fn coordinates(&self, commune: Option<((f64, f64), f64)>, notes: &mut Vec<Note>) {
        let (lon, lat) = match (self.number(self.names.longitude), self.number(self.names.latitude)) {
            (Some(lon), Some(lat)) => (lon, lat),
            (None, None) => return,
            // One that is there but can't be read has been told of.
            _ if self.fields.stated(self.names.longitude).is_some()
                && self.fields.stated(self.names.latitude).is_some() =>
            {
                return;
            }
            (Some(_), None) => {
                let message = "La latitude manque : sans elle, cette longitude ne dit rien.".to_owned();
                return self.note(notes, &codes::COORDINATES_INCOMPLETE, "longitude", message);
            }
            (None, Some(_)) => {
                let message = "La longitude manque : sans elle, cette latitude ne dit rien.".to_owned();
                return self.note(notes, &codes::COORDINATES_INCOMPLETE, "latitude", message);
            }
        };
        if !in_france(lon, lat) {
            let (code, message) = if in_france(lat, lon) {
                (
                    &codes::COORDINATES_SWAPPED,
                    "La longitude et la latitude semblent échangées : le point serait en France si elles l’étaient.",
                )
            } else {
                (&codes::COORDINATES_OUTSIDE, "Ce point n’est ni en métropole ni outre-mer.")
            };
            return self.note(notes, code, "longitude", message.to_owned());
        }
        let Some((centre, reach)) = commune else { return };
        let distance = kilometres((lon, lat), centre);
        if distance > reach {
            let code = self.fields.text(self.names.code_insee).unwrap_or_default();
            let territory = self.beyond.territory.as_ref();
            let name =
                territory.and_then(|territory| territory.commune(&code)).map_or("", |commune| commune.nom);
            let message = format!("Ce point est à {} km du centre de {name} ({code}).", distance.round());
            self.note(notes, &codes::COORDINATES_FAR, "longitude", message);
        }
    }

    fn numbers(&self, notes: &mut Vec<Note>) {
        if let Some(siret) = self.fields.text(self.names.siret)
            && siret.len() == 14
            && siret.bytes().all(|byte| byte.is_ascii_digit())
            && !has_key(&siret)
        {
            let message =
                "La clé de ce numéro SIRET n’est pas la bonne : un de ses chiffres est faux.".to_owned();
            self.note(notes, &codes::SIRET_KEY, "siret", message);
        }
        if let Some(phone) = self.fields.text(self.names.telephone)
            && !is_french_phone(&phone)
        {
            let message = "Ce numéro n’a ni dix chiffres commençant par 0, ni un indicatif français, ni la forme d’un numéro court.".to_owned();
            self.note(notes, &codes::PHONE, "telephone", message);
        }
    }

    fn hours(&self, seen: &mut Seen, notes: &mut Vec<Note>) {
        let [now, before] = [self.names.horaires_accueil, self.names.horaires_ouverture];
        for (place, field) in [(now, "horaires_accueil"), (before, "horaires_ouverture")] {
            let Some(text) = self.fields.text(place).filter(|text| !text.trim().is_empty()) else {
                continue;
            };
            // The same hours come again and again.
            let readable = || text.parse::<OpeningHours>().is_ok();
            if !*seen.hours.entry(hash(&[&text])).or_insert_with(readable) {
                let message = "Ces horaires ne suivent pas la notation d’OpenStreetMap, comme « Mo-Fr 09:00-12:00,14:00-17:00 ».".to_owned();
                self.note(notes, &codes::OPENING_HOURS, field, message);
            }
        }
    }

    fn texts(&self, notes: &mut Vec<Note>) {
        for (place, property) in self.model.fields.iter().enumerate() {
            if !matches!(property.shape, crate::schema::Shape::Scalar(crate::schema::Scalar::String { .. })) {
                continue;
            }
            let Some(given) = self.fields.get(place) else { continue };
            // The value as written has every such sign too: escapes hide none.
            if has_html(given.json.as_bytes()) && given.text().is_some_and(|text| has_html(text.as_bytes())) {
                notes.push(Note {
                    code: &codes::HTML,
                    place,
                    item: None,
                    message: "Ce texte contient des balises ou des entités HTML : elles seront montrées telles quelles.".to_owned(),
                    proposal: None,
                });
            }
        }
    }
}

impl Seen {
    /// Remembers a record.
    pub(super) fn remember(
        &mut self,
        release: &Release,
        kind: Kind,
        names: &Names,
        fields: &Fields<'_>,
        line: u64,
    ) {
        if let Some(key) = key(release, names, fields) {
            // A file of more lines than this tells the last that can be told.
            self.keys[kind as usize].entry(key).or_insert(u32::try_from(line).unwrap_or(u32::MAX));
        }
        for (number, place) in [names.courriel, names.telephone].into_iter().enumerate() {
            if let Some(contact) = fields.text(place) {
                self.with_contact[number] += 1;
                let count = self.contacts[number].entry(hash(&[&contact])).or_insert(0);
                *count += 1;
                if *count == MANY {
                    self.many.push((number, kind, contact.into_owned()));
                }
            }
        }
    }

    /// The ids of the structures that were seen.
    pub(super) fn structures(&self) -> Ids {
        Ids(self.keys[Kind::Structures as usize].keys().copied().collect())
    }

    /// Contacts that more than half of the records have that have any.
    pub(super) fn everywhere(&self) -> Vec<Everywhere> {
        let mut found: Vec<Everywhere> = self
            .many
            .iter()
            .filter_map(|(number, kind, value)| {
                let count = *self.contacts[*number].get(&hash(&[value]))?;
                (u64::from(count) * 2 > self.with_contact[*number]).then(|| Everywhere {
                    field: CONTACTS[*number],
                    kind: *kind,
                    count,
                    value: value.clone(),
                })
            })
            .collect();
        found.sort_by_key(|everywhere| everywhere.field);
        found
    }
}

/// What tells a record from all others. Until 0.27, the same `id` could come from two sources.
fn key(release: &Release, names: &Names, fields: &Fields<'_>) -> Option<u64> {
    let id = fields.text(names.id)?;
    if release.version.starts_with("1.") {
        return Some(hash(&[&id]));
    }
    let source = fields.text(names.source).unwrap_or_default();
    Some(hash(&[&source, &id]))
}

fn hash(parts: &[&str]) -> u64 {
    let mut hasher = FxHasher::default();
    parts.hash(&mut hasher);
    hasher.finish()
}

fn same_departement(code_postal: &str, code_departement: &str) -> bool {
    match code_departement {
        "2A" | "2B" => code_postal.starts_with("20"),
        other => code_postal.starts_with(other),
    }
}

fn in_france(lon: f64, lat: f64) -> bool {
    FRANCE
        .iter()
        .any(|[west, south, east, north]| (*west..=*east).contains(&lon) && (*south..=*north).contains(&lat))
}

/// Kilometres between two points near each other (longitude, latitude, degrees), as on a plane: a rough limit needs no more.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let north = a.1 - b.1;
    let east = (a.0 - b.0) * ((a.1 + b.1) / 2.0).to_radians().cos();
    north.hypot(east) * 111.2
}

/// Luhn's formula; La Poste's establishments have another (Insee, « Répertoire Sirene »).
fn has_key(siret: &str) -> bool {
    let digits = || siret.bytes().map(|byte| u32::from(byte - b'0'));
    if siret.starts_with("356000000") && digits().sum::<u32>().is_multiple_of(5) {
        return true;
    }
    let luhn: u32 = digits()
        .rev()
        .enumerate()
        .map(|(at, digit)| match digit * (1 + at as u32 % 2) {
            double @ 10.. => double - 9,
            other => other,
        })
        .sum();
    luhn.is_multiple_of(10)
}

/// Country codes of France and of its parts overseas.
const COUNTRY_CODES: [&str; 9] = ["33", "262", "508", "590", "594", "596", "681", "687", "689"];

/// Whether a text may be one or several French phone numbers, however they are written. `***` stands for one that was hidden.
fn is_french_phone(text: &str) -> bool {
    // Nearly all of them.
    let usual = |byte: u8| byte.is_ascii_digit() || byte == b' ';
    if text.bytes().all(usual) && text.starts_with('0') {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        return digits == 10 || (text.starts_with("00") && is_french_phone(&format!("+{}", &text[2..])));
    }
    if text == "***" {
        return true;
    }
    let mut any = false;
    // What stands in brackets is said of a number, but for the « (0) » of +33 (0)3….
    let plain = text.replace("(0)", "");
    let outside = plain.split('(').enumerate().map(|(number, part)| {
        if number == 0 { part } else { part.split_once(')').map_or("", |(_, after)| after) }
    });
    let plain =
        outside.collect::<Vec<_>>().join(" ").replace(" ou ", "/").replace(" et ", "/").replace(" - ", "/");
    for part in plain.split(['/', ';', ',', '|', '\n']) {
        let plus = part.trim_start().starts_with('+');
        // « poste 12 » and the like.
        let number = part.split("poste").next().unwrap_or_default();
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        if digits.is_empty() {
            continue;
        }
        any = true;
        let international = digits.strip_prefix("00").or(plus.then_some(digits.as_str()));
        let sound = match international {
            Some(rest) => COUNTRY_CODES
                .iter()
                .any(|code| rest.strip_prefix(code).is_some_and(|rest| (6..=10).contains(&rest.len()))),
            None => match digits.len() {
                10 => digits.starts_with('0'),
                4 => digits.starts_with(['1', '3']),
                2 => ["15", "17", "18"].contains(&digits.as_str()),
                3 => digits.starts_with("11") || digits.starts_with("19"),
                6 => digits.starts_with("11") || is_pacific(&digits),
                8 => is_pacific(&digits),
                11 => digits.starts_with("33"),
                _ => false,
            },
        };
        if !sound {
            return false;
        }
    }
    any
}

/// Numbers of New Caledonia, French Polynesia, Wallis-et-Futuna and Saint-Pierre-et-Miquelon, which have no leading zero.
fn is_pacific(digits: &str) -> bool {
    match digits.len() {
        6 => digits.starts_with(['2', '3', '4', '5', '7', '8', '9']),
        _ => digits.starts_with("40") || digits.starts_with("8") || digits.starts_with("49"),
    }
}

/// Whether a text has a tag or an entity of HTML.
fn has_html(text: &[u8]) -> bool {
    let closed = || memchr::memrchr(b'>', text);
    let mut last_closed: Option<Option<usize>> = None;
    memchr::memchr2_iter(b'<', b'&', text).any(|at| {
        let rest = &text[at + 1..];
        if text[at] == b'<' {
            let name = rest.strip_prefix(b"/").unwrap_or(rest);
            let letters = name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).take(20).count();
            // « < b » and « a<b » are comparisons; tags close, or go on with an attribute.
            letters > 0
                && name[0].is_ascii_alphabetic()
                && matches!(name.get(letters), Some(b'>' | b'/' | b' '))
                && last_closed.get_or_insert_with(closed).is_some_and(|closed| closed > at)
        } else {
            let entity = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'#';
            let letters = rest.iter().take_while(entity).take(9).count();
            (2..=8).contains(&letters) && rest.get(letters) == Some(&b';')
        }
    })
}

/// Whether a name may be passed over in silence.
pub(super) fn is_silent(name: &str, told: &HashSet<(Kind, String)>, kind: Kind) -> bool {
    is_beside(name) || told.contains(&(kind, name.to_owned()))
}

/// The day of a service's `date_maj`, for its score.
pub(super) fn day(generation: Pydantic, names: &Names, fields: &Fields<'_>) -> Option<i32> {
    judge::day(generation, fields.stated(names.date_maj)?.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_siret() {
        assert!(has_key("13003013300016"));
        assert!(!has_key("13003013300017"));
        assert!(has_key("35600000000048"));
    }

    #[test]
    fn phones() {
        for phone in [
            "03 24 00 00 00",
            "0324000000",
            "+33 3 24 00 00 00",
            "+33 (0)3.24.00.00.00",
            "0033324000000",
            "3949",
            "115",
            "116 117",
            "+262 262 12 34 56",
            "03 24 00 00 00 / 06 00 00 00 00",
            "03 24 00 00 00 poste 12",
            "01 02 03 04 05 - 06 07 08 09 10",
            "01 02 03 04 05 (9h-12h) et 06 07 08 09 10",
            "***",
            "118 218",
        ] {
            assert!(is_french_phone(phone), "{phone}");
        }
        for phone in ["03 24 00 00", "324000000", "+32 2 123 45 67", "voir le site", "12345"] {
            assert!(!is_french_phone(phone), "{phone}");
        }
    }

    #[test]
    fn html_is_told_from_comparisons() {
        for text in ["<p>Aide", "a</b>", "&nbsp;", "&eacute;t&eacute;", "<a href=\"x\">", "<br/>", "&#39;"] {
            assert_eq!(has_html(text.as_bytes()), !text.starts_with("<p>A") || text.contains('>'), "{text}");
        }
        for text in ["a < b", "R&D; non", "moins de <18 ans>", "Q&R", "<3"] {
            assert!(!has_html(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn points() {
        assert!(in_france(4.72, 49.77) && in_france(55.45, -20.88));
        assert!(!in_france(49.77, 4.72) && !in_france(0.0, 0.0));
        assert!((kilometres((4.72, 49.77), (4.72, 50.77)) - 111.2).abs() < 0.5);
    }
}

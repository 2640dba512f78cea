//! One record of `structures.json`: an establishment as one producer describes it.

use jiff::civil::Date;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use super::french;
use super::places::Commune;
use super::texts::Context;
use super::world::{Establishment, FIRST_DAY, Planned, Stream, World, pick};

/// A structure, its fields in the order of the published columns.
#[derive(Serialize)]
pub(super) struct Structure<'a> {
    pub(super) id: String,
    pub(super) siret: Option<String>,
    pub(super) nom: String,
    pub(super) commune: Option<String>,
    pub(super) code_postal: Option<String>,
    pub(super) code_insee: Option<&'a str>,
    pub(super) adresse: Option<String>,
    pub(super) complement_adresse: Option<String>,
    pub(super) longitude: Option<f64>,
    pub(super) latitude: Option<f64>,
    pub(super) telephone: Option<String>,
    pub(super) courriel: Option<String>,
    pub(super) site_web: Option<String>,
    pub(super) description: Option<String>,
    pub(super) source: &'a str,
    /// Milliseconds since 1970-01-01, at midnight UTC.
    pub(super) date_maj: i64,
    pub(super) lien_source: Option<String>,
    pub(super) horaires_accueil: Option<&'a str>,
    pub(super) accessibilite_lieu: Option<String>,
    pub(super) reseaux_porteurs: Option<Vec<&'a str>>,
}

impl World<'_> {
    /// The record at this index of `structures.json`.
    pub(super) fn structure(&self, record: u32) -> Structure<'_> {
        let planned = self.planned(record);
        self.view(&self.establishment(planned.establishment), record, planned)
    }

    /// The id of the record at this index of `structures.json`.
    pub(super) fn structure_id(&self, establishment: &Establishment<'_>, record: u32) -> String {
        let source = &self.texts.structures.sources[usize::from(self.planned(record).source)].source;
        let mixed = u64::from(record).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let producer_id = match source.as_str() {
            "dora" | "reseau-alpha" => format!(
                "{:08x}-{:04x}-4{:03x}-9{:03x}-{:012x}",
                record,
                mixed >> 48,
                mixed >> 36 & 0xfff,
                mixed >> 24 & 0xfff,
                mixed & 0xffff_ffff_ffff
            ),
            "emplois-de-linclusion" | "monenfant" | "ma-boussole-aidants" => format!("{}", 1000 + record),
            "mediation-numerique" => {
                format!("Coopérative-{}-{record}", establishment.commune.code_departement)
            }
            "carif-oref" => format!("{:02}_{record:06}", mixed >> 58),
            _ => format!("{}-{record}", establishment.slug),
        };
        format!("{source}--{producer_id}")
    }

    fn view<'w>(&'w self, place: &Establishment<'w>, record: u32, planned: Planned) -> Structure<'w> {
        let rng = &mut self.rng(Stream::View(planned.establishment, planned.view));
        let words = &self.texts.structures;
        let source = &words.sources[usize::from(planned.source)];
        let style = if planned.view == 0 { Style::AsIs } else { Style::draw(rng) };
        let commune = place.commune;
        let address = &place.address;
        let located = rng.random_bool(0.9);
        let coded = located && rng.random_bool(0.95);
        // Producers place the same address some tens of metres apart.
        let mut shift = || if planned.view == 0 { 0.0 } else { rng.random_range(-0.0006..0.0006) };
        let (longitude, latitude) = (address.longitude + shift(), address.latitude + shift());
        let description = (rng.random_bool(0.85)).then(|| self.structure_description(place, rng));
        let reseaux_porteurs = if place.reseau_given || rng.random_bool(0.35) {
            Some(vec![place.reseau.value.as_str()])
        } else {
            rng.random_bool(0.04).then(Vec::new)
        };
        Structure {
            id: self.structure_id(place, record),
            siret: rng.random_bool(source.siret).then(|| place.siret.clone()),
            nom: french::cut(style.name(&place.nom), 150),
            commune: (located || rng.random_bool(0.6)).then(|| style.commune(&commune.nom)),
            code_postal: (located || rng.random_bool(0.4)).then(|| address.code_postal.clone()),
            code_insee: coded.then_some(commune.code_insee.as_str()),
            adresse: (located && rng.random_bool(0.95)).then(|| style.address(&address.adresse)),
            complement_adresse: address.complement.clone().filter(|_| located && planned.view < 2),
            longitude: located.then_some(longitude),
            latitude: located.then_some(latitude),
            telephone: rng.random_bool(source.telephone).then(|| style.telephone(&place.telephone)),
            courriel: rng.random_bool(source.courriel).then(|| format!("contact@{}.example.org", place.slug)),
            site_web: rng.random_bool(0.4).then(|| format!("https://{}.example.org/", place.slug)),
            description,
            source: &source.source,
            date_maj: milliseconds(recent(self.today, rng)),
            lien_source: rng.random_bool(0.8).then(|| link(&source.source, "structures", record)),
            horaires_accueil: rng.random_bool(0.3).then(|| pick(&words.horaires, rng).as_str()),
            accessibilite_lieu: (located && rng.random_bool(0.06))
                .then(|| format!("https://example.org/donnees-fictives/accessibilite/{}/", place.slug)),
            reseaux_porteurs,
        }
    }

    fn structure_description(&self, place: &Establishment<'_>, rng: &mut ChaCha8Rng) -> String {
        let context = place.context();
        let mut text = context.filled(pick(&place.nature.phrases, rng));
        let length = match rng.random_range(0..10) {
            0..2 => 0,
            2..8 => rng.random_range(400..1500),
            _ => rng.random_range(1500..2200),
        };
        append(&mut text, &context, &[&place.nature.phrases, &self.texts.structures.phrases], length, rng);
        text
    }
}

impl Establishment<'_> {
    /// What the templates say of this establishment.
    pub(super) fn context(&self) -> Context<'_> {
        Context {
            commune: self.commune,
            departement: self.departement,
            nom: self.evocative,
            reseau: &self.reseau.label,
            structure: &self.nom,
        }
    }
}

/// Appends sentences of the lists, each at most once, until the text has `length` bytes.
pub(super) fn append(
    text: &mut String,
    context: &Context<'_>,
    lists: &[&[String]],
    length: usize,
    rng: &mut ChaCha8Rng,
) {
    let emoji = rng.random_bool(0.04);
    let newline = if rng.random_bool(0.03) { "\r\n" } else { "\n" };
    for list in lists {
        let start = rng.random_range(0..list.len().max(1));
        for offset in 0..list.len() {
            if text.len() >= length {
                return;
            }
            let sentence = context.filled(&list[(start + offset) % list.len()]);
            if text.contains(&sentence) {
                continue;
            }
            match rng.random_range(0..12) {
                _ if text.is_empty() || text.ends_with('\n') => {}
                0 => text.push_str(newline),
                1 => {
                    text.push_str(newline);
                    text.push_str(newline);
                }
                _ => text.push(' '),
            }
            if emoji && rng.random_bool(0.3) {
                text.push_str(pick::<&str>(&["👉 ", "✅ ", "📞 ", "🚲 ", "🧑‍💻 "], rng));
            }
            text.push_str(&sentence);
        }
    }
}

/// How a producer spells names and addresses.
enum Style {
    AsIs,
    Capitals,
    Unaccented,
    Abbreviated,
    WithCommune,
    Hyphenless,
}

impl Style {
    fn draw(rng: &mut ChaCha8Rng) -> Self {
        match rng.random_range(0..6) {
            0 => Self::Capitals,
            1 => Self::Unaccented,
            2 => Self::Abbreviated,
            3 => Self::WithCommune,
            4 => Self::Hyphenless,
            _ => Self::AsIs,
        }
    }

    fn name(&self, name: &str) -> String {
        match self {
            Self::WithCommune => format!("{name} (antenne)"),
            Self::Abbreviated => shortened(
                name,
                &[
                    ("Centre communal d’action sociale", "CCAS"),
                    ("Association", "Asso"),
                    ("Mission locale", "ML"),
                    ("Maison départementale des solidarités", "MDS"),
                    ("Relais petite enfance", "RPE"),
                    ("Centre social", "CS"),
                    ("Espace public numérique", "EPN"),
                    ("Saint-", "St "),
                    ("Sainte-", "Ste "),
                ],
            ),
            _ => self.text(name),
        }
    }

    fn address(&self, address: &str) -> String {
        match self {
            Self::Abbreviated => shortened(
                address,
                &[(" rue ", " r. "), (" avenue ", " av. "), (" boulevard ", " bd "), (" place ", " pl. ")],
            ),
            Self::WithCommune => address.replacen(' ', ", ", 1),
            _ => self.text(address),
        }
    }

    fn commune(&self, name: &str) -> String {
        match self {
            Self::Abbreviated => shortened(name, &[("Saint-", "St-"), ("Sainte-", "Ste-")]),
            _ => self.text(name),
        }
    }

    fn text(&self, text: &str) -> String {
        match self {
            Self::Capitals => french::unaccented(text).to_uppercase(),
            Self::Unaccented => french::unaccented(text),
            Self::Hyphenless => text.replace('-', " "),
            Self::AsIs | Self::Abbreviated | Self::WithCommune => text.to_owned(),
        }
    }

    /// Ten digits: as E.164, by pairs, or in one run.
    fn telephone(&self, digits: &str) -> String {
        match self {
            Self::AsIs | Self::Unaccented => format!("+33{}", &digits[1..]),
            Self::Capitals => digits.to_owned(),
            _ => [&digits[0..2], &digits[2..4], &digits[4..6], &digits[6..8], &digits[8..]].join(" "),
        }
    }
}

fn shortened(text: &str, pairs: &[(&str, &str)]) -> String {
    pairs.iter().fold(text.to_owned(), |text, (long, short)| text.replace(long, short))
}

/// A SIRET with its two check digits right (Luhn, on the first nine digits and on all fourteen), in a range
/// that INSEE does not give: no SIREN begins with a zero.
pub(super) fn siret(rng: &mut ChaCha8Rng) -> String {
    let mut digits: Vec<u8> = vec![0];
    digits.extend((0..7).map(|_| rng.random_range(0..10)));
    digits.push(luhn(&digits));
    digits.extend([0, 0, 0, rng.random_range(0..4)]);
    digits.push(luhn(&digits));
    digits.iter().map(|digit| char::from(b'0' + digit)).collect()
}

/// The digit that, put after these, makes their Luhn sum a multiple of ten.
fn luhn(digits: &[u8]) -> u8 {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(rank, &digit)| {
            let value = u32::from(digit) * if rank % 2 == 0 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum();
    ((10 - sum % 10) % 10) as u8
}

/// A number of the ranges that Arcep keeps for fiction, as ten digits; near the commune's own area where there
/// is such a range.
pub(super) fn telephone(commune: &Commune, rng: &mut ChaCha8Rng) -> String {
    let prefix = match commune.code_region.as_str() {
        _ if rng.random_bool(0.15) => "063998",
        "11" => "019900",
        "53" | "52" | "28" | "24" | "04" | "06" => "026191",
        "32" | "44" | "27" => "035301",
        "84" | "93" | "94" => "046571",
        _ => "053649",
    };
    format!("{prefix}{:04}", rng.random_range(0..10_000))
}

/// A day between [`FIRST_DAY`] and `today`, more often a recent one.
pub(super) fn recent(today: Date, rng: &mut ChaCha8Rng) -> Date {
    let days = f64::from(days_between(FIRST_DAY, today));
    let back = (days * rng.random::<f64>().powi(3)) as i64;
    today.saturating_sub(jiff::SignedDuration::from_hours(24 * back))
}

/// Whole days from one date to another.
pub(super) fn days_between(from: Date, to: Date) -> i32 {
    (to.duration_since(from).as_hours() / 24) as i32
}

/// Midnight UTC, in milliseconds since 1970-01-01.
pub(super) fn milliseconds(date: Date) -> i64 {
    i64::from(days_between(Date::constant(1970, 1, 1), date)) * 86_400_000
}

/// Where the producer would show the record: an address that says it is made up.
pub(super) fn link(source: &str, file: &str, record: u32) -> String {
    format!("https://example.org/donnees-fictives/{source}/{file}/{record}")
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn a_siret_passes_both_checks_and_belongs_to_nobody() {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        for _ in 0..100 {
            let siret = siret(&mut rng);
            let digits: Vec<u8> = siret.bytes().map(|byte| byte - b'0').collect();
            assert_eq!(digits.len(), 14);
            assert_eq!(digits[0], 0);
            assert_eq!(luhn(&digits[..8]), digits[8]);
            assert_eq!(luhn(&digits[..13]), digits[13]);
        }
        // 732 829 320 00074 is INSEE's own example.
        assert_eq!(luhn(&[7, 3, 2, 8, 2, 9, 3, 2]), 0);
        assert_eq!(luhn(&[7, 3, 2, 8, 2, 9, 3, 2, 0, 0, 0, 0, 7]), 4);
    }

    #[test]
    fn dates_are_milliseconds_at_midnight() {
        assert_eq!(milliseconds(Date::constant(2025, 2, 14)), 1_739_491_200_000);
    }
}

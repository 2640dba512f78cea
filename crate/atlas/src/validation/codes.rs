//! What we look at beyond the schema: each with its code, its gravity and why it matters.
//!
//! The schema lets pass what the official pipeline, or whoever looks for a service, then stumbles on. None of these is an
//! error: the record is valid.

use super::report::Severity;
use serde::Serialize;
use std::fmt::Write;

/// One thing that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CodeDoc {
    /// Its code: stable.
    pub code: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What it is, in French.
    pub title: &'static str,
    /// What is looked at.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// A value that is told of.
    pub example: &'static str,
}

macro_rules! codes {
    ($($name:ident: $code:literal, $severity:ident, $title:literal, $what:literal, $why:literal, $example:literal;)*) => {
        $(pub(super) const $name: CodeDoc = CodeDoc {
            code: $code,
            severity: Severity::$severity,
            title: $title,
            what: $what,
            why: $why,
            example: $example,
        };)*
        static CODES: &[CodeDoc] = &[$($name),*];
    };
}

codes! {
    UNKNOWN_COMMUNE: "unknown_commune", Warning,
        "Le code de la commune n’existe pas",
        "« code_insee » n’est ni le code d’une commune, d’un arrondissement ou d’une commune déléguée d’aujourd’hui, ni celui d’une ancienne commune.",
        "L’API de data·inclusion écarte les enregistrements dont la commune est inconnue : personne ne les trouve.",
        "08999";
    FORMER_COMMUNE: "former_commune", Warning,
        "La commune a changé de code",
        "« code_insee » est le code d’une ancienne commune, qui en a rejoint une autre.",
        "L’API de data·inclusion ne connaît que les codes d’aujourd’hui.",
        "01003, devenue 01165 (Francheleins)";
    POSTAL_CODE_MISMATCH: "postal_code_mismatch", Warning,
        "Le code postal n’est pas celui de la commune",
        "« code_postal » est le code d’autres communes que celle de « code_insee », ou celui d’un autre département.",
        "L’un des deux est faux : le service sera cherché au mauvais endroit.",
        "code_insee 08105, code_postal 75011";
    UNKNOWN_ZONE: "unknown_zone", Warning,
        "La zone d’éligibilité n’existe pas",
        "Un code de « zone_eligibilite » n’est ni celui d’une commune, ni celui d’un département ou d’une intercommunalité, ni un pays, ni « france ».",
        "Personne n’habite cette zone : le service ne sera proposé à personne.",
        "99 (aucun département)";
    COORDINATES_INCOMPLETE: "coordinates_incomplete", Warning,
        "Il manque une des deux coordonnées",
        "« longitude » est remplie sans « latitude », ou l’inverse.",
        "Sans les deux, le service n’a pas de position et n’est pas trouvé autour d’un lieu.",
        "longitude 4.72, latitude vide";
    COORDINATES_SWAPPED: "coordinates_swapped", Warning,
        "La longitude et la latitude semblent échangées",
        "Le point n’est pas en France, mais il y serait si les deux nombres étaient échangés.",
        "Le service sera montré à des milliers de kilomètres.",
        "longitude 49.77, latitude 4.72";
    COORDINATES_OUTSIDE: "coordinates_outside", Warning,
        "Le point n’est pas en France",
        "Les coordonnées ne sont ni en métropole ni outre-mer.",
        "Le service ne sera trouvé autour d’aucune commune.",
        "longitude 0, latitude 0";
    COORDINATES_FAR: "coordinates_far", Warning,
        "Le point est loin de la commune",
        "Le point est à plus de 40 km du centre de la commune de « code_insee » (300 km en Guyane et dans les collectivités du Pacifique).",
        "La commune ou le point est faux.",
        "code_insee 08105, point à Lyon";
    SIRET_KEY: "siret_key", Warning,
        "Le numéro SIRET n’a pas la bonne clé",
        "Les chiffres d’un SIRET obéissent à la formule de Luhn (pour La Poste, leur somme est un multiple de 5).",
        "Un chiffre est faux : l’établissement ne sera pas reconnu.",
        "13003013300017";
    DUPLICATE_ID: "duplicate_id", Warning,
        "Cet identifiant est déjà pris",
        "Deux enregistrements du même fichier ont le même « id » (jusqu’au schéma 0.27 : le même « id » et la même « source »).",
        "Un seul des deux sera gardé.",
        "exemple--1, deux fois";
    ORPHAN_SERVICE: "orphan_service", Warning,
        "La structure de ce service n’est pas dans le fichier des structures",
        "« structure_id » n’est l’« id » d’aucune structure du fichier vérifié en même temps.",
        "L’API de data·inclusion écarte les services sans structure.",
        "structure_id exemple--404";
    PHONE: "phone", Warning,
        "Ce numéro de téléphone n’est pas français",
        "« telephone » n’a ni dix chiffres commençant par 0, ni un indicatif +33 ou d’outre-mer, ni la forme d’un numéro court.",
        "Personne ne pourra appeler.",
        "03 24 00 00";
    DUPLICATE_KEY: "duplicate_key", Warning,
        "Ce champ est écrit deux fois",
        "Le même nom figure deux fois dans un enregistrement : la dernière valeur compte.",
        "L’autre valeur est perdue sans que rien ne le dise.",
        "{\"nom\": \"A\", \"nom\": \"B\"}";
    ROW_LENGTH: "row_length", Warning,
        "Cette ligne a trop de cellules",
        "Une ligne du tableau a des cellules au-delà de la dernière colonne de l’en-tête.",
        "Un séparateur non protégé a sans doute décalé les valeurs : la suite de la ligne est fausse.",
        "Un nom qui contient une virgule, sans guillemets";
    SHORT_ROW: "short_row", Warning,
        "Cette ligne n’a pas assez de cellules",
        "Une ligne d’un fichier CSV se termine avant la dernière colonne de l’en-tête.",
        "Les colonnes qui manquent sont lues comme vides ; un retour à la ligne sans guillemets a peut-être coupé la ligne en deux.",
        "Une description sur deux lignes, sans guillemets";
    UNKNOWN_FIELD: "unknown_field", Info,
        "Ce champ n’est pas dans le schéma",
        "Un nom de champ n’est pas de cette version du schéma. Chaque nom n’est signalé qu’une fois.",
        "Sa valeur ne sera lue par personne ; c’est peut-être une faute de frappe dans le nom.",
        "thematique au lieu de thematiques";
    OPENING_HOURS: "opening_hours", Info,
        "Ces horaires ne sont pas lisibles par un programme",
        "Les horaires ne suivent pas la notation d’OpenStreetMap.",
        "On ne pourra pas dire si le lieu est ouvert.",
        "du lundi au vendredi de 9h à 17h";
    HTML: "html", Info,
        "Ce texte contient des restes de HTML",
        "Un texte contient une balise ou une entité HTML.",
        "Elles seront montrées telles quelles.",
        "<p>Aide &agrave; la mobilit&eacute;</p>";
    SAME_CONTACT: "same_contact", Info,
        "Le même contact est donné presque partout",
        "Plus de la moitié des enregistrements qui ont un courriel ou un téléphone ont le même, et ils sont vingt au moins.",
        "C’est sans doute le contact du producteur, pas celui des lieux : on n’y joindra pas le service.",
        "contact@exemple.fr, 412 fois";
}

/// Everything that is looked at beyond the schema.
pub fn codes() -> &'static [CodeDoc] {
    CODES
}

/// The documentation of [`codes`], in Markdown: `docs/findings.md`.
pub fn documentation() -> String {
    let mut text = String::from(
        "# Ce que le valideur signale au-delà du schéma\n\n\
         Les règles du schéma sont celles du paquet officiel, et leurs codes les siens (`missing`, `enum`, \
         `string_too_long`…). Voici les nôtres. Aucune n’est une erreur : l’enregistrement reste valide.\n\n\
         *Page faite par le code : `UPDATE_DOCS=1 cargo test -p atlas --test validation documentation`.*\n",
    );
    for CodeDoc { code, severity, title, what, why, example } in CODES {
        let severity = match severity {
            Severity::Error => "erreur",
            Severity::Warning => "avertissement",
            Severity::Info => "information",
        };
        let _ = write!(
            text,
            "\n## `{code}`\n\n**{title}** ({severity}).\n\n{what}\n\n{why}\n\nExemple : {example}\n"
        );
    }
    text
}

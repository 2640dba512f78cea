//! The fields of schema v1, in the order of the published files.

/// A field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, as published.
    pub name: &'static str,
    /// What its values are, when they aren't null.
    pub kind: FieldType,
}

/// The type of a field's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// The key of a record.
    Id,
    /// The key of another record.
    Link,
    /// A text of its own: names, descriptions, addresses.
    Text,
    /// A long text that is seldom shown and never searched in a hurry: kept packed.
    LongText,
    /// A text that many records share: a vocabulary's value, a commune, a source.
    Code,
    /// A list of such texts.
    Codes,
    /// A day. Published as epoch milliseconds, or `YYYY-MM-DD`.
    Date,
    /// A number.
    Number,
}

const fn id(name: &'static str) -> Field {
    Field { name, kind: FieldType::Id }
}
const fn link(name: &'static str) -> Field {
    Field { name, kind: FieldType::Link }
}
const fn text(name: &'static str) -> Field {
    Field { name, kind: FieldType::Text }
}
const fn long_text(name: &'static str) -> Field {
    Field { name, kind: FieldType::LongText }
}
const fn code(name: &'static str) -> Field {
    Field { name, kind: FieldType::Code }
}
const fn codes(name: &'static str) -> Field {
    Field { name, kind: FieldType::Codes }
}
const fn date(name: &'static str) -> Field {
    Field { name, kind: FieldType::Date }
}
const fn number(name: &'static str) -> Field {
    Field { name, kind: FieldType::Number }
}

/// Fields of a structure.
pub static STRUCTURE_FIELDS: [Field; 20] = [
    id("id"),
    text("siret"),
    text("nom"),
    text("commune"),
    text("code_postal"),
    code("code_insee"),
    text("adresse"),
    text("complement_adresse"),
    number("longitude"),
    number("latitude"),
    text("telephone"),
    text("courriel"),
    text("site_web"),
    long_text("description"),
    code("source"),
    date("date_maj"),
    text("lien_source"),
    text("horaires_accueil"),
    text("accessibilite_lieu"),
    codes("reseaux_porteurs"),
];

/// Fields of a service: the schema's, and the published `score_qualite`.
pub static SERVICE_FIELDS: [Field; 34] = [
    id("id"),
    link("structure_id"),
    code("source"),
    text("nom"),
    text("conditions_acces"),
    text("description"),
    code("type"),
    codes("thematiques"),
    code("frais"),
    text("frais_precisions"),
    codes("publics"),
    text("publics_precisions"),
    text("commune"),
    text("code_postal"),
    code("code_insee"),
    text("adresse"),
    text("complement_adresse"),
    number("longitude"),
    number("latitude"),
    text("horaires_accueil"),
    text("lien_source"),
    text("telephone"),
    text("courriel"),
    text("contact_nom_prenom"),
    date("date_maj"),
    text("lien_mobilisation"),
    codes("mobilisable_par"),
    text("mobilisation_precisions"),
    codes("modes_accueil"),
    codes("modes_mobilisation"),
    codes("zone_eligibilite"),
    number("volume_horaire_hebdomadaire"),
    number("nombre_semaines"),
    number("score_qualite"),
];

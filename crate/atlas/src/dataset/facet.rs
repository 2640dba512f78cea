//! Fields that a search can be narrowed by, value by value.

use super::bitmap::{Bitmap, Bitmaps};
use crate::schema::vocabularies;

/// A field of services whose values a search can be narrowed by and are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// `thematiques`
    Thematiques,
    /// `publics`
    Publics,
    /// `frais`
    Frais,
    /// `type`
    Types,
    /// `modes_accueil`
    ModesAccueil,
    /// `modes_mobilisation`
    ModesMobilisation,
    /// `mobilisable_par`
    MobilisablePar,
    /// `source`
    Sources,
    /// `reseaux_porteurs`, of a structure and so of its services.
    ReseauxPorteurs,
}

impl Facet {
    /// All facets.
    pub const ALL: [Facet; 9] = [
        Self::Thematiques,
        Self::Publics,
        Self::Frais,
        Self::Types,
        Self::ModesAccueil,
        Self::ModesMobilisation,
        Self::MobilisablePar,
        Self::Sources,
        Self::ReseauxPorteurs,
    ];

    /// Its name as a parameter and among the counts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Types => "types",
            Self::Sources => "sources",
            _ => self.field(),
        }
    }

    /// The field of a record that holds its values.
    pub fn field(self) -> &'static str {
        match self {
            Self::Thematiques => "thematiques",
            Self::Publics => "publics",
            Self::Frais => "frais",
            Self::Types => "type",
            Self::ModesAccueil => "modes_accueil",
            Self::ModesMobilisation => "modes_mobilisation",
            Self::MobilisablePar => "mobilisable_par",
            Self::Sources => "source",
            Self::ReseauxPorteurs => "reseaux_porteurs",
        }
    }

    /// The schema's vocabulary of its values. Sources have none: any may come.
    pub fn vocabulary(self) -> Option<&'static str> {
        Some(match self {
            Self::Thematiques => "Thematique",
            Self::Publics => "Public",
            Self::Frais => "Frais",
            Self::Types => "TypeService",
            Self::ModesAccueil => "ModeAccueil",
            Self::ModesMobilisation => "ModeMobilisation",
            Self::MobilisablePar => "PersonneMobilisatrice",
            Self::Sources => return None,
            Self::ReseauxPorteurs => "ReseauPorteur",
        })
    }

    /// The values of its vocabulary, in the schema's order.
    pub fn known_values(self) -> &'static [String] {
        self.vocabulary().map_or(&[], |name| vocabularies().values(name))
    }

    /// The values that have a set in its column. Files from before schema v1 have categories among their thématiques.
    pub(super) fn column_values(self) -> Vec<String> {
        let mut values = self.known_values().to_vec();
        if self == Self::Thematiques {
            values.extend_from_slice(vocabularies().values("Categorie"));
        }
        values
    }
}

/// The records of each value of a facet, and those that state none.
#[derive(Clone, Debug)]
pub struct FacetColumn {
    /// The records of each value.
    pub values: Bitmaps,
    /// Records where the field is null or empty.
    pub unstated: Bitmap,
}

impl FacetColumn {
    /// Records that have at least one of the values.
    pub fn any(&self, wanted: &[String]) -> Bitmap {
        self.values.any(|value| wanted.iter().any(|wanted| wanted == value))
    }
}

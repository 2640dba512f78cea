//! A record's members, by the fields of a model.

use crate::reader::{Fault, Key, Members, RawString, Value};
use crate::schema::Model;
use std::borrow::Cow;

/// More fields than any release has.
const MOST: usize = 48;

/// A value, and how it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given<'a> {
    pub(super) value: Value<'a>,
    pub(super) json: &'a str,
}

impl<'a> Given<'a> {
    /// A text; `None` for any other value.
    pub(super) fn text(self) -> Option<Cow<'a, str>> {
        if let Value::String(text) = self.value { Some(text.text()) } else { None }
    }

    /// The items of a list; none for any other value.
    pub(super) fn items(self) -> impl Iterator<Item = Given<'a>> {
        self.value.items_as_written().map(|(value, json)| Given { value, json })
    }

    /// Whether a list has a text.
    pub(super) fn has(self, wanted: &str) -> bool {
        self.value.items().any(|item| matches!(item, Value::String(text) if text.with(|text| text == wanted)))
    }
}

/// What is given for each field of a model.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    given: [Option<Given<'a>>; MOST],
}

impl<'a> Fields<'a> {
    pub(super) fn new() -> Self {
        Self { given: [None; MOST] }
    }

    pub(super) fn get(&self, place: usize) -> Option<Given<'a>> {
        self.given[place]
    }

    /// What is given for a field and isn't null.
    pub(super) fn stated(&self, place: Option<usize>) -> Option<Given<'a>> {
        self.get(place?).filter(|given| !matches!(given.value, Value::Null))
    }

    /// The text of a field.
    pub(super) fn text(&self, place: Option<usize>) -> Option<Cow<'a, str>> {
        self.stated(place)?.text()
    }
}

macro_rules! names {
    ($($name:ident),* $(,)?) => {
        /// The places of the fields that are looked at by name, where the model has them: for each record again, looking
        /// names up would cost more than what is looked at.
        #[derive(Debug)]
        pub(super) struct Names {
            $(pub(super) $name: Option<usize>),*
        }

        impl Names {
            pub(super) fn new(model: &Model) -> Self {
                Self { $($name: model.place(stringify!($name))),* }
            }
        }
    };
}

names!(
    id,
    source,
    structure_id,
    description,
    date_maj,
    thematiques,
    frais,
    frais_precisions,
    publics,
    commune,
    code_postal,
    code_insee,
    adresse,
    longitude,
    latitude,
    telephone,
    courriel,
    modes_accueil,
    zone_eligibilite,
    zone_diffusion_code,
    lien_mobilisation,
    modes_mobilisation,
    mobilisable_par,
    horaires_accueil,
    horaires_ouverture,
    siret,
);

/// A member that isn't a field of the model, or that was given before.
#[derive(Debug)]
pub(super) struct Other<'a> {
    pub(super) key: Cow<'a, str>,
    pub(super) given: Given<'a>,
}

/// All members of a record.
#[derive(Debug)]
pub(super) struct All<'a> {
    pub(super) fields: Fields<'a>,
    pub(super) unknown: Vec<Other<'a>>,
    /// Members that a later one of the same name replaces, as Python's reader does.
    pub(super) replaced: Vec<Other<'a>>,
}

/// Reads every member, whatever it is.
///
/// # Errors
/// Where the record isn't JSON.
pub(super) fn read_all<'a>(members: Members<'a>, model: &Model) -> Result<All<'a>, Fault> {
    let mut all = All { fields: Fields::new(), unknown: Vec::new(), replaced: Vec::new() };
    for member in members {
        let member = member?;
        let given = Given { value: member.value, json: member.json };
        let key = member.key.text();
        match model.place(&key) {
            Some(place) => {
                if let Some(before) = all.fields.given[place].replace(given) {
                    all.replaced.push(Other { key, given: before });
                }
            }
            None => all.unknown.push(Other { key, given }),
        }
    }
    Ok(all)
}

/// The order of members that records usually have: comparing a name with the likely one is quicker than looking it up.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// `"name":`, and the place of the field; none for a name that may be passed over.
    keys: Vec<(String, Option<u8>)>,
}

impl Order {
    /// Reads the record that a text begins with into empty `fields`, when there is nothing to say of its members: each
    /// is a field, or is one that `may_ignore`, and none comes twice.
    pub(super) fn read<'a>(
        &mut self,
        members: &mut Members<'a>,
        model: &Model,
        fields: &mut Fields<'a>,
        may_ignore: impl Fn(&str) -> bool,
    ) -> Option<()> {
        let mut at = 0;
        loop {
            let expected = self.keys.get(at);
            let place = match members.next_key(expected.map_or("", |(key, _)| key)).ok()? {
                None => return Some(()),
                Some(Key::Expected) => expected.and_then(|(_, place)| *place),
                Some(Key::Other(key)) => self.learn(at, key, model, &may_ignore)?,
            };
            let (value, json) = members.value().ok()?;
            if let Some(place) = place
                && fields.given[usize::from(place)].replace(Given { value, json }).is_some()
            {
                return None;
            }
            at += 1;
        }
    }

    /// The place of a name, which is then expected here in the next record. `None` when the name must be told of.
    #[expect(clippy::option_option, reason = "the inner one is a name to pass over")]
    fn learn(
        &mut self,
        at: usize,
        key: RawString<'_>,
        model: &Model,
        may_ignore: &impl Fn(&str) -> bool,
    ) -> Option<Option<u8>> {
        let name = key.plain()?;
        let place = model.place(name).map(|place| place as u8);
        if place.is_none() && !may_ignore(name) {
            return None;
        }
        if at < MOST {
            self.keys.truncate(at);
            if self.keys.len() == at {
                self.keys.push((format!("\"{name}\":"), place));
            }
        }
        Some(place)
    }
}

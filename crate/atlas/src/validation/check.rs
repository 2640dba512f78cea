//! What a release says of a record: the fields one by one in the release's order, then the record as a whole.
//!
//! The same code judges every record twice over: once only to know whether there is anything to say, which is quick and
//! keeps nothing, and a second time, when there is, to collect it.

use super::fields::{Fields, Given, Other};
use super::judge::{self, Code};
use crate::reader::Value;
use crate::schema::{FieldCheck, FieldRule, List, Model, Property, Pydantic, RecordRule, Release, Shape};
use std::cell::OnceCell;

/// Where an issue is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'a> {
    /// The record itself.
    Record,
    /// The record, as the releases of pydantic 1 call it.
    Root,
    /// A field, by its place in the model, and an item of its list.
    Field(usize, Option<usize>),
    /// A member that is no field.
    Other(&'a Other<'a>),
}

/// Something that the release refuses, or warns of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Issue<'a> {
    pub(super) code: Code,
    pub(super) warning: bool,
    pub(super) place: Place<'a>,
    /// The value; none when it is missing.
    pub(super) given: Option<Given<'a>>,
    /// The rule that isn't met, when it is one beyond the field's shape.
    pub(super) rule: Option<&'a FieldCheck>,
}

/// Takes issues.
pub(super) trait Issues<'a> {
    fn add(&mut self, issue: Issue<'a>);
}

/// Whether there was any.
#[derive(Debug, Default)]
pub(super) struct Any(pub(super) bool);

impl<'a> Issues<'a> for Any {
    fn add(&mut self, _: Issue<'a>) {
        self.0 = true;
    }
}

impl<'a> Issues<'a> for Vec<Issue<'a>> {
    fn add(&mut self, issue: Issue<'a>) {
        self.push(issue);
    }
}

/// What is judged against: a model of a release, and the day that counts as today (days since 1970-01-01).
#[derive(Clone, Copy, Debug)]
pub(super) struct Against<'a> {
    pub(super) release: &'a Release,
    pub(super) model: &'a Model,
    pub(super) today: i32,
    /// Whether `source` may be missing: the official template of sheets doesn't ask for it.
    pub(super) without_source: bool,
}

impl<'a> Against<'a> {
    /// Everything that the release says of a record's members.
    pub(super) fn check(&self, fields: &Fields<'a>, unknown: &'a [Other<'a>], issues: &mut impl Issues<'a>) {
        let mut passed = 0u64;
        for (place, property) in self.model.fields.iter().enumerate() {
            if self.field(place, property, fields.get(place), issues) {
                passed |= 1 << place;
            }
        }
        if self.release.extra_forbidden {
            for other in unknown {
                let place = Place::Other(other);
                issues.add(Issue {
                    code: "extra_forbidden",
                    warning: false,
                    place,
                    given: Some(other.given),
                    rule: None,
                });
            }
        }
        for RecordRule::AtLeastOne(places) in &self.model.rules {
            let stated = |&place: &usize| {
                passed & (1 << place) != 0
                    && fields.get(place).is_some_and(|given| !matches!(given.value, Value::Null))
            };
            if !places.iter().any(stated) {
                issues.add(Issue {
                    code: "value_error",
                    warning: false,
                    place: Place::Root,
                    given: None,
                    rule: None,
                });
            }
        }
    }

    /// Whether a field is as it should be, warnings aside.
    fn field(
        &self,
        place: usize,
        property: &'a Property,
        given: Option<Given<'a>>,
        issues: &mut impl Issues<'a>,
    ) -> bool {
        let at = Place::Field(place, None);
        let Some(given) = given else {
            let missing = property.required && !(self.without_source && property.name == "source");
            if missing {
                issues.add(Issue { code: "missing", warning: false, place: at, given: None, rule: None });
            }
            return !missing;
        };
        if property.nullable && matches!(given.value, Value::Null) {
            return true;
        }
        let sound = match &property.shape {
            Shape::List(list) => self.list(place, list, given, issues),
            shape => match self.one(shape, given.value) {
                Ok(()) => true,
                Err(code) => {
                    issues.add(Issue { code, warning: false, place: at, given: Some(given), rule: None });
                    false
                }
            },
        };
        let day = OnceCell::new();
        sound
            && match property.rules.iter().find(|rule| !self.meets(rule, given, &day)) {
                Some(FieldRule { check, warning, code }) => {
                    issues.add(Issue {
                        code,
                        warning: *warning,
                        place: at,
                        given: Some(given),
                        rule: Some(check),
                    });
                    *warning
                }
                None => true,
            }
    }

    /// Whether a field, or an item of its list, takes a value, its rules aside.
    pub(super) fn takes(&self, property: &Property, item: bool, value: Value<'_>) -> bool {
        match &property.shape {
            _ if property.nullable && !item && matches!(value, Value::Null) => true,
            Shape::List(list) if item => self.one(&list.items, value).is_ok(),
            Shape::List(list) => {
                matches!(value, Value::List(_))
                    && value.items().count() >= list.min_items
                    && value.items().all(|value| self.one(&list.items, value).is_ok())
            }
            shape => self.one(shape, value).is_ok(),
        }
    }

    /// One value, not a list.
    fn one(&self, shape: &Shape, value: Value<'_>) -> Result<(), Code> {
        let generation = self.release.pydantic;
        match shape {
            Shape::Scalar(wanted) => judge::scalar(generation, wanted, value),
            Shape::Enum(vocabulary) => match value {
                Value::String(text) if text.with(|text| vocabulary.place(text)).is_some() => Ok(()),
                _ => Err("enum"),
            },
            Shape::Union(members) => {
                if members.iter().any(|wanted| judge::scalar(generation, wanted, value).is_ok()) {
                    Ok(())
                } else {
                    Err("union")
                }
            }
            Shape::List(list) => Err(list_type(list, generation)),
        }
    }

    fn list(&self, place: usize, list: &'a List, given: Given<'a>, issues: &mut impl Issues<'a>) -> bool {
        if !matches!(given.value, Value::List(_)) {
            let code = list_type(list, self.release.pydantic);
            let place = Place::Field(place, None);
            issues.add(Issue { code, warning: false, place, given: Some(given), rule: None });
            return false;
        }
        let mut sound = true;
        let mut count = 0;
        for (number, item) in given.items().enumerate() {
            count += 1;
            if let Err(code) = self.one(&list.items, item.value) {
                sound = false;
                let place = Place::Field(place, Some(number));
                issues.add(Issue { code, warning: false, place, given: Some(item), rule: None });
            }
        }
        // Repeated values of a set count once, but no release asks for more than one.
        if sound && count < list.min_items {
            let place = Place::Field(place, None);
            issues.add(Issue { code: "too_short", warning: false, place, given: Some(given), rule: None });
            return false;
        }
        sound
    }

    /// `day` is that of the value, once a rule has asked for it.
    fn meets(&self, rule: &FieldRule, given: Given<'_>, day: &OnceCell<Option<i32>>) -> bool {
        let day = || *day.get_or_init(|| judge::day(self.release.pydantic, given.value));
        match &rule.check {
            FieldCheck::DateMin { day: least, .. } => day().is_none_or(|day| day >= *least),
            FieldCheck::DateMaxToday => day().is_none_or(|day| day <= self.today),
            FieldCheck::Alone(value) => {
                let other =
                    |item: Value<'_>| !matches!(item, Value::String(text) if text.with(|text| text == value));
                !given.has(value) || !given.value.items().any(other)
            }
            FieldCheck::NoFinalStop(except) => {
                let Value::String(text) = given.value else { return true };
                text.with(|text| !text.ends_with('.') || text.ends_with(except.as_str()))
            }
        }
    }
}

fn list_type(list: &List, generation: Pydantic) -> Code {
    if list.set && generation == Pydantic::Two { "set_type" } else { "list_type" }
}

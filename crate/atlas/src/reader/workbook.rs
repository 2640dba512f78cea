//! What a workbook has beside its sheets: their names, the texts that they share, what numbers are shown as.

use super::ReadErrorKind;
use super::inflate::Package;
use super::markup::{Markup, attribute};
use super::serial::Shown;
use crate::buffers::Strings;
use quick_xml::events::Event;
use rustc_hash::FxHashMap;

/// A workbook that is open.
pub(super) struct Book {
    /// Those that hold tables, in order.
    pub(super) sheets: Vec<Sheet>,
    pub(super) texts: Strings,
    /// What numbers are shown as, by style.
    pub(super) styles: Vec<Shown>,
    /// Whether days are counted from 1904 on.
    pub(super) from_1904: bool,
}

pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) path: String,
}

impl Book {
    pub(super) fn open(package: &mut Package<'_>) -> Result<Self, ReadErrorKind> {
        let path = path_of("officeDocument", &relations(package, "")?, "", "xl/workbook.xml");
        let relations = relations(package, &path)?;
        let mut sheets = Vec::new();
        let mut from_1904 = false;
        markup(package, &path)?.ok_or(ReadErrorKind::Workbook)?.each(&["workbook"], |name, element| {
            match name {
                "workbookPr" => from_1904 |= ["1", "true"].contains(&&*attribute(element, "date1904")?),
                "sheet" => {
                    let id = attribute(element, "id")?;
                    let relation = relations.iter().find(|relation| relation.id == id);
                    let relation = relation.ok_or(ReadErrorKind::Workbook)?;
                    let name = attribute(element, "name")?.into_owned();
                    let sheet = Sheet { name, path: relation.path.clone() };
                    sheets.extend((relation.kind == "worksheet").then_some(sheet));
                }
                _ => {}
            }
            Ok(())
        })?;
        let texts = texts(package, &path_of("sharedStrings", &relations, &path, "sharedStrings.xml"))?;
        let styles = styles(package, &path_of("styles", &relations, &path, "styles.xml"))?;
        Ok(Self { sheets, texts, styles, from_1904 })
    }
}

/// The XML file of this path, if there is one.
pub(super) fn markup<'a>(
    package: &'a mut Package<'_>,
    path: &str,
) -> Result<Option<Markup<'a>>, ReadErrorKind> {
    package.file(path)?.map(Markup::new).transpose()
}

/// How a file of a workbook leads to another.
struct Relation {
    id: String,
    /// The last word of its type, which is the same in both editions of the standard.
    kind: String,
    path: String,
}

/// Where the file of this path leads to.
fn relations(package: &mut Package<'_>, path: &str) -> Result<Vec<Relation>, ReadErrorKind> {
    let mut relations = Vec::new();
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let Some(mut markup) = markup(package, &resolved(folder, &format!("_rels/{name}.rels")))? else {
        return Ok(relations);
    };
    markup.each(&["Relationships"], |name, element| {
        if name == "Relationship" {
            relations.push(Relation {
                id: attribute(element, "Id")?.into_owned(),
                kind: attribute(element, "Type")?.rsplit('/').next().unwrap_or_default().to_owned(),
                path: resolved(folder, &attribute(element, "Target")?),
            });
        }
        Ok(())
    })?;
    Ok(relations)
}

/// Where the file at `from` leads to by a relation of this kind, else where it usually does.
fn path_of(kind: &str, relations: &[Relation], from: &str, usual: &str) -> String {
    match relations.iter().find(|relation| relation.kind == kind) {
        Some(relation) => relation.path.clone(),
        None => resolved(from.rsplit_once('/').map_or("", |(folder, _)| folder), usual),
    }
}

/// A path as seen from a folder.
fn resolved(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            _ => path.push(step),
        }
    }
    path.retain(|step| !matches!(*step, "" | "."));
    path.join("/")
}

/// Texts that cells know by their number.
fn texts(package: &mut Package<'_>, path: &str) -> Result<Strings, ReadErrorKind> {
    let mut texts = Strings::default();
    let Some(mut markup) = markup(package, path)? else { return Ok(texts) };
    let mut text = String::new();
    loop {
        match markup.event()? {
            Event::Start(element) if element.local_name().into_inner() == "si" => {
                text.clear();
                markup.rich_text("si", &mut text)?;
                texts.push(&text);
            }
            Event::End(element) if element.local_name().into_inner() == "sst" => return Ok(texts),
            _ => {}
        }
    }
}

/// What numbers are shown as, by style.
fn styles(package: &mut Package<'_>, path: &str) -> Result<Vec<Shown>, ReadErrorKind> {
    let mut styles = Vec::new();
    let Some(mut markup) = markup(package, path)? else { return Ok(styles) };
    let mut own: FxHashMap<u32, Shown> = FxHashMap::default();
    let mut of_cells = false;
    markup.each(&["cellXfs", "styleSheet"], |name, element| {
        let id = || Ok::<_, ReadErrorKind>(attribute(element, "numFmtId")?.parse().unwrap_or(0));
        match name {
            "cellXfs" => of_cells = true,
            "numFmt" => drop(own.insert(id()?, Shown::of(&attribute(element, "formatCode")?))),
            "xf" if of_cells => {
                let id = id()?;
                styles.push(own.get(&id).copied().unwrap_or(Shown::built_in(id)));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
}

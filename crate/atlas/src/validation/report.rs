//! What a validation found.

use crate::schema::{Kind, Quality};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt::Write;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The record isn't valid: it won't be published.
    Error,
    /// The record is valid, but something is wrong or soon will be.
    Warning,
    /// Something to know.
    Info,
}

/// A step of the path to a value inside its record.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
pub enum Step {
    /// A field.
    Field(String),
    /// An item of a list, from 0.
    Item(usize),
}

/// Something found in a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// The package's name of the error, or one of [ours](super::codes).
    pub code: &'static str,
    /// What kind of record it is in.
    pub kind: Kind,
    /// The number of the record in the file, from 0; in a workbook, of the row among those of its sheet.
    pub record: u64,
    /// Line of the value, or of the record when the value is missing, from 1; in a workbook, the row of the sheet.
    pub line: u64,
    /// Column, in characters, from 1; in a workbook, the column of the sheet.
    pub column: u64,
    /// The path to the value inside its record.
    pub loc: Vec<Step>,
    /// The value, cut at 200 characters; none when it is missing.
    pub value: Option<String>,
    /// What is wrong and what is expected, in French.
    pub message: String,
    /// « Vouliez-vous dire … ? »
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
    /// What the suggestion would write.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<String>,
    /// The record's `id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The value as it stands in the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<Excerpt>,
    /// The place in [`Report::fixes`] of the correction that mends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<usize>,
}

/// A value among what surrounds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    /// What stands before it.
    pub before: String,
    /// The value, as written.
    pub value: String,
    /// What stands after it.
    pub after: String,
}

/// A correction that is no guess: bytes of the file to replace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What kind of record it is in.
    pub kind: Kind,
    /// The number of the record, from 0.
    pub record: u64,
    /// Line, from 1.
    pub line: u64,
    /// Column, from 1.
    pub column: u64,
    /// The path to the value.
    pub loc: Vec<Step>,
    /// The value as it was.
    pub from: String,
    /// The value as it becomes.
    pub to: String,
    /// Why it is certain, in French.
    pub why: &'static str,
    /// The first byte to replace.
    pub start: u64,
    /// The first byte after.
    pub end: u64,
    /// What replaces them, in the file's own encoding.
    #[serde(serialize_with = "bytes_or_text")]
    pub replacement: Vec<u8>,
}

/// A text where it is one: bytes of Windows-1252 aren't.
fn bytes_or_text<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    match std::str::from_utf8(bytes) {
        Ok(text) => serializer.serialize_str(text),
        Err(_) => serializer.collect_seq(bytes),
    }
}

/// Findings that are alike: the same field, value and message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// What kind of record they are in.
    pub kind: Kind,
    /// The field, or the path to it; empty for records as a whole.
    pub field: String,
    /// Their code.
    pub code: &'static str,
    /// How grave they are.
    pub severity: Severity,
    /// Their value.
    pub value: Option<String>,
    /// Their message.
    pub message: String,
    /// Their suggestion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
    /// What the suggestion would write.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<String>,
    /// Their lines, as « 3, 7-12 ».
    pub lines: String,
    /// How many they are.
    pub count: usize,
    /// In how many records.
    pub records: usize,
    /// The place of the first among the findings.
    pub first: usize,
}

/// How many findings there are of each severity, kept or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Errors.
    pub error: u64,
    /// Warnings.
    pub warning: u64,
    /// Things to know.
    pub info: u64,
}

/// Records of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OfKind {
    /// How many there are.
    pub records: u64,
    /// How many have at least one error.
    pub invalid: u64,
}

/// What was told from the file and not by the caller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Detected {
    /// The version.
    pub schema: bool,
    /// The kind.
    pub kind: bool,
    /// The format.
    pub format: bool,
}

/// What a validation found. Serializes as the `ValidationReport` of the package's interface.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The version judged against.
    pub schema: &'static str,
    /// The kind of the records: `structures`, `services`, or `mixed` when there are both.
    pub kind: &'static str,
    /// The file's format.
    pub format: &'static str,
    /// What wasn't told by the caller.
    pub detected: Detected,
    /// `utf-8` or `windows-1252`.
    pub encoding: &'static str,
    /// The separator of a CSV file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// The length of the file.
    pub bytes: u64,
    /// Records.
    pub records: u64,
    /// Records with at least one error.
    pub invalid: u64,
    /// The same by kind.
    pub kinds: BTreeMap<Kind, OfKind>,
    /// Findings, kept or not.
    pub counts: Counts,
    /// The findings that were kept, in the order of the file.
    pub findings: Vec<Finding>,
    /// Whether there were more than were kept.
    pub truncated: bool,
    /// The kept findings by what they have in common: errors first, the most frequent first.
    pub groups: Vec<Group>,
    /// Corrections that are no guess, in the order of the file.
    pub fixes: Vec<Fix>,
    /// How good the valid services are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<Quality>,
}

/// Groups findings that have kind, field, code, value and message in common.
pub(super) fn grouped(findings: &[Finding]) -> Vec<Group> {
    type Key<'a> = (Kind, String, &'static str, Option<&'a str>, &'a str);
    let mut places: hashbrown::HashMap<Key<'_>, usize> = hashbrown::HashMap::new();
    let mut groups: Vec<(Group, Vec<u64>, u64)> = Vec::new();
    for (number, finding) in findings.iter().enumerate() {
        let field = path(&finding.loc);
        let key = (finding.kind, field, finding.code, finding.value.as_deref(), finding.message.as_str());
        let place = *places.entry(key).or_insert_with_key(|key| {
            let group = Group {
                kind: finding.kind,
                field: key.1.clone(),
                code: finding.code,
                severity: finding.severity,
                value: finding.value.clone(),
                message: finding.message.clone(),
                suggestion: finding.suggestion.clone(),
                proposal: finding.proposal.clone(),
                lines: String::new(),
                count: 0,
                records: 0,
                first: number,
            };
            groups.push((group, Vec::new(), u64::MAX));
            groups.len() - 1
        });
        let (group, lines, last) = &mut groups[place];
        group.count += 1;
        group.records += usize::from(*last != finding.record);
        *last = finding.record;
        lines.push(finding.line);
    }
    let mut groups: Vec<Group> = groups
        .into_iter()
        .map(|(mut group, lines, _)| {
            group.lines = ranges(lines);
            group
        })
        .collect();
    groups.sort_by(|a, b| (a.severity, b.count, a.first).cmp(&(b.severity, a.count, b.first)));
    groups
}

/// The fields of a path, without the numbers of items: « thematiques ».
fn path(loc: &[Step]) -> String {
    let fields: Vec<&str> = loc
        .iter()
        .filter_map(|step| if let Step::Field(name) = step { Some(name.as_str()) } else { None })
        .collect();
    fields.join(".")
}

/// Lines as « 3, 7-12 », ascending, each once.
pub(super) fn ranges(mut lines: Vec<u64>) -> String {
    lines.sort_unstable();
    lines.dedup();
    let mut text = String::new();
    for run in lines.chunk_by(|a, b| a + 1 == *b) {
        if let [first, .., last] = run {
            let _ = write!(text, "{first}-{last}, ");
        } else if let [only] = run {
            let _ = write!(text, "{only}, ");
        }
    }
    text.truncate(text.len().saturating_sub(2));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_given_as_ranges() {
        assert_eq!(ranges(vec![3, 12, 7, 8, 9, 10, 11, 3]), "3, 7-12");
        assert_eq!(ranges(vec![1, 2]), "1-2");
        assert_eq!(ranges(vec![]), "");
    }
}

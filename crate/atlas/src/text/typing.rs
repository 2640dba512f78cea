//! Words as people type them, beside words as they are written.

/// How a typed word meets a written one, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// The same word, or its plural or singular.
    Same,
    /// The typed word begins the written one.
    Prefix,
    /// One letter is wrong, missing, too many, or two neighbours are swapped; the written word may go on.
    Typo,
}

/// Letters from which on a typo is forgiven.
pub const TYPO_LETTERS: usize = 5;

/// A folded word and what it may be in the singular or the plural.
///
/// ```
/// assert_eq!(atlas::text::variants("travaux"), ["travaux", "travau", "traval", "travail"]);
/// assert_eq!(atlas::text::variants("local"), ["local", "locaux"]);
/// ```
pub fn variants(word: &str) -> Vec<String> {
    let mut all = vec![word.to_owned()];
    if word.len() >= 4
        && let Some(singular) = word.strip_suffix('s').or_else(|| word.strip_suffix('x'))
    {
        all.push(singular.to_owned());
    }
    if word.len() >= 5
        && let Some(stem) = word.strip_suffix("aux")
    {
        all.push(format!("{stem}al"));
        all.push(format!("{stem}ail"));
    }
    if word.len() >= 4
        && let Some(stem) = word.strip_suffix("al").or_else(|| word.strip_suffix("ail"))
    {
        all.push(format!("{stem}aux"));
    }
    all
}

/// How a typed word, given as its [`variants`], meets a written one. A typo is forgiven in the word as it was typed only.
///
/// ```
/// use atlas::text::{Closeness, meets, variants};
///
/// assert_eq!(meets(&variants("travaux"), "travail"), Some(Closeness::Same));
/// assert_eq!(meets(&variants("travux"), "travaux"), Some(Closeness::Typo));
/// ```
pub fn meets(variants: &[String], written: &str) -> Option<Closeness> {
    let (word, others) = variants.split_first()?;
    let others =
        others.iter().filter_map(|form| closeness(form, written)).filter(|near| *near != Closeness::Typo);
    closeness(word, written).into_iter().chain(others).min()
}

/// How a typed word meets a written one, both folded; `None` when it doesn't.
///
/// ```
/// use atlas::text::{Closeness, closeness};
///
/// assert_eq!(closeness("perm", "permis"), Some(Closeness::Prefix));
/// assert_eq!(closeness("prmis", "permis"), Some(Closeness::Typo));
/// assert_eq!(closeness("mobiltié", "mobilité"), Some(Closeness::Typo));
/// assert_eq!(closeness("aide", "aile"), None); // too short for a typo
/// ```
pub fn closeness(typed: &str, written: &str) -> Option<Closeness> {
    if let Some(rest) = written.strip_prefix(typed) {
        let same = rest.is_empty() || (typed.len() >= 3 && (rest == "s" || rest == "x"));
        return Some(if same { Closeness::Same } else { Closeness::Prefix });
    }
    if typed.len() < TYPO_LETTERS {
        return None;
    }
    let (typed, written) = (typed.as_bytes(), written.as_bytes());
    let same = typed.iter().zip(written).take_while(|(a, b)| a == b).count();
    let (typed, written) = (&typed[same..], &written[same..]);
    let begins = |long: &[u8], short: &[u8]| long.starts_with(short);
    // One letter too many, one missing, one wrong, two swapped.
    let typo = typed.len() <= 1
        || begins(written, &typed[1..])
        || written.get(1..).is_some_and(|rest| begins(rest, typed) || begins(rest, &typed[1..]))
        || (written.len() >= 2
            && typed[0] == written[1]
            && typed[1] == written[0]
            && begins(&written[2..], &typed[2..]));
    typo.then_some(Closeness::Typo)
}

//! Lists in the cells of tables.

/// The items of a list in a cell: as Python or JSON write lists, or with commas between.
///
/// ```
/// assert_eq!(atlas::reader::list_items("['jeunes', 'femmes']"), ["jeunes", "femmes"]);
/// ```
pub fn list_items(text: &str) -> Vec<String> {
    let text = text.trim();
    if let Ok(items) = serde_json::from_str(text) {
        return items;
    }
    let inner = [('[', ']'), ('{', '}'), ('(', ')')]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close));
    match inner {
        Some(inner) => written(inner).unwrap_or_else(|| commas(inner)),
        None if text == "set()" => Vec::new(),
        None => commas(text),
    }
}

fn commas(text: &str) -> Vec<String> {
    text.split(',').map(|item| item.trim().to_owned()).collect()
}

/// Quoted texts, with commas or spaces between. `None` when there is anything else.
fn written(inner: &str) -> Option<Vec<String>> {
    let mut items = Vec::new();
    let mut letters = inner.chars();
    while let Some(quote) = letters.find(|letter| !letter.is_whitespace() && *letter != ',') {
        if !matches!(quote, '\'' | '"') {
            return None;
        }
        let mut item = String::new();
        loop {
            match letters.next()? {
                '\\' => match letters.next()? {
                    'n' => item.push('\n'),
                    't' => item.push('\t'),
                    'r' => item.push('\r'),
                    'x' => item.push(code(&mut letters, 2)?),
                    'u' => item.push(code(&mut letters, 4)?),
                    'U' => item.push(code(&mut letters, 8)?),
                    other => item.push(other),
                },
                letter if letter == quote => break,
                letter => item.push(letter),
            }
        }
        items.push(item);
    }
    Some(items)
}

/// The character of an escape of so many hexadecimal digits.
fn code(letters: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let digits = letters.as_str().get(..digits)?;
    letters.nth(digits.len() - 1);
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_in_cells() {
        assert_eq!(list_items("a, b"), ["a", "b"]);
        assert_eq!(list_items("['a', \"l'b\"]"), ["a", "l'b"]);
        assert_eq!(list_items("[\"a\",\"b\"]"), ["a", "b"]);
        assert_eq!(list_items("['a' 'b']"), ["a", "b"]);
        assert_eq!(list_items("{'a'}"), ["a"]);
        assert_eq!(list_items("[\"\\u00e9tudiants\"]"), ["étudiants"]);
        assert_eq!(list_items("['\\xe9t\\u00e9']"), ["été"]);
        assert_eq!(list_items("[a, b]"), ["a", "b"]);
        assert!(list_items("[]").is_empty() && list_items("set()").is_empty());
        assert_eq!(list_items("a,,b"), ["a", "", "b"]);
    }
}

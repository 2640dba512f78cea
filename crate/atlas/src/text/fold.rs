//! Names as people type them: without accents, case, hyphens or articles, « St » for « Saint ».

use super::letters::canonical;

/// Words that come and go in names.
const ARTICLES: [&str; 9] = ["le", "la", "les", "l", "d", "de", "du", "des", "et"];

/// The words of a text, folded. Articles are kept: see [`is_article`].
///
/// ```
/// assert_eq!(atlas::text::words("L’Haÿ-les-Roses, St Denis"), ["l", "hay", "les", "roses", "saint", "denis"]);
/// ```
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |word| words.push(word.to_owned()));
    words
}

/// Calls `visit` with every word of a text, folded, in order: [`words`] without an allocation for each.
pub(crate) fn each_word(text: &str, mut visit: impl FnMut(&str)) {
    let mut word = String::new();
    let mut end = |word: &mut String| {
        match word.as_str() {
            "" => {}
            "st" => visit("saint"),
            "ste" => visit("sainte"),
            other => visit(other),
        }
        word.clear();
    };
    for letter in text.chars() {
        match letter {
            'a'..='z' | '0'..='9' => word.push(letter),
            'A'..='Z' => word.push(letter.to_ascii_lowercase()),
            '\0'..='\x7f' => end(&mut word),
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => word.push('e'),
            'à' | 'â' | 'À' | 'Â' => word.push('a'),
            'ç' | 'Ç' => word.push('c'),
            'î' | 'ï' | 'Î' | 'Ï' => word.push('i'),
            'ô' | 'Ô' => word.push('o'),
            'ù' | 'û' | 'ü' | 'Ù' | 'Û' | 'Ü' => word.push('u'),
            'œ' | 'Œ' => word.push_str("oe"),
            'æ' | 'Æ' => word.push_str("ae"),
            '’' => end(&mut word),
            // All others, by the book.
            _ => canonical(letter, |letter| {
                for letter in letter.to_lowercase() {
                    if letter.is_alphanumeric() { word.push(letter) } else { end(&mut word) }
                }
            }),
        }
    }
    end(&mut word);
}

/// Whether a folded word is an article or a small word that people leave out.
pub fn is_article(word: &str) -> bool {
    ARTICLES.contains(&word)
}

/// The words that tell a name from others: those that aren't articles, or all when there is nothing else.
pub fn telling(words: &[String]) -> Vec<&str> {
    let telling: Vec<&str> = words.iter().map(String::as_str).filter(|word| !is_article(word)).collect();
    if telling.is_empty() { words.iter().map(String::as_str).collect() } else { telling }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_is_forgiven() {
        assert_eq!(words("L'Haÿ-les-Roses"), ["l", "hay", "les", "roses"]);
        assert_eq!(words("ŒUILLY"), words("oeuilly"));
        assert_eq!(words("St-Denis  (Ste Marie)"), words("Saint Denis Sainte-Marie"));
        assert_eq!(words(" -' "), [""; 0]);
        assert_eq!(telling(&words("Le Puy-en-Velay")), ["puy", "en", "velay"]);
        assert_eq!(telling(&words("La")), ["la"]);
    }
}

//! Names as people type them: without accents, case, hyphens or articles, « St » for « Saint ».

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that come and go in names.
const ARTICLES: [&str; 9] = ["le", "la", "les", "l", "d", "de", "du", "des", "et"];

/// The words of a text, folded. Articles are kept: see [`is_article`].
pub fn words(text: &str) -> Vec<String> {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfd().filter(|&letter| !is_combining_mark(letter)).flat_map(char::to_lowercase) {
        match letter {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ => folded.push(' '),
        }
    }
    let long = |word: &str| match word {
        "st" => "saint".to_owned(),
        "ste" => "sainte".to_owned(),
        _ => word.to_owned(),
    };
    folded.split_ascii_whitespace().map(long).collect()
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

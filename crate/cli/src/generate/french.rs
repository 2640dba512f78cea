//! Small pieces of French spelling: contractions before a place name, accents, slugs.

/// A place name after « de » : `de Lille`, `d’Amiens`, `du Mans`, `des Abymes`.
pub(super) fn de(name: &str) -> String {
    if let Some(rest) = name.strip_prefix("Le ") {
        format!("du {rest}")
    } else if let Some(rest) = name.strip_prefix("Les ") {
        format!("des {rest}")
    } else if starts_with_vowel(name) {
        format!("d’{name}")
    } else {
        format!("de {name}")
    }
}

/// A place name after « à » : `à Lille`, `au Mans`, `aux Abymes`.
pub(super) fn a(name: &str) -> String {
    if let Some(rest) = name.strip_prefix("Le ") {
        format!("au {rest}")
    } else if let Some(rest) = name.strip_prefix("Les ") {
        format!("aux {rest}")
    } else {
        format!("à {name}")
    }
}

fn starts_with_vowel(name: &str) -> bool {
    unaccented(name).starts_with(['A', 'E', 'I', 'O', 'U', 'Y', 'H'])
}

/// The text without its accents; `œ` becomes `oe`.
pub(super) fn unaccented(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        out.push_str(match letter {
            'à' | 'â' | 'ä' => "a",
            'é' | 'è' | 'ê' | 'ë' => "e",
            'î' | 'ï' => "i",
            'ô' | 'ö' => "o",
            'ù' | 'û' | 'ü' => "u",
            'ÿ' => "y",
            'ç' => "c",
            'À' | 'Â' => "A",
            'É' | 'È' | 'Ê' | 'Ë' => "E",
            'Î' | 'Ï' => "I",
            'Ô' => "O",
            'Û' | 'Ü' => "U",
            'Ÿ' => "Y",
            'Ç' => "C",
            'œ' => "oe",
            'Œ' => "OE",
            'æ' => "ae",
            '’' => "'",
            _ => {
                out.push(letter);
                continue;
            }
        });
    }
    out
}

/// Lower-case ASCII words joined by hyphens: `Mission locale de l’Est` gives `mission-locale-de-l-est`.
pub(super) fn slug(text: &str) -> String {
    let plain = unaccented(text).to_lowercase();
    let words: Vec<&str> =
        plain.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// At most `limit` characters of the text, cut between two of them.
pub(super) fn cut(mut text: String, limit: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(limit) {
        text.truncate(end);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_contract() {
        for (name, after_de, after_a) in [
            ("Lille", "de Lille", "à Lille"),
            ("Amiens", "d’Amiens", "à Amiens"),
            ("Évreux", "d’Évreux", "à Évreux"),
            ("Le Mans", "du Mans", "au Mans"),
            ("Les Abymes", "des Abymes", "aux Abymes"),
            ("La Rochelle", "de La Rochelle", "à La Rochelle"),
        ] {
            assert_eq!(de(name), after_de);
            assert_eq!(a(name), after_a);
        }
    }

    #[test]
    fn slugs_are_ascii() {
        assert_eq!(slug("Cœur d’Hérault – l’Épicerie"), "coeur-d-herault-l-epicerie");
    }

    #[test]
    fn cutting_keeps_characters_whole() {
        assert_eq!(cut("été".to_owned(), 2), "ét");
        assert_eq!(cut("été".to_owned(), 3), "été");
    }
}

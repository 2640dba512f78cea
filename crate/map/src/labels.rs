//! Which names a view shows, and where: none covers another.

use crate::lines::Rect;

/// The rank of a commune that is no town.
pub(crate) const VILLAGE: u8 = 4;
/// The zoom from which towns of each rank are named, and the size of their names, CSS pixels.
const RANKS: [(f64, f64); 5] = [(4.2, 15.0), (6.6, 13.5), (8.4, 12.5), (10.0, 12.0), (11.2, 11.5)];
/// Room around a name, CSS pixels.
const ROOM: f64 = 3.0;
/// Between two letters of a spaced name.
const HAIR: char = '\u{200a}';

/// Whether a zoom names places of a rank.
pub(crate) fn named(rang: u8, zoom: f64) -> bool {
    RANKS.get(usize::from(rang)).is_some_and(|&(from, _)| zoom >= from)
}

/// The size of the name of a place of a rank, CSS pixels.
pub(crate) fn size(rang: u8) -> f64 {
    RANKS.get(usize::from(rang)).map_or(11.5, |&(_, size)| size)
}

/// Capitals wide apart, for the name of an area.
pub(crate) fn spaced(nom: &str) -> String {
    let mut text = String::new();
    for letter in nom.chars().flat_map(char::to_uppercase) {
        if !text.is_empty() {
            text.push(HAIR);
        }
        text.push(letter);
    }
    text
}

/// The first letters of a long name.
pub(crate) fn shortened(nom: &str, letters: usize) -> String {
    if nom.chars().count() <= letters {
        return nom.to_owned();
    }
    let kept: String = nom.chars().take(letters).collect();
    format!("{}…", kept.trim_end())
}

/// The width of a text, CSS pixels: that of a wide sans serif, so that what is kept apart is apart in any.
pub(crate) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let of = |letter: char| match letter {
        HAIR => 0.1,
        'i' | 'j' | 'l' | '\'' | '’' | '.' | ',' | '·' | 'î' | 'ï' => 0.28,
        ' ' | '\u{a0}' | 'f' | 't' | 'r' | 'I' | '-' | '(' | ')' => 0.4,
        'm' | 'w' | 'M' | 'W' | 'œ' | 'Œ' | '…' | '—' => 0.95,
        letter if letter.is_uppercase() => 0.7,
        _ => 0.6,
    };
    text.chars().map(of).sum::<f64>() * size * if bold { 1.08 } else { 1.0 }
}

/// What is taken so far.
pub(crate) struct Layout {
    taken: Vec<Rect>,
}

impl Layout {
    pub(crate) fn new(taken: Vec<Rect>) -> Self {
        Self { taken }
    }

    pub(crate) fn extent(text: &str, (x, y): (f64, f64), size: f64, bold: bool) -> Rect {
        Rect::around(x, y, width(text, size, bold) / 2.0 + ROOM, size * 0.62)
    }

    /// Takes the first spot where a text covers nothing.
    pub(crate) fn place(
        &mut self,
        text: &str,
        size: f64,
        bold: bool,
        spots: impl IntoIterator<Item = (f64, f64)>,
    ) -> Option<(f64, f64)> {
        let extents = spots.into_iter().map(|spot| (spot, Self::extent(text, spot, size, bold)));
        let (spot, extent) =
            extents.into_iter().find(|(_, extent)| !self.taken.iter().any(|other| other.meets(extent)))?;
        self.taken.push(extent);
        Some(spot)
    }

    /// Takes the spot where a text covers least.
    pub(crate) fn insist(
        &mut self,
        text: &str,
        size: f64,
        bold: bool,
        spots: impl IntoIterator<Item = (f64, f64)>,
    ) -> Option<(f64, f64)> {
        let extents = spots.into_iter().map(|spot| (spot, Self::extent(text, spot, size, bold)));
        let covered = |extent: &Rect| self.taken.iter().map(|other| other.shared(extent)).sum::<f64>();
        let (spot, extent, _) = extents
            .map(|(spot, extent)| (spot, extent, covered(&extent)))
            .min_by(|(.., a), (.., b)| a.total_cmp(b))?;
        self.taken.push(extent);
        Some(spot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_give_way() {
        let mut layout = Layout::new(vec![Rect::around(100.0, 100.0, 20.0, 20.0)]);
        let spots = [(100.0, 100.0), (100.0, 140.0)];
        assert_eq!(layout.place("Sedan", 12.0, false, spots), Some(spots[1]));
        assert_eq!(layout.place("Revin", 12.0, false, spots), None);
        assert_eq!(
            layout.insist("Givet", 12.0, true, [(100.0, 100.0), (100.0, 125.0)]),
            Some((100.0, 125.0))
        );
    }

    #[test]
    fn long_names_are_cut_between_letters() {
        assert_eq!(shortened("Aide au permis", 40), "Aide au permis");
        assert_eq!(shortened("Été à la mer", 4), "Été…");
        assert_eq!(spaced("Ain"), "A\u{200a}I\u{200a}N");
        assert!(width("illi", 12.0, false) < width("mômw", 12.0, false));
    }
}

//! Sets of record numbers, one bit each.

/// A set of numbers below a fixed bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bitmap {
    words: Vec<u64>,
}

impl Bitmap {
    /// The empty set of numbers below `bound`.
    pub fn none(bound: usize) -> Self {
        Self { words: vec![0; bound.div_ceil(64)] }
    }

    /// All numbers below `bound`.
    pub fn all(bound: usize) -> Self {
        let mut words = vec![u64::MAX; bound.div_ceil(64)];
        if !bound.is_multiple_of(64)
            && let Some(last) = words.last_mut()
        {
            *last = (1 << (bound % 64)) - 1;
        }
        Self { words }
    }

    /// Adds a number.
    ///
    /// # Panics
    /// When it isn't below the bound.
    pub fn insert(&mut self, number: u32) {
        self.words[number as usize / 64] |= 1 << (number % 64);
    }

    /// Takes a number out.
    ///
    /// # Panics
    /// When it isn't below the bound.
    pub fn remove(&mut self, number: u32) {
        self.words[number as usize / 64] &= !(1 << (number % 64));
    }

    /// Whether a number is in the set.
    pub fn contains(&self, number: u32) -> bool {
        self.words.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Keeps what is in both sets.
    pub fn keep(&mut self, other: &Bitmap) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Adds what is in the other set.
    pub fn add(&mut self, other: &Bitmap) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Takes out what is in the other set.
    pub fn drop(&mut self, other: &Bitmap) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// Keeps the numbers for which `keep` holds.
    pub fn retain(&mut self, mut keep: impl FnMut(u32) -> bool) {
        for (at, word) in self.words.iter_mut().enumerate() {
            let mut rest = *word;
            while rest != 0 {
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                if !keep(at as u32 * 64 + bit) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// Whether there is no number in the set.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// The words that aren't zero, and where they are: what there is to look at in a small set.
    pub(crate) fn occupied(&self) -> impl Iterator<Item = (usize, u64)> + '_ {
        self.words.iter().copied().enumerate().filter(|(_, word)| *word != 0)
    }

    /// How many numbers are in the set.
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The numbers, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros();
                (rest != 0).then(|| {
                    rest &= rest - 1;
                    at as u32 * 64 + bit
                })
            })
        })
    }
}

/// One set for each value of a vocabulary, in one buffer.
#[derive(Clone, Debug)]
pub struct Bitmaps {
    values: Vec<String>,
    stride: usize,
    words: Vec<u64>,
}

impl Bitmaps {
    /// An empty set of numbers below `bound` for each value.
    pub fn new(values: Vec<String>, bound: usize) -> Self {
        let stride = bound.div_ceil(64);
        Self { words: vec![0; stride * values.len()], values, stride }
    }

    /// The values, in the order of their sets.
    pub fn values(&self) -> &[String] {
        &self.values
    }

    /// Adds a number to the set of the value at this place.
    ///
    /// # Panics
    /// When there is no such value, or the number isn't below the bound.
    pub fn insert(&mut self, value: usize, number: u32) {
        self.words[value * self.stride..][..self.stride][number as usize / 64] |= 1 << (number % 64);
    }

    /// The set of the value at this place.
    ///
    /// # Panics
    /// When there is no such value.
    pub fn get(&self, value: usize) -> Bitmap {
        Bitmap { words: self.words[value * self.stride..][..self.stride].to_vec() }
    }

    /// For each value, how many of the numbers whose words are given have it.
    pub(crate) fn counts(&self, occupied: &[(usize, u64)]) -> impl Iterator<Item = u32> {
        let sets = (0..self.values.len()).map(|value| &self.words[value * self.stride..][..self.stride]);
        sets.map(|set| occupied.iter().map(|&(at, word)| (set[at] & word).count_ones()).sum())
    }

    /// Numbers that have at least one of the values for which `wanted` holds.
    ///
    /// ```
    /// let mut modes = atlas::dataset::Bitmaps::new(vec!["a-distance".into(), "en-presentiel".into()], 10);
    /// modes.insert(0, 7);
    /// modes.insert(1, 3);
    /// assert_eq!(modes.any(|mode| mode == "a-distance").iter().collect::<Vec<_>>(), [7]);
    /// ```
    pub fn any(&self, wanted: impl Fn(&str) -> bool) -> Bitmap {
        let mut words = vec![0; self.stride];
        for (at, _) in self.values.iter().enumerate().filter(|(_, value)| wanted(value)) {
            for (word, other) in words.iter_mut().zip(&self.words[at * self.stride..]) {
                *word |= other;
            }
        }
        Bitmap { words }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_holds_every_number_below_the_bound_and_no_other() {
        for bound in [0, 1, 63, 64, 65, 130] {
            let numbers: Vec<_> = Bitmap::all(bound).iter().collect();
            assert_eq!(numbers, (0..bound as u32).collect::<Vec<_>>());
            assert_eq!(Bitmap::all(bound).count(), bound);
        }
    }

    #[test]
    fn keep_is_the_intersection() {
        let mut odd = Bitmap::none(100);
        (1..100).step_by(2).for_each(|n| odd.insert(n));
        let mut thirds = Bitmap::none(100);
        (0..100).step_by(3).for_each(|n| thirds.insert(n));
        odd.keep(&thirds);
        assert_eq!(odd.iter().collect::<Vec<_>>(), (3..100).step_by(6).collect::<Vec<_>>());
        assert!(odd.contains(9) && !odd.contains(12) && !odd.contains(1000));
    }
}

//! A list of numbers for each of many keys, in two buffers.

/// For each of many keys, a list of numbers.
#[derive(Clone, Debug)]
pub struct Lists {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl Default for Lists {
    fn default() -> Self {
        Self { ends: vec![0], items: Vec::new() }
    }
}

impl Lists {
    /// Adds the list of the next key.
    pub fn push(&mut self, items: &[u32]) {
        self.items.extend_from_slice(items);
        self.ends.push(self.items.len() as u32);
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.ends.len() - 1
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The list of a key; empty for a key beyond the last.
    pub fn get(&self, key: u32) -> &[u32] {
        let key = key as usize;
        match self.ends.get(key..key + 2) {
            Some(&[start, end]) => &self.items[start as usize..end as usize],
            _ => &[],
        }
    }

    /// The other way round: for each item, the keys whose lists have it, in the order given.
    ///
    /// ```
    /// let mut zones = atlas::buffers::Lists::default();
    /// zones.push(&[1]);
    /// zones.push(&[0, 1]);
    /// assert_eq!(zones.inverted(2, 0..2).get(1), [0, 1]);
    /// ```
    pub fn inverted(&self, items: usize, keys: impl Iterator<Item = u32> + Clone) -> Lists {
        let mut ends = vec![0u32; items + 1];
        for key in keys.clone() {
            for &item in self.get(key) {
                ends[item as usize + 1] += 1;
            }
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let mut next = ends.clone();
        let mut inverted = vec![0; ends.last().copied().unwrap_or(0) as usize];
        for (position, key) in keys.enumerate() {
            for &item in self.get(key) {
                inverted[next[item as usize] as usize] = position as u32;
                next[item as usize] += 1;
            }
        }
        Lists { ends, items: inverted }
    }
}

//! Many short texts in one buffer.

/// A list of texts, one buffer for all of them.
#[derive(Clone, Debug)]
pub struct Strings {
    ends: Vec<u32>,
    bytes: String,
}

impl Default for Strings {
    fn default() -> Self {
        Self { ends: vec![0], bytes: String::new() }
    }
}

impl Strings {
    /// Number of texts.
    pub fn len(&self) -> usize {
        self.ends.len() - 1
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a text; gives its number.
    pub fn push(&mut self, text: &str) -> u32 {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u32);
        (self.len() - 1) as u32
    }

    /// The text of this number.
    ///
    /// # Panics
    /// When there is none.
    pub fn get(&self, number: u32) -> &str {
        let number = number as usize;
        &self.bytes[self.ends[number] as usize..self.ends[number + 1] as usize]
    }

    /// The bytes of the text of this number.
    ///
    /// # Panics
    /// When there is none.
    pub fn bytes(&self, number: u32) -> &[u8] {
        let number = number as usize;
        &self.bytes.as_bytes()[self.ends[number] as usize..self.ends[number + 1] as usize]
    }

    /// Of texts sorted so that `before` holds for the first of them and not for the others: the number of the first for
    /// which it doesn't hold, or how many texts there are. Looks from `start` on.
    ///
    /// ```
    /// let mut towns = atlas::buffers::Strings::default();
    /// ["lille", "lyon", "metz"].map(|town| towns.push(town));
    /// assert_eq!(towns.partition_point(0, |town| town < "lyon"), 1);
    /// ```
    pub fn partition_point(&self, start: u32, before: impl Fn(&str) -> bool) -> u32 {
        let (mut low, mut high) = (start, self.len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            if before(self.get(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The same texts in another order: text `i` of the result is text `order[i]` of this.
    pub fn permuted(&self, order: &[u32]) -> Strings {
        let mut result = Strings {
            ends: Vec::with_capacity(order.len() + 1),
            bytes: String::with_capacity(self.bytes.len()),
        };
        result.ends.push(0);
        for &number in order {
            result.push(self.get(number));
        }
        result
    }
}

//! `ts_rank_cd`: how near to each other the words of a question stand in a text.

/// How much the part of a text counts that a word stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Counts 1.
    A,
    /// Counts 0.4.
    B,
    /// Counts 0.2.
    C,
}

impl Weight {
    /// One divided by what the weight counts.
    fn inverse(self) -> f64 {
        match self {
            Self::A => 1.0,
            Self::B => 1.0 / f64::from(0.4f32),
            Self::C => 1.0 / f64::from(0.2f32),
        }
    }
}

/// A word of the question in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Position in the text, from 1.
    pub position: u32,
    /// Which word of the question.
    pub word: u32,
    /// Of the part of the text.
    pub weight: Weight,
}

/// The rank of a text that has all of `words` different words, by where they stand: `occurrences` come by position.
///
/// For each smallest stretch that holds all words: how many occurrences it holds, divided by the sum of their inverse
/// weights, divided by one more than the other positions in it. Summed; then r / (r + 1), so that it is below 1.
/// Single precision at the end, as PostgreSQL has it.
///
/// ```
/// use atlas::text::{Occurrence, Weight, cover_density};
///
/// let once = |weight| [Occurrence { position: 3, word: 0, weight }];
/// assert_eq!(cover_density(&once(Weight::A), 1), 0.5);
/// assert_eq!((cover_density(&once(Weight::B), 1) * 100.0).round(), 29.0);
/// ```
pub fn cover_density(occurrences: &[Occurrence], words: usize) -> f32 {
    let mut sum = 0.0;
    let mut next = 0;
    let mut counts = vec![0u32; words];
    loop {
        // Forward to where all words have been met.
        counts.fill(0);
        let mut missing = words;
        let Some(end) = (next..occurrences.len()).find(|&at| {
            let count = &mut counts[occurrences[at].word as usize];
            missing -= usize::from(*count == 0);
            *count += 1;
            missing == 0
        }) else {
            break;
        };
        // Backward to where they have all been met again.
        counts.fill(0);
        missing = words;
        let begin = (next..=end).rev().find(|&at| {
            let count = &mut counts[occurrences[at].word as usize];
            missing -= usize::from(*count == 0);
            *count += 1;
            missing == 0
        });
        let Some(begin) = begin else { break };
        let held = &occurrences[begin..=end];
        let inverse: f64 = held.iter().map(|occurrence| occurrence.weight.inverse()).sum();
        let others = held[held.len() - 1].position as i64 - held[0].position as i64 - (held.len() as i64 - 1);
        // Positions beyond the last that PostgreSQL counts are all the same.
        let others = if others < 0 { (held.len() as i64 - 1) / 2 } else { others };
        sum += held.len() as f64 / inverse / (1 + others) as f64;
        next = begin + 1;
    }
    let rank = sum as f32;
    rank / (rank + 1.0)
}

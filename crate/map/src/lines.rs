//! Outlines as lines: what several of them have in common, and what of them is in sight.

use std::collections::HashMap;

/// A point of the unit square of Web Mercator, or of a window.
pub(crate) type Point = (f64, f64);

/// Sides of closed rings, each once: those that a single ring has, and those that two share, both joined into lines as
/// long as they can be. A side is shared when both of its ends are the same, to the bit.
pub(crate) fn sides<'a>(rings: impl Iterator<Item = &'a [Point]>) -> (Vec<Vec<Point>>, Vec<Vec<Point>>) {
    let mut seen: HashMap<[u64; 4], (Point, Point, u32)> = HashMap::new();
    for pair in rings.flat_map(|ring| ring.windows(2)) {
        let (from, to) = (pair[0], pair[1]);
        let (a, b) = if key(from) <= key(to) { (from, to) } else { (to, from) };
        let ([ax, ay], [bx, by]) = (key(a), key(b));
        seen.entry([ax, ay, bx, by]).or_insert((a, b, 0)).2 += 1;
    }
    // In an order of their own: a map's changes from run to run.
    let mut all: Vec<([u64; 4], (Point, Point, u32))> = seen.into_iter().collect();
    all.sort_unstable_by_key(|(key, _)| *key);
    let of = |shared: bool| {
        let some = all.iter().filter(|(_, (.., times))| (*times > 1) == shared);
        joined(some.map(|(_, (a, b, _))| vec![*a, *b]).collect())
    };
    (of(false), of(true))
}

fn key((x, y): Point) -> [u64; 2] {
    [x.to_bits(), y.to_bits()]
}

/// Lines joined where exactly two of them meet; closed ones end where they begin.
pub(crate) fn joined(lines: Vec<Vec<Point>>) -> Vec<Vec<Point>> {
    let mut ends: HashMap<[u64; 2], Vec<usize>> = HashMap::new();
    for (number, line) in lines.iter().enumerate() {
        for end in [line.first(), line.last()].into_iter().flatten() {
            ends.entry(key(*end)).or_default().push(number);
        }
    }
    let mut lines: Vec<Option<Vec<Point>>> = lines.into_iter().map(Some).collect();
    let mut whole = Vec::new();
    for number in 0..lines.len() {
        let Some(mut line) = lines[number].take() else { continue };
        // On from its end, then, turned round, from its beginning.
        for _ in 0..2 {
            while let Some(&end) = line.last()
                && line.first() != Some(&end)
                && let Some([a, b]) = ends.get(&key(end)).map(Vec::as_slice)
                && let Some(mut next) = lines[*a].take().or_else(|| lines[*b].take())
            {
                if next.first() != Some(&end) {
                    next.reverse();
                }
                line.extend(next.drain(..).skip(1));
            }
            line.reverse();
        }
        whole.push(line);
    }
    whole
}

/// Lines joined into closed rings, for filling by the even-odd rule. What doesn't close is left out.
pub(crate) fn rings(lines: Vec<Vec<Point>>) -> Vec<Vec<Point>> {
    let mut open = Vec::new();
    let mut closed = Vec::new();
    for line in joined(lines) {
        if line.first() == line.last() { closed.push(line) } else { open.push(line) }
    }
    // Where more than two meet: any way round does.
    while let Some(mut line) = open.pop() {
        while line.first() != line.last() {
            let Some(&end) = line.last() else { break };
            let next =
                open.iter().position(|other| other.first() == Some(&end) || other.last() == Some(&end));
            let Some(next) = next else { break };
            let mut next = open.swap_remove(next);
            if next.first() != Some(&end) {
                next.reverse();
            }
            line.extend(next.drain(..).skip(1));
        }
        if line.first() == line.last() {
            closed.push(line);
        }
    }
    closed
}

/// A rectangle: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Rect {
    pub(crate) fn around(x: f64, y: f64, half_width: f64, half_height: f64) -> Self {
        Self { left: x - half_width, top: y - half_height, right: x + half_width, bottom: y + half_height }
    }

    pub(crate) fn meets(&self, other: &Rect) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// The area that two have in common.
    pub(crate) fn shared(&self, other: &Rect) -> f64 {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.bottom.min(other.bottom) - self.top.max(other.top);
        width.max(0.0) * height.max(0.0)
    }

    /// Which sides a point lies beyond: a bit each.
    fn beyond(&self, (x, y): Point) -> u8 {
        u8::from(x < self.left)
            | u8::from(x > self.right) << 1
            | u8::from(y < self.top) << 2
            | u8::from(y > self.bottom) << 3
    }

    /// The part of a closed ring within, as a ring that may run along the edge.
    pub(crate) fn clip(&self, ring: Vec<Point>) -> Vec<Point> {
        let (all, none) = ring
            .iter()
            .fold((15, 0), |(all, none), &point| (all & self.beyond(point), none | self.beyond(point)));
        if none == 0 {
            return ring;
        }
        if all != 0 {
            return Vec::new();
        }
        let cut = |ring: Vec<Point>, level: f64, of: fn(Point) -> f64, keep: fn(f64, f64) -> bool| {
            let mut kept = Vec::with_capacity(ring.len() + 8);
            for (at, &point) in ring.iter().enumerate() {
                let before = ring[(at + ring.len() - 1) % ring.len()];
                let (inside, was) = (keep(of(point), level), keep(of(before), level));
                if inside != was {
                    let share = (level - of(before)) / (of(point) - of(before));
                    kept.push((
                        before.0 + (point.0 - before.0) * share,
                        before.1 + (point.1 - before.1) * share,
                    ));
                }
                if inside {
                    kept.push(point);
                }
            }
            kept
        };
        let ring = cut(ring, self.left, |point| point.0, |at, level| at >= level);
        let ring = cut(ring, self.right, |point| point.0, |at, level| at <= level);
        let ring = cut(ring, self.top, |point| point.1, |at, level| at >= level);
        cut(ring, self.bottom, |point| point.1, |at, level| at <= level)
    }

    /// The parts of a line that may be within: stretches whose steps aren't all beyond one side.
    pub(crate) fn stretches(&self, line: &[Point], mut each: impl FnMut(&[Point])) {
        let mut start = None;
        for (at, pair) in line.windows(2).enumerate() {
            if self.beyond(pair[0]) & self.beyond(pair[1]) == 0 {
                start.get_or_insert(at);
            } else if let Some(start) = start.take() {
                each(&line[start..=at]);
            }
        }
        if let Some(start) = start {
            each(&line[start..]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64) -> Vec<Point> {
        vec![(x, y), (x + 1.0, y), (x + 1.0, y + 1.0), (x, y + 1.0), (x, y)]
    }

    #[test]
    fn sides_are_told_apart_and_joined() {
        let both = [square(0.0, 0.0), square(1.0, 0.0)];
        let (alone, shared) = sides(both.iter().map(Vec::as_slice));
        assert_eq!(shared, [[(1.0, 0.0), (1.0, 1.0)]]);
        // Around both, in two parts that meet where the shared side ends, or in one.
        assert_eq!(alone.iter().map(|line| line.len() - 1).sum::<usize>(), 6);
        let around = rings(alone);
        assert_eq!(around.len(), 1);
        assert_eq!((around[0].len(), around[0].first()), (7, around[0].last()));
    }

    #[test]
    fn rings_that_touch_close_all_the_same() {
        let lines = vec![
            vec![(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)],
            vec![(1.0, 1.0), (0.0, 1.0), (0.0, 0.0)],
            vec![(1.0, 1.0), (2.0, 1.0), (2.0, 2.0)],
            vec![(2.0, 2.0), (1.0, 2.0), (1.0, 1.0)],
        ];
        let steps: usize = rings(lines).iter().map(|ring| ring.len() - 1).sum();
        assert_eq!(steps, 8);
        assert!(rings(vec![vec![(0.0, 0.0), (1.0, 0.0)]]).is_empty());
    }

    #[test]
    fn clipping_keeps_what_is_within() {
        let window = Rect { left: 0.5, top: 0.5, right: 10.0, bottom: 10.0 };
        let area = |ring: &[Point]| {
            let sum: f64 = (0..ring.len())
                .map(|at| (ring[at], ring[(at + 1) % ring.len()]))
                .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
                .sum();
            (sum / 2.0).abs()
        };
        assert_eq!(area(&window.clip(square(0.0, 0.0))), 0.25);
        assert_eq!(area(&window.clip(square(3.0, 3.0))), 1.0);
        assert!(window.clip(square(20.0, 0.0)).is_empty());
        let mut parts = Vec::new();
        let line = [(1.0, 1.0), (2.0, 1.0), (20.0, 1.0), (20.0, 30.0), (2.0, 30.0), (2.0, 2.0)];
        window.stretches(&line, |part| parts.push(part.to_vec()));
        assert_eq!(parts, [line[..3].to_vec(), line[4..].to_vec()]);
    }
}

//! Which services a place can have: its zone, its distance.

use super::question::{Place, Remote, Within};
use crate::dataset::{Atlas, Bitmap, Facet};
use geo::{Distance, Geodesic, Point};

/// Metres to which PostGIS rounds a distance before it compares it with a radius.
const ROUNDING: f64 = 1e-8;
/// The WGS 84 ellipsoid: half its equator's diameter in metres, and the square of its eccentricity.
const EQUATOR: f64 = 6_378_137.0;
const ECCENTRICITY_2: f64 = 0.006_694_379_990_141_33;

/// The services that a place can have.
#[derive(Clone, Debug)]
pub(super) struct Reach {
    /// All of them.
    pub(super) services: Bitmap,
    /// Those within the radius, and metres when they had to be told exactly.
    pub(super) near: Vec<(u32, Metres)>,
    /// Those that lie in the area searched.
    pub(super) inside: Option<Bitmap>,
    /// Services that could be had but for not having a position.
    pub(super) unplaced: u64,
}

/// A distance, as exact as it was needed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Metres {
    metres: f64,
    /// The true distance is no farther than this from `metres`.
    within: f64,
}

impl Atlas {
    /// Services of `wanted` that a place can have: open to its zone, and within the radius, or at a distance, or its own.
    pub(super) fn reach(&self, place: &Place, rayon_km: f64, remote: Remote, wanted: &Bitmap) -> Reach {
        let services = &self.services;
        let open = self.open_to(&place.zones, wanted);
        let ruler = Ruler::new((place.lon, place.lat), rayon_km * 1000.0);
        let mut near = Vec::new();
        let mut reached = Bitmap::none(services.records.len());
        services.grid.near(place.lon, place.lat, rayon_km, |service| {
            if open.contains(service)
                && let Some(metres) = ruler.within(services.points[service as usize])
            {
                reached.insert(service);
                near.push((service, metres));
            }
        });
        for code in place.own.iter().filter_map(|code| self.dictionary.find(code)) {
            for &service in services.by_commune.get(code).iter().filter(|&&service| open.contains(service)) {
                if !reached.contains(service) {
                    reached.insert(service);
                    if self.service_point(service).is_some() {
                        near.push((service, ruler.exact(services.points[service as usize])));
                    }
                }
            }
        }
        self.add_remote(remote, &open, &mut reached);
        let mut unplaced = open;
        unplaced.drop(&reached);
        if let Some(part) = &self.part {
            unplaced.drop(&part.placed_elsewhere);
        }
        let unplaced =
            unplaced.iter().filter(|&service| self.service_point(service).is_none()).count() as u64;
        Reach { services: reached, near, inside: None, unplaced }
    }

    /// Services of `wanted` that an area can have: those that lie in it, by their commune, and those at a distance that
    /// are open to some part of it.
    pub(super) fn reach_within(&self, within: &Within, remote: Remote, wanted: &Bitmap) -> Reach {
        let mut inside = Bitmap::none(self.services.records.len());
        for code in within.communes.iter().filter_map(|code| self.dictionary.find(code)) {
            self.services.by_commune.get(code).iter().for_each(|&service| inside.insert(service));
        }
        inside.keep(wanted);
        let open = self.open_to(&within.zones, wanted);
        let mut reached = inside.clone();
        self.add_remote(remote, &open, &mut reached);
        let mut unplaced = open;
        unplaced.drop(&reached);
        unplaced.drop(self.in_communes());
        if let Some(part) = &self.part {
            unplaced.drop(&part.located_elsewhere);
        }
        Reach { services: reached, near: Vec::new(), inside: Some(inside), unplaced: unplaced.count() as u64 }
    }

    /// Services of `wanted` whose zone is null or one of these.
    fn open_to(&self, zones: &[String], wanted: &Bitmap) -> Bitmap {
        let mut open = self.services.zone_free.clone();
        for zone in zones.iter().filter_map(|zone| self.dictionary.find(zone)) {
            self.services.by_zone.get(zone).iter().for_each(|&service| open.insert(service));
        }
        open.keep(wanted);
        open
    }

    fn add_remote(&self, remote: Remote, open: &Bitmap, reached: &mut Bitmap) {
        if remote != Remote::Excluded {
            let modes = &self.services.facet(Facet::ModesAccueil).values;
            let mut remote = modes.any(|mode| mode == "a-distance");
            remote.keep(open);
            reached.add(&remote);
        }
    }
}

/// Metres between two points (longitude, latitude in degrees) along the WGS 84 ellipsoid, as PostGIS tells them.
pub(crate) fn distance(from: (f64, f64), to: (f64, f64)) -> f64 {
    let metres = Geodesic.distance(Point::from(from), Point::from(to));
    (metres / ROUNDING).round() * ROUNDING
}

/// Tells distances from one point; exactly where it matters, which it seldom does.
///
/// The exact distance takes a thousand operations, and most services are clearly within the radius and clearly nearer
/// to one whole kilometre than to the next. So a short formula goes first, the flat triangle at the middle latitude, whose
/// error is known; where the answer would lie within that error of a limit, the exact one decides.
#[derive(Debug)]
pub(super) struct Ruler {
    from: (f64, f64),
    radius: f64,
    /// Whether the short formula holds for this place and radius.
    short: bool,
}

impl Ruler {
    /// A ruler laid at a point (longitude, latitude, degrees), for a radius in metres.
    pub(super) fn new(from: (f64, f64), radius: f64) -> Self {
        Self { from, radius, short: from.1.abs() < 70.0 && radius < 300_000.0 }
    }

    /// The distance of a point if it is within the radius.
    pub(super) fn within(&self, to: (f64, f64)) -> Option<Metres> {
        let told = self.about(to);
        if told.metres + told.within < self.radius {
            return Some(told);
        }
        if told.metres - told.within > self.radius {
            return None;
        }
        let exact = self.exact(to);
        (exact.metres <= self.radius).then_some(exact)
    }

    pub(super) fn exact(&self, to: (f64, f64)) -> Metres {
        Metres { metres: distance(self.from, to), within: 0.0 }
    }

    /// Whole kilometres, halves to even.
    pub(super) fn kilometres(&self, metres: Metres, to: (f64, f64)) -> u32 {
        let low = ((metres.metres - metres.within) / 1000.0).round_ties_even();
        let high = ((metres.metres + metres.within) / 1000.0).round_ties_even();
        if low == high { low as u32 } else { (self.exact(to).metres / 1000.0).round_ties_even() as u32 }
    }

    /// The flat triangle at the middle latitude. Within 700 km it is off by less than a thousandth of the distance and
    /// the square of the distance's share of the Earth's radius, below 75° (see this module's tests): a metre more is
    /// allowed for.
    fn about(&self, to: (f64, f64)) -> Metres {
        let mut east = to.0 - self.from.0;
        if east.abs() > 180.0 {
            east -= 360.0f64.copysign(east);
        }
        let (east, north) = (east.to_radians(), (to.1 - self.from.1).to_radians());
        if !self.short || north.abs() > 0.06 || east.abs() > 0.2 {
            return self.exact(to);
        }
        let (sine, cosine) = ((to.1 + self.from.1) / 2.0).to_radians().sin_cos();
        let curve = 1.0 - ECCENTRICITY_2 * sine * sine;
        let prime = EQUATOR / curve.sqrt();
        let meridian = prime * (1.0 - ECCENTRICITY_2) / curve;
        let metres = (prime * cosine * east).hypot(meridian * north);
        let share = metres / EQUATOR;
        Metres { metres, within: 1.0 + metres * 8.0 * share * share }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn the_short_formula_is_as_near_as_it_says(
            lon in -180.0..180.0f64, lat in -70.0..70.0f64,
            // Half of the cases near, half far.
            reach in prop_oneof![0.0..0.5f64, 0.0..3.5f64], angle in 0.0..std::f64::consts::TAU,
        ) {
            let to = (lon + reach * angle.cos(), lat + reach * angle.sin());
            let to = (if to.0 > 180.0 { to.0 - 360.0 } else if to.0 < -180.0 { to.0 + 360.0 } else { to.0 }, to.1);
            let ruler = Ruler::new((lon, lat), 250_000.0);
            let (told, exact) = (ruler.about(to), distance((lon, lat), to));
            prop_assert!((told.metres - exact).abs() <= told.within, "{told:?} {exact}");
            prop_assert_eq!(ruler.within(to).is_some(), exact <= 250_000.0);
            prop_assert_eq!(ruler.kilometres(told, to), (exact / 1000.0).round_ties_even() as u32);
        }
    }
}

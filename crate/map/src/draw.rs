//! The drawing itself, layer upon layer: water, land, départements, the circle, towns, clusters, what is pointed at.

use crate::outlines::{Outlines, Ring, Shape};
use crate::palette::{Palette, between};
use crate::view::{MapError, View};
use atlas::search::clusters::{Cluster, radius};
use geo::{Destination, Geodesic, Point};
use plotters::coord::Shift;
use plotters::prelude::{Circle, DrawingArea, DrawingBackend, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};
use serde::Serialize;

/// A font family of this name asks the backend for the outline of a text, drawn below the text itself so that it can be
/// read on anything. A backend that knows no outlines may draw nothing for it.
pub const HALO: &str = "halo";

/// The zoom from which outlines are drawn in full.
const FINE: f64 = 7.0;
/// The zoom from which towns of each rank are named.
const TOWNS: [f64; 4] = [4.2, 6.6, 8.6, 10.4];
/// Zooms at which départements are named.
const NAMED: std::ops::Range<f64> = 7.0..9.6;
/// Points of the circle.
const CIRCLE: usize = 144;
/// Lengths of dashes and of what is between them, CSS pixels.
const DASHES: (f64, f64) = (6.0, 5.0);
/// Width of a letter, in parts of its size: what labels are kept apart by.
const LETTER: f64 = 0.56;
/// Discs of one point and of the one pointed at, CSS pixels.
const POINTED: f64 = 10.0;

/// What a search puts on the map.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scene<'a> {
    /// The place searched around: longitude, latitude in degrees, and its name.
    pub place: Option<(f64, f64, &'a str)>,
    /// Radius of the search, kilometres. Drawn around the place.
    pub radius_km: Option<f64>,
    /// What was found.
    pub clusters: &'a [Cluster],
    /// What is pointed at: longitude, latitude in degrees, and its name.
    pub highlight: Option<(f64, f64, &'a str)>,
}

/// What was drawn where.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Marker {
    /// Pixels from the left, CSS.
    pub x: f64,
    /// Pixels from the top, CSS.
    pub y: f64,
    /// Radius of the disc, CSS pixels.
    pub r: f64,
    /// Longitude, degrees.
    pub lon: f64,
    /// Latitude, degrees.
    pub lat: f64,
    /// How many points it stands for.
    pub count: u32,
    /// All of them, when they are one place.
    #[serde(skip)]
    pub members: Option<Vec<u32>>,
}

/// Device pixels that the area to draw on has on each side beyond the window.
///
/// plotters moves every point that lies beyond an area onto its edge, which bends lines that cross it. With room around
/// the window this happens out of sight.
pub const MARGIN: u32 = 8_192;

/// Draws a view and a scene. The area must be as large as [`View::device_size`] and [`MARGIN`] on each side.
///
/// # Errors
/// [`MapError::Backend`] when the backend refuses.
pub fn draw<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    outlines: &Outlines,
    view: &View,
    scene: &Scene<'_>,
    palette: &Palette,
) -> Result<Vec<Marker>, MapError> {
    let map = Map { area, view, palette };
    map.land(outlines)?;
    map.circle(scene)?;
    let markers = map.markers(scene);
    // What labels may not cover.
    let mut taken: Vec<Rect> =
        markers.iter().map(|marker| Rect::around(marker.x, marker.y, marker.r, marker.r)).collect();
    if let Some((lon, lat, nom)) = scene.place {
        let (x, y) = view.project(lon, lat);
        // The nearest spot above or below the place that covers the fewest clusters, none if there is one.
        let spots =
            (0..12).flat_map(|step| [y - 16.0 - 8.0 * f64::from(step), y + 16.0 + 8.0 * f64::from(step)]);
        let covered = |spot: &f64| {
            let extent = map.extent(nom, x, *spot, 17.0);
            taken.iter().filter(|other| other.meets(&extent)).count()
        };
        let y = spots.min_by_key(covered).unwrap_or(y);
        taken.push(map.extent(nom, x, y, 17.0));
        map.towns(outlines, Some(nom), &mut taken)?;
        map.clusters(&markers)?;
        map.label(nom, x, y, 17.0, FontStyle::Bold, palette.ink)?;
    } else {
        map.towns(outlines, None, &mut taken)?;
        map.clusters(&markers)?;
    }
    if let Some((lon, lat, nom)) = scene.highlight {
        let (x, y) = view.project(lon, lat);
        map.disc(x, y, POINTED, palette.mark)?;
        map.label(nom, x, y + POINTED + 12.0, 13.0, FontStyle::Bold, palette.mark)?;
    }
    Ok(markers)
}

struct Map<'a, B: DrawingBackend> {
    area: &'a DrawingArea<B, Shift>,
    view: &'a View,
    palette: &'a Palette,
}

/// A rectangle, CSS pixels.
#[derive(Clone, Copy)]
struct Rect {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Rect {
    fn around(x: f64, y: f64, half_width: f64, half_height: f64) -> Self {
        Self { left: x - half_width, top: y - half_height, right: x + half_width, bottom: y + half_height }
    }

    fn meets(&self, other: &Rect) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

impl<B: DrawingBackend> Map<'_, B> {
    fn put<'e, E>(&self, element: &'e E) -> Result<(), MapError>
    where
        E: plotters::element::Drawable<B>,
        &'e E: plotters::element::PointCollection<'e, (i32, i32)>,
    {
        self.area.draw(element).map_err(|error| MapError::Backend(error.to_string()))
    }

    /// Device pixels of CSS pixels.
    fn device(&self, (x, y): (f64, f64)) -> (i32, i32) {
        let ratio = self.view.ratio();
        let margin = MARGIN as i32;
        ((x * ratio).round() as i32 + margin, (y * ratio).round() as i32 + margin)
    }

    fn stroke(&self, colour: impl Color, width: f64) -> ShapeStyle {
        let stroke_width = (width * self.view.ratio()).round().max(1.0) as u32;
        ShapeStyle { color: colour.to_rgba(), filled: false, stroke_width }
    }

    fn land(&self, outlines: &Outlines) -> Result<(), MapError> {
        let window = [self.device((0.0, 0.0)), self.device(self.view.size())];
        self.put(&Rectangle::new(window, self.palette.water.filled()))?;
        let abroad = between(self.palette.land, self.palette.water, 0.45);
        self.shapes(&outlines.context, abroad, None)?;
        self.shapes(&outlines.departements, self.palette.land, Some(self.palette.border))?;
        if !NAMED.contains(&self.view.zoom()) {
            return Ok(());
        }
        for shape in &outlines.departements {
            if let Some(place) = shape.label {
                let (x, y) = self.view.place(place);
                let spaced: Vec<String> = shape.nom.to_uppercase().chars().map(String::from).collect();
                self.label(&spaced.join("\u{200a}"), x, y, 12.0, FontStyle::Normal, self.palette.label)?;
            }
        }
        Ok(())
    }

    fn shapes(&self, shapes: &[Shape], fill: RGBColor, border: Option<RGBColor>) -> Result<(), MapError> {
        let rings = || shapes.iter().flat_map(|shape| &shape.rings).filter(|ring| self.sees_ring(ring));
        let points = |ring: &Ring| {
            let points = if self.view.zoom() < FINE { &ring.coarse } else { &ring.fine };
            points.iter().map(|&point| self.device(self.view.place(point))).collect::<Vec<_>>()
        };
        for ring in rings() {
            let points = points(ring);
            if points.len() > 2 {
                self.put(&Polygon::new(points.clone(), fill.filled()))?;
                self.put(&PathElement::new(points, self.stroke(border.unwrap_or(fill), 1.0)))?;
            }
        }
        Ok(())
    }

    fn sees_ring(&self, ring: &Ring) -> bool {
        let (left, top) = self.view.place(ring.low);
        let (right, bottom) = self.view.place(ring.high);
        let (width, height) = self.view.size();
        // A ring smaller than a pixel is nothing to see.
        let seen = left < width && right > 0.0 && top < height && bottom > 0.0;
        seen && (right - left > 0.7 || bottom - top > 0.7)
    }

    fn sees(&self, x: f64, y: f64) -> bool {
        let (width, height) = self.view.size();
        (-20.0..width + 20.0).contains(&x) && (-20.0..height + 20.0).contains(&y)
    }

    fn circle(&self, scene: &Scene<'_>) -> Result<(), MapError> {
        let (Some((lon, lat, _)), Some(km)) = (scene.place, scene.radius_km) else { return Ok(()) };
        let centre = Point::new(lon, lat);
        let ring: Vec<(f64, f64)> = (0..=CIRCLE)
            .map(|step| {
                let bearing = 360.0 * step as f64 / CIRCLE as f64;
                let point = Geodesic.destination(centre, bearing, km * 1000.0);
                self.view.project(point.x(), point.y())
            })
            .collect();
        let wash: Vec<(i32, i32)> = ring.iter().map(|&point| self.device(point)).collect();
        self.put(&Polygon::new(wash, self.palette.accent.mix(0.09).filled()))?;
        self.dashed(&ring)
    }

    /// A dashed line: plotters' own dashes are measured in whole pixels and start anew at every point.
    fn dashed(&self, ring: &[(f64, f64)]) -> Result<(), MapError> {
        let (on, off) = DASHES;
        let style = self.stroke(self.palette.accent, 1.6);
        let mut walked = 0.0;
        let mut dash: Vec<(i32, i32)> = Vec::new();
        for pair in ring.windows(2) {
            let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
            let length = (to_x - x).hypot(to_y - y);
            // A circle far larger than the window: dashes would be drawn by the million.
            if length > 2_000.0 {
                self.put(&PathElement::new(vec![self.device(pair[0]), self.device(pair[1])], style))?;
                continue;
            }
            let steps = length.ceil().max(1.0) as usize;
            for step in 0..steps {
                let share = step as f64 / steps as f64;
                if walked % (on + off) < on {
                    dash.push(self.device((x + (to_x - x) * share, y + (to_y - y) * share)));
                } else if dash.len() > 1 {
                    self.put(&PathElement::new(std::mem::take(&mut dash), style))?;
                } else {
                    dash.clear();
                }
                walked += length / steps as f64;
            }
        }
        if dash.len() > 1 { self.put(&PathElement::new(dash, style)) } else { Ok(()) }
    }

    fn markers(&self, scene: &Scene<'_>) -> Vec<Marker> {
        let marker = |cluster: &Cluster| {
            let (x, y) = self.view.project(cluster.lon, cluster.lat);
            let Cluster { lon, lat, count, ref members } = *cluster;
            Marker { x, y, r: radius(count), lon, lat, count, members: members.clone() }
        };
        scene.clusters.iter().map(marker).collect()
    }

    /// The smallest last: a point is never hidden by a crowd.
    fn clusters(&self, markers: &[Marker]) -> Result<(), MapError> {
        for marker in markers.iter().filter(|marker| self.sees(marker.x, marker.y)) {
            self.disc(marker.x, marker.y, marker.r, self.palette.accent)?;
            if marker.count > 1 {
                let size = if marker.r < 16.0 { 12.0 } else { 13.0 };
                self.text(
                    &short(marker.count),
                    marker.x,
                    marker.y,
                    size,
                    FontStyle::Bold,
                    self.palette.accent_ink,
                    None,
                )?;
            }
        }
        Ok(())
    }

    fn disc(&self, x: f64, y: f64, r: f64, colour: RGBColor) -> Result<(), MapError> {
        let ratio = self.view.ratio();
        let at = self.device((x, y));
        self.put(&Circle::new(at, (r + 1.5) * ratio, self.palette.surface.filled()))?;
        self.put(&Circle::new(at, r * ratio, colour.filled()))
    }

    fn towns(&self, outlines: &Outlines, place: Option<&str>, taken: &mut Vec<Rect>) -> Result<(), MapError> {
        let [west, south, east, north] = self.view.bbox();
        for town in &outlines.towns {
            let (lon, lat) = (f64::from(town.lon), f64::from(town.lat));
            let named = TOWNS.get(usize::from(town.rang)).is_some_and(|&zoom| self.view.zoom() >= zoom);
            if !named
                || !(west..east).contains(&lon)
                || !(south..north).contains(&lat)
                || place == Some(town.nom.as_str())
            {
                continue;
            }
            let (x, y) = self.view.project(lon, lat);
            let size = [15.0, 13.5, 12.5, 12.0][usize::from(town.rang).min(3)];
            // On the town, else just above or below what covers it.
            let spots = [y, y - 20.0, y + 20.0].map(|y| (y, self.extent(&town.nom, x, y, size)));
            let free = |(_, extent): &(f64, Rect)| !taken.iter().any(|other| other.meets(extent));
            let Some((y, extent)) = spots.into_iter().find(free) else { continue };
            taken.push(extent);
            self.label(&town.nom, x, y, size, FontStyle::Normal, self.palette.label)?;
        }
        Ok(())
    }

    fn extent(&self, text: &str, x: f64, y: f64, size: f64) -> Rect {
        let letters = text.chars().count() as f64;
        Rect::around(x, y, letters * size * LETTER / 2.0 + 3.0, size * 0.62)
    }

    /// A text that can be read on anything, where it is in sight.
    fn label(
        &self,
        text: &str,
        x: f64,
        y: f64,
        size: f64,
        style: FontStyle,
        colour: RGBColor,
    ) -> Result<(), MapError> {
        if !self.sees(x, y) {
            return Ok(());
        }
        self.text(text, x, y, size, style, self.palette.land, Some(HALO))?;
        self.text(text, x, y, size, style, colour, None)
    }

    #[allow(clippy::too_many_arguments)]
    fn text(
        &self,
        text: &str,
        x: f64,
        y: f64,
        size: f64,
        style: FontStyle,
        colour: RGBColor,
        family: Option<&str>,
    ) -> Result<(), MapError> {
        let family = family.map_or(FontFamily::SansSerif, FontFamily::Name);
        let font = FontDesc::new(family, size * self.view.ratio(), style);
        let style = TextStyle::from(font).color(&colour).pos(Pos::new(HPos::Center, VPos::Center));
        self.put(&Text::new(text, self.device((x, y)), style))
    }
}

/// A count in at most four characters: « 999 », « 1 200 » would not fit a disc, « 1,2 k » does.
fn short(count: u32) -> String {
    match count {
        0..1_000 => count.to_string(),
        1_000..10_000 => format!("{},{} k", count / 1_000, count % 1_000 / 100).replace(",0 k", " k"),
        _ => format!("{} k", count / 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outlines::{Area, OutlineRows, Town};
    use plotters::drawing::IntoDrawingArea;
    use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind};
    use std::cell::RefCell;
    use std::rc::Rc;

    /// A backend that writes down what it is asked.
    struct Recorder {
        size: (u32, u32),
        log: Rc<RefCell<Vec<String>>>,
    }

    impl Recorder {
        fn note(&mut self, what: String) -> Result<(), DrawingErrorKind<std::io::Error>> {
            self.log.borrow_mut().push(what);
            Ok(())
        }
    }

    impl DrawingBackend for Recorder {
        type ErrorType = std::io::Error;

        fn get_size(&self) -> (u32, u32) {
            self.size
        }
        fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<std::io::Error>> {
            Ok(())
        }
        fn present(&mut self) -> Result<(), DrawingErrorKind<std::io::Error>> {
            Ok(())
        }
        fn draw_pixel(
            &mut self,
            _: BackendCoord,
            _: BackendColor,
        ) -> Result<(), DrawingErrorKind<std::io::Error>> {
            self.note("pixel".into())
        }
        fn draw_rect<S: BackendStyle>(
            &mut self,
            _: BackendCoord,
            _: BackendCoord,
            _: &S,
            _: bool,
        ) -> Result<(), DrawingErrorKind<std::io::Error>> {
            self.note("rect".into())
        }
        fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
            &mut self,
            path: I,
            _: &S,
        ) -> Result<(), DrawingErrorKind<std::io::Error>> {
            let count = path.into_iter().count();
            self.note(format!("path of {count}"))
        }
        fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
            &mut self,
            path: I,
            _: &S,
        ) -> Result<(), DrawingErrorKind<std::io::Error>> {
            let count = path.into_iter().count();
            self.note(format!("polygon of {count}"))
        }
        fn draw_circle<S: BackendStyle>(
            &mut self,
            centre: BackendCoord,
            radius: u32,
            _: &S,
            _: bool,
        ) -> Result<(), DrawingErrorKind<std::io::Error>> {
            self.note(format!("circle {centre:?} {radius}"))
        }
        fn draw_text<S: BackendTextStyle>(
            &mut self,
            text: &str,
            style: &S,
            at: BackendCoord,
        ) -> Result<(), DrawingErrorKind<std::io::Error>> {
            self.note(format!("{} {text} {at:?}", style.family().as_str()))
        }
        fn estimate_text_size<S: BackendTextStyle>(
            &self,
            _: &str,
            _: &S,
        ) -> Result<(u32, u32), DrawingErrorKind<std::io::Error>> {
            Ok((10, 10))
        }
    }

    fn outlines() -> Outlines {
        let square = vec![(4.0, 49.4), (5.4, 49.4), (5.4, 50.2), (4.0, 50.2), (4.0, 49.4)];
        let area = Area { nom: "Ardennes".into(), label: Some((4.6, 49.6)), rings: vec![square] };
        let towns = vec![
            Town { nom: "Sedan".into(), lon: 4.94, lat: 49.7, rang: 2 },
            Town { nom: "Charleville-Mézières".into(), lon: 4.72, lat: 49.77, rang: 1 },
        ];
        let rows = OutlineRows { context: vec![], departements: vec![area], towns };
        Outlines::from_bytes(&rows.encode().unwrap()).unwrap()
    }

    fn drawn(view: &View, scene: &Scene<'_>) -> (Vec<Marker>, Vec<String>) {
        let log = Rc::default();
        let (width, height) = view.device_size();
        let recorder = Recorder { size: (width + 2 * MARGIN, height + 2 * MARGIN), log: Rc::clone(&log) };
        let area = recorder.into_drawing_area();
        let markers = draw(&area, &outlines(), view, scene, &Palette::default()).unwrap();
        drop(area);
        (markers, Rc::try_unwrap(log).unwrap().into_inner())
    }

    fn has(log: &[String], what: &str) -> bool {
        log.iter().any(|line| line.contains(what))
    }

    #[test]
    fn every_layer_is_there() {
        let view = View::new(4.72, 49.77, 9.0, 800.0, 600.0, 1.0).unwrap();
        let clusters = [
            Cluster { lon: 4.94, lat: 49.75, count: 12, members: None },
            Cluster { lon: 4.6, lat: 49.8, count: 1, members: Some(vec![7]) },
        ];
        let scene = Scene {
            place: Some((4.72, 49.77, "Charleville-Mézières")),
            radius_km: Some(20.0),
            clusters: &clusters,
            highlight: Some((4.6, 49.8, "Aide au permis")),
        };
        let (markers, log) = drawn(&view, &scene);
        assert_eq!(markers.len(), 2);
        assert_eq!((markers[1].count, markers[1].members.as_deref()), (1, Some(&[7][..])));
        let (x, y) = view.project(4.94, 49.75);
        assert_eq!((markers[0].x, markers[0].y), (x, y));
        assert!(has(&log, "rect") && has(&log, "polygon of 5") && has(&log, "polygon of 145"));
        assert!(has(&log, "sans-serif 12 "), "the cluster's count");
        assert!(has(&log, "Aide au permis") && has(&log, "Sedan") && has(&log, "A\u{200a}R\u{200a}D"));
        let named = log.iter().filter(|line| line.starts_with("sans-serif Charleville")).count();
        assert_eq!(named, 1, "the place is named once, not again as a town");
    }

    #[test]
    fn what_is_elsewhere_is_not_drawn() {
        let view = View::new(55.5, -21.1, 9.0, 800.0, 600.0, 2.0).unwrap();
        let (markers, log) = drawn(&view, &Scene::default());
        assert!(markers.is_empty());
        assert_eq!(log, ["rect"]);
    }

    #[test]
    fn device_pixels_follow_the_ratio() {
        let clusters = [Cluster { lon: 4.72, lat: 49.77, count: 1, members: Some(vec![1]) }];
        let scene = Scene { clusters: &clusters, ..Scene::default() };
        let view = View::new(4.72, 49.77, 9.0, 800.0, 600.0, 2.0).unwrap();
        let (markers, log) = drawn(&view, &scene);
        assert_eq!((markers[0].x, markers[0].y), (400.0, 300.0));
        assert!(has(&log, &format!("circle ({}, {}) 12", 800 + MARGIN, 600 + MARGIN)));
    }

    #[test]
    fn counts_are_short() {
        let all: Vec<String> = [1, 999, 1_000, 1_240, 9_999, 12_400, 140_000].map(short).into();
        assert_eq!(all, ["1", "999", "1 k", "1,2 k", "9,9 k", "12 k", "140 k"]);
    }
}

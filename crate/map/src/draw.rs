//! The drawing itself, in two parts: the ground, which stays where it is while the map is moved, and the answers upon it.

use crate::communes::Communes;
use crate::labels::{Layout, VILLAGE, named, shortened, size, spaced};
use crate::lines::{Point, Rect};
use crate::outlines::{Label, Line, Outlines, Zone};
use crate::palette::{Palette, between};
use crate::view::{MapError, View};
use atlas::search::clusters::{Cluster, radius};
use geo::{Destination, Geodesic};
use plotters::coord::Shift;
use plotters::prelude::{Circle, DrawingArea, DrawingBackend, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};
use serde::Serialize;

/// A font family of this name asks the backend for the outline of a text, drawn below the text itself so that it can be
/// read on anything. A backend that knows no outlines may draw nothing for it.
pub const HALO: &str = "halo";

/// The zoom from which communes are drawn, as soon as they have been read.
pub const COMMUNES: f64 = 9.2;
/// Zooms at which départements are named, and countries around.
const NAMED: std::ops::Range<f64> = 7.0..9.8;
const ABROAD: std::ops::Range<f64> = 4.6..9.0;
/// Points of the circle.
const CIRCLE: usize = 144;
/// Lengths of dashes and of what is between them, CSS pixels.
const DASHES: (f64, f64) = (6.0, 5.0);
/// Radius of the disc pointed at, CSS pixels.
const POINTED: f64 = 10.0;
/// What is drawn beyond the window, CSS pixels: lines end and discs begin out of sight.
const BEYOND: f64 = 40.0;

/// What a search puts on the map.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scene<'a> {
    /// The place searched around: longitude, latitude in degrees, and its name.
    pub place: Option<(f64, f64, &'a str)>,
    /// Radius of the search, kilometres. Drawn around the place.
    pub radius_km: Option<f64>,
    /// West, south, east, north that the search is kept to, degrees.
    pub frame: Option<[f64; 4]>,
    /// The area that the search is about.
    pub zone: Option<&'a Zone>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<Vec<u32>>,
}

/// Device pixels that the area to draw on has on each side beyond the window.
///
/// plotters moves every point that lies beyond an area onto its edge, which bends lines that cross it. With room around
/// the window this happens out of sight.
pub const MARGIN: u32 = 8_192;

/// Draws what lies under the answers: water, land, borders, the limits of the search. The area must be as large as
/// [`View::device_size`] and [`MARGIN`] on each side.
///
/// # Errors
/// [`MapError::Backend`] when the backend refuses.
pub fn draw_ground<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    outlines: &Outlines,
    communes: &Communes,
    view: &View,
    scene: &Scene<'_>,
    palette: &Palette,
) -> Result<(), MapError> {
    let map = Map::new(area, view, palette);
    map.land(outlines, communes)?;
    if let Some(zone) = scene.zone {
        for ring in &zone.0 {
            map.fill(ring, palette.accent.mix(0.09))?;
        }
        map.strokes(zone.0.iter(), palette.accent, 2.0)?;
    }
    map.circle(scene)?;
    map.frame(scene)
}

/// Where clusters lie, those in sight, in their order.
pub fn markers(view: &View, clusters: &[Cluster]) -> Vec<Marker> {
    let window = view.widened(BEYOND).bbox();
    let marker = |cluster: &Cluster| {
        let (x, y) = view.project(cluster.lon, cluster.lat);
        let Cluster { lon, lat, count, ref members, .. } = *cluster;
        Marker { x, y, r: radius(count), lon, lat, count, members: members.clone() }
    };
    clusters.iter().filter(|cluster| cluster.is_in(window)).map(marker).collect()
}

/// Draws names, clusters and what is pointed at.
///
/// # Errors
/// [`MapError::Backend`] when the backend refuses.
pub fn draw_answers<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    outlines: &Outlines,
    communes: &Communes,
    view: &View,
    scene: &Scene<'_>,
    palette: &Palette,
) -> Result<(), MapError> {
    let map = Map::new(area, view, palette);
    let markers = markers(view, scene.clusters);
    let mut layout = Layout::new(
        markers.iter().map(|marker| Rect::around(marker.x, marker.y, marker.r, marker.r)).collect(),
    );
    let mut over = Vec::new();
    if let Some((lon, lat, nom)) = scene.place {
        let (x, y) = view.project(lon, lat);
        // The nearest spot above or below the place that covers the fewest clusters.
        let away = |step: i32| [y - 16.0 - 8.0 * f64::from(step), y + 16.0 + 8.0 * f64::from(step)];
        if let Some(at) = layout.insist(nom, 17.0, true, (0..12).flat_map(away).map(|y| (x, y))) {
            over.push((nom.to_owned(), at, 17.0, palette.ink));
        }
    }
    if let Some((lon, lat, nom)) = scene.highlight {
        let (x, y) = view.project(lon, lat);
        let text = shortened(nom, 44);
        let extent = Layout::extent(&text, (x, y), 13.0, true);
        // A name that begins or ends out of sight is moved in, where there is room.
        let (half, width) = ((extent.right - extent.left) / 2.0, view.size().0);
        let x = if half * 2.0 < width { x.clamp(half, width - half) } else { x };
        if let Some(at) = layout.insist(&text, 13.0, true, [(x, y + POINTED + 12.0), (x, y - POINTED - 12.0)])
        {
            over.push((text, at, 13.0, palette.mark));
        }
    }
    map.names(outlines, communes, scene.place.map(|(.., nom)| nom), &mut layout)?;
    map.clusters(&markers)?;
    if let Some((lon, lat, _)) = scene.highlight {
        let (x, y) = view.project(lon, lat);
        map.disc(x, y, POINTED, palette.mark)?;
    }
    for (text, at, size, colour) in over {
        map.label(&text, at, size, FontStyle::Bold, colour)?;
    }
    Ok(())
}

struct Map<'a, B: DrawingBackend> {
    area: &'a DrawingArea<B, Shift>,
    view: &'a View,
    palette: &'a Palette,
    /// The window and a little around it, CSS pixels.
    window: Rect,
}

impl<'a, B: DrawingBackend> Map<'a, B> {
    fn new(area: &'a DrawingArea<B, Shift>, view: &'a View, palette: &'a Palette) -> Self {
        let (width, height) = view.size();
        let window = Rect { left: -BEYOND, top: -BEYOND, right: width + BEYOND, bottom: height + BEYOND };
        Self { area, view, palette, window }
    }

    fn put<'e, E>(&self, element: &'e E) -> Result<(), MapError>
    where
        E: plotters::element::Drawable<B>,
        &'e E: plotters::element::PointCollection<'e, (i32, i32)>,
    {
        self.area.draw(element).map_err(|error| MapError::Backend(error.to_string()))
    }

    /// Device pixels of CSS pixels.
    fn device(&self, (x, y): Point) -> (i32, i32) {
        let ratio = self.view.ratio();
        let margin = MARGIN as i32;
        ((x * ratio).round() as i32 + margin, (y * ratio).round() as i32 + margin)
    }

    fn land(&self, outlines: &Outlines, communes: &Communes) -> Result<(), MapError> {
        let window = [self.device((0.0, 0.0)), self.device(self.view.size())];
        self.put(&Rectangle::new(window, self.palette.water.filled()))?;
        let Palette { land, water, border, .. } = *self.palette;
        let abroad = between(land, water, 0.45);
        let seen = |line: &&Line| line.seen(self.view);
        for ring in outlines.context.iter().flat_map(|shape| &shape.rings).filter(seen) {
            self.fill(ring, abroad)?;
            self.strokes([ring], between(border, abroad, 0.5), 0.0)?;
        }
        let near: Vec<&str> = outlines.departements_in(self.view).collect();
        let light = between(border, land, 0.75);
        if shows_communes(self.view, communes, &near) {
            for file in communes.of(&near) {
                for ring in file.land.iter().filter(seen) {
                    self.fill(ring, land)?;
                }
            }
            for file in communes.of(&near) {
                self.strokes(file.within(), between(border, land, 0.5), 0.0)?;
            }
            for file in communes.of(&near) {
                self.strokes(file.around(true), between(border, self.palette.label, 0.6), 1.2)?;
                self.strokes(file.around(false), between(border, self.palette.label, 0.6), 1.2)?;
            }
            return Ok(());
        }
        for ring in outlines.country.iter().filter(seen) {
            self.fill(ring, land)?;
        }
        self.strokes(&outlines.borders, light, 0.0)?;
        self.strokes(&outlines.country, between(border, self.palette.label, 0.8), 1.2)
    }

    fn fill(&self, ring: &Line, colour: impl Color) -> Result<(), MapError> {
        let ring = ring.at(self.view.zoom()).iter().map(|&point| self.view.place(point)).collect();
        self.polygon(ring, colour)
    }

    fn polygon(&self, ring: Vec<Point>, colour: impl Color) -> Result<(), MapError> {
        let ring = self.window.clip(ring);
        if ring.len() < 3 {
            return Ok(());
        }
        let ring: Vec<(i32, i32)> = ring.into_iter().map(|point| self.device(point)).collect();
        self.put(&Polygon::new(ring, colour.filled()))
    }

    /// Lines of a width in CSS pixels; of no width: as thin as there are, which is also the quickest.
    fn strokes<'l>(
        &self,
        lines: impl IntoIterator<Item = &'l Line>,
        colour: impl Color,
        width: f64,
    ) -> Result<(), MapError> {
        let stroke_width = (width * self.view.ratio()).round().max(1.0) as u32;
        let style = ShapeStyle { color: colour.to_rgba(), filled: false, stroke_width };
        let mut path: Vec<Point> = Vec::new();
        for line in lines.into_iter().filter(|line| line.seen(self.view)) {
            path.clear();
            path.extend(line.at(self.view.zoom()).iter().map(|&point| self.view.place(point)));
            let mut result = Ok(());
            self.window.stretches(&path, |part| {
                let part: Vec<(i32, i32)> = part.iter().map(|&point| self.device(point)).collect();
                let drawn = self.put(&PathElement::new(part, style));
                if result.is_ok() {
                    result = drawn;
                }
            });
            result?;
        }
        Ok(())
    }

    fn circle(&self, scene: &Scene<'_>) -> Result<(), MapError> {
        let (Some((lon, lat, _)), Some(km)) = (scene.place, scene.radius_km) else { return Ok(()) };
        let centre = geo::Point::new(lon, lat);
        let ring: Vec<Point> = (0..=CIRCLE)
            .map(|step| {
                let bearing = 360.0 * step as f64 / CIRCLE as f64;
                let point = Geodesic.destination(centre, bearing, km * 1000.0);
                self.view.project(point.x(), point.y())
            })
            .collect();
        self.limit(ring)
    }

    fn frame(&self, scene: &Scene<'_>) -> Result<(), MapError> {
        let Some([west, south, east, north]) = scene.frame else { return Ok(()) };
        let corners = [(west, north), (east, north), (east, south), (west, south), (west, north)];
        self.limit(corners.map(|(lon, lat)| self.view.project(lon, lat)).into())
    }

    /// A limit of the search: a light wash inside, a dashed line around.
    fn limit(&self, ring: Vec<Point>) -> Result<(), MapError> {
        self.polygon(ring.clone(), self.palette.accent.mix(0.09))?;
        let mut result = Ok(());
        let mut walked = 0.0;
        self.window.stretches(&ring, |part| {
            if result.is_ok() {
                result = self.dashed(part, &mut walked);
            }
        });
        result
    }

    /// A dashed line: plotters' own dashes are measured in whole pixels and start anew at every point.
    fn dashed(&self, line: &[Point], walked: &mut f64) -> Result<(), MapError> {
        let (on, off) = DASHES;
        let stroke_width = (1.6 * self.view.ratio()).round().max(1.0) as u32;
        let style = ShapeStyle { color: self.palette.accent.to_rgba(), filled: false, stroke_width };
        let mut dash: Vec<(i32, i32)> = Vec::new();
        for pair in line.windows(2) {
            let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
            let length = (to_x - x).hypot(to_y - y);
            // Only what is in sight: a long side has its dashes by the million.
            let (width, height) =
                (self.window.right - self.window.left, self.window.bottom - self.window.top);
            if length > 4.0 * (width + height) {
                self.put(&PathElement::new(vec![self.device(pair[0]), self.device(pair[1])], style))?;
                continue;
            }
            let steps = length.ceil().max(1.0) as usize;
            for step in 0..=steps {
                let share = step as f64 / steps as f64;
                if *walked % (on + off) < on {
                    dash.push(self.device((x + (to_x - x) * share, y + (to_y - y) * share)));
                } else if dash.len() > 1 {
                    self.put(&PathElement::new(std::mem::take(&mut dash), style))?;
                } else {
                    dash.clear();
                }
                if step < steps {
                    *walked += length / steps as f64;
                }
            }
        }
        if dash.len() > 1 { self.put(&PathElement::new(dash, style)) } else { Ok(()) }
    }

    fn sees(&self, x: f64, y: f64) -> bool {
        (self.window.left..self.window.right).contains(&x)
            && (self.window.top..self.window.bottom).contains(&y)
    }

    /// The smallest last: a point is never hidden by a crowd.
    fn clusters(&self, markers: &[Marker]) -> Result<(), MapError> {
        for marker in markers {
            self.disc(marker.x, marker.y, marker.r, self.palette.accent)?;
            if marker.count > 1 {
                let size = if marker.r < 16.0 { 12.0 } else { 13.0 };
                let at = (marker.x, marker.y);
                self.text(&short(marker.count), at, size, FontStyle::Bold, self.palette.accent_ink, None)?;
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

    /// Names of towns, the best known first, of départements and countries, then of what else there is.
    fn names(
        &self,
        outlines: &Outlines,
        communes: &Communes,
        place: Option<&str>,
        layout: &mut Layout,
    ) -> Result<(), MapError> {
        let zoom = self.view.zoom();
        let (main, others): (Vec<&Label>, Vec<&Label>) = outlines
            .towns
            .iter()
            .filter(|town| named(town.rang, zoom) && place != Some(town.nom.as_str()))
            .partition(|town| town.rang < 2);
        self.towns(&main, layout)?;
        if NAMED.contains(&zoom) {
            self.areas(outlines.departements.iter().filter_map(|shape| shape.label.as_ref()), 12.0, layout)?;
        }
        if ABROAD.contains(&zoom) {
            self.areas(outlines.context.iter().filter_map(|shape| shape.label.as_ref()), 12.0, layout)?;
        }
        self.towns(&others, layout)?;
        let near: Vec<&str> = outlines.departements_in(self.view).collect();
        if !named(VILLAGE, zoom) || !shows_communes(self.view, communes, &near) {
            return Ok(());
        }
        // What is a town has its name by now, or no room for it.
        let villages: Vec<&Label> = communes
            .of(&near)
            .flat_map(|file| &file.labels)
            .filter(|village| {
                let (x, y) = self.view.place(village.place);
                self.sees(x, y)
                    && place != Some(village.nom.as_str())
                    && !outlines.towns.iter().any(|town| town.nom == village.nom)
            })
            .collect();
        self.towns(&villages, layout)
    }

    fn towns(&self, towns: &[&Label], layout: &mut Layout) -> Result<(), MapError> {
        for town in towns {
            let (x, y) = self.view.place(town.place);
            if !self.sees(x, y) {
                continue;
            }
            let size = size(town.rang);
            // On the town, else just above or below what covers it.
            let spots = [(x, y), (x, y - 20.0), (x, y + 20.0)];
            if let Some(at) = layout.place(&town.nom, size, false, spots) {
                self.label(&town.nom, at, size, FontStyle::Normal, self.palette.label)?;
            }
        }
        Ok(())
    }

    fn areas<'l>(
        &self,
        areas: impl Iterator<Item = &'l Label>,
        size: f64,
        layout: &mut Layout,
    ) -> Result<(), MapError> {
        for area in areas {
            let (x, y) = self.view.place(area.place);
            if !self.sees(x, y) {
                continue;
            }
            let text = spaced(&area.nom);
            let spots = [0.0, -22.0, 22.0, -44.0, 44.0].map(|away| (x, y + away));
            if let Some(at) = layout.place(&text, size, false, spots) {
                self.label(&text, at, size, FontStyle::Normal, self.palette.label)?;
            }
        }
        Ok(())
    }

    /// A text that can be read on anything.
    fn label(
        &self,
        text: &str,
        at: Point,
        size: f64,
        style: FontStyle,
        colour: RGBColor,
    ) -> Result<(), MapError> {
        self.text(text, at, size, style, self.palette.land, Some(HALO))?;
        self.text(text, at, size, style, colour, None)
    }

    fn text(
        &self,
        text: &str,
        at: Point,
        size: f64,
        style: FontStyle,
        colour: RGBColor,
        family: Option<&str>,
    ) -> Result<(), MapError> {
        let family = family.map_or(FontFamily::SansSerif, FontFamily::Name);
        let font = FontDesc::new(family, size * self.view.ratio(), style);
        let style = TextStyle::from(font).color(&colour).pos(Pos::new(HPos::Center, VPos::Center));
        self.put(&Text::new(text, self.device(at), style))
    }
}

/// Communes take the place of départements when one looks closely and those in sight have been read.
fn shows_communes(view: &View, communes: &Communes, near: &[&str]) -> bool {
    view.zoom() >= COMMUNES && !near.is_empty() && near.iter().all(|code| communes.has(code))
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
    use crate::communes::{Border, Commune, CommuneRows};
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
            let (x, y) = path.into_iter().next().unwrap_or_default();
            self.note(format!("path at {x} {y}"))
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
            if style.family().as_str() == HALO {
                return self.note(format!("label {} {} {} {text}", at.0, at.1, style.size()));
            }
            self.note(format!("{} {text}", style.family().as_str()))
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
        let area =
            Area { code: "08".into(), nom: "Ardennes".into(), label: Some((4.6, 49.6)), rings: vec![square] };
        let towns = vec![
            Town { nom: "Sedan".into(), lon: 4.94, lat: 49.7, rang: 2 },
            Town { nom: "Charleville-Mézières".into(), lon: 4.72, lat: 49.77, rang: 1 },
        ];
        let rows = OutlineRows { context: vec![], departements: vec![area], towns };
        Outlines::from_bytes(&rows.encode().unwrap()).unwrap()
    }

    fn communes() -> Communes {
        let commune = |code: &str, nom: &str, lon| Commune {
            code: code.into(),
            nom: nom.into(),
            label: Some((lon, 49.8)),
        };
        let border = |one, other, line: &[(f64, f64)]| Border { sides: (one, other), line: line.to_vec() };
        let rows = CommuneRows {
            communes: vec![
                commune("08105", "Charleville-Mézières", 4.3),
                commune("08342", "Prix-lès-Mézières", 4.9),
            ],
            borders: vec![
                border(0, None, &[(4.7, 49.4), (4.0, 49.4), (4.0, 50.2), (4.7, 50.2)]),
                border(0, Some(1), &[(4.7, 49.4), (4.7, 50.2)]),
                border(1, None, &[(4.7, 50.2), (5.4, 50.2), (5.4, 49.4), (4.7, 49.4)]),
            ],
        };
        let mut communes = Communes::default();
        communes.read("08", &rows.encode().unwrap()).unwrap();
        communes
    }

    fn drawn(view: &View, scene: &Scene<'_>) -> (Vec<Marker>, Vec<String>) {
        let log = Rc::default();
        let (width, height) = view.device_size();
        let recorder = Recorder { size: (width + 2 * MARGIN, height + 2 * MARGIN), log: Rc::clone(&log) };
        let area = recorder.into_drawing_area();
        let (outlines, communes, palette) = (outlines(), communes(), Palette::default());
        draw_ground(&area, &outlines, &communes, view, scene, &palette).unwrap();
        draw_answers(&area, &outlines, &communes, view, scene, &palette).unwrap();
        let markers = markers(view, scene.clusters);
        drop(area);
        (markers, Rc::try_unwrap(log).unwrap().into_inner())
    }

    fn has(log: &[String], what: &str) -> bool {
        log.iter().any(|line| line.contains(what))
    }

    fn point(lon: f64, lat: f64, count: u32) -> Cluster {
        Cluster { lon, lat, count, bbox: [lon, lat, lon, lat], members: (count == 1).then(|| vec![7]) }
    }

    #[test]
    fn every_layer_is_there() {
        let view = View::new(4.72, 49.77, 9.0, 800.0, 600.0, 1.0).unwrap();
        let clusters = [point(4.94, 49.75, 12), point(4.6, 49.8, 1)];
        let scene = Scene {
            place: Some((4.72, 49.77, "Charleville-Mézières")),
            radius_km: Some(20.0),
            clusters: &clusters,
            highlight: Some((4.6, 49.8, "Aide au permis")),
            ..Scene::default()
        };
        let (markers, log) = drawn(&view, &scene);
        assert_eq!(markers.len(), 2);
        assert_eq!((markers[1].count, markers[1].members.as_deref()), (1, Some(&[7][..])));
        let (x, y) = view.project(4.94, 49.75);
        assert_eq!((markers[0].x, markers[0].y), (x, y));
        assert!(has(&log, "rect") && has(&log, "polygon of 5") && has(&log, "polygon of 145"));
        assert!(log.contains(&"sans-serif 12".to_string()), "the cluster's count");
        assert!(has(&log, "Aide au permis") && has(&log, "Sedan") && has(&log, "A\u{200a}R\u{200a}D"));
        let named = log.iter().filter(|line| line.starts_with("sans-serif Charleville")).count();
        assert_eq!(named, 1, "the place is named once, not again as a town");
    }

    #[test]
    fn the_circle_is_as_wide_as_the_radius() {
        let view = View::new(4.72, 49.77, 9.0, 800.0, 600.0, 1.0).unwrap();
        let around = |radius_km| Scene { place: Some((4.72, 49.77, "Ici")), radius_km, ..Scene::default() };
        let (_, log) = drawn(&view, &around(Some(20.0)));
        let dashes: Vec<f64> = log
            .iter()
            .filter_map(|line| line.strip_prefix("path at "))
            .map(|at| {
                let (x, y) = at.split_once(' ').unwrap();
                let apart =
                    |value: &str, centre: f64| value.parse::<f64>().unwrap() - f64::from(MARGIN) - centre;
                apart(x, 400.0).hypot(apart(y, 300.0))
            })
            .filter(|far| *far < 200.0)
            .collect();
        // 20 km in pixels: the world's circumference is 2^17 pixels at the equator.
        let metres = 40_075_016.686 * 49.77_f64.to_radians().cos() / 131_072.0;
        assert!(dashes.len() > 40, "{} dashes", dashes.len());
        assert!(dashes.iter().all(|far| (far - 20_000.0 / metres).abs() < 1.5), "{dashes:?}");
        assert!(!has(&drawn(&view, &around(None)).1, "polygon of 145"));
    }

    #[test]
    fn a_frame_and_a_zone_are_outlined() {
        let view = View::new(4.72, 49.77, 8.0, 800.0, 600.0, 1.0).unwrap();
        let none = drawn(&view, &Scene::default()).1.len();
        let frame = Scene { frame: Some([4.5, 49.6, 5.0, 49.9]), ..Scene::default() };
        assert!(drawn(&view, &frame).1.len() > none + 20, "dashes");
        let zone = outlines().zone(&["08"]);
        assert!(!zone.is_empty() && outlines().zone(&["2A"]).is_empty());
        assert_eq!(drawn(&view, &Scene { zone: Some(&zone), ..Scene::default() }).1.len(), none + 2);
    }

    #[test]
    fn names_cover_neither_each_other_nor_clusters() {
        for zoom in [7.5, 9.0, 11.5] {
            let view = View::new(4.72, 49.77, zoom, 800.0, 600.0, 1.0).unwrap();
            let clusters: Vec<Cluster> = (0..30)
                .map(|at| point(4.5 + f64::from(at) * 0.02, 49.7 + f64::from(at % 7) * 0.02, 1))
                .collect();
            let scene = Scene { clusters: &clusters, ..Scene::default() };
            let (markers, log) = drawn(&view, &scene);
            let mut taken: Vec<Rect> =
                markers.iter().map(|marker| Rect::around(marker.x, marker.y, marker.r, marker.r)).collect();
            for line in log.iter().filter_map(|line| line.strip_prefix("label ")) {
                let mut parts = line.splitn(4, ' ');
                let mut number = || parts.next().unwrap().parse::<f64>().unwrap() - 0.0;
                let (x, y, size) = (number() - f64::from(MARGIN), number() - f64::from(MARGIN), number());
                let text = parts.next().unwrap();
                let extent = Rect::around(x, y, crate::labels::width(text, size, false) / 2.0, size * 0.5);
                assert!(!taken.iter().any(|other| other.meets(&extent)), "« {text} » at zoom {zoom}");
                taken.push(extent);
            }
            assert!(taken.len() > markers.len(), "nothing is named at zoom {zoom}");
        }
    }

    #[test]
    fn communes_come_with_the_zoom() {
        let near = View::new(4.72, 49.77, 11.5, 800.0, 600.0, 1.0).unwrap();
        assert!(has(&drawn(&near, &Scene::default()).1, "Prix-lès-Mézières"));
        let far = View::new(4.72, 49.77, 9.0, 800.0, 600.0, 1.0).unwrap();
        assert!(!has(&drawn(&far, &Scene::default()).1, "Prix-lès-Mézières"));
    }

    #[test]
    fn what_is_elsewhere_is_not_drawn() {
        let view = View::new(55.5, -21.1, 9.0, 800.0, 600.0, 2.0).unwrap();
        let clusters = [point(4.72, 49.77, 3)];
        let (markers, log) = drawn(&view, &Scene { clusters: &clusters, ..Scene::default() });
        assert!(markers.is_empty());
        assert_eq!(log, ["rect"]);
    }

    #[test]
    fn device_pixels_follow_the_ratio() {
        let clusters = [point(4.72, 49.77, 1)];
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

//! Charts as the SVG that comes out.
#![allow(clippy::unwrap_used, clippy::panic)]

use atlas_charts::{
    Area, Bar, Bars, ChartError, Drawing, Frame, Look, Palette, Plate, SMALLEST, Shades, Step, bars,
};
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};

/// Half an em a letter, bold a little more.
fn measure(text: &str, size: f64, bold: bool) -> f64 {
    text.chars().count() as f64 * size * if bold { 0.6 } else { 0.5 }
}

fn look(width: f64) -> Look<'static> {
    Look { width, palette: Palette::default(), measure: &measure }
}

/// An element of the drawing.
#[derive(Debug)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Element {
    fn get(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    fn number(&self, name: &str) -> f64 {
        self.get(name).parse().unwrap_or_else(|_| panic!("{name} of {self:?}"))
    }
}

/// Reads the whole document: what isn't XML fails.
fn elements(svg: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(svg);
    let mut elements: Vec<Element> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return elements,
            Event::Start(tag) | Event::Empty(tag) => {
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap();
                    (attribute.key.as_ref().to_owned(), value.into_owned())
                });
                elements.push(Element {
                    name: tag.name().as_ref().to_owned(),
                    attributes: attributes.collect(),
                    text: String::new(),
                });
            }
            Event::Text(text) => elements.last_mut().unwrap().text.push_str(&text),
            Event::GeneralRef(entity) => {
                let letter = match &*entity {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    "apos" => '\'',
                    other => panic!("&{other};"),
                };
                elements.last_mut().unwrap().text.push(letter);
            }
            _ => {}
        }
    }
}

/// What holds for every chart: it is XML, all numbers are numbers, all texts can be read and lie within.
fn check(drawing: &Drawing, width: f64) -> String {
    let all = elements(&drawing.svg);
    assert!(!drawing.svg.contains("NaN") && !drawing.svg.contains("inf"), "{}", drawing.svg);
    assert!(!drawing.svg.contains("style=\""), "a page's policy forbids style attributes");
    let [_, _, right, bottom] =
        all[0].get("viewBox").split(' ').map(|side| side.parse::<f64>().unwrap()).collect::<Vec<_>>()[..]
    else {
        panic!("{:?}", all[0])
    };
    assert_eq!((all[0].number("width"), all[0].number("height")), (width, drawing.height));
    let scale = right / width;
    assert!((bottom / drawing.height - scale).abs() < 0.05);
    let mut said = String::new();
    for element in &all {
        if element.name != "text" {
            continue;
        }
        let size = element.number("font-size") / scale;
        assert!(size >= SMALLEST - 0.01, "{element:?}");
        let wide = measure(element.text.trim(), size, element.get("font-weight") == "bold");
        let left = match element.get("text-anchor") {
            "start" => element.number("x") / scale,
            "middle" => element.number("x") / scale - wide / 2.0,
            _ => element.number("x") / scale - wide,
        };
        assert!(left >= -0.5 && left + wide <= width + 0.5, "{element:?} lies outside of {width}");
        assert!((0.0..=drawing.height).contains(&(element.number("y") / scale)), "{element:?}");
        said.push_str(element.text.trim());
        said.push(' ');
    }
    said
}

fn row(label: &str, value: f64) -> Bar {
    Bar { label: label.to_owned(), value, text: format!("{value}\u{a0}services"), quiet: false }
}

const LABELS: [&str; 4] = [
    "Utiliser des services de mobilité douce, partagée ou collective",
    "Structures d’Insertion par l’Activité Économique - Entreprises d’Insertion par le Travail Indépendant",
    "</text><script>alert(1)</script> & « gras » 'a' \"b\" \u{7}\u{0}",
    "Gratuit",
];

#[test]
fn every_label_is_there_in_full_at_any_width() {
    for width in [240.0, 320.0, 390.0, 519.0, 520.0, 700.0, 1200.0] {
        for whole in [None, Some(100.0)] {
            let rows = LABELS.iter().zip([60.0, 0.0, 3.0, 100.0]).map(|(label, value)| row(label, value));
            let drawing = bars(&Bars { rows: rows.collect(), whole }, &look(width)).unwrap();
            let letters = |text: &str| -> String {
                text.chars().filter(|letter| !letter.is_whitespace() && !letter.is_control()).collect()
            };
            let said = letters(&check(&drawing, width));
            for label in LABELS {
                assert!(said.contains(&letters(label)), "{label} at {width}: {said}");
            }
            assert!(said.contains("60services") && said.contains("0services"));
            assert!(elements(&drawing.svg).iter().all(|element| element.name != "script"));
            assert_eq!(drawing.rows.len(), LABELS.len());
            let (last, height) = drawing.rows[3];
            assert_eq!(last + height, drawing.height);
        }
    }
}

#[test]
fn bars_are_as_long_as_their_values() {
    let mut rows = vec![row("a", 50.0), row("b", 100.0), row("c", 0.0), row("d", 0.001)];
    rows[0].quiet = true;
    let drawing = bars(&Bars { rows, whole: None }, &look(600.0)).unwrap();
    let palette = Palette::default();
    let long = |colour: plotters::style::RGBColor| -> Vec<f64> {
        let hex = format!("#{:02X}{:02X}{:02X}", colour.0, colour.1, colour.2);
        let all = elements(&drawing.svg);
        all.iter()
            .filter(|element| element.get("fill") == hex && element.name == "rect")
            .map(|element| element.number("width"))
            .collect()
    };
    let accent = long(palette.accent);
    assert_eq!(accent.len(), 2, "nothing has no bar, and what is quiet is fainter");
    assert!(accent[1] > 0.0, "what isn't nothing is seen");
    let quiet = long(plotters::style::RGBColor(0x87, 0xb1, 0xb1));
    assert!((quiet[0] / accent[0] - 0.5).abs() < 0.01);
}

#[test]
fn nothing_is_said() {
    for rows in [vec![], vec![row("Mobilité", 0.0)]] {
        let drawing = bars(&Bars { rows, whole: None }, &look(390.0)).unwrap();
        assert_eq!(check(&drawing, 390.0).trim(), "Aucun service");
    }
    // A share of nothing is a share: the rows stay.
    let drawing = bars(&Bars { rows: vec![row("Mobilité", 0.0)], whole: Some(1.0) }, &look(390.0)).unwrap();
    assert!(check(&drawing, 390.0).contains("Mobilité"));
}

#[test]
fn what_isnt_a_number_is_refused() {
    for value in [f64::NAN, f64::INFINITY, -1.0] {
        let refused = bars(&Bars { rows: vec![row("a", value)], whole: None }, &look(390.0));
        assert_eq!(refused, Err(ChartError::Number));
    }
    for width in [f64::NAN, 0.0, -5.0, 1e9] {
        let refused = bars(&Bars { rows: vec![row("a", 1.0)], whole: None }, &look(width));
        assert_eq!(refused, Err(ChartError::Number));
    }
}

fn plate() -> Plate {
    let square = |x: i32| vec![(x, 0), (x + 50, 0), (x + 50, 50), (x, 50), (x, 0)];
    let frame = |nom: &str, areas: Vec<Area>| Frame { nom: nom.to_owned(), width: 100, height: 50, areas };
    let large = frame("France", vec![Area::new("08", [square(0)]), Area::new("51", [square(50)])]);
    let names = ["Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte", "Paris et ses alentours"];
    let small = names
        .iter()
        .enumerate()
        .map(|(at, nom)| frame(nom, vec![Area::new(&format!("97{at}"), [square(0), square(50)])]));
    Plate { frames: std::iter::once(large).chain(small).collect() }
}

fn shades() -> Shades {
    Shades {
        none: "Aucun service".into(),
        steps: vec!["1 à 10".into(), "11 à 1\u{a0}000".into()],
        departements: vec![Step { code: "51".into(), step: 1 }, Step { code: "973".into(), step: 0 }],
    }
}

#[test]
fn each_departement_has_its_shade_and_its_code() {
    for width in [280.0, 390.0, 700.0, 1200.0] {
        let (drawing, codes) = plate().draw(&shades(), &look(width)).unwrap();
        let said = check(&drawing, width);
        for text in ["Guadeloupe", "alentours", "Aucun service", "1 à 10", "11 à 1\u{a0}000"] {
            assert!(said.contains(text), "{text} at {width}");
        }
        let all = elements(&drawing.svg);
        let fills: Vec<&str> = all
            .iter()
            .filter(|element| element.name == "polygon")
            .map(|element| element.get("fill"))
            .collect();
        assert_eq!(codes.len(), 2 + 6 * 2);
        assert_eq!(fills.len(), codes.len());
        let fill = |code: &str| fills[codes.iter().position(|known| known == code).unwrap()];
        assert_eq!(fill("51"), "#0B5A5C");
        assert_eq!(fill("973"), "#C5DDDB");
        assert_eq!(fill("08"), "#F3EEE4");
    }
    let wrong = Shades { steps: Vec::new(), ..shades() };
    assert_eq!(plate().draw(&wrong, &look(390.0)).unwrap_err(), ChartError::Number);
}

#[test]
fn damaged_plates_are_refused_or_drawn_but_never_panic() {
    let whole = plate().encode().unwrap();
    for at in 0..whole.len() {
        assert!(Plate::from_bytes(&whole[..at]).is_err());
        for flip in [1, 0x80, 0xFF] {
            let mut copy = whole.clone();
            copy[at] ^= flip;
            if let Ok(plate) = Plate::from_bytes(&copy) {
                drop(plate.draw(&shades(), &look(390.0)));
            }
        }
    }
}

//! Draws what a question costs as the data grows, from the figures of `node tests/bench/growth.js`:
//!
//! `cargo run -p inclusion-atlas --example growth -- target/bench/growth.json docs/query-cost.svg`

use plotters::prelude::*;
use serde::Deserialize;
use std::error::Error;

/// One kind of question.
#[derive(Deserialize)]
struct Series {
    label: String,
    /// Services, then milliseconds: the median and the 99th percentile.
    points: Vec<(f64, f64, f64)>,
}

const SIZE: (u32, u32) = (880, 480);
/// Distinct without colour too: their names stand at their ends.
const COLOURS: [RGBColor; 4] =
    [RGBColor(0, 75, 135), RGBColor(190, 70, 0), RGBColor(90, 90, 90), RGBColor(0, 120, 80)];

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(from), Some(to)) = (args.next(), args.next()) else {
        return Err("Two paths are needed: the figures, then the drawing.".into());
    };
    let all: Vec<Series> = serde_json::from_str(&std::fs::read_to_string(from)?)?;
    draw(&all, &to)
}

fn draw(all: &[Series], path: &str) -> Result<(), Box<dyn Error>> {
    let root = SVGBackend::new(path, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let points = || all.iter().flat_map(|series| &series.points);
    let bounds = |value: fn(&(f64, f64, f64)) -> f64| {
        points().map(value).fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)))
    };
    let (fewest, most) = bounds(|point| point.0);
    let (quickest, slowest) = (bounds(|point| point.1).0, bounds(|point| point.2).1);
    let mut chart = ChartBuilder::on(&root)
        .caption("A question's cost as the data grows", ("sans-serif", 20))
        .margin(16)
        .margin_right(190)
        .x_label_area_size(44)
        .y_label_area_size(64)
        .build_cartesian_2d(
            (fewest * 0.9..most * 1.1).log_scale(),
            (quickest * 0.7..slowest * 1.4).log_scale(),
        )?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .x_desc("services")
        .y_desc("ms: median, p99 (thin)")
        .x_label_formatter(&|services| format!("{} 000", (services / 1000.0).round()))
        .y_label_formatter(&|ms| format!("{ms}"))
        .draw()?;
    let mut taken: Vec<i32> = Vec::new();
    for (series, colour) in all.iter().zip(COLOURS) {
        let mut medians = series.points.iter().map(|&(services, median, _)| (services, median));
        let p99 = series.points.iter().map(|&(services, _, p99)| (services, p99));
        chart.draw_series(LineSeries::new(p99, colour.mix(0.5).stroke_width(1)))?;
        chart.draw_series(LineSeries::new(medians.clone(), colour.stroke_width(3)).point_size(4))?;
        if let Some(last) = medians.next_back() {
            let (x, y) = chart.backend_coord(&last);
            // A name that would lie on another stands below it.
            let y = taken.iter().fold(y, |y, &other| if (y - other).abs() < 16 { other + 16 } else { y });
            taken.push(y);
            let style = ("sans-serif", 14).into_font().color(&colour);
            root.draw(&Text::new(series.label.clone(), (x + 10, y - 7), style))?;
        }
    }
    root.present()?;
    Ok(())
}

//! The map's colours. The defaults are the light ones of `www/style/tokens.css`.

use plotters::style::RGBColor;

/// Colours of the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// Land of the départements.
    pub land: RGBColor,
    /// Sea.
    pub water: RGBColor,
    /// Borders of the départements.
    pub border: RGBColor,
    /// Names of towns and départements.
    pub label: RGBColor,
    /// Clusters, points and the circle.
    pub accent: RGBColor,
    /// Counts, on clusters.
    pub accent_ink: RGBColor,
    /// What is pointed at.
    pub mark: RGBColor,
    /// Rings around clusters and points.
    pub surface: RGBColor,
    /// The place's name.
    pub ink: RGBColor,
}

impl Default for Palette {
    fn default() -> Self {
        Self {
            land: RGBColor(0xf2, 0xeb, 0xdd),
            water: RGBColor(0xdb, 0xe7, 0xea),
            border: RGBColor(0xc4, 0xb7, 0x9f),
            label: RGBColor(0x5d, 0x53, 0x40),
            accent: RGBColor(0x0b, 0x5a, 0x5c),
            accent_ink: RGBColor(0xff, 0xff, 0xff),
            mark: RGBColor(0xb2, 0x3a, 0x0e),
            surface: RGBColor(0xff, 0xff, 0xff),
            ink: RGBColor(0x1c, 0x25, 0x28),
        }
    }
}

impl Palette {
    /// Sets a colour by its name from `#rrggbb`. False when there is no such colour, or the text isn't one.
    ///
    /// ```
    /// let mut palette = atlas_map::Palette::default();
    /// assert!(palette.set("land", "#222b2b"));
    /// assert!(!palette.set("land", "beige"));
    /// ```
    pub fn set(&mut self, name: &str, hex: &str) -> bool {
        let colour = match name {
            "land" => &mut self.land,
            "water" => &mut self.water,
            "border" => &mut self.border,
            "label" => &mut self.label,
            "accent" => &mut self.accent,
            "accent_ink" => &mut self.accent_ink,
            "mark" => &mut self.mark,
            "surface" => &mut self.surface,
            "ink" => &mut self.ink,
            _ => return false,
        };
        let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6);
        let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        number.map(|rgb| *colour = RGBColor((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)).is_some()
    }
}

/// A colour between two others: `share` of the first.
pub(crate) fn between(RGBColor(r, g, b): RGBColor, other: RGBColor, share: f64) -> RGBColor {
    let mix = |a: u8, b: u8| (f64::from(a) * share + f64::from(b) * (1.0 - share)).round() as u8;
    RGBColor(mix(r, other.0), mix(g, other.1), mix(b, other.2))
}

//! The colours of charts. The defaults are the light ones of `www/style/tokens.css`.

use plotters::style::RGBColor;

/// Colours of charts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// Behind everything.
    pub surface: RGBColor,
    /// What is empty: the rest of a bar, a département without services.
    pub sunken: RGBColor,
    /// Lines.
    pub line: RGBColor,
    /// Text.
    pub ink: RGBColor,
    /// Bars, and the strongest shade.
    pub accent: RGBColor,
    /// The faintest shade.
    pub faint: RGBColor,
}

impl Default for Palette {
    fn default() -> Self {
        Self {
            surface: RGBColor(0xff, 0xff, 0xff),
            sunken: RGBColor(0xf3, 0xee, 0xe4),
            line: RGBColor(0x8b, 0x84, 0x75),
            ink: RGBColor(0x1c, 0x25, 0x28),
            accent: RGBColor(0x0b, 0x5a, 0x5c),
            faint: RGBColor(0xc5, 0xdd, 0xdb),
        }
    }
}

impl Palette {
    /// Sets a colour by its name from `#rrggbb`. False when there is no such colour, or the text isn't one.
    ///
    /// ```
    /// let mut palette = atlas_charts::Palette::default();
    /// assert!(palette.set("accent", "#6fc3c0"));
    /// assert!(!palette.set("accent", "bleu"));
    /// ```
    pub fn set(&mut self, name: &str, hex: &str) -> bool {
        let colour = match name {
            "surface" => &mut self.surface,
            "sunken" => &mut self.sunken,
            "line" => &mut self.line,
            "ink" => &mut self.ink,
            "accent" => &mut self.accent,
            "faint" => &mut self.faint,
            _ => return false,
        };
        let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6);
        let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        number.map(|rgb| *colour = RGBColor((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)).is_some()
    }

    /// The shade of a step of so many, the faintest first.
    pub(crate) fn shade(&self, step: usize, steps: usize) -> RGBColor {
        let share = if steps < 2 { 1.0 } else { step as f64 / (steps - 1) as f64 };
        let mix = |a: u8, b: u8| (f64::from(a) * share + f64::from(b) * (1.0 - share)).round() as u8;
        let (to, from) = (self.accent, self.faint);
        RGBColor(mix(to.0, from.0), mix(to.1, from.1), mix(to.2, from.2))
    }
}

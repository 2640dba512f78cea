//! A browser's canvas as a plotters backend: one in a page or one in a worker, whose contexts have the same methods.

use atlas_map::{HALO, MARGIN};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};
use std::convert::Infallible;
use std::f64::consts::TAU;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An `HTMLCanvasElement` or an `OffscreenCanvas`.
    #[derive(Clone, Debug)]
    pub(crate) type Surface;

    /// An `OffscreenCanvas`.
    #[wasm_bindgen(js_name = OffscreenCanvas)]
    type Offscreen;
    #[wasm_bindgen(constructor, catch, js_class = "OffscreenCanvas")]
    fn new(width: u32, height: u32) -> std::result::Result<Offscreen, JsValue>;

    #[wasm_bindgen(method, js_name = getContext)]
    fn get_context(this: &Surface, kind: &str) -> Option<Context2d>;
    #[wasm_bindgen(method, getter)]
    fn width(this: &Surface) -> u32;
    #[wasm_bindgen(method, setter)]
    fn set_width(this: &Surface, width: u32);
    #[wasm_bindgen(method, getter)]
    fn height(this: &Surface) -> u32;
    #[wasm_bindgen(method, setter)]
    fn set_height(this: &Surface, height: u32);

    /// The 2D context of either.
    #[derive(Clone)]
    pub(crate) type Context2d;

    #[wasm_bindgen(method, setter, js_name = fillStyle)]
    fn set_fill_style(this: &Context2d, style: &str);
    #[wasm_bindgen(method, setter, js_name = strokeStyle)]
    fn set_stroke_style(this: &Context2d, style: &str);
    #[wasm_bindgen(method, setter, js_name = lineWidth)]
    fn set_line_width(this: &Context2d, width: f64);
    #[wasm_bindgen(method, setter, js_name = lineJoin)]
    fn set_line_join(this: &Context2d, join: &str);
    #[wasm_bindgen(method, setter)]
    fn set_font(this: &Context2d, font: &str);
    #[wasm_bindgen(method, setter, js_name = textAlign)]
    fn set_text_align(this: &Context2d, align: &str);
    #[wasm_bindgen(method, setter, js_name = textBaseline)]
    fn set_text_baseline(this: &Context2d, baseline: &str);
    #[wasm_bindgen(method, js_name = beginPath)]
    fn begin_path(this: &Context2d);
    #[wasm_bindgen(method, js_name = moveTo)]
    fn move_to(this: &Context2d, x: f64, y: f64);
    #[wasm_bindgen(method, js_name = lineTo)]
    fn line_to(this: &Context2d, x: f64, y: f64);
    #[wasm_bindgen(method)]
    fn arc(this: &Context2d, x: f64, y: f64, radius: f64, from: f64, to: f64);
    #[wasm_bindgen(method)]
    fn fill(this: &Context2d);
    #[wasm_bindgen(method)]
    fn stroke(this: &Context2d);
    #[wasm_bindgen(method, js_name = fillRect)]
    fn fill_rect(this: &Context2d, x: f64, y: f64, width: f64, height: f64);
    #[wasm_bindgen(method, js_name = strokeRect)]
    fn stroke_rect(this: &Context2d, x: f64, y: f64, width: f64, height: f64);
    #[wasm_bindgen(method, js_name = fillText)]
    fn fill_text(this: &Context2d, text: &str, x: f64, y: f64);
    #[wasm_bindgen(method, js_name = strokeText)]
    fn stroke_text(this: &Context2d, text: &str, x: f64, y: f64);
    #[wasm_bindgen(method, js_name = drawImage)]
    fn draw_image(this: &Context2d, image: &Surface, x: f64, y: f64);
}

impl Surface {
    /// One of its own, that is in no page.
    ///
    /// # Errors
    /// Where the browser has none.
    pub(crate) fn offscreen(width: u32, height: u32) -> std::result::Result<Self, JsValue> {
        Ok(JsValue::from(Offscreen::new(width, height)?).unchecked_into())
    }
}

/// The page's own fonts.
const FONTS: &str =
    "system-ui, -apple-system, \"Segoe UI\", Roboto, \"Noto Sans\", \"Liberation Sans\", sans-serif";
/// Width of a halo, in parts of the text's size.
const HALO_WIDTH: f64 = 0.28;

type Result = std::result::Result<(), DrawingErrorKind<Infallible>>;

/// A canvas, and around it the margin that the map wants: what is drawn there falls beside the canvas.
pub(crate) struct Canvas {
    context: Context2d,
    size: (u32, u32),
}

impl Canvas {
    /// Makes a surface as large as asked and gives its drawing side. `None` when it has none.
    pub(crate) fn new(surface: &Surface, size: (u32, u32)) -> Option<Self> {
        // Setting a size clears the canvas, even when it is the same.
        if surface.width() != size.0 {
            surface.set_width(size.0);
        }
        if surface.height() != size.1 {
            surface.set_height(size.1);
        }
        let context = surface.get_context("2d")?;
        context.set_line_join("round");
        Some(Self { context, size: (size.0 + 2 * MARGIN, size.1 + 2 * MARGIN) })
    }

    /// Covers it with what another shows, from a place on.
    pub(crate) fn copy(&self, other: &Surface, left: f64, top: f64) {
        self.context.draw_image(other, -left, -top);
    }

    /// Where on the canvas a point of the area is.
    fn at((x, y): BackendCoord) -> (f64, f64) {
        (f64::from(x) - f64::from(MARGIN), f64::from(y) - f64::from(MARGIN))
    }

    fn trace(&self, path: impl IntoIterator<Item = BackendCoord>) {
        self.context.begin_path();
        for (number, point) in path.into_iter().enumerate() {
            // Lines one pixel wide are sharp when they run through the middle of pixels.
            let (x, y) = Self::at(point);
            let (x, y) = (x + 0.5, y + 0.5);
            if number == 0 { self.context.move_to(x, y) } else { self.context.line_to(x, y) }
        }
    }

    fn stroke_with(&self, style: &impl BackendStyle) {
        self.context.set_stroke_style(&css(style.color()));
        self.context.set_line_width(f64::from(style.stroke_width()));
    }
}

fn css(BackendColor { alpha, rgb: (r, g, b) }: BackendColor) -> String {
    if alpha >= 1.0 { format!("#{r:02x}{g:02x}{b:02x}") } else { format!("rgba({r},{g},{b},{alpha})") }
}

impl DrawingBackend for Canvas {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Result {
        Ok(())
    }

    fn present(&mut self) -> Result {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, colour: BackendColor) -> Result {
        let (x, y) = Self::at(point);
        self.context.set_fill_style(&css(colour));
        self.context.fill_rect(x, y, 1.0, 1.0);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Result {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result {
        let ((x, y), (right, bottom)) = (Self::at(from), Self::at(to));
        let (width, height) = (right - x, bottom - y);
        if fill {
            self.context.set_fill_style(&css(style.color()));
            self.context.fill_rect(x, y, width, height);
        } else {
            self.stroke_with(style);
            self.context.stroke_rect(x, y, width, height);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result {
        self.stroke_with(style);
        self.trace(path);
        self.context.stroke();
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result {
        self.context.set_fill_style(&css(style.color()));
        self.trace(path);
        self.context.fill();
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result {
        self.context.begin_path();
        let (x, y) = Self::at(centre);
        self.context.arc(x, y, f64::from(radius), 0.0, TAU);
        if fill {
            self.context.set_fill_style(&css(style.color()));
            self.context.fill();
        } else {
            self.stroke_with(style);
            self.context.stroke();
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Result {
        let weight = match style.style() {
            FontStyle::Bold => "700",
            _ => "400",
        };
        self.context.set_font(&format!("{weight} {}px {FONTS}", style.size()));
        let anchor = style.anchor();
        self.context.set_text_align(match anchor.h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        self.context.set_text_baseline(match anchor.v_pos {
            VPos::Top => "top",
            VPos::Center => "middle",
            VPos::Bottom => "bottom",
        });
        let (x, y) = Self::at(at);
        if style.family().as_str() == HALO {
            self.context.set_stroke_style(&css(style.color()));
            self.context.set_line_width(style.size() * HALO_WIDTH);
            self.context.stroke_text(text, x, y);
        } else {
            self.context.set_fill_style(&css(style.color()));
            self.context.fill_text(text, x, y);
        }
        Ok(())
    }

    /// Half an em a letter: near enough for what plotters asks it for.
    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> std::result::Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok(((text.chars().count() as f64 * style.size() * 0.5) as u32, style.size() as u32))
    }
}

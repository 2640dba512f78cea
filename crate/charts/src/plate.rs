//! The départements on a sheet: mainland France, and what is far or small in frames of its own.
//!
//! `departements.bin` is [`MAGIC`], then [`Plate`] as `postcard` writes it: rings are differences of whole coordinates.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The first bytes of `departements.bin`: what it is, and its version.
const MAGIC: &[u8; 8] = b"IADEPT01";

/// `departements.bin` can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlateError {
    /// The bytes are something else, or of another version.
    Version,
    /// The bytes are damaged.
    Damaged,
}

impl fmt::Display for PlateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Version => "Le fichier des départements n’est pas celui de cette version de l’atlas.",
            Self::Damaged => "Le fichier des départements est abîmé.",
        })
    }
}

impl std::error::Error for PlateError {}

/// Frames: the first is the large one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Plate {
    /// The frames.
    pub frames: Vec<Frame>,
}

/// Départements that are drawn together, at one scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// What is written below it.
    pub nom: String,
    /// Width, in its own units.
    pub width: u32,
    /// Height, in its own units.
    pub height: u32,
    /// What is drawn.
    pub areas: Vec<Area>,
}

/// A département.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Its code.
    pub code: String,
    /// Outer rings: x from the left and y from the top, each as the difference from the point before.
    pub rings: Vec<Vec<(i32, i32)>>,
}

impl Area {
    /// An area of rings in the units of its frame.
    pub fn new(code: &str, rings: impl IntoIterator<Item = Vec<(i32, i32)>>) -> Self {
        let ring = |ring: Vec<(i32, i32)>| {
            let mut last = (0, 0);
            let step = |point: (i32, i32)| {
                let step = (point.0 - last.0, point.1 - last.1);
                last = point;
                step
            };
            ring.into_iter().map(step).collect()
        };
        Self { code: code.to_owned(), rings: rings.into_iter().map(ring).collect() }
    }

    /// The rings, point by point.
    pub(crate) fn traced(&self) -> impl Iterator<Item = Vec<(f64, f64)>> {
        self.rings.iter().map(|ring| {
            let mut last = (0i32, 0i32);
            let point = |step: &(i32, i32)| {
                last = (last.0.wrapping_add(step.0), last.1.wrapping_add(step.1));
                (f64::from(last.0), f64::from(last.1))
            };
            ring.iter().map(point).collect()
        })
    }
}

impl Plate {
    /// The bytes of `departements.bin`.
    ///
    /// # Errors
    /// [`PlateError::Damaged`] when `postcard` can't write it, which plain numbers and texts don't cause.
    pub fn encode(&self) -> Result<Vec<u8>, PlateError> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(postcard::to_allocvec(self).map_err(|_| PlateError::Damaged)?);
        Ok(bytes)
    }

    /// Opens `departements.bin`.
    ///
    /// # Errors
    /// When the bytes aren't those of this version's `departements.bin`.
    ///
    /// ```
    /// use atlas_charts::{Area, Frame, Plate};
    ///
    /// let square = vec![(0, 0), (9, 0), (9, 9), (0, 9), (0, 0)];
    /// let frame = Frame { nom: "Ardennes".into(), width: 9, height: 9, areas: vec![Area::new("08", [square])] };
    /// let plate = Plate { frames: vec![frame] };
    /// assert_eq!(Plate::from_bytes(&plate.encode().unwrap()).unwrap(), plate);
    /// assert!(Plate::from_bytes(b"<!doctype html>").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PlateError> {
        let packed = bytes.strip_prefix(MAGIC).ok_or(PlateError::Version)?;
        let plate: Self = postcard::from_bytes(packed).map_err(|_| PlateError::Damaged)?;
        let sound = plate.frames.iter().all(|frame| frame.width > 0 && frame.height > 0);
        if sound { Ok(plate) } else { Err(PlateError::Damaged) }
    }
}

//! `prepare`: compiles `data/` into the binary files that the browser loads.

mod outlines;
mod territory;

use std::error::Error;
use std::path::Path;

/// Writes `territory.bin` and `outlines.bin` into `out`.
pub(crate) fn run(data: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(out)?;
    std::fs::write(out.join("territory.bin"), territory::compile(data)?)?;
    std::fs::write(out.join("outlines.bin"), outlines::compile(data)?)?;
    Ok(())
}

//! `data/territory/*.csv` → `territory.bin`.

use atlas::territory::{Sources, rows_from_csv};
use std::error::Error;
use std::fs::read_to_string;
use std::path::Path;

/// The bytes of `territory.bin`, from the project's `data` folder.
pub(crate) fn compile(data: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let read = |name: &str| {
        let path = data.join("territory").join(name);
        read_to_string(&path).map_err(|error| format!("{} ne peut pas être lu : {error}", path.display()))
    };
    let rows = rows_from_csv(&Sources {
        communes: &read("communes.csv")?,
        anciens_codes: &read("anciens_codes.csv")?,
        epci: &read("epci.csv")?,
        departements: &read("departements.csv")?,
        regions: &read("regions.csv")?,
    })?;
    Ok(rows.encode()?)
}

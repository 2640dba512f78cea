//! The record that a GeoJSON feature holds.

use super::{Fault, RawRecord, ReadError, Value, members};

/// The `properties` of a feature, `null` when it has none that are an object.
pub(super) fn properties(feature: RawRecord<'_>) -> Result<RawRecord<'_>, ReadError> {
    let error = |Fault { kind, offset }| feature.error(kind, offset);
    let mut found = RawRecord { bytes: b"null", ..feature };
    if feature.bytes.first() != Some(&b'{') {
        return Ok(found);
    }
    let mut all = members(feature.bytes).map_err(error)?;
    while let Some(member) = all.next() {
        let member = member.map_err(error)?;
        if member.key.text() == "properties" {
            let place = feature.place(all.offset() - member.json.len());
            found = match member.value {
                Value::Object(json) => RawRecord { bytes: json.as_bytes(), position: place },
                _ => RawRecord { bytes: b"null", ..feature },
            };
        }
    }
    Ok(found)
}

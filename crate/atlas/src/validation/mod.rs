//! What the schema finds wrong in records.

// Until the validator asks it, only its tests do.
#[allow(dead_code)]
mod judge;

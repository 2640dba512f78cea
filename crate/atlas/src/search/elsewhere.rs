//! Opening hours read by somebody else: what reads them is a third of the code of a small build, and few questions need it.

use super::hours::Moment;
use std::sync::OnceLock;

/// Tells, of a moment as [`Moment::parse`] reads it, hours and a `code_insee`, what [`super::OpenAt::is_open`] tells.
pub type ReadsHours = fn(&str, &str, &str) -> Option<bool>;

static READS_HOURS: OnceLock<ReadsHours> = OnceLock::new();

/// Says who reads opening hours, for good: until then none can be read.
pub fn read_hours_elsewhere(reads: ReadsHours) {
    READS_HOURS.get_or_init(|| reads);
}

/// Has hours read, to tell what is open at one moment.
#[derive(Debug)]
pub(super) struct Reader(String);

impl Reader {
    pub(super) fn new(moment: Moment) -> Self {
        Self(moment.to_string())
    }

    pub(super) fn is_open(&self, hours: &str, code_insee: &str) -> Option<bool> {
        READS_HOURS.get().and_then(|reads| reads(&self.0, hours, code_insee))
    }
}

//! `generate`: made-up national data in the published form.

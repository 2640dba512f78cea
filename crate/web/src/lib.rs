//! The JavaScript boundary: conversions, errors, streams, and nothing else.

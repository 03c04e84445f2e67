//! Asks the verifier, by the door that a vector needs.

use verifier::time::UnixTime;
use verifier::{Report, ValidationData, verify};

use crate::pdf_vectors::Vector;

/// Whether the verifier judges CMS by itself, and a file with a detached signature beside it. This is the one place to
/// switch: then `judge` calls `verifier::verify_detached(&vector.bytes, detached, data, at)` where it now says `None`.
const CMS_FILES_ARE_JUDGED: bool = false;

/// The report on a vector; `None` where the verifier has no door for it yet.
#[must_use]
pub fn judge(vector: &Vector, data: &ValidationData, at: UnixTime) -> Option<Report> {
    match &vector.detached {
        Some(_) => None,
        None if vector.bytes.starts_with(b"%PDF-") || CMS_FILES_ARE_JUDGED => {
            Some(verify(&vector.bytes, data, at))
        }
        None => None,
    }
}

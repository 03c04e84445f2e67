//! Asks the verifier, by the door that a vector needs.

use verifier::time::UnixTime;
use verifier::{Report, ValidationData, verify, verify_detached};

use crate::pdf_vectors::Vector;

/// The report on a vector.
#[must_use]
pub fn judge(vector: &Vector, data: &ValidationData, at: UnixTime) -> Report {
    match &vector.detached {
        Some(signature) => verify_detached(&vector.bytes, signature, data, at),
        None => verify(&vector.bytes, data, at),
    }
}

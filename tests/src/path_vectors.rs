//! Vectors for section 5 of the threat catalogue: one function for each id `PATH-01` to `PATH-40`. Expectations are those of
//! the catalogue's column "must do" and of the published policy where the catalogue is stricter; they do not follow what the
//! verifier says.
//!
//! Each is a document under a hierarchy of its own (`hierarchy`), judged with a trusted root in which its anchor stands.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a generator of test files stops at the first surprise"
)]

mod anchors;
mod building;
mod claims;
mod directory_names;
mod encodings;
mod extensions;
mod issuers;
mod known_differences;
mod many_names;
mod names;
mod other_names;
mod policies;
mod usages;
mod validity;

pub use known_differences::KNOWN_DIFFERENCES;

use crate::pdf_vectors::Vector;

/// How many ids the family has.
pub const FAMILIES: [(&str, usize); 1] = [("PATH", 40)];

/// Every vector, in the order of the catalogue.
#[must_use]
pub fn vectors() -> Vec<Vector> {
    [
        building::vectors(),
        issuers::vectors(),
        validity::vectors(),
        directory_names::vectors(),
        other_names::vectors(),
        many_names::vectors(),
        extensions::vectors(),
        policies::vectors(),
        usages::vectors(),
        names::vectors(),
        encodings::vectors(),
        anchors::vectors(),
        claims::vectors(),
    ]
    .concat()
}

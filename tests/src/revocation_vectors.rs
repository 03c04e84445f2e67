//! Vectors for section 6 of the threat catalogue: one function for each id `REV-01` to `REV-38`. Expectations are those of the
//! catalogue's column "must do" and of the published policy where the catalogue is stricter; they do not follow what the
//! verifier says.
//!
//! Most are a document under the hierarchy of `hierarchy`, and what differs is what the issuers say of it: in lists that are
//! published, that the document carries, or that the visitor adds, and in OCSP answers.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a generator of test files stops at the first surprise"
)]

mod answers;
mod budgets;
mod dates;
mod delta;
mod evidence;
mod indirect;
mod issued;
mod known_differences;
mod lists;
mod models;
mod responders;
mod scope;
mod sizes;
mod skipping;
mod snapshots;

pub use known_differences::KNOWN_DIFFERENCES;

use crate::pdf_vectors::Vector;

/// How many ids the family has.
pub const FAMILIES: [(&str, usize); 1] = [("REV", 38)];

/// Every vector, in the order of the catalogue as far as files allow.
#[must_use]
pub fn vectors() -> Vec<Vector> {
    [
        lists::vectors(),
        snapshots::vectors(),
        scope::vectors(),
        indirect::vectors(),
        delta::vectors(),
        dates::vectors(),
        sizes::vectors(),
        budgets::vectors(),
        answers::vectors(),
        responders::vectors(),
        evidence::vectors(),
        skipping::vectors(),
        models::vectors(),
    ]
    .concat()
}

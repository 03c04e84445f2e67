//! Vectors for sections 2 to 4 of the threat catalogue: one function for each id `CMS-01` to `CMS-52`, `ALG-01` to
//! `ALG-18`, `TST-01` to `TST-19`, the algebra of signed attributes, and swaps between two good files. Expectations are those
//! of the catalogue's column "must do" and of the published policy where the catalogue is stricter; they do not follow what
//! the verifier says.
//!
//! Most attack the container inside a PDF; what is about CMS files is a `.p7m`, or a file with its `.p7s`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a generator of test files stops at the first surprise"
)]

mod algebra;
mod algorithms;
mod attacks;
mod attributes;
mod bridges;
pub(crate) mod carrier;
mod certificates;
mod containers;
mod content;
mod curves;
mod encodings;
mod known_differences;
mod refused;
mod rsa;
mod signers;
mod swaps;
mod times;
mod token_times;
mod tokens;

pub use known_differences::KNOWN_DIFFERENCES;

use crate::pdf_vectors::Vector;

/// How many ids each family has.
pub const FAMILIES: [(&str, usize); 3] = [("CMS", 52), ("ALG", 18), ("TST", 19)];

/// Every vector, in the order of the catalogue, the algebra and the swaps last.
#[must_use]
pub fn vectors() -> Vec<Vector> {
    [
        content::vectors(),
        attributes::vectors(),
        signers::vectors(),
        certificates::vectors(),
        algorithms::vectors(),
        containers::vectors(),
        encodings::vectors(),
        times::vectors(),
        rsa::vectors(),
        curves::vectors(),
        refused::vectors(),
        tokens::vectors(),
        token_times::vectors(),
        bridges::vectors(),
        algebra::vectors(),
        swaps::vectors(),
        attacks::vectors(),
    ]
    .concat()
}

/// What only these heads need.
impl Vector {
    /// Judged at the moment: no token proves a time.
    fn not_proven(self) -> Self {
        self.says("/signatures/0/time_source", "\"validation-time\"")
    }

    /// Several verdicts are right, so that nothing else is expected.
    fn or_any(mut self, verdicts: &[&'static str]) -> Self {
        self.says.clear();
        self.reasons.clear();
        self.verdicts.extend(verdicts);
        self
    }

    /// The last expectation at a pointer replaces those before it.
    fn last_word(mut self) -> Self {
        let Some((pointer, json)) = self.says.pop() else { return self };
        self.says.retain(|(other, _)| *other != pointer);
        self.says.push((pointer, json));
        self
    }
}

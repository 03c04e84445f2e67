//! Signatures that a search found in a file that does not read: judged for digest, signature value and path, and never
//! more than undetermined. What is wrong with their place may be the file's fault, so it proves nothing against them.

use super::acceptance::STRUCTURE;
use super::assessment::{Assessment, Evidence, Objection};
use crate::indication::{Failed, Indeterminate, Indication};
use crate::reason::Reason;
use crate::report::{Check, Outcome};

/// Records that the structure was not read; the objection comes last, so that it hides nothing.
pub(super) fn structure(assessment: &mut Assessment) {
    assessment.checks.push(Check {
        name: STRUCTURE.0,
        clause: STRUCTURE.1,
        outcome: Outcome::Indeterminate,
        evidence: Evidence::new(),
    });
}

/// Turns failures of format into doubts, after everything else was judged.
pub(super) fn judged(assessment: &mut Assessment) {
    for objection in &mut assessment.objections {
        if objection.indication == Indication::TotalFailed(Failed::FormatFailure) {
            objection.indication = Indication::Indeterminate(Indeterminate::Custom);
        }
    }
    // With a digest or a value that is wrong the check stays failed.
    let is_failed = assessment
        .objections
        .iter()
        .any(|objection| matches!(objection.indication, Indication::TotalFailed(_)));
    for check in &mut assessment.checks {
        if check.outcome == Outcome::Failed && !is_failed {
            check.outcome = Outcome::Indeterminate;
        }
    }
    let objection = Objection::indeterminate(Indeterminate::Custom, Reason::FoundBySearching);
    assessment.objections.push(objection);
}

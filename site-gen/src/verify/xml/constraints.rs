//! The checks as validation constraints (TS 119 102-2 4.3.5): what was asked, and what came of it.

use verifier::report::{Check, Outcome, SignatureReport};

use super::writer::Writer;

/// Writes the checks in the order in which they were made.
pub(super) fn write(xml: &mut Writer, signature: &SignatureReport) {
    xml.element("ValidationConstraintsEvaluationReport", |xml| {
        for check in &signature.checks {
            constraint(xml, check);
        }
    });
}

fn constraint(xml: &mut Writer, check: &Check) {
    xml.element("ValidationConstraint", |xml| {
        let identifier = format!("urn:x-periksa:check:{}", check.name);
        xml.text("ValidationConstraintIdentifier", &identifier);
        xml.element("ValidationConstraintParameter", |xml| {
            xml.text("Type", "urn:x-periksa:clause");
            xml.text("Value", check.clause);
        });
        // A check that was not made settles nothing, and ETSI has no other word for that; of one that the policy does not ask
        // for no result counts.
        let (status, indication, remark) = match check.outcome {
            Outcome::Passed => ("applied", Some("passed"), None),
            Outcome::Failed => ("applied", Some("failed"), None),
            Outcome::Indeterminate => ("applied", Some("indeterminate"), None),
            Outcome::Disabled => ("disabled", None, None),
            Outcome::NotChecked => ("applied", Some("indeterminate"), Some("not-checked")),
        };
        xml.element("ConstraintStatus", |xml| {
            xml.text("Status", &format!("urn:etsi:019102:constraintStatus:{status}"));
        });
        if let Some(indication) = indication {
            xml.element("ValidationStatus", |xml| {
                let indication = format!("urn:etsi:019102:mainindication:{indication}");
                xml.text("MainIndication", &indication);
            });
        }
        if let Some(remark) = remark {
            xml.text("Indications", remark);
        }
    });
}

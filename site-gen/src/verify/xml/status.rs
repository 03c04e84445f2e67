//! The indication with what it rests on (TS 119 102-2 4.3.4, 4.3.12).

use serde::Serialize;
use verifier::report::{PathReport, RevocationReport, SignatureReport};
use verifier::{Indeterminate, Indication};

use super::objects;
use super::writer::Writer;

/// Writes the answer of the published policy; that of EN 319 102-1 with nothing relaxed stands among what is additional.
pub(super) fn write(xml: &mut Writer, signature: &SignatureReport) {
    xml.element("SignatureValidationStatus", |xml| {
        let indication = told(signature);
        xml.text("MainIndication", &main_indication(indication));
        if let Some(name) = indication.sub() {
            xml.text("SubIndication", &sub_indication(name));
        }
        xml.element("AssociatedValidationReportData", |xml| {
            let path = path(signature);
            if let Some(name) = &path.anchor {
                objects::reference(xml, "TrustAnchor", &objects::anchor(name));
            }
            objects::chain(xml, &path);
            additional(xml, signature);
        });
        for revocation in &signature.revocation {
            revoked(xml, revocation);
        }
    });
}

/// What others may read of it, who know no verdicts: a signature under a test authority, or one of which something was left
/// unchecked, has not passed.
fn told(signature: &SignatureReport) -> Indication {
    match signature.indication {
        Indication::TotalPassed if !signature.verdict.is_good() => {
            Indication::Indeterminate(Indeterminate::Custom)
        }
        indication @ (Indication::TotalPassed
        | Indication::TotalFailed(_)
        | Indication::Indeterminate(_)) => indication,
    }
}

/// ETSI's URN (clause 4.3.4.2).
fn main_indication(indication: Indication) -> String {
    format!("urn:etsi:019102:mainindication:{}", indication.main().to_ascii_lowercase())
}

/// ETSI's URN (clause 4.3.4.3): the same prefix for every name of EN 319 102-1.
fn sub_indication(name: &str) -> String {
    format!("urn:etsi:019102:subindication:{name}")
}

/// The path of the signature; that of a time-stamp over the document is its authority's.
fn path(signature: &SignatureReport) -> PathReport {
    match &signature.time_stamp {
        Some(time_stamp) if signature.path.certificates.is_empty() => PathReport {
            anchor: Some(time_stamp.anchor.clone()),
            certificates: time_stamp.path.clone(),
            ..PathReport::default()
        },
        Some(_) | None => signature.path.clone(),
    }
}

/// Clause 4.3.12.6: one for each certificate that is revoked.
fn revoked(xml: &mut Writer, revocation: &RevocationReport) {
    let (Some(date), "revoked") = (&revocation.date, revocation.status) else { return };
    xml.element("AssociatedValidationReportData", |xml| {
        xml.element("RevocationStatusInformation", |xml| {
            let certificate = objects::certificate(&revocation.certificate);
            objects::reference(xml, "ValidationObjectId", &certificate);
            xml.text("RevocationTime", date);
            // 4.3.12.6.2 has RFC 5280's names.
            let reason = revocation.reason.as_deref().unwrap_or("unspecified");
            xml.text("RevocationReason", &format!("urn:etsi:019102:revocationReason:{reason}"));
            if let Some(evidence) = objects::evidence(revocation) {
                objects::reference(xml, "RevocationObject", &evidence);
            }
        });
    });
}

/// What ETSI has no element for. A reason is the same JSON as in the report, so that no argument is lost.
fn additional(xml: &mut Writer, signature: &SignatureReport) {
    xml.element("AdditionalValidationReportData", |xml| {
        let mut data = |name: &str, value: &str| {
            xml.element("ReportData", |xml| {
                xml.text("Type", &format!("urn:x-periksa:{name}"));
                xml.text("Value", value);
            });
        };
        data("verdict", signature.verdict.key());
        data("indication", &main_indication(signature.indication));
        if let Some(level) = &signature.level {
            data("level", level);
        }
        if let Some(level) = &signature.level_reached {
            data("level-reached", level);
        }
        data("indication-strict", &main_indication(signature.indication_strict));
        if let Some(name) = signature.sub_indication_strict {
            data("sub-indication-strict", &sub_indication(name));
        }
        for rule in &signature.policy_rules {
            data("policy-rule", rule.key());
        }
        data("coverage", &word(&signature.coverage));
        data("later-changes-permitted", &word(&signature.later_changes.permitted));
        for reason in &signature.reasons {
            data("reason", &json(reason));
        }
        for note in &signature.notes {
            data("note", &json(note));
        }
    });
}

/// A word of the report, as its JSON has it.
fn word(value: &impl Serialize) -> String {
    json(value).trim_matches('"').to_owned()
}

fn json(value: &impl Serialize) -> String {
    // Strings, numbers and objects of them always serialise.
    serde_json::to_string(value).unwrap_or_default()
}

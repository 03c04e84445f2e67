//! REV-34: certificates that say that they need not be checked (threat catalogue 6). The registry allows that to no CA yet, so
//! it is never honoured.

use super::issued::Issued;
use crate::cms_builder::der::null;
use crate::cms_builder::extension::{Extension, id};
use crate::hierarchy::{Expected, current_list, person_certificate};
use crate::pdf_vectors::Vector;

/// Every vector of this id.
pub(super) fn vectors() -> Vec<Vector> {
    let kinds = [
        ("no-rev-avail", id::NO_REV_AVAIL, "noRevAvail (RFC 9608)"),
        (
            "short-term",
            id::VALIDITY_ASSURED_SHORT_TERM,
            "validity assured, short term (EN 319 412-1 5.2)",
        ),
        ("ocsp-no-check", id::OCSP_NO_CHECK, "ocsp-nocheck, which is for responders"),
    ];
    kinds
        .into_iter()
        .flat_map(|(variant, dotted, what)| {
            let extension = Extension::Plain.of(dotted, &null());
            let issued = Issued::person(&person_certificate().with(extension));
            [
                issued.unknown().vector(
                    "REV-34",
                    variant,
                    format!("{what}: nothing is known of the certificate, and that is said."),
                    Expected::NoData,
                ),
                issued.published(&current_list()).vector(
                    "REV-34",
                    &format!("{variant}-and-a-list"),
                    format!("{what}, and a list that has no entry."),
                    Expected::Passes,
                ),
                issued.published(&issued.revoked()).vector(
                    "REV-34",
                    &format!("{variant}-and-revoked"),
                    format!("{what}, and a list that revokes."),
                    Expected::Revoked,
                ),
            ]
        })
        .collect()
}

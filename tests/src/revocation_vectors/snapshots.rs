//! REV-07, REV-32, REV-36 and REV-38: several lists of one issuer, and how old published data may be (threat catalogue 6).
//! That the portal itself does not go back to older data, and that all of it belongs together, is for its trust data to show.

use super::issued::{Issued, REVOKED, THEN, list_of};
use crate::cms_builder::Crl;
use crate::hierarchy::{Case, Expected, STAMPED, current_list};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [rev_07(), rev_36(), rev_38()].concat()
}

/// Two snapshots.
fn rev_07() -> Vec<Vector> {
    let issued = Issued::new();
    let older = || list_of(["20261120000000Z", "20261130000000Z"]).numbered(41);
    let newer = || current_list().numbered(42);
    let both = |first: &Crl, second: &Crl| issued.published(first).list(second.issue(&issued.ca));
    let revoking = |list: Crl| issued.revoking(list, "20261121000000Z", 1);
    let row = |variant: &str, why: &str, case: Case, expected| {
        let why = format!(
            "{why} That the portal publishes no older list again is for its \
                 trust data."
        );
        case.vector("REV-07", variant, why, expected)
    };
    vec![
        row(
            "newer-revokes",
            "Both are within their time; the newer revokes.",
            both(&older(), &revoking(newer())),
            Expected::Revoked,
        ),
        row(
            "newer-revokes-given-first",
            "The same in the other order.",
            both(&revoking(newer()), &older()),
            Expected::Revoked,
        ),
        row(
            "older-revokes",
            "The older revokes, and only a suspension can be lifted (RFC 5280 5.3.1).",
            both(&revoking(list_of(["20261121120000Z", "20261130000000Z"]).numbered(41)), &newer()),
            Expected::Revoked,
        ),
        row(
            "both-good",
            "Neither revokes: the newer is what the answer rests on.",
            both(&older(), &newer()),
            Expected::Passes,
        )
        .says("/signatures/0/revocation/0/this_update", "\"2026-11-22T00:00:00Z\""),
        row(
            "both-good-newer-first",
            "The same in the other order.",
            both(&newer(), &older()),
            Expected::Passes,
        )
        .says("/signatures/0/revocation/0/this_update", "\"2026-11-22T00:00:00Z\""),
        row(
            "older-only",
            "Only the older is there: its date is told.",
            issued.published(&older()),
            Expected::Passes,
        )
        .says("/signatures/0/revocation/0/this_update", "\"2026-11-20T00:00:00Z\""),
    ]
}

/// Parts that do not belong together.
fn rev_36() -> Vec<Vector> {
    let issued = Issued::new();
    let told = |variant: &str, why: &str, case: &Case, expected| {
        let sha256 = format!("\"{}\"", case.circumstances().trusted_root_sha256());
        case.vector("REV-36", variant, why, expected).says("/trust/sha256", sha256)
    };
    let without_anchor = Case { entries: Vec::new(), ..issued.published(&current_list()) };
    vec![
        told(
            "anchors-and-lists",
            "The report names the trusted root that it used by its digest, so \
                 that a mixture is seen; one signed manifest of all parts is for \
                 the trust data.",
            &issued.published(&current_list()),
            Expected::Passes,
        ),
        told(
            "lists-of-another-root",
            "The lists are there, their anchor is not in this version of the root.",
            &without_anchor,
            Expected::NoChain,
        ),
        told(
            "old-lists",
            "The root is new, the lists are old.",
            &issued.published(&list_of(THEN)),
            Expected::Stale,
        ),
    ]
}

/// Nothing new ever comes.
fn rev_38() -> Vec<Vector> {
    let issued = Issued::new();
    let frozen = || list_of(["20250101000000Z", "20400101000000Z"]);
    vec![
        issued
            .published(&frozen())
            .vector(
                "REV-38",
                "long-lived",
                "A list of two years ago that is good until 2040: by what its \
                 issuer says it counts, and the report tells its date. A banner \
                 with its age and an end after so many days are for the trust data.",
                Expected::Passes,
            )
            .says("/signatures/0/revocation/0/this_update", "\"2025-01-01T00:00:00Z\""),
        issued.published(&frozen()).list(issued.revoked().issue(&issued.ca)).vector(
            "REV-38",
            "long-lived-and-new",
            "Beside it a new one, which revokes.",
            Expected::Revoked,
        ),
        issued.published(&frozen()).at("2040-01-01T00:00:01Z").vector(
            "REV-38",
            "long-lived-and-ended",
            "A second after its end.",
            Expected::Stale,
        ),
        issued
            .published(&list_of(["20261101000000Z", "20261201000000Z"]))
            .carrying(issued.revoking(current_list(), REVOKED, 1).issue(&issued.ca))
            .stamped(STAMPED)
            .vector(
                "REV-38",
                "mirror-behind-the-document",
                "The mirror's list knows nothing of what the document's own list \
                 says: revoked after the proven time.",
                Expected::PassedThen,
            )
            .note("revoked-later"),
    ]
}

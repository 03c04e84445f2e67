//! REV-19 and REV-35: CAs and anchors that are revoked, retired or ended (threat catalogue 6). The model is the shell at the
//! best signature time (design, 3.1): signer, CAs and anchor are judged at the same moment.

use super::issued::{Issued, list_of};
use crate::cms_builder::Identity;
use crate::hierarchy::{Case, Expected, STAMPED, ca_certificate, current_list, person_certificate};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [rev_19(), rev_35()].concat()
}

/// Before and after the demo authority stamps.
const BEFORE: &str = "20260115000000Z";
const AFTER: &str = "20260601000000Z";

/// The CA or the anchor is gone.
fn rev_19() -> Vec<Vector> {
    let issued = Issued::new();
    let ca_revoked = |date, reason| {
        let list = current_list().revoking(issued.ca.field(1), date, reason);
        issued.unknown().lists(vec![list.issue(&issued.anchor), current_list().issue(&issued.ca)])
    };
    let second = ca_certificate().numbered(&[0x7a, 0x62]);
    let second = Identity::issued_by(&issued.anchor, &second, issued.ca.key.clone());
    let retired = |until: &'static str| {
        let mut case = issued.published(&current_list());
        case.entries[0] = case.entries[0].clone().window("2020-01-01T00:00:00Z", until);
        case
    };
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-19", variant, why, expected)
    };
    vec![
        row(
            "ca-revoked",
            "The CA is revoked, its own list is good.",
            ca_revoked(AFTER, 5),
            Expected::CaRevoked,
        ),
        row("ca-compromised", "The CA's key was lost.", ca_revoked(AFTER, 2), Expected::CaRevoked),
        row(
            "ca-compromised-certified-twice",
            "The key was lost; a second certificate of it is not revoked.",
            ca_revoked(AFTER, 2).with(&[&second]),
            Expected::CaRevoked,
        ),
        row(
            "ca-compromised-certified-twice-the-other-first",
            "The same, in the other order.",
            ca_revoked(AFTER, 2).with_first(&[&second]),
            Expected::CaRevoked,
        ),
        row(
            "ca-replaced-certified-twice",
            "The certificate was replaced by the second one.",
            ca_revoked(AFTER, 4).with(&[&second]),
            Expected::Passes,
        ),
        row(
            "ca-revoked-after-the-proven-time",
            "Revoked after the signature was made.",
            ca_revoked(AFTER, 5).stamped(STAMPED),
            Expected::PassedThen,
        )
        .note("revoked-later"),
        row(
            "ca-revoked-before-the-proven-time",
            "Revoked before the signature was made.",
            ca_revoked(BEFORE, 5).stamped(STAMPED),
            Expected::CaRevoked,
        ),
        row("ca-suspended", "The CA is suspended.", ca_revoked(AFTER, 6), Expected::Suspended),
        row(
            "anchor-retired",
            "The registry retired the anchor, and nothing proves the signature older.",
            retired("2026-06-01T00:00:00Z"),
            Expected::OutOfBounds,
        ),
        row(
            "anchor-retired-after-the-proven-time",
            "The registry retired the anchor after the signature was made.",
            retired("2026-06-01T00:00:00Z").stamped(STAMPED),
            Expected::PassedThen,
        ),
        row(
            "anchor-retired-before-the-proven-time",
            "The registry retired the anchor before.",
            retired("2026-01-15T00:00:00Z").stamped(STAMPED),
            Expected::OutOfBounds,
        ),
        row(
            "anchor-removed",
            "The registry has not got the anchor any more.",
            Case { entries: Vec::new(), ..issued.published(&current_list()) },
            Expected::NoChain,
        ),
    ]
}

/// The CA's certificate has ended since.
fn rev_35() -> Vec<Vector> {
    let until = |end: &'static str| {
        Issued::with(&ca_certificate().valid("20200101000000Z", end), &person_certificate())
    };
    let archived = |issued: &Issued| {
        let list = list_of(["20260301000000Z", "20260308000000Z"]);
        issued.unknown().lists(vec![list.issue(&issued.anchor), list.issue(&issued.ca)])
    };
    let later = until("20260601000000Z");
    let earlier = until("20260115000000Z");
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-35", variant, why, expected)
    };
    vec![
        row(
            "ca-ended-after-the-proven-time",
            "The CA's certificate ended after the signature was made; archived \
                 lists are from between.",
            archived(&later).stamped(STAMPED),
            Expected::PassedThen,
        )
        .note("expired-since"),
        row(
            "ca-ended-not-proven",
            "The same, and no time is proven.",
            archived(&later),
            Expected::OutOfBounds,
        ),
        row(
            "ca-ended-before-the-proven-time",
            "The CA's certificate had ended when the signature was made, though \
                 it was valid when it issued: by the chain model that would do, by \
                 the shell model it does not.",
            archived(&earlier).stamped(STAMPED),
            Expected::OutOfBounds,
        ),
        row(
            "ca-ended-and-dropped",
            "The CA's certificate has ended, and the anchor's list is of after \
                 that: nothing is known of the CA.",
            later
                .unknown()
                .lists(vec![
                    current_list().issue(&later.anchor),
                    list_of(["20260301000000Z", "20260308000000Z"]).issue(&later.ca),
                ])
                .stamped(STAMPED),
            Expected::TryLater,
        ),
    ]
}

//! REV-16 to REV-18, REV-20 and REV-21: when it was revoked, when it was signed, and when the evidence was made (threat
//! catalogue 6; design, 3.1).

use super::issued::{Issued, THEN, list_of};
use crate::cms_builder::Crl;
use crate::cms_builder::crl::{invalidity_date, reason_code};
use crate::cms_builder::der::generalized_time;
use crate::cms_builder::extension::{Extension, IssuingDistributionPoint, id};
use crate::hierarchy::{Case, Expected, STAMPED, current_list, person_certificate};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [rev_16(), rev_17(), rev_18(), rev_20(), rev_21()].concat()
}

const KEY_COMPROMISE: u8 = 1;
const SUPERSEDED: u8 = 4;
const HOLD: u8 = 6;
/// Before and after the demo authority stamps.
const BEFORE: &str = "20260115000000Z";
const AFTER: &str = "20260601000000Z";

/// Suspended.
fn rev_16() -> Vec<Vector> {
    let issued = Issued::new();
    let held = |date| issued.published(&issued.revoking(current_list(), date, HOLD));
    let held_then = |now: &Crl| {
        let then = issued.revoking(list_of(THEN).numbered(3), BEFORE, HOLD);
        issued.published(&then).list(now.issue(&issued.ca)).stamped(STAMPED)
    };
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-16", variant, why, expected)
    };
    vec![
        row(
            "now",
            "Suspended, and no time is proven: it may be lifted.",
            held(AFTER),
            Expected::Suspended,
        ),
        row(
            "after-the-proven-time",
            "Suspended after the signature was made.",
            held(AFTER).stamped(STAMPED),
            Expected::PassedThen,
        )
        .note("revoked-later"),
        row(
            "before-the-proven-time",
            "Suspended before the signature was made.",
            held(BEFORE).stamped(STAMPED),
            Expected::Suspended,
        ),
        row(
            "at-the-proven-time",
            "Suspended in the second in which it was made.",
            held(STAMPED).stamped(STAMPED),
            Expected::Suspended,
        ),
        row(
            "then-revoked-after-the-proven-time",
            "Suspended when the signature was made, as an archived list says; \
                 revoked since, by a later date.",
            held_then(&issued.revoking(current_list(), AFTER, SUPERSEDED)),
            Expected::Suspended,
        ),
        row(
            "twice",
            "Suspended when the signature was made, as an archived list says; \
                 suspended again since.",
            held_then(&issued.revoking(current_list(), AFTER, HOLD)),
            Expected::Suspended,
        ),
    ]
}

/// Revoked, and signed before or after.
fn rev_17() -> Vec<Vector> {
    let issued = Issued::new();
    let superseded = IssuingDistributionPoint {
        only_some_reasons: Some(vec![0x03, 0x08]),
        ..IssuingDistributionPoint::default()
    };
    let revoked = |date, reason| issued.published(&issued.revoking(current_list(), date, reason));
    let row = |variant: &str, why: &str, case: Case, expected| {
        let vector = case.vector("REV-17", variant, why, expected);
        if expected == Expected::PassedThen { vector.note("revoked-later") } else { vector }
    };
    vec![
        row(
            "proven-before",
            "Proven older than the revocation.",
            revoked(AFTER, SUPERSEDED).stamped(STAMPED),
            Expected::PassedThen,
        ),
        row(
            "key-compromise-proven-before",
            "The same, and the key was lost.",
            revoked(AFTER, KEY_COMPROMISE).stamped(STAMPED),
            Expected::PassedThen,
        ),
        row(
            "not-proven",
            "Nothing proves the signature older.",
            revoked(AFTER, SUPERSEDED),
            Expected::Revoked,
        ),
        row(
            "proven-after",
            "Proven to exist at a time after the revocation; nothing proves it older.",
            revoked(BEFORE, SUPERSEDED).stamped(STAMPED),
            Expected::RevokedBefore,
        ),
        row(
            "same-second",
            "Revoked in the second of the proven time: not older.",
            revoked(STAMPED, SUPERSEDED).stamped(STAMPED),
            Expected::RevokedBefore,
        ),
        row(
            "next-second",
            "Revoked a second after the proven time.",
            revoked("20260203012423Z", SUPERSEDED).stamped(STAMPED),
            Expected::PassedThen,
        ),
        row(
            "unspecified",
            "Without a reason.",
            issued.published(&current_list().entry(issued.person.field(1), AFTER, &[])),
            Expected::Revoked,
        ),
        row(
            "in-the-future",
            "Revoked from next year on, by a list of today: the entry counts.",
            revoked("20270101000000Z", SUPERSEDED),
            Expected::Revoked,
        ),
        row(
            "proven-before-and-listed-for-some-reasons",
            "The date is after the proven time, in a list of that reason alone: what there \
                 was for the others is not known.",
            issued
                .published(&issued.revoking(current_list().scope(&superseded), AFTER, SUPERSEDED))
                .stamped(STAMPED),
            Expected::TryLater,
        ),
        row(
            "dated-ahead",
            "The date is after the proven time, in a list that had ended by then.",
            issued
                .published(&issued.revoking(
                    list_of(["20260101000000Z", "20260108000000Z"]),
                    AFTER,
                    SUPERSEDED,
                ))
                .stamped(STAMPED),
            Expected::Stale,
        ),
    ]
}

/// The key was lost before anybody said so.
fn rev_18() -> Vec<Vector> {
    let issued = Issued::new();
    let with = |reason: u8, invalid: &str| {
        let entry = [reason_code(reason), invalidity_date(invalid)];
        issued
            .published(&current_list().entry(issued.person.field(1), AFTER, &entry))
            .stamped(STAMPED)
    };
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-18", variant, why, expected)
    };
    let of_ca = {
        let entry = [reason_code(2), invalidity_date(BEFORE)];
        let list = current_list().entry(issued.ca.field(1), AFTER, &entry);
        issued
            .published(&current_list())
            .lists(vec![list.issue(&issued.anchor), current_list().issue(&issued.ca)])
            .stamped(STAMPED)
    };
    vec![
        row(
            "key-compromise",
            "Revoked after the proven time, and the key was lost before it.",
            with(KEY_COMPROMISE, BEFORE),
            Expected::RevokedBefore,
        ),
        row(
            "key-compromise-later",
            "The key was lost after the proven time as well.",
            with(KEY_COMPROMISE, "20260501000000Z"),
            Expected::PassedThen,
        )
        .note("revoked-later"),
        row(
            "invalidity-after-revocation",
            "invalidityDate is later than revocationDate: the earlier counts.",
            with(KEY_COMPROMISE, "20260901000000Z"),
            Expected::PassedThen,
        )
        .note("revoked-later"),
        row(
            "same-second",
            "The key was lost in the second of the proven time.",
            with(KEY_COMPROMISE, STAMPED),
            Expected::RevokedBefore,
        ),
        {
            let vector = row(
                "superseded",
                "invalidityDate before the proven time, and no compromise: a note \
                 by the catalogue, revoked by a stricter reading; both are right.",
                with(SUPERSEDED, BEFORE),
                Expected::PassedThen,
            );
            vector.or("dicabut")
        },
        row(
            "ca-compromise",
            "The CA's key was lost before the proven time.",
            of_ca,
            Expected::CaRevoked,
        ),
    ]
}

/// Expired certificates are dropped from lists.
fn rev_20() -> Vec<Vector> {
    let ended = person_certificate().valid("20250106000000Z", "20260601000000Z");
    let issued = Issued::person(&ended);
    let keeping =
        |since: &str| Extension::Plain.of(id::EXPIRED_CERTS_ON_CRL, &generalized_time(since));
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.stamped(STAMPED).vector("REV-20", variant, why, expected)
    };
    let archived = list_of(["20260301000000Z", "20260308000000Z"]);
    vec![
        row(
            "dropped",
            "The list is younger than the certificate's end: that it does not \
                 name it says nothing.",
            issued.published(&current_list()),
            Expected::TryLater,
        ),
        row(
            "kept-by-the-list",
            "The list keeps the certificates that ended since before \
                 (expiredCertsOnCRL).",
            issued.published(&current_list().with(keeping("20260101000000Z"))),
            Expected::PassedThen,
        ),
        row(
            "kept-from-later-on",
            "It keeps those that ended since a later day.",
            issued.published(&current_list().with(keeping("20260901000000Z"))),
            Expected::TryLater,
        ),
        row(
            "kept-from-that-second-on",
            "It keeps those that ended since that very second.",
            issued.published(&current_list().with(keeping("20260601000000Z"))),
            Expected::PassedThen,
        ),
        row(
            "archived",
            "An archived list, of after the proven time and of before the \
                 certificate's end.",
            issued.published(&archived),
            Expected::PassedThen,
        ),
        row(
            "archived-and-current",
            "The archived list, and the current one that has dropped it.",
            issued.published(&archived).list(current_list().issue(&issued.ca)),
            Expected::PassedThen,
        ),
        row(
            "named-after-its-end",
            "A list of after its end that names it counts.",
            issued.published(&issued.revoking(current_list(), BEFORE, KEY_COMPROMISE)),
            Expected::RevokedBefore,
        ),
        row(
            "keeping-garbled",
            "expiredCertsOnCRL does not decode: nothing is kept.",
            issued.published(
                &current_list().with(Extension::Plain.of(id::EXPIRED_CERTS_ON_CRL, &[0x05, 0x00])),
            ),
            Expected::TryLater,
        ),
    ]
}

/// Older than the signature.
fn rev_21() -> Vec<Vector> {
    let issued = Issued::new();
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.stamped(STAMPED).vector("REV-21", variant, why, expected)
    };
    let after = || list_of([STAMPED, "20260210000000Z"]);
    let second_before = || list_of(["20260203012421Z", "20260210000000Z"]);
    let since = |list: &Crl| issued.published(list);
    vec![
        row(
            "published-before",
            "Published, and made before the signature.",
            since(&second_before()),
            Expected::Stale,
        ),
        row(
            "published-in-that-second",
            "Published, and made in the second of the signature.",
            since(&after()),
            Expected::Passes,
        ),
        row(
            "published-before-and-still-current",
            "Made before the signature, and its end has not come: what is \
                 enough without a proven time is enough with one.",
            since(&list_of(["20260101000000Z", "20261231000000Z"])),
            Expected::Passes,
        ),
        row(
            "carried-and-current-then",
            "Carried, made before the signature, and current when it was made.",
            issued.carried(&list_of(THEN)),
            Expected::Passes,
        ),
        row(
            "carried-and-ended-then",
            "Carried, and ended a second before.",
            issued.carried(&list_of(["20260101000000Z", "20260203012421Z"])),
            Expected::Stale,
        ),
        row(
            "added-and-current-then",
            "The same, added by the visitor.",
            issued.unknown().adding(list_of(THEN).issue(&issued.ca)),
            Expected::Passes,
        ),
        row(
            "before-and-after",
            "One of before and one of after.",
            since(&second_before()).list(after().issue(&issued.ca)),
            Expected::Passes,
        ),
    ]
}

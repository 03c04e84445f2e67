//! REV-14 and REV-15: lists of changes, and entries that take back (threat catalogue 6; RFC 5280 5.2.4, 5.3.1, 6.3.3 (c)).

use super::issued::{Issued, REVOKED, list_of};
use crate::cms_builder::Crl;
use crate::cms_builder::crl::{invalidity_date, reason_code};
use crate::cms_builder::extension::IssuingDistributionPoint;
use crate::hierarchy::{Case, Expected, STAMPED, current_list, person_certificate};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [rev_14(), rev_15()].concat()
}

const HOLD: u8 = 6;
const REMOVE: u8 = 8;

fn base() -> Crl {
    current_list().numbered(5)
}

/// Changes since the list of this number.
fn changes(since: u8) -> Crl {
    list_of(["20261123000000Z", "20261124000000Z"]).numbered(7).delta(since)
}

/// Changes are no whole list.
fn rev_14() -> Vec<Vector> {
    let issued = Issued::new();
    let both = |base: &Crl, delta: &Crl| issued.published(base).list(delta.issue(&issued.ca));
    let numberless =
        Crl { extensions: Vec::new(), ..list_of(["20261123000000Z", "20261124000000Z"]) }.delta(5);
    let dropped = {
        let ended = person_certificate().valid("20250106000000Z", "20260601000000Z");
        let issued = Issued::person(&ended);
        let entry = [reason_code(1), invalidity_date("20260115000000Z")];
        let archived = list_of(["20260301000000Z", "20260308000000Z"]).numbered(6).delta(5).entry(
            issued.person.field(1),
            "20260228000000Z",
            &entry,
        );
        let base = list_of(["20260210000000Z", "20260310000000Z"]).numbered(5);
        let lists = [&archived, &changes(5)].map(|list| list.issue(&issued.ca));
        lists.into_iter().fold(issued.published(&base), Case::list).stamped(STAMPED)
    };
    let other_scope =
        IssuingDistributionPoint { only_user: true, ..IssuingDistributionPoint::default() };
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-14", variant, why, expected)
    };
    vec![
        row(
            "alone",
            "Changes without the list that they are to: not known.",
            issued.published(&changes(5)),
            Expected::TryLater,
        ),
        row(
            "alone-carried",
            "The same in the document.",
            issued.carried(&changes(5)),
            Expected::TryLater,
        ),
        row(
            "with-base",
            "The list and its changes, and no entry in either.",
            both(&base(), &changes(5)),
            Expected::Passes,
        ),
        row(
            "revoking",
            "The changes revoke.",
            both(&base(), &issued.revoking(changes(5), "20261122120000Z", 1)),
            Expected::Revoked,
        ),
        row(
            "two-and-one-revokes",
            "Two lists of changes of one second, and only one revokes: found by the \
                 differential run.",
            both(&base(), &issued.revoking(changes(5), "20261122120000Z", 1))
                .list(changes(5).issue(&issued.ca)),
            Expected::Revoked,
        ),
        row(
            "base-revokes",
            "The list revokes, the changes do not mention it.",
            both(&issued.revoking(base(), REVOKED, 1), &changes(5)),
            Expected::Revoked,
        ),
        row(
            "alone-revoking",
            "Changes alone revoke: never good.",
            issued.published(&issued.revoking(changes(5), "20261122120000Z", 1)),
            Expected::NotGood,
        ),
        row(
            "base-too-old",
            "The changes are to a later list; the list is current by itself.",
            both(&base(), &changes(6)),
            Expected::Passes,
        ),
        row(
            "base-too-old-revoking",
            "The same, and the changes revoke: never good.",
            both(&base(), &issued.revoking(changes(6), "20261122120000Z", 1)),
            Expected::NotGood,
        ),
        row(
            "older-than-base",
            "The list is newer than the changes.",
            both(&base().numbered(9), &changes(5)),
            Expected::Passes,
        ),
        row(
            "without-number",
            "Changes without a number of their own; the list is current by itself.",
            both(&base(), &numberless),
            Expected::Passes,
        ),
        row(
            "other-scope",
            "Changes of another scope; the list is current by itself.",
            both(&base(), &changes(5).scope(&other_scope)),
            Expected::Passes,
        ),
        row(
            "base-ended",
            "The list has ended, the changes are current: together they count, \
                 or not.",
            both(&list_of(["20261101000000Z", "20261110000000Z"]).numbered(5), &changes(5)),
            Expected::Passes,
        )
        .or("belum-pasti"),
        row(
            "archived-changes-revoke",
            "Archived changes say that the key was lost before the proven time; \
                 the newest have dropped the certificate, which has ended.",
            dropped,
            Expected::RevokedBefore,
        ),
    ]
}

/// Suspended, and taken back.
fn rev_15() -> Vec<Vector> {
    let issued = Issued::new();
    let held = || issued.revoking(base(), REVOKED, HOLD);
    let older = |list: Crl| issued.revoking(list, REVOKED, HOLD);
    let removing = || issued.revoking(changes(5), "20261122120000Z", REMOVE);
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-15", variant, why, expected)
    };
    vec![
        row(
            "in-a-whole-list",
            "removeFromCRL in a whole list means nothing: the entry counts, or \
                 the list does not.",
            issued.published(&issued.revoking(current_list(), REVOKED, REMOVE)),
            Expected::NotGood,
        ),
        row(
            "lifted-by-changes",
            "Suspended in the list, taken back in its changes.",
            issued.published(&held()).list(removing().issue(&issued.ca)),
            Expected::Passes,
        ),
        row(
            "changes-without-removal",
            "Suspended in the list, and its changes do not mention it.",
            issued.published(&held()).list(changes(5).issue(&issued.ca)),
            Expected::Suspended,
        ),
        row(
            "removal-of-a-revocation",
            "Changes take back what was no suspension: never good.",
            issued
                .published(&issued.revoking(base(), REVOKED, 1))
                .list(removing().issue(&issued.ca)),
            Expected::NotGood,
        ),
        row(
            "removal-of-nothing",
            "Changes take back what the list does not have.",
            issued.published(&base()).list(removing().issue(&issued.ca)),
            Expected::Passes,
        ),
        row(
            "lifted-in-the-next-list",
            "Suspended in an older list, and no entry in the newer one.",
            issued
                .published(&older(list_of(["20261001000000Z", "20261130000000Z"]).numbered(4)))
                .list(base().issue(&issued.ca)),
            Expected::Passes,
        ),
        row(
            "suspended-in-the-next-list",
            "No entry in an older list, suspended in the newer one.",
            issued
                .published(&list_of(["20261001000000Z", "20261130000000Z"]).numbered(4))
                .list(held().issue(&issued.ca)),
            Expected::Suspended,
        ),
        row(
            "suspended-then-revoked",
            "Suspended in an older list, revoked in the newer one.",
            issued
                .published(&older(list_of(["20261001000000Z", "20261130000000Z"]).numbered(4)))
                .list(issued.revoking(base(), "20261101000000Z", 1).issue(&issued.ca)),
            Expected::Revoked,
        ),
        row(
            "suspended-when-signed-lifted-since",
            "Suspended when the signature was made, lifted since: it was not \
                 good then.",
            issued
                .published(&issued.revoking(
                    list_of(["20260202000000Z", "20260210000000Z"]).numbered(3),
                    "20260115000000Z",
                    HOLD,
                ))
                .list(base().issue(&issued.ca))
                .stamped(STAMPED),
            Expected::Suspended,
        ),
        row(
            "suspended-when-signed-revoked-by-changes",
            "Suspended when the signature was made; the changes say that it is \
                 revoked, from a later day on.",
            issued
                .published(&issued.revoking(
                    list_of(["20260202000000Z", "20260210000000Z"]).numbered(5),
                    "20260115000000Z",
                    HOLD,
                ))
                .list(issued.revoking(changes(5), REVOKED, 4).issue(&issued.ca))
                .stamped(STAMPED),
            Expected::Suspended,
        ),
    ]
}

//! REV-01 to REV-06, REV-08 and REV-09: whose list it is, whether it is signed, how old it is, and what in it is not known
//! (threat catalogue 6; RFC 5280 6.3.3).

use super::issued::{Issued, REVOKED, THEN, list_of};
use crate::circumstances::Entry;
use crate::cms_builder::crl::reason_code;
use crate::cms_builder::extension::id;
use crate::cms_builder::{Certificate, Crl, Identity, Key, key_usage, oid};
use crate::cms_builder::{Extension, name};
use crate::hierarchy::{
    ANCHOR, CA, CURRENT, Case, Expected, STAMPED, anchor_of, ca_certificate, ca_under,
    current_list, person_certificate, unknown_extension,
};
use crate::pdf_vectors::Vector;

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [rev_01(), rev_02(), rev_03(), rev_04(), rev_05(), rev_06(), rev_08(), rev_09()].concat()
}

/// Another CA's list.
fn rev_01() -> Vec<Vector> {
    let issued = Issued::new();
    let other = Certificate::authority("Penerbit Lain", 50);
    let other = Identity::issued_by(&issued.anchor, &other, Key::p256("penerbit lain"));
    let accusing = issued.revoked().issue(&other);
    let with_other = |case: Case| case.with(&[&other]);
    vec![
        with_other(issued.published(&current_list()).list(accusing.clone())).vector(
            "REV-01",
            "other-ca-same-number",
            "Another CA revoked its certificate of the same number: nothing of ours.",
            Expected::Passes,
        ),
        with_other(issued.unknown().list(current_list().issue(&other))).vector(
            "REV-01",
            "other-ca-only",
            "Only another CA's list is at hand: it says nothing of ours.",
            Expected::NoData,
        ),
        with_other(issued.published(&issued.revoked()).list(current_list().issue(&other))).vector(
            "REV-01",
            "own-revoked-other-good",
            "Our CA revoked it; that another CA did not changes nothing.",
            Expected::Revoked,
        ),
    ]
}

/// A list that nobody signed.
fn rev_02() -> Vec<Vector> {
    let issued = Issued::new();
    let unsigned = |list: &Crl| {
        let mut list = list.issue(&issued.ca);
        *list.last_mut().unwrap() ^= 1;
        list
    };
    let empty = unsigned(&current_list());
    let why = "The signature over the list does not hold: no evidence.";
    let unusable =
        |variant: &str, case: Case| case.vector("REV-02", variant, why, Expected::Unusable);
    vec![
        unusable("published", issued.unknown().list(empty.clone())),
        unusable("carried", issued.unknown().carrying(empty.clone())),
        unusable("added", issued.unknown().adding(empty.clone())),
        issued.published(&issued.revoked()).carrying(empty).vector(
            "REV-02",
            "beside-a-genuine-one",
            "The genuine list revokes, the forged one in the document does not.",
            Expected::Revoked,
        ),
        issued.published(&current_list()).carrying(unsigned(&issued.revoked())).vector(
            "REV-02",
            "accusing",
            "A forged list revokes: it takes nothing from the genuine one.",
            Expected::Passes,
        ),
    ]
}

/// The issuer's name, another key.
fn rev_03() -> Vec<Vector> {
    let issued = Issued::new();
    let stranger = Identity { key: Key::p256("daftar palsu"), ..issued.ca.clone() };
    let self_signed = ca_certificate().self_signed(Key::p256("daftar palsu"));
    let signer_certificate = Certificate::end_entity(CA, 51)
        .without(id::CRL_DISTRIBUTION_POINTS)
        .replacing(key_usage(0x02));
    let signer = |issuer: &Identity, certificate: &Certificate| {
        Identity::issued_by(issuer, certificate, Key::p256("penanda daftar"))
    };
    let by = |list_signer: &Identity| {
        issued.unknown().list(current_list().issue(list_signer)).with(&[list_signer])
    };
    let accused_by = |list_signer: &Identity| {
        issued.unknown().list(issued.revoked().issue(list_signer)).with(&[list_signer])
    };
    let own = signer(&issued.anchor, &signer_certificate);
    // Two anchors of one name, and a CA of one name under each.
    let twin_root = anchor_of(ANCHOR, "akar kembar");
    let twin_ca = Identity::issued_by(&twin_root, &ca_certificate(), Key::p256("penerbit kembar"));
    let beside_twin = |case: Case| {
        case.with(&[&twin_ca])
            .entry(Entry::anchor("akar-kembar", &twin_root))
            .list(current_list().issue(&twin_root))
    };
    vec![
        issued.unknown().list(current_list().issue(&stranger)).vector(
            "REV-03",
            "other-key",
            "The list has the CA's name on it and another key's signature.",
            Expected::Unusable,
        ),
        by(&self_signed).vector(
            "REV-03",
            "other-key-with-certificate",
            "The forger brings a certificate of his own for that name.",
            Expected::TryLater,
        ),
        beside_twin(issued.unknown().list(current_list().issue(&twin_ca))).vector(
            "REV-03",
            "twin-under-another-anchor",
            "A CA of the same name under another registered anchor of the same \
                 name: not the CA of this path.",
            Expected::TryLater,
        ),
        beside_twin(issued.published(&current_list()).list(issued.revoked().issue(&twin_ca)))
            .vector(
                "REV-03",
                "twin-accuses",
                "The other CA revoked its certificate of that number: nothing of ours.",
                Expected::Passes,
            ),
        by(&own).vector(
            "REV-03",
            "separate-signer",
            "The anchor certifies another key for the CA's lists (RFC 5280 \
                 6.3.3 (f)).",
            Expected::Passes,
        ),
        accused_by(&own).vector(
            "REV-03",
            "separate-signer-revokes",
            "The same, and the list revokes.",
            Expected::Revoked,
        ),
        {
            let other = Certificate::authority("Penerbit Lain", 61);
            let other = Identity::issued_by(&issued.anchor, &other, Key::p256("penerbit lain"));
            by(&signer(&other, &signer_certificate))
                .with(&[&other])
                .list(current_list().issue(&other))
                .vector(
                    "REV-03",
                    "signer-of-another-ca",
                    "Another CA under the anchor certifies a signer of lists in the name of this one. \
                     RFC 5280 6.3.3 (f) would take it.",
                    Expected::TryLater,
                )
        },
        by(&signer(&issued.ca, &signer_certificate)).vector(
            "REV-03",
            "separate-signer-self-issued",
            "The CA certifies another key for its lists itself: whether that key still counts, only its own list says; to be \
                 stricter is no fault.",
            Expected::Passes,
        )
        .or("belum-pasti"),
        by(&signer(&issued.anchor, &signer_certificate.clone().replacing(key_usage(0x80)))).vector(
            "REV-03",
            "separate-signer-without-crl-sign",
            "That key may sign anything but lists.",
            Expected::TryLater,
        ),
        by(&signer(
            &issued.anchor,
            &signer_certificate.clone().valid("20200101000000Z", "20260101000000Z"),
        ))
        .vector(
            "REV-03",
            "separate-signer-ended",
            "The certificate for that key had ended before the list was made.",
            Expected::TryLater,
        ),
        by(&signer(&twin_root, &signer_certificate))
            .entry(Entry::anchor("akar-kembar", &twin_root))
            .vector(
                "REV-03",
                "separate-signer-of-another-anchor",
                "Another registered anchor certifies the key: not the anchor of \
                 this path.",
                Expected::TryLater,
            ),
    ]
}

/// cRLSign.
fn rev_04() -> Vec<Vector> {
    let of = |ca: &Certificate| Issued::with(ca, &person_certificate()).published(&current_list());
    vec![
        of(&ca_certificate().replacing(key_usage(0x84))).vector(
            "REV-04",
            "missing",
            "The CA's key usage has keyCertSign and not cRLSign.",
            Expected::Unusable,
        ),
        of(&ca_certificate().without(id::KEY_USAGE)).vector(
            "REV-04",
            "no-key-usage",
            "No key usage restricts nothing.",
            Expected::Passes,
        ),
        of(&ca_certificate().replacing(key_usage(0x06))).vector(
            "REV-04",
            "there",
            "keyCertSign and cRLSign.",
            Expected::Passes,
        ),
    ]
}

/// Old lists.
fn rev_05() -> Vec<Vector> {
    let issued = Issued::new();
    let old = || list_of(["20261001000000Z", "20261101000000Z"]);
    let stale =
        |variant: &str, why: &str, case: Case| case.vector("REV-05", variant, why, Expected::Stale);
    vec![
        stale("published", "The next list was due three weeks ago.", issued.published(&old())),
        stale("carried", "The same, in the document.", issued.carried(&old())),
        stale(
            "added",
            "The same, added by the visitor.",
            issued.unknown().adding(old().issue(&issued.ca)),
        ),
        stale(
            "ended-a-second-before",
            "The next list was due a second ago.",
            issued.published(&list_of(["20261122000000Z", "20261123075959Z"])),
        ),
        issued.published(&list_of(["20261122000000Z", "20261123080000Z"])).vector(
            "REV-05",
            "ends-now",
            "The next list is due this second.",
            Expected::Passes,
        ),
        issued.published(&issued.revoking(old(), REVOKED, 1)).vector(
            "REV-05",
            "stale-and-revoked",
            "An old list that revokes: age does not make it good again.",
            Expected::Revoked,
        ),
        issued.published(&current_list()).at("2026-11-01T08:00:00Z").vector(
            "REV-05",
            "clock-too-early",
            "The clock is three weeks late: the list seems to come from the future.",
            Expected::TryLater,
        ),
        issued.published(&current_list()).at("2027-02-01T08:00:00Z").vector(
            "REV-05",
            "clock-too-late",
            "The clock is two months early: the list seems old.",
            Expected::Stale,
        ),
        stale(
            "then-and-proven-later",
            "Carried, and it had ended when the signature was made.",
            issued.carried(&list_of(["20260101000000Z", "20260110000000Z"])).stamped(STAMPED),
        ),
        issued.carried(&list_of(THEN)).stamped(STAMPED).vector(
            "REV-05",
            "current-at-the-proven-time",
            "Carried, and current when the signature was made.",
            Expected::Passes,
        ),
    ]
}

/// Odd dates.
fn rev_06() -> Vec<Vector> {
    let issued = Issued::new();
    let endless = |this_update| Crl { next_update: None, ..Crl::new(this_update, "") };
    let case = |variant: &str, why: &str, list: Crl, expected| {
        issued.published(&list).vector("REV-06", variant, why, expected)
    };
    vec![
        case(
            "from-the-future",
            "thisUpdate is a week ahead: it says nothing yet.",
            list_of(["20261130000000Z", "20261207000000Z"]),
            Expected::TryLater,
        ),
        case(
            "two-minutes-ahead",
            "thisUpdate is two minutes ahead: clocks differ; a stricter \
                 verifier waits.",
            list_of(["20261123080200Z", "20261130000000Z"]),
            Expected::Passes,
        )
        .or("belum-pasti"),
        {
            let list = issued.revoking(list_of(["20261130000000Z", "20261207000000Z"]), REVOKED, 1);
            let case = issued.published(&current_list()).list(list.issue(&issued.ca));
            case.vector(
                "REV-06",
                "from-the-future-revoking",
                "A list of next week revokes, a current one does not: never good.",
                Expected::NotGood,
            )
        },
        case(
            "no-next-update",
            "No nextUpdate: nothing says how long it counts (RFC 5280 5.1.2.5).",
            endless("20261122000000Z"),
            Expected::Stale,
        ),
        case(
            "next-before-this",
            "nextUpdate is earlier than thisUpdate.",
            list_of(["20261122000000Z", "20261101000000Z"]),
            Expected::TryLater,
        ),
        case(
            "next-is-this",
            "nextUpdate is thisUpdate.",
            list_of(["20261122000000Z", "20261122000000Z"]),
            Expected::TryLater,
        ),
        case(
            "twenty-years",
            "nextUpdate is twenty years away: what the issuer says counts; how \
                 old a list may get is for the trust data.",
            list_of(["20261122000000Z", "20461122000000Z"]),
            Expected::Passes,
        ),
        issued.published(&endless("20261122000000Z")).stamped(STAMPED).vector(
            "REV-06",
            "no-next-update-after-the-proven-time",
            "No nextUpdate, and the list is younger than the signature: it \
                 needs none.",
            Expected::Passes,
        ),
    ]
}

/// A CA without a list.
fn rev_08() -> Vec<Vector> {
    let issued = Issued::new();
    let full = issued.published(&current_list());
    let all = full.lists.clone();
    let named = |vector: Vector, issuer: &str| {
        let issuer = format!("\"CN={issuer}, O=Pemerintah Kabupaten Contoh, C=ID\"");
        vector.says("/signatures/0/reasons/0/issuer", issuer)
    };
    vec![
        named(
            full.clone().lists(vec![all[0].clone()]).vector(
                "REV-08",
                "ca",
                "No list of the CA: said, with its name.",
                Expected::NoData,
            ),
            CA,
        ),
        named(
            full.clone().lists(vec![all[1].clone()]).vector(
                "REV-08",
                "anchor",
                "No list of the anchor, so that nothing is known of the CA.",
                Expected::NoData,
            ),
            ANCHOR,
        ),
        full.clone().lists(Vec::new()).vector(
            "REV-08",
            "both",
            "No list at all.",
            Expected::NoData,
        ),
        full.vector("REV-08", "none", "Both lists.", Expected::Passes),
    ]
}

/// Extensions of lists and entries that nobody knows.
fn rev_09() -> Vec<Vector> {
    let issued = Issued::new();
    let critical = || unknown_extension(Extension::Critical);
    let neighbour = [2, 2, 0x7a, 0x77];
    let own = issued.person.field(1).to_vec();
    let entry = |serial: &[u8], extension: Vec<u8>| {
        current_list().entry(serial, REVOKED, &[reason_code(4), extension])
    };
    let case = |variant: &str, why: &str, list: Crl, expected| {
        issued.published(&list).vector("REV-09", variant, why, expected)
    };
    let other = name("Penerbit Lain");
    let odd_delta = Extension::Critical.of(oid::EXAMPLE, &other);
    vec![
        case(
            "list-critical",
            "A critical extension of the list: it proves nothing good.",
            current_list().with(critical()),
            Expected::Unusable,
        ),
        case(
            "list-critical-and-revoked",
            "The same, and it names the certificate.",
            issued.revoked().with(odd_delta),
            Expected::NotGood,
        ),
        case(
            "list-plain",
            "The same, not critical.",
            current_list().with(unknown_extension(Extension::Plain)),
            Expected::Passes,
        ),
        case(
            "entry-critical",
            "A critical extension of the certificate's own entry.",
            entry(&own, critical()),
            Expected::NotGood,
        ),
        case(
            "other-entry-critical",
            "A critical extension of another entry (RFC 5280 5.3).",
            entry(&neighbour, critical()),
            Expected::Unusable,
        ),
        case(
            "other-entry-plain",
            "The same, not critical.",
            entry(&neighbour, unknown_extension(Extension::Plain)),
            Expected::Passes,
        ),
        issued.published(&current_list()).list(entry(&own, critical()).issue(&issued.ca)).vector(
            "REV-09",
            "entry-critical-beside-a-good-list",
            "Another list of the same day does not name it: contradicted, never good.",
            Expected::NotGood,
        ),
        {
            let ca = ca_under(&issued.anchor, &ca_certificate());
            let root_list = current_list().with(critical()).issue(&issued.anchor);
            Case::under(&issued.anchor, &[&ca], &issued.person)
                .lists(vec![root_list, list_of(CURRENT).issue(&ca)])
                .vector(
                    "REV-09",
                    "anchor-list-critical",
                    "The same of the anchor's list: nothing is known of the CA.",
                    Expected::Unusable,
                )
        },
    ]
}

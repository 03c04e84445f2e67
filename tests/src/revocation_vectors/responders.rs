//! REV-26 to REV-28: who may answer (threat catalogue 6; RFC 6960 2.6, 4.2.2.2).

use super::issued::{Issued, REVOKED, list_of};
use crate::circumstances::Entry;
use crate::cms_builder::der::null;
use crate::cms_builder::extension::{IssuingDistributionPoint, full_name, id};
use crate::cms_builder::general_name::uri;
use crate::cms_builder::ocsp::{OcspResponse, other_revocation_info};
use crate::cms_builder::{Certificate, Digest, Extension, Identity, Key, key_usage};
use crate::hierarchy::{
    CA, CURRENT, Case, Expected, anchor_of, ca_certificate, ca_under, current_list,
    person_certificate,
};
use crate::pdf_vectors::Vector;

const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";
const ANY: &str = "2.5.29.37.0";

/// Every vector of these ids.
pub(super) fn vectors() -> Vec<Vector> {
    [rev_26(), rev_27(), rev_28()].concat()
}

/// A responder's certificate, without any purpose.
fn bare() -> Certificate {
    Certificate::end_entity("Penjawab Contoh", 70)
        .without(id::CRL_DISTRIBUTION_POINTS)
        .replacing(key_usage(0x80))
}

fn for_purpose(purpose: &str) -> Certificate {
    bare().extended_key_usage(Extension::Plain, &[purpose]).with(no_check())
}

fn no_check() -> Vec<u8> {
    Extension::Plain.of(id::OCSP_NO_CHECK, &null())
}

fn responder(issuer: &Identity, certificate: &Certificate) -> Identity {
    Identity::issued_by(issuer, certificate, Key::p256("penjawab contoh"))
}

/// A good answer of this responder's.
fn by(issued: &Issued, responder: &Identity) -> OcspResponse {
    OcspResponse::by(responder, CURRENT[0], vec![issued.good()])
}

/// Not signed.
fn rev_26() -> Vec<Vector> {
    let issued = Issued::new();
    let carried = |response: &[u8]| issued.unknown().carrying(other_revocation_info(response));
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-26", variant, why, expected)
    };
    let good = OcspResponse { certificates: Vec::new(), ..by(&issued, &issued.ca) };
    let flipped = {
        let mut bytes = good.encode();
        *bytes.last_mut().unwrap() ^= 1;
        bytes
    };
    let said_otherwise = {
        // `revoked` becomes `good` without a new signature: the same tag and no contents would move lengths, so a date moves.
        let response = issued.response(vec![issued.good()]).encode();
        let at = response.windows(15).rposition(|text| text == b"20261130000000Z").unwrap();
        let mut bytes = response;
        bytes[at + 3] = b'7';
        bytes
    };
    let delegate = responder(&issued.ca, &for_purpose(OCSP_SIGNING));
    let forged = {
        let mut certificate = delegate.certificate.clone();
        *certificate.last_mut().unwrap() ^= 1;
        OcspResponse { certificates: vec![certificate], ..by(&issued, &delegate) }
    };
    let stranger = Identity { key: Key::p256("penjawab palsu"), ..issued.ca.clone() };
    let weak = OcspResponse { digest: Digest::Sha1, ..good.clone() };
    vec![
        row(
            "good",
            "The CA's own signature, and no certificate along.",
            carried(&good.encode()),
            Expected::Passes,
        ),
        row(
            "flipped",
            "One bit of the signature is another.",
            carried(&flipped),
            Expected::TryLater,
        ),
        row(
            "flipped-added",
            "The same, added by the visitor.",
            issued.unknown().adding(flipped),
            Expected::TryLater,
        ),
        row(
            "changed",
            "A date was changed after signing.",
            carried(&said_otherwise),
            Expected::TryLater,
        ),
        row(
            "other-key",
            "Another key signs under the CA's name.",
            issued.answered(&by(&issued, &stranger)),
            Expected::TryLater,
        ),
        row(
            "delegate-not-signed",
            "The responder's certificate is not signed by the CA.",
            issued.answered(&forged),
            Expected::TryLater,
        ),
        row(
            "sha-1",
            "The response is signed with SHA-1.",
            issued.answered(&weak),
            Expected::TryLater,
        ),
        row(
            "accusing-and-forged",
            "A forged response says revoked: it takes nothing from the CA's list.",
            issued.published(&current_list()).carrying(other_revocation_info(
                &OcspResponse::by(&stranger, CURRENT[0], vec![issued.good().revoked(REVOKED, 1)])
                    .encode(),
            )),
            Expected::Passes,
        ),
    ]
}

/// Whose responder.
fn rev_27() -> Vec<Vector> {
    let issued = Issued::new();
    let of = |certificate: &Certificate| responder(&issued.ca, certificate);
    let answered = |responder: &Identity| issued.answered(&by(&issued, responder));
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-27", variant, why, expected)
    };
    let other = Certificate::authority("Penerbit Lain", 71);
    let other = Identity::issued_by(&issued.anchor, &other, Key::p256("penerbit lain"));
    let twin_root = anchor_of("Akar Kembar", "akar kembar");
    let twin = Identity::issued_by(&twin_root, &ca_certificate(), Key::p256("penerbit kembar"));
    let in_bag = {
        let delegate = of(&for_purpose(OCSP_SIGNING));
        let response = OcspResponse { certificates: Vec::new(), ..by(&issued, &delegate) };
        issued.answered(&response).with(&[&delegate])
    };
    let without_certificate = {
        let delegate = of(&for_purpose(OCSP_SIGNING));
        issued.answered(&OcspResponse { certificates: Vec::new(), ..by(&issued, &delegate) })
    };
    vec![
        row("issuer", "The CA itself.", answered(&issued.ca), Expected::Passes),
        row(
            "delegate",
            "A responder that the CA certified for answering.",
            answered(&of(&for_purpose(OCSP_SIGNING))),
            Expected::Passes,
        ),
        row(
            "delegate-in-the-bag",
            "The same; its certificate is in the document, not in the response.",
            in_bag,
            Expected::Passes,
        )
        .or("belum-pasti"),
        row(
            "delegate-without-certificate",
            "The same; its certificate is nowhere.",
            without_certificate,
            Expected::TryLater,
        ),
        row(
            "no-purpose",
            "The CA certified it, and not for answering.",
            answered(&of(&bare().with(no_check()))),
            Expected::TryLater,
        ),
        row(
            "any-purpose",
            "The CA certified it for anything: answering must be named (RFC \
                 6960 4.2.2.2).",
            answered(&of(&for_purpose(ANY))),
            Expected::TryLater,
        ),
        row(
            "person",
            "A person of that CA answers.",
            answered(&of(&Certificate::person("Orang Lain", 72))),
            Expected::TryLater,
        ),
        row(
            "other-ca",
            "Another CA under the anchor certified it.",
            answered(&responder(&other, &for_purpose(OCSP_SIGNING))).with(&[&other]),
            Expected::TryLater,
        ),
        row(
            "other-ca-itself",
            "Another CA under the anchor answers.",
            answered(&other).with(&[&other]),
            Expected::TryLater,
        ),
        row(
            "anchor",
            "The anchor answers for its CA's certificates.",
            answered(&issued.anchor),
            Expected::TryLater,
        ),
        row(
            "delegate-of-a-twin",
            "A CA of the same name under another registered anchor certified it.",
            answered(&responder(&twin, &for_purpose(OCSP_SIGNING)))
                .with(&[&twin])
                .entry(Entry::anchor("akar-kembar", &twin_root)),
            Expected::TryLater,
        ),
        row(
            "second-hand",
            "A responder that a responder certified.",
            answered(&responder(
                &of(&for_purpose(OCSP_SIGNING)),
                &for_purpose(OCSP_SIGNING).numbered(&[0x7a, 0x73]),
            )),
            Expected::TryLater,
        ),
        row(
            "delegate-ended",
            "Its certificate had ended when it answered.",
            answered(&of(&for_purpose(OCSP_SIGNING).valid("20250101000000Z", "20261001000000Z"))),
            Expected::TryLater,
        ),
        row(
            "delegate-not-yet",
            "Its certificate was not valid yet when it answered.",
            answered(&of(&for_purpose(OCSP_SIGNING).valid("20261123000000Z", "20400101000000Z"))),
            Expected::TryLater,
        ),
        row(
            "wrong-key-usage",
            "Its key is for encryption.",
            answered(&of(&for_purpose(OCSP_SIGNING).replacing(key_usage(0x20)))),
            Expected::TryLater,
        ),
        row(
            "unknown-critical-extension",
            "Its certificate has a critical extension that nobody knows.",
            answered(&of(&for_purpose(OCSP_SIGNING)
                .with(crate::hierarchy::unknown_extension(Extension::Critical)))),
            Expected::TryLater,
        ),
        {
            // The CA's own certificate is good by its issuer's answer too.
            let response = OcspResponse::by(
                &issued.anchor,
                CURRENT[0],
                vec![{
                    let cert_id = crate::cms_builder::ocsp::CertId::of(&issued.ca, &issued.anchor);
                    crate::cms_builder::ocsp::Answer::good(cert_id, CURRENT[0], CURRENT[1])
                }],
            );
            let case = issued.answered(&by(&issued, &issued.ca)).lists(Vec::new());
            row(
                "answers-all-the-way",
                "No list at all: CA and anchor answer, each for what it issued.",
                case.carrying(other_revocation_info(&response.encode())),
                Expected::Passes,
            )
        },
    ]
}

/// Whether the responder itself is revoked.
fn rev_28() -> Vec<Vector> {
    let issued = Issued::new();
    let unchecked = bare().extended_key_usage(Extension::Plain, &[OCSP_SIGNING]);
    let delegate = |certificate: &Certificate| responder(&issued.ca, certificate);
    let answered = |responder: &Identity| issued.answered(&by(&issued, responder));
    let row = |variant: &str, why: &str, case: Case, expected| {
        case.vector("REV-28", variant, why, expected)
    };
    // A list that is too old for the person, and names the responder.
    let old = list_of(["20261001000000Z", "20261101000000Z"]);
    let plain = delegate(&unchecked);
    let exempt = delegate(&for_purpose(OCSP_SIGNING));
    let naming = |who: &Identity| old.clone().revoking(who.field(1), REVOKED, 1).issue(&issued.ca);
    let signing_himself = {
        let certificate = person_certificate()
            .without(id::EXTENDED_KEY_USAGE)
            .extended_key_usage(Extension::Plain, &["1.3.6.1.5.5.7.3.36", OCSP_SIGNING])
            .with(no_check());
        let issued = Issued::person(&certificate);
        issued.answered(&OcspResponse::by(&issued.person, CURRENT[0], vec![issued.good()]))
    };
    let for_itself = {
        // The responder has no nocheck, and answers for itself as well.
        let own = crate::cms_builder::ocsp::CertId::of(&plain, &issued.ca);
        let own = crate::cms_builder::ocsp::Answer::good(own, CURRENT[0], CURRENT[1]);
        issued.answered(&OcspResponse::by(&plain, CURRENT[0], vec![issued.good(), own]))
    };
    let vouched = {
        // Two responders without nocheck answer for each other.
        let second = Identity::issued_by(
            &issued.ca,
            &Certificate {
                subject: crate::cms_builder::name("Penjawab Kedua"),
                ..unchecked.clone()
            }
            .numbered(&[0x7a, 0x74]),
            Key::p256("penjawab kedua"),
        );
        let answer = |of: &Identity| {
            let cert_id = crate::cms_builder::ocsp::CertId::of(of, &issued.ca);
            crate::cms_builder::ocsp::Answer::good(cert_id, CURRENT[0], CURRENT[1])
        };
        let first = OcspResponse::by(&plain, CURRENT[0], vec![issued.good(), answer(&second)]);
        let second = OcspResponse::by(&second, CURRENT[0], vec![answer(&plain)]);
        issued.answered(&first).carrying(other_revocation_info(&second.encode()))
    };
    vec![
        row(
            "no-check",
            "The CA says that its responder need not be checked.",
            answered(&exempt),
            Expected::Passes,
        ),
        row(
            "no-check-absent",
            "It does not, and nothing is known of the responder.",
            answered(&plain),
            Expected::TryLater,
        ),
        row(
            "no-check-absent-and-a-list",
            "It does not, and the CA's list has no entry for it.",
            answered(&plain).list(current_list().issue(&issued.ca)),
            Expected::Passes,
        ),
        row(
            "revoked",
            "The responder is revoked; the list that says so is too old for the \
                 person.",
            answered(&plain).list(naming(&plain)),
            Expected::TryLater,
        ),
        row(
            "revoked-and-no-check",
            "The same, and the CA says that it need not be checked: a list that \
                 names it counts more.",
            answered(&exempt).list(naming(&exempt)),
            Expected::TryLater,
        ),
        row(
            "signer-answers-for-himself",
            "The signer's certificate is for answering too, and answers for itself.",
            signing_himself,
            Expected::TryLater,
        ),
        row(
            "responder-answers-for-itself",
            "The responder answers for itself.",
            for_itself,
            Expected::TryLater,
        ),
        row(
            "responders-answer-for-each-other",
            "Two responders answer for each other.",
            vouched,
            Expected::TryLater,
        ),
        {
            let apart = delegate(&unchecked.clone().without(id::CRL_DISTRIBUTION_POINTS));
            let accusing =
                OcspResponse::by(&apart, CURRENT[0], vec![issued.good().revoked(REVOKED, 1)]);
            let scope = IssuingDistributionPoint {
                name: full_name(&[uri("http://contoh.invalid/ca.crl")]),
                ..IssuingDistributionPoint::default()
            };
            row(
                "no-check-absent-and-revoking-beside-a-good-list",
                "The same, and the CA's list is good for the person and not about the \
                 responder: what it says is not passed over.",
                issued
                    .published(&current_list().scope(&scope))
                    .carrying(other_revocation_info(&accusing.encode())),
                Expected::Uncertain,
            )
        },
        {
            let ca = ca_under(&issued.anchor, &ca_certificate());
            let accusing =
                OcspResponse::by(&plain, CURRENT[0], vec![issued.good().revoked(REVOKED, 1)]);
            let case = Case::under(&issued.anchor, &[&ca], &issued.person);
            row(
                "no-check-absent-and-revoking",
                "An answer of a responder of whom nothing is known says revoked, \
                 the CA's list says nothing of either: the list clears the \
                 responder, and its answer counts.",
                case.carrying(other_revocation_info(&accusing.encode())),
                Expected::Revoked,
            )
        },
        row(
            "name-only",
            "The responder bears the CA's name, and the CA certified it for \
                 answering.",
            answered(&Identity::issued_by(
                &issued.ca,
                &for_purpose(OCSP_SIGNING).named(crate::cms_builder::name(CA)),
                Key::p256("penjawab contoh"),
            )),
            Expected::Passes,
        )
        .or("belum-pasti"),
    ]
}
